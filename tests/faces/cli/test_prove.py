"""`policylang prove`: a statement about every case, proved or refuted; and assertions in files."""

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from faces.cli.test_find import large

from policylang.analyse.ask.asserts import assertion_findings
from policylang.workspace.load import Workspace

if TYPE_CHECKING:
    from faces.conftest import Run

POLICY = "police_and_faces"
ON = ("--on", "2024-06-10")
SHOP = """policy shop
    applies    when in_shop
    otherwise  permitted

fact in_shop: yes or no

fact staff: yes or no

fact drink: one of beer, other_drink

clause no_beer
    "No beer for those who work"
    cites      "Rule 1"
    prohibits
    when drink is beer and staff
"""
SCENARIO = """
scenario "beer at work"
    given
        in_shop
        staff
        drink is beer
    expect prohibited by no_beer
"""


@pytest.mark.usefixtures("police_and_faces")
def test_what_holds_is_proved(run: "Run") -> None:
    """Of how many kinds of case a statement speaks is told, and in how many the policy is silent."""
    statement = "never permitted when us_police_department(operator) and functions include identification"
    answer = run("prove", POLICY, statement, *ON)
    assert answer.code == 0
    said = " ".join(answer.out.split())
    assert said.startswith("Proved: it holds of all ")
    assert said.endswith("they are outside its scope.")


@pytest.mark.usefixtures("police_and_faces")
def test_a_case_against_it_refutes_it(run: "Run", folder: Path) -> None:
    """The case is shown with its decision and as a scenario that passes."""
    answer = run("prove", POLICY, "never permitted when functions include identification", *ON)
    assert answer.code == 1
    assert answer.out.startswith("Refuted: there is a case against it.\n")
    text = answer.out.partition("As a scenario:\n\n")[2]
    (folder / "found.pol").write_text(f"scenarios for {POLICY}\n\n{text}", encoding="utf-8")
    assert run("test", "found.pol").out == "1 scenario passed\n"


def test_two_cases_show_that_a_fact_matters(run: "Run", folder: Path) -> None:
    """They differ in that fact alone, and both are scenarios that pass."""
    (folder / "shop.pol").write_text(SHOP, encoding="utf-8")
    answer = run("prove", "shop.pol", "never depends on staff")
    assert answer.code == 1
    assert "  in_shop\n  not staff\n  drink is beer\n" in answer.out
    assert "  in_shop\n  staff\n  drink is beer\n" in answer.out
    first, second = answer.out.split("As a scenario:\n")[1:]
    (folder / "shop.pol").write_text(f"{SHOP}{first}{second}", encoding="utf-8")
    assert run("test", "shop.pol").out == "2 scenarios passed\n"


def test_policies_are_compared_by_name(run: "Run", folder: Path) -> None:
    """The other policy is found beside the first; facts of different files are different facts."""
    (folder / "rules").mkdir()
    (folder / "rules" / "shop.pol").write_text(SHOP, encoding="utf-8")
    (folder / "rules" / "bar.pol").write_text(SHOP.replace("policy shop", "policy bar"), encoding="utf-8")
    answer = run("prove", "rules/shop.pol", "stricter than bar")
    assert answer.code == 1
    assert answer.out.startswith("Refuted: there is a case that the two policies decide differently.\n")
    assert "\nshop:\n" in answer.out
    assert "\nbar:\n" in answer.out
    assert run("prove", "rules/shop.pol", "stricter than shop").code == 0
    assert run("prove", "rules/shop.pol", "stricter than bistro").code == 2


def test_facts_of_other_values_are_not_compared(run: "Run", folder: Path) -> None:
    """Two policies that share a fact of one name and file, with other values, cannot be compared."""
    (folder / "old").mkdir()
    (folder / "shop.pol").write_text(SHOP, encoding="utf-8")
    (folder / "old" / "shop.pol").write_text(SHOP.replace("beer, other", "beer, wine, other"), encoding="utf-8")
    answer = run("prove", "shop.pol", "same outcome as old.shop")
    assert answer.code == 2
    assert "`drink` takes other values in `shop`: the two cannot be compared" in answer.err


