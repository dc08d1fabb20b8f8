"""The nodes of decision diagrams: made once each, reduced, in one order of the variables.

A diagram is a function from the cells of some variables to a value: a decision tree in which equal subtrees are one
node and a node whose branches are all the same is left out. Two functions are equal exactly when their nodes are.
Variables have any number of cells (multi-valued), leaves hold any value (multi-terminal), and all diagrams of one
manager share their nodes.

INVARIANT: the children of a node stand at deeper levels than the node, and are not all the same.

Source: R. E. Bryant, Graph-Based Algorithms for Boolean Function Manipulation, IEEE Transactions on Computers 35(8),
    1986, section 4; T. Kam, T. Villa, R. Brayton, A. Sangiovanni-Vincentelli, Multi-valued Decision Diagrams: Theory
    and Applications, Multiple-Valued Logic 4(1), 1998. Complement edges are left out: leaves are not only yes and no.
"""

from collections.abc import Hashable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import chain, repeat

Node = int
"""A diagram, named by its top node: a position in the manager's lists."""
Variable = int
"""A variable, counted from 0. It keeps its number wherever the order puts it."""
Level = int
"""The place of a variable in the order, counted from 0 at the top."""
Cell = int
"""A value of a variable, counted from 0."""
Cells = int
"""Some cells of a variable, as the bits of a number: the cell 3 is the bit 8."""

LEAF: Variable = -1
"""What stands in place of the variable of a leaf."""
NO_LIMIT = 1 << 62
FALSE: Node = 0
TRUE: Node = 1


class DiagramTooLargeError(Exception):
    """A diagram would need more nodes, or more steps, than may be taken."""


