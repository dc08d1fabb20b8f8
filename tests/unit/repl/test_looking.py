"""Looking around at the prompt: what is shown is the policy as it is with its drafts, and nothing changes by it."""

from pathlib import Path

import pytest
from prompt import DAY, FACES_MAY, NO_CITY, NO_NOTES, refused, typed

import policylang
from policylang.repl.session import Session


@pytest.mark.parametrize(
    ("command", "said", "unsaid"),
    [
        ("clauses", "no_cameras", "city_police"),
        ("clauses sworn", "sworn_may", "no_cameras"),
        ("clauses nothing_like_it", "nothing_like_it", "no_faces"),
        ("clause no_faces", "sworn_may", "no_cameras"),
        ("clause no_cameras", "late", "no_faces"),
        ("facts", "operator.kind", "no_faces"),
        ("facts uses", "identify", "operator"),
        ("define city_police", "operator.kind is city", "clause"),
        ("example officer", "sworn", "camera"),
        ('scenario "A company looks at faces"', "expect prohibited", "No cameras"),
        ("test", "1 scenario", "fail"),
        ("test company", "1 scenario", "fail"),
        ("policy", "House rules", "also open"),
        ("timeline", "2025-01-01", "2024-01-01"),
        ("tree", "uses", "age"),
        ("check", "", "error"),
        ("find prohibited", "no_faces", "sworn_may"),
        ("find by sworn_may", "sworn", "no case"),
        ("find permitted when camera", "camera", "Prohibited"),
        ("find every prohibited when operator.kind is city", "uses", "company"),
        ("find camera", "camera", "error"),
        ("prove never prohibited when operator.sworn and uses include none of faces", "Proved", "Refuted"),
        ("prove never prohibited", "Refuted", "Proved"),
        ("loopholes no_faces", "operator.sworn", "error"),
        ("without no_faces", "no_faces", "error"),
        ("explain P0501", "P0501", "error"),
        ("? find", "find", "error"),
    ],
)
def test_what_is_shown(session: Session, command: str, said: str, unsaid: str) -> None:
    """Each command shows what it is asked for, and not the rest; the state is what it was."""
    state = session.state
    told = typed(session, command)
    assert said in told
    assert unsaid not in told
    assert session.state == state


@pytest.mark.parametrize(
    "command",
    [
        "clause nothing_like_it", "clause", "facts nothing_like_it", "define nothing_like_it", "test nothing_like_it",
        "use",
        "use nothing_like_it", "use none.pol", "use .", "find by nothing_like_it", "find permitted by", "find when",
        "find operator.kind is compny", "find (", "prove", "prove never", "prove always prohibited when", "prove x",
        "prove stricter than nothing_like_it", "loopholes", "loopholes nothing_like_it", "without",
        "without nothing_like_it",
        "help nothing_like_it", "help P9999", "explain nothing", 'find "', "facts a\0b", "find camera\0",
    ],
)  # fmt: skip
def test_what_is_not_there_is_refused(session: Session, command: str) -> None:
    """Names that are not there, conditions with faults, commands with too little behind them."""
    refused(session, command)


def test_questions_are_about_cases_as_the_case_says(session: Session) -> None:
    """What is given of the case narrows what is found and proved."""
    assert "Refuted" in typed(session, "prove never prohibited")
    typed(session, "operator.sworn", "on 2024-01-01")
    assert "Proved" in typed(session, "prove never prohibited")
    assert "uses" in typed(session, "reset", "find prohibited")


def test_drafts_are_part_of_what_is_shown(session: Session) -> None:
    """A clause that is a draft is listed, found, proved about; one that was taken out is not."""
    typed(session, NO_NOTES, "remove sworn_may")
    assert "no_notes" in typed(session, "clauses")
    assert "sworn_may" not in typed(session, "clauses")
    assert 'note is "secret"' in typed(session, "find by no_notes")
    assert "secret" in typed(session, "clause no_notes")
    refused(session, "clause sworn_may")


