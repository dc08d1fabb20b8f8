"""Diagrams freed of variables: where there is a cell of them with which something holds."""

from collections.abc import Iterable

from policylang.diagram.algebra import disjoin, restrict
from policylang.diagram.manager import Diagrams, Node, Variable
from policylang.diagram.walk import support


def somewhere(diagrams: Diagrams, node: Node, variables: Iterable[Variable]) -> Node:
    """Return where a diagram holds for some cells of some variables; it does not ask these.

    Args:
        diagrams: The manager.
        node: A diagram whose leaves are true and false.
        variables: What is left open; those at the bottom of the order are freed first.

    Raises:
        DiagramTooLargeError: The diagram would be too large.

    Source: R. E. Bryant, Symbolic Boolean Manipulation with Ordered Binary-Decision Diagrams, ACM Computing Surveys
        24(3), 1992, section 3.4; here for several cells.
    """
    asked = set(support(diagrams, [node]))
    for variable in sorted(asked.intersection(variables), key=diagrams.level.__getitem__, reverse=True):
        cells = range(diagrams.sizes[variable])
        node = disjoin(diagrams, (restrict(diagrams, [node], {variable: 1 << cell})[0] for cell in cells))
    return node
