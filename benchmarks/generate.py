"""Writes large policies as `.pol` text: clauses of 3 to 6 conditions over 30 facts, as terms of service have them.

The same arguments give the same text on every machine. `scope` is the number of services of which
nearly every clause names one, as real terms do; 0 writes clauses without it.
"""

import random
from collections.abc import Iterator

DUTIES = 20


def policy(clauses: int, *, seed: int = 7, facts: int = 30, scope: int = 50) -> str:
    """Return the text of a policy with so many clauses."""
    rng = random.Random(f"policylang/{seed}/{facts}/{scope}/{clauses}")
    kinds = _facts(random.Random(f"policylang/{seed}/{facts}/{scope}"), facts, scope)
    lines = [f"policy bench.p{clauses}", '    title      "A generated policy"', "    otherwise  permitted", ""]
    lines.extend(_declarations(kinds))
    for number in range(clauses):
        lines.extend(_clause(rng, number, kinds))
    return "\n".join(lines) + "\n"


def _facts(rng: random.Random, count: int, scope: int) -> dict[str, tuple[str, ...]]:
    """Return each fact with its values; none for yes or no. The first two are sets."""
    found: dict[str, tuple[str, ...]] = {}
    if scope:
        found["service"] = tuple(f"service_{each}" for each in range(scope))
    for number in range(count):
        if number < 2:
            found[f"set_{number}"] = tuple(f"member_{each}" for each in range(5))
        elif number % 4 == 0:
            found[f"flag_{number}"] = ()
        else:
            found[f"fact_{number}"] = tuple(f"value_{each}" for each in range(rng.choice([2, 3, 4, 5, 6, 8, 12])))
    return found


def _declarations(kinds: dict[str, tuple[str, ...]]) -> Iterator[str]:
    for name, values in kinds.items():
        if not values:
            yield f"fact {name}: yes or no"
        else:
            yield f"fact {name}: {'several' if name.startswith('set_') else 'one'} of {', '.join(values)}"
    yield ""
    for number in range(DUTIES):
        yield f'duty duty_{number} "Duty number {number} is met"'
    yield ""


def _clause(rng: random.Random, number: int, kinds: dict[str, tuple[str, ...]]) -> Iterator[str]:
    yield f"clause clause_{number:05d}"
    yield f'    "What clause number {number} of the generated policy says, in a few words"'
    yield f'    cites      "Section {number // 100}, item {number % 100}"'
    yield "    prohibits" if rng.random() < 0.7 else f"    requires duty_{rng.randrange(DUTIES)}"
    names = rng.sample([name for name in kinds if name != "service"], rng.randint(3, 6))
    yield "    when all of"
    if "service" in kinds and rng.random() < 0.95:
        yield f"        service is {rng.choice(kinds['service'])}"
    for name in names:
        yield f"        {_test(rng, name, kinds[name])}"
    if rng.random() < 0.2:
        name = rng.choice([name for name in kinds if name not in names])
        yield f"    unless {_test(rng, name, kinds[name])}"
    yield ""


def _test(rng: random.Random, name: str, values: tuple[str, ...]) -> str:
    if not values:
        return name if rng.random() < 0.5 else f"not {name}"
    if name.startswith("set_"):
        return f"{name} include {rng.choice(values)}"
    if len(values) > 3 and rng.random() < 0.4:
        return f"{name} is one of {', '.join(sorted(rng.sample(values, rng.randint(2, len(values) // 2))))}"
    return f"{name} is {rng.choice(values)}"
