"""Which clauses an outcome is told to be by: those that speak for it, none of which has certainly lost a conflict."""

from pathlib import Path
from random import Random

import pytest
import strategies_wide as wide
from deciding import together
from hypothesis import HealthCheck, given, settings, strategies as st
from telling import Teller

from policylang.console.words import EFFECT_OF, deciding
from policylang.diagnostics.errors import CaseError
from policylang.evaluate.decide import decide
from policylang.semantics.decision import Decision

pytestmark = pytest.mark.slow

SETTINGS = settings(max_examples=max(settings().max_examples * 4, 1), suppress_health_check=list(HealthCheck))


def by_definition(decision: Decision) -> list[str]:
    """Return the clauses that speak for the outcome, or for either, and do not certainly lose the conflict."""
    effects = [EFFECT_OF[decision.outcome]] if decision.outcome in EFFECT_OF else list(EFFECT_OF.values())
    lost = [(each.policy, each.name) for each in decision.against if each.certainty == "certainly"]
    return [
        f"{each.policy}.{each.name}"
        for each in decision.stands
        if each.effect in effects and (each.policy, each.name) not in lost
    ]


@SETTINGS
@given(st.integers(0, 10**9))
def test_the_clauses_that_decide(seed: int) -> None:
    """They are told without asking which clauses lost, which is dear to find out: none that speaks for it has."""
    random = Random(seed)
    made = wide.made(random)
    teller = Teller(random, made.policy.facts, wide.read_paths(made.policy), wide.values_of)
    for total in (True, True, False, False):
        told = teller.tell(total=total).knowledge
        try:
            decision = decide(made.policy, told, random.choice(wide.DAYS))
        except CaseError:
            continue
        assert [f"{each.policy}.{each.name}" for each in deciding(decision)] == by_definition(decision)


PERMISSIVE = """    otherwise permitted
    conflicts permission prevails

clause bars
    "Bars"
    prohibits

clause grants
    "Grants"
    permits"""
STRICT = """    otherwise permitted

clause no_a
    "No a"
    prohibits
    when a"""
BOTH = """    otherwise permitted

incorporates permissive
incorporates strict"""


def test_a_clause_that_loses_in_one_policy_may_speak_for_the_whole(tmp_path: Path) -> None:
    """Where another policy leaves the outcome open, it is not against it for certain."""
    policy = together(tmp_path, {"permissive": PERMISSIVE, "strict": STRICT, "both": BOTH}, name="both")
    decision = policy.decide({}, on="2024-05-01")
    assert decision.outcome == "undetermined"
    assert decision.against
    told = [f"{each.policy}.{each.name}" for each in deciding(decision)]
    assert told == by_definition(decision) == ["permissive.bars", "permissive.grants", "strict.no_a"]
