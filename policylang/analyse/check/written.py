"""Where the lines of a clause and of the header stand in their file: for labels, and for edits that add a line.

A resolved policy remembers where a name was written and not its lines; they are found again by their indentation.
"""

from collections.abc import Iterator
from typing import NamedTuple

from policylang.diagnostics.model import Edit
from policylang.source import Place, Source, Span

_STEP = "    "


class Line(NamedTuple):
    """A line below a name: its number, and its text without indentation."""

    line1: int
    indentation: str
    words: str


def lines_below(name: Place) -> Iterator[Line]:
    """Yield the lines that are indented below the line of a name; no comments, no blank lines."""
    source = name.source
    first = source.position(name.span.start).line1
    depth = _depth(source.line(first))
    for line1 in range(first + 1, len(source.line_starts) + 1):
        text = source.line(line1)
        words = text.lstrip(" \t")
        if words and not words.startswith("#"):
            if _depth(text) <= depth:
                return
            yield Line(line1, text[: _depth(text)], words)


def line_place(name: Place, *beginnings: str) -> Place | None:
    """Return where the first line directly below a name stands that begins with one of some words."""
    found = next(_beginning(name, beginnings), None)
    return None if found is None else _place(name.source, found)


def added_line(name: Place, text: str, *, after: tuple[str, ...], before: tuple[str, ...] = ()) -> Edit:
    """Return the edit that adds a line below a name.

    Args:
        name: The name of the clause or policy.
        text: The line, without indentation.
        after: Words with which the line begins that it comes after.
        before: Where there is none, those of the line that it comes before; else it comes last.
    """
    below = list(lines_below(name))
    anchor = next(_beginning(name, after), None)
    if anchor is None:
        follower = next(_beginning(name, before), None)
        earlier = below if follower is None else [each for each in below if each.line1 < follower.line1]
        anchor = earlier[-1] if earlier else None
    line1 = name.source.position(name.span.start).line1 if anchor is None else anchor.line1
    indentation = below[0].indentation if below else _STEP
    end = name.source.line_starts[line1 - 1] + len(name.source.line(line1))
    return Edit(Place(name.source, Span(end, end)), f"\n{indentation}{text}")


def _beginning(name: Place, beginnings: tuple[str, ...]) -> Iterator[Line]:
    """Yield the lines at the depth of the first that begin with one of some words."""
    depth = None
    for line in lines_below(name):
        depth = line.indentation if depth is None else depth
        rests = [line.words.removeprefix(each) for each in beginnings if line.words.startswith(each)]
        if line.indentation == depth and any(not rest or not (rest[0].isalnum() or rest[0] == "_") for rest in rests):
            yield line


def _place(source: Source, line: Line) -> Place:
    start = source.line_starts[line.line1 - 1] + len(line.indentation)
    return Place(source, Span(start, start + len(line.words.rstrip())))


def _depth(text: str) -> int:
    return len(text) - len(text.lstrip(" \t"))
