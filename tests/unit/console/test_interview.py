"""Interviews: what is asked, in which order, what an answer does, and that going back undoes it; without a terminal."""

import datetime as dt
import random
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

import policylang
from policylang import CaseError
from policylang.console.interview import Interview

ON = dt.date(2025, 6, 1)
POLICE_AND_FACES = Path(__file__).parents[2] / "data" / "police_and_faces.pol"
TEXT = """policy p
    otherwise permitted

type party: has
    kind: one of
        police (city_police, state_police, other_police)
        company, other_party
        asks "What is it?"
    big: yes or no

fact operator: party
    asks "Who runs it?"
fact beneficiary: party
    asks "For whom is it run?"

type camera: has
    mount: one of worn, drone, other_mount

fact camera: optional camera
    asks "Is there a camera?"
fact uses: several of faces (verify, identify), sounds, other_use
    asks "What does it do?"
fact age: whole number from 0 to 150 in years
fact held: number at least 0 in days
fact signed: date
fact maker: text
fact agreed: yes or no
    asks "Has everybody agreed?"
    judged "In writing."
"""
CLAUSES = {
    "kind": "operator.kind is city_police",
    "any_kind": "operator.kind is police",
    "twins": "operator.kind is company and beneficiary.kind is company",
    "camera": "camera.mount is drone",
    "uses": "uses include identify",
    "age": "age is at least 18",
    "held": "held is more than 30",
    "signed": "signed is before 2025-01-01",
    "maker": 'maker is "Acme"',
    "agreed": "agreed",
    "big": "operator.big",
    "either": "agreed or age is less than 18",
    "both": "agreed and age is less than 18",
}


def interview(*names: str, more: str = "", case: Mapping[str, Any] | None = None) -> Interview:
    """An interview under a policy that prohibits under each of the conditions."""
    clauses = (f'clause c_{name}\n    "C"\n    cites "1"\n    prohibits\n    when {CLAUSES[name]}\n' for name in names)
    return Interview(policylang.loads("\n".join((TEXT, more, *clauses))), ON, case)


def asked(talk: Interview) -> str | None:
    """The fact that is asked about."""
    return talk.question.fact if talk.question else None


def test_it_asks_the_next_question_of_the_decision() -> None:
    """The question is the decision's next one, and there is none once the outcome is settled."""
    talk = interview("both")
    assert talk.question is not None
    assert talk.decision.next_question is not None
    assert talk.question.fact == talk.decision.next_question.fact == "age"
    assert talk.answer("20") == (True, "age is 20")
    assert (asked(talk), talk.is_settled, talk.decision.outcome) == (None, True, "permitted")
    assert talk.facts == {"age": 20}


def test_it_begins_with_what_is_known() -> None:
    """What a case tells is not asked again, and stands in the case at the end."""
    talk = interview("both", case={"age": 12})
    assert asked(talk) == "agreed"
    talk.answer("y")
    assert (talk.decision.outcome, talk.case) == ("prohibited", {"age": 12, "agreed": True})


def test_a_faulty_case_does_not_begin() -> None:
    """A case that the library refuses is refused before anything is asked."""
    with pytest.raises(CaseError, match="age"):
        interview("age", case={"age": 200})


def test_a_settled_case_asks_nothing() -> None:
    """Where the outcome is settled from the start, nothing is asked; no answer is taken, and there is no way back."""
    talk = interview("age", case={"age": 30})
    assert talk.question is None
    assert not talk.answer("30").is_taken
    assert not talk.unknown().is_taken
    assert talk.back() is None


def test_a_refused_answer_changes_nothing() -> None:
    """An answer that is not taken says why, in the words of the library, and leaves everything as it was."""
    talk = interview("age")
    taken = talk.answer("151")
    assert taken == (False, "`age` got 151; it takes a whole number from 0 to 150 in years")
    assert (asked(talk), talk.count, talk.facts) == ("age", 0, {})


