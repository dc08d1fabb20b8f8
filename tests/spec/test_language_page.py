"""The page of the language is true: its files check, its scenarios pass, its wrong examples are wrong as it says."""

import re
from pathlib import Path

import pytest
from spec.fences import Fence, sections

import policylang
from policylang.source import Source
from policylang.syntax.to_text import format_source

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "reference" / "language.md").read_text(encoding="utf-8")


def _fences(text: str) -> list[Fence]:
    return [fence for section in sections(text) for fence in section.fences]


def _files() -> dict[str, str]:
    """Return the files of the page, by path: a block with a header begins one, the blocks after it carry it on."""
    files: dict[str, str] = {}
    path = ""
    for fence in _fences(PAGE):
        if fence.info == "markdown":
            name = _fences(f"# A literate file\n{fence.body}")[0].file
            files[f"{name}.md"] = fence.body
        elif fence.info == "pol" and fence.file != "unnamed.pol":
            path = fence.file or ""
            files[path] = fence.body
        elif fence.info == "pol":
            files[path] += f"\n{fence.body}"
    return files


FILES = _files()
WRONG = [fence for fence in _fences(PAGE) if re.fullmatch(r"pol P\d{4}", fence.info)]

_ABOUT_THE_WHOLE = {"P0802", "P0803", "P0805"}
"""What is used nowhere, and what no scenario reaches: an example shows one thing, and is not a whole policy."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with every file of the page."""
    for name, text in FILES.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def test_every_file_checks(folder: Path) -> None:
    """The files of the page give no error, and no warning about what they say; a note is no fault."""
    found = [each for each in policylang.check(folder) if each.code not in _ABOUT_THE_WHOLE and each.severity != "note"]
    assert [(each.code, each.message, each.label.place.source.name) for each in found] == []


def test_every_scenario_passes(folder: Path) -> None:
    """The scenarios of the page give the decisions that they expect."""
    results = policylang.test(folder)
    assert [(each.scenario.title, each.failures) for each in results if not each.passed] == []
    assert len(results) == sum(text.count("\nscenario ") for text in FILES.values())


@pytest.mark.parametrize("path", [path for path in FILES if not path.endswith(".md")])
def test_every_file_is_in_canonical_form(path: str) -> None:
    """The page writes as the formatter does."""
    assert format_source(Source(path, FILES[path])) == FILES[path]


@pytest.mark.parametrize("fence", WRONG, ids=[fence.info for fence in WRONG])
def test_wrong_examples_give_their_code(fence: Fence, tmp_path: Path) -> None:
    """A block that is marked with a code is wrong in that way and in no other."""
    (tmp_path / str(fence.file)).write_text(fence.body, encoding="utf-8")
    found = {each.code for each in policylang.check(tmp_path) if each.severity == "error"}
    assert found == {fence.info.removeprefix("pol ")}


def test_every_word_of_the_language_is_shown() -> None:
    """Each keyword of the grammar is used in an example of the page."""
    grammar = (ROOT / "grammar/terminals.lark").read_text(encoding="utf-8")
    keywords = re.findall(r'^[A-Z_.0-9]+: ((?:"[a-z]+"(?: GAP )?)+) END$', grammar, flags=re.MULTILINE)
    shown = " ".join(" ".join(FILES.values()).split())
    words = [keyword.replace('"', "").replace(" GAP", "") for keyword in keywords]
    assert len(words) > 60
    assert [word for word in words if not re.search(rf"\b{word}\b", shown)] == []
