"""Layers: each node in the column of its depth, and for a line that skips columns a place to pass through each of them.

Lines to one node pass through one place per column: they run together once they meet, so that a node which half of the
tree leads to has one line going by and not twenty.
"""

from typing import NamedTuple

from policylang.picture.model import Tree
from policylang.picture.order import branches, depths, reading_order


class Spot(NamedTuple):
    """A place in a column: that of the node itself in its own column, or of the lines that pass on their way to it."""

    key: int
    column: int


class Link(NamedTuple):
    """A piece of a line from one column to the next; `port` is the row that it leaves a question from, else 0."""

    source: Spot
    port: int
    target: Spot


class Layers(NamedTuple):
    """The spots of each column from the top down, the links from each column to the next, and the column of each node.

    INVARIANT: a spot is in the column that it says, and a link leads from its channel's column to the next.
    """

    columns: tuple[tuple[Spot, ...], ...]
    channels: tuple[tuple[Link, ...], ...]
    depth: dict[int, int]

    def is_node(self, spot: Spot) -> bool:
        """Whether the spot is where the node itself stands."""
        return self.depth[spot.key] == spot.column


def layers(tree: Tree) -> Layers:
    """Return the nodes of a tree in columns, each column in the order in which a reader meets what is in it."""
    depth = depths(tree)
    columns: list[dict[Spot, None]] = [{} for _ in range(max(depth.values()) + 1)]
    channels: list[dict[Link, None]] = [{} for _ in columns[1:]]
    for key in reading_order(tree):
        columns[depth[key]][Spot(key, depth[key])] = None
        for port, branch in enumerate(branches(tree.nodes[key])):
            source = Spot(key, depth[key])
            for column in range(depth[key] + 1, depth[branch.to] + 1):
                target = Spot(branch.to, column)
                channels[column - 1][Link(source, port if source.key == key else 0, target)] = None
                columns[column][target] = None
                source = target
    return Layers(tuple(map(tuple, columns)), tuple(map(tuple, channels)), depth)
