"""A drafted clause among the others: where it applies and stands, which others it meets, and what is idle by it."""

from collections.abc import Callable, Collection, Iterator
from functools import cached_property
from typing import NamedTuple, TypeVar

from policylang.analyse.ask.effect_meetings import Meetings, met
from policylang.analyse.check.absence import Absence
from policylang.analyse.check.alike import applies_there, sample, says
from policylang.analyse.check.redundancy import Redundant, confirmed
from policylang.analyse.compare.difference import Case, ClauseChange
from policylang.analyse.compare.effect import Draft
from policylang.analyse.subject import Kinds
from policylang.core.program import Rule
from policylang.diagnostics.errors import InternalError
from policylang.diagram.manager import FALSE, DiagramTooLargeError
from policylang.semantics.policy import Period

MOST_SHOWN = 5
"""So many clauses are shown as made redundant."""
MOST_TRIED = 150
"""Of so many clauses it is asked whether a draft makes them redundant."""
MOST_NODES = 100_000
MOST_STEPS = 300_000
_STEPS_FOR_ONE = 60_000
_SAMPLED = 2

Item = TypeVar("Item")


class Covered(NamedTuple):
    """A clause that changes no decision, and the few clauses that see to it; none where nothing is needed for it.

    `is_lifted`: it stands nowhere, since those prevail over it wherever it applies.
    """

    name: str
    by: tuple[str, ...]
    is_lifted: bool = False


class Idle(NamedTuple):
    """The clauses that a draft makes redundant: the first few, and how many there are."""

    shown: tuple[Covered, ...] = ()
    all: int = 0

    @property
    def left_out(self) -> int:
        """How many are not shown."""
        return self.all - len(self.shown)


class Drafted(NamedTuple):
    """A drafted clause.

    `in_force` is whether it is so on the day that was asked; `times` are the days on which it is, none where it always
    is. `applies` and `stands` count kinds of case on that day, and `case` is one in which it stands; with
    `never_applies` it applies on no day, whatever the case. `change` is where it stands and did not before, or the
    other way round. What was not decided within the limit is nothing here.
    """

    name: str
    effect: str
    in_force: bool
    times: tuple[Period, ...]
    never_applies: bool | None = None
    applies: Kinds | None = None
    stands: Kinds | None = None
    case: Case | None = None
    change: ClauseChange | None = None
    conflicts: Meetings = Meetings()
    overlaps: Meetings = Meetings()
    redundant: Covered | None = None
    makes_redundant: Idle = Idle()


