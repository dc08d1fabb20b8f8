"""What can be wrong, as values: a diagnostic with its labels, notes and helps. Rendering is elsewhere.

Passes return diagnostics; they do not raise for a fault in a policy.
"""

from typing import Literal

import attrs

from policylang.source import Place

Severity = Literal["error", "warning", "note"]


@attrs.frozen
class Label:
    """A place and the few words that stand under it."""

    place: Place
    text: str = ""


@attrs.frozen
class Edit:
    """A replacement of the text at a place; an empty span inserts."""

    place: Place
    replacement: str


@attrs.frozen
class Help:
    """What to do, with an edit where it is certain."""

    text: str
    edit: Edit | None = None


@attrs.frozen
class Diagnostic:
    """One thing that is wrong. `message` is one line, in lower case, without a full stop."""

    code: str
    message: str
    label: Label
    others: tuple[Label, ...] = ()
    notes: tuple[str, ...] = ()
    helps: tuple[Help, ...] = ()
    severity: Severity = "error"