@pytest.mark.usefixtures("police_and_faces")
def test_for_programs(run: "Run") -> None:
    """JSON has the verdict and the cases against it; SARIF has a finding."""
    statement = "never prohibited when service is azure_openai"
    found = json.loads(run("prove", POLICY, statement, *ON, "--format", "json").out)
    assert (found["statement"], found["verdict"]) == (statement, "refuted")
    assert found["against"][0]["decision"]["outcome"] == "prohibited"
    log = json.loads(run("prove", POLICY, statement, *ON, "--format", "sarif").out)
    assert [each["ruleId"] for each in log["runs"][0]["results"]] == ["P0510"]
    assert json.loads(run("prove", POLICY, "never prohibited", "--format", "json", *ON).out)["verdict"] == "refuted"


@pytest.mark.usefixtures("police_and_faces")
@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("nevr permitted", "did you mean `never`?"),
        ("never permited", "did you mean `permitted`?"),
        ("never depends on operater", "did you mean `operator`?"),
        ("never permitted when", "nothing stands below"),
        ("", "the statement is empty"),
        ("permitted", "begins no line"),
        ("never permitted if operator.kind is court", "write `when`"),
    ],
)
def test_a_faulty_statement_is_refused(run: "Run", statement: str, said: str) -> None:
    """Its fault is shown, and where a word is near, the word."""
    answer = run("prove", POLICY, statement)
    assert answer.code == 2
    assert said in answer.err
    assert "question" not in answer.err


def test_what_is_not_decided_is_said(run: "Run", folder: Path) -> None:
    """A limit that is met has an exit code of its own, and a note where a file asserts it."""
    (folder / "large.pol").write_text(large(), encoding="utf-8")
    answer = run("prove", "large.pol", "never permitted")
    assert answer.code == 4
    assert answer.out == "Not decided within the limit: the diagrams would be too large.\n"
    (folder / "large.pol").write_text(f'{large()}\nassert none_at_all "w"\n    never permitted\n', encoding="utf-8")
    module = Workspace().load("large.pol").module
    assert module.policy is not None
    (found,) = assertion_findings(module.policy, module.asserts)
    assert (found.code, found.message) == ("P0509", "not decided: whether the assertion `none_at_all` holds")
    assert "  got       not decided within the limit\n" in run("test", "large.pol").out


def test_assertions_count_as_scenarios_do(run: "Run", folder: Path) -> None:
    """`test` counts them, and shows of one that fails what was expected and what is so; `check` gives P0510."""
    good = '\nassert sober "Work"\n    never permitted when in_shop and staff and drink is beer\n'
    bad = '\nassert dry "Nobody drinks"\n    always prohibited when drink is beer\n'
    (folder / "shop.pol").write_text(f"{SHOP}{good}{SCENARIO}", encoding="utf-8")
    assert run("test").out == "1 scenario and 1 assertion passed\n"
    assert run("check", "shop.pol").code == 0
    (folder / "shop.pol").write_text(f"{SHOP}{good}{bad}{SCENARIO}", encoding="utf-8")
    answer = run("test")
    assert answer.code == 1
    assert answer.out.startswith("failed: dry: Nobody drinks\n")
    assert "  expected  always prohibited when drink is beer\n" in answer.out
    assert "  got       permitted, where in_shop, not staff, drink is beer\n" in answer.out
    assert answer.out.endswith("1 assertion failed, 2 passed\n")
    said = "error[P0510]: the assertion `dry` does not hold: always prohibited when drink is beer\n"
    assert said in run("check", ".").out


@pytest.mark.usefixtures("police_and_faces")
def test_assertions_stand_in_files_of_scenarios_too(run: "Run", folder: Path) -> None:
    """There they are about the policy that the file names, and see its editions."""
    statement = "always prohibited when during corrected and service is azure_openai"
    text = f'scenarios for {POLICY}\n\nassert tight "why"\n    {statement}\n'
    (folder / "extra.pol").write_text(text, encoding="utf-8")
    assert f"error[P0510]: the assertion `tight` does not hold: {statement}\n" in run("check", "extra.pol").out
    (folder / "extra.pol").write_text(text.replace("corrected", "correctd"), encoding="utf-8")
    assert "did you mean `corrected`?" in run("check", "extra.pol").out
