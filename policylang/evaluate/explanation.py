"""What an explanation of a decision says, as a value."""

import datetime as dt
from typing import Any, NamedTuple

from policylang.semantics.decision import Certainty, Verdict
from policylang.semantics.knowledge import Knowledge
from policylang.semantics.policy import Outcome


class Step(NamedTuple):
    """A question on the way of a case through the decision tree.

    `fact` is what it asks about, as a case writes it (`operator.kind`), or `the date`; `found` a sentence with what was
    found: `operator.kind is municipal_police`.
    """

    fact: str
    found: str


class Alteration(NamedTuple):
    """A fact that would be otherwise.

    `fact` is its name, as a case writes it. `now` says what is known of it (`uncontrolled`), nothing where nothing is.
    `to` is what it would be: `controlled`. `text` says so, as it follows *if*: `camera.environment were controlled`.
    """

    fact: str
    now: str | None
    to: str
    text: str


class Change(NamedTuple):
    """Facts that would be otherwise together, none of which could be left out, and the outcome that there would be.

    `outcome` is the other outcome. `cost` counts twice the cost of each fact that changes, and once that of each fact
    that was not known. `knowledge` is what would be known of the case.
    """

    outcome: Outcome
    cost: int
    alterations: tuple[Alteration, ...]
    knowledge: Knowledge


class ExceptionTold(NamedTuple):
    """An exception to a clause that applies: whether it lifted the clause, or why not.

    `policy` is whose clauses they are. `by` is the clause that prevails, `over` the one that it is about. `lifted` says
    whether it bit: certainly, possibly, or, with nothing, not at all. `cites` and `readings` are those of the clause
    that prevails, with the interpretation that the exception itself rests on. `why_not` says for one that did not
    bite the first thing that was missing: `this does not hold: camera.environment is controlled`.
    """

    policy: str
    by: str
    over: str
    lifted: Certainty | None
    cites: tuple[str, ...]
    readings: tuple[str, ...]
    why_not: str | None = None


class Explanation(NamedTuple):
    """Why a decision is as it is, and what would make it another.

    `policy`, `on` and `outcome` are those of the decision.

    `sufficient` are given facts that settle the outcome alone, none of which can be dropped, and `because` says what
    is known of them, a sentence or two each. There may be several such sets; judged facts are left out where that can
    be. Both are empty where the outcome is undetermined.

    `changes` are the nearest changes that would give another outcome, the cheapest first, for each outcome a few that
    are about different facts. What nobody can change is not changed.

    `path` is the way of the case through the decision tree, question by question.

    `exceptions` are those to clauses that apply: first those that lifted one, then those that did not bite.

    `not_worked_out` says which of these are missing, because the policy is too large for them.
    """

    policy: str
    on: dt.date
    outcome: Verdict
    sufficient: tuple[str, ...]
    because: tuple[str, ...]
    changes: tuple[Change, ...]
    path: tuple[Step, ...]
    exceptions: tuple[ExceptionTold, ...]
    not_worked_out: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Return the explanation as JSON has it."""
        return {
            "sufficient": list(self.sufficient),
            "because": list(self.because),
            "changes": [
                {
                    "outcome": change.outcome,
                    "cost": change.cost,
                    "alterations": [each._asdict() for each in change.alterations],
                }
                for change in self.changes
            ],
            "path": [step._asdict() for step in self.path],
            "exceptions": [
                {**each._asdict(), "cites": list(each.cites), "readings": list(each.readings)}
                for each in self.exceptions
            ],
            "not_worked_out": list(self.not_worked_out),
        }
