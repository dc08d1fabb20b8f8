"""Cases as files: numbers stay exact, nothing is given twice, and what is no case is refused in words."""

import datetime as dt
import re
from decimal import Decimal
from pathlib import Path

import pytest

from policylang.console.cases import UnreadableCaseError, decoded, from_json, from_yaml, read
from policylang.console.faults import Refusal


def test_json_numbers_stay_exact() -> None:
    """A decimal in JSON is read digit for digit; no binary float stands between."""
    assert from_json('{"a": 0.1, "b": 12345678901234567890.10, "c": 3}') == {
        "a": Decimal("0.1"),
        "b": Decimal("12345678901234567890.10"),
        "c": 3,
    }


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('{"a": 1, "a": 2}', "`a` is given twice"),
        ('{"a": {"b": 1, "b": 1}}', "`b` is given twice"),
        ('{"a": NaN}', "`NaN` is not a number"),
        ('{"a": -Infinity}', "`-Infinity` is not a number"),
        ("", "empty"),
        ("  \n", "empty"),
        ("{", "not JSON: expecting property name enclosed in double quotes at column 2"),
        ('{"a": 1,\n "b" 2}', "not JSON: expecting ':' delimiter at line 2, column 6"),
        ("{}\n{}", "more than one case; for a case on each line, add --jsonl"),
        ("[{}]", "a list, and not one case"),
        ("3", "not a case"),
        ("null", "not a case"),
        ('{"a":' * 5000, "nested too deeply"),
        ('{"a": ' + "9" * 5000 + "}", "too many digits"),
    ],
)
def test_json_that_is_no_case(text: str, said: str) -> None:
    """Whatever is not one object with each key once is refused, with the reason."""
    with pytest.raises(UnreadableCaseError, match=re.escape(said)):
        from_json(text)


def test_yaml_says_the_same_to_every_reader() -> None:
    """Numbers are decimal and exact, dates are dates, yes and no are yes and no, and all else is text."""
    text = "a: 1.50\nb: yes\nc: 010\nd: 2024-05-10\ne: 2024-02-30\nf: [x, no]\non: 1:30\ng:\nh: 0x10\ni: 1e3\nj: -7\n"
    assert from_yaml(text) == {
        "a": Decimal("1.50"),
        "b": True,
        "c": "010",
        "d": dt.date(2024, 5, 10),
        "e": "2024-02-30",
        "f": ["x", False],
        "on": "1:30",
        "g": None,
        "h": "0x10",
        "i": "1e3",
        "j": -7,
    }


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a: 1\na: 2", "line 2: `a` is given twice"),
        ("1: 2", "line 1: `1` is not the name of a fact"),
        ("no: 1", "line 1: `no` is not the name of a fact"),
        ("? [a, b]\n: 1", "line 1: a list or mapping is not the name of a fact"),
        ("a: [", "not YAML: .* at line 1, column 5"),
        ("a: !!python/object:os.system {}", "not YAML: could not determine a constructor"),
        ("a: !!int 0x10", "line 1: not a number"),
        ("a: 1\n---\nb: 2", "another document"),
        ("a: \x00", "not YAML"),
        ("&a [*a]", "a list, and not one case"),
        ("a: &b {c: *b}", "recursive"),
        ("a: " + "[" * 3000, "nested too deeply"),
        ("", "not a case"),
    ],
)
def test_yaml_that_is_no_case(text: str, said: str) -> None:
    """Whatever is not one mapping with each key once is refused, with the line."""
    with pytest.raises(UnreadableCaseError, match=said):
        from_yaml(text)


def test_bytes_that_are_no_text() -> None:
    """Bytes that are not UTF-8 are refused with their place; a byte order mark is passed over."""
    assert decoded(b"\xef\xbb\xbf{}") == "{}"
    with pytest.raises(UnreadableCaseError, match="not UTF-8 text, from byte 3 on"):
        decoded(b"{}\xff")


def test_read_names_the_file(folder: Path) -> None:
    """A refusal names the file and what is wrong with it."""
    (folder / "case.yml").write_text("a: 1\na: 1\n", encoding="utf-8")
    (folder / "case.json").write_bytes(b"\xff")
    with pytest.raises(Refusal, match=r"`case\.yml` holds no case: line 2: `a` is given twice"):
        read("case.yml")
    with pytest.raises(Refusal, match=r"`case\.json` holds no case: not UTF-8"):
        read("case.json")
    with pytest.raises(Refusal, match=r"cannot open `none\.json`: no such file"):
        read("none.json")
    with pytest.raises(Refusal, match="directory"):
        read(str(folder))