def test_what_is_not_known_is_set_aside() -> None:
    """After *I don't know* the fact is not asked again, the others are, and the case says nothing of it."""
    talk = interview("either")
    first = asked(talk)
    assert talk.unknown() == (True, f"{first}: not known")
    second = asked(talk)
    assert {first, second} == {"age", "agreed"}
    talk.unknown()
    assert (asked(talk), talk.facts, talk.decision.outcome) == (None, {}, "undetermined")
    assert {question.fact for question in talk.decision.open} == {"age", "agreed"}


def test_not_knowing_leaves_the_decision_as_it_was() -> None:
    """The decision after *I don't know* is the decision before it."""
    talk = interview("either")
    before = talk.decision
    talk.unknown()
    assert talk.decision == before


def test_what_is_not_known_may_not_matter() -> None:
    """A fact that was set aside keeps nobody from an answer that does not need it."""
    talk = interview("either")
    for _ in range(2):
        if asked(talk) == "age":
            talk.unknown()
        elif asked(talk) == "agreed":
            talk.answer("yes")
    assert talk.decision.outcome == "prohibited"


def test_back_takes_answers_back_one_by_one() -> None:
    """Going back undoes answers, *I don't know* among them, as far as the beginning, and says what they said."""
    talk = interview("both", "uses")
    seen = []
    for _ in range(2):
        seen.append((asked(talk), dict(talk.facts), talk.decision, talk.declined))
        talk.unknown()
    seen.append((asked(talk), dict(talk.facts), talk.decision, talk.declined))
    talk.unknown()
    for expected in reversed(seen):
        said = talk.back()
        assert said == f"{expected[0]}: not known"
        assert (asked(talk), dict(talk.facts), talk.decision, talk.declined) == expected
    assert talk.back() is None


def test_back_undoes_the_answer_that_settled_it() -> None:
    """The last answer can be taken back too, and answered otherwise."""
    talk = interview("age")
    talk.answer("17")
    assert talk.is_settled
    assert talk.back() == "age is 17"
    talk.answer("18")
    assert talk.decision.outcome == "prohibited"


# ---------------------------------------------------------------- groups


def test_a_group_leads_into_its_values() -> None:
    """After a group the same fact is asked for, while it matters which of its values it is; only those are offered."""
    talk = interview("kind", "agreed")
    while asked(talk) != "operator.kind":
        talk.unknown()
    assert [choice.name for choice in talk.question.choices] == ["police", "company", "other_party"]  # type: ignore[union-attr]
    assert talk.answer("1") == (True, "operator.kind is police")
    assert talk.facts == {"operator.kind": "police"}
    assert asked(talk) == "operator.kind"
    assert [choice.name for choice in talk.question.choices] == ["city_police", "state_police", "other_police"]  # type: ignore[union-attr]
    talk.answer("2")
    assert talk.facts == {"operator.kind": "state_police"}


def test_a_group_may_be_enough() -> None:
    """Where it does not matter which value of a group it is, it is not asked."""
    talk = interview("any_kind")
    assert talk.answer("police").is_taken
    assert (asked(talk), talk.decision.outcome) == (None, "prohibited")


def test_which_of_a_group_may_be_unknown() -> None:
    """After a group, *I don't know* keeps the group, and the fact is not asked again."""
    talk = interview("kind")
    talk.answer("police")
    assert talk.unknown() == (True, "operator.kind is police, more is not known")
    assert (asked(talk), talk.facts) == (None, {"operator.kind": "police"})
    talk.back()
    assert asked(talk) == "operator.kind"


@pytest.mark.parametrize("again", ["police", "1, 2, 3"])
def test_a_group_said_twice_tells_nothing(again: str) -> None:
    """An answer that tells no more than is known is not taken: else the same would be asked for ever."""
    talk = interview("kind")
    talk.answer("police")
    taken = talk.answer(again)
    assert taken == (False, "operator.kind is police is what is known already; where you know no more, type `dk`")


def test_everything_tells_nothing() -> None:
    """To name all values of an outline is no answer."""
    talk = interview("kind")
    assert not talk.answer("police, company, other_party").is_taken
    assert talk.answer("police, company").said == "operator.kind is one of police, company"


