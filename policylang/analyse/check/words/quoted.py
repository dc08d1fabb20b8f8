"""Quotations: the document's words that clauses quote, who quotes them, and where a stretch of them stands in a file.

A resolved clause keeps the text of its `words` and not their place; they are found again by their text.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from policylang.analyse.check.telling import place_of
from policylang.analyse.check.written import lines_below
from policylang.semantics.policy import Clause, Policy
from policylang.source import Place, Source, Span


class Quotation(NamedTuple):
    """A text that clauses quote: with several of them, none has to say all that it says."""

    text: str
    clauses: tuple[Clause, ...]


def quotations(policy: Policy) -> tuple[Quotation, ...]:
    """Return the texts that the clauses of a policy quote, each once, with those that quote it."""
    found: dict[str, list[Clause]] = {}
    for clause in policy.clauses:
        if clause.place is not None:
            for text in dict.fromkeys(clause.words):
                found.setdefault(text, []).append(clause)
    return tuple(Quotation(text, tuple(clauses)) for text, clauses in found.items())


_LINE = re.compile(
    r'^[ \t]*words[ \t]+(?P<texts>"(?:[^"\\\n]|\\.)*"(?:\s*(?:#[^\n]*\n\s*)*"(?:[^"\\\n]|\\.)*")*)', re.MULTILINE
)
_TEXT = re.compile(r'#[^\n]*|"(?P<inner>(?:[^"\\\n]|\\.)*)"')


def place(clause: Clause, text: str, start: int, end: int) -> Place:
    """Return where a stretch of quoted words stands: in the line `words` of the clause or of its part.

    Where they are not found again, or run over several lines, the nearest place that is known: the clause's name.

    Args:
        clause: Who quotes them.
        text: The whole quotation.
        start: Where the stretch begins in it, in characters.
        end: Where it ends.
    """
    name = place_of(clause)
    best = next((offsets for line in _lines(name) if (offsets := _offsets(line, text))), None)
    if best is None or not start < end <= len(best):
        return name
    span = Span(best[start], best[end - 1] + 1)
    return Place(name.source, span) if _is_one_line(name.source, span) else name


def _lines(name: Place) -> Iterator[re.Match[str]]:
    """Yield the lines `words` that may be those of a clause: its own, then those before it, the nearest first."""
    source = name.source
    below = list(lines_below(name))
    end = source.line_starts[below[-1].line1 - 1] + len(source.line(below[-1].line1)) if below else name.span.end
    yield from _LINE.finditer(source.text, name.span.end, end)
    yield from reversed(list(_LINE.finditer(source.text, 0, name.span.start)))


def _is_one_line(source: Source, span: Span) -> bool:
    return source.position(span.start).line1 == source.position(span.end - 1).line1


def _offsets(line: re.Match[str], text: str) -> list[int] | None:
    """Return where each character of a quotation stands in the file, where a line quotes just that."""
    said: list[str] = []
    offsets: list[int] = []
    for piece in _TEXT.finditer(line["texts"]):
        if piece["inner"] is None:
            continue
        at = line.start("texts") + piece.start("inner")
        if offsets:
            said.append(" ")
            offsets.append(offsets[-1])
        for char in re.finditer(r"\\?(.)", piece["inner"]):
            said.append(char[1])
            offsets.append(at + char.start())
    return offsets if "".join(said) == text else None
