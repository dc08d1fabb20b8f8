"""Values that stand for a cell where one is shown: of numbers and dates the one nearest to what is so now."""

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal

from policylang.core.domain import DAY, Domain
from policylang.evaluate.labels import Bound, Span, spans
from policylang.semantics.knowledge import Knowledge, OneOfThese, Scalar


def present(domain: Domain, variable: int, knowledge: Knowledge) -> Scalar | None:
    """Return the one value that is known of a variable, if there is one."""
    path = domain.variables[variable].path
    known = knowledge.known.get(path) if path is not None else None
    return next(iter(known.values)) if isinstance(known, OneOfThese) and len(known.values) == 1 else None


def nearest(domain: Domain, variable: int, cell: int, *, to: Scalar | None) -> Scalar:
    """Return a value of a cell, the nearest one to a number or a date."""
    sample = domain.variables[variable].cells[cell][0]
    if isinstance(to, bool) or not isinstance(to, Decimal | dt.date):
        return sample
    found = [value for span in spans(domain, variable, 1 << cell) if (value := _in(span, to)) is not None]
    return min([*found, sample], key=lambda value: _distance(value, to))


def _in(span: Span, to: Bound) -> Bound | None:
    """Return the value of a span nearest to one, or a whole one near by where its bound is left out."""
    low, high, low_in, high_in = span
    if low is not None and to <= low:  # type: ignore[operator]  # numbers are compared with numbers, dates with dates
        found = low if low_in else _beside(low, step=1)
    elif high is not None and to >= high:  # type: ignore[operator]
        found = high if high_in else _beside(high, step=-1)
    else:
        return to
    fits_low = low is None or found > low or (low_in and found == low)  # type: ignore[operator]
    fits_high = high is None or found < high or (high_in and found == high)  # type: ignore[operator]
    return found if fits_low and fits_high else None


def _beside(value: Bound, *, step: int) -> Bound:
    if isinstance(value, dt.date):
        return value + dt.timedelta(days=step)
    return value.to_integral_value("ROUND_FLOOR" if step > 0 else "ROUND_CEILING") + step


def _distance(value: Scalar, to: Bound) -> Decimal | int:
    if isinstance(to, dt.date):
        assert isinstance(value, dt.date)  # noqa: S101 - dates have dates near by
        return abs((value - to).days)
    assert isinstance(value, Decimal)  # noqa: S101 - numbers have numbers near by
    return abs(value - to)


def distances(domain: Domain, variable: int, left: int) -> list[int]:
    """Return for each cell of numbers or dates how many others are nearer to the cells that are left; else 0."""
    size = domain.variables[variable].size
    if variable == DAY or not spans(domain, variable, left):
        return [0] * size
    here = [_edges(spans(domain, variable, 1 << cell)) for cell in range(size)]
    ours = [edge for cell in range(size) if left >> cell & 1 for edge in here[cell]]
    away = [min((_distance(one, other) for one in edges for other in ours), default=0) for edges in here]
    ranks = sorted(set(away))
    return [ranks.index(each) for each in away]


def _edges(found: Iterable[Span]) -> list[Bound]:
    return [bound for span in found for bound in (span.low, span.high) if bound is not None]
