"""A statement is proved just where trying everything finds nothing against it, and z3 agrees where that is too much."""

import datetime as dt
from collections import defaultdict
from random import Random
from typing import Any as Anything

import asked
import oracle
import pytest
import strategies_policy as made
import z3  # type: ignore[import-untyped]
from hypothesis import HealthCheck, assume, given, settings, strategies as st

from policylang.analyse.ask.prove import Proof, prove
from policylang.analyse.subject import subject
from policylang.semantics.assertion import ComparesStatement, DependsStatement, OutcomeStatement
from policylang.semantics.digest import digest
from policylang.semantics.policy import (
    OUTCOMES,
    All,
    Any,
    Clause,
    ClauseException,
    Condition,
    Count,
    Not,
    Path,
    Policy,
    Yes,
)
from policylang.semantics.types import Fact, Slot, YesNo

pytestmark = pytest.mark.slow

SETTINGS = settings(max_examples=120, suppress_health_check=list(HealthCheck), deadline=None)
HOWS = ("never", "always")


@SETTINGS
@given(asked.asked(), st.sampled_from(HOWS), st.sampled_from(OUTCOMES))
def test_an_outcome_is_proved_where_no_case_is_against_it(about: asked.Asked, how: str, outcome: str) -> None:
    """`never` and `always` hold where no total case is against them; outside the scope a case has no outcome."""
    statement = OutcomeStatement(how, outcome, about.condition)  # type: ignore[arg-type]
    proof = prove(about.policy, statement, said="so it is")
    under = subject(about.policy, asking=[about.condition])
    speaking = [
        (oracle.decided(about.policy, total, day), tuple(asked.cells_of(under, total, day)))
        for day in asked.days(under)
        for total in about.totals
        if oracle.true(about.condition, total, day)
    ]
    said = [None if each.basis == "outside scope" else each.outcome for each, _ in speaking]
    holds = outcome not in said if how == "never" else all(each == outcome for each in said)
    assert proof.verdict == ("proved" if holds else "refuted")
    assert proof.kinds is not None
    assert proof.kinds.affected == len({cells for _, cells in speaking})
    assert proof.silent == len({cells for each, cells in speaking if each.basis == "outside scope"})
    assert len(proof.against) == (0 if holds else 1)
    for shown in proof.against:
        day = shown.day or dt.date.min
        for total in oracle.completions(about.policy, shown.knowledge, about.facts):
            decided = oracle.decided(about.policy, total, day)
            assert oracle.true(about.condition, total, day)
            assert (decided.outcome == outcome and decided.basis != "outside scope") == (how == "never")


@SETTINGS
@given(asked.asked(), st.data())
def test_an_outcome_depends_on_a_fact_where_two_cases_show_it(about: asked.Asked, data: st.DataObject) -> None:
    """A fact matters where two total cases differ in it alone, and in the outcome; two such cases are shown."""
    paths = [path for path, _ in about.policy.paths.values() if path.fact.removeprefix("v.") in about.facts]
    path = data.draw(st.sampled_from(paths))
    proof = prove(about.policy, DependsStatement(path, about.condition), said="so it is")
    days = list(asked.days(subject(about.policy, asking=[about.condition])))
    outcomes: dict[object, set[str]] = defaultdict(set)
    for day in days:
        for total in about.totals:
            if oracle.true(about.condition, total, day):
                outcomes[day, asked.without(total, path)].add(oracle.decided(about.policy, total, day).outcome)
    holds = all(len(each) == 1 for each in outcomes.values())
    assert proof.verdict == ("proved" if holds else "refuted")
    if not holds:
        _differ_alone(about, path, proof)


def _differ_alone(about: asked.Asked, path: Path, proof: Proof) -> None:
    """Compare two cases completion by completion: they are decided differently wherever the rest is the same."""
    first, second = proof.against
    assert first.day == second.day
    day = first.day or dt.date.min
    sides = [
        {
            asked.without(total, path): oracle.decided(about.policy, total, day).outcome
            for total in oracle.completions(about.policy, each.knowledge, about.facts)
        }
        for each in (first, second)
    ]
    shared = sides[0].keys() & sides[1].keys()
    assert shared
    assert all((sides[0][each], sides[1][each]) == OUTCOMES for each in shared)


@SETTINGS
@given(asked.two_policies(), st.sampled_from(["same outcome as", "stricter than"]), st.data())
def test_two_policies_compare_as_their_outcomes_do(
    policies: tuple[Policy, Policy], how: str, data: st.DataObject
) -> None:
    """Comparisons hold where no total case that both take for possible is decided otherwise."""
    ours, theirs = policies
    condition = data.draw(st.one_of(st.none(), asked.conditions(ours)))
    proof = prove(ours, ComparesStatement(how, theirs, condition), said="so it is")  # type: ignore[arg-type]
    facts = tuple(dict.fromkeys((*made.facts_read(ours), *made.facts_read(theirs))))
    assume(len(facts) <= 3)
    both = [*ours.always, *theirs.always]
    totals = [total for total in asked.totals(ours, facts) if _keeps(total, both)]
    days = {day for each in policies for day in asked.days(subject(each))} | set(made.DAYS)
    different = any(
        _is_against(oracle.decided(ours, total, day).outcome, oracle.decided(theirs, total, day).outcome, how)
        for day in days
        for total in totals
        if condition is None or oracle.true(condition, total, day)
    )
    assert proof.verdict == ("refuted" if different else "proved")
    assert len(proof.against) == (2 if different else 0)
    if different:
        first, second = (each.decision.outcome for each in proof.against)
        assert _is_against(first, second, how)


