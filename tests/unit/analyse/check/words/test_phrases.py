"""What is read in single phrases: on which side of a number its value falls, what is a number at all, what orders."""

import datetime as dt
from decimal import Decimal

import pytest

from policylang.analyse.check.words.amounts import amounts, spelled
from policylang.analyse.check.words.lists import joined, stems
from policylang.analyse.check.words.modals import modals
from policylang.analyse.check.words.reading import mentions
from policylang.analyse.check.words.units import converted

UP, DOWN, OPEN = True, False, None
"""The value goes with what is more, with what is less, or the words do not tell."""

COMPARISONS = (
    ("over 18 years of age", (DOWN,)),
    ("under 18", (UP,)),
    ("at least 18 years old", (UP,)),
    ("not less than 18", (UP,)),
    ("no fewer than two cameras", (UP,)),
    ("no more than 50 officers", (DOWN,)),
    ("not exceeding EUR 500", (DOWN,)),
    ("does not exceed 500", (DOWN,)),
    ("exceeds the amount of 500", (DOWN,)),
    ("18 or over", (UP,)),
    ("18 years of age or older", (UP,)),
    ("aged 18 and above", (UP,)),
    ("18+", (UP,)),
    ("up to 30 days", (DOWN,)),
    ("within 24 hours", (DOWN,)),
    (
        "under 18 or over 65",
        (
            UP,
            DOWN,
        ),
    ),
    ("persons over the age of 18", (DOWN,)),
    ("under the age of 18", (UP,)),
    ("before the age of 18", (UP,)),
    ("has reached the age of 18", (UP,)),
    ("18 years minimum", (UP,)),
    ("more than or equal to 10 %", (UP,)),
    ("less than or equal to 10 %", (DOWN,)),
    ("equal to or greater than 10", (UP,)),
    ("meets or exceeds 10", (UP,)),
    ("equals or exceeds 10", (UP,)),
    ("maximum of 10 cameras", (DOWN,)),
    ("a maximum term of 10 years", (DOWN,)),
    ("the maximum age is 10", (DOWN,)),
    ("at or above 10", (UP,)),
    ("by 10 %", (OPEN,)),
    ("by 1 May 2024", (DOWN,)),
    ("on or before 1 May 2024", (DOWN,)),
    ("before 1 May 2024", (UP,)),
    ("after 1 May 2024", (DOWN,)),
    ("on or after 1 May 2024", (UP,)),
    ("as of 1 May 2024", (UP,)),
    ("until 1 May 2024", (OPEN,)),
    ("no later than 1 May 2024", (DOWN,)),
    ("not before 1 May 2024", (UP,)),
    (
        "from 18 to 65",
        (
            UP,
            DOWN,
        ),
    ),
    (
        "between 18 and 65",
        (
            OPEN,
            OPEN,
        ),
    ),
    (
        "between 18 and 65 inclusive",
        (
            UP,
            DOWN,
        ),
    ),
    (
        "ages 18 to 65",
        (
            UP,
            DOWN,
        ),
    ),
    (
        "18-65 years",
        (
            UP,
            DOWN,
        ),
    ),
    (
        "from 1 May 2024 to 31 May 2024",
        (
            UP,
            DOWN,
        ),
    ),
    (
        "from 1 May 2024 until 31 May 2024",
        (
            UP,
            OPEN,
        ),
    ),
    (
        "more than 18 but less than 65",
        (
            DOWN,
            UP,
        ),
    ),
    ("over the past 12 months", (OPEN,)),
    ("over a period of 12 months", (OPEN,)),
    (
        "18 or more than 30",
        (
            OPEN,
            DOWN,
        ),
    ),
    ("at the latest within 24 hours", (DOWN,)),
    ("48 hours at the latest", (DOWN,)),
    (
        "raised by 5 to 10",
        (
            UP,
            DOWN,
        ),
    ),
    ("at most 5", (DOWN,)),
    ("5 at most", (DOWN,)),
    ("fewer than 5", (UP,)),
    ("> 5", (DOWN,)),
    (">= 5", (UP,)),
    ("≤ 5", (DOWN,)),
    ("the limit of 500 euros is exceeded", (DOWN,)),
    ("when 500 euros is reached", (UP,)),
    ("longer than 30 days", (DOWN,)),
    ("older than 18", (DOWN,)),
    ("younger than 18", (UP,)),
    (
        "under 16 or 18",
        (
            UP,
            OPEN,
        ),
    ),
    ("thirty (30) days or more", (UP,)),
    ("one year or more", (UP,)),
    ("not more than one hundred and fifty euros", (DOWN,)),
    ("minimum age of 18", (UP,)),
    ("minimum age 18", (UP,)),
    ("not until 18", (OPEN,)),
    ("turned 18", (UP,)),
    ("on 1 May 2024", (OPEN,)),
    ("from 1 May 2024", (UP,)),
    ("after 5 attempts", (OPEN,)),
    ("two or more persons", (UP,)),
    ("prior to 10 January 2024", (UP,)),
    ("with effect from 10 January 2024", (UP,)),
    ("above the threshold of 10 million", (DOWN,)),
    ("a value in excess of $1,000", (DOWN,)),
    ("at least EUR 35 million", (UP,)),
    ("10 January 2024 or later", (UP,)),
    ("1 May 2024 and after", (UP,)),
    ("not later than 48 hours", (DOWN,)),
    ("at least four years", (UP,)),
    ("up to and including 30 June 2024", (DOWN,)),
    ("from the age of 16", (UP,)),
    ("16 and under", (DOWN,)),
    ("children aged 12 or under", (DOWN,)),
    ("persons aged under 18", (UP,)),
    ("in no case exceeding 50", (DOWN,)),
    ("to exceed 50 percent", (DOWN,)),
    (
        "up to EUR 35 million or 7 % of turnover",
        (
            DOWN,
            OPEN,
        ),
    ),
    ("greater than 99.5 percent", (DOWN,)),
    ("of 18 years and upwards", (UP,)),
    ("5 working days or less", (DOWN,)),
)

