"""The decision: what the policy says of a case on a date, as a frozen value, JSON both ways.

`certainly` means in every possible completion of the case, `possibly` in some but not in all.
"""

import datetime as dt
from typing import Literal, NamedTuple

from policylang.semantics.policy import Outcome

Certainty = Literal["certainly", "possibly"]
Verdict = Literal["permitted", "prohibited", "undetermined"]
Basis = Literal["clauses", "default", "conflict rule", "outside scope"]
DutyState = Literal["fulfilled", "breached", "outstanding", "unknown"]
Evidence = Literal["publisher", "quoted", "believed"]


class ClauseReport(NamedTuple):
    """A clause that matters to the decision, as an auditor needs it: words, citation, reading, certainty."""

    policy: str
    name: str
    effect: str
    summary: str
    certainty: Certainty
    cites: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    evidence: Evidence | None = None
    readings: tuple[str, ...] = ()


class Lifted(NamedTuple):
    """A clause that applies and does not stand, and the clauses that prevail over it."""

    clause: ClauseReport
    by: tuple[str, ...]


class DutyReport(NamedTuple):
    """A duty that is due, its state, and the clauses that require it."""

    policy: str
    name: str
    what: str
    state: DutyState
    certainty: Certainty
    required_by: tuple[str, ...]


class AdviceReport(NamedTuple):
    """Advice that is given, and the clauses that give it."""

    policy: str
    name: str
    what: str
    certainty: Certainty
    given_by: tuple[str, ...]


class Question(NamedTuple):
    """A fact that is still open, with what to ask, what it takes, and guidance where a human has to judge it."""

    fact: str
    asks: str
    takes: str
    judged: str | None = None


class Decision(NamedTuple):
    """A decision about a case on a date.

    `bases` are all the bases that are possible, `possible` all the outcomes. `stands` lists the
    clauses that stand, `against` those that stand and lost the conflict. `open` are the facts that
    can still change the outcome, the next question first. `limit` says which limit was met, if one was.
    """

    policy: str
    digest: str
    on: dt.date
    outcome: Verdict
    bases: tuple[Basis, ...]
    possible: tuple[Outcome, ...]
    editions: tuple[str, ...] = ()
    stands: tuple[ClauseReport, ...] = ()
    lifted: tuple[Lifted, ...] = ()
    against: tuple[ClauseReport, ...] = ()
    duties: tuple[DutyReport, ...] = ()
    advice: tuple[AdviceReport, ...] = ()
    open: tuple[Question, ...] = ()
    judgements: tuple[str, ...] = ()
    readings: tuple[str, ...] = ()
    weakest_evidence: Evidence | None = None
    limit: str | None = None
    rows: tuple["Decision", ...] = ()

    @property
    def basis(self) -> Basis | None:
        """The basis, where only one is possible."""
        return self.bases[0] if len(self.bases) == 1 else None

    @property
    def next_question(self) -> Question | None:
        """The question to ask next, where one is open."""
        return self.open[0] if self.open else None

    @property
    def is_on_condition(self) -> bool:
        """Whether the use is permitted with a duty that is due and not fulfilled."""
        return self.outcome == "permitted" and any(duty.state != "fulfilled" for duty in self.duties)
