"""The public surface is what is listed here; a change of it is a change of this page."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import policylang

PUBLIC = {
    "ABSENT",
    "ArtifactError",
    "CaseError",
    "Decision",
    "Diagnostic",
    "Explanation",
    "Policy",
    "PolicyError",
    "PolicylangError",
    "TooLargeError",
    "__version__",
    "check",
    "decide_each",
    "from_json",
    "load",
    "load_saved",
    "loads",
    "test",
    "to_json",
}


def test_the_public_names_are_these() -> None:
    """`policylang.__all__` is sorted, lists exactly the public names, and so does `dir`."""
    assert policylang.__all__ == sorted(PUBLIC)
    assert dir(policylang) == sorted(PUBLIC)


@pytest.mark.parametrize("name", sorted(PUBLIC))
def test_a_public_name_is_found_and_documented(name: str) -> None:
    """Each public name can be had from the package; classes and functions have a docstring."""
    value = getattr(policylang, name)
    assert not callable(value) or value.__doc__


def test_an_unknown_name_is_an_attribute_error() -> None:
    """A name that is not public is refused in the words that Python uses."""
    with pytest.raises(AttributeError, match=r"^module 'policylang' has no attribute 'lode'$"):
        _ = policylang.lode


def test_type_checkers_and_the_interpreter_find_names_in_the_same_place() -> None:
    """The imports written for type checkers and the table used at run time agree."""
    tree = ast.parse(Path(policylang.__file__).read_text(encoding="utf-8"))
    written = {
        alias.name: node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) for alias in node.names
    }
    del written["import_module"]
    assert written == policylang._HOME


def test_importing_the_package_imports_nothing() -> None:
    """`import policylang` brings in no module of the library, no dependency, and not even `typing`."""
    program = "import sys; before = set(sys.modules); import policylang; print(*sorted(set(sys.modules) - before))"
    done = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True)
    assert {name for name in done.stdout.split() if not name.startswith("importlib")} <= {"policylang", "warnings"}


def test_the_package_runs_as_a_module() -> None:
    """`python -m policylang` is the command."""
    command = [sys.executable, "-m", "policylang", "--version"]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    assert policylang.__version__ in done.stdout
