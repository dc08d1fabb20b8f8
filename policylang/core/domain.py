"""The facts of a policy as variables with finitely many cells: what its conditions can tell apart, and no more.

Numbers and dates are cut at the constants that conditions mention, texts are those mentioned and *anything else*, of an
outline those leaves are one cell that every test treats alike, a set is a yes or no for each of its members, an
optional thing one for its being there, and the day of the decision is cut where clauses and editions begin and end.

A case becomes a list with the cells that it leaves of each variable: the bits of a number, all of them where nothing
is known.
"""

import datetime as dt
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Context, Decimal
from functools import cached_property
from itertools import pairwise
from typing import Literal, NamedTuple

from policylang.semantics.knowledge import Knowledge, Members, OneOfThese, Presence, Scalar
from policylang.semantics.policy import (
    Condition,
    Includes,
    IncludesOnly,
    InEdition,
    Path,
    Policy,
    Test,
    TextIn,
    ValueIn,
    Within,
    Yes,
)
from policylang.semantics.types import Day, Number, OneOf, SetOf, Slot, Thing, YesNo
from policylang.semantics.worlds import asked, conditions, refuse_empty

Kind = Literal["day", "presence", "value", "member"]
DAY = 0
"""The variable that is the day of the decision."""
NO, YES = 0, 1
"""The cells of a yes or no, of a presence and of a membership."""
NEITHER = -1
"""What stands for the cell where no value lies."""
_MOST_COMPARED = 200_000
"""Where finding values alike takes more comparisons than this, each stays a cell: more work, and the same answers."""
_EXACT = Context(prec=10_000)
"""Wide enough for the sum of any two constants that a policy can hold."""


class Variable(NamedTuple):
    """One thing that a condition can depend on.

    `cells` gives for each cell some values in it: all of them for outlines and yes or no, one for numbers, dates and
    texts (of *anything else*, one that no test names). `alike` are the leaves of a set of which the variable says
    whether the set has at least one.
    """

    kind: Kind
    path: Path | None
    cells: tuple[tuple[Scalar, ...], ...]
    alike: tuple[str, ...] = ()
    things: tuple[int, ...] = ()
    """The presences of the optional things around, outermost first: only where they are there is it asked."""

    @property
    def size(self) -> int:
        """How many cells there are."""
        return len(self.cells)

    @property
    def everything(self) -> int:
        """All cells, as bits."""
        return (1 << len(self.cells)) - 1


class Cuts(NamedTuple):
    """Where numbers or dates are cut: `cell` gives for each stretch before a constant, and each constant, its cell."""

    constants: tuple[Decimal | dt.date, ...]
    cell: tuple[int, ...]

    def cell_of(self, value: Decimal | dt.date | int) -> int:
        """Return the cell of a value."""
        at = bisect_left(self.constants, value)
        hit = at < len(self.constants) and self.constants[at] == value
        return self.cell[2 * at + hit]


class Coding(NamedTuple):
    """How the values of a path become cells: by name, or by cuts; with what stands for all that is not named."""

    variable: int
    named: Mapping[Scalar, int]
    cuts: Cuts | None = None
    otherwise: int = NEITHER

    def cell_of(self, value: Scalar) -> int:
        """Return the cell of a value."""
        if self.cuts is not None:
            return self.cuts.cell_of(value)  # type: ignore[arg-type]
        return self.named.get(value, self.otherwise)


