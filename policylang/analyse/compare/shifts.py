"""The dates on which outcomes change, and which way: each way with one case, which the reference decides on both days.

It is what a page tells of a policy over time, and takes a small part of what a timeline takes: no clause is compared,
and of the cases whose outcome changes only those that get a stricter and those that get a milder one are told apart.
"""

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from policylang.analyse.compare.comparing import Half, Pair
from policylang.analyse.subject import Subject, subject
from policylang.analyse.witness import completed, given, sure_witness
from policylang.diagnostics.errors import InternalError
from policylang.diagram.manager import FALSE, TRUE, DiagramTooLargeError, Node
from policylang.evaluate.decide import decide
from policylang.semantics.decision import Decision
from policylang.semantics.knowledge import Knowledge
from policylang.semantics.policy import OUTCOME_OF, OUTCOMES, Outcome, Policy

MOST_NODES = 200_000
MOST_STEPS = 5_000_000
_DAY = dt.timedelta(days=1)


class Side(NamedTuple):
    """An outcome, the clauses that it is by, and whether the policy speaks of the case; no clauses by default."""

    outcome: Outcome
    clauses: tuple[str, ...]
    basis: str


class Shift(NamedTuple):
    """Cases that get another outcome on a date: what one of them tells, and what is said of it on both days."""

    given: tuple[str, ...]
    before: Side
    after: Side


class Date(NamedTuple):
    """A date on which a clause or an edition begins or ends, and the ways in which outcomes change from the day before.

    `begins` and `ends` are clauses, those of an incorporated policy with its name. `shifts` are nothing where they were
    not decided within the limit.
    """

    day: dt.date
    editions: tuple[str, ...]
    begins: tuple[str, ...]
    ends: tuple[str, ...]
    shifts: tuple[Shift, ...] | None


def dates(policy: Policy, *, steps: int = MOST_STEPS) -> tuple[Date, ...]:
    """Return every date on which something of a policy begins or ends, with the ways in which outcomes change.

    Between two of them, and before the first, nothing of any decision depends on the date.

    Args:
        policy: The policy.
        steps: How many steps may be taken for each date.
    """
    asked = subject(policy)
    days = [day for day in asked.domain.days if day > dt.date.min]
    return tuple(_date(asked, day, steps) for day in days)


def _date(asked: Subject, day: dt.date, steps: int) -> Date:
    before = day - _DAY
    in_force = {
        name: (clause.in_force(before), clause.in_force(day))
        for voice in asked.program.whole.voices
        for name, clause in (
            (each.clause.name if voice is asked.voice else f"{voice.policy.name}.{each.clause.name}", each.clause)
            for each in voice.provisions
        )
    }
    return Date(
        day,
        tuple(each.name for each in asked.policy.editions if each.period.start == day),
        tuple(name for name, now in in_force.items() if now == (False, True)),
        tuple(name for name, now in in_force.items() if now == (True, False)),
        _shifts(asked, before, day, steps),
    )


def _shifts(asked: Subject, before: dt.date, day: dt.date, steps: int) -> tuple[Shift, ...] | None:
    try:
        with asked.diagrams.at_most(MOST_NODES, steps=steps):
            pair = Pair(Half(asked, before), Half(asked, day), TRUE)
            return tuple(_directions(asked, pair))
    except DiagramTooLargeError:
        return None


def _directions(asked: Subject, pair: Pair) -> Iterator[Shift]:
    """Yield a case of each way in which outcomes change, the stricter first."""
    for old, new in ((OUTCOMES[0], OUTCOMES[-1]), (OUTCOMES[-1], OUTCOMES[0])):
        was, becomes = pair.before.at(asked.has_outcome(old)), pair.after.at(asked.has_outcome(new))
        node = asked.both(was, becomes, pair.compared.possible)
        if node != FALSE:
            yield _shift(asked, pair, node, (old, new))


def _shift(asked: Subject, pair: Pair, node: Node, outcomes: Sequence[Outcome]) -> Shift:
    """Return a case, once the reference says of it what the diagrams say.

    Raises:
        InternalError: It does not.
    """
    found = sure_witness(pair.compared, node)
    whole = completed(pair.compared, found).knowledge
    sides = [_side(asked.policy, whole, half.day) for half in (pair.before, pair.after)]
    if [side.outcome for side in sides] != list(outcomes):
        raise InternalError(f"the reference does not confirm a change of `{asked.policy.name}`: {sides!r}")
    return Shift(given(asked, found), *sides)


def _side(policy: Policy, whole: Knowledge, day: dt.date | None) -> Side:
    decision = decide(policy, whole, day or dt.date.min)
    assert decision.outcome != "undetermined"  # noqa: S101 - nothing is open, and a case is found among the possible ones
    return Side(decision.outcome, tuple(_clauses(decision)), decision.basis or "")


def _clauses(decision: Decision) -> Iterator[str]:
    for each in decision.stands:
        if OUTCOME_OF.get(each.effect) == decision.outcome:
            yield each.name if each.policy == decision.policy else f"{each.policy}.{each.name}"
