"""`policylang info`: a policy in figures, for people and for programs."""

import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from faces.conftest import Run

FILES = Path(__file__).parent / "files"
ON = ("--on", "2025-06-01")


@pytest.fixture(autouse=True)
def _files(folder: Path) -> None:
    shutil.copytree(FILES, folder, dirs_exist_ok=True)


def test_a_policy_is_shown_in_figures(run: "Run") -> None:
    """Title, editions, counts and engines stand in rows, within 80 columns."""
    answer = run("info", "microsoft.azure_openai", *ON)
    assert (answer.code, answer.err) == (0, "")
    lines = answer.out.splitlines()
    assert lines[0] == "Code of Conduct for Azure OpenAI Service"
    assert "  publisher     Microsoft" in lines
    assert "  editions      text_models, from 2023-01-01 before 2023-12-01" in lines
    assert "                corrected, from 2024-05-03 before 2024-09-06" in lines
    assert "                version_4, from 2026-05-01" in lines
    assert "  clauses       78, and 13 duties" in lines
    assert "  with gaps     diagrams: each answer is a walk" in lines
    assert max(map(len, lines)) <= 80


def test_what_is_incorporated_is_named(run: "Run") -> None:
    """The policies that one incorporates stand below each other."""
    out = run("info", "city.pol", *ON).out
    assert "  incorporates  cameras\n" in out


def test_json_has_every_field(run: "Run") -> None:
    """With `--json` the same is printed for programs, dates as ISO text."""
    found = json.loads(run("info", "microsoft.azure_openai", *ON, "--json").out)
    assert found["on"] == "2025-06-01"
    assert found["editions"][3] == {
        "name": "corrected",
        "summary": "Corrected text of May 2024",
        "from": "2024-05-03",
        "before": "2024-09-06",
    }
    assert (found["editions"][-1]["from"], found["editions"][-1]["before"]) == ("2026-05-01", None)
    assert set(found["engine"]) == {"total", "partial"}
    assert "service" in found["order"]
    assert found["too_large"] == []


def test_what_is_too_large_is_told(run: "Run", folder: Path) -> None:
    """An outcome without a diagram is said to have none."""
    count = 60
    facts = "".join(f"fact f{number}: yes or no\n\n" for number in range(count))
    clauses = "".join(
        f'clause c{number}\n    "s"\n    prohibits\n    when f{number} and f{(number * 7 + 3) % count} '
        f"and not f{(number * 5 + 1) % count}\n\n"
        for number in range(count)
    )
    (folder / "wide.pol").write_text(f"policy wide\n    otherwise permitted\n\n{facts}{clauses}", encoding="utf-8")
    out = run("info", "wide.pol", *ON).out
    assert out.startswith("wide\n")
    assert "  outcome       no diagram: it would be too large\n" in out
    assert "  with gaps     search: a diagram would be too large\n" in out
    assert "  too large     the outcome\n" in out


def test_a_policy_that_is_not_there_is_refused(run: "Run") -> None:
    """A name that is not found, and a date that is none, are errors."""
    assert run("info", "microsoft.azure_opnai").code == 2
    assert run("info", "cameras.pol", "--on", "tomorrow").code == 2
