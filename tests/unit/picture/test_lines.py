"""Letters and lines: what is measured, broken and shortened."""

from functools import partial

import pytest
from hypothesis import given, strategies as st
from unit.picture.trees import HOSTILE

from policylang.picture.letters import columns, plain, width
from policylang.picture.lines import shortened, wrapped

_texts = st.one_of(st.sampled_from(HOSTILE), st.text(max_size=60)).map(plain)


@pytest.mark.parametrize("text", HOSTILE)
def test_a_plain_text_is_one_printable_line(text: str) -> None:
    """Nothing in it could turn, hide or steer; letters of any alphabet stay."""
    assert plain(text).isprintable()


def test_what_turns_a_text_is_written_out() -> None:
    """A mark that changes the direction of what follows is shown by its number."""
    assert plain("a\u202eb\nc") == "a<U+202E>b c"


@pytest.mark.parametrize(
    ("text", "size", "bold", "expected"),
    [("i", 10, False, 2.22), ("Wii", 10, False, 13.88), ("i", 10, True, 2.78), ("\u00e9", 10, False, 5.56)],
)
def test_widths_are_those_of_a_common_font(text: str, size: float, bold: bool, expected: float) -> None:  # noqa: FBT001
    """A letter is as wide as in Helvetica, bold ones are wider, one with an accent is as wide as without."""
    assert width(text, size=size, bold=bold) == pytest.approx(expected)


def test_columns_are_those_of_a_terminal() -> None:
    """Wide letters take two columns, combining marks none."""
    assert (columns("abc"), columns("\u4eba"), columns("e\u0301")) == (3, 2, 1)
    assert width("e\u0301\u4eba", size=10) == pytest.approx(5.56 + 10.5)


def test_a_line_ends_between_words() -> None:
    """A name that fits on a line is not broken."""
    assert wrapped("municipal_police, county_sheriff", 20, len) == ("municipal_police,", "county_sheriff")


def test_a_long_name_is_broken_after_a_mark() -> None:
    """A name that is longer than a line ends after an underscore or a dot; a word without any, anywhere."""
    assert wrapped("us_police_face_recognition", 12, len) == ("us_police_", "face_", "recognition")
    assert wrapped("abcdefgh", 3, len) == ("abc", "def", "gh")


def test_a_long_list_says_how_many_more_there_are() -> None:
    """What is left out of a list is counted."""
    assert shortened("one, two, three, four, five", 12, len, most=2) == ("one, two, 3", "more")


def test_a_long_text_ends_in_dots() -> None:
    """What is left out of a text is marked."""
    assert shortened("the quick brown fox", 9, len, most=1) == ("the quic\u2026",)
    assert shortened("thequickbrownfox", 9, len, most=1) == ("thequick\u2026",)


@given(_texts, st.integers(1, 40))
def test_lines_fit(text: str, room: int) -> None:
    """No line takes more than the room, and nothing but spaces is lost."""
    lines = wrapped(text, room, len)
    assert all(len(line) <= room for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")


@given(_texts, st.integers(30, 200), st.integers(1, 3))
def test_shortened_lines_fit(text: str, room: int, most: int) -> None:
    """There are no more lines than asked for, and each fits as measured."""
    measure = partial(width, size=12)
    lines = shortened(text, room, measure, most=most)
    assert len(lines) <= most
    assert all(measure(line) <= room for line in lines)


def test_a_sentence_is_cut_and_not_counted() -> None:
    """What ends as a sentence does is no list, whatever commas are in it."""
    assert shortened("Is it so, or so, or otherwise?", 12, len, most=2) == ("Is it so, or", "so, or\u2026")
    assert shortened("so, or so, or so, otherwise", 12, len, most=2)[-1].endswith("more")
