"""What changes nothing is found just where trying everything finds that it changes nothing."""

import datetime as dt
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from random import Random

import oracle
import pytest
import strategies_policy
import strategies_wide
import z3  # type: ignore[import-untyped]
from asked import days, totals
from hypothesis import HealthCheck, given, settings, strategies as st
from solver import Solver

from policylang.analyse.check.idle import Idle, Line, constant, exchanged_in, idle_conditions
from policylang.analyse.check.redundancy import redundancies
from policylang.analyse.check.unused import unused
from policylang.analyse.sites import FAILS, HOLDS, Site, Steps, is_atom, sites
from policylang.analyse.subject import Subject, subject
from policylang.semantics import worlds
from policylang.semantics.policy import All, Clause, Condition, Not, Policy

pytestmark = pytest.mark.slow

NEVER = All(())
"""What always holds: in the `unless` of a clause, it never applies."""
SETTINGS = settings(max_examples=300, suppress_health_check=list(HealthCheck), deadline=None)

Told = tuple[str, frozenset[tuple[str, str]], frozenset[str]]
"""An outcome, the duties that are due with their states, and the advice that is given."""


def told(policy: Policy, cases: Sequence[oracle.Total], when: Sequence[dt.date]) -> list[Told]:
    """Return what a policy decides by itself about each case on each day."""
    alone = policy._replace(incorporated=())
    answers = (oracle.decided(alone, case, day) for day in when for case in cases)
    return [(each.outcome, frozenset(each.duties.items()), each.advice) for each in answers]


def with_clause(policy: Policy, name: str, change: Callable[[Clause], Clause]) -> Policy:
    """Return a policy with a clause changed."""
    return policy._replace(clauses=tuple(change(each) if each.name == name else each for each in policy.clauses))


def never(policy: Policy, *names: str) -> Policy:
    """Return a policy in which some clauses never apply."""
    for name in names:
        policy = with_clause(policy, name, lambda clause: clause._replace(unless=NEVER))
    return policy


@SETTINGS
@given(strategies_policy.policies())
def test_a_clause_is_redundant_where_no_case_is_decided_otherwise_without_it(policy: Policy) -> None:
    """Of the clauses that apply somewhere, just those are found without which every case is decided alike."""
    about = subject(policy)
    cases, when = totals(policy), list(days(about))
    as_it_is = told(policy, cases, when)
    alone = policy._replace(incorporated=())
    applying = {
        name.partition(".")[2] for day in when for case in cases for name in oracle.decided(alone, case, day).applying
    }
    wanted = {
        each.name
        for each in policy.clauses
        if each.name in applying and told(never(policy, each.name), cases, when) == as_it_is
    }
    found = redundancies(about)
    assert not found.undecided
    assert {policy.clauses[each.rule].name for each in found.found if each.days is None} == wanted


@SETTINGS
@given(strategies_policy.policies())
def test_on_some_days_a_clause_is_redundant_where_no_case_of_these_is_decided_otherwise(policy: Policy) -> None:
    """What is found of some days is so in each case of these, and not in each case of all."""
    about = subject(policy)
    cases, when = totals(policy), list(days(about))
    for each in redundancies(about).found:
        without = never(policy, policy.clauses[each.rule].name)
        if each.days is not None:
            there = [day for cell, day in enumerate(when) if each.days >> cell & 1]
            assert told(policy, cases, there) == told(without, cases, there)
            assert told(policy, cases, when) != told(without, cases, when)


@SETTINGS
@given(strategies_policy.policies())
def test_a_clause_matters_in_part_where_another_is_lifted_and_nowhere_else(policy: Policy) -> None:
    """Wherever it stands the other applies; where both stand no case is decided otherwise without it, but one is."""
    about = subject(policy)
    cases, when = totals(policy), list(days(about))
    alone = policy._replace(incorporated=())
    for each in redundancies(about).partly:
        name, other = (f"p.{policy.clauses[rule].name}" for rule in (each.rule, each.other))
        lifting = {f"p.{policy.clauses[rule].name}" for rule in each.lifting}
        without = never(policy, name.removeprefix("p."))
        assert told(policy, cases, when) != told(without, cases, when)
        for day in when:
            answers = [(case, oracle.decided(alone, case, day)) for case in cases]
            there = [(case, answer) for case, answer in answers if name in answer.standing]
            assert all(other in answer.applying for _, answer in there)
            assert all(other in answer.standing or lifting & answer.standing for _, answer in there)
            both = [case for case, answer in there if other in answer.standing]
            assert told(policy, both, [day]) == told(without, both, [day])


