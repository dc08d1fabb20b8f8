"""The rules of the language's page, one test or more for each sentence."""

from pathlib import Path

import pytest
from deciding import decide, standing, together

X = """clause x
    "s"
    prohibits
    when a
"""
Y = """clause y
    "s"
    permits
    when b
"""

# ---------------------------------------------------------------- rule 1: scope


def test_outside_its_scope_a_policy_is_silent() -> None:
    """No clause applies, `otherwise` is not used: the mildest outcome, with its own basis."""
    decision = decide(X, header="otherwise prohibited\napplies when b", a=True, b=False)
    assert (decision.outcome, decision.basis, decision.stands) == ("permitted", "outside scope", ())


def test_a_scope_that_is_settled_leaves_nothing_open() -> None:
    """Outside the scope nothing else is asked."""
    decision = decide(X, header="otherwise prohibited\napplies when b", b=False)
    assert (decision.outcome, decision.open) == ("permitted", ())


def test_an_unknown_scope_is_asked_for() -> None:
    """Where the scope is unknown, the outcome may be the clauses' or the mildest."""
    decision = decide(X, header="applies when b\notherwise permitted", a=True)
    assert decision.outcome == "undetermined"
    assert decision.bases == ("clauses", "outside scope")
    assert [question.fact for question in decision.open] == ["b"]


# ---------------------------------------------------------------- rule 2: applies


@pytest.mark.parametrize(
    ("day", "applies"), [("2024-04-30", False), ("2024-05-01", True), ("2024-05-02", True), ("2024-05-03", False)]
)
def test_in_force_from_its_first_day_up_to_the_day_before_its_end(day: str, applies: bool) -> None:  # noqa: FBT001
    """A period holds its first day, and not the day after `before`."""
    text = """clause x
    "s"
    in force from 2024-05-01 before 2024-05-03
    prohibits
"""
    assert (decide(text, on=day).outcome == "prohibited") is applies


def test_unless_takes_back_what_when_gives() -> None:
    """A clause does not apply where its `unless` holds."""
    text = X + "    unless b\n"
    assert standing(decide(text, a=True, b=False)) == {"x": "certainly"}
    assert standing(decide(text, a=True, b=True)) == {}


def test_under_binds_only_where_one_of_those_stands() -> None:
    """A clause under others applies where one of them stands, and not where it merely applies."""
    text = f"""{X}
{Y}
clause z
    "s"
    exempts from x
    when c

clause w
    "s"
    under x, y
    prohibits
"""
    assert set(standing(decide(text, a=True, b=False, c=False))) == {"x", "w"}
    assert set(standing(decide(text, a=False, b=True, c=False))) == {"y", "w"}
    assert set(standing(decide(text, a=False, b=False, c=False))) == set()
    assert set(standing(decide(text, a=True, b=False, c=True))) == {"z"}


def test_under_a_clause_out_of_force_never_binds() -> None:
    """What a clause is under has to be in force."""
    text = """clause x
    "s"
    in force before 2024-01-01
    prohibits

clause w
    "s"
    under x
    prohibits
"""
    assert standing(decide(text)) == {}
    assert set(standing(decide(text, on="2023-12-31"))) == {"x", "w"}


# ---------------------------------------------------------------- rule 3: stands

CHAIN = """clause x
    "s"
    permits
    when a

clause y
    "s"
    subject to x
    prohibits
    when b

clause z
    "s"
    subject to y
    permits
    when c
"""


def test_the_relation_is_not_transitive() -> None:
    """Where x prevails over y and y over z, and all apply, x and z both stand."""
    decision = decide(CHAIN, a=True, b=True, c=True)
    assert set(standing(decision)) == {"x", "z"}
    assert [(each.clause.name, each.by) for each in decision.lifted] == [("y", ("x",))]


def test_only_what_stands_excepts() -> None:
    """A clause that does not apply lifts nothing."""
    assert set(standing(decide(CHAIN, a=False, b=True, c=True))) == {"y"}


def test_a_clause_out_of_force_excepts_nothing() -> None:
    """An exception has its own time in force."""
    text = (
        X
        + """
clause y
    "s"
    in force from 2024-06-01
    exempts from x
"""
    )
    assert decide(text, a=True).outcome == "prohibited"
    assert decide(text, a=True, on="2024-06-01").outcome == "permitted"


def test_exempting_grants_nothing() -> None:
    """What is exempted is permitted by default, and by no clause."""
    decision = decide(X + '\nclause y\n    "s"\n    exempts from x\n    when b\n', a=True, b=True)
    assert (decision.outcome, decision.basis) == ("permitted", "default")


def test_duties_and_advice_may_be_excepted() -> None:
    """`requires` yields like any other clause."""
    text = """duty d "what"

clause x
    "s"
    requires d

clause y
    "s"
    exempts from x
    when a
"""
    assert [duty.name for duty in decide(text, a=False).duties] == ["d"]
    assert decide(text, a=True).duties == ()


