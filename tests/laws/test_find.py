"""A case is found just where trying everything finds one; that there is none is so."""

import datetime as dt

import asked
import oracle
import pytest
import strategies_policy as made
from hypothesis import HealthCheck, given, settings, strategies as st

from policylang.analyse.ask.find import Wanted, clause_names, find, where
from policylang.analyse.ask.loophole import loopholes
from policylang.analyse.region import node_of, regions
from policylang.analyse.subject import subject
from policylang.diagram.manager import TRUE
from policylang.diagram.walk import leaf_at
from policylang.semantics.policy import OUTCOMES, Policy

pytestmark = pytest.mark.slow

SETTINGS = settings(max_examples=120, suppress_health_check=list(HealthCheck), deadline=None)


@SETTINGS
@given(asked.asked(), st.sampled_from([None, *OUTCOMES]), st.data())
def test_what_is_found_is_what_trying_everything_finds(about: asked.Asked, outcome: str, data: st.DataObject) -> None:
    """Existence, kinds of case and regions are those of every total case on every day."""
    policy = about.policy
    under = subject(policy, asking=[about.condition])
    day = data.draw(st.sampled_from([None, *asked.days(under)]))
    clauses = data.draw(st.sampled_from([(), tuple(clause_names(under)[:1])]))
    wanted = Wanted(about.condition, outcome, clauses, day)  # type: ignore[arg-type]
    found = find(policy, wanted, every=True)
    node, everywhere = where(under, wanted), regions(under, where(under, wanted))
    told = under.either(*(node_of(under, region) for region in everywhere))
    classes: dict[tuple[int, ...], bool] = {}
    for on in asked.days(under):
        for total in about.totals:
            is_so = day in (None, on) and _is_so(policy, total, on, wanted)
            cells = asked.cells_of(under, total, on)
            classes[tuple(cells)] = is_so
            assert (leaf_at(under.diagrams, node, cells) == TRUE) == is_so
            assert (leaf_at(under.diagrams, told, cells) == TRUE) == is_so
    assert found.kinds is not None
    assert found.kinds.affected == sum(classes.values())
    assert (found.case is not None) == any(classes.values())
    assert found.regions is not None
    assert len(found.regions) == len(everywhere)
    if found.case is not None:
        shown = oracle.completions(policy, found.case.knowledge, about.facts)
        assert shown
        on = found.case.day or dt.date.min
        assert all(_is_so(policy, total, on, wanted) for total in shown)


def _is_so(policy: Policy, total: oracle.Total, day: dt.date, wanted: Wanted) -> bool:
    decided = oracle.decided(policy, total, day)
    standing = {name.removeprefix(f"{policy.name}.") for name in decided.standing}
    return (
        oracle.true(wanted.condition, total, day)
        and wanted.outcome in (None, decided.outcome)
        and (not wanted.clauses or not standing.isdisjoint(wanted.clauses))
    )


@SETTINGS
@given(made.policies())
def test_a_loophole_is_one_fact_away(policy: Policy) -> None:
    """Without `always`, a fact lets a case out just where another value of it alone catches the case."""
    policy = _free(policy)
    totals = asked.totals(policy)
    under = subject(policy)
    day = max(asked.days(under))
    for name in [clause.name for clause in policy.clauses][:2]:
        full = f"{policy.name}.{name}"
        decided = [oracle.decided(policy, total, day) for total in totals]
        found = {each.fact: each for each in loopholes(policy, [name], on=day).found}
        for fact, (path, _) in policy.paths.items():
            caught = {
                asked.without(total, path) for total, each in zip(totals, decided, strict=True) if full in each.standing
            }
            is_thing = any(each != path for each in made.leaf_paths(path.fact.removeprefix("v.")) if not path.parts)
            escaping = [
                total
                for total, each in zip(totals, decided, strict=True)
                if full not in each.applying and each.outcome == "permitted" and asked.without(total, path) in caught
            ]
            if is_thing or (path, "") in {key for total in totals for key in total if total[key] == oracle.PRESENT}:
                escaping = [total for total in escaping if total.get((path, "")) == oracle.ABSENT]
            assert (fact in found) == bool(escaping)
            if escaping:
                assert found[fact].kinds.affected == len({tuple(asked.cells_of(under, each, day)) for each in escaping})


def _free(policy: Policy) -> Policy:
    """Return a policy without its `always` lines, nor those of what it incorporates."""
    inner = tuple(map(_free, policy.incorporated))
    return policy._replace(always=(), incorporated=inner, digest=f"{policy.digest}, free")
