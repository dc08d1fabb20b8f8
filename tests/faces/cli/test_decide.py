"""`policylang decide`: what is given, from where, and what wins; how it reads is in `transcripts/decide.txt`."""

import datetime as dt
import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest

from policylang.console.cases import overlaid

if TYPE_CHECKING:
    from faces.conftest import Run

FILES = Path(__file__).parent / "files"
ON = ("--on", "2025-06-01")


@pytest.fixture(autouse=True)
def _files(folder: Path) -> None:
    shutil.copytree(FILES, folder, dirs_exist_ok=True)


def decided(run: "Run", *arguments: str, stdin: str = "") -> Any:  # noqa: ANN401 - JSON
    """Return the decision as data."""
    answer = run("decide", *arguments, "--json", *ON, stdin=stdin)
    assert (answer.code, answer.err) == (0, "")
    return json.loads(answer.out)


def test_the_json_is_the_decision(run: "Run") -> None:
    """`--json` prints what `to_json` makes of the decision, and `from_json` reads it back."""
    import policylang
    from policylang.evaluate.from_json import from_json

    case = {"service": "camera_service", "retention": 400, "operator.kind": "company"}
    data = decided(run, "cameras.pol", *(f"--set={fact}={value}" for fact, value in case.items()))
    assert from_json(data) == policylang.load("cameras.pol").decide(case, on=ON[1])


def test_without_a_date_it_is_today(run: "Run") -> None:
    """Without `--on` the case is decided as of today."""
    days = {dt.datetime.now().astimezone().date().isoformat()}
    answer = run("decide", "approved.pol", "--json")
    days.add(dt.datetime.now().astimezone().date().isoformat())
    assert json.loads(answer.out)["on"] in days


@pytest.mark.parametrize("name", ["case.json", "case.yaml", "case.yml", "-"])
def test_a_case_from_a_file(run: "Run", folder: Path, name: str) -> None:
    """A case is read from JSON, from YAML, or from standard input as JSON."""
    text = '{"service": "camera_service", "retention": 400, "operator": {"kind": "company"}}'
    if name != "-":
        (folder / name).write_text(text, encoding="utf-8")
    data = decided(run, "cameras.pol", "--case", name, stdin=text)
    assert [clause["name"] for clause in data["stands"] if clause["certainty"] == "certainly"] == ["long_retention"]


def test_set_wins_over_the_file_and_the_file_over_examples(run: "Run") -> None:
    """`--set` takes the place of what the file says, nested or dotted, and both go before an example."""
    example = ("--like", "ordinary_use")
    assert decided(run, "cameras.pol", *example, "--set", "operator.kind=company")["outcome"] == "permitted"
    file = (*example, "--case", "case.json")
    assert decided(run, "cameras.pol", *file)["stands"][0]["name"] == "drones"
    assert decided(run, "cameras.pol", *file, "--set", "camera.mount=worn")["outcome"] == "permitted"
    assert decided(run, "cameras.pol", *file, "--set", "camera=absent")["outcome"] == "permitted"


def test_what_set_replaces() -> None:
    """A fact that is set replaces the fact, its parts, and the same part however it is nested; nothing else."""
    case = {"a": {"b": {"c": 1, "d": 2}}, "a.b.e": 3, "ab": 4}
    assert overlaid(case, {}) is case
    assert overlaid(case, {"a.b.c": 9}) == {"a": {"b": {"d": 2}}, "a.b.e": 3, "ab": 4, "a.b.c": 9}
    assert overlaid(case, {"a.b": 9}) == {"a": {}, "ab": 4, "a.b": 9}
    assert overlaid(case, {"a": 9}) == {"ab": 4, "a": 9}
    assert case["a"] == {"b": {"c": 1, "d": 2}}


@pytest.mark.parametrize(
    ("setting", "outcome"),
    [
        ("functions=identification,audio_summary", "prohibited"),
        ("functions = redaction , audio_summary", "permitted"),
        ("functions=none", "permitted"),
        ("functions=unknown", "undetermined"),
        ("retention=366", "prohibited"),
        ("court_order=yes", "permitted"),
        ("camera=absent", "permitted"),
        ("camera.mount=worn,drone", "undetermined"),
    ],
)
def test_values_on_the_command_line(run: "Run", setting: str, outcome: str) -> None:
    """Sets, numbers, yes and no, absent things, several values and `unknown` can be written on the command line."""
    given = ("--like", "ordinary_use", "--like", "operator=city_police", "--set", setting)
    assert decided(run, "cameras.pol", *given)["outcome"] == outcome


