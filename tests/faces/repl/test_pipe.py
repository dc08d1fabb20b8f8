"""The prompt without a terminal: lines come through a pipe, and plain text goes out."""

from __future__ import annotations

import shutil
import subprocess
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest
from prompt import NO_NOTES, POLICY

from policylang.console import exits

if TYPE_CHECKING:
    from pathlib import Path

    from faces.conftest import Run

PART = """\
part more
    "More"
    cites "9"

    clause one
        "One"
        prohibits
        when camera


    clause two
        "Two"
        permits
"""
CASE = "operator.kind is company\nnot operator.sworn\nuses are verify\n"


@pytest.fixture
def rules(folder: Path) -> Path:
    """The file of a policy in the current folder."""
    path = folder / "rules.pol"
    path.write_text(POLICY, encoding="utf-8")
    return path


def test_each_line_is_shown_and_answered(run: Run, rules: Path) -> None:
    """What was typed stands behind the prompt, with the day; the outcome below it; nothing goes elsewhere."""
    assert rules.exists()
    came = run("repl", "rules.pol", "--on", "2024-06-10", stdin=CASE)
    assert (came.code, came.err) == (exits.CLEAN, "")
    blocks = came.out.split("\n\n")
    assert [block.splitlines()[0] for block in blocks if block.strip()] == [
        f"rules 2024-06-10> {line}" for line in CASE.splitlines()
    ]
    assert "Prohibited" in blocks[2]


def test_a_process_of_its_own_answers_the_same(run: Run, run_process: Run, rules: Path) -> None:
    """Whether it is started from a shell or not."""
    assert rules.exists()
    arguments, typed = ("repl", "rules.pol", "--on", "2024-06-10"), f"{CASE}why\n{NO_NOTES}\n\ndiff\nnonsense\n"
    assert run_process(*arguments, stdin=typed) == run(*arguments, stdin=typed)


class TestExitCodes:
    """What the command leaves with."""

    @pytest.mark.parametrize(
        ("typed", "code"),
        [
            ("", exits.CLEAN),
            ("\n\n# only this\n", exits.CLEAN),
            (CASE, exits.CLEAN),
            ("quit\nnonsense\n", exits.CLEAN),
            ("exit\n", exits.CLEAN),
            ("nonsense\n", exits.FINDINGS),
            (f"nonsense\n{CASE}", exits.FINDINGS),
            ("clause a\n    prohibts\n", exits.FINDINGS),
            ("ask\nq\n", exits.CLEAN),
        ],
    )
    def test_tells_whether_every_line_was_taken(self, run: Run, rules: Path, typed: str, code: int) -> None:
        """Refused lines are findings; what comes after `quit` is not read."""
        assert rules.exists()
        came = run("repl", "rules.pol", stdin=typed)
        assert came.code == code, came.out

    @pytest.mark.parametrize("target", ["none.pol", "nothing_like_it", "broken.pol", "words.pol", "."])
    def test_a_policy_that_cannot_be_opened_is_wrong_use(self, run: Run, rules: Path, target: str) -> None:
        """It is told on standard error; no line is read."""
        (rules.parent / "broken.pol").write_text("policy broken\n", encoding="utf-8")
        (rules.parent / "words.pol").write_text("vocabulary words\n", encoding="utf-8")
        came = run("repl", "rules.pol", target, stdin="why\n")
        assert (came.code, came.out) == (exits.WRONG_USE, "")
        assert "error" in came.err

    def test_a_day_that_is_none_is_wrong_use(self, run: Run, rules: Path) -> None:
        """As with every other command."""
        assert rules.exists()
        assert run("repl", "rules.pol", "--on", "2024-02-30").code == exits.WRONG_USE


class TestBytes:
    """What comes through the pipe, whatever it is."""

    def test_without_a_line_end_behind_it(self, run: Run, rules: Path) -> None:
        """The last line counts, and so does an item that nothing follows."""
        assert rules.exists()
        assert "Prohibited" in run("repl", "rules.pol", stdin=CASE.rstrip("\n")).out
        assert "no_notes" in run("repl", "rules.pol", stdin=NO_NOTES).out.partition("Draft")[2]

    def test_with_carriage_returns(self, run: Run, rules: Path) -> None:
        """It is the same as without; a mark of the byte order before it is no part of it."""
        assert rules.exists()
        typed = f"{CASE}{NO_NOTES}\n\ndrafts\n"
        plain = run("repl", "rules.pol", stdin=typed.encode())
        assert run("repl", "rules.pol", stdin=typed.replace("\n", "\r\n").encode()).out == plain.out
        assert plain.code == exits.CLEAN

    def test_that_is_no_text_is_told_and_passed_over(self, run: Run, rules: Path) -> None:
        """The lines before and behind it are answered, all in their order; it counts as refused."""
        assert rules.exists()
        came = run("repl", "rules.pol", stdin=b"camera\n\xff\xfe\x80 is\nwhy\n")
        places = [came.out.index(said) for said in ("> camera", "UTF-8", "> why")]
        assert places == sorted(places)
        assert came.code == exits.FINDINGS

    def test_characters_that_steer_a_terminal_are_written_out(self, run: Run, rules: Path) -> None:
        """What is typed comes back harmless."""
        assert rules.exists()
        came = run("repl", "rules.pol", stdin="camera \x1b[31m\nfacts \x07\u202e\nclause \x1b]0;x\x07\n\n")
        assert not set(came.out) & set("\x1b\x07\u202e")
        assert came.code == exits.FINDINGS

    def test_a_line_as_long_as_a_book(self, run: Run, rules: Path) -> None:
        """It is refused like any other, and the next is answered."""
        assert rules.exists()
        came = run("repl", "rules.pol", stdin=f"{'a' * 300_000}\nfind {'(' * 3_000}\n{CASE}")
        assert came.code == exits.FINDINGS
        assert "Prohibited" in came.out

    def test_no_colours_go_out(self, run: Run, rules: Path) -> None:
        """Unless they are asked for."""
        assert rules.exists()
        assert "\x1b" not in run("repl", "rules.pol", stdin=f"{CASE}{NO_NOTES}\n\nclauses\ntimeline\n").out


