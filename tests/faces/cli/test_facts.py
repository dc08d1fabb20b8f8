"""`policylang facts`: what a case can say, for people, for programs, and as a schema."""

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


def test_what_the_policy_asks_about_comes_first(run: "Run") -> None:
    """Facts that the policy mentions stand before those that change nothing."""
    out = run("facts", "approved.pol").out
    asked, others = out.split("Facts that it knows, and that change nothing")
    assert "  functions: several of\n" in asked
    assert "  retention: a whole number from 0 to 3650 in days\n" in others


def test_json(run: "Run") -> None:
    """`--json` lists each fact with kind, outline, question and bounds."""
    data = json.loads(run("facts", "cameras.pol", "--json").out)
    facts = {fact["name"]: fact for fact in data["facts"]}
    assert data["policy"] == "cameras"
    assert facts["operator.kind"]["outline"]["public_body"] == {
        "police": None,
        "school": None,
        "other_public_body": None,
    }
    assert facts["operator.kind"]["asks"] == "Who runs the cameras?"
    assert facts["operator.counts_as_police"]["judged"].startswith("Does this body")
    assert (facts["retention"]["kind"], facts["retention"]["high"], facts["retention"]["unit"]) == (
        "whole number",
        "3650",
        "days",
    )
    assert facts["camera"]["optional"] is True


def test_json_schema(run: "Run") -> None:
    """`--json-schema` prints a schema that fits a good case and not a misspelt one."""
    jsonschema = pytest.importorskip("jsonschema")
    schema = json.loads(run("facts", "cameras.pol", "--json-schema").out)
    case = json.loads((FILES / "case.json").read_text(encoding="utf-8"))
    jsonschema.validate(case, schema)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({**case, "servce": "camera_service"}, schema)


def test_cost_and_unchangeable(run: "Run", folder: Path) -> None:
    """They are shown where they are said; `--json` has them always."""
    text = """policy priced
    otherwise permitted

type party: has
    kind: text
    tall: yes or no

fact party: party
    asks "Who?" cost 5
    unchangeable

fact armed: yes or no
    asks "Armed?"
"""
    (folder / "priced.pol").write_text(text, encoding="utf-8")
    shown = """Facts that it knows, and that change nothing

  party.kind: a text
      asks   Who?
      cost   5
      unchangeable

  party.tall: yes or no
      unchangeable

  armed: yes or no
      asks   Armed?
"""
    assert run("facts", "priced.pol").out == shown
    facts = json.loads(run("facts", "priced.pol", "--json").out)["facts"]
    assert [(fact["cost"], fact["unchangeable"]) for fact in facts] == [(5, True), (5, True), (1, False)]


def test_a_policy_without_facts(run: "Run", folder: Path) -> None:
    """A policy that asks about nothing says so."""
    (folder / "bare.pol").write_text("policy bare\n    otherwise permitted\n", encoding="utf-8")
    assert run("facts", "bare.pol").out == "bare asks about no fact\n"


def test_a_long_list_fits_the_window(run: "Run") -> None:
    """Outlines of any depth are wrapped to 80 columns."""
    out = run("facts", "microsoft.azure_openai").out
    assert max(map(len, out.splitlines())) <= 80
