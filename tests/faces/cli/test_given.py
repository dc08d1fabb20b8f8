"""`--set`, `--like`, `--case` and `--unknown` of the questions about all cases, and `--unknown` of those about one."""

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from faces.conftest import Run

RULES = """policy rules
    title      "The rules"
    otherwise  permitted

type device: has
    mobile: yes or no
    live: yes or no

fact camera: optional device
    asks "Is there a camera?"

fact uses: several of faces, sound, text
    asks "What does it do?"

example ordinary
    there is no camera
    uses are text

clause no_filming
    "No live filming on the move"
    cites      "1"
    prohibits
    when camera.mobile and camera.live

clause no_faces
    "No faces"
    cites      "2"
    in force   from 2024-05-01
    prohibits
    when uses include faces
"""
OPEN = ("rules.pol", "--like", "ordinary", "--unknown", "uses")


@pytest.fixture(autouse=True)
def _rules(folder: Path) -> None:
    (folder / "rules.pol").write_text(RULES, encoding="utf-8")


def test_find_says_what_is_given_and_a_scenario_that_passes(run: "Run", folder: Path) -> None:
    """The first line says it, the case tells what is beyond it, the scenario begins with it."""
    answer = run("find", *OPEN, "--outcome", "prohibited", "--on", "2024-06-01")
    assert answer.out == (
        "Given: like ordinary; uses unknown\n\n"
        "There is such a case; 1 of 2 kinds of case are such. The smallest:\n\n"
        "  on 2024-06-01\n  uses include faces\n  → Prohibited, by 1 clause: no_faces\n\n"
        "As a scenario:\n\n"
        'scenario "a case"\n    on 2024-06-01\n    given\n        like ordinary\n        unknown uses\n'
        "        uses include faces\n    expect prohibited\n        by no_faces\n"
    )
    scenario = answer.out.partition("As a scenario:\n\n")[2]
    (folder / "pasted.pol").write_text(f"{RULES}\n{scenario}", encoding="utf-8")
    assert run("test", "pasted.pol").out == "1 scenario passed\n"


def test_find_counts_and_tells_given_cases(run: "Run") -> None:
    """So do `--count` and `--all`; an example of a whole case settles everything."""
    settled = run("find", "rules.pol", "--like", "ordinary", "--outcome", "prohibited")
    assert settled.code == 1
    assert "that holds for all 2 kinds of case" in settled.out
    assert run("find", *OPEN, "--outcome", "prohibited", "--count").out.endswith("1 of 4 kinds of case\n")
    assert run("find", *OPEN, "--outcome", "prohibited", "--all").out.endswith("uses include faces\n")


def test_loopholes_are_those_of_given_cases(run: "Run") -> None:
    """A fact that is given lets nothing out, and the case tells what is beyond what is given."""
    given = ("--like", "ordinary", "--unknown", "camera")
    out = run("find", "rules.pol", "--loopholes", "no_filming", "--on", "2024-06-01", *given).out
    assert out.startswith("Given: like ordinary; camera unknown\n\nWhat escapes no_filming by one fact: 3 facts")
    assert "functions" not in out
    found = json.loads(run("find", "rules.pol", "--loopholes", "no_filming", *given, "--format", "json").out)
    assert found["given"] == ["like ordinary", "unknown camera"]
    assert found["loopholes"][0]["case"]["given"][:2] == ["like ordinary", "unknown camera"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("diff", *OPEN, "--between", "2024-04-30", "2024-05-01"), "  given  like ordinary; uses unknown\n"),
        (("timeline", *OPEN), "Given: like ordinary; uses unknown\n"),
        (("prove", "rules.pol", "never prohibited", *OPEN[1:]), "Given: like ordinary; uses unknown\n"),
        (("diff", "rules.pol", *OPEN), "  given  like ordinary; uses unknown\n"),
    ],
)
def test_each_question_says_what_is_given(run: "Run", arguments: tuple[str, ...], said: str) -> None:
    """In the text, as lines in JSON, and in the notes of a SARIF log."""
    assert said in run(*arguments).out
    found = json.loads(run(*arguments, "--format", "json").out)
    assert found["given"] == ["like ordinary", "unknown uses"]
    log = json.loads(run(*arguments, "--format", "sarif").out)
    results = log["runs"][0]["results"]
    assert all("given like ordinary; uses unknown" in json.dumps(each) for each in results)


def test_a_case_file_and_what_is_given_beside(run: "Run", folder: Path) -> None:
    """A file gives a case, `--set` replaces what it says, `--unknown` takes it back; with commas several at once."""
    (folder / "case.json").write_text('{"camera": {"mobile": true, "live": true}, "uses": ["text"]}', encoding="utf-8")
    file = ("rules.pol", "--case", "case.json")
    assert run("find", *file).out.startswith("Given: camera.mobile, camera.live, uses are text\n")
    assert run("find", *file, "--set", "camera=absent").out.startswith("Given: uses are text, there is no camera\n")
    assert run("find", *file, "--unknown", "camera.live").out.startswith("Given: camera.live unknown; camera.mobile, ")
    assert run("find", *file, "--unknown", "camera, uses").out.startswith("Given: camera and uses unknown\n")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--unknown", "use"), "error[P0601]: `rules` has no fact `use`; did you mean `uses`?\n"),
        (("--like", "ordinry"), "error[P0601]: there is no example `ordinry`; did you mean `ordinary`?\n"),
        (
            ("--unknown", "uses", "--set", "uses=text"),
            "error[P0608]: `uses` is given with --set and taken back with --unknown\n",
        ),
    ],
)
def test_slips_are_told(run: "Run", arguments: tuple[str, ...], message: str) -> None:
    """A name that is not there has the near one, and a fact that is given is not taken back."""
    answer = run("find", "rules.pol", *arguments)
    assert (answer.code, answer.err) == (2, message)


def test_a_decision_and_a_tree_take_it_back_too(run: "Run") -> None:
    """What an example says is asked again, and the head of the tree says how the case was given."""
    on = ("--on", "2024-06-01")
    assert run("decide", "rules.pol", *on, "--like", "ordinary").out.startswith("Not prohibited")
    assert run("decide", *OPEN, *on).out.startswith("Undetermined")
    assert "\non 2024-06-01; like ordinary; uses unknown\n" in run("tree", *OPEN, *on).out
    assert "uses" in run("residual", *OPEN, *on).out