def test_a_failing_scenario_is_told(session: Session) -> None:
    """With what was expected and what came."""
    typed(session, FACES_MAY)
    told = typed(session, "test")
    assert "A company looks at faces" in told
    assert "permitted" in told


def test_a_fact_may_be_called_like_a_command(folder: Path) -> None:
    """A line about it is one of the case; the command is still there."""
    (folder / "p.pol").write_text(
        'policy p\n    otherwise permitted\n\nfact find: one of easy, hard\nfact part: one of whole, half\n\n'
        'clause c\n    "C"\n    prohibits\n    when all of\n        find is hard\n        part is half\n',
        encoding="utf-8",
    )  # fmt: skip
    session = Session(["p.pol"], DAY)
    typed(session, "find is hard", "part is half")
    assert session.decision().outcome == "prohibited"
    assert "part" in typed(session, "find prohibited")


class TestSeveral:
    """Several policies, side by side."""

    @pytest.fixture
    def two(self, session: Session, folder: Path) -> Session:
        """A session about two policies that share their facts."""
        (folder / "words.pol").write_text(
            "vocabulary words\n\nfact a: yes or no\nfact b: yes or no\n", encoding="utf-8"
        )
        for name, fact in (("one", "a"), ("two", "b")):
            text = f'policy {name}\n    otherwise permitted\n\nimport words\n\nclause c_{name}\n    "C"\n    cites "1"\n    prohibits\n    when {fact}\n'  # noqa: E501 - a policy in a line
            (folder / f"{name}.pol").write_text(text, encoding="utf-8")
        assert session.here.path == "rules.pol"
        return Session(["one.pol", "two.pol"], DAY)

    def test_each_tells_its_outcome(self, two: Session) -> None:
        """The one that is looked at in full, the other in a line; both in the whole decision."""
        told = typed(two, "a", "not b")
        assert "c_one" in told
        assert "two: Not prohibited" in told
        assert "c_one" in typed(two, "decide")

    def test_the_case_stays_and_drafts_are_each_policys_own(self, two: Session) -> None:
        """`use` changes what is looked at; `undo` looks back."""
        typed(two, "a", 'clause d\n    "D"\n    cites "2"\n    permits\n    when b', "use two")
        assert two.state.current == "two"
        assert two.drafts == ()
        assert two.state.given == ("a",)
        assert "one" in typed(two, "policy")
        typed(two, "undo")
        assert two.state.current == "one"
        assert len(two.drafts) == 1

    def test_a_line_that_only_one_knows_is_set_aside_in_the_other(self, two: Session) -> None:
        """It is told, and comes back with the policy that knows it."""
        typed(two, "fact c: yes or no", "c", "a")
        assert "set aside: c" in typed(two, "use two")
        assert two.decision() == policylang.load("two.pol").decide({"a": True}, on=DAY)
        assert "set aside" not in typed(two, "use one")

    def test_another_is_opened_when_it_is_asked_for(self, two: Session) -> None:
        """By its file or its name; one that is open already is not read again."""
        typed(two, "use rules.pol")
        assert two.state.current == "rules"
        typed(two, NO_CITY, "use two", "use rules.pol")
        assert len(two.drafts) == 1
        typed(two, "use microsoft.azure_openai")
        assert two.here.is_standard

    def test_two_of_one_name_are_refused(self, two: Session, folder: Path) -> None:
        """The one that is open stays."""
        (folder / "copy.pol").write_text((folder / "two.pol").read_text(encoding="utf-8"), encoding="utf-8")
        refused(two, "use copy.pol")
        typed(two, "use two")
        assert two.here.path == "two.pol"

    def test_one_that_has_errors_is_not_opened(self, two: Session, folder: Path) -> None:
        """What is wrong with it is told."""
        (folder / "broken.pol").write_text("policy broken\n", encoding="utf-8")
        assert "otherwise" in refused(two, "use broken.pol")
        assert "broken" not in two.opened
