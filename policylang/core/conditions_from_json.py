"""Conditions from the table of a saved policy.

Each is made of earlier ones, so there are no circles. How deep it nests and what it comes to where it is written out
is counted as it is made: an entry may be used any number of times, and later stages walk it each time.
"""

import datetime as dt
from collections.abc import Callable, Sequence
from decimal import Decimal
from functools import cached_property, reduce
from operator import or_
from typing import cast

from policylang.core.suspicion import Data, MisfitError, at, bound, flag, maybe_text, need, text, texts, whole
from policylang.core.types_from_json import DEEPEST, Types
from policylang.semantics.policy import (
    All,
    Any,
    Condition,
    Count,
    Defined,
    Includes,
    IncludesOnly,
    InEdition,
    Not,
    Path,
    Period,
    Present,
    TextIn,
    ValueIn,
    Within,
    Yes,
)
from policylang.semantics.types import Day, Number, OneOf, SetOf, Slot, Words, YesNo

MOST_TESTS = 100_000
"""What a definition may come to, written out: more than the language reads."""


class Conditions:
    """The conditions of a saved policy, each at its place.

    `sizes` says what each comes to, written out.
    """

    def __init__(self, rows: Data, types: Types, periods: Sequence[Period]) -> None:
        self.types = types
        self.periods = periods
        self.table: list[Condition] = []
        self.depths: list[int] = []
        self.sizes: list[int] = []
        self._made_of: list[Sequence[int]] = []
        self._about: dict[int, tuple[Path, ...]] = {}
        for row in rows:
            kind = row[0]
            if kind in _GROUPS:
                _, inner = row
                self._add_group(_GROUPS[kind](self._inner(inner), None), inner)
            elif kind in _TESTS:
                self._add_test(row)
            else:
                self._add_other(row)

    def at(self, place: Data) -> Condition:
        """Return the condition at a place."""
        return at(self.table, place, "a condition")

    def maybe(self, place: Data) -> Condition | None:
        """Return the condition at a place, or nothing."""
        return None if place is None else at(self.table, place, "a condition")

    @cached_property
    def facts(self) -> Sequence[int]:
        """Which facts each asks about, by their places, as bits."""
        found: list[int] = []
        for place, inner in enumerate(self._made_of):
            about = [1 << self.types.fact_place[path.fact] for path in self._about.get(place, ())]
            found.append(reduce(or_, [*about, *map(found.__getitem__, inner)], 0))
        return found

    def _add(self, condition: Condition, *about: Path) -> None:
        """Add a condition that is made of no others."""
        self._about[len(self.table)] = about
        self._add_group(condition, ())

    # ------------------------------------------------------------ groups

    def _inner(self, places: Data) -> tuple[Condition, ...]:
        if places:
            need(type(places) is list and set(map(type, places)) == {int}, "conditions are named by no places")
            need(min(places) >= 0 and max(places) < len(self.table), "a condition is named that is not there")
        return tuple(map(self.table.__getitem__, places))

    def _add_group(self, group: Condition, places: Sequence[int]) -> None:
        depth = 1 + max(map(self.depths.__getitem__, places), default=0)
        if depth > DEEPEST:
            raise MisfitError("conditions nest too deeply")
        self.table.append(group)
        self.depths.append(depth)
        self.sizes.append(1 + sum(map(self.sizes.__getitem__, places)))
        self._made_of.append(places)

    def _add_other(self, row: Data) -> None:
        kind, *rest = row
        match kind:
            case "not":
                (place,) = rest
                self._add_group(Not(self.at(place)), [place])
            case "count":
                number, exactly, inner = rest
                need(whole(number, "a count") >= 0, "a count is too low")
                self._add_group(Count(number, flag(exactly, "exactly"), self._inner(inner)), inner)
            case "during":
                edition, place = rest
                self._add(InEdition(text(edition, "an edition"), at(self.periods, place, "a period")))
            case "defined":
                definition, arguments, place, meaning = rest
                about = tuple(at(self.types.paths, each, "a path") for each in arguments)
                said = maybe_text(meaning, "a meaning")
                self._about[len(self.table)] = about
                self._add_group(Defined(text(definition, "a definition"), about, self.at(place), said), [place])
                need(self.sizes[-1] <= MOST_TESTS, "a definition comes to too much")
            case _:
                raise MisfitError("a condition is of no kind")

    # ------------------------------------------------------------ tests

    def _add_test(self, row: Data) -> None:
        kind, place, *rest = row
        path = at(self.types.paths, place, "a path")
        self._add(self._test(kind, path, self.types.slots[place], rest), path)

    def _test(self, kind: str, path: Path, slot: Slot, rest: list[Data]) -> Condition:
        match kind, rest:
            case "yes", []:
                need(isinstance(slot.type, YesNo), "a test asks for a yes that its fact has not")
                return Yes(path)
            case "there", []:
                need(slot.optional, "a test asks whether something is there that always is")
                return Present(path)
            case "text", [said]:
                need(isinstance(slot.type, Words) and said, "a test asks for texts that its fact has not")
                return TextIn(path, frozenset(texts(said, "texts")))
            case "within", [low, high, low_included, high_included]:
                need(isinstance(slot.type, Number | Day), "a test compares what has no order")
                order: type[Decimal | dt.date] = Decimal if isinstance(slot.type, Number) else dt.date
                included = (flag(low_included, "included"), flag(high_included, "included"))
                return Within(path, bound(low, order, "a bound"), bound(high, order, "a bound"), *included)
            case _, [leaves, named]:
                return self._named(kind, path, slot, leaves, named)
            case _:
                raise MisfitError("a test has more or less than it takes")

    def _named(self, kind: str, path: Path, slot: Slot, leaves: Data, named: Data) -> Condition:
        need(isinstance(slot.type, OneOf if kind == "is" else SetOf), "a test asks for values that its fact has not")
        outline = cast("OneOf | SetOf", slot.type).outline
        found = frozenset(texts(leaves, "values"))
        need(found and found <= self.types.leaves[id(outline)], "a test asks for values that its fact has not")
        words = texts(named, "values")
        need(all(each in outline.under for each in words), "a test names values that its fact has not")
        return _NAMED[kind](path, found, words)


_GROUPS: dict[str, Callable[[tuple[Condition, ...], None], Condition]] = {"all": All, "any": Any}
_NAMED: dict[str, Callable[[Path, frozenset[str], tuple[str, ...]], Condition]] = {
    "is": ValueIn,
    "includes": Includes,
    "includes only": IncludesOnly,
}
_TESTS = frozenset({*_NAMED, "text", "yes", "there", "within"})
