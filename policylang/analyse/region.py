"""Regions: where something is so, as few sets of cases, no two of which overlap, each in words.

A region gives some variables the cells that are left to them; all others have all of theirs. Regions are exact: the
possible cases in them are just those in which it is so.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice

from policylang.analyse.subject import Subject
from policylang.core.domain import YES
from policylang.diagram.algebra import conjoin, disjoin, negate
from policylang.diagram.manager import TRUE, Cells, Diagrams, DiagramTooLargeError, Node, Variable
from policylang.diagram.order import sift, transfer
from policylang.diagram.walk import leaves, paths
from policylang.evaluate.labels import sentence
from policylang.semantics.policy import Path

Region = Mapping[Variable, Cells]
MOST_REGIONS = 200
_MOST_NODES = 20_000
_MOST_SWAPS = 2_000


def regions(subject: Subject, node: Node, *, most: int = MOST_REGIONS) -> tuple[Region, ...]:
    """Return regions that together are where something holds, as far as a case can be.

    They are few, not fewest: the least number is hard to find (to cover by disjoint cubes is NP-hard already for yes
    and no), so paths of a small diagram are joined and widened as long as that keeps them exact.

    Args:
        subject: The policy.
        node: Where it holds.
        most: How many regions there may be.

    Raises:
        DiagramTooLargeError: There would be more, or the diagrams would be too large.
    """
    diagrams, target, possible = _apart(subject, node)
    found = [dict(each) for each in islice(paths(diagrams, target, TRUE), 4 * most + 1)]
    if len(found) > 4 * most:
        raise DiagramTooLargeError
    every = subject.domain.everything
    joined = _joined(found, every)
    widened = _Widening(diagrams, target, possible, every).widened(joined)
    done = _joined(widened, every)
    if len(done) > most:
        raise DiagramTooLargeError
    return tuple(sorted(done, key=lambda region: _in_order(subject, region)))


def _apart(subject: Subject, node: Node) -> tuple[Diagrams, Node, Node]:
    """Return the diagrams in a manager of their own, in an order that suits them."""
    source = subject.diagrams
    diagrams = Diagrams(source.sizes, order=source.order)
    with diagrams.at_most(_MOST_NODES):
        target, possible = transfer(source, [conjoin(source, [node, subject.possible]), subject.possible], diagrams)
        sift(diagrams, [target, possible], most_swaps=_MOST_SWAPS)
    return diagrams, target, possible


def _in_order(subject: Subject, region: Region) -> tuple[object, ...]:
    return len(region), sorted((variable, cells) for variable, cells in region.items()), subject.policy.name


def _joined(found: list[dict[Variable, Cells]], every: Sequence[Cells]) -> list[dict[Variable, Cells]]:
    """Return regions of which two that differ in one variable alone are one."""
    left = {frozenset(region.items()) for region in found}
    changed = True
    while changed:
        changed = False
        for variable in sorted({variable for region in left for variable, _ in region}):
            groups: dict[frozenset[tuple[Variable, Cells]], int] = {}
            for region in sorted(left, key=sorted):
                rest = frozenset(each for each in region if each[0] != variable)
                cells = dict(region).get(variable, every[variable])
                groups[rest] = groups.get(rest, 0) | cells
            together = {
                rest if cells == every[variable] else rest | {(variable, cells)} for rest, cells in groups.items()
            }
            if len(together) < len(left):
                left, changed = together, True
    return [dict(region) for region in left]


class _Widening:
    """Takes out of regions what they need not say, since no other case is possible, or since no other region has it."""

    def __init__(self, diagrams: Diagrams, target: Node, possible: Node, every: Sequence[Cells]) -> None:
        self.diagrams = diagrams
        self.possible = possible
        self.every = every
        with diagrams.at_most(_MOST_NODES):
            self.allowed = disjoin(diagrams, [target, negate(diagrams, possible)])

    def widened(self, found: list[dict[Variable, Cells]]) -> list[dict[Variable, Cells]]:
        """Return the regions, each as wide as it can be without overlap."""
        done = sorted(found, key=lambda region: (-len(region), sorted(region.items())))
        for number, region in enumerate(done):
            others = [each for place, each in enumerate(done) if place != number and each]
            for variable in sorted(region):
                wider = {each: cells for each, cells in region.items() if each != variable}
                if self._is_allowed(wider) and not any(self._meet(wider, other) for other in others):
                    region = wider  # noqa: PLW2901 - what is left of it
            done[number] = region
        return done

    def _is_allowed(self, region: Region) -> bool:
        return leaves(self.diagrams, self.allowed, region) == {TRUE}

    def _meet(self, one: Region, other: Region) -> bool:
        """Whether a possible case lies in both."""
        both = dict(one)
        for variable, cells in other.items():
            both[variable] = both.get(variable, self.every[variable]) & cells
            if not both[variable]:
                return False
        return TRUE in leaves(self.diagrams, self.possible, both)


# ---------------------------------------------------------------- in words


def said(subject: Subject, region: Region) -> tuple[str, ...]:
    """Return a region as sentences that all hold in it, in the order in which the policy's files declare the facts.

    That a thing is there is left out where a part of it is told.
    """
    return tuple(
        sentence(subject.policy, subject.domain, variable, region[variable]) for variable in _told(subject, region)
    )


def _told(subject: Subject, region: Region) -> Iterator[Variable]:
    variables = subject.domain.variables
    implied = {thing for each in region for thing in variables[each].things}
    place = _declared(subject)
    for variable in sorted(region, key=lambda each: (place(variables[each].path), each)):
        if variable not in implied or region[variable] != 1 << YES:
            yield variable


def _declared(subject: Subject) -> Callable[[Path | None], int]:
    """Return the function from a path to its place among all that the policy's files declare; the day comes first."""
    place = {path: number for number, (path, _) in enumerate(subject.policy.paths.values())}
    return lambda path: -1 if path is None else place.get(path, len(place))


def node_of(subject: Subject, region: Region) -> Node:
    """Return where a region is, as a diagram."""
    return conjoin(subject.diagrams, (subject.diagrams.test(variable, cells) for variable, cells in region.items()))
