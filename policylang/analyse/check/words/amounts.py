"""Numbers, amounts and dates in English sentences: what they come to, where they stand, in which unit.

What only looks like one is passed over: sections and articles, enumerators, years, clock times, parts of names. A
number is *firm* where a rule has reason to know it: `18`, `ten days`, not `one of them` nor `the 2nd draft`.
"""

import datetime as dt
import re
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from policylang.analyse.check.words.units import DIMENSIONS, unit_of

Value = Decimal | dt.date


class Amount(NamedTuple):
    """A number or a date in a text, from `start` to `end` with its unit; `number_end` is where the number ends."""

    value: Value
    start: int
    end: int
    unit: str | None = None
    firm: bool = True
    number_end: int = 0


_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul", "august aug",
            "september sept sep", "october oct", "november nov", "december dec",
        ),
        1,
    )
    for name in names.split()
}  # fmt: skip
_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
).split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_SCALES = {"hundred": 100, "thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000}
_SHORT_SCALES = {**_SCALES, "k": 1_000, "m": 1_000_000, "mn": 1_000_000, "bn": 1_000_000_000}
_SPELLED = {word: number for number, word in enumerate(_ONES)} | {
    word: 10 * number for number, word in enumerate(_TENS, 2)
}

_MONTH = rf"(?P<{{}}>{'|'.join('(?-i:May|MAY)' if each == 'may' else each for each in _MONTHS)})\b\.?"
_WORD = rf"(?:{'|'.join((*_SPELLED, *_SCALES))})"
_DIGITS = r"(?:\d{1,3}(?:[,\u00a0\u202f\u2009 ]\d{3})+(?![\d])(?:\.\d+)?|\d+(?:\.\d+)?)"
_REFERENCE = (
    r"(?:sub-?)?(?:sections?|sec|articles?|arts?|clauses?|items?|paragraphs?|paras?|parts?|chapters?|chs?|titles?|"
    r"annex(?:es)?|appendix|appendices|schedules?|rules?|regulations?|directives?|numbers?|nos?|points?|pages?|pp?|"
    r"exhibits?|tables?|figures?|figs?|forms?|steps?|levels?|tiers?|class(?:es)?|categor(?:y|"
    r"ies)|types?|grades?|phases?|versions?|"
    r"recitals?|acts?|amendments?|iso|orders?|protocols?|footnotes?|notes?|lines?|divisions?|books?|volumes?|vol|"
    r"editions?|codes?|chapters?|principles?|standards?|laws?|bands?|zones?|options?|conditions?|requirements?|restrictions?|rows?|"
    r"questions?|incidents?|cases?|annexes|subsections?|see|cf)"
)
_COIN = r"(?P<coin>€|us\$|\$|£|¥|\beur|\busd|\bgbp|\bchf)"
_SCALE = r"million|billion|thousand|mn|bn|k"
_SIGN = r"(?P<sign>(?<![\w)])[-\u2212]|\bminus )?"
_SAME_SPELLED = rf"(?:\s?\((?:{_WORD}[ -]?)+\))?"
_LINK = r"(?:-| |(?<=hundred) and |(?<=thousand) and )"
_NUMERAL = r"\d+[a-z]?(?:\.\d+)*(?:\s?\(\w{1,5}\))*"
_PATTERNS = (
    ("skip", r"https?://\S+|www\.\S+|\S+@\S+"),
    ("date", r"(?P<iso>\d{4}-\d{2}-\d{2})(?![\d-])"),
    ("date", rf"(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?(?: day)?(?: of)? {_MONTH.format('m1')},? (?P<y1>\d{{4}})\b"),
    ("date", rf"{_MONTH.format('m2')} (?P<d2>\d{{1,2}})(?:st|nd|rd|th)?,? (?P<y2>\d{{4}})\b"),
    ("date", r"(?P<d3>\d{1,2})\.\s?(?P<m3>\d{1,2})\.\s?(?P<y3>\d{4})\b"),
    ("date", r"(?P<d4>\d{1,2})/(?P<m4>\d{1,2})/(?P<y4>\d{4})\b"),
    ("skip", rf"\d{{1,2}}(?:st|nd|rd|th)?(?: of)? {_MONTH.format('m5')}(?![a-z])"),
    ("skip", rf"{_MONTH.format('m6')},? \d{{1,4}}\b"),
    (
        "skip",
        (
            rf"\b{_REFERENCE}\b\.?\s(?:(?:no|nos|nr)\.?\s)?{_NUMERAL}(?:(?:,| and| or| to|,? ?and/or|"
            rf"[-\u2013]|;)\s?{_NUMERAL}(?!\d|,\d{3}|\s?%|\s[a-z]{(4,)}s\b))*"
        ),
    ),
    ("skip", rf"(?:§+|#)\s?{_NUMERAL}(?:(?:,| and| or| to|[-\u2013])\s?{_NUMERAL})*"),
    ("skip", r"\d+ (?:u\.?s\.?c|c\.?f\.?r|stat|u\.?s)\.?(?![a-z])(?:\s*§*\s*\d+\w*(?:\(\w+\))*)?"),
    ("skip", r"\d+(?:/\d+)+(?:/[a-z]+)?|\d{4}[-\u2013]\d{2}(?:\d\d)?(?![\d-])|\d+(?:\(\w{1,4}\))+"),
    ("skip", r"\d{1,2}[:.]\d{2} ?[ap]\.?m\b\.?|\d{1,2} ?[ap]\.?m\b\.?|\d{1,2}:\d{2}(?::\d{2})?\b|\d+:[\dn]+"),
    ("skip", r"\d+(?:\.\d+){2,}"),
    ("skip", r"(?m:^\s*\d{1,2}[.)]\s)|(?<=[;:] )\d{1,2}[.)]\s"),
    ("skip", r"\((?:\d{1,3}|[a-z]{1,2}|[ivx]+)\)"),
    ("number", rf"{_COIN}\s?(?P<coined>{_DIGITS})(?:\s?(?P<scale1>{_SCALE}|m)\b)?(?![\w])"),
    ("skip", r"[a-z_]+[-.]?\d(?:[\w.]*\w)?(?:-\w+)*"),
    ("ordinal", r"(?P<ordinal>\d+)(?:st|nd|rd|th)\b"),
    ("number", rf"{_SIGN}(?P<plain>{_DIGITS})(?:\s?(?P<scale2>{_SCALE}|hundred)\b)?{_SAME_SPELLED}(?!\w|\.\d)"),
    ("number", rf"\b(?P<spelled>{_WORD}(?:{_LINK}{_WORD})*)\b(?:\s?\(\d[\d,.]*\))?"),
    ("skip", r"\d\w*"),
)
_KINDS = [re.compile(pattern, re.IGNORECASE) for _, pattern in _PATTERNS]
_STARTS = re.compile(r"[\d§#(€$£¥-]|\u2212|(?<![a-z0-9])[a-z]|^\s*\d", re.IGNORECASE | re.MULTILINE)
_PART_OF_A_NAME = re.compile(r"(?:[a-z,;(] [A-Z][A-Za-z]*|\b[A-Z]{2,}) $")
"""`of Microsoft 365`, `PR 12`: a number behind a word with a capital that begins no sentence is mostly part of it."""
_FIRST_YEAR, _LAST_YEAR = 1800, 2100


def amounts(text: str) -> tuple[Amount, ...]:
    """Return the numbers and dates of a text, in its order."""
    return tuple(_amounts(text))


def _amounts(text: str) -> Iterator[Amount]:
    at = 0
    while (start := _STARTS.search(text, at)) is not None:
        at = start.start()
        for (kind, _), pattern in zip(_PATTERNS, _KINDS, strict=True):
            found = pattern.match(text, at)
            if found is not None and found.end() > at:
                amount = _read(kind, text, found)
                if amount is not None:
                    yield amount
                at = found.end() if amount is None else amount.number_end
                break
        else:
            at += 1


def _read(kind: str, text: str, found: re.Match[str]) -> Amount | None:
    if kind == "date":
        day = _date({name: value for name, value in found.groupdict().items() if value is not None})
        return None if day is None else Amount(day, found.start(), found.end(), number_end=found.end())
    if kind == "ordinal":
        return Amount(Decimal(found["ordinal"]), found.start(), found.end(), None, firm=False, number_end=found.end())
    return _number(text, found) if kind == "number" else None


def _date(said: dict[str, str]) -> dt.date | None:
    try:
        if "iso" in said:
            return dt.date.fromisoformat(said["iso"])
        parts = {name[0]: value.lower() for name, value in said.items()}
        month = _MONTHS.get(parts["m"]) or int(parts["m"])
        return dt.date(int(parts["y"]), month, int(parts["d"]))
    except ValueError:
        return None


def _number(text: str, found: re.Match[str]) -> Amount | None:
    said = found.groupdict()
    if said.get("spelled"):
        value: Decimal | None = spelled(said["spelled"])
        is_digits = False
    else:
        value = Decimal(re.sub(r"[^\d.]", "", said.get("coined") or said["plain"]))
        value *= _SHORT_SCALES.get((said.get("scale1") or said.get("scale2") or "").lower(), 1)
        value *= -1 if said.get("sign") else 1
        is_digits = True
    if value is None:
        return None
    unit, end = unit_of(text, found.end())
    unit = unit_of(said["coin"] or "", 0)[0] if said.get("coin") else unit
    is_name = _is_year(found, value) or _PART_OF_A_NAME.search(text, 0, found.start()) is not None
    firm = unit in DIMENSIONS or (is_digits and value > 1 and not is_name)
    return Amount(value, found.start(), end, unit, firm=firm, number_end=found.end())


def _is_year(found: re.Match[str], value: Decimal) -> bool:
    plain = found.groupdict().get("plain") or ""
    return plain.isdecimal() and not found["scale2"] and _FIRST_YEAR <= value <= _LAST_YEAR


def spelled(text: str) -> Decimal | None:
    """Return a number written in words, or nothing: `one hundred and fifty`, `twenty-one`."""
    total = here = 0
    last = 0
    for word in re.split(r"[ -]+", text.lower()):
        if word == "and":
            continue
        if word in _SPELLED:
            number = _SPELLED[word]
            if here % 100 and not (number < 10 <= last < 100 and last % 10 == 0):  # noqa: PLR2004 - tens and ones
                return None
            here, last = here + number, number
        elif word == "hundred":
            here, last = (here or 1) * 100, 100
        else:
            total, here, last = total + (here or 1) * _SCALES[word], 0, 0
    return Decimal(total + here)
