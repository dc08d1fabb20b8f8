"""Eighteen cases that the standard policies were given to decide, clause by clause, as a service would ask them.

They were written down from the documents before any policy was, and stand here in Python and not as scenarios: what the
policies' own files expect was written with the policies.
"""

from collections.abc import Mapping
from typing import Literal, NamedTuple

import pytest

import policylang
from policylang import Decision

Expected = Literal["P", "-", "?"]
"""Prohibited by a clause for certain, not by it, or undetermined."""
CODE, FACE, EU = "microsoft.azure_openai", "microsoft.azure_face", "eu.ai_act"
DOCUMENTATION, CONSUMER = "microsoft.azure_documentation", "microsoft.services_agreement"
OPENAI, AWS, CLEARVIEW = "openai.usage_policies", "aws.rekognition", "clearview.settlement"


class Given(NamedTuple):
    """A case: its number, the policy, the day, whom it is like, what is so beside an ordinary use, what is expected."""

    number: int
    policy: str
    on: str
    like: tuple[str, ...]
    facts: Mapping[str, object]
    clauses: Mapping[str, Expected] = {}
    outcome: str | None = None
    duties: Mapping[str, str] = {}


Rows = tuple[tuple[str, str, Expected, str], ...]


def everybody(example: str) -> tuple[str, ...]:
    """Return that a party uses the service itself, under a contract of its own."""
    return tuple(f"{party}={example}" for party in ("customer", "operator", "beneficiary"))


US_POLICE, FRENCH, GERMAN = everybody("us_city_police"), everybody("french_police"), everybody("german_police")
CANADIAN, SHERIFF = everybody("canadian_city_police"), everybody("us_county_sheriff")
Facts = dict[str, object]
AZURE: Facts = {"service": "azure_openai", "functions": ["identification"]}
ON_FACE: Facts = {"service": "azure_face", "functions": ["identification"]}
PATROL: Facts = {"camera.mount": "body_worn", "camera.environment": "uncontrolled", "timing": "real_time"}
DOOR: Facts = {"camera.mount": "fixed", "camera.environment": "controlled"}
DRAFTING: Facts = {"service": "azure_openai", "functions": ["audio_summary"]}

US_FR, MOBILE = "us_police_face_recognition", "live_mobile_recognition"

STATION: Facts = {
    "place.country": "germany",
    "place.open_to_public": True,
    "functions": ["identification"],
    "reference_database": True,
    "remote": True,
    "camera.mount": "fixed",
    "camera.environment": "uncontrolled",
    "timing": "real_time",
    "goals": ["prevention_or_detection_of_crime"],
}
"""Faces are matched live against a list of wanted people, in a place in the Union that is open to all."""
ABDUCTED: Facts = STATION | {
    "goals": ["search_for_victim"],
    "victim_of": ["abduction"],
    "specific_person": True,
    "national_law_allows": True,
    "confirms_target_only": True,
    "weighed": ["harm_without_use", "consequences_for_rights"],
    "limits": ["in_time", "in_area", "in_persons"],
    "impact_assessment_done": True,
    "registration.state": "before_start",
    "authorisation.state": "granted_before_start",
    "authorisation.authority": "court",
    "authorisation.binding": True,
    "authorisation.reviewable": True,
    "authorisation.reasoned_request": True,
    "notices.market_surveillance": "given",
    "notices.data_protection": "given",
}
"""One abducted girl is sought, with all that the Act asks for."""
URGENT: Facts = ABDUCTED | {"urgent": True, "authorisation.state": "pending", "authorisation.hours_to_request": 23}
RBI = "real_time_identification"
LICENCE_PLATES: Facts = {"service": "rekognition", "functions": ["text_reading"], "goals": ["criminal_investigation"]}
BURGLARY: Facts = {"service": "rekognition", "functions": ["identification"], "goals": ["criminal_investigation"]}
SEARCHING: Facts = {"service": "clearview", "functions": ["identification"]}
PHONE: Facts = PATROL | {
    "service": "microsoft_consumer_ai",
    "functions": ["identification"],
    "camera.mount": "handheld",
}
ARMY: Facts = {"service": "openai_api", "goals": ["military_operation"]}
SECURITY: Facts = {"service": "openai_api", "goals": ["national_security"]}
LOAN: Facts = {
    "service": "azure_openai",
    "decision_effects": ["financial_standing"],
    "decision_fields": ["credit_or_finance"],
}
ANGER: Facts = {"inferences": ["emotional_state"], "inferred_from": ["behaviour"], "subject.consent": "explicit"}

COMPANIONS: Rows = (
    ("2023-09-01", "other_companion", "P", "prohibited"),
    ("2026-06-01", "other_companion", "-", "permitted"),
    ("2023-09-01", "romantic_companion", "-", "prohibited"),
    ("2026-06-01", "romantic_companion", "-", "prohibited"),
)
PHONE_DAYS: Rows = (("2025-09-29", "", "-", "permitted"), ("2025-09-30", "", "P", "prohibited"))

