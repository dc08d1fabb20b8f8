"""A change shown by a case: the smallest one, decided by the reference on both sides before it is shown."""

from collections.abc import Callable
from typing import NamedTuple

from policylang.analyse.compare.comparing import GROUNDED, Compared, Half, Key, Pair
from policylang.analyse.compare.difference import Case, Ground, Shown
from policylang.analyse.compare.merging import Merged
from policylang.analyse.compare.rewriting import Translation
from policylang.analyse.given import NOTHING, Given
from policylang.analyse.subject import Subject
from policylang.analyse.witness import (
    Witness,
    completed,
    confirm,
    confirm_standing,
    does_stand,
    given,
    replay,
    scenario,
    sure_witness,
)
from policylang.diagnostics.errors import InternalError
from policylang.diagram.manager import Node
from policylang.semantics.decision import AdviceReport, Decision, DutyReport
from policylang.semantics.knowledge import Knowledge, Known, Members, Presence
from policylang.semantics.policy import OUTCOME_OF, Policy
from policylang.semantics.types import SetOf, Slot

Says = Callable[[Decision], bool]


class Written(NamedTuple):
    """The two policies as they were written, and how they lead to those that are compared.

    `given_before` and `given_after` are what is given of all cases, as a scenario in the file of each says it.
    """

    before: Policy
    after: Policy
    from_before: Translation
    from_after: Translation
    given_before: Given = NOTHING
    given_after: Given = NOTHING

    @classmethod
    def of(cls, old: Policy, new: Policy, merged: Merged, given: Given = NOTHING) -> "Written":
        """Return two policies with how they were put over one set of facts; what is given is so in words of the new."""
        return cls(old, new, merged.from_old, merged.from_new, given_after=given)


class Confirming:
    """Finds a case for each change, and has the reference decide it.

    Args:
        pair: The two sides.
        written: Their policies as they were written.
    """

    def __init__(self, pair: Pair, written: Written) -> None:
        self.pair = pair
        self.written = written

    def shown(self, node: Node, title: str, before: Says, after: Says, *, whole: bool = False) -> Shown:
        """Return the smallest case in which something holds, once the reference says on each side what it must.

        Args:
            node: Where it holds, within the cases that are compared.
            title: What the case shows.
            before: Whether a decision on the side before is as it must be.
            after: The same for the side after.
            whole: Whether it is decided with nothing left open, which is quicker; `given` is as short.

        Raises:
            InternalError: The reference does not confirm it.
        """
        pair, found = self.pair, sure_witness(self.pair.all, node)
        tried = completed(pair.all, found) if whole else found
        one, was = replay(pair.before.subject, self._on(tried, pair.before), before)
        other, now = replay(pair.after.subject, self._on(tried, pair.after), after)
        return Shown(
            given(pair.after.subject, found),
            one.day,
            other.day,
            self._scenario(pair.before, one, title, was),
            self._scenario(pair.after, other, title, now),
        )

    def confirm(self, node: Node, before: Says, after: Says) -> None:
        """Have the reference decide a case in which something holds, with nothing open, where none is to be shown.

        Raises:
            InternalError: The reference does not confirm it.
        """
        whole = completed(self.pair.all, sure_witness(self.pair.all, node))
        confirm(self.pair.before.subject, self._on(whole, self.pair.before), before)
        confirm(self.pair.after.subject, self._on(whole, self.pair.after), after)

    def confirm_moved(self, node: Node, before: Key, after: Key, *, now: bool) -> None:
        """Have the reference say that a clause stands in a case of some on one side alone: after with `now`, or before.

        Args:
            node: Where it does.
            before: What the clause is called on the side before.
            after: What it is called on the side after.
            now: Whether it stands after, and not before.

        Raises:
            InternalError: The reference does not confirm it.
        """
        whole = completed(self.pair.all, sure_witness(self.pair.all, node))
        for half, (policy, name), wanted in ((self.pair.before, before, not now), (self.pair.after, after, now)):
            subject = half.subject
            if does_stand(subject, self._on(whole, half), policy or subject.policy.name, name) != wanted:
                raise InternalError(f"the reference does not confirm where `{name}` stands: {whole!r}")

    def shown_after(self, node: Node, title: str, says: Says) -> tuple[tuple[str, ...], str]:
        """Return the smallest case in which something holds on the side after, in sentences and as a scenario.

        Raises:
            InternalError: The reference does not confirm it.
        """
        half = self.pair.after
        found = sure_witness(Compared(half.subject, half.possible), node)
        here, decision = replay(half.subject, self._on(found, half), says)
        return given(half.subject, found), self._scenario(half, here, title, decision)

    def standing_after(self, node: Node, *names: str) -> Case:
        """Return the smallest case in which something holds on the side after, once some clauses stand in it.

        Args:
            node: Where it holds, within the cases that are possible.
            names: Clauses of the policy itself.

        Raises:
            InternalError: The reference does not confirm it.
        """
        half = self.pair.after
        found = sure_witness(Compared(half.subject, half.possible), node)
        here = self._on(found, half)
        confirm_standing(half.subject, here, *names)
        return Case(given(half.subject, found), here.day if half.is_dated else None)

    def _scenario(self, half: Half, found: Witness, title: str, decision: Decision) -> str:
        """Return a case as a scenario for the file of a policy as it was written."""
        is_before = half is self.pair.before
        written = self.written.before if is_before else self.written.after
        translation = self.written.from_before if is_before else self.written.from_after
        known = translation.knowledge_back(found.knowledge).known
        slots = dict(written.paths.values())
        sayable = {path: _sayable(each, slots[path]) for path, each in known.items() if path in slots}
        told = Knowledge({path: each for path, each in sayable.items() if each is not None})
        spoken = Subject(half.subject.program, self.written.given_before if is_before else self.written.given_after)
        spoken.policy = written
        day = found.day if half.is_dated else None
        return scenario(spoken, found._replace(knowledge=told, day=day), title, decision)

    @staticmethod
    def _on(found: Witness, half: Half) -> Witness:
        return found if half.day is None else found._replace(day=half.day)


