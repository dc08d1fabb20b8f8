"""Deletions: what a finding offers to take out of a file, where nothing else in the file needs a change for it."""

import re

from policylang.analyse.check.written import lines_below
from policylang.diagnostics.model import Edit
from policylang.semantics.policy import All, Any, Clause, Condition, Policy
from policylang.source import Place, Source, Span


def clause_deleted(policy: Policy, clause: Clause) -> Edit | None:
    """Return the edit that deletes a clause, where it is certain.

    It is not where the file names the clause elsewhere, where a comment stands above it, or where it is the only one
    of its policy or its part.
    """
    name = clause.place
    together = [each for each in policy.clauses if clause.part is None or each.part == clause.part]
    if name is None or len(together) < 2:  # noqa: PLR2004 - itself and another
        return None
    source = name.source
    first = source.position(name.span.start).line1
    last = max((line.line1 for line in lines_below(name)), default=first)
    span = _lines(source, first, last)
    rest = source.text[: span.start] + source.text[span.end :]
    above = source.line(first - 1).strip() if first > 1 else ""
    if above.startswith("#") or re.search(rf"(?<!\w){re.escape(clause.name)}(?!\w)", rest):
        return None
    return Edit(Place(source, _with_blank(source, span)), "")


def _lines(source: Source, first: int, last: int) -> Span:
    """Return the span of some lines, the last line break included."""
    starts = source.line_starts
    return Span(starts[first - 1], starts[last] if last < len(starts) else len(source.text))


def _with_blank(source: Source, span: Span) -> Span:
    """Return a span of whole lines with a blank line after it, or else before it, so that one is left between items."""
    after = source.position(span.end).line1
    if span.end < len(source.text) and not source.line(after).strip():
        return Span(span.start, _lines(source, after, after).end)
    before = source.position(span.start).line1 - 1
    if before >= 1 and not source.line(before).strip():
        return Span(source.line_starts[before - 1], span.end)
    return span


def line_deleted(place: Place, group: Condition | None) -> Edit | None:
    """Return the edit that deletes a condition with its lines, where it is certain.

    Args:
        place: Where the condition stands.
        group: What it stands in: of a list two others must be left. Nothing where it is all that a line `when` or
            `unless` says.
    """
    source, span = place
    first, last = source.position(span.start).line1, source.position(max(span.start, span.end - 1)).line1
    before = source.text[source.line_starts[first - 1] : span.start].strip()
    after = source.text[span.end : _lines(source, last, last).end].strip()
    if after or any("#" in source.line(line1) for line1 in range(first, last + 1)):
        return None
    if group is None:
        return Edit(Place(source, _lines(source, first, last)), "") if before in ("when", "unless") else None
    if before or not isinstance(group, All | Any) or len(group.conditions) <= 2:  # noqa: PLR2004 - two must be left
        return None
    return Edit(Place(source, _lines(source, first, last)), "")
