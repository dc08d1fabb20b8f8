"""A policy mended at one bound to say what the words say, and a case that the two decide otherwise.

To tell whether a clause stands takes that clause and those on which it depends, so only these are compiled.
"""

import datetime as dt
from collections.abc import Iterator
from typing import NamedTuple

from policylang.analyse.check.telling import within_limits
from policylang.analyse.check.words.boundary import Slip
from policylang.analyse.check.words.rule import Bound
from policylang.analyse.sites import replaced
from policylang.analyse.subject import Subject, subjects
from policylang.analyse.witness import Witness, replay, stands_in, witness
from policylang.diagram.manager import Node
from policylang.semantics.decision import Decision
from policylang.semantics.digest import digest
from policylang.semantics.policy import Always, Clause, Condition, Duty, Period, Policy, Within

A_DAY = dt.timedelta(days=1)


class Differing(NamedTuple):
    """A case that rule and words decide otherwise, as the reference confirms.

    `of_rule` says whether it is by the rule that the clause stands, or the condition of the duty holds; by the words it
    is just the other way round.
    """

    subject: Subject
    case: Witness
    of_rule: bool


def differing(policy: Policy, slip: Slip) -> Differing | None:
    """Return a case that rule and words decide otherwise, confirmed by the reference; nothing where there is none.

    Raises:
        DiagramTooLargeError: It would take too much to tell.
    """
    rule, words = subjects([small := _around(policy, slip.clause), mended(small, slip)])
    here, there = _asked(rule, slip), _asked(words, slip)
    for of_rule in (True, False):
        with within_limits(rule):
            node = rule.both(here, rule.no(there)) if of_rule else rule.both(rule.no(here), there)
            case = witness(rule, node)
        if case is not None:
            _confirm(rule, case, slip, is_so=of_rule)
            _confirm(words, case, slip, is_so=not of_rule)
            return Differing(rule, case, of_rule)
    return None


def _confirm(subject: Subject, case: Witness, slip: Slip, *, is_so: bool) -> None:
    """Let the reference confirm that something is so, or is not.

    Raises:
        InternalError: It says otherwise.
    """
    replay(subject, case, lambda said: _is_so(said, slip) is is_so)


def _asked(subject: Subject, slip: Slip) -> Node:
    """Return where the clause stands; of a bound in a duty, where its condition holds while the clause stands."""
    stands = subject.stands(subject.by_name[slip.clause.name])
    if slip.bound.line not in ("fulfilled", "breached"):
        return stands
    duty = next(each for each in subject.policy.duties if each.name == slip.bound.owner)
    condition = getattr(duty, slip.bound.line)
    alone = subject.condition(condition)
    if slip.bound.line == "fulfilled" and duty.breached is not None:
        alone = subject.both(alone, subject.no(subject.condition(duty.breached)))
    return subject.both(stands, alone)


def _is_so(decision: Decision, slip: Slip) -> bool:
    if slip.bound.line not in ("fulfilled", "breached"):
        return stands_in(decision, slip.clause.name)
    states = [
        each.state for each in decision.duties if each.name == slip.bound.owner and each.policy == decision.policy
    ]
    return states == [slip.bound.line]


# ---------------------------------------------------------------- the policy, smaller and mended


def _around(policy: Policy, clause: Clause) -> Policy:
    """Return the policy with the clauses on which it depends whether one stands, and with nothing else that decides."""
    above: dict[str, set[str]] = {}
    for pair in policy.exceptions:
        above.setdefault(pair.over, set()).add(pair.by)
    by_name = {each.name: each for each in policy.clauses}
    kept: set[str] = set()
    todo = [clause.name]
    while todo:
        name = todo.pop()
        if name not in kept:
            kept.add(name)
            todo.extend((*above.get(name, ()), *by_name[name].under))
    duties = tuple(each for each in policy.duties if clause.effect == "requires" and each.name in clause.targets)
    small = policy._replace(
        clauses=tuple(each for each in policy.clauses if each.name in kept),
        exceptions=tuple(each for each in policy.exceptions if {each.by, each.over} <= kept),
        duties=duties,
        advice=(),
        always=tuple({each.name: each for each in _always(policy)}.values()),
        incorporated=(),
        conflicts=policy.conflicts or "prohibition",
    )
    return _with_digest(small)


def _always(policy: Policy) -> Iterator[Always]:
    yield from policy.always
    for each in policy.incorporated:
        yield from _always(each)


def _with_digest(policy: Policy) -> Policy:
    return policy._replace(digest=digest(policy))


def mended(policy: Policy, slip: Slip) -> Policy:
    """Return the policy with one bound as the words have it."""
    bound = slip.bound
    if bound.line in ("fulfilled", "breached"):
        duties = tuple(_duty(each, slip) if each.name == bound.owner else each for each in policy.duties)
        return _with_digest(policy._replace(duties=duties))
    clauses = tuple(_clause(each, slip) if each.name == slip.clause.name else each for each in policy.clauses)
    return _with_digest(policy._replace(clauses=clauses))


def _clause(clause: Clause, slip: Slip) -> Clause:
    bound = slip.bound
    if bound.within is None:
        return clause._replace(times=tuple(_later(period, bound.value) for period in clause.times))
    if bound.line == "when":
        return clause._replace(when=_condition(clause.when, slip))
    return clause._replace(unless=_condition(clause.unless, slip))


def _later(period: Period, day: object) -> Period:
    start = period.start + A_DAY if period.start is not None and period.start == day else period.start
    before = period.before + A_DAY if period.before is not None and period.before == day else period.before
    return Period(start, before)


def _duty(duty: Duty, slip: Slip) -> Duty:
    if slip.bound.line == "fulfilled":
        return duty._replace(fulfilled=_condition(duty.fulfilled, slip))
    return duty._replace(breached=_condition(duty.breached, slip))


def _condition(condition: Condition | None, slip: Slip) -> Condition | None:
    assert condition is not None  # noqa: S101 - the bound stands in it
    return replaced(condition, {each.steps: flipped(each) for each in slip.bounds})


def flipped(bound: Bound) -> Within:
    """Return the test of a bound with the value itself on the other side."""
    assert bound.within is not None  # noqa: S101 - of a time in force there is no test
    if bound.value == bound.within.low:
        return bound.within._replace(low_included=not bound.within.low_included)
    return bound.within._replace(high_included=not bound.within.high_included)
