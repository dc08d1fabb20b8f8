"""Bars over time as SVG: one picture that needs nothing else, on light and dark paper, in print, and read aloud."""

from collections.abc import Iterator
from math import ceil

from policylang.picture.bars import Chart, Colour, Mark, Row, Weight, runs
from policylang.picture.boxes import FONTS, fitted, stacked
from policylang.picture.letters import plain, width
from policylang.picture.markup import element, words
from policylang.picture.outcomes import LOOKS, Shade
from policylang.picture.to_svg import FONT_FAMILY, INK, LINE, PAPER, QUIET, RULE

_MARGIN = 20
_ROW = 26
_BAR = 12
_FIRST = 56
_STRETCH = 104
_HEAD = 46
_ROOM_OF_A_NAME = 260
_GAP = 18
_FADE = 26
_COLOURS: dict[Colour, Shade] = {
    "prohibited": Shade("#c9574a", "#e58274"),
    "permitted": Shade("#2f9c82", "#5cc4aa"),
    "plain": Shade("#6f86a6", "#8fa6c6"),
}
_STRONG = LOOKS["prohibited"].ink._replace(light="#1c2430", dark="#e8eaed")
_MARKS: dict[Weight, tuple[Shade, str]] = {"strong": (_STRONG, ""), "weak": (LINE, "4 3"), "none": (RULE, "1 3")}


def bars_to_svg(chart: Chart) -> str:
    """Return the chart as an SVG document: rows under each other, time from left to right, a line at each mark."""
    names = max((width(plain(row.label), size=FONTS["label"].size) for row in chart.rows), default=0)
    left = _MARGIN + ceil(min(names, _ROOM_OF_A_NAME)) + _GAP
    across = left + _FIRST + _STRETCH * len(chart.marks) + _MARGIN
    heading, top = _heading(chart, across - 2 * _MARGIN)
    bottom = top + _HEAD + _ROW * len(chart.rows)
    legend, end = _legend(chart, bottom + 14, across - 2 * _MARGIN)
    size = (across, end + _MARGIN - 6)
    content = [
        words("title", chart.title, {"id": "bars-title"}),
        words("desc", described(chart), {"id": "bars-text"}),
        element("style", {}, _style()),
        element("rect", {"class": "tl-paper", "fill": PAPER.light, "width": size[0], "height": size[1], "rx": 6}),
        *heading,
        *_rows(chart, left, top + _HEAD, across - _MARGIN),
        *_marks(chart, left, top, bottom),
        *_bars(chart, left, top + _HEAD),
        *legend,
    ]
    attributes = {
        "xmlns": "http://www.w3.org/2000/svg",
        "class": "time-bars",
        "role": "img",
        "aria-labelledby": "bars-title bars-text",
        "width": size[0],
        "height": size[1],
        "viewBox": f"0 0 {size[0]} {size[1]}",
        "font-family": FONT_FAMILY,
    }
    return element("svg", attributes, content) + "\n"


def described(chart: Chart) -> str:
    """Return what the picture shows, for those to whom it is read."""
    marks = "; ".join(f"{mark.label}: {mark.note}" for mark in chart.marks)
    return f"{chart.subtitle}. {len(chart.rows)} rows, from left to right in time. {marks}".removeprefix(". ")


def _at(left: int, place: int) -> int:
    """Return where a stretch begins."""
    return left if place == 0 else left + _FIRST + _STRETCH * (place - 1)


def _rows(chart: Chart, left: int, top: int, right: int) -> Iterator[str]:
    """Yield the names of the rows, and the rules on which their bars lie."""
    for number, row in enumerate(chart.rows):
        middle = top + _ROW * number + _ROW // 2
        (name, *_) = fitted(row.label, "label", room=_ROOM_OF_A_NAME, most=1)
        yield element("path", {"class": "tl-rule", "stroke": RULE.light, "d": f"M{left} {middle}.5H{right}"})
        yield _text(name, _MARGIN, middle + 4, "label", told=f"{row.label}: {row.note}")


def _marks(chart: Chart, left: int, top: int, bottom: int) -> Iterator[str]:
    for number, mark in enumerate(chart.marks):
        x = _at(left, number + 1)
        shade, dashes = _MARKS[mark.weight]
        attributes = {"stroke-dasharray": dashes} if dashes else {}
        path = f"M{x}.5 {top + _HEAD - 8}V{bottom + 4}"
        yield element(
            "path",
            {"class": f"tl-mark-{mark.weight}", "fill": "none", "stroke": shade.light, **attributes, "d": path},
            words("title", f"{mark.label}: {mark.note}"),
        )
        yield from _labels(mark, x, top)


