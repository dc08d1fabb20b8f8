"""The effect of a draft is what deciding every case without it and with it finds, by a second reading of the language.

Drafts are made of generated policies: a clause added, taken away or changed, another scope, another `always`.
"""

import datetime as dt
import os
from collections import Counter
from collections.abc import Callable, Iterator
from typing import NamedTuple

import oracle
import pytest
import strategies_policy
from asked import cells_of, totals
from hypothesis import HealthCheck, assume, given, settings, strategies as st
from oracle import Answer, Total
from strategies_policy import Maker, facts_read

from policylang.analyse.ask.effect import Effect, effect
from policylang.analyse.ask.effect_clauses import MOST_SHOWN, Drafted
from policylang.analyse.compare.difference import Ground
from policylang.analyse.subject import subjects
from policylang.semantics.digest import digest
from policylang.semantics.policy import OUTCOME_OF, All, Clause, ClauseException, Policy

pytestmark = pytest.mark.slow

EXAMPLES = int(os.environ.get("POLICYLANG_EXAMPLES", "60"))
DAYS = (dt.date(2024, 4, 30), *strategies_policy.DAYS, dt.date(2024, 5, 4))
SETTINGS = settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
Cells = tuple[int, ...]
Reason = tuple[str, str, frozenset[str]]
"""An outcome, its basis, and the clauses that speak for it and stand."""


# ---------------------------------------------------------------- drafts


class Drafting(NamedTuple):
    """A policy without a draft and with it, and the name of the drafted clause."""

    old: Policy
    new: Policy
    name: str


def _added(policy: Policy, maker: Maker) -> Drafting:
    """Return a policy with one clause more, which may prevail over others or yield to one."""
    clause = maker.clause("new", policy.clauses)
    exceptions = list(policy.exceptions)
    if not clause.under and maker.one_in(2):  # under one over which it prevails, it would stand in a circle
        exceptions += [ClauseException("new", each.name) for each in maker.some(policy.clauses, most=2)]
    return Drafting(policy, policy._replace(clauses=(*policy.clauses, clause), exceptions=tuple(exceptions)), "new")


def _taken_away(policy: Policy, maker: Maker) -> Drafting:
    gone = maker.random.choice(policy.clauses).name
    clauses = tuple(
        each._replace(under=tuple(name for name in each.under if name != gone))
        for each in policy.clauses
        if each.name != gone
    )
    exceptions = tuple(each for each in policy.exceptions if gone not in (each.by, each.over))
    return Drafting(policy, policy._replace(clauses=clauses, exceptions=exceptions), gone)


def _changed(policy: Policy, maker: Maker) -> Drafting:
    chosen = maker.random.choice(policy.clauses)
    made = maker.clause(chosen.name, ())
    parts = {"when": made.when, "unless": made.unless, "times": made.times}
    part = maker.random.choice([*parts, "effect"])
    new = {"effect": made.effect, "targets": made.targets} if part == "effect" else {part: parts[part]}
    clauses = tuple(each._replace(**new) if each is chosen else each for each in policy.clauses)
    return Drafting(policy, policy._replace(clauses=clauses), chosen.name)


def _doubled(policy: Policy, maker: Maker) -> Drafting:
    """Return a policy with a clause once more, under another name: one of both is redundant, where that can be."""
    chosen = maker.random.choice(policy.clauses)
    unless = chosen.unless if maker.one_in(2) else maker.maybe(one_in=2)
    twin = chosen._replace(name="new", unless=unless)
    return Drafting(policy, policy._replace(clauses=(*policy.clauses, twin)), "new")


def _scoped(policy: Policy, maker: Maker) -> Drafting:
    return Drafting(policy, policy._replace(applies=maker.maybe(one_in=2)), "scope")


def _bound(policy: Policy, maker: Maker) -> Drafting:
    """Return a policy with one line more of what cannot be otherwise."""
    maker.editions = ()  # which cases can be depends on no date
    line = maker.always()._replace(name="v.drafted")
    return Drafting(policy, policy._replace(always=(*policy.always, line)), "line")


MAKING: tuple[Callable[[Policy, Maker], Drafting], ...] = (
    _added, _added, _taken_away, _changed, _changed, _doubled, _scoped, _bound,
)  # fmt: skip


@st.composite
def drafts(draw: st.DrawFn) -> Drafting:
    """Return a policy and a draft."""
    old = draw(strategies_policy.policies())
    assume(old.clauses)
    maker = Maker(draw(st.randoms(use_true_random=True)), facts_read(old) or ("flag",))
    maker.editions = old.editions
    found = draw(st.sampled_from(MAKING))(old, maker)
    return found._replace(new=found.new._replace(digest=digest(found.new)))


