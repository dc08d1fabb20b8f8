"""Loopholes as a person reads them: the facts that let cases escape, each with where, and a case."""

from __future__ import annotations

from typing import TYPE_CHECKING

from policylang.console.cases_shown import case_lines
from policylang.console.given_text import given_lines
from policylang.console.terminal import paint, wrapped
from policylang.console.words import counted, figure, listing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from policylang.analyse.ask.loophole import Loophole, Loopholes

INDENT = "  "
DEEPER = "    "


def as_text(found: Loopholes, columns: int) -> Iterator[str]:
    """Yield the lines of what escapes some clauses."""
    names = listing(found.clauses)
    yield from given_lines(found.given, columns)
    if found.reach is None:
        yield f"not decided within the limit: the diagrams of `{names}` would be too large"
        return
    if not found.reach.affected:
        yield from wrapped(f"{names}: it stands in no case, so nothing is near to it.", columns=columns)
        return
    yield from wrapped(_headline(found, names), columns=columns)
    for each in found.found:
        yield ""
        yield from _loophole(each, columns)
    if found.undecided:
        yield ""
        yield from wrapped(f"Not decided within the limit: {listing(found.undecided)}.", columns=columns)


def _headline(found: Loopholes, names: str) -> str:
    if not found.found:
        return f"Nothing escapes {names} by one fact." if not found.undecided else "No loophole was found."
    return f"What escapes {names} by one fact: {counted(len(found.found), 'fact')}, the widest first."


def _loophole(each: Loophole, columns: int) -> Iterator[str]:
    judged = ", which somebody judges" if each.judged else ""
    count = each.kinds.affected
    kinds = "1 kind of case escapes" if count == 1 else f"{figure(count)} kinds of case escape"
    yield f"{paint(each.fact, 'name')}{judged}: {kinds}"
    for values in each.values:
        yield from wrapped(listing(values), first=f"{INDENT}escapes where  ", columns=columns)
    yield from wrapped(listing(each.caught), first=f"{INDENT}caught where   ", columns=columns)
    yield f"{INDENT}for example"
    yield from case_lines(each.case, indent=DEEPER)
