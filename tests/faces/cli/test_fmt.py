"""`policylang fmt`: files put into their canonical form, or only looked at."""

import os
import stat
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from faces.conftest import Run

NEAT = 'policy neat\n    title      "Neat"\n    otherwise  permitted\n'
UNTIDY = 'policy neat\n  title "Neat"   # a comment\n  otherwise permitted\n'


@pytest.fixture
def untidy(folder: Path) -> Path:
    """A file that is not in canonical form, beside one that is."""
    (folder / "neat.pol").write_text(NEAT, encoding="utf-8")
    (folder / "untidy.pol").write_text(UNTIDY, encoding="utf-8")
    return folder / "untidy.pol"


def test_files_are_written(run: "Run", untidy: Path) -> None:
    """A file is put into canonical form in its place, comments kept; one that has it is not touched."""
    before = (untidy.parent / "neat.pol").stat().st_mtime_ns
    answer = run("fmt")
    assert answer.code == 0
    assert answer.out.endswith("untidy.pol\n1 file formatted, 1 as it should be\n")
    text = untidy.read_text(encoding="utf-8")
    assert "    otherwise  permitted\n" in text
    assert "# a comment" in text
    assert (untidy.parent / "neat.pol").stat().st_mtime_ns == before
    assert run("fmt", "untidy.pol").out == "1 file as it should be\n"


def test_check_writes_nothing(run: "Run", untidy: Path) -> None:
    """`--check` names the files that are not formatted, writes none, and gives exit code 1."""
    answer = run("fmt", "--check", "untidy.pol", "neat.pol")
    assert answer == (1, "warning[P0808]: `untidy.pol` is not formatted\n1 file to format, 1 as it should be\n", "")
    assert untidy.read_text(encoding="utf-8") == UNTIDY
    assert run("fmt", "--check", "neat.pol").code == 0


def test_diff_writes_nothing(run: "Run", untidy: Path) -> None:
    """`--diff` shows what would change, writes nothing, and gives exit code 1."""
    answer = run("fmt", "--diff", "untidy.pol", "neat.pol")
    assert answer.code == 1
    assert answer.out.startswith("--- untidy.pol (as it is)\n+++ untidy.pol (formatted)\n@@ ")
    assert "\n-  otherwise permitted\n" in answer.out
    assert "\n+    otherwise  permitted\n" in answer.out
    assert "neat.pol" not in answer.out
    assert untidy.read_text(encoding="utf-8") == UNTIDY


def test_as_a_filter(run: "Run") -> None:
    """With `-`, standard input goes formatted to standard output, and nothing else with it."""
    answer = run("fmt", "-", stdin='policy neat\n  title "Neat"\n  otherwise permitted\n')
    assert answer == (0, NEAT, "")
    assert run("fmt", "-", "--check", stdin=UNTIDY).code == 1
    assert run("fmt", "-", "--diff", stdin=UNTIDY).out.startswith("--- - (as it is)\n")


def test_a_file_with_errors_is_left_alone(run: "Run", untidy: Path) -> None:
    """A file with syntax errors is told and left as it is; the others are formatted."""
    (untidy.parent / "broken.pol").write_text('policy broken\n  title "\n', encoding="utf-8")
    answer = run("fmt", "broken.pol", "untidy.pol")
    assert answer.code == 1
    assert "error[P01" in answer.err
    assert answer.out == "formatted untidy.pol\n1 file formatted, 1 with errors, left as it is\n"
    assert (untidy.parent / "broken.pol").read_text(encoding="utf-8") == 'policy broken\n  title "\n'
    assert run("fmt", "-", stdin='policy broken\n  title "\n').code == 1


def test_mode_and_links_are_kept(run: "Run", untidy: Path) -> None:
    """The permissions of a file stay, and a link stays a link to the file that was formatted."""
    untidy.chmod(0o640)
    link = untidy.parent / "link.pol"
    link.symlink_to(untidy)
    assert run("fmt", "link.pol").code == 0
    assert link.is_symlink()
    assert "    otherwise" in untidy.read_text(encoding="utf-8")
    assert stat.S_IMODE(untidy.stat().st_mode) == 0o640
    assert sorted(os.listdir(untidy.parent)) == ["link.pol", "neat.pol", "untidy.pol"]


def test_a_file_named_twice_is_formatted_once(run: "Run", untidy: Path) -> None:
    """A file reached by two ways counts once."""
    assert run("fmt", "untidy.pol", "./untidy.pol", str(untidy)).out.endswith("\n1 file formatted\n")


def test_a_folder_that_cannot_be_written(run: "Run", untidy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the new text cannot be put in place, the old one stays whole and nothing is left behind."""

    def refusing(*_: object) -> None:
        raise PermissionError(13, "Permission denied", "untidy.pol")

    monkeypatch.setattr(os, "replace", refusing)
    answer = run("fmt", "untidy.pol")
    assert answer.code == 2
    assert "permission denied" in answer.err
    assert untidy.read_text(encoding="utf-8") == UNTIDY
    assert sorted(os.listdir(untidy.parent)) == ["neat.pol", "untidy.pol"]


def test_a_literate_file(run: "Run", folder: Path) -> None:
    """In a literate file the policy is formatted and the prose is not touched."""
    prose = "# Neat\n\nSome   prose.\n\n```pol\n{}```\n\nThe end.\n"
    (folder / "neat.pol.md").write_text(prose.format(UNTIDY.replace("   # a comment", "")), encoding="utf-8")
    assert run("fmt", "neat.pol.md").code == 0
    assert (folder / "neat.pol.md").read_text(encoding="utf-8") == prose.format(NEAT)
