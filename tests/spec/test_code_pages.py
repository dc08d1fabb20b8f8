"""The pages of the codes are true: *Wrong* gives that code and no other, *Right* does not give it.

Where a page shows files alone, the folder is checked. Where it shows a command or Python after them, that is run.
A page whose *Wrong* cannot help giving other codes too names them in its prose.
"""

import re
from pathlib import Path

import pytest
from spec.fences import Section, sections, write
from spec.seen import codes_of, formatted, python, run

import policylang
from policylang.diagnostics.codes import CODES

PAGES = Path(__file__).parents[2] / "docs" / "codes"


def _section(code: str, title: str) -> Section:
    text = (PAGES / f"{code}.md").read_text(encoding="utf-8")
    return next(section for section in sections(text) if section.title == title)


def _named_too(code: str) -> set[str]:
    """Return the other codes that the prose of *Wrong* names."""
    text = (PAGES / f"{code}.md").read_text(encoding="utf-8")
    wrong = text[text.index("## Wrong") : text.index("## Right")]
    prose = re.sub(r"^```.*?^```$", "", wrong, flags=re.MULTILINE | re.DOTALL)
    return set(re.findall(r"P\d{4}", prose)) - {code}


def _given(section: Section, folder: Path, patch: pytest.MonkeyPatch) -> set[str]:
    """Return the codes that the examples of a section give."""
    write(section.fences, folder)
    patch.chdir(folder)
    runs = [fence for fence in section.fences if fence.kind in ("python", "console")]
    found: set[str] = set()
    for fence in runs:
        if fence.kind == "python":
            found.update(python(fence.body))
        else:
            printed = "".join(run(line)[0] for line in fence.body.splitlines() if line.startswith("$ "))
            found.update(re.findall(r"^(?:error|warning|note)\[(P\d{4})\]", printed, re.MULTILINE))
    if not runs:
        found.update(codes_of(policylang.check(".")))
    return found


@pytest.mark.parametrize("code", sorted(CODES))
def test_wrong_gives_exactly_this_code(code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The wrong example is wrong in this way alone."""
    assert _given(_section(code, "Wrong"), tmp_path, monkeypatch) == {code} | _named_too(code)


@pytest.mark.parametrize("code", sorted(CODES))
def test_right_gives_nothing(code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The right example gives neither this code nor any other, and its scenarios pass."""
    section = _section(code, "Right")
    assert _given(section, tmp_path, monkeypatch) == set()
    if any(fence.file for fence in section.fences):
        assert [result.scenario.title for result in policylang.test(".") if not result.passed] == []


@pytest.mark.parametrize("code", sorted(CODES))
def test_right_is_in_canonical_form(code: str) -> None:
    """What a page recommends is written as `policylang fmt` writes it."""
    for fence in _section(code, "Right").fences:
        if fence.kind == "pol":
            assert formatted(fence.body) == fence.body
