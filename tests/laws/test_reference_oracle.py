"""The reference says what the rules say: it equals a second reading of them that tries every completion.

`POLICYLANG_EXAMPLES` sets how many policies are tried; the default takes well under a minute.
"""

import datetime as dt
import os
from collections import Counter
from collections.abc import Callable, Iterable, Sequence

import oracle
import pytest
import strategies_policy
from hypothesis import HealthCheck, given, settings

from policylang.diagnostics.errors import CaseError
from policylang.evaluate.decide import decide, sufficient
from policylang.semantics.decision import AdviceReport, ClauseReport, Decision, DutyReport
from policylang.semantics.knowledge import Knowledge
from policylang.semantics.policy import Path, Policy

EXAMPLES = int(os.environ.get("POLICYLANG_EXAMPLES", "1200"))
MOST_VARIABLES = 6
"""Open facts are compared where there are no more unknowns: the second reading tries every subset of them."""


@settings(max_examples=EXAMPLES, suppress_health_check=list(HealthCheck), deadline=None)
@given(strategies_policy.questions(cases=2))
def test_the_reference_equals_the_second_reading(question: strategies_policy.Question) -> None:
    """Outcome, bases, standing, lifted, against, duties, advice and open facts are those found by trying everything."""
    policy, cases, day = question
    for knowledge in cases:
        totals = oracle.completions(policy, knowledge, strategies_policy.facts_read(policy))
        if totals:
            _compare(decide(policy, knowledge, day), policy, totals, day)
        else:
            _is_refused(policy, knowledge, day)


@settings(max_examples=EXAMPLES // 10, suppress_health_check=list(HealthCheck), deadline=None)
@given(strategies_policy.questions(cases=2, completions=8))
def test_a_sufficient_set_is_one(question: strategies_policy.Question) -> None:
    """It settles the outcome alone, and each of its facts is needed; where nothing is settled, it is empty."""
    policy, cases, day = question
    for knowledge in cases:
        try:
            decision = decide(policy, knowledge, day)
        except CaseError:
            continue
        enough = sufficient(policy, knowledge, day)
        kept = {path: known for path, known in knowledge.known.items() if _text(path) in enough}
        assert len(kept) == len(enough)
        assert decision.outcome != "undetermined" or not enough
        assert decide(policy, Knowledge(kept), day).outcome == decision.outcome
        for dropped in kept:
            fewer = {path: known for path, known in kept.items() if path != dropped}
            assert decide(policy, Knowledge(fewer), day).outcome == "undetermined"


def _is_refused(policy: Policy, knowledge: Knowledge, day: dt.date) -> None:
    with pytest.raises(CaseError) as refusal:
        decide(policy, knowledge, day)
    assert refusal.value.code == "P0605"
    assert any(always.name in str(refusal.value) for always in policy.always)


def _compare(
    decision: Decision, policy: Policy, totals: list[oracle.Total], day: dt.date, *, silenced: Sequence[bool] = ()
) -> None:
    each_total = tuple(zip(totals, silenced or [False] * len(totals), strict=True))
    answers = [oracle.decided(policy, total, day, silenced=quiet) for total, quiet in each_total]
    outcomes = {answer.outcome for answer in answers}
    assert decision.limit is None
    assert set(decision.possible) == outcomes
    assert decision.outcome == (outcomes.pop() if len(outcomes) == 1 else "undetermined")
    assert set(decision.bases) == {answer.basis for answer in answers}
    standing = _certainties(answers, lambda answer: answer.standing)
    assert {_name(each): each.certainty for each in decision.stands} == standing
    against = _certainties(answers, lambda answer: answer.against)
    assert {_name(each): each.certainty for each in decision.against} == against
    _compare_lifted(decision, policy, answers)
    _compare_duties(decision, policy, answers, standing)
    advice = _certainties(answers, lambda answer: answer.advice)
    assert {_name(each): each.certainty for each in decision.advice} == advice
    _compare_open(decision, totals, [answer.outcome for answer in answers])
    around = [not oracle.single(policy, total, day, silenced=quiet).speaks for total, quiet in each_total]
    for row, each in zip(decision.rows, policy.incorporated, strict=True):
        _compare(row, each, totals, day, silenced=around)


def _name(report: ClauseReport | DutyReport | AdviceReport) -> str:
    return f"{report.policy}.{report.name}"


def _certainties(answers: list[oracle.Answer], says: Callable[[oracle.Answer], Iterable[str]]) -> dict[str, str]:
    counts = Counter(name for answer in answers for name in set(says(answer)))
    return {name: "certainly" if count == len(answers) else "possibly" for name, count in counts.items()}


def _compare_lifted(decision: Decision, policy: Policy, answers: list[oracle.Answer]) -> None:
    assert {_name(each.clause): each.clause.certainty for each in decision.lifted} == _certainties(
        answers, lambda answer: answer.applying - answer.standing
    )
    pairs = {
        (f"{each.name}.{pair.over}", pair.by)
        for each in oracle.family(policy)
        for pair in each.exceptions
        for answer in answers
        if f"{each.name}.{pair.over}" in answer.applying and f"{each.name}.{pair.by}" in answer.standing
        if next(clause for clause in each.clauses if clause.name == pair.by).effect not in ("requires", "recommends")
    }
    assert {(_name(each.clause), by) for each in decision.lifted for by in each.by} == pairs


def _compare_duties(decision: Decision, policy: Policy, answers: list[oracle.Answer], standing: dict[str, str]) -> None:
    states: dict[str, set[str]] = {}
    for answer in answers:
        for name, state in answer.duties.items():
            states.setdefault(name, set()).add(state)
    due = _certainties(answers, lambda answer: answer.duties)
    assert {_name(each): each.certainty for each in decision.duties} == due
    assert {_name(each): each.state for each in decision.duties} == {
        name: next(iter(found)) if len(found) == 1 else "unknown" for name, found in states.items()
    }
    required = {
        (f"{each.name}.{target}", clause.name)
        for each in oracle.family(policy)
        for clause in each.clauses
        if clause.effect == "requires" and f"{each.name}.{clause.name}" in standing
        for target in clause.targets
    }
    assert {(_name(each), name) for each in decision.duties for name in each.required_by} == required


def _compare_open(decision: Decision, totals: list[oracle.Total], outcomes: list[str]) -> None:
    asked = [each.fact for each in decision.open]
    assert len(asked) == len(set(asked))
    assert bool(asked) == (decision.outcome == "undetermined")
    if asked and len(oracle.unknowns(totals)) <= MOST_VARIABLES:
        assert set(asked) == {_text(path) for path in oracle.open_paths(totals, outcomes)}


def _text(path: Path) -> str:
    return ".".join((path.fact.removeprefix("v."), *path.parts))
