"""Questions to finished diagrams: what can be reached, how often, how cheaply. No nodes are made by anything in here.

So several threads may walk the diagrams of one manager at the same time. Nothing in here recurses: a diagram may have
any number of levels.

Throughout, what is `known` gives some variables the cells that are left to them, at least one each; all others have all
of theirs.

Source: R. E. Bryant, Graph-Based Algorithms for Boolean Function Manipulation, IEEE Transactions on Computers 35(8),
    1986, section 4.4 (counting and choosing assignments), here for several cells and several leaves.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from math import prod

from policylang.diagram.manager import LEAF, Cell, Cells, Diagrams, Level, Node, Variable

# ---------------------------------------------------------------- what can be reached


def leaves(
    diagrams: Diagrams, root: Node, known: Mapping[Variable, Cells], *, enough: int | None = None
) -> frozenset[Node]:
    """Return the leaves of a diagram that can be reached as far as is known.

    Args:
        diagrams: The manager.
        root: The diagram.
        known: What is left of some variables.
        enough: How many leaves the diagram has, where that is known: nothing is left to look for once all are found.

    Cost: Linear in the size of the diagram.
    """
    variable_of, children_of = diagrams.variable, diagrams.children
    seen = {root}
    found = []
    todo = [root]
    while todo:
        node = todo.pop()
        children = children_of[node]
        if not children:
            found.append(node)
            if len(found) == enough:
                break
            continue
        cells = known.get(variable_of[node])
        new = set(children if cells is None else _left(children, cells)) - seen
        seen |= new
        todo.extend(new)
    return frozenset(found)


def leaves_together(
    diagrams: Diagrams, roots: Sequence[Node], known: Mapping[Variable, Cells]
) -> frozenset[tuple[Node, ...]]:
    """Return which leaves several diagrams can have at once, as far as is known: a leaf of each, in their order.

    Cost: At most the product of the sizes of the diagrams; linear in the size of their product, which is not made.
    """
    variable_of, children_of, level = diagrams.variable, diagrams.children, diagrams.level
    start = tuple(roots)
    seen = {start}
    found = []
    todo = [start]
    while todo:
        nodes = todo.pop()
        top = min([level[variable_of[node]] for node in nodes if children_of[node]], default=None)
        if top is None:
            found.append(nodes)
            continue
        variable = diagrams.order[top]
        cells = known.get(variable)
        count = diagrams.sizes[variable] if cells is None else cells.bit_count()
        down = []
        for node in nodes:
            if variable_of[node] != variable:
                down.append((node,) * count)
            else:
                down.append(children_of[node] if cells is None else _left(children_of[node], cells))
        new = set(zip(*down, strict=True)) - seen
        seen |= new
        todo.extend(new)
    return frozenset(found)


def _left(children: tuple[Node, ...], cells: Cells) -> tuple[Node, ...]:
    """Return where the cells that are left lead."""
    if cells & (cells - 1) == 0:
        return children[cells.bit_length() - 1 : cells.bit_length()]
    return tuple([child for cell, child in enumerate(children) if cells >> cell & 1])


def leaf_at(diagrams: Diagrams, root: Node, cells: Sequence[Cell]) -> Node:
    """Return the leaf that a diagram has where each variable lies in the cell given for it."""
    variable_of, children_of = diagrams.variable, diagrams.children
    node = root
    while children := children_of[node]:
        node = children[cells[variable_of[node]]]
    return node


def leaf_where(diagrams: Diagrams, root: Node, left: Sequence[Cells]) -> Node:
    """Return the leaf that a diagram has where one cell is left of each variable that it asks."""
    variable_of, children_of = diagrams.variable, diagrams.children
    node = root
    while children := children_of[node]:
        node = children[left[variable_of[node]].bit_length() - 1]
    return node


def trail(diagrams: Diagrams, root: Node, cells: Sequence[Cell]) -> list[tuple[Variable, Cell]]:
    """Return what a diagram asks, from the top down, where each variable lies in the cell given for it."""
    variable_of, children_of = diagrams.variable, diagrams.children
    found = []
    node = root
    while children := children_of[node]:
        variable = variable_of[node]
        found.append((variable, cells[variable]))
        node = children[cells[variable]]
    return found


def support(diagrams: Diagrams, roots: Iterable[Node]) -> list[Variable]:
    """Return the variables that some diagrams ask, in the order of the manager."""
    asked = {diagrams.variable[node] for node in diagrams.reachable(roots)}
    asked.discard(LEAF)
    return sorted(asked, key=diagrams.level.__getitem__)


# ---------------------------------------------------------------- how often


def count(
    diagrams: Diagrams, root: Node, *, weights: Mapping[Variable, Sequence[int]] | None = None
) -> dict[Node, int]:
    """Return for each leaf of a diagram how many assignments of all variables of the manager reach it.

    Args:
        diagrams: The manager.
        root: The diagram.
        weights: How many times each cell of a variable counts; once where left out. A leaf that is reached by cells
            of weight 0 only has count 0.

    Cost: Linear in the size of the diagram, with numbers of as many digits as the result has.
    """
    variable_of, children_of, level_of = diagrams.variable, diagrams.children, diagrams.level_of
    weight_of = [(weights or {}).get(variable, (1,) * size) for variable, size in enumerate(diagrams.sizes)]
    totals = [sum(weight_of[variable]) for variable in diagrams.order]
    between: dict[tuple[Level, Level], int] = {}

    def skipped(above: Level, below: Level) -> int:
        """Return how many assignments there are of the variables between two levels."""
        span = (above, below)
        if span not in between:
            between[span] = prod(totals[above + 1 : below])
        return between[span]

    nodes = diagrams.reachable([root])
    reached = dict.fromkeys(nodes, 0)  # by how many assignments of the variables above
    reached[root] = skipped(-1, level_of(root))
    for node in reversed(nodes):
        if children := children_of[node]:
            level = level_of(node)
            for child, weight in zip(children, weight_of[variable_of[node]], strict=True):
                reached[child] += reached[node] * weight * skipped(level, level_of(child))
    return {node: number for node, number in reached.items() if not children_of[node]}


# ---------------------------------------------------------------- which way


def cheapest(
    diagrams: Diagrams,
    root: Node,
    accept: Callable[[Node], bool],
    costs: Mapping[Variable, Sequence[int | None]],
) -> tuple[int, dict[Variable, Cell]] | None:
    """Return the cheapest way to a leaf that is accepted: what it costs, and the cell of each variable asked on it.

    The use in mind: the cells of a case cost nothing, each change has its cost, and what is not asked stays as it is.
    Among equally cheap ways, one with the fewest cells that cost anything; among those, the lower cells at the higher
    levels. So the answer is the same each time.

    Args:
        diagrams: The manager.
        root: The diagram.
        accept: Whether a leaf is what is looked for.
        costs: What each cell of a variable costs, not less than 0; None for a cell that may not be taken. The cells of
            a variable that is left out cost nothing, nor does a variable that is not asked on the way: so that the
            cost means the same in every order of the variables, let each have a cell that costs nothing.

    Returns:
        None where no way leads to such a leaf.

    Cost: Linear in the size of the diagram.
    """
    variable_of, children_of = diagrams.variable, diagrams.children
    best: dict[Node, tuple[int, int]] = {}  # the cost from here on, and how many cells on the way cost anything
    taken: dict[Node, Cell] = {}
    for node in diagrams.reachable([root]):
        children = children_of[node]
        if not children:
            if accept(node):
                best[node] = (0, 0)
            continue
        cost_of = costs.get(variable_of[node], (0,) * len(children))
        for cell, (child, cost) in enumerate(zip(children, cost_of, strict=True)):
            if cost is None or child not in best:
                continue
            further, changes = best[child]
            found = (cost + further, changes + (cost != 0))
            if node not in best or found < best[node]:
                best[node] = found
                taken[node] = cell
    if root not in best:
        return None
    way = {}
    node = root
    while node in taken:
        way[variable_of[node]] = taken[node]
        node = children_of[node][taken[node]]
    return best[root][0], way


def branches(diagrams: Diagrams, node: Node) -> dict[Node, Cells]:
    """Return where a node leads, and by which cells: those that lead alike are taken together."""
    alike: dict[Node, Cells] = {}
    for cell, child in enumerate(diagrams.children[node]):
        alike[child] = alike.get(child, 0) | 1 << cell
    return alike


def paths(diagrams: Diagrams, root: Node, leaf: Node) -> Iterator[dict[Variable, Cells]]:
    """Yield regions, no two of which overlap, that together are where a diagram has a leaf.

    A region gives cells to some variables, from the top down, and leaves all others open. Cells that lead alike are
    taken together. The regions are found as they are asked for; there may be very many.
    """
    variable_of, children_of = diagrams.variable, diagrams.children
    leading = {leaf}  # the nodes from which the leaf can be reached
    for node in diagrams.reachable([root]):
        if not leading.isdisjoint(children_of[node]):
            leading.add(node)
    region: list[tuple[Variable, Cells]] = []
    todo: list[tuple[int, Variable, Cells, Node]] = [(0, LEAF, 0, root)] if root in leading else []
    while todo:
        length, variable, cells, node = todo.pop()
        if length:
            region[length - 1 :] = [(variable, cells)]
        if node == leaf:
            yield dict(region)
            continue
        alike = branches(diagrams, node)
        todo.extend(
            (length + 1, variable_of[node], together, child)
            for child, together in reversed(alike.items())
            if child in leading
        )
