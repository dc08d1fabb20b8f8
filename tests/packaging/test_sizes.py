"""No file over 600 lines, no function over 60."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
MOST_LINES_OF_A_FILE = 600
MOST_LINES_OF_A_FUNCTION = 60
NOT_NOUNS_OF_THE_DOMAIN = {"common", "misc", "utils"}


def _files() -> list[Path]:
    return sorted(path for name in ("policylang", "tests", "benchmarks") for path in (ROOT / name).rglob("*.py"))


def _lengths_of_functions(path: Path) -> Iterator[tuple[str, int]]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert node.end_lineno is not None
            yield f"{path.relative_to(ROOT)}: {node.name}", node.end_lineno - node.lineno + 1


def test_files_are_short() -> None:
    """No file of Python has more than 600 lines."""
    lengths = {str(path.relative_to(ROOT)): len(path.read_text(encoding="utf-8").splitlines()) for path in _files()}
    assert {name: length for name, length in lengths.items() if length > MOST_LINES_OF_A_FILE} == {}


def test_functions_are_short() -> None:
    """No function has more than 60 lines, its docstring included."""
    lengths = [found for path in _files() for found in _lengths_of_functions(path)]
    assert [found for found in lengths if found[1] > MOST_LINES_OF_A_FUNCTION] == []


def test_modules_are_named_after_something() -> None:
    """No module is a place for whatever has no place."""
    assert [str(path) for path in _files() if path.stem in NOT_NOUNS_OF_THE_DOMAIN] == []
