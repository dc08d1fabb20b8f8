"""Which clauses can stand together, among thousands: candidates by bits, and only what these leave open by diagrams.

Where a clause stands is a few regions of cells, or one around it. For each cell the clauses that it does not rule out
are the bits of one number, as in the index of the evaluator; so for a region one *or* over its cells and one *and* over
its variables give all clauses that it can meet. That is the answer where the regions are exact and at most one of the
two depends on what is said of possible cases; the other pairs are put together as diagrams, one by one.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from policylang.analyse.subject import Subject
from policylang.core.index import bits_of, positions, rows_of
from policylang.core.program import Rule
from policylang.diagram.manager import FALSE, TRUE, Cells, DiagramTooLargeError, Variable
from policylang.diagram.walk import leaves, support

MOST_CHECKED = 200_000
"""How many pairs are put together as diagrams."""
_MOST_NODES = 5_000
_MOST_STEPS = 200_000


class Meetings(NamedTuple):
    """Which of some clauses stand together with which of others, as far as a case can be.

    with_each: for each of the first, the others that it meets, as bits: their places among the others.
    undecided: the same for pairs that were not decided.
    """

    ones: tuple[Rule, ...]
    others: tuple[Rule, ...]
    with_each: Mapping[Rule, int]
    undecided: Mapping[Rule, int]

    @property
    def pairs(self) -> int:
        """How many pairs meet."""
        return sum(bits.bit_count() for bits in self.with_each.values())

    def met(self, one: Rule) -> tuple[Rule, ...]:
        """Return the others that a clause meets."""
        return self.named(self.with_each[one])

    def named(self, bits: int) -> tuple[Rule, ...]:
        """Return the others at some places."""
        return tuple(self.others[place] for place in positions(bits))


def meetings(subject: Subject, ones: Sequence[Rule], others: Sequence[Rule]) -> Meetings:
    """Return which clauses stand together.

    Raises:
        DiagramTooLargeError: Which cases are possible is not known.

    Cost: For each of the first some operations on numbers of as many bits as there are others, and a small diagram for
        each pair that these leave open.
    """
    search = _Search(subject, others)
    with_each: dict[Rule, int] = {}
    undecided: dict[Rule, int] = {}
    for one in ones:
        certain, open_ = search.candidates(one)
        met, left = search.checked(one, open_ & ~certain)
        with_each[one] = certain | met
        if left:
            undecided[one] = left
    return Meetings(tuple(ones), tuple(others), with_each, undecided)


class _Standing(NamedTuple):
    """Regions in which a clause stands. Of one that is not exact it may be found nowhere."""

    regions: tuple[Mapping[Variable, Cells], ...]
    exact: bool


class _Layer:
    """One region of each clause, as bits: clauses by their places."""

    def __init__(
        self, sizes: Sequence[int], regions: Mapping[int, Mapping[Variable, Cells]], bound: set[Variable]
    ) -> None:
        self.everything = bits_of(list(regions))
        self.bound = bits_of([place for place, region in regions.items() if not bound.isdisjoint(region)])
        ruled_out: dict[Variable, list[list[int]]] = {}
        for place, region in regions.items():
            for variable, cells in region.items():
                per_cell = ruled_out.setdefault(variable, [[] for _ in range(sizes[variable])])
                for cell in range(sizes[variable]):
                    if not cells >> cell & 1:
                        per_cell[cell].append(place)
        self.masks = {
            variable: [self.everything & ~bits_of(places) for places in per_cell]
            for variable, per_cell in ruled_out.items()
        }

    def meeting(self, region: Mapping[Variable, Cells]) -> int:
        """Return the clauses whose region has cells in common with one."""
        found = self.everything
        for variable, cells in region.items():
            masks = self.masks.get(variable)
            if masks is not None:
                found &= _either(masks, cells)
            if not found:
                break
        return found


def _either(masks: Sequence[int], cells: Cells) -> int:
    found = 0
    for cell, mask in enumerate(masks):
        if cells >> cell & 1:
            found |= mask
    return found


class _Search:
    """Finds which of some clauses another meets."""

    def __init__(self, subject: Subject, others: Sequence[Rule]) -> None:
        self.subject = subject
        self.others = others
        self.possible = subject.possible
        self.bound = set(support(subject.diagrams, [self.possible]))
        self.left = MOST_CHECKED
        exact: list[dict[int, Mapping[Variable, Cells]]] = []
        around: dict[int, Mapping[Variable, Cells]] = {}
        for place, other in enumerate(others):
            standing = self._standing(other)
            for number, region in enumerate(standing.regions):
                if not standing.exact:
                    around[place] = region
                    continue
                if number == len(exact):
                    exact.append({})
                exact[number][place] = region
        sizes = subject.domain.sizes
        self.exact = [_Layer(sizes, each, self.bound) for each in exact]
        self.around = _Layer(sizes, around, self.bound)

    def _standing(self, rule: Rule) -> _Standing:
        program = self.subject.program
        rows = rows_of(program, rule, program.roots.stands[rule])
        possible = [row.region for row in rows if self._is_possible(row.region)]
        return _Standing(tuple(possible), all(row.exact for row in rows))

    def _is_possible(self, region: Mapping[Variable, Cells]) -> bool:
        if self.bound.isdisjoint(region):
            return self.possible != FALSE
        return TRUE in leaves(self.subject.diagrams, self.possible, region)

    def candidates(self, one: Rule) -> tuple[int, int]:
        """Return the clauses that a clause meets for certain, and those that it may meet."""
        certain = open_ = 0
        standing = self._standing(one)
        for region in standing.regions:
            open_ |= self.around.meeting(region)
            is_bound = not self.bound.isdisjoint(region)
            for layer in self.exact:
                met = layer.meeting(region)
                doubtful = met if not standing.exact else met & layer.bound if is_bound else 0
                open_ |= doubtful
                certain |= met & ~doubtful
        return certain, open_

    def checked(self, one: Rule, open_: int) -> tuple[int, int]:
        """Return of the clauses that a clause may meet those that it does, and those for which it was not decided."""
        met, undecided = [], []
        for place in positions(open_):
            self.left -= 1
            try:
                with self.subject.diagrams.at_most(_MOST_NODES, steps=_MOST_STEPS if self.left >= 0 else 0):
                    if self._meet(one, self.others[place]):
                        met.append(place)
            except DiagramTooLargeError:
                undecided.append(place)
        return bits_of(met), bits_of(undecided)

    def _meet(self, one: Rule, other: Rule) -> bool:
        subject = self.subject
        return subject.both(subject.stands(one), subject.stands(other), self.possible) != FALSE