@SETTINGS
@given(strategies_policy.policies())
def test_what_covers_a_clause_suffices_and_none_of_it_can_be_left_out(policy: Policy) -> None:
    """Were the clause alone with those that cover it, it would be redundant; with one of them less it would not.

    That is so of what wins in a conflict, and of duties and advice; where there are no exceptions, since these make
    other clauses stand as well once one is gone.
    """
    clauses = tuple(each._replace(under=()) for each in policy.clauses)
    policy = policy._replace(clauses=clauses, exceptions=(), incorporated=())
    about = subject(policy)
    cases, when = totals(policy), list(days(about))
    winner = "permits" if policy.conflicts == "permission" else "prohibits"
    for each in redundancies(about).found:
        clause = clauses[each.rule]
        if each.days is None and clause.effect in (winner, "requires", "recommends"):
            covers = [clauses[rule].name for rule in each.covers]
            others = [one.name for one in clauses if one.effect == clause.effect and one.name not in covers]
            alone = never(policy, *others)

            def is_redundant(gone: str | None, alone: Policy = alone, clause: Clause = clause) -> bool:
                fewer = alone if gone is None else never(alone, gone)
                return told(with_clause(fewer, clause.name, lambda _: clause), cases, when) == told(fewer, cases, when)

            assert is_redundant(None)
            assert not any(map(is_redundant, covers))


# ---------------------------------------------------------------- conditions


def written(clause: Clause) -> Iterator[tuple[Line, Site]]:
    """Yield every condition of a clause with the line that it is in, not going into definitions."""
    if clause.when is not None:
        yield from (("when", site) for site in sites(clause.when, into_definitions=False))
    if clause.unless is not None:
        yield from (("unless", site) for site in sites(clause.unless, into_definitions=False))


def left_out(line: Line, site: Site) -> Condition | None:
    """Return what stands in place of a condition that is left out: what makes no difference where it stands."""
    match site.around:
        case Not():
            return None
        case None:
            return HOLDS if line == "when" else FAILS
        case All():
            return HOLDS
        case _:
            return FAILS


class Tried:
    """Where the clauses of a policy apply, by trying every case on every day."""

    def __init__(self, policy: Policy, about: Subject) -> None:
        self.policy = policy._replace(incorporated=())
        self.cases, self.when = totals(policy), list(days(about))

    def applying(self, clause: Clause) -> list[bool]:
        """Return in which cases a clause applies, changed or not."""
        policy = with_clause(self.policy, clause.name, lambda _: clause)
        return [
            f"p.{clause.name}" in oracle.decided(policy, case, day).applying for case in self.cases for day in self.when
        ]

    def ever(self, condition: Condition) -> bool:
        """Whether a condition holds in any case."""
        return any(oracle.true(condition, case, day) for case in self.cases for day in self.when)


@SETTINGS
@given(strategies_policy.policies())
def test_idle_conditions_can_be_left_out_each_and_all_at_once(policy: Policy) -> None:
    """Without a condition that is found, and without all of them, the clause applies in the same cases."""
    about = subject(policy)
    found = idle_conditions(about)
    assert not found.undecided
    tried = Tried(policy, about)
    for rule, clause in enumerate(policy.clauses):
        here = [each for each in found.found if each.inner.rule == rule and each.why != "impossible"]
        for some in ([], *([each] for each in here), here):
            assert tried.applying(clause) == tried.applying(without(clause, some))


def without(clause: Clause, found: list[Idle]) -> Clause:
    """Return a clause without some conditions."""
    return exchanged_in(clause, {(each.inner.line, each.inner.steps): constant(each.why) for each in found})


