"""Boxes: each node with its texts broken into lines and measured, before anything is placed.

A question is a card: what is asked in its head, and a row for each answer, from whose end a line leads on. So a label
stands where its line begins, and no label can lie on another.
"""

from collections.abc import Iterable, Iterator
from functools import partial
from typing import NamedTuple

from policylang.picture.letters import plain, width
from policylang.picture.lines import shortened
from policylang.picture.model import Branch, Leaf, Question

_ROOM = 166
"""How wide a line of text in a card may be."""

PAD = 10
MARK = 16
MARK_ROOM = MARK + 7
_LEAST_WIDTH = 84
_ROOM_OF_A_LEAF = 162
_MOST_LINES_OF_A_LEAF = 8


class Font(NamedTuple):
    """A size, a weight, the height of a line, and how far under its top the letters stand."""

    size: int
    bold: bool
    height: int
    base: int


FONTS = {
    "head": Font(13, bold=True, height=17, base=13),
    "small": Font(11, bold=False, height=14, base=11),
    "label": Font(12, bold=False, height=15, base=12),
    "title": Font(17, bold=True, height=22, base=17),
    "subtitle": Font(12, bold=False, height=17, base=13),
}


class Line(NamedTuple):
    """A line of text, where it begins within its box, and the name of its font."""

    x: int
    y: int
    text: str
    font: str


class Port(NamedTuple):
    """A row for an answer: its top and bottom, the height at which its line leaves, and its label in lines."""

    top: int
    bottom: int
    y: int
    lines: tuple[Line, ...]
    branch: Branch


class Box(NamedTuple):
    """A node as it is drawn: its size, the height at which lines arrive, its lines, and its rows."""

    node: Question | Leaf
    width: int
    height: int
    entry: int
    head: int
    lines: tuple[Line, ...]
    ports: tuple[Port, ...]


def box(node: Question | Leaf) -> Box:
    """Return a node, measured."""
    return _card(node) if isinstance(node, Question) else _ending(node)


def fitted(text: str, font: str, *, room: float, most: int) -> tuple[str, ...]:
    """Return a text of any kind in at most so many lines of a font that fit the room."""
    measure = partial(width, size=FONTS[font].size, bold=FONTS[font].bold)
    return shortened(plain(text), room, measure, most=most)


def stacked(texts: Iterable[tuple[str, str]], *, x: int, y: int) -> tuple[tuple[Line, ...], int]:
    """Return texts with their fonts as lines under each other, and where the next one would begin."""
    lines = []
    for text, font in texts:
        lines.append(Line(x, y + FONTS[font].base, text, font))
        y += FONTS[font].height
    return tuple(lines), y


def extent(line: Line) -> float:
    """Return where a line of text ends."""
    font = FONTS[line.font]
    return line.x + width(line.text, size=font.size, bold=font.bold)


def _card(node: Question) -> Box:
    asked = [(node.asks, "head", 4), (node.fact, "small", 2)] if node.asks.strip() else [(node.fact, "head", 5)]
    texts = [(line, font) for text, font, most in asked for line in fitted(text, font, room=_ROOM, most=most)]
    lines, end = stacked(texts, x=PAD, y=6)
    head = bottom = end + 6
    ports = []
    for branch in node.branches:
        ports.append(_row(branch, bottom))
        bottom = ports[-1].bottom
    return Box(
        node,
        _width((*lines, *(line for port in ports for line in port.lines))),
        bottom,
        head // 2,
        head,
        lines,
        tuple(ports),
    )


def _row(branch: Branch, top: int) -> Port:
    texts = [(line, "label") for line in fitted(branch.label, "label", room=_ROOM, most=3)]
    lines, end = stacked(texts or [("", "label")], x=PAD, y=top + 4)
    bottom = end + 4
    return Port(top, bottom, (top + bottom) // 2, lines, branch)


def _ending(node: Leaf) -> Box:
    lines, end = stacked(_said(node), x=PAD + MARK_ROOM, y=6)
    height = max(end, 6 + FONTS["head"].height) + 6
    return Box(node, _width(lines), height, height // 2, height, lines, ())


def _said(node: Leaf) -> Iterator[tuple[str, str]]:
    """Yield the lines of a leaf with their fonts, as many as are read."""
    yield from ((line, "head") for line in fitted(node.title, "head", room=_ROOM_OF_A_LEAF, most=2))
    below = [line for text in node.lines for line in fitted(text, "small", room=_ROOM_OF_A_LEAF, most=3)]
    if len(below) > _MOST_LINES_OF_A_LEAF:
        below = [*below[: _MOST_LINES_OF_A_LEAF - 1], "\u2026"]
    yield from ((line, "small") for line in below)


def _width(lines: Iterable[Line]) -> int:
    return max([_LEAST_WIDTH, *(int(extent(line)) + 1 + PAD for line in lines)])
