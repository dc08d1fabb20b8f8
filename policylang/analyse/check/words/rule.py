"""What a rule says of numbers and dates: its bounds, each with the side on which the value itself falls, and all else.

A rule is a clause with what belongs to it: its conditions through their definitions, the duties that it requires, its
time in force, the clauses that it is an exception to or that are exceptions to it.
"""

import datetime as dt
import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Literal, NamedTuple

from policylang.analyse.check.words.amounts import Value, amounts
from policylang.analyse.check.words.units import named, unit_among
from policylang.analyse.sites import Steps, sites
from policylang.semantics.policy import (
    Advice,
    Clause,
    Condition,
    Count,
    Defined,
    Duty,
    InEdition,
    Policy,
    TextIn,
    Within,
)
from policylang.semantics.types import Number, OneOf, SetOf
from policylang.source import Place

Line = Literal["when", "unless", "fulfilled", "breached"]


class Bound(NamedTuple):
    """One end of a test of a number or a date, or the first day in force, or the first no longer.

    `above` says whether the value itself falls on the upper side; `step` whether values are whole, as days are;
    `within` is the test with its `line` and the way to it, nothing for a time in force, which `begins` or ends there.
    """

    value: Value
    above: bool
    step: bool
    unit: str | None = None
    within: Within | None = None
    line: Line | None = None
    owner: str | None = None
    steps: Steps = ()
    in_definition: bool = False
    begins: bool = False
    place: Place | None = None

    @property
    def cut(self) -> tuple[Value | int, int]:
        """Where the boundary lies: equal for two bounds that part the values in the same way."""
        return cut(self.value, above=self.above, step=self.step)


def cut(value: Value, *, above: bool, step: bool) -> tuple[Value | int, int]:
    """Return where a boundary lies: below its value or above it; among whole values, after which of them."""
    if isinstance(value, dt.date):
        return value.toordinal() - above, 0
    if step and value == value.to_integral_value():
        return int(value) - above, 0
    return value, int(not above)


def bounds(policy: Policy, clause: Clause) -> tuple[Bound, ...]:
    """Return the bounds of a clause: those of its conditions, of the duties that it requires, of its time in force."""
    found = [each for line, owner, condition in _lines(policy, clause) for each in _in(policy, condition, line, owner)]
    return (*found, *_of_time(clause))


def _lines(policy: Policy, clause: Clause) -> Iterator[tuple[Line, str, Condition]]:
    duties = [duty for duty in policy.duties if clause.effect == "requires" and duty.name in clause.targets]
    written: list[tuple[Line, str, Condition | None]] = [
        ("when", clause.name, clause.when),
        ("unless", clause.name, clause.unless),
        *(("fulfilled", duty.name, duty.fulfilled) for duty in duties),
        *(("breached", duty.name, duty.breached) for duty in duties),
    ]
    yield from ((line, owner, condition) for line, owner, condition in written if condition is not None)


def _in(policy: Policy, condition: Condition, line: Line, owner: str) -> Iterator[Bound]:
    inside: list[Steps] = []
    for site in sites(condition, into_definitions=True):
        test = site.condition
        if isinstance(test, Defined):
            inside.append(site.steps)
        if not isinstance(test, Within) or test.low == test.high:
            continue
        slot = policy.slot(test.path)
        is_whole = not isinstance(slot.type, Number) or slot.type.whole
        ends = ((test.low, test.low_included), (test.high, not test.high_included))
        for value, above in ends:
            if value is not None:
                yield Bound(
                    value,
                    above,
                    is_whole,
                    unit=unit(policy, test),
                    within=test,
                    line=line,
                    owner=owner,
                    steps=site.steps,
                    in_definition=any(site.steps[: len(each)] == each for each in inside),
                    place=test.place,
                )


def _of_time(clause: Clause) -> Iterator[Bound]:
    for period in clause.times:
        for day in (period.start, period.before):
            if day is not None:
                yield Bound(day, above=True, step=True, begins=day == period.start, place=clause.place)


