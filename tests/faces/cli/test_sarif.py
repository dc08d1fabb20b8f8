"""`--format sarif` of the commands that ask about all cases: each answer is a result, at the place it is about."""

import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from faces.cli.test_find import large

import policylang
from policylang.cli.sarif import RULES
from policylang.diagnostics.codes import CODES

if TYPE_CHECKING:
    from faces.conftest import Answer, Run

FILES = Path(__file__).parent / "files"
ASSERTION = '\nassert dry "Nobody films"\n    always prohibited when service is camera_service\n'


class Result(NamedTuple):
    """A result, with what stands at each of its places, the primary first."""

    rule: str
    level: str
    at: tuple[str, ...]
    first: str
    notes: str


@pytest.fixture(autouse=True)
def _files(folder: Path) -> None:
    shutil.copytree(FILES, folder, dirs_exist_ok=True)


def results(answer: "Answer") -> tuple[Result, ...]:
    """Return the results of a log; each has a rule that the log declares, of the same level."""
    assert answer.err == ""
    (log,) = json.loads(answer.out)["runs"]
    rules = log["tool"]["driver"]["rules"]
    for each in log["results"]:
        assert rules[each["ruleIndex"]]["id"] == each["ruleId"]
    return tuple(map(_result, log["results"]))


def _result(found: dict[str, Any]) -> Result:
    first, _, notes = found["message"]["text"].partition("\n")
    at = tuple(map(_text, [*found["locations"], *found.get("relatedLocations", [])]))
    return Result(found["ruleId"], found["level"], at, first, notes)


def _text(location: dict[str, Any]) -> str:
    """Return the text at a place, of several lines the first; of a file as a whole, the name of the file."""
    place = location["physicalLocation"]
    region: dict[str, int] = place["region"]
    if region == {"startLine": 1, "startColumn": 1, "endLine": 1, "endColumn": 1}:
        return str(place["artifactLocation"]["uri"])
    file = Path(place["artifactLocation"]["uri"])
    line = file.read_text(encoding="utf-8").splitlines()[region["startLine"] - 1]
    end = region["endColumn"] - 1 if region["startLine"] == region["endLine"] else None
    return line[region["startColumn"] - 1 : end]


def test_rules_are_no_codes() -> None:
    """A rule without a page bears the name of what asks; no code is called so."""
    assert not RULES.keys() & CODES.keys()
    assert not any(name.startswith("P0") for name in RULES)


# ---------------------------------------------------------------- find


def test_a_case_that_is_found(run: "Run", folder: Path) -> None:
    """It stands at the policy's name, with what was wanted, how many kinds of case are such, and a scenario."""
    answer = run("find", "cameras.pol", "retention is 366", "--outcome", "prohibited", "--format", "sarif")
    (found,) = results(answer)
    counts = run("find", "cameras.pol", "retention is 366", "--outcome", "prohibited", "--count").out.strip()
    assert (answer.code, found.rule, found.level, found.at) == (0, "find", "note", ("cameras",))
    assert found.first == f"{counts} are such: prohibited, `retention is 366`"
    scenario = found.notes.removeprefix("note: the smallest case:\n")
    (folder / "found.pol").write_text(f"scenarios for cameras\n\n{scenario}\n", encoding="utf-8")
    assert run("test", "found.pol").out == "1 scenario passed\n"


def test_a_case_of_a_clause(run: "Run") -> None:
    """With --clause it stands at the clauses, the first one primary; with --all the regions are notes."""
    asked = ("find", "cameras.pol", "--clause", "long_retention", "--clause", "police_faces")
    (found,) = results(run(*asked, "--all", "--format", "sarif"))
    assert found.at == ("long_retention", "police_faces")
    assert found.first.endswith(" are such: `long_retention` or `police_faces` stands")
    told = json.loads(run(*asked, "--all", "--format", "json").out)["regions"]
    assert found.notes.count("note: where ") == len(told) > 1


