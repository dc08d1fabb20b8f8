"""Finds the texts that come with the library: the grammar, the standard policies, the pages of the codes.

In an installed copy they lie in the package, under `_data`; in a checkout they lie where they are
written, beside it. Nothing else in the library asks where it is installed. Paths are plain text
here, because `pathlib` takes 5 ms to import and every command passes this way.
"""

import os.path
from functools import cache
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

Kind = Literal["grammar", "stdlib_policies", "codes"]

_BESIDE = {"grammar": "grammar", "stdlib_policies": "stdlib_policies", "codes": "docs/codes"}
"""Where each kind lies in a checkout, from its root."""


@cache
def directory(kind: Kind) -> str | None:
    """Return the path of the folder of a kind of text, or `None` where the package lies in an archive."""
    package = os.path.dirname(__file__)
    installed = os.path.join(package, "_data", kind)
    if os.path.isdir(installed):
        return installed
    root = os.path.dirname(package)
    beside = os.path.join(root, _BESIDE[kind])
    return beside if os.path.isdir(beside) and _is_checkout(root) else None


@cache
def folder(kind: Kind) -> "Traversable":
    """Return the folder of a kind of text as an object to walk: a `Path`, or what an archive gives in its place.

    Raises:
        FileNotFoundError: The installation is incomplete.
    """
    found = directory(kind)
    if found is not None:
        from pathlib import Path

        return Path(found)
    from importlib.resources import files

    packed = files("policylang").joinpath("_data", kind)
    if not packed.is_dir():
        raise FileNotFoundError(kind)
    return packed


def read_text(kind: Kind, *parts: str) -> str:
    """Return a text by its kind and the parts of its path: `read_text("grammar", "policy.lark")`.

    Raises:
        FileNotFoundError: There is no such text.
    """
    found = directory(kind)
    if found is None:
        return folder(kind).joinpath(*parts).read_text(encoding="utf-8")
    with open(os.path.join(found, *parts), encoding="utf-8") as file:
        return file.read()


def _is_checkout(root: str) -> bool:
    try:
        with open(os.path.join(root, "pyproject.toml"), encoding="utf-8") as file:
            return '\nname = "policylang"\n' in file.read()
    except OSError:
        return False
