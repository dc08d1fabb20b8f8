"""The order within the columns: the one, of those tried, in which the fewest lines cross.

Source: Sugiyama, Tagawa, Toda, Methods for visual understanding of hierarchical system structures, IEEE SMC 11 (1981):
barycentres, column after column, to and fro. After each of them neighbours change places where that saves crossings.
"""

from bisect import bisect_right, insort
from collections import defaultdict
from collections.abc import Iterable, Sequence

from policylang.picture.layers import Layers, Link, Spot

_ROUNDS = 16


def ordered(layers: Layers) -> Layers:
    """Return the same layers with their columns in an order in which few lines cross."""
    search = _Search(layers)
    best, fewest = search.columns(), search.crossings()
    for turn in range(_ROUNDS):
        if not fewest:
            break
        search.sweep(forwards=turn % 2 == 0)
        count = search.crossings()
        if count < fewest:
            best, fewest = search.columns(), count
    return layers._replace(columns=best)


def crossings(links: Iterable[Link], left: Sequence[Spot], right: Sequence[Spot]) -> int:
    """Return how many pairs of links cross between two columns in these orders."""
    place = {spot: index for column in (left, right) for index, spot in enumerate(column)}
    arrivals: list[int] = []
    count = 0
    for link in sorted(links, key=lambda link: (place[link.source], link.port, place[link.target])):
        target = place[link.target]
        count += len(arrivals) - bisect_right(arrivals, target)
        insort(arrivals, target)
    return count


class _Search:
    """The columns while their order is sought."""

    def __init__(self, layers: Layers) -> None:
        self._columns = [list(column) for column in layers.columns]
        self._channels = layers.channels
        self._before: dict[Spot, list[Link]] = defaultdict(list)
        self._after: dict[Spot, list[Link]] = defaultdict(list)
        for link in (link for channel in layers.channels for link in channel):
            self._before[link.target].append(link)
            self._after[link.source].append(link)
        self._place: dict[Spot, int] = {}
        for column in self._columns:
            self._settle(column)

    def columns(self) -> tuple[tuple[Spot, ...], ...]:
        return tuple(map(tuple, self._columns))

    def crossings(self) -> int:
        return sum(
            crossings(channel, *sides)
            for channel, *sides in zip(self._channels, self._columns, self._columns[1:], strict=False)
        )

    def sweep(self, *, forwards: bool) -> None:
        """Put each column in the order of its neighbours on the side that it is come from."""
        for column in self._columns if forwards else reversed(self._columns):
            near = {spot: self._near(spot, forwards=forwards) for spot in column}
            column.sort(key=near.__getitem__)
            self._settle(column)
            self._exchange(column)

    def _settle(self, column: list[Spot]) -> None:
        self._place.update((spot, index) for index, spot in enumerate(column))

    def _near(self, spot: Spot, *, forwards: bool) -> float:
        """Return the mean place of the neighbours on one side; where there are none, its own."""
        if forwards:
            places = [self._leaves(link) for link in self._before[spot]]
        else:
            places = [self._place[link.target] - link.port / 100 for link in self._after[spot]]
        return sum(places) / len(places) if places else self._place[spot]

    def _leaves(self, link: Link) -> float:
        """Return where a link leaves, rows of one question being less than a place apart."""
        return self._place[link.source] + link.port / (len(self._after[link.source]) + 1)

    def _exchange(self, column: list[Spot]) -> None:
        """Let neighbours change places as long as that saves crossings."""
        improved = True
        while improved:
            improved = False
            for index in range(len(column) - 1):
                upper, lower = column[index : index + 2]
                if self._between(upper, lower) > self._between(lower, upper):
                    column[index : index + 2] = [lower, upper]
                    self._place[lower], self._place[upper] = index, index + 1
                    improved = True

    def _between(self, upper: Spot, lower: Spot) -> int:
        """Return how often the links of two spots cross when the one stands above the other."""
        left = [[self._leaves(link) for link in self._before[spot]] for spot in (upper, lower)]
        right = [[self._place[link.target] for link in self._after[spot]] for spot in (upper, lower)]
        return sum(above > below for side in (left, right) for above in side[0] for below in side[1])
