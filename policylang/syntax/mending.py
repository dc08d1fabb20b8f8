"""The state of the pass over the characters of a text: what is mended, what was reported, the words around a place."""

import re
import unicodedata
from bisect import bisect_right
from typing import NamedTuple

from policylang.diagnostics.model import Diagnostic, Edit, Help, Label
from policylang.source import Place, Source, Span
from policylang.syntax import tree
from policylang.syntax.lookalikes import LATIN

MOST_FAULTS = 200
"""How many faults of a file are shown."""

DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212"
"""Characters that look like a hyphen."""

_WORD = re.compile(r"(?:[\w\u0300-\u036f]|['\u2019\u2010\u2011-](?=\w))*+")
_LONGEST_WORD = 200
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")


class Mended(NamedTuple):
    """A text as the parser shall read it, its comments and parentheses, and what was mended on which lines."""

    text: str
    comments: tuple[tree.Comment, ...]
    parentheses: list[int]
    faults: list[Diagnostic]
    faulty: set[int]
    complete: bool


class Mending:
    """The state of one pass: what was replaced, and what was reported."""

    def __init__(self, source: Source, text: str) -> None:
        self.source = source
        self.text = text
        self.starts = source.line_starts
        self.pieces: list[tuple[int, str]] = []
        self.comments: list[tree.Comment] = []
        self.parentheses: list[int] = []
        self.faults: list[Diagnostic] = []
        self.said: set[tuple[int, str]] = set()
        self.floor = self.done = 0
        self.asked = self.unpaired = -1

    def result(self) -> Mended:
        """Return the mended text."""
        parts: list[str] = []
        end = 0
        for at, replacement in sorted(self.pieces):
            if at >= end:
                parts += (self.text[end:at], replacement)
                end = at + len(replacement)
        parts.append(self.text[end:])
        faulty = {line for line, _ in self.said}
        complete = len(self.faults) <= MOST_FAULTS
        return Mended("".join(parts), tuple(self.comments), self.parentheses, self.faults, faulty, complete)

    def line(self, offset: int) -> int:
        """Return the number of the line of an offset, from 0."""
        return bisect_right(self.starts, offset) - 1

    def line_end(self, offset: int) -> int:
        """Return where the line of an offset ends, its line break not included."""
        line = self.line(offset)
        end = self.starts[line + 1] - 1 if line + 1 < len(self.starts) else len(self.text)
        return end - 1 if self.text[end - 1 : end] == "\r" and end > offset else end

    def say(self, code: str, message: str, span: Span, under: str = "", helps: tuple[Help, ...] = ()) -> None:
        """Report a fault, unless its line has one of the same kind."""
        key = (self.line(span.start), code)
        if key not in self.said:
            self.said.add(key)
            self.faults.append(Diagnostic(code, message, Label(Place(self.source, span), under), helps=helps))

    def instead(self, text: str, span: Span, replacement: str) -> Help:
        """Return a help that replaces the text at a span."""
        return Help(text, Edit(Place(self.source, span), replacement))

    def replace(self, at: int, replacement: str) -> None:
        """Have the parser read something else, of the same length; what it covers is done with."""
        self.pieces.append((at, replacement))
        self.done = max(self.done, at + len(replacement))

    def word(self, at: int) -> Span:
        """Return the word around an offset, in which letters of any alphabet and apostrophes count."""
        start = at
        low = max(self.starts[self.line(at)], at - _LONGEST_WORD, self.floor)
        while start > low and (self.text[start - 1].isalnum() or self.text[start - 1] in "_-'\u2019"):
            start -= 1
        found = _WORD.match(self.text, at, at + _LONGEST_WORD)
        return Span(start, max(found.end() if found else at, at + 1))


def plain_letter(letter: str) -> str:
    """Return the letter from a to z (or A to Z) that a letter resembles, itself, or `?`."""
    if letter.isascii():
        return letter
    if letter in LATIN:
        return LATIN[letter]
    if letter in DASHES:
        return "-"
    base = unicodedata.normalize("NFKD", letter)[0]
    return base if base.isascii() and base.isalnum() else "?"


def snake(word: str) -> str:
    """Return a word as a name: `usPolice-dept` becomes `us_police_dept`."""
    name = re.sub(r"[^a-z0-9]+", "_", _CAMEL.sub("_", word).lower()).strip("_")
    return name if name and name[0].isalpha() else ""