# ---------------------------------------------------------------- rule 4: outcome


@pytest.mark.parametrize(
    ("otherwise", "a", "b", "outcome", "basis"),
    [
        ("permitted", True, False, "prohibited", "clauses"),
        ("permitted", False, True, "permitted", "clauses"),
        ("permitted", False, False, "permitted", "default"),
        ("prohibited", True, False, "prohibited", "clauses"),
        ("prohibited", False, True, "permitted", "clauses"),
        ("prohibited", False, False, "prohibited", "default"),
    ],
)
def test_the_outcome_is_that_of_the_standing_clauses_or_otherwise(
    otherwise: str,
    a: bool,  # noqa: FBT001
    b: bool,  # noqa: FBT001
    outcome: str,
    basis: str,
) -> None:
    """Only prohibitions: prohibited; only permissions: permitted; neither: `otherwise`."""
    decision = decide(f"{X}\n{Y}", header=f"otherwise {otherwise}\nconflicts prohibition prevails", a=a, b=b)
    assert (decision.outcome, decision.basis) == (outcome, basis)


@pytest.mark.parametrize(
    ("prevailing", "outcome", "against"), [("prohibition", "prohibited", "y"), ("permission", "permitted", "x")]
)
def test_of_both_the_one_prevails_that_the_policy_names(prevailing: str, outcome: str, against: str) -> None:
    """The choice settles the outcome alone: the losing clause still stands, and is named as against."""
    decision = decide(f"{X}\n{Y}", header=f"otherwise permitted\nconflicts {prevailing} prevails", a=True, b=True)
    assert (decision.outcome, decision.basis) == (outcome, "conflict rule")
    assert standing(decision) == {"x": "certainly", "y": "certainly"}
    assert [each.name for each in decision.against] == [against]


def test_a_losing_clause_still_excepts() -> None:
    """To lose a conflict is not to be lifted."""
    text = f"""{X}
{Y}
clause z
    "s"
    subject to y
    prohibits
"""
    decision = decide(text, header="otherwise permitted\nconflicts prohibition prevails", a=True, b=True)
    assert [each.clause.name for each in decision.lifted] == ["z"]


def test_an_unsettled_conflict_that_was_not_checked_is_decided_strictly() -> None:
    """Where a policy says nothing of conflicts and they meet all the same, the stricter outcome holds."""
    decision = decide(f"{X}\n{Y}", a=True, b=True)
    assert (decision.outcome, decision.basis) == ("prohibited", "conflict rule")


# ---------------------------------------------------------------- rule 5: duties

DUTY = """duty d "what"
    fulfilled when a
    breached when b

clause x
    "s"
    requires d
"""


@pytest.mark.parametrize(
    ("case", "state"),
    [
        ({"a": True, "b": False}, "fulfilled"),
        ({"a": True, "b": True}, "breached"),
        ({"a": False, "b": True}, "breached"),
        ({"a": False, "b": False}, "outstanding"),
        ({"a": False}, "unknown"),
        ({"b": True}, "breached"),
        ({}, "unknown"),
    ],
)
def test_a_due_duty_has_a_state(case: dict[str, bool], state: str) -> None:
    """Breached goes before fulfilled; where completions differ, the state is unknown."""
    (duty,) = decide(DUTY, case).duties
    assert (duty.state, duty.certainty, duty.required_by) == (state, "certainly", ("x",))


def test_a_duty_that_nothing_fulfils_is_unknown() -> None:
    """Without `fulfilled when` the policy cannot tell."""
    (duty,) = decide('duty d "what"\n\nclause x\n    "s"\n    requires d\n').duties
    assert duty.state == "unknown"


def test_the_state_is_that_of_the_completions_in_which_the_duty_is_due() -> None:
    """What is so only where the duty is not due does not count."""
    text = """duty d "what"
    fulfilled when a

clause x
    "s"
    requires d
    when a
"""
    (duty,) = decide(text).duties
    assert (duty.state, duty.certainty) == ("fulfilled", "possibly")


def test_a_permitted_use_with_an_unfulfilled_duty_is_permitted_on_condition() -> None:
    """Duties never change an outcome."""
    assert decide(DUTY, a=False, b=False).is_on_condition
    assert not decide(DUTY, a=True, b=False).is_on_condition
    assert decide(DUTY, b=True).outcome == "permitted"


def test_advice_is_given_where_its_clause_stands() -> None:
    """Advice changes nothing, and is reported."""
    (advice,) = decide('advice v "what"\n\nclause x\n    "s"\n    recommends v\n    when a\n').advice
    assert (advice.name, advice.certainty, advice.given_by) == ("v", "possibly", ("x",))


# ---------------------------------------------------------------- rule 6: incorporation

P = "otherwise permitted\n\n"
WHOLE = "    otherwise permitted\n\nincorporates one\nincorporates two\n"
ONE = f"    otherwise permitted\n\n{X}"


