"""Changes of a condition where it stands: turned round, left out, or made to hold of a little more or a little less."""

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from policylang.analyse.sites import Site, is_atom
from policylang.analyse.wording import bounds, worded
from policylang.semantics.policy import (
    All,
    Any,
    Condition,
    Count,
    Includes,
    IncludesOnly,
    Not,
    Policy,
    TextIn,
    ValueIn,
    Within,
)
from policylang.semantics.types import Number, OneOf, Outline, SetOf

_LONGEST = 60
"""A test of so many letters is shown whole as it was and as it would be."""
Named = ValueIn | Includes | IncludesOnly


class Change(NamedTuple):
    """What to put in the place of a condition; nothing, to leave it out. `kind` tells the changes of one apart."""

    kind: tuple[object, ...]
    condition: Condition | None
    said: str
    """The change in words."""


def changes(policy: Policy, site: Site) -> Iterator[Change]:
    """Yield the changes of a condition, but not of those that it is made of."""
    condition, around = site.condition, site.around
    was = worded(policy, condition)
    if is_atom(condition) and not isinstance(around, Not):
        turned = Not(condition, condition.place)
        yield Change(("turned",), turned, f"`{was}` as `{worded(policy, turned)}`")
    if _can_be_left_out(site):
        yield Change(("left out",), None, f"`{was}` left out")
    match condition:
        case Not(negated):
            yield Change(("turned",), negated, f"`{was}` as `{worded(policy, negated)}`")
        case All() | Any():
            yield from _other_group(condition)
        case Count():
            yield from _other_counts(condition)
        case ValueIn() | Includes() | IncludesOnly():
            for number, other in enumerate(_other_values(policy, condition)):
                yield Change(("values", number), other, _said_of_values(policy, condition, other))
        case TextIn(_, texts) if len(texts) > 1:
            for text in sorted(texts):
                fewer = condition._replace(texts=texts - {text})
                yield Change(("text", text), fewer, f"`{was}` as `{worded(policy, fewer)}`")
        case Within():
            yield from _other_bounds(policy, condition)


def _can_be_left_out(site: Site) -> bool:
    match site.around:
        case None:
            return True
        case All(items) | Any(items):
            return len(items) > 1
        case Count(number, _, items):
            return number < len(items)
        case _:
            return False


# ---------------------------------------------------------------- groups


def _other_group(group: All | Any) -> Iterator[Change]:
    if len(group.conditions) > 1:
        other: Condition
        if isinstance(group, All):
            other, said = Any(group.conditions, group.place), "`all of` as `any of`"
        else:
            other, said = All(group.conditions, group.place), "`any of` as `all of`"
        yield Change(("group",), other, said)


def _other_counts(group: Count) -> Iterator[Change]:
    def said(count: Count) -> str:
        return f"`{'exactly' if count.exactly else 'at least'} {count.number} of`"

    others = [group._replace(number=group.number + step) for step in (-1, 1)]
    others = [each for each in others if 1 <= each.number <= len(group.conditions)]
    others.append(group._replace(exactly=not group.exactly))
    for other in others:
        yield Change(("count", other.number, other.exactly), other, f"{said(group)} as {said(other)}")


# ---------------------------------------------------------------- values


def _other_values(policy: Policy, test: Named) -> Iterator[Named]:
    """Yield the test with each name as the group around it, or else with the name beside it; and without each name."""
    type_ = policy.slot(test.path).type
    assert isinstance(type_, OneOf | SetOf)  # noqa: S101 - only of these values are named
    outline = type_.outline
    seen = {test.leaves, frozenset(outline.leaves), frozenset()}
    for at, name in enumerate(test.named):
        before, after = test.named[:at], test.named[at + 1 :]
        around = _around(outline, name)
        beside = (around,) if around else (name, *_beside(outline, name, test))
        for names in ((*before, *beside, *after), (*before, *after)):
            leaves = frozenset(leaf for each in names for leaf in outline.under[each])
            if leaves not in seen:
                seen.add(leaves)
                yield test._replace(leaves=leaves, named=names)


def _said_of_values(policy: Policy, test: Named, other: Named) -> str:
    """Return the change of the names in a test; where there are many names, only those that change."""
    was = worded(policy, test)
    if len(was) <= _LONGEST:
        return f"`{was}` as `{worded(policy, other)}`"
    gone = [each for each in test.named if each not in other.named]
    new = [each for each in other.named if each not in test.named]
    if gone and new:
        return f"`{', '.join(gone)}` as `{', '.join(new)}` in `{was}`"
    return f"`{was}` without `{', '.join(gone)}`" if gone else f"`{was}` with `{', '.join(new)}`"


def _around(outline: Outline, name: str) -> str:
    """Return the group in which a name stands; nothing at the top."""
    return next((group for group, names in outline.children.items() if name in names), "")


def _beside(outline: Outline, name: str, test: Named) -> tuple[str, ...]:
    """Return the name next to one, of those of which the test does not hold anyway."""
    names = outline.children[_around(outline, name)]
    at = names.index(name)
    near = sorted((each for each in names if each != name), key=lambda each: abs(names.index(each) - at - 0.1))
    return next(((each,) for each in near if not test.leaves.issuperset(outline.under[each])), ())


# ---------------------------------------------------------------- bounds


def _other_bounds(policy: Policy, test: Within) -> Iterator[Change]:
    name, was = bounds(policy, test)
    for other in _moved(test):
        if _can_be(policy, other):
            yield Change(("bound", *other[1:-1]), other, f"`{name} {was}` as `{name} {bounds(policy, other).said}`")


def _moved(test: Within) -> Iterator[Within]:
    """Yield the test with each bound just left out or just let in, and one further in or out."""
    if test.low is not None and test.low == test.high:
        for step in (-1, 1):
            yield test._replace(low=_next(test.low, step), high=_next(test.low, step))
        return
    if test.low is not None:
        yield test._replace(low_included=not test.low_included)
        yield from (test._replace(low=_next(test.low, step)) for step in (-1, 1))
    if test.high is not None:
        yield test._replace(high_included=not test.high_included)
        yield from (test._replace(high=_next(test.high, step)) for step in (-1, 1))


def _next(bound: Decimal | dt.date, step: int) -> Decimal | dt.date:
    if isinstance(bound, dt.date):
        day = bound.toordinal() + step
        return dt.date.fromordinal(day) if 1 <= day <= dt.date.max.toordinal() else bound
    return bound + step


def _can_be(policy: Policy, test: Within) -> bool:
    """Whether the bounds lie in what the fact can be, and in their order."""
    if test.low is not None and test.high is not None and test.low > test.high:  # type: ignore[operator]
        return False
    type_ = policy.slot(test.path).type
    limits = (type_.low, type_.high) if isinstance(type_, Number) else (None, None)
    return all(
        (limits[0] is None or bound >= limits[0]) and (limits[1] is None or bound <= limits[1])
        for bound in (test.low, test.high)
        if isinstance(bound, Decimal)
    )
