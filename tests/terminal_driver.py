"""A program at a pseudo-terminal, as a person has it: keys are sent, the screen is read. Needs `pty` and `pyte`."""

import contextlib
import errno
import os
import re
import select
import signal
import sys
import time
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

import pytest

pytest.importorskip("pty", reason="pseudo-terminals are a thing of Unix")
import fcntl
import pty
import struct
import termios

import pyte

PATIENCE_S = 60.0
"""So long a text is waited for: much longer than it takes, on a machine that has other things to do."""

ENTER, TAB, BACK_TAB, ESCAPE, BACKSPACE = "\r", "\t", "\x1b[Z", "\x1b", "\x7f"
UP, DOWN, RIGHT, LEFT = "\x1b[A", "\x1b[B", "\x1b[C", "\x1b[D"
CTRL_A, CTRL_C, CTRL_D, CTRL_E, CTRL_K, CTRL_X = "\x01", "\x03", "\x04", "\x05", "\x0b", "\x18"


def pasted(text: str) -> str:
    """Return the keys that a terminal sends where a text is pasted."""
    return f"\x1b[200~{text}\x1b[201~"


class _Screen(pyte.HistoryScreen):
    """A screen that answers what it is asked, as terminals do."""

    answer: Callable[[bytes], None]

    def write_process_input(self, data: str) -> None:
        """Send the program what it asked the terminal for."""
        self.answer(data.encode())


class Terminal:
    """A program at a pseudo-terminal of its own.

    Args:
        command: The program and its arguments.
        folder: The folder it is started in.
        environment: What it finds in its environment, beside what a program cannot do without.
        columns: How wide the screen is.
        lines: How high it is.
    """

    def __init__(
        self,
        command: Iterable[str],
        *,
        folder: Path,
        environment: Mapping[str, str],
        columns: int = 100,
        lines: int = 40,
    ) -> None:
        self.screen = _Screen(columns, lines, history=5_000)
        self.screen.answer = self._write
        self.stream = pyte.ByteStream(self.screen)
        self.raw = b""
        """All that the program has written."""
        self.code: int | None = None
        arguments = list(command)
        kept = {name: os.environ[name] for name in ("PATH", "LANG", "LC_ALL", "SYSTEMROOT") if name in os.environ}
        environment = {**kept, "TERM": "xterm-256color", "PYTHONUTF8": "1", **environment}
        self.process, self.file = pty.fork()
        if self.process == 0:
            _become(arguments, folder, environment)
        fcntl.ioctl(self.file, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self.code is None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.process, signal.SIGKILL)
            os.waitpid(self.process, 0)
        os.close(self.file)

    # ------------------------------------------------------------ keys

    def send(self, *keys: str) -> None:
        """Send keys, one after the other, as a person presses them."""
        for each in keys:
            self._write(each.encode())

    def type(self, text: str) -> None:
        """Type a text; what is typed is on the screen afterwards."""
        self.send(text)
        self.wait_for(text.rpartition("\n")[2].strip())

    def _write(self, data: bytes) -> None:
        while data:
            data = data[os.write(self.file, data) :]

    # ------------------------------------------------------------ the screen

    @property
    def shown(self) -> str:
        """What stands on the screen."""
        return "\n".join(line.rstrip() for line in self.screen.display).rstrip()

    @property
    def text(self) -> str:
        """What stands on the screen and what has moved up out of it."""
        above = (
            "".join(line[column].data for column in range(self.screen.columns)) for line in self.screen.history.top
        )
        return "\n".join([*(line.rstrip() for line in above), self.shown])

    def wait_until(self, holds: Callable[[], bool], what: str) -> None:
        """Wait until something holds of the screen; fail with the screen where it does not in time."""
        until = time.monotonic() + PATIENCE_S
        while not holds():
            if not self._read(until) and not holds():
                pytest.fail(f"{what}, and the screen shows:\n{self.text}", pytrace=False)

    def wait_for(self, text: str) -> None:
        """Wait until a text stands on the screen, blanks and line breaks in it as they may be."""
        pattern = re.compile(r"\s+".join(map(re.escape, text.split())))
        self.wait_until(lambda: pattern.search(self.shown) is not None, f"`{text}` does not appear")

    def wait_for_end(self) -> int:
        """Wait until the program ends, and return its exit code."""
        until = time.monotonic() + PATIENCE_S
        while self._read(until):
            pass
        if time.monotonic() >= until:
            pytest.fail(f"it does not end, and the screen shows:\n{self.text}", pytrace=False)
        _, status = os.waitpid(self.process, 0)
        self.code = os.waitstatus_to_exitcode(status)
        return self.code

    def _read(self, until: float) -> bool:
        """Have what the program writes next on the screen; return whether there was something, in time."""
        ready, _, _ = select.select([self.file], [], [], max(until - time.monotonic(), 0))
        if not ready:
            return False
        try:
            data = os.read(self.file, 65_536)
        except OSError as error:  # on Linux, so a pseudo-terminal says that the other end is closed
            if error.errno != errno.EIO:
                raise
            return False
        self.raw += data
        self.stream.feed(data)
        return bool(data)


def _become(arguments: list[str], folder: Path, environment: Mapping[str, str]) -> None:
    """Be the program from now on; nothing is done after that."""
    try:
        os.chdir(folder)
        os.execvpe(arguments[0], arguments, dict(environment))  # noqa: S606 - the program under test
    finally:
        os._exit(127)


def repl(*arguments: str, before: str = "") -> list[str]:
    """Return the command that opens the prompt, with Ctrl-C as at a terminal.

    Args:
        arguments: What stands behind `policylang repl`.
        before: Python that is run before it, to have something be otherwise.
    """
    listen = "signal.signal(signal.SIGINT, signal.default_int_handler)"
    start = "runpy.run_module('policylang', run_name='__main__', alter_sys=True)"
    return [sys.executable, "-c", f"import runpy, signal\n{listen}\n{before}\n{start}", "repl", *arguments]
