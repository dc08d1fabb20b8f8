"""`policylang find`: a case such that a condition holds, that there is none, and what escapes a clause."""

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import policylang

if TYPE_CHECKING:
    from faces.conftest import Run

POLICY = "police_and_faces"
ON = ("--on", "2024-06-10")
SCOPE = "us_police_department(operator) and service is azure_openai and functions include identification"


@pytest.fixture(autouse=True)
def _files(police_and_faces: str) -> None:
    assert police_and_faces == POLICY


def test_the_smallest_case_is_shown_with_a_scenario(run: "Run", folder: Path) -> None:
    """The facts stand first, then the decision, then a scenario that passes when it is pasted."""
    answer = run("find", POLICY, SCOPE, *ON)
    assert (answer.code, answer.err) == (0, "")
    assert "  → Prohibited, by 1 clause: us_police_face_recognition\n" in answer.out
    text = answer.out.partition("As a scenario:\n\n")[2]
    (folder / "found.pol").write_text(f"scenarios for {POLICY}\n\n{text}", encoding="utf-8")
    assert run("test", "found.pol").out == "1 scenario passed\n"


def test_that_there_is_none_is_said_as_a_proof(run: "Run") -> None:
    """Where no case is such, the exit code is 1, as that of grep."""
    answer = run("find", POLICY, SCOPE, "--outcome", "permitted", *ON)
    assert answer.code == 1
    assert answer.out.startswith("There is no such case: that holds for all ")


def test_kinds_of_case_are_counted(run: "Run") -> None:
    """`--count` says in how many kinds of case it is so, and no more."""
    assert run("find", POLICY, "--clause", "live_mobile_recognition", "--count", *ON).out.endswith(" kinds of case\n")


def test_all_cases_are_told_as_regions(run: "Run") -> None:
    """`--all` tells regions, one for a clause that is written as one."""
    out = run("find", POLICY, "--clause", "live_mobile_recognition", "--all", *ON).out
    assert " are such, in 1 region:\n" in out
    assert "  1  by_law_enforcement\n" in out


def test_json_has_the_decision_and_the_scenario(run: "Run") -> None:
    """With `--format json` the same is printed for programs; without a case, `case` is null."""
    found = json.loads(run("find", POLICY, SCOPE, *ON, "--format", "json", "--all").out)
    assert (found["found"], found["decided"]) == (True, True)
    assert found["case"]["decision"]["outcome"] == "prohibited"
    assert found["kinds"]["affected"] <= found["kinds"]["all"]
    assert found["regions"]
    none = json.loads(run("find", POLICY, SCOPE, "--outcome", "permitted", *ON, "--format", "json").out)
    assert (none["found"], none["case"]) == (False, None)


@pytest.mark.parametrize(
    ("condition", "code", "help_"),
    [
        ("us_police_departmnt(operator)", "P0201", "did you mean `us_police_department`?"),
        ("timing is realtime", "P0301", "did you mean `real_time`?"),
        ("operator.kind is court and timing is live or timing is retrospective", "P0108", "either `("),
        ("", "P0101", "say what is to hold"),
        ("timing = live", "P0112", "write `is`"),
    ],
)
def test_a_faulty_condition_is_shown_underlined(run: "Run", condition: str, code: str, help_: str) -> None:
    """The text of the condition stands under its fault, with what was meant."""
    answer = run("find", POLICY, condition)
    assert answer.code == 2
    assert answer.err.startswith(f"error[{code}]: ")
    assert help_ in answer.err
    assert "question" not in answer.err
    assert not condition or f"1 | {condition}\n" in answer.err


def test_an_unknown_clause_is_told_with_the_near_one(run: "Run") -> None:
    """A clause that is none is an error with the near name."""
    answer = run("find", POLICY, "--clause", "live_mobil_recognition")
    assert answer.code == 2
    assert "did you mean `live_mobile_recognition`?" in answer.err


def test_a_saved_policy_knows_facts_alone(run: "Run", folder: Path) -> None:
    """Of a compiled policy the facts can be asked about, and that its definitions cannot is said."""
    policylang.load(POLICY).save(folder / "azure.polc")
    assert run("find", "azure.polc", "timing is live and operator.kind is court").code == 0
    answer = run("find", "azure.polc", "us_police_department(operator)")
    assert answer.code == 2
    assert "of a saved policy the facts are known, not its definitions" in answer.err


def test_loopholes_of_a_clause_are_what_its_words_leave_out(run: "Run") -> None:
    """The stationary camera, the controlled place, the recorded film, and those who are no law enforcement escape."""
    out = run("find", POLICY, "--loopholes", "live_mobile_recognition", *ON).out
    assert out.startswith("What escapes live_mobile_recognition by one fact: 8 facts, the widest first.\n")
    for line in (
        "escapes where  camera.mount is stationary",
        "escapes where  camera.environment is controlled",
        "escapes where  timing is one of near_real_time, short_delay, retrospective",
        "escapes where  operator.kind is not law_enforcement",
        "caught where   operator.kind is law_enforcement",
    ):
        assert f"  {line}\n" in out


def test_loopholes_take_no_condition(run: "Run") -> None:
    """With `--loopholes` nothing else is wanted, and the day and what is given narrow it."""
    answer = run("find", POLICY, "timing is live", "--loopholes", "identity")
    assert answer.code == 2
    assert answer.err.startswith("error: `--loopholes` takes a day and what is given of the case, and no condition\n")


def test_loopholes_as_json(run: "Run") -> None:
    """Programs get each fact with what escapes, what is caught, and a case."""
    found = json.loads(run("find", POLICY, "--loopholes", "us_police_face_recognition", *ON, "--format", "json").out)
    by_fact = {each["fact"]: each for each in found["loopholes"]}
    assert by_fact["beneficiary.country"]["caught"] == ["beneficiary.country is united_states"]
    assert by_fact["operator.counts_as_police_department"]["judged"]
    assert all(each["case"]["decision"]["outcome"] == "permitted" for each in found["loopholes"])


def test_a_clause_that_never_stands_has_no_loophole(run: "Run") -> None:
    """Where a clause stands in no case on a day, nothing is near to it, and the exit code is 1."""
    answer = run("find", POLICY, "--loopholes", "us_police_any_use", *ON)
    assert (answer.code, answer.out) == (1, "us_police_any_use: it stands in no case, so nothing is near to it.\n")


def test_what_is_too_large_is_said(run: "Run", folder: Path) -> None:
    """Where the outcome has no diagram, the answer is that it was not decided, with an exit code of its own."""
    (folder / "large.pol").write_text(large(), encoding="utf-8")
    answer = run("find", "large.pol", "--outcome", "permitted")
    assert answer.code == 4
    assert answer.out.startswith("not decided within the limit")


def large(count: int = 30) -> str:
    """Return a policy whose outcome has no diagram: it compares many facts with many that stand far from them."""
    facts = "".join(f"fact {side}{number}: yes or no\n" for side in "ab" for number in range(count))
    first = "".join(f"        {side}{number}\n" for side in "ab" for number in range(count))
    pairs = "".join(f"        a{number} and b{number}\n" for number in range(count))
    return (
        f"policy large\n    otherwise permitted\n    conflicts prohibition prevails\n\n{facts}\n"
        f'clause any_of_them\n    "One"\n    cites "1"\n    permits\n    when any of\n{first}\n'
        f'clause pairs\n    "A pair"\n    cites "2"\n    prohibits\n    when any of\n{pairs}'
    )
