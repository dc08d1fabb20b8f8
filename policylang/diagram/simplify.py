"""Diagrams made simpler where it does not matter what they are: fewer questions, the same answers where one cares.

Source: T. R. Shiple, R. Hojati, A. L. Sangiovanni-Vincentelli, R. K. Brayton, Heuristic Minimization of BDDs Using
    Don't Cares, DAC 1994, section 3 (matching of siblings, here of several of them).
"""

from collections.abc import Sequence

from policylang.diagram.algebra import apply, choose
from policylang.diagram.manager import Diagrams, Node
from policylang.diagram.walk import leaves

_ANY, _CLASH = object(), object()
"""The leaves where nobody cares, and where two branches differ though somebody does."""


def simplify(diagrams: Diagrams, operand: Node, care: Node) -> Node:
    """Return a diagram that agrees with another wherever one cares, and asks as little as is easily found.

    From the top down a variable is left out where its branches can be made one, and branches that can be made one are;
    so variables that stand high are kept where they tell most.

    Args:
        diagrams: The manager.
        operand: The diagram.
        care: True where it matters; false somewhere, it may be false everywhere.

    Raises:
        DiagramTooLargeError: There would be too many nodes, or too many steps.
    """
    whatever = diagrams.leaf(_ANY)
    simplified = _Siblings(diagrams, whatever).simplified(choose(diagrams, care, operand, whatever))
    return operand if simplified == whatever else simplified


class _Siblings:
    """Makes branches one where they agree as far as one cares."""

    def __init__(self, diagrams: Diagrams, whatever: Node) -> None:
        self.diagrams = diagrams
        self.whatever = whatever
        self.clash = diagrams.leaf(_CLASH)
        self._done: dict[Node, Node] = {}

    def simplified(self, node: Node) -> Node:
        """Return a diagram with its branches made one; it recurses as deep as there are variables."""
        found = self._done.get(node)
        if found is None:
            found = self._done[node] = self._of_node(node)
        return found

    def _of_node(self, node: Node) -> Node:
        children = self.diagrams.children[node]
        if not children:
            return node
        groups: list[Node] = []
        group_of = [self._placed(child, groups) for child in children]
        if len(groups) == 1:
            return self.simplified(groups[0])
        done = [self.simplified(group) for group in groups]
        return self.diagrams.node(self.diagrams.variable[node], [done[group] for group in group_of])

    def _placed(self, child: Node, groups: list[Node]) -> int:
        """Return the number of the first group that a branch can be made one with, and make it so."""
        for number, group in enumerate(groups):
            both = self._both((group, child))
            if both is not None:
                groups[number] = both
                return number
        groups.append(child)
        return len(groups) - 1

    def _both(self, given: Sequence[Node]) -> Node | None:
        """Return what agrees with both, or nothing where they differ where one cares."""
        found = apply(self.diagrams, "both or clash", self._settle, tuple(given))
        return None if self.clash in leaves(self.diagrams, found, {}) else found

    def _settle(self, given: tuple[Node, ...]) -> Node | tuple[Node, ...]:
        left = sorted({each for each in given if each != self.whatever})
        if not left:
            return self.whatever
        if len(left) == 1:
            return left[0]
        if self.clash in left or all(map(self.diagrams.is_leaf, left)):
            return self.clash
        return tuple(left)
