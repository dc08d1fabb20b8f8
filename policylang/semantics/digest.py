"""The digest of a policy: what it means, imports included, without comments, layout or examples.

Two policies with one digest decide every case alike and cite alike. The digest is SHA-256 over a
plain serial form of the resolved policy, in which sets are sorted and places are left out.
"""

import hashlib
from collections.abc import Iterator, Mapping

from policylang.semantics.policy import Defined, Policy
from policylang.semantics.types import Day, Fact, Words, YesNo


def digest(policy: Policy) -> str:
    """Return the digest of a policy, 64 hexadecimal digits."""
    told = hashlib.sha256()
    for piece in _serial(policy):
        told.update(piece.encode())
        told.update(b"\0")
    return told.hexdigest()


def _serial(policy: Policy) -> Iterator[str]:
    seen: set[int] = set()
    todo: list[object] = [policy]
    while todo:
        here = todo.pop()
        match here:
            case Policy():
                todo.extend(each.digest for each in here.incorporated)
                todo.extend(getattr(here, name) for name in _POLICY)
                todo.extend(here.facts[name] for name in sorted(here.facts))
            case Fact():
                todo.extend((here.id, here.slot))
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


_POLICY = (
    "name", "otherwise", "clauses", "title", "publisher", "source", "applies", "conflicts",
    "editions", "exceptions", "duties", "advice", "always",
)  # fmt: skip