def _sayable(known: Known, slot: Slot) -> Known | None:
    """Return what is known of a fact as far as a version can say it; nothing where that is nothing."""
    match known:
        case Presence():
            return known if slot.optional else None
        case Members(included, excluded, closed) if isinstance(slot.type, SetOf):
            leaves = frozenset(slot.type.outline.leaves)
            left = Members(included & leaves, excluded & leaves, closed)
            return None if left == Members() else left
        case _:
            return known


def has(outcome: str) -> Says:
    """Return whether a decision has an outcome."""
    return lambda decision: decision.outcome == outcome


def is_by(ground: Ground, outcome_keys: frozenset[Key]) -> Says:
    """Return whether a decision has an outcome, by the clauses that it is said to be by."""

    def says(decision: Decision) -> bool:
        if decision.outcome != ground.outcome or decision.bases != (ground.basis,):
            return False
        if ground.basis not in GROUNDED:
            return True
        speaking = [each for each in decision.stands if OUTCOME_OF.get(each.effect) == ground.outcome]
        certain = {key(decision, each.policy, each.name) for each in speaking if each.certainty == "certainly"}
        if ground.and_more:
            return outcome_keys <= certain
        return outcome_keys == certain and len(speaking) == len(certain)

    return says


def is_due(name: Key, *, due: bool) -> Says:
    """Return whether a duty or advice is certainly due in a decision, or certainly not."""

    def says(decision: Decision) -> bool:
        reports: tuple[DutyReport | AdviceReport, ...] = (*decision.duties, *decision.advice)
        found = [each.certainty for each in reports if key(decision, each.policy, each.name) == name]
        return "certainly" in found if due else not found

    return says


def key(decision: Decision, policy: str, name: str) -> Key:
    """Return what something is called: without the policy where that is the one that decides."""
    return ("" if policy == decision.policy else policy), name
