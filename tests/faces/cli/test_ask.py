"""`policylang decide --ask`: a person at the terminal, typing lines; what is written where, and what is kept."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from faces.conftest import Answer, Run

FILES = Path(__file__).parent / "files"
ON = ("--on", "2025-06-01")


@pytest.fixture(autouse=True)
def _files(folder: Path) -> None:
    shutil.copytree(FILES, folder, dirs_exist_ok=True)


def asked(run: "Run", *arguments: str, lines: tuple[str, ...] = ()) -> "Answer":
    """Run an interview under the policy on cameras, with lines typed."""
    return run("decide", "cameras.pol", "--ask", *ON, *arguments, stdin="".join(f"{line}\n" for line in lines))


def test_a_whole_interview(run: "Run") -> None:
    """Questions go to standard error, with what was typed and understood; the page of `decide` to standard output."""
    answer = asked(run, lines=("camera_service", "n", "10", "compny", "company", ""))
    assert answer.code == 0
    assert answer.err.startswith("Terms of the camera service, on 2025-06-01\n")
    assert "\n1. Which service is used?\n   service: one of these" in answer.err
    assert "\n     1 camera_service\n     2 other_service\n" in answer.err
    assert "? help · dk I don't know · b back · q quit · " in answer.err
    assert "\n> camera_service\n   service is camera_service\n\n2. " in answer.err
    expected = run("decide", "cameras.pol", *ON, "--set", "service=other_service")
    answer = asked(run, lines=("2", ""))
    assert answer.out == expected.out


def test_only_what_matters_is_asked(run: "Run") -> None:
    """An answer that settles the outcome ends the interview; nothing else is asked."""
    answer = asked(run, lines=("other", ""))
    assert "\n2. " not in answer.err
    assert (
        "The outcome is settled, whatever the answer to anything else.\n   Enter shows the answer · b back\n"
        in answer.err
    )
    assert answer.out.startswith("Not prohibited: the policy does not apply to this case\n")


def test_the_last_answer_can_be_taken_back(run: "Run") -> None:
    """Before the answer is shown, the last one can be taken back; other lines are not taken there."""
    answer = asked(run, lines=("2", "what", "b", "1", "q"))
    assert "Not taken: nothing is asked any more\n" in answer.err
    assert "Taken back: service is other_service\n\n1. Which service is used?" in answer.err
    assert answer.out.startswith("Undetermined")


def test_nothing_to_ask(run: "Run") -> None:
    """Where the outcome is settled by what is given, nothing is asked and nothing read."""
    answer = asked(run, "--set", "service=other_service")
    assert answer.err == "Nothing is asked: the outcome is settled, whatever the answer to anything else.\n\n"
    assert (answer.code, answer.out[:14]) == (0, "Not prohibited")


def test_slips_of_the_finger(run: "Run") -> None:
    """What does not fit is refused in the library's words, with the near name; the question stays."""
    given = ("--set", "service=camera_service", "--set", "camera=absent", "--set", "operator.kind=company")
    answer = asked(run, *given, lines=("366 weeks", "4000", "0,5", "", "366 days", ""))
    said = " ".join(answer.err.split())
    assert "Not taken: `retention` got '366 weeks'; it takes a whole number from 0 to 3650 in days" in said
    assert "Not taken: `retention` got 4000; it takes a whole number from 0 to 3650 in days" in said
    assert "Not taken: `retention` got `0,5`; a number is written with a point" in said
    assert "Not taken: nothing was typed" in said
    assert "> 366 days retention is 366" in said
    assert answer.out.startswith("Prohibited, by 1 clause\n")
    answer = asked(run, lines=("camra_service",))
    assert "did you mean `camera_service`?" in " ".join(answer.err.split())


def test_help_says_what_can_be_typed(run: "Run") -> None:
    """`?` shows what the question takes and what the keys do, and the question stays."""
    answer = asked(run, lines=("?", "1", "q"))
    assert "`b`: the last answer is taken back" in answer.err
    assert answer.err.count("1. Which service is used?") == 1


@pytest.mark.parametrize(
    "given", [(), ("service=camera_service", "operator.kind=police", "retention=3", "camera=absent")]
)
def test_help_for_every_kind(run: "Run", given: tuple[str, ...]) -> None:
    """Every question can be asked for help, not known, and taken back, within the window."""
    lines = ("?", "dk") * 20 + ("b", "?") * 20 + ("q",)
    answer = asked(run, *(f"--set={each}" for each in given), lines=lines)
    assert answer.code == 0
    assert max(map(len, answer.err.splitlines())) <= 80
    assert "Not taken: this is the first question" in answer.err
    assert answer.out.startswith("Undetermined")


