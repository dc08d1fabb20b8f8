"""Routes: between two columns the lines to one spot share a trunk, an upright line, and each trunk has its own track.

From the left lines run level to their trunk, on it up or down, and level to where they lead. Two things are seen to:
no two lines lie on each other unless they lead to the same node, and the trunks are in an order in which few cross.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from policylang.picture.boxes import Box
from policylang.picture.layers import Layers, Link, Spot
from policylang.picture.placing import arrives_at, leaves_at

CLEAR = 6
"""The least distance between two level lines that lie side by side."""

_STEP = 7
_MOST_NUDGES = 200


class Net(NamedTuple):
    """The lines between two columns that lead to one spot: the heights that they come from, and that they go to."""

    target: Spot
    sources: tuple[int, ...]
    y: int

    def is_straight(self) -> bool:
        """Whether there is nothing to go up or down."""
        return self.sources == (self.y,)

    def top(self) -> int:
        """Return the upper end of the trunk."""
        return min(self.y, *self.sources)

    def bottom(self) -> int:
        """Return the lower end of the trunk."""
        return max(self.y, *self.sources)


def nets(links: Sequence[Link], layers: Layers, boxes: Mapping[int, Box], tops: Mapping[Spot, int]) -> list[Net]:
    """Return the links of a channel by where they lead."""
    sources: dict[Spot, set[int]] = {}
    for link in links:
        sources.setdefault(link.target, set()).add(tops[link.source] + leaves_at(link, layers, boxes))
    return [
        Net(spot, tuple(sorted(heights)), tops[spot] + arrives_at(spot, layers, boxes))
        for spot, heights in sources.items()
    ]


def untangled(layers: Layers, boxes: Mapping[int, Box], tops: Mapping[Spot, int]) -> dict[Spot, int]:
    """Return the tops with some spots a little lower, so that every channel has an order of its trunks."""
    moved = dict(tops)
    for channel, column in zip(layers.channels, layers.columns[1:], strict=True):
        for _ in range(_MOST_NUDGES):
            _, left = _in_turn(nets(channel, layers, boxes, moved))
            if not left:
                break
            first = min(column.index(net.target) for net in left)
            for spot in column[first:]:
                moved[spot] += _STEP
    return moved


def tracks(some: Sequence[Net]) -> dict[Spot, int]:
    """Return the track, from 0 at the left, for the trunk of every net that needs one."""
    order, left = _in_turn(some)
    track: dict[Spot, int] = {}
    placed: list[Net] = []
    for net in order + left:
        track[net.target] = max(
            (track[other.target] + 1 for other in placed if _meet(other, net) or _must_precede(other, net)), default=0
        )
        placed.append(net)
    return track


def _in_turn(some: Sequence[Net]) -> tuple[list[Net], list[Net]]:
    """Return the nets with trunks, from left to right so that few cross, and those that have no place in the order."""
    waiting = [net for net in some if not net.is_straight()]
    pairs = [(one, other) for one in waiting for other in waiting if one is not other]
    excess = dict.fromkeys(waiting, 0)
    precede: dict[Net, set[Net]] = {net: set() for net in waiting}
    for one, other in pairs:
        excess[one] += _excess(one, other)
        if _must_precede(one, other):
            precede[other].add(one)
    order: list[Net] = []
    while free := [net for net in waiting if not precede[net]]:
        chosen = min(free, key=lambda net: (excess[net], net.y))
        order.append(chosen)
        waiting.remove(chosen)
        for net in waiting:
            precede[net].discard(chosen)
            excess[net] -= _excess(net, chosen)
    return order, waiting


def _excess(one: Net, other: Net) -> int:
    """Return how many crossings more two nets have with the one's trunk on the left than with it on the right."""
    return _crossings(one, other) - _crossings(other, one)


def _must_precede(one: Net, other: Net) -> bool:
    """Whether the one's trunk has to be on the left, as the other leaves its trunk where the one comes to its own."""
    return any(abs(other.y - y) < CLEAR for y in one.sources)


def _meet(one: Net, other: Net) -> bool:
    """Whether the trunks of two nets would touch on one track."""
    return one.top() < other.bottom() + CLEAR and other.top() < one.bottom() + CLEAR


def _crossings(one: Net, other: Net) -> int:
    """Return how often two nets cross when the one's trunk is left of the other's."""
    entering = sum(one.top() < y < one.bottom() for y in other.sources)
    return entering + (other.top() < one.y < other.bottom())
