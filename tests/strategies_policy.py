"""Generated resolved policies and cases: small enough to try every completion, with all that the language can say.

All policies speak of one fixed vocabulary, of which each uses a few facts, so that clauses meet. Hypothesis draws the
sizes, which is what shrinks; the rest is drawn from a generator of random numbers, ten times as fast.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from random import Random
from typing import TypeVar

from hypothesis import strategies as st

from policylang.semantics import worlds
from policylang.semantics.digest import digest
from policylang.semantics.knowledge import Knowledge, Known, Members, OneOfThese, Presence, Scalar
from policylang.semantics.policy import (
    Advice,
    All,
    Always,
    Any,
    Clause,
    ClauseException,
    Condition,
    Count,
    Defined,
    Duty,
    Edition,
    EffectKind,
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

# ---------------------------------------------------------------- the vocabulary


def outline(name: str, *top: str, **groups: tuple[str, ...]) -> Outline:
    """Return an outline of groups with values under them, and values beside them."""
    under: dict[str, tuple[str, ...]] = {}
    for group, leaves in groups.items():
        under |= {group: leaves, **{leaf: (leaf,) for leaf in leaves}}
    under |= {leaf: (leaf,) for leaf in top}
    return Outline(name, under, {"": (*groups, *top), **groups})


KIND = outline("v.kind", "company", "person", police=("city", "state"))
USE = outline("v.use", "audio", "other_use", face=("verify", "identify"))
MOUNT = outline("v.mount", "fixed", mobile=("body", "dash"))

SLOTS: Mapping[str, Slot] = {
    "kind": Slot(OneOf(KIND)),
    "flag": Slot(YesNo(), judged="Is it so?"),
    "other_flag": Slot(YesNo()),
    "age": Slot(Number(whole=True, low=Decimal(0), high=Decimal(3))),
    "ratio": Slot(Number(whole=False)),
    "birth": Slot(Day()),
    "note": Slot(Words()),
    "uses": Slot(SetOf(USE)),
    "camera": Slot(
        Thing(
            "v.camera",
            {
                "mount": Slot(OneOf(MOUNT)),
                "on": Slot(YesNo()),
                "lens": Slot(Thing("v.lens", {"zoom": Slot(YesNo())}), optional=True),
            },
        ),
        optional=True,
    ),
    "operator": Slot(Thing("v.party", {"kind": Slot(OneOf(KIND)), "sworn": Slot(YesNo())})),
}
FACTS: Mapping[str, Fact] = {name: Fact("v", name, slot) for name, slot in SLOTS.items()}

DAYS = tuple(dt.date(2024, 5, day) for day in (1, 2, 3))
"""The days on which decisions are made; clauses and editions begin and end on them."""
BIRTHS = tuple(dt.date(2000, 1, day) for day in range(1, 8))
RATIOS = tuple(Decimal(text) for text in ("0", "1", "1.5", "2", "3"))
"""Conditions name every second of these, so that each stretch between two is met."""
NOTES = ("a", "b", "c")
"""Conditions name all but the last."""


def leaf_paths(name: str) -> Iterator[Path]:
    """Yield the paths under a fact, itself included where it can be asked about, the outer before the inner."""

    def below(path: Path, slot: Slot) -> Iterator[Path]:
        if slot.optional or not isinstance(slot.type, Thing):
            yield path
        if isinstance(slot.type, Thing):
            for part, inner in slot.type.parts.items():
                yield from below(path.part(part), inner)

    yield from below(Path(f"v.{name}"), SLOTS[name])


def slot_of(path: Path) -> Slot:
    """Return the slot of a path."""
    slot = SLOTS[path.fact.removeprefix("v.")]
    for part in path.parts:
        assert isinstance(slot.type, Thing)
        slot = slot.type.parts[part]
    return slot


def values_of(type_: Type) -> tuple[Scalar, ...]:
    """Return enough values of a type to meet everything that generated conditions can tell apart."""
    match type_:
        case YesNo():
            return (True, False)
        case OneOf(named):
            return named.leaves
        case Number(whole):
            return tuple(Decimal(n) for n in range(4)) if whole else RATIOS
        case Day():
            return BIRTHS
        case Words():
            return NOTES
        case _:
            raise TypeError(type_)


# ---------------------------------------------------------------- makers

T = TypeVar("T")


class Maker:
    """Makes policies and cases from random numbers.

    Args:
        random: Where they come from.
        facts: The names of the facts that conditions may be about.
    """

    def __init__(self, random: Random, facts: tuple[str, ...]) -> None:
        self.random = random
        self.paths = tuple(path for fact in facts for path in leaf_paths(fact))
        self.editions: tuple[Edition, ...] = ()

    def one_in(self, number: int) -> bool:
        """Return true once in so many times."""
        return self.random.randrange(number) == 0

    def some(self, things: Sequence[T], *, most: int = 3) -> tuple[T, ...]:
        """Return one or a few of some things, in their order."""
        count = self.random.randint(1, min(most, len(things)))
        return tuple(things[at] for at in sorted(self.random.sample(range(len(things)), count)))

    # ------------------------------------------------------------ conditions

    def test(self) -> Condition:
        """Return a test."""
        path = self.random.choice(self.paths)
        slot = slot_of(path)
        match slot.type:
            case Thing():
                return Present(path)
            case YesNo():
                return Yes(path)
            case OneOf(named) | SetOf(named):
                names = self.some(tuple(named.under), most=2)
                leaves = frozenset(leaf for name in names for leaf in named.under[name])
                if isinstance(slot.type, OneOf):
                    return ValueIn(path, leaves, names)
                return IncludesOnly(path, leaves, names) if self.one_in(3) else Includes(path, leaves, names)
            case Words():
                return TextIn(path, frozenset(self.some(NOTES[:-1])))
            case _:
                return self._within(path, slot.type)

    def _within(self, path: Path, type_: Type) -> Condition:
        values = values_of(type_) if isinstance(type_, Number) and type_.whole else values_of(type_)[1::2]
        bounds = self.some([each for each in values if isinstance(each, Decimal | dt.date)], most=2)
        low, high = (bounds * 2)[:2]
        match self.random.randrange(3):
            case 0:
                return Within(path, low=low, low_included=self.one_in(2))
            case 1:
                return Within(path, high=high, high_included=self.one_in(2))
            case _:
                return Within(path, low, high)

    def condition(self, *, depth: int = 2) -> Condition:
        """Return a condition."""
        kind = self.random.randrange(10) if depth else 0
        if kind <= 3:
            return self.test()
        if kind == 4:
            return Not(self.condition(depth=depth - 1))
        if kind == 5 and self.editions:
            edition = self.random.choice(self.editions)
            return InEdition(edition.name, edition.period)
        inner = tuple(self.condition(depth=depth - 1) for _ in range(self.random.randint(1, 3)))
        match kind:
            case 6 | 7:
                return All(inner)
            case 8:
                return Count(self.random.randint(1, len(inner)), self.one_in(2), inner)
            case _:
                return Any(inner) if self.one_in(2) else Defined("v.defined", (), Any(inner))

    def maybe(self, *, one_in: int) -> Condition | None:
        """Return a condition, once in so many times."""
        return self.condition() if self.one_in(one_in) else None

    def always(self) -> Always:
        """Return what cannot be otherwise."""
        condition, consequence = self.condition(depth=1), self.condition(depth=1)
        return Always(f"v.always{self.random.randrange(10_000)}", "so it is", condition, consequence)

    # ------------------------------------------------------------ policies

    def period(self) -> Period:
        """Return a period."""
        return Period(*self.random.choice(PERIODS))

    def policy(
        self, name: str, *, clauses: int, always: tuple[Always, ...] = (), incorporated: tuple[Policy, ...] = ()
    ) -> Policy:
        """Return a policy with so many clauses."""
        self.editions = tuple(Edition(f"e{n}", "", self.period()) for n in range(self.random.randrange(2)))
        made: list[Clause] = []
        exceptions: list[ClauseException] = []
        for number in range(clauses):
            # Each depends on earlier ones alone, so there are no circles; then they are shuffled.
            if made and not self.one_in(3):
                exceptions += [ClauseException(each.name, f"c{number}") for each in self.some(made, most=2)]
            made.append(self.clause(f"c{number}", tuple(made)))
        self.random.shuffle(made)
        found = Policy(
            name=name,
            otherwise="prohibited" if self.one_in(3) else "permitted",
            clauses=tuple(made),
            applies=self.maybe(one_in=3),
            conflicts=self.random.choice([None, "prohibition", "permission"]),
            editions=self.editions,
            exceptions=tuple(exceptions),
            duties=tuple(Duty(f"d{n}", "what", self.maybe(one_in=2), self.maybe(one_in=2)) for n in range(2)),
            advice=(Advice("a0", "what"),),
            always=always,
            incorporated=incorporated,
            facts=FACTS,
        )
        return found._replace(digest=digest(found))

    def clause(self, name: str, earlier: tuple[Clause, ...]) -> Clause:
        """Return a clause, perhaps under earlier ones."""
        effect: EffectKind = self.random.choice(EFFECTS)
        targets = {"requires": self.some(("d0", "d1")), "recommends": ("a0",)}.get(effect, ())
        return Clause(
            name,
            f"Summary of {name}",
            effect,
            targets,
            when=None if self.one_in(10) else self.condition(),
            unless=self.maybe(one_in=4),
            times=tuple(self.period() for _ in range(self.random.randint(1, 2))) if self.one_in(3) else (),
            under=tuple(each.name for each in self.some(earlier, most=2)) if earlier and self.one_in(5) else (),
            evidence=self.random.choice([None, "publisher", "quoted", "believed"]),
            readings=("read so",) if self.one_in(5) else (),
        )

    # ------------------------------------------------------------ cases

    def case(self, paths: Iterable[Path], *, completions: int) -> Knowledge:
        """Return what is known of some paths, so that no more than so many completions are left."""
        known: dict[Path, Known] = {}
        room = completions
        for path in self.random.sample(tuple(paths), len(tuple(paths))):
            ways, given = self._known(path, room)
            room //= ways
            if given is not None:
                known[path] = given
        return Knowledge({path: each for path, each in known.items() if not _is_in_absent(path, known)})

    def _known(self, path: Path, room: int) -> tuple[int, Known | None]:
        """Return what is known of a path, and how many ways it leaves."""
        type_ = slot_of(path).type
        is_open = not self.one_in(3)
        match type_:
            case Thing():
                return (2, None) if is_open and room >= 2 else (1, Presence(not self.one_in(3)))
            case SetOf(named):
                return self._known_members(named.leaves, room, is_open=is_open)
            case _:
                values = values_of(type_)
                if is_open and room >= len(values):
                    return len(values), None
                few = self.some(values, most=min(3, room) if self.one_in(2) else 1)
                return len(few), OneOfThese(frozenset(few))

    def _known_members(self, leaves: tuple[str, ...], room: int, *, is_open: bool) -> tuple[int, Known | None]:
        if is_open and room >= 2 ** len(leaves):
            return 2 ** len(leaves), None
        sides = {leaf: self.random.randrange(3) for leaf in leaves}
        ways = 2 ** sum(side == 2 for side in sides.values())
        closed = self.one_in(2) or room < ways
        included = frozenset(leaf for leaf, side in sides.items() if side == 0)
        excluded = frozenset(leaf for leaf, side in sides.items() if side == 1 and not closed)
        return 1 if closed else ways, Members(included, excluded, closed)


EFFECTS: tuple[EffectKind, ...] = (
    "prohibits", "prohibits", "prohibits", "permits", "permits", "permits", "requires", "requires", "exempts",
    "recommends",
)  # fmt: skip
PERIODS = ((None, None), (DAYS[0], DAYS[2]), (DAYS[1], None), (None, DAYS[1]), (DAYS[1], DAYS[2]))


def _is_in_absent(path: Path, known: Mapping[Path, Known]) -> bool:
    return any(
        given == Presence(present=False) and path.fact == each.fact
        and len(path.parts) > len(each.parts) and path.parts[: len(each.parts)] == each.parts
        for each, given in known.items()
    )  # fmt: skip


def facts_read(policy: Policy) -> tuple[str, ...]:
    """Return the names of the facts that a policy, what it incorporates, or an `always` reads."""
    policies = [policy]
    for each in policies:
        policies.extend(each.incorporated)
    read = {test.path.fact for test in worlds.tests(worlds.conditions(policies))}
    return tuple(name for name in FACTS if f"v.{name}" in read)


# ---------------------------------------------------------------- strategies

Question = tuple[Policy, tuple[Knowledge, ...], dt.date]
SHAPES = ("one", "one", "one", "two", "three", "nested", "twice")


@st.composite
def policies(draw: st.DrawFn) -> Policy:
    """Return a policy, sometimes with others that it incorporates, nested or reached twice, and lines of `always`."""
    random = draw(st.randoms(use_true_random=True))
    facts = tuple(random.sample(tuple(FACTS), draw(st.integers(1, 3))))
    maker = Maker(random, facts)
    always = tuple(maker.always() for _ in range(draw(st.sampled_from([0, 0, 1, 1, 2]))))
    shape = draw(st.sampled_from(SHAPES))
    most = draw(st.integers(1, 6 if shape == "one" else 3))

    def policy(name: str, *incorporated: Policy) -> Policy:
        clauses = random.randint(0 if incorporated else 1, most)
        return maker.policy(name, clauses=clauses, always=always, incorporated=incorporated)

    match shape:
        case "one":
            return policy("p")
        case "two":
            return policy("p", policy("q"))
        case "three":
            return policy("p", policy("q"), policy("r"))
        case "nested":
            return policy("p", policy("q", policy("r")))
        case _:
            shared = policy("r")
            return policy("p", policy("q", shared), shared)


@st.composite
def questions(draw: st.DrawFn, *, cases: int = 1, completions: int = 100) -> Question:
    """Return a policy, cases for it that leave at most so many completions, and a day."""
    policy = draw(policies())
    maker = Maker(draw(st.randoms(use_true_random=True)), ())
    paths = [path for fact in facts_read(policy) for path in leaf_paths(fact)]
    return policy, tuple(maker.case(paths, completions=completions) for _ in range(cases)), draw(st.sampled_from(DAYS))
