"""Units: what a number counts, by its everyday names, and what one unit comes to in another."""

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal

_NAMES: Mapping[str, str] = {
    "year": "years year yrs yr annum",
    "month": "months month",
    "week": "weeks week",
    "day": "days day",
    "hour": "hours hour hrs hr",
    "minute": "minutes minute mins",
    "second": "seconds sec secs",
    "percent": "% percent per\u00a0cent percentage pct",
    "euro": "€ euros euro eur",
    "dollar": "$ us$ dollars dollar usd",
    "pound": "£ pounds gbp",
    "franc": "chf francs",
    "yen": "¥ yen jpy",
    "metre": "metres metre meters meter m",
    "kilometre": "kilometres kilometre kilometers kilometer km",
    "centimetre": "centimetres centimetre centimeters centimeter cm",
    "millimetre": "millimetres millimetre millimeters millimeter mm",
    "mile": "miles mile",
    "foot": "feet foot ft",
    "kilogram": "kilograms kilogram kg kilos",
    "gram": "grams gram",
    "tonne": "tonnes tonne tons",
    "litre": "litres litre liters liter",
    "degree": "degrees degree °c °",
}
_UNIT = {name.replace("\u00a0", " "): unit for unit, names in _NAMES.items() for name in names.split(" ")}
DIMENSIONS = frozenset(_NAMES)
"""The units that are told apart: none of them is another."""

_IN: Mapping[tuple[str, str], tuple[str, ...]] = {
    ("year", "month"): ("12",),
    ("year", "week"): ("52",),
    ("year", "day"): ("365", "366"),
    ("month", "day"): ("30", "31", "28"),
    ("month", "week"): ("4",),
    ("week", "day"): ("7",),
    ("day", "hour"): ("24",),
    ("week", "hour"): ("168",),
    ("hour", "minute"): ("60",),
    ("minute", "second"): ("60",),
    ("kilometre", "metre"): ("1000",),
    ("metre", "centimetre"): ("100",),
    ("tonne", "kilogram"): ("1000",),
    ("kilogram", "gram"): ("1000",),
}

_AFTER = re.compile(
    r"(?P<gap>\s?-?\s?)"
    r"(?P<kind>(?:calendar|consecutive|business|working|full|whole|completed|successive)\s)?"
    r"(?P<unit>%|°c?|€|us\$|\$|£|¥|per cent|[a-z]+)"
    r"(?P<age>-old\b|\sold\b|\s(?:of|in)\sage\b)?",
    re.IGNORECASE,
)


def unit_of(text: str, at: int) -> tuple[str | None, int]:
    """Return the unit that a text names at a place, where it names one of those known, and where its name ends."""
    found = _AFTER.match(text, at)
    unit = named(found["unit"]) if found else None
    return (unit, found.end()) if found and unit else (None, at)


def named(word: str) -> str | None:
    """Return the unit that a word is a name of."""
    return _UNIT.get(word.lower())


def unit_among(words: Iterator[str]) -> str | None:
    """Return the first unit among words; an age is in years."""
    for word in words:
        unit = "year" if word in ("age", "aged") else named(word) if len(word) > 1 else None
        if unit:
            return unit
    return None


def converted(value: Decimal, unit: str | None, wanted: str | None) -> tuple[Decimal, ...]:
    """Return what an amount in one unit is in another, or nothing where it is no amount of that unit."""
    if unit == wanted or unit is None or wanted is None:
        return (value, value / 100) if unit == "percent" else (value,)
    if (unit, wanted) in _IN:
        return tuple(value * Decimal(factor) for factor in _IN[unit, wanted])
    if (wanted, unit) in _IN:
        return tuple(value / Decimal(factor) for factor in _IN[wanted, unit])
    return ()
