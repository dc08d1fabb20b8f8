"""A resolved policy as plain data for JSON: tables in which whatever is used twice stands once.

Each table names what it is made of by its places in tables before it, and in itself by places before its own, so that
nothing can run in a circle. Tests that say the same are one entry, and so is a condition that is shared; the condition
of each definition is an entry of its own, as two definitions may say the same. Places in files are left out.
"""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any, TypeVar

from policylang.core.policy_from_json import CLAUSE_FIELDS
from policylang.semantics.knowledge import Example, Known, Members, OneOfThese, Presence, Scalar
from policylang.semantics.policy import (
    All,
    Any as AnyOf,
    Clause,
    Condition,
    Count,
    Defined,
    Includes,
    IncludesOnly,
    InEdition,
    Not,
    Path,
    Period,
    Policy,
    Present,
    TextIn,
    ValueIn,
    Within,
    Yes,
)
from policylang.semantics.types import Day, Fact, Number, OneOf, Outline, SetOf, Slot, Thing, Type, Words, YesNo

Data = Any
"""What JSON can hold."""
Item = TypeVar("Item")
GROUPS = {All: "all", AnyOf: "any"}
NAMED = {ValueIn: "is", Includes: "includes", IncludesOnly: "includes only"}


def policy_to_json(policy: Policy, examples: Mapping[str, Example]) -> dict[str, Data]:
    """Return the tables of a policy, of all that it incorporates, and of examples."""
    writer = _Writer()
    writer.policy(policy)
    tables = writer.tables()
    tables["examples"] = [[name, *_example(each)] for name, each in examples.items()]
    return tables


class _Table:
    """Rows, each there once for each key."""

    def __init__(self) -> None:
        self.rows: list[Data] = []
        self._place: dict[object, int] = {}

    def place(self, key: object, row: Callable[[], Data]) -> int:
        """Return the place of what has a key; its row is made where it is new, after those that it is made of."""
        found = self._place.get(key)
        if found is None:
            made = row()
            found = self._place[key] = len(self.rows)
            self.rows.append(made)
        return found


