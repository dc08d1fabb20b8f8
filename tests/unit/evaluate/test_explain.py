"""Explanations: what an outcome rests on, what would change it, the way through the tree, and the exceptions."""

from collections.abc import Mapping
from typing import Any

import deciding
import pytest

import policylang
from policylang.diagnostics.errors import CaseError, InternalError
from policylang.evaluate.altered import Altering
from policylang.evaluate.explanation import Explanation, Step

POLICY = policylang.loads("""policy gate
    otherwise permitted

type camera: has
    environment: one of controlled, uncontrolled
        asks "Where is the camera?"
    filmed_on: date
        asks "When?" cost 5

fact camera: optional camera
    asks "Is there a camera?" cost 3

fact age: whole number from 0 to 150
    asks "How old is the person?"

fact born_here: yes or no
    unchangeable

fact uses: several of
    faces (verification, identification)
    audio
    asks "What is it for?"

fact consent: yes or no
    judged "She knew what she agreed to."

define agreed
    "She agreed, and is of age"
    all of
        consent
        age is at least 18

clause no_faces
    "No recognition of faces"
    cites "Section 1"
    prohibits
    when uses include faces and born_here

clause agreed_faces
    "Who agrees may be recognised"
    cites "Section 2"
    permits
    despite no_faces reading "To agree lifts the prohibition"
    when agreed
    unless camera.environment is uncontrolled

clause late_agreement
    "Later on, audio lifts it too"
    cites "Section 3"
    in force from 2030-01-01
    permits
    despite no_faces
    when uses include audio
""")
MINOR = {"age": 17, "born_here": True, "uses": ["verification"], "consent": True, "camera": "absent"}


def explain(case: Mapping[str, Any], *, keep: str | tuple[str, ...] = ()) -> Explanation:
    """Return the explanation of a case of the policy."""
    return POLICY.explain(case, on="2025-06-01", keep=keep)


def changes(found: Explanation) -> list[tuple[str, int, list[str]]]:
    """Return what each change gives, what it costs, and what it says."""
    return [(each.outcome, each.cost, [alteration.text for alteration in each.alterations]) for each in found.changes]


def test_what_an_outcome_rests_on() -> None:
    """The facts that settle it alone, judged ones left out where that can be, with what is known of them."""
    found = explain(MINOR)
    assert (found.outcome, found.sufficient) == ("prohibited", ("age", "born_here", "uses"))
    assert found.because == ("age is 17", "born_here", "uses are verification")
    assert explain({"uses": []}).because == ("uses are none",)
    assert explain({}).because == ()


def test_the_nearest_changes() -> None:
    """Each gives the other outcome with the value nearest to the present one; what nobody can change stays."""
    assert changes(explain(MINOR)) == [
        ("permitted", 2, ["uses did not include faces"]),
        ("permitted", 2, ["age were 18"]),
    ]


def test_facts_to_keep() -> None:
    """A fact that is kept is not changed, nor are its parts."""
    assert changes(explain(MINOR, keep="age")) == [("permitted", 2, ["uses did not include faces"])]
    assert changes(explain(MINOR, keep=("age", "uses"))) == []
    outside = {**MINOR, "age": 30, "camera": {"environment": "uncontrolled"}, "uses": ["verification", "audio"]}
    assert ("permitted", 2, ["camera.environment were controlled"]) in changes(explain(outside))
    assert all("camera" not in str(each) for each in changes(explain(outside, keep="camera")))
    with pytest.raises(CaseError, match="has no fact `ages`; did you mean `age`"):
        explain(MINOR, keep="ages")


def test_what_is_not_known_can_be_found_out() -> None:
    """To find out costs half of what a change costs; what is unknown may stay so where it does not matter."""
    found = explain({"uses": ["verification"], "born_here": True, "consent": True, "camera": "absent"})
    assert changes(found) == [
        ("permitted", 1, ["age were at least 18"]),
        ("prohibited", 1, ["age were less than 18"]),
        ("permitted", 2, ["uses did not include faces"]),
        ("prohibited", 2, ["consent were no"]),
        ("prohibited", 7, ["there were a camera", "camera.environment were uncontrolled"]),
    ]
    now = [each.now for change in found.changes for each in change.alterations]
    assert now == [None, None, "verification", "yes", "absent", None]


def test_what_cannot_be_changed_can_be_found_out() -> None:
    """An unknown fact that nobody can change may turn out either way."""
    found = explain({"uses": ["verification"], "age": 3})
    assert changes(found)[:2] == [("permitted", 1, ["born_here were no"]), ("prohibited", 1, ["born_here were yes"])]


