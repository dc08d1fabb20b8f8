"""The case at the prompt: what is given line by line, the day, and what can be asked about it."""

import datetime as dt
import json
from pathlib import Path

import pytest
from prompt import DAY, NO_NOTES, decides_as_written, refused, typed

import policylang
from policylang.repl.session import Session

CASE = {"operator": {"kind": "company", "sworn": False}, "uses": ["verify"]}
LINES = ("operator.kind is company", "not operator.sworn", "uses are verify")


class TestLines:
    """Lines that are given."""

    def test_each_is_part_of_the_case(self, session: Session) -> None:
        """The decision is that of the policy and of the reference on the same case, line after line."""
        assert decides_as_written(session, {}).outcome == "undetermined"
        typed(session, LINES[0])
        decides_as_written(session, {"operator": {"kind": "company"}})
        assert "Prohibited" in typed(session, *LINES[1:])
        assert decides_as_written(session, CASE).outcome == "prohibited"

    def test_as_a_scenario_gives_them(self, session: Session) -> None:
        """With `given` before them or not; examples, groups, several values, texts, dates."""
        lines = ("given camera", "operator like officer", "since is 2024-05-01", 'note is "a"', "age is 17")
        typed(session, *lines, "uses do not include faces")
        case = {
            "camera": True, "operator": {"kind": "city", "sworn": True}, "since": dt.date(2024, 5, 1), "note": "a",
            "age": 17,
            "uses": {"exclude": ["faces"]},
        }  # fmt: skip
        assert decides_as_written(session, case).outcome == "permitted"

    def test_a_later_line_replaces_an_earlier(self, session: Session) -> None:
        """Of the same fact the last is so; `unknown` takes it back."""
        typed(session, "operator.kind is city", "operator.kind is company")
        decides_as_written(session, {"operator": {"kind": "company"}})
        typed(session, "unknown operator")
        decides_as_written(session, {})

    def test_what_is_asked_next_is_told(self, session: Session) -> None:
        """Where the outcome is open, the question of the fact that comes next is shown."""
        question = session.decision().next_question
        assert question is not None
        assert question.fact in typed(session, "camera")

    @pytest.mark.parametrize(
        ("line", "said"),
        [
            ("operator.kind is compny", "company"),
            ("oprator.kind is company", "operator"),
            ("age is 151", "150"),
            ("age is 17.5", "whole"),
            ("camera and operator.sworn", "camera"),
            ("like ordinary_us", "ordinary_use"),
            ("nonsense", "nonsense"),
            ("camra", "camera"),
            ('note is "a', "quotation"),
            ("unknown", "unknown"),
            ("unknown camra", "camera"),
            ("there is no camera", "camera"),
            ("yes", "yes"),
        ],
    )
    def test_with_a_fault_is_refused(self, session: Session, line: str, said: str) -> None:
        """It is told what is wrong, and the case stays as it was."""
        typed(session, "camera")
        assert said in refused(session, line)

    def test_a_bare_answer_is_understood(self, session: Session) -> None:
        """Who types only a value is told the line that was meant."""
        typed(session, "uses are verify")
        question = session.decision().next_question
        assert question is not None
        assert f"not {question.fact}" in refused(session, "no")


class TestImpossible:
    """What no case can be."""

    TEXT = 'policy p\n    otherwise permitted\n\nfact a: yes or no\nfact b: yes or no\n\nalways never_both "why"\n    if a\n    then not b\n\nclause c\n    "C"\n    prohibits\n    when a\n'  # noqa: E501 - a policy in a line

    def test_is_refused_and_named(self, folder: Path) -> None:
        """The line is not taken; the `always` that rules it out is told."""
        (folder / "p.pol").write_text(self.TEXT, encoding="utf-8")
        session = Session(["p.pol"], DAY)
        typed(session, "a")
        assert "never_both" in refused(session, "b")
        assert "never_both" in refused(session, "what if b")
        assert session.decision().outcome == "prohibited"


