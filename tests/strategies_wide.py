"""Generated policies that are too large to try every completion of: up to six facts and twelve clauses, all forms.

The reference decides cases of these, and what is fast is compared with it. They reach what those of `strategies_policy`
leave out: facts of two files with one name, numbers with and without bounds, things three deep, several editions,
definitions with arguments, exceptions in chains, citations.
"""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import pairwise
from random import Random
from typing import NamedTuple

import strategies_policy
from strategies_policy import KIND, MOUNT, NOTES, RATIOS, Maker, outline

from policylang.semantics import worlds
from policylang.semantics.digest import digest
from policylang.semantics.knowledge import Scalar
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
    Test,
    TextIn,
    ValueIn,
    Within,
    Yes,
)
from policylang.semantics.types import Day, Fact, Number, OneOf, Outline, SetOf, Slot, Thing, Type, Words, YesNo

TAGS = outline("v.tags", "loud", "quiet", light=("bright", "dim"), heavy=("stone", "iron", "lead"))
DEEP = Outline(
    "w.deep",
    {"all": ("a", "b", "c"), "few": ("a", "b"), "a": ("a",), "b": ("b",), "c": ("c",), "other": ("other",)},
    {"": ("all", "other"), "all": ("few", "c"), "few": ("a", "b")},
)
"""Groups within a group."""

LOCK = Thing("v.lock", {"on": Slot(YesNo()), "turns": Slot(Number(whole=True, low=Decimal(0)))})
GATE = Thing(
    "v.gate", {"kind": Slot(OneOf(DEEP)), "since": Slot(Day()), "lock": Slot(LOCK, optional=True, asks="Has it one?")}
)
SITE = Thing(
    "v.site",
    {
        "open": Slot(YesNo(), judged="Is it open?"),
        "mount": Slot(OneOf(MOUNT)),
        "tags": Slot(SetOf(TAGS)),
        "label": Slot(Words()),
        "gate": Slot(GATE, optional=True),
    },
)
SLOTS: Mapping[tuple[str, str], Slot] = {
    **{("v", name): slot for name, slot in strategies_policy.SLOTS.items()},
    ("v", "count"): Slot(Number(whole=True), asks="How many?", cost=7),
    ("v", "level"): Slot(Number(whole=True, low=Decimal(2)), unchangeable=True),
    ("v", "share"): Slot(Number(whole=False, low=Decimal(0), high=Decimal(1))),
    ("v", "debt"): Slot(Number(whole=False, high=Decimal("0.5"))),
    ("v", "checked"): Slot(YesNo(), judged="Was it checked?", asks="Checked?", cost=3),
    ("v", "tags"): Slot(SetOf(TAGS), asks="Which of them?"),
    ("v", "site"): Slot(SITE, optional=True, asks="Which site?"),
    ("w", "kind"): Slot(OneOf(DEEP)),
    ("w", "since"): Slot(Day(), asks="Since when?"),
    ("w", "party"): Slot(Thing("w.party", {"kind": Slot(OneOf(KIND)), "site": Slot(SITE, optional=True)})),
}
TWICE = "kind"
"""The name that facts of both files have: a case gives them under their qualified names."""
FACTS: Mapping[str, Fact] = {
    f"{module}.{name}" if name == TWICE else name: Fact(module, name, slot) for (module, name), slot in SLOTS.items()
}

DAYS = tuple(dt.date(2024, 5, day) for day in range(1, 10))
DECIDED = (*(dt.date(2024, 4, 30) + dt.timedelta(days=n) for n in range(12)), dt.date.min, dt.date.max)
"""The days on which decisions are made: before, on and after those on which clauses and editions begin and end."""
BIRTHS = tuple(dt.date(2000, 1, day) for day in range(1, 8))
"""Conditions name every second of these, and so do they of numbers."""
NUMBERS: Mapping[bool, tuple[Decimal, ...]] = {
    True: tuple(Decimal(n) for n in range(-1, 8)),
    False: (*RATIOS, *map(Decimal, ("-1", "0.25", "0.5", "0.75", "0.125"))),
}
EFFECTS: tuple[EffectKind, ...] = (
    "prohibits", "prohibits", "prohibits", "permits", "permits", "permits", "requires", "requires", "exempts",
    "recommends",
)  # fmt: skip
SHAPES = (*("one",) * 10, "two", "three", "nested", "deep", "twice", "diamond", "collection")


class Made(NamedTuple):
    """A policy, and what its parts are to one another."""

    policy: Policy
    shape: str


def slot_of(path: Path) -> Slot:
    """Return the slot of a path."""
    module, _, name = path.fact.partition(".")
    slot = SLOTS[module, name]
    for part in path.parts:
        assert isinstance(slot.type, Thing)
        slot = slot.type.parts[part]
    return slot


def leaf_paths(path: Path, slot: Slot) -> Iterator[Path]:
    """Yield what can be asked about under a path, itself included, the outer before the inner."""
    if slot.optional or not isinstance(slot.type, Thing):
        yield path
    if isinstance(slot.type, Thing):
        for part, inner in slot.type.parts.items():
            yield from leaf_paths(path.part(part), inner)


def values_of(type_: Type) -> tuple[Scalar, ...]:
    """Return values of a type, on both sides of all that generated conditions name."""
    match type_:
        case YesNo():
            return (True, False)
        case OneOf(named):
            return named.leaves
        case Number(whole, low, high):
            return tuple(
                each for each in NUMBERS[whole] if (low is None or low <= each) and (high is None or each <= high)
            )
        case Day():
            return BIRTHS
        case Words():
            return (*NOTES, "", "ä b")
        case _:
            raise TypeError(type_)


def read_paths(policy: Policy) -> frozenset[Path]:
    """Return the paths that a policy, what it incorporates, or an `always` reads; optional things around included."""
    policies = [policy]
    for each in policies:
        policies.extend(each.incorporated)
    asked = {test.path for test in worlds.tests(worlds.conditions(policies))}
    around = {Path(path.fact, path.parts[:length]) for path in asked for length in range(len(path.parts))}
    return frozenset(asked | {path for path in around if policy.slot(path).optional})


class WideMaker(Maker):
    """Makes policies from random numbers.

    Args:
        random: Where they come from.
        facts: The facts that conditions may be about, by the names under which a case gives them.
    """

    def __init__(self, random: Random, facts: tuple[str, ...]) -> None:
        super().__init__(random, ())
        self.facts = facts
        self.paths = tuple(path for fact in facts for path in leaf_paths(Path(FACTS[fact].id), FACTS[fact].slot))

    # ------------------------------------------------------------ conditions

    def test(self) -> Condition:
        """Return a test."""
        return self.test_of(self.random.choice(self.paths))

    def test_of(self, path: Path) -> Test:
        """Return a test of a path."""
        slot = slot_of(path)
        match slot.type:
            case Thing():
                return Present(path)
            case YesNo():
                return Yes(path)
            case OneOf(named) | SetOf(named):
                names = self.some(tuple(named.under), most=3)
                leaves = frozenset(leaf for name in names for leaf in named.under[name])
                if isinstance(slot.type, OneOf):
                    return ValueIn(path, leaves, names)
                return IncludesOnly(path, leaves, names) if self.one_in(3) else Includes(path, leaves, names)
            case Words():
                return TextIn(path, frozenset(self.some(NOTES[:-1])))
            case _:
                return self._between(path, slot.type)

    def _between(self, path: Path, type_: Type) -> Test:
        return self._from_to(path, sorted(NUMBERS[type_.whole])[1::2] if isinstance(type_, Number) else BIRTHS[1::2])

    def _from_to(self, path: Path, named: Sequence[Decimal] | Sequence[dt.date]) -> Test:
        low, high = (named[at] for at in sorted(self.random.choices(range(len(named)), k=2)))
        included = self.one_in(2), self.one_in(2)
        match self.random.randrange(4):
            case 0:
                return Within(path, low=low, low_included=included[0])
            case 1:
                return Within(path, high=high, high_included=included[1])
            case 2:
                return Within(path, low, low)
            case _:
                return Within(path, low, high, *included)

    def condition(self, *, depth: int = 2) -> Condition:
        """Return a condition."""
        kind = self.random.randrange(12) if depth else 0
        if kind <= 3:
            return self.test()
        if kind == 4:
            return Not(self.condition(depth=depth - 1))
        if kind == 5 and self.editions:
            edition = self.random.choice(self.editions)
            return InEdition(edition.name, edition.period)
        if kind == 6:
            return self._defined()
        inner = tuple(self.condition(depth=depth - 1) for _ in range(self.random.randint(1, 4)))
        match kind:
            case 7 | 8:
                return All(inner)
            case 9:
                return Count(self.random.randint(1, len(inner)), self.one_in(2), inner)
            case 10:
                return Not(Any(inner))
            case _:
                return Any(inner)

    def _defined(self) -> Condition:
        """Return a definition applied, which reads what stands for its parameters."""
        arguments = self.some(self.paths, most=2)
        tests = tuple(self.test_of(path) for path in arguments)
        return Defined("v.defined", arguments, All(tests) if self.one_in(2) else Any(tests), meaning="what it means")

    def always(self) -> Always:
        """Return what cannot be otherwise; often what binds the presence of a thing, or a part of it."""
        things = [path for path in self.paths if isinstance(slot_of(path).type, Thing)]
        condition, consequence = self.condition(depth=1), self.condition(depth=1)
        if things and self.one_in(2):
            condition = Present(self.random.choice(things))
        if things and self.one_in(3):
            consequence = Present(self.random.choice(things))
        return Always(f"v.always{self.random.randrange(10_000)}", "so it is", condition, consequence)

    # ------------------------------------------------------------ policies

    def period(self) -> Period:
        """Return a period: open at one end, at both, or at none."""
        start, before = sorted(self.random.sample(DAYS, 2))
        return Period(None if self.one_in(4) else start, None if self.one_in(4) else before)

    def policy(
        self, name: str, *, clauses: int, always: tuple[Always, ...] = (), incorporated: tuple[Policy, ...] = ()
    ) -> Policy:
        """Return a policy with so many clauses."""
        self.editions = tuple(
            Edition(f"e{n}", f"edition {n}", self.period()) for n in range(self.random.choice([0, 0, 1, 2, 3]))
        )
        made: list[Clause] = []
        for number in range(clauses):
            # Each depends on earlier ones alone, so there are no circles; then they are shuffled.
            made.append(self.clause(f"c{number}", tuple(made)))
        exceptions = self._exceptions([each.name for each in made])
        self.random.shuffle(made)
        found = Policy(
            name=name,
            otherwise="prohibited" if self.one_in(3) else "permitted",
            clauses=tuple(made),
            applies=self.maybe(one_in=3),
            conflicts=self.random.choice([None, "prohibition", "permission"]),
            editions=self.editions,
            exceptions=exceptions,
            duties=tuple(Duty(f"d{n}", f"do {n}", self.maybe(one_in=2), self.maybe(one_in=2)) for n in range(2)),
            advice=(Advice("a0", "what"), Advice("a1", "and what")),
            always=always,
            incorporated=incorporated,
            facts={fact: FACTS[fact] for fact in self.facts},
        )
        return found._replace(digest=digest(found))

    def _exceptions(self, names: list[str]) -> tuple[ClauseException, ...]:
        """Return who prevails over whom, each over later ones; sometimes a chain of all, so that it is deep."""
        found = list(pairwise(names)) if self.one_in(4) else []
        for number, over in enumerate(names):
            if number and self.one_in(3):
                found += [(by, over) for by in self.some(names[:number], most=2)]
        pairs = dict.fromkeys(found)
        return tuple(ClauseException(by, over, "lifts so" if self.one_in(4) else None) for by, over in pairs)

    def clause(self, name: str, earlier: tuple[Clause, ...]) -> Clause:
        """Return a clause, perhaps under earlier ones."""
        effect: EffectKind = self.random.choice(EFFECTS)
        targets = {"requires": self.some(("d0", "d1")), "recommends": self.some(("a0", "a1"))}.get(effect, ())
        times = tuple(self.period() for _ in range(self.random.randint(1, 3))) if self.one_in(3) else ()
        return Clause(
            name,
            f"Summary of {name}",
            effect,
            targets,
            when=None if self.one_in(10) else self.condition(),
            unless=self.maybe(one_in=4),
            times=times,
            editions=tuple(each.name for each in self.editions[:1]) if times else (),
            under=tuple(each.name for each in self.some(earlier, most=2)) if earlier and self.one_in(4) else (),
            cites=self.some(("1", "2 (a)", "3")) if self.one_in(2) else (),
            words=("the words of it",) if self.one_in(3) else (),
            evidence=self.random.choice([None, "publisher", "quoted", "believed"]),
            readings=("read so",) if self.one_in(5) else (),
        )


def made(random: Random) -> Made:
    """Return a policy, often with others that it incorporates, and lines of `always`."""
    facts = tuple(random.sample(tuple(FACTS), random.choice([1, 2, 2, 3, 3, 4, 5, 6])))
    maker = WideMaker(random, facts)
    always = tuple(maker.always() for _ in range(random.choice([0, 0, 0, 0, 0, 1, 1, 2, 3])))
    shape = random.choice(SHAPES)
    most = random.choice([2, 3, 4, 5, 12]) if shape == "one" else 3

    def policy(name: str, *incorporated: Policy) -> Policy:
        clauses = 0 if incorporated and shape == "collection" else random.randint(0 if incorporated else 1, most)
        return maker.policy(name, clauses=clauses, always=always, incorporated=incorporated)

    return Made(_shaped(shape, policy), shape)


def _shaped(shape: str, policy: Callable[..., Policy]) -> Policy:
    match shape:
        case "one":
            return policy("p")
        case "two":
            return policy("p", policy("q"))
        case "three" | "collection":
            return policy("p", policy("q"), policy("r"))
        case "nested":
            return policy("p", policy("q", policy("r")))
        case "deep":
            return policy("p", policy("q", policy("r", policy("s"))))
        case "twice":
            shared = policy("r")
            return policy("p", policy("q", shared), shared)
        case _:
            shared = policy("s")
            return policy("p", policy("q", shared), policy("r", shared))
