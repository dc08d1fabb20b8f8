"""Cases read at speed: a mapping from facts to values becomes the cells that are left of each variable.

It takes what it surely understands and hands everything else back: `facts.read` then reads the case, and is the one
that says what is wrong with it. So nothing is decided here that is not decided there, and nothing is let through.
"""

import datetime as dt
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any, NamedTuple

from policylang.core.domain import DAY, NO, YES, Coding, Domain
from policylang.evaluate.case import Case
from policylang.evaluate.facts import ABSENT, as_day
from policylang.semantics.policy import Path, Policy
from policylang.semantics.types import Day, Number, OneOf, Outline, SetOf, Slot, Thing, YesNo

Cells = Callable[[Any], int]
"""Returns the cells that a value means, as bits; for a set, the bits of its variables that it has."""


class NotPlainError(Exception):
    """A case, or a value of it, is not of the plain kind."""


FAULTS = (NotPlainError, KeyError, TypeError)
"""What is raised for a value that is not plain: a table that does not have it, or cannot be asked."""


class Entry(NamedTuple):
    """What a name of a case is: its place among the paths, the variables that it gives, and the things around it."""

    number: int
    variables: tuple[int, ...]
    cells: Cells | None
    """What a value means; nothing for a thing."""
    around: tuple[int, ...]
    """The optional things around, by their places."""
    is_optional: bool
    is_set: bool


class Encoder:
    """Reads cases of a policy.

    Args:
        policy: The policy.
        domain: Its variables.
    """

    def __init__(self, policy: Policy, domain: Domain) -> None:
        self.domain = domain
        self.declared: tuple[Path, ...] = tuple(path for path, _ in policy.paths.values())
        place = {path: number for number, path in enumerate(self.declared)}
        self._entries = {name: _entry(place, path, slot, domain) for name, (path, slot) in policy.paths.items()}
        self._presence = [domain.presences.get(path) for path in self.declared]
        self._is_read = [bool(domain.of_path(path)) for path in self.declared]
        self._start = [variable.everything for variable in domain.variables]

    def read(self, case: object, day: dt.date) -> Case | None:
        """Return the case as cells, or nothing where it is not plain."""
        if type(case) is not dict:
            return None
        left = self._start.copy()
        left[DAY] = 1 << self.domain.day_cell(day)
        seen: dict[int, None] = {}
        there: dict[int, bool] = {}
        try:
            self._fill("", case, left, seen, there)
        except FAULTS:
            return None
        for thing, is_there in there.items():
            variable = self._presence[thing]
            if variable is not None:
                left[variable] = 1 << is_there
                seen[thing] = None
        given = [self.declared[number] for number in sorted(seen) if self._is_read[number]]
        return Case(day, tuple(left), tuple(given))

    def _fill(
        self, before: str, case: Mapping[str, Any], left: list[int], seen: dict[int, None], there: dict[int, bool]
    ) -> None:
        entries = self._entries
        for key, value in case.items():
            number, variables, cells, around, is_optional, is_set = entries[before + key]
            for thing in around:
                if not there.setdefault(thing, True):
                    raise NotPlainError
            if cells is None:
                if self._is_thing(value, number, there, is_optional=is_optional):
                    self._fill(f"{before}{key}.", value, left, seen, there)
                continue
            if number in seen:
                raise NotPlainError
            seen[number] = None
            bits = cells(value)
            if is_set:
                for place, variable in enumerate(variables):
                    left[variable] = 1 << YES if bits >> place & 1 else 1 << NO
            elif variables:
                left[variables[0]] = bits

    @staticmethod
    def _is_thing(value: object, number: int, there: dict[int, bool], *, is_optional: bool) -> bool:
        """Whether a value gives the parts of a thing; what it says of its being there is kept."""
        if type(value) is dict:
            if is_optional and not there.setdefault(number, True):
                raise NotPlainError
            return True
        if is_optional and type(value) is str and value == ABSENT and number not in there:
            there[number] = False
            return False
        raise NotPlainError