CASES = (
    Given(1, CODE, "2024-06-10", US_POLICE, AZURE | DOOR | {"timing": "retrospective"}, {US_FR: "P", MOBILE: "-"}),
    Given(2, CODE, "2024-06-10", FRENCH, AZURE | PATROL, {MOBILE: "P", US_FR: "-"}),
    Given(3, CODE, "2024-06-10", FRENCH, AZURE | DOOR | {"timing": "real_time"},
          {US_FR: "-", MOBILE: "-", "identity": "P"}),
    Given(3, CODE, "2024-06-10", FRENCH, AZURE | DOOR | {"timing": "real_time", "approvals": ["microsoft"]},
          {US_FR: "-", MOBILE: "-", "identity": "-"}, "permitted"),
    Given(4, EU, "2025-02-01", GERMAN, STATION, {RBI: "-"}),
    Given(4, EU, "2025-02-02", GERMAN, STATION, {RBI: "P"}, "prohibited"),
    *(Given(4, CODE, day, GERMAN, {**STATION, "service": "azure_openai"}, {MOBILE: "-"})
      for day in ("2025-02-01", "2025-02-02")),
    Given(5, CODE, "2024-05-01", US_POLICE, DRAFTING, {"us_police_any_use": "P"}, "prohibited"),
    Given(5, CODE, "2024-05-10", US_POLICE, DRAFTING, {US_FR: "-", MOBILE: "-", "us_police_any_use": "-"},
          "permitted", {"meaningful_human_oversight": "fulfilled"}),
    Given(5, CODE, "2024-05-10", US_POLICE, DRAFTING | {"decision_effects": ["legal_standing"]},
          {"consequential_decisions": "-"}),
    Given(5, CODE, "2024-05-10", US_POLICE,
          DRAFTING | {"decision_effects": ["legal_standing"], "oversight": "no_review"},
          {"consequential_decisions": "P"}, "prohibited", {"meaningful_human_oversight": "breached"}),
    Given(6, FACE, "2025-06-01", CANADIAN,
          ON_FACE | PATROL | {"camera.mount": "drone", "goals": ["search_for_missing_person"]},
          {MOBILE: "P"}, "prohibited"),
    Given(7, FACE, "2025-06-01", (),
          ON_FACE | {"goals": ["touchless_access_control"], "subject.consent": "explicit", "timing": "real_time"},
          {"only_listed_uses": "-"}, "permitted"),
    Given(7, DOCUMENTATION, "2025-06-01", ("beneficiary=us_city_police",),
          ON_FACE | {"goals": ["touchless_access_control", "criminal_investigation"], "timing": "real_time"},
          {"used_for_police": "P"}, "prohibited"),
    Given(8, CODE, "2026-06-01", SHERIFF, AZURE, {"us_state_or_local_police_face_recognition": "P"}, "prohibited"),
    Given(8, FACE, "2025-06-01", SHERIFF, ON_FACE, {"us_state_or_local_police": "P"}, "prohibited"),
    Given(8, CODE, "2025-06-01", SHERIFF, AZURE, {US_FR: "?"}),
    Given(9, CODE, "2025-03-01", (), {"service": "azure_openai", **ANGER}, {"emotions": "P"}, "prohibited"),
    Given(9, CODE, "2025-03-01", (), {"service": "azure_openai", "inferences": ["hair_colour", "age_range"]},
          {"sensitive_attributes": "-"}, "permitted"),
    *(Given(9, CODE, "2025-03-01", (), {"service": "azure_openai", "inferences": [trait]},
            {"sensitive_attributes": "P"}, "prohibited") for trait in ("specific_age", "gender")),
    Given(10, CODE, "2025-03-01", (), LOAN | {"oversight": "no_review"}, {"consequential_decisions": "P"}),
    Given(10, CODE, "2025-03-01", (), LOAN, {"consequential_decisions": "-"}, "permitted",
          {"meaningful_human_oversight": "fulfilled", "feedback": "fulfilled"}),
    *(Given(11, CODE, day, (), {"service": "azure_openai", "personas": [persona]},
            {"companion_chatbots": expected}, outcome)
      for day, persona, expected, outcome in COMPANIONS),
    Given(12, OPENAI, "2024-01-09", (), ARMY, {"military_and_warfare": "P"}, "prohibited"),
    Given(12, OPENAI, "2024-01-10", (), ARMY, {"military_and_warfare": "-"}, "permitted"),
    *(Given(12, OPENAI, "2024-01-10", (), ARMY | {more: [value]}, {}, "prohibited")
      for more, value in (("conducts", "weapons_use"), ("conducts", "destruction_of_property"),
                          ("consequences", "harm_to_individuals"))),
    Given(12, OPENAI, "2025-11-01", (), SECURITY, {"national_security": "P"}, "prohibited"),
    Given(12, OPENAI, "2025-11-01", (), SECURITY | {"approvals": ["openai"]}, {"national_security": "-"}, "permitted"),
    Given(13, EU, "2026-01-10", GERMAN, ABDUCTED, {RBI: "-"}, "permitted", {"notification": "fulfilled"}),
    *(Given(13, EU, "2026-01-10", GERMAN, ABDUCTED | dropped, {RBI: "P"}, "prohibited") for dropped in (
        {"national_law_allows": False}, {"confirms_target_only": False}, {"limits": ["in_area", "in_persons"]},
        {"limits": ["in_time", "in_persons"]}, {"proportionate": False}, {"strictly_necessary": False},
        {"impact_assessment_done": False}, {"authorisation.state": "not_requested"})),
    Given(13, EU, "2026-01-10", GERMAN,
          ABDUCTED | {"notices.market_surveillance": "omitted", "notices.data_protection": "omitted"},
          {RBI: "-"}, "permitted", {"notification": "breached"}),
    Given(14, EU, "2026-01-10", GERMAN, URGENT, {RBI: "-"}, "permitted"),
    Given(14, EU, "2026-01-10", GERMAN, URGENT | {"authorisation.hours_to_request": 24}, {RBI: "-"}, "permitted"),
    Given(14, EU, "2026-01-10", GERMAN, URGENT | {"authorisation.hours_to_request": 25}, {RBI: "P"}, "prohibited"),
    Given(14, EU, "2026-01-10", GERMAN, URGENT | {"authorisation.state": "refused"}, {}, None,
          {"stop_at_once": "breached", "delete_at_once": "breached"}),
    Given(15, EU, "2026-01-10", (), STATION, {RBI: "-"}, "permitted"),
    Given(15, EU, "2026-01-10", ("beneficiary=german_police",), STATION, {RBI: "P"}, "prohibited"),
    Given(16, AWS, "2025-06-01", US_POLICE, LICENCE_PLATES, {"moratorium_50_9_1": "-"}, "permitted"),
    Given(16, AWS, "2025-06-01", US_POLICE, BURGLARY, {"moratorium_50_9_1": "P"}, "prohibited"),
    Given(17, CLEARVIEW, "2024-03-01", everybody("chicago_police"), SEARCHING, {"illinois": "P"}, "prohibited"),
    Given(17, CLEARVIEW, "2024-03-01", US_POLICE, SEARCHING, {"illinois": "-"}, "permitted"),
    *(Given(17, CLEARVIEW, day, (), SEARCHING, {"private_parties": "P"}, "prohibited")
      for day in ("2024-03-01", "2099-03-01")),
    Given(17, CLEARVIEW, "2024-03-01", US_POLICE, SEARCHING | {"free_trial_for_one_person": True}, {}, "prohibited"),
    Given(17, CLEARVIEW, "2028-03-01", everybody("chicago_police"), SEARCHING, {"illinois": "-"}, "permitted"),
    *(Given(18, CONSUMER, day, officer, PHONE, {MOBILE: expected}, outcome)
      for officer in (US_POLICE, FRENCH)
      for day, _, expected, outcome in PHONE_DAYS),
    Given(18, CONSUMER, "2025-10-01", US_POLICE, PHONE | DOOR | {"timing": "retrospective"}, {MOBILE: "-"},
          "permitted"),
)  # fmt: skip