def test_no_such_case(run: "Run") -> None:
    """Where there is none, the log has no result and the exit code is that of the text."""
    wanted = ("find", "cameras.pol", "service is other_service", "--clause", "police_faces", "--format", "sarif")
    answer = run(*wanted)
    assert (answer.code, results(answer)) == (1, ())


def test_what_is_not_decided(run: "Run", folder: Path) -> None:
    """A limit that is met is a note with its code."""
    (folder / "large.pol").write_text(large(), encoding="utf-8")
    answer = run("find", "large.pol", "--outcome", "permitted", "--format", "sarif")
    (found,) = results(answer)
    assert (answer.code, found.rule, found.at) == (4, "P0509", ("large",))
    assert found.first == "not decided: whether there is such a case: permitted"


def test_loopholes(run: "Run") -> None:
    """There is a result at the clause for each fact that lets cases escape, those of the JSON in their order."""
    asked = ("find", "cameras.pol", "--loopholes", "police_faces", "--format")
    found = results(run(*asked, "sarif"))
    told = json.loads(run(*asked, "json").out)["loopholes"]
    assert {each[:3] for each in found} == {("loopholes", "note", ("police_faces",))}
    assert [each.first for each in found] == [
        f"`{each['fact']}` lets cases escape `police_faces`: {each['kinds']['affected']:,} kinds of case"
        for each in told
    ]
    assert "note: caught where operator.kind is police\n" in found[1].notes


def test_a_saved_policy_has_no_places(run: "Run", folder: Path) -> None:
    """What is found about it stands at its file as a whole."""
    policylang.load("cameras.pol").save(folder / "cameras.polc")
    asked = (
        ("find", "cameras.polc", "--clause", "drones"),
        ("find", "cameras.polc", "--loopholes", "drones"),
        ("timeline", "cameras.polc"),
    )
    for each in asked:
        assert {found.at for found in results(run(*each, "--format", "sarif"))} == {("cameras.polc",)}


# ---------------------------------------------------------------- timeline


def test_dates(run: "Run", folder: Path) -> None:
    """There is a result for each date at the clauses that begin or end; where none does, at the policy's name."""
    text = (folder / "cameras.pol").read_text(encoding="utf-8")
    text = text.replace("edition second", 'edition middle "Between" from 2024-06-01 before 2024-07-01\nedition second')
    text = text.replace(
        "from 2024-01-01\n    prohibits\n    when ret", "from 2024-01-01 before 2025-01-01\n    prohibits\n    when ret"
    )
    (folder / "cameras.pol").write_text(text, encoding="utf-8")
    found = {
        each.first.partition(":")[0]: each for each in results(run("timeline", "cameras.pol", "--format", "sarif"))
    }
    assert {each[:2] for each in found.values()} == {("timeline", "note")}
    assert found["2024-01-01, edition first_text"].at == ("police_faces", "long_retention")
    assert found["2024-06-01, edition middle"].at == ("cameras",)
    assert found["2024-06-01, edition middle"].first.endswith(": no decision changes")
    turn = found["2025-01-01, edition second_text"]
    assert turn.at == ("drones", "long_retention")
    assert turn.first.startswith("2025-01-01, edition second_text: incomparable, ")
    assert "note: not prohibited by default → prohibited by drones: " in turn.notes


# ---------------------------------------------------------------- mutate


def test_mutants(run: "Run") -> None:
    """Each that survives is a warning at the condition that it changes, with the scenario that would notice it."""
    answer = run("mutate", "cameras.pol", "--format", "sarif")
    found = results(answer)
    (told,) = json.loads(run("mutate", "cameras.pol", "--format", "json").out)["policies"]
    survivors = [each for each in told["mutants"] if each["state"] == "survived"]
    assert answer.code == 1
    assert {each[:2] for each in found} == {("P0542", "warning")}
    assert [each.first for each in found] == [f"no scenario notices: {each['said']}" for each in survivors]
    assert [each.notes for each in found] == [
        f"note: this scenario would notice it:\n{each['scenario'].rstrip()}" for each in survivors
    ]
    shown = next(
        each for each in found if each.first.endswith("`retention is more than 365` as `retention is at least 365`")
    )
    assert shown.at == ("retention is more than 365",)


