"""The effect of a draft: what a new clause, a changed one or one taken away does to a policy, for who drafts it.

What changes in the decisions comes from comparing the policy without and with the draft, in short; what the drafted
clauses do among the others, from looking at these alone. So it is told at once, however large the policy is.
"""

import datetime as dt
from collections.abc import Collection, Iterator
from typing import NamedTuple

from policylang.analyse.ask.effect_clauses import Drafted, DraftedClauses
from policylang.analyse.compare.difference import ClauseChange, Difference
from policylang.analyse.compare.effect import Draft
from policylang.analyse.given import NOTHING, Given
from policylang.analyse.subject import Kinds
from policylang.core.program import Rule
from policylang.diagram.manager import NO_LIMIT, DiagramTooLargeError
from policylang.semantics.policy import Policy

MOST_STEPS_IN_ALL = 1_500_000


class Moved(NamedTuple):
    """A clause beside the drafted ones that stands in other cases than before: what changed, and where it stands now.

    `stands` is nothing for one that is gone, or of which it was not decided.
    """

    change: ClauseChange
    stands: Kinds | None


class Effect(NamedTuple):
    """What a draft does.

    `difference` tells what changes in the decisions: outcomes, duties, advice, possible cases and what is new to be
    told; its `clauses` are those that stand elsewhere. It is nothing where it is not known which cases are possible.
    `moved` are the clauses that stand elsewhere beside the drafted ones; `undecided` is all that was not decided
    within the limits, in words.
    """

    difference: Difference | None
    moved: tuple[Moved, ...] = ()
    drafted: tuple[Drafted, ...] = ()
    undecided: tuple[str, ...] = ()

    @property
    def is_nothing(self) -> bool:
        """Whether it is certain that no decision changes: neither the outcome nor the clauses, duties and advice."""
        found = self.difference
        return found is not None and found.is_nothing and not found.regrounded.affected


def effect(
    before: Policy,
    after: Policy,
    *,
    on: dt.date | None = None,
    changed: Collection[str] = (),
    given: Given = NOTHING,
) -> Effect:
    """Return what a draft does to a policy.

    Args:
        before: The policy without the draft.
        after: The policy with it.
        on: The day that is asked about; without one all days together.
        changed: The names of drafted clauses, or of parts; other names are passed over.
        given: What is given of all cases that are looked at, in the words of the policy with the draft.

    Raises:
        CaseError: No case can be as is given.
    """
    try:
        draft = Draft(before, after, on=on, given=given)
    except DiagramTooLargeError:
        return Effect(None, undecided=("which cases are possible: what cannot be otherwise is too large",))
    with draft.after.diagrams.at_most(NO_LIMIT, steps=MOST_STEPS_IN_ALL):
        found = draft.difference()
        rules = {each.clause.name: number for number, each in enumerate(draft.after.rules)
                 if each.clause.name in changed or each.clause.part in changed}  # fmt: skip
        changes = {each.name: each for each in found.clauses}
        clauses = DraftedClauses(draft, rules.values())
        drafted = tuple(clauses.told(rule, changes.get(name)) for name, rule in rules.items())
        moved = tuple(_moved(draft, changes, rules))
    return Effect(found, moved, drafted, (*found.undecided, *clauses.undecided))


def _moved(draft: Draft, changes: dict[str, ClauseChange], drafted: Collection[str]) -> Iterator[Moved]:
    names = _names(draft)
    for name, change in changes.items():
        if name not in drafted:
            yield Moved(change, _stands(draft, names.get(name)))


def _names(draft: Draft) -> dict[str, Rule]:
    """Return the clauses with the draft by the names that a difference gives them."""
    return {".".join(filter(None, key)): rule for key, rule in draft.pair.after.rules.items()}


def _stands(draft: Draft, rule: Rule | None) -> Kinds | None:
    try:
        return None if rule is None else draft.among.kinds(draft.after.stands(rule))
    except DiagramTooLargeError:
        return None
