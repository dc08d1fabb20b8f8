"""The prompt at a terminal: lines are edited, completed and explained as they are typed, and answered.

While a person reads the first lines, a second thread makes ready what the first answers need. It and the answers take
turns by a lock.
"""

from __future__ import annotations

import os
import re
import threading
from contextlib import suppress
from typing import TYPE_CHECKING

from policylang.console.terminal import say, wanted_colour
from policylang.repl.inputs import Reader, is_finished
from policylang.repl.opening import opening_lines

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

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
        self.lock = threading.Lock()
        self.outcome: tuple[str, str] = ("", "")
        """The outcome of the case, as a role of terminal text and a word."""
        self.news = News(session)
        self._hints: tuple[object, str] = (None, "")
        self.prompt = self._made(input, output)
        self.warming = threading.Thread(target=self._warm, daemon=True)

    def _made(self, input_: Input | None, output: Output | None) -> PromptSession[str]:
        from prompt_toolkit.output.color_depth import ColorDepth
        from prompt_toolkit.shortcuts.prompt import PromptSession

        from policylang.repl.prompting import STYLE, Colouring, Completing, history, keys

        return PromptSession(
            self._message,
            multiline=True,
            prompt_continuation=lambda width, _line, _wrapped: [("class:quiet", _MORE.rjust(width))],
            completer=Completing(self.session, self.lock),
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
                self.session.leave_mode()
            except EOFError:
                self._leave()

    def _turn(self) -> None:
        suggested, self.session.suggested = self.session.suggested, ""
        text = self.prompt.prompt(default=suggested, pre_run=self._begin)
        mode = self.session.mode
        for each in text.split("\n") if mode is not None and mode.by_line else [text]:
            self._answer(each)

    def _begin(self) -> None:
        """Have the warming up begin, once, after the first prompt stands."""
        if self.warming.ident is None:
            self.prompt.app.after_render += lambda _app: self._start_warming()

    def _start_warming(self) -> None:
        if self.warming.ident is None:
            self.warming.start()

    def _answer(self, text: str) -> None:
        """Print what is answered; an answer that is stopped changes nothing."""
        try:
            with self.lock:
                answer = self.session.answer(text)
                self.outcome = outcome_of(self.session)
            if answer.text:
                say(answer.text)
        except KeyboardInterrupt:
            say("Stopped.")
        self.news.forget()
        if text.strip():
            say("")

    def _leave(self) -> None:
        """Leave what takes the inputs now, else the session."""
        if self.session.mode is not None:
            self.session.leave_mode()
        else:
            self._answer("quit")

    def _is_finished(self, text: str) -> bool:
        mode = self.session.mode
        if (mode is not None and mode.by_line) or is_finished(text):
            return True
        with self.lock:
            return self.session.names_item(text)

    # ------------------------------------------------------------ what stands around the line

    def _message(self) -> StyleAndTextTuples:
        return [("class:prompt", self.session.prompt)]

    def _right(self) -> StyleAndTextTuples:
        """Return the outcome so far, while a line is typed: what is answered then may be another."""
        role, word = self.outcome
        return [(f"class:{role}", word)] if word and not self.prompt.app.is_done else []

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
        if key != self._hints[0] and self.lock.acquire(blocking=False):
            try:
                self._hints = (key, hint(self.session, text))
            except Exception:  # noqa: BLE001 - a hint is not worth an error
                self._hints = (key, "")
            finally:
                self.lock.release()
        return self._hints[1]

    # ------------------------------------------------------------ made ready

    def _warm(self) -> None:
        """Make ready what the first answers need; what is wrong with it is told when they are given."""
        for step in self._steps():
            if self.session.is_over:
                return
            with suppress(Exception), self.lock:
                step()
            self.prompt.app.invalidate()

    def _steps(self) -> Iterator[Callable[[], object]]:
        from policylang.repl import commands  # noqa: F401 - it is imported here so that it is there

        yield self._know_names
        yield self._decide
        yield self._read_line
        yield self._know_items

    def _know_names(self) -> None:
        from policylang.repl.hints import hint

        hint(self.session, "unknown")

    def _decide(self) -> None:
        from policylang.repl.outcome import outcome_lines

        self.outcome = outcome_of(self.session)
        for _ in outcome_lines(self.session.decision(), self.session.columns):
            pass

    def _read_line(self) -> None:
        version = self.session.version
        fact = next(iter(version.policy.resolved.paths), None)
        if fact is not None:
            version.given(f"unknown {fact}", self.session.read.knowledge)

    def _know_items(self) -> None:
        from policylang.repl.naming import items_of

        items_of(self.session.here, self.session.drafts, self.session.version)


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
        seen = (here, _stamp(here.path))
        if seen != self._seen:
            self._seen = seen
            self._told = self.session.news() or (self._told if here.has_changed else "")
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
            line = input(_MORE if reader.is_open else session.prompt)
        except KeyboardInterrupt:
            say("")
            reader = Reader()
            session.leave_mode()
            continue
        except EOFError:
            say("")
            say(session.answer("quit").text)
            return
        by_line = session.mode is not None and session.mode.by_line
        for text in [line] if by_line else [*reader.feed(line, is_there=session.names_item(line))]:
            say(session.answer(text).text)
