"""What a case tells, fact by fact, in the words in which a scenario would give it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import TYPE_CHECKING

from policylang.semantics.knowledge import Known, Members, OneOfThese, Presence
from policylang.semantics.types import OneOf, Outline, SetOf

if TYPE_CHECKING:
    from policylang.semantics.knowledge import Knowledge, Scalar
    from policylang.semantics.policy import Policy
    from policylang.semantics.types import Slot

_LONGEST_NUMBER = 30


def sentences(policy: Policy, knowledge: Knowledge, facts: Iterable[str]) -> Iterator[str]:
    """Yield a sentence or two for each of some facts of which something is known, in the order of the case.

    Args:
        policy: The policy that has the facts.
        knowledge: What is known.
        facts: The facts, as a case of the policy writes them: `operator.kind`.
    """
    wanted = frozenset(facts)
    for path, known in knowledge.known.items():
        text = policy.text(path)
        if text in wanted:
            slot = policy.slot(path)
            judged = " (judged)" if slot.judged else ""
            yield from (f"{sentence}{judged}" for sentence in _said(text, known, slot))


def _said(text: str, known: Known, slot: Slot) -> Iterator[str]:
    outline = slot.type.outline if isinstance(slot.type, OneOf | SetOf) else None
    match known:
        case Presence(present):
            yield f"there is {'a' if present else 'no'} {text}"
        case OneOfThese(values) if values <= {True, False}:
            yield text if values == {True} else f"not {text}"
        case OneOfThese(values):
            yield _one_of(text, values, outline)
        case Members():
            yield from _set(text, known, outline)


def _one_of(text: str, values: Iterable[Scalar], outline: Outline | None) -> str:
    shown = list(_groups(frozenset(map(str, values)), outline)) if outline else sorted(map(_shown, values))
    return f"{text} is {shown[0]}" if len(shown) == 1 else f"{text} is one of {', '.join(shown)}"


def _set(text: str, members: Members, outline: Outline | None) -> Iterator[str]:
    if members.closed:
        yield f"{text} are {', '.join(_leaves(members.included, outline)) or 'none'}"
        return
    if members.included:
        yield f"{text} include {', '.join(_leaves(members.included, outline))}"
    if members.excluded:
        yield f"{text} do not include {', '.join(_leaves(members.excluded, outline))}"


def _leaves(leaves: frozenset[str], outline: Outline | None) -> list[str]:
    """Return leaves in the order of their outline."""
    return sorted(leaves) if outline is None else [leaf for leaf in outline.leaves if leaf in leaves]


def _groups(leaves: frozenset[str], outline: Outline, *, among: str = "") -> Iterator[str]:
    """Yield leaves in the order of their outline, the name of a group in the place of all that stand under it."""
    for name in outline.children[among]:
        if leaves.issuperset(outline.under[name]):
            yield name
        elif not outline.is_leaf(name):
            yield from _groups(leaves, outline, among=name)


def _shown(value: Scalar) -> str:
    match value:
        case Decimal():
            return f"{value:f}" if abs(value.adjusted()) < _LONGEST_NUMBER else str(value)
        case dt.date():
            return value.isoformat()
        case _:
            return f'"{value}"'
