"""Values and types as nodes: names, strings, numbers, dates; what a fact or a part can be, and outlines."""

import datetime as dt
import re
from collections.abc import Iterable
from decimal import Decimal
from itertools import pairwise
from typing import NamedTuple

from policylang.diagnostics.model import Help
from policylang.source import Span
from policylang.syntax import tree
from policylang.syntax.building import Building, Children, across, joined, name, span_of
from policylang.syntax.words import shown

_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MONTHS = 12
_LONGEST_NUMBER = 31
_MONTH_NAMES = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


class Notes(NamedTuple):
    """What stands below the type of a fact or a part."""

    asks: tree.Text | None
    judged: tree.Text | None
    cost: tree.Number | None
    unchangeable: tree.Unchangeable | None


class Priced(NamedTuple):
    """A text, and the cost behind it."""

    text: tree.Text
    cost: tree.Number | None
    span: Span


NO_NOTES = Notes(None, None, None, None)
Note = tuple[str, Priced | tree.Unchangeable, Span]
"""A line below the type of a fact or a part: its word, what it says, and where it stands."""

Slot = tuple[tree.TypeExpression, Notes, Span]
"""A type, what stands below it, and where they stand."""


class ValueBuilding(Building):
    """The rules of values."""

    def name_value(self, children: Children) -> tree.Name:
        """Return a name as a value."""
        return name(children[0])

    def string_value(self, children: Children) -> tree.Text:
        """Return a string as a value."""
        text = joined(children)
        assert text is not None  # noqa: S101 - for mypy: there is a string
        return text

    def number_value(self, children: Children) -> tree.Number:
        """Return a number as a value."""
        return self.number(children[0])

    def date_value(self, children: Children) -> tree.Date:
        """Return a date as a value."""
        return self.date(children[0])

    def values(self, children: Children) -> tuple[tree.Value, ...]:
        """Return a list of values."""
        return tuple(children)

    def names(self, children: Children) -> tuple[tree.Name, ...]:
        """Return a list of names."""
        return tuple(map(name, children))

    def long_text(self, children: Children) -> tree.Text | None:
        """Return neighbouring strings as one text."""
        return joined(children)

    def number(self, token: str) -> tree.Number:
        """Return the number that a token spells; refuse zeros in front."""
        digits = token.lstrip("-")
        span = span_of(token)
        if len(token) > _LONGEST_NUMBER:
            self.say("P0115", f"a number of {len(digits)} digits", span, under=f"at most {_LONGEST_NUMBER - 1} digits")
            return tree.Number(Decimal(token[:_LONGEST_NUMBER].rstrip(".")), span)
        if len(digits) > 1 and digits[0] == "0" and digits[1] != ".":
            plain = format(Decimal(token), "f")
            self.say(
                "P0115",
                f"`{token}` is not a number",
                span,
                under="zeros in front",
                helps=(self.replace("leave them out", span, plain),),
            )
        return tree.Number(Decimal(token), span)

    def date(self, token: str) -> tree.Date:
        """Return the day that a token spells; refuse what is no day, and go on with one nearby."""
        span = span_of(token)
        if _ISO.fullmatch(token):
            try:
                return tree.Date(dt.date.fromisoformat(token), span)
            except ValueError:
                return tree.Date(self._no_such_day(token, span), span)
        return tree.Date(self._other_spelling(token, span), span)

    def _no_such_day(self, token: str, span: Span) -> dt.date:
        year, month, day = map(int, token.split("-"))
        if year == 0:
            self.say("P0115", f"there is no day {token}", span, under="no such year")
            return dt.date.min
        if not 1 <= month <= _MONTHS:
            helps: tuple[Help, ...] = ()
            if 1 <= day <= _MONTHS and month <= _days_in(year, day):
                helps = (self.replace("a date is written year-month-day", span, f"{year:04}-{day:02}-{month:02}"),)
            self.say("P0115", f"there is no day {token}", span, under=f"there is no month {month}", helps=helps)
            return dt.date(year, 1, 1)
        last = _days_in(year, month)
        under = f"{_MONTH_NAMES[month - 1]} {year} has {last} days" if day else "days are counted from 1"
        self.say("P0115", f"there is no day {token}", span, under=under)
        return dt.date(year, month, last if day else 1)

    def _other_spelling(self, token: str, span: Span) -> dt.date:
        """Report a date that is not written year-month-day, with the ways it could be meant."""
        found = _readings([int(part[:5]) for part in re.split(r"[-/.]", token)])
        helps = tuple(self.replace(text, span, day.isoformat()) for text, day in found)
        under = "written year-month-day, as in 2024-05-01"
        self.say("P0115", f"`{shown(token)}` is not a date", span, under=under, helps=helps)
        return found[0][1] if found else dt.date(2000, 1, 1)