def _entry(place: Mapping[Path, int], path: Path, slot: Slot, domain: Domain) -> Entry:
    ways = [Path(path.fact, path.parts[:length]) for length in range(len(path.parts))]
    around = tuple(place[way] for way in ways if domain.slot(way).optional)
    cells = None if isinstance(slot.type, Thing) else cells_of(path, slot, domain)
    return Entry(
        place[path], domain.of_path(path) if cells else (), cells, around, slot.optional, isinstance(slot.type, SetOf)
    )


# ---------------------------------------------------------------- values


def cells_of(path: Path, slot: Slot, domain: Domain) -> Cells:
    """Return the function from a value of a path to its cells; of a path that no condition asks, to 0."""
    coding = domain.values.get(path)
    match slot.type:
        case OneOf(outline):
            return _one_of(names_of(outline, coding))
        case SetOf(outline):
            return _several(members_of(path, outline, domain))
        case YesNo():
            return _yes_no if coding else _unread(_yes_no)
        case Number():
            return _number(slot.type, coding)
        case Day():
            return _day(coding)
        case _:
            return _text(coding)


def names_of(outline: Outline, coding: Coding | None) -> dict[str, int]:
    """Return for each value and group of an outline its cells, as bits."""
    if coding is None:
        return dict.fromkeys(outline.under, 0)
    found = {}
    for name, leaves in outline.under.items():
        bits = 0
        for leaf in leaves:
            bits |= 1 << coding.cell_of(leaf)
        found[name] = bits
    return found


def members_of(path: Path, outline: Outline, domain: Domain) -> dict[str, int]:
    """Return for each leaf of a set the place of its variable among those of the set, as a bit."""
    variables = domain.of_path(path)
    of_leaf = domain.members.get(path, {})
    return {leaf: 1 << variables.index(of_leaf[leaf]) if leaf in of_leaf else 0 for leaf in outline.leaves}


def _one_of(table: Mapping[str, int]) -> Cells:
    def cells(value: Any) -> int:  # noqa: ANN401 - what a caller gives
        try:
            return table[value]
        except TypeError:
            if type(value) not in _COLLECTIONS or not value:
                raise
        bits = 0
        for each in value:
            bits |= table[each]
        return bits

    return cells


def _several(table: Mapping[str, int]) -> Cells:
    def cells(value: Any) -> int:  # noqa: ANN401 - what a caller gives
        if type(value) not in _COLLECTIONS:
            raise NotPlainError
        bits = 0
        for each in value:
            bits |= table[each]
        return bits

    return cells


_COLLECTIONS = frozenset({list, tuple, set, frozenset})


def _yes_no(value: Any) -> int:  # noqa: ANN401 - what a caller gives
    if value is True or value == "yes":
        return 1 << YES
    if value is False or value == "no":
        return 1 << NO
    raise NotPlainError


def _unread(cells: Cells) -> Cells:
    def nothing(value: Any) -> int:  # noqa: ANN401 - what a caller gives
        cells(value)
        return 0

    return nothing


def _number(type_: Number, coding: Coding | None) -> Cells:
    low, high = type_.low, type_.high
    cell_of = coding.cell_of if coding else None

    def cells(value: Any) -> int:  # noqa: ANN401 - what a caller gives
        if type(value) is not int:
            if type(value) is not Decimal or not value.is_finite():
                raise NotPlainError
            if type_.whole and value != value.to_integral_value():
                raise NotPlainError
        if (low is not None and value < low) or (high is not None and value > high):
            raise NotPlainError
        return 1 << cell_of(value) if cell_of else 0

    return cells


def _day(coding: Coding | None) -> Cells:
    def cells(value: Any) -> int:  # noqa: ANN401 - what a caller gives
        day = as_day(value)
        if day is None:
            raise NotPlainError
        return 1 << coding.cell_of(day) if coding else 0

    return cells


def _text(coding: Coding | None) -> Cells:
    def cells(value: Any) -> int:  # noqa: ANN401 - what a caller gives
        if type(value) is not str:
            raise NotPlainError
        return 1 << coding.cell_of(value) if coding else 0

    return cells
