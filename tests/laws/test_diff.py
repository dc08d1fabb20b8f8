"""What changed between two versions is what deciding every case under both finds: verdict, groups, regions, dates.

Versions are made by changing one policy a little. Every case is decided by a second reading of the language's page.
"""

import datetime as dt
import os
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import pairwise
from random import Random
from typing import NamedTuple

import oracle
import pytest
import strategies_policy
from hypothesis import HealthCheck, assume, given, settings, strategies as st
from oracle import Answer, Total
from strategies_policy import Maker, facts_read, leaf_paths, slot_of

from policylang.analyse.compare.clauses_compared import MOST_SAID, other_names
from policylang.analyse.compare.comparing import MOST_PARTS, Half, Key, Pair, Part
from policylang.analyse.compare.confirming import Written
from policylang.analyse.compare.diff import Comparison, diff, diff_dates
from policylang.analyse.compare.difference import Ground
from policylang.analyse.compare.merging import merged
from policylang.analyse.compare.timeline import timeline
from policylang.analyse.region import node_of, regions
from policylang.analyse.subject import subjects
from policylang.core.domain import Domain
from policylang.diagram.manager import TRUE, Node
from policylang.diagram.walk import leaf_at
from policylang.semantics.digest import digest
from policylang.semantics.knowledge import Knowledge, Known, Members, OneOfThese, Presence
from policylang.semantics.policy import OUTCOME_OF, Path, Policy
from policylang.semantics.types import SetOf, Thing

pytestmark = pytest.mark.slow

EXAMPLES = int(os.environ.get("POLICYLANG_EXAMPLES", "60"))
MOST_TOTALS = 400
DAYS = (dt.date(2024, 4, 30), *strategies_policy.DAYS, dt.date(2024, 5, 4))
SETTINGS = settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
Reason = tuple[str, str, frozenset[str]]
"""An outcome, its basis, and the clauses that speak for it and stand."""


class Case(NamedTuple):
    """A total case on a day, with the cells that it lies in, and what both versions say of it."""

    cells: tuple[int, ...]
    before: Answer
    after: Answer


# ---------------------------------------------------------------- two versions


@st.composite
def versions(draw: st.DrawFn) -> tuple[Policy, Policy]:
    """Return a policy and one that differs from it a little, in one place or in two."""
    old = draw(strategies_policy.policies())
    random = draw(st.randoms(use_true_random=True))
    new = old
    for _ in range(draw(st.integers(0, 2))):
        new = random.choice(CHANGES)(new, random)
    return old, new._replace(digest=digest(new))


def _dropped(policy: Policy, random: Random) -> Policy:
    if not policy.clauses:
        return policy
    gone = random.choice(policy.clauses).name
    clauses = tuple(
        each._replace(under=tuple(name for name in each.under if name != gone))
        for each in policy.clauses
        if each.name != gone
    )
    exceptions = tuple(each for each in policy.exceptions if gone not in (each.by, each.over))
    return policy._replace(clauses=clauses, exceptions=exceptions)


def _altered(policy: Policy, random: Random) -> Policy:
    """Return a policy of which a clause has another condition, effect or time."""
    if not policy.clauses:
        return policy
    maker = Maker(random, facts_read(policy) or ("flag",))
    chosen = random.choice(policy.clauses)
    made = maker.clause(chosen.name, ())
    part = random.choice(["when", "unless", "times", "effect", "summary"])
    changed = {part: getattr(made, part)}
    if part == "effect":
        changed["targets"] = made.targets
    clause = chosen._replace(**changed)
    return policy._replace(clauses=tuple(clause if each is chosen else each for each in policy.clauses))


def _lifted(policy: Policy, random: Random) -> Policy:
    gone = random.choice(policy.exceptions) if policy.exceptions else None
    return policy._replace(exceptions=tuple(each for each in policy.exceptions if each is not gone))


def _turned(policy: Policy, random: Random) -> Policy:
    """Return a policy whose header decides otherwise."""
    if random.randrange(2):
        return policy._replace(otherwise="permitted" if policy.otherwise == "prohibited" else "prohibited")
    return policy._replace(conflicts=random.choice([None, "prohibition", "permission"]))


def _scoped(policy: Policy, random: Random) -> Policy:
    maker = Maker(random, facts_read(policy) or ("flag",))
    return policy._replace(applies=maker.maybe(one_in=2))


def _bound(policy: Policy, random: Random) -> Policy:
    """Return a policy with other lines of what cannot be otherwise."""
    maker = Maker(random, facts_read(policy) or ("flag",))
    kept = policy.always[1:] if policy.always and random.randrange(2) else (*policy.always, maker.always())
    return policy._replace(always=kept)