def _readings(parts: list[int]) -> list[tuple[str, dt.date]]:
    """Return the days that three numbers can mean, each with words about the reading."""
    if len(parts) != 3:  # noqa: PLR2004 - year, month and day
        return []
    first, second, third = parts
    written = "write year-month-day, with two digits for month and day"
    orders = (
        (written, first, second, third),
        ("if the day came first", third, second, first),
        ("if the month came first", third, first, second),
    )
    days: dict[dt.date, str] = {}
    for text, year, month, day in orders:
        if year > 31 and 1 <= month <= _MONTHS and 1 <= day <= 31:  # noqa: PLR2004 - the days of a month
            try:
                days.setdefault(dt.date(year, month, day), text)
            except ValueError:
                continue
    return [(text, day) for day, text in days.items()]


def _days_in(year: int, month: int) -> int:
    after = dt.date(year + month // _MONTHS, month % _MONTHS + 1, 1) if (year, month) != (9999, 12) else None
    return 31 if after is None else (after - dt.timedelta(days=1)).day


class TypeBuilding(ValueBuilding):
    """The rules of types."""

    def yes_no_type(self, children: Children) -> tree.YesNoType:
        """Return `yes or no`."""
        return tree.YesNoType(across(children))

    def date_type(self, children: Children) -> tree.DateType:
        """Return `date`."""
        return tree.DateType(across(children))

    def text_type(self, children: Children) -> tree.TextType:
        """Return `text`."""
        return tree.TextType(across(children))

    def named_type(self, children: Children) -> tree.NamedType:
        """Return a type by its name."""
        return tree.NamedType(name(children[-1]), len(children) > 1, across(children))

    def outline_head(self, children: Children) -> str:
        """Return the token itself."""
        return children[0]  # type: ignore[no-any-return]

    def outline_type(self, children: Children) -> tree.OutlineType:
        """Return an outline in a line."""
        head, entries = children
        return tree.OutlineType(entries, head.type == "SEVERAL_OF", "list", span_of(head).to(entries[-1].span))

    def number_type(self, children: Children) -> tree.NumberType:
        """Return a type of numbers, with bounds and unit."""
        low = high = unit = None
        end = span_of(children[0])
        for child in children[1:]:
            if isinstance(child, tuple):
                low, high, end = child
            elif child.type == "NAME":
                unit = name(child)
                end = unit.span
        return tree.NumberType(children[0].type == "WHOLE_NUMBER", low, high, unit, span_of(children[0]).to(end))

    def bounds(self, children: Children) -> tuple[tree.Number | None, tree.Number | None, Span]:
        """Return the lower and the upper bound, and where they stand."""
        numbers = [self.number(child) for child in children if child.type == "NUMBER"]
        span = across(children)
        match children[0].type:
            case "FROM":
                return numbers[0], numbers[1], span
            case "AT_LEAST":
                return numbers[0], None, span
            case _:
                return None, numbers[0], span

    def entries(self, children: Children) -> tuple[tree.Entry, ...]:
        """Return the entries of an outline beside each other."""
        return tuple(children)

    def entry(self, children: Children) -> tree.Entry:
        """Return an entry, with what stands in parentheses under it."""
        under = children[2] if len(children) > 1 else ()
        return tree.Entry(self.declared(children[0], "value"), under, across(children))

    def entry_line(self, children: Children) -> tuple[tree.Entry, ...]:
        """Return the entries of a line, the lines below it under the only one."""
        entries: tuple[tree.Entry, ...] = children[0]
        if len(children) == 1:
            return entries
        below = tuple(entry for line in children[1:] for entry in line)
        last = entries[-1]
        if len(entries) > 1 or last.entries:
            self.say(
                "P0107",
                "lines are indented under a line that is not a single group",
                entries[0].span.to(last.span),
                under="which of these do they belong to?",
                helps=(Help("give the group a line of its own, with its values below it"),),
            )
            return (*entries, *below)
        return (tree.Entry(last.name, below, last.span.to(below[-1].span)),)

    def slot_string(self, children: Children) -> Children:
        """Return the tokens of a line: strings, and costs."""
        return children

    def slot_text(self, children: Children) -> Priced:
        """Return neighbouring strings as one text, with its cost; refuse a second cost, and one before the end."""
        tokens = [token for line in children for token in line]
        strings = [token for token in tokens if token.type == "STRING"]
        text = joined(strings)
        assert text is not None  # noqa: S101 - for mypy: there is a string
        seen: dict[str, Span] = {}
        cost = None
        for word, number in pairwise(tokens):
            span = across([word, number])
            if word.type == "COST" and self.once(seen, "cost", span, "one question"):
                cost = self.number(number)
                if span.start < strings[-1].start_pos:
                    helps = (Help("write it behind the last piece of the question"),)
                    self.say("P0101", "`cost` within a question", span, under="more of the text follows", helps=helps)
        return Priced(text, cost, across(tokens))

    def slot_line(self, children: Children) -> Note:
        """Return a line `asks`, `judged` or `unchangeable`, with what it says; refuse a cost of what is no question."""
        kind, *said = children
        if not said:
            return str(kind), tree.Unchangeable(span_of(kind)), span_of(kind)
        if kind.type == "JUDGED" and said[0].cost is not None:
            helps = (Help('write it at the end of the line `asks "…"`'),)
            self.say("P0101", f"a cost behind `{kind}`", said[0].cost.span, under="a question has a cost", helps=helps)
        return str(kind), said[0], across(children)

    def slot(self, children: Children) -> Slot:
        """Return a type and the lines below it."""
        kind = children[0]
        notes, end = self._notes(children[1:])
        return kind, notes, kind.span.to(end or kind.span)

    def slot_with_outline(self, children: Children) -> Slot:
        """Return a type with its outline below it, and the lines beside that."""
        head = children[0]
        rows = [child for child in children[1:] if isinstance(child[0], tree.Entry)]
        lines = [child for child in children[1:] if not isinstance(child[0], tree.Entry)]
        entries = tuple(entry for row in rows for entry in row)
        notes, end = self._notes(lines)
        if not entries:
            self.missing("values", f"`{head}`", span_of(head), "write the values after it, or one to a line below it")
        last = entries[-1].span if entries else span_of(head)
        kind = tree.OutlineType(entries, head.type == "SEVERAL_OF", "block", span_of(head).to(last))
        return kind, notes, kind.span.to(max(end or last, last))

    def _notes(self, lines: Iterable[Note]) -> tuple[Notes, Span | None]:
        seen: dict[str, Span] = {}
        notes = NO_NOTES
        end = None
        for kind, said, span in lines:
            end = span
            if not self.once(seen, kind, span, "one fact"):
                continue
            if isinstance(said, tree.Unchangeable):
                notes = notes._replace(unchangeable=said)
            elif kind == "asks":
                notes = notes._replace(asks=said.text, cost=said.cost)
            else:
                notes = notes._replace(judged=said.text)
        return notes, end
