"""The prompt at a terminal: lines are edited, completed and explained as they are typed, and answered.

While a person reads the first lines, a second thread makes ready what the first answers need. It, the answers and what
is shown at each key take turns by two locks, so that no key waits for a decision.
"""

from __future__ import annotations

import os
import re
import sys
import threading
from contextlib import suppress
from textwrap import indent
from typing import TYPE_CHECKING

from policylang.console.cases import UnreadableCaseError, decoded
from policylang.console.terminal import complaint, say, wanted_colour
from policylang.repl.inputs import Reader, is_finished
from policylang.repl.opening import opening_lines
from policylang.repl.warming import steps

if TYPE_CHECKING:
    from collections.abc import Iterable

    from prompt_toolkit import PromptSession
    from prompt_toolkit.formatted_text import StyleAndTextTuples
    from prompt_toolkit.input import Input
    from prompt_toolkit.output import Output

    from policylang.repl.session import Session

_REFRESHED_EACH_S = 1.0
"""So often it is looked whether the file on disk has changed."""
_MORE = "... "


def converse(session: Session) -> None:
    """Answer what a person types, until the session ends."""
    for line in opening_lines(session):
        say(line)
    say("")
    if os.environ.get("TERM") in ("dumb", "unknown"):
        _converse_simply(session)
    else:
        Conversation(session).hold()


class Conversation:
    """A session at a terminal.

    Args:
        session: The session.
        input: Where keys come from; the terminal, where nothing else is said.
        output: What is drawn on; the terminal, where nothing else is said.
    """

    def __init__(self, session: Session, *, input: Input | None = None, output: Output | None = None) -> None:  # noqa: A002 - as in prompt_toolkit
        self.session = session
        self.answering = threading.Lock()
        """Held by whoever asks what the policy says of a case."""
        self.reading = threading.Lock()
        """Held by whoever reads text of the language, or asks what it names; taken after the other one."""
        self.outcome: tuple[str, str] = ("", "")
        """The outcome of the case, as a role of terminal text and a word."""
        self.news = News(session)
        self._hints: tuple[object, str] = (None, "")
        self.prompt = self._made(input, output)
        self._is_warming_wanted = False
        self._warming: threading.Thread | None = None

    def _made(self, input_: Input | None, output: Output | None) -> PromptSession[str]:
        from prompt_toolkit.output.color_depth import ColorDepth
        from prompt_toolkit.shortcuts.prompt import PromptSession

        from policylang.repl.prompting import STYLE, Colouring, Completing, history, keys

        return PromptSession(
            self._message,
            multiline=True,
            prompt_continuation=_continued,
            completer=Completing(self.session, self.reading),
            complete_while_typing=True,
            lexer=Colouring(),
            style=STYLE,
            include_default_pygments_style=False,
            color_depth=ColorDepth.DEPTH_1_BIT if wanted_colour() is False else None,
            history=history(),
            key_bindings=keys(self._is_finished),
            bottom_toolbar=self._toolbar,
            rprompt=self._right,
            refresh_interval=_REFRESHED_EACH_S,
            tempfile_suffix=".pol",
            enable_suspend=True,
            input=input_,
            output=output,
        )

    # ------------------------------------------------------------ the conversation

    def hold(self) -> None:
        """Answer what is typed until the session ends."""
        while not self.session.is_over:
            try:
                self._turn()
            except KeyboardInterrupt:
                self._leave_mode()
            except EOFError:
                self._leave()

    def _turn(self) -> None:
        suggested, self.session.suggested = self.session.suggested, ""
        text = self.prompt.prompt(default=suggested, pre_run=self._begin)
        mode = self.session.mode
        for each in text.split("\n") if mode is not None and mode.by_line else [text]:
            self._answer(each)

    def _begin(self) -> None:
        """Have the warming up begin once the first prompt stands."""
        if self._warming is None:
            self.prompt.app.after_render += self._begun

    def _begun(self, _app: object) -> None:
        if self._warming is None:
            self._make_ready()

    def _make_ready(self) -> None:
        """Have made ready, by another thread, what is needed next."""
        self._is_warming_wanted = True
        if self._warming is None or not self._warming.is_alive():
            self._warming = threading.Thread(target=self._warm, daemon=True)
            self._warming.start()

    def wait(self) -> None:
        """Wait until all is ready that is being made ready."""
        if self._warming is not None:
            self._warming.join()

    def _answer(self, text: str) -> None:
        """Print what is answered; an answer that is stopped changes nothing."""
        try:
            with self.answering, self.reading:
                state = self.session.state
                answer = self.session.answer(text)
                if self.session.state is not state:
                    self.outcome = "", ""
            if shown := self._without_suggested(answer.text):
                say(shown)
        except KeyboardInterrupt:
            say("\nStopped.")
        self.news.forget()
        if text.strip():
            say("")
        self._make_ready()

    def _without_suggested(self, text: str) -> str:
        """Return what is answered without a text at its end that stands at the prompt anyway."""
        suggested = self.session.suggested.rstrip("\n")
        for shown in (suggested, indent(suggested, "    ")):
            text = text.removesuffix(shown) if shown else text
        return text.rstrip()

    def _leave(self) -> None:
        """Leave what takes the inputs now, else the session."""
        if self.session.mode is not None:
            self._leave_mode()
        else:
            self._answer("quit")

    def _leave_mode(self) -> None:
        with self.answering, self.reading:
            self.session.leave_mode()
            self.outcome = outcome_of(self.session)

    def _is_finished(self, text: str) -> bool:
        mode = self.session.mode
        if (mode is not None and mode.by_line) or is_finished(text):
            return True
        with self.reading:
            return self.session.names_item(text)

    # ------------------------------------------------------------ what stands around the line

    def _message(self) -> StyleAndTextTuples:
        return [("class:prompt", self.session.prompt)]

    def _right(self) -> StyleAndTextTuples:
        """Return the outcome so far, while a line is typed: what is answered then may be another."""
        role, word = self.outcome
        mode = self.session.mode
        is_apart = mode is not None and mode.by_line
        return [(f"class:{role}", word)] if word and not is_apart and not self.prompt.app.is_done else []

    def _toolbar(self) -> StyleAndTextTuples:
        """Return what stands below: news of the file, else the hint."""
        news = self.news.now()
        columns = self.prompt.app.output.get_size().columns
        said = news or self._hint()
        return [("class:news" if news else "", said if len(said) < columns else f"{said[: columns - 2]}…")]

    def _hint(self) -> str:
        """Return the hint; the last one, while another thread is at work."""
        from policylang.repl.hints import hint

        document = self.prompt.default_buffer.document
        rest = re.match(r"[\w.]*", document.text_after_cursor)
        text = document.text_before_cursor + (rest[0] if rest else "")
        key = (text, self.session.state, self.session.mode)
        if key != self._hints[0] and self.reading.acquire(blocking=False):
            try:
                self._hints = (key, hint(self.session, text))
            except Exception:  # noqa: BLE001 - a hint is not worth an error
                self._hints = (key, "")
            finally:
                self.reading.release()
        return self._hints[1]

    # ------------------------------------------------------------ made ready

    def _warm(self) -> None:
        """Make ready what the first answers need; what is wrong with it is told when they are given."""
        while self._is_warming_wanted:
            self._is_warming_wanted = False
            for step in steps(self.session):
                if self.session.is_over:
                    return
                with suppress(Exception), self.answering if step.decides else self.reading:
                    step.run()
                    if step.decides:
                        self.outcome = outcome_of(self.session)
                self._redraw()

    def _redraw(self) -> None:
        """Have the prompt drawn anew, if one stands; the thread that draws it may end it meanwhile."""
        app = self.prompt.app
        loop = app.loop
        if loop is not None:
            with suppress(RuntimeError):  # the loop has ended
                loop.call_soon_threadsafe(app.invalidate)


