"""Loopholes as a person reads them: what of each fact lets a case out, what would be caught, a case; and as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from policylang.console.cases_shown import case_object
from policylang.console.given_text import given_notes
from policylang.console.words import figure, listing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from policylang.analyse.ask.loophole import Loophole, Loopholes
    from policylang.diagnostics.model import Diagnostic


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
