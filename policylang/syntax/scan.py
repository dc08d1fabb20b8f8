"""The text before parsing: its lines with their indentation, its items, and what is wrong with either.

Faults of characters are found and mended in `characters`; here are those of lines: indentation that fits nothing,
parentheses without a partner, nesting without end. A line that cannot be read is dropped (blanked) together with the
lines that are indented below it, so that what remains can be parsed and its own faults be found in the same run.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable
from typing import NamedTuple

from policylang.diagnostics.model import Diagnostic, Edit, Help, Label
from policylang.source import Place, Source, Span
from policylang.syntax import tree
from policylang.syntax.characters import mend
from policylang.syntax.literate import blanked
from policylang.syntax.mending import MOST_FAULTS
from policylang.syntax.words import ITEM_WORDS

DEEPEST = 64
"""How deep blocks and parentheses may be nested, taken together."""

LARGEST = 64_000_000
"""How large a text may be, in bytes or characters."""

LONGEST = 100_000
"""How long a line may be."""

_TAB_WIDTH = 4
_FAR = 1000
_LINE = re.compile(r"^([ \t]*)(?=[^ \t\r\n#])", re.MULTILINE)


class Line(NamedTuple):
    """A line that says something: where it starts, where its words start, and its indentation in columns."""

    start: int
    words: int
    indent: int


class Item(NamedTuple):
    """The lines of an item, by their numbers: the first, and the one after the last."""

    first: int
    after: int


class Mend(NamedTuple):
    """Words to read in place of those between two offsets, so that the rest of an item can be read."""

    start: int
    end: int
    words: str


class Origin(NamedTuple):
    """A stretch of a mended text: where it starts there, and where it comes from."""

    at: int
    start: int
    end: int


class Origins:
    """Where the stretches of a mended text come from."""

    def __init__(self, stretches: list[Origin]) -> None:
        self.stretches = stretches

    def offset(self, at: int) -> int:
        """Return the offset in the source for one in the mended text."""
        stretch = self.stretches[bisect_right(self.stretches, at, key=lambda each: each.at) - 1]
        return min(stretch.start + at - stretch.at, stretch.end)


class Piece(NamedTuple):
    """A text to parse between two offsets; with origins where it is not the source itself."""

    text: str
    start: int
    end: int
    origins: Origins | None


class Scan:
    """A text as the parser shall read it, with what is known of its lines.

    Lines are numbered among those that say something: blank lines and comments do not count.
    """

    def __init__(self, source: Source, text: str) -> None:
        """Scan a text.

        Args:
            source: What faults are reported in.
            text: The text to read: that of the source, or of the same length with parts blanked.
        """
        self.source = source
        mended = mend(source, text)
        self.text = mended.text + "\n"
        self.comments: tuple[tree.Comment, ...] = mended.comments
        self.faults: list[Diagnostic] = mended.faults
        self.complete = mended.complete
        self.lines: list[Line] = []
        self.items: list[Item] = []
        self.continued: dict[int, int] = {}
        self.dropped: set[int] = set()
        self.mends: dict[int, Mend] = {}
        self.faulty: set[int] = set()
        self._blanks: list[Span] = []
        self._depths: dict[int, int] = {}
        if self.complete:
            self._read_lines()
            self._mark(mended.faulty)
            self._refuse_endless_lines()
            self._match_parentheses(mended.parentheses)
            for item in self.items:
                self._check(item)
                if len(self.faults) > MOST_FAULTS:
                    self.complete = False
                    return
            self.settle()

    # ------------------------------------------------------------ lines

    def item_after(self, item: Item) -> Item:
        """Return the item that follows one."""
        return self.items[bisect_right(self.items, item)]

    def _read_lines(self) -> None:
        lines = self.lines
        for found in _LINE.finditer(self.text):
            start, words = found.span()
            indent = words - start
            if indent and "\t" in found.group():
                indent += found.group().count("\t") * (_TAB_WIDTH - 1)
            lines.append(Line(start, words, indent))
        self.starts = [line.start for line in lines]
        firsts = [number for number, line in enumerate(lines) if not line.indent]
        if lines and (not firsts or firsts[0]):
            firsts.insert(0, 0)
        ends = [*firsts[1:], len(lines)] if firsts else []
        self.items = [Item(*pair) for pair in zip(firsts, ends, strict=True)]

    def _mark(self, line_numbers: Iterable[int]) -> None:
        """Mark lines as faulty that are given by their numbers in the source, from 0."""
        for number in line_numbers:
            start = self.source.line_starts[number]
            line = self.line_at(start)
            if line >= 0 and self.lines[line].start == start:
                self.faulty.add(line)

    def line_at(self, offset: int) -> int:
        """Return the number of the line that says something at or before an offset, or -1."""
        return bisect_right(self.starts, offset) - 1

    def end_of(self, line: int) -> int:
        """Return where a line ends, its line break not included."""
        end = self.text.index("\n", self.lines[line].start)
        return end - 1 if self.text[end - 1] == "\r" else end

    def span_of(self, line: int) -> Span:
        """Return where the words of a line stand, comment and trailing blanks not included."""
        start = self.lines[line].words
        return Span(start, start + len(self.text[start : self.end_of(line)].partition(" #")[0].rstrip()))

    def words_of(self, line: int) -> str:
        """Return what a line says, or should."""
        span = self.span_of(line)
        mended = self.mends.get(line)
        if mended is None or mended.start < span.start:
            return self.text[span.start : span.end]
        words = self.text[span.start : mended.start] + mended.words + self.text[mended.end : span.end]
        return words.rpartition("\n")[2].strip()

    def whole(self, line: int) -> int:
        """Return the line on which the parentheses were opened within which a line stands, or itself."""
        return self.continued.get(line, line)

    def after_block(self, line: int, *, deeper_than: int | None = None) -> int:
        """Return the line after a line and everything that is indented deeper than it."""
        indent = self.lines[line].indent if deeper_than is None else deeper_than
        after = line + 1
        while after < len(self.lines) and (after in self.continued or self.lines[after].indent > indent):
            after += 1
        return after

    def parent(self, line: int) -> int | None:
        """Return the line above that a line is indented under, or None."""
        indent = self.lines[line].indent
        above = line - 1
        while above >= 0:
            if self.lines[above].indent < indent and above not in self.continued:
                return above
            above -= 1
        return None

    def drop(self, first: int, after: int) -> None:
        """Have lines blanked when the text is settled, so that the parser does not meet them."""
        if first >= after:
            return
        self.dropped.update(range(first, after))
        end = self.lines[after].start if after < len(self.lines) else len(self.text)
        self._blanks.append(Span(self.lines[first].start, end))

    def skip(self, item: Item) -> None:
        """Have a whole item not read; its text may stay, since nothing reads it."""
        self.dropped.update(range(item.first, item.after))

    def settle(self) -> None:
        """Take the dropped lines out of the text, all at once."""
        parts: list[str] = []
        at = 0
        for span in sorted(self._blanks):
            if span.end > at:
                start = max(span.start, at)
                parts += (self.text[at:start], blanked(self.text[start : span.end]))
                at = span.end
        self.text = "".join([*parts, self.text[at:]])
        self._blanks.clear()

    def piece(self, item: Item) -> Piece:
        """Return the text of an item as the parser shall read it, and where its stretches come from."""
        start = self.lines[item.first].start
        end = self.lines[item.after].start if item.after < len(self.lines) else len(self.text)
        lines = range(item.first, item.after)
        mends = sorted(each for line, each in self.mends.items() if line in lines and line not in self.dropped)
        if not mends:
            return Piece(self.text, start, end, None)
        parts: list[str] = []
        origins: list[Origin] = []
        length = 0
        for each in [*mends, Mend(end, end, "")]:
            kept = Origin(length, start, each.start)
            put = Origin(length + each.start - start, each.start, each.end)
            parts += (self.text[start : each.start], each.words)
            origins += (kept, put)
            length = put.at + len(each.words)
            start = each.end
        return Piece("".join(parts), 0, length, Origins(origins))

    # ------------------------------------------------------------ what can be wrong with them

    def _say(self, code: str, message: str, span: Span, under: str = "", helps: tuple[Help, ...] = ()) -> None:
        self.faults.append(Diagnostic(code, message, Label(Place(self.source, span), under), helps=helps))

    def _refuse_endless_lines(self) -> None:
        """Report lines that are too long; their item is not read."""
        for item in self.items:
            for line in range(item.first, item.after):
                after = self.starts[line + 1] if line + 1 < len(self.starts) else len(self.text)
                if after - self.starts[line] > LONGEST and self.end_of(line) - self.starts[line] > LONGEST:
                    start = self.lines[line].words
                    self._say("P0402", f"a line of more than {LONGEST} characters", Span(start, start + 1), "too long")
                    self.faulty.update(range(item.first, item.after))
                    self.skip(item)
                    break

    def _match_parentheses(self, offsets: list[int]) -> None:
        """Find the lines that continue others within parentheses; report parentheses without a partner."""
        open_at: list[int] = []
        unclosed: list[int] = []
        at_line = -1
        for offset in offsets:
            line = self.line_at(offset)
            self._continue(at_line, line, open_at, unclosed)
            at_line = line
            if self.text[offset] == "(":
                open_at.append(offset)
                self._depths[line] = max(self._depths.get(line, 0), len(open_at))
            elif open_at:
                open_at.pop()
            elif line not in self.faulty and len(self.faults) <= MOST_FAULTS:
                self._say(
                    "P0101", "a parenthesis is closed that was not opened", Span(offset, offset + 1), "opened nowhere"
                )
                self.faulty.add(line)
                self.drop(line, self.after_block(line))
        self._continue(at_line, len(self.lines) - 1, open_at, unclosed)
        for offset in [*unclosed, *open_at]:
            line = self.line_at(offset)
            if line not in self.faulty and line not in self.dropped and len(self.faults) <= MOST_FAULTS:
                self._say(
                    "P0101",
                    "a parenthesis that is not closed",
                    Span(offset, offset + 1),
                    "opened here",
                    (Help("close it with `)`; lines that go on within it are indented deeper than this one"),),
                )
                self.faulty.add(line)
                self.drop(line, self.after_block(line))

    def _continue(self, line: int, until: int, open_at: list[int], unclosed: list[int]) -> None:
        """Mark the lines within open parentheses as continued, as long as they are indented deeper than the first."""
        while open_at and line < until:
            line += 1
            first = self.whole(self.line_at(open_at[0]))
            closes = self.text.startswith(")", self.lines[line].words)
            if self.lines[line].indent < self.lines[first].indent + (not closes):
                unclosed += open_at
                open_at.clear()
            else:
                self.continued[line] = first

    def _check(self, item: Item) -> None:
        """Report tabs, indentation that fits no line above, and nesting that is too deep."""
        levels = [0]
        tab_said = False
        line = item.first
        if self.lines[line].indent:
            if line not in self.faulty:
                self._say(
                    "P0107", "the first line of a file is indented", self.span_of(line), "starts at the left margin"
                )
            self.faulty.update(range(item.first, item.after))
            self.skip(item)
            return
        while line < item.after and len(self.faults) <= MOST_FAULTS:
            here = self.lines[line]
            if here.words - here.start < here.indent and not tab_said:
                self._say_tab(item, line)
                tab_said = True
            if len(levels) + self._depths.get(line, 0) > DEEPEST:
                self._say(
                    "P0401",
                    f"nested more than {DEEPEST} deep",
                    self.span_of(line),
                    "too deep to read",
                    (Help("give the inner conditions a name: `define NAME`"),),
                )
                self.faulty.add(item.first)
                self.skip(item)
                return
            line = line + 1 if line in self.continued or line in self.dropped else self._check_indent(line, levels)

    def _check_indent(self, line: int, levels: list[int]) -> int:
        """Bring the levels up to a line and return the next one; drop a line that fits none of them."""
        indent = self.lines[line].indent
        if indent > levels[-1]:
            levels.append(indent)
            return line + 1
        left = levels[-1]
        while indent < levels[-1]:
            left = levels.pop()
        if indent == levels[-1]:
            return line + 1
        after = self.after_block(line)
        if line not in self.faulty:
            start = self.lines[line].start
            where = Span(start, self.lines[line].words)
            helps = tuple(
                Help(
                    f"indent it by {width}, to stand beside `{_shortened(self._line_at_level(line, width))}`",
                    Edit(Place(self.source, where), " " * width),
                )
                for width in (levels[-1], left)
                if width or self.words_of(line).split()[0] in ITEM_WORDS
            )
            self._say(
                "P0107", "indentation that fits no line above", self.span_of(line), f"indented by {indent}", helps
            )
            self.faulty.add(line)
        levels.append(left)
        self.drop(line, after)
        return after

    def _line_at_level(self, line: int, width: int) -> str:
        for above in range(line - 1, max(line - _FAR, -1), -1):
            if self.lines[above].indent == width and above not in self.continued:
                return self.words_of(above)
        return "the lines above"

    def _say_tab(self, item: Item, line: int) -> None:
        more = sum(
            1
            for each in range(line + 1, item.after)
            if "\t" in self.text[self.lines[each].start : self.lines[each].words]
        )
        where = Span(self.lines[line].start, self.lines[line].words)
        under = f"here and on {more} lines below" if more > 1 else "here and on a line below" if more else "a tab"
        self._say(
            "P0104",
            "a tab in the indentation",
            where,
            under,
            (
                Help(
                    "indent by spaces, four for each level",
                    Edit(Place(self.source, where), " " * self.lines[line].indent),
                ),
            ),
        )


def _shortened(words: str) -> str:
    return words if len(words) <= 30 else f"{words[:29]}…"  # noqa: PLR2004 - a glance


def decode(content: bytes, name: str) -> tuple[Source, tuple[Diagnostic, ...]]:
    """Return the text of a file as a source, without its byte order mark; what cannot be read is reported.

    Where there is a diagnostic, the source is for showing it, not for parsing.
    """
    if len(content) > LARGEST:
        return Source(name, ""), (too_large(Source(name, "")),)
    content = content.removeprefix(b"\xef\xbb\xbf")
    try:
        return Source(name, content.decode("utf-8")), ()
    except UnicodeDecodeError as met:
        before = content[: met.start].decode("utf-8")
        source = Source(name, content.decode("utf-8", errors="replace"))
        span = Span(len(before), len(before) + 1)
        said = (
            "two bytes a character (UTF-16)"
            if content[:2] in {b"\xff\xfe", b"\xfe\xff"}
            else f"byte {content[met.start]:02X}"
        )
        label = Label(Place(source, span), said)
        return source, (
            Diagnostic("P0116", "the file is not UTF-8 text", label, helps=(Help("save it with the encoding UTF-8"),)),
        )


def too_large(source: Source) -> Diagnostic:
    """Return the diagnostic of a text over the limit."""
    message = f"the text is larger than {LARGEST // 1_000_000} MB"
    return Diagnostic(
        "P0402",
        message,
        Label(Place(source, Span(0, 0)), "too large to read"),
        helps=(Help("split it into several files"),),
    )
