"""The prompt without a screen: keys come through a pipe, and what they lead to is looked at in the session."""

import datetime as dt
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from prompt_toolkit.completion import CompleteEvent
from prompt_toolkit.document import Document
from prompt_toolkit.input import PipeInput, create_pipe_input
from prompt_toolkit.output import DummyOutput

import policylang
from policylang.repl import prompting
from policylang.repl.prompting import Colouring, history
from policylang.repl.session import Session
from policylang.repl.terminal import Conversation, News

TODAY = dt.date(2024, 6, 10)
END = "\x04"
CLAUSE = 'clause x\n    "A draft"\n    cites "So"\n    prohibits\n    when timing is live\n'


@pytest.fixture(autouse=True)
def state(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder in which what was typed is kept."""
    monkeypatch.setenv("XDG_STATE_HOME", str(folder / "state"))
    return folder / "state" / "policylang"


@pytest.fixture
def keys() -> Iterator[PipeInput]:
    """The keyboard."""
    with create_pipe_input() as found:
        yield found


@pytest.fixture
def session(police_and_faces: str) -> Session:
    """A session about the small policy."""
    return Session([f"{police_and_faces}.pol"], TODAY)


def conversation(session: Session, keys: PipeInput) -> Conversation:
    """Return a conversation with that keyboard."""
    return Conversation(session, input=keys, output=DummyOutput())


class TestHeld:
    """A conversation that is held to its end."""

    def test_what_is_typed_is_answered(
        self, session: Session, keys: PipeInput, capsys: pytest.CaptureFixture[str]
    ) -> None:
        """Line after line, while that is made ready which answers need."""
        keys.send_text(f"timing is live\rservice is azure_openai\rlike ordinary_use\r{END}")
        held = conversation(session, keys)
        held.hold()
        held.wait()
        assert session.state.given == ("timing is live", "service is azure_openai", "like ordinary_use")
        assert "Undetermined" in capsys.readouterr().out

    def test_an_item(self, session: Session, keys: PipeInput) -> None:
        """An item is one input, with the lines that were typed; what ends it is not part of it."""
        typed = "\r".join(line.strip() for line in CLAUSE.split("\n"))
        keys.send_text(f"{typed}\r{END}")
        conversation(session, keys).hold()
        assert [each.edit.text for each in session.drafts] == [CLAUSE.rstrip()]

    def test_a_suggestion_comes_once(self, session: Session, keys: PipeInput) -> None:
        """What is put at the prompt is taken as it is, and not put there again."""
        session.suggested = "timing is live"
        keys.send_text(f"\r{END}")
        conversation(session, keys).hold()
        assert session.state.given == ("timing is live",)
        assert session.suggested == ""

    def test_several_answers_at_once(self, session: Session, keys: PipeInput) -> None:
        """In an interview each line is an answer."""
        keys.send_text(f"ask\r\x1b[200~azure_openai\nnone\nq\x1b[201~\r{END}")
        conversation(session, keys).hold()
        assert session.mode is None
        assert "service is azure_openai" in session.state.given

    def test_sent_at_once_by_alt_enter(self, session: Session, keys: PipeInput) -> None:
        """Alt-Enter sends what is typed, finished or not."""
        keys.send_text(f"{CLAUSE.rstrip()}\x1b\r{END}".replace("\n    ", "\r"))
        conversation(session, keys).hold()
        assert [each.name for each in session.drafts] == ["clause x"]

    def test_what_is_made_ready_may_fail(
        self, session: Session, keys: PipeInput, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """The conversation goes on: what is wrong is told by the answers that need it."""

        def fail(_session: Session, _text: str) -> str:
            raise ValueError

        monkeypatch.setattr("policylang.repl.hints.hint", fail)
        keys.send_text(f"timing is live\r{END}")
        held = conversation(session, keys)
        held.hold()
        held.wait()
        assert session.state.given == ("timing is live",)


LIGHT = """
import datetime, sys
from policylang.repl.session import Session
from policylang.repl import prompting, terminal
for _ in terminal.opening_lines(Session(["police_and_faces.pol"], datetime.date(2024, 6, 10))):
    pass
print(*sys.modules)
"""


class TestStart:
    """What happens before the prompt stands."""

    def test_little_is_imported(self, folder: Path, police_and_faces: str) -> None:
        """A policy that was read before opens without what reads text and what decides cases."""
        policylang.load(police_and_faces)
        command = [sys.executable, "-c", LIGHT]
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True)
        imported = set(done.stdout.split())
        assert "prompt_toolkit" in imported
        assert not imported.intersection(
            ["lark", "policylang.syntax.tree", "policylang.evaluate.evaluator", "rich", "yaml"]
        )


class TestKept:
    """What was typed in sessions before."""

    def test_it_lies_where_state_lies(self, session: Session, keys: PipeInput, state: Path) -> None:
        """In a file for this program, which later sessions read."""
        keys.send_text(f"timing is live\r{END}")
        conversation(session, keys).hold()
        assert "+timing is live\n" in (state / "history").read_text(encoding="utf-8")
        assert list(history().load_history_strings()) == ["timing is live"]

    def test_a_file_that_cannot_be_read(self, state: Path) -> None:
        """It is as if there were none."""
        (state / "history").mkdir(parents=True)
        kept = history()
        assert list(kept.load_history_strings()) == []
        kept.append_string("timing is live")
        assert kept.get_strings() == ["timing is live"]

    def test_no_home(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Where no folder is known, nothing is written."""
        monkeypatch.setenv("XDG_STATE_HOME", "relative")
        history().store_string("timing is live")
        assert not Path("relative").exists()


class TestParts:
    """What the prompt is made of."""

    def test_what_fails_to_complete_completes_nothing(
        self, session: Session, keys: PipeInput, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """No error reaches the screen while somebody types."""

        def fail(_session: Session, _text: str) -> None:
            raise ValueError

        monkeypatch.setattr(prompting, "candidates", fail)
        held = conversation(session, keys)
        completer = prompting.Completing(session, held.reading)
        assert list(completer.get_completions(Document("ti"), CompleteEvent())) == []

    def test_nothing_is_offered_unasked_on_an_empty_line(self, session: Session, keys: PipeInput) -> None:
        """Where it is asked for, all is."""
        completer = prompting.Completing(session, conversation(session, keys).reading)
        assert list(completer.get_completions(Document(""), CompleteEvent(text_inserted=True))) == []
        assert list(completer.get_completions(Document(""), CompleteEvent(completion_requested=True)))

    @pytest.mark.parametrize("text", ["", "timing is live", CLAUSE, '"a\n"b" # c\n\n1 \x00'])
    def test_colours_change_no_text(self, text: str) -> None:
        """What is coloured says what was typed."""
        line = Colouring().lex_document(Document(text))
        shown = ("".join(piece[1] for piece in line(number)) for number in range(text.count("\n") + 1))
        assert "\n".join(shown) == text

    def test_news_is_never_wrong(self, session: Session, folder: Path) -> None:
        """It is told while the file is another one, and not while it is the same."""
        path = folder / "police_and_faces.pol"
        data = path.read_bytes()
        news = News(session)
        assert news.now() == ""
        path.write_bytes(data + b"\n# changed\n")
        assert "has changed on disk" in news.now()
        assert "has changed on disk" in news.now()
        session.answer("reload")
        news.forget()
        assert news.now() == ""
        path.write_bytes(data)
        assert "has changed on disk" in news.now()
        path.write_bytes(data + b"\n# changed\n")
        assert news.now() == ""