def told(decision: Decision, clause: str) -> Expected:
    """Return whether a clause prohibits in a decision."""
    found = {each.name: each.certainty for each in decision.stands if each.effect == "prohibits"}
    return {"certainly": "P", "possibly": "?", None: "-"}[found.get(clause)]  # type: ignore[return-value]


@pytest.mark.parametrize("given", CASES, ids=lambda given: f"{given.number} {given.policy} {given.on}")
def test_a_given_case(given: Given) -> None:
    """The case is decided as stated: each clause, the outcome, the duties."""
    policy = policylang.load(given.policy)
    decision = policy.decide(given.facts, on=given.on, like=("ordinary_use", *given.like))
    assert set(given.clauses) <= set(policy.clauses)
    assert {clause: told(decision, clause) for clause in given.clauses} == given.clauses
    assert given.outcome in (None, decision.outcome)
    assert given.duties.items() <= {duty.name: duty.state for duty in decision.duties}.items()


def test_all_of_them_are_here() -> None:
    """None of the eighteen is left out."""
    assert {given.number for given in CASES} == set(range(1, 19))


def test_the_conflict_of_case_6_is_told() -> None:
    """The approved use stands against the prohibition that prevails over it, and the decision names it."""
    (given,) = (each for each in CASES if each.number == 6)
    decision = policylang.load(given.policy).decide(given.facts, on=given.on, like=("ordinary_use", *given.like))
    assert [clause.name for clause in decision.against] == ["humanitarian"]
