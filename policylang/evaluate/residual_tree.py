"""Resolved conditions, types and clauses as a tree again, for the printed residual policy."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from itertools import groupby
from typing import NamedTuple

from policylang.semantics.policy import (
    All,
    Any,
    Clause,
    ClauseException,
    Condition,
    Count,
    Defined,
    Includes,
    IncludesOnly,
    InEdition,
    Not,
    Path,
    Present,
    Test,
    TextIn,
    ValueIn,
    Within,
    Yes,
)
from policylang.semantics.types import Day, Number, OneOf, Outline, SetOf, Slot, Thing, Type, Words, YesNo
from policylang.syntax import tree

LONGEST_CHAIN = 3
"""Up to so many tests stand in a line, joined by `and` or by `or`; more stand below each other."""


class Named(NamedTuple):
    """What things are called in the printed policy: facts by their ids, types by their form, definitions."""

    facts: Mapping[str, str]
    definitions: Mapping[Defined, str]
    types: Mapping[object, str]


class Tree:
    """Makes nodes of resolved values, with the names of the printed policy."""

    def __init__(self, named: Named) -> None:
        self.named = named

    def path(self, path: Path) -> tree.Path:
        """Return the path of a fact or a part."""
        return tree.Path((self.named.facts[path.fact], *path.parts))

    # ------------------------------------------------------------ conditions

    def condition(self, condition: Condition) -> tree.Condition:
        """Return a condition."""
        match condition:
            case All(items):
                return _group("all", self._all(items))
            case Any(items):
                return _group("any", self._any(items))
            case Count(number, exactly, items):
                return tree.Group("exactly" if exactly else "at least", tuple(map(self.condition, items)), number)
            case Not(inner):
                return self._not(inner)
            case Defined():
                return tree.Holds(tree.Path((self.named.definitions[condition],)))
            case InEdition(edition):
                return tree.During(tree.Name(edition))
            case _:
                return self._test(condition)

    def _not(self, inner: Condition) -> tree.Condition:
        match inner:
            case Any(items):
                within = self._any(items)
                if len(within) == 1 and isinstance(within[0], tree.Is):
                    return tree.Is(within[0].path, within[0].values, negated=True, listed=True)
                return tree.Group("none", within)
            case All() | Count():
                return tree.Group("none", (self.condition(inner),))
            case Present(path):
                return tree.There(self.path(path), negated=True)
            case Includes(path, _, named):
                return tree.Include(self.path(path), "none of", _names(named))
        test = self.condition(inner)
        if isinstance(test, tree.Is):
            return tree.Is(test.path, test.values, negated=True, listed=test.listed)
        return tree.Not(test)

    def _all(self, items: Iterable[Condition]) -> tuple[tree.Condition, ...]:
        """Return the conditions; a set that has to include one value and another is asked for all of them."""
        found: list[tree.Condition] = []
        for path, run in groupby(items, _single_member):
            together = list(run)
            if path is not None and len(together) > 1:
                names = [name for each in together if isinstance(each, Includes) for name in each.named]
                found.append(tree.Include(self.path(path), "all of", _names(names)))
            else:
                found += map(self.condition, together)
        return tuple(found)

    def _any(self, items: Iterable[Condition]) -> tuple[tree.Condition, ...]:
        """Return the conditions; a number or a date that may be one value or another is one of them."""
        found: list[tree.Condition] = []
        for path, run in groupby(items, _point):
            together = list(run)
            if path is not None and len(together) > 1:
                values = [_bound(each.low) for each in together if isinstance(each, Within)]
                found.append(tree.Is(self.path(path), tuple(values), listed=True))
            else:
                found += map(self.condition, together)
        return tuple(found)

    def _test(self, test: Test) -> tree.Condition:
        path = self.path(test.path)
        match test:
            case Yes():
                return tree.Holds(path)
            case Present():
                return tree.There(path)
            case ValueIn(_, _, named):
                return tree.Is(path, _names(named), listed=len(named) > 1)
            case TextIn(_, texts):
                return tree.Is(path, tuple(map(tree.Text, sorted(texts))), listed=len(texts) > 1)
            case Includes(_, _, named):
                return tree.Include(path, "any of" if len(named) > 1 else "", _names(named))
            case IncludesOnly(_, _, named):
                return tree.Include(path, "only", _names(named))
            case Within():
                return _comparison(path, test)

    # ------------------------------------------------------------ types

    def type(self, slot: Slot) -> tree.TypeExpression:
        """Return what a fact or a part takes: by its name, where its type has one."""
        name = self.named.types.get(form(slot.type))
        match slot.type:
            case SetOf() if name:
                return tree.OutlineType((tree.Entry(tree.Name(name)),), several=True)
            case _ if name:
                return tree.NamedType(tree.Name(name), slot.optional)
            case _:
                return self.declared(slot.type)

    def declared(self, type_: Type) -> tree.TypeExpression:
        """Return a type as it is written out."""
        match type_:
            case YesNo():
                return tree.YesNoType()
            case Number(whole, low, high, unit):
                bounds = (None if low is None else tree.Number(low), None if high is None else tree.Number(high))
                return tree.NumberType(whole, *bounds, tree.Name(unit) if unit else None)
            case Day():
                return tree.DateType()
            case Words():
                return tree.TextType()
            case OneOf(outline):
                return tree.OutlineType(entries(outline))
            case SetOf(outline):
                return tree.OutlineType(entries(outline), several=True)
            case Thing(_, parts):
                return tree.ThingType(tuple(self._part(name, slot) for name, slot in parts.items()))

    def _part(self, name: str, slot: Slot) -> tree.Part:
        return tree.Part(tree.Name(name), self.type(slot), *_notes(slot))

    def fact(self, name: str, slot: Slot) -> tree.Fact:
        """Return a fact."""
        return tree.Fact(tree.Name(name), self.type(slot), *_notes(slot))

    # ------------------------------------------------------------ clauses

    def clause(self, clause: Clause, exceptions: Iterable[ClauseException]) -> tree.Clause:
        """Return a clause with the exceptions that it makes."""
        lines: list[tree.ClauseLine] = [tree.Citation("cites", tree.Text(each)) for each in clause.cites]
        lines += [tree.Citation("words", tree.Text(each)) for each in clause.words]
        lines += [tree.Evidence(clause.evidence)] if clause.evidence else []
        lines += [tree.Citation("reading", tree.Text(each)) for each in clause.readings]
        lines.append(_effect(clause))
        lines += _despite(clause, [pair for pair in exceptions if pair.by == clause.name])
        lines += [tree.Relation("under", _names(clause.under))] if clause.under else []
        lines += [tree.When(self.condition(clause.when))] if clause.when is not None else []
        lines += [tree.When(self.condition(clause.unless), negated=True)] if clause.unless is not None else []
        return tree.Clause(tree.Name(clause.name), tree.Text(clause.summary) if clause.summary else None, tuple(lines))


def _effect(clause: Clause) -> tree.Effect:
    kind = "exempts from" if clause.effect == "exempts" else clause.effect
    return tree.Effect(kind, _names(clause.targets))


def _despite(clause: Clause, pairs: list[ClauseException]) -> Iterator[tree.Relation]:
    """Yield the lines `despite`, one for each interpretation; an exempting clause names the others in its effect."""
    named = clause.targets if clause.effect == "exempts" else ()
    together: dict[str | None, list[str]] = {}
    for pair in sorted(pairs, key=lambda pair: pair.reading is not None):
        if pair.reading or pair.over not in named:
            together.setdefault(pair.reading, []).append(pair.over)
    for reading, over in together.items():
        yield tree.Relation("despite", _names(over), tree.Text(reading) if reading else None)


def _group(kind: str, items: tuple[tree.Condition, ...]) -> tree.Condition:
    if len(items) == 1:
        return items[0]
    is_plain = len(items) <= LONGEST_CHAIN and not any(isinstance(each, tree.Group) for each in items)
    return tree.Group("all" if kind == "all" else "any", items, style="chain" if is_plain else "block")


def _names(names: Iterable[str]) -> tuple[tree.Name, ...]:
    return tuple(map(tree.Name, names))


def _single_member(condition: Condition) -> Path | None:
    return condition.path if isinstance(condition, Includes) and len(condition.named) == 1 else None


def _point(condition: Condition) -> Path | None:
    return condition.path if isinstance(condition, Within) and _is_point(condition) else None


def _is_point(test: Within) -> bool:
    return test.low is not None and test.low == test.high and test.low_included and test.high_included


def _bound(value: Decimal | dt.date | None) -> tree.Value:
    assert value is not None  # noqa: S101 - asked of bounds that are there
    return tree.Date(value) if isinstance(value, dt.date) else tree.Number(value)


def _comparison(path: tree.Path, test: Within) -> tree.Condition:
    if _is_point(test):
        return tree.Is(path, (_bound(test.low),))
    if test.low is not None and test.high is not None:
        return tree.Compare(path, "from", (_bound(test.low), _bound(test.high)))
    bound = _bound(test.high if test.low is None else test.low)
    is_date = isinstance(bound, tree.Date)
    if test.low is None:
        if test.high_included:
            return tree.Compare(path, "on or before" if is_date else "at most", (bound,))
        return tree.Compare(path, "before" if is_date else "less than", (bound,))
    if test.low_included:
        return tree.Compare(path, "on or after" if is_date else "at least", (bound,))
    return tree.Compare(path, "after" if is_date else "more than", (bound,))


def _notes(
    slot: Slot,
) -> tuple[tree.Text | None, tree.Text | None, tree.Number | None, tree.Unchangeable | None]:
    return (
        tree.Text(slot.asks) if slot.asks else None,
        tree.Text(slot.judged) if slot.judged else None,
        tree.Number(Decimal(slot.cost)) if slot.asks and slot.cost != 1 else None,
        tree.Unchangeable() if slot.unchangeable else None,
    )


def entries(outline: Outline, *, among: str = "") -> tuple[tree.Entry, ...]:
    """Return the entries of an outline, or those under a group."""
    return tuple(
        tree.Entry(tree.Name(name), () if outline.is_leaf(name) else entries(outline, among=name))
        for name in outline.children[among]
    )


def form(type_: Type) -> object:
    """Return what types have in common that are written alike: outlines of one name, things of one name."""
    match type_:
        case OneOf(outline) | SetOf(outline):
            return ("outline", bare(outline.name), entries(outline))
        case Thing(name, parts):
            inner = tuple((part, form(slot.type), slot[1:]) for part, slot in parts.items())
            return ("thing", bare(name), inner)
        case Number():
            return type_
        case _:
            return type(type_)


def bare(name: str) -> str:
    """Return the last part of a dotted name."""
    return name.rpartition(".")[2]
