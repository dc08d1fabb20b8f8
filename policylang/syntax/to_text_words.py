"""Words of the printed text: names, values, quotations and how long quotations are broken."""

from collections.abc import Iterable

from policylang.syntax import tree
from policylang.syntax.rows import WIDTH


def names(words: Iterable[tree.Name]) -> str:
    """Return names with commas between them."""
    return ", ".join(word.text for word in words)


def values(some: Iterable[tree.Value]) -> str:
    """Return values with commas between them."""
    return ", ".join(map(value, some))


def value(one: tree.Value) -> str:
    """Return a value as it is written."""
    match one:
        case tree.Name(text):
            return text
        case tree.Text(text):
            return quoted(text)
        case tree.Number(number):
            return format(number, "f")
        case tree.Date(day):
            return day.isoformat()


def quoted(text: str) -> str:
    """Return a text between quotation marks."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def quotation(label: str, text: str, indent: int, *, hanging: int, ending: str = "") -> tuple[str, ...]:
    """Return a quotation behind its label as lines; one that is too long becomes neighbouring strings.

    Args:
        label: What stands before it on the first line, the space included.
        text: The words; they are broken at single spaces only, so that they read back equal.
        indent: The column, from 0, in which the first line starts.
        hanging: How far the following lines are indented, from `indent`.
        ending: What stands behind it on the last line, the space included.
    """
    lines = [""]
    room = WIDTH - indent - len(label)
    pieces = _pieces(text)
    for at, piece in enumerate(pieces, start=1):
        longer = f"{lines[-1]} {piece}" if lines[-1] else piece
        behind = len(ending) if at == len(pieces) else 0
        if lines[-1] and len(quoted(longer)) + behind > room:
            room = WIDTH - indent - hanging
            lines.append(piece)
        else:
            lines[-1] = longer
    first, *rest = map(quoted, lines)
    *printed, last = (label + first, *(" " * hanging + line for line in rest))
    return (*printed, last + ending)


def _pieces(text: str) -> list[str]:
    """Return the stretches of a text between its single spaces; of several spaces beside each other none breaks it."""
    pieces: list[str] = []
    start = 0
    for at in range(1, len(text) - 1):
        if text[at] == " " and text[at - 1] != " " and text[at + 1] != " ":
            pieces.append(text[start:at])
            start = at + 1
    return [*pieces, text[start:]]
