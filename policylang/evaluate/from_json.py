"""A decision read back from its data: equal to the one that `to_json` was given."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from policylang.evaluate.to_json import SCHEMA
from policylang.semantics.decision import AdviceReport, ClauseReport, Decision, DutyReport, Lifted, Question


def from_json(data: Mapping[str, Any]) -> Decision:
    """Return the decision that was written.

    Raises:
        ValueError: The data is of another schema, or something is missing or of the wrong kind.
    """
    if data.get("schema") != SCHEMA:
        message = f"a decision of the schema {SCHEMA!r} is wanted, and this is {data.get('schema')!r}"
        raise ValueError(message)
    try:
        return _decision(data)
    except (KeyError, TypeError, AttributeError) as fault:
        message = f"the decision is not complete: {fault}"
        raise ValueError(message) from fault


def _decision(data: Mapping[str, Any]) -> Decision:
    return Decision(
        policy=data["policy"],
        digest=data["digest"],
        on=dt.date.fromisoformat(data["on"]),
        outcome=data["outcome"],
        bases=tuple(data["bases"]),
        possible=tuple(data["possible"]),
        editions=tuple(data["editions"]),
        stands=tuple(_clause(each) for each in data["stands"]),
        lifted=tuple(Lifted(_clause(each["clause"]), tuple(each["by"])) for each in data["lifted"]),
        against=tuple(_clause(each) for each in data["against"]),
        duties=tuple(DutyReport(**{**each, "required_by": tuple(each["required_by"])}) for each in data["duties"]),
        advice=tuple(AdviceReport(**{**each, "given_by": tuple(each["given_by"])}) for each in data["advice"]),
        open=tuple(Question(**each) for each in data["open"]),
        judgements=tuple(data["judgements"]),
        readings=tuple(data["readings"]),
        weakest_evidence=data["weakest_evidence"],
        limit=data["limit"],
        rows=tuple(_decision(each) for each in data["rows"]),
    )


def _clause(data: Mapping[str, Any]) -> ClauseReport:
    lists = {name: tuple(data[name]) for name in ("cites", "words", "readings")}
    return ClauseReport(**{**data, **lists})
