"""Many cases in a file: a line for each line, nothing lost, and a bar that only a person sees."""

import json
import os
import pty
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from faces.conftest import Run

FILES = Path(__file__).parent / "files"
ON = ("--on", "2025-06-01")
DECIDE = (sys.executable, "-m", "policylang", "decide", "cameras.pol", *ON, "--case")


@pytest.fixture(autouse=True)
def _files(folder: Path) -> None:
    shutil.copytree(FILES, folder, dirs_exist_ok=True)


def test_each_line_has_its_answer_in_the_same_line(run: "Run") -> None:
    """A decision, an error with its line number, an empty line; the exit code says that some are faulty."""
    answer = run("decide", "cameras.pol", *ON, "--case", "cases.jsonl")
    assert answer.code == 1
    lines = answer.out.splitlines()
    assert len(lines) == len((FILES / "cases.jsonl").read_text(encoding="utf-8").splitlines())
    kinds = ["error" if "error" in json.loads(line) else json.loads(line)["outcome"] for line in lines if line]
    assert kinds == ["prohibited", "error", "error", "error", "error", "permitted"]
    assert lines[2] == ""
    assert [json.loads(line)["error"]["line"] for line in lines if '"error"' in line] == [2, 4, 5, 6]
    assert "error: 4 of 6 cases could not be decided; each has an `error` in its line\n" in answer.err


def test_an_error_names_each_fault(run: "Run", folder: Path) -> None:
    """The error of a line holds every fault of its case, with code and fact."""
    (folder / "a.jsonl").write_text('{"servce": 1, "retention": 1.5}\n', encoding="utf-8")
    error = json.loads(run("decide", "cameras.pol", *ON, "--case", "a.jsonl").out)["error"]
    assert [(fault["code"], fault["fact"]) for fault in error["faults"]] == [
        ("P0601", "servce"),
        ("P0604", "retention"),
    ]


def test_all_well(run: "Run", folder: Path) -> None:
    """Where no line is faulty, the exit code is 0 and nothing is said beside the decisions."""
    (folder / "a.ndjson").write_text('{"service": "other_service"}\n{}', encoding="utf-8")
    answer = run("decide", "cameras.pol", *ON, "--case", "a.ndjson")
    assert (answer.code, answer.err) == (0, "")
    assert [json.loads(line)["outcome"] for line in answer.out.splitlines()] == ["permitted", "undetermined"]


def test_bytes_that_are_no_text(run: "Run", folder: Path) -> None:
    """A line that is not UTF-8 is a faulty line like others; those around it are decided."""
    (folder / "a.jsonl").write_bytes(b'{}\n{"service": "\xff"}\n{}\n')
    answer = run("decide", "cameras.pol", *ON, "--case", "a.jsonl")
    assert [next(iter(json.loads(line))) for line in answer.out.splitlines()] == ["schema", "error", "schema"]


def test_settings_and_examples_hold_for_every_line(run: "Run", folder: Path) -> None:
    """`--like` and `--set` go for each case; an unknown example is a fault of the command."""
    (folder / "a.jsonl").write_text('{"retention": 1}\n{"court_order": "yes"}\n', encoding="utf-8")
    given = ("--like", "ordinary_use", "--set", "retention=400", "--set", "operator.kind=company")
    answer = run("decide", "cameras.pol", *ON, *given, "--case", "a.jsonl")
    assert [json.loads(line)["outcome"] for line in answer.out.splitlines()] == ["prohibited", "prohibited"]
    answer = run("decide", "cameras.pol", *ON, "--like", "nothing", "--case", "a.jsonl")
    assert (answer.code, answer.out) == (2, "")


def test_from_standard_input(run: "Run") -> None:
    """With `--jsonl`, standard input is read as lines, and so is a file of any name."""
    answer = run("decide", "approved.pol", *ON, "--case", "-", "--jsonl", stdin='{}\n{"functions": ["redaction"]}\n')
    assert [json.loads(line)["outcome"] for line in answer.out.splitlines()] == ["undetermined", "permitted"]
    assert run("decide", "approved.pol", *ON, "--case", "case.json", "--jsonl").code == 1