@SETTINGS
@given(strategies_policy.policies())
def test_every_condition_that_can_be_left_out_is_found(policy: Policy) -> None:
    """Of the others each is needed, or stands in one that is found, or around one, or could not go with those."""
    about = subject(policy)
    found = idle_conditions(about).found
    tried = Tried(policy, about)
    for rule, clause in enumerate(policy.clauses):
        as_it_is = tried.applying(clause)
        here = [each for each in found if each.inner.rule == rule]
        if not any(as_it_is):
            assert not here  # of a clause that never applies something else is said
            continue
        impossible = {(line, site.steps) for line, site in written(clause) if is_atom(site.condition)
                      and not tried.ever(site.condition)}  # fmt: skip
        assert {(each.inner.line, each.inner.steps) for each in here if each.why == "impossible"} == impossible
        idle = [each for each in here if each.why != "impossible"]
        for line, site in written(clause):
            new = left_out(line, site)
            if new is None or any(_related(line, site.steps, each) for each in here):
                continue
            if tried.applying(exchanged_in(clause, {(line, site.steps): new})) == as_it_is:
                assert idle
                assert tried.applying(exchanged_in(without(clause, idle), {(line, site.steps): new})) != as_it_is


def _related(line: Line, steps: Steps, idle: Idle) -> bool:
    """Whether one of two conditions stands in the other."""
    length = min(len(steps), len(idle.inner.steps))
    return line == idle.inner.line and steps[:length] == idle.inner.steps[:length]


@SETTINGS
@given(strategies_policy.policies())
def test_why_a_condition_is_idle_is_so(policy: Policy) -> None:
    """What is named as the reason suffices: nothing else about the clause is needed for it."""
    about = subject(policy)
    for each in idle_conditions(about).found:
        asked = about.no(each.inner.node) if each.why == "always" else each.inner.node
        together = [part.node for part in each.because]
        assert not about.ever(about.both(asked, *together)) or not about.ever(about.both(*together))
        for left in range(len(together)):
            fewer = [*together[:left], *together[left + 1 :]]
            assert about.both(asked, *fewer) != about.both()


# ---------------------------------------------------------------- larger policies, by a solver


LARGER = settings(max_examples=int(os.environ.get("POLICYLANG_EXAMPLES", "60")), parent=SETTINGS)


class Both:
    """A policy and what it would be, put to one solver."""

    def __init__(self, policy: Policy) -> None:
        self.policy = policy
        self.one = Solver(policy)

    def other(self, policy: Policy) -> Solver:
        """Return a policy over the same facts."""
        other = Solver(policy)
        other._known, other._texts = self.one._known, self.one._texts
        return other

    def is_same(self, policy: Policy, said: Callable[[Solver], list[z3.BoolRef]]) -> bool:
        """Whether a policy says the same as the other in every case on every day."""
        pairs = zip(said(self.one), said(self.other(policy)), strict=True)
        return not self.one.can_be(z3.Or([z3.Xor(one, other) for one, other in pairs]))


def decisions(solver: Solver) -> list[z3.BoolRef]:
    """Return formulas for all that a policy decides by itself: whether it prohibits, what is due, what is advised."""
    policy = solver.policy
    calling: dict[str, list[z3.BoolRef]] = {}
    for clause in policy.clauses:
        for target in clause.targets if clause.effect in ("requires", "recommends") else (clause.effect,):
            calling.setdefault(target if clause.effect != "exempts" else "", []).append(solver.stands(clause.name))
    prohibits, permits = (z3.Or(calling.pop(effect, [])) for effect in ("prohibits", "permits"))
    speaks = z3.BoolVal(val=True) if policy.applies is None else solver.holds(policy.applies)
    default = z3.BoolVal(val=policy.otherwise == "prohibited")
    if policy.conflicts == "permission":
        outcome = z3.And(z3.Not(permits), z3.Or(prohibits, default))
    else:
        outcome = z3.Or(prohibits, z3.And(z3.Not(permits), default))
    calling.pop("", None)
    return [z3.And(speaks, outcome), *(z3.Or(stand) for _, stand in sorted(calling.items()))]


