"""The way of a case through the decision tree: which of its facts are asked for, in order, and where it ends.

What is not known is not asked: such a question leads to all that its answers lead to. So the way of a case that is
settled ends in its outcome, though something be unknown, and that of another in all outcomes that are left.
"""

from collections.abc import Sequence

from policylang.core.order import static_order
from policylang.core.program import Program
from policylang.diagram.algebra import choose, relabel
from policylang.diagram.manager import Diagrams, DiagramTooLargeError, Node, Variable
from policylang.diagram.order import transfer
from policylang.diagram.walk import leaf_at, trail
from policylang.evaluate.case import Case
from policylang.evaluate.options import MOST_NODES, MOST_STEPS, union
from policylang.evaluate.questions import IMPOSSIBLE
from policylang.semantics.policy import Outcome


def way(program: Program, case: Case) -> tuple[list[Variable], frozenset[Outcome]]:
    """Return the variables that are asked on the way of a case, and the outcomes where it ends.

    They are asked in the order of how the policy is written, the day and the scope first; only where that makes the
    tree too large, in the order of its diagrams.

    Raises:
        DiagramTooLargeError: There is no diagram of the outcome, or the one for what is known is too large.
    """
    try:
        return _way(program, case, static_order(program.domain, program.voices))
    except DiagramTooLargeError:
        return _way(program, case, program.diagrams.order)


def _way(program: Program, case: Case, order: Sequence[Variable]) -> tuple[list[Variable], frozenset[Outcome]]:
    verdict = program.roots.verdicts[program.whole_number[id(program.whole)]]
    possible = program.roots.possible
    if verdict is None or possible is None:
        raise DiagramTooLargeError
    diagrams = Diagrams(program.domain.sizes, order=order)
    cells = [each.bit_length() - 1 for each in case.left]
    with diagrams.at_most(MOST_NODES, steps=MOST_STEPS):
        can_be, said = transfer(program.diagrams, (possible, verdict), diagrams)
        outcome = relabel(diagrams, said, "outcome", lambda each: each[0])  # type: ignore[index]
        is_open = _open(case)
        if any(is_open):
            outcome = choose(diagrams, can_be, outcome, diagrams.leaf(IMPOSSIBLE))
        root = _forgotten(diagrams, outcome, case, is_open)
    asked = [variable for variable, _ in trail(diagrams, root, cells)]
    return asked, diagrams.values[leaf_at(diagrams, root, cells)]  # type: ignore[return-value]


def _open(case: Case) -> list[bool]:
    """Return for each variable whether several cells are left of it."""
    return [cells.bit_count() > 1 for cells in case.left]


def _forgotten(diagrams: Diagrams, outcome: Node, case: Case, is_open: Sequence[bool]) -> Node:
    """Return the outcomes that are possible, as a function of what is known alone."""
    made: dict[Node, Node] = {}
    for node in diagrams.reachable([outcome]):
        if diagrams.is_leaf(node):
            value = diagrams.values[node]
            made[node] = diagrams.leaf(frozenset(() if value == IMPOSSIBLE else (value,)))
            continue
        variable = diagrams.variable[node]
        children = [made[child] for child in diagrams.children[node]]
        if is_open[variable]:
            left = case.left[variable]
            made[node] = union(diagrams, [each for cell, each in enumerate(children) if left >> cell & 1])
        else:
            made[node] = diagrams.node(variable, children)
    return made[outcome]