# ---------------------------------------------------------------- every case


class Case(NamedTuple):
    """A kind of case, with what is said of it without the draft and with it; nothing where it cannot be."""

    total: Total
    day: dt.date
    before: Answer | None
    after: Answer | None


class Trial:
    """A draft, its effect, and every case decided without it and with it."""

    def __init__(self, drafting: Drafting, day: dt.date | None) -> None:
        self.old, self.new, self.name = drafting
        facts = tuple(dict.fromkeys((*facts_read(self.old), *facts_read(self.new))))
        sides = totals(self.old, facts), totals(self.new, facts)
        both = [each for each in sides[0] if each in sides[1]]
        assume(both)
        self.effect: Effect = effect(self.old, self.new, on=day, changed={self.name})
        assert not self.effect.undecided
        about = subjects([self.old, self.new])[1]
        cases: dict[Cells, Case] = {}
        for total in [*sides[0], *(each for each in sides[1] if each not in sides[0])]:
            for each in DAYS if day is None else (day,):
                before = oracle.decided(self.old, total, each) if total in sides[0] else None
                after = oracle.decided(self.new, total, each) if total in sides[1] else None
                cases.setdefault(tuple(cells_of(about, total, each)), Case(total, each, before, after))
        self.cases = list(cases.values())
        self.compared = [
            (case.before, case.after) for case in self.cases if case.before is not None and case.after is not None
        ]
        self.with_it = [case for case in self.cases if case.after is not None]

    @property
    def drafted(self) -> Drafted:
        """What is told of the drafted clause."""
        (found,) = self.effect.drafted
        return found

    @property
    def clause(self) -> Clause:
        """The drafted clause."""
        return next(each for each in self.new.clauses if each.name == self.name)

    @property
    def is_of_a_clause(self) -> bool:
        """Whether there is a drafted clause with the draft."""
        return any(each.name == self.name for each in self.new.clauses)

    def standing(self, name: str) -> frozenset[int]:
        """Return the places of the cases with the draft in which a clause of the policy stands."""
        full = f"{self.new.name}.{name}"
        return frozenset(n for n, case in enumerate(self.with_it) if case.after and full in case.after.standing)


def _reason(policy: Policy, answer: Answer) -> Reason:
    effects = {f"{each.name}.{clause.name}": clause.effect for each in oracle.family(policy) for clause in each.clauses}
    speaking = {name for name in answer.standing if OUTCOME_OF.get(effects[name]) == answer.outcome}
    is_by_clauses = answer.basis in ("clauses", "conflict rule")
    return answer.outcome, answer.basis, frozenset(speaking if is_by_clauses else ())


def _of_ground(ground: Ground) -> Reason:
    return ground.outcome, ground.basis, frozenset(f"{each.policy}.{each.name}" for each in ground.clauses)


def _count(cases: Iterator[bool]) -> int:
    return sum(cases)


@SETTINGS
@given(drafts(), st.sampled_from((None, *DAYS)))
def test_outcomes_change_where_they_do(drafting: Drafting, day: dt.date | None) -> None:
    """The groups of kinds of case whose outcome changes are those of deciding every case; so is what is by others."""
    trial = Trial(drafting, day)
    found = trial.effect.difference
    assert found is not None
    changes = Counter(
        (_reason(trial.old, before), _reason(trial.new, after))
        for before, after in trial.compared
        if before.outcome != after.outcome
    )
    assert found.compared == (sum(changes.values()), len(trial.compared))
    assert sum(each.kinds.affected for each in found.changes) == found.compared.affected
    grounds = [ground for each in found.changes for ground in (each.before, each.after)]
    if not any(each.and_more for each in grounds):
        told = {(_of_ground(each.before), _of_ground(each.after)): each.kinds.affected for each in found.changes}
        assert told == changes
    others = [(before, after) for before, after in trial.compared if before.outcome == after.outcome]
    regrounded = [pair for pair in others if _reason(trial.old, pair[0]) != _reason(trial.new, pair[1])]
    if not any(each.called_before for each in found.clauses):
        assert found.regrounded.affected == len(regrounded)


