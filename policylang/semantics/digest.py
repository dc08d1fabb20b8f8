"""The digest of a policy: what it means, imports included, without comments, layout or examples.

Two policies with one digest decide every case alike and cite alike. (What to ask next they may tell in another order:
what a question costs is left out.) The digest is SHA-256 over a
plain serial form of the resolved policy, in which sets are sorted and places are left out.
"""

import hashlib
from collections.abc import Iterator, Mapping
from typing import Any

from policylang.semantics.policy import (
    All,
    Always,
    Any as AnyOf,
    Clause,
    ClauseException,
    Count,
    Defined,
    Includes,
    IncludesOnly,
    InEdition,
    Not,
    Policy,
    Present,
    TextIn,
    ValueIn,
    Within,
    Yes,
)
from policylang.semantics.types import Day, Fact, Slot, Words, YesNo


def digest(policy: Policy) -> str:
    """Return the digest of a policy, 64 hexadecimal digits."""
    return hashlib.sha256(_serial(policy, {}).encode()).hexdigest()


def _serial(whole: object, tests: dict[int, str]) -> str:
    """Return the serial form, each piece with its end; `tests` are those written before: many clauses share one."""
    seen: set[int] = set()
    found: list[str] = []
    todo: list[Any] = [whole]
    while todo:
        here = todo.pop()
        kind = type(here)
        if kind is tuple:
            todo += here
            found.append(f"{len(here)}\0")
        elif kind in _PLAIN:
            found.append(f"{here!r}\0")
        elif kind in _TESTS and here is not whole:
            written = tests.get(id(here))
            if written is None:
                written = tests[id(here)] = _serial(here, tests)
            found.append(written)
        elif kind in _PLACED:
            found.append(f"{kind.__name__}\0")
            todo += here[:-1]
        else:
            found.extend(f"{piece}\0" for piece in _parts(here, todo, seen))
    return "".join(found)


def _parts(here: object, todo: list[Any], seen: set[int]) -> Iterator[str]:
    """Yield how something begins, and put what it consists of on the list of what is to be done."""
    match here:
        case Policy():
            todo.extend(each.digest for each in here.incorporated)
            todo.extend(getattr(here, name) for name in _POLICY)
            todo.extend(here.facts[name] for name in sorted(here.facts))
        case Fact():
            todo.extend((here.id, here.slot))
        case Slot():
            # `cost` and `unchangeable` steer what is asked and suggested; what is decided and cited stays the same
            yield "Slot"
            todo.extend((here.type, here.optional, here.asks, here.judged))
        case Defined():
            yield f"{here.definition}{here.arguments}"
            if id(here.condition) not in seen:
                seen.add(id(here.condition))
                todo.append(here.condition)
        case YesNo() | Day() | Words():
            yield type(here).__name__
        case frozenset():
            todo.extend(sorted(here, key=str))
            todo.append(len(here))
        case tuple() if hasattr(here, "_fields"):
            yield type(here).__name__
            todo.extend(value for name, value in zip(here._fields, here, strict=True) if name != "place")
        case tuple():
            todo.extend(here)
            todo.append(len(here))
        case Mapping():
            todo.extend(pair for pair in here.items())
            todo.append(len(here))
        case _:
            yield repr(here)


_PLAIN = frozenset({str, int, bool, type(None)})
_TESTS = frozenset({ValueIn, TextIn, Yes, Within, Includes, IncludesOnly, Present})
_PLACED = frozenset({All, Always, AnyOf, Clause, ClauseException, Count, InEdition, Not, *_TESTS})
"""What knows its place, as its last field."""
_POLICY = (
    "name", "otherwise", "clauses", "title", "publisher", "source", "applies", "conflicts",
    "editions", "exceptions", "duties", "advice", "always",
)  # fmt: skip
