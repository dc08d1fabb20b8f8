"""What a syntax error is about: the line that could not be read, what stands there, and the construct it belongs to."""

import re
from collections.abc import Iterable
from functools import cached_property

from policylang.diagnostics.model import Diagnostic, Edit, Help, Label
from policylang.source import Place, Span
from policylang.syntax.grammar import Unexpected
from policylang.syntax.scan import Item, Mend, Scan
from policylang.syntax.words import NEVER_NAMES, STATEMENT_LINES, item_word, line_word, shown

STEP = "    "
LONGEST_LINE = 2000
"""Longer lines are not searched for other words."""

CONDITION_WORDS = frozenset(
    {"when", "unless", "if", "then", "applies when", "fulfilled when", "breached when", *STATEMENT_LINES}
)
"""What a condition stands behind."""

_ENDS = frozenset({"_NL", "_DEDENT", "$END"})
_NAME = re.compile(r"[a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*)*")
_RUN = re.compile(r"[^\s\"(),;:]+")
_NAMELESS = "without_a_name"
_WITH_NAME = frozenset(
    {"policy", "vocabulary", "scenarios for", "clause", "part", "duty", "always", "define", "example", "assert"}
)


class Unread:
    """A place where an item could not be read on, seen from its line.

    `line` is the line at fault (of those that say something), `after` the line up to which all must be dropped.
    """

    def __init__(self, scan: Scan, item: Item, met: Unexpected) -> None:
        self.scan = scan
        self.item = item
        self.met = met
        self.indented = met.kind == "_INDENT"
        self.needs_block = met.expected == {"_INDENT"} and not self.indented
        self.ended = met.kind in _ENDS or self.needs_block
        line = max(scan.line_at(met.start), item.first)
        if self.indented:
            line = self._next(line)
        elif self.needs_block and met.kind not in _ENDS and line not in scan.mends:
            line = self._previous(line)
        self.line = scan.whole(line)

    def _next(self, line: int) -> int:
        line += 1
        while line < self.item.after - 1 and line in self.scan.dropped:
            line += 1
        return min(line, self.item.after - 1)

    def _previous(self, line: int) -> int:
        line -= 1
        while line > self.item.first and line in self.scan.dropped:
            line -= 1
        return max(line, self.item.first)

    @property
    def after(self) -> int:
        """The line after all that cannot be read without this one."""
        if self.indented:
            return self.scan.after_block(self.line, deeper_than=self.scan.lines[self.line].indent - 1)
        return self.scan.after_block(self.line)

    @property
    def lost_its_block(self) -> bool:
        """Whether the line only lacks what was dropped from below it."""
        lines = range(self.line + 1, self.scan.after_block(self.line))
        return self.ended and any(each in self.scan.dropped for each in lines)

    def orphans(self) -> range:
        """Return the lines beside this one that belong below it: they begin with no word of the language."""
        indent = self.scan.lines[self.line].indent
        after = self.line + 1
        while after < self.item.after and self.scan.lines[after].indent >= indent:
            words = self.scan.words_of(after)
            if self.scan.lines[after].indent == indent and (line_word(words) or item_word(words)):
                break
            after += 1
        return range(self.line + 1, after)

    # ------------------------------------------------------------ what stands there

    @cached_property
    def words(self) -> str:
        """What the line says."""
        return self.scan.words_of(self.line)

    @cached_property
    def start(self) -> int:
        """Where the words of the line start."""
        return self.scan.lines[self.line].words

    @cached_property
    def span(self) -> Span:
        """What to underline: the word that does not fit, the end of the line, or the whole line."""
        if self.ended:
            end = self.start + len(self.words)
            return Span(end, end)
        if self.indented:
            return self.scan.span_of(self.line)
        start, end = self.met.start, self.met.end
        if not self.met.kind or self.met.kind in {"NAME", "NUMBER"}:
            found = _RUN.match(self.scan.text, start)
            end = found.end() if found else end
        return Span(start, end)

    @cached_property
    def said(self) -> str:
        """The word that does not fit; nothing at the end of a line."""
        return self.scan.text[self.span.start : self.span.end]

    @property
    def at(self) -> int:
        """Where in the words of the line the reading stopped."""
        return min(self.span.start - self.start, len(self.words)) if not self.indented else 0

    @property
    def before(self) -> str:
        """What the line says before the word that does not fit."""
        return self.words[: self.at].rstrip()

    @property
    def around(self) -> Span:
        """The word that does not fit, with the blanks on both sides of it."""
        end = self.at + len(self.said)
        rest = self.words[end:]
        return self.within(len(self.before), end + len(rest) - len(rest.lstrip()))

    @property
    def begins(self) -> bool:
        """Whether the word that does not fit is the first of its line."""
        return not self.ended and not self.indented and self.at <= 0

    # ------------------------------------------------------------ what it belongs to

    @cached_property
    def owner(self) -> str:
        """The item, by its kind and name: `the clause `x``."""
        return named(self.scan.words_of(self.item.first))

    @cached_property
    def inner_owner(self) -> str:
        """The clause within a part, or the item."""
        line: int | None = self.line
        while line is not None and line != self.item.first:
            words = self.scan.words_of(line)
            if re.match(r"clause[ \t]", words) and line != self.line:
                return named(words)
            line = self.scan.parent(line)
        return self.owner

    @cached_property
    def block(self) -> str:
        """The keyword of the line under which this one stands, if it has one; else nothing."""
        line = self.scan.parent(self.line)
        while line is not None and line != self.item.first:
            keyword = line_word(self.scan.words_of(line))
            if keyword:
                return keyword
            line = self.scan.parent(line)
        return ""

    @cached_property
    def keyword(self) -> str:
        """The keyword that the line starts with, if it is one of a line."""
        return line_word(self.words)

    @cached_property
    def kind(self) -> str:
        """The kind of item: its first word."""
        return item_word(self.scan.words_of(self.item.first))

    @cached_property
    def is_given(self) -> bool:
        """Whether the line stands among the givens of an example or a scenario."""
        return self.kind == "example" or (self.kind == "scenario" and "given" in {self.block, self.keyword})

    @cached_property
    def construct(self) -> str:
        """The construct being read, in words: `the `when` of the clause `x``."""
        if self.line == self.item.first:
            return self.owner
        keyword = self.block if self.begins or self.indented or not self.keyword else self.keyword
        return f"the `{keyword}` of {self.inner_owner}" if keyword else self.inner_owner

    # ------------------------------------------------------------ what to do

    def place(self, span: Span) -> Place:
        """Return a place in the source."""
        return Place(self.scan.source, span)

    def replace(self, text: str, span: Span, replacement: str) -> Help:
        """Return a help that replaces the text at a span."""
        return Help(text, Edit(self.place(span), replacement))

    def within(self, start: int, end: int) -> Span:
        """Return the span of a stretch of the words of the line."""
        return Span(self.start + start, self.start + end)

    def fault(
        self, message: str, under: str, *, span: Span | None = None, helps: Iterable[Help] = (), code: str = "P0101"
    ) -> Diagnostic:
        """Return a diagnostic, by default about the word that does not fit."""
        return Diagnostic(code, message, Label(self.place(span or self.span), under), helps=tuple(helps))

    def insert(self, text: str, offset: int, addition: str) -> Help:
        """Return a help that inserts something."""
        return Help(text, Edit(self.place(Span(offset, offset)), addition))

    @property
    def indentation(self) -> str:
        """The blanks before the line."""
        return self.scan.text[self.scan.lines[self.line].start : self.start]

    def mended_head(self) -> Mend | None:
        """Return words to put in place of the first line of an item, so that the rest of it can be read."""
        words = self.words
        keyword = item_word(words)
        rest = words[len(keyword) :]
        whole = self.scan.span_of(self.line)
        if keyword == "scenario":
            return Mend(*whole, 'scenario ""')
        if keyword not in _WITH_NAME:
            return None
        found = re.match(r"[ \t]*([a-z][a-z0-9_.]*(?:[ \t]+[a-z0-9_]+)*)", rest)
        name = "_".join(found.group(1).split()) if found else _NAMELESS
        name = _NAMELESS if name in NEVER_NAMES else name
        return Mend(*whole, f"{keyword} {name}")


def named(words: str) -> str:
    """Return how an item is called in a message, by its first line."""
    keyword = item_word(words)
    rest = words[len(keyword) :].strip()
    match keyword:
        case "":
            return "this item"
        case "policy" | "vocabulary" | "scenarios for":
            return "the header"
        case "scenario":
            title = re.match(r'"([^"]*)', rest)
            return f'the scenario "{shown(title.group(1))}"' if title else "the scenario"
    found = _NAME.match(rest) if rest != _NAMELESS else None
    if keyword == "always":
        return f"`always {shown(found.group())}`" if found else "`always`"
    noun = {"define": "definition", "assert": "assertion"}.get(keyword, keyword)
    return f"the {noun} `{shown(found.group())}`" if found else f"the {noun}"
