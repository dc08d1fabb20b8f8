"""Possible completions: what `always` rules out, and what happens where there are too many to try."""

import datetime as dt

import pytest
from deciding import decide, policy, standing

from policylang.diagnostics.errors import CaseError, TooLargeError
from policylang.evaluate.decide import decide as decide_resolved
from policylang.semantics.completions import Completions
from policylang.semantics.knowledge import Knowledge, OneOfThese
from policylang.semantics.policy import All, Clause, ClauseException, Not, Path, Policy, Yes
from policylang.semantics.types import Fact, Slot, YesNo

DAY = dt.date(2024, 5, 2)
ALWAYS = """always a_and_b "They go together"
    if a
    then b

"""
X = """clause x
    "s"
    prohibits
    when a and not b
"""


def test_what_always_rules_out_does_not_count() -> None:
    """A clause that needs what cannot be never stands."""
    assert decide(X).outcome == "undetermined"
    assert (decide(ALWAYS + X).outcome, standing(decide(ALWAYS + X))) == ("permitted", {})


def test_always_settles_what_follows_from_it() -> None:
    """`a` is known, so `b` is."""
    text = ALWAYS + 'clause y\n    "s"\n    prohibits\n    when b\n'
    assert decide(text, a=True).outcome == "prohibited"
    assert decide(text, b=False).outcome == "permitted"


def test_a_case_that_cannot_be_is_refused_with_the_line_it_breaks() -> None:
    """Never a decision: an error that names the `always` and says why."""
    with pytest.raises(CaseError, match=r"`p.a_and_b` \(They go together\)") as error:
        decide(ALWAYS + X, a=True, b=False)
    assert error.value.code == "P0605"


def test_lines_that_are_only_together_too_much_are_all_named() -> None:
    """Each alone could be kept; those that are not needed for the contradiction are not named."""
    text = f'always idle "s"\n    if b\n    then b\n\n{ALWAYS}always b_and_c "s"\n    if b\n    then c\n\n{X}'
    with pytest.raises(CaseError, match=r"cannot keep `p.a_and_b` and `p.b_and_c`") as error:
        decide(text, a=True, c=False)
    assert "idle" not in str(error.value)


def test_a_limit_that_is_met_makes_it_undetermined() -> None:
    """Never the default: whatever could not be ruled out is possible, and the limit is named."""
    resolved = policy(
        'clause x\n    "s"\n    prohibits\n    when a or b\n\nclause y\n    "s"\n    prohibits\n    when not a\n'
    )
    decision = decide_resolved(resolved.resolved, Knowledge(), DAY, limit=3)
    assert (decision.outcome, decision.limit) == ("undetermined", "3 steps")
    assert decision.possible == ("permitted", "prohibited")
    assert standing(decision) == {"x": "possibly", "y": "possibly"}


def test_what_is_settled_needs_no_steps() -> None:
    """The limit is for unknowns: a total case is decided whatever the limit."""
    resolved = policy(X)
    decision = decide_resolved(resolved.resolved, resolved.knowledge({"a": True, "b": False}), DAY, limit=0)
    assert (decision.outcome, decision.limit) == ("prohibited", None)


def test_always_lines_that_are_too_much_are_refused() -> None:
    """Whether the case can be at all has a limit too."""
    with pytest.raises(TooLargeError):
        Completions([policy(ALWAYS + X).resolved], Knowledge(), DAY, limit=0)


# ---------------------------------------------------------------- size


def _large(clauses: list[Clause], exceptions: list[ClauseException]) -> Policy:
    facts = {f"f{n}": Fact("v", f"f{n}", Slot(YesNo())) for n in range(len(clauses))}
    return Policy("large", "permitted", tuple(clauses), exceptions=tuple(exceptions), facts=facts)


def _asks(number: int) -> Yes:
    return Yes(Path(f"v.f{number}"))


@pytest.mark.parametrize("backwards", [False, True])
def test_a_long_chain_of_exceptions_is_worked_out_from_the_outermost_inward(backwards: bool) -> None:  # noqa: FBT001
    """Ten thousand clauses, each lifted by the one before: no recursion, whatever the order of the document."""
    clauses = [Clause(f"c{n}", "s", "prohibits" if n % 2 else "exempts", when=_asks(0)) for n in range(10_000)]
    pairs = [ClauseException(f"c{n}", f"c{n + 1}") for n in range(9_999)]
    large = _large(clauses[::-1] if backwards else clauses, pairs)
    known = Knowledge({Path("v.f0"): OneOfThese(frozenset({True}))})
    decision = decide_resolved(large, known, DAY)
    assert (decision.outcome, len(decision.stands), len(decision.lifted)) == ("permitted", 5_000, 5_000)


def test_a_long_chain_of_clauses_under_one_another_is_worked_out_too() -> None:
    """The same for `under`."""
    clauses = [Clause(f"c{n}", "s", "prohibits", under=(f"c{n - 1}",) if n else ()) for n in range(10_000)]
    assert len(decide_resolved(_large(clauses, []), Knowledge(), DAY).stands) == 10_000


def test_of_very_many_unknowns_a_limit_is_met_and_not_the_patience() -> None:
    """Twenty pairs of unknown facts hide that the outcome is certain: the answer is undetermined, and says why."""
    pairs = [Clause(f"c{n}", "s", "prohibits", when=All((_asks(2 * n), _asks(2 * n + 1)))) for n in range(20)]
    certain = [Clause("x", "s", "prohibits", when=_asks(50)), Clause("y", "s", "prohibits", when=Not(_asks(50)))]
    large = _large([*pairs, *certain, *(Clause(f"idle{n}", "s", "recommends") for n in range(40))], [])
    decision = decide_resolved(large, Knowledge(), DAY, limit=2_000)
    assert (decision.outcome, decision.limit) == ("undetermined", "2,000 steps")
    assert {question.fact for question in decision.open} <= {f"f{n}" for n in (*range(40), 50)}


def test_every_clause_of_a_large_open_policy_is_reported() -> None:
    """A thousand clauses, each about a fact of its own: all possible, all open, in bounded time."""
    large = _large([Clause(f"c{n}", "s", "prohibits", when=_asks(n)) for n in range(1_000)], [])
    decision = decide_resolved(large, Knowledge(), DAY, limit=5_000)
    assert (len(decision.stands), len(decision.open)) == (1_000, 1_000)
    assert {each.certainty for each in decision.stands} == {"possibly"}
