"""What the tests of the faces share: the commands, driven as a user drives them, in a folder of their own."""

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest
from click.testing import CliRunner

DATA = Path(__file__).parents[1] / "data"


class Answer(NamedTuple):
    """What a command left behind: its exit code and what it wrote."""

    code: int
    out: str
    err: str


Run = Callable[..., Answer]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder, which is the current one; no setting of the person at the keyboard shines through."""
    monkeypatch.chdir(tmp_path)
    for name in ("NO_COLOR", "FORCE_COLOR", "POLICYLANG_PATH", "POLICYLANG_DEBUG", "COLUMNS", "TERM"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


@pytest.fixture
def police_and_faces(folder: Path) -> str:
    """A small policy with editions, exceptions, duties and things, which is copied into the folder; its name."""
    shutil.copy(DATA / "police_and_faces.pol", folder)
    return "police_and_faces"


@pytest.fixture
def run(folder: Path) -> Run:
    """Run the command line in this process: `run("check", "a.pol", stdin="")`."""
    assert folder.is_dir()

    def run_command(*arguments: str, stdin: str | bytes = "", color: bool = False) -> Answer:
        from policylang.cli.app import program

        result = CliRunner().invoke(program, arguments, input=stdin, color=color, prog_name="policylang")
        return Answer(result.exit_code, result.stdout, result.stderr)

    return run_command


@pytest.fixture
def run_process(folder: Path) -> Run:
    """Run the command line in a process of its own: `run_process("check", "a.pol")`."""

    def run_command(*arguments: str, stdin: str | bytes = "") -> Answer:
        given = stdin.encode() if isinstance(stdin, str) else stdin
        command = [sys.executable, "-m", "policylang", *arguments]
        done = subprocess.run(command, cwd=folder, input=given, capture_output=True, timeout=60, check=False)
        return Answer(done.returncode, done.stdout.decode(), done.stderr.decode())

    return run_command


@pytest.fixture
def interruptible() -> tuple[str, ...]:
    """The program as a terminal starts it: a test that runs in the background would hand its deafness to Ctrl-C on."""
    listen = "signal.signal(signal.SIGINT, signal.default_int_handler)"
    start = "runpy.run_module('policylang', run_name='__main__', alter_sys=True)"
    return (sys.executable, "-c", f"import runpy, signal; {listen}; {start}")
