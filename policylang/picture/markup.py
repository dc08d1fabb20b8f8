"""Markup: elements of SVG and HTML as text, in which no name can be anything but text."""

from collections.abc import Iterable, Mapping

from policylang.picture.letters import plain

_NAMED = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;", "`": "&#96;"}
_TABLE = str.maketrans(_NAMED)


def escaped(text: str) -> str:
    """Return a text of any kind so that it is itself in an element and in an attribute, on one line."""
    return plain(text).translate(_TABLE)


def element(name: str, attributes: Mapping[str, object] | None = None, content: Iterable[str] | str = ()) -> str:
    """Return an element; its attributes are texts of any kind, its content is markup.

    Args:
        name: The name of the element.
        attributes: What stands in its tag, in order.
        content: What stands within: markup, or pieces of it, a line each.
    """
    opening = "".join([name, *(f' {key}="{escaped(str(value))}"' for key, value in (attributes or {}).items())])
    inner = content if isinstance(content, str) else "\n".join(content)
    if not inner:
        return f"<{opening}/>"
    return f"<{opening}>{inner}</{name}>" if isinstance(content, str) else f"<{opening}>\n{inner}\n</{name}>"


def words(name: str, text: str, attributes: Mapping[str, object] | None = None) -> str:
    """Return an element that holds a text of any kind and nothing else."""
    return element(name, attributes, escaped(text)) if text.strip() else element(name, attributes, "\u00a0")