class Domain:
    """The variables of a policy and whatever it incorporates, and how a case becomes cells of them.

    `variables` lists them, the day first. `values` gives for a path its coding, `members` for a set the variable of
    each leaf that has one, `presences` the variable of an optional thing.
    """

    def __init__(self, policies: Sequence[Policy], *, asking: Iterable[Condition] = ()) -> None:
        self.policies = tuple(policies)
        self.variables: list[Variable] = []
        self.values: dict[Path, Coding] = {}
        self.members: dict[Path, dict[str, int]] = {}
        self.presences: dict[Path, int] = {}
        self._slots: dict[str, Slot] = {fact.id: fact.slot for each in policies for fact in each.facts.values()}
        found = {
            id(each): each for each in asked((*conditions(policies), *asking))
        }.values()  # what is shared is looked at once
        self.days = _days_cut(policies, found)
        self.variables.append(Variable("day", None, tuple((day,) for day in _days_between(self.days))))
        by_path: dict[Path, list[Test]] = {}
        for test in found:
            if not isinstance(test, InEdition):
                by_path.setdefault(test.path, []).append(test)
        for path, about in by_path.items():
            things = self._things(path)
            if not isinstance(self.slot(path).type, Thing):
                self._add(path, about, things)
            elif path not in self.presences:
                self._add_presence(path, things)

    def slot(self, path: Path) -> Slot:
        """Return the type and question of what a path names."""
        slot = self._slots[path.fact]
        for name in path.parts:
            assert isinstance(slot.type, Thing)  # noqa: S101 - names are checked before
            slot = slot.type.parts[name]
        return slot

    @property
    def sizes(self) -> list[int]:
        """How many cells each variable has."""
        return [each.size for each in self.variables]

    def day_cell(self, day: dt.date) -> int:
        """Return the cell of a day."""
        return bisect_right(self.days, day)

    def of_path(self, path: Path) -> tuple[int, ...]:
        """Return the variables that say what is so of a path itself: its value, its members, or its being there."""
        if path in self.values:
            return (self.values[path].variable,)
        if path in self.members:
            return tuple(dict.fromkeys(self.members[path].values()))
        return (self.presences[path],) if path in self.presences else ()

    def known(self, left: Sequence[int]) -> dict[int, int]:
        """Return the variables of which not all cells are left, with those that are."""
        every = self.everything
        return {variable: cells for variable, cells in enumerate(left) if cells != every[variable]}

    @cached_property
    def everything(self) -> tuple[int, ...]:
        """All cells of each variable, as bits."""
        return tuple(variable.everything for variable in self.variables)

    def left(self, knowledge: Knowledge, day: dt.date) -> list[int]:
        """Return the cells that a case leaves of each variable, as bits.

        Raises:
            CaseError: Of some fact no value is left.
        """
        left = list(self.everything)
        left[DAY] = 1 << self.day_cell(day)
        for path, known in knowledge.known.items():
            for length in range(len(path.parts)):
                around = self.presences.get(Path(path.fact, path.parts[:length]))
                if around is not None:
                    left[around] = 1 << YES
            match known:
                case Presence(present):
                    if path in self.presences:
                        left[self.presences[path]] = 1 << present
                case Members():
                    for variable in dict.fromkeys(self.members.get(path, {}).values()):
                        left[variable] = _membership(self.variables[variable].alike, known)
                case OneOfThese(values):
                    if not values:
                        refuse_empty(path)
                    coding = self.values.get(path)
                    if coding is not None:
                        left[coding.variable] = _bits(coding.cell_of(value) for value in values)
        return left

    # ------------------------------------------------------------ variables

    def _new(self, variable: Variable) -> int:
        self.variables.append(variable)
        return len(self.variables) - 1

    def _things(self, path: Path) -> tuple[int, ...]:
        around: tuple[int, ...] = ()
        for length in range(len(path.parts)):
            way = Path(path.fact, path.parts[:length])
            if self.slot(way).optional:
                if way not in self.presences:
                    self._add_presence(way, around)
                around = (*around, self.presences[way])
        return around

    def _add_presence(self, path: Path, things: tuple[int, ...]) -> None:
        self.presences[path] = self._new(Variable("presence", path, ((False,), (True,)), things=things))

    def _add(self, path: Path, found: Sequence[Test], things: tuple[int, ...]) -> None:
        type_ = self.slot(path).type
        if isinstance(type_, SetOf):
            self._add_members(path, found, type_.outline.leaves, things)
            return
        cuts = None
        if isinstance(type_, Number | Day):
            samples, cuts = _cut(found, type_)
        elif isinstance(type_, YesNo):
            samples = [(False,), (True,)]
        elif isinstance(type_, OneOf):
            samples = _told_apart(type_.outline.leaves, found)
        else:
            samples = _told_apart(_texts(found), found)
        variable = self._new(Variable("value", path, tuple(samples), things=things))
        named = {value: cell for cell, values in enumerate(samples) for value in values}
        otherwise = NEITHER
        if not isinstance(type_, YesNo | OneOf | Number | Day):
            otherwise = named.pop(_texts(found)[-1])
        self.values[path] = Coding(variable, {} if cuts else named, cuts, otherwise)

    def _add_members(self, path: Path, found: Sequence[Test], leaves: Sequence[str], things: tuple[int, ...]) -> None:
        """Add a variable for each group of members that no test tells apart; what no test depends on has none."""
        named = list(dict.fromkeys(test.leaves for test in found if isinstance(test, Includes | IncludesOnly)))
        counts_all = any(isinstance(test, IncludesOnly) for test in found)
        groups: dict[tuple[bool, ...], list[str]] = {}
        for leaf in leaves:
            groups.setdefault(tuple(leaf in each for each in named), []).append(leaf)
        variables = self.members.setdefault(path, {})
        for sign, alike in groups.items():
            if any(sign) or counts_all:
                variable = self._new(Variable("member", path, ((False,), (True,)), tuple(alike), things))
                variables.update(dict.fromkeys(alike, variable))


