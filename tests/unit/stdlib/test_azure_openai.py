"""The code of conduct for Azure OpenAI: the well-known cases, as a service would ask them, and what the answers say."""

import datetime as dt
from collections.abc import Mapping

import pytest

import policylang
from policylang import CaseError, Decision, Policy

US_CITY_POLICE = {"kind": "municipal_police", "country": "united_states"}
FRENCH_POLICE = {"kind": "national_police", "country": "france"}
BODY_CAMERA = {"mount": "body_worn", "environment": "uncontrolled"}
DOOR_CAMERA = {"mount": "fixed", "environment": "controlled"}


def case(operator: Mapping[str, str], *functions: str, **more: object) -> dict[str, object]:
    """Return a case on Azure OpenAI, which the operator uses for itself."""
    return {"service": "azure_openai", "operator": operator, "beneficiary": operator, "functions": functions, **more}


def certain(decision: Decision) -> set[str]:
    """Return the prohibitions that stand in every possible completion."""
    return {each.name for each in decision.stands if each.effect == "prohibits" and each.certainty == "certainly"}


LIVE = case(US_CITY_POLICE, "identification", camera=BODY_CAMERA, timing="real_time")
"""A patrol officer's body camera looks for suspects, live; nothing is said of approvals, consent or review."""

SETTLED: dict[str, tuple[str, tuple[str, ...], dict[str, object], str]] = {
    "3: staff door, approved": (
        "2024-06-10",
        ("operator=french_police", "beneficiary=french_police"),
        {"functions": ["identification"], "camera": DOOR_CAMERA, "timing": "real_time", "approvals": ["microsoft"]},
        "permitted",
    ),
    "5: audio summary, corrected text": (
        "2024-05-10",
        ("operator=us_city_police", "beneficiary=us_city_police"),
        {"functions": ["audio_summary"]},
        "permitted",
    ),
    "8: sheriff": (
        "2025-06-01",
        ("operator=us_county_sheriff", "beneficiary=us_county_sheriff"),
        {"functions": ["verification"], "timing": "retrospective", "approvals": ["microsoft"]},
        "undetermined",
    ),
}
"""Cases that no clause bars for certain: what is not told of them is as in an ordinary use."""

BARRED = {
    "body camera, live": (
        "2024-06-10",
        LIVE,
        {"us_police_face_recognition", "live_mobile_recognition"},
    ),
    "1: booking-room photo": (
        "2024-06-10",
        case(US_CITY_POLICE, "identification", camera=DOOR_CAMERA, timing="retrospective", approvals=()),
        {"us_police_face_recognition", "identity"},
    ),
    "2: French body camera": (
        "2024-06-10",
        case(FRENCH_POLICE, "identification", camera=BODY_CAMERA, timing="real_time", approvals=()),
        {"live_mobile_recognition", "identity"},
    ),
    "3: staff door": (
        "2024-06-10",
        case(FRENCH_POLICE, "identification", camera=DOOR_CAMERA, timing="real_time", approvals=()),
        {"identity"},
    ),
    "5: audio summary, first text": (
        "2024-05-01",
        case(US_CITY_POLICE, "audio_summary"),
        {"us_police_any_use"},
    ),
}


@pytest.fixture(scope="module")
def policy() -> Policy:
    """The policy, loaded as any caller loads it."""
    return policylang.load("microsoft.azure_openai")


@pytest.mark.parametrize(("day", "given", "by"), BARRED.values(), ids=BARRED)
def test_barred_cases(policy: Policy, day: str, given: dict[str, object], by: set[str]) -> None:
    """Each is prohibited, certainly by exactly the clauses that speak to it, with no example to lean on."""
    decision = policy.decide(given, on=day)
    assert (decision.outcome, certain(decision)) == ("prohibited", by)


