"""`policylang new`: what it writes checks, passes, and is formatted."""

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from faces.conftest import Run


@pytest.mark.parametrize(
    ("name", "files"),
    [
        ("rules", ["rules.pol", "rules_facts.pol"]),
        ("rules.pol", ["rules.pol", "rules_facts.pol"]),
        ("acme.rules", ["acme/rules.pol", "acme/rules_facts.pol"]),
    ],
)
def test_it_checks_and_passes(run: "Run", folder: Path, name: str, files: list[str]) -> None:
    """A starter policy has no error and no warning, is formatted, and its two scenarios pass."""
    answer = run("new", name)
    assert answer.code == 0
    assert answer.out.startswith(f"Wrote {files[0]} and {files[1]}.\n")
    assert sorted(str(path.relative_to(folder)) for path in folder.rglob("*.pol")) == files
    assert run("check", ".") == (0, "no errors, no warnings in 2 files\n", "")
    assert run("test") == (0, "2 scenarios passed\n", "")
    assert run("fmt", "--check") == (0, "2 files as they should be\n", "")


def test_the_next_steps_work(run: "Run") -> None:
    """Each command that is named as a next step runs."""
    steps = [line.split() for line in run("new", "rules").out.splitlines() if line.startswith("  policylang ")]
    assert len(steps) == 4
    for _, *arguments in steps:
        assert run(*arguments).code == 0


def test_it_is_commented(run: "Run", folder: Path) -> None:
    """The policy says in comments what its lines are for, and names the commands to go on with."""
    run("new", "rules")
    text = (folder / "rules.pol").read_text(encoding="utf-8")
    assert sum(line.lstrip().startswith("#") for line in text.splitlines()) >= 8
    assert "policylang check rules.pol" in text


@pytest.mark.parametrize("there", ["rules.pol", "rules_facts.pol"])
def test_nothing_is_overwritten(run: "Run", folder: Path, there: str) -> None:
    """Where one of the files is there, neither is written."""
    (folder / there).write_text("mine", encoding="utf-8")
    answer = run("new", "rules")
    assert answer.code == 2
    assert f"error: `{there}` is there already, and nothing is overwritten\n" in answer.err
    assert [path.name for path in folder.iterdir()] == [there]
    assert (folder / there).read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize(
    ("name", "suggested"),
    [
        ("Camera Rules", "camera_rules"),
        ("camera-rules", "camera_rules"),
        ("acme/rules", "acme.rules"),
        ("9", None),
        ("", None),
    ],
)
def test_a_name_that_cannot_be(run: "Run", folder: Path, name: str, suggested: str | None) -> None:
    """A name that no policy can have is refused, with the nearest that one can have."""
    answer = run("new", name)
    assert answer.code == 2
    assert "cannot be the name of a policy" in answer.err
    if suggested:
        assert f"help: `policylang new {suggested}`\n" in answer.err
    assert list(folder.iterdir()) == []


def test_a_word_of_the_language(run: "Run") -> None:
    """A reserved word is refused as a name."""
    answer = run("new", "acme.then")
    assert answer.code == 2
    assert "error[P0210]: `then` is a word of the language" in answer.err
