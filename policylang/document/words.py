"""Names, dates and numbers in words, as a reader writes them who does not know the names of a policy file."""

import datetime as dt
from collections.abc import Iterable, Sequence
from decimal import Decimal

from policylang.evaluate.labels import value_text
from policylang.semantics.policy import Period

_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
_NUMBERS = ("none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_DAY = dt.timedelta(days=1)


def spaced(name: str) -> str:
    """Return a name as words: `of_identified_person` becomes `of identified person`."""
    return name.replace("_", " ").strip()


def capital(text: str) -> str:
    """Return a text that begins with a capital letter."""
    return text[:1].upper() + text[1:]


def sentence(text: str) -> str:
    """Return a text that begins with a capital letter and ends in a full stop or a mark of its own."""
    ended = text if text.endswith((".", "?", "!", "…", ":", "”", '"')) else f"{text}."
    return capital(ended)


def listing(texts: Sequence[str], *, last: str = "and") -> str:
    """Return texts as a sentence lists them."""
    return f" {last} ".join(filter(None, (", ".join(texts[:-1]), *texts[-1:])))


def number(count: int) -> str:
    """Return a small number as a word."""
    return _NUMBERS[count] if 0 <= count < len(_NUMBERS) else f"{count:,}"


def counted(count: int, noun: str, many: str | None = None) -> str:
    """Return a number with its noun: `1 clause`, `2 clauses`."""
    return f"{count:,} {noun if count == 1 else many or f'{noun}s'}"


def day(date: dt.date) -> str:
    """Return a day: `3 May 2024`."""
    return f"{date.day} {_MONTHS[date.month - 1]} {date.year}"


def value(bound: Decimal | dt.date, unit: str | None = None) -> str:
    """Return a number with its unit, or a day."""
    if isinstance(bound, dt.date):
        return day(bound)
    return f"{value_text(bound)} {spaced(unit)}" if unit else value_text(bound)


def period(time: Period) -> str:
    """Return a period by its first and its last day: `from 1 May 2024 to 2 May 2024`."""
    last = None if time.before is None or time.before == dt.date.min else time.before - _DAY
    if time.start is None:
        return "at all times" if last is None else f"until {day(last)}"
    if last is None:
        return f"from {day(time.start)}"
    return f"on {day(last)}" if last == time.start else f"from {day(time.start)} to {day(last)}"


def times(periods: Iterable[Period]) -> str:
    """Return periods, those that follow each other without a gap as one; none of them means always."""
    found = joined(periods)
    return listing([period(each) for each in found]) if found else "at all times"


def joined(periods: Iterable[Period]) -> tuple[Period, ...]:
    """Return periods in their order, those without a gap between them joined."""
    found: list[Period] = []
    for each in sorted(periods, key=lambda one: one.start or dt.date.min):
        before = found[-1].before if found else None
        if found and before is None:
            break
        if before is not None and (each.start or dt.date.min) <= before:
            ends = None if each.before is None else max(before, each.before)
            found[-1] = Period(found[-1].start, ends)
        else:
            found.append(each)
    return tuple(found)
