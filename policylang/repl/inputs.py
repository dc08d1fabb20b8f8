"""What is typed, as inputs: single lines, and items of a file that run over several lines and end with an empty one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from policylang.syntax.words import item_word

TESTS = frozenset(["is", "are", "include", "do", "like"])
"""What follows the name of a fact in a line of a case."""
_WHOLE = frozenset(["import", "incorporates"])
"""What is whole on its first line."""


class Line(NamedTuple):
    """A line split up: its first word, and what follows."""

    word: str
    rest: str


def split(text: str) -> Line:
    """Return the first word of a line, and the rest without the spaces around it."""
    word, _, rest = text.strip().partition(" ")
    return Line(word, rest.strip())


def begins_item(text: str) -> bool:
    """Whether a text begins like an item of a file, and not like a line about a fact that is called like one.

    Example:
        >>> begins_item("clause no_faces"), begins_item("part is whole"), begins_item("clauses")
        (True, False, False)
    """
    first = text.split("\n", 1)[0]
    word = item_word(first)
    if not word or first[:1].isspace():
        return False
    following = first.removeprefix(word).split(maxsplit=1)
    return bool(following) and following[0] not in TESTS


def is_one_line(text: str) -> bool:
    """Whether an item that begins so is whole on its first line."""
    return item_word(text) in _WHOLE


def is_finished(text: str) -> bool:
    r"""Whether what was typed needs no further line: one that begins no item, or an item with an empty line behind.

    Example:
        >>> is_finished("clause no_faces"), is_finished("clause no_faces\n    prohibits\n"), is_finished("why")
        (False, True, True)
    """
    lines = text.splitlines() or [""]
    if not any(map(begins_item, lines)):
        return True
    said = [line for line in lines if line.strip()]
    goes_on = said[-1][0].isspace() or (begins_item(said[-1]) and not is_one_line(said[-1]))
    return not goes_on or not text.rpartition("\n")[2].strip()


class Reader:
    """Puts lines together to inputs, as they come: a line by itself, or an item with the lines indented below it.

    An item ends with an empty line, unless more of it is known to follow, or where a line begins at the margin. A line
    that names one that there is, alone, is an input that shows it; where a line indented deeper follows, both begin an
    item in its place.
    """

    def __init__(self) -> None:
        self._item: list[str] = []
        self._shown = ""

    @property
    def is_open(self) -> bool:
        """Whether an item has begun that may go on."""
        return bool(self._item)

    def feed(self, line: str, *, is_there: bool = False, following: str = "") -> Iterator[str]:
        """Yield the inputs that a line completes.

        Args:
            line: The line.
            is_there: Whether it names an item that there is, alone.
            following: The next line, as far as it is known yet.
        """
        is_there = is_there and not following[:1].isspace()
        line = line.rstrip()
        if not line and self._item and following[:1].isspace():
            self._item.append(line)
        elif not line:
            yield from self.rest()
            self._shown = ""
        elif line[0].isspace() and (self._item or self._shown):
            self._item = [*(self._item or [self._shown]), line]
            self._shown = ""
        else:
            yield from self.rest()
            self._shown = line if is_there else ""
            if begins_item(line) and not is_there and not is_one_line(line):
                self._item = [line]
            else:
                yield line

    def rest(self) -> Iterator[str]:
        """Yield the item that has begun, if one has."""
        if self._item:
            yield "\n".join(self._item)
        self._item = []


def inputs(text: str) -> Iterator[str]:
    """Yield the inputs of a text that was pasted: its items, with their comments and empty lines, and other lines."""
    block: list[str] = []
    for line in text.expandtabs(4).splitlines():
        starts = begins_item(line) or line.startswith("#")
        if block and line.strip() and not line[:1].isspace() and not _is_comments(block):
            yield from _joined(block)
            block = []
        if block or starts:
            block.append(line)
        elif line.strip():
            yield line
    yield from _joined(block)


def _is_comments(block: list[str]) -> bool:
    return all(line.startswith("#") for line in block)


def _joined(block: list[str]) -> Iterator[str]:
    text = "\n".join(block).strip("\n")
    if text and not _is_comments(block):
        yield text