def _inner(policy: Policy, random: Random) -> Policy:
    """Return a policy with a change in one that it incorporates, wherever that is incorporated."""
    if not policy.incorporated:
        return _altered(policy, random)
    chosen = random.choice(policy.incorporated)
    changed = _altered(chosen, random)
    return _with(policy, chosen.name, changed._replace(digest=digest(changed)))


def _with(policy: Policy, name: str, other: Policy) -> Policy:
    inner = tuple(other if each.name == name else _with(each, name, other) for each in policy.incorporated)
    found = policy._replace(incorporated=inner)
    return found._replace(digest=digest(found))


CHANGES: tuple[Callable[[Policy, Random], Policy], ...] = (
    _dropped,
    _altered,
    _altered,
    _lifted,
    _turned,
    _scoped,
    _inner,
)


# ---------------------------------------------------------------- every case


def _totals(old: Policy, new: Policy) -> list[Total]:
    facts = tuple(dict.fromkeys((*facts_read(old), *facts_read(new))))
    both = [oracle.completions(each, Knowledge(), facts) for each in (old, new)]
    assume(max(map(len, both)) <= MOST_TOTALS)
    return [total for total in both[0] if total in both[1]]


def _knowledge(total: Total) -> Knowledge:
    known: dict[Path, Known] = {}
    for (path, member), value in total.items():
        type_ = slot_of(path).type
        if isinstance(type_, SetOf):
            within = {leaf for (other, leaf), inside in total.items() if other == path and inside}
            known[path] = Members(frozenset(within), closed=True)
        elif isinstance(type_, Thing):
            known[path] = Presence(value == oracle.PRESENT)
        else:
            assert not member
            known[path] = OneOfThese(frozenset({value}))
    return Knowledge(known)


def _cells(domain: Domain, total: Total, day: dt.date) -> tuple[int, ...]:
    """Return the cells of a total case; parts of what is absent lie in their first."""
    left = domain.left(_knowledge(total), day)
    absent = {number for number, each in enumerate(domain.variables) if each.kind == "presence" and left[number] == 1}
    return tuple(
        0 if absent.intersection(domain.variables[number].things) else cells.bit_length() - 1
        for number, cells in enumerate(left)
    )


def _reason(policy: Policy, answer: Answer) -> Reason:
    """Return what an outcome is by, clauses of the policy itself by their bare names."""
    effects = {f"{each.name}.{clause.name}": clause.effect for each in oracle.family(policy) for clause in each.clauses}
    speaking = {name for name in answer.standing if OUTCOME_OF.get(effects[name]) == answer.outcome}
    is_by_clauses = answer.basis in ("clauses", "conflict rule")
    return answer.outcome, answer.basis, frozenset(speaking if is_by_clauses else ())


def _named(policy: Policy, key: Key) -> str:
    return f"{key[0] or policy.name}.{key[1]}"


def _of_part(old: Policy, new: Policy, part: Part) -> tuple[Reason, Reason]:
    return (
        (*part.before, frozenset(_named(old, each) for each in part.clauses_before)),
        (*part.after, frozenset(_named(new, each) for each in part.clauses_after)),
    )


def _of_ground(ground: Ground) -> Reason:
    return ground.outcome, ground.basis, frozenset(f"{each.policy}.{each.name}" for each in ground.clauses)


class Trial:
    """Two versions compared, and every case decided under both."""

    def __init__(self, old: Policy, new: Policy, day: dt.date | None) -> None:
        self.old, self.new = old, new
        totals = _totals(old, new)
        together = merged(old, new, {})
        before, after = subjects([together.old, together.new], asking=together.asking)
        halves = Half(before, day), Half(after, day)
        self.pair = Pair(*halves, TRUE)
        self.pair.same = other_names(self.pair)
        self.comparison = Comparison(self.pair, Written.of(old, new, together))
        days = DAYS if day is None else (day,)
        cases = {}
        for total in totals:
            for each in days:
                cells = _cells(before.domain, total, each)
                if cells not in cases:
                    cases[cells] = Case(cells, oracle.decided(old, total, each), oracle.decided(new, total, each))
        self.cases = list(cases.values())

    def has(self, node: Node, case: Case) -> bool:
        """Whether a case lies where something holds."""
        return leaf_at(self.pair.diagrams, node, case.cells) == TRUE

    def reasons(self, case: Case) -> tuple[Reason, Reason]:
        """Return what the outcome of a case is by, before and after."""
        return _reason(self.old, case.before), _reason(self.new, case.after)

    def changed(self) -> list[Case]:
        """Return the cases whose outcome changes."""
        return [case for case in self.cases if case.before.outcome != case.after.outcome]


