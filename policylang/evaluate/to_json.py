"""A decision as plain data for JSON, in a form that is kept: `policylang/decision/1`.

Written by hand, field by field, because it is a contract with whoever logs decisions: what is added
later is added beside what is there. `docs/reference/decision.md` describes it, and
`docs/reference/decision.schema.json` is its JSON Schema.
"""

from typing import Any

from policylang.semantics.decision import AdviceReport, ClauseReport, Decision, DutyReport, Lifted, Question

SCHEMA = "policylang/decision/1"


def to_json(decision: Decision) -> dict[str, Any]:
    """Return a decision as data that `json` can write; `from_json` makes an equal decision of it again."""
    return {"schema": SCHEMA, **_decision(decision)}


def _decision(decision: Decision) -> dict[str, Any]:
    return {
        "policy": decision.policy,
        "digest": decision.digest,
        "on": decision.on.isoformat(),
        "editions": list(decision.editions),
        "outcome": decision.outcome,
        "bases": list(decision.bases),
        "possible": list(decision.possible),
        "on_condition": decision.is_on_condition,
        "stands": [_clause(each) for each in decision.stands],
        "lifted": [_lifted(each) for each in decision.lifted],
        "against": [_clause(each) for each in decision.against],
        "duties": [_duty(each) for each in decision.duties],
        "advice": [_advice(each) for each in decision.advice],
        "open": [_question(each) for each in decision.open],
        "judgements": list(decision.judgements),
        "readings": list(decision.readings),
        "weakest_evidence": decision.weakest_evidence,
        "limit": decision.limit,
        "rows": [_decision(each) for each in decision.rows],
    }


def _clause(clause: ClauseReport) -> dict[str, Any]:
    return {
        "policy": clause.policy,
        "name": clause.name,
        "effect": clause.effect,
        "summary": clause.summary,
        "certainty": clause.certainty,
        "cites": list(clause.cites),
        "words": list(clause.words),
        "evidence": clause.evidence,
        "readings": list(clause.readings),
    }


def _lifted(lifted: Lifted) -> dict[str, Any]:
    return {"clause": _clause(lifted.clause), "by": list(lifted.by)}


def _duty(duty: DutyReport) -> dict[str, Any]:
    return {
        "policy": duty.policy,
        "name": duty.name,
        "what": duty.what,
        "state": duty.state,
        "certainty": duty.certainty,
        "required_by": list(duty.required_by),
    }


def _advice(advice: AdviceReport) -> dict[str, Any]:
    return {
        "policy": advice.policy,
        "name": advice.name,
        "what": advice.what,
        "certainty": advice.certainty,
        "given_by": list(advice.given_by),
    }


def _question(question: Question) -> dict[str, Any]:
    return {"fact": question.fact, "asks": question.asks, "takes": question.takes, "judged": question.judged}