@pytest.mark.parametrize(("day", "like", "given", "outcome"), SETTLED.values(), ids=SETTLED)
def test_cases_that_are_not_barred(
    policy: Policy, day: str, like: tuple[str, ...], given: dict[str, object], outcome: str
) -> None:
    """Each gets its outcome where the rest is ordinary, and no prohibition stands for certain."""
    decision = policy.decide({"service": "azure_openai", **given}, on=day, like=("ordinary_use", *like))
    assert (decision.outcome, certain(decision)) == (outcome, set())


def test_a_body_camera_case_is_answered_with_clause_citation_and_date(policy: Policy) -> None:
    """The answer holds what an auditor asks for: the item, where it is written, who quoted it, the day and the text."""
    decision = policy.decide(LIVE, on="2024-06-10")
    item = next(each for each in decision.stands if each.name == "us_police_face_recognition")
    assert decision.on == dt.date(2024, 6, 10)
    assert decision.editions == ("corrected",)
    assert decision.basis == "clauses"
    assert item.cites[0] == "Code of Conduct for Azure OpenAI, corrected text of May 2024, item on US police"
    assert item.words == ("by or for a police department in the United States",)
    assert item.evidence == "quoted"
    assert decision.open == ()


def test_silence_is_not_a_grant(policy: Policy) -> None:
    """A report drafted from sound is permitted by default only, and on condition of the duties."""
    drafting = {"service": "azure_openai", "functions": ["audio_summary"], "oversight": None, "fraud_checks": None}
    decision = policy.decide(drafting, on="2024-05-10", like=("ordinary_use", "operator=us_city_police"))
    assert (decision.outcome, decision.basis) == ("permitted", "default")
    assert decision.is_on_condition
    assert {each.name: each.state for each in decision.duties} == {
        "meaningful_human_oversight": "unknown",
        "detection_of_fraud": "unknown",
        "limits": "fulfilled",
        "testing": "fulfilled",
        "feedback": "fulfilled",
        "mitigations": "fulfilled",
    }


def test_the_doubtful_agency_is_asked_about(policy: Policy) -> None:
    """Whether a sheriff's office is a police department is the next question, with guidance for whoever judges it."""
    day, like, given, _ = SETTLED["8: sheriff"]
    decision = policy.decide({"service": "azure_openai", **given}, on=day, like=("ordinary_use", *like))
    assert decision.next_question is not None
    assert "counts_as_police_department" in decision.next_question.fact
    assert decision.next_question.judged


def test_since_2026_the_agency_is_no_longer_doubtful(policy: Policy) -> None:
    """A sheriff's office is local police for certain, so that nothing is asked, and approval does not help."""
    _, like, given, _ = SETTLED["8: sheriff"]
    decision = policy.decide({"service": "azure_openai", **given}, on="2026-05-01", like=("ordinary_use", *like))
    assert (decision.outcome, certain(decision)) == ("prohibited", {"us_state_or_local_police_face_recognition"})
    assert decision.open == ()


def test_without_a_service_the_service_is_the_question(policy: Policy) -> None:
    """The seed of it all: nobody knew through whom the model was used."""
    decision = policy.decide({"operator": US_CITY_POLICE, "functions": ["audio_summary"]}, on="2024-05-01")
    assert decision.outcome == "undetermined"
    assert [each.fact for each in decision.open] == ["service"]


def test_a_company_is_no_police_department(policy: Policy) -> None:
    """A case that says so cannot be, and is refused by the name of what it breaks."""
    shop = {"kind": "other_company", "counts_as_police_department": True}
    with pytest.raises(CaseError, match="police_operator_enforces_law"):
        policy.decide({"service": "azure_openai", "operator": shop}, on="2024-06-10")


@pytest.mark.parametrize("day", ["2024-09-05", "2024-09-06", "2025-02-26", "2026-04-30", "2026-05-01", "2026-11-23"])
def test_items_carry_on_to_this_day(policy: Policy, day: str) -> None:
    """The later codes kept the items, and since May 2026 that on police in the US has other words."""
    police = "us_police_face_recognition" if day < "2026-05-01" else "us_state_or_local_police_face_recognition"
    assert certain(policy.decide(LIVE, on=day)) == {police, "live_mobile_recognition"}