@SETTINGS
@given(versions(), st.sampled_from((None, *DAYS)))
def test_the_cases_that_change_are_those_decided_otherwise(pair: tuple[Policy, Policy], day: dt.date | None) -> None:
    """Where the outcome is said to change is exactly where it does, in so many kinds; the verdict says which way."""
    trial = Trial(*pair, day)
    changed = trial.changed()
    assert [case for case in trial.cases if trial.has(trial.pair.changed, case)] == changed
    assert trial.pair.kinds(trial.pair.changed) == (len(changed), len(trial.cases))
    stricter = any(case.after.outcome == "prohibited" for case in changed)
    looser = any(case.after.outcome == "permitted" for case in changed)
    verdicts = {(False, False): "equivalent", (True, False): "stricter", (False, True): "looser"}
    assert trial.comparison.difference().verdict == verdicts.get((stricter, looser), "incomparable")


@SETTINGS
@given(versions(), st.sampled_from((None, *DAYS)))
def test_groups_and_regions_cover_what_changes_once(pair: tuple[Policy, Policy], day: dt.date | None) -> None:
    """Each case that changes lies in one group, which tells by which clauses, and in one region of that group."""
    trial = Trial(*pair, day)
    found = trial.pair.parts(trial.pair.changed)
    assert found.told_by == "all"
    cut = {part: regions(trial.pair.compared, part.node) for part in found.parts}
    nodes = {part: [node_of(trial.pair.compared, region) for region in each] for part, each in cut.items()}
    for case in trial.cases:
        inside = [part for part in found.parts if trial.has(part.node, case)]
        assert len(inside) == (case.before.outcome != case.after.outcome)
        for part in inside:
            assert _of_part(trial.old, trial.new, part) == trial.reasons(case)
        lying = [part for part in found.parts for node in nodes[part] if trial.has(node, case)]
        assert lying == inside
    shown = trial.comparison.difference().changes
    wanted = Counter(trial.reasons(case) for case in trial.changed())
    assert {(_of_ground(each.before), _of_ground(each.after)): each.kinds.affected for each in shown} == wanted
    assert sorted(len(each.regions or ()) for each in shown) == sorted(map(len, cut.values()))
    assert all(len(each) <= MOST_SAID for each in cut.values())


@SETTINGS
@given(versions(), st.sampled_from((None, *DAYS)))
def test_what_stays_is_told_as_exactly(pair: tuple[Policy, Policy], day: dt.date | None) -> None:
    """The same outcome by other clauses, the outcomes that stay, and the facts that do not matter are as they are."""
    trial = Trial(*pair, day)
    found = trial.comparison.difference()
    same = [case for case in trial.cases if case.before.outcome == case.after.outcome]
    stays = Counter(case.after.outcome for case in same)
    if not found.undecided:
        assert {each.outcome: each.kinds.affected for each in found.stays} == stays
    others = Counter(trial.reasons(case) for case in same if not _alike(trial, *trial.reasons(case)))
    if found.other_grounds is not None:
        told = {(_of_ground(each.before), _of_ground(each.after)): each.kinds.affected for each in found.other_grounds}
        assert told == others
    assert found.regrounded.affected == sum(others.values())
    _check_indifferent(trial, found.indifferent or ())


def _alike(trial: Trial, before: Reason, after: Reason) -> bool:
    """Whether an outcome is by the same clauses, one that has another name being the same."""
    names = {_named(trial.old, was): _named(trial.new, now) for was, now in trial.pair.same.items()}
    return before[:2] == after[:2] and {names.get(each, each) for each in before[2]} == after[2]


def _check_indifferent(trial: Trial, names: tuple[str, ...]) -> None:
    """Check that cases which differ in some facts alone change alike."""
    domain, policy = trial.pair.after.subject.domain, trial.pair.after.subject.policy
    kept = [
        number
        for number, each in enumerate(domain.variables)
        if each.path is None or not any(_is_under(policy.text(each.path), name) for name in names)
    ]
    told: dict[tuple[int, ...], set[bool]] = {}
    for case in trial.cases:
        key = tuple(case.cells[number] for number in kept)
        told.setdefault(key, set()).add(case.before.outcome != case.after.outcome)
    assert all(len(each) == 1 for each in told.values())


def _is_under(text: str, name: str) -> bool:
    return text == name or text.startswith(f"{name}.")


