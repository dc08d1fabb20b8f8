"""Literate files."""

import pytest

from policylang.source import Source
from policylang.syntax.from_text import parse
from policylang.syntax.literate import fences, only_code


def code(text: str) -> str:
    """Return what is left of a document, without blanks."""
    return only_code(text, fences(text)).strip()


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("prose\n```pol\na\n```\nprose\n", "a"),
        ("```pol\r\na\r\n```\r\nprose\r\n", "a"),
        ("~~~pol title\na\n~~~\n", "a"),
        ("````pol\na\n```\nb\n````\n", "a\n```\nb"),
        ("```pol\na\n", "a"),
        ("```pol", ""),
        ("```python\na\n```\n", ""),
        ("```policy\na\n```\n", ""),
        ("````\n```pol\na\n```\n````\n", ""),
        ("`a` ```pol``` b\n", ""),
        ("```a`b\n```pol\na\n```\n", "a"),
        ("```pol\na\n```\n~~~\nx\n~~~\n```pol\nb\n```", "a\n   \n~~~\n \n   \n      \nb".replace("~~~", "   ")),
    ],
)
def test_what_counts(text: str, left: str) -> None:
    """Fenced blocks marked `pol` count, at the left margin, and nothing else."""
    assert code(text) == left
    assert len(only_code(text, fences(text))) == len(text)


def test_positions_are_those_of_the_document() -> None:
    """A fault is shown in the Markdown."""
    file, faults = parse(Source("a.pol.md", "# Title\n\n```pol\npolicy p\n    otherwise permitted\nclaus a\n```\n"))
    assert file.header is not None
    assert [fault.label.place.source.position(fault.label.place.span.start) for fault in faults] == [(6, 1)]


def test_prose_is_not_read() -> None:
    """Quotation marks, capitals and other characters of the prose are no faults."""
    text = "It's “prose” — \u200b\n\n```pol\npolicy p\n    otherwise permitted\n```\nMore 'prose'.\n"
    assert parse(Source("a.pol.md", text))[1] == ()


def test_an_indented_block_is_reported() -> None:
    """A block that would be overlooked is reported."""
    text = "```pol\npolicy p\n    otherwise permitted\n```\n- item\n  ```pol\n  clause a\n  ```\n"
    assert [fault.code for fault in parse(Source("a.pol.md", text))[1]] == ["P0107"]


def test_a_document_whose_only_block_is_indented() -> None:
    """It is not also reported as empty."""
    assert [fault.code for fault in parse(Source("a.pol.md", "> ```pol\n> policy p\n> ```\n"))[1]] == ["P0107"]