class TestDay:
    """The day of decisions."""

    def test_is_set_and_set_back(self, session: Session) -> None:
        """What is in force on the day counts; `on today` is the day that it was at the beginning."""
        typed(session, "camera", "operator like officer", "uses are none", "on 2025-01-01")
        assert decides_as_written(session, {"camera": True, "operator": CITY, "uses": []}).on == dt.date(2025, 1, 1)
        typed(session, "on today")
        assert session.day == DAY
        decides_as_written(session, {"camera": True, "operator": CITY, "uses": []})

    def test_can_be_another_from_the_beginning(self, file: Path) -> None:
        """Today stays what it is."""
        session = Session([str(file)], DAY, on=dt.date(2025, 3, 1))
        assert session.day == dt.date(2025, 3, 1)
        typed(session, "on today")
        assert session.day == DAY

    @pytest.mark.parametrize("word", ["", "tomorrow", "2024-02-30", "2024", "20240601", "1.6.2024"])
    def test_that_is_none_is_refused(self, session: Session, word: str) -> None:
        """The day stays as it was."""
        refused(session, f"on {word}")


CITY = {"kind": "city", "sworn": True}


class TestQuestions:
    """What can be asked about the case; nothing changes by it."""

    @pytest.mark.parametrize(
        ("command", "said"),
        [
            ("case", "operator.kind is company"),
            ("decide", "no_faces"),
            ("why", "uses"),
            ("nearest", "operator.sworn"),
            ("nearest operator.sworn", "uses"),
            ("what if operator.sworn", "Permitted"),
            ("tree", "rohibited"),
            ("help", "timeline"),
            ("help nearest", "nearest"),
            ("help P0501", "P0501"),
        ],
    )
    def test_is_answered(self, session: Session, command: str, said: str) -> None:
        """The state is the same before and after."""
        typed(session, *LINES)
        state = session.state
        assert said in typed(session, command)
        assert session.state == state

    def test_nearest_keeps_what_it_is_told_to(self, session: Session) -> None:
        """A fact behind it is not suggested to be otherwise."""
        typed(session, *LINES)
        *_, told = typed(session, "nearest operator.sworn").partition("\n")
        assert "operator.sworn would" not in told
        assert "nothing_like_it" in refused(session, "nearest nothing_like_it")

    def test_what_if_leaves_the_case(self, session: Session) -> None:
        """It tells the other outcome, and that of the case is what it was."""
        typed(session, *LINES)
        before = session.decision()
        assert "Permitted" in typed(session, "what if operator.sworn")
        assert session.decision() == before
        assert "same" in typed(session, "what if age is 3")
        for faulty in ("what", "what if", "what is", "what if nonsense", "what if operator.kind is x"):
            refused(session, faulty)

    @pytest.mark.parametrize(
        "command",
        ["case x", "undo x", "reset x", "decide x", "why x", "tree x", "timeline x", "policy x", "ask x", "check x"],
    )
    def test_words_too_many_are_refused(self, session: Session, command: str) -> None:
        """A command that takes nothing says so."""
        assert command.split(maxsplit=1)[0] in refused(session, command)


class TestUndo:
    """Going back."""

    @pytest.mark.parametrize(
        "change",
        ["camera", "unknown operator", "on 2025-01-01", "reset", "like ordinary_use", NO_NOTES, "remove sworn_may"],
    )
    def test_takes_back_a_change_of_any_kind(self, session: Session, change: str) -> None:
        """The state is what it was, and so is the decision."""
        typed(session, *LINES)
        before, decision = session.state, session.decision()
        typed(session, change)
        assert session.state != before
        typed(session, "undo")
        assert session.state == before
        assert session.decision() == decision

    def test_goes_back_step_by_step(self, session: Session) -> None:
        """To the beginning, and no further; what was refused or changed nothing is no step."""
        states = [session.state]
        for line in (*LINES, "on 2025-01-01"):
            typed(session, line)
            states.append(session.state)
        refused(session, "nonsense")
        typed(session, "why", "on 2025-01-01")
        for state in states[-2::-1]:
            typed(session, "undo")
            assert session.state == state
        refused(session, "undo")