@SETTINGS
@given(drafts(), st.sampled_from((None, *DAYS)))
def test_duties_and_advice_are_due_where_they_are(drafting: Drafting, day: dt.date | None) -> None:
    """What is told as due in other cases is so in as many kinds, and nothing else is."""
    trial = Trial(drafting, day)
    found = trial.effect.difference
    assert found is not None
    own = f"{trial.new.name}."
    told = {each.name: (each.gained.affected, each.lost.affected, each.restated.affected) for each in found.due}
    wanted = {}
    for name in {name for pair in trial.compared for each in pair for name in (*each.duties, *each.advice)}:
        sides = [
            (
                before.duties.get(name, name in before.advice or None),
                after.duties.get(name, name in after.advice or None),
            )
            for before, after in trial.compared
        ]
        counts = (
            _count(one is None and other is not None for one, other in sides),
            _count(one is not None and other is None for one, other in sides),
            _count(one is not None and other is not None and one != other for one, other in sides),
        )
        if any(counts):
            wanted[name.removeprefix(own)] = counts
    assert told == wanted
    assert all(each.shown is not None for each in found.due if each.gained.affected or each.lost.affected)


@SETTINGS
@given(drafts(), st.sampled_from((None, *DAYS)))
def test_clauses_that_stand_elsewhere_are_told(drafting: Drafting, day: dt.date | None) -> None:
    """A clause is told as moved where it stands in other cases than before, in as many kinds; no other clause is."""
    trial = Trial(drafting, day)
    found = trial.effect.difference
    assert found is not None
    assume(not any(each.called_before for each in found.clauses))
    told = {
        each.change.name: (each.change.gained.affected, each.change.lost.affected)
        for each in trial.effect.moved
        if each.change.gained.affected or each.change.lost.affected
    }
    if trial.is_of_a_clause and (change := trial.drafted.change) is not None:
        told[change.name] = (change.gained.affected, change.lost.affected)
    own = f"{trial.new.name}."
    wanted = {}
    for name in {name for pair in trial.compared for each in pair for name in each.standing}:
        gained = _count(name not in before.standing and name in after.standing for before, after in trial.compared)
        lost = _count(name in before.standing and name not in after.standing for before, after in trial.compared)
        if gained or lost:
            wanted[name.removeprefix(own)] = (gained, lost)
    assert {name: counts for name, counts in told.items() if any(counts)} == wanted
    for each in trial.effect.moved:
        if each.stands is not None and "." not in each.change.name:
            assert each.stands == (len(trial.standing(each.change.name)), len(trial.with_it))


@SETTINGS
@given(drafts(), st.sampled_from((None, *DAYS)))
def test_nothing_changes_just_where_every_decision_is_the_same(drafting: Drafting, day: dt.date | None) -> None:
    """It is said that nothing changes where each case can be as before, and is decided alike by the same clauses."""
    trial = Trial(drafting, day)
    assume(trial.effect.difference and not any(each.called_before for each in trial.effect.difference.clauses))
    same = all(
        case.before is not None
        and case.after is not None
        and _reason(trial.old, case.before) == _reason(trial.new, case.after)
        and (case.before.duties, case.before.advice) == (case.after.duties, case.after.advice)
        for case in trial.cases
    )
    assert trial.effect.is_nothing == same


# ---------------------------------------------------------------- the drafted clause


@SETTINGS
@given(drafts(), st.sampled_from((None, *DAYS)))
def test_a_drafted_clause_applies_and_stands_where_it_does(drafting: Drafting, day: dt.date | None) -> None:
    """In how many kinds of case it applies and stands is counted; that it never applies is said where that is so."""
    trial = Trial(drafting, day)
    assume(trial.is_of_a_clause)
    full = f"{trial.new.name}.{trial.name}"
    applying = _count(full in case.after.applying for case in trial.with_it if case.after)
    drafted = trial.drafted
    assert drafted.applies == (applying, len(trial.with_it))
    assert drafted.stands == (len(trial.standing(trial.name)), len(trial.with_it))
    assert (drafted.case is not None) == bool(trial.standing(trial.name))
    assert drafted.in_force == (day is None or trial.clause.in_force(day))
    every = [oracle.decided(trial.new, case.total, each) for case in trial.with_it for each in DAYS]
    assert drafted.never_applies == (not any(full in each.applying for each in every))


