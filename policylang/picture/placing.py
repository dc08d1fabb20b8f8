"""Heights: where each box stands in its column, so that lines are as straight as the boxes leave room for.

Column after column, to and fro, the spots of a column are put where the sum of the bends of their links is least while
the neighbouring columns stay as they are. That is exact: with a least distance between neighbours it is a regression
with an order, solved by pooling those that would overlap. First squares are summed, which spreads the tree evenly,
then lengths, which makes most lines wholly straight.

Source: Barlow, Bartholomew, Bremner, Brunk, Statistical inference under order restrictions (1972): pooling.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from math import floor
from typing import NamedTuple

from policylang.picture.boxes import Box
from policylang.picture.layers import Layers, Link, Spot

_BETWEEN_BOXES = 14
_BETWEEN_LINES = 10
_ROUNDS = 12


class Pull(NamedTuple):
    """A place that something would rather be at, and how much rather."""

    to: float
    weight: float


Solve = Callable[[Sequence[Pull]], float]


def heights(layers: Layers, boxes: Mapping[int, Box]) -> dict[Spot, int]:
    """Return the top of each spot, the highest at 0; boxes do not touch."""
    placing = _Placing(layers, boxes)
    placing.spread()
    placing.straighten()
    top = min(placing.tops.values())
    return {spot: floor(y - top + 0.5) for spot, y in placing.tops.items()}


def leaves_at(link: Link, layers: Layers, boxes: Mapping[int, Box]) -> int:
    """Return how far under the top of its source a link leaves it."""
    return boxes[link.source.key].ports[link.port].y if layers.is_node(link.source) else 0


def arrives_at(spot: Spot, layers: Layers, boxes: Mapping[int, Box]) -> int:
    """Return how far under its top lines arrive at a spot."""
    return boxes[spot.key].entry if layers.is_node(spot) else 0


class _Placing:
    """The tops of all spots while they are sought."""

    def __init__(self, layers: Layers, boxes: Mapping[int, Box]) -> None:
        self._layers, self._boxes = layers, boxes
        self._before: dict[Spot, list[tuple[Spot, int, float]]] = defaultdict(list)
        self._after: dict[Spot, list[tuple[Spot, int, float]]] = defaultdict(list)
        for link in (link for channel in layers.channels for link in channel):
            fall = leaves_at(link, layers, boxes) - arrives_at(link.target, layers, boxes)
            weight = (1.0, 3.0, 9.0)[(not layers.is_node(link.source)) + (not layers.is_node(link.target))]
            self._before[link.target].append((link.source, fall, weight))
            self._after[link.source].append((link.target, -fall, weight))
        self._offsets = {spot: offset for column in layers.columns for spot, offset in self._stack(column)}
        self.tops: dict[Spot, float] = dict(self._offsets)

    def spread(self) -> None:
        """Draw every spot to the middle of its neighbours, those on one side at a time."""
        for turn in range(_ROUNDS):
            forwards = turn % 2 == 1
            for column in self._columns(forwards=forwards):
                self._place(column, (self._before if forwards else self._after,), _mean)

    def straighten(self) -> None:
        """Draw every spot to where the fewest and shortest bends are."""
        for turn in range(_ROUNDS):
            for column in self._columns(forwards=turn % 2 == 1):
                self._place(column, (self._before, self._after), _median)

    def _columns(self, *, forwards: bool) -> Sequence[tuple[Spot, ...]]:
        return self._layers.columns if forwards else self._layers.columns[::-1]

    def _place(
        self, column: Sequence[Spot], sides: Sequence[Mapping[Spot, list[tuple[Spot, int, float]]]], solve: Solve
    ) -> None:
        wishes = []
        for spot in column:
            near = [each for side in sides for each in side.get(spot, ())]
            pulls = [Pull(self.tops[other] + fall, weight) for other, fall, weight in near]
            pulls.append(Pull(self.tops[spot], 0.001))
            wishes.append([Pull(pull.to - self._offsets[spot], pull.weight) for pull in pulls])
        for spot, y in zip(column, pooled(wishes, solve), strict=True):
            self.tops[spot] = y + self._offsets[spot]

    def _stack(self, column: Sequence[Spot]) -> list[tuple[Spot, int]]:
        """Return the spots with the tops they have where they stand as close as they may."""
        stack, y = [], 0
        for spot, following in pairwise((*column, None)):
            assert spot is not None  # noqa: S101 - `None` only follows
            stack.append((spot, y))
            if following is not None:
                are_boxes = self._layers.is_node(spot), self._layers.is_node(following)
                y += self._boxes[spot.key].height if are_boxes[0] else 0
                y += _BETWEEN_BOXES if all(are_boxes) else _BETWEEN_LINES
        return stack


def pooled(wishes: Sequence[Sequence[Pull]], solve: Solve) -> list[float]:
    """Return places in rising order, each the best for its own pulls or, where these clash, the best for a pool."""
    pools: list[tuple[list[Pull], int, float]] = []
    for pulls in wishes:
        together, count, place = list(pulls), 1, solve(pulls)
        while pools and pools[-1][2] > place:
            others, more, _ = pools.pop()
            together, count = others + together, count + more
            place = solve(together)
        pools.append((together, count, place))
    return [place for _, count, place in pools for _ in range(count)]


def _mean(pulls: Sequence[Pull]) -> float:
    return sum(pull.to * pull.weight for pull in pulls) / sum(pull.weight for pull in pulls)


def _median(pulls: Sequence[Pull]) -> float:
    """Return a place where the weighted sum of distances is least: of all such places the one nearest the mean."""
    half = sum(pull.weight for pull in pulls if pull.weight >= 1) / 2
    strong = sorted(pull for pull in pulls if pull.weight >= 1)
    if not strong:
        return _mean(pulls)
    below = 0.0
    for index, pull in enumerate(strong):
        below += pull.weight
        if below > half:
            return pull.to
        if below == half:
            return min(max(_mean(pulls), pull.to), strong[index + 1].to)
    return strong[-1].to
