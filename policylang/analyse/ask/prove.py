"""Does a statement hold of every case? That it does is proved; that it does not is shown by the smallest case.

A policy is silent outside its scope: such a case counts as neither permitted nor prohibited, so `never …` holds of it
and `always …` does not. Where outcomes are compared, with those of another policy or with those that another value of a
fact would give, the outcome is what a decision says, which is the mildest outside the scope.
"""

import datetime as dt
from collections.abc import Iterable
from typing import Literal, NamedTuple

from policylang.analyse.ask.find import MOST_NODES, MOST_STEPS
from policylang.analyse.ask.pair import pair, variables_of
from policylang.analyse.ask.shown import Shown, in_scope, latest, shown
from policylang.analyse.given import NOTHING, Given
from policylang.analyse.subject import Kinds, Subject, subjects
from policylang.diagram.manager import DiagramTooLargeError, Node
from policylang.semantics.assertion import ComparesStatement, DependsStatement, OutcomeStatement, Statement
from policylang.semantics.decision import Decision
from policylang.semantics.policy import OUTCOMES, Outcome, Policy

Verdict = Literal["proved", "refuted", "undecided"]
_TITLE = "a case against: "


class Proof(NamedTuple):
    """Whether a statement holds of every case, and what shows that it does not.

    `kinds` says of how many kinds of case it speaks, of all; `silent` in how many of these the policy says nothing.
    `given` is what all cases have in common that were looked at.
    `against` is empty where it holds. It is one case, or two that differ in one fact alone, or one case under two
    policies that are compared.
    """

    policy: str
    statement: str
    verdict: Verdict
    kinds: Kinds | None = None
    silent: int = 0
    against: tuple[Shown, ...] = ()
    given: Given = NOTHING


class _Against(NamedTuple):
    """Where a case is against a statement, and the outcome of each policy there; nothing for outside its scope."""

    node: Node
    outcomes: tuple[Outcome | None, ...]


def prove(
    policy: Policy, statement: Statement, *, said: str, on: dt.date | None = None, given: Given = NOTHING
) -> Proof:
    """Return whether a statement holds of every case, or of every one that is as is given.

    Args:
        policy: The policy.
        statement: The statement.
        said: The statement in words.
        on: The day of the decision; nothing for all days.
        given: What is given of all cases that are looked at.

    Raises:
        CaseError: No case can be as is given.
    """
    policies = [policy, statement.other] if isinstance(statement, ComparesStatement) else [policy]
    asking = [] if statement.when is None else [statement.when]
    try:
        first, *others = subjects(policies, asking=asking, given=given)
        first.must_be_possible(on)
        told = Given(given.knowledge)  # the file of another policy need not see the examples
        under = (first, *(Subject(each.program, told) for each in others))
        proving = _Proving(under, statement, said, on)
        with proving.first.diagrams.at_most(MOST_NODES, steps=MOST_STEPS):
            return proving.proof()._replace(given=given)
    except DiagramTooLargeError:
        return Proof(policy.name, said, "undecided", given=given)


