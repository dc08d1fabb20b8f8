"""A tree as SVG: one picture that needs nothing else, on light and dark paper, in print, and read aloud.

Colours stand as attributes, so that every program shows the light picture; a style sheet turns them for dark screens.
"""

from collections.abc import Iterable, Iterator
from math import ceil
from typing import NamedTuple

from policylang.picture.boxes import FONTS, MARK, PAD, Line, extent, fitted, stacked
from policylang.picture.layout import Layout, Placed, Route, layout
from policylang.picture.markup import element, words
from policylang.picture.model import Leaf, Question, Tree
from policylang.picture.outcomes import LOOKS, Look, Shade, look

FONT_FAMILY = "Arial, Helvetica, 'Liberation Sans', Arimo, 'Nimbus Sans', sans-serif"
PAPER = Shade("#ffffff", "#16191d")
INK = Shade("#1c2430", "#e8eaed")
QUIET = Shade("#5a6472", "#a3acb8")
LINE = Shade("#8792a2", "#7c8796")
RULE = Shade("#e3e7ec", "#343b44")
FRAME = Shade("#b4bdc9", "#5b6674")
HEAD = Shade("#f1f4f8", "#262d36")
CARD = Shade("#ffffff", "#1c2127")

_MARGIN = 20
_TURN = 6
_CUT = 8
_ROUND = 14
_SQUARE = 2
_WIDTH_OF_A_TITLE = 460
_PARTS = {
    "paper": ("fill", PAPER), "ink": ("fill", INK), "quiet": ("fill", QUIET), "line": ("stroke", LINE),
    "tip": ("fill", LINE), "rule": ("stroke", RULE), "head": ("fill", HEAD), "card": ("fill", CARD),
    "frame": ("stroke", FRAME),
}  # fmt: skip
_TEXTS = {"head": "ink", "label": "ink", "title": "ink", "small": "quiet", "subtitle": "quiet"}


def to_svg(tree: Tree, *, heading: bool = True) -> str:
    """Return the tree as an SVG document: questions from left to right, lines in between, labels where they begin.

    Args:
        tree: The tree.
        heading: Whether its title and subtitle stand over the picture; they are read aloud in any case.
    """
    drawn = layout(tree)
    above = _heading(tree, drawn.width) if heading else _Heading((), drawn.width, _MARGIN)
    across, top = above.across, above.top
    size = (across + 2 * _MARGIN, top + drawn.height + _MARGIN)
    attributes = {
        "xmlns": "http://www.w3.org/2000/svg",
        "class": "question-tree",
        "role": "img",
        "aria-labelledby": "question-tree-title question-tree-text",
        "width": size[0],
        "height": size[1],
        "viewBox": f"0 0 {size[0]} {size[1]}",
        "font-family": FONT_FAMILY,
    }
    picture = [*_lines(drawn, tree), *_tips(drawn, tree), *(_box(placed) for placed in drawn.boxes)]
    content = [
        words("title", tree.title, {"id": "question-tree-title"}),
        words("desc", described(tree, drawn), {"id": "question-tree-text"}),
        element("style", {}, _style()),
        element("rect", {**_part("paper"), "width": size[0], "height": size[1], "rx": 6}),
        *above.lines,
        element("g", {"transform": f"translate({_MARGIN}.5 {top}.5)"}, picture),
    ]
    return element("svg", attributes, content) + "\n"


def described(tree: Tree, drawn: Layout) -> str:
    """Return what the picture shows, for those to whom it is read."""
    nodes = [placed.box.node for placed in drawn.boxes]
    asked = [node for node in nodes if isinstance(node, Question)]
    counts = [f"{len(asked)} questions", f"{len(nodes) - len(asked)} outcomes", f"{len(drawn.routes)} branches"]
    first = f" The first question is {asked[0].asks or asked[0].fact}." if asked else ""
    return f"{tree.subtitle}. A tree read from left to right: {', '.join(counts)}.{first}".removeprefix(". ")


# ---------------------------------------------------------------- lines


def _lines(drawn: Layout, tree: Tree) -> Iterator[str]:
    for route in drawn.routes:
        told = words("title", _told(route, tree))
        yield element("path", {"fill": "none", **_part("line"), "d": path(route.points)}, told)


def _told(route: Route, tree: Tree) -> str:
    source, target = tree.nodes[route.source], tree.nodes[route.branch.to]
    asked = source.fact if isinstance(source, Question) else source.title
    return f"{asked}: {route.branch.label} \u2192 {target.fact if isinstance(target, Question) else target.title}"


def path(points: Iterable[tuple[int, int]]) -> str:
    """Return the path through points that lie level and upright in turn, with its corners rounded."""
    start, *turns, end = points
    drawn = [f"M{start[0]} {start[1]}"]
    before = start
    for corner, after in zip(turns, [*turns[1:], end], strict=False):
        ways = [(before[0] - corner[0], before[1] - corner[1]), (after[0] - corner[0], after[1] - corner[1])]
        turn = min(_TURN, *(max(abs(x), abs(y)) / 2 for x, y in ways))
        (x1, y1), (x2, y2) = (_towards(corner, way, turn) for way in ways)
        drawn.append(f"L{x1:g} {y1:g}Q{corner[0]} {corner[1]} {x2:g} {y2:g}")
        before = corner
    return "".join([*drawn, f"L{end[0]} {end[1]}"])


def _towards(corner: tuple[int, int], way: tuple[int, int], steps: float) -> tuple[float, float]:
    x, y = ((side > 0) - (side < 0) for side in way)
    return corner[0] + x * steps, corner[1] + y * steps


