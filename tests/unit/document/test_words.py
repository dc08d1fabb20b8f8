"""Dates, periods and numbers as people write them."""

import datetime as dt
from decimal import Decimal

import pytest

from policylang.document import words
from policylang.semantics.policy import Period

MAY, THIRD, JUNE = dt.date(2024, 5, 1), dt.date(2024, 5, 3), dt.date(2024, 6, 1)


@pytest.mark.parametrize(
    ("period", "said"),
    [
        (Period(), "at all times"),
        (Period(MAY), "from 1 May 2024"),
        (Period(None, MAY), "until 30 April 2024"),
        (Period(MAY, THIRD), "from 1 May 2024 to 2 May 2024"),
        (Period(MAY, dt.date(2024, 5, 2)), "on 1 May 2024"),
    ],
)
def test_a_period_names_its_first_and_last_day(period: Period, said: str) -> None:
    """The day of `before` is not in the period, so the day before it is told."""
    assert words.period(period) == said


def test_periods_without_a_gap_are_one() -> None:
    """Periods that follow each other are told as one, others each by itself; none of them is always."""
    assert words.times((Period(THIRD, JUNE), Period(MAY, THIRD))) == "from 1 May 2024 to 31 May 2024"
    assert words.times((Period(JUNE), Period(MAY, THIRD))) == "from 1 May 2024 to 2 May 2024 and from 1 June 2024"
    assert words.times((Period(MAY), Period(JUNE))) == "from 1 May 2024"
    assert words.times((Period(None, MAY), Period(MAY))) == "at all times"
    assert words.times(()) == "at all times"


def test_values_have_their_unit() -> None:
    """A number has its unit behind it, a day is a day."""
    assert words.value(Decimal(18), "full_years") == "18 full years"
    assert words.value(Decimal("0.50")) == "0.50"
    assert words.value(MAY) == "1 May 2024"


def test_sentences_and_lists() -> None:
    """A sentence begins with a capital and ends once; lists have one last word."""
    assert [words.sentence(text) for text in ("a b", "Is it?", "a.")] == ["A b.", "Is it?", "A."]
    assert words.listing(["a", "b", "c"], last="or") == "a, b or c"
    assert words.listing([]) == ""
    assert [words.counted(n, "clause") for n in (0, 1, 1200)] == ["0 clauses", "1 clause", "1,200 clauses"]
    assert [words.number(n) for n in (2, 13)] == ["two", "13"]
