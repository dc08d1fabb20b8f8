"""Slips at a boundary: words and rule name one value and put the value itself on different sides.

Words: `over 18`; rule: `age is at least 18`. That they differ is shown by a case at that very value, which the rule
decides otherwise than it would if it were mended to say what the words say. Where no case can tell, there is no slip.
"""

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from policylang.analyse.check.words.amounts import Value
from policylang.analyse.check.words.reading import Mention, mentions
from policylang.analyse.check.words.rule import Bound, bounds, cut
from policylang.analyse.check.words.units import converted
from policylang.semantics.policy import Clause, Policy


class Said(NamedTuple):
    """A number or date that words mention, with the quotation it stands in."""

    text: str
    mention: Mention


class Slip(NamedTuple):
    """A bound of a clause that its words put otherwise; `bounds` are its places, where a definition is used twice."""

    clause: Clause
    bounds: tuple[Bound, ...]
    said: Said

    @property
    def bound(self) -> Bound:
        """The bound as the rule has it."""
        return self.bounds[0]


def said_by(clause: Clause) -> tuple[Said, ...]:
    """Return what the words of a clause mention."""
    return tuple(Said(text, mention) for text in dict.fromkeys(clause.words) for mention in mentions(text))


def slips(policy: Policy, clause: Clause, said: Sequence[Said]) -> Iterator[Slip]:
    """Yield the bounds of a clause that its words put on the other side, as far as words and rule alone can tell.

    A bound with which some of the words agree is none; and words that agree with another bound are about that one.
    """
    every = bounds(policy, clause)
    groups: dict[tuple[int, object, object], list[Bound]] = {}
    for bound in every:
        groups.setdefault((id(bound.within), bound.value, bound.above), []).append(bound)
    for group in groups.values():
        bound = group[0]
        near = [each for each in said if meets(each.mention, bound) and each.mention.above is not None]
        if near and not any(agrees(each.mention, bound) for each in said):
            free = [each for each in near if not any(agrees(each.mention, other) for other in every)]
            if free:
                yield Slip(clause, tuple(group), free[0])


def meets(mention: Mention, bound: Bound) -> bool:
    """Whether words and a bound name one value."""
    return bound.value in _values(mention, bound)


def agrees(mention: Mention, bound: Bound) -> bool:
    """Whether words part the values just as a bound does: `more than 17` as `at least 18`, where values are whole."""
    if mention.above is None:
        return False
    return any(cut(value, above=mention.above, step=bound.step) == bound.cut for value in _values(mention, bound))


def _values(mention: Mention, bound: Bound) -> tuple[Value, ...]:
    """Return what words mention in the unit of a bound; nothing where it is of another kind."""
    value = mention.amount.value
    if isinstance(value, dt.date) or isinstance(bound.value, dt.date):
        return (value,) if isinstance(value, dt.date) and isinstance(bound.value, dt.date) else ()
    return converted(value, mention.amount.unit, bound.unit)
