"""Lines that fit: a text broken between its words, then within names, and shortened so that the loss is seen."""

import re
from collections.abc import Callable, Iterator
from itertools import islice

Measure = Callable[[str], float]
"""How much room a text takes."""

_PIECE = re.compile(r"[^_.,;:/-]*[_.,;:/-]+|[^_.,;:/-]+")
"""A stretch of a long word that a line may end after."""

_MOST_LISTED = 24
_ENDS = (".", "?", "!")
"""How a sentence ends: its commas part no list."""


def wrapped(text: str, room: float, measure: Measure) -> tuple[str, ...]:
    """Return a plain text in lines that fit the room; a word is broken only where it is longer than a line.

    Args:
        text: The text.
        room: How much a line may take, in the unit of `measure`; a single letter may take more.
        measure: Gives the room that a text takes.
    """
    return tuple(_lines(text, room, measure))


def shortened(text: str, room: float, measure: Measure, *, most: int) -> tuple[str, ...]:
    """Return a plain text in at most so many lines that fit; a list that is too long says how many more there are."""
    lines = _first_lines(text, room, measure, most + 1)
    if len(lines) <= most:
        return lines
    items = [text] if text.endswith(_ENDS) else text.split(", ")
    for kept in range(min(len(items) - 1, _MOST_LISTED), 0, -1):
        fewer = _first_lines(", ".join([*items[:kept], f"{len(items) - kept} more"]), room, measure, most + 1)
        if len(fewer) <= most:
            return fewer
    *first, last = lines[:most]
    return (*first, _cut(last, room, measure))


def _first_lines(text: str, room: float, measure: Measure, most: int) -> tuple[str, ...]:
    return tuple(islice(_lines(text, room, measure), most))


def _lines(text: str, room: float, measure: Measure) -> Iterator[str]:
    line = ""
    for word in text.split(" "):
        longer = f"{line} {word}" if line else word
        if measure(longer) <= room:
            line = longer
            continue
        for stretch in _stretches(word, room, measure):
            if line:
                yield line
            line = stretch
    if line:
        yield line


def _stretches(word: str, room: float, measure: Measure) -> Iterator[str]:
    """Yield a word in stretches that fit, broken after marks where it can be, else between letters."""
    stretch = ""
    for piece in _pieces(word, room, measure):
        if stretch and measure(stretch + piece) > room:
            yield stretch
            stretch = ""
        stretch += piece
    yield stretch


def _pieces(word: str, room: float, measure: Measure) -> Iterator[str]:
    for piece in _PIECE.findall(word):
        if measure(piece) <= room:
            yield piece
        else:
            yield from piece


def _cut(line: str, room: float, measure: Measure) -> str:
    """Return the beginning of a line with three dots that say there is more."""
    while line and measure(f"{line}\u2026") > room:
        line = line[:-1]
    return f"{line.rstrip(' ,')}\u2026"