def test_reset_begins_the_case_anew(session: Session) -> None:
    """The day and the drafts stay."""
    typed(session, *LINES, "on 2025-01-01", NO_NOTES, "reset")
    assert session.state.given == ()
    assert session.day == dt.date(2025, 1, 1)
    assert len(session.drafts) == 1
    decides_as_written(session, {})


class TestFiles:
    """The case in a file."""

    @pytest.mark.parametrize("name", ["case.yaml", "case.json"])
    def test_saved_and_loaded_it_is_the_same(self, session: Session, folder: Path, name: str) -> None:
        """What is known is the same, and the command line decides the file in the same way."""
        typed(
            session,
            "like ordinary_use",
            "uses do not include verify",
            "unknown camera",
            'note is "a \\"b\\""',
            "age is 7",
        )
        known, decision = session.read.knowledge, session.decision()
        typed(session, f"save {name}")
        typed(session, "reset", f"load {name}")
        assert session.decision() == decision
        assert dict(session.read.knowledge.known).keys() == dict(known.known).keys()
        if name.endswith("json"):
            case = json.loads((folder / name).read_text(encoding="utf-8"))
            assert policylang.load("rules.pol").decide(case, on=DAY) == decision
        typed(session, "undo")
        assert session.state.given == ()

    def test_what_is_there_is_not_written_over(self, session: Session, folder: Path) -> None:
        """Unless that is said."""
        typed(session, "camera", "save case.yaml", "reset")
        before = (folder / "case.yaml").read_bytes()
        assert "case.yaml" in refused(session, "save case.yaml")
        assert (folder / "case.yaml").read_bytes() == before
        typed(session, "save case.yaml --force")
        assert (folder / "case.yaml").read_bytes() != before

    @pytest.mark.parametrize(
        "command",
        [
            "save", "save case", "save case.txt", "save rules.pol", "save none/case.yaml", "load", "load case.yaml",
            "load .",
            "load rules.pol", "load case.jsonl", "load -", "save a\0.yaml", "load a\0.yaml", "load broken.yaml",
            "load other.json",
        ],
    )  # fmt: skip
    def test_that_cannot_be_is_refused(self, session: Session, folder: Path, command: str) -> None:
        """Nothing is written, and the case stays."""
        (folder / "broken.yaml").write_text("a: [", encoding="utf-8")
        (folder / "other.json").write_text('{"nothing_like_it": true}', encoding="utf-8")
        typed(session, "camera")
        there = sorted(path.name for path in folder.iterdir())
        refused(session, command)
        assert sorted(path.name for path in folder.iterdir()) == there


class TestInterview:
    """Questions one after the other, until the outcome is settled."""

    def test_answers_go_to_the_question(self, session: Session) -> None:
        """While it lasts, what is typed is an answer; then the answers are the case."""
        typed(session, "uses are verify")
        first = typed(session, "ask")
        assert "operator.sworn" in first
        assert session.mode is not None
        assert session.prompt != ""
        assert "Prohibited" in typed(session, "no", "")
        assert session.mode is None
        decides_as_written(session, {"uses": ["verify"], "operator": {"sworn": False}})
        typed(session, "undo")
        decides_as_written(session, {"uses": ["verify"]})

    def test_it_can_be_left(self, session: Session) -> None:
        """What was answered stays; without an answer, nothing changes."""
        state = session.state
        typed(session, "ask", "q")
        assert session.mode is None
        assert session.state == state
        typed(session, "ask", "dk", "why", "?", "b", "q")
        assert session.mode is None

    def test_nothing_is_asked_where_all_is_settled(self, session: Session) -> None:
        """The session goes on at once."""
        typed(session, *LINES, "ask")
        assert session.mode is None
        typed(session, "why")
