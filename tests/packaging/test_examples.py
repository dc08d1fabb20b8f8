"""The examples in docstrings run, and give what they say."""

import doctest
import importlib
import pkgutil

import pytest

import policylang

MODULES = sorted(
    module.name
    for module in pkgutil.walk_packages(policylang.__path__, "policylang.")
    if not module.name.endswith("__main__")
)


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_of_a_module_hold(name: str) -> None:
    """Each example in the docstrings of the module gives the answer written under it."""
    assert doctest.testmod(importlib.import_module(name)).failed == 0