def test_a_survivor_with_a_stated_reason(run: "Run", folder: Path) -> None:
    """It is a result that is suppressed in the text, with the reason; the others are not."""
    path = folder / "cameras.pol"
    allowed = "    # allow P0542: the document is not so exact\n    when retention is more than 365"
    text = path.read_text("utf-8").replace("    when retention is more than 365", allowed)
    path.write_text(text, "utf-8")
    log = json.loads(run("mutate", "cameras.pol", "--format", "sarif").out)["runs"][0]
    suppressed = [each for each in log["results"] if "suppressions" in each]
    assert {each["ruleId"] for each in suppressed} == {"P0542"}
    assert {each["locations"][0]["physicalLocation"]["region"]["startLine"] for each in suppressed} == {40}
    assert {tuple(one.items()) for each in suppressed for one in each["suppressions"]} == {
        (("kind", "inSource"), ("justification", "the document is not so exact"))
    }
    assert "P0542" in {each["ruleId"] for each in log["results"] if "suppressions" not in each}


def test_no_mutant_survives(run: "Run") -> None:
    """Then the log has no result."""
    answer = run("mutate", "hours.pol", "--format", "sarif")
    assert (answer.code, results(answer)) == (0, ())


# ---------------------------------------------------------------- test


def test_what_is_not_reached(run: "Run") -> None:
    """Each missing thing is a note at its place; with --suggest each missing scenario at the policy's name."""
    (found,) = results(run("test", "approved.pol", "--coverage", "--format", "sarif"))
    lacks = "does not apply, only because this fails: functions include only redaction"
    assert found == Result(
        "coverage",
        "note",
        ("functions include only redaction",),
        f"no scenario shows of `redaction_only`: {lacks}",
        "",
    )
    again, suggested = results(run("test", "approved.pol", "--suggest", "--format", "sarif"))
    (told,) = json.loads(run("test", "approved.pol", "--suggest", "--format", "json").out)["coverage"]
    assert again == found
    assert (suggested.rule, suggested.level, suggested.at) == ("suggest", "note", ("approved",))
    assert suggested.notes == f"note: to be confirmed:\n{told['suggested'][0]['text'].rstrip()}"


def test_what_fails(run: "Run", folder: Path) -> None:
    """A scenario that fails is an error of the rule `test`, an assertion that does not hold has its code."""
    text = (folder / "failing.pol").read_text(encoding="utf-8")
    (folder / "failing.pol").write_text(text + ASSERTION, encoding="utf-8")
    answer = run("test", "failing.pol", "--format", "sarif")
    first, second, third = results(answer)
    assert answer.code == 1
    assert (first.rule, first.level) == ("test", "error")
    assert first.first == f"the scenario {first.at[0]} fails"
    assert first.notes.startswith("note: expected prohibited, got permitted\n")
    assert second.rule == "test"
    assert (third.rule, third.level, third.at) == ("P0510", "error", ("dry",))
    assert third.notes.startswith(
        "note: expected always prohibited when service is camera_service, got permitted, where "
    )


def test_an_assertion_that_is_not_decided(run: "Run", folder: Path) -> None:
    """It is a note with its code, and the exit code is 1, as an assertion that is not proved does not pass."""
    (folder / "large.pol").write_text(f'{large()}\nassert none_at_all "w"\n    never permitted\n', encoding="utf-8")
    answer = run("test", "large.pol", "--format", "sarif")
    (found,) = results(answer)
    assert (answer.code, found.rule, found.level, found.at) == (1, "P0509", "note", ("none_at_all",))
