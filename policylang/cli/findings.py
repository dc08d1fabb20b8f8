"""Diagnostics on a terminal: the library's text with its roles, coloured."""

from collections.abc import Sequence

from policylang.cli.terminal import paint
from policylang.diagnostics.model import Diagnostic
from policylang.diagnostics.text import report


def as_text(diagnostics: Sequence[Diagnostic]) -> str:
    """Return the diagnostics as text, the number of each kind in the last line, without a line break at its end."""
    return "".join(paint(text, role) for role, text in report(diagnostics)).rstrip("\n")
