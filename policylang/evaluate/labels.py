"""Cells of a variable in words: as short labels, for pictures, and as sentences that can stand alone.

A label stands beside the name of its variable and among the labels of the other cells, so the one with all that is left
over may be `anything else`. A sentence names what it is about, and says what it is not where that is shorter.
"""

import datetime as dt
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from policylang.core.domain import DAY, NEITHER, NO, YES, Cuts, Domain, Variable
from policylang.evaluate.residual_facts import cover
from policylang.semantics.policy import Path, Policy
from policylang.semantics.types import Number, OneOf, Outline, SetOf, YesNo

ANYTHING = "anything"
ANYTHING_ELSE = "anything else"
THE_DATE = "the date"
FEW = 2
"""So many names are always told, even where what is left over has fewer."""
_LONGEST_NUMBER = 30


def variable_label(policy: Policy, domain: Domain, variable: int) -> str:
    """Return what a variable is about, as a case of the policy writes it: `operator.kind`, or the date."""
    path = domain.variables[variable].path
    return THE_DATE if path is None else policy.text(path)


def cell_label(policy: Policy, domain: Domain, variable: int, cells: int) -> str:  # noqa: ARG001 - called as `sentence` is
    """Return some cells of a variable in a few words, as they stand beside the name of the variable.

    Examples: `police_department`, `anything else`, `less than 18`, `18 to 64`, `yes`, `there`, `absent`,
    `with verification`, `before 2024-05-03`.

    Args:
        policy: The policy whose names are used.
        domain: The variables.
        variable: The variable.
        cells: The cells, as bits; at least one.
    """
    found = domain.variables[variable]
    if found.kind == "presence":
        return _either(cells, "absent", "there")
    if found.kind == "member":
        names = " or ".join(members(domain, found))
        return _either(cells, f"without {names}", f"with {names}")
    if found.kind == "day":
        return " or ".join(map(_span_label, _days(domain, cells)))
    slot = domain.slot(_path(found))
    if isinstance(slot.type, YesNo):
        return _either(cells, "no", "yes")
    spans = _spans(domain, found, cells)
    if spans is not None:
        return " or ".join(map(_span_label, spans))
    return _names_label(domain, found, cells)


def sentence(policy: Policy, domain: Domain, variable: int, cells: int) -> str:
    """Return a sentence that says that a variable lies in some of its cells: `operator.kind is police_department`."""
    found = domain.variables[variable]
    name = variable_label(policy, domain, variable)
    if found.kind == "presence":
        return _either(cells, there(name, present=False), there(name, present=True))
    if found.kind == "member":
        names = members(domain, found)
        return _either(cells, f"{name} {lacks('do', names)}", f"{name} include {' or '.join(names)}")
    if found.kind == "day":
        return f"{name} is {' or '.join(map(_span_said, _days(domain, cells)))}"
    slot = domain.slot(_path(found))
    if isinstance(slot.type, YesNo):
        return _either(cells, f"not {name}", name)
    spans = _spans(domain, found, cells)
    if spans is not None:
        return f"{name} is {' or '.join(map(_span_said, spans))}"
    return f"{name} {_names_said(domain, found, cells)}"


def listing(names: Sequence[str]) -> str:
    """Return names as a sentence lists them."""
    return " and ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))


def lacks(verb: str, names: Sequence[str]) -> str:
    """Return that a set has no member of some names: `do not include a`, `include none of a, b`."""
    tense = {"do": "include", "did": "included"}[verb]
    return f"{verb} not include {names[0]}" if len(names) == 1 else f"{tense} none of {', '.join(names)}"


def there(name: str, *, present: bool) -> str:
    """Return that a thing is there, or that it is not."""
    article = "no" if not present else "an" if name[0] in "aeiou" else "a"
    return f"there is {article} {name}"


def value_text(value: object) -> str:
    """Return a number, a date or a text as it is written in a sentence."""
    match value:
        case Decimal():
            return f"{value:f}" if abs(value.adjusted()) < _LONGEST_NUMBER else str(value)
        case dt.date():
            return value.isoformat()
        case _:
            return f'"{value}"'


def _path(variable: Variable) -> Path:
    assert variable.path is not None  # noqa: S101 - all but the day have one
    return variable.path


def _either(cells: int, no: str, yes: str) -> str:
    if cells == 1 << NO:
        return no
    return yes if cells == 1 << YES else f"{yes} or {no}"


# ---------------------------------------------------------------- names


def members(domain: Domain, variable: Variable) -> list[str]:
    """Return the fewest names for the leaves of which a set has one, or none."""
    type_ = domain.slot(_path(variable)).type
    assert isinstance(type_, SetOf)  # noqa: S101 - only sets have members
    return list(cover(frozenset(variable.alike), type_.outline))


def _names_label(domain: Domain, variable: Variable, cells: int) -> str:
    if cells == variable.everything:
        return ANYTHING
    ours, others, has_rest = _sides(domain, variable, cells)
    if ours is None or (has_rest and len(ours) > max(FEW, len(others or ()))):
        return ANYTHING_ELSE
    return " or ".join(ours)


def _names_said(domain: Domain, variable: Variable, cells: int) -> str:
    if cells == variable.everything:
        return "is anything"
    ours, others, _ = _sides(domain, variable, cells)
    if ours is None or (others is not None and len(ours) > max(FEW, len(others))):
        return _one_of("is not", others or [])
    return _one_of("is", ours)


def _one_of(verb: str, names: Sequence[str]) -> str:
    return f"{verb} {names[0]}" if len(names) == 1 else f"{verb} one of {', '.join(names)}"


