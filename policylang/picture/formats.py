"""The forms in which a tree can be written, by name."""

from importlib import import_module
from typing import Literal, cast, get_args

from policylang.picture.model import Tree

Format = Literal["text", "svg", "dot", "mermaid", "html"]
FORMATS: tuple[Format, ...] = get_args(Format)


def written(tree: Tree, form: Format, *, width: int = 80) -> str:
    """Return a tree in one of the forms; its writer is imported now.

    Args:
        tree: The tree.
        form: The name of the form.
        width: How many columns a line of text may have; for the other forms it does not matter.
    """
    if form == "text":
        from policylang.picture.to_text import to_text

        return to_text(tree, width=width)
    writer = getattr(import_module(f"policylang.picture.to_{form}"), f"to_{form}")
    return cast("str", writer(tree))
