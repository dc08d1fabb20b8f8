"""`policylang check`: for people, for programs, for code hosts; and the exit code that a build stands on."""

import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from faces.conftest import Run

FILES = Path(__file__).parent / "files"


@pytest.fixture(autouse=True)
def _files(folder: Path) -> None:
    shutil.copytree(FILES, folder, dirs_exist_ok=True)


def test_clean_files(run: "Run") -> None:
    """Without a finding: a sentence, and exit code 0."""
    answer = run("check", "city.pol", "places.pol", "approved.pol")
    assert answer == (0, "no errors, no warnings in 3 files\n", "")


def test_a_note_is_no_fault(run: "Run") -> None:
    """Notes are shown, and give exit code 0."""
    answer = run("check", "cameras.pol")
    assert answer.code == 0
    assert "note[P0504]: `schools` never changes a decision" in answer.out


def test_a_warning_is_a_finding(run: "Run", folder: Path) -> None:
    """A warning alone gives exit code 1 too."""
    text = (
        "policy warned\n    otherwise permitted\n\nfact late: yes or no\n\n"
        'clause not_late\n    "Not late"\n    prohibits\n    when late\n\n'
        'scenario "Late"\n    given\n        late\n    expect prohibited\n'
    )
    (folder / "warned.pol").write_text(text, encoding="utf-8")
    answer = run("check", "warned.pol")
    assert answer.code == 1
    assert "warning[P0801]" in answer.out
    assert "error" not in answer.out


def test_errors_stand_with_their_place(run: "Run") -> None:
    """Each error shows its file, line and column, and the line with the fault underlined."""
    answer = run("check", "flawed.pol")
    assert answer.code == 1
    assert "error[P0301]: `drones` is not in the outline of `mount`\n  --> flawed.pol:10:26\n" in answer.out
    assert "\n10 |     when camera.mount is drones\n   |                          ^^^^^^" in answer.out
    assert answer.out.splitlines()[-1].endswith(" in 1 file")


def test_json_lines(run: "Run") -> None:
    """`--format json` prints an object on each line, and nothing else."""
    answer = run("check", "flawed.pol", "--format", "json")
    assert answer.code == 1
    found = [json.loads(line) for line in answer.out.splitlines()]
    assert ("P0301", "flawed.pol", 10) in [(each["code"], each["file"], each["line"]) for each in found]
    assert run("check", "city.pol", "--format", "json") == (0, "", "")


def test_sarif(run: "Run") -> None:
    """`--format sarif` prints one SARIF log, with the version and the page of each code."""
    log = json.loads(run("check", "flawed.pol", "--format", "sarif").out)
    (one_run,) = log["runs"]
    assert "P0301" in [result["ruleId"] for result in one_run["results"]]
    assert one_run["tool"]["driver"]["version"]
    assert all("help" in rule for rule in one_run["tool"]["driver"]["rules"])


def test_a_folder_and_a_module(run: "Run") -> None:
    """A folder stands for all files in it and below, a name for the file that is found under it."""
    assert run("check", ".").code == 1
    done = run("check", "microsoft.azure_openai")
    assert (done.code, done.out.splitlines()[-1]) == (0, "4 notes in 13 files")


@pytest.mark.parametrize("command", ["check", "test", "fmt"])
def test_a_folder_without_policies(run: "Run", folder: Path, command: str) -> None:
    """A folder without a policy file is wrong use: a build must not pass because it looked in the wrong place."""
    (folder / "empty").mkdir()
    answer = run(command, "empty")
    assert answer.code == 2
    assert "error[P0701]: there is no policy file in `empty`, nor in a folder in it\n" in answer.err
    (folder / "other").mkdir()
    (folder / "other" / "notes.txt").write_text("policy", encoding="utf-8")
    assert run(command, "other").code == 2


@pytest.mark.parametrize("command", ["check", "test", "fmt", "facts", "decide"])
def test_a_file_that_is_not_there(run: "Run", command: str) -> None:
    """A missing file is wrong use, answered with the near name."""
    answer = run(command, "camera.pol")
    assert answer.code == 2
    assert answer.err == "error[P0701]: there is no file `camera.pol`\nhelp: did you mean `cameras.pol`?\n"


@pytest.mark.parametrize("command", ["check", "test", "fmt", "facts", "decide"])
def test_a_file_that_cannot_be_read(run: "Run", command: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that is there and may not be read is said so, without a traceback."""
    import builtins

    real = builtins.open

    def refusing(file: object, *arguments: object, **more: object) -> object:
        if file == "cameras.pol":
            raise PermissionError(13, "Permission denied", file)
        return real(file, *arguments, **more)  # type: ignore[call-overload]

    monkeypatch.setattr(builtins, "open", refusing)
    answer = run(command, "cameras.pol")
    assert answer.code == 2
    assert "ermission denied" in answer.out + answer.err
    assert "`cameras.pol`" in answer.out + answer.err


def test_bytes_that_are_no_text(run: "Run", folder: Path) -> None:
    """A file that is no text is a finding, not a fault of the program."""
    (folder / "bytes.pol").write_bytes(b"\xff\xfe\x00")
    answer = run("check", "bytes.pol")
    assert answer.code == 1
    assert "P0116" in answer.out
