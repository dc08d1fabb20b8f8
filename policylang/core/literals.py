"""Tests as demands on single variables, and conditions answered straight from the cells that a case leaves.

This is what serves where a condition has no diagram, because that would be too large.
"""

from collections.abc import Sequence
from typing import NamedTuple

from policylang.core.domain import DAY, NO, YES, Domain, satisfies
from policylang.semantics.policy import (
    All,
    Any,
    Condition,
    Count,
    Defined,
    Includes,
    IncludesOnly,
    InEdition,
    Not,
    Period,
    Present,
    Test,
)

Literal = tuple[int, int]
"""A variable, and the cells that it is to lie in, as bits."""


class Demand(NamedTuple):
    """What a test demands: each of `all_of`, and where `any_of` is given at least one of that."""

    all_of: tuple[Literal, ...]
    any_of: tuple[Literal, ...] | None = None


def demand(domain: Domain, test: Test) -> Demand:
    """Return what a test demands of the variables; where things around are absent, it holds of none of their parts."""
    (variable, *_) = variables = domain.of_path(test.path)
    things = tuple((thing, 1 << YES) for thing in domain.variables[variable].things)
    match test:
        case Present():
            return Demand((*things, (variable, 1 << YES)))
        case Includes(_, leaves) | IncludesOnly(_, leaves):
            inside = [each for each in variables if not leaves.isdisjoint(domain.variables[each].alike)]
            outside = [each for each in variables if each not in inside]
            if isinstance(test, IncludesOnly):
                things = (*things, *((each, 1 << NO) for each in outside))
            return Demand(things, tuple((each, 1 << YES) for each in inside))
        case _:
            cells = domain.variables[variable].cells
            fitting = sum(1 << cell for cell, values in enumerate(cells) if satisfies(test, values[0]))
            return Demand((*things, (variable, fitting)))


def days_in(domain: Domain, periods: Sequence[Period]) -> int:
    """Return the cells of the days that lie in some periods, as bits."""
    bits = 0
    for cell, (day,) in enumerate(domain.variables[DAY].cells):
        if any(period.contains(day) for period in periods):  # type: ignore[arg-type]
            bits |= 1 << cell
    return bits


Answer = bool | None
"""Whether something holds; nothing where what is known does not tell."""


class Holds:
    """Answers conditions from the cells that a case leaves: yes, no, or nothing where both may be.

    Each answer is certain; where variables that occur twice make a condition hold or fail anyway, there may be none.
    """

    def __init__(self, domain: Domain) -> None:
        self.domain = domain
        self._demands: dict[int, Demand] = {}

    def __call__(self, condition: Condition, left: Sequence[int]) -> Answer:
        """Return whether a condition holds."""
        match condition:
            case All(inner):
                return every([self(each, left) for each in inner])
            case Any(inner):
                return some([self(each, left) for each in inner])
            case Not(one):
                return opposite(self(one, left))
            case Count(number, exactly, inner):
                return _counted([self(each, left) for each in inner], number, exactly=exactly)
            case Defined(_, _, meant):
                return self(meant, left)
            case _:
                return self._test(condition, left)

    def _test(self, test: Test | InEdition, left: Sequence[int]) -> Answer:
        key = id(test)
        if key not in self._demands:
            if isinstance(test, InEdition):
                self._demands[key] = Demand(((DAY, days_in(self.domain, [test.period])),))
            else:
                self._demands[key] = demand(self.domain, test)
        demanded = self._demands[key]
        answers = [_lies(left[variable], cells) for variable, cells in demanded.all_of]
        if demanded.any_of is not None:
            answers.append(some([_lies(left[variable], cells) for variable, cells in demanded.any_of]))
        return every(answers)


def _lies(left: int, cells: int) -> Answer:
    if not left & cells:
        return False
    return None if left & ~cells else True


def every(answers: Sequence[Answer]) -> Answer:
    """Return whether all are yes."""
    if False in answers:
        return False
    return None if None in answers else True


def some(answers: Sequence[Answer]) -> Answer:
    """Return whether at least one is yes."""
    if True in answers:
        return True
    return None if None in answers else False


def opposite(answer: Answer) -> Answer:
    """Return no for yes, and yes for no."""
    return None if answer is None else not answer


def _counted(answers: Sequence[Answer], number: int, *, exactly: bool) -> Answer:
    least = answers.count(True)
    most = least + answers.count(None)
    if most < number or (exactly and least > number):
        return False
    if least < number or (exactly and most > number):
        return None
    return True
