"""`policylang test`: scenarios run, failures shown; what a failure looks like is in `transcripts/files.txt`."""

import shutil
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest

if TYPE_CHECKING:
    from faces.conftest import Run

FILES = Path(__file__).parent / "files"


@pytest.fixture(autouse=True)
def _files(folder: Path) -> None:
    shutil.copytree(FILES, folder, dirs_exist_ok=True)


def test_all_pass(run: "Run") -> None:
    """Where every scenario passes: how many, and exit code 0."""
    assert run("test", "cameras.pol", "approved.pol") == (0, "6 scenarios passed\n", "")
    assert run("test", "hours.pol") == (0, "1 scenario passed\n", "")


def test_the_current_folder(run: "Run", folder: Path) -> None:
    """Without a target, every policy file here and below is run."""
    (folder / "flawed.pol").unlink()
    answer = run("test")
    assert answer.code == 1
    assert answer.out.endswith("2 scenarios failed, 8 passed\n")


def test_a_failure(run: "Run") -> None:
    """A failure shows its place, what was expected, what came instead, and the clauses."""
    answer = run("test", "failing.pol")
    assert answer.code == 1
    for line in (
        "failed: A city police force identifies people under an order of a court",
        "  at        failing.pol:3:10, policy cameras",
        "  expected  prohibited",
        "  got       permitted",
        "  lifted    police_faces by by_court_order",
    ):
        assert f"{line}\n" in answer.out


def test_junit(run: "Run") -> None:
    """`--format junit` counts and names every scenario; a failure holds what was expected and got."""
    answer = run("test", "failing.pol", "cameras.pol", "--format", "junit")
    assert answer.code == 1
    root = ET.fromstring(answer.out.partition("?>")[2])  # noqa: S314 - written by the line above
    assert (root.get("tests"), root.get("failures")) == ("8", "2")
    first = next(root.iter("testcase"))
    assert (first.get("classname"), first.get("file"), first.get("line")) == ("cameras", "failing.pol", "3")
    failure = first.find("failure")
    assert failure is not None
    assert failure.get("message") == "expected prohibited, got permitted"
    assert "police_faces by by_court_order" in (failure.text or "")


def test_no_scenario(run: "Run") -> None:
    """A file without a scenario is wrong use: a build must not pass because nothing was run."""
    answer = run("test", "places.pol")
    assert answer.code == 2
    assert "error: there is no scenario in `places.pol`\n" in answer.err


def test_a_policy_with_errors(run: "Run") -> None:
    """A policy with errors runs no scenario; its errors are shown."""
    answer = run("test", "flawed.pol")
    assert (answer.code, answer.out) == (2, "")
    assert "error[P0301]" in answer.err


def test_a_case_that_cannot_be(run: "Run", folder: Path) -> None:
    """A scenario whose case breaks an `always` fails with the reason; the others are run."""
    text = (
        "policy odd\n    otherwise permitted\n\nfact a: yes or no\n\nfact b: yes or no\n\n"
        'always a_needs_b\n    "No a without b"\n    if a\n    then b\n\n'
        'clause c\n    "c"\n    cites "1"\n    prohibits\n    when b\n\n'
        'scenario "a without b"\n    given\n        a\n        not b\n    expect prohibited\n\n'
        'scenario "b"\n    given\n        b\n    expect prohibited\n'
    )
    (folder / "odd.pol").write_text(text, encoding="utf-8")
    answer = run("test", "odd.pol")
    assert answer.code == 1
    assert "failed: a without b\n" in answer.out
    assert "a_needs_b" in answer.out
    assert answer.out.endswith("1 scenario failed, 1 passed\n")
