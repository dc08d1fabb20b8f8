"""Mends of a rule at a boundary: what to write so that it says what the words say, with the edit if certain."""

import datetime as dt
import re
from decimal import Decimal

from policylang.analyse import wording
from policylang.analyse.check.telling import place_of
from policylang.analyse.check.words.boundary import Slip
from policylang.analyse.check.words.mended import A_DAY, flipped
from policylang.analyse.check.words.rule import Bound
from policylang.analyse.check.written import lines_below
from policylang.diagnostics.model import Edit, Help
from policylang.evaluate.labels import value_text
from policylang.semantics.policy import Policy, Within
from policylang.source import Place, Span

_OTHER = {
    "at least": "more than",
    "more than": "at least",
    "at most": "less than",
    "less than": "at most",
    "on or after": "after",
    "after": "on or after",
    "on or before": "before",
    "before": "on or before",
}
_COMPARISON = re.compile(r"\bis\s+(at least|more than|at most|less than|on or after|after|on or before|before)\s")
_RANGE = re.compile(r"\bis\s+from\s+(?P<low>\S+)\s+to\s+(?P<high>[\w.-]+)")


def mends(policy: Policy, slip: Slip) -> tuple[Help, ...]:
    """Return what to write so that the rule puts the value itself where the words put it."""
    bound = slip.bound
    if bound.within is None:
        later = value_text(bound.value + A_DAY)  # type: ignore[operator]  # a time in force has days
        begins = "from" if bound.begins else "before"
        return (Help(f"if the words are right, it is {begins} {later}", _time_edit(slip, later)),)
    edit = _edit(bound)
    said = _said(policy, bound)
    if bound.place and bound.place.source is not place_of(slip.clause).source:
        return (Help(f"if the words are right, the rule is {said}, in {bound.place.source.name}", edit),)
    return (Help(f"if the words are right, write {said}", edit),)


def _said(policy: Policy, bound: Bound) -> str:
    """Return the test as it has to be; a range of values that are not whole becomes two tests."""
    shifted = _shifted(bound)
    test = shifted or flipped(bound)
    ends = [test]
    if test.low is not None and test.high is not None and shifted is None:
        ends = [test._replace(high=None, high_included=True), test._replace(low=None, low_included=True)]
    told = [wording.bounds(policy, each) for each in ends]
    said = " and ".join(f"`{each.name} {each.said}`" for each in told)
    return said if len(ends) == 1 else f"{said}, in a block `all of`"


def _shifted(bound: Bound) -> Within | None:
    """Return a range of whole values that begins one later, or ends one earlier; nothing for other tests."""
    within = bound.within
    assert within is not None  # noqa: S101 - of a time in force there is no test
    if not bound.step or within.low is None or within.high is None:
        return None
    if bound.value == within.low:
        return within._replace(low=_next(within.low, 1))
    return within._replace(high=_next(within.high, -1))


def _next(value: Decimal | dt.date, step: int) -> Decimal | dt.date:
    return value + step * A_DAY if isinstance(value, dt.date) else value + step


def _edit(bound: Bound) -> Edit | None:
    """Return the edit that puts the value itself on the other side, where the test stands in the file as usual."""
    if bound.place is None:
        return None
    text, start = bound.place.source.at(bound.place.span), bound.place.span.start
    comparison, both = _COMPARISON.search(text), _RANGE.search(text)
    shifted = _shifted(bound)
    if comparison is not None:
        span, written = comparison.span(1), _OTHER[comparison[1]]
    elif both is not None and shifted is not None:
        end = "low" if bound.above else "high"
        span, written = both.span(end), value_text(getattr(shifted, end))
    else:
        return None
    return Edit(Place(bound.place.source, Span(start + span[0], start + span[1])), written)


def _time_edit(slip: Slip, later: str) -> Edit | None:
    """Return the edit of a day in the clause's own line `in force`, where it is written there."""
    name = place_of(slip.clause)
    source = name.source
    for line in lines_below(name):
        at = line.words.find(value_text(slip.bound.value))
        if line.words.startswith("in force") and at >= 0:
            start = source.line_starts[line.line1 - 1] + len(line.indentation) + at
            return Edit(Place(source, Span(start, start + len(later))), later)
    return None
