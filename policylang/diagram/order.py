"""The order of the variables, changed in place: each is tried everywhere and left where the diagrams are small.

Two neighbouring levels can be swapped by rewriting the nodes of the upper one alone: each keeps its number and its
function, and so does everything above it. All else is made of such swaps.

INVARIANT: a swap changes the function of no node that the roots lead to.

After a change of order, the nodes that no root leads to are forgotten, a node may have a smaller number than its
children, and the memo is empty: whoever holds other nodes must name them as roots.

Source: R. Rudell, Dynamic Variable Ordering for Ordered Binary Decision Diagrams, ICCAD 1993, sections 3 and 4; that
    variables which no diagram asks together are swapped for nothing, and that groups move as one: F. Somenzi,
    Efficient Manipulation of Decision Diagrams, Software Tools for Technology Transfer 3, 2001, section 6.
"""

from collections.abc import Iterable, Sequence
from itertools import pairwise

from policylang.diagram.algebra import apply
from policylang.diagram.manager import Diagrams, Level, Node, Variable

MOST_SWAPS = 100_000


def size(diagrams: Diagrams, roots: Iterable[Node]) -> int:
    """Return how many nodes some diagrams consist of, leaves included; shared ones count once."""
    return len(diagrams.reachable(roots))


def swap(diagrams: Diagrams, roots: Iterable[Node], level: Level) -> None:
    """Swap the variable at a level with the one below it; the roots and all that they lead to keep their numbers."""
    tables = _Tables(diagrams, roots)
    tables.swap(level)
    tables.finish()


def sift(
    diagrams: Diagrams,
    roots: Iterable[Node],
    *,
    most_growth: float = 1.2,
    groups: Iterable[Sequence[Variable]] = (),
    most_swaps: int = MOST_SWAPS,
) -> list[Variable]:
    """Find a better order, put the diagrams in it, and return it: the variables from the top down.

    The diagrams never end larger than they began, unless groups had to be brought together first. The roots and all
    that they lead to keep their numbers; no other nodes are kept but leaves. What is done depends on nothing but the
    diagrams, so the order found is the same each time.

    Args:
        diagrams: The manager.
        roots: All diagrams that are still wanted.
        most_growth: A variable is not moved further where it makes the diagrams so many times larger than they were
            before it was moved. For as long, there may be so many more nodes than the manager's limit says.
        groups: Variables that stay together, in the order that they have; no variable in two groups.
        most_swaps: After so many swaps of two levels no further variable is tried.

    Raises:
        ValueError: A variable is in two groups.

    Cost: A swap looks at the nodes of two levels, and each variable is swapped with each other about twice.
    """
    tables = _Tables(diagrams, roots)
    blocks = tables.gather([list(group) for group in groups])
    weights = {block[0]: sum(len(tables.nodes[variable]) for variable in block) for block in blocks}
    for block in sorted(blocks, key=lambda block: -weights[block[0]]):
        if tables.swaps >= most_swaps:
            break
        if weights[block[0]]:
            _settle(tables, blocks, blocks.index(block), most_growth, most_swaps)
    tables.finish()
    return list(diagrams.order)


def _settle(tables: "_Tables", blocks: list[list[Variable]], start: int, most_growth: float, most_swaps: int) -> None:
    """Try a block of variables at every place and leave it at the best; of equally good ones at the first tried."""
    most = tables.size * most_growth
    best, best_at = tables.size, start
    at = start
    nearest = -1 if start < len(blocks) - 1 - start else 1
    for step in (nearest, -nearest):
        while 0 <= at + step < len(blocks) and tables.size <= most and tables.swaps < most_swaps:
            tables.swap_blocks(blocks, min(at, at + step))
            at += step
            if tables.size < best:
                best, best_at = tables.size, at
        home = start if step == nearest else best_at
        while at != home:
            back = 1 if home > at else -1
            tables.swap_blocks(blocks, min(at, at + back))
            at += back


