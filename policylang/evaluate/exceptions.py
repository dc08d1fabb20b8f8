"""The exceptions to the clauses that apply to a case: which lifted them, and of the others what was missing.

What was missing is told by the first reason that is certain: not in force, a condition that does not hold, `unless`,
a clause that it is under and that does not stand, or that it was lifted itself.
"""

from collections.abc import Iterator, Mapping

from policylang.core.domain import Domain
from policylang.core.literals import Holds
from policylang.evaluate.account import Account, Lifting
from policylang.evaluate.case import Case
from policylang.evaluate.explanation import ExceptionTold
from policylang.evaluate.residual_tree import Named, Tree
from policylang.semantics.decision import Certainty
from policylang.semantics.policy import All, Condition, Defined, Policy
from policylang.semantics.reference import Provision
from policylang.semantics.whole import Whole
from policylang.syntax.to_text_conditions import inline


class Exceptions:
    """Tells the exceptions of a case.

    Args:
        account: The answers about the case.
        whole: The policy with what it incorporates, whatever is in force.
        domain: The variables.
        case: What is known.
    """

    def __init__(self, account: Account, whole: Whole, domain: Domain, case: Case) -> None:
        self.whole = whole
        self.case = case
        self.standing: Mapping[Provision, Certainty] = account.standing(whole)
        self.lifted: Mapping[Provision, Lifting] = account.lifted(whole)
        self._holds = Holds(domain)
        self._tree = Tree(Named({fact.id: name for name, fact in self._policy.facts.items()}, _Definitions(), {}))

    @property
    def _policy(self) -> Policy:
        return self.whole.voices[0].policy

    def told(self) -> tuple[ExceptionTold, ...]:
        """Return the exceptions to clauses that apply: first those that lifted one, certainly or possibly."""
        bit = [self._told(by, over, lifting.certainty) for over, lifting in self.lifted.items() for by in lifting.by]
        return (*bit, *self._not_bitten())

    def _not_bitten(self) -> Iterator[ExceptionTold]:
        for over in self._applying():
            for by in over.prevailing:
                if by not in self.standing:
                    yield self._told(by, over, None, why_not=self._why_not(by))

    def _applying(self) -> Iterator[Provision]:
        """Yield the clauses that certainly apply, whether or not they stand."""
        for voice in self.whole.voices:
            for rule in voice.provisions:
                lifting = self.lifted.get(rule)
                if self.standing.get(rule) == "certainly" or (lifting and lifting.certainty == "certainly"):
                    yield rule

    def _told(
        self, by: Provision, over: Provision, lifted: Certainty | None, *, why_not: str | None = None
    ) -> ExceptionTold:
        pairs = [
            each for each in by.voice.policy.exceptions if (each.by, each.over) == (by.clause.name, over.clause.name)
        ]
        readings = [each.reading for each in pairs if each.reading]
        return ExceptionTold(
            policy=by.voice.policy.name,
            by=by.clause.name,
            over=over.clause.name,
            lifted=lifted,
            cites=by.clause.cites,
            readings=tuple(dict.fromkeys((*readings, *by.clause.readings))),
            why_not=why_not,
        )

    # ------------------------------------------------------------ why not

    def _why_not(self, by: Provision) -> str:
        clause = by.clause
        if not clause.in_force(self.case.day):
            return f"it is not in force on {self.case.day.isoformat()}"
        lifting = self.lifted.get(by)
        if lifting is not None:
            return f"it is lifted itself, by {_listed(lifting.by)}"
        if clause.when is not None and self._holds(clause.when, self.case.left) is False:
            return f"this does not hold: {self.text(self._missing(clause.when))}"
        if clause.unless is not None and self._holds(clause.unless, self.case.left):
            return f"it does not apply where {self.text(clause.unless)}"
        if by.under and not any(each in self.standing for each in by.under):
            return f"it is under {_listed(by.under)}, which does not stand"
        return "it cannot apply" if clause.when is None else f"this does not hold: {self.text(clause.when)}"

    def _missing(self, condition: Condition) -> Condition:
        """Return the first part of a condition without which it does not hold."""
        match condition:
            case All(items):
                first = next((each for each in items if self._holds(each, self.case.left) is False), None)
                return condition if first is None else self._missing(first)
            case Defined(_, _, All() as meant):
                return self._missing(meant)
            case _:
                return condition

    def text(self, condition: Condition) -> str:
        """Return a condition as the policy would write it in one line."""
        return inline(self._tree.condition(condition))


class _Definitions(dict[Defined, str]):
    """The definitions by what they are called where they are used."""

    def __missing__(self, defined: Defined) -> str:
        return defined.definition.rpartition(".")[2]


def _listed(rules: tuple[Provision, ...]) -> str:
    return " and ".join(each.clause.name for each in rules)
