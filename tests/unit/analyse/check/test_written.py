"""Where lines stand below a name, and lines added among them."""

import pytest

from policylang.analyse.check.written import added_line, line_place, lines_below
from policylang.source import Place, Source, Span

TEXT = """\
clause one
    "What it says"
    # a comment: prohibits nothing

    prohibits
    despite two
    when any of
        under_age
        when_late

clause two
    "Another"
    underlined
    when a
"""


def _name(text: str, name: str) -> Place:
    start = text.index(f"clause {name}") + len("clause ")
    return Place(Source("p.pol", text), Span(start, start + len(name)))


def test_lines_end_with_the_indentation() -> None:
    """Comments and blank lines are passed over, and the next item is not reached."""
    words = [line.words for line in lines_below(_name(TEXT, "one"))]
    assert words == ['"What it says"', "prohibits", "despite two", "when any of", "under_age", "when_late"]


@pytest.mark.parametrize(
    ("name", "beginning", "found"),
    [
        ("one", "despite", "despite two"),
        ("one", "when", "when any of"),
        ("one", "under", None),
        ("two", "under", None),
        ("two", "when", "when a"),
    ],
    ids=["a line", "the first of two", "not deeper", "a longer word", "the last line"],
)
def test_a_line_is_found_by_its_first_words(name: str, beginning: str, found: str | None) -> None:
    """Only lines directly below the name count, and only whole words."""
    place = line_place(_name(TEXT, name), beginning)
    assert (None if place is None else place.source.at(place.span)) == found


@pytest.mark.parametrize(
    ("text", "after", "before", "line1"),
    [
        (TEXT, ("prohibits",), ("when",), 6),
        (TEXT, ("permits",), ("when",), 7),
        (TEXT, ("permits",), (), 10),
        ("clause one\n\nclause two\n", ("permits",), ("when",), 2),
        ("clause one", ("permits",), ("when",), 2),
    ],
    ids=["after a line", "before another", "at the end", "below a name alone", "at the end of the text"],
)
def test_a_line_is_added(text: str, after: tuple[str, ...], before: tuple[str, ...], line1: int) -> None:
    """It comes after one line, before another, or last, as deep as the lines around it."""
    edit = added_line(_name(text, "one"), "despite three", after=after, before=before)
    start = edit.place.span.start
    edited = text[:start] + edit.replacement + text[start:]
    assert edited.splitlines()[line1 - 1] == "    despite three"
    assert len(edited.splitlines()) == len(text.splitlines()) + 1