class _Tables:
    """The nodes of some diagrams by the variable that they ask, with how often each is used, while the order changes.

    `nodes` gives for each variable the nodes that ask it, by their children; `size` is how many nodes there are
    without the leaves; `swaps` is how many swaps there were.
    """

    def __init__(self, diagrams: Diagrams, roots: Iterable[Node]) -> None:
        wanted = list(roots)
        found = diagrams.reachable(wanted)
        diagrams.keep(found)
        self.diagrams = diagrams
        self.nodes: list[dict[tuple[Node, ...], Node]] = [{} for _ in diagrams.sizes]
        self.size = 0
        self.swaps = 0
        self._uses = [0] * len(diagrams.variable)
        for node in (*wanted, *diagrams.values):  # a leaf is never forgotten
            self._uses[node] += 1
        for node in found:
            if children := diagrams.children[node]:
                self.nodes[diagrams.variable[node]][children] = node
                self.size += 1
                for child in children:
                    self._uses[child] += 1
        self._free = [node for node, uses in enumerate(self._uses) if not uses]
        self._met = self._asked_together(wanted, found)

    def _asked_together(self, roots: Sequence[Node], nodes: Sequence[Node]) -> list[int]:
        """Return for each variable, as bits, the variables that are asked by a root which asks it too."""
        asked: dict[Node, int] = {}
        for node in nodes:
            below = 0
            for child in self.diagrams.children[node]:
                below |= asked[child]
            asked[node] = below | (0 if self.diagrams.is_leaf(node) else 1 << self.diagrams.variable[node])
        met = [0] * len(self.diagrams.sizes)
        for variables in {asked[root] for root in roots}:
            for variable in range(len(met)):
                if variables >> variable & 1:
                    met[variable] |= variables
        return met

    def swap(self, level: Level) -> None:
        """Swap the variable at a level with the one below it."""
        order, level_of = self.diagrams.order, self.diagrams.level
        upper, lower = order[level], order[level + 1]
        order[level], order[level + 1] = lower, upper
        level_of[upper], level_of[lower] = level + 1, level
        self.swaps += 1
        if not self._met[upper] >> lower & 1:
            return
        variable_of, children_of = self.diagrams.variable, self.diagrams.children
        uses, nodes = self._uses, self.nodes[upper]
        asking = set(self.nodes[lower].values())
        same = self.diagrams.sizes[lower]
        moved = [(children, node) for children, node in nodes.items() if not asking.isdisjoint(children)]
        for children, _ in moved:
            del nodes[children]
        for children, node in moved:
            rows = [children_of[child] if child in asking else (child,) * same for child in children]
            new = tuple([self._node(upper, column) for column in zip(*rows, strict=True)])
            for child in new:
                uses[child] += 1
            variable_of[node] = lower
            children_of[node] = new
            self.nodes[lower][new] = node
            for child in children:
                uses[child] -= 1
                if not uses[child]:
                    self._drop(child)

    def _node(self, variable: Variable, children: tuple[Node, ...]) -> Node:
        """Return the node with these children, which is nobody's child yet where it is new."""
        first = children[0]
        if children.count(first) == len(children):
            return first
        found = self.nodes[variable].get(children)
        if found is None:
            if self._free:
                found = self._free.pop()
                self.diagrams.variable[found] = variable
                self.diagrams.children[found] = children
            else:
                found = len(self._uses)
                self._uses.append(0)
                self.diagrams.variable.append(variable)
                self.diagrams.children.append(children)
            for child in children:
                self._uses[child] += 1
            self.nodes[variable][children] = found
            self.size += 1
        return found

    def _drop(self, unused: Node) -> None:
        """Forget a node that nothing leads to any more, and what only it led to."""
        todo = [unused]
        while todo:
            node = todo.pop()
            children = self.diagrams.children[node]
            del self.nodes[self.diagrams.variable[node]][children]
            self._free.append(node)
            self.size -= 1
            for child in children:
                self._uses[child] -= 1
                if not self._uses[child]:
                    todo.append(child)

    def gather(self, groups: list[list[Variable]]) -> list[list[Variable]]:
        """Bring groups together, each where its highest variable is, and return all variables in blocks, in order."""
        level = self.diagrams.level
        block_of = {variable: [variable] for variable in self.diagrams.order}
        members = [variable for group in groups for variable in group]
        if len(set(members)) != len(members):
            raise ValueError("a variable is in two groups")
        for group in groups:
            group.sort(key=level.__getitem__)
            for upper, variable in pairwise(group):
                for above in range(level[variable] - 1, level[upper], -1):
                    self.swap(above)
            block_of.update(dict.fromkeys(group, group))
        return [block for variable in self.diagrams.order if (block := block_of[variable])[0] == variable]

    def swap_blocks(self, blocks: list[list[Variable]], at: int) -> None:
        """Swap a block of variables with the one below it."""
        upper, lower = blocks[at], blocks[at + 1]
        blocks[at], blocks[at + 1] = lower, upper
        top = self.diagrams.level[upper[0]]
        for done in range(len(lower)):
            for level in range(top + done + len(upper) - 1, top + done - 1, -1):
                self.swap(level)

    def finish(self) -> None:
        """Give the manager its nodes back."""
        self.diagrams.keep(node for nodes in self.nodes for node in nodes.values())


def transfer(source: Diagrams, roots: Sequence[Node], target: Diagrams) -> list[Node]:
    """Return some diagrams as diagrams of another manager, which may have another order and more variables.

    A variable that is asked has the same number in both managers, and as many cells.

    Raises:
        ValueError: A variable that is asked is not there, or has another number of cells.
        DiagramTooLargeError: The target would have too many nodes.

    Cost: Linear in the size of the diagrams if the order is the same. Otherwise each node is put together anew.
    """
    new: dict[Node, Node] = {}
    for node in source.reachable(roots):
        children = source.children[node]
        if not children:
            new[node] = target.leaf(source.values[node])
            continue
        variable = source.variable[node]
        if target.sizes[variable : variable + 1] != [len(children)]:
            raise ValueError(f"variable {variable} has {len(children)} cells, and not so many in the target")
        new[node] = _ask(target, variable, tuple([new[child] for child in children]))
    return [new[root] for root in roots]


def _ask(diagrams: Diagrams, variable: Variable, children: tuple[Node, ...]) -> Node:
    """Return the diagram that goes on as a variable says, which the children do not ask, wherever its level is."""
    level, level_of = diagrams.level[variable], diagrams.level_of

    def settle(given: tuple[Node, ...]) -> Node | tuple[Node, ...]:
        if min(map(level_of, given)) > level:
            return diagrams.node(variable, given)
        return given

    return apply(diagrams, ("ask", variable), settle, children)