def _tips(drawn: Layout, tree: Tree) -> Iterator[str]:
    """Yield an arrowhead for each box that lines lead to."""
    for placed in drawn.boxes:
        if placed.box.node.key != tree.root:
            point = f"M{placed.x - 1} {placed.y + placed.box.entry}l-7 -4v8z"
            yield element("path", {**_part("tip"), "d": point})


# ---------------------------------------------------------------- boxes


def _box(placed: Placed) -> str:
    node = placed.box.node
    pieces = _ending(placed, node) if isinstance(node, Leaf) else _card(placed, node)
    return element("g", {"class": "qt-node", "transform": f"translate({placed.x} {placed.y})"}, pieces)


def _card(placed: Placed, node: Question) -> Iterator[str]:
    box = placed.box
    corners = {"width": box.width, "height": box.height, "rx": 4}
    yield words("title", f"{node.asks} ({node.fact})" if node.asks.strip() else node.fact)
    yield element("rect", {**_part("card"), **corners})
    head = f"M0 {box.head}V4Q0 0 4 0H{box.width - 4}Q{box.width} 0 {box.width} 4V{box.head}z"
    yield element("path", {**_part("head"), "d": head})
    yield from map(_text, box.lines)
    for port in box.ports:
        rule = element("path", {**_part("rule"), "d": f"M0 {port.top}H{box.width}"})
        told = words("title", port.branch.label)
        yield element("g", {"class": "qt-answer"}, [told, rule, *map(_text, port.lines)])
    yield element("rect", {"fill": "none", **_part("frame"), **corners})


def _ending(placed: Placed, node: Leaf) -> Iterator[str]:
    box, looks = placed.box, look(node.outcome)
    yield words("title", "; ".join([node.title, *node.lines]))
    yield element("path", {**frame(looks), "d": _outline(box.width, box.height, looks.corners)})
    yield element("g", {"transform": f"translate({PAD - 2} {(box.height - MARK) // 2})"}, [mark(looks)])
    for line in box.lines:
        yield _text(line, looks if line.font == "head" else None)


def frame(looks: Look) -> dict[str, object]:
    """Return the attributes of the frame of an outcome."""
    dashes = {"stroke-dasharray": looks.dashes} if looks.dashes else {}
    return {
        "class": f"qt-leaf-{looks.word}",
        "fill": looks.fill.light,
        "stroke": looks.ink.light,
        "stroke-width": 1.3,
        **dashes,
    }


def mark(looks: Look) -> str:
    """Return the mark of an outcome in a field of 16 by 16."""
    ring = element("circle", {"cx": 8, "cy": 8, "r": 7.2, "fill": "none"})
    strokes = element("path", {"d": looks.strokes, "fill": "none", "stroke-width": 1.8})
    attributes = {
        "class": f"qt-mark-{looks.word}",
        "stroke": looks.ink.light,
        "stroke-width": 1.2,
        "stroke-linecap": "round",
        "stroke-linejoin": "round",
    }
    return element("g", attributes, [ring, strokes])


def _outline(across: int, down: int, corners: str) -> str:
    if corners == "cut":
        cut, right, bottom = _CUT, across - _CUT, down - _CUT
        return f"M{cut} 0H{right}L{across} {cut}V{bottom}L{right} {down}H{cut}L0 {bottom}V{cut}z"
    turn = min(_ROUND if corners == "round" else _SQUARE, down // 2)
    right, bottom = across - turn, down - turn
    turns = [
        f"H{right}Q{across} 0 {across} {turn}",
        f"V{bottom}Q{across} {down} {right} {down}",
        f"H{turn}Q0 {down} 0 {bottom}",
        f"V{turn}Q0 0 {turn} 0z",
    ]
    return "".join([f"M{turn} 0", *turns])


# ---------------------------------------------------------------- texts and colours


class _Heading(NamedTuple):
    """The lines over the picture, how wide it has to be for them, and where what is under them begins."""

    lines: tuple[str, ...]
    across: int
    top: int


def _heading(tree: Tree, across: int) -> _Heading:
    """Return the title and the subtitle, in lines that are not much wider than the picture."""
    room = max(across, _WIDTH_OF_A_TITLE)
    told = ((tree.title, "title"), (tree.subtitle, "subtitle"))
    texts = [(line, font) for text, font in told for line in fitted(text, font, room=room, most=3)]
    lines, end = stacked(texts, x=_MARGIN, y=_MARGIN - 4)
    widest = max([across, *(ceil(extent(line)) - _MARGIN for line in lines)])
    return _Heading(tuple(map(_text, lines)), widest, end + 16 if lines else _MARGIN)


def _text(line: Line, looks: Look | None = None) -> str:
    font = FONTS[line.font]
    ink = {"class": f"qt-ink-{looks.word}", "fill": looks.ink.light} if looks else _part(_TEXTS[line.font])
    weight = {"font-weight": "bold"} if font.bold else {}
    return words("text", line.text, {**ink, "x": line.x, "y": line.y, "font-size": font.size, **weight})


def _part(name: str) -> dict[str, object]:
    attribute, shade = _PARTS[name]
    return {"class": f"qt-{name}", attribute: shade.light}


def _style() -> str:
    """Return the rules that turn the colours on dark screens, and that show a line when it is pointed at."""
    dark = [f".qt-{name}{{{attribute}:{shade.dark}}}" for name, (attribute, shade) in _PARTS.items()]
    for each in LOOKS.values():
        dark += [
            f".qt-leaf-{each.word}{{fill:{each.fill.dark};stroke:{each.ink.dark}}}",
            f".qt-mark-{each.word}{{stroke:{each.ink.dark}}}",
            f".qt-ink-{each.word}{{fill:{each.ink.dark}}}",
        ]
    pointed = ".qt-line:hover{stroke-width:3}"
    return "\n".join([pointed, "@media screen and (prefers-color-scheme:dark){", *dark, "}"])