def test_prohibited_if_any_prohibits(tmp_path: Path) -> None:
    """A permission in one and a prohibition in another is no conflict: prohibited, against the permission."""
    policy = together(tmp_path, {"one": ONE, "two": f"    otherwise permitted\n\n{Y}", "whole": WHOLE}, name="whole")
    decision = policy.decide({"a": True, "b": True}, on="2024-05-02")
    assert (decision.outcome, decision.basis) == ("prohibited", "clauses")
    assert [(each.policy, each.name) for each in decision.against] == [("two", "y")]
    assert [(row.policy, row.outcome) for row in decision.rows] == [("one", "prohibited"), ("two", "permitted")]


def test_each_is_decided_with_its_own_scope_and_default(tmp_path: Path) -> None:
    """A policy outside its scope adds nothing; one inside it adds its `otherwise`."""
    two = "    applies when c\n    otherwise prohibited\n\n"
    policy = together(tmp_path, {"one": ONE, "two": two, "whole": WHOLE}, name="whole")
    outside = policy.decide({"a": False, "c": False}, on="2024-05-02")
    assert (outside.outcome, outside.basis) == ("permitted", "default")
    assert [row.basis for row in outside.rows] == ["default", "outside scope"]
    inside = policy.decide({"a": False, "c": True}, on="2024-05-02")
    assert (inside.outcome, inside.basis) == ("prohibited", "default")


def test_where_none_applies_the_basis_is_outside_scope(tmp_path: Path) -> None:
    """A policy without clauses of its own says nothing itself."""
    scoped = "    applies when c\n    otherwise prohibited\n\n"
    policy = together(tmp_path, {"one": scoped, "two": scoped, "whole": WHOLE}, name="whole")
    decision = policy.decide({"c": False}, on="2024-05-02")
    assert (decision.outcome, decision.basis) == ("permitted", "outside scope")


def test_the_whole_is_decided_by_completions_and_not_by_rows(tmp_path: Path) -> None:
    """`a or not a` holds across policies: prohibited for certain, though no row is."""
    two = """    otherwise permitted

clause y
    "s"
    prohibits
    when not a
"""
    decision = together(tmp_path, {"one": ONE, "two": two, "whole": WHOLE}, name="whole").decide(on="2024-05-02")
    assert decision.outcome == "prohibited"
    assert [row.outcome for row in decision.rows] == ["undetermined", "undetermined"]


def test_what_only_a_silent_policy_incorporates_is_silent(tmp_path: Path) -> None:
    """The scope of a policy is that of whatever it alone incorporates."""
    texts = {
        "one": "    applies when c\n    otherwise permitted\n\nincorporates two\n",
        "two": ONE,
        "whole": "    otherwise permitted\n\nincorporates one\n",
        "both": "    otherwise permitted\n\nincorporates one\nincorporates two\n",
    }
    case = {"a": True, "c": False}
    assert together(tmp_path, texts, name="whole").decide(case, on="2024-05-02").outcome == "permitted"
    both = together(tmp_path, texts, name="both").decide(case, on="2024-05-02")
    assert both.outcome == "prohibited"
    assert [(row.policy, row.outcome) for row in both.rows] == [("one", "permitted"), ("two", "prohibited")]


def test_one_reached_twice_counts_once(tmp_path: Path) -> None:
    """Its clauses and duties are named once."""
    texts = {
        "one": "    otherwise permitted\n\nincorporates two\n",
        "two": f"    otherwise permitted\n\n{DUTY}",
        "whole": WHOLE,
    }
    decision = together(tmp_path, texts, name="whole").decide(on="2024-05-02")
    assert [(each.policy, each.name) for each in decision.stands] == [("two", "x")]
    assert [(each.policy, each.name) for each in decision.duties] == [("two", "d")]


# ---------------------------------------------------------------- rule 7: unknown facts


def test_what_all_completions_agree_on_is_certain() -> None:
    """`a or not a` holds: prohibited for certain, though neither clause stands for certain."""
    decision = decide(X + '\nclause y\n    "s"\n    prohibits\n    when not a\n')
    assert (decision.outcome, decision.basis) == ("prohibited", "clauses")
    assert standing(decision) == {"x": "possibly", "y": "possibly"}


def test_where_completions_differ_the_outcome_is_undetermined() -> None:
    """Both outcomes and both bases are told, and what would settle it."""
    decision = decide(X)
    assert (decision.outcome, decision.possible) == ("undetermined", ("permitted", "prohibited"))
    assert decision.bases == ("clauses", "default")
    assert [question.fact for question in decision.open] == ["a"]


def test_several_bases_may_be_possible_of_a_certain_outcome() -> None:
    """An outcome can be certain though its basis is not."""
    decision = decide(Y)
    assert (decision.outcome, decision.bases, decision.basis) == ("permitted", ("clauses", "default"), None)
