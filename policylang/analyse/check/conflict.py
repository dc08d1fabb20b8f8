"""Conflicts: a clause that permits and one that prohibits stand together in a case that can be.

Where the policy does not say which prevails, that is an error; where it does, a note. What repeats is told once: a
clause with all those that it meets.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from policylang.analyse.check.meeting import Meetings, meetings
from policylang.analyse.check.telling import (
    MOST_SHOWN,
    case_told,
    kinds_told,
    names_told,
    not_decided,
    not_shown,
    place_of,
    says,
    within_limits,
)
from policylang.analyse.check.written import added_line
from policylang.analyse.subject import Subject
from policylang.analyse.witness import Witness, replay, scenario, stands_in, witness
from policylang.core.program import Rule
from policylang.diagnostics.errors import InternalError
from policylang.diagnostics.model import Diagnostic, Help, Label
from policylang.diagram.manager import DiagramTooLargeError, Node
from policylang.semantics.decision import Decision
from policylang.semantics.policy import OUTCOME_OF, OUTCOMES, Clause

MOST_TURNED = 200_000
"""Among so many pairs the clause that meets the most is looked for on both sides; among more, the prohibitions."""
_MOST_WRITTEN = 10
_MOST_JOINED = 100
_MOST_STEPS = 100_000
_EFFECT_LINES = ("prohibits", "permits")
_LATER_LINES = ("under", "when", "unless")


class Conflict(NamedTuple):
    """A clause, those of the other effect that it stands together with, and the first of them with a case.

    affected: where it stands together with any of them; nothing where that is too much.
    """

    clause: Clause
    others: tuple[Clause, ...]
    case: Witness
    decision: Decision
    affected: Node | None

    @property
    def pair(self) -> tuple[Clause, Clause]:
        """The clause that prohibits and the one that permits of the case, in this order."""
        both = (self.clause, self.others[0])
        return both if self.clause.effect == "prohibits" else both[::-1]


class Conflicts(NamedTuple):
    """The conflicts of a policy, those that are shown; and of how many pairs they are some."""

    shown: tuple[Conflict, ...]
    pairs: int
    meetings: Meetings

    @property
    def left_out(self) -> int:
        """How many pairs are in conflict that are not shown."""
        return self.pairs - sum(len(each.others) for each in self.shown)


def conflicts(subject: Subject, *, most: int = MOST_SHOWN) -> Conflicts:
    """Return the conflicts of a policy, each confirmed by the reference.

    Args:
        subject: The policy.
        most: How many are worked out; all pairs are counted.

    Raises:
        DiagramTooLargeError: Which cases are possible is not known.
    """
    mild, strict = (
        [number for number, rule in enumerate(subject.rules) if OUTCOME_OF.get(rule.clause.effect) == outcome]
        for outcome in OUTCOMES
    )
    found = meetings(subject, strict, mild)
    shown = tuple(_conflict(subject, rule, others) for rule, others in _grouped(found, most))
    return Conflicts(shown, found.pairs, found)


def _grouped(found: Meetings, most: int) -> Iterator[tuple[Rule, tuple[Rule, ...]]]:
    """Yield clauses with those that they meet, the ones that meet the most first, until all pairs are told."""
    left = {one: set(found.met(one)) for one in found.ones} if found.pairs <= MOST_TURNED else {}
    if not left:
        by_number = sorted(found.ones, key=lambda one: -found.with_each[one].bit_count())
        yield from ((one, found.met(one)) for one in by_number[:most] if found.with_each[one])
        return
    for one in found.ones:
        for other in left[one]:
            left.setdefault(other, set()).add(one)
    for _ in range(most):
        first = max(left, key=lambda rule: (len(left[rule]), rule in found.with_each, -rule), default=None)
        if first is None or not left[first]:
            return
        met = left.pop(first)
        for other in met:
            left[other].discard(first)
        yield first, tuple(sorted(met))


def _conflict(subject: Subject, rule: Rule, others: Sequence[Rule]) -> Conflict:
    clauses = tuple(subject.rules[other].clause for other in others)
    both = subject.both(subject.stands(rule), subject.stands(others[0]))
    case = witness(subject, both)
    if case is None:
        raise InternalError("clauses that stand together do so in no case")
    names = (subject.rules[rule].clause.name, clauses[0].name)
    case, decision = replay(subject, case, lambda said: all(stands_in(said, name) for name in names))
    return Conflict(subject.rules[rule].clause, clauses, case, decision, _affected(subject, rule, others))


def _affected(subject: Subject, rule: Rule, others: Sequence[Rule]) -> Node | None:
    if len(others) > _MOST_JOINED:
        return None
    try:
        with within_limits(subject, steps=_MOST_STEPS):
            return subject.both(subject.stands(rule), subject.either(*map(subject.stands, others)))
    except DiagramTooLargeError:
        return None


# ---------------------------------------------------------------- as diagnostics


def conflict_findings(subject: Subject) -> Iterator[Diagnostic]:
    """Yield the conflicts of a policy: errors, or notes where the policy says which effect prevails."""
    policy = subject.policy
    if policy.place is None or not policy.clauses:
        return
    try:
        found = conflicts(subject)
    except DiagramTooLargeError:
        yield not_decided(policy.place, "which clauses stand together, since it is not known which cases are possible")
        return
    for each in found.shown:
        yield _unsettled(subject, each) if policy.conflicts is None else _settled(subject, each)
    if found.left_out:
        noun = "pair of clauses is" if found.left_out == 1 else "pairs of clauses are"
        yield not_shown(policy.place, f"{found.left_out:,} more {noun} in conflict")
    yield from _undecided(subject, found.meetings)


def _unsettled(subject: Subject, conflict: Conflict) -> Diagnostic:
    clause, others = conflict.clause, conflict.others
    message = "two clauses decide the same case differently"
    if len(others) > 1:
        message = f"`{clause.name}` and {len(others)} other clauses decide the same cases differently"
    return Diagnostic(
        "P0501",
        f"{message}, and the policy does not say which prevails",
        Label(place_of(clause), f"{clause.effect} it"),
        others=(Label(place_of(others[0]), f"{others[0].effect} it"),),
        notes=(*_notes(subject, conflict), f"as a scenario:\n{_scenario(subject, conflict)}"),
        helps=tuple(_mends(subject, conflict)),
    )


def _settled(subject: Subject, conflict: Conflict) -> Diagnostic:
    winner = subject.policy.conflicts
    clause, others = conflict.clause, conflict.others
    other = f"`{others[0].name}`" if len(others) == 1 else f"{len(others)} other clauses"
    return Diagnostic(
        "P0502",
        f"`{clause.name}` and {other} decide the same cases differently, and `conflicts {winner} prevails` settles it",
        Label(place_of(clause), _said(clause, winner)),
        others=(Label(place_of(others[0]), _said(others[0], winner)),),
        notes=_notes(subject, conflict),
        severity="note",
    )


def _said(clause: Clause, winner: str | None) -> str:
    wins = {"prohibits": "prohibition", "permits": "permission"}[clause.effect] == winner
    return f"{clause.effect} it, and {'prevails' if wins else 'yields'}"


def _notes(subject: Subject, conflict: Conflict) -> tuple[str, ...]:
    more = [each.name for each in conflict.others[1:]]
    effect = conflict.others[0].effect
    verb = effect if len(more) == 1 else effect.removesuffix("s")
    named = (f"the same with {names_told(more)}, which {verb} as well",) if more else ()
    pair = conflict.pair
    affected = () if conflict.affected is None else (_share(subject, conflict, conflict.affected),)
    return (says(*pair), f"for example: {case_told(subject, conflict.case)}", *affected, *named)


def _share(subject: Subject, conflict: Conflict, affected: Node) -> str:
    they = "the two" if len(conflict.others) == 1 else f"`{conflict.clause.name}` and any of the others"
    return f"{they} meet in {kinds_told(subject, affected)}"


def _scenario(subject: Subject, conflict: Conflict) -> str:
    """Return the case as a scenario that expects what the two clauses come to, and nothing of other clauses."""
    prohibits, permits = conflict.pair
    title = f"{prohibits.name} and {permits.name} in one case"
    decision = conflict.decision
    said = decision.replace(
        stands=tuple(each for each in decision.stands if each.name in (prohibits.name, permits.name)),
        against=tuple(each for each in decision.against if each.name == permits.name),
    )
    return scenario(subject, conflict.case, title, said).rstrip("\n")


def _mends(subject: Subject, conflict: Conflict) -> Iterator[Help]:
    header = subject.policy.place
    assert header is not None  # noqa: S101 - it is a file that is told about
    clause, others = conflict.clause, conflict.others
    if len(others) <= _MOST_WRITTEN:
        names = ", ".join(each.name for each in others)
        if not any(_depends(subject, clause, each) for each in others):
            yield _help(clause, f"despite {names}", f"if `{clause.name}` prevails, say so in it")
        if not any(_depends(subject, each, clause) for each in others):
            if len(others) == 1:
                yield _help(others[0], f"despite {clause.name}", f"if `{others[0].name}` prevails, say so in it")
            else:
                yield _help(clause, f"subject to {names}", f"if the others prevail, say so in `{clause.name}`")
    for winner in ("prohibition", "permission"):
        edit = added_line(header, f"conflicts  {winner} prevails", after=("otherwise",))
        yield Help(f"if a {winner} always prevails in this policy, say so in its header", edit)


def _help(clause: Clause, line: str, text: str) -> Help:
    return Help(text, added_line(place_of(clause), line, after=_EFFECT_LINES, before=_LATER_LINES))


def _depends(subject: Subject, clause: Clause, other: Clause) -> bool:
    """Whether it depends on another clause, directly or not, whether a clause stands."""
    rules = subject.rules
    todo = [rules[subject.by_name[clause.name]]]
    seen = set(todo)
    while todo:
        here = todo.pop()
        new = {*here.prevailing, *here.under} - seen
        seen |= new
        todo += new
    return rules[subject.by_name[other.name]] in seen


def _undecided(subject: Subject, found: Meetings) -> Iterator[Diagnostic]:
    pairs = sum(bits.bit_count() for bits in found.undecided.values())
    for one, bits in list(found.undecided.items())[:MOST_SHOWN]:
        clause = subject.rules[one].clause
        names = [subject.rules[other].clause.name for other in found.named(bits)]
        pairs -= len(names)
        yield not_decided(place_of(clause), f"whether `{clause.name}` can stand together with {names_told(names)}")
    if pairs and subject.policy.place is not None:
        yield not_decided(subject.policy.place, f"whether {pairs:,} more pairs of clauses can stand together")