def test_what_is_not_known(run: "Run") -> None:
    """Who knows nothing gets to the end: undetermined, with what is still open, as if nothing had been asked."""
    answer = asked(run, lines=("dk",) * 20)
    assert "Nothing is left to ask. The outcome depends on what is not known.\n" in answer.err
    assert answer.out == run("decide", "cameras.pol", *ON).out


@pytest.mark.parametrize("last", [("q",), ("quit",), ()])
def test_stopping(run: "Run", last: tuple[str, ...]) -> None:
    """`q`, and the end of input, end the interview with what is known so far."""
    answer = asked(run, lines=("1", *last))
    assert answer.code == 0
    assert answer.err.endswith("Stopped. The answer rests on what is known so far.\n\n")
    assert answer.out == run("decide", "cameras.pol", *ON, "--set", "service=camera_service").out


@pytest.mark.parametrize("name", ["kept.json", "kept.yaml", "kept.yml"])
def test_what_is_saved_is_decided_alike(run: "Run", name: str) -> None:
    """The case that `--save` writes gives the same decision with `--case`, finished or not."""
    lines = ("1", "drone", "y", "worn", "30", "public_body", "dk", "y")
    for number in range(len(lines)):
        answer = asked(run, "--like", "operator=city_police", "--json", "--save", name, "--force", lines=lines[:number])
        assert f"\nSaved as {name}" in answer.err
        assert f"with `--case {name} --ask` the questions go on" in answer.err
        assert run("decide", "cameras.pol", *ON, "--case", name, "--json").out == answer.out
    asked(run, "--save", name, "--force", lines=("2", ""))
    assert run("decide", "cameras.pol", *ON, "--case", name).out.startswith("Not prohibited: the policy does not apply")


def test_an_interview_goes_on(run: "Run", folder: Path) -> None:
    """An interview that was stopped goes on from the case it left, into the same file."""
    asked(run, "--save", "kept.yaml", lines=("1",))
    assert (folder / "kept.yaml").read_text(encoding="utf-8") == "service: camera_service\n"
    answer = asked(run, "--case", "kept.yaml", "--save", "kept.yaml", "--force", lines=("dk", "b", "q"))
    assert "Which service" not in answer.err
    assert (folder / "kept.yaml").read_text(encoding="utf-8") == "service: camera_service\n"


def test_json_alone_on_standard_output(run: "Run") -> None:
    """With `--json` standard output is the decision and nothing else; `--why` and `--exit-code` work as ever."""
    given = ("--set", "service=camera_service", "--set", "retention=3", "--set", "operator.kind=company")
    answer = asked(run, *given, "--json", "--why", "--exit-code", lines=("y", "drone", ""))
    data = json.loads(answer.out)
    assert (answer.code, data["outcome"]) == (1, "prohibited")
    assert data["why"] == ["service is camera_service", "camera.mount is drone"]
    assert asked(run, "--exit-code", lines=("q",)).code == 4


def test_why_on_the_page(run: "Run") -> None:
    """With `--why` the page ends in the answers that mattered."""
    answer = asked(run, "--why", lines=("2", ""))
    assert "\nBecause\n\n  service is other_service\n" in answer.out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--ask", "approved.pol"), "`--ask` asks about one policy"),
        (("--ask", "--jsonl"), "`--ask` is about one case"),
        (("--ask", "--case", "cases.jsonl"), "`--ask` is about one case"),
        (("--ask", "--case", "-"), "standard input gives the answers"),
        (("--ask", "--save", "case.json"), "`case.json` is there already, and nothing is overwritten"),
        (("--ask", "--save", "case.txt"), "a case cannot be saved as `case.txt`"),
        (("--ask", "--save", "no/case.json"), "there is no folder `no`"),
        (("--ask", "--force"), "`--force` goes with `--save`"),
        (("--save", "new.json"), "`--save` goes with `--ask`"),
    ],
)
def test_what_does_not_go_together(run: "Run", arguments: tuple[str, ...], said: str) -> None:
    """What cannot be carried out is refused before the first question."""
    answer = run("decide", "cameras.pol", *arguments, *ON, stdin="1\n")
    assert (answer.code, answer.out) == (2, "")
    assert said in answer.err
    assert "Which service" not in answer.err