@SETTINGS
@given(versions(), st.sampled_from((None, *DAYS)))
def test_clauses_and_duties_are_told_where_they_differ(pair: tuple[Policy, Policy], day: dt.date | None) -> None:
    """A clause stands, a duty is due and advice is given in so many kinds of case more, and in so many less."""
    trial = Trial(*pair, day)
    found = trial.comparison.difference()
    old_names = {_named(trial.new, now): _named(trial.old, was) for was, now in trial.pair.same.items()}
    for clause in found.clauses:
        name = clause.name if "." in clause.name else f"p.{clause.name}"
        was = old_names.get(name, name)
        gained = sum(name in case.after.standing and was not in case.before.standing for case in trial.cases)
        lost = sum(name not in case.after.standing and was in case.before.standing for case in trial.cases)
        assert (clause.gained.affected, clause.lost.affected) == (gained, lost)
        if clause.before and clause.after:
            assert clause.meaning == ("changed" if gained or lost else "same")
    told = {each.name: (each.gained.affected, each.lost.affected, each.restated.affected) for each in found.due}
    assert told == dict(_due(trial))


def _due(trial: Trial) -> Iterator[tuple[str, tuple[int, int, int]]]:
    for before, after in ((_duties, _duties), (_advice, _advice)):
        said = [(before(case.before), after(case.after)) for case in trial.cases]
        for name in {each for one, other in said for each in (*one, *other)}:
            gained = sum(name in other and name not in one for one, other in said)
            lost = sum(name in one and name not in other for one, other in said)
            restated = sum(name in one and name in other and one[name] != other[name] for one, other in said)
            if gained or lost or restated:
                yield name.removeprefix("p."), (gained, lost, restated)


def _duties(answer: Answer) -> dict[str, str]:
    return dict(answer.duties)


def _advice(answer: Answer) -> dict[str, str]:
    return dict.fromkeys(answer.advice, "")


# ---------------------------------------------------------------- dates


@SETTINGS
@given(strategies_policy.policies(), st.sampled_from(DAYS), st.sampled_from(DAYS))
def test_two_dates_differ_where_their_decisions_do(policy: Policy, first: dt.date, then: dt.date) -> None:
    """Between two dates of one policy, the groups are those of deciding every case on both."""
    totals = _totals(policy, policy)
    found = diff_dates(policy, first, then)
    domain = subjects([policy])[0].domain
    pairs = {
        _cells(domain, total, DAYS[0]): (
            oracle.decided(policy, total, first),
            oracle.decided(policy, total, then),
        )
        for total in totals
    }
    wanted = Counter(
        (_reason(policy, before), _reason(policy, after))
        for before, after in pairs.values()
        if before.outcome != after.outcome
    )
    assert {(_of_ground(each.before), _of_ground(each.after)): each.kinds.affected for each in found.changes} == wanted


@SETTINGS
@given(strategies_policy.policies())
def test_the_timeline_is_what_each_day_decides(policy: Policy) -> None:
    """A date is told with what it changes from the day before, and on every other day nothing changes."""
    totals = _totals(policy, policy)
    turns = {turn.day: turn.effect for turn in timeline(policy).turns}
    assert set(turns) <= set(DAYS)
    for before, day in pairwise(DAYS):
        said = [(oracle.decided(policy, total, before), oracle.decided(policy, total, day)) for total in totals]
        if any(one.outcome != other.outcome for one, other in said):
            effect = "outcomes"
        elif any(_grounds(one) != _grounds(other) for one, other in said):
            effect = "grounds"
        else:
            effect = "nothing"
        assert turns.get(day, "nothing") == effect


def _grounds(answer: Answer) -> object:
    return answer.basis, answer.standing, answer.duties, answer.advice


# ---------------------------------------------------------------- larger ones


@settings(SETTINGS, max_examples=max(1, EXAMPLES // 4))
@given(st.randoms(use_true_random=True))
def test_larger_versions_agree_with_cases_at_random(random: Random) -> None:
    """Under many clauses over all facts, cases at random change outcome just where that is said."""
    maker = Maker(random, tuple(strategies_policy.FACTS))
    old = maker.policy("p", clauses=random.randint(8, 16))
    new = _altered(_dropped(old, random), random)
    new = new._replace(digest=digest(new))
    together = merged(old, new, {})
    before, after = subjects([together.old, together.new], asking=together.asking)
    pair = Pair(Half(before, None), Half(after, None), TRUE)
    parts = pair.parts(pair.changed).parts
    assert len(parts) <= MOST_PARTS**2
    paths = [path for fact in strategies_policy.FACTS for path in leaf_paths(fact)]
    for _ in range(60):
        (total,) = oracle.completions(old, maker.case(paths, completions=1), tuple(strategies_policy.FACTS))
        day = random.choice(DAYS)
        cells = _cells(before.domain, total, day)
        one, other = oracle.decided(old, total, day), oracle.decided(new, total, day)
        lying = [part for part in parts if leaf_at(pair.diagrams, part.node, cells) == TRUE]
        assert [(part.before[0], part.after[0]) for part in lying] == (
            [(one.outcome, other.outcome)] if one.outcome != other.outcome else []
        )
    assert diff(old, new).verdict is not None