ORDERS = (
    ("Users must not upload", "forbids"),
    ("Users shall not upload", "forbids"),
    ("Users may not upload", "forbids"),
    ("No person may enter", "forbids"),
    ("No person under 18 shall be served", "forbids"),
    ("No one may enter", "forbids"),
    ("The use is prohibited", "forbids"),
    ("Smoking is not permitted", "forbids"),
    ("It is not allowed to smoke", "forbids"),
    ("Visitors are not allowed to smoke", "forbids"),
    ("shall not be permitted to enter", "forbids"),
    ("cannot be used", "forbids"),
    ("Users may upload", "allows"),
    ("Members are allowed to enter", "allows"),
    ("Members shall be permitted to enter", "allows"),
    ("Members are entitled to a refund", "allows"),
    ("The user is not required to register", "releases"),
    ("The user need not register", "releases"),
    ("This section does not apply to", "releases"),
    ("This item shall not apply to", "releases"),
    ("It is not prohibited to smoke", "releases"),
    ("Nothing in this section prohibits smoking", "releases"),
    ("The provider must report", "demands"),
    ("The provider shall report", "demands"),
    ("The provider is required to report", "demands"),
    ("Users have to sign", "demands"),
    ("Users should report", "advises"),
    ("Users are encouraged to report", "advises"),
    ("Users should not report", "advises"),
    ("content that may cause harm", ""),
    ("in May 2024", ""),
    ("'Content' shall mean text", ""),
    ("by or for a police department in the United States", ""),
    ("any law enforcement globally", ""),
    ("no later than 48 hours", ""),
    ("No more than 50 officers", ""),
    ("must NOT use the services", "forbids"),
    ("It may be necessary", ""),
    ("Photos may be taken", "allows"),
    ("persons who may be harmed", ""),
    ("do not use the service for surveillance", "forbids"),
    ("This code prohibits scraping", "forbids"),
    ("users that may be minors must not be served", "forbids"),
    ("without our review and approval", ""),
    ("may be revoked", "allows"),
    ("No person shall do p unless q.", "forbids"),
    ("is exempt from the fee", "releases"),
)

DAY = dt.date(2024, 5, 10)
AMOUNTS: tuple[tuple[str, tuple[tuple[Decimal | dt.date, str | None, bool], ...]], ...] = (
    ("Article 5(1)(a), section 3, items 17, 18 and 19", ()),
    ("EUR 35 million or 7 % of turnover", ((Decimal(35_000_000), "euro", True), (Decimal(7), "percent", True))),
    ("10 May 2024, May 10th, 2024, 2024-05-10, 10.5.2024 and 10/5/2024", ((DAY, None, True),) * 5),
    ("persons of 18 may", ((Decimal(18), None, True),)),
    ("thirty (30) days, 30 (thirty) days", ((Decimal(30), "day", True),) * 2),
    ("a 24-hour period, an 18-year-old", ((Decimal(24), "hour", True), (Decimal(18), "year", True))),
    ("1,000.50 dollars, $1,000.50", ((Decimal("1000.50"), "dollar", True),) * 2),
    ("1 000 000 users", ((Decimal(1_000_000), None, True),)),
    ("minus 5 degrees, -5 degrees", ((Decimal(-5), "degree", True),) * 2),
    ("GPT-4, COVID-19, 4x4, 5G, S0, version 4.0, 1.2.3", ()),
    ("at 10:30 am, 9 pm, 24/7, a ratio of 1:1", ()),
    ("Regulation (EU) 2024/1689, 18 U.S.C. § 1030, § 12", ()),
    ("see https://example.org/2024/18 or write to a18@example.org", ()),
    ("one of the two, a 2nd draft", ((Decimal(1), None, False), (Decimal(2), None, False), (Decimal(2), None, False))),
    ("in 2018 in May 2018 on 5 June", ((Decimal(2018), None, False),)),
    ("31 February 2024", ()),
    ("items 4, 7, 12 and 13 as amended, Arts 3, 5, 26", ()),
    ("under 5(3) and 7(2)(b), AIA.5-1-h, MSA.8, see 2.2", ()),
    ("2023-24, 2024-02, restriction 18, OAI.2025a", ()),
    ("users of Microsoft 365 and PR 12753", ((Decimal(365), None, False), (Decimal(12_753), None, False))),
    ("up to 50 officers, 6,341 people", ((Decimal(50), None, True), (Decimal(6_341), None, True))),
    ("2024-02-31", ()),
)


