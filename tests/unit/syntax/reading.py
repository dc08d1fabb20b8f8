"""Reads a text for the tests of the parser: what came of it, and what was said of it."""

from policylang.diagnostics.model import Diagnostic
from policylang.source import Source
from policylang.syntax import tree
from policylang.syntax.from_text import parse

POLICY = "policy p\n    otherwise permitted\n"
CLAUSE = POLICY + 'clause a\n    "A"\n    prohibits\n'
VOCABULARY = "vocabulary v\n"
GIVEN = VOCABULARY + "example e\n"


def faults(text: str) -> tuple[Diagnostic, ...]:
    """Return the diagnostics of a text."""
    return parse(Source("<text>", text))[1]


def codes(text: str) -> list[str]:
    """Return the codes of the diagnostics of a text."""
    return [fault.code for fault in faults(text)]


def said(text: str) -> list[str]:
    """Return the diagnostics of a text: line, code, what is underlined, message."""
    lines = []
    for fault in faults(text):
        place = fault.label.place
        line1 = place.source.position(place.span.start).line1
        lines.append(f"{line1} {fault.code} [{place.source.at(place.span)}] {fault.message}")
    return lines


def items(text: str) -> tuple[tree.Item, ...]:
    """Return the items of a text without faults."""
    file, found = parse(Source("<text>", text))
    assert not found, [fault.message for fault in found]
    return file.items


def mended(text: str) -> str:
    """Return a text after every first help with an edit was followed, in one go."""
    for fault in reversed(faults(text)):
        edit = next((advice.edit for advice in fault.helps if advice.edit is not None), None)
        if edit is not None:
            text = text[: edit.place.span.start] + edit.replacement + text[edit.place.span.end :]
    return text
