"""Drafts at the prompt: in effect at once, kept or dropped, and nothing where they are faulty."""

from pathlib import Path

import pytest
from prompt import DAY, FACES_MAY, FAULTY, NO_CITY, NO_NOTES, POLICY, decides_as_written, refused, typed

import policylang
from policylang.repl.session import Session

FACES = {"uses": ["verify"], "operator": {"sworn": False}}
PART = """part late
    "Later"
    cites "3"
    in force from 2026-01-01

    clause no_cameras
        "No cameras at all"
        prohibits
        when camera"""


def names(session: Session) -> list[str]:
    """Return the drafts, with a star where one was accepted."""
    return [each.name + ("*" if each.accepted else "") for each in session.drafts]


class TestTaken:
    """An item that is typed."""

    def test_is_in_effect_at_once(self, session: Session) -> None:
        """A new clause decides, as it does in the text with it."""
        typed(session, 'note is "secret"', "uses are none")
        assert decides_as_written(session, {"note": "secret", "uses": []}).outcome == "permitted"
        assert "no_notes" in typed(session, NO_NOTES)
        assert decides_as_written(session, {"note": "secret", "uses": []}).outcome == "prohibited"
        assert session.prompt.startswith("rules*")

    def test_takes_the_place_of_the_one_that_there_is(self, session: Session) -> None:
        """A clause of the same name is another one now; typed again, it is another draft."""
        typed(session, "uses are verify", "not operator.sworn", FACES_MAY)
        assert decides_as_written(session, FACES).outcome == "permitted"
        typed(session, FACES_MAY.replace("permits", "prohibits"))
        assert decides_as_written(session, FACES).outcome == "prohibited"
        assert names(session) == ["clause no_faces"]

    def test_of_any_kind(self, session: Session) -> None:
        """Facts, definitions, duties, examples, scenarios; what builds on an earlier draft too."""
        typed(
            session,
            "fact robot: yes or no",
            'define bad_robot\n    "A bad robot"\n    all of\n        robot\n        not operator.sworn',
            'clause no_robots\n    "No robots"\n    cites "6"\n    prohibits\n    when bad_robot',
            'duty ask_first "Ask first"',
            'clause asked\n    "Ask"\n    cites "7"\n    requires ask_first',
            "example robot_use\n    robot\n    not operator.sworn\n    uses are none",
            'scenario "Robots"\n    on 2024-06-10\n    given like robot_use\n    expect prohibited by no_robots',
        )
        typed(session, "like robot_use")
        case = {"robot": True, "operator": {"sworn": False}, "uses": []}
        decision = decides_as_written(session, case)
        assert decision.outcome == "prohibited"
        assert [each.name for each in decision.duties] == ["ask_first"]
        assert len(names(session)) == 7

    def test_several_at_once(self, session: Session) -> None:
        """What is pasted with an empty line between is taken together, or not at all."""
        typed(session, f"{NO_NOTES}\n\n{NO_CITY}")
        assert names(session) == ["clause no_notes", "clause no_city"]
        refused(session, f"{NO_CITY.replace('no_city', 'other')}\n\n{FAULTY}")

    def test_in_a_part(self, session: Session) -> None:
        """A clause in a part stays in it, with what the part says of it."""
        typed(
            session, 'clause no_cameras\n    "None"\n    prohibits\n    when not camera', "not camera", "uses are none"
        )
        assert decides_as_written(session, {"camera": False, "uses": []}).outcome == "permitted"
        typed(session, "on 2025-01-01")
        assert decides_as_written(session, {"camera": False, "uses": []}).outcome == "prohibited"

    def test_a_part_with_its_clauses(self, session: Session) -> None:
        """The part takes the place of what was drafted in it; a clause drafted later stands in it."""
        typed(session, 'clause no_cameras\n    "None"\n    prohibits\n    when not camera', PART)
        typed(session, "not camera", "uses are none", "on 2026-01-01")
        assert decides_as_written(session, {"camera": False, "uses": []}).outcome == "permitted"
        typed(session, 'clause no_cameras\n    "None"\n    prohibits\n    when not camera')
        assert decides_as_written(session, {"camera": False, "uses": []}).outcome == "prohibited"
        typed(session, "drop")
        assert session.policy.digest == policylang.loads(POLICY).digest

    def test_the_header_too(self, session: Session) -> None:
        """What holds otherwise can be drafted; the name of the policy stays."""
        typed(session, "not operator.sworn", 'policy rules\n    title "House rules"\n    otherwise prohibited')
        assert decides_as_written(session, {"operator": {"sworn": False}}).outcome == "prohibited"
        assert "other" in refused(session, "policy other\n    otherwise permitted")

    def test_the_outcome_of_the_case_is_told_where_it_changes(self, session: Session) -> None:
        """With the clause that it is by now."""
        typed(session, 'note is "secret"', "uses are none")
        assert "Prohibited" in typed(session, NO_NOTES)

    def test_a_scenario_that_fails_by_it_is_told(self, session: Session) -> None:
        """By its title; one that passes again is told as well."""
        assert "A company looks at faces" in typed(session, FACES_MAY.replace("1", "8"))
        assert "1" in typed(session, "drop", FACES_MAY.replace("permits", "prohibits"))