@pytest.mark.parametrize(("text", "sides"), COMPARISONS)
def test_a_comparison_puts_the_value_on_a_side(text: str, sides: tuple[bool | None, ...]) -> None:
    """Of each number in a phrase it is read on which side the value itself falls, or that the words do not tell."""
    assert tuple(mention.above for mention in mentions(text)) == sides


@pytest.mark.parametrize(("text", "order"), ORDERS)
def test_a_phrase_orders_one_thing(text: str, order: str) -> None:
    """A phrase forbids, allows, demands, releases, advises, or orders nothing."""
    assert [each.order for each in modals(text)] == order.split()


@pytest.mark.parametrize(("text", "found"), AMOUNTS)
def test_a_number_is_read_with_its_unit(
    text: str, found: tuple[tuple[Decimal | dt.date, str | None, bool], ...]
) -> None:
    """Numbers and dates are read with their unit; what only looks like one is not."""
    assert tuple((each.value, each.unit, each.firm) for each in amounts(text)) == found


@pytest.mark.parametrize("number", [0, 1, 7, 12, 20, 21, 99, 100, 101, 150, 342, 1000, 1001, 12_345, 1_000_000])
def test_a_number_in_words_is_the_number(number: int) -> None:
    """What a number is in words is read back as that number."""
    assert spelled(_in_words(number)) == number


def _in_words(number: int) -> str:
    ones = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen".split()
    ones += "sixteen seventeen eighteen nineteen".split()
    tens = "twenty thirty forty fifty sixty seventy eighty ninety".split()
    for size, word in ((1_000_000, "million"), (1_000, "thousand"), (100, "hundred")):
        if number >= size:
            rest = f" and {_in_words(number % size)}" if number % size else ""
            return f"{_in_words(number // size)} {word}{rest}"
    if number < len(ones):
        return ones[number]
    return tens[number // 10 - 2] + (f"-{ones[number % 10]}" if number % 10 else "")


def test_words_that_are_no_number_together_are_none() -> None:
    """`five six` is no number."""
    assert spelled("five six") is None
    assert amounts("five six") == ()


def test_units_are_converted_where_people_take_them_as_equal() -> None:
    """A year is 12 months or 365 or 366 days, a day is a seventh of a week; hours are no euros."""
    assert [str(each) for each in converted(Decimal(1), "year", "month")] == ["12"]
    assert [str(each) for each in converted(Decimal(1), "year", "day")] == ["365", "366"]
    assert [str(each) for each in converted(Decimal(14), "day", "week")] == ["2"]
    assert [str(each) for each in converted(Decimal(10), "percent", None)] == ["10", "0.1"]
    assert not converted(Decimal(10), "hour", "euro")


def test_a_list_is_joined_by_one_word() -> None:
    """Names in a list of two or more are joined by its joining word; where two differ, they are not."""
    names = {each: stems(each) for each in ("has_ticket", "is_member", "approved_by_staff")}
    three = list(joined("tickets, members or approved by the staff", names))
    assert [(each.first, each.second, each.join) for each in three] == [
        ("has_ticket", "is_member", "or"),
        ("is_member", "approved_by_staff", "or"),
    ]
    assert not list(joined("tickets and members or approved by the staff", names))
    assert not list(joined("tickets that only some of the members have or sell", names))
    assert not list(joined("no tickets or members", names))
    assert not list(joined("tickets or members, tickets", names))
    assert not list(joined("pays if not with tickets or members", names))
    assert not list(
        joined("faces recognised or tickets", {"has_ticket": ("ticket",), "face": ("face",), "faces": ("face",)})
    )
