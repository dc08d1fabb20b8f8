"""Outlines, types, facts and paths from the tables of a saved policy.

Each entry rests on earlier ones alone, so there are no circles. What could still grow without limit, since an entry
may be used any number of times, is counted before it is built.
"""

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import NamedTuple

from policylang.core.suspicion import Data, MisfitError, at, bound, flag, maybe_text, name, need, text, texts, whole
from policylang.semantics.policy import Path
from policylang.semantics.types import Day, Fact, Number, OneOf, Outline, SetOf, Slot, Thing, Type, Words, YesNo

DEEPEST = 250
"""How deep conditions and things may nest: more than the language reads."""
MOST_PATHS = 1_000_000
"""How many paths the facts may have together."""


class _Known(NamedTuple):
    """A type, with how many paths it stands for, and how deep it nests."""

    type: Type
    paths: int = 1
    depth: int = 1


class Types:
    """The types, facts and paths of a saved policy.

    `facts` are all that there are; `fact_of` gives for each path the fact that it begins with, by its place, and
    `slots` its slot. `leaves` are the values of an outline, by its identity.
    """

    def __init__(self, tables: Data) -> None:
        self.leaves: dict[int, frozenset[str]] = {}
        self.outlines = [self._outline(each) for each in tables["outlines"]]
        self._types: list[_Known] = []
        for row in tables["types"]:
            self._types.append(self._type(row))
        self.facts: list[Fact] = []
        self._paths_left = MOST_PATHS
        for row in tables["facts"]:
            self.facts.append(self._fact(row))
        self.fact_place = {fact.id: place for place, fact in enumerate(self.facts)}
        need(len(self.fact_place) == len(self.facts), "a fact is there twice")
        self.things: dict[str, list[Thing]] = {}
        for known in self._types:
            if isinstance(known.type, Thing):
                self.things.setdefault(known.type.name, []).append(known.type)
        self.paths: list[Path] = []
        self.slots: list[Slot] = []
        for row in tables["paths"]:
            self._add_path(texts(row, "a path"))

    # ------------------------------------------------------------ outlines

    def _outline(self, row: Data) -> Outline:
        named, under_rows, children_rows = row
        under, children = _listed(under_rows), _listed(children_rows)
        found = Outline(name(named, "an outline"), under, children)
        leaves = found.leaves
        need(leaves and "" in children and "" not in under, "an outline has no values")
        for each in under:
            name(each, "a value")
        standing_for: dict[str, list[str]] = {group: [] for group in children}
        reached = 0
        todo: list[tuple[str, ...]] = [("",)]
        while todo:
            around = todo.pop()
            for child in children[around[-1]]:
                reached += 1
                need(child in under and reached <= len(under) and len(around) <= DEEPEST, "an outline is in disorder")
                if child in children:
                    todo.append((*around, child))
                    continue
                need(under[child] == (child,), "a value stands for others")
                for group in around:
                    standing_for[group].append(child)
        need(reached == len(under) and children.keys() <= {*under, ""}, "an outline is in disorder")
        for group in children.keys() - {""}:
            need(sorted(under[group]) == sorted(standing_for[group]), "a group stands for other values than its own")
        self.leaves[id(found)] = frozenset(leaves)
        return found

    # ------------------------------------------------------------ types

    def _type(self, row: Data) -> _Known:
        kind, *rest = row
        if kind in _PLAIN:
            need(not rest, "a type has more than it takes")
            return _Known(_PLAIN[kind]())
        match kind:
            case "number":
                is_whole, low, high, unit = rest
                bounds = (bound(low, Decimal, "a bound"), bound(high, Decimal, "a bound"))
                return _Known(Number(flag(is_whole, "a kind of number"), *bounds, maybe_text(unit, "a unit")))
            case "one of" | "several of":
                (place,) = rest
                outline = at(self.outlines, place, "an outline")
                return _Known(OneOf(outline) if kind == "one of" else SetOf(outline))
            case "thing":
                return self._thing(*rest)
            case _:
                raise MisfitError("a type is of no kind")

    def _thing(self, named: Data, rows: Data) -> _Known:
        parts = {name(part, "a part"): self._slot(slot) for part, slot in rows}
        need(len(parts) == len(rows), "a thing has a part twice")
        inner = [self._types[slot[0]] for _, slot in rows]
        depth = 1 + max((each.depth for each in inner), default=0)
        need(depth <= DEEPEST, "things nest too deeply")
        return _Known(
            Thing(name(named, "a thing"), parts), min(1 + sum(each.paths for each in inner), MOST_PATHS + 1), depth
        )

    def _slot(self, row: Data) -> Slot:
        place, optional, asks, judged, cost, unchangeable = row
        found = at(self._types, place, "a type").type
        need(isinstance(found, Thing) or optional is False, "what has no parts is optional")
        need(whole(cost, "a cost") >= 1, "a cost is too low")
        return Slot(
            found,
            flag(optional, "optional"),
            maybe_text(asks, "a question"),
            maybe_text(judged, "a judgement"),
            cost,
            flag(unchangeable, "unchangeable"),
        )

    # ------------------------------------------------------------ facts and paths

    def _fact(self, row: Data) -> Fact:
        module, named, slot = row
        fact = Fact(name(module, "a file"), name(named, "a fact"), self._slot(slot))
        need("." not in named, "a fact has dots in its name")
        self._paths_left -= self._types[slot[0]].paths
        need(self._paths_left >= 0, "the facts have too many parts")
        return fact

    def _add_path(self, written: tuple[str, ...]) -> None:
        need(written and written[0] in self.fact_place, "a path begins with no fact")
        slot = below(self.facts[self.fact_place[written[0]]].slot, written[1:])
        self.paths.append(Path(written[0], written[1:]))
        self.slots.append(slot)


_PLAIN: dict[str, Callable[[], Type]] = {"yes or no": YesNo, "date": Day, "text": Words}


def below(slot: Slot, parts: Sequence[str]) -> Slot:
    """Return the slot of a part of a part.

    Raises:
        MisfitError: There is no such part.
    """
    for part in parts:
        need(isinstance(slot.type, Thing) and part in slot.type.parts, "a path names no part")
        slot = slot.type.parts[part]  # type: ignore[union-attr]
    return slot


def _listed(rows: Data) -> dict[str, tuple[str, ...]]:
    found = {text(each, "a value"): texts(names, "values") for each, names in rows}
    need(len(found) == len(rows), "a value is there twice")
    return found
