"""The prompt without a terminal: lines are read, and printed with what they are answered, as plain text."""

from __future__ import annotations

import io
import select
import sys
from collections import deque
from typing import TYPE_CHECKING, Any

from policylang.console.cases import UnreadableCaseError, decoded
from policylang.console.terminal import complaint, printable, say
from policylang.repl.inputs import Reader

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from policylang.repl.session import Answer, Session


def converse(session: Session) -> bool:
    """Answer the lines of standard input until it ends, or the session does; return whether every input was taken."""
    all_taken = True
    for shown, answer in conversation(session, StandardInput()):
        say(shown)
        all_taken &= answer.is_taken
    return all_taken


class Lines:
    """Lines that are all there already."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._lines: deque[str | UnreadableCaseError] = deque(lines)

    def __iter__(self) -> Iterator[str | UnreadableCaseError]:
        """Yield the lines that are left; in the place of one that is no text, why it is none."""
        while self._lines:
            yield self._lines.popleft()

    def following(self) -> str:
        """Return the line that comes next, empty ones apart, as far as it is known yet; nothing where it is not."""
        return next((line for line in self._lines if isinstance(line, str) and line.strip()), "")


class StandardInput(Lines):
    """The lines of standard input, as they come."""

    def __init__(self) -> None:
        super().__init__(())
        self._stream: Any = sys.stdin.buffer if sys.stdin is not None else io.BytesIO()
        self._rest = b""
        self._is_at_end = False

    def __iter__(self) -> Iterator[str | UnreadableCaseError]:
        """Yield each line once it is there; in the place of one that is no text, why it is none."""
        while self._read():
            yield from super().__iter__()

    def following(self) -> str:
        """Return the line that comes next, if it is there; nothing is waited for."""
        while not super().following() and not self._is_at_end and self._has_more():
            self._read()
        return super().following()

    def _has_more(self) -> bool:
        """Whether reading would not wait."""
        try:
            return bool(select.select([self._stream], [], [], 0)[0])
        except (OSError, ValueError):  # what cannot be waited for: no file, or not on this system
            return not isinstance(self._stream, io.BufferedReader)

    def _read(self) -> bool:
        """Read until there is a line; return whether there is one, or may be one later."""
        data = b"" if self._is_at_end else self._stream.read1(_AT_ONCE)
        self._is_at_end = not data
        *whole, self._rest = (self._rest + data).split(b"\n")
        if self._is_at_end and self._rest:
            whole, self._rest = [self._rest], b""
        for line in whole:
            try:
                self._lines.append(decoded(line).rstrip("\r"))
            except UnreadableCaseError as error:
                self._lines.append(error)
        return bool(self._lines) or not self._is_at_end


_AT_ONCE = 65_536


def conversation(session: Session, lines: Lines) -> Iterator[tuple[str, Answer]]:
    """Yield for each input of some lines what is shown of it, what was typed included, and the answer.

    A line that is no text is told in its place, and counts as refused.
    """
    from policylang.repl.session import Answer

    reader = Reader()
    for line in lines:
        if isinstance(line, UnreadableCaseError):
            yield f"{complaint(str(line))}\n", Answer("", is_taken=False)
            continue
        for text in _inputs(session, reader, line, lines):
            yield _shown(session, text)
            if session.is_over:
                return
    for text in reader.rest():
        yield _shown(session, text)


def _inputs(session: Session, reader: Reader, line: str, lines: Lines) -> Iterator[str]:
    """Yield the inputs that a line completes; in a mode that takes lines, each line is one."""
    mode = session.mode
    if mode is not None and not reader.is_open and (mode.by_line or not line.strip()):
        return iter([line])
    is_there = session.names_item(line)
    can_go_on = is_there or (reader.is_open and not line.strip())
    return reader.feed(line, is_there=is_there, following=lines.following() if can_go_on else "")


def _shown(session: Session, text: str) -> tuple[str, Answer]:
    first, *rest = text.split("\n") or [""]
    lines = [session.news(), f"{session.prompt}{printable(first)}", *(f"... {printable(line)}" for line in rest)]
    answer = session.answer(text)
    return "\n".join(filter(None, (*lines, answer.text))) + "\n", answer
