"""The clauses that a drafted one stands together with: those that decide otherwise, and those that say the same.

All are counted; the first few are shown, each with a case that the reference confirms.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Literal, NamedTuple

from policylang.analyse.check.meeting import meetings
from policylang.analyse.compare.difference import Case
from policylang.analyse.compare.effect import Draft
from policylang.analyse.subject import Kinds
from policylang.core.program import Rule
from policylang.diagram.manager import DiagramTooLargeError, Node
from policylang.evaluate.labels import listing
from policylang.semantics.policy import OUTCOME_OF, Clause

MOST_SHOWN = 5
"""So many meetings of one kind are shown with a case."""
MOST_COUNTED = 200
"""Of so many it is asked in how many kinds of case they are; those that are shown are chosen among them."""
MOST_NODES = 100_000
MOST_STEPS = 300_000

Lie = Literal["the same", "within", "around", "in part"]
"""How the cases of a drafted clause lie to those of another: the same, within them, around them, or neither."""
_BY_LIE: tuple[Lie, ...] = ("the same", "within", "around", "in part")


class Meeting(NamedTuple):
    """A clause that a drafted one stands together with, in how many kinds of case, and one of them.

    `lies` tells the cases in which the draft stands from those of the clause. Of a conflict `prevails` is the name of
    the one for which `conflicts` settles it; nothing where nothing does.
    """

    name: str
    effect: str
    summary: str
    kinds: Kinds
    lies: Lie
    case: Case
    prevails: str | None = None


class Meetings(NamedTuple):
    """The clauses of one kind that a drafted one meets: the first few, and how many there are."""

    shown: tuple[Meeting, ...] = ()
    all: int = 0

    @property
    def left_out(self) -> int:
        """How many are not shown."""
        return self.all - len(self.shown)


class Met(NamedTuple):
    """The clauses that a drafted one meets: in conflict with it, and saying the same; and what was not decided."""

    rules: tuple[Rule, ...]
    conflicts: Meetings
    overlaps: Meetings
    undecided: tuple[str, ...] = ()


class _Pair(NamedTuple):
    """A clause that a drafted one meets, before it is shown."""

    other: Rule
    node: Node
    lies: Lie
    kinds: Kinds


def met(draft: Draft, rule: Rule) -> Met:
    """Return the clauses of the policy itself that a drafted one stands together with, the widest first.

    An overlap is shown before others where one of the two lies within the other.
    """
    return _Meeting(draft, rule).met()


class _Meeting:
    """Finds what a drafted clause meets."""

    def __init__(self, draft: Draft, rule: Rule) -> None:
        self.draft = draft
        self.subject = draft.among
        self.rule = rule
        self.clauses = tuple(each.clause for each in self.subject.rules)
        self.clause = self.clauses[rule]
        self.undecided: list[str] = []

    def met(self) -> Met:
        """Return what it meets."""
        others = [number for number in range(len(self.clauses)) if number != self.rule]
        try:
            with self.subject.diagrams.at_most(MOST_NODES, steps=MOST_STEPS):
                found = meetings(self.subject, [self.rule], others)
        except DiagramTooLargeError:
            return Met((), Meetings(), Meetings(), (f"which clauses `{self.clause.name}` stands together with",))
        rules = found.met(self.rule)
        left = [
            other for other in found.named(found.undecided.get(self.rule, 0)) if self._concerns(self.clauses[other])
        ]
        if left:
            names = listing([f"`{self.clauses[other].name}`" for other in left[:MOST_SHOWN]])
            more = f" and {len(left) - MOST_SHOWN} more" if len(left) > MOST_SHOWN else ""
            self.undecided.append(f"whether `{self.clause.name}` stands together with {names}{more}")
        conflicts = self._told([other for other in rules if self._is_against(self.clauses[other])])
        overlaps = self._told([other for other in rules if self._says_the_same(self.clauses[other])])
        return Met(rules, conflicts, overlaps, tuple(self.undecided))

    def _concerns(self, other: Clause) -> bool:
        return self._is_against(other) or self._says_the_same(other)

    def _is_against(self, other: Clause) -> bool:
        return {self.clause.effect, other.effect} == set(OUTCOME_OF)

    def _says_the_same(self, other: Clause) -> bool:
        """Whether a clause has the same effect, and calls for or lifts something that this one does."""
        if self.clause.effect != other.effect:
            return False
        return self.clause.targets == other.targets or not set(self.clause.targets).isdisjoint(other.targets)

    def _told(self, others: Sequence[Rule]) -> Meetings:
        try:
            with self.subject.diagrams.at_most(MOST_NODES, steps=MOST_STEPS):
                pairs = list(self._pairs(others[:MOST_COUNTED]))
                return Meetings(tuple(self._shown(pairs)), len(others))
        except DiagramTooLargeError:
            names = listing([f"`{self.clauses[other].name}`" for other in others[:MOST_SHOWN]])
            self.undecided.append(f"in which cases `{self.clause.name}` stands together with {names}")
            return Meetings((), len(others))

    def _pairs(self, others: Iterable[Rule]) -> Iterator[_Pair]:
        subject = self.subject
        here = subject.both(subject.stands(self.rule), subject.possible)
        for other in others:
            there = subject.both(subject.stands(other), subject.possible)
            node = subject.both(here, there)
            yield _Pair(other, node, _lies(here, there, node), subject.kinds(node))

    def _shown(self, pairs: Iterable[_Pair]) -> Iterator[Meeting]:
        def first(pair: _Pair) -> tuple[int, int]:
            by_lie = 0 if self._is_against(self.clauses[pair.other]) else _BY_LIE.index(pair.lies)
            return by_lie, -pair.kinds.affected

        for pair in sorted(pairs, key=first)[:MOST_SHOWN]:
            name = self.clauses[pair.other].name
            case = self.draft.case(pair.node, self.clause.name, name)
            yield Meeting(
                name,
                self.subject.rules[pair.other].report("certainly").effect,
                self.clauses[pair.other].summary,
                pair.kinds,
                pair.lies,
                case,
                self._prevails(self.clauses[pair.other]),
            )

    def _prevails(self, other: Clause) -> str | None:
        """Return the name of the clause for which the policy settles a conflict; nothing where it settles nothing."""
        winner = {"prohibition": "prohibits", "permission": "permits"}.get(self.subject.policy.conflicts or "")
        if not self._is_against(other) or winner is None:
            return None
        return self.clause.name if self.clause.effect == winner else other.name


def _lies(here: Node, there: Node, both: Node) -> Lie:
    if here == there:
        return "the same"
    if both == here:
        return "within"
    return "around" if both == there else "in part"