def _labels(mark: Mark, x: int, top: int) -> Iterator[str]:
    yield _text(mark.label, x, top + 14, "label", bold=mark.weight == "strong", anchor="middle")
    (note, *_) = fitted(mark.note, "small", room=_STRETCH - 8, most=1) or ("",)
    yield _text(note, x, top + 29, "small", anchor="middle", told=mark.note)


def _bars(chart: Chart, left: int, top: int) -> Iterator[str]:
    last = len(chart.marks) + 1
    for number, row in enumerate(chart.rows):
        y = top + _ROW * number + (_ROW - _BAR) // 2
        for start, end in runs(row.bars):
            yield from _bar(row, (_at(left, start), _at(left, end)), y, is_open=(start == 0, end == last))


def _bar(row: Row, between: tuple[int, int], y: int, *, is_open: tuple[bool, bool]) -> Iterator[str]:
    """Yield a bar; an end that is open runs out in two short pieces."""
    x, end = between
    look = {"class": f"tl-bar-{row.colour}", "fill": _COLOURS[row.colour].light}
    told = words("title", f"{row.label}: {row.note}")
    begins, ends = x + (_FADE if is_open[0] else 0), end - (_FADE if is_open[1] else 0)
    yield element(
        "rect", {**look, "x": begins + 0.5, "y": y + 0.5, "width": ends - begins, "height": _BAR, "rx": 2}, told
    )
    pieces = [(begins - 10, 7), (begins - 17, 4)] if is_open[0] else []
    pieces += [(ends + 3, 7), (ends + 13, 4)] if is_open[1] else []
    for at, across in pieces:
        yield element("rect", {**look, "x": at + 0.5, "y": y + 0.5, "width": across, "height": _BAR, "rx": 1})


# ---------------------------------------------------------------- texts and colours


def _heading(chart: Chart, room: int) -> tuple[list[str], int]:
    told = ((chart.title, "title"), (chart.subtitle, "subtitle"))
    texts = [(line, font) for text, font in told for line in fitted(text, font, room=room, most=3)]
    lines, end = stacked(texts, x=_MARGIN, y=_MARGIN - 4)
    return [_text(line.text, line.x, line.y, line.font) for line in lines], end + 14


def _legend(chart: Chart, top: int, room: int) -> tuple[list[str], int]:
    """Return what the lines and the colours mean, and where it ends."""
    used = {mark.weight for mark in chart.marks}
    found: list[str] = []
    y = top
    for weight, said in chart.legend:
        if weight in used:
            shade, dashes = _MARKS[weight]
            attributes = {"stroke-dasharray": dashes} if dashes else {}
            path = {"class": f"tl-mark-{weight}", "stroke": shade.light, **attributes, "d": f"M{_MARGIN} {y + 8}.5h22"}
            (line, *_) = fitted(said, "small", room=room - 30, most=1)
            found += [element("path", path), _text(line, _MARGIN + 30, y + 12, "small")]
            y += FONTS["small"].height + 3
    x, used_colours = _MARGIN, {row.colour for row in chart.rows}
    for colour, said in chart.colours:
        if colour in used_colours:
            look = {"class": f"tl-bar-{colour}", "fill": _COLOURS[colour].light}
            found.append(element("rect", {**look, "x": x + 0.5, "y": y + 3.5, "width": 22, "height": 9, "rx": 2}))
            found.append(_text(said, x + 30, y + 12, "small"))
            x += 30 + ceil(width(plain(said), size=FONTS["small"].size)) + _GAP
    return found, y + (FONTS["small"].height + 3 if used_colours else 0)


def _text(text: str, x: int, y: int, font: str, *, bold: bool = False, anchor: str = "", told: str = "") -> str:
    is_quiet = font in ("small", "subtitle")
    shade = QUIET if is_quiet else INK
    attributes: dict[str, object] = {
        "class": "tl-quiet" if is_quiet else "tl-ink",
        "fill": shade.light,
        "x": x,
        "y": y,
        "font-size": FONTS[font].size,
    }
    if bold or FONTS[font].bold:
        attributes["font-weight"] = "bold"
    if anchor:
        attributes["text-anchor"] = anchor
    written = words("text", text, attributes)
    return element("g", {}, [words("title", told), written]) if told else written


def _style() -> str:
    """Return the rules that turn the colours on dark screens."""
    dark = [
        f".tl-paper{{fill:{PAPER.dark}}}",
        f".tl-ink{{fill:{INK.dark}}}",
        f".tl-quiet{{fill:{QUIET.dark}}}",
        f".tl-rule{{stroke:{RULE.dark}}}",
        *(f".tl-bar-{name}{{fill:{shade.dark}}}" for name, shade in _COLOURS.items()),
        *(f".tl-mark-{name}{{stroke:{shade.dark}}}" for name, (shade, _) in _MARKS.items()),
    ]
    return "\n".join(["@media screen and (prefers-color-scheme:dark){", *dark, "}"])