def test_things_that_come_and_go() -> None:
    """A thing that is made to be there is a change; a part that is told says that its thing is there."""
    case = {"age": 30, "consent": True, "born_here": True, "uses": ["identification"], "camera": "absent"}
    assert ("prohibited", 7, ["there were a camera", "camera.environment were uncontrolled"]) in changes(explain(case))
    del case["camera"]
    assert ("prohibited", 1, ["camera.environment were uncontrolled"]) in changes(explain(case))


def test_the_way_through_the_tree() -> None:
    """Each question on the way with what was found; what is not known is not on it."""
    found = explain(MINOR)
    assert {step.fact for step in found.path} <= {"age", "born_here", "uses", "consent", "the date", "camera"}
    assert Step("age", "age is 17") in found.path
    assert explain({}).path == ()


def test_exceptions_that_bit_and_that_did_not() -> None:
    """The ones that lifted a clause come first; of the others the first thing that was missing is told."""
    (bit, late) = explain({**MINOR, "age": 18}).exceptions
    assert (bit.by, bit.over, bit.lifted, bit.cites) == ("agreed_faces", "no_faces", "certainly", ("Section 2",))
    assert bit.readings == ("To agree lifts the prohibition",)
    assert (late.by, late.lifted, late.why_not) == ("late_agreement", None, "it is not in force on 2025-06-01")
    (missing, _) = explain(MINOR).exceptions
    assert (missing.by, missing.why_not) == ("agreed_faces", "this does not hold: age is at least 18")
    outside = {**MINOR, "age": 18, "camera": {"environment": "uncontrolled"}}
    assert explain(outside).exceptions[0].why_not == "it does not apply where camera.environment is uncontrolled"


def test_exceptions_that_are_lifted_or_stand_alone() -> None:
    """An exception that is lifted itself says by what; one under a clause that does not stand names that."""
    made = deciding.policy("""
clause x
    "X"
    prohibits

clause y
    "Y"
    permits
    despite x
    under z

clause z
    "Z"
    permits
    despite x
    when a

clause w
    "W"
    prohibits
    despite z
    when b
""")

    def why(**facts: bool) -> dict[str, str | None]:
        return {each.by: each.why_not for each in made.explain(facts, on="2025-06-01").exceptions if not each.lifted}

    assert why(a=False, b=False) == {"y": "it is under z, which does not stand", "z": "this does not hold: a"}
    assert why(a=True, b=True)["z"] == "it is lifted itself, by w"


def test_sets_count_once() -> None:
    """Several members of one set that change cost as much as one."""
    made = deciding.policy(
        'clause x\n    "X"\n    prohibits\n    when uses include p and uses include q',
        facts="fact uses: several of p, q, r",
    )
    (change,) = made.explain({"uses": []}, on="2025-06-01").changes
    assert (change.cost, change.alterations[0].text) == (2, "uses included p and q")
    assert change.alterations[0].to == "with p, q"
    assert made.decide({"uses": ["p", "q"]}, on="2025-06-01").outcome == change.outcome


def test_a_policy_too_large(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the diagrams would be too large, it says plainly what was not worked out."""
    monkeypatch.setattr("policylang.evaluate.options.MOST_NODES", 1)
    monkeypatch.setattr("policylang.evaluate.way.MOST_NODES", 1)
    found = explain(MINOR)
    assert (found.changes, found.path) == ((), ())
    assert found.not_worked_out == ("the nearest changes", "the way through the tree")
    assert found.sufficient == ("age", "born_here", "uses")


def test_what_does_not_replay_is_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    """A change that the reference does not bear out is never shown."""
    monkeypatch.setattr(Altering, "changed", lambda self, cells: self.knowledge)  # noqa: ARG005
    with pytest.raises(InternalError, match="an explanation says permitted, and the reference prohibited"):
        explain(MINOR)


def test_an_impossible_case_is_refused() -> None:
    """A case that cannot be has no explanation."""
    made = deciding.policy(
        'always one "So it is"\n    if a\n    then b\n\nclause x\n    "X"\n    prohibits\n    when a'
    )
    with pytest.raises(CaseError, match="the case cannot be"):
        made.explain({"a": True, "b": False}, on="2025-06-01")
    possible = made.explain({"a": True, "b": True}, on="2025-06-01")
    assert changes(possible) == [("permitted", 2, ["a were no"])]


def test_json_says_the_same() -> None:
    """The explanation as JSON has all but what would be known after a change."""
    data = explain(MINOR).to_json()
    assert data["changes"][1] == {
        "outcome": "permitted",
        "cost": 2,
        "alterations": [{"fact": "age", "now": "17", "to": "18", "text": "age were 18"}],
    }
    assert set(data) == {"sufficient", "because", "changes", "path", "exceptions", "not_worked_out"}
