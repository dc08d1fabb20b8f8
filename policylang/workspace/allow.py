"""Findings that an author allows, with the reason beside them: `# allow P0804: the list is complete`.

A comment on a line of its own covers the lines that follow it: the next item, or inside an item the
next line and what is indented under it. At the end of a line it covers that line, before the header
of a file the whole file. Warnings can be allowed, and those errors that a faithful copy of a document may need;
the errors, and mutants that no scenario notices, only beside what they are about.
"""

import re
from collections.abc import Iterable, Iterator

import attrs

from policylang.diagnostics.model import Diagnostic
from policylang.semantics.findings import Findings
from policylang.source import Source, Span
from policylang.syntax import tree

OF_MUTANTS = frozenset({"P0542"})
"""Codes of what `mutate` finds; all others are of what `check` finds. Neither judges the allowances of the other's."""

_ALLOW = re.compile(r"#\s*allow\s+(P\d{4})\b\s*(?::\s*(.*\S))?\s*$")
_NEEDS_MORE_FILES = frozenset({"P0802", "P0803", "P0805"})
"""Codes that depend on which other files are checked: that one is not found today does not make its allowance idle."""
_ERRORS = frozenset({"P0503", "P0507"})
"""Errors that can be allowed: a document may hold what never applies, and its copy too."""
_NARROW = _ERRORS | OF_MUTANTS
"""Codes that are not allowed for a whole file; of those errors that are warnings too, the warnings are."""


@attrs.frozen
class Allowance:
    """A code that is allowed, where, and why; `whole_file` where it stands before the header."""

    code: str
    reason: str | None
    covers: Span
    span: Span
    whole_file: bool = False


class Allowances:
    """What the comments of a file allow, and which of them allowed something."""

    def __init__(self, source: Source, file: tree.File) -> None:
        self.source = source
        self.all = tuple(_allowances(source, file))
        self._used: set[Span] = set()

    def reason(self, diagnostic: Diagnostic) -> str | None:
        """Return why a finding of the file is allowed: the reason nearest to it; nothing where it is not."""
        by = [each for each in self.all if each.reason and _allows(each, diagnostic)]
        self._used.update(each.span for each in by)
        return max(by, key=lambda each: each.covers.start).reason if by else None

    def without_reason(self) -> Iterator[Diagnostic]:
        """Yield a warning for each allowance that does not count, since it gives no reason."""
        findings = Findings(self.source)
        for each in self.all:
            if not each.reason:
                said = f"`allow {each.code}` gives no reason, so it does not count"
                helps = (f"write it after a colon: `# allow {each.code}: why`",)
                findings.add("P0806", said, each.span, "why?", helps=helps, severity="warning")
        yield from findings.diagnostics

    def idle(self, *, of_mutants: bool = False) -> Iterator[Diagnostic]:
        """Yield a warning for each allowance that allowed nothing so far.

        Args:
            of_mutants: Whether to judge those of what `mutate` finds; else those of what `check` finds are judged.
        """
        findings = Findings(self.source)
        for each in self.all:
            is_judged = (each.code in OF_MUTANTS) is of_mutants and each.code not in _NEEDS_MORE_FILES
            if each.reason and is_judged and each.span not in self._used:
                said, help_ = f"`allow {each.code}` allows nothing: there is no such finding here", "delete the comment"
                if each.whole_file and each.code in _NARROW:
                    said, help_ = f"`allow {each.code}` counts for no whole file", "put it above what it is about"
                findings.add("P0807", said, each.span, "idle", helps=(help_,), severity="warning")
        yield from findings.diagnostics


def without_allowed(source: Source, file: tree.File, diagnostics: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
    """Yield the diagnostics of a file that are not allowed, then those about the allowances themselves."""
    allowances = Allowances(source, file)
    yield from (each for each in diagnostics if allowances.reason(each) is None)
    yield from allowances.without_reason()
    yield from allowances.idle()


def _allows(allowance: Allowance, diagnostic: Diagnostic) -> bool:
    start = diagnostic.label.place.span.start
    covered = allowance.covers.start <= start < allowance.covers.end
    if not covered or diagnostic.code != allowance.code:
        return False
    if diagnostic.severity == "error":
        return diagnostic.code in _ERRORS and not allowance.whole_file
    return diagnostic.code not in OF_MUTANTS or not allowance.whole_file


def _allowances(source: Source, file: tree.File) -> Iterator[Allowance]:
    """Yield what the comments of a file allow."""
    for comment in file.comments:
        found = _ALLOW.match(comment.text)
        if found:
            whole = _is_before_header(file, comment)
            covers = Span(0, len(source.text) + 1) if whole else _covered(source, comment)
            yield Allowance(found[1], found[2], covers, comment.span, whole)


def _is_before_header(file: tree.File, comment: tree.Comment) -> bool:
    return comment.own_line and file.header is not None and comment.span.start < file.header.span.start


def _covered(source: Source, comment: tree.Comment) -> Span:
    line1, column1 = source.position(comment.span.start)
    if not comment.own_line:
        return Span(source.line_starts[line1 - 1], comment.span.start)
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