# ---------------------------------------------------------------- cells


def _bits(cells: Iterable[int]) -> int:
    bits = 0
    for cell in cells:
        bits |= 1 << cell
    return bits


def _membership(alike: tuple[str, ...], known: Members) -> int:
    if not known.included.isdisjoint(alike):
        return 1 << YES
    return 1 << NO if known.closed or known.excluded.issuperset(alike) else (1 << NO | 1 << YES)


def satisfies(test: Test, value: Scalar) -> bool:
    """Return whether a test of a value holds of it."""
    match test:
        case ValueIn(_, leaves):
            return value in leaves
        case TextIn(_, texts):
            return value in texts
        case Yes():
            return value is True
        case Within(_, low, high, low_included, high_included):
            if low is not None and (value < low or (value == low and not low_included)):  # type: ignore[operator]
                return False
            return high is None or value < high or (high_included and value == high)  # type: ignore[operator]
        case _:
            raise TypeError(test)


def _told_apart(values: Iterable[Scalar], found: Sequence[Test]) -> list[tuple[Scalar, ...]]:
    """Return values by what the tests say of them: those together of which all say the same."""
    together: dict[tuple[bool, ...], list[Scalar]] = {}
    distinct = list(dict.fromkeys(found))
    values = list(values)
    if len(values) * len(distinct) > _MOST_COMPARED:
        return [(value,) for value in values]
    for value in values:
        together.setdefault(tuple(satisfies(test, value) for test in distinct), []).append(value)
    return [tuple(alike) for alike in together.values()]


def _texts(found: Iterable[Test]) -> list[str]:
    """Return each text that a test names, and last one that none names."""
    named = {text for test in found if isinstance(test, TextIn) for text in test.texts}
    return [*sorted(named), max((*named, ""), key=len) + "…"]


def _cut(found: Sequence[Test], type_: Number | Day) -> tuple[list[tuple[Scalar, ...]], Cuts]:
    """Return a value for each cell of a number or date, and the cuts between them."""
    bounds = {bound for test in found if isinstance(test, Within) for bound in (test.low, test.high)}
    constants = tuple(sorted(bound for bound in bounds if bound is not None))
    between = _of_days(constants) if isinstance(type_, Day) else _of_numbers(constants, type_)  # type: ignore[arg-type]
    stretches = list(between)
    samples = _told_apart([each for each in stretches if each is not None], found)
    cell = {value: number for number, values in enumerate(samples) for value in values}
    cells = tuple(NEITHER if each is None else cell[each] for each in stretches)
    return [values[:1] for values in samples], Cuts(constants, cells)


