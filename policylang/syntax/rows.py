"""A printed file as an outline of rows, and the comments of the source hung onto those rows.

The one idea: the printer never sees a comment. It makes rows, each with the span of the source that
it came from; a comment is then hung onto a row by position alone, and travels with it when lines
are put into another order. So no comment can be lost by a printer that forgot it.

What is printed comes in pages: a literate file has one for each of its blocks, others have one in
all. Nothing moves from one page to another.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from typing import Literal

import attrs

from policylang.source import NOWHERE, Source, Span
from policylang.syntax import tree

WIDTH = 100
"""The column up to which a line is filled; a line that cannot be broken may be longer."""

STEP = 4
"""The spaces of one level of indentation."""

_SPACED = re.compile(r"#(?:[\s!#]|\W*$)")

Gap = Literal["none", "one", "author"]


@attrs.frozen(eq=False)
class Row:
    """A line of the printed file with the rows indented under it.

    `lines` is more than one line where a quotation was wrapped. `span` is the stretch of the source
    that became these lines, the rows below not included. `gap` says whether a blank line stands
    before it: `author` keeps the choice of the source.
    """

    lines: tuple[str, ...]
    span: Span = NOWHERE
    rows: tuple["Row", ...] = ()
    gap: Gap = "author"


@attrs.frozen(eq=False)
class Origin:
    """Where rows came from: a source, and the offsets at which its pages start."""

    source: Source
    pages: tuple[int, ...] = (0,)

    def page(self, span: Span) -> int:
        """Return the number of the page, from 0, on which a span starts."""
        return max(bisect_right(self.pages, span.start) - 1, 0)

    def line1(self, span: Span) -> int:
        """Return the line, from 1, in which a span starts."""
        return self.source.position(span.start).line1

    def column(self, span: Span) -> int:
        """Return the column, from 0, in which a span starts."""
        return self.source.position(span.start).column1 - 1

    def indentation(self, span: Span) -> int:
        """Return how far the line is indented in which a span starts."""
        line = self.source.line(self.line1(span))
        return len(line) - len(line.lstrip(" "))

    def follows_blank(self, span: Span) -> bool:
        """Return whether a blank line stands before the line in which a span starts."""
        line1 = self.line1(span)
        return line1 > 1 and not self.source.line(line1 - 1).strip()


NO_ORIGIN = Origin(Source("", ""))


@attrs.define
class Hung:
    """The comments of one row: on lines before it, at the end of its line, at the end of its block."""

    before: list[tree.Comment] = attrs.field(factory=list)
    trailing: tree.Comment | None = None
    at_end: list[tree.Comment] = attrs.field(factory=list)


class Woven:
    """Rows and their comments: knows for each row of an outline which comments hang on it.

    INVARIANT: every comment given is hung exactly once.
    """

    def __init__(
        self, rows: Sequence[Row], comments: Iterable[tree.Comment] = (), *, origin: Origin = NO_ORIGIN
    ) -> None:
        self.root = Row((), rows=tuple(rows))
        self.origin = origin
        self._hung: dict[Row, Hung] = {}
        self._parent: dict[Row, Row] = {}
        self._ordered = sorted(self._preorder(self.root), key=lambda row: row.span.start)
        self._starts = [row.span.start for row in self._ordered]
        for comment in comments:
            self._hang(comment)

    def on(self, row: Row) -> Hung:
        """Return what hangs on a row."""
        return self._hung.setdefault(row, Hung())

    def _preorder(self, row: Row) -> Iterator[Row]:
        for child in row.rows:
            self._parent[child] = row
            yield child
            yield from self._preorder(child)

    # ------------------------------------------------------------ hanging

    def _hang(self, comment: tree.Comment) -> None:
        at = bisect_right(self._starts, comment.span.start)
        previous = self._beside(comment, self._ordered[max(at - 1, 0) : at])
        following = self._beside(comment, self._ordered[at : at + 1])
        if previous is not None and comment.span.start < previous.span.end:
            self.on(self._head(previous)).before.append(comment)
        elif comment.own_line or previous is None:
            self._hang_line(comment, previous, following)
        else:
            self._hang_trailing(comment, self._head(previous))

    def _beside(self, comment: tree.Comment, rows: list[Row]) -> Row | None:
        """Return the row, if there is one and it is on the page of the comment."""
        page = self.origin.page(comment.span)
        return rows[0] if rows and self.origin.page(rows[0].span) == page else None

    def _hang_trailing(self, comment: tree.Comment, row: Row) -> None:
        hung = self.on(row)
        if hung.trailing is not None:
            hung.before.append(hung.trailing)
        hung.trailing = comment

    def _hang_line(self, comment: tree.Comment, previous: Row | None, following: Row | None) -> None:
        """Hang a comment with a line to itself: before what follows, or at the end of the block that it closes."""
        column = self.origin.column(comment.span)
        if following is not None and (previous is None or column <= self._column(following)):
            self.on(following).before.append(comment)
            return
        block = self._block(previous, column)
        if following is not None and block in self._above(following):
            self.on(following).before.append(comment)
        else:
            self.on(block).at_end.append(comment)

    # ------------------------------------------------------------ where a row stood

    def shares_line(self, row: Row) -> bool:
        """Return whether a row stood on the line of its parent: a list that was broken into a block."""
        parent = self._parent[row]
        return parent is not self.root and self.origin.line1(parent.span) == self.origin.line1(row.span)

    def _head(self, row: Row) -> Row:
        """Return the row that begins the line in which a row began."""
        while self.shares_line(row):
            row = self._parent[row]
        return row

    def _column(self, row: Row) -> int:
        """Return how far a row was indented, from 0."""
        return self.origin.column(row.span) if self.shares_line(row) else self.origin.indentation(row.span)

    def _block(self, row: Row | None, column: int) -> Row:
        """Return the row in whose block a line after `row`, indented to `column`, stands."""
        if row is None:
            return self.root
        while self._parent[row] is not self.root and column < self._column(row):
            row = self._parent[row]
        return self._parent[row]

    def _above(self, row: Row) -> Iterator[Row]:
        while row is not self.root:
            row = self._parent[row]
            yield row


def printed(woven: Woven) -> tuple[str, ...]:
    """Return the text of each page; one with lines ends in a line break, one without is empty."""
    pages: list[list[str]] = [[] for _ in woven.origin.pages]
    _print_block(woven, woven.root, 0, pages)
    return tuple("".join(f"{line}\n" for line in lines) for lines in pages)


def _print_block(woven: Woven, block: Row, indent: int, pages: list[list[str]]) -> None:
    for at, row in enumerate(block.rows):
        _print_row(woven, row, indent, pages, first=at == 0)
    for comment in woven.on(block).at_end:
        _print_comment(woven, comment, indent, pages, gap=woven.origin.follows_blank(comment.span))


def _print_row(woven: Woven, row: Row, indent: int, pages: list[list[str]], *, first: bool) -> None:
    hung = woven.on(row)
    margin = " " * indent
    spans = [*(comment.span for comment in hung.before), row.span]
    gaps = [row.gap != "none" and woven.origin.follows_blank(span) for span in spans]
    gaps[-1] &= not woven.shares_line(row)
    gaps[0] = not first and (row.gap == "one" or gaps[0])
    for comment, gap in zip(hung.before, gaps, strict=False):
        _print_comment(woven, comment, indent, pages, gap=gap)
    lines = pages[woven.origin.page(row.span)]
    lines += [""] if gaps[-1] and lines else []
    lines += [margin + line for line in row.lines]
    if hung.trailing is not None:
        lines[-1] += "  " + comment_text(hung.trailing)
    _print_block(woven, row, indent + STEP, pages)


def _print_comment(woven: Woven, comment: tree.Comment, indent: int, pages: list[list[str]], *, gap: bool) -> None:
    lines = pages[woven.origin.page(comment.span)]
    lines += [""] if gap and lines else []
    lines.append(" " * indent + comment_text(comment))


def comment_text(comment: tree.Comment) -> str:
    """Return a comment as it is printed: a space after its `#`; `#!` and rulers such as `####` stay as they are."""
    text = comment.text.rstrip()
    return text if _SPACED.match(text) else f"# {text[1:]}"
