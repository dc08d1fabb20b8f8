"""Texts with a name, and positions in them: the one place that says what an offset, a line and a column are."""

from bisect import bisect_right
from functools import cached_property
from typing import NamedTuple


class Span(NamedTuple):
    """A stretch of a source text: character offsets, the end not included."""

    start: int
    end: int

    def to(self, other: "Span") -> "Span":
        """Return the span from the start of this one to the end of the other."""
        return Span(self.start, other.end)


class Position(NamedTuple):
    """A place as people count: line and column, both from 1, the column in characters."""

    line1: int
    column1: int


NOWHERE = Span(0, 0)


class Source:
    """A text and the name under which it is reported (a path, or `<text>`)."""

    def __init__(self, name: str, text: str) -> None:
        self.name = name
        self.text = text

    def __repr__(self) -> str:
        """Return the name; the text may be long."""
        return f"Source({self.name!r})"

    @cached_property
    def line_starts(self) -> tuple[int, ...]:
        """The offset at which each line starts; a line ends with a line feed."""
        starts = [0]
        find = self.text.find
        at = find("\n")
        while at >= 0:
            starts.append(at + 1)
            at = find("\n", at + 1)
        return tuple(starts)

    def position(self, offset: int) -> Position:
        """Return the line and column of an offset; an offset past the end counts as the end."""
        line1 = bisect_right(self.line_starts, min(offset, len(self.text)))
        return Position(line1, min(offset, len(self.text)) - self.line_starts[line1 - 1] + 1)

    def line(self, line1: int) -> str:
        """Return the text of a line, counted from 1, without its line break."""
        start = self.line_starts[line1 - 1]
        end = self.line_starts[line1] - 1 if line1 < len(self.line_starts) else len(self.text)
        return self.text[start:end].rstrip("\r")

    def at(self, span: Span) -> str:
        """Return the text of a span."""
        return self.text[span.start : span.end]


class Place(NamedTuple):
    """A span and the source it lies in, for what is reported across files."""

    source: Source
    span: Span
