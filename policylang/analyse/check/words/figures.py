"""Figures: numbers and dates that the words have and the rule has not, and those of the rule that the words have not.

Both ask little, to be right when they speak. The rule has a number when it stands anywhere in it, in a fact's question
or a reading too, in another unit or as whole values have it. The words have to mention a rule's bound only where the
clause tests it itself and they do mention others.
"""

import datetime as dt
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from policylang.analyse.check.words.amounts import Value
from policylang.analyse.check.words.boundary import Said, agrees, meets
from policylang.analyse.check.words.quoted import Quotation
from policylang.analyse.check.words.reading import mentions
from policylang.analyse.check.words.rule import Bound, bounds, mentioned
from policylang.analyse.check.words.units import DIMENSIONS, converted
from policylang.semantics.policy import Clause, Policy


class Absent(NamedTuple):
    """A number or date of the words that the rule has not, and the bound that stands in its place, if one does."""

    clause: Clause
    said: Said
    instead: Bound | None


def absent_from_rule(policy: Policy, quotation: Quotation) -> Iterator[Absent]:
    """Yield the figures of a quotation that no clause which quotes it has."""
    here = [mention for mention in mentions(quotation.text) if mention.amount.firm]
    if not here:
        return
    known: set[Value] = set().union(*(mentioned(policy, clause) for clause in quotation.clauses))
    every = [bound for clause in quotation.clauses for bound in bounds(policy, clause)]
    seen: set[Value] = set()
    for mention in here:
        value = mention.amount.value
        if value in seen or _is_among(value, mention.amount.unit, known):
            continue
        if any(agrees(mention, bound) or meets(mention, bound) for bound in every):
            continue
        seen.add(value)
        clause = quotation.clauses[0]
        yield Absent(clause, Said(quotation.text, mention), _instead(every, mention.amount.unit, value, here))


def _is_among(value: Value, unit: str | None, known: set[Value]) -> bool:
    if isinstance(value, dt.date):
        return value in known
    near = {each for other in (*DIMENSIONS, None) for each in converted(value, unit, other)}
    return bool(near & known)


def _instead(every: Sequence[Bound], unit: str | None, value: Value, here: Sequence[object]) -> Bound | None:
    """Return the one bound of the same kind that the words do not mention."""
    found = {
        (bound.value, id(bound.within)): bound
        for bound in every
        if bound.within is not None
        and isinstance(bound.value, dt.date) == isinstance(value, dt.date)
        and (unit is None or bound.unit is None or unit == bound.unit)
        and not any(meets(each, bound) for each in here)  # type: ignore[arg-type]
    }
    return next(iter(found.values())) if len(found) == 1 else None


def absent_from_words(policy: Policy, clause: Clause, said: Sequence[Said]) -> Iterator[Bound]:
    """Yield the bounds that a clause tests itself and its words do not mention, though they mention others.

    Where the words have a figure that the rule has not, that is told instead.
    """
    own = [each for each in bounds(policy, clause) if each.line in ("when", "unless") and not each.in_definition]
    if not any(meets(each.mention, bound) or agrees(each.mention, bound) for each in said for bound in own):
        return
    seen: set[tuple[object, object]] = set()
    for bound in own:
        if bound.value in (Decimal(0), Decimal(1)) or (bound.value, bound.unit) in seen:
            continue
        if not any(_mentions(each, bound) for each in said):
            seen.add((bound.value, bound.unit))
            yield bound


def _mentions(said: Said, bound: Bound) -> bool:
    value = said.mention.amount.value
    return agrees(said.mention, bound) or meets(said.mention, bound) or value == bound.value
