"""What becomes of mutants is what trying every completion finds.

`POLICYLANG_EXAMPLES` sets how many policies are tried.
"""

import datetime as dt
import os

import oracle
import pytest
import strategies_policy as given_policy
from hypothesis import HealthCheck, assume, given, settings

from policylang.analyse.scenarios.mutants import mutants
from policylang.analyse.scenarios.mutate import Fate, mutate
from policylang.evaluate.decide import decide
from policylang.evaluate.scenarios import run
from policylang.semantics import worlds
from policylang.semantics.decision import Decision
from policylang.semantics.knowledge import Knowledge
from policylang.semantics.policy import Policy, Within
from policylang.semantics.scenario import Expectation, Scenario

pytestmark = pytest.mark.slow

EXAMPLES = int(os.environ.get("POLICYLANG_EXAMPLES", "800")) // 20
MOST_TOTALS = 60
MOST_MUTANTS = 40
EVERY_DAY = (given_policy.DAYS[0] - dt.timedelta(days=1), *given_policy.DAYS)


@settings(max_examples=EXAMPLES, suppress_health_check=list(HealthCheck), deadline=None)
@given(given_policy.questions(cases=3, completions=12))
def test_what_becomes_of_mutants_is_what_trying_everything_finds(question: given_policy.Question) -> None:
    """Noticed ones fail the scenario named, survivors pass all and fail the one shown, the others decide alike."""
    policy, cases, day = question
    facts = given_policy.facts_read(policy)
    totals = oracle.completions(policy, Knowledge(), facts)
    assume(0 < len(totals) <= MOST_TOTALS)
    scenarios = [
        _scenario(policy, f"case {number}", knowledge, day)
        for number, knowledge in enumerate(cases)
        if oracle.completions(policy, knowledge, facts)
    ]
    found = mutate(policy, scenarios, most=MOST_MUTANTS)
    assert found.failing == ()
    made = list(mutants(policy))
    assert len(found.fates) + found.alike + found.left == len(made)
    assert found.left == max(0, len(made) - MOST_MUTANTS)
    for fate in found.fates:
        failing = [each.title for each in scenarios if not run(fate.mutant.policy, each).passed]
        if fate.state == "noticed":
            assert fate.by == failing[0]
        else:
            assert failing == [] or fate.state == "equivalent"
        _compare(policy, fate, totals)


def _compare(policy: Policy, fate: Fate, totals: list[oracle.Total]) -> None:
    mutant = fate.mutant.policy
    differs = any(
        _told(oracle.decided(policy, total, day)) != _told(oracle.decided(mutant, total, day))
        for total in totals
        for day in EVERY_DAY
    )
    if differs or _bounds(mutant) <= _bounds(policy):  # values next to other bounds are not among those tried
        assert (fate.state == "equivalent") is not differs
    if fate.scenario is not None:
        scenario = fate.scenario.scenario
        assert run(policy, scenario).passed
        assert not run(mutant, scenario).passed


def _bounds(policy: Policy) -> set[object]:
    asked = worlds.tests(worlds.conditions([policy]))
    return {(test.path, bound) for test in asked if isinstance(test, Within) for bound in (test.low, test.high)}


def _told(answer: oracle.Answer) -> object:
    """Return what a mutant may not change without being told from the policy: outcome, duties and advice."""
    own = {name: state for name, state in answer.duties.items() if name.startswith("p.")}
    return answer.outcome, own, {name for name in answer.advice if name.startswith("p.")}


def _scenario(policy: Policy, title: str, knowledge: Knowledge, day: dt.date) -> Scenario:
    """Return a scenario that the policy passes: it expects the outcome, and a clause that stands, if one does."""
    decision = decide(policy, knowledge, day)
    return Scenario(policy.name, title, day, knowledge, decision.outcome, tuple(_expected(decision)))


def _expected(decision: Decision) -> list[Expectation]:
    certain = [each for each in decision.stands if each.certainty == "certainly" and each.policy == decision.policy]
    due = [each for each in decision.duties if each.policy == decision.policy]
    found = [Expectation("by", (each.name,)) for each in certain[:1]]
    if len(decision.bases) == 1 and decision.bases[0] == "default":
        found.append(Expectation("by default"))
    return [*found, *(Expectation("requiring", (each.name,)) for each in due[:1])]
