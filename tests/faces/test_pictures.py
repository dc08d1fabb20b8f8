"""The pictures of the guide are what the command on its page draws; `pytest --bless` draws them anew."""

import re
import shlex
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from spec.fences import sections

if TYPE_CHECKING:
    from faces.conftest import Run

PAGE = Path(__file__).parents[2] / "docs" / "guide" / "tree.md"


def _command() -> list[str]:
    """Return the arguments of the first command of the page."""
    first = next(fence for section in sections(PAGE.read_text(encoding="utf-8")) for fence in section.fences)
    program, *arguments = shlex.split(re.sub(r"\\\n", " ", first.body).removeprefix("$ ").partition("\n")[0])
    assert program == "policylang"
    return arguments


def test_the_picture_of_the_guide_is_current(run: "Run", folder: Path, *, bless: bool) -> None:
    """The SVG file beside the page is the one that its first command writes."""
    arguments = _command()
    name = arguments[-1]
    assert run(*arguments).code == 0
    seen, path = (folder / name).read_text(encoding="utf-8"), PAGE.parent / name
    if bless:
        path.write_text(seen, encoding="utf-8")
    assert path.read_text(encoding="utf-8") == seen


def test_the_chart_of_the_guide_is_current(run: "Run", *, bless: bool) -> None:
    """The Mermaid chart on the page is that of the same tree."""
    seen = run(*_command()[:-2], "--format", "mermaid").out
    page = PAGE.read_text(encoding="utf-8")
    (shown,) = [each for section in sections(page) for each in section.fences if each.info == "mermaid"]
    if bless:
        PAGE.write_text(page[: shown.start] + seen + page[shown.end :], encoding="utf-8")
    elif shown.body != seen:
        pytest.fail("the chart is not that of the tree (pytest --bless writes it)", pytrace=False)
