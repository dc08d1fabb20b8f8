"""Questions about all cases, asked of policies that are written here."""

import pickle

import pytest

import policylang

RULES = """policy rules
    otherwise  permitted

type kind: one of
    police (city, state)
    company, other_kind

fact operator: kind
fact sworn: yes or no
fact camera: optional device
fact speed: whole number from 0 to 100

type device: has
    mobile: yes or no
    live: yes or no

define filming
    "A live camera that moves"
    camera.mobile and camera.live

always only_police_swear "Nobody else is sworn"
    if sworn
    then operator is police

clause no_filming
    "No filming by those who are sworn"
    cites      "1"
    prohibits
    when filming and sworn

clause no_hurry
    "No hurry"
    cites      "2"
    prohibits
    when speed is more than 50
"""


@pytest.fixture(scope="module")
def rules() -> policylang.Policy:
    """The policy, loaded from its text."""
    return policylang.loads(RULES)


def test_definitions_mean_in_a_question_what_they_mean_in_the_policy(rules: policylang.Policy) -> None:
    """A definition by its name is one case, its condition written out the same."""
    by_name = rules.find("filming and sworn")
    written = rules.find("camera.mobile and camera.live and sworn")
    assert by_name.kinds == written.kinds
    assert by_name.case is not None
    assert by_name.case.given == ("sworn", "camera.mobile", "camera.live")
    assert by_name.case.decision.outcome == "prohibited"


def test_names_come_along_in_copies(rules: policylang.Policy) -> None:
    """A policy that was pickled, before or after it decided, still knows the definitions of its file."""
    again = pickle.loads(pickle.dumps(rules))  # noqa: S301 - what is pickled here is read here
    again.decide({}, on="2024-01-01")
    for each in (again, pickle.loads(pickle.dumps(again))):  # noqa: S301 - as above
        assert each.find("filming").kinds == rules.find("filming").kinds


def test_constants_of_a_question_are_told_apart(rules: policylang.Policy) -> None:
    """A number that only the question names splits the kinds of case."""
    found = rules.find("speed is from 60 to 70", every=True)
    assert found.regions == (("speed is from 60 to 70",),)
    assert found.case is not None
    assert found.case.given == ("speed is 60",)


def test_what_must_change_with_a_fact_may_change(rules: policylang.Policy) -> None:
    """Nobody but police is sworn, so that being sworn lets out those as well who are no police."""
    found = {each.fact: each for each in rules.loopholes("no_filming").found}
    assert found["sworn"].values == (("not sworn",),)
    assert found["camera"].values == (("there is no camera",),)
    assert found["camera.mobile"].caught == ("camera.mobile",)
    assert "operator" not in found
    free = policylang.loads(RULES.replace("    if sworn\n", "    if sworn and not sworn\n"))
    assert {each.fact: each.kinds for each in free.loopholes("no_filming").found}.keys() == found.keys()


def test_a_part_is_a_loophole_only_where_nothing_else_prohibits(rules: policylang.Policy) -> None:
    """Cases that another clause prohibits do not escape."""
    for each in rules.loopholes("no_filming").found:
        assert not any(line.startswith("speed is 51") for line in each.case.given)
        assert each.case.decision.outcome == "permitted"
    assert [each.fact for each in rules.loopholes("no_hurry").found] == ["speed"]


def test_a_statement_of_nothing_is_proved_as_such(rules: policylang.Policy) -> None:
    """A condition that no case meets makes any statement hold, of no kind of case."""
    proof = rules.prove("never permitted when sworn and operator is company")
    assert (proof.verdict, proof.kinds and proof.kinds.affected) == ("proved", 0)


def test_a_thing_as_a_whole_is_a_fact(rules: policylang.Policy) -> None:
    """`never depends on` takes a thing with all its parts, or one part."""
    assert rules.prove("never depends on camera when not sworn").verdict == "proved"
    assert rules.prove("never depends on camera.live").verdict == "refuted"
    first, second = rules.prove("never depends on camera").against
    assert {line for line in {*first.given, *second.given} if "camera" not in line} == {"sworn", "speed is 0"}


def test_a_faulty_day_is_refused(rules: policylang.Policy) -> None:
    """What is no date is an error of the case."""
    with pytest.raises(policylang.CaseError, match="it takes a date"):
        rules.find(on="tomorrow")
