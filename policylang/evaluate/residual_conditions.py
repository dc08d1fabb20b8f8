"""Conditions with what is known put in: what is settled becomes true or false, what is partly known is narrowed.

The one idea: a test is put to the world of the case. Where that says yes or no, so it is in every completion; where it
is in doubt, the test stays, about what is still open. Groups fold around what their conditions became.
"""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Iterator

from policylang.evaluate.residual_facts import OpenFacts, cover
from policylang.semantics.knowledge import OneOfThese
from policylang.semantics.policy import (
    All,
    Any,
    Condition,
    Count,
    Defined,
    Edition,
    Includes,
    IncludesOnly,
    InEdition,
    Not,
    Path,
    Period,
    Present,
    Test,
    TextIn,
    ValueIn,
    Within,
)
from policylang.semantics.reference import holds
from policylang.semantics.types import OneOf, SetOf
from policylang.semantics.worlds import YES, Case, Doubt, World, every, opposite, some

NO_DAY = Edition("no_day", "No day lies in it: what asks for it does not hold", Period(before=dt.date.min))
ANY_DAY = Edition("any_day", "Every day lies in it: what asks for it holds", Period(start=dt.date.min))
NEVER = InEdition(NO_DAY.name, NO_DAY.period)
"""What never holds. The language has no word for it, and an edition asks for no fact."""
EVER = InEdition(ANY_DAY.name, ANY_DAY.period)
"""What always holds."""

Left = Condition | bool
"""What is left of a condition: true, false, or what still has to hold."""