@pytest.mark.parametrize(
    ("given", "code"),
    [
        (("approved.pol", "--set", "functions=redaction"), 0),
        (("approved.pol", "--set", "functions=none"), 1),
        (("approved.pol",), 4),
        (("cameras.pol", "--set", "service=other_service"), 0),
        (("approved.pol", "cameras.pol", "--set", "functions=redaction"), 4),
        (("approved.pol", "cameras.pol", "--set", "functions=none"), 1),
        (("approved.pol", "cameras.pol", "--set", "functions=redaction", "--set", "service=other_service"), 0),
    ],
)
def test_the_exit_code_tells_the_outcome(run: "Run", given: tuple[str, ...], code: int) -> None:
    """With `--exit-code`: 0 permitted, 1 prohibited, 4 undetermined; of several policies the strictest counts."""
    assert run("decide", *given, *ON, "--exit-code").code == code
    assert run("decide", *given, *ON).code == 0


def test_several_policies_as_json(run: "Run") -> None:
    """Several policies give a list of decisions, in the order in which they were named."""
    data = decided(run, "approved.pol", "cameras.pol", "--set", "functions=redaction")
    assert [each["policy"] for each in data] == ["approved", "cameras"]


def test_why_as_json(run: "Run") -> None:
    """With `--why` the JSON tells the facts that mattered too."""
    data = decided(run, "cameras.pol", "--case", "case.json", "--why")
    assert data["why"] == ["service is camera_service", "camera.mount is drone"]
    several = decided(run, "cameras.pol", "approved.pol", "--case", "case.json", "--why")
    assert several[1]["why"] == ["functions are redaction"]


def test_the_explanation_as_json(run: "Run") -> None:
    """With `--why` the JSON has the explanation, as the schema says; facts to keep are not changed."""
    data = decided(run, "cameras.pol", "--case", "case.json", "--why")
    schema = json.loads((Path(__file__).parents[3] / "docs/reference/decision.schema.json").read_text(encoding="utf-8"))
    jsonschema.validate(data, schema)
    altered = {each["fact"] for change in data["explanation"]["changes"] for each in change["alterations"]}
    assert "camera.mount" in altered
    kept = decided(run, "cameras.pol", "--case", "case.json", "--why", "--keep", "camera", "--keep", "service")
    altered = {each["fact"] for change in kept["explanation"]["changes"] for each in change["alterations"]}
    assert not {each for each in altered if each.startswith(("camera", "service"))}


def test_facts_to_keep_that_are_none(run: "Run") -> None:
    """What is kept has to be a fact of a policy asked, and goes with `--why`."""
    answer = run("decide", "cameras.pol", "approved.pol", "--why", "--keep", "camera.mout", *ON)
    assert answer.code == 2
    assert "`camera` has no part `mout`; did you mean `camera.mount`?" in answer.err
    assert "`--keep` goes with `--why`" in run("decide", "cameras.pol", "--keep", "camera", *ON).err


def test_a_policy_by_its_name(run: "Run") -> None:
    """A standard policy is found by its name, from any folder."""
    answer = run("decide", "microsoft.azure_openai", "--set", "service=other_service", *ON)
    assert answer.out.startswith("Not prohibited: the policy does not apply to this case\n")


def test_a_process_of_its_own(run_process: "Run") -> None:
    """The whole way, from the command line to the answer, in a process of its own."""
    answer = run_process("decide", "approved.pol", "--set", "functions=redaction", *ON)
    assert (answer.code, answer.err) == (0, "")
    assert answer.out.startswith("Permitted, by 1 clause\n")


def test_lines_keep_to_the_window(run: "Run", monkeypatch: pytest.MonkeyPatch) -> None:
    """The answer is wrapped to the window, between 40 and 100 columns; only a word longer than that stands out."""
    for columns, widest in (("40", 40), ("60", 60), ("100", 100), ("500", 100), ("10", 40)):
        monkeypatch.setenv("COLUMNS", columns)
        out = run("decide", "cameras.pol", "--case", "case.yaml", *ON).out
        assert max(len(line) for line in out.splitlines() if "https:" not in line) <= widest


def test_colour_changes_no_word(run: "Run") -> None:
    """With colour, the same words stand in the same places."""
    from click import unstyle

    plain = run("decide", "cameras.pol", "approved.pol", "--case", "case.yaml", *ON)
    coloured = run("decide", "cameras.pol", "approved.pol", "--case", "case.yaml", *ON, "--color")
    assert "\x1b[" in coloured.out
    assert unstyle(coloured.out) == plain.out


def test_rows_of_rows(run: "Run", folder: Path) -> None:
    """Policies that an incorporated policy incorporates have their rows too, each once."""
    text = "policy region\n    otherwise permitted\n\nincorporates city\nincorporates cameras\n"
    (folder / "region.pol").write_text(text, encoding="utf-8")
    given = ("--set", "service=camera_service", "--set", "operator.kind=police", "--set", "functions=identification")
    out = run("decide", "region.pol", *given, *ON).out
    table = out.partition("Policy by policy\n\n")[2].partition("\n\n")[0]
    assert [line.split()[0] for line in table.splitlines() if not line.startswith("   ")] == [
        "policy", "city", "cameras", "approved",
    ]  # fmt: skip
    assert "  cameras.police_faces prohibits, lifted by cameras.by_court_order\n" in out
    assert "cameras.review, required by cameras.matches_reviewed\n" in out
