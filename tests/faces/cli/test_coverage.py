"""`policylang test --coverage`: what scenarios reach, what they do not, and the scenarios that are missing."""

import json
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


def test_what_is_reached(run: "Run") -> None:
    """Below the results stand the figures, by kind and in total, and what is not reached, by clause, with its place."""
    answer = run("test", "approved.pol", "--coverage")
    assert (answer.code, answer.err) == (0, "")
    assert answer.out == (
        "1 scenario passed\n"
        "\n"
        "approved, tried by 1 scenario\n"
        "\n"
        "  clauses that apply         1 of 1      100 %\n"
        "  clauses that stand         1 of 1      100 %\n"
        "  conditions that matter     0 of 1        0 %\n"
        "  in total                   2 of 3     66.6 %\n"
        "\n"
        "Not reached\n"
        "\n"
        "  redaction_only\n"
        "    does not apply, only because this fails: functions include only redaction\n"
        "      approved.pol:13:10\n"
    )


def test_several_policies(run: "Run") -> None:
    """Each has its figures; at the end stand those of all together."""
    answer = run("test", "approved.pol", "cameras.pol", "--coverage")
    assert "\ncameras, tried by 5 scenarios\n" in answer.out
    assert "\nin all policies together " in answer.out


def test_a_threshold(run: "Run") -> None:
    """Where less is reached in total, that is an error of its own, though every scenario passes."""
    assert run("test", "approved.pol", "--threshold", "66").code == 0
    answer = run("test", "approved.pol", "--threshold", "66.7")
    assert (answer.code, answer.err) == (1, "error: the scenarios reach 66.6 % in total, and 66.7 % is asked for\n")
    assert run("test", "approved.pol", "--threshold", "101").code == 2


def test_what_is_missing_can_be_pasted(run: "Run", folder: Path) -> None:
    """The scenarios that are suggested pass, and with them all is reached; each asks a person to confirm it."""
    answer = run("test", "cameras.pol", "--suggest", "--format", "json")
    (coverage,) = json.loads(answer.out)["coverage"]
    texts = [each["text"] for each in coverage["suggested"]]
    assert all(text.startswith("# confirm: the policy says ") for text in texts)
    with (folder / "cameras.pol").open("a", encoding="utf-8") as file:
        file.write("\n" + "\n".join(texts))
    assert run("fmt", "--check", "cameras.pol").code == 0
    again = run("test", "cameras.pol", "--suggest", "--threshold", "100")
    assert again.code == 0
    assert again.out.endswith("No scenario is missing\n")


def test_a_policy_without_scenarios(run: "Run", folder: Path) -> None:
    """Scenarios are suggested where there is none yet; where there is no policy, there is nothing to suggest."""
    text = (folder / "cameras.pol").read_text(encoding="utf-8")
    (folder / "cameras.pol").write_text(text[: text.index("\nscenario")], encoding="utf-8")
    answer = run("test", "cameras.pol", "--suggest")
    assert answer.code == 0
    assert "cameras, tried by 0 scenarios\n" in answer.out
    assert "\nscenario " in answer.out
    assert run("test", "cameras.pol", "--coverage").code == 2
    assert run("test", "places.pol", "--suggest").code == 2


def test_as_json(run: "Run") -> None:
    """Results and coverage, with every point, its state and by which scenarios it is reached."""
    found = json.loads(run("test", "approved.pol", "--coverage", "--format", "json").out)
    assert [(each["title"], each["passed"]) for each in found["results"]] == [
        (found["results"][0]["title"], True),
    ]
    (coverage,) = found["coverage"]
    assert coverage["total"] == {"reached": 2, "all": 3, "percent": 200 / 3}
    assert coverage["kinds"]["condition"] == {"reached": 0, "all": 1, "percent": 0.0}
    assert [each["state"] for each in coverage["points"]] == ["reached", "reached", "missing"]
    assert coverage["points"][0]["by"] == [found["results"][0]["title"]]
    assert json.loads(run("test", "approved.pol", "--format", "json").out)["coverage"] == []


def test_as_junit(run: "Run") -> None:
    """The figures are properties of the suite of a policy."""
    answer = run("test", "approved.pol", "--coverage", "--format", "junit")
    root = ET.fromstring(answer.out.partition("?>")[2])  # noqa: S314 - written by the line above
    found = {each.get("name"): each.get("value") for each in root.iter("property")}
    assert found["coverage.total"] == "2 of 3"
    assert found["coverage.condition"] == "0 of 1"
