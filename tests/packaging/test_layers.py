"""Modules import what lies below them, and dependencies are those that are declared."""

import importlib.metadata
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import grimp
import pytest

ROOT = Path(__file__).parents[2]
FACES = ("policylang.cli", "policylang.console", "policylang.repl", "policylang.__main__")
LIBRARY = {"attrs": {"attr", "attrs"}, "lark": {"lark"}}
"""The only dependencies of the library's layers, with the names by which they are imported."""
EXCEPTIONS = {"policylang.syntax.highlight": {"pygments"}}
"""A lexer is written for Pygments or not at all; only Pygments, or who has it, imports the module."""


@pytest.fixture(scope="module")
def imported() -> dict[str, set[str]]:
    """Which dependencies each module imports, lazily or not."""
    graph = grimp.build_graph("policylang", include_external_packages=True, cache_dir=None)
    return {
        module: {
            name
            for name in graph.find_modules_directly_imported_by(module)
            if not name.startswith("policylang") and name not in sys.stdlib_module_names
        }
        for module in graph.modules
        if module.startswith("policylang")
    }


def test_the_library_imports_lark_and_attrs_alone(imported: dict[str, set[str]]) -> None:
    """Below the faces no module imports any other package."""
    allowed = set.union(*LIBRARY.values())
    strangers = {
        module: names - allowed - EXCEPTIONS.get(module, set())
        for module, names in imported.items()
        if not module.startswith(FACES)
    }
    assert {module: names for module, names in strangers.items() if names} == {}


def test_the_declared_dependencies_are_those_used(imported: dict[str, set[str]]) -> None:
    """Every dependency that is declared is imported somewhere, and every one imported is declared."""
    declared = {
        re.split(r"[^\w-]", text)[0]
        for text in tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["dependencies"]
    }
    distributions = importlib.metadata.packages_distributions()
    used = {
        distributions[name][0].lower()
        for module, names in imported.items()
        for name in names - EXCEPTIONS.get(module, set())
    }
    assert used == declared


@pytest.mark.slow
def test_the_contracts_are_kept() -> None:
    """Every contract on layers in `pyproject.toml` holds."""
    done = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command as run; run()", "--no-cache"],
        cwd=ROOT,
        check=False,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout
