"""Generated terms of service: facts, clauses, cases, and which clauses apply to each case, in no engine's language.

Clauses have 3 to 6 conditions over 30 facts, as terms of service have them. *Scoped* terms nearly always name
one of 50 services, as real terms do; *flat* terms name none. The same arguments give the same terms on every
machine. `applying` is the plain reading that every engine is held to.
"""

import random
from typing import NamedTuple

DUTIES = 20
SERVICES = {"scoped": 50, "flat": 0}
"""How many services the clauses of each kind of terms choose from."""

Value = str | bool | list[str]
Case = dict[str, Value]


class Fact(NamedTuple):
    """A fact: `one` of some values, `several` of them, or `yes or no`, which has none."""

    name: str
    kind: str
    values: tuple[str, ...] = ()


class Test(NamedTuple):
    """What a clause asks of a fact: to be one of some values, to include one, or to be so."""

    fact: Fact
    values: tuple[str, ...] = ()
    wanted: bool = True

    def holds(self, case: Case) -> bool:
        """Return whether a case meets it."""
        value = case[self.fact.name]
        if isinstance(value, list):
            return self.values[0] in value
        return value is self.wanted if isinstance(value, bool) else value in self.values


class Clause(NamedTuple):
    """A clause that prohibits, or requires a duty, when all of some tests hold, unless all of some others do."""

    name: str
    duty: str | None
    when: tuple[Test, ...]
    unless: tuple[Test, ...]

    def applies(self, case: Case) -> bool:
        """Return whether it applies to a case: the plain reading, test by test."""
        met = all(test.holds(case) for test in self.when)
        return met and not (self.unless and all(test.holds(case) for test in self.unless))


class Terms(NamedTuple):
    """Terms of service: what may be told, and what follows."""

    facts: tuple[Fact, ...]
    clauses: tuple[Clause, ...]


def terms(kind: str, clauses: int, *, seed: int = 7, facts: int = 30) -> Terms:
    """Return terms of one kind with so many clauses; all sizes of a kind share their facts."""
    known = _facts(random.Random(f"policylang/terms/{seed}/{facts}/{kind}"), facts, SERVICES[kind])
    rng = random.Random(f"policylang/terms/{seed}/{facts}/{kind}/{clauses}")
    return Terms(known, tuple(_clause(rng, number, known) for number in range(clauses)))


def cases(said: Terms, count: int, *, seed: int = 7) -> list[Case]:
    """Return cases that tell every fact; every second one meets what some clause asks."""
    rng = random.Random(f"policylang/terms/{seed}/cases/{len(said.facts)}/{len(said.clauses)}")
    found = []
    for number in range(count):
        case = {fact.name: _value(rng, fact) for fact in said.facts}
        if number % 2:
            _meet(rng, case, rng.choice(said.clauses))
        found.append(case)
    return found


def halves(told: list[Case], *, seed: int = 7) -> list[Case]:
    """Return the cases with half of their facts left out, drawn anew for each case."""
    rng = random.Random(f"policylang/terms/{seed}/halves")
    return [{name: case[name] for name in sorted(rng.sample(sorted(case), len(case) // 2))} for case in told]


def applying(said: Terms, case: Case) -> frozenset[str]:
    """Return the names of the clauses that apply to a case, read one by one."""
    return frozenset(clause.name for clause in said.clauses if clause.applies(case))


def _facts(rng: random.Random, count: int, services: int) -> tuple[Fact, ...]:
    kinds = ["several"] * 2 + ["yes or no"] * (count // 4)
    kinds += ["one"] * (count - len(kinds))
    rng.shuffle(kinds)
    found = [Fact("service", "one", tuple(f"service_{each}" for each in range(services)))] if services else []
    for number, kind in enumerate(kinds):
        if kind == "yes or no":
            found.append(Fact(f"flag_{number:02d}", kind))
        elif kind == "several":
            found.append(Fact(f"set_{number:02d}", kind, tuple(f"member_{each}" for each in range(5))))
        else:
            size = rng.choice([2, 3, 3, 4, 4, 5, 5, 6, 8, 12])
            found.append(Fact(f"fact_{number:02d}", kind, tuple(f"value_{each}" for each in range(size))))
    return tuple(found)


def _clause(rng: random.Random, number: int, facts: tuple[Fact, ...]) -> Clause:
    count, spared = rng.randint(3, 6), rng.randint(1, 2) if rng.random() < 0.2 else 0
    others = [fact for fact in facts if fact.name != "service"]
    tests = [_test(rng, fact) for fact in rng.sample(others, count + spared)]
    when, unless = tests[:count], tests[count:]
    if facts[0].name == "service" and rng.random() < 0.95:
        when.insert(0, Test(facts[0], (rng.choice(facts[0].values),)))
    duty = None if rng.random() < 0.7 else f"duty_{rng.randrange(DUTIES)}"
    return Clause(f"clause_{number:05d}", duty, tuple(when), tuple(unless))


def _test(rng: random.Random, fact: Fact) -> Test:
    if fact.kind == "yes or no":
        return Test(fact, wanted=rng.random() < 0.5)
    if fact.kind == "one" and len(fact.values) >= 4 and rng.random() < 0.4:
        return Test(fact, tuple(sorted(rng.sample(fact.values, rng.randint(2, len(fact.values) // 2)))))
    return Test(fact, (rng.choice(fact.values),))


def _value(rng: random.Random, fact: Fact) -> Value:
    if fact.kind == "yes or no":
        return rng.random() < 0.5
    if fact.kind == "several":
        return [value for value in fact.values if rng.random() < 0.35]
    return rng.choice(fact.values)


def _meet(rng: random.Random, case: Case, clause: Clause) -> None:
    for test in clause.when:
        value = case[test.fact.name]
        if isinstance(value, list):
            case[test.fact.name] = sorted({*value, test.values[0]})
        else:
            case[test.fact.name] = test.wanted if test.fact.kind == "yes or no" else rng.choice(test.values)
