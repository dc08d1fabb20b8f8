"""Generated policies in which it is known what an analysis has to find: planted beside clauses that are at peace.

The clauses at peace have the shape of real ones: nearly every one names a service, tests the parts of a person, uses
definitions, and some are lifted by others. All prohibitions among them bind who has no licence, all permissions who
has one, and a line of `always` says who cannot have one; so none of them meet. What is planted stands in services of
its own, or contradicts itself.
"""

import random
from collections.abc import Iterator
from typing import NamedTuple

SERVICES = 50
FLAGS = 16
CHOICES = 12

_HEAD = """policy terms
    title      "Generated terms"
    otherwise  permitted

type party: has
    kind: one of company, public_body, person (adult_person, minor_person), other_party
    age: whole number from 0 to 150
    licensed: yes or no

fact operator: party
fact user: party

define minor (p: party)
    "Somebody under age"
    p.age is at most 17

define grown_up (p: party)
    "Somebody of age"
    all of
        p.age is at least 18
        p.kind is not minor_person

define licence_holder (p: party)
    "Somebody who holds a licence"
    all of
        p.licensed
        p.kind is not other_party

always no_licence_for_minors "a licence is given to those of age"
    if user.age is at most 15
    then not user.licensed

duty report "Report it"
"""


class Planted(NamedTuple):
    """A text, and what is to be found in it: the clauses that each finding is about.

    conflicts: pairs of a prohibition and a permission.
    dead: clauses that never apply.
    never: exceptions whose clauses never meet, as the clause that would prevail.
    covered: exceptions that bite only where others do, likewise.
    redundant: clauses that change no decision.
    """

    text: str
    conflicts: frozenset[tuple[str, str]]
    dead: frozenset[str]
    never: frozenset[str]
    covered: frozenset[str]
    redundant: frozenset[str]


def planted(clauses: int, *, seed: int = 7) -> Planted:
    """Return a policy of about so many clauses; the same arguments give the same on every machine."""
    rng = random.Random(f"policylang/planted/{seed}/{clauses}")
    number = max(2, min(20, clauses // 50))
    services = [*(f"service_{n}" for n in range(SERVICES)), *(f"planted_{n}" for n in range(5 * number))]
    lines = [_HEAD, f"fact service: one of {', '.join(services)}"]
    lines += [f"fact flag_{n:02d}: yes or no" for n in range(FLAGS)]
    lines += [f"fact choice_{n:02d}: one of {', '.join(f'value_{n}_{v}' for v in range(5))}" for n in range(CHOICES)]
    written = [*_peaceful(rng, clauses - 11 * number), *(each for n in range(number) for each in _plant(n, number))]
    rng.shuffle(written)
    lines += [f'\nclause {name}\n    "What {name} says, in a few words"\n    cites      "Item {place}"\n{rest}'
              for place, (name, rest) in enumerate(written)]  # fmt: skip
    each = range(number)
    return Planted(
        "\n".join(lines) + "\n",
        frozenset((f"bans_{n}", f"grants_{n}") for n in each),
        frozenset(f"dead_{n}" for n in each),
        frozenset(f"misses_{n}" for n in each),
        frozenset(f"repeats_{n}" for n in each),
        frozenset(f"narrower_{n}" for n in each),
    )


Written = tuple[str, str]
"""The name of a clause, and its lines but for the summary."""


def _plant(n: int, number: int) -> Iterator[Written]:
    services = [f"service is planted_{n + number * which}" for which in range(5)]
    yield f"bans_{n}", _lines("prohibits", services[0], "flag_00")
    yield f"grants_{n}", _lines("permits", services[0], "grown_up(user)")
    yield f"dead_{n}", _lines("prohibits", services[1], "grown_up(user)", "minor(user)", "flag_01")
    yield f"missed_{n}", _lines("prohibits", services[2], "grown_up(user)")
    yield f"misses_{n}", _lines(f"exempts from missed_{n}", services[2], "minor(user)")
    yield f"lifted_{n}", _lines("prohibits", services[3], "flag_02")
    yield f"lifts_{n}", _lines(f"exempts from lifted_{n}", services[3], "flag_03")
    yield f"repeats_{n}", _lines(f"exempts from lifted_{n}", services[3], "flag_03", "licence_holder(user)")
    yield f"wider_{n}", _lines("prohibits", services[4], "flag_04")
    yield f"narrower_{n}", _lines("prohibits", services[4], "flag_04", "choice_00 is value_0_1")
    yield f"asks_{n}", _lines("requires report", services[4], "flag_05")


def _lines(effect: str, *tests: str) -> str:
    return "\n".join([f"    {effect}", "    when all of", *(f"        {test}" for test in tests)])


def _peaceful(rng: random.Random, count: int) -> Iterator[Written]:
    """Yield clauses at peace; one in eight lifts an earlier one that no other lifts, where that holds and more."""
    free: list[tuple[str, tuple[str, ...]]] = []
    for number in range(count):
        name = f"clause_{number:05d}"
        kind = rng.random()
        if kind < 0.125 and free:
            over, tests = free.pop(rng.randrange(len(free)))
            yield name, _lines(f"exempts from {over}", *tests[:-1])
            continue
        tests = _tests(rng)
        if kind < 0.25:
            yield name, _lines("permits", *tests, "licence_holder(user)")
        elif kind < 0.45:
            yield name, _lines("requires report", *tests)
        else:
            free.append((name, tests))
            yield name, _lines("prohibits", *tests, "not user.licensed")


def _tests(rng: random.Random) -> tuple[str, ...]:
    found = [f"service is service_{rng.randrange(SERVICES)}"]
    found += [f"{rng.choice(['', 'not '])}flag_{n:02d}" for n in rng.sample(range(FLAGS), rng.randint(1, 3))]
    for n in rng.sample(range(CHOICES), rng.randint(1, 2)):
        values = ", ".join(f"value_{n}_{v}" for v in sorted(rng.sample(range(5), 2)))
        found.append(f"choice_{n:02d} is one of {values}")
    if rng.random() < 0.5:
        found.append(
            rng.choice(["grown_up(user)", "operator.kind is company", "grown_up(operator)", "minor(operator)"])
        )
    return tuple(found)
