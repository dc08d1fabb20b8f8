"""Decisions as JSON: equal after a round trip, and what the published schema says they are."""

import datetime as dt
import json
from pathlib import Path

import jsonschema
import pytest

import policylang
from policylang.evaluate.from_json import from_json
from policylang.evaluate.to_json import to_json
from policylang.semantics.decision import Decision

SCHEMA = Path(__file__).parents[3] / "docs" / "reference" / "decision.schema.json"

TEXT = """policy terms
    otherwise  permitted

fact ads: yes or no
    judged "Is it an advertisement?"
fact minors: yes or no
fact reviewed: yes or no

duty review "Somebody looks at it"
    fulfilled when reviewed

advice caution "Go slowly"

edition second "The second text" from 2024-01-01

clause ban
    "No advertisements to minors"
    cites      "1"
    words      "no ads"
    evidence   quoted
    reading    "Ours"
    prohibits
    when ads and minors

clause exempt
    "Not where it is reviewed"
    cites      "2"
    exempts from ban
    when reviewed

clause check
    "Advertisements are reviewed"
    cites      "3"
    requires review
    when ads

clause slow
    "Slowly"
    cites      "4"
    recommends caution
"""

CASES = [
    {},
    {"ads": True},
    {"ads": True, "minors": True, "reviewed": True},
    {"ads": True, "minors": True, "reviewed": False},
    {"ads": False},
]


@pytest.fixture(scope="module", params=CASES, ids=str)
def decision(request: pytest.FixtureRequest) -> Decision:
    """Return the decision on one of the cases."""
    return policylang.loads(TEXT).decide(request.param, on=dt.date(2024, 5, 1))


def test_reading_back_gives_an_equal_decision(decision: Decision) -> None:
    """Through JSON text and back, nothing is lost."""
    assert from_json(json.loads(json.dumps(to_json(decision)))) == decision


def test_it_is_what_the_schema_says(decision: Decision) -> None:
    """Every decision fits the published schema."""
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(to_json(decision), schema)


def test_rows_of_incorporated_policies(tmp_path: Path) -> None:
    """The decision of a policy that incorporates others carries theirs, and they survive too."""
    (tmp_path / "terms.pol").write_text(TEXT)
    policy = policylang.loads("policy both\n    otherwise  permitted\n\nincorporates terms\n", folder=tmp_path)
    decision = policy.decide({"ads": True, "minors": True}, on="2024-05-01")
    assert [row.policy for row in decision.rows] == ["terms"]
    assert from_json(json.loads(json.dumps(to_json(decision)))) == decision
    jsonschema.validate(to_json(decision), json.loads(SCHEMA.read_text(encoding="utf-8")))


@pytest.mark.parametrize(
    "damage",
    [{"schema": "policylang/decision/2"}, {"schema": None}, {"stands": None}, {"stands": [{}]}, {"on": "yesterday"}],
)
def test_what_is_no_decision_is_refused(damage: dict[str, object]) -> None:
    """Another schema, or something missing or of the wrong kind, is a `ValueError` and no half decision."""
    written = to_json(policylang.loads(TEXT).decide({}, on="2024-05-01"))
    with pytest.raises(ValueError, match=r"decision|isoformat|yesterday"):
        from_json({**written, **damage})


def test_the_schema_lists_every_field(decision: Decision) -> None:
    """Readers must allow fields that come later; those of today are all described."""
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    assert set(to_json(decision)) == set(schema["required"])
    assert set(schema["properties"]) == set(schema["required"]) | {"why", "explanation"}
