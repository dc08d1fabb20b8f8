"""The code of conduct for Azure OpenAI: the well-known cases, as a service would ask them, and what the answers say."""

import datetime as dt
from collections.abc import Mapping

import pytest

import policylang
from policylang import CaseError, Decision, Policy

US_CITY_POLICE = {"kind": "municipal_police", "country": "united_states"}
US_SHERIFF = {"kind": "county_sheriff", "country": "united_states"}
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

WELL_KNOWN = {
    "body camera, live": (
        "2024-06-10",
        LIVE,
        "prohibited",
        {"us_police_face_recognition", "live_mobile_recognition"},
    ),
    "1: booking-room photo": (
        "2024-06-10",
        case(US_CITY_POLICE, "identification", camera=DOOR_CAMERA, timing="retrospective", approvals=()),
        "prohibited",
        {"us_police_face_recognition", "identity"},
    ),
    "2: French body camera": (
        "2024-06-10",
        case(FRENCH_POLICE, "identification", camera=BODY_CAMERA, timing="real_time", approvals=()),
        "prohibited",
        {"live_mobile_recognition", "identity"},
    ),
    "3: staff door": (
        "2024-06-10",
        case(FRENCH_POLICE, "identification", camera=DOOR_CAMERA, timing="real_time", approvals=()),
        "prohibited",
        {"identity"},
    ),
    "3: staff door, approved": (
        "2024-06-10",
        case(FRENCH_POLICE, "identification", camera=DOOR_CAMERA, timing="real_time", approvals=["microsoft"]),
        "permitted",
        set(),
    ),
    "5: audio summary, first text": (
        "2024-05-01",
        case(US_CITY_POLICE, "audio_summary"),
        "prohibited",
        {"us_police_any_use"},
    ),
    "5: audio summary, corrected text": (
        "2024-05-10",
        case(US_CITY_POLICE, "audio_summary"),
        "permitted",
        set(),
    ),
    "8: sheriff": (
        "2025-06-01",
        case(US_SHERIFF, "verification", timing="retrospective", tracking="no_tracking", approvals=["microsoft"]),
        "undetermined",
        set(),
    ),
}


@pytest.fixture(scope="module")
def policy() -> Policy:
    """The policy, loaded as any caller loads it."""
    return policylang.load("microsoft.azure_openai")


@pytest.mark.parametrize(("day", "given", "outcome", "by"), WELL_KNOWN.values(), ids=WELL_KNOWN)
def test_well_known_cases(policy: Policy, day: str, given: dict[str, object], outcome: str, by: set[str]) -> None:
    """Each gets its outcome, certainly from exactly the clauses that speak to it, with no example to lean on."""
    decision = policy.decide(given, on=day)
    assert (decision.outcome, certain(decision)) == (outcome, by)


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
    decision = policy.decide(case(US_CITY_POLICE, "audio_summary"), on="2024-05-10")
    assert decision.basis == "default"
    assert decision.is_on_condition
    assert {each.name for each in decision.duties} == {"meaningful_human_oversight", "detection_of_fraud"}


def test_the_doubtful_agency_is_asked_about(policy: Policy) -> None:
    """Whether a sheriff's office is a police department is the next question, with guidance for whoever judges it."""
    decision = policy.decide(WELL_KNOWN["8: sheriff"][1], on="2025-06-01")
    assert decision.next_question is not None
    assert "counts_as_police_department" in decision.next_question.fact
    assert decision.next_question.judged


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


def test_items_carry_on_to_this_day(policy: Policy) -> None:
    """The later codes kept the items: their names end with no edition."""
    assert certain(policy.decide(LIVE, on="2026-11-23")) == {
        "us_police_face_recognition",
        "live_mobile_recognition",
    }
