"""What is found about all cases is what trying every case finds, or a solver; and each finding's case shows it.

`POLICYLANG_EXAMPLES` sets how many policies are tried; the default takes well under a minute.
"""

import datetime as dt
import os
from collections.abc import Iterator
from random import Random
from typing import NamedTuple

import oracle
import pytest
import strategies_policy
import strategies_wide
import written
from hypothesis import HealthCheck, assume, given, settings, strategies as st
from solver import Solver

from policylang.analyse.check.conflict import conflict_findings, conflicts
from policylang.analyse.check.contradiction import can_hold
from policylang.analyse.check.dead import dead, dead_clauses, dead_findings
from policylang.analyse.check.exception import exception_findings, idle_exceptions
from policylang.analyse.subject import Subject, subject
from policylang.diagnostics.model import Diagnostic
from policylang.diagram.manager import FALSE
from policylang.semantics.digest import digest
from policylang.semantics.knowledge import Knowledge
from policylang.semantics.policy import Always, Clause, ClauseException, EffectKind, Policy
from policylang.source import Place, Source, Span

pytestmark = pytest.mark.slow

EXAMPLES = int(os.environ.get("POLICYLANG_EXAMPLES", "150"))
MOST_TOTALS = 3_000
DAYS = (dt.date(2024, 4, 30), *strategies_policy.DAYS, dt.date(2024, 5, 4))
Pair = tuple[str, str]


class Truth(NamedTuple):
    """What trying every case finds: pairs in conflict, clauses that never apply, exceptions that change nothing."""

    conflicts: set[Pair]
    dead: set[str]
    never: set[Pair]
    covered: set[Pair]


class World(NamedTuple):
    """Which of a policy's own clauses apply and stand in one case on one day."""

    applying: frozenset[str]
    standing: frozenset[str]


def _worlds(policy: Policy) -> set[World]:
    totals = oracle.completions(policy, Knowledge(), strategies_policy.facts_read(policy))
    assume(len(totals) <= MOST_TOTALS)
    singles = (oracle.single(policy, total, day, silenced=False) for total in totals for day in DAYS)
    return {World(each.applying, each.standing) for each in singles}


def _truth(policy: Policy) -> Truth:
    worlds = _worlds(policy)
    effect = {clause.name: clause.effect for clause in policy.clauses}
    dead_ = set(effect) - {name for world in worlds for name in world.applying}
    pairs = [(pair.by, pair.over) for pair in policy.exceptions if not dead_ & {pair.by, pair.over}]
    pairs = [pair for pair in pairs if effect[pair[0]] not in ("requires", "recommends")]
    met = {pair: [each for each in worlds if pair[0] in each.standing and pair[1] in each.applying] for pair in pairs}
    left = [pair for pair in pairs if met[pair]]
    covered: set[Pair] = set()
    for by, over in reversed(left):
        others = {each for each, clause in left if clause == over and each != by and (each, over) not in covered}
        if others and all(others & world.standing for world in met[by, over]):
            covered.add((by, over))
    return Truth(
        {
            (one, other)
            for world in worlds
            for one in world.standing
            for other in world.standing
            if (effect[one], effect[other]) == ("prohibits", "permits")
        },
        dead_,
        {pair for pair in pairs if not met[pair]},
        covered,
    )


def _found(about: Subject) -> Truth:
    name = [rule.clause.name for rule in about.rules]
    meetings = conflicts(about).meetings
    never = dead_clauses(about)
    idle = idle_exceptions(about)
    assert not any(meetings.undecided.values())
    assert not never.undecided
    assert not idle.undecided
    return Truth(
        {(name[one], name[other]) for one in meetings.ones for other in meetings.met(one)},
        {name[rule] for rule in (*never.rules, *never.consequences)},
        {(pair.by, pair.over) for pair in idle.never},
        {(pair.by, pair.over) for pair, _ in idle.covered},
    )


def _effective(policy: Policy) -> Policy:
    """Return a policy without the exceptions that a written one cannot have: those of duties and advice."""
    effects = {clause.name: clause.effect for clause in policy.clauses}
    kept = tuple(each for each in policy.exceptions if effects[each.by] not in ("requires", "recommends"))
    return policy._replace(exceptions=kept)


def _placed(policy: Policy) -> Policy:
    """Return a policy whose clauses have a place, as those that are read from a file have."""
    text = "".join(f"clause {clause.name}\n    {clause.effect}\n" for clause in policy.clauses)
    source = Source("p.pol", f"policy p\n    otherwise  permitted\n{text}")
    clauses = []
    for clause in policy.clauses:
        start = source.text.index(f"clause {clause.name}\n") + len("clause ")
        clauses.append(clause._replace(place=Place(source, Span(start, start + len(clause.name)))))
    return policy._replace(clauses=tuple(clauses), place=Place(source, Span(7, 8)))


@settings(max_examples=EXAMPLES, suppress_health_check=list(HealthCheck), deadline=None)
@given(strategies_policy.policies())
def test_what_is_found_is_what_trying_every_case_finds(policy: Policy) -> None:
    """Conflicts, dead clauses and idle exceptions are just those that the second reading meets in its cases."""
    policy = _effective(policy)
    assert _found(subject(policy)) == _truth(policy)