class _Writer:
    """Fills the tables. What is told apart by identity is kept alive by the policy that is written."""

    def __init__(self) -> None:
        self.periods, self.outlines, self.types, self.facts = _Table(), _Table(), _Table(), _Table()
        self.paths, self.conditions, self.policies = _Table(), _Table(), _Table()
        self._known: dict[int, int] = {}

    def tables(self) -> dict[str, Data]:
        """Return what was written, each table after those that it needs."""
        names = ("periods", "outlines", "types", "facts", "paths", "conditions", "policies")
        return {name: getattr(self, name).rows for name in names}

    # ------------------------------------------------------------ types

    def _period(self, period: Period) -> int:
        return self.periods.place(period, lambda: [_day(each) for each in period])

    def _outline(self, outline: Outline) -> int:
        return self.outlines.place(
            id(outline), lambda: [outline.name, _listed(outline.under), _listed(outline.children)]
        )

    def _type(self, type_: Type) -> int:
        return self.types.place(id(type_), lambda: self._type_row(type_))

    def _type_row(self, type_: Type) -> Data:
        match type_:
            case YesNo():
                return ["yes or no"]
            case Day():
                return ["date"]
            case Words():
                return ["text"]
            case Number(whole, low, high, unit):
                return ["number", whole, scalar(low), scalar(high), unit]
            case OneOf(outline):
                return ["one of", self._outline(outline)]
            case SetOf(outline):
                return ["several of", self._outline(outline)]
            case Thing(name, parts):
                return ["thing", name, [[part, self._slot(slot)] for part, slot in parts.items()]]

    def _slot(self, slot: Slot) -> Data:
        return [self._type(slot.type), *slot[1:]]

    def _fact(self, fact: Fact) -> int:
        return self.facts.place(fact.id, lambda: [fact.module, fact.name, self._slot(fact.slot)])

    # ------------------------------------------------------------ conditions

    def _path(self, path: Path) -> int:
        return self.paths.place(path, lambda: [path.fact, *path.parts])

    def _maybe(self, condition: Condition | None) -> int | None:
        return None if condition is None else self._condition(condition)

    def _condition(self, condition: Condition) -> int:
        known = self._known.get(id(condition))
        if known is None:
            row = self._row(condition)
            is_group = isinstance(condition, All | AnyOf | Count | Not | Defined)
            key = id(condition) if is_group else json.dumps(row)
            known = self._known[id(condition)] = self.conditions.place(key, lambda: row)
        return known

    def _body(self, condition: Condition) -> int:
        """Return the place of the condition of a definition, which it shares with nothing that only says the same."""
        return self.conditions.place(("body", id(condition)), lambda: self._row(condition))

    def _several(self, conditions: Iterable[Condition]) -> list[int]:
        return [self._condition(each) for each in conditions]

    def _row(self, condition: Condition) -> Data:
        match condition:
            case All(inner) | AnyOf(inner):
                return [GROUPS[type(condition)], self._several(inner)]
            case Count(number, exactly, inner):
                return ["count", number, exactly, self._several(inner)]
            case Not(inner_one):
                return ["not", self._condition(inner_one)]
            case Defined(definition, arguments, meant, meaning):
                return ["defined", definition, [self._path(each) for each in arguments], self._body(meant), meaning]
            case InEdition(edition, period):
                return ["during", edition, self._period(period)]
            case ValueIn(path, leaves, named) | Includes(path, leaves, named) | IncludesOnly(path, leaves, named):
                return [NAMED[type(condition)], self._path(path), sorted(leaves), list(named)]
            case TextIn(path, texts):
                return ["text", self._path(path), sorted(texts)]
            case Within(path, low, high, low_included, high_included):
                return ["within", self._path(path), scalar(low), scalar(high), low_included, high_included]
            case Yes(path) | Present(path):
                return ["yes" if isinstance(condition, Yes) else "there", self._path(path)]

    # ------------------------------------------------------------ policies

    def policy(self, policy: Policy) -> int:
        """Write a policy, after those that it incorporates, and return its place."""
        return self.policies.place(id(policy), lambda: self._policy_row(policy))

    def _policy_row(self, policy: Policy) -> Data:
        incorporated = [self.policy(each) for each in policy.incorporated]
        return {
            **{
                name: getattr(policy, name)
                for name in ("name", "title", "publisher", "source", "otherwise", "conflicts")
            },
            "digest": policy.digest,
            "incorporated": incorporated,
            "facts": [[name, self._fact(fact)] for name, fact in policy.facts.items()],
            "applies": self._maybe(policy.applies),
            "editions": [[*each[:2], self._period(each.period), *each[3:]] for each in policy.editions],
            "clauses": {name: [self._field(name, each) for each in policy.clauses] for name in CLAUSE_FIELDS},
            "exceptions": [list(each[:-1]) for each in policy.exceptions],
            "duties": [[*each[:2], *map(self._maybe, each[2:])] for each in policy.duties],
            "advice": [list(each) for each in policy.advice],
            "always": [[*each[:2], *map(self._maybe, each[2:4])] for each in policy.always],
        }

    def _field(self, name: str, clause: Clause) -> Data:
        value = getattr(clause, name)
        if name in ("when", "unless"):
            return self._maybe(value)
        if name == "times":
            return [self._period(each) for each in value]
        return list(value) if isinstance(value, tuple) else value


# ---------------------------------------------------------------- values


def scalar(value: Scalar | None) -> Data:
    """Return a value: a text and yes or no as they are, a number and a date as an object that says which it is."""
    if isinstance(value, Decimal):
        return {"number": f"{value:f}"}
    if value is None or isinstance(value, bool | str):
        return value
    return {"date": value.isoformat()}


def _day(day: Any) -> Data:  # noqa: ANN401 - a date or nothing
    return None if day is None else day.isoformat()


def _listed(table: Mapping[str, Sequence[str]]) -> Data:
    return [[name, list(names)] for name, names in table.items()]


def _example(example: Example) -> Data:
    known = [[[path.fact, *path.parts], _known(each)] for path, each in example.given.known.items()]
    return [example.name, example.type, known]


def _known(known: Known) -> Data:
    match known:
        case Presence(present):
            return ["present", present]
        case Members(included, excluded, closed):
            return ["members", sorted(included), sorted(excluded), closed]
        case OneOfThese(values):
            return ["one of", sorted(map(scalar, values), key=json.dumps)]