def _of_numbers(constants: tuple[Decimal, ...], type_: Number) -> Iterator[Decimal | None]:
    """Yield a number before each constant and after the last, and each constant; nothing where there is none."""
    for below, above in pairwise((None, *constants, None)):
        yield _number_between(below, above, type_)
        if above is not None:
            fits = _is_within(above, type_.low, type_.high) and (not type_.whole or above == above.to_integral_value())
            yield above if fits else None


def _number_between(below: Decimal | None, above: Decimal | None, type_: Number) -> Decimal | None:
    """Return a number of a type between two that are excluded, whole where there is a whole one."""
    if above is not None and below is None and type_.low is None:
        nearest = _EXACT.subtract(above.to_integral_value("ROUND_CEILING"), Decimal(1))
        found = nearest if type_.high is None else min(nearest, type_.high.to_integral_value("ROUND_FLOOR"))
    elif below is None:
        found = Decimal(0) if type_.low is None else type_.low.to_integral_value("ROUND_CEILING")
        if type_.low is None and type_.high is not None:
            found = min(found, type_.high.to_integral_value("ROUND_FLOOR"))
    else:
        found = _EXACT.add(below.to_integral_value("ROUND_FLOOR"), Decimal(1))
        found = found if type_.low is None else max(found, type_.low.to_integral_value("ROUND_CEILING"))
    if _lies_between(found, below, above, type_):
        return found
    if type_.whole:
        return None
    low = max((each for each in (below, type_.low) if each is not None), default=None)
    high = min((each for each in (above, type_.high) if each is not None), default=None)
    if low is None or high is None:
        return None  # pragma: no cover - a stretch without an end has a whole number
    middle = _EXACT.divide(_EXACT.add(low, high), Decimal(2))
    candidates = (middle, low, high)
    return next((each for each in candidates if _lies_between(each, below, above, type_)), None)


def _lies_between(value: Decimal, below: Decimal | None, above: Decimal | None, type_: Number) -> bool:
    if (below is not None and value <= below) or (above is not None and value >= above):
        return False
    return _is_within(value, type_.low, type_.high)


def _is_within(value: Decimal, low: Decimal | None, high: Decimal | None) -> bool:
    return (low is None or low <= value) and (high is None or value <= high)


def _of_days(constants: tuple[dt.date, ...]) -> Iterator[dt.date | None]:
    """Yield a day before each constant and after the last, and each constant; nothing where there is none."""
    for below, above in pairwise((None, *constants, None)):
        low = dt.date.min.toordinal() if below is None else below.toordinal() + 1
        high = dt.date.max.toordinal() if above is None else above.toordinal() - 1
        nearest = high if below is None and above is not None else low
        yield dt.date.fromordinal(nearest) if low <= high else None
        if above is not None:
            yield above


def _days_cut(policies: Iterable[Policy], found: Iterable[Test | InEdition]) -> tuple[dt.date, ...]:
    """Return the days on which a clause or an edition that a condition asks about begins, or no longer holds."""
    periods = [period for policy in policies for clause in policy.clauses for period in clause.times]
    periods += [period for policy in policies for period in (edition.period for edition in policy.editions)]
    periods += [each.period for each in found if isinstance(each, InEdition)]
    return tuple(sorted({day for period in periods for day in period if day is not None}))


def _days_between(days: Sequence[dt.date]) -> Iterator[dt.date]:
    """Yield a day of each stretch: the one before the first cut, and the first of each other."""
    first = days[0] if days else dt.date(2024, 1, 1)
    yield first - dt.timedelta(days=1) if days and first > dt.date.min else first
    yield from days
