"""The program as a whole: its help, its start, what it says to a slip of the finger, and how it fails."""

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from policylang.cli.app import SUMMARIES, program

if TYPE_CHECKING:
    from faces.conftest import Run


def test_help_lists_every_command_in_groups(run: "Run") -> None:
    """`--help` shows each command with its summary, under its group, within 80 columns."""
    answer = run("--help")
    assert answer.code == 0
    for title in ("Write a policy:", "Ask a policy:", "Understand a message:"):
        assert title in answer.out
    for name, summary in SUMMARIES.items():
        assert f"  {name.ljust(max(map(len, SUMMARIES)))}  {summary}\n" in answer.out
    assert max(map(len, answer.out.splitlines())) <= 80


@pytest.mark.parametrize("name", SUMMARIES)
def test_each_command_has_a_help_page(run: "Run", name: str) -> None:
    """Each command's page says what it does, shows examples, and names its exit codes, within 80 columns."""
    answer = run(name, "--help")
    assert answer.code == 0
    assert f"Usage: policylang {name}" in answer.out
    assert f"\nExamples:\n  policylang {name}" in answer.out
    assert "\nExit codes:\n  0  " in answer.out
    assert max(map(len, answer.out.splitlines())) <= 80


def test_help_loads_no_policy_layer(folder: Path) -> None:
    """`--help` starts without attrs, lark, rich, YAML, or anything that knows policies."""
    script = (
        "import sys\nfrom policylang.cli.app import program\n"
        "try:\n    program.main(['--help'])\nexcept SystemExit:\n    pass\n"
        "heavy = [m for m in sys.modules if m.split('.')[0] in ('attr', 'attrs', 'lark', 'rich', 'yaml', 'decimal')]\n"
        "layers = ('syntax', 'semantics', 'evaluate', 'workspace', 'api', 'diagnostics')\n"
        "heavy += [m for m in sys.modules if m.startswith(tuple(f'policylang.{layer}' for layer in layers))]\n"
        "print('loaded:', heavy)\n"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=folder, capture_output=True, text=True, check=True)
    assert done.stdout.endswith("loaded: []\n")


@pytest.mark.parametrize("name", SUMMARIES)
def test_each_command_says_its_help_lightly(folder: Path, name: str) -> None:
    """A command's help page needs neither attrs nor lark: they are loaded when the command runs."""
    script = (
        "import sys\nfrom policylang.cli.app import program\n"
        f"try:\n    program.main([{name!r}, '--help'])\nexcept SystemExit:\n    pass\n"
        "print('loaded:', [m for m in sys.modules if m in ('attr', 'lark', 'rich', 'yaml')])\n"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=folder, capture_output=True, text=True, check=True)
    assert done.stdout.endswith("loaded: []\n")


def test_without_a_command(run: "Run") -> None:
    """Alone, the program shows its help, on standard error, as wrong use."""
    answer = run()
    assert answer.code == 2
    assert answer.out == ""
    assert "Write a policy:" in answer.err


def test_version(run: "Run") -> None:
    """`--version` prints the version."""
    assert run("--version").out.startswith("policylang 0.")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("chek", "check"), ("descide", "decide"), ("tets", "test"), ("format", "fmt"), ("expalin", "explain")],
)
def test_a_misspelt_command(run: "Run", typed: str, meant: str) -> None:
    """A misspelt command is answered with the near one."""
    answer = run(typed)
    assert answer.code == 2
    assert f"error: there is no command `{typed}`\n" in answer.err
    if typed != "format":
        assert f"help: did you mean `{meant}`?\n" in answer.err
    assert "help: `policylang --help` lists the commands\n" in answer.err


def test_a_misspelt_option(run: "Run") -> None:
    """A misspelt option is answered with the near one, and with where to read on."""
    answer = run("explain", "--colour")
    assert answer.code == 2
    assert "error: no such option `--colour`\nhelp: did you mean `--color`" in answer.err
    assert "help: `policylang explain --help` shows what it takes\n" in answer.err


def test_a_missing_argument(run: "Run") -> None:
    """A missing argument is named."""
    answer = run("new")
    assert answer.code == 2
    assert "error: missing argument `NAME`\n" in answer.err


def test_a_fault_of_our_own(run: "Run", monkeypatch: pytest.MonkeyPatch) -> None:
    """An unexpected exception ends in an apology and exit code 3; the traceback comes with POLICYLANG_DEBUG alone."""

    def fail(*_: object, **__: object) -> None:
        raise ZeroDivisionError("an inner matter")

    monkeypatch.setattr("policylang.console.pages.all_codes", fail)
    answer = run("explain")
    assert answer.code == 3
    assert "sorry: policylang itself failed (ZeroDivisionError)" in answer.err
    assert "report it" in answer.err
    assert "POLICYLANG_DEBUG=1" in answer.err
    assert "Traceback" not in answer.err
    monkeypatch.setenv("POLICYLANG_DEBUG", "1")
    answer = run("explain")
    assert answer.code == 3
    assert "Traceback" in answer.err
    assert "an inner matter" in answer.err


def test_ctrl_c(run: "Run", monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C ends a command with the code that shells use for it, and without a traceback."""

    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("policylang.console.pages.all_codes", interrupted)
    answer = run("explain")
    assert answer.code == 130
    assert "Traceback" not in answer.err


def test_a_reader_that_goes_away(folder: Path) -> None:
    """`| head` ends a command quietly: nothing is said on standard error."""
    command = f"{sys.executable} -m policylang explain | head -n 1"
    done = subprocess.run(
        ["/bin/bash", "-c", f"set -o pipefail; {command}"], cwd=folder, capture_output=True, text=True, check=False
    )
    assert done.stdout == "Text and syntax\n"
    assert done.stderr == ""
    assert done.returncode in (0, 141)


def test_a_closed_pipe_has_its_own_code(run: "Run", monkeypatch: pytest.MonkeyPatch) -> None:
    """A pipe that is closed while a command writes ends it with the code that shells use for it."""

    def broken(*_: object, **__: object) -> None:
        raise BrokenPipeError

    monkeypatch.setattr("policylang.cli.explain.say", broken)
    answer = run("explain")
    assert (answer.code, answer.err) == (141, "")


def test_colour_follows_the_choice(run: "Run", monkeypatch: pytest.MonkeyPatch) -> None:
    """Colour comes with --color, and on a terminal unless NO_COLOR or --no-color stands against it."""
    assert "\x1b[" not in run("explain").out
    assert "\x1b[" in run("explain", "--color").out
    assert "\x1b[" not in run("explain", "--no-color", color=True).out
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b[" not in run("explain", color=True).out
    assert "\x1b[" in run("explain", "--color").out


def test_errors_are_coloured_by_the_same_choice(run: "Run") -> None:
    """The choice of colour holds for what is said on standard error too."""
    assert "\x1b[" in run("explain", "P9999", "--color").err
    assert "\x1b[" not in run("explain", "P9999").err


def test_nothing_typed_steers_the_terminal(run: "Run") -> None:
    """Control characters and turning marks in what was typed are written out, not obeyed."""
    answer = run("explain", "P\x1b[31m\u202e")
    assert "\x1b" not in answer.err
    assert "\u202e" not in answer.err
    assert "<U+001B>" in answer.err


def test_program_is_the_entry_point() -> None:
    """The entry point of the package is the same program as the one that is tested here."""
    assert program.name == "program"
