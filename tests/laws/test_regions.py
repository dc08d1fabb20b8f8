"""Regions are exact, and cases that show something are as small as they are said to be.

`POLICYLANG_EXAMPLES` sets how many policies are tried.
"""

import datetime as dt
import os
from itertools import combinations

import oracle
import pytest
import strategies_policy
from asked import days, totals
from hypothesis import HealthCheck, given, settings

from policylang.analyse.region import node_of, regions, said
from policylang.analyse.subject import Subject, subject
from policylang.analyse.witness import completed, given as lines_of, replay, scenario, stands_in, witness
from policylang.diagram.manager import FALSE
from policylang.evaluate.decide import decide
from policylang.semantics.knowledge import Knowledge
from policylang.semantics.policy import Policy

pytestmark = pytest.mark.slow

MOST_CASES = 600
EXAMPLES = int(os.environ.get("POLICYLANG_EXAMPLES", "120"))
SETTINGS = settings(max_examples=EXAMPLES, suppress_health_check=list(HealthCheck), deadline=None)


@SETTINGS
@given(strategies_policy.policies())
def test_regions_cover_exactly_and_do_not_overlap(policy: Policy) -> None:
    """The regions of an outcome, and of each clause, hold just the possible cases in which it is so, each once."""
    about = subject(policy)
    for node in (about.has_outcome("prohibited"), *map(about.stands, range(len(about.rules)))):
        found = [node_of(about, region) for region in regions(about, node)]
        together = about.both(about.either(*found), about.possible)
        assert together == about.both(node, about.possible)
        assert all(about.both(one, other, about.possible) == FALSE for one, other in combinations(found, 2))
        assert all(said(about, region) for region in regions(about, node)) or found == [about.no(FALSE)]


@SETTINGS
@given(strategies_policy.policies())
def test_a_case_shows_that_a_clause_can_stand(policy: Policy) -> None:
    """A case is found just where trying everything finds one; the reference confirms it, each of its facts needed."""
    about = subject(policy)
    everything = totals(policy, most=MOST_CASES)
    for number, rule in enumerate(about.rules):
        name = rule.clause.name
        found = witness(about, about.stands(number))
        stands = any(
            f"{policy.name}.{name}" in oracle.decided(policy, total, day).standing
            for day in days(about)
            for total in everything
        )
        assert (found is not None) == stands
        if found is None:
            continue
        decision = replay(about, found, lambda decision, name=name: stands_in(decision, name)).decision  # type: ignore[misc]
        day = found.day or dt.date.min
        assert stands_in(decide(policy, completed(about, found).knowledge, day), name)
        for path in found.knowledge.known:
            fewer = {each: known for each, known in found.knowledge.known.items() if each != path}
            if not any(each.fact == path.fact and each.parts[: len(path.parts)] == path.parts for each in fewer):
                assert not stands_in(decide(policy, Knowledge(fewer), day), name)
        assert scenario(about, found, "it stands", decision).count("\n") >= len(lines_of(about, found)) + 2


@SETTINGS
@given(strategies_policy.policies())
def test_kinds_of_case_are_counted_once(policy: Policy) -> None:
    """As many kinds of case are prohibited, of as many, as there are classes of cases with the same cells."""
    about = subject(policy)
    everything = totals(policy, most=MOST_CASES)
    for day in days(about):
        classes: dict[tuple[object, ...], str] = {}
        for total in everything:
            classes[_cells(about, total)] = oracle.decided(policy, total, day).outcome
        kinds = about.kinds(about.has_outcome("prohibited"), day=day)
        outcomes = list(classes.values())
        assert kinds == (outcomes.count("prohibited"), len(outcomes))


def _cells(about: Subject, total: oracle.Total) -> tuple[object, ...]:
    """Return in which cell of each variable a total case lies; nothing for the parts of what is absent."""
    found: list[object] = []
    for variable in about.domain.variables[1:]:
        path = variable.path
        assert path is not None
        if variable.kind == "member":
            told = [total[path, leaf] for leaf in variable.alike if (path, leaf) in total]
            found.append(any(told) if told else None)
        elif variable.kind == "presence":
            found.append(total.get((path, "")))
        elif (path, "") in total:
            found.append(about.domain.values[path].cell_of(total[path, ""]))
        else:
            found.append(None)
    return tuple(found)
