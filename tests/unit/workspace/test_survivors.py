"""Mutants that no scenario notices, of several policies, and the reasons that are stated for them."""

from pathlib import Path

import pytest

from policylang.workspace.load import Workspace
from policylang.workspace.survivors import Survivors, survivors

FACTS = """vocabulary facts

fact a: yes or no
    asks "Is it a?"

fact age: whole number from 0 to 150
    asks "How old?"

{shared}define minor
    "A minor"
{line}    age is less than 18
"""
POLICY = """{file}policy {name}
    title      "Rules"
    otherwise  permitted

import facts

{item}clause c
    "No"
    cites      "1"
    prohibits
{block}    when all of{end}
{one}        a
{other}        minor
"""
SCENARIO = '\nscenario "{title}"\n    given\n        {given}\n        age is {age}\n    expect {outcome}\n'
BOTH = (("a", 17, "prohibited"), ("a", 18, "permitted"), ("not a", 17, "permitted"))


def found(folder: Path, *policies: str, **shared: str) -> Survivors:
    """Return what becomes of the mutants of policies over a vocabulary with comments put in."""
    (folder / "facts.pol").write_text(FACTS.format(**{"shared": "", "line": "", **shared}))
    for number, text in enumerate(policies):
        (folder / f"p{number}.pol").write_text(text)
    return survivors(Workspace(), [str(folder)])


def policy(*scenarios: tuple[str, int, str], number: int = 0, **comments: str) -> str:
    """Return a policy with comments put in, and scenarios."""
    places = dict.fromkeys(("file", "item", "block", "end", "one", "other"), "")
    told = (
        SCENARIO.format(title=place, given=given, age=age, outcome=outcome)
        for place, (given, age, outcome) in enumerate(scenarios)
    )
    return POLICY.format(name=f"p{number}", **{**places, **comments}) + "".join(told)


def said(survivors: Survivors, *, allowed: bool) -> set[str]:
    """Return the changes that survive, with a reason or without."""
    return {
        each.fate.mutant.said
        for mutated in survivors.policies
        for each in (mutated.allowed if allowed else mutated.left)
    }


OF_A = {"`a` as `not a`", "`a` left out"}
OF_MINOR = {"`minor` as `not minor`", "`minor` left out"}
OF_BOTH = {"`a and minor` left out", "`all of` as `any of`"}


@pytest.mark.parametrize(
    ("comments", "allowed"),
    [
        ({"item": "# allow P0542: why\n"}, OF_A | OF_MINOR | OF_BOTH),
        ({"block": "    # allow P0542: why\n"}, OF_A | OF_MINOR | OF_BOTH),
        ({"end": "  # allow P0542: why"}, OF_BOTH),
        ({"one": "        # allow P0542: why\n"}, OF_A),
        ({"other": "        # allow P0542: why\n"}, OF_MINOR),
        ({"other": "        # allow P0542: why\n", "end": "  # allow P0542: too"}, OF_MINOR | OF_BOTH),
    ],
)
def test_how_far_a_reason_reaches(tmp_path: Path, comments: dict[str, str], allowed: set[str]) -> None:
    """It covers the changes whose place is below it, or on its line, and no other."""
    answer = found(tmp_path, policy(number=0, **comments))
    left = said(answer, allowed=False)
    assert said(answer, allowed=True) <= allowed
    assert left.isdisjoint(allowed)
    assert left | said(answer, allowed=True) == said(found(tmp_path, policy()), allowed=False)
    assert (answer.idle, answer.is_clean) == ((), False)


def test_the_nearest_reason_is_given(tmp_path: Path) -> None:
    """Of several that cover a change the innermost counts, and none of them is idle."""
    answer = found(tmp_path, policy(item="# allow P0542: outer\n", one="        # allow P0542: inner\n"))
    reasons = {each.fate.mutant.said: each.reason for each in answer.policies[0].allowed}
    assert reasons["`a` left out"] == "inner"
    assert reasons["`minor` left out"] == "outer"
    assert answer.idle == ()


def test_no_reason_counts_for_a_whole_file(tmp_path: Path) -> None:
    """Before the header it allows nothing, and is told."""
    answer = found(tmp_path, policy(file="# allow P0542: why\n"))
    assert said(answer, allowed=True) == set()
    assert [each.code for each in answer.idle] == ["P0807"]
    assert answer.idle[0].message == "`allow P0542` counts for no whole file"


def test_a_reason_where_nothing_survives(tmp_path: Path) -> None:
    """It is told as idle; what `check` judges is not."""
    scenarios = BOTH
    assert found(tmp_path, policy(*scenarios)).is_clean
    answer = found(tmp_path, policy(*scenarios, one="        # allow P0542: why\n", item="# allow P0801: why\n"))
    assert [each.message for each in answer.idle] == ["`allow P0542` allows nothing: there is no such finding here"]
    assert not answer.is_clean


def test_a_reason_beside_a_shared_definition(tmp_path: Path) -> None:
    """It counts for every policy that uses the definition."""
    two = (policy(number=0), policy(number=1))
    answer = found(tmp_path, *two, line="    # allow P0542: the Act leaves it open\n")
    for each in answer.policies:
        assert "definition minor" in {one.fate.mutant.where for one in each.allowed}
        assert {one.fate.mutant.where for one in each.left} == {"clause c"}
    assert answer.idle == ()


def test_a_reason_in_a_file_that_is_not_named_is_not_judged(tmp_path: Path) -> None:
    """Whether other policies need it is not known."""
    found(tmp_path, policy(*BOTH), line="    # allow P0542: why\n")
    assert len(survivors(Workspace(), [str(tmp_path)]).idle) == 1
    assert survivors(Workspace(), [str(tmp_path / "p0.pol")]).is_clean


def test_a_change_of_a_shared_definition_is_noticed_by_any(tmp_path: Path) -> None:
    """Scenarios of one policy are enough; changes in the clauses of the other still survive."""
    answer = found(tmp_path, policy(*BOTH, number=0), policy(("a", 3, "prohibited"), number=1))
    first, second = answer.policies
    assert {fate.elsewhere for fate in first.mutation.fates} == {None}
    elsewhere = [each for each in second.mutation.fates if each.elsewhere is not None]
    assert {(each.elsewhere, each.state, each.mutant.where) for each in elsewhere} == {
        ("p0", "noticed", "definition minor")
    }
    assert {each.fate.mutant.where for each in second.left} == {"clause c"}
    assert answer.total.noticed == first.figures.noticed + second.figures.noticed


def test_changes_that_mean_the_same_are_not_lost(tmp_path: Path) -> None:
    """Of two that mean the same, the one that no policy notices survives; a reason beside either counts."""
    only = POLICY.replace("when all of{end}\n{one}        a\n{other}        minor\n", "when minor\n")
    text = only.format(name="p1", file="", item="", block="")
    answer = found(tmp_path, policy(*BOTH, number=0), text)
    second = answer.policies[1]
    assert {each.fate.mutant.where for each in second.left} == {"clause c"}
    allowing = only.format(name="p1", file="", item="", block="    # allow P0542: why\n")
    assert found(tmp_path, policy(*BOTH, number=0), allowing).is_clean
