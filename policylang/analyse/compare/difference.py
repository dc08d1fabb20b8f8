"""What changed between two versions of a policy, or between two dates of one: the answer as a value.

`before` and `after` are the two sides throughout. What could not be decided within a limit is nothing where a value
would stand, and `undecided` says it in words.
"""

import datetime as dt
from typing import Literal, NamedTuple

from policylang.analyse.given import NOTHING, Given
from policylang.analyse.subject import Kinds
from policylang.semantics.decision import Basis, ClauseReport
from policylang.semantics.policy import Outcome

Verdict = Literal["equivalent", "stricter", "looser", "incomparable"]
Status = Literal["same", "changed", "added", "removed", "not compared"]
NO_KINDS = Kinds(0, 0)


class Side(NamedTuple):
    """A version: its policy, its title, its digest and the day on which it is asked; no day for all days."""

    policy: str
    title: str | None
    digest: str
    day: dt.date | None
    edition: str | None = None


class Ground(NamedTuple):
    """What an outcome is by. `clauses` are all that speak for it and stand, or with `and_more` the first of them.

    `policy` is the policy that gives the outcome, with all that it incorporates.
    """

    policy: str
    outcome: Outcome
    basis: Basis
    clauses: tuple[ClauseReport, ...] = ()
    and_more: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the clauses, with the policy before those of one that is incorporated."""
        return tuple(self.name(each) for each in self.clauses)

    def name(self, clause: ClauseReport) -> str:
        """Return the name of a clause, with its policy where that is an incorporated one."""
        return clause.name if clause.policy == self.policy else f"{clause.policy}.{clause.name}"


class Shown(NamedTuple):
    """The smallest case that shows a change, as the reference decides it on both sides.

    `given` tells it in sentences, those about facts of the version before alone included. `scenario` can be pasted into
    the file of the version after, `scenario_before` into that of the version before.
    """

    given: tuple[str, ...]
    day_before: dt.date | None
    day_after: dt.date | None
    scenario_before: str
    scenario: str


class Case(NamedTuple):
    """A case of the version after, in sentences; no day where all days are alike."""

    given: tuple[str, ...]
    day: dt.date | None


Regions = tuple[tuple[str, ...], ...]
"""Sets of cases that do not overlap, each as sentences that all hold in it."""


class Change(NamedTuple):
    """Cases whose outcome changes alike: by the same clauses before, and by the same after.

    `regions` are nothing where they would be too many to tell; `within` then says what is so in all of them, and may be
    so elsewhere.
    """

    before: Ground
    after: Ground
    kinds: Kinds
    regions: Regions | None
    shown: Shown
    within: tuple[str, ...] = ()


class OtherGround(NamedTuple):
    """Cases whose outcome stays, by other clauses than before."""

    before: Ground
    after: Ground
    kinds: Kinds


class Stay(NamedTuple):
    """Cases whose outcome stays. `regions` are nothing where they are too many to tell at a glance."""

    outcome: Outcome
    kinds: Kinds
    regions: Regions | None


class DueChange(NamedTuple):
    """A duty or advice that is due in other cases than before, or in another state."""

    name: str
    what: str
    gained: Kinds
    gained_in: Regions | None
    lost: Kinds
    lost_in: Regions | None
    restated: Kinds
    """Where it is due on both sides, and is fulfilled or breached otherwise."""
    shown: Shown | None = None


class ClauseChange(NamedTuple):
    """A clause compared.

    `meaning` is whether it stands in the same cases; `own` whether what it says itself applies in the same cases, so
    that a difference comes from its exceptions or from what it is under. `words` are the fields of its text that
    differ. `gained` and `lost` are the cases in which it stands after alone, and before alone.
    """

    name: str
    before: ClauseReport | None
    after: ClauseReport | None
    meaning: Status
    own: Status
    words: tuple[str, ...] = ()
    gained: Kinds = NO_KINDS
    lost: Kinds = NO_KINDS
    called_before: str | None = None
    """The name that it had, where it has another now."""

    @property
    def is_same(self) -> bool:
        """Whether nothing about it changed."""
        return self.meaning == "same" and not self.words and self.called_before is None


class NameChange(NamedTuple):
    """A definition, a fact, a duty or an advice that was added, removed or changed, and how."""

    kind: Literal["fact", "definition", "duty", "advice"]
    name: str
    status: Status
    how: str = ""


class NewValues(NamedTuple):
    """Cases that the version before cannot tell, such as a new value of a fact: what the version after decides there.

    `said` is what they have in common, in words; `kinds` are those with an outcome, of all of them.
    """

    said: str
    outcome: Outcome
    kinds: Kinds
    regions: Regions | None
    given: tuple[str, ...]
    scenario: str


class Difference(NamedTuple):
    """What changed, and as exactly what did not.

    `verdict` compares outcomes, and is nothing where they were not compared. `compared` are the kinds of case in which
    they change, of all that both sides can tell. `possible_before` and `possible_after` are those that can be on one
    side alone. `given` is what all cases have in common that were compared: regions leave it out.
    """

    before: Side
    after: Side
    verdict: Verdict | None
    compared: Kinds
    changes: tuple[Change, ...] = ()
    other_grounds: tuple[OtherGround, ...] | None = ()
    regrounded: Kinds = NO_KINDS
    stays: tuple[Stay, ...] = ()
    indifferent: tuple[str, ...] | None = ()
    """Facts that some clause asks about, and on which it does not depend whether the outcome changes."""
    duties: tuple[DueChange, ...] = ()
    advice: tuple[DueChange, ...] = ()
    clauses: tuple[ClauseChange, ...] = ()
    names: tuple[NameChange, ...] = ()
    header: tuple[tuple[str, str, str], ...] = ()
    """What the header says otherwise: the line, and what it said before and says now."""
    new_values: tuple[NewValues, ...] = ()
    possible_before: Kinds = NO_KINDS
    possible_after: Kinds = NO_KINDS
    undecided: tuple[str, ...] = ()
    given: Given = NOTHING

    @property
    def differs(self) -> bool:
        """Whether some case has another outcome, another duty or other advice, or could not be told before, or be."""
        due = any(each.gained.affected or each.lost.affected or each.restated.affected for each in self.due)
        possible = self.possible_before.affected or self.possible_after.affected
        return bool(self.changes or due or self.new_values or possible)

    @property
    def is_nothing(self) -> bool:
        """Whether it is certain that every case can be as before, and has the outcome, the duties and the advice."""
        return not self.differs and self.verdict is not None and not self.undecided

    @property
    def due(self) -> tuple[DueChange, ...]:
        """The duties and the advice that changed."""
        return self.duties + self.advice
