"""A faulty case is refused by the fast way in as it is by the reader of cases, word for word, or read alike.

`POLICYLANG_EXAMPLES` sets how many policies are tried.
"""

import collections
import copy
import datetime as dt
import decimal
import enum
import os
import types
from collections import Counter
from collections.abc import Callable
from decimal import Decimal
from functools import cache, partial
from random import Random
from typing import Any

import pytest
import strategies_wide
from engines import meets_limit, told
from telling import Teller

from policylang.core.from_semantics import compile_policy
from policylang.diagnostics.errors import CaseError
from policylang.evaluate import facts
from policylang.evaluate.decide import decide
from policylang.evaluate.evaluator import Evaluator
from policylang.semantics.decision import Decision
from policylang.semantics.policy import Policy

POLICIES = int(os.environ.get("POLICYLANG_EXAMPLES", "1200")) // 10
CASES = 40
DAY = dt.date(2024, 5, 4)


class Text(str):
    """A text, and not just one."""

    __slots__ = ()


class Whole(int):
    """A number, and not just one."""


class Exact(Decimal):
    """As exact as any, and of another type."""


class Date(dt.date):
    """A day of another type."""


class Named(enum.StrEnum):
    """Names that are texts."""

    POLICE = "police"
    YES = "yes"
    ABSENT = "absent"
    CITY = "city"


ODD: tuple[Any, ...] = (
        0, 1, 1.0, 2.5, float("nan"), -1, 10**70, True, False, None, "", "yes", "no", "Yes", "absent", "present",
        "unknown", "police", "city", "other", "2000-01-01", "2000-1-1", "20000101", "2000-W01-1", b"yes", 1j, ...,
        Decimal("1.5"), Decimal("NaN"), Decimal("sNaN"), Decimal("-Infinity"), Decimal("1E+30"), Decimal("-0"),
        Exact(1), Exact("1.5"), Whole(1), Text("yes"), Text("a"), Text("city"), Text("absent"), Named.POLICE, Named.YES,
        Named.ABSENT, Named.CITY, dt.date(2000, 1, 1), dt.datetime(2000, 1, 1, tzinfo=dt.UTC), Date(2000, 1, 1),
        [], [[]], [None], [1], ["city"], ["police"], ["city", "city"], ["city", "nowhere"], [{}], ("city", ["state"]),
        {"city"}, frozenset({"yes"}), {}, {"include": ["city"]}, {"include": "city"}, {"exclude": ["police"]},
        {"include": ["city"], "exclude": ["police"]}, {"includes": []}, {"on": True}, {"kind": "city", "sworn": None},
        {1: 2}, range(2), "x" * 99, object,
)  # fmt: skip
"""Values that hardly any fact takes, and some that look like one that it takes."""


def misspelt(text: str, random: Random) -> str:
    """Return a text with a letter lost, doubled or changed."""
    at = random.randrange(len(text) + 1)
    return text[:at] + random.choice(("", "x", text[at : at + 1] * 2)) + text[at + 1 :]


def places(case: dict[Any, Any]) -> list[tuple[dict[Any, Any], Any]]:
    """Return where something stands in a case: the mappings, with the keys in them."""
    found = []
    for key, value in case.items():
        found.append((case, key))
        if isinstance(value, dict):
            found += places(value)
    return found


def damaged(case: dict[str, Any], names: list[str], random: Random) -> tuple[str, Any]:
    """Return a case with a fault, or something odd, in it; and what kind that is."""
    hurt: dict[Any, Any] = copy.deepcopy(case)
    where = places(hurt)
    inside, key = random.choice(where) if where else (hurt, random.choice(names))
    value = inside.get(key)
    kind = random.choice(("key", "value", "odd", "odd", "odd", "within", "twice", "absent", "part", "other", "mapping"))
    match kind:
        case "key":
            inside[misspelt(str(key), random)] = inside.pop(key, None)
        case "value" if isinstance(value, str):
            inside[key] = misspelt(value, random)
        case "within" if isinstance(value, list | tuple):
            inside[key] = type(value)((*value, copy.copy(random.choice(ODD))))
        case "twice" if isinstance(value, dict) and value:
            part = random.choice(list(value))
            inside[f"{key}.{part}"] = random.choice((value[part], copy.copy(random.choice(ODD))))
        case "absent" if isinstance(value, dict):
            inside[key] = "absent"
            inside.update({f"{key}.{part}": each for part, each in value.items()})
        case "part":
            hurt[random.choice(names)] = copy.copy(random.choice(ODD))
        case "other":
            hurt[random.choice((1, None, Text(key), (key,), b"a", f"{key}.{key}", "", "."))] = value
        case "mapping":
            return kind, random.choice(
                (types.MappingProxyType(hurt), collections.OrderedDict(hurt), list(hurt), None, "case", [hurt])
            )
        case _:
            inside[key] = copy.copy(random.choice(ODD))
    return kind, hurt


def came_of(decides: Callable[[], Decision]) -> tuple[str, Any]:
    """Return the decision, or what was raised in its place."""
    try:
        return "decided", told(decides())
    except CaseError as error:
        faults = [(str(each), each.code, each.fact) for each in error.faults]
        return "refused", (str(error), error.code, error.fact, faults)
    except (TypeError, decimal.DecimalException) as error:
        return "fell", type(error)


def slowly(policy: Policy, case: Any) -> Decision:  # noqa: ANN401 - a case, or what is none
    """Return what the reference decides of what the reader of cases reads."""
    return decide(policy, facts.read(policy, case), DAY)


@cache
def tried() -> tuple[Counter[str], list[str]]:
    """Return how many damaged cases came to what, and where the two ways differ."""
    counts: Counter[str] = Counter()
    differing: list[str] = []
    for number in range(POLICIES):
        random = Random(number)
        policy = strategies_wide.made(random).policy
        read = strategies_wide.read_paths(policy)
        teller = Teller(random, policy.facts, read, strategies_wide.values_of)
        evaluators = [Evaluator(compile_policy(policy)), Evaluator(compile_policy(policy), by_index=True)]
        for _ in range(CASES):
            kind, case = damaged(teller.tell(total=random.random() < 0.8).case, list(policy.paths), random)
            wanted = came_of(partial(slowly, policy, case))
            counts.update((kind, wanted[0]))
            if wanted[0] == "decided" and meets_limit(wanted[1]):
                continue  # the reference gave up
            for evaluator in evaluators:
                found = came_of(partial(evaluator.decide, case, DAY))
                if found != wanted:
                    differing.append(f"{number}: {case!r}\n  wanted {wanted}\n  found {found}")
    return counts, differing


@pytest.mark.slow
def test_faulty_cases_are_refused_alike() -> None:
    """Misspelt, of the wrong type, twice, absent with parts, not hashable: the same words, or the same decision."""
    counts, differing = tried()
    assert differing == []
    assert sum(counts[each] for each in ("decided", "refused", "fell")) == POLICIES * CASES


@pytest.mark.slow
def test_no_faulty_case_falls_over() -> None:
    """Whatever stands in a case, it is decided or refused with a reason; nothing else is raised."""
    counts, _ = tried()
    assert counts["fell"] == 0
    assert counts["refused"] > POLICIES * CASES // 3
    assert counts["decided"] > POLICIES * CASES // 20
