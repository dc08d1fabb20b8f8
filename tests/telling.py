"""Generated cases, each told twice: as what is known of it, and as a mapping in one of the many forms a case may have.

Both are written down side by side, so that what reads a mapping is tested as well as what decides.
"""

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from decimal import Decimal
from random import Random
from typing import Any, NamedTuple

from policylang.semantics.knowledge import Knowledge, Known, Members, OneOfThese, Presence, Scalar
from policylang.semantics.policy import Path
from policylang.semantics.types import Fact, OneOf, Outline, SetOf, Slot, Thing, Type

Values = Callable[[Type], Sequence[Scalar]]
"""Returns values of a type to choose from."""


class Told(NamedTuple):
    """A case as what is known and as a mapping; `total` where all that is read is known."""

    knowledge: Knowledge
    case: dict[str, Any]
    total: bool
    plain: bool
    """Whether the mapping is of the plain kind: nested, each value by itself, and nothing told that is not read."""


class _Thing(NamedTuple):
    """What is told of a thing: whether it is there, where that is told by itself, and its parts."""

    optional: bool
    present: bool | None
    parts: dict[str, object]


class Teller:
    """Makes cases.

    Args:
        random: Where they come from.
        facts: The facts that a case may give, by the names under which it gives them.
        read: The paths that matter, optional things around others included.
        values: Returns values of a type to choose from.
    """

    def __init__(self, random: Random, facts: Mapping[str, Fact], read: Collection[Path], values: Values) -> None:
        self.random = random
        self.facts = {name: fact for name, fact in facts.items() if any(path.fact == fact.id for path in read)}
        self.others = {name: fact for name, fact in facts.items() if name not in self.facts}
        self.read = read
        self.values = values
        self.known: dict[Path, Known] = {}
        self.total = self.plain = False
        self.unknown = 0
        """How many more variables may be left unknown."""

    def tell(self, *, total: bool, most_unknown: int = 6) -> Told:
        """Return a case of which everything that is read is known, or of which some things may not be."""
        random = self.random
        self.total, self.plain = total, random.random() < 0.6
        self.unknown = 0 if total else random.randint(1, most_unknown)
        self.known = {}
        told: dict[str, object] = {}
        names = list(self.facts)
        if not self.plain:
            names += [name for name in self.others if random.random() < 0.3]
            random.shuffle(names)
        for name in random.sample(names, len(names)):  # who comes first may be left unknown
            fact = self.facts.get(name) or self.others[name]
            self._fact(told, name, Path(fact.id), fact.slot)
        case: dict[str, Any] = {}
        for name in names:
            if name in told:
                self._write(case, name, told[name])
        return Told(Knowledge(self.known), case, total, self.plain)

    # ------------------------------------------------------------ what is so

    def _fact(self, into: dict[str, object], name: str, path: Path, slot: Slot) -> None:
        """Put into a mapping what is told of a fact or a part; nothing where it stays unknown."""
        is_read = self._is_read(path)
        if not is_read and (self.plain or self.random.random() < 0.7):
            return
        if isinstance(slot.type, Thing):
            self._thing(into, name, path, slot, slot.type)
            return
        size = len(slot.type.outline.leaves) if isinstance(slot.type, SetOf) else 1
        if is_read and self.unknown >= size and self.random.random() < 0.6:
            self.unknown -= size
            if not self.plain and self.random.random() < 0.1:
                into[name] = None  # says no more than if it were left out
            return
        into[name] = self._members(path, slot.type.outline) if isinstance(slot.type, SetOf) else self._value(path, slot)

    def _thing(self, into: dict[str, object], name: str, path: Path, slot: Slot, type_: Thing) -> None:
        random = self.random
        parts: dict[str, object] = {}
        if not slot.optional:
            for part, inner in type_.parts.items():
                self._fact(parts, part, path.part(part), inner)
            into[name] = _Thing(optional=False, present=None, parts=parts)
            return
        if self._is_read(path) and self.unknown and random.random() < 0.4:
            self.unknown -= 1
            return
        present = random.random() < 0.7
        self.known[path] = Presence(present)
        if present:
            for part, inner in type_.parts.items():
                self._fact(parts, part, path.part(part), inner)
        into[name] = _Thing(optional=True, present=present, parts=parts)

    def _is_read(self, path: Path) -> bool:
        depth = len(path.parts)
        return any(each.fact == path.fact and each.parts[:depth] == path.parts for each in self.read)

    # ------------------------------------------------------------ values

    def _value(self, path: Path, slot: Slot) -> object:
        """Return a value as a case gives it, or several of which it is one; it is known afterwards."""
        random = self.random
        if isinstance(slot.type, OneOf) and self.unknown and random.random() < 0.3:
            self.unknown -= 1
            names = random.sample(tuple(slot.type.outline.under), random.choice([1, 1, 2]))
            self.known[path] = OneOfThese(frozenset(leaf for name in names for leaf in slot.type.outline.under[name]))
            return names[0] if len(names) == 1 and random.random() < 0.7 else self._several(names)
        values = self.values(slot.type)
        if self.unknown and random.random() < 0.3:
            self.unknown -= 1
            few = random.sample(values, random.randint(1, min(3, len(values))))
            self.known[path] = OneOfThese(frozenset(few))
            return self._several([self._written(each) for each in few])
        value = random.choice(values)
        self.known[path] = OneOfThese(frozenset((value,)))
        written = self._written(value)
        return [written] if not self.plain and random.random() < 0.1 else written

    def _written(self, value: Scalar) -> object:
        """Return a value in one of the forms in which it may be given."""
        way = 0 if self.plain and self.random.random() < 0.9 else self.random.randrange(3)
        if isinstance(value, bool):
            return (value, "yes" if value else "no", value)[way]
        if isinstance(value, Decimal):
            if value == value.to_integral_value():
                return (int(value), value, Decimal(f"{int(value)}.0"))[way]
            return (value, value, Decimal(f"{value:f}00"))[way]
        if isinstance(value, dt.date):
            return (value, value.isoformat(), value)[way]
        return value

    def _several(self, values: Iterable[Any]) -> Collection[object]:
        return self.random.choice((list, tuple, set, frozenset))(values)

    def _members(self, path: Path, outline: Outline) -> object:
        random = self.random
        leaves = outline.leaves
        inside = [leaf for leaf in leaves if random.random() < 0.4]
        if self.plain or random.random() < 0.5:
            self.known[path] = Members(frozenset(inside), closed=True)
            doubled = [*inside, *inside[:1]] if not self.plain else inside
            random.shuffle(doubled)
            return self._several(doubled)
        outside = [leaf for leaf in leaves if leaf not in inside]
        doubtful = [] if self.total else random.sample(leaves, min(self.unknown, random.randint(0, 3)))
        self.unknown -= len(doubtful)
        inside = [leaf for leaf in inside if leaf not in doubtful]
        outside = [leaf for leaf in outside if leaf not in doubtful]
        named: list[str] = list(outside)
        for group, under in outline.under.items():  # groups may be excluded, and not included
            if not outline.is_leaf(group) and set(under) <= set(outside) and random.random() < 0.5:
                named = [group, *(leaf for leaf in named if leaf not in under)]
        self.known[path] = Members(frozenset(inside), frozenset(outside))
        sides = {"include": self._several(inside), "exclude": self._several(named)}
        return {side: given for side, given in sides.items() if given or random.random() < 0.5}

    # ------------------------------------------------------------ how it is written

    def _write(self, case: dict[str, Any], name: str, told: object) -> None:
        """Write what is told of a fact or a part: nested, dotted, or both."""
        if not isinstance(told, _Thing):
            case[name] = told
            return
        if told.present is False:
            case[name] = "absent"
            return
        nested: dict[str, Any] = {}
        dotted: dict[str, Any] = {}
        way = 0 if self.plain else self.random.randrange(4)
        for part, inner in told.parts.items():
            if way == 0 or (way == 1 and self.random.random() < 0.5):
                self._write(nested, part, inner)
            else:
                self._write(dotted, f"{name}.{part}", inner)
        if nested or (way == 0 and told.optional):
            case[name] = nested if nested or self.random.random() < 0.5 or self.plain else "present"
        elif told.optional and (all(given is None for given in dotted.values()) or self.random.random() < 0.5):
            case[name] = self.random.choice(({}, "present"))
        case.update(dotted)


def known_alike(one: Knowledge, other: Knowledge) -> bool:
    """Whether two tell the same; numbers that are equal are the same however they are written."""
    return dict(one.known) == dict(other.known)


def shape_of(value: object) -> str:
    """Return in a word in which form a case gives a value; for what is counted."""
    match value:
        case dict():
            return "open set" if value.keys() <= {"include", "exclude"} and value else "nested"
        case str():
            return value if value in ("absent", "present", "yes", "no") else "text"
        case list() | tuple() | set() | frozenset() | None | bool() | int() | Decimal() | dt.date():
            return type(value).__name__
        case _:
            raise TypeError(value)
