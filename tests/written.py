"""Policies that are written as text, for cases at random: the standard one, and those of the language's tests."""

import datetime as dt
import itertools
import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import cache
from pathlib import Path as FilePath
from typing import NamedTuple

from strategies_wide import read_paths

import policylang
from policylang.diagnostics.errors import PolicyError
from policylang.semantics import worlds
from policylang.semantics.knowledge import Scalar
from policylang.semantics.policy import InEdition, Path, Policy, TextIn, Within
from policylang.semantics.types import Day, Number, OneOf, Type, YesNo

STANDARD = "microsoft.azure_openai"
SPEC = FilePath(__file__).parent / "spec"
_BLOCK = re.compile(r"^```pol[^\n]*\n(policy .*?)^```", re.MULTILINE | re.DOTALL)


class Written(NamedTuple):
    """A policy as it was resolved from its text, with what is needed to make cases."""

    name: str
    policy: Policy
    read: frozenset[Path]
    days: tuple[dt.date, ...]
    """Days before, on and after each on which a clause or an edition begins or ends."""

    def values_of(self, type_: Type) -> Sequence[Scalar]:
        """Return values of a type: all, or those on both sides of what the policy names."""
        match type_:
            case YesNo():
                return (True, False)
            case OneOf(outline):
                return outline.leaves
            case Number():
                return self._numbers(type_)
            case Day():
                named = [bound for bound in self._bounds() if isinstance(bound, dt.date)] or [dt.date(2024, 1, 1)]
                return sorted({each + dt.timedelta(days=n) for each in named for n in (-1, 0, 1)})
            case _:
                tests = worlds.tests(worlds.conditions([self.policy]))
                return (*sorted({text for test in tests if isinstance(test, TextIn) for text in test.texts}), "other")

    def _numbers(self, type_: Number) -> Sequence[Scalar]:
        step = Decimal(1) if type_.whole else Decimal("0.5")
        named = [bound for bound in (*self._bounds(), type_.low, type_.high) if isinstance(bound, Decimal)]
        near = {each + way * step for each in (*named, Decimal(0)) for way in (-1, 0, 1)}
        return sorted(
            each
            for each in near
            if (type_.low is None or each >= type_.low) and (type_.high is None or each <= type_.high)
            if not type_.whole or each == each.to_integral_value()
        )

    def _bounds(self) -> Iterator[object]:
        for test in worlds.tests(worlds.conditions([self.policy])):
            if isinstance(test, Within):
                yield from (test.low, test.high)


@cache
def written() -> tuple[Written, ...]:
    """Return the standard policy, and those of the pages that load by themselves."""
    found = [_written(STANDARD, policylang.load(STANDARD).resolved)]
    for page in sorted(SPEC.glob("*.md")):
        for number, text in enumerate(_BLOCK.findall(page.read_text(encoding="utf-8"))):
            try:
                policy = policylang.loads(text, folder=SPEC).resolved
            except PolicyError:
                continue  # what is wrong with it is what the page shows
            if read_paths(policy):
                found.append(_written(f"{page.stem} {number}", policy))
    return tuple(found)


def _written(name: str, policy: Policy) -> Written:
    cuts = {dt.date(2024, 5, 10)}
    periods = [period for clause in policy.clauses for period in clause.times]
    periods += [edition.period for edition in policy.editions]
    asked = worlds.asked(worlds.conditions([policy]))
    periods += [each.period for each in asked if isinstance(each, InEdition)]
    cuts.update(day for period in periods for day in period if day is not None)
    days = {day + dt.timedelta(days=n) for day, n in itertools.product(cuts, (-1, 0, 1))}
    return Written(name, policy, read_paths(policy), tuple(sorted(days)))