@SETTINGS
@given(drafts(), st.sampled_from((None, *DAYS)))
def test_a_drafted_clause_meets_those_that_stand_with_it(drafting: Drafting, day: dt.date | None) -> None:
    """Those of the other effect are in conflict with it, those that say the same overlap: all of them, counted."""
    trial = Trial(drafting, day)
    assume(trial.is_of_a_clause)
    here, clause = trial.standing(trial.name), trial.clause
    against, alike = {}, {}
    for other in trial.new.clauses:
        there = trial.standing(other.name)
        if other.name == trial.name or not here & there:
            continue
        if {clause.effect, other.effect} == {"prohibits", "permits"}:
            against[other.name] = there
        elif clause.effect == other.effect and (set(clause.targets) & set(other.targets) or not clause.targets):
            alike[other.name] = there
    drafted = trial.drafted
    assert (drafted.conflicts.all, drafted.overlaps.all) == (len(against), len(alike))
    assert len(drafted.conflicts.shown) == min(len(against), 5)
    for met, wanted in ((drafted.conflicts, against), (drafted.overlaps, alike)):
        for each in met.shown:
            there = wanted[each.name]
            assert each.kinds == (len(here & there), len(trial.with_it))
            assert each.lies == _lies(here, there)
    winner = {"prohibition": "prohibits", "permission": "permits", None: None}[trial.new.conflicts]
    for each in drafted.conflicts.shown:
        assert each.prevails == {clause.effect: trial.name, each.effect: each.name}.get(winner or "")


def _lies(here: frozenset[int], there: frozenset[int]) -> str:
    if here == there:
        return "the same"
    return "within" if here < there else "around" if here > there else "in part"


NEVER = All(())
"""What always holds: in the `unless` of a clause, it never applies."""
Told = list[tuple[str, object, object]]


def _told(policy: Policy, cases: list[Case]) -> Told:
    """Return what a policy decides by itself about each case."""
    alone = policy._replace(incorporated=())
    answers = (oracle.decided(alone, case.total, case.day) for case in cases)
    return [(each.outcome, each.duties, each.advice) for each in answers]


def _is_idle(policy: Policy, name: str, cases: list[Case]) -> bool:
    """Whether a clause of a policy changes no decision."""
    clauses = tuple(each._replace(unless=NEVER) if each.name == name else each for each in policy.clauses)
    return _told(policy, cases) == _told(policy._replace(clauses=clauses), cases)


@SETTINGS
@given(drafts(), st.sampled_from((None, *DAYS)))
def test_a_drafted_clause_is_redundant_where_no_decision_changes_without_it(
    drafting: Drafting, day: dt.date | None
) -> None:
    """It is told as redundant where it applies and every case is decided alike without it, and nowhere else."""
    trial = Trial(drafting, day)
    assume(trial.is_of_a_clause)
    assert trial.drafted.applies is not None
    wanted = bool(trial.drafted.applies.affected) and _is_idle(trial.new, trial.name, trial.with_it)
    assert (trial.drafted.redundant is not None) == wanted
    if trial.drafted.redundant is not None:
        assert trial.drafted.redundant.is_lifted == (not trial.standing(trial.name))


@SETTINGS
@given(drafts(), st.sampled_from((None, *DAYS)))
def test_clauses_become_redundant_by_a_draft_where_they_mattered_and_do_no_more(
    drafting: Drafting, day: dt.date | None
) -> None:
    """Of the clauses that it meets, or that depend on it, just those are told that changed a decision before alone."""
    trial = Trial(drafting, day)
    assume(trial.is_of_a_clause)
    before = [case for case in trial.cases if case.before is not None and case.after is not None]
    here = trial.standing(trial.name)
    depending = _depending(trial.new, trial.name)
    names = {each.name for each in trial.old.clauses} & {each.name for each in trial.new.clauses} - {trial.name}
    concerned = {name for name in names if here & trial.standing(name) or name in depending}
    applying = {name for case in trial.with_it if case.after for name in case.after.applying}
    wanted = {
        name
        for name in concerned
        if f"{trial.new.name}.{name}" in applying
        and _is_idle(trial.new, name, trial.with_it)
        and not _is_idle(trial.old, name, before)
    }
    if not trial.drafted.applies or not trial.drafted.applies.affected:
        wanted = set()
    told = trial.drafted.makes_redundant
    assert told.all == len(wanted)
    assert {each.name for each in told.shown} <= wanted
    assert len(told.shown) == min(len(wanted), MOST_SHOWN)


def _depending(policy: Policy, name: str) -> set[str]:
    """Return the clauses of which it depends on one whether they stand."""
    prevailing = ("prohibits", "permits", "exempts")
    effects = {each.name: each.effect for each in policy.clauses}
    found: set[str] = set()
    todo = [name]
    while todo:
        one = todo.pop()
        new = {each.over for each in policy.exceptions if each.by == one and effects[one] in prevailing}
        new |= {each.name for each in policy.clauses if one in each.under}
        todo.extend(new - found)
        found |= new
    return found
