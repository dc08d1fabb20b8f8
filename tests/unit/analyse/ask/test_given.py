"""Questions about given cases: what is looked at, what regions leave out, and how a case says what was given."""

import datetime as dt
from pathlib import Path

import pytest

import policylang
from policylang.diagnostics.errors import CaseError

RULES = """policy rules
    otherwise  permitted

type kind: one of
    police (city, state)
    company, other_kind

type party: has
    kind: kind
    sworn: yes or no

type device: has
    mobile: yes or no
    live: yes or no

fact operator: party
fact camera: optional device
fact uses: several of faces, sound, text
fact speed: whole number from 0 to 100

always only_police_swear "Nobody else is sworn"
    if operator.sworn
    then operator.kind is police

example office: party
    kind is company
    not sworn

example ordinary
    operator like office
    there is no camera
    uses are text
    speed is 0

clause no_filming
    "No filming by those who are sworn"
    cites      "1"
    prohibits
    when camera.mobile and camera.live and operator.sworn

clause no_faces
    "No faces"
    cites      "2"
    in force   from 2024-05-01
    prohibits
    when uses include faces

clause no_hurry
    "No hurry"
    cites      "3"
    in force   before 2024-05-01
    prohibits
    when speed is more than 50
"""


@pytest.fixture(scope="module")
def rules() -> policylang.Policy:
    """The policy, loaded from its text."""
    return policylang.loads(RULES)


def test_only_given_cases_are_looked_at(rules: policylang.Policy) -> None:
    """Kinds are those of the completions, and regions say nothing that is given."""
    found = rules.find(outcome="prohibited", case={"camera": "absent"}, on="2024-06-01", every=True)
    assert found.regions == (("uses include faces",),)
    assert found.given.lines == ("there is no camera",)
    assert found.kinds is not None
    assert found.kinds.affected * 2 == found.kinds.all


def test_a_case_says_what_is_given_first_and_then_what_was_found(rules: policylang.Policy, tmp_path: Path) -> None:
    """The example, what is taken back, what is given, what was found: a scenario that passes where it is pasted."""
    found = rules.find(
        clause="no_filming", like="ordinary", case={"operator": "unknown", "camera": "unknown", "speed": 3}
    )
    assert found.case is not None
    first = ("like ordinary", "unknown operator", "unknown camera", "speed is 3")
    assert found.case.given == (*first, "operator.sworn", "camera.mobile", "camera.live")
    assert found.case.beyond == found.case.given[4:]
    file = tmp_path / "rules.pol"
    file.write_text(f"{RULES}\n{found.case.scenario}", encoding="utf-8")
    (result,) = policylang.load(file).test()
    assert result.passed


@pytest.mark.parametrize(
    ("like", "case", "lines"),
    [
        ("ordinary", {}, ("like ordinary",)),
        ("operator=office", {"operator.kind": None}, ("operator like office", "unknown operator.kind")),
        ((), {"operator": {"kind": "police"}}, ("operator.kind is police",)),
        ((), {"camera": {"mobile": True}}, ("camera.mobile",)),
        ((), {"camera": "present"}, ("there is a camera",)),
        ((), {"uses": {"include": ["faces"], "exclude": ["text"]}}, ("uses include faces", "uses do not include text")),
        ("ordinary", {"uses": {"include": ["faces"]}}, ("like ordinary", "unknown uses", "uses include faces")),
        ("ordinary", {"operator.sworn": [True, False]}, ("like ordinary", "unknown operator.sworn")),
        ((), {"speed": [1, 2]}, ("speed is one of 1, 2",)),
    ],
)
def test_what_is_given_is_said_as_a_scenario_says_it(
    rules: policylang.Policy, like: str, case: dict[str, object], lines: tuple[str, ...], tmp_path: Path
) -> None:
    """The lines tell what the case tells; read as a scenario they give the same."""
    given = rules.find(like=like, case=case).given
    assert given.lines == lines
    told = "\n".join(f"        {line}" for line in lines)
    file = tmp_path / "rules.pol"
    file.write_text(
        f'{RULES}\nscenario "as given"\n    on 2024-06-01\n    given\n{told}\n    expect permitted\n', encoding="utf-8"
    )
    (scenario,) = policylang.load(file).scenarios
    decisions = [
        rules.evaluator.decide_knowledge(each, dt.date(2024, 6, 1)) for each in (scenario.given, given.knowledge)
    ]
    assert decisions[0] == decisions[1]


def test_a_value_that_is_given_is_kept_in_the_case_that_is_shown(rules: policylang.Policy) -> None:
    """Of several values that are given, the case has one; members join those that are given."""
    found = rules.find(clause="no_hurry", case={"speed": [3, 77], "uses": {"include": ["sound"]}})
    assert found.case is not None
    assert found.case.beyond == ("speed is 77",)
    faces = rules.find(clause="no_faces", case={"uses": {"include": ["sound"]}})
    assert faces.case is not None
    assert faces.case.beyond == ("uses include faces",)


