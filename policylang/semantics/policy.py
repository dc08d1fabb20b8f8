"""The resolved policy: every name looked up, every part written out into its clauses, no syntax left.

What a value here means is said by `reference`; how it came from text by `from_syntax`. Conditions
keep the place they were written at, so that whatever is found about them can be shown in the file.

Values are named tuples rather than attrs classes, here and in whatever else a decision needs: every
command that decides makes these classes anew, and attrs takes four times as long for each.
"""

import datetime as dt
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import cached_property
from typing import Literal, NamedTuple, TypeVar

from policylang.semantics.types import Fact, Slot, Thing
from policylang.source import Place

Outcome = Literal["permitted", "prohibited"]
OUTCOMES: tuple[Outcome, ...] = ("permitted", "prohibited")
"""The built-in scale, mildest first. Code asks the scale for an order and never compares outcomes by name."""

EffectKind = Literal["prohibits", "permits", "exempts", "requires", "recommends"]
OUTCOME_OF: Mapping[str, Outcome] = {"prohibits": "prohibited", "permits": "permitted"}
"""The outcome that a clause of each effect speaks for; the other effects speak for none."""


Item = TypeVar("Item")


def placed(cls: type[Item]) -> type[Item]:
    """Let values of a class be equal wherever they are written: the last field, their place, takes no part."""

    def same(self: tuple[object, ...], other: object) -> bool:
        return isinstance(other, tuple) and type(self) is type(other) and self[:-1] == other[:-1]

    def different(self: tuple[object, ...], other: object) -> bool:
        return not same(self, other)

    def hashed(self: tuple[object, ...]) -> int:
        return hash((type(self), *self[:-1]))

    cls.__eq__, cls.__ne__, cls.__hash__ = same, different, hashed  # type: ignore[assignment, method-assign]
    return cls


class Path(NamedTuple):
    """A fact, by its id, or a part of it: what a test asks about."""

    fact: str
    parts: tuple[str, ...] = ()

    def part(self, name: str) -> "Path":
        """Return the path of a part of this thing."""
        return Path(self.fact, (*self.parts, name))


# ---------------------------------------------------------------- conditions


@placed
class ValueIn(NamedTuple):
    """The one-of fact has one of these leaves. `named` are the values and groups as written."""

    path: Path
    leaves: frozenset[str]
    named: tuple[str, ...]
    place: Place | None = None


@placed
class TextIn(NamedTuple):
    """The text is one of these."""

    path: Path
    texts: frozenset[str]
    place: Place | None = None


@placed
class Yes(NamedTuple):
    """The yes-or-no fact is yes."""

    path: Path
    place: Place | None = None


@placed
class Within(NamedTuple):
    """The number or date lies between two bounds; a missing bound does not bind."""

    path: Path
    low: Decimal | dt.date | None = None
    high: Decimal | dt.date | None = None
    low_included: bool = True
    high_included: bool = True
    place: Place | None = None


@placed
class Includes(NamedTuple):
    """The set has at least one of these leaves."""

    path: Path
    leaves: frozenset[str]
    named: tuple[str, ...]
    place: Place | None = None


@placed
class IncludesOnly(NamedTuple):
    """The set has at least one member, and every member is one of these leaves."""

    path: Path
    leaves: frozenset[str]
    named: tuple[str, ...]
    place: Place | None = None


@placed
class Present(NamedTuple):
    """The optional thing is there."""

    path: Path
    place: Place | None = None


@placed
class InEdition(NamedTuple):
    """The date of the decision lies in the edition."""

    edition: str
    period: "Period"
    place: Place | None = None


@placed
class Not(NamedTuple):
    """The condition does not hold."""

    condition: "Condition"
    place: Place | None = None


@placed
class All(NamedTuple):
    """Every one holds."""

    conditions: tuple["Condition", ...]
    place: Place | None = None


@placed
class Any(NamedTuple):
    """At least one holds."""

    conditions: tuple["Condition", ...]
    place: Place | None = None


@placed
class Count(NamedTuple):
    """At least so many hold, or with `exactly` just so many."""

    number: int
    exactly: bool
    conditions: tuple["Condition", ...]
    place: Place | None = None


@placed
class Defined(NamedTuple):
    """A definition applied: its condition with the arguments put in for its parameters."""

    definition: str
    arguments: tuple[Path, ...]
    condition: "Condition"
    meaning: str | None = None
    place: Place | None = None


Test = ValueIn | TextIn | Yes | Within | Includes | IncludesOnly | Present
Condition = Test | InEdition | Not | All | Any | Count | Defined

# ---------------------------------------------------------------- time


class Period(NamedTuple):
    """Days from `start` (the first, none: since ever) up to, not including, `before` (none: no end)."""

    start: dt.date | None = None
    before: dt.date | None = None

    def contains(self, day: dt.date) -> bool:
        """Whether a day lies in the period."""
        return (self.start is None or self.start <= day) and (self.before is None or day < self.before)

    @property
    def is_empty(self) -> bool:
        """Whether no day lies in the period."""
        return self.start is not None and self.before is not None and self.start >= self.before

    def meet(self, other: "Period") -> "Period":
        """Return the days that lie in both."""
        starts = [start for start in (self.start, other.start) if start is not None]
        ends = [before for before in (self.before, other.before) if before is not None]
        return Period(max(starts, default=None), min(ends, default=None))


