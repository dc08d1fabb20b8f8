"""A session: one state that is replaced or stays, whatever is typed; modes that take inputs for a while."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from prompt import DAY, FACES_MAY, NO_CITY, NO_NOTES, refused, typed

import policylang
from policylang.diagnostics.errors import PolicyError
from policylang.repl.commands import COMMANDS, OTHER_WORDS
from policylang.repl.session import Session


class TestOpening:
    """What a session begins with."""

    def test_a_policy_that_is_not_there_or_faulty_is_an_error(self, folder: Path) -> None:
        """No session begins."""
        (folder / "broken.pol").write_text("policy broken\n", encoding="utf-8")
        (folder / "words.pol").write_text("vocabulary words\n", encoding="utf-8")
        for target in ("none.pol", "nothing_like_it", "broken.pol", "words.pol"):
            with pytest.raises(PolicyError):
                Session([target], DAY)

    def test_a_standard_policy_by_its_name(self, folder: Path) -> None:
        """It can be drafted in like any other."""
        assert folder.is_dir()
        session = Session(["microsoft.azure_openai"], DAY)
        typed(session, 'clause brand_new\n    "New"\n    cites "1"\n    prohibits', "drop")
        assert session.policy.digest == policylang.load("microsoft.azure_openai").digest

    def test_nothing_is_given_on_the_day(self, session: Session) -> None:
        """There is nothing to go back to."""
        assert (session.state.given, session.day, session.drafts) == ((), DAY, ())
        refused(session, "undo")


class TestAnswer:
    """What comes of an input."""

    @pytest.mark.parametrize("text", ["", "   ", "\n\n", "# a comment", "  # another"])
    def test_nothing_said_is_nothing_done(self, session: Session, text: str) -> None:
        """It is taken, and answered with nothing."""
        state = session.state
        assert typed(session, text) == ""
        assert session.state == state

    def test_a_fault_of_our_own_changes_nothing(self, session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
        """It is told as such, and the session goes on."""

        def fails(session: Session, rest: str) -> Iterator[str]:
            session.change(given=("camera",))
            yield "half of it"
            raise KeyError(rest)

        monkeypatch.setitem(COMMANDS, "why", COMMANDS["why"]._replace(run=fails))
        state = session.state
        found = session.answer("why")
        assert not found.is_taken
        assert "policylang itself failed" in found.text
        assert session.state == state
        typed(session, "camera")

    def test_what_is_stopped_changes_nothing(self, session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
        """Ctrl-C goes to the caller; the state is what it was, and so is what there is to go back to."""

        def is_stopped(session: Session, rest: str) -> Iterator[str]:
            session.change(given=("camera",))
            yield rest
            raise KeyboardInterrupt

        monkeypatch.setitem(COMMANDS, "why", COMMANDS["why"]._replace(run=is_stopped))
        typed(session, "age is 3")
        state = session.state
        with pytest.raises(KeyboardInterrupt):
            session.answer("why")
        assert session.state == state
        typed(session, "undo")
        assert session.state.given == ()

    def test_several_lines_at_once(self, session: Session) -> None:
        """Each is answered by itself, as if typed one after the other; what is wrong with one stops no other."""
        answer = typed(session, f"camera\nnonsense\nage is 3\n{NO_NOTES}\nundo")
        assert "`nonsense` is no command" in answer
        assert session.state.given == ("camera", "age is 3")
        assert session.drafts == ()
        typed(session, "undo")
        assert list(session.state.given) == ["camera"]

    def test_other_words_do_the_same(self, session: Session) -> None:
        """`exit` is `quit`, `?` is `help`."""
        assert all(word in COMMANDS for word in OTHER_WORDS.values())
        assert typed(session, "?") == typed(session, "help")

    def test_every_command_has_its_help(self, session: Session) -> None:
        """By the word that it begins with."""
        for word in COMMANDS:
            assert word in typed(session, f"help {word}")
            assert word in typed(session, "help")


class TestLeaving:
    """The end of a session."""

    def test_what_is_not_written_is_told(self, session: Session) -> None:
        """Accepted or not."""
        typed(session, NO_NOTES, NO_CITY, "accept no_notes")
        assert not session.is_over
        told = typed(session, "quit")
        assert session.is_over
        assert "no_notes" in told
        assert "no_city" in told

    def test_nothing_is_told_where_nothing_is_lost(self, session: Session) -> None:
        """`exit` does as well."""
        assert typed(session, "exit") == ""
        assert session.is_over


class TestState:
    """What is changed is one value."""

    def test_a_change_that_changes_nothing_is_no_step(self, session: Session) -> None:
        """There is nothing to go back to."""
        typed(session, "reset", "on 2024-06-10", "use rules")
        refused(session, "undo")

    def test_an_earlier_state_stays_what_it_was(self, session: Session) -> None:
        """Whatever comes after it."""
        typed(session, "camera", NO_NOTES)
        state = session.state
        kept = (state.given, state.day, dict(state.drafts))
        typed(session, "not camera", NO_CITY, "accept", "on 2025-01-01", "drop no_notes")
        assert (state.given, state.day, dict(state.drafts)) == kept


def test_drafts_may_be_taken_one_by_one_or_together(session: Session, file: Path) -> None:
    """It makes no difference to the policy, and neither does the order of drafts that do not need each other."""
    texts = (NO_NOTES, NO_CITY, FACES_MAY)
    typed(session, *texts)
    one_by_one = session.policy
    together = Session([str(file)], DAY)
    typed(together, "\n\n".join(texts))
    assert together.policy.digest == one_by_one.digest
    assert together.here.with_text(together.drafts).text.text == session.here.with_text(session.drafts).text.text
