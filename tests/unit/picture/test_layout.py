"""The layout: nothing lies on anything else, lines lead where they say, and few of them cross."""

from itertools import combinations, pairwise

import pytest
from hypothesis import given, settings
from unit.picture.trees import SMALL, ladder, trees

from policylang.picture.boxes import FONTS, Line, extent
from policylang.picture.layers import Layers, Spot, layers
from policylang.picture.layout import Layout, Placed, Route, layout
from policylang.picture.model import Branch, Leaf, Question, Tree
from policylang.picture.order import branches, reading_order
from policylang.picture.ordering import crossings, ordered
from policylang.picture.placing import Pull, _mean, _median, pooled
from policylang.picture.routing import CLEAR, Net, tracks

Area = tuple[float, float, float, float]
"""Left, top, right, bottom."""


def _area(placed: Placed) -> Area:
    return placed.x, placed.y, placed.x + placed.box.width, placed.y + placed.box.height


def _text_area(line: Line) -> Area:
    return (
        line.x,
        line.y - FONTS[line.font].base,
        extent(line),
        line.y - FONTS[line.font].base + FONTS[line.font].height,
    )


def _overlap(one: Area, other: Area) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _segments(route: Route) -> list[Area]:
    return [
        (min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2))
        for (x1, y1), (x2, y2) in pairwise(route.points)
        if (x1, y1) != (x2, y2)
    ]


def _grown(area: Area, by: float) -> Area:
    return area[0] - by, area[1] - by, area[2] + by, area[3] + by


def _is_level(area: Area) -> bool:
    return area[1] == area[3]


def _check(drawn: Layout, tree: Tree) -> None:
    """Check everything that must hold of any layout."""
    _check_boxes(drawn)
    _check_ways(drawn, tree)
    _check_lines(drawn)


def _check_boxes(drawn: Layout) -> None:
    areas = [_area(placed) for placed in drawn.boxes]
    assert not [pair for pair in combinations(areas, 2) if _overlap(_grown(pair[0], 9), pair[1])]
    assert all(min(area[:2]) >= 0 and area[2] <= drawn.width and area[3] <= drawn.height for area in areas)
    for placed in drawn.boxes:
        box = placed.box
        texts = [_text_area(line) for line in (*box.lines, *(line for port in box.ports for line in port.lines))]
        assert not [pair for pair in combinations(texts, 2) if _overlap(*pair)]
        assert all(
            x >= 8 and y >= 0 and right <= box.width - 8 and bottom <= box.height for x, y, right, bottom in texts
        )
        assert all(port.top <= port.y <= port.bottom for port in box.ports)


def _check_ways(drawn: Layout, tree: Tree) -> None:
    """Every branch has its line, from its row to the box it leads to, and passes no other box."""
    by_key = {placed.box.node.key: placed for placed in drawn.boxes}
    assert tuple(by_key) == reading_order(tree)
    assert [(route.source, route.branch) for route in drawn.routes] == [
        (key, branch) for key in by_key for branch in branches(tree.nodes[key])
    ]
    seen: dict[int, int] = {}
    for route in drawn.routes:
        source, target = by_key[route.source], by_key[route.branch.to]
        port = source.box.ports[seen.get(route.source, 0)]
        seen[route.source] = seen.get(route.source, 0) + 1
        assert route.points[0] == (source.x + source.box.width, source.y + port.y)
        assert route.points[-1] == (target.x, target.y + target.box.entry)
        assert all((x1 == x2) != (y1 == y2) for (x1, y1), (x2, y2) in pairwise(route.points))
        assert all(x1 <= x2 for (x1, _), (x2, _) in pairwise(route.points))
        for area in (_area(placed) for placed in drawn.boxes):
            assert not [each for each in _segments(route) if _overlap(each, area)]


def _check_lines(drawn: Layout) -> None:
    """Lines that lie on each other, or close beside each other, lead to the same node."""
    parts = [(route.branch.to, part) for route in drawn.routes for part in _segments(route)]
    for (to, one), (other_to, other) in combinations(parts, 2):
        if to != other_to and _is_level(one) == _is_level(other):
            assert not _overlap(_grown(one, (CLEAR - 1) / 2), _grown(other, (CLEAR - 1) / 2)), (one, other)


@given(trees())
@settings(max_examples=60)
def test_nothing_lies_on_anything_else(tree: Tree) -> None:
    """Boxes, texts and lines keep apart, and lines on each other lead to the same node."""
    _check(layout(tree), tree)


