"""The reference's account of a case: each question put to the rules, over all possible completions.

What a rule says is asked of `semantics.reference`, what holds of all possible completions of `semantics.completions`.
"""

import datetime as dt
from functools import cached_property, partial

from policylang.evaluate.asking import AskingAccount, Question, milder_first
from policylang.semantics.completions import LIMIT, Completions
from policylang.semantics.decision import Certainty, DutyState
from policylang.semantics.knowledge import Knowledge
from policylang.semantics.policy import Duty, Outcome, Path
from policylang.semantics.questions import open_paths
from policylang.semantics.reference import Provision, Voice, is_due_in_state, is_lifted, lifts, stands
from policylang.semantics.whole import Whole


class ReferenceAccount(AskingAccount):
    """The questions about a case put to the rules.

    Args:
        all_of_it: The whole that the case is decided under, on the day.
        knowledge: What is known of it.
        day: The date of the decision.
        limit: How many steps may be taken; to read a clause is a step.

    Raises:
        CaseError: No completion of the case is possible.
    """

    def __init__(self, all_of_it: Whole, knowledge: Knowledge, day: dt.date, *, limit: int = LIMIT) -> None:
        super().__init__()
        self.all_of_it = all_of_it
        self.knowledge = knowledge
        self.day = day
        self.steps = limit
        self.completions = self._completions(knowledge)
        self.is_possible = True

    def _completions(self, knowledge: Knowledge) -> Completions:
        policies = [voice.policy for voice in self.all_of_it.voices]
        completions = Completions(policies, knowledge, self.day, limit=self.steps)
        completions.settle(dict.fromkeys(self.all_of_it.everybody))
        return completions

    @property
    def limit(self) -> str | None:
        """The limit that was met so far, in words."""
        return f"{self.steps:,} steps" if self.completions.limit_met else None

    def exists(self, question: Question) -> bool:
        """Return whether some possible completion answers a question with yes, or may, where a limit is met."""
        return self.completions.exists(question)

    def certainty(self, question: Question) -> Certainty | None:
        """Return whether the answer is yes in every possible completion, or in some; nothing where in none."""
        return self.completions.certainty(question)

    def possible_outcomes(self, whole: Whole) -> tuple[Outcome, ...]:
        """Return the possible outcomes, mildest first."""
        return milder_first(partial(self.completions.exists, share=1), whole)

    def is_stood(self, rule: Provision) -> Question:
        """Return the question whether a clause stands."""
        return partial(stands, rule)

    def is_lifted(self, rule: Provision) -> Question:
        """Return the question whether a clause applies and does not stand."""
        return partial(is_lifted, rule)

    def lifts(self, by: Provision, over: Provision) -> Question:
        """Return the question whether a clause stands that prevails over one that applies."""
        return partial(lifts, by, over)

    def is_due_in_state(self, voice: Voice, duty: Duty, state: DutyState) -> Question:
        """Return the question whether a duty is due, and in this state."""
        return partial(is_due_in_state, voice, duty, state)

    # ------------------------------------------------------------ facts

    def open_paths(self, whole: Whole) -> tuple[Path, ...]:
        """Return what can still change the outcome, the one to ask for first."""
        return open_paths(self.completions, whole.voices)

    def judged(self, whole: Whole) -> tuple[Path, ...]:
        """Return the judged facts among those given that the outcome would be lost without, other facts given."""
        return self.needed(whole, [path for path in self._given if self._is_judged(path)])

    def sufficient(self, whole: Whole) -> tuple[Path, ...]:
        """Return given facts that settle the outcome alone, none of which can be dropped; none where it is open."""
        return self.needed(whole, self._given)

    def needed(self, whole: Whole, paths: "list[Path]") -> tuple[Path, ...]:
        """Return the facts left of some when all that the outcome does not need are dropped; judged ones go first.

        What is given besides stays. Where the outcome is undetermined, nothing is needed for it.
        """
        outcomes = self.outcomes(whole)
        if len(outcomes) > 1:
            return ()
        kept = dict(self.knowledge.known)
        for path in sorted(paths, key=lambda path: not self._is_judged(path)):
            fewer = {each: known for each, known in kept.items() if each != path}
            completions = self._completions(Knowledge(fewer))
            if milder_first(partial(completions.exists, share=1), whole) == outcomes:
                kept = fewer
        return tuple(path for path in paths if path in kept)

    @cached_property
    def _given(self) -> list[Path]:
        """What is given, in the order in which the policy's files declare it."""
        declared = [path for path, _ in self.all_of_it.voices[0].policy.paths.values()]
        return [path for path in declared if path in self.knowledge.known]

    def _is_judged(self, path: Path) -> bool:
        return self.all_of_it.voices[0].policy.slot(path).judged is not None