class TestSession:
    """A session through the pipe."""

    def test_an_item_ends_where_a_line_begins_at_the_margin(self, run: Run, rules: Path) -> None:
        """An empty line is not needed before the next."""
        assert rules.exists()
        came = run("repl", "rules.pol", stdin=f"{NO_NOTES}\ndrafts\n")
        assert "clause no_notes" in came.out.partition("> drafts")[2]

    def test_the_name_of_what_is_there_shows_it(self, run: Run, rules: Path) -> None:
        """With lines indented below it, it is drafted anew."""
        assert rules.exists()
        shown = run("repl", "rules.pol", stdin="clause no_faces\n\ndrafts\n")
        assert "no drafts" in shown.out
        drafted = run("repl", "rules.pol", stdin='clause no_faces\n    "Other"\n    cites "1"\n    prohibits\ndrafts\n')
        assert "clause no_faces" in drafted.out.partition("> drafts")[2]

    def test_an_interview_takes_the_lines(self, run: Run, rules: Path) -> None:
        """Whatever they begin like, until it is over."""
        assert rules.exists()
        came = run("repl", "rules.pol", stdin="uses are verify\nask\nclause a\nno\n\ncase\n")
        assert "not operator.sworn" in came.out.partition("> case")[2]

    def test_what_was_written_is_there(self, run: Run, rules: Path) -> None:
        """The file holds what was accepted."""
        assert run("repl", "rules.pol", stdin=f"{NO_NOTES}\n\naccept\nwrite\n").code == exits.CLEAN
        assert "no_notes" in rules.read_text(encoding="utf-8")

    def test_without_a_policy_an_empty_one_begins(self, run: Run, folder: Path) -> None:
        """Nothing is written that nobody asked to write."""
        came = run("repl", stdin='fact a: yes or no\n\nclause c\n    "C"\n    prohibits\n    when a\n\na\n')
        assert "Prohibited" in came.out
        assert list(folder.iterdir()) == []

    def test_two_policies_answer_side_by_side(self, run: Run, rules: Path, police_and_faces: str) -> None:
        """The one that is looked at, and the other in a line."""
        assert rules.exists()
        came = run("repl", "rules.pol", f"{police_and_faces}.pol", stdin="camera\n")
        assert f"{police_and_faces}: " in came.out


def test_each_answer_comes_before_the_next_line_is_sent(rules: Path) -> None:
    """Whoever asks and waits is answered, also where more might follow: the name of a clause shows it."""
    assert rules.exists()
    command = [sys.executable, "-m", "policylang", "repl", "rules.pol", "--on", "2024-06-10"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8") as held:
        assert held.stdin is not None
        assert held.stdout is not None
        for line, expected in (
            ("operator.kind is company", "open"),
            ("clause no_faces", "What it prohibits"),
            ("why", ""),
        ):
            held.stdin.write(f"{line}\n")
            held.stdin.flush()
            told = "".join(iter(held.stdout.readline, "\n"))
            if line.startswith("clause"):
                told += "".join(iter(held.stdout.readline, "\n"))
            assert told.startswith(f"rules 2024-06-10> {line}\n")
            assert expected in told
        held.stdin.close()
    assert held.returncode == exits.CLEAN


def test_an_item_with_empty_lines_is_kept_together(run: Run, rules: Path) -> None:
    """Where the lines are all there, as in a file, an empty one ends no item of which more follows."""
    assert rules.exists()
    came = run("repl", "rules.pol", "--on", "2024-06-10", stdin=f"{PART}case\n")
    assert came.code == exits.CLEAN
    assert "Draft part more, new" in came.out
    assert came.out.count("> ") == len(("the part", "case"))


def test_who_closes_the_pipe_is_not_told_so(rules: Path) -> None:
    """Output that nobody reads any more ends the session without a word."""
    command = [sys.executable, "-m", "policylang", "repl", "rules.pol"]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, cwd=rules.parent, stdin=pipe, stdout=pipe, stderr=pipe) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdin.write(b"camera\n")
        process.stdin.flush()
        assert b"camera" in process.stdout.readline()
        process.stdout.close()
        with suppress(BrokenPipeError):
            process.stdin.write(b"why\n" * 2_000)
            process.stdin.flush()
        with suppress(BrokenPipeError):
            process.stdin.close()
        assert process.stderr.read() == b""
        assert process.wait(timeout=60) == exits.PIPE_CLOSED


def test_no_input_at_all_ends_at_once(rules: Path) -> None:
    """Where standard input is closed, as some services start their commands."""
    shell = shutil.which("sh")
    if shell is None:
        pytest.skip("needs a shell")
    command = f"exec {sys.executable} -m policylang repl rules.pol <&-"
    done = subprocess.run([shell, "-c", command], cwd=rules.parent, capture_output=True, timeout=60, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (exits.CLEAN, b"", b"")
