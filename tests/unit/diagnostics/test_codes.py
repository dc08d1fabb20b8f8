"""The registry of codes and the pages agree."""

import re
from pathlib import Path

import pytest

from policylang.diagnostics.codes import BLOCKS, CODES, PAGE_HEADINGS, page_title

PAGES = Path(__file__).parents[3] / "docs" / "codes"
PACKAGE = Path(__file__).parents[3] / "policylang"


def test_every_code_has_a_page_and_every_page_a_code() -> None:
    """The pages are exactly those of the registry."""
    assert sorted(path.stem for path in PAGES.glob("P*.md")) == sorted(CODES)


@pytest.mark.parametrize("code", sorted(CODES))
def test_a_page_has_the_title_of_the_registry_and_the_fixed_headings(code: str) -> None:
    """The first line is the code and its title, and the headings are those of all pages, in order."""
    lines = (PAGES / f"{code}.md").read_text(encoding="utf-8").splitlines()
    assert lines[0] == f"# {page_title(code)}"
    assert [line.removeprefix("## ") for line in lines if line.startswith("## ")] == list(PAGE_HEADINGS)


def test_every_code_belongs_to_a_block() -> None:
    """A code is `P` and four digits, in a block that is known."""
    assert all(re.fullmatch(r"P\d{4}", code) and code[:3] in BLOCKS for code in CODES)


def test_style_is_warned_about_and_the_rest_is_an_error() -> None:
    """Codes of style, and findings that an author may want so, are warnings by themselves; no other code is."""
    assert {code[:3] for code, known in CODES.items() if known.severity == "warning"} == {"P05", "P08"}


def test_every_code_that_the_package_names_is_registered() -> None:
    """No module mentions a code that the registry does not have."""
    named = {code for path in PACKAGE.rglob("*.py") for code in re.findall(r"\bP0\d{3}\b", path.read_text("utf-8"))}
    assert named <= set(CODES)
