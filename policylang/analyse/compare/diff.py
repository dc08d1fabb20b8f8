"""What changed between two versions of a policy, or between two dates of one, and as exactly what did not.

Outcomes are compared as wholes where their diagrams are not too large; where they are, the clauses are still compared
one by one, and it is said that no more was.
"""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from typing import NamedTuple, TypeVar

from policylang.analyse.compare.clauses_compared import Comparing, hull, other_names, said_regions
from policylang.analyse.compare.comparing import GROUNDED, MOST_PARTS, Compared, Half, Key, Pair, Part
from policylang.analyse.compare.confirming import Confirming, Written, has, is_by
from policylang.analyse.compare.difference import (
    NO_KINDS,
    Change,
    Difference,
    Ground,
    NewValues,
    OtherGround,
    Side,
    Stay,
    Verdict,
)
from policylang.analyse.compare.merging import Merged, Novel, merged
from policylang.analyse.compare.names_compared import called_for, definitions, header
from policylang.analyse.compare.rewriting import Translation
from policylang.analyse.given import NOTHING, Given
from policylang.analyse.indifferent import indifferent, names
from policylang.analyse.subject import Kinds, Subject, subject, subjects
from policylang.diagnostics.errors import CaseError
from policylang.diagram.manager import FALSE, TRUE, Diagrams, DiagramTooLargeError
from policylang.evaluate.labels import listing
from policylang.semantics.decision import ClauseReport
from policylang.semantics.policy import OUTCOMES, Policy

Item = TypeVar("Item")

MOST_NODES = 300_000
MOST_STEPS = 1_000_000
_SMALL = 500
"""Where cases that stay take more nodes, they are not told in regions."""
FEW_REGIONS = 4
"""What stays is told in so many regions, or not told in regions."""
_BASES = {
    "clauses": "by clauses",
    "default": "by default",
    "conflict rule": "by the conflict rule",
    "outside scope": "outside the scope",
}
NOT_AS_WHOLES = "the outcomes as wholes: they are too large; the clauses were compared one by one"


def diff(
    old: Policy,
    new: Policy,
    *,
    on: dt.date | None = None,
    rename: Mapping[str, str] | None = None,
    given: Given = NOTHING,
) -> Difference:
    """Return what changed between two versions of a policy.

    Args:
        old: The version before.
        new: The version after.
        on: The day on which both are asked; without one they are compared on all days.
        rename: What facts, parts and values of the version before are called in the version after.
        given: What is given of all cases that are compared, in the words of the version after.

    Raises:
        RenameError: A name of `rename` is not there, or cannot be taken for the other.
        CaseError: No case can be as is given, or the version before cannot tell it.
    """
    comparison, together = prepared(old, new, on=on, rename=rename, given=given)
    new_values = tuple(comparison.new_values(together))
    found = comparison.difference()
    changed = (*together.names, *called_for(old, new))
    return found._replace(names=(*changed, *found.names), header=tuple(header(old, new)), new_values=new_values)


def prepared(
    old: Policy,
    new: Policy,
    *,
    on: dt.date | None = None,
    rename: Mapping[str, str] | None = None,
    given: Given = NOTHING,
    limits: "Limits | None" = None,
) -> tuple["Comparison", Merged]:
    """Return the comparison of two versions of a policy, and how they were put over one set of facts.

    Args:
        old: As for `diff`.
        new: As for `diff`.
        on: As for `diff`.
        rename: As for `diff`.
        given: As for `diff`.
        limits: How far it may go. With limits it is made in short, and outcomes are put together only where clauses
            or the header differ.

    Raises:
        RenameError: As for `diff`.
        CaseError: As for `diff`.
        DiagramTooLargeError: Which cases are possible is not known.
    """
    together = merged(old, new, rename or {})
    over_both = given._replace(knowledge=together.from_new.knowledge(given.knowledge))
    before, after = subjects(
        [together.old, together.new], asking=together.asking, given=over_both, with_verdicts=limits is None
    )
    after.must_be_possible(on)
    halves = Half(before, on), Half(after, on)
    with _limited(before.diagrams, limits):
        pair = Pair(*halves, after.condition(together.told))
        if given.knowledge.known and pair.compared.possible == FALSE:
            raise CaseError("what is given can be in one of the two versions alone", code="P0605")
        pair.same = other_names(pair)
    written = Written.of(old, new, together, given)
    return Comparison(pair, written, in_short=limits is not None, limits=limits), together


def diff_dates(policy: Policy, first: dt.date, then: dt.date, *, given: Given = NOTHING) -> Difference:
    """Return what changed from one date of a policy to another.

    Args:
        policy: The policy.
        first: The date before.
        then: The date after.
        given: What is given of all cases that are compared.

    Raises:
        CaseError: No case can be as is given.
    """
    asked = subject(policy, given=given)
    asked.must_be_possible(then)
    return between(asked, first, then).difference()


