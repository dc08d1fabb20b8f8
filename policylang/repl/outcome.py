"""The outcome of a case in short: what it is by, what can still change it, and the question that comes next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from policylang.console.terminal import paint, wrapped
from policylang.console.words import clause_id, deciding, headline

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Sequence

    from policylang.semantics.decision import ClauseReport, Decision

_LABEL = 12
_MOST_CLAUSES = 6
_MOST_FACTS = 8
_MOST_TAKEN = 160


def outcome_lines(decision: Decision, columns: int, *, drafted: Container[str] = ()) -> Iterator[str]:
    """Yield a decision in a few lines.

    Args:
        decision: The decision.
        columns: How many columns a line may have.
        drafted: The clauses that are drafts, which is said with their names.
    """
    yield from answer_lines(decision, columns, drafted=drafted)
    yield from _duties(decision, columns)
    if decision.outcome == "undetermined":
        yield from _open(decision, columns)


def answer_lines(decision: Decision, columns: int, *, drafted: Container[str] = ()) -> Iterator[str]:
    """Yield the outcome with the clauses that it is by, or may be by."""
    outcome, by = headline(decision)
    clauses = deciding(decision)
    certain = [each for each in clauses if each.certainty == "certainly"]
    names = f": {_names(certain, decision, drafted)}" if certain and decision.outcome != "undetermined" else ""
    first, *more = wrapped(f"{outcome}{by}{names}", rest="  ", columns=columns)
    yield paint(first[: len(outcome)], decision.outcome) + first[len(outcome) :]
    yield from more
    possible = [each for each in clauses if each.certainty == "possibly"]
    if possible and not (certain and decision.outcome != "undetermined"):
        for effect, label in (("prohibits", "may prohibit"), ("permits", "may permit")):
            of_kind = [each for each in possible if each.effect == effect]
            if of_kind:
                yield from _field(label, _names(of_kind, decision, drafted), columns)


def _names(clauses: Sequence[ClauseReport], decision: Decision, drafted: Container[str]) -> str:
    shown = [
        clause_id(each, decision) + (" (draft)" if each.name in drafted and each.policy == decision.policy else "")
        for each in clauses[:_MOST_CLAUSES]
    ]
    more = f" and {len(clauses) - len(shown)} more" if len(clauses) > len(shown) else ""
    return ", ".join(shown) + more


def _duties(decision: Decision, columns: int) -> Iterator[str]:
    if decision.outcome == "prohibited":
        return
    left = [each for each in decision.duties if each.state != "fulfilled"]
    for certainty, label in (("certainly", "must"), ("possibly", "may have to")):
        due = [f"{each.name} ({each.state})" for each in left if each.certainty == certainty]
        if due:
            more = f" and {len(due) - _MOST_CLAUSES} more" if len(due) > _MOST_CLAUSES else ""
            yield from _field(label, ", ".join(due[:_MOST_CLAUSES]) + more, columns)


def _open(decision: Decision, columns: int) -> Iterator[str]:
    if not decision.open:
        return
    question, *others = decision.open
    named = [question.fact, *(each.fact for each in others)]
    more = f" and {len(named) - _MOST_FACTS} more" if len(named) > _MOST_FACTS else ""
    yield from _field("open", ", ".join(named[:_MOST_FACTS]) + more, columns)
    takes = (
        question.takes
        if len(question.takes) <= _MOST_TAKEN
        else f"{question.takes[:_MOST_TAKEN].rpartition(',')[0]}, …"
    )
    yield from _field("next", question.asks or question.fact, columns)
    yield from _field("", f"{question.fact}: {takes}", columns)
    if question.judged:
        yield from _field("judge", question.judged, columns)


def _field(label: str, text: str, columns: int) -> Iterator[str]:
    lead = f"  {label.ljust(_LABEL)}  "
    first, *rest = wrapped(text, first=lead, columns=columns)
    yield f"  {paint(label.ljust(_LABEL), 'quiet')}  {first[len(lead) :]}"
    yield from rest


def change_line(before: Decision, after: Decision) -> str:
    """Return how an outcome changed, in a line; nothing where it is the same."""
    one, other = headline(before)[0], headline(after)[0]
    return "" if one == other else f"{paint(one, before.outcome)} → {paint(other, after.outcome)}"