class TestFaulty:
    """An item with faults changes nothing."""

    @pytest.mark.parametrize(
        ("text", "said"),
        [
            (FAULTY, "operator"),
            ('clause a\n    "A"', "clause"),
            ("clause a", "clause"),
            ("clause a\n    prohibts", "prohibits"),
            ('clause a\n  "A"\n      prohibits\n   when camera', ""),
            ("fact operator: yes or no", "operator"),
            ("fact b: yes or", ""),
            ("import nothing_like_it", "nothing_like_it"),
            ("incorporates rules", "itself"),
            ('scenario "X"\n    given camera', "expect"),
            ("define d\n    camera or operator.sworn and camera", "and"),
            ("policy rules", "otherwise"),
            ("vocabulary rules", ""),
            ("clause no_cameras\n    prohibits", ""),
            ("type party: yes or no", "operator.kind"),
        ],
    )
    def test_is_told_in_its_own_lines(self, session: Session, text: str, said: str) -> None:
        """Whatever is wrong, the session is as it was, and the next draft is taken."""
        assert said in refused(session, text)
        assert session.drafts == ()
        typed(session, NO_NOTES)

    def test_line_and_column_are_those_of_the_draft(self, session: Session) -> None:
        """And not those of the file."""
        assert "clause faulty:4:10" in refused(session, FAULTY)

    def test_it_can_be_mended(self, session: Session) -> None:
        """`edit` brings it back to the prompt; once it is taken, there is nothing of it left to mend."""
        refused(session, FAULTY)
        assert "oprator" in typed(session, "edit")
        assert session.suggested == FAULTY
        typed(session, FAULTY.replace("oprator", "operator"))
        assert "operator.kind" in typed(session, "edit")

    def test_what_others_need_cannot_be_taken_out(self, session: Session) -> None:
        """Where it is needed is shown."""
        assert "despite no_faces" in refused(session, "remove no_faces")
        refused(session, "remove clause no_faces")
        assert "rules.pol" in refused(session, "remove operator")
        refused(session, "remove header")
        refused(session, "remove nothing_like_it")
        refused(session, "remove")


class TestRemove:
    """An item taken out."""

    def test_is_not_there_any_more(self, session: Session) -> None:
        """Neither in the decision nor in the text; `drop` brings it back."""
        typed(session, "uses are verify", "operator.sworn")
        case = {"uses": ["verify"], "operator": {"sworn": True}}
        assert decides_as_written(session, case).outcome == "permitted"
        typed(session, "remove sworn_may")
        assert decides_as_written(session, case).outcome == "prohibited"
        refused(session, "edit sworn_may")
        typed(session, "drop sworn_may")
        assert decides_as_written(session, case).outcome == "permitted"

    def test_of_any_kind(self, session: Session) -> None:
        """By its name, or with its kind before it."""
        typed(session, 'remove scenario "A company looks at faces"', "remove ordinary_use", "remove define city_police")
        typed(session, "remove part late")
        assert "no_cameras" not in session.policy.clauses
        decides_as_written(session, {})

    def test_of_a_draft_is_a_draft_in_its_place(self, session: Session) -> None:
        """What is not in the file is then as if it had never been typed."""
        typed(session, NO_NOTES, "remove no_notes")
        assert session.policy.digest == policylang.loads(POLICY).digest