class Narrower:
    """Puts what is known of a case into conditions. A definition that is used twice is narrowed once."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.world = World(case)
        self.open = OpenFacts(case)
        self._defined: dict[int, Left] = {}

    def left(self, condition: Condition) -> Left:
        """Return what is left of a condition."""
        match condition:
            case InEdition(_, period):
                return period.contains(self.case.day)
            case Not(inner):
                return self._negated(self.left(inner))
            case All(items):
                return all_of(map(self.left, items))
            case Any(items):
                return any_of(map(self.left, items))
            case Count(number, exactly, items):
                return self._counted(number, [self.left(each) for each in items], exactly=exactly)
            case Defined():
                return self._definition(condition)
            case _:
                return self._test(condition)

    def _definition(self, defined: Defined) -> Left:
        key = id(defined.condition)
        if key not in self._defined:
            self._defined[key] = self.left(defined.condition)
        inner = self._defined[key]
        return inner if isinstance(inner, bool) else defined._replace(condition=inner)

    def _counted(self, number: int, items: list[Left], *, exactly: bool) -> Left:
        left = tuple(each for each in items if not isinstance(each, bool))
        wanted = number - sum(each is True for each in items)
        if wanted > len(left) or (exactly and wanted < 0):
            return False
        if wanted == len(left):
            return all_of(left) if exactly or left else True
        if wanted <= 0:
            return self._negated(any_of(left)) if exactly else True
        return any_of(left) if wanted == 1 and not exactly else Count(wanted, exactly, left)

    # ------------------------------------------------------------ tests

    def _negated(self, condition: Left) -> Left:
        """Return the opposite; of a number or a date that is surely there, the other side of its bound."""
        is_half = isinstance(condition, Within) and (condition.low is None) != (condition.high is None)
        if not (isinstance(condition, Within) and is_half) or self._guard(condition) is not None:
            return negated(condition)
        if condition.high is None:
            return Within(condition.path, high=condition.low, high_included=not condition.low_included)
        return Within(condition.path, low=condition.high, low_included=not condition.high_included)

    def _guard(self, test: Test) -> Path | None:
        """Return the innermost thing on the way to what a test asks about of which it is open whether it is there."""
        things = [each for each in self.case.things(test.path) if isinstance(self.world.lies_in(each, YES), Doubt)]
        return things[-1].path if things else None

    def _test(self, test: Test) -> Left:
        answer = holds(test, self.world)
        if not isinstance(answer, Doubt):
            return answer
        if isinstance(test, Present):
            return test
        guard = self._guard(test)
        if guard is not None:
            inside = self._where_present(test)
            if inside is not None:
                return Present(guard) if inside else False
        match test:
            case Includes():
                return self._among(test, self.open.leaves(test.path))
            case IncludesOnly():
                return self._only(test)
            case ValueIn():
                return self._among(test, self.open.leaves(test.path))
            case TextIn(path, texts):
                known = self.case.known.get(path)
                given = texts.intersection(map(str, known.values)) if isinstance(known, OneOfThese) else texts
                return test._replace(texts=given)
            case _:
                return test

    def _where_present(self, test: Test) -> bool | None:
        """Return whether a test holds wherever the things around are there, if that is settled by the type alone."""
        lies_in = self.world.lies_in
        match test:
            case Includes():
                answer = some(lies_in(each, YES) for each in self.case.named(test)[0])
            case IncludesOnly():
                named, others = self.case.named(test)
                answer = every((some(lies_in(e, YES) for e in named), *(opposite(lies_in(e, YES)) for e in others)))
            case _:
                answer = lies_in(self.case.value(test.path), self.case.satisfying(test))
        return None if isinstance(answer, Doubt) else answer

    def _among(self, test: Includes | ValueIn, leaves: frozenset[str]) -> Left:
        """Return a test of values as it is when no others than these leaves are left."""
        return test._replace(leaves=test.leaves & leaves, named=self._named(test, leaves))

    def _named(self, test: Includes | IncludesOnly | ValueIn, leaves: frozenset[str]) -> tuple[str, ...]:
        type_ = self.case.slot(test.path).type
        assert isinstance(type_, OneOf | SetOf)  # noqa: S101 - types are checked before
        return tuple(name for name in test.named if not leaves.isdisjoint(type_.outline.under[name]))

    def _only(self, test: IncludesOnly) -> Left:
        """Return `include only` as it is for what is open: what is known in is not asked about again."""
        leaves = self.open.leaves(test.path)
        inside, outside = leaves & test.leaves, leaves - test.leaves
        if any(each.cells == YES for each in self.case.named(test)[0]):
            slot = self.open.slot(test.path)
            assert slot is not None  # noqa: S101 - the test is in doubt
            assert isinstance(slot.type, SetOf)  # noqa: S101 - types are checked before
            return Not(Includes(test.path, outside, tuple(cover(outside, slot.type.outline))))
        if not outside:
            return Includes(test.path, inside, self._named(test, inside))
        return IncludesOnly(test.path, inside, self._named(test, inside))


# ---------------------------------------------------------------- groups


def negated(condition: Left) -> Left:
    """Return the opposite of a condition."""
    match condition:
        case bool():
            return not condition
        case Not(inner):
            return inner
        case _:
            return Not(condition)


def all_of(items: Iterable[Left]) -> Left:
    """Return that every one holds, each said once."""
    found: list[Condition] = []
    for item in items:
        if item is False:
            return False
        if not isinstance(item, bool):
            found += item.conditions if isinstance(item, All) else (item,)
    once = tuple(dict.fromkeys(found))
    return All(once) if len(once) > 1 else once[0] if once else True


def any_of(items: Iterable[Left]) -> Left:
    """Return that at least one holds, each said once."""
    found: list[Condition] = []
    for item in items:
        if item is True:
            return True
        if not isinstance(item, bool):
            found += item.conditions if isinstance(item, Any) else (item,)
    once = tuple(dict.fromkeys(found))
    return Any(once) if len(once) > 1 else once[0] if once else False


def said(left: Left) -> Condition:
    """Return what is left of a condition as a condition, where one has to be written."""
    if isinstance(left, bool):
        return EVER if left else NEVER
    return left


# ---------------------------------------------------------------- definitions


def nested(conditions: Iterable[Condition]) -> Iterator[Condition]:
    """Yield conditions and all within them, in the order of the text; what a definition says once, before it."""
    yield from _below(conditions, set())


def _below(conditions: Iterable[Condition], seen: set[Defined]) -> Iterator[Condition]:
    for condition in conditions:
        match condition:
            case Not(inner):
                yield from _below((inner,), seen)
            case All(items) | Any(items) | Count(_, _, items):
                yield from _below(items, seen)
            case Defined() if _new(condition, seen):
                yield from _below((condition.condition,), seen)
        yield condition


def _new(defined: Defined, seen: set[Defined]) -> bool:
    if defined in seen:
        return False
    seen.add(defined)
    return True


def put_in_place(conditions: Iterable[Condition]) -> Callable[[Condition], Condition]:
    """Return what puts a definition in the place of its name, where these conditions use it once."""
    uses = Counter(each for each in nested(conditions) if isinstance(each, Defined))

    def placed(condition: Condition) -> Condition:
        match condition:
            case Not(inner):
                return said(negated(placed(inner)))
            case All(items):
                return said(all_of(map(placed, items)))
            case Any(items):
                return said(any_of(map(placed, items)))
            case Count(_, _, items):
                return condition._replace(conditions=tuple(map(placed, items)))
            case Defined():
                inner = placed(condition.condition)
                return inner if uses[condition] == 1 else condition._replace(condition=inner)
            case _:
                return condition

    return placed