class _Proving:
    """A statement about policies under analysis."""

    def __init__(self, under: tuple[Subject, ...], statement: Statement, said: str, on: dt.date | None) -> None:
        self.under = under
        self.first = under[0]
        self.statement = statement
        self.said = said
        self.on = on
        self.conditions = () if statement.when is None else (statement.when,)

    def proof(self) -> Proof:
        """Return whether the statement holds.

        Raises:
            DiagramTooLargeError: That cannot be decided within the limits.
        """
        first, speaking = self.first, self._speaking()
        kinds = first.kinds(speaking, day=self.on)
        silent = first.kinds(first.both(speaking, first.no(in_scope(first))), day=self.on).affected
        against = self._against(speaking)
        return Proof(first.policy.name, self.said, "refuted" if against else "proved", kinds, silent, tuple(against))

    def _speaking(self) -> Node:
        """Return where the statement speaks of a case: its condition holds, and the case can be under every policy."""
        first = self.first
        parts = [first.condition(each) for each in self.conditions]
        parts += [each.possible for each in self.under[1:]]
        return first.both(*parts, *([] if self.on is None else [first.on(self.on)]))

    def _against(self, speaking: Node) -> Iterable[Shown]:
        match self.statement:
            case DependsStatement():
                return self._pair(speaking)
            case OutcomeStatement():
                return self._first(self._other_outcomes(speaking))
            case ComparesStatement():
                return self._first(self._differences(speaking))

    def _other_outcomes(self, speaking: Node) -> Iterable[_Against]:
        assert isinstance(self.statement, OutcomeStatement)  # noqa: S101 - as it was asked
        first, outcome = self.first, self.statement.outcome
        within = first.both(speaking, in_scope(first))
        if self.statement.how == "never":
            return [_Against(first.both(within, first.has_outcome(outcome)), (outcome,))]
        others = [each for each in OUTCOMES if each != outcome]
        found = [_Against(first.both(within, first.has_outcome(each)), (each,)) for each in others]
        return [*found, _Against(first.both(speaking, first.no(in_scope(first))), (None,))]

    def _differences(self, speaking: Node) -> Iterable[_Against]:
        assert isinstance(self.statement, ComparesStatement)  # noqa: S101 - as it was asked
        ours, theirs = self.under
        for one in range(len(OUTCOMES)):
            for other in range(len(OUTCOMES)):
                if one < other or (one > other and self.statement.how == "same outcome as"):
                    outcomes = (OUTCOMES[one], OUTCOMES[other])
                    node = ours.both(speaking, ours.has_outcome(outcomes[0]), theirs.has_outcome(outcomes[1]))
                    yield _Against(node, outcomes)

    def _first(self, candidates: Iterable[_Against]) -> Iterable[Shown]:
        """Return the case of the first candidate that has one, under each policy."""
        for candidate in candidates:
            found = latest(self.first, candidate.node, self.on, fine=self._fine(candidate))
            if found is not None:
                return [
                    shown(
                        each,
                        found,
                        f"{_TITLE}{self.said}",
                        says=lambda decision, outcome=outcome: _has(decision, outcome),  # type: ignore[misc]
                        conditions=self.conditions if each is self.first else (),
                    )
                    for each, outcome in zip(self.under, candidate.outcomes, strict=True)
                ]
        return []

    def _fine(self, candidate: _Against) -> Node | None:
        """Return where completions of a case that two policies decide may lie; of one, it is as for any case."""
        if len(self.under) == 1:
            return None
        first = self.first
        held = [first.condition(each) for each in self.conditions]
        fine = []
        for each, outcome in zip(self.under, candidate.outcomes, strict=True):
            decided = [] if outcome is None else [each.has_outcome(outcome)]
            so = first.both(*decided, *(held if each is first else []))
            fine.append(first.either(so, first.no(each.possible)))
        return first.both(*fine)

    def _pair(self, speaking: Node) -> Iterable[Shown]:
        assert isinstance(self.statement, DependsStatement)  # noqa: S101 - as it was asked
        first = self.first
        sides = [first.both(speaking, first.has_outcome(each)) for each in OUTCOMES]
        found = pair(first, sides[0], sides[1], variables_of(first, self.statement.path), on=self.on)
        return [
            shown(
                first,
                each,
                f"{_TITLE}{self.said} ({number})",
                says=lambda decision, outcome=outcome: decision.outcome == outcome,  # type: ignore[misc]
                conditions=self.conditions,
            )
            for number, (each, outcome) in enumerate(zip(found, OUTCOMES, strict=False), 1)
        ]


def _has(decision: Decision, outcome: Outcome | None) -> bool:
    if outcome is None:
        return decision.bases == ("outside scope",)
    return decision.outcome == outcome
