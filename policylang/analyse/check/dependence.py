"""Dependence that is seen at once: two cases that can be, differ in one variable alone, and are not decided alike.

To show that something does not depend on a variable takes diagrams of the size of all decisions. That it does is mostly
seen on two ways through one of them, which part at the variable and end differently.
"""

from collections.abc import Iterator, Mapping

from policylang.analyse.subject import Subject
from policylang.diagram.algebra import restrict
from policylang.diagram.manager import FALSE, LEAF, TRUE, Cell, Node, Variable
from policylang.diagram.walk import leaf_at

MOST_WAYS = 4
"""So many nodes that ask a variable are tried in a diagram."""


class Dependence:
    """Tells of a diagram on which variables it is seen to depend.

    Args:
        subject: The policy; cases are those that it says are possible.
        node: The diagram.
    """

    def __init__(self, subject: Subject, node: Node) -> None:
        self.subject = subject
        self.node = node
        self.above: dict[Node, tuple[Node, Cell]] = {}
        """For each node but the first, one that leads to it, and by which cell."""
        self.asking: dict[Variable, list[Node]] = {}
        diagrams = subject.diagrams
        seen = {node}
        todo = [node]
        for each in todo:
            if diagrams.variable[each] != LEAF:
                self.asking.setdefault(diagrams.variable[each], []).append(each)
            for cell, child in enumerate(diagrams.children[each]):
                if child not in seen:
                    seen.add(child)
                    self.above[child] = (each, cell)
                    todo.append(child)

    def is_seen(self, variable: Variable) -> bool:
        """Whether two cases are found at once that differ in a variable alone, and in what the diagram says."""
        children = self.subject.diagrams.children
        for node in self.asking.get(variable, [])[:MOST_WAYS]:
            one = 0
            other = next(cell for cell, child in enumerate(children[node]) if child != children[node][one])
            way = dict(self._way(node))
            way.update(self._parting(children[node][one], children[node][other]))
            if self._can_be(way, variable, one, other):
                return True
        return False

    def _way(self, node: Node) -> Iterator[tuple[Variable, Cell]]:
        """Yield the cells that lead to a node."""
        while node != self.node:
            node, cell = self.above[node]
            yield self.subject.diagrams.variable[node], cell

    def _parting(self, one: Node, other: Node) -> Iterator[tuple[Variable, Cell]]:
        """Yield cells by which two diagrams come to different leaves; they are not the same."""
        diagrams = self.subject.diagrams
        while not (diagrams.is_leaf(one) and diagrams.is_leaf(other)):
            variable = diagrams.order[min(diagrams.level_of(one), diagrams.level_of(other))]
            ones, others = (
                diagrams.children[each] if diagrams.variable[each] == variable else (each,) * diagrams.sizes[variable]
                for each in (one, other)
            )
            cell = next(cell for cell, (a, b) in enumerate(zip(ones, others, strict=True)) if a != b)
            yield variable, cell
            one, other = ones[cell], others[cell]

    def _can_be(self, way: Mapping[Variable, Cell], variable: Variable, one: Cell, other: Cell) -> bool:
        """Whether cases with such cells are possible, be the variable in the one cell or in the other."""
        diagrams, possible = self.subject.diagrams, self.subject.possible
        known = {each: 1 << cell for each, cell in {**way, variable: one}.items()}
        (left,) = restrict(diagrams, [possible], known)
        if left == FALSE:
            return False
        cells = [0] * len(diagrams.sizes)
        for each, cell in way.items():
            cells[each] = cell
        while left != TRUE:
            cell = next(cell for cell, child in enumerate(diagrams.children[left]) if child != FALSE)
            cells[diagrams.variable[left]] = cell
            left = diagrams.children[left][cell]
        cells[variable] = other
        return leaf_at(diagrams, possible, cells) == TRUE
