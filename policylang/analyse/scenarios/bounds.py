"""Bounds: the last value on one side of each bound that a clause asks about, the first on the other, and its dates."""

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from typing import TypeVar

from policylang.analyse.sites import sites
from policylang.semantics.policy import Clause, Condition, InEdition, Period, Policy, Within
from policylang.semantics.types import Number

_Whole = TypeVar("_Whole", int, Decimal)
_ONE_DAY = dt.timedelta(days=1)


def asking(policy: Policy) -> Iterator[Condition]:
    """Yield conditions that tell apart the values at the bounds and dates of the clauses of a policy."""
    for clause in policy.clauses:
        for condition in (clause.when, clause.unless):
            if condition is not None:
                for site in sites(condition, into_definitions=True):
                    if isinstance(site.condition, Within):
                        yield from sides(policy, site.condition)
        for day, _ in clause_dates(clause):
            yield InEdition("", Period(day, day + _ONE_DAY) if day < dt.date.max else Period(day))


# ---------------------------------------------------------------- numbers and dates that are facts


def sides(policy: Policy, test: Within) -> tuple[Within, ...]:
    """Return the values that should be tried of a number or a date: those next to each bound, on either side of it.

    Of whole numbers and dates that is one value each. Of other numbers it is the bound itself, and any value on its
    other side, since there is none next to it. Values that the fact cannot have are left out.
    """
    type_ = policy.slot(test.path).type
    found: list[Within] = []
    if test.low is not None:
        found += _sides(test, test.low, type_, is_low=True, included=test.low_included)
    if test.high is not None:
        found += _sides(test, test.high, type_, is_low=False, included=test.high_included)
    return tuple(dict.fromkeys(found))


def _sides(test: Within, bound: Decimal | dt.date, type_: object, *, is_low: bool, included: bool) -> Iterator[Within]:
    """Yield the side that is out and the side that is in, of one bound."""
    if isinstance(bound, dt.date):
        days = _next_to(bound.toordinal(), is_low=is_low, included=included)
        points = (dt.date.fromordinal(day) for day in days if 1 <= day <= dt.date.max.toordinal())
        yield from (Within(test.path, day, day) for day in points)
    elif isinstance(type_, Number) and type_.whole:
        nearest = bound.to_integral_value("ROUND_CEILING" if is_low else "ROUND_FLOOR")
        numbers = _next_to(nearest, is_low=is_low, included=included or nearest != bound)
        yield from (Within(test.path, each, each) for each in numbers if _fits(each, type_))
    elif isinstance(type_, Number):
        point = Within(test.path, bound, bound)
        beyond = Within(test.path, high=bound, high_included=False)
        if is_low != included:
            beyond = Within(test.path, low=bound, low_included=False)
        limit = type_.low if beyond.low is None else type_.high
        if limit is None or limit != bound:
            yield beyond
        if _fits(bound, type_):
            yield point


def _next_to(bound: _Whole, *, is_low: bool, included: bool) -> tuple[_Whole, _Whole]:
    """Return the last value that is out, and the first that is in."""
    inward = 1 if is_low else -1
    first = bound if included else bound + inward
    return first - inward, first


def _fits(value: Decimal, type_: Number) -> bool:
    return (type_.low is None or type_.low <= value) and (type_.high is None or value <= type_.high)


# ---------------------------------------------------------------- dates of a clause


def clause_dates(clause: Clause) -> Iterator[tuple[dt.date, str]]:
    """Yield the days next to each change of whether a clause is in force, with what each day is."""
    changes = {day for period in clause.times for day in period if day is not None and day > dt.date.min}
    for day in sorted(changes):
        before = day - _ONE_DAY
        was, does = clause.in_force(before), clause.in_force(day)
        if was != does:
            yield before, "the last day before it comes into force" if does else "the last day it is in force"
            yield day, "the first day it is in force" if does else "the first day it is no longer in force"
