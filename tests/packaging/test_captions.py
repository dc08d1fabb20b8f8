"""The page on architecture lists every module with its caption, which is the first line of its docstring."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "internals" / "architecture.md"
START, END = "<!-- captions: pytest --bless writes them -->\n", "<!-- end of captions -->\n"


def _captions() -> Iterator[str]:
    """The list as it should stand: a heading for each folder, a line for each module."""
    package = ROOT / "policylang"
    folders = [package, *sorted(path.parent for path in package.glob("*/**/__init__.py"))]
    for folder in folders:
        yield f"\n**{folder.relative_to(ROOT).as_posix()}/**: {_caption(folder / '__init__.py')}\n\n"
        for path in sorted(folder.glob("*.py")):
            if path.name != "__init__.py":
                yield f"- `{path.name}`: {_caption(path)}\n"
    yield "\n"


def _caption(path: Path) -> str:
    docstring = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    assert docstring, f"{path} has no caption"
    return docstring.splitlines()[0]


def test_the_page_lists_every_module_with_its_caption(*, bless: bool) -> None:
    """The page cannot rot: its list is what the modules say of themselves."""
    text = PAGE.read_text(encoding="utf-8")
    before, _, rest = text.partition(START)
    listed, _, after = rest.partition(END)
    expected = "".join(_captions())
    if bless and listed != expected:
        PAGE.write_text(before + START + expected + END + after, encoding="utf-8")
        listed = expected
    assert listed == expected


def test_captions_are_sentences() -> None:
    """A caption ends as a sentence does and fits on a line."""
    lines = [line.strip() for line in _captions() if line.startswith("- ")]
    assert [line for line in lines if not line.endswith((".", "?"))] == []
