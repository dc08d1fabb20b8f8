"""The layout of a tree: boxes in columns from left to right, and for every branch the points its line goes through."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from policylang.picture.boxes import Box, box
from policylang.picture.layers import Layers, Spot, layers
from policylang.picture.model import Branch, Tree
from policylang.picture.order import branches, reading_order
from policylang.picture.ordering import ordered
from policylang.picture.placing import arrives_at, heights
from policylang.picture.routing import nets, tracks, untangled

_BEFORE_TRUNKS = 13
_AFTER_TRUNKS = 19
_TRACK = 9


class Placed(NamedTuple):
    """A box and where its upper left corner is."""

    x: int
    y: int
    box: Box


class Route(NamedTuple):
    """The line of a branch: the points at which it begins, turns and ends, alternately level and upright."""

    source: int
    branch: Branch
    points: tuple[tuple[int, int], ...]


class Layout(NamedTuple):
    """Everything in its place, from (0, 0) on: boxes and routes in reading order."""

    width: int
    height: int
    boxes: tuple[Placed, ...]
    routes: tuple[Route, ...]


class _Column(NamedTuple):
    """The left and right edges of a column, and where in the channel after it each trunk is."""

    left: int
    right: int
    trunks: Mapping[Spot, int]


class _Plan(NamedTuple):
    """What is known of a picture before its lines are drawn: spots in columns, boxes, and where they are."""

    layers: Layers
    boxes: Mapping[int, Box]
    tops: Mapping[Spot, int]
    columns: Sequence[_Column]


def layout(tree: Tree) -> Layout:
    """Return a tree with every box placed and every line led to where it goes."""
    boxes = {key: box(tree.nodes[key]) for key in reading_order(tree)}
    layered = ordered(layers(tree))
    tops = untangled(layered, boxes, heights(layered, boxes))
    plan = _Plan(layered, boxes, tops, _columns(layered, boxes, tops))
    placed = tuple(_placed(key, plan) for key in boxes)
    routes = tuple(
        Route(key, branch, _points(key, port, plan))
        for key in boxes
        for port, branch in enumerate(branches(tree.nodes[key]))
    )
    bottom = max([each.y + each.box.height for each in placed] + [y for route in routes for _, y in route.points])
    return Layout(plan.columns[-1].right, bottom, placed, routes)


def _columns(layered: Layers, boxes: Mapping[int, Box], tops: Mapping[Spot, int]) -> list[_Column]:
    columns = []
    x = 0
    for index, column in enumerate(layered.columns):
        right = x + max(boxes[spot.key].width for spot in column if layered.is_node(spot))
        links = layered.channels[index] if index < len(layered.channels) else ()
        track = tracks(nets(links, layered, boxes, tops))
        trunks = {spot: right + _BEFORE_TRUNKS + _TRACK * number for spot, number in track.items()}
        columns.append(_Column(x, right, trunks))
        x = max([right + _BEFORE_TRUNKS, *trunks.values()]) + _AFTER_TRUNKS
    return columns


def _placed(key: int, plan: _Plan) -> Placed:
    """Return a box in its place, as wide as its column."""
    spot = Spot(key, plan.layers.depth[key])
    column = plan.columns[spot.column]
    return Placed(column.left, plan.tops[spot], plan.boxes[key]._replace(width=column.right - column.left))


def _points(key: int, port: int, plan: _Plan) -> tuple[tuple[int, int], ...]:
    """Return where the line of a branch begins, turns and ends."""
    depth = plan.layers.depth
    leaving = plan.boxes[key].ports[port]
    target = leaving.branch.to
    y = plan.tops[Spot(key, depth[key])] + leaving.y
    points = [(plan.columns[depth[key]].right, y)]
    for column in range(depth[key] + 1, depth[target] + 1):
        spot = Spot(target, column)
        arriving = plan.tops[spot] + arrives_at(spot, plan.layers, plan.boxes)
        if arriving != y:
            x = plan.columns[column - 1].trunks[spot]
            points += [(x, y), (x, arriving)]
            y = arriving
    return (*points, (plan.columns[depth[target]].left, y))
