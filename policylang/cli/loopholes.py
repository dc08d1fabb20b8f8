"""Loopholes as a person reads them: what of each fact lets a case out, what would be caught, a case; and as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from policylang.cli.cases_shown import case_lines, case_object
from policylang.cli.given import given_lines, given_notes
from policylang.cli.terminal import paint, wrapped
from policylang.cli.words import counted, figure, listing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from policylang.analyse.ask.loophole import Loophole, Loopholes
    from policylang.diagnostics.model import Diagnostic

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
    yield f"{paint(each.fact, 'name')}{judged}: {figure(each.kinds.affected)} kinds of case escape"
    for values in each.values:
        yield from wrapped(listing(values), first=f"{INDENT}escapes where  ", columns=columns)
    yield from wrapped(listing(each.caught), first=f"{INDENT}caught where   ", columns=columns)
    yield f"{INDENT}for example"
    yield from case_lines(each.case, indent=DEEPER)


def as_diagnostics(found: Loopholes, target: str) -> Iterator[Diagnostic]:
    """Yield a result for each fact that lets cases escape, at the clauses.

    Args:
        found: What escapes them.
        target: The file or name of the policy.
    """
    from policylang.analyse.check.telling import not_decided
    from policylang.cli.sarif import Places, result

    labels = Places(target).labels_or_policy(found.clauses)
    names = listing([f"`{name}`" for name in found.clauses])
    if found.reach is None:
        yield not_decided(labels[0].place, f"what escapes {names} by one fact")
    for each in found.found:
        said = f"`{each.fact}` lets cases escape {names}: {figure(each.kinds.affected)} kinds of case"
        yield result("loopholes", said, labels, [*given_notes(found.given), *_notes(each)])
    for fact in found.undecided:
        yield not_decided(labels[0].place, f"whether `{fact}` lets a case escape {names}")


def _notes(each: Loophole) -> Iterator[str]:
    if each.judged:
        yield "somebody judges it"
    yield from (f"escapes where {listing(values)}" for values in each.values)
    yield f"caught where {listing(each.caught)}"
    yield f"a case that escapes:\n{each.case.scenario.rstrip()}"


def as_object(found: Loopholes) -> dict[str, Any]:
    """Return loopholes as plain data for JSON."""
    return {
        "policy": found.policy,
        "given": list(found.given.lines),
        "clauses": list(found.clauses),
        "decided": found.reach is not None,
        "reach": None if found.reach is None else found.reach._asdict(),
        "loopholes": [
            {
                "fact": each.fact,
                "judged": each.judged,
                "escapes": [list(values) for values in each.values],
                "caught": list(each.caught),
                "kinds": each.kinds._asdict(),
                "case": case_object(each.case),
            }
            for each in found.found
        ],
        "undecided": list(found.undecided),
    }