def _continued(width: int, _line: int, wrapped: int) -> StyleAndTextTuples:
    """Return what stands before a further line; before what goes on of one that is too long, nothing."""
    return [("class:quiet", (" " if wrapped else _MORE).rjust(width))]


def outcome_of(session: Session) -> tuple[str, str]:
    """Return the outcome of the case as a role of terminal text and a word; nothing where there is none."""
    from policylang.console.words import verdict
    from policylang.diagnostics.errors import PolicylangError

    try:
        decision = session.decision()
    except PolicylangError:
        return "", ""
    return decision.outcome, verdict(decision)


class News:
    """What there is to tell of the file on disk: that it has changed, as long as that is so.

    To read it each second would be dear: it is read where its time or its size has changed.
    """

    def __init__(self, session: Session) -> None:
        self.session = session
        self._seen: object = None
        self._told = ""

    def now(self) -> str:
        """Return that the file on disk has changed, while it has; else nothing."""
        here = self.session.here
        seen = (here, tuple(map(_stamp, here.files)))
        if seen != self._seen:
            self._seen = seen
            self._told = self.session.news() or (self._told if here.changed else "")
        return self._told

    def forget(self) -> None:
        """Look at the file again the next time: what was answered may have changed it, or read it."""
        self._seen = None


def _stamp(path: str) -> tuple[int, int, int] | None:
    try:
        found = os.stat(path)
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino


# ---------------------------------------------------------------- a terminal that can only print


def _converse_simply(session: Session) -> None:
    """Answer lines that are read as they are, at a terminal that cannot be drawn on."""
    reader = Reader()
    while not session.is_over:
        try:
            line = _line(_MORE if reader.is_open else session.prompt)
            by_line = session.mode is not None and session.mode.by_line
            if line is None:
                texts: Iterable[str] = (*reader.rest(), "quit")
            else:
                texts = [line] if by_line else tuple(reader.feed(line, is_there=session.names_item(line)))
            for text in texts:
                say(session.answer(text).text)
        except KeyboardInterrupt:
            say("\nStopped.")
            reader = Reader()
            session.leave_mode()
        except UnreadableCaseError as error:
            say(complaint(str(error)))
        if news := session.news():
            say(news)


def _line(prompt: str) -> str | None:
    """Return the next line that is typed; nothing at the end of input."""
    say(prompt, newline=False)
    line = sys.stdin.buffer.readline()
    if not line:
        say("")
        return None
    return decoded(line).rstrip("\r\n")
