"""A difference as a SARIF log: a result for each group of changes, at the clause that it is by."""

from __future__ import annotations

from typing import TYPE_CHECKING

from policylang.cli.sarif import Places, sarif_log
from policylang.console.diff_text import ground, share
from policylang.console.given_text import given_notes
from policylang.diagnostics.model import Diagnostic, Label

if TYPE_CHECKING:
    from collections.abc import Iterator

    from policylang.analyse.compare.difference import Change, Difference, Ground

CHANGED = "P0541"
"""The code of decisions that change."""


def as_sarif(found: Difference, old: str, new: str) -> str:
    """Return a difference as a SARIF log.

    Args:
        found: The difference.
        old: The file or name of the version before.
        new: That of the version after.
    """
    before, after = Places(old), Places(new)
    return sarif_log(_diagnostic(each, before, after, given_notes(found.given)) for each in found.changes)


def _diagnostic(change: Change, before: Places, after: Places, given: tuple[str, ...]) -> Diagnostic:
    labels = [
        *after.labels(_clauses(change.after), "it is so by this now"),
        *before.labels(_clauses(change.before), "it was so by this"),
    ]
    first, *others = labels or [Label(after.policy)]
    where = [f"where {', '.join(region) or 'whatever is so'}" for region in change.regions or (change.within,)]
    return Diagnostic(
        CHANGED,
        f"{ground(change.before)} → {ground(change.after)}, in {share(change.kinds)}",
        first,
        tuple(others),
        notes=(*given, *where, f"for example: {', '.join(change.shown.given) or 'every case'}"),
        severity="note",
    )


def _clauses(by: Ground) -> Iterator[str]:
    return (f"{clause.policy}.{clause.name}" for clause in by.clauses)
