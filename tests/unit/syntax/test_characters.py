"""Faults of characters: each reported where it stands, with its mend."""

import pytest
from unit.syntax.reading import CLAUSE, POLICY, codes, faults, items, mended, said


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("when еq", "P0102"),  # Cyrillic
        ("when p\u00a0is a", "P0102"),
        ("when p & q", "P0112"),
        ("when p >= 3", "P0112"),
        ("when ¬p", "P0112"),
        ("when p ≥ 3", "P0112"),
        ("when p?", "P0102"),
        ("when p%", "P0102"),
        ("when face-recognition", "P0102"),
        ("when naïve", "P0102"),
        ("when 漢字", "P0102"),
        ("when p\u200bq", "P0103"),
        ("when p # \u202e", "P0103"),
        ("when Police", "P0106"),
        ("when p is “a”", "P0105"),
        ("when p is 'a'", "P0105"),
        ('when p is "a', "P0105"),
        ("when p,", "P0113"),
        ("when p;", "P0113"),
        ("when p.", "P0113"),
        ("when any:", "P0113"),
        ("when p isn't a", "P0102"),
        ("when operator's kind is a", "P0102"),
        ("when p is at least 1 May 2024", "P0115"),
        ("when p is at least May 1st, 2024", "P0115"),
        ("when p is at least 2024–05–01", "P0102"),
        ("- when p", "P0102"),
        ("* when p", "P0102"),
        ("// when p", "P0102"),
        ("-- when p", "P0102"),
        ("when p\0", "P0102"),
        ("when p\fq", "P0102"),
        ("when p\rq", "P0102"),
        (r'words "a\n"', "P0102"),
        ("when yes/no", "P0112"),
        ("when p [a]", "P0102"),
        ("when p {", "P0102"),
        ("cites Article 5", "P0101"),
        ("when p -", "P0102"),
        ("when p \U0001f642", "P0102"),
    ],
)
def test_one_fault_a_line(line: str, code: str) -> None:
    """A faulty character is reported once, and its line gives no further fault."""
    found = faults(f"{CLAUSE}    {line}\n")
    assert [fault.code for fault in found] == [code]
    place = found[0].label.place
    assert place.source.position(place.span.start).line1 == 6


@pytest.mark.parametrize(
    ("line", "better"),
    [
        ("when usPolice-Department", "when us_police_department"),
        ("when рolice", "when police"),
        ("when ｐ", "when p"),
        ("when p > 3", "when p is more than 3"),
        ("when p>=3", "when p is at least 3"),
        ("when p == a", "when p is a"),
        ("when p && q", "when p and q"),
        ("when p is “a”", 'when p is "a"'),
        ("when p is 'a'", 'when p is "a"'),
        ("when p,", "when p"),
        ("when p\u00a0and\u00a0q", "when p and\u00a0q"),
        ("when p is before 1 May 2024", "when p is before 2024-05-01"),
        ("when p is before Sept. 1, 2024", "when p is before 2024-09-01"),
        ("when p isn't a", "when p is not a"),
        ("when operator's kind is a", "when operator.kind is a"),
        ("when café", "when cafe"),
        ("- when p", "when p"),
        ("cites Article 5, item 3  # why", 'cites "Article 5, item 3"  # why'),
        ("cites https://example.org/a?b=c", 'cites "https://example.org/a?b=c"'),
        ("when p\u200b", "when p"),
        ("// when p", "# when p"),
    ],
)
def test_the_mend(line: str, better: str) -> None:
    """The help of a faulty character is an edit."""
    assert mended(f"{CLAUSE}    {line}\n") == f"{CLAUSE}    {better}\n"


def test_type_and_fact_have_symbols_of_their_own() -> None:
    """In a type a symbol stands for other words than in a condition."""
    assert mended("vocabulary v\nfact x: number >= 3\n") == "vocabulary v\nfact x: number at least 3\n"
    assert mended("vocabulary v\ntype x = text\n") == "vocabulary v\ntype x : text\n"


def test_what_stands_in_texts_and_comments() -> None:
    """In texts and comments everything may stand that can be seen."""
    items(f'{CLAUSE}    words "“Änderung” — 50 % ≥ 3; it\'s {{x}} \\" \\\\ 漢 \u00a0 👍\ufe0f" # “Ä” é = \u00a0\n')


def test_a_text_over_several_lines() -> None:
    """A text that goes on below is one fault, not one for each word in it."""
    text = POLICY + 'clause a\n    "Someone\'s text, which\n    Goes On = here"\n    prohibits\n    whn p\n'
    assert said(text) == [
        "4 P0105 [\"Someone's text, which] a text that runs over several lines",
        "7 P0101 [whn] `whn` begins no line of the clause `a`",
    ]


def test_two_texts_that_are_not_closed() -> None:
    """Texts that are each open at the end of their line are two faults."""
    assert codes(POLICY + 'clause a\n    "A\n    cites "B\n    prohibits\n') == ["P0105", "P0105"]


def test_a_lonely_quotation_mark() -> None:
    """A quotation mark with nothing behind it is reported."""
    assert codes(f'{CLAUSE}    cites "\n') == ["P0105"]


def test_a_summary_without_marks() -> None:
    """A summary in plain words is reported as a text, not as words with capitals."""
    assert said(POLICY + "clause a\n    No use by the Police\n    prohibits\n") == [
        "4 P0101 [No use by the Police] a text stands between quotation marks"
    ]


def test_a_colon_that_lacks_its_type_is_left_to_the_parser() -> None:
    """After the name of a type or a part a colon is right, and something else is missing."""
    assert said("vocabulary v\ntype x:\n    a: text\n") == ["2 P0101 [] `type x` does not say what it is"]


def test_a_byte_order_mark_in_a_text() -> None:
    """A byte order mark at the very start of a text says nothing."""
    items("\ufeff" + POLICY)


def test_too_many() -> None:
    """After 200 faults the rest is not shown, and that is said."""
    found = faults("Ä\n" * 1000)
    assert len(found) == 201
    assert (found[-1].code, found[-1].severity) == ("P0404", "note")
