"""Warnings that an author allows, with the reason beside them: `# allow P0804: the list is complete`.

A comment on a line of its own covers the lines that follow it: the next item, or inside an item the
next line and what is indented under it. At the end of a line it covers that line, before the header
of a file the whole file. Errors cannot be allowed.
"""

import re
from collections.abc import Iterable, Iterator

import attrs

from policylang.diagnostics.model import Diagnostic
from policylang.semantics.findings import Findings
from policylang.source import Source, Span
from policylang.syntax import tree

_ALLOW = re.compile(r"#\s*allow\s+(P\d{4})\b\s*(?::\s*(.*\S))?\s*$")
_NEEDS_MORE_FILES = ("P0802", "P0803", "P0805")
"""Codes that depend on which other files are checked: that one is not found today does not make its allowance idle."""


@attrs.frozen
class Allowance:
    """A code that is allowed, where, and why."""

    code: str
    reason: str | None
    covers: Span
    span: Span


def allowances(source: Source, file: tree.File) -> Iterator[Allowance]:
    """Yield what the comments of a file allow."""
    for comment in file.comments:
        found = _ALLOW.match(comment.text)
        if found:
            yield Allowance(found[1], found[2], _covered(source, file, comment), comment.span)


def without_allowed(source: Source, file: tree.File, diagnostics: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
    """Yield the diagnostics of a file that are not allowed, then those about the allowances themselves."""
    allowed = tuple(allowances(source, file))
    used: set[Span] = set()
    for each in diagnostics:
        by = [allowance for allowance in allowed if allowance.reason and _allows(allowance, each)]
        used.update(allowance.span for allowance in by)
        if not by:
            yield each
    yield from _about(source, allowed, used)


def _allows(allowance: Allowance, diagnostic: Diagnostic) -> bool:
    start = diagnostic.label.place.span.start
    covered = allowance.covers.start <= start < allowance.covers.end
    return covered and diagnostic.severity != "error" and diagnostic.code == allowance.code


def _about(source: Source, allowed: Iterable[Allowance], used: set[Span]) -> Iterator[Diagnostic]:
    findings = Findings(source)
    for each in allowed:
        if not each.reason:
            said = f"`allow {each.code}` gives no reason, so it does not count"
            helps = (f"write it after a colon: `# allow {each.code}: why`",)
            findings.add("P0806", said, each.span, "why?", helps=helps, severity="warning")
        elif each.span not in used and each.code not in _NEEDS_MORE_FILES:
            said = f"`allow {each.code}` allows nothing: there is no such finding here"
            findings.add("P0807", said, each.span, "idle", helps=("delete the comment",), severity="warning")
    yield from findings.diagnostics


def _covered(source: Source, file: tree.File, comment: tree.Comment) -> Span:
    line1, column1 = source.position(comment.span.start)
    starts = source.line_starts
    if not comment.own_line:
        return Span(starts[line1 - 1], comment.span.start)
    if file.header is not None and comment.span.start < file.header.span.start:
        return Span(0, len(source.text) + 1)
    return Span(comment.span.start, _end_of_block(source, line1 + 1, column1 - 1))


def _end_of_block(source: Source, line1: int, depth: int) -> int:
    begun = False
    for here in range(line1, len(source.line_starts) + 1):
        line = source.line(here)
        text = line.strip()
        if not text or text.startswith("#"):
            continue
        if begun and len(line) - len(line.lstrip()) <= depth:
            return source.line_starts[here - 1]
        begun = True
    return len(source.text) + 1