class Diagrams:
    """A store of nodes over some variables.

    `variable` and `children` give for each node what it asks, and where each cell leads; a leaf asks `LEAF`, has no
    children, and its value is in `values`. `level` gives for each variable its place, `order` for each place its
    variable.

    Args:
        sizes: How many cells each variable has, at least one.
        order: The variables from the top down; as they are numbered where left out.
        limit: How many nodes may be made.
    """

    def __init__(self, sizes: Iterable[int], *, order: Sequence[Variable] = (), limit: int = 1_000_000) -> None:
        self.sizes = list(sizes)
        self.order: list[Variable] = list(order) or list(range(len(self.sizes)))
        self.level: list[Level] = [0] * len(self.sizes)
        for level, variable in enumerate(self.order):
            self.level[variable] = level
        self.variable: list[Variable] = []
        self.children: list[tuple[Node, ...]] = []
        self.values: dict[Node, Hashable] = {}
        self.memo: dict[object, Node] = {}
        self.limit = limit
        self.steps_left = NO_LIMIT
        self._unique: dict[tuple[Variable, tuple[Node, ...]], Node] = {}
        self._leaves: dict[Hashable, Node] = {}
        self._free: list[Node] = []
        for value in (False, True):
            self.leaf(value)

    def __len__(self) -> int:
        """Return how many nodes there are, leaves included, whether or not anything leads to them."""
        return len(self.variable) - len(self._free)

    def leaf(self, value: Hashable) -> Node:
        """Return the diagram that has a value whatever the cells are.

        Values of different types are different, though Python may call them equal: yes is not 1, nor is (yes,) (1,).
        """
        key = _typed(value)
        found = self._leaves.get(key)
        if found is None:
            found = self._leaves[key] = self._add(LEAF, ())
            self.values[found] = value
        return found

    def node(self, variable: Variable, children: Sequence[Node]) -> Node:
        """Return the diagram that asks a variable and goes on as its cell says.

        Raises:
            DiagramTooLargeError: No more nodes may be made.
        """
        first = children[0]
        if children.count(first) == len(children):
            return first
        key = (variable, tuple(children))
        found = self._unique.get(key)
        if found is None:
            found = self._unique[key] = self._add(*key)
        return found

    def add(self, variable: Variable, nodes: Sequence[tuple[Node, ...]]) -> None:
        """Add some nodes of a variable, each given by its children, at the end and in their order.

        Raises:
            ValueError: One is there already, or is not as nodes must be: it has too many or too few children, leads
                to one that is not there or not below it, or to the same one whatever the cell is.
        """
        first, count = len(self.variable), len(self.sizes)
        reached = set(chain.from_iterable(nodes))
        if not 0 <= variable < count or set(map(len, nodes)) - {self.sizes[variable]}:
            raise ValueError("a node has too many children, or too few")
        if reached and not 0 <= min(reached) <= max(reached) < first:
            raise ValueError("a node leads to one that is not there")
        above = self.order[: self.level[variable] + 1]
        if not set(map(self.variable.__getitem__, reached)).isdisjoint(above):
            raise ValueError("a node leads to one that should stand above it")
        if any(each[0] == each[-1] and each.count(each[0]) == len(each) for each in nodes):
            raise ValueError("a node leads to the same one whatever the cell is")
        self._unique.update(
            zip(zip(repeat(variable), nodes, strict=False), range(first, first + len(nodes)), strict=False)
        )
        self.variable.extend(repeat(variable, len(nodes)))
        self.children.extend(nodes)
        if len(self._unique) + len(self._leaves) != len(self.variable):
            raise ValueError("a node is there twice")

    def test(self, variable: Variable, cells: Cells) -> Node:
        """Return the diagram that is true where a variable lies in some cells."""
        return self.node(variable, [TRUE if cells >> cell & 1 else FALSE for cell in range(self.sizes[variable])])

    def is_leaf(self, node: Node) -> bool:
        """Whether a diagram has one value whatever the cells are."""
        return self.variable[node] == LEAF

    def level_of(self, node: Node) -> Level:
        """Return the level of the top node; that of a leaf is below all others."""
        variable = self.variable[node]
        return len(self.order) if variable == LEAF else self.level[variable]

    @contextmanager
    def at_most(self, more: int, *, steps: int = NO_LIMIT) -> Iterator[None]:
        """Let no more nodes be made, and no more steps be taken, from here on to the end of the block.

        A step is an operand that an operation looks at.
        """
        before = self.limit, self.steps_left
        self.limit, self.steps_left = min(before[0], len(self) + more), min(before[1], steps)
        granted = self.steps_left
        try:
            yield
        finally:
            self.limit, self.steps_left = before[0], before[1] - (granted - self.steps_left)

    def _add(self, variable: Variable, children: tuple[Node, ...]) -> Node:
        if len(self.variable) - len(self._free) >= self.limit:
            raise DiagramTooLargeError
        if self._free:
            node = self._free.pop()
            self.variable[node] = variable
            self.children[node] = children
            return node
        self.variable.append(variable)
        self.children.append(children)
        return len(self.variable) - 1

    def reachable(self, roots: Iterable[Node]) -> list[Node]:
        """Return every node that some diagrams consist of, each after its children."""
        done: set[Node] = set()
        found: list[Node] = []
        todo = [(root, False) for root in roots]
        todo.reverse()
        while todo:
            node, is_ready = todo.pop()
            if is_ready:
                found.append(node)
            elif node not in done:
                done.add(node)
                todo.append((node, True))
                todo.extend((child, False) for child in self.children[node] if child not in done)
        return found

    def keep(self, nodes: Iterable[Node]) -> None:
        """Forget all nodes but some and the leaves; the places of the others are used again.

        Args:
            nodes: The nodes to keep, and with each all that it leads to. What they ask and where they lead is taken
                as it stands, so this also ends a change of order.
        """
        kept = set(self.values)
        kept.update(nodes)
        self.memo.clear()
        self._unique = {(self.variable[node], self.children[node]): node for node in kept if self.children[node]}
        while len(self.variable) - 1 not in kept:
            self.variable.pop()
            self.children.pop()
        self._free = [node for node in range(len(self.variable) - 1, -1, -1) if node not in kept]
        for node in self._free:
            self.variable[node] = LEAF
            self.children[node] = ()


def _typed(value: Hashable) -> Hashable:
    """Return what is equal only for values that are equal in type as well."""
    if isinstance(value, tuple):
        return (type(value), *map(_typed, value))
    return (type(value), value)
