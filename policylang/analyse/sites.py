"""Sites: where in a condition each of its conditions stands, and the condition with some of them replaced."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from policylang.semantics.policy import All, Any, Condition, Count, Defined, InEdition, Not, Test

Steps = tuple[int, ...]
"""The way from a condition down to one in it: which of its conditions to go to, each time; none for itself."""
Atom = Test | InEdition | Defined
"""A condition that is not made of others where it stands: a test, or a definition applied."""

HOLDS: Condition = All(())
"""What holds in every case."""
FAILS: Condition = Any(())
"""What holds in no case."""


class Site(NamedTuple):
    """A condition in another, with the way to it; `around` is the group, the `not` or the definition it stands in."""

    steps: Steps
    condition: Condition
    around: Condition | None = None


def inner(condition: Condition) -> tuple[Condition, ...]:
    """Return the conditions that a condition is made of."""
    match condition:
        case All(conditions) | Any(conditions) | Count(_, _, conditions):
            return conditions
        case Not(negated):
            return (negated,)
        case Defined(_, _, meant):
            return (meant,)
        case _:
            return ()


def sites(condition: Condition, *, into_definitions: bool) -> Iterator[Site]:
    """Yield every condition in a condition, itself first, in the order of the text.

    Args:
        condition: The condition.
        into_definitions: Whether to go on into what definitions mean.
    """
    todo = [Site((), condition)]
    while todo:
        site = todo.pop()
        yield site
        if into_definitions or not isinstance(site.condition, Defined):
            below = [
                Site((*site.steps, number), each, site.condition) for number, each in enumerate(inner(site.condition))
            ]
            todo.extend(reversed(below))


def is_atom(condition: Condition) -> bool:
    """Whether a condition is not made of others where it stands."""
    return not isinstance(condition, All | Any | Count | Not)


def atoms(condition: Condition) -> Iterator[Site]:
    """Yield the tests and the applied definitions that a condition is made of, in the order of the text."""
    return (site for site in sites(condition, into_definitions=False) if is_atom(site.condition))


def replaced(condition: Condition, put_in: Mapping[Steps, Condition | None]) -> Condition | None:
    """Return a condition with others in the place of some that it is made of.

    Args:
        condition: The condition.
        put_in: What to put where; nothing where what stands there is dropped.

    Returns:
        Nothing where no condition is left.
    """
    return _replaced(condition, (), put_in, {steps[:length] for steps in put_in for length in range(len(steps) + 1)})


def _replaced(
    condition: Condition, here: Steps, put_in: Mapping[Steps, Condition | None], on_the_way: set[Steps]
) -> Condition | None:
    if here in put_in:
        return put_in[here]
    if here not in on_the_way:
        return condition
    below = [_replaced(each, (*here, n), put_in, on_the_way) for n, each in enumerate(inner(condition))]
    left = tuple(each for each in below if each is not None)
    match condition:
        case _ if not left:
            return None
        case All() | Any() | Count():
            return condition._replace(conditions=left)
        case Not() | Defined():
            return condition._replace(condition=left[0])
        case _:
            return condition