class DraftedClauses:
    """Tells what drafted clauses do among the others.

    Args:
        draft: The policy without the draft and with it.
        rules: The drafted clauses.
    """

    def __init__(self, draft: Draft, rules: Collection[Rule]) -> None:
        self.draft = draft
        self.rules = rules
        self.undecided: list[str] = []

    def told(self, rule: Rule, change: ClauseChange | None) -> Drafted:
        """Return what one of them does; what is not decided is noted in `undecided`."""
        provision = self.draft.after.rules[rule]
        clause = provision.clause
        on = self.draft.on
        effect, is_in_force = provision.report("certainly").effect, on is None or clause.in_force(on)
        found = Drafted(clause.name, effect, is_in_force, clause.times, change=change)
        found = self._within(f"where `{clause.name}` applies and stands", lambda: self._where(rule, found), found)
        if found.applies is None or not found.applies.affected:
            return found
        meeting = met(self.draft, rule)
        self.undecided += meeting.undecided
        found = found._replace(conflicts=meeting.conflicts, overlaps=meeting.overlaps)
        what = f"whether `{clause.name}` changes a decision"
        found = found._replace(redundant=self._within(what, lambda: self._redundant(rule), None))
        what = f"which clauses `{clause.name}` makes redundant"
        return found._replace(makes_redundant=self._within(what, lambda: self._idle(rule, meeting.rules), Idle()))

    def _within(self, what: str, made: Callable[[], Item], otherwise: Item) -> Item:
        try:
            with self.draft.after.diagrams.at_most(MOST_NODES, steps=MOST_STEPS):
                return made()
        except DiagramTooLargeError:
            self.undecided.append(what)
            return otherwise

    # ------------------------------------------------------------ where it applies and stands

    def _where(self, rule: Rule, found: Drafted) -> Drafted:
        subject = self.draft.among
        applies, stands = subject.kinds(subject.applies(rule)), subject.kinds(subject.stands(rule))
        never = not applies.affected and not self.draft.after_alone.ever(subject.applies(rule))
        if never:
            self._confirm_never(found.name)
        case = self.draft.case(subject.stands(rule), found.name) if stands.affected else None
        return found._replace(never_applies=never, applies=applies, stands=stands, case=case)

    def _confirm_never(self, name: str) -> None:
        """Have the reference decide some cases, in none of which a clause applies.

        Raises:
            InternalError: It applies in one.
        """
        subject = self.draft.after_alone
        for each in sample(subject, subject.possible, most=_SAMPLED):
            if says(subject.policy, each, applies_there(name)):
                raise InternalError(f"the reference does not confirm that `{name}` never applies: {each!r}")

    # ------------------------------------------------------------ what changes no decision

    @cached_property
    def _absence(self) -> Absence:
        return Absence(self.draft.after)

    @cached_property
    def _absence_before(self) -> Absence:
        return Absence(self.draft.before)

    def _redundant(self, rule: Rule) -> Covered | None:
        """Return the clauses that make one redundant on the day, once the reference confirms it."""
        found = self._found(rule)
        return None if found is None else self._shown(found)

    def _found(self, rule: Rule) -> Redundant | None:
        subject, absence = self.draft.after, self._absence
        region = absence.region(rule, self.draft.asked)
        if region == FALSE:
            applying = subject.both(subject.applies(rule), self.draft.among.possible)
            covers = absence.lifting(rule, applying) if applying != FALSE else ()
            return Redundant(rule, covers, applying, is_lifted=True) if covers else None
        by = absence.cover(rule, region)
        return None if by is None else Redundant(rule, by, region)

    def _shown(self, found: Redundant) -> Covered:
        subject = self.draft.after
        confirmed(subject, found, tried=_SAMPLED)
        name, *by = (subject.rules[each].clause.name for each in (found.rule, *found.covers))
        return Covered(name, tuple(by), found.is_lifted)

    def _idle(self, rule: Rule, meeting: Collection[Rule]) -> Idle:
        """Return the clauses that change no decision now, and did before, among those that one meets or lifts."""
        others = sorted({*meeting, *self._absence.dependents(rule)}.difference(self.rules))
        if len(others) > MOST_TRIED:
            name = self.draft.after.rules[rule].clause.name
            self.undecided.append(f"whether `{name}` makes {len(others) - MOST_TRIED} more clauses redundant")
        found = tuple(self._newly_idle(others[:MOST_TRIED]))
        return Idle(tuple(map(self._shown, found[:MOST_SHOWN])), len(found))

    def _newly_idle(self, others: Collection[Rule]) -> Iterator[Redundant]:
        for other in others:
            try:
                with self.draft.after.diagrams.at_most(MOST_NODES, steps=_STEPS_FOR_ONE):
                    found = self._found(other)
                    if found is not None and self._mattered(other):
                        yield found
            except DiagramTooLargeError:
                name = self.draft.after.rules[other].clause.name
                self.undecided.append(f"whether `{name}` changes a decision with the draft")

    def _mattered(self, rule: Rule) -> bool:
        """Whether a clause changed a decision before the draft."""
        before = self.draft.before
        old = before.by_name.get(self.draft.after.rules[rule].clause.name)
        if old is None:
            return False
        region = self._absence_before.region(old, self.draft.asked_before)
        return region != FALSE and self._absence_before.cover(old, region) is None
