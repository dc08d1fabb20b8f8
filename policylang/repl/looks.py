"""How text of the language looks at the prompt: its stretches in the colours of their roles."""

from collections.abc import Iterable, Iterator

from policylang.console.terminal import paint
from policylang.syntax.highlight import roles

COLOURS = {"keyword": "strong", "string": "help", "number": "note", "comment": "quiet"}
"""For each role of a stretch of text, the role of terminal text that it looks like."""


def highlighted(lines: Iterable[str]) -> Iterator[str]:
    """Yield lines of a policy in colour."""
    text = "".join(paint(piece, COLOURS.get(role, "")) for role, piece in roles("\n".join(lines)))
    yield from text.split("\n")