class TestKept:
    """What becomes of drafts."""

    def test_accepted_or_dropped(self, session: Session) -> None:
        """By name or all; what is accepted is dropped only by name."""
        typed(session, NO_NOTES, NO_CITY, "accept no_notes")
        assert names(session) == ["clause no_notes*", "clause no_city"]
        assert session.prompt.startswith("rules*")
        typed(session, "drop")
        assert names(session) == ["clause no_notes*"]
        assert not session.prompt.startswith("rules*")
        refused(session, "drop")
        refused(session, "accept")
        typed(session, "drop clause no_notes")
        assert names(session) == []
        assert session.policy.digest == policylang.loads(POLICY).digest

    def test_all_are_accepted_at_once(self, session: Session) -> None:
        """A draft that is typed anew has to be accepted anew."""
        typed(session, NO_NOTES, NO_CITY, "accept")
        assert names(session) == ["clause no_notes*", "clause no_city*"]
        typed(session, NO_NOTES.replace("secret", "private"))
        assert names(session) == ["clause no_city*", "clause no_notes"]

    def test_what_another_draft_needs_is_not_dropped(self, session: Session) -> None:
        """It is told which would have errors; nothing is dropped."""
        typed(
            session, "fact robot: yes or no", 'clause no_robots\n    "No"\n    cites "6"\n    prohibits\n    when robot'
        )
        assert "robot" in refused(session, "drop robot")
        typed(session, "drop")
        assert names(session) == []

    @pytest.mark.parametrize(
        "command", ["accept", "drop", "accept x", "drop x", "drop no_faces", "effect", "edit", "edit x"]
    )
    def test_what_is_not_there_is_refused(self, session: Session, command: str) -> None:
        """Neither accepted, dropped nor changed."""
        refused(session, command)

    def test_they_are_listed(self, session: Session) -> None:
        """With what became of each."""
        typed(session, NO_NOTES, "remove sworn_may", "accept no_notes")
        told = typed(session, "drafts").splitlines()
        assert [("accepted" in line, "no_notes" in line, "sworn_may" in line) for line in told] == [
            (True, True, False),
            (False, False, True),
        ]

    def test_each_step_can_be_undone(self, session: Session) -> None:
        """Typed, accepted, dropped, taken out."""
        states = []
        for text in (NO_NOTES, "accept", NO_CITY, "drop no_notes", "remove sworn_may", "drop"):
            states.append(session.state)
            typed(session, text)
        for state in states[::-1]:
            typed(session, "undo")
            assert session.state == state


class TestAgainstTheFile:
    """What the drafts together do to the policy of the file."""

    def test_diff_shows_text_and_meaning(self, session: Session) -> None:
        """The lines that are new and those that are not there any more."""
        assert "+" not in typed(session, "diff")
        typed(session, FACES_MAY, "remove sworn_may")
        told = typed(session, "diff").splitlines()
        assert '-    "No faces"' in told
        assert '+    "Faces may"' in told
        assert "-clause sworn_may" in told
        assert "-policy rules" not in told

    def test_effect_is_that_of_all(self, session: Session) -> None:
        """A draft that undoes another leaves none."""
        typed(session, FACES_MAY, "effect", "effect here")
        typed(session, FACES_MAY.replace('"Faces may"', '"No faces"').replace("permits", "prohibits"))
        assert "No decision changes" in typed(session, "effect")
        refused(session, "effect there")

    def test_check_tells_what_is_wrong(self, session: Session) -> None:
        """As `policylang check` does of the text with the drafts."""
        before = typed(session, "check")
        assert "P0801" in typed(session, NO_NOTES.replace('    cites "4"\n', ""), "check")
        assert "P0801" not in before

    def test_record_drafts_a_scenario(self, session: Session) -> None:
        """It expects what is decided now, passes, and fails once that changes."""
        typed(session, "uses are verify", "not operator.sworn", 'record "It was so"')
        assert names(session) == ['scenario "It was so"']
        assert "fail" not in typed(session, "test It was so")
        assert "It was so" in typed(session, FACES_MAY)
        refused(session, "record")
        refused(session, 'record ""')

    @pytest.mark.parametrize("title", ['a "b" c', "a \\ b", "it's # 3", "é “x”", "a: (b), c; d"])
    def test_record_takes_any_title(self, session: Session, title: str) -> None:
        """Quotation marks and all."""
        typed(session, "camera", f"record {title}")
        (draft,) = session.drafts
        assert draft.edit.item.name == title
        typed(session, f"remove {draft.name}")

    def test_recorded_twice_it_is_one(self, session: Session) -> None:
        """The second takes the place of the first."""
        typed(session, "uses are verify", 'record "S"', "operator.sworn", 'record "S"')
        assert names(session) == ['scenario "S"']
        typed(session, "test S")


class TestNew:
    """A session without a policy begins an empty one."""

    def test_drafts_make_it_a_policy(self, folder: Path) -> None:
        """Everything in it is a draft."""
        session = Session([], DAY)
        assert session.decision().outcome == "permitted"
        typed(session, "fact a: yes or no", 'clause c\n    "C"\n    prohibits\n    when a', "a")
        assert session.decision().outcome == "prohibited"
        assert list(folder.iterdir()) == []

    def test_its_name_is_free(self, folder: Path) -> None:
        """A file that is there already is another one."""
        (folder / "draft.pol").write_text(POLICY.replace("rules", "draft"), encoding="utf-8")
        session = Session([], DAY)
        assert session.here.path != "draft.pol"
        assert dict(session.policy.clauses) == {}