def test_what_is_ruled_out_is_refused() -> None:
    """A value outside what is known of a fact is refused, and not offered."""
    talk = interview("kind", case={"operator.kind": ["city_police", "company"]})
    assert [choice.name for choice in talk.question.choices] == ["city_police", "company"]  # type: ignore[union-attr]
    assert (
        talk.answer("state_police").said
        == "`operator.kind` got `state_police`, which is ruled out by what is known of it"
    )
    assert talk.answer("police").said == "operator.kind is city_police"


def test_numbers_of_which_one_is_known_to_be_so() -> None:
    """Where a case gives several numbers, only one of them is taken."""
    talk = interview("age", case={"age": [12, 30]})
    assert talk.answer("40").said == "`age` has one of fewer values, by what is known of it"
    assert talk.answer("30").said == "age is 30"


# ---------------------------------------------------------------- things


def test_a_part_waits_for_its_thing() -> None:
    """Whether an optional thing is there is asked before its parts; where it is not, they are not asked."""
    talk = interview("camera")
    assert asked(talk) == "camera"
    assert talk.answer("n") == (True, "there is no camera")
    assert (asked(talk), talk.facts, talk.decision.outcome) == (None, {"camera": "absent"}, "permitted")
    talk.back()
    assert talk.answer("y") == (True, "there is a camera")
    assert asked(talk) == "camera.mount"
    talk.answer("drone")
    assert (talk.decision.outcome, talk.case) == ("prohibited", {"camera": {"mount": "drone"}})


def test_parts_of_a_thing_that_may_not_be_there() -> None:
    """Who does not know whether the thing is there is not asked for its parts."""
    talk = interview("camera")
    talk.unknown()
    assert (asked(talk), talk.facts) == (None, {})


def test_an_example_is_known() -> None:
    """An interview can start from an example, and its case says what the example says."""
    policy = policylang.load("microsoft.azure_openai")
    talk = Interview(policy, ON, {"service": "azure_openai"}, like=["operator=us_city_police"])
    assert talk.case["operator"]["kind"] == "municipal_police"
    assert asked(talk) not in {"operator.kind", "service"}


# ---------------------------------------------------------------- sets


def test_members_that_are_not_known() -> None:
    """`?name` leaves a member of a set open; the fact then is not asked again, as if the rest were not known."""
    talk = interview("uses")
    taken = talk.answer("sounds, ?identify")
    assert taken == (True, "uses are sounds; not known of identify; no others")
    assert talk.facts == {"uses": {"include": ["sounds"], "exclude": ["verify", "other_use"]}}
    assert (asked(talk), talk.decision.outcome) == (None, "undetermined")


def test_a_set_of_which_some_is_known() -> None:
    """Members that a case settles are not offered; what is answered is added to those that are in."""
    talk = interview("uses", case={"uses": {"include": ["sounds"], "exclude": ["verify"]}})
    assert [choice.name for choice in talk.question.choices] == ["identify", "other_use"]  # type: ignore[union-attr]
    assert talk.answer("verify").said == "`uses` got `verify`, which is ruled out by what is known of it"
    assert not talk.answer("?, ?").is_taken
    assert talk.answer("other_use").said == "uses are sounds, other_use"


# ---------------------------------------------------------------- how it is asked


def test_a_question_that_could_be_about_several_things() -> None:
    """A part's question stands after that of its thing where another thing has the same part; else it stands alone."""
    talk = interview("twins")
    assert talk.question is not None
    assert talk.question.asks in {"Who runs it? What is it?", "For whom is it run? What is it?"}
    talk = interview("big", "agreed", case={"agreed": False})
    assert talk.question is not None
    assert talk.question.asks == "Who runs it: big?"
    talk = interview("age")
    assert talk.question is not None
    assert talk.question.asks == "age?"


