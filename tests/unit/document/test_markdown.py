"""Whatever a text says, a page shows it and obeys nothing in it."""

import pages
import pytest
from hypothesis import given, strategies as st

from policylang.document.markdown import blocks, code, contents, folded, heading, items, plain, prose, table

TEXTS = st.text(st.sampled_from("ab1 _*`~[]()<>&|#-+=.!:\\\"'$@\n") | st.characters(codec="utf-8"), max_size=30)


def _line(text: str) -> str:
    return " ".join("".join(c if c.isprintable() or c.isspace() else f"(U+{ord(c):04X})" for c in text).split())


@given(TEXTS)
def test_a_text_is_shown_as_it_is(text: str) -> None:
    """Rendered as a paragraph, a text is the text, in one line, and no element is made of it."""
    assert pages.shown(plain(text)) == _line(text)
    assert pages.html(plain(text)) in ("", f"<p>{pages.html(plain(text))[3:-5]}</p>\n")


@given(TEXTS)
def test_a_text_is_shown_in_every_place(text: str) -> None:
    """In a cell, an item, a heading and a block that folds, a text is the text."""
    said = plain(text)
    assert pages.shown(table(("head",), [(said,)])) == f"head {_line(text)}".strip()
    assert pages.shown(items([said])) == _line(text)
    assert pages.shown(heading(2, said)) == _line(text)
    assert pages.shown(folded(text, "body")) == f"{_line(text)} body".strip()


@given(TEXTS)
def test_code_is_shown_as_it_is(text: str) -> None:
    """A code span shows its text, in a table too, where it stays one cell."""
    if _line(text):
        assert pages.shown(code(text)) == _line(text).replace("|", "\\|")
        assert pages.shown(table(("head",), [(code(text),)])) == f"head {_line(text)}"


def test_names_between_backticks_become_code() -> None:
    """A comment's names are code, and what is around them is plain."""
    assert prose("see `a_b` and *this* one") == "see `a_b` and \\*this\\* one"
    assert prose("one `a`\n`b` two", name=str.upper) == "one A<br>\nB two"
    assert prose("a single ` mark") == "a single \\` mark"


@pytest.mark.parametrize("text", ["1. first", "- item", "+ item", "# no heading", "12) item", "=== x"])
def test_a_text_begins_no_list_and_no_heading(text: str) -> None:
    """What would begin a list or a heading is shown."""
    assert pages.html(plain(text)).startswith("<p>")
    assert pages.shown(plain(text)) == text


def test_contents_lead_to_the_sections_that_are_there() -> None:
    """Sections that are empty are not in the contents."""
    sections = (blocks((heading(2, "First", name="one"), "text")), "", heading(2, "Second", name="two"))
    assert contents(sections) == "[First](#one) · [Second](#two)"