def _sides(domain: Domain, variable: Variable, cells: int) -> tuple[list[str] | None, list[str] | None, bool]:
    """Return the names of some cells, those of all others, and whether what is left over is among the cells.

    Texts that no test names cannot be listed: nothing is returned for the side that they are on.
    """
    type_ = domain.slot(_path(variable)).type
    coding = domain.values[_path(variable)]
    if isinstance(type_, OneOf):
        rest = max(range(variable.size), key=lambda cell: len(variable.cells[cell]))
        ours = _covered(variable, cells, type_.outline)
        return ours, _covered(variable, variable.everything & ~cells, type_.outline), bool(cells >> rest & 1)
    has_rest = bool(cells >> coding.otherwise & 1)
    sides: list[list[str]] = [[], []]
    for text, cell in coding.named.items():
        sides[not cells >> cell & 1].append(value_text(text))
    return (None, sides[1], True) if has_rest else (sides[0], None, False)


def _covered(variable: Variable, cells: int, outline: Outline) -> list[str]:
    leaves = frozenset(str(leaf) for cell, alike in enumerate(variable.cells) if cells >> cell & 1 for leaf in alike)
    return list(cover(leaves, outline))


# ---------------------------------------------------------------- numbers and dates

Bound = Decimal | dt.date


class Span(NamedTuple):
    """Numbers or dates next to each other; a missing bound does not bind."""

    low: Bound | None
    high: Bound | None
    low_included: bool = True
    high_included: bool = True


def spans(domain: Domain, variable: int, cells: int) -> tuple[Span, ...]:
    """Return the numbers or dates in some cells of a variable, the lowest first; nothing for other variables."""
    found = domain.variables[variable]
    if variable == DAY:
        return tuple(_days(domain, cells))
    return tuple(_spans(domain, found, cells) or ())


def _spans(domain: Domain, variable: Variable, cells: int) -> list[Span] | None:
    coding = domain.values.get(_path(variable))
    if coding is None or coding.cuts is None:
        return None
    type_ = domain.slot(_path(variable)).type
    is_whole = not isinstance(type_, Number) or type_.whole
    inside = [cell == NEITHER or bool(cells >> cell & 1) for cell in coding.cuts.cell]
    filled = [cell != NEITHER for cell in coding.cuts.cell]
    return [_span(coding.cuts, run, filled, is_whole=is_whole) for run in _runs(inside, filled)]


def _runs(inside: Sequence[bool], filled: Sequence[bool]) -> Iterator[tuple[int, int]]:
    """Yield where stretches inside follow each other: the first and the last that hold a value."""
    first = last = -1
    for place, is_inside in enumerate([*inside, False]):
        if not is_inside:
            if first >= 0:
                yield first, last
            first = -1
        elif filled[place]:
            first = place if first < 0 else first
            last = place


def _span(cuts: Cuts, run: tuple[int, int], filled: Sequence[bool], *, is_whole: bool) -> Span:
    first, last = run
    if first == last and first % 2:
        return Span(cuts.constants[first // 2], cuts.constants[first // 2])
    low, low_in = (cuts.constants[(first - 1) // 2], bool(first % 2)) if any(filled[:first]) else (None, True)
    high, high_in = (cuts.constants[last // 2], bool(last % 2)) if any(filled[last + 1 :]) else (None, True)
    if is_whole and low is not None and not low_in:
        low, low_in = _next(low), True
    if is_whole and low is not None and high is not None and not high_in:
        high, high_in = _next(high, step=-1), True
    return Span(low, high, low_in, high_in)


def _next(value: Bound, *, step: int = 1) -> Bound:
    """Return the whole number, or the day, next to a value that is left out."""
    if isinstance(value, dt.date):
        return value + dt.timedelta(days=step)
    whole = value.to_integral_value("ROUND_FLOOR" if step > 0 else "ROUND_CEILING")
    return whole + step


def _days(domain: Domain, cells: int) -> Iterator[Span]:
    """Yield the dates of the decision in some cells."""
    inside = [bool(cells >> cell & 1) for cell in range(domain.variables[DAY].size)]
    for first, last in _runs(inside, [True] * len(inside)):
        low = domain.days[first - 1] if first else None
        high = domain.days[last] if last < len(domain.days) else None
        both = low is not None and high is not None
        yield Span(low, _next(high, step=-1)) if both and high else Span(low, high, high_included=False)


def _span_label(span: Span) -> str:
    low, high, low_in, high_in = span
    is_date = isinstance(high if low is None else low, dt.date)
    if low is None and high is None:
        return ANYTHING
    if low is None:
        less = ("until", "before") if is_date else ("at most", "less than")
        return f"{less[not high_in]} {value_text(high)}"
    if high is None:
        more = ("from", "after") if is_date else ("at least", "more than")
        return f"{more[not low_in]} {value_text(low)}{' on' if is_date and low_in else ''}"
    if low == high:
        return value_text(low)
    if low_in and high_in:
        return f"{value_text(low)} to {value_text(high)}"
    lower = "at least" if low_in else "more than"
    return f"{lower} {value_text(low)} and {'at most' if high_in else 'less than'} {value_text(high)}"


def _span_said(span: Span) -> str:
    """Return a span as it stands in a sentence."""
    low, high, low_in, high_in = span
    is_date = isinstance(high if low is None else low, dt.date)
    if is_date and high is None and low is not None:
        return f"{'on or ' if low_in else ''}after {value_text(low)}"
    if is_date and low is None:
        return f"{'on or ' if high_in else ''}before {value_text(high)}"
    said = _span_label(span)
    return f"from {said}" if low is not None and high is not None and low != high and low_in and high_in else said
