"""The copy that is tested is the copy that is installed."""

import importlib.metadata
import json
import os
from pathlib import Path

import pytest

import policylang


def _distribution() -> importlib.metadata.Distribution:
    try:
        return importlib.metadata.distribution("policylang")
    except importlib.metadata.PackageNotFoundError:
        if os.environ.get("CI"):
            raise
        pytest.skip("policylang is run from its folder, not installed")


def test_the_tests_import_the_installed_package() -> None:
    """Where a wheel is installed, the tests run against it and not against the tree beside them."""
    distribution = _distribution()
    origin = json.loads(distribution.read_text("direct_url.json") or "{}")
    if origin.get("dir_info", {}).get("editable"):
        pytest.skip("an editable installation is the tree")
    installed = Path(str(distribution.locate_file("policylang/__init__.py")))
    assert Path(policylang.__file__).samefile(installed)


def test_the_version_is_that_of_the_distribution() -> None:
    """`policylang.__version__` is what the package index is told."""
    assert _distribution().version == policylang.__version__


def test_commands_and_lexer_are_registered() -> None:
    """Every entry point of the distribution can be loaded."""
    for entry in _distribution().entry_points:
        assert entry.load() is not None