def test_what_no_case_can_be_is_refused(rules: policylang.Policy) -> None:
    """The error names the line of `always` that what is given breaks, as that of a decision does."""
    case = {"operator": {"kind": "company", "sworn": True}}
    for ask in (
        lambda: rules.find(case=case),
        lambda: rules.loopholes("no_faces", case=case),
        lambda: rules.prove("never permitted", case=case),
        lambda: rules.diff_dates("2024-04-30", "2024-05-01", case=case),
        lambda: rules.diff(rules, case=case),
        lambda: rules.timeline(case=case),
    ):
        with pytest.raises(CaseError, match=r"breaks `.*only_police_swear` \(Nobody else is sworn\)"):
            ask()


def test_a_fact_that_is_given_lets_nothing_out(rules: policylang.Policy) -> None:
    """Loopholes are those by facts that are open, each with a case that is as is given."""
    every = rules.loopholes("no_filming", on="2024-06-01")
    assert [each.fact for each in every.found] == ["operator.sworn", "camera", "camera.mobile", "camera.live"]
    given = {"operator": {"sworn": True}, "uses": ["text"], "camera.live": True}
    some = rules.loopholes("no_filming", on="2024-06-01", case=given)
    assert [each.fact for each in some.found] == ["camera.mobile"]
    assert some.found[0].case.given[:3] == ("operator.sworn", "uses are text", "camera.live")


def test_a_difference_leaves_out_clauses_that_stand_in_no_given_case(rules: policylang.Policy) -> None:
    """Between the dates, only what stands in a given case is told; what is given is no fact that does not matter."""
    found = rules.diff_dates("2024-04-30", "2024-05-01", like="ordinary", case={"uses": None})
    assert (found.verdict, [each.name for each in found.clauses]) == ("stricter", ["no_faces"])
    assert found.changes[0].regions == (("uses include faces",),)
    assert found.indifferent == ()
    assert "like ordinary\n        unknown uses\n        uses include faces\n" in found.changes[0].shown.scenario
    both = rules.diff_dates("2024-04-30", "2024-05-01", like="ordinary", case={"uses": None, "speed": None})
    assert both.verdict == "incomparable"


def test_a_timeline_leaves_out_clauses_that_stand_in_no_given_case(rules: policylang.Policy) -> None:
    """They have no bar, and the picture says how many they are."""
    found = rules.timeline(like="ordinary", case={"uses": None})
    assert [span.clause for span in found.spans] == ["no_faces"]
    assert found.chart.subtitle.endswith("; 2 that stand in no such case are left out")


# ---------------------------------------------------------------- two versions


def test_two_versions_are_given_cases_in_the_words_of_the_new_one(rules: policylang.Policy) -> None:
    """A renamed fact has its new name, and the scenario for the version before says all fact by fact."""
    new = policylang.loads(RULES.replace("speed", "pace").replace("more than 50", "more than 40"))
    found = rules.diff(new, on="2024-01-01", rename={"speed": "pace"}, like="ordinary", case={"pace": None})
    (change,) = found.changes
    assert change.regions == (("pace is from 41 to 50",),)
    assert change.shown.given == ("like ordinary", "unknown pace", "pace is 41")
    assert "operator.kind is company" in change.shown.scenario_before
    assert "speed is 41" in change.shown.scenario_before
    assert "like" not in change.shown.scenario_before


def test_a_group_that_is_told_more_finely_before_is_understood(rules: policylang.Policy) -> None:
    """What the new version gives as one value stands for all that the old one tells apart in it."""
    new = policylang.loads(
        RULES.replace("police (city, state)", "police").replace(
            "speed is more", "speed is more than 49 or speed is more"
        )
    )
    found = rules.diff(new, on="2024-01-01", case={"operator.kind": "police", "uses": ["text"], "camera": "absent"})
    assert found.verdict == "stricter"
    assert [each.regions for each in found.changes] == [(("speed is 50",),)]


def test_a_member_that_is_told_more_finely_before_is_refused() -> None:
    """Of a set it would not be known which of the finer members is there."""
    text = "policy rules\n    otherwise permitted\n\nfact uses: several of faces{}, sound\n\n"
    text += 'clause no_faces\n    "No faces"\n    cites "1"\n    prohibits\n    when uses include faces\n'
    old, new = policylang.loads(text.format(" (still, film)")), policylang.loads(text.format(""))
    with pytest.raises(CaseError, match="`faces` is given, which the other version tells more finely"):
        old.diff(new, case={"uses": ["faces"]})


def test_what_only_one_version_can_tell_is_refused(rules: policylang.Policy) -> None:
    """A value that the version before does not have leaves nothing to compare."""
    new = policylang.loads(RULES.replace("other_kind", "other_kind, robot"))
    with pytest.raises(CaseError, match="in one of the two versions alone"):
        rules.diff(new, case={"operator.kind": "robot"})
