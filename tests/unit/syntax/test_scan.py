"""Lines, indentation, parentheses, size."""

import pytest
from unit.syntax.reading import CLAUSE, POLICY, codes, faults, items, said

from policylang.syntax.scan import DEEPEST, LARGEST, LONGEST, decode


def test_decode() -> None:
    """A text is decoded as UTF-8, without its byte order mark."""
    source, found = decode("\ufeffpolicy é".encode(), "a.pol")
    assert (source.name, source.text, found) == ("a.pol", "policy é", ())


@pytest.mark.parametrize("content", [b"policy p\n  \xff\n", b"\xff\xfep\0", b"policy p\n  \xc3"])
def test_other_encodings(content: bytes) -> None:
    """What is not UTF-8 is reported at the first byte that is not."""
    source, (fault,) = decode(content, "a.pol")
    assert fault.code == "P0116"
    assert source.text[fault.label.place.span.start] == "\ufffd"


def test_too_large() -> None:
    """A text over the limit is not read."""
    assert [fault.code for fault in decode(bytes(LARGEST + 1), "a")[1]] == ["P0402"]
    assert codes(" " * (LARGEST + 1)) == ["P0402"]


def test_a_line_that_is_too_long() -> None:
    """The item of a line that is too long is not read; the others are."""
    text = f"{CLAUSE}    when {'a' * LONGEST}\nclaus b\n"
    assert codes(text) == ["P0402", "P0101"]


def test_indentation_that_fits_nothing() -> None:
    """It is reported with the levels that it could mean, and the lines beside it are read."""
    text = CLAUSE + "    when all of\n        p\n      q\n    unles r\n"
    (first, second) = faults(text)
    assert (first.code, first.label.text) == ("P0107", "indented by 6")
    assert [advice.edit.replacement for advice in first.helps if advice.edit] == [" " * 4, " " * 8]
    assert second.code == "P0101"


def test_the_first_line_is_indented() -> None:
    """A file starts at the left margin."""
    assert said("  policy p\n  otherwise permitted\n") == ["1 P0107 [policy p] the first line of a file is indented"]


def test_tabs() -> None:
    """Tabs are reported once an item, and read as four spaces."""
    (fault,) = faults(POLICY + 'clause a\n\t"A"\n    prohibits\n\twhen all of\n\t\tp\n\t\tq\n')
    assert (fault.code, fault.label.text) == ("P0104", "here and on 3 lines below")


@pytest.mark.parametrize(
    ("condition", "underlined"),
    [
        ("any of (p; q", "("),
        ("any of (p; f(q)", "("),
        ("any of (p;\n        q", "("),
        ("p)", ")"),
    ],
)
def test_parentheses_without_a_partner(condition: str, underlined: str) -> None:
    """Each is reported where it stands, and the next lines are read."""
    text = f"{CLAUSE}    when {condition}\n    unles r\n"
    (first, second) = faults(text)
    assert first.label.place.source.at(first.label.place.span) == underlined
    assert "unles" in second.message


def test_parentheses_over_several_lines() -> None:
    """Within parentheses lines go on, indented deeper; the closing one may stand at the margin of the line."""
    one = items(CLAUSE + "    when any of (p; q)\n")
    assert items(CLAUSE + "    when any of (\n        p;\n      q # why\n    )\n") == one


def test_nesting() -> None:
    """Nesting has a limit, for blocks and parentheses taken together; other items are read."""
    deep = "".join(f"{'    ' * (level + 2)}all of\n" for level in range(DEEPEST)) + "    " * (DEEPEST + 2) + "p\n"
    assert codes(CLAUSE + "    when all of\n" + deep + "claus b\n") == ["P0401", "P0101"]
    assert codes(f"{CLAUSE}    when {'(' * 5000}p{')' * 5000}\nclaus b\n") == ["P0401", "P0101"]
    items(f"{CLAUSE}    when {'(' * 50}p{')' * 50}\n")
