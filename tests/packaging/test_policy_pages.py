"""The pages under `docs/policies` are what `policylang doc stdlib_policies --output docs/policies` writes."""

from pathlib import Path

import pages
import pytest

from policylang.workspace.documents import Document, folder_of
from policylang.workspace.load import Workspace

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "docs" / "policies"

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def made() -> dict[str, Document]:
    """The pages as they should be, by the names of their files."""
    return {each.file: each for each in folder_of(Workspace(), [str(ROOT / "stdlib_policies")])}


def test_the_pages_are_up_to_date(made: dict[str, Document], *, bless: bool) -> None:
    """No page differs from what is written now, none is missing, and none is left over; `--bless` writes them anew."""
    if bless:
        FOLDER.mkdir(exist_ok=True)
        for path in FOLDER.iterdir():
            if path.name not in made:
                path.unlink()
        for name, each in made.items():
            (FOLDER / name).write_text(each.text, encoding="utf-8", newline="\n")
    seen = {path.name: path.read_bytes() for path in FOLDER.iterdir()} if FOLDER.is_dir() else {}
    assert sorted(seen) == sorted(made)
    assert [name for name, each in made.items() if each.text.encode() != seen[name]] == []


def test_every_link_has_its_target(made: dict[str, Document]) -> None:
    """Links within a page, to other pages and to places on these lead somewhere; no place is named twice."""
    there = {name: pages.places(each.text) for name, each in made.items() if name.endswith(".md")}
    assert [name for name, found in there.items() if len(found) != len(set(found))] == []
    lost = []
    for name in there:
        for link in pages.links(made[name].text):
            file, _, place = link.partition("#")
            target = file or name
            if target not in made or (place and place not in there[target]):
                lost.append((name, link))
    assert lost == []


def test_pages_fit_what_is_shown_of_them(made: dict[str, Document]) -> None:
    """A code host shows Markdown up to half a megabyte."""
    assert {name: len(each.text) for name, each in made.items() if len(each.text.encode()) > 512_000} == {}
