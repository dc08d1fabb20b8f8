"""Is there a case such that …? The smallest one, in how many kinds of case it is so, and all of them as regions.

That there is none is a proof: every kind of case was looked at, in one diagram.
"""

import datetime as dt
from collections.abc import Sequence
from typing import NamedTuple

from policylang.analyse.ask.shown import Shown, in_scope, latest, shown
from policylang.analyse.given import NOTHING, Given
from policylang.analyse.region import regions, said
from policylang.analyse.subject import Kinds, Subject, subject
from policylang.analyse.witness import Witness
from policylang.diagram.manager import DiagramTooLargeError, Node
from policylang.evaluate.labels import THE_DATE
from policylang.semantics.decision import Decision
from policylang.semantics.policy import OUTCOMES, Condition, Outcome, Policy

MOST_NODES = 400_000
MOST_STEPS = 8_000_000


class Wanted(NamedTuple):
    """What a case is to be like; whatever is left out, may be any.

    `clauses` are names as decisions give them, those of incorporated policies after the name of their policy: one of
    them is to stand.
    """

    condition: Condition | None = None
    outcome: Outcome | None = None
    clauses: tuple[str, ...] = ()
    on: dt.date | None = None
    given: Given = NOTHING


class Found(NamedTuple):
    """What was found.

    `kinds` says in how many kinds of case it is so, of how many: nothing where that was not decided within the limits.
    `case` is the smallest, and `regions` are all, where they were asked for and are few enough to be told. `given` is
    what all cases have in common that were looked at: regions leave it out.
    """

    policy: str
    kinds: Kinds | None
    case: Shown | None = None
    regions: tuple[tuple[str, ...], ...] | None = None
    given: Given = NOTHING

    @property
    def is_decided(self) -> bool:
        """Whether it is known if there is such a case."""
        return self.kinds is not None


def find(policy: Policy, wanted: Wanted, *, title: str = "found", every: bool = False) -> Found:
    """Return the smallest case that is as wanted, if there is one: one whose outcome is settled, within the scope.

    Where there is none within the scope, one outside it is returned.

    Args:
        policy: The policy.
        wanted: What the case is to be like.
        title: What the scenario is called.
        every: Whether to tell all such cases.

    Raises:
        CaseError: No case can be as is given.
    """
    asking = [] if wanted.condition is None else [wanted.condition]
    under = subject(policy, asking=asking, given=wanted.given)
    under.must_be_possible(wanted.on)
    try:
        with under.diagrams.at_most(MOST_NODES, steps=MOST_STEPS):
            node = where(under, wanted)
            kinds = under.kinds(node, day=wanted.on)
            best = _smallest(under, node, wanted)
    except DiagramTooLargeError:
        return Found(policy.name, None, given=wanted.given)
    if best is None:
        return Found(policy.name, kinds, None, () if every else None, wanted.given)
    case = shown(under, best, title, says=lambda decision: _is_so(decision, wanted), conditions=asking)
    return Found(policy.name, kinds, case, _told(under, node, wanted.on) if every else None, wanted.given)


def where(under: Subject, wanted: Wanted) -> Node:
    """Return where a case is as wanted.

    Raises:
        DiagramTooLargeError: The diagram would be too large.
    """
    parts = [] if wanted.condition is None else [under.condition(wanted.condition)]
    if wanted.outcome is not None:
        parts.append(under.has_outcome(wanted.outcome))
    if wanted.clauses:
        rules = [number for number, name in enumerate(clause_names(under)) if name in wanted.clauses]
        parts.append(under.either(*map(under.stands, rules)))
    if wanted.on is not None:
        parts.append(under.on(wanted.on))
    return under.both(*parts)


def clause_names(under: Subject) -> Sequence[str]:
    """Return the names of all clauses, by number: the policy's own bare, others after the name of their policy."""
    own = under.policy.name
    return [
        rule.clause.name if rule.voice.policy.name == own else f"{rule.voice.policy.name}.{rule.clause.name}"
        for rule in under.program.rules
    ]


def _smallest(under: Subject, node: Node, wanted: Wanted) -> Witness | None:
    """Return the smallest case whose outcome is settled, within the scope where there is one."""
    try:
        speaking = in_scope(under)
        outcomes = [under.has_outcome(each) for each in reversed(OUTCOMES) if wanted.outcome in (None, each)]
    except DiagramTooLargeError:
        return latest(under, node, wanted.on)
    for places in (speaking, under.no(speaking)):
        found = [latest(under, under.both(node, places, each), wanted.on) for each in outcomes]
        best = min((each for each in found if each is not None), key=lambda each: len(each.cells), default=None)
        if best is not None:
            return best
    return None


def _is_so(decision: Decision, wanted: Wanted) -> bool:
    if wanted.outcome not in (None, decision.outcome):
        return False
    standing = {
        each.name if each.policy == decision.policy else f"{each.policy}.{each.name}" for each in decision.stands
    }
    return not wanted.clauses or not standing.isdisjoint(wanted.clauses)


def _told(under: Subject, node: Node, on: dt.date | None) -> tuple[tuple[str, ...], ...] | None:
    """Return the regions in words; the day is not told again where it was asked for."""
    try:
        told = [said(under, each) for each in regions(under, node)]
        return tuple(tuple(line for line in each if not (on and line.startswith(f"{THE_DATE} is "))) for each in told)
    except DiagramTooLargeError:
        return None
