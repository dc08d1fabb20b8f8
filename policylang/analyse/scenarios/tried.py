"""A case tried by the reference: whether something is so in every completion of it, by the rules themselves."""

import datetime as dt
from collections.abc import Iterable

from policylang.semantics.completions import Completions, Question
from policylang.semantics.knowledge import Knowledge
from policylang.semantics.policy import Clause, Condition, Duty, Policy
from policylang.semantics.reference import Provision
from policylang.semantics.whole import whole_of
from policylang.semantics.worlds import opposite

LIMIT = 2_000_000
"""How many steps the reference may take over one case; to read a clause is a step."""


class Tried:
    """The reference's answers about a case on a day.

    `limit_met` says whether it could not finish one of them.

    Args:
        policy: The policy.
        knowledge: What is known of the case.
        day: The date of the decision.
        asking: Conditions that will be asked about, beside its own.

    Raises:
        CaseError: No completion of the case is possible.
    """

    def __init__(self, policy: Policy, knowledge: Knowledge, day: dt.date, *, asking: Iterable[Condition] = ()) -> None:
        self.day = day
        self._whole = whole_of(policy, day)
        duties = tuple(Duty("", "", condition) for condition in asking)  # a policy that only asks, and says nothing
        asks = Policy("", policy.otherwise, (), duties=duties, facts=policy.facts)
        policies = [*(each.policy for each in self._whole.voices), asks]
        self._completions = Completions(policies, knowledge, day, limit=LIMIT)
        self._completions.settle(dict.fromkeys(self._whole.everybody))
        self._here = {each.clause.name: each for each in self._whole.voices[0].provisions}

    @property
    def limit_met(self) -> bool:
        """Whether the reference could not finish an answer."""
        return self._completions.limit_met

    def clause(self, name: str) -> Provision | None:
        """Return a clause of the policy itself; nothing where it is not in force on the day."""
        return self._here.get(name)

    def other(self, clause: Clause) -> Provision:
        """Return a clause in the place of the one of its name, in force whatever the day is, which nothing lifts."""
        made = Provision(clause, self._whole.voices[0])
        made.under = tuple(self._here[name] for name in clause.under if name in self._here)
        return made

    def certainly(self, question: Question) -> bool:
        """Whether the answer is yes in every possible completion."""
        return not self._completions.exists(lambda world: opposite(question(world)), share=1)