@LARGER
@given(st.integers(0, 2**32))
def test_a_solver_agrees_which_clauses_of_larger_policies_are_redundant(seed: int) -> None:
    """Those are found that apply in some case, and without which a solver finds no case that is decided otherwise."""
    policy = strategies_wide.made(Random(seed)).policy
    both = Both(policy)
    wanted = {
        each.name
        for each in policy.clauses
        if both.one.can_be(both.one.applies(each.name)) and both.is_same(never(policy, each.name), decisions)
    }
    found = redundancies(subject(policy))
    undecided = {policy.clauses[rule].name for rule in found.undecided}
    assert {policy.clauses[each.rule].name for each in found.found if each.days is None} == wanted - undecided


@LARGER
@given(st.integers(0, 2**32))
def test_a_solver_agrees_which_conditions_of_larger_policies_are_idle(seed: int) -> None:
    """What is found can be left out all at once; each condition that could go is found, or belongs to one that is."""
    policy = strategies_wide.made(Random(seed)).policy
    both = Both(policy)
    found = idle_conditions(subject(policy))
    for rule, clause in enumerate(policy.clauses):
        if rule in found.undecided or not both.one.can_be(both.one.applies(clause.name)):
            continue

        def is_same(changed: Clause, clause: Clause = clause) -> bool:
            other = with_clause(policy, clause.name, lambda _: changed)
            return both.is_same(other, lambda solver: [solver.applies(clause.name)])

        here = [each for each in found.found if each.inner.rule == rule]
        idle = [each for each in here if each.why != "impossible"]
        assert is_same(without(clause, idle))
        for line, site in written(clause):
            new = left_out(line, site)
            if new is not None and not any(_related(line, site.steps, each) for each in here):
                exchanged = {(line, site.steps): new}
                could_go = is_same(exchanged_in(clause, exchanged))
                assert not could_go or not is_same(exchanged_in(without(clause, idle), exchanged))


# ---------------------------------------------------------------- facts


def keys_of(about: Subject, variables: Iterable[int]) -> frozenset[oracle.Variable]:
    """Return variables as the cases of the oracle have them."""
    found: set[oracle.Variable] = set()
    for number in variables:
        variable = about.domain.variables[number]
        assert variable.path is not None
        found.update((variable.path, leaf) for leaf in variable.alike or ("",))
    return frozenset(found)


def depends(policy: Policy, cases: Sequence[oracle.Total], when: Sequence[dt.date], left: frozenset[object]) -> bool:
    """Whether cases that differ in nothing but some variables are decided differently on a day."""
    seen: dict[object, Told] = {}
    for day in when:
        for case, said in zip(cases, told(policy, cases, [day]), strict=True):
            rest = (day, frozenset((key, value) for key, value in case.items() if key not in left))
            if seen.setdefault(rest, said) != said:
                return True
    return False


@SETTINGS
@given(strategies_policy.policies())
def test_no_decision_depends_on_what_is_found_unused(policy: Policy) -> None:
    """Cases that differ in nothing but the facts and members that are found, all of them at once, are decided alike."""
    about = subject(policy)
    cases, when = totals(policy), list(days(about))
    found = unused(about)
    assert not found.undecided
    gone = keys_of(about, (number for each in found.found if not each.cells for number in each.variables))
    assert not depends(policy, cases, when, gone)
    for each in found.found:
        if each.cells:
            (variable,) = each.variables
            alike = {value for cell in each.cells for value in about.domain.variables[variable].cells[cell]}
            among = [case for case in cases if case.get((each.path, "")) in alike]
            assert not depends(policy, among, when, keys_of(about, each.variables))


@SETTINGS
@given(strategies_policy.policies())
def test_a_decision_depends_on_all_else(policy: Policy) -> None:
    """Of what the policy's own conditions ask, some decision depends on each value and member that is not found."""
    about = subject(policy)
    cases, when = totals(policy), list(days(about))
    found = unused(about).found
    gone = {number for each in found if not each.cells for number in each.variables}
    asked = {test.path for test in worlds.tests(worlds.conditions([policy._replace(incorporated=(), always=())]))}
    for number, variable in enumerate(about.domain.variables):
        if variable.path in asked and variable.kind in ("value", "member") and number not in gone:
            assert depends(policy, cases, when, keys_of(about, {*gone, number}))
