"""Exceptions that the words make and the rule does not: `unless`, `except where`, in a rule that has none of any kind.

A rule can make an exception in many ways: `unless`, `none of`, another clause, a bound, a group of values that leaves
some out. Only where it has none of them are the words told.
"""

import re
from typing import NamedTuple

from policylang.analyse.check.words.quoted import Quotation
from policylang.analyse.sites import sites
from policylang.semantics.policy import (
    All,
    Clause,
    Condition,
    Includes,
    Policy,
    Present,
    ValueIn,
    Yes,
)

_EXCEPTION = re.compile(
    r"(?<![\w-])(?:unless|except(?:ing)?(?: (?:where|when|if|for|that|as|in|with|to))?|save (?:where|that|as|for)|"
    r"with the exception of|other than|apart from)(?![\w-])",
    re.IGNORECASE,
)
_NEGATED = re.compile(r"(?:^|_)(?:not|no|non|without|un[a-z]+|other|lacks?|missing|exempt\w*|except\w*|unless)(?:_|$)")


class Unmade(NamedTuple):
    """An exception that words make and their clause does not."""

    clause: Clause
    text: str
    start: int
    end: int


def unmade(policy: Policy, quotation: Quotation) -> Unmade | None:
    """Return the exception that a quotation makes and its clause does not; it must be the only one that quotes it."""
    found = _EXCEPTION.search(quotation.text)
    if found is None or len(quotation.clauses) != 1:
        return None
    (clause,) = quotation.clauses
    if clause.effect not in ("prohibits", "requires") or clause.readings or _has_exception(policy, clause):
        return None
    return Unmade(clause, quotation.text, *found.span())


def _has_exception(policy: Policy, clause: Clause) -> bool:
    if (
        clause.unless is not None
        or clause.under
        or any(clause.name in (each.by, each.over) for each in policy.exceptions)
    ):
        return True
    permits = any(each.effect == "permits" for each in policy.clauses)
    return permits or (clause.when is not None and not _is_flat(clause.when))


def _is_flat(condition: Condition) -> bool:
    """Whether a condition only puts together what has to be so, by names that say nothing of what is not."""
    return all(_is_plain(site.condition) for site in sites(condition, into_definitions=False))


def _is_plain(condition: Condition) -> bool:
    match condition:
        case All():
            return True
        case Yes(path):
            return not _NEGATED.search("_".join((path.fact, *path.parts)))
        case ValueIn(path, _, (name,)) | Includes(path, _, (name,)):
            return not _NEGATED.search("_".join((path.fact, *path.parts, name)))
        case Present():
            return True
        case _:
            return False
