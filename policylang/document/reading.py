"""What a policy reads: the facts that its clauses, scope and duties ask about, and what is always so of these."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from policylang.semantics.policy import Always, Condition, Path, Policy
from policylang.semantics.types import Slot, Thing
from policylang.semantics.worlds import conditions, tests


class Reading(NamedTuple):
    """The facts, things and parts that are asked about, in the order of the files, and what is always so of them."""

    facts: tuple[tuple[Path, Slot], ...]
    always: tuple[Always, ...]


def reading(policy: Policy) -> Reading:
    """Return what a policy reads, with all that it incorporates.

    What is always so counts where it is about a fact that is read: then whatever else it is about is read too.
    """
    everyone = tuple(_everyone(policy))
    read = _asked(conditions([each._replace(always=()) for each in everyone]))
    waiting = list(dict.fromkeys(rule for each in everyone for rule in each.always))
    counted: list[Always] = []
    while found := [rule for rule in waiting if not read.isdisjoint(_asked((rule.condition, rule.consequence)))]:
        counted += found
        waiting = [rule for rule in waiting if rule not in found]
        for rule in found:
            read |= _asked((rule.condition, rule.consequence))
    facts = [(path, slot) for path, slot in policy.paths.values() if path in read and _is_given(slot)]
    return Reading(tuple(facts), tuple(rule for rule in policy.always if rule in counted))


def _everyone(policy: Policy) -> Iterator[Policy]:
    yield policy
    for each in policy.incorporated:
        yield from _everyone(each)


def _asked(written: Iterable[Condition]) -> set[Path]:
    """Return the paths that conditions ask about, with the things around them."""
    return {
        Path(test.path.fact, test.path.parts[:length])
        for test in tests(written)
        for length in range(len(test.path.parts) + 1)
    }


def _is_given(slot: Slot) -> bool:
    """Whether a case gives it: of a thing that is always there, only the parts are given."""
    return slot.optional or not isinstance(slot.type, Thing)
