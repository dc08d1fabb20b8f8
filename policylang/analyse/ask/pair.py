"""Two cases that differ in one fact alone, each in a place of its own: they show that it turns on the fact."""

import datetime as dt
from collections.abc import Mapping, Set as AbstractSet
from typing import NamedTuple

from policylang.analyse.subject import Subject
from policylang.analyse.witness import Witness, costs, witness_of
from policylang.core.domain import DAY
from policylang.diagnostics.errors import InternalError
from policylang.diagram.manager import TRUE, Cell, Node, Variable
from policylang.diagram.quantify import somewhere
from policylang.diagram.walk import cheapest, leaves
from policylang.semantics.policy import Path

Cells = Mapping[Variable, Cell]


def variables_of(subject: Subject, path: Path) -> frozenset[Variable]:
    """Return the variables that say what is so of a fact, a part or a thing with all its parts."""
    return frozenset(
        number
        for number, each in enumerate(subject.domain.variables)
        if each.path and each.path.fact == path.fact and each.path.parts[: len(path.parts)] == path.parts
    )


def pair(
    subject: Subject, one: Node, other: Node, free: AbstractSet[Variable], *, on: dt.date | None = None
) -> tuple[Witness, Witness] | tuple[()]:
    """Return a case in which one thing holds, and one in which another does, that differ in one fact alone.

    What is left open in them is the same in both, whatever it is. Nothing is returned where there are none.

    Args:
        subject: The policy.
        one: Where the first case is to be.
        other: Where the second case is to be; never where the first is.
        free: The variables in which they may differ: those of a fact.
        on: The day of both.

    Raises:
        DiagramTooLargeError: The diagrams would be too large.
    """
    found = _Pair(subject, one, other, free).found()
    if found is None:
        return ()
    first, second = (witness_of(subject, each) for each in found)
    if on is not None and first.day is not None:
        return first._replace(day=on), second._replace(day=on)
    return first, second


class _Sides(NamedTuple):
    """What both cases share, and what each has of its own."""

    shared: dict[Variable, Cell]
    first: dict[Variable, Cell]
    second: dict[Variable, Cell]


class _Pair:
    """The search for two cases that differ in some variables alone."""

    def __init__(self, subject: Subject, one: Node, other: Node, free: AbstractSet[Variable]) -> None:
        self.subject = subject
        self.free = free
        self.nodes = tuple(subject.both(each, subject.possible) for each in (one, other))

    def found(self) -> tuple[Cells, Cells] | None:
        """Return the cells of both cases, as few as it takes."""
        subject = self.subject
        meeting = subject.both(*(somewhere(subject.diagrams, each, self.free) for each in self.nodes))
        last = subject.diagrams.test(DAY, 1 << subject.domain.variables[DAY].size - 1)
        shared = self._way(subject.both(meeting, last)) or self._way(meeting)
        if shared is None:
            return None
        sides = self._fewest(self._sides(shared))
        return {**sides.shared, **sides.first}, {**sides.shared, **sides.second}

    def _sides(self, shared: dict[Variable, Cell]) -> _Sides:
        own: list[dict[Variable, Cell]] = []
        for node in self.nodes:
            way = self._way(self.subject.both(node, self._cube(shared)))
            if way is None:
                raise InternalError("two cases were found, and are not there")
            own.append({variable: cell for variable, cell in way.items() if variable in self.free})
            shared = {**shared, **{variable: cell for variable, cell in way.items() if variable not in self.free}}
        return _Sides(shared, *own)

    def _fewest(self, sides: _Sides) -> _Sides:
        """Return the cells without those that are not needed in either case."""
        impossible = self.subject.no(self.subject.possible)
        fine = [self.subject.either(each, impossible) for each in self.nodes]
        for cells in sides:
            for variable in sorted(cells, key=lambda each: (each == DAY, each)):
                kept = cells.pop(variable)
                both = ({**sides.shared, **sides.first}, {**sides.shared, **sides.second})
                if not all(self._holds(node, each) for node, each in zip(fine, both, strict=True)):
                    cells[variable] = kept
        return sides

    def _holds(self, node: Node, cells: Cells) -> bool:
        known = {variable: 1 << cell for variable, cell in cells.items()}
        return leaves(self.subject.diagrams, node, known) == {TRUE}

    def _way(self, node: Node) -> dict[Variable, Cell] | None:
        best = cheapest(self.subject.diagrams, node, lambda leaf: leaf == TRUE, costs(self.subject))
        return None if best is None else best[1]

    def _cube(self, cells: Cells) -> Node:
        diagrams = self.subject.diagrams
        return self.subject.both(*(diagrams.test(variable, 1 << cell) for variable, cell in cells.items()))
