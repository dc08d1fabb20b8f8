"""The phrases in which every command speaks of a decision: the answer in a sentence, and how things are named.

A use that no clause grants is *not prohibited*, never *permitted*: the difference is the point of the basis.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from policylang.semantics.decision import AdviceReport, ClauseReport, Decision, DutyReport, Question


DEPENDING = "depending on what is not known"
_GRANTED = frozenset({"clauses", "conflict rule"})
_PREVAILING = {"prohibited": "prohibition", "permitted": "permission"}
_OTHER_SIDE = {"prohibited": "a permission", "permitted": "a prohibition"}
_LARGE = 10**15
EFFECT_OF = {"prohibited": "prohibits", "permitted": "permits"}


def listing(names: Sequence[str]) -> str:
    """Return names as a sentence lists them."""
    return " and ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))


def counted(count: int, noun: str) -> str:
    """Return a number with its noun: `1 clause`, `2 clauses`."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def figure(number: int) -> str:
    """Return a number as a person reads it: `12,480`, and of very large ones how large: `about 2.0 · 10^32`."""
    return f"{number:,}" if number < _LARGE else f"about {number:.1e}".replace("e+", " · 10^")


def clause_id(named: ClauseReport | DutyReport | AdviceReport, decision: Decision) -> str:
    """Return the name of a clause, duty or advice, with its policy where that is another than the decision's."""
    return qualified(named.name, named.policy, decision)


def qualified(name: str, policy: str, decision: Decision) -> str:
    """Return a name of some policy, with that policy where it is another than the decision's."""
    return name if policy == decision.policy else f"{policy}.{name}"


def by_names(names: Sequence[str], policy: str, decision: Decision) -> str:
    """Return names of some policy as a sentence lists them."""
    return listing([qualified(name, policy, decision) for name in names])


def verdict(decision: Decision) -> str:
    """Return the outcome in a word or two: permitted only where a clause grants it, else not prohibited."""
    if decision.outcome == "permitted" and not _GRANTED.issuperset(decision.bases):
        return "not prohibited"
    return decision.outcome


def deciding(decision: Decision) -> tuple[ClauseReport, ...]:
    """Return the clauses that speak for the outcome; for either, where it is undetermined.

    None of them certainly loses a conflict: what loses speaks for another outcome than there is.
    """
    effects = (EFFECT_OF[decision.outcome],) if decision.outcome in EFFECT_OF else tuple(EFFECT_OF.values())
    return tuple(clause for clause in decision.stands if clause.effect in effects)


def decides(clause: ClauseReport, decision: Decision) -> bool:
    """Whether the outcome can rest on the clause: it speaks for it, and no other that does stands certainly."""
    return clause in deciding(decision) and (clause.certainty == "certainly" or not _is_certain(decision))


def _is_certain(decision: Decision) -> bool:
    """Whether a clause that speaks for the outcome stands certainly."""
    return decision.outcome != "undetermined" and any(each.certainty == "certainly" for each in deciding(decision))


def headline(decision: Decision) -> tuple[str, str]:
    """Return the answer in a sentence, in two pieces: the outcome, and what it is by."""
    return verdict(decision).capitalize(), _by(decision)


def how_to_set(question: Question) -> str:
    """Return how the question is answered on the command line."""
    choices = {"yes or no": ("yes", "no"), "a date": ("YYYY-MM-DD",)}.get(question.takes)
    if choices is None:
        choices = ("VALUE,VALUE", "none") if question.takes.startswith("several of") else ("VALUE",)
    return f"--set {question.fact}=" + " or =".join(choices)


def _by(decision: Decision) -> str:
    if decision.outcome == "undetermined":
        return _undetermined_by(decision)
    if len(decision.bases) != 1 and not (_is_certain(decision) and _GRANTED.issuperset(decision.bases)):
        return _by_several_bases(decision)
    other = "permits" if decision.outcome == "permitted" else "prohibits"
    match decision.bases[0]:
        case "clauses" if len(decision.bases) > 1:
            other, prevailing = _OTHER_SIDE[decision.outcome], _PREVAILING[decision.outcome]
            return f"{_by_clauses(decision)}; where {other} stands too, {prevailing} prevails"
        case "clauses":
            return _by_clauses(decision)
        case "conflict rule":
            return f": clauses stand on both sides, and {_PREVAILING[decision.outcome]} prevails"
        case "outside scope":
            return ": the policy does not apply to this case"
        case "default":
            return f": no clause prohibits or permits it, and the policy otherwise {other}"


def _by_clauses(decision: Decision) -> str:
    clauses = deciding(decision)
    certain = sum(clause.certainty == "certainly" for clause in clauses)
    if certain:
        return f", by {counted(certain, 'clause')}"
    return f", by one or more of {counted(len(clauses), 'clause')}, {DEPENDING}" if clauses else ", by clauses"


def _undetermined_by(decision: Decision) -> str:
    if decision.limit:
        return f": a limit was met before every possibility was tried ({decision.limit})"
    granted = any(clause.effect == "permits" for clause in deciding(decision))
    either = " or ".join(decision.possible) if granted else "prohibited or not"
    return f": {either}, {DEPENDING}"


def _by_several_bases(decision: Decision) -> str:
    said = {
        "clauses": "by clauses",
        "default": "by default",
        "conflict rule": "by the conflict rule",
        "outside scope": "outside its scope",
    }
    return f", whatever is not known: {' or '.join(said[basis] for basis in decision.bases)}"