def unit(policy: Policy, test: Within) -> str | None:
    """Return the unit of what a test asks about: that of its type, else the one that its name tells."""
    slot = policy.slot(test.path)
    if not isinstance(slot.type, Number):
        return None
    told = unit_among(iter((slot.type.unit or "").split("_")))
    words = [
        word for name in reversed((test.path.fact.rpartition(".")[2], *test.path.parts)) for word in name.split("_")
    ]
    return told or unit_among(iter(words)) or (named(slot.type.unit) if slot.type.unit else None)


# ---------------------------------------------------------------- all that a rule mentions


def mentioned(policy: Policy, clause: Clause) -> frozenset[Value]:
    """Return the numbers and dates that a rule mentions anywhere, those in names, questions, meanings and readings too.

    That is wide on purpose: only what stands nowhere is told to be missing.
    """
    found: set[Value] = set()
    for each in _with_related(policy, clause):
        found.update(_of_clause(policy, each))
    found.update(amount.value for edition in policy.editions for amount in amounts(edition.summary))
    return frozenset(found)


def _with_related(policy: Policy, clause: Clause) -> Iterator[Clause]:
    names = {clause.name, *clause.under}
    names.update(
        name for pair in policy.exceptions if clause.name in (pair.by, pair.over) for name in (pair.by, pair.over)
    )
    yield from (each for each in policy.clauses if each.name in names)


def _of_clause(policy: Policy, clause: Clause) -> Iterator[Value]:
    for line in (*_lines(policy, clause), *([] if policy.applies is None else [("when", "", policy.applies)])):
        yield from _of_condition(policy, line[2])
    for period in clause.times:
        yield from _of_days(period.start, period.before)
    targets: list[Duty | Advice] = [each for each in policy.duties if each.name in clause.targets]
    targets += [each for each in policy.advice if each.name in clause.targets]
    for text in (clause.name, *clause.readings, *(f"{each.name} {each.what}" for each in targets)):
        yield from _of_text(text)


def _of_condition(policy: Policy, condition: Condition) -> Iterator[Value]:
    for site in sites(condition, into_definitions=True):
        match site.condition:
            case Within(_, low, high):
                yield from (each for each in (low, high) if each is not None)
                yield from _of_slot(policy, site.condition)
            case Count(number):
                yield Decimal(number)
            case Defined(name, _, _, meaning):
                yield from _of_text(f"{name.rpartition('.')[2]} {meaning or ''}")
            case InEdition(_, period):
                yield from _of_days(period.start, period.before)
            case TextIn(_, texts):
                yield from (value for text in texts for value in _of_text(text))
            case test if hasattr(test, "path"):
                yield from _of_slot(policy, test)
                yield from (value for name in getattr(test, "named", ()) for value in _of_text(name))


def _of_slot(policy: Policy, test: Condition) -> Iterator[Value]:
    path = test.path  # type: ignore[union-attr]  # a test has one
    for slot in policy.around(path):
        yield from _of_text(f"{slot.asks or ''} {slot.judged or ''}")
    kind = policy.slot(path).type
    if isinstance(kind, Number):
        yield from (each for each in (kind.low, kind.high) if each is not None)
    if isinstance(kind, OneOf | SetOf):
        yield from (value for name in getattr(test, "named", ()) for value in _of_text(name))
    yield from _of_text(" ".join((path.fact.rpartition(".")[2], *path.parts)))


def _of_days(start: dt.date | None, before: dt.date | None) -> Iterator[Value]:
    """Yield the ends of a period, and how many years, months and days it lasts."""
    yield from (day for day in (start, before) if day is not None)
    if before is not None:
        yield before - dt.timedelta(days=1)
    if start is not None and before is not None:
        yield Decimal((before - start).days)
        months = 12 * (before.year - start.year) + before.month - start.month
        yield Decimal(months)
        yield Decimal(months) / 12


def _of_text(text: str) -> Iterator[Value]:
    plain = text.replace("_", " ")
    yield from (each.value for each in amounts(plain))
    yield from (Decimal(each) for each in re.findall(r"\d+(?:\.\d+)?", plain))
