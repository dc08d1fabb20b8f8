"""Diagnostics on a terminal: the library's text with its roles, coloured."""

from collections.abc import Iterable

from policylang.console.terminal import paint
from policylang.diagnostics.model import Diagnostic
from policylang.diagnostics.text import render


def as_text(diagnostics: Iterable[Diagnostic]) -> str:
    """Return the diagnostics as text, an empty line after each that shows lines of a file."""
    return "".join(map(_as_text, diagnostics)).rstrip("\n")


def has_place(diagnostic: Diagnostic) -> bool:
    """Whether there is a text that the diagnostic is about: where a file is not there, there is none."""
    return bool(diagnostic.label.place.source.text)


def _as_text(diagnostic: Diagnostic) -> str:
    pieces = render(diagnostic)
    if has_place(diagnostic):
        return "".join(paint(text, role) for role, text in pieces) + "\n"
    lines = "".join(paint(text, role) for role, text in pieces).splitlines(keepends=True)
    helps = [help_.text for help_ in diagnostic.helps]
    return lines[0] + "".join(f"{paint('help', 'help')}: {text}\n" for text in helps)