def test_what_cannot_be_is_refused() -> None:
    """An answer that no case allows, together with what is known, is refused with the line that rules it out."""
    more = 'always old_people "The old agree to nothing"\n    if agreed\n    then age is less than 65\n'
    talk = interview("age", "kind", more=more, case={"agreed": True})
    while asked(talk) != "age":
        talk.unknown()
    before = talk.count
    taken = talk.answer("70")
    assert (taken.is_taken, talk.count, asked(talk)) == (False, before, "age")
    assert "The old agree to nothing" in taken.said


# ---------------------------------------------------------------- as a whole


def total_cases() -> list[dict[str, Any]]:
    """Total cases of a policy, some by chance and some in which every clause is near."""
    policy = policylang.load(POLICE_AND_FACES)
    chance = random.Random(7)
    cases = []
    for number in range(24):
        case: dict[str, Any] = {}
        has_camera = chance.random() < 0.7
        for name, fact in policy.facts.items():
            if fact.kind == "thing":
                case[name] = "present" if has_camera else "absent"
            elif name.startswith("camera.") and not has_camera:
                continue
            elif fact.kind == "yes or no":
                case[name] = chance.random() < 0.5
            elif fact.kind == "one of":
                case[name] = chance.choice(fact.values)
            else:
                case[name] = chance.sample(fact.values, chance.randrange(3))
        case["service"] = "azure_openai"
        if number % 2:
            case |= {"functions": ["identification"], "approvals": ["microsoft"], "operator.country": "united_states"}
        try:
            policy.decide(case, on="2024-06-10")
        except CaseError:
            continue
        cases.append(case)
    return cases


def told(talk: Interview, case: Mapping[str, Any], *, by_number: bool) -> str:
    """What somebody types who knows the case: names, or numbers and groups as they are offered."""
    question = talk.question
    assert question is not None
    value = case[question.fact]
    if isinstance(value, bool):
        return "y" if value else "n"
    if value in ("present", "absent"):
        return "y" if value == "present" else "n"
    numbers = {
        leaf: str(number) for number, choice in enumerate(question.choices, start=1) for leaf in sorted(choice.leaves)
    }
    if isinstance(value, list):
        return ", ".join(numbers[each] if by_number else each for each in value) or "none"
    return numbers[value] if by_number else str(value)


@pytest.mark.parametrize("case", total_cases(), ids=lambda case: case["operator.kind"])
@pytest.mark.parametrize("by_number", [False, True])
def test_an_interview_ends_as_the_total_case_does(case: dict[str, Any], by_number: bool) -> None:  # noqa: FBT001 - a parameter
    """Who answers from a total case is told its outcome, and only what was open is asked."""
    policy = policylang.load(POLICE_AND_FACES)
    on = dt.date(2024, 6, 10)
    talk = Interview(policy, on)
    while talk.question is not None:
        assert talk.question.fact in {question.fact for question in talk.decision.open}
        taken = talk.answer(told(talk, case, by_number=by_number))
        assert taken.is_taken, taken.said
        assert talk.count < 60
    assert talk.decision.outcome == policy.decide(case, on=on).outcome
    assert policy.decide(talk.case, on=on) == talk.decision


@pytest.mark.parametrize("case", total_cases()[:12], ids=lambda case: case["operator.kind"])
def test_an_interview_with_gaps_never_says_otherwise(case: dict[str, Any]) -> None:
    """Who does not know everything, and goes back now and then, is told the outcome of the case, or that it is open."""
    policy = policylang.load(POLICE_AND_FACES)
    on = dt.date(2024, 6, 10)
    talk = Interview(policy, on)
    chance = random.Random(3)
    backs = 0
    while talk.question is not None:
        fact = talk.question.fact
        what = chance.random()
        if what < 0.3:
            talk.unknown()
            assert fact in talk.declined
        elif what < 0.4 and backs < 5 and talk.back():
            backs += 1
        else:
            assert talk.answer(told(talk, case, by_number=what < 0.7)).is_taken
        assert talk.count < 60
    assert talk.decision.outcome in {"undetermined", policy.decide(case, on=on).outcome}
    assert policy.decide(talk.case, on=on) == talk.decision
    if not talk.is_settled:
        assert talk.declined