def _keeps(total: oracle.Total, lines: list[Anything]) -> bool:
    day = oracle.NO_DAY
    return all(
        not oracle.true(line.condition, total, day) or oracle.true(line.consequence, total, day) for line in lines
    )


def _is_against(ours: str, theirs: str, how: str) -> bool:
    return ours != theirs if how == "same outcome as" else (ours, theirs) == ("permitted", "prohibited")


# ---------------------------------------------------------------- larger ones

FACTS = {f"f{number}": Fact("v", f"f{number}", Slot(YesNo())) for number in range(14)}


class _Large:
    """A policy about fourteen facts, and the same as a formula of z3."""

    def __init__(self, random: Random) -> None:
        self.random = random
        clauses = tuple(
            Clause(f"c{number}", "s", random.choice(["prohibits", "permits", "exempts"]), when=self.condition(3))
            for number in range(10)
        )
        pairs = tuple(
            ClauseException(f"c{by}", f"c{over}")
            for by in range(10)
            for over in range(by + 1, 10)
            if not random.randrange(9)
        )
        made_of = Policy("p", random.choice(OUTCOMES), clauses, conflicts="prohibition", exceptions=pairs, facts=FACTS)
        self.policy = made_of._replace(digest=digest(made_of))

    def condition(self, depth: int) -> Condition:
        """Return a condition."""
        kind = self.random.choice(["yes", "all", "any", "not", "count"]) if depth else "yes"
        if kind == "yes":
            return Yes(Path(f"v.f{self.random.randrange(14)}"))
        if kind == "not":
            return Not(self.condition(depth - 1))
        inner = tuple(self.condition(depth - 1) for _ in range(3))
        return All(inner[:2]) if kind == "all" else Any(inner) if kind == "any" else Count(2, False, inner)  # noqa: FBT003

    def prohibited(self) -> Anything:  # noqa: ANN401 - z3 has few types
        """Return where the policy prohibits."""
        standing: dict[str, Anything] = {}
        for clause in self.policy.clauses:
            over = [standing[pair.by] for pair in self.policy.exceptions if pair.over == clause.name]
            standing[clause.name] = z3.And(formula(clause.when), z3.Not(z3.Or(*over)))
        of = {effect: [standing[each.name] for each in self.policy.clauses if each.effect == effect]
              for effect in ("prohibits", "permits")}  # fmt: skip
        by_default = z3.And(self.policy.otherwise == "prohibited", z3.Not(z3.Or(*of["permits"])))
        return z3.Or(*of["prohibits"], by_default)


def formula(condition: Condition | None) -> Anything:  # noqa: ANN401 - z3 has few types
    """Return a condition as a formula of z3."""
    match condition:
        case Yes(path):
            return z3.Bool(path.fact)
        case Not(inner):
            return z3.Not(formula(inner))
        case All(inner_ones):
            return z3.And(*map(formula, inner_ones))
        case Any(inner_ones):
            return z3.Or(*map(formula, inner_ones))
        case Count(number, _, inner_ones):
            return z3.AtLeast(*map(formula, inner_ones), number)
    raise AssertionError(condition)


def _can_be(*formulas: Anything) -> bool:  # noqa: ANN401 - z3 has few types
    solver = z3.Solver()
    solver.add(*formulas)
    return bool(solver.check() == z3.sat)


@settings(max_examples=60, suppress_health_check=list(HealthCheck), deadline=None)
@given(st.randoms(use_true_random=True))
def test_z3_agrees_about_larger_policies(random: Random) -> None:
    """About 16,384 kinds of case, z3 finds a case against a statement just where there is one."""
    large = _Large(random)
    condition = large.condition(2)
    when, prohibited = formula(condition), large.prohibited()
    for outcome, is_so in (("prohibited", prohibited), ("permitted", z3.Not(prohibited))):
        proof = prove(large.policy, OutcomeStatement("never", outcome, condition), said="s")  # type: ignore[arg-type]
        assert proof.verdict == ("refuted" if _can_be(when, is_so) else "proved")
    name = f"v.f{random.randrange(14)}"
    yes, no = (z3.substitute(z3.And(when, each), (z3.Bool(name), z3.BoolVal(value)))
               for each, value in ((prohibited, True), (z3.Not(prohibited), False)))  # fmt: skip
    no_yes, yes_no = (z3.substitute(z3.And(when, each), (z3.Bool(name), z3.BoolVal(value)))
                      for each, value in ((prohibited, False), (z3.Not(prohibited), True)))  # fmt: skip
    proof = prove(large.policy, DependsStatement(Path(name), condition), said="s")
    assert proof.verdict == ("refuted" if _can_be(yes, no) or _can_be(no_yes, yes_no) else "proved")