class Edition(NamedTuple):
    """A dated state of the document, with its own title and source where they changed."""

    name: str
    summary: str
    period: Period
    title: str | None = None
    source: str | None = None


# ---------------------------------------------------------------- clauses


@placed
class Clause(NamedTuple):
    """A clause with what its part shares with it written in.

    `times` are the periods in which it is in force (in any of them); an empty tuple means always.
    `targets` are the duties it requires, the advice it gives, or the clauses it exempts from.
    """

    name: str
    summary: str
    effect: EffectKind
    targets: tuple[str, ...] = ()
    when: Condition | None = None
    unless: Condition | None = None
    times: tuple[Period, ...] = ()
    editions: tuple[str, ...] = ()
    under: tuple[str, ...] = ()
    cites: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    evidence: Literal["publisher", "quoted", "believed"] | None = None
    readings: tuple[str, ...] = ()
    part: str | None = None
    place: Place | None = None

    def in_force(self, day: dt.date) -> bool:
        """Whether the clause is in force on a day."""
        return not self.times or any(period.contains(day) for period in self.times)


@placed
class ClauseException(NamedTuple):
    """`by` prevails over `over`: where `by` stands, `over` does not.

    Written `despite`, `subject to` or `exempts from`; `reading` is the interpretation it rests on.
    """

    by: str
    over: str
    reading: str | None = None
    place: Place | None = None


class Duty(NamedTuple):
    """What must be done, and when it counts as done or broken."""

    name: str
    what: str
    fulfilled: Condition | None = None
    breached: Condition | None = None


class Advice(NamedTuple):
    """What is recommended."""

    name: str
    what: str


@placed
class Always(NamedTuple):
    """What cannot be otherwise: where `condition` holds, `consequence` does. `name` is qualified by its file."""

    name: str
    why: str
    condition: Condition
    consequence: Condition
    place: Place | None = None


# ---------------------------------------------------------------- policies


NO_FACTS: Mapping[str, Fact] = {}


class _Policy(NamedTuple):
    """The fields of a policy."""

    name: str
    otherwise: Outcome
    clauses: tuple[Clause, ...]
    title: str | None = None
    publisher: str | None = None
    source: str | None = None
    applies: Condition | None = None
    conflicts: Literal["prohibition", "permission"] | None = None
    editions: tuple[Edition, ...] = ()
    exceptions: tuple[ClauseException, ...] = ()
    duties: tuple[Duty, ...] = ()
    advice: tuple[Advice, ...] = ()
    always: tuple[Always, ...] = ()
    incorporated: tuple["Policy", ...] = ()
    facts: Mapping[str, Fact] = NO_FACTS
    digest: str = ""
    place: Place | None = None


class Policy(_Policy):
    """A resolved policy. Equality is that of `digest`, which covers the meaning, imports included, and no comment.

    `facts` are all that the policy, its imports and the policies it incorporates declare, by the
    name under which a case gives them: the bare name, or the qualified one where two share it.
    `exceptions` lists each pair once; `prevailing` gives for a clause those that prevail over it.
    """

    def __eq__(self, other: object) -> bool:
        """Two policies are equal when their digests are."""
        return isinstance(other, Policy) and self.digest == other.digest

    def __ne__(self, other: object) -> bool:
        """Two policies differ when their digests do."""
        return not self == other

    def __hash__(self) -> int:
        """Return the hash of the digest."""
        return hash(self.digest)

    def slot(self, path: Path) -> Slot:
        """Return the type and question of what a path names.

        Raises:
            KeyError: No fact of this policy has that id, or no part that name.
        """
        slot = self.by_id[path.fact].slot
        for name in path.parts:
            if not isinstance(slot.type, Thing):
                raise KeyError(name)
            slot = slot.type.parts[name]
        return slot

    def around(self, path: Path) -> Iterator[Slot]:
        """Yield the slot of what a path names, and those of the things around it, from the inside out."""
        for length in range(len(path.parts), -1, -1):
            yield self.slot(Path(path.fact, path.parts[:length]))

    def cost(self, path: Path) -> int:
        """Return what it costs to ask for what a path names: a part without a question is asked for with its thing."""
        return next((slot.cost for slot in self.around(path) if slot.asks), 1)

    def is_unchangeable(self, path: Path) -> bool:
        """Whether what a path names, or a thing around it, cannot be changed by the person that a case is about."""
        return any(slot.unchangeable for slot in self.around(path))

    @cached_property
    def by_id(self) -> Mapping[str, Fact]:
        """The facts by their qualified names."""
        return {fact.id: fact for fact in self.facts.values()}

    @cached_property
    def paths(self) -> Mapping[str, tuple[Path, Slot]]:
        """Every fact, thing and part that a case of the policy can give, by the name it gives it under."""
        found: dict[str, tuple[Path, Slot]] = {}
        for name, fact in self.facts.items():
            found.update(_below(name, Path(fact.id), fact.slot))
        return found

    @cached_property
    def _names(self) -> Mapping[str, str]:
        return {fact.id: name for name, fact in self.facts.items()}

    def text(self, path: Path) -> str:
        """Return a path as a case of this policy writes it: `operator.kind`."""
        return ".".join((self._names[path.fact], *path.parts))


def _below(name: str, path: Path, slot: Slot) -> Iterator[tuple[str, tuple[Path, Slot]]]:
    yield name, (path, slot)
    if isinstance(slot.type, Thing):
        for part, below in slot.type.parts.items():
            yield from _below(f"{name}.{part}", path.part(part), below)
