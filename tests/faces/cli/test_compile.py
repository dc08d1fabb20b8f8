"""`policylang compile`: a policy saved as one file, which every command takes that takes a policy."""

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import policylang

if TYPE_CHECKING:
    from faces.conftest import Run

FILES = Path(__file__).parent / "files"
ON = ("--on", "2025-06-01")


@pytest.fixture(autouse=True)
def _files(folder: Path) -> None:
    shutil.copytree(FILES, folder, dirs_exist_ok=True)


def test_it_is_named_after_the_policy(run: "Run", folder: Path) -> None:
    """The file is NAME.polc in the current folder, for a file and for a name; `-o` names another."""
    answer = run("compile", "cameras.pol")
    digest = policylang.load(folder / "cameras.pol").digest
    assert (answer.code, answer.err) == (0, "")
    assert answer.out.startswith("Wrote cameras.polc: ")
    assert answer.out.endswith(f" kB, digest {digest[:12]}\n")
    run("compile", "microsoft.azure_openai")
    run("compile", "cameras.pol", "-o", "other.polc")
    assert policylang.load_saved(folder / "microsoft.azure_openai.polc").name == "microsoft.azure_openai"
    assert (folder / "other.polc").read_bytes() == (folder / "cameras.polc").read_bytes()


@pytest.mark.parametrize(
    "command",
    [
        ("decide", *ON, "--set", "service=camera_service"),
        ("decide", *ON, "--json"),
        ("facts",),
        ("facts", "--json-schema"),
        ("info", *ON),
        ("residual", *ON, "--set", "service=camera_service"),
        ("tree", *ON),
    ],
)
@pytest.mark.parametrize("policy", ["cameras", "city"])
def test_every_command_takes_the_file(run: "Run", command: tuple[str, ...], policy: str) -> None:
    """What a command says of the file is what it says of the policy."""
    assert run("compile", f"{policy}.pol").code == 0
    name, *rest = command
    expected = run(name, f"{policy}.pol", *rest)
    assert expected.code == 0, expected.err
    assert run(name, f"{policy}.polc", *rest) == expected


def test_damage_is_told(run: "Run", folder: Path) -> None:
    """A damaged file, and one that is none, is refused in one line."""
    run("compile", "cameras.pol")
    file = folder / "cameras.polc"
    file.write_bytes(file.read_bytes()[:-1])
    answer = run("decide", "cameras.polc")
    assert (answer.code, answer.out) == (2, "")
    assert answer.err == "error: `cameras.polc` is damaged: its content is not what was saved\n"
    file.write_text("policy", encoding="utf-8")
    assert run("facts", "cameras.polc").err == "error: `cameras.polc` is no saved policy\n"


def test_what_is_not_there_is_refused(run: "Run") -> None:
    """A file that is not there is named, with the near one; so is an output under another ending."""
    run("compile", "cameras.pol")
    assert "there is no file `camera.polc`" in run("decide", "camera.polc").err
    assert "did you mean `cameras.polc`?" in run("decide", "camera.polc").err
    answer = run("compile", "cameras.pol", "-o", "cameras.json")
    assert answer.code == 2
    assert "ends in .polc" in answer.err
    assert run("compile", "nothing.pol").code == 2
