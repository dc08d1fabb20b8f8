"""An account of a case from questions: whether some possible completion answers yes, asked of whoever can find one."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from policylang.evaluate.account import Due, Given, Lifting
from policylang.semantics.decision import Basis, Certainty, DutyState
from policylang.semantics.policy import OUTCOME_OF, OUTCOMES, Duty, Outcome
from policylang.semantics.reference import (
    BASES,
    Provision,
    Voice,
    basis_is,
    calling_for,
    is_against,
    is_due,
    is_given,
    outcome_is,
)
from policylang.semantics.whole import Whole
from policylang.semantics.worlds import Answer

STATES: tuple[DutyState, ...] = ("fulfilled", "breached", "outstanding", "unknown")

Question = Callable[[Any], Answer]
"""Whether something is so in all completions that a world stands for, or what it depends on."""


class AskingAccount(ABC):
    """The answers about a case, each from questions."""

    is_possible: bool
    has_limit = True

    def __init__(self) -> None:
        self._standing: dict[Provision, Certainty | None] = {}
        self._outcomes: dict[int, tuple[Outcome, ...]] = {}

    @abstractmethod
    def exists(self, question: Question) -> bool:
        """Return whether some possible completion answers a question with yes, or may, where a limit is met."""

    @abstractmethod
    def certainty(self, question: Question) -> Certainty | None:
        """Return whether the answer is yes in every possible completion, or in some; nothing where in none."""

    @abstractmethod
    def possible_outcomes(self, whole: Whole) -> tuple[Outcome, ...]:
        """Return the possible outcomes, mildest first."""

    @abstractmethod
    def is_stood(self, rule: Provision) -> Question:
        """Return the question whether a clause stands."""

    @abstractmethod
    def is_lifted(self, rule: Provision) -> Question:
        """Return the question whether a clause applies and does not stand."""

    @abstractmethod
    def lifts(self, by: Provision, over: Provision) -> Question:
        """Return the question whether a clause stands that prevails over one that applies."""

    @abstractmethod
    def is_due_in_state(self, voice: Voice, duty: Duty, state: DutyState) -> Question:
        """Return the question whether a duty is due, and in this state."""

    # ------------------------------------------------------------ the outcome

    def outcomes(self, whole: Whole) -> tuple[Outcome, ...]:
        """Return the possible outcomes, mildest first."""
        if id(whole) not in self._outcomes:
            self._outcomes[id(whole)] = self.possible_outcomes(whole)
        return self._outcomes[id(whole)]

    def bases(self, whole: Whole) -> tuple[Basis, ...]:
        """Return every basis that a possible outcome can have, the strongest first."""
        outcomes = self.outcomes(whole)
        return tuple(
            basis
            for basis in BASES
            if any(self.exists(partial(basis_is, whole.voices, each, basis)) for each in outcomes)
        )

    def against(self, whole: Whole) -> dict[Provision, Certainty]:
        """Return the clauses that stand in some possible completion which has another outcome."""
        found = {}
        for rule in self.standing(whole):
            if self._can_lose(rule, self.outcomes(whole)):
                how = self.certainty(partial(is_against, rule, whole.voices))
                if how:
                    found[rule] = how
        return found

    def _can_lose(self, rule: Provision, outcomes: tuple[Outcome, ...]) -> bool:
        """Whether a clause may stand and lose: the strictest outcome yields only to a milder one of the same policy."""
        outcome = OUTCOME_OF.get(rule.clause.effect)
        if outcome is None or outcomes == (outcome,):
            return False
        speaking_for = rule.voice.speaking_for
        others = (each for other in OUTCOMES if other != outcome for each in speaking_for[other])
        return outcome != OUTCOMES[-1] or any(self.stands(each) for each in others)

    # ------------------------------------------------------------ clauses

    def standing(self, whole: Whole) -> dict[Provision, Certainty]:
        """Return the clauses that stand in some possible completion."""
        return {rule: how for voice in whole.voices for rule in voice.provisions if (how := self.stands(rule))}

    def stands(self, rule: Provision) -> Certainty | None:
        """Return whether a clause stands; each is asked about once, for the whole and all rows."""
        if rule not in self._standing:
            self._standing[rule] = self.certainty(self.is_stood(rule))
        return self._standing[rule]

    def lifted(self, whole: Whole) -> dict[Provision, Lifting]:
        """Return the clauses that apply and do not stand in some possible completion."""
        found = {}
        for rule in (each for voice in whole.voices for each in voice.provisions):
            if any(self.stands(each) for each in rule.prevailing):
                how = self.certainty(self.is_lifted(rule))
                if how:
                    by = tuple(each for each in rule.prevailing if self.exists(self.lifts(each, rule)))
                    found[rule] = Lifting(how, by)
        return found

    # ------------------------------------------------------------ duties and advice

    def duties(self, whole: Whole) -> Iterator[Due]:
        """Return the duties that are due in some possible completion."""
        for voice in whole.voices:
            for duty in voice.policy.duties:
                if any(self.stands(each) for each in calling_for(voice, duty)):
                    how = self.certainty(partial(is_due, voice, duty))
                    if how:
                        yield Due(voice, duty, how, self._state(voice, duty))

    def _state(self, voice: Voice, duty: Duty) -> DutyState:
        found = [state for state in STATES if self.exists(self.is_due_in_state(voice, duty, state))]
        return found[0] if len(found) == 1 else "unknown"

    def advice(self, whole: Whole) -> Iterator[Given]:
        """Return the advice that is given in some possible completion."""
        for voice in whole.voices:
            for advice in voice.policy.advice:
                if any(self.stands(each) for each in calling_for(voice, advice)):
                    how = self.certainty(partial(is_given, voice, advice))
                    if how:
                        yield Given(voice, advice, how)


def milder_first(exists: Callable[[Question], bool], whole: Whole) -> tuple[Outcome, ...]:
    """Return the outcomes that some possible completion has, mildest first; where none is found, the strictest."""
    *milder, strictest = OUTCOMES
    found = [each for each in milder if exists(partial(outcome_is, whole.voices, each))]
    if not found or exists(partial(outcome_is, whole.voices, strictest)):
        found.append(strictest)
    return tuple(found)