def test_a_fault_of_our_own_in_one_line(run: "Run", monkeypatch: pytest.MonkeyPatch) -> None:
    """An unexpected exception in one case is an error in its line; the others are decided, and the exit code is 3."""
    from policylang import api

    real = api.decide_each

    def failing(policies: object, case: dict[str, object], **more: object) -> object:
        if "bad" in case:
            raise ZeroDivisionError
        return real(policies, case, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(api, "decide_each", failing)
    answer = run("decide", "approved.pol", *ON, "--jsonl", stdin='{}\n{"bad": 1}\n{}\n')
    assert answer.code == 3
    lines = [json.loads(line) for line in answer.out.splitlines()]
    assert lines[1] == {"error": {"line": 2, "message": "policylang itself failed (ZeroDivisionError)"}}
    assert lines[0]["outcome"] == lines[2]["outcome"] == "undetermined"
    assert "sorry: policylang itself failed" in answer.err


def test_several_policies(run: "Run", folder: Path) -> None:
    """With several policies a line holds a list, in their order."""
    (folder / "a.jsonl").write_text("{}\n", encoding="utf-8")
    answer = run("decide", "approved.pol", "hours.pol", *ON, "--case", "a.jsonl")
    assert [each["policy"] for each in json.loads(answer.out)] == ["approved", "hours"]


@pytest.mark.parametrize("option", ["--why", "--exit-code"])
def test_what_is_for_one_case_alone(run: "Run", option: str) -> None:
    """`--why` and `--exit-code` are refused with many cases."""
    answer = run("decide", "cameras.pol", "--case", "cases.jsonl", option)
    assert answer.code == 2
    assert f"error: `{option}` is for one case" in answer.err


def test_a_file_that_is_not_there(run: "Run") -> None:
    """A missing file of cases is wrong use, with the near name."""
    answer = run("decide", "cameras.pol", *ON, "--case", "cases.jsnl", "--jsonl")
    assert (answer.code, answer.out) == (2, "")
    assert (
        "error[P0701]: cannot open `cases.jsnl`: no such file or directory\nhelp: did you mean `cases.jsonl`?\n"
        in answer.err
    )


def test_a_reader_that_goes_away(folder: Path) -> None:
    """`| head -n 1` gets its line, and nothing is said on standard error."""
    (folder / "a.jsonl").write_text("{}\n" * 300, encoding="utf-8")
    command = f"{' '.join(DECIDE)} a.jsonl | head -n 1"
    done = subprocess.run(["/bin/bash", "-c", command], cwd=folder, capture_output=True, text=True, check=True)
    assert json.loads(done.stdout)["policy"] == "cameras"
    assert done.stderr == ""


def test_ctrl_c(folder: Path, interruptible: tuple[str, ...]) -> None:
    """Ctrl-C stops a long run with exit code 130; what was decided until then is there, whole lines of it."""
    (folder / "a.jsonl").write_text("{}\n" * 100_000, encoding="utf-8")
    with (folder / "out").open("wb") as out:
        command = [*interruptible, *DECIDE[3:], "a.jsonl"]
        running = subprocess.Popen(command, cwd=folder, stdout=out, stderr=subprocess.PIPE)
        try:
            while (folder / "out").stat().st_size == 0 and running.poll() is None:
                time.sleep(0.05)
            running.send_signal(signal.SIGINT)
            _, said = running.communicate(timeout=30)
        finally:
            running.kill()
    assert running.returncode == 130
    assert b"Traceback" not in said
    for line in (folder / "out").read_text(encoding="utf-8").splitlines():
        assert json.loads(line)["policy"] == "cameras"


def _on_a_terminal(folder: Path, *arguments: str) -> tuple[str, str]:
    """Return what a command writes to standard output, and to the terminal that its standard error is."""
    controller, terminal = pty.openpty()
    environment = {**os.environ, "TERM": "xterm", "COLUMNS": "60"}
    with (folder / "out").open("wb") as out:
        running = subprocess.Popen([*DECIDE, *arguments], cwd=folder, stdout=out, stderr=terminal, env=environment)
    os.close(terminal)
    shown = b""
    while chunk := _read(controller):
        shown += chunk
    running.wait(timeout=60)
    os.close(controller)
    return (folder / "out").read_text(encoding="utf-8"), shown.decode()


def _read(descriptor: int) -> bytes:
    try:
        return os.read(descriptor, 65536)
    except OSError:  # the other end is closed
        return b""


def test_a_bar_on_a_terminal(folder: Path) -> None:
    """Where standard error is a terminal and standard output is none, a bar shows how far it is."""
    (folder / "a.jsonl").write_text("{}\n" * 20, encoding="utf-8")
    out, shown = _on_a_terminal(folder, "a.jsonl")
    assert [json.loads(line)["outcome"] for line in out.splitlines()] == ["undetermined"] * 20
    assert "%" in shown
    out, shown = _on_a_terminal(folder, "case.json", "--json")
    assert shown == ""
