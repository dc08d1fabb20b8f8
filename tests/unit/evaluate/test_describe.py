"""The facts of a policy described, for people and as a JSON Schema of its cases."""

from pathlib import Path
from typing import Any

import jsonschema
import pytest

import policylang
from policylang import CaseError
from policylang.evaluate.describe import json_schema

TEXT = """policy p
    otherwise permitted

type party: has
    kind: one of police (municipal_police, state_police), company
    tall: yes or no
        asks "Tall?"
        judged "Over 1.80 m"

fact operator: party
    asks "Who?"
fact beneficiary: optional party
fact uses: several of faces (verify, identify), sounds
fact age: whole number from 0 to 120 in years
fact share: number
fact signed: date
fact note: text

clause x
    "s"
    prohibits
    when all of
        operator.tall
        uses include faces
        beneficiary.kind is police
        age is at least 18
"""

VALID: list[dict[str, Any]] = [
    {},
    {"operator": {"kind": "police", "tall": True}},
    {"operator.kind": ["company", "state_police"], "operator.tall": "no"},
    {"beneficiary": "absent"},
    {"beneficiary": {}},
    {"uses": []},
    {"uses": ["verify"]},
    {"uses": {"include": ["verify"], "exclude": ["sounds"]}},
    {"age": 17, "signed": "2024-05-01", "note": "n"},
    {"age": None, "uses": None},
]
FAULTY: list[dict[str, Any]] = [
    {"oprator": {}},
    {"operator": {"knd": "police"}},
    {"operator.kind": "robot"},
    {"operator": "absent"},
    {"beneficiary": "gone"},
    {"uses": ["faces"]},
    {"uses": "verify"},
    {"uses": {"includes": []}},
    {"age": 121},
    {"age": "17"},
    {"age": True},
    {"signed": "1 May 2024"},
    {"note": 1},
]


@pytest.fixture(scope="module")
def policy() -> policylang.Policy:
    """Return the policy described."""
    return policylang.loads(TEXT)


def test_facts_that_the_policy_asks_about_come_first(policy: policylang.Policy) -> None:
    """Then the rest; things that are always there are given by their parts alone."""
    assert {name: info.mentioned for name, info in policy.facts.items()} == {
        "operator.tall": True, "beneficiary": True, "beneficiary.kind": True, "uses": True, "age": True,
        "operator.kind": False, "beneficiary.tall": False, "share": False, "signed": False, "note": False,
    }  # fmt: skip
    assert list(policy.facts)[:5] == ["operator.tall", "beneficiary", "beneficiary.kind", "uses", "age"]


def test_a_fact_says_what_it_takes(policy: policylang.Policy) -> None:
    """Kind, question, guidance, outline, bounds and unit."""
    facts = policy.facts
    assert (facts["operator.tall"].kind, facts["operator.tall"].takes) == ("yes or no", "yes or no")
    assert (facts["operator.tall"].asks, facts["operator.tall"].judged) == ("Tall?", "Over 1.80 m")
    assert facts["uses"].outline == {"faces": {"verify": None, "identify": None}, "sounds": None}
    assert facts["uses"].values == ("verify", "identify", "sounds")
    assert (facts["age"].low, facts["age"].high, facts["age"].unit) == ("0", "120", "years")
    assert (facts["beneficiary"].kind, facts["beneficiary"].optional) == ("thing", True)
    assert [facts[name].kind for name in ("share", "signed", "note", "operator.kind")] == [
        "number", "date", "text", "one of",
    ]  # fmt: skip


def test_cost_and_unchangeable_hold_of_what_lies_within() -> None:
    """A part without a question has the cost of the question around it; what is said of a thing holds of its parts."""
    text = TEXT.replace('asks "Who?"', 'asks "Who?" cost 7').replace('asks "Tall?"', 'asks "Tall?" cost 2')
    text = text.replace("party\nfact uses", "party\n    unchangeable\nfact uses")
    text = text.replace("years\n", 'years\n    asks "Age?"\n    unchangeable\n')
    found = {name: (info.cost, info.unchangeable) for name, info in policylang.loads(text).facts.items()}
    assert found == {
        "operator.tall": (2, False), "operator.kind": (7, False), "uses": (1, False), "age": (1, True),
        "beneficiary": (1, True), "beneficiary.kind": (1, True), "beneficiary.tall": (2, True),
        "share": (1, False), "signed": (1, False), "note": (1, False),
    }  # fmt: skip


def test_cost_and_unchangeable_change_no_digest(policy: policylang.Policy) -> None:
    """They change nothing that is decided or cited; a question does, as it is told with the decision."""
    text = TEXT.replace('"Who?"', '"Who?" cost 7\n    unchangeable')
    assert policylang.loads(text).digest == policy.digest
    assert policylang.loads(text.replace("Who?", "Whose?")).digest != policy.digest


def test_what_an_incorporated_policy_asks_about_is_mentioned(tmp_path: Path) -> None:
    """The facts of the whole are those of its parts."""
    (tmp_path / "p.pol").write_text(TEXT, encoding="utf-8")
    whole = policylang.loads("policy w\n    otherwise permitted\n\nincorporates p\n", folder=tmp_path)
    assert whole.facts["operator.tall"].mentioned


@pytest.mark.parametrize("case", VALID, ids=str)
def test_what_can_be_read_fits_the_schema(policy: policylang.Policy, case: dict[str, Any]) -> None:
    """Nested or dotted, one value or several, exactly or partly."""
    policy.knowledge(case)
    jsonschema.validate(case, json_schema(policy.resolved))


@pytest.mark.parametrize("case", FAULTY, ids=str)
def test_what_is_refused_does_not_fit_the_schema(policy: policylang.Policy, case: dict[str, Any]) -> None:
    """A misspelt fact, a value that is none, a wrong type, a bound broken."""
    with pytest.raises(CaseError):
        policy.knowledge(case)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(case, json_schema(policy.resolved))


def test_the_schema_is_one(policy: policylang.Policy) -> None:
    """It is a valid schema of draft 2020-12."""
    jsonschema.Draft202012Validator.check_schema(json_schema(policy.resolved))
