"""SARIF logs of what commands find, and the places of clauses at which it is shown."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from policylang.diagnostics.codes import Code
from policylang.diagnostics.model import Diagnostic, Label, Severity
from policylang.source import NOWHERE, Place, Source

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from policylang.semantics.policy import Policy

RULES: Mapping[str, Code] = MappingProxyType(
    {
        "coverage": Code("note", "something that no scenario reaches"),
        "find": Code("note", "cases that are as wanted"),
        "loopholes": Code("note", "a fact that lets cases escape a clause"),
        "suggest": Code("note", "a scenario that is missing"),
        "test": Code("error", "a scenario that fails"),
        "timeline": Code("note", "a date on which something begins or ends"),
    }
)
"""The rules of results that answer a question and have no code: the command or the option that asks, and a title."""


def sarif_log(diagnostics: Iterable[Diagnostic], *, allowed: Iterable[tuple[Diagnostic, str]] = ()) -> str:
    """Return diagnostics as a SARIF log, with the pages of their codes.

    Args:
        diagnostics: What was found.
        allowed: What was found and is allowed in the text, each with the reason.
    """
    from contextlib import suppress

    from policylang import __version__
    from policylang.diagnostics.machine import sarif
    from policylang.resources import read_text

    found, suppressed = tuple(diagnostics), tuple(allowed)
    pages: dict[str, str] = {}
    for code in {each.code for each in (*found, *(each for each, _ in suppressed))}.difference(RULES):
        with suppress(FileNotFoundError):
            pages[code] = read_text("codes", f"{code}.md")
    return sarif(found, pages=pages, rules=RULES, allowed=suppressed, version=__version__)


def result(rule: str, message: str, labels: Sequence[Label], notes: Iterable[str]) -> Diagnostic:
    """Return a result of one of `RULES`.

    Args:
        rule: The rule, which says how severe it is.
        message: What was found, in a line.
        labels: Where it is shown: the primary place first.
        notes: What else is told.
    """
    first, *others = labels
    severity: Severity = RULES[rule].severity
    return Diagnostic(rule, message, first, tuple(others), notes=tuple(notes), severity=severity)


# ---------------------------------------------------------------- places


def whole(name: str) -> Place:
    """Return the place of a file as a whole."""
    return Place(Source(name, ""), NOWHERE)


class Places:
    """Where the clauses of a policy and of those that it incorporates are named.

    A policy that was read before is kept without places, so its text is read again. A saved policy has none: all
    of it is at its file as a whole.

    Args:
        target: The file or name of the policy.
    """

    def __init__(self, target: str) -> None:
        self.policy = whole(target)
        self._own = ""
        self._clauses: dict[str, Place] = {}
        if not target.endswith(".polc"):
            self._read(target)

    def _read(self, target: str) -> None:
        from policylang.workspace.load import Workspace

        loaded = Workspace().load(target)
        found = loaded.module.policy
        self.policy = (found.place if found else None) or whole(loaded.path)
        if found is not None:
            self._own = found.name
            self._gather(found)

    def _gather(self, policy: Policy) -> None:
        for clause in policy.clauses:
            if clause.place is not None:
                self._clauses.setdefault(f"{policy.name}.{clause.name}", clause.place)
        for each in policy.incorporated:
            self._gather(each)

    def labels(self, clauses: Iterable[str], text: str = "") -> tuple[Label, ...]:
        """Return a label at each clause that has a place, as decisions name clauses or with the name of its policy."""
        found = (self._clauses.get(f"{self._own}.{name}") or self._clauses.get(name) for name in clauses)
        return tuple(Label(place, text) for place in found if place is not None)

    def labels_or_policy(self, clauses: Iterable[str], text: str = "") -> tuple[Label, ...]:
        """Return a label at each clause that has a place, or one at the policy's name where there is none."""
        return self.labels(clauses, text) or (Label(self.policy, text),)
