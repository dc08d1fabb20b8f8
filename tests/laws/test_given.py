"""Questions about cases of which something is given are answered as trying all completions of that answers them."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from itertools import pairwise
from typing import NamedTuple

import asked
import oracle
import pytest
import strategies_policy as made
from hypothesis import HealthCheck, assume, given, settings, strategies as st

from policylang.analyse.ask.find import Wanted, find, where
from policylang.analyse.ask.loophole import loopholes
from policylang.analyse.ask.prove import prove
from policylang.analyse.compare.diff import diff_dates
from policylang.analyse.compare.timeline import timeline
from policylang.analyse.given import Given
from policylang.analyse.region import node_of, regions
from policylang.analyse.subject import Subject, subject
from policylang.diagnostics.errors import CaseError
from policylang.diagram.manager import TRUE
from policylang.diagram.walk import leaf_at
from policylang.semantics.assertion import OutcomeStatement
from policylang.semantics.knowledge import Known, Members, OneOfThese, Presence
from policylang.semantics.policy import OUTCOMES, Condition, Path, Policy

pytestmark = pytest.mark.slow

SETTINGS = settings(max_examples=80, suppress_health_check=list(HealthCheck), deadline=None)
DAYS = (dt.date(2024, 4, 30), *made.DAYS, dt.date(2024, 5, 4))


class About(NamedTuple):
    """A policy, what is given of all cases, a condition, and every possible total case that is as is given."""

    policy: Policy
    given: Given
    condition: Condition
    totals: list[oracle.Total]
    facts: tuple[str, ...]

    def is_as_given(self, cases: Iterable[oracle.Total]) -> bool:
        """Whether total cases are so: each fact that is known of has a value that is left."""
        return all(
            _is_left(known, total, path) for path, known in self.given.knowledge.known.items() for total in cases
        )


def _is_left(known: Known, total: oracle.Total, path: Path) -> bool:
    values = {member: value for (other, member), value in total.items() if other == path}
    match known:
        case Presence(present):
            return values == {"": oracle.PRESENT if present else oracle.ABSENT}
        case OneOfThese(left):
            return values[""] in left
        case Members(included, excluded, closed):
            inside = {member for member, value in values.items() if value}
            return included <= inside and inside.isdisjoint(excluded) and (not closed or inside == included)


@st.composite
def abouts(draw: st.DrawFn, *, free: bool = False) -> About:
    """Return a policy with so few cases that all can be tried, and a part of a case."""
    policy = draw(made.policies())
    if free:
        policy = _free(policy)
    facts = made.facts_read(policy)
    asked.totals(policy, facts)  # gives up where they are too many
    random = draw(st.randoms(use_true_random=True))
    paths = [path for fact in facts for path in made.leaf_paths(fact)]
    some = [path for path in paths if random.randrange(2)]
    knowledge = made.Maker(random, facts).case(some, completions=random.choice([1, 4, 100]))
    condition = draw(asked.conditions(policy))
    return About(policy, Given(knowledge), condition, oracle.completions(policy, knowledge, facts), facts)


def _free(policy: Policy) -> Policy:
    """Return a policy without its `always` lines, nor those of what it incorporates."""
    inner = tuple(map(_free, policy.incorporated))
    return policy._replace(always=(), incorporated=inner, digest=f"{policy.digest}, free")


@SETTINGS
@given(abouts(), st.sampled_from([None, *OUTCOMES]), st.data())
def test_what_is_found_among_given_cases_is_so(about: About, outcome: str, data: st.DataObject) -> None:
    """Existence, kinds and regions are those of the completions; the case that is shown is one of them."""
    policy = about.policy
    under = subject(policy, asking=[about.condition], given=about.given)
    day = data.draw(st.sampled_from([None, *asked.days(under)]))
    wanted = Wanted(about.condition, outcome, (), day, about.given)  # type: ignore[arg-type]
    if not about.totals and about.given.knowledge.known:
        with pytest.raises(CaseError):
            find(policy, wanted)
        return
    found = find(policy, wanted, every=True)
    node = where(under, wanted)
    told = under.either(*(node_of(under, region) for region in regions(under, node)))
    classes: dict[tuple[int, ...], bool] = {}
    for on in asked.days(under):
        for total in about.totals:
            is_so = day in (None, on) and _is_so(policy, total, on, wanted)
            cells = asked.cells_of(under, total, on)
            if day in (None, on):
                classes[tuple(cells)] = is_so
            assert leaf_at(under.diagrams, under.possible, cells) == TRUE
            assert (leaf_at(under.diagrams, told, cells) == TRUE) == is_so
    assert found.kinds == (sum(classes.values()), len(classes))
    assert (found.case is not None) == any(classes.values())
    if found.case is not None:
        shown = oracle.completions(policy, found.case.knowledge, about.facts)
        assert shown
        assert about.is_as_given(shown)
        on = found.case.day or dt.date.min
        assert all(_is_so(policy, total, on, wanted) for total in shown)


def _is_so(policy: Policy, total: oracle.Total, day: dt.date, wanted: Wanted) -> bool:
    is_wanted = wanted.outcome in (None, oracle.decided(policy, total, day).outcome)
    return is_wanted and oracle.true(wanted.condition, total, day)


@SETTINGS
@given(abouts(free=True))
def test_a_loophole_lets_given_cases_out(about: About) -> None:
    """Without `always`, a fact lets a given case out just where another value of it alone catches a given case."""
    policy = about.policy
    under = subject(policy, given=about.given)
    day = max(asked.days(under))
    for name in [clause.name for clause in policy.clauses][:2]:
        full = f"{policy.name}.{name}"
        decided = [(total, oracle.decided(policy, total, day)) for total in about.totals]
        found = {each.fact: each for each in loopholes(policy, [name], on=day, given=about.given).found}
        for fact, (path, _) in policy.paths.items():
            caught = {asked.without(total, path) for total, each in decided if full in each.standing}
            escaping = [
                total
                for total, each in decided
                if full not in each.applying and each.outcome == "permitted" and asked.without(total, path) in caught
            ]
            is_thing = any(each != path for each in made.leaf_paths(path.fact.removeprefix("v.")) if not path.parts)
            if is_thing or (path, "") in {
                key for total in about.totals for key in total if total[key] == oracle.PRESENT
            }:
                escaping = [total for total in escaping if total.get((path, "")) == oracle.ABSENT]
            assert (fact in found) == bool(escaping)
            if escaping:
                assert found[fact].kinds.affected == _kinds(under, escaping, day)
                shown = oracle.completions(policy, found[fact].case.knowledge, about.facts)
                assert about.is_as_given(shown)


def _kinds(under: Subject, totals: Iterable[oracle.Total], day: dt.date) -> int:
    return len({tuple(asked.cells_of(under, each, day)) for each in totals})


@SETTINGS
@given(abouts(), st.sampled_from(OUTCOMES), st.sampled_from(["never", "always"]))
def test_a_statement_is_proved_of_given_cases_where_it_holds_of_all(about: About, outcome: str, how: str) -> None:
    """A statement is proved where no completion on any day is against it; what is against it is one of them."""
    assume(about.totals)
    policy = about.policy
    statement = OutcomeStatement(how, outcome, about.condition)  # type: ignore[arg-type]
    found = prove(policy, statement, said="it holds", given=about.given)
    against = [(total, day) for total in about.totals for day in DAYS if _is_against(policy, total, day, statement)]
    assert found.verdict == ("refuted" if against else "proved")
    for shown in found.against:
        completions = oracle.completions(policy, shown.knowledge, about.facts)
        assert about.is_as_given(completions)
        assert all(_is_against(policy, total, shown.day or dt.date.min, statement) for total in completions)


def _is_against(policy: Policy, total: oracle.Total, day: dt.date, statement: OutcomeStatement) -> bool:
    if not oracle.true(statement.when, total, day):
        return False
    decided = oracle.decided(policy, total, day)
    outcome = None if decided.basis == "outside scope" else decided.outcome
    return (outcome == statement.outcome) == (statement.how == "never")


@SETTINGS
@given(abouts(), st.sampled_from(DAYS), st.sampled_from(DAYS))
def test_two_dates_differ_in_given_cases_where_their_decisions_do(about: About, first: dt.date, then: dt.date) -> None:
    """Between two dates, as many kinds of given case change as decide otherwise; clauses gain and lose as many."""
    assume(about.totals)
    policy, under = about.policy, subject(about.policy)
    found = diff_dates(policy, first, then, given=about.given)
    pairs = {
        tuple(asked.cells_of(under, total, DAYS[0])): (
            oracle.decided(policy, total, first),
            oracle.decided(policy, total, then),
        )
        for total in about.totals
    }
    changed = Counter(
        (before.outcome, after.outcome) for before, after in pairs.values() if before.outcome != after.outcome
    )
    told: Counter[tuple[str, str]] = Counter()
    for each in found.changes:
        told[each.before.outcome, each.after.outcome] += each.kinds.affected
    assert told == changed
    assert found.compared == (sum(changed.values()), len(pairs))
    gains = {
        name: sum(name in after.standing and name not in before.standing for before, after in pairs.values())
        for name in {name for pair in pairs.values() for each in pair for name in each.standing}
    }
    told_of = {_full(policy, each.name): each.gained.affected for each in found.clauses}
    assert {name: told_of[name] for name in gains} == gains
    assert set(told_of) == set(gains) or not about.given.knowledge.known


def _full(policy: Policy, name: str) -> str:
    return name if "." in name else f"{policy.name}.{name}"


@SETTINGS
@given(abouts())
def test_the_timeline_of_given_cases_is_what_each_day_decides(about: About) -> None:
    """A date is told with what it changes of given cases, and only clauses are shown that stand in one of them."""
    assume(about.totals)
    policy = about.policy
    found = timeline(policy, given=about.given)
    turns = {turn.day: turn.effect for turn in found.turns}
    standing: set[str] = set()
    for before, day in pairwise(DAYS):
        said = [(oracle.decided(policy, total, before), oracle.decided(policy, total, day)) for total in about.totals]
        standing.update(name for pair in said for each in pair for name in each.standing)
        if any(one.outcome != other.outcome for one, other in said):
            effect = "outcomes"
        elif any(_grounds(one) != _grounds(other) for one, other in said):
            effect = "grounds"
        else:
            effect = "nothing"
        assert turns.get(day, "nothing") == effect
    shown = {_full(policy, span.clause) for span in found.spans}
    assert shown == standing or not about.given.knowledge.known
    assert found.silent + len(shown) == sum(len(each.clauses) for each in oracle.family(policy))


def _grounds(answer: oracle.Answer) -> object:
    return answer.basis, answer.standing, answer.duties, answer.advice