def between(
    asked: Subject, first: dt.date, then: dt.date, *, in_short: bool = False, limits: "Limits | None" = None
) -> "Comparison":
    """Return the comparison of a policy under analysis on one date and on another."""
    with _limited(asked.diagrams, limits):
        pair = Pair(Half(asked, first), Half(asked, then), TRUE)
    as_it_is = Translation(), Translation()
    written = Written(asked.policy, asked.policy, *as_it_is, asked.given, asked.given)
    return Comparison(pair, written, in_short=in_short, limits=limits)


class Limits(NamedTuple):
    """How far a comparison may go: in nodes and steps for each question, and in how many parts what changes is told."""

    nodes: int
    steps: int
    parts: int


@contextmanager
def _limited(diagrams: Diagrams, limits: Limits | None = None) -> Iterator[None]:
    nodes, steps = (MOST_NODES, MOST_STEPS) if limits is None else (limits.nodes, limits.steps)
    with diagrams.at_most(nodes, steps=steps):
        yield


class Comparison:
    """Puts into words where two sides differ.

    Args:
        pair: The sides.
        written: Their policies as they were written.
        in_short: Whether regions, and what stays, are left out.
        limits: How far it may go, where that is less than the most: then less is told as well.
    """

    def __init__(self, pair: Pair, written: Written, *, in_short: bool = False, limits: Limits | None = None) -> None:
        self.pair = pair
        self.in_short = in_short
        self.limits = limits
        self.is_brief = limits is not None
        self.written = written
        self.confirming = Confirming(pair, written)
        self.undecided: list[str] = []

    def difference(self) -> Difference:
        """Return everything that changed, and what did not."""
        pair = self.pair
        found = Difference(
            _side(pair.before, self.written.before),
            _side(pair.after, self.written.after),
            None,
            NO_KINDS,
            given=self.written.given_after,
        )
        found = self.outcomes(found)
        one_by_one = Comparing(pair, self.confirming, in_short=self.is_brief)
        clauses = tuple(self._within("some clauses", one_by_one.clauses))
        duties = tuple(self._within("some duties", lambda: one_by_one.due("requires")))
        advice = tuple(self._within("some advice", lambda: one_by_one.due("recommends")))
        policies = pair.before.subject.policy, pair.after.subject.policy
        defined = tuple(definitions(pair, *policies)) if policies[0] is not policies[1] else ()
        return found._replace(
            clauses=clauses, duties=duties, advice=advice, names=defined, undecided=tuple(self.undecided)
        )

    def _within(self, what: str, made: Callable[[], Iterator[Item]]) -> Iterator[Item]:
        """Yield what is found within the limits, and note where they were met."""
        try:
            with _limited(self.pair.diagrams, self.limits):
                yield from made()
        except DiagramTooLargeError:
            self.undecided.append(f"{what}: they are too large")

    # ------------------------------------------------------------ outcomes

    def outcomes(self, found: Difference) -> Difference:
        """Return a difference with the outcomes compared."""
        pair = self.pair
        try:
            with _limited(pair.diagrams, self.limits):
                changes = tuple(self.changes())
                found = found._replace(
                    verdict=_verdict(changes),
                    compared=pair.kinds(pair.changed),
                    changes=changes,
                    possible_before=self._possible_alone(pair.before),
                    possible_after=self._possible_alone(pair.after),
                )
        except DiagramTooLargeError:
            self.undecided.append(NOT_AS_WHOLES)
            return found
        return self._unchanged(found)

    def changes(self) -> Iterator[Change]:
        """Yield the cases whose outcome changes, by what it is by: the stricter first, then the more."""
        most = MOST_PARTS if self.limits is None else self.limits.parts
        found = self.pair.parts(self.pair.changed, most=most)
        made = [self._change(part, and_more=found.told_by != "all") for part in found.parts]
        yield from sorted(made, key=lambda each: (-_step(each), -each.kinds.affected))

    def _change(self, part: Part, *, and_more: bool) -> Change:
        before, after = self._grounds(part, and_more=and_more)
        shown = self.confirming.shown(
            part.node,
            f"{_by(before)} before, {_by(after)} after",
            is_by(before, frozenset(part.clauses_before)),
            is_by(after, frozenset(part.clauses_after)),
        )
        if self.in_short:
            return Change(before, after, self.pair.kinds(part.node), None, shown)
        regions = said_regions(self.pair.compared, part.node)
        within = hull(self.pair.compared, part.node) if regions is None else ()
        return Change(before, after, self.pair.kinds(part.node), regions, shown, within)

    def _grounds(self, part: Part, *, and_more: bool) -> tuple[Ground, Ground]:
        sides = (
            (self.pair.before, part.before, part.clauses_before),
            (self.pair.after, part.after, part.clauses_after),
        )
        before, after = (
            Ground(half.subject.policy.name, *said, _reports(half, keys), and_more and said[1] in GROUNDED)
            for half, said, keys in sides
        )
        return before, after

    # ------------------------------------------------------------ what stays

    def _unchanged(self, found: Difference) -> Difference:
        """Return a difference with what stays, as far as that is found within the limits."""
        pair = self.pair
        try:
            with _limited(pair.diagrams, self.limits):
                found = found._replace(
                    regrounded=pair.kinds(pair.regrounded) if pair.regrounded != FALSE else NO_KINDS,
                    other_grounds=None if self.is_brief else self._other_grounds(),
                )
        except DiagramTooLargeError:
            self.undecided.append("by which clauses the outcomes stay that stay: there are too many ways")
        if self.in_short:
            return found
        try:
            with _limited(pair.diagrams, self.limits):
                facts = indifferent(pair.compared, pair.changed) if pair.changed != FALSE else ()
                found = found._replace(stays=tuple(self._stays()), indifferent=names(pair.compared, facts))
        except DiagramTooLargeError:
            self.undecided.append("on which facts the change does not depend: the cases that stay are too large")
            found = found._replace(indifferent=None)
        return found

    def _other_grounds(self) -> tuple[OtherGround, ...] | None:
        found = self.pair.parts_by_all(self.pair.regrounded)
        if found is None:
            return None
        made = []
        for part in found:
            before, after = self._grounds(part, and_more=False)
            says = is_by(before, frozenset(part.clauses_before)), is_by(after, frozenset(part.clauses_after))
            self.confirming.confirm(part.node, *says)
            made.append(OtherGround(before, after, self.pair.kinds(part.node)))
        return tuple(sorted(made, key=lambda each: -each.kinds.affected))

    def _stays(self) -> Iterator[Stay]:
        """Yield the cases that have an outcome on both sides."""
        for outcome in reversed(OUTCOMES):
            node = self.pair.staying(outcome)
            kinds = self.pair.kinds(node)
            if kinds.affected:
                is_small = len(self.pair.diagrams.reachable([node])) <= _SMALL
                few = said_regions(self.pair.compared, node, most=FEW_REGIONS) if is_small else None
                yield Stay(outcome, kinds, few)

    def _possible_alone(self, half: Half) -> Kinds:
        node = self.pair.possible_alone(half)
        return half.subject.kinds(node, day=half.day) if node != FALSE else NO_KINDS

    # ------------------------------------------------------------ what only the version after can tell

    def new_values(self, together: Merged) -> Iterator[NewValues]:
        """Yield what the version after decides about cases with values that the version before cannot tell."""
        for each in together.novel:
            yield from self._within(f"the cases in which {each.said}", partial(self._new_values, each, together))

    def _new_values(self, novel: Novel, together: Merged) -> Iterator[NewValues]:
        after = self.pair.after
        told, where = (after.at(after.subject.condition(each)) for each in (together.told_after, novel.condition))
        among = Compared(after.subject, after.subject.both(after.possible, told))
        novel_cases = among.both(where, among.possible)
        every = among.kinds(novel_cases, day=after.day).affected
        verdict = after.verdict_within(novel_cases)
        for outcome in reversed(OUTCOMES):
            node = among.both(novel_cases, self.pair.having(verdict, outcome))
            if node != FALSE:
                title = f"{outcome if outcome != OUTCOMES[0] else 'not prohibited'} where {novel.said}"
                given, scenario = self.confirming.shown_after(node, title, has(outcome))
                kinds = Kinds(among.kinds(node, day=after.day).affected, every)
                yield NewValues(novel.said, outcome, kinds, said_regions(among, node), given, scenario)


def _side(half: Half, written: Policy) -> Side:
    editions = [each for each in written.editions if half.day is not None and each.period.contains(half.day)]
    title = next((each.title for each in editions if each.title), written.title)
    edition = editions[-1].name if editions else None
    return Side(written.name, title, written.digest, half.day, edition)


def _reports(half: Half, keys: tuple[Key, ...]) -> tuple[ClauseReport, ...]:
    rules = half.subject.program.rules
    return tuple(rules[half.rules[key]].report("certainly") for key in keys)


def _by(ground: Ground) -> str:
    granted = ground.outcome == "prohibited" or ground.basis in GROUNDED
    outcome = ground.outcome if granted else "not prohibited"
    names = listing(ground.names)
    return f"{outcome} {f'by {names}' if names else _BASES[ground.basis]}"


def _step(change: Change) -> int:
    """Return by how many steps of the scale an outcome gets stricter."""
    return OUTCOMES.index(change.after.outcome) - OUTCOMES.index(change.before.outcome)


def _verdict(changes: tuple[Change, ...]) -> Verdict:
    directions = {_step(each) > 0 for each in changes}
    if not directions:
        return "equivalent"
    if len(directions) == len((True, False)):
        return "incomparable"
    return "stricter" if True in directions else "looser"
