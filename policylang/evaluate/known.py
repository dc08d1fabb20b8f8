"""What a case tells, fact by fact, in the words in which a scenario would give it."""

from collections.abc import Iterable, Iterator

from policylang.evaluate.labels import there, value_text
from policylang.evaluate.residual_facts import cover
from policylang.semantics.knowledge import Knowledge, Known, Members, OneOfThese, Presence, Scalar
from policylang.semantics.policy import Policy
from policylang.semantics.types import OneOf, Outline, SetOf, Slot, YesNo


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
            yield there(text, present=present)
        case OneOfThese(values) if isinstance(slot.type, YesNo):
            yield " or ".join(text if value else f"not {text}" for value in sorted(values, reverse=True))
        case OneOfThese(values):
            yield _one_of(text, values, outline)
        case Members():
            yield from _set(text, known, outline)


def is_now(known: Known, slot: Slot) -> str:
    """Return what is known of a fact without its name: `uncontrolled`, `one of a, b`, `absent`, `yes`."""
    match known:
        case Presence(present):
            return "present" if present else "absent"
        case OneOfThese(values) if isinstance(slot.type, YesNo):
            return " or ".join("yes" if value else "no" for value in sorted(values, reverse=True))
        case OneOfThese(values):
            return _among(values, slot.type.outline if isinstance(slot.type, OneOf) else None)
        case Members(included, excluded, closed):
            outline = slot.type.outline if isinstance(slot.type, SetOf) else None
            inside = ", ".join(_leaves(included, outline))
            outside = ", ".join(_leaves(excluded, outline))
            if closed or not outside:
                return inside or "none"
            return f"{inside}, without {outside}" if inside else f"without {outside}"


def _one_of(text: str, values: Iterable[Scalar], outline: Outline | None) -> str:
    return f"{text} is {_among(values, outline)}"


def _among(values: Iterable[Scalar], outline: Outline | None) -> str:
    if outline is not None:
        shown = list(cover(frozenset(map(str, values)), outline))
    else:
        shown = [_written(value) for value in sorted(values)]
    return shown[0] if len(shown) == 1 else f"one of {', '.join(shown)}"


def _written(value: Scalar) -> str:
    """Return a value as a file writes it: a text with what its quotation marks need before them."""
    return value_text(value.replace("\\", "\\\\").replace('"', '\\"') if isinstance(value, str) else value)


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
