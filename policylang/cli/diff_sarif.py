"""A difference as a SARIF log: a result for each group of changes, at the clause that it is by."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from policylang.cli.diff_text import ground, share
from policylang.diagnostics.machine import sarif
from policylang.diagnostics.model import Diagnostic, Label
from policylang.source import NOWHERE, Place, Source

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from policylang.analyse.compare.difference import Change, Difference, Ground
    from policylang.semantics.policy import Policy

CHANGED = "P0541"
"""The code of decisions that change."""


def as_sarif(found: Difference, old: str, new: str) -> str:
    """Return a difference as a SARIF log.

    Args:
        found: The difference.
        old: The file or name of the version before.
        new: That of the version after.
    """
    from policylang import __version__
    from policylang.resources import read_text

    before, after = _places(old), _places(new)
    diagnostics = tuple(_diagnostic(each, before, after) for each in found.changes)
    return sarif(diagnostics, pages={CHANGED: read_text("codes", f"{CHANGED}.md")}, version=__version__)


def _diagnostic(change: Change, before: Mapping[str, Place], after: Mapping[str, Place]) -> Diagnostic:
    labels = [
        *_labels(change.after, after, "it is so by this now"),
        *_labels(change.before, before, "it was so by this"),
    ]
    first, *others = labels or [Label(after[""])]
    where = [f"where {', '.join(region) or 'whatever is so'}" for region in change.regions or (change.within,)]
    return Diagnostic(
        CHANGED,
        f"{ground(change.before)} → {ground(change.after)}, in {share(change.kinds)}",
        first,
        tuple(others),
        notes=(*where, f"for example: {', '.join(change.shown.given) or 'every case'}"),
        severity="note",
    )


def _labels(by: Ground, places: Mapping[str, Place], said: str) -> Iterator[Label]:
    for clause in by.clauses:
        place = places.get(f"{clause.policy}.{clause.name}")
        if place is not None:
            yield Label(place, said)


def _places(target: str) -> dict[str, Place]:
    """Return the places of clauses by their qualified names, and that of the policy by no name."""
    if target.endswith(".polc"):
        return {"": Place(Source(target, ""), NOWHERE)}
    from policylang.workspace.load import Workspace

    loaded = Workspace().load(os.fspath(target))
    policy = loaded.module.policy
    found = {"": (policy.place if policy else None) or Place(Source(loaded.path, ""), NOWHERE)}
    if policy is not None:
        _gather(policy, found)
    return found


def _gather(policy: Policy, found: dict[str, Place]) -> None:
    for clause in policy.clauses:
        if clause.place is not None:
            found.setdefault(f"{policy.name}.{clause.name}", clause.place)
    for each in policy.incorporated:
        _gather(each, found)
