"""What scenarios reach is what trying every completion finds; and each suggested scenario reaches what it says.

`POLICYLANG_EXAMPLES` sets how many policies are tried.
"""

import datetime as dt
import os
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

import oracle
import pytest
import strategies_policy as given_policy
from hypothesis import HealthCheck, assume, given, settings

import policylang
from policylang.analyse.scenarios.coverage import Coverage, Reach, coverage
from policylang.analyse.scenarios.points import FIELDS, with_condition
from policylang.analyse.scenarios.suggested import suggestions
from policylang.analyse.sites import FAILS, HOLDS, atoms, replaced
from policylang.diagnostics.errors import CaseError
from policylang.evaluate.residual_text import residual_files
from policylang.evaluate.scenarios import run
from policylang.semantics.digest import digest
from policylang.semantics.knowledge import Knowledge
from policylang.semantics.policy import Clause, Policy
from policylang.semantics.scenario import Scenario

pytestmark = pytest.mark.slow

EXAMPLES = int(os.environ.get("POLICYLANG_EXAMPLES", "800")) // 12
MOST_TOTALS = 150
EVERY_DAY = (given_policy.DAYS[0] - dt.timedelta(days=1), *given_policy.DAYS)
"""A day of each stretch between the days on which something can change."""

World = tuple[oracle.Total, dt.date]
"""A total case on a day."""


@settings(max_examples=EXAMPLES, suppress_health_check=list(HealthCheck), deadline=None)
@given(given_policy.questions(cases=4, completions=12))
def test_what_is_reached_is_what_trying_everything_finds(question: given_policy.Question) -> None:
    """Clauses, exceptions and conditions are reached, missing, or out of reach as every completion tried says."""
    policy, cases, day = question
    facts = given_policy.facts_read(policy)
    everything = oracle.completions(policy, Knowledge(), facts)
    assume(0 < len(everything) <= MOST_TOTALS)
    days = [day, *given_policy.DAYS]
    scenarios = [
        Scenario(policy.name, f"case {number}", on, knowledge, "permitted")
        for number, (knowledge, on) in enumerate(zip(cases, days, strict=True))
    ]
    tried = [
        [(total, on) for total in oracle.completions(policy, knowledge, facts)]
        for knowledge, on in zip(cases, days, strict=True)
    ]
    worlds = [(total, on) for total in everything for on in EVERY_DAY]
    found = [each for each in coverage(policy, scenarios).points if each.kind != "bound"]
    points = [point for clause in policy.clauses for point in _points(policy, clause)]
    assert [(each.kind, each.clause) for each in found] == [(each.kind, each.clause) for each in points]
    for reach, point in zip(found, points, strict=True):
        assert reach.state == _state(point, [worlds_ for worlds_ in tried if worlds_], worlds), reach


class _Point(NamedTuple):
    kind: str
    clause: str
    ways: tuple[tuple[Callable[[World], bool], ...], ...]


def _state(point: _Point, tried: Sequence[list[World]], worlds: Sequence[World]) -> str:
    open_ways = [way for way in point.ways if all(any(goal(world) for world in worlds) for goal in way)]
    if not open_ways:
        return "never"

    def is_shown(goal: Callable[[World], bool]) -> bool:
        return any(all(goal(world) for world in scenario) for scenario in tried)

    return "reached" if any(all(map(is_shown, way)) for way in open_ways) else "missing"


def _points(policy: Policy, clause: Clause) -> Iterator[_Point]:
    name = f"{policy.name}.{clause.name}"
    by_name = {each.name: each for each in policy.clauses}

    def applies(world: World) -> bool:
        return name in oracle.decided(policy, *world).applying

    def stands(world: World) -> bool:
        return name in oracle.decided(policy, *world).standing

    yield _Point("applies", clause.name, ((applies,),))
    yield _Point("stands", clause.name, ((stands,),))
    for pair in policy.exceptions:
        if pair.over == clause.name and by_name[pair.by].effect not in ("requires", "recommends"):
            other = f"{policy.name}.{pair.by}"

            def lifts(world: World, other: str = other) -> bool:
                answer = oracle.decided(policy, *world)
                return name in answer.applying and other in answer.standing

            yield _Point("exception", clause.name, ((lifts,),))
    for field in FIELDS:
        condition = clause.when if field == "when" else clause.unless
        if condition is None:
            continue
        for site in atoms(condition):
            with_it, without = (
                _with(policy, with_condition(clause, field, replaced(condition, {site.steps: answer})))
                for answer in (HOLDS, FAILS)
            )

            def shows(
                world: World,
                so: bool,  # noqa: FBT001 - bound below
                does: bool,  # noqa: FBT001
                test: object = site.condition,
                pair: tuple[Policy, Policy] = (with_it, without),
            ) -> bool:
                one, two = (name in oracle.decided(each, *world).applying for each in pair)
                return one != two and oracle.true(test, *world) == so and applies(world) == does  # type: ignore[arg-type]

            goals = {
                (so, does): (lambda world, so=so, does=does, shows=shows: shows(world, so, does))
                for so in (True, False)
                for does in (True, False)
            }
            ways = ((goals[True, True], goals[False, False]), (goals[True, False], goals[False, True]))
            yield _Point("condition", clause.name, ways)


def _with(policy: Policy, clause: Clause) -> Policy:
    return policy._replace(clauses=tuple(clause if each.name == clause.name else each for each in policy.clauses))


# ---------------------------------------------------------------- what is suggested


@settings(max_examples=EXAMPLES, suppress_health_check=list(HealthCheck), deadline=None)
@given(given_policy.questions(cases=2, completions=12))
def test_suggested_scenarios_reach_what_is_missing(question: given_policy.Question) -> None:
    """Pasted into the policy's file they check, pass, and nothing is missing any more."""
    policy, _, day = question
    assume(not policy.incorporated)
    policy = _writable(policy)
    try:
        ((name, text),) = residual_files(policy, Knowledge(), day).items()
    except CaseError:
        assume(False)  # noqa: FBT003 - no case can be
        return
    read = policylang.loads(text, name=name)
    found = suggestions(read.resolved, ())
    assert found.undecided == ()
    more = policylang.loads(f"{text}\n{found.text}", name=name)
    assert more.resolved.digest == read.resolved.digest
    assert [each.title for each in more.scenarios] == [each.scenario.title for each in found.scenarios]
    for scenario, suggested in zip(more.scenarios, found.scenarios, strict=True):
        assert run(more.resolved, scenario).failures == ()
        assert scenario.expectations == suggested.scenario.expectations
    reached = coverage(more.resolved, more.scenarios)
    assert reached.of_state("missing") == ()
    assert _states(reached) == {
        key: "reached" if state == "missing" else state for key, state in _states(coverage(read.resolved, ())).items()
    }


def _states(found: Coverage) -> dict[tuple[int, Reach], str]:
    return {
        (number, each._replace(state="missing", by=(), lacks=(), place=None)): each.state
        for number, each in enumerate(found.points)
    }


def _writable(policy: Policy) -> Policy:
    """Return a policy as text can have it: no clause exempts from nothing."""
    lifting = {pair.by for pair in policy.exceptions}
    clauses = tuple(
        each._replace(effect="permits") if each.effect == "exempts" and each.name not in lifting else each
        for each in policy.clauses
    )
    changed = policy._replace(clauses=clauses)
    return changed._replace(digest=digest(changed))