def test_a_file_that_came_in_between(run: "Run", folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that appears during the interview is not overwritten; the answer is shown all the same."""
    monkeypatch.setattr("policylang.console.to_case.must_be_writable", lambda *_, **__: None)
    (folder / "kept.json").write_text("mine", encoding="utf-8")
    answer = asked(run, "--save", "kept.json", lines=("2", ""))
    assert answer.code == 2
    assert "error: the case is not saved: cannot open `kept.json`: file exists" in answer.err
    assert answer.out.startswith("Not prohibited")
    assert (folder / "kept.json").read_text(encoding="utf-8") == "mine"


def test_nobody_answers_in_vain(run: "Run", folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the program itself fails at the end, what was answered is saved."""

    def fail(*_: object, **__: object) -> str:
        raise ZeroDivisionError

    monkeypatch.setattr("policylang.cli.decide._as_text", fail)
    assert asked(run, "--save", "kept.json", lines=("2", "")).code == 3
    assert json.loads((folder / "kept.json").read_text(encoding="utf-8")) == {"service": "other_service"}


def test_lines_that_are_no_text(run: "Run") -> None:
    """Bytes that are no UTF-8, and characters that steer a terminal, are refused, and never written back."""
    answer = run("decide", "cameras.pol", "--ask", *ON, stdin=b"\xff\xfe\n\x1b[2J\n2\n\n")
    assert "Not taken: not UTF-8 text" in answer.err
    assert "Not taken: there are characters in it that cannot be seen" in answer.err
    assert "\x1b" not in answer.err
    assert answer.out.startswith("Not prohibited")


def test_without_standard_input(folder: Path) -> None:
    """A program whose standard input is closed is answered by nobody: the interview stops at once."""
    command = f"{sys.executable} -m policylang decide cameras.pol --ask --on 2025-06-01 <&-"
    done = subprocess.run(["/bin/bash", "-c", command], cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0
    assert done.stderr.endswith("Stopped. The answer rests on what is known so far.\n\n")
    assert done.stdout.startswith("Undetermined")


def test_colour(run: "Run") -> None:
    """On a terminal the question is strong and what stands around it is dim; the words are the same."""
    plain = run("decide", "cameras.pol", "--ask", *ON, stdin="x\ndk\nq\n").err
    coloured = run("decide", "cameras.pol", "--ask", *ON, "--color", stdin="x\ndk\nq\n", color=True).err
    assert "\x1b[1m1. Which service is used?\x1b[0m\n\x1b[2m   service: one of these" in coloured
    assert "\x1b" not in plain


def test_narrow_windows(run: "Run", monkeypatch: pytest.MonkeyPatch) -> None:
    """Long outlines are wrapped to the window; only a word that is too long for a line stands out."""
    for columns in ("40", "60", "100"):
        monkeypatch.setenv("COLUMNS", columns)
        lines = "dk\n" * 20
        err = run("decide", "microsoft.azure_openai", "--ask", "--on", "2024-06-10", stdin=lines).err
        too_long = [line.split() for line in err.splitlines() if len(line) > int(columns)]
        assert [words for words in too_long if len(words) > 1 + words[0].isdigit()] == []


@pytest.mark.skipif(sys.platform == "win32", reason="signals as a Unix terminal sends them")
def test_ctrl_c(folder: Path, interruptible: tuple[str, ...]) -> None:
    """Ctrl-C ends the interview without an answer and without a traceback; what was answered is saved."""
    command = [*interruptible, "decide", "cameras.pol", "--ask", *ON, "--save", "kept.json"]
    process = subprocess.Popen(
        command,
        cwd=folder,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    assert process.stdin is not None
    assert process.stderr is not None
    process.stdin.write(b"1\n")
    process.stdin.flush()
    seen = b""
    deadline = time.monotonic() + 30
    while b"\n2. " not in seen and time.monotonic() < deadline:
        seen += os.read(process.stderr.fileno(), 1000)
    time.sleep(0.2)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=30)
    assert (process.returncode, out) == (130, b"")
    assert b"Traceback" not in err
    assert b"Stopped.\n\nSaved as kept.json" in err
    assert json.loads((folder / "kept.json").read_text(encoding="utf-8")) == {"service": "camera_service"}
