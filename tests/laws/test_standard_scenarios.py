"""What the scenarios of the standard policies guard: all that a case can show, and against slips of the pen."""

from functools import cache

import pytest
from standard import policies

import policylang
from policylang.semantics.scenario import Scenario

pytestmark = pytest.mark.slow

POLICIES = [name for name in policies() if name != "microsoft.police_and_face_recognition"]
"""All that have clauses of their own."""
LARGE = {"eu.ai_act", "microsoft.azure_face", "microsoft.azure_openai"}
"""Their mutants take longer; `.ci/nightly` tries those of all."""


@cache
def scenarios(name: str) -> tuple[Scenario, ...]:
    """Return all scenarios of a policy, those in the files beside it included."""
    return tuple(result.scenario for result in policylang.test(name))


@pytest.mark.parametrize("name", POLICIES)
def test_every_clause_exception_condition_and_bound_is_reached(name: str) -> None:
    """Each is shown by some scenario, or no case can show it; none is undecided."""
    found = policylang.load(name).coverage(scenarios(name))
    assert found.scenarios == len(scenarios(name))
    assert [(each.clause, each.said) for each in found.points if each.state in {"missing", "undecided"}] == []


@pytest.mark.parametrize("name", [name for name in POLICIES if name not in LARGE])
def test_every_mutant_is_noticed(name: str) -> None:
    """A policy changed in one place is found out by some scenario, or decides every case as before."""
    found = policylang.load(name).mutants(scenarios(name))
    assert found.failing == ()
    assert found.left == 0
    assert [
        (each.mutant.where, each.mutant.said) for each in found.fates if each.state in {"survived", "undecided"}
    ] == []
    assert found.noticed > 0