@settings(max_examples=EXAMPLES, suppress_health_check=list(HealthCheck), deadline=None)
@given(st.randoms(use_true_random=True))
def test_what_cannot_be_is_no_conflict(random: Random) -> None:
    """The same holds where lines of `always` rule out that two clauses meet, each of which is possible by itself."""
    maker = strategies_policy.Maker(random, ("flag", "other_flag", "kind"))
    always = tuple(Always(f"v.always{n}", "", maker.test(), maker.test()) for n in range(3))
    effects: tuple[EffectKind, ...] = ("prohibits", "permits") * 3
    clauses = tuple(Clause(f"c{n}", "", effect, when=maker.test()) for n, effect in enumerate(effects))
    found = Policy("p", "permitted", clauses, always=always, facts=strategies_policy.FACTS)
    policy = found._replace(digest=digest(found))
    assert _found(subject(policy)) == _truth(policy)


@settings(max_examples=EXAMPLES, suppress_health_check=list(HealthCheck), deadline=None)
@given(st.randoms(use_true_random=True))
def test_covered_exceptions_can_all_be_taken_out_at_once(random: Random) -> None:
    """Without them the same clauses stand in every case; those that are left are needed."""
    policy = _lifted_often(random)
    covered = {(pair.by, pair.over) for pair, _ in idle_exceptions(subject(policy)).covered}
    assume(covered)
    left = tuple(pair for pair in policy.exceptions if (pair.by, pair.over) not in covered)
    fewer = policy._replace(exceptions=left)
    assert _worlds(policy) == _worlds(fewer)
    assert idle_exceptions(subject(fewer)).covered == ()


def _lifted_often(random: Random) -> Policy:
    """Return a policy with a prohibition that several clauses lift, some of which others lift in turn."""
    maker = strategies_policy.Maker(random, ("flag", "other_flag", "age"))
    clauses = [Clause(f"c{n}", "", "exempts", when=maker.condition(depth=1)) for n in range(1, 5)]
    pairs = [ClauseException(each.name, "c0") for each in clauses]
    pairs += [ClauseException(f"c{n}", f"c{n + 1}") for n in range(1, 4) if maker.one_in(3)]
    base = Clause("c0", "", "prohibits", when=maker.maybe(one_in=2))
    found = Policy("p", "permitted", (base, *clauses), exceptions=tuple(pairs), facts=strategies_policy.FACTS)
    return found._replace(digest=digest(found))


@settings(max_examples=EXAMPLES, suppress_health_check=list(HealthCheck), deadline=None)
@given(st.randoms(use_true_random=True))
def test_every_finding_is_confirmed_and_every_pair_is_told(random: Random) -> None:
    """Each finding is made, which replays its case; together they tell each pair once, or say how many are left."""
    about = subject(_placed(_effective(strategies_wide.made(random).policy)))
    codes = [each.code for each in _all_findings(about)]
    found = conflicts(about)
    assert sum(len(each.others) for each in found.shown) + found.left_out == found.pairs
    assert found.left_out == 0
    told = {(each.clause.name, other.name) for each in found.shown for other in each.others}
    assert len(told) == found.pairs
    code = "P0501" if about.policy.conflicts is None else "P0502"
    assert codes.count(code) == len(found.shown)
    idle = idle_exceptions(about)
    assert codes.count("P0310") == len(idle.never)
    assert codes.count("P0505") == len(idle.covered)


def _all_findings(about: Subject) -> Iterator[Diagnostic]:
    for each in (conflict_findings, dead_findings, exception_findings):
        yield from each(about)


@settings(max_examples=EXAMPLES, suppress_health_check=list(HealthCheck), deadline=None)
@given(st.randoms(use_true_random=True))
def test_what_contradicts_is_minimal(random: Random) -> None:
    """The parts shown of a dead clause never hold together, and without any one of them they do."""
    about = subject(strategies_wide.made(random).policy)
    for rule in dead_clauses(about).rules:
        parts = dead(about, rule).contradicting
        assert about.both(*(part.node for part in parts)) == FALSE
        for part in parts:
            assert can_hold(about, [each for each in parts if each is not part], unless_known=False)


# ---------------------------------------------------------------- larger policies, by a solver


def _agrees(policy: Policy) -> None:
    about = subject(policy)
    solver = Solver(policy)
    found = _found(about)
    effect = {clause.name: clause.effect for clause in policy.clauses}
    prohibiting = [name for name in effect if effect[name] == "prohibits"]
    permitting = [name for name in effect if effect[name] == "permits"]
    assert found.dead == {name for name in effect if not solver.can_be(solver.applies(name))}
    assert found.conflicts == {
        (one, other)
        for one in prohibiting
        for other in permitting
        if solver.can_be(solver.stands(one), solver.stands(other))
    }


@settings(max_examples=EXAMPLES // 3, suppress_health_check=list(HealthCheck), deadline=None)
@given(st.randoms(use_true_random=True))
def test_a_solver_agrees(random: Random) -> None:
    """A solver finds a case for each conflict and each clause that can apply, and none for any other."""
    _agrees(_effective(strategies_wide.made(random).policy))


def test_a_solver_agrees_on_policies_that_are_written() -> None:
    """The same holds of the standard policy, and of those of the language's tests."""
    for each in written.written():
        _agrees(each.policy)