@given(trees(hostile=True, most=5))
@settings(max_examples=30)
def test_hostile_names_take_no_more_room_than_others(tree: Tree) -> None:
    """A box keeps its texts whatever they are."""
    drawn = layout(tree)
    _check(drawn, tree)
    assert all(placed.box.width < 210 and placed.box.height < 400 for placed in drawn.boxes)


@pytest.mark.parametrize("steps", [1, 8, 60])
def test_many_lines_to_one_leaf_are_one_line_going_by(steps: int) -> None:
    """A ladder with one way out that all share has no crossing, and its lines run together."""
    tree = ladder(steps)
    drawn = layout(tree)
    _check(drawn, tree)
    layered = ordered(layers(tree))
    assert _count(layered) == 0


def test_a_single_leaf_is_a_picture() -> None:
    """A tree without a question is its leaf."""
    tree = Tree("", "", 7, {7: Leaf(7, "permitted", "Permitted")})
    drawn = layout(tree)
    assert [placed.box.node.key for placed in drawn.boxes] == [7]
    assert drawn.routes == ()


def test_what_can_be_straight_is_straight() -> None:
    """A chain of questions is joined by lines that turn nowhere."""
    chain: dict[int, Question | Leaf] = {key: Question(key, "fact", "", (Branch("yes", key + 1),)) for key in range(4)}
    drawn = layout(Tree("", "", 0, {**chain, 4: Leaf(4, "permitted", "Permitted")}))
    assert [len(route.points) for route in drawn.routes] == [2, 2, 2, 2]


def _count(layered: Layers) -> int:
    return sum(
        crossings(links, left, right)
        for links, (left, right) in zip(layered.channels, pairwise(layered.columns), strict=True)
    )


@given(trees())
def test_the_order_found_is_no_worse_than_the_first(tree: Tree) -> None:
    """Columns keep what they hold, and no more lines cross than before."""
    before = layers(tree)
    after = ordered(before)
    assert [set(column) for column in after.columns] == [set(column) for column in before.columns]
    assert _count(after) <= _count(before)


def test_lines_that_cross_for_nothing_are_uncrossed() -> None:
    """Nodes change places where the first order has crossings that another has not."""
    first = Question(0, "root", "", tuple(Branch(str(key), key) for key in (1, 2, 3, 4)))
    below = {key: Question(key, "fact", "", (Branch("yes", to),)) for key, to in ((1, 5), (2, 6), (3, 5), (4, 5))}
    ends = {key: Leaf(key, "permitted", "") for key in (5, 6)}
    layered = layers(Tree("", "", 0, {0: first, **below, **ends}))
    assert (_count(layered), _count(ordered(layered))) == (2, 1)


def test_crossings_are_counted() -> None:
    """Two links cross where they begin in one order and end in the other."""
    layered = layers(SMALL)
    assert crossings(layered.channels[0], layered.columns[0], layered.columns[1][::-1]) == 1
    assert crossings(layered.channels[0], layered.columns[0], layered.columns[1]) == 0


def test_pulls_that_clash_are_pooled() -> None:
    """Where wishes are in the wrong order, those who have them share the best place."""
    wishes = [[Pull(4, 1)], [Pull(0, 1)], [Pull(9, 1)]]
    assert pooled(wishes, _mean) == [2, 2, 9]


def test_a_median_is_where_most_pull() -> None:
    """Half of the weight or more decides; in between, the mean does."""
    assert _median([Pull(0, 1), Pull(0, 1), Pull(9, 1)]) == 0
    assert _median([Pull(0, 1), Pull(10, 1)]) == 5
    assert _median([Pull(3, 0.001)]) == 3


def test_trunks_take_turns() -> None:
    """A net that comes in where another goes out is on its left; nets that do not meet share a track."""
    goes, comes, apart = Spot(1, 1), Spot(2, 1), Spot(3, 1)
    some = [Net(goes, (0,), 50), Net(comes, (50,), 90), Net(apart, (200,), 240)]
    assert tracks(some) == {comes: 0, goes: 1, apart: 0}


def test_nets_in_a_circle_still_have_tracks() -> None:
    """Two nets that would each have to be left of the other get a track each."""
    some = [Net(Spot(1, 1), (0,), 50), Net(Spot(2, 1), (50,), 0)]
    assert sorted(tracks(some).values()) == [0, 1]
