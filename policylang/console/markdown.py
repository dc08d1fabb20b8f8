"""Markdown on a terminal, as plainly as it was written: headings, paragraphs, lists and code, wrapped to the window."""

import re
from collections.abc import Iterator

from policylang.console.terminal import paint, printable, wrapped

INDENT = "    "

_LINK = re.compile(r"\[([^\]]+)\]\(([^)\s]+)\)")
_BOLD = re.compile(r"\*\*([^*]+)\*\*")
_ITEM = re.compile(r"(\s*)([-*]|\d+\.)\s+")


def rendered(text: str, *, columns: int) -> str:
    """Return a Markdown text for reading on a terminal; code and tables stay as they are."""
    return "\n".join(_lines(text.splitlines(), columns)).strip("\n")


def _lines(lines: list[str], columns: int) -> Iterator[str]:
    paragraph: list[str] = []
    fence = ""
    for line in [*lines, ""]:
        if fence:
            fence = "" if line.startswith(fence) else fence
            if fence:
                yield (INDENT + printable(line)).rstrip()
        elif line.startswith(("```", "~~~", "#", "|")) or not line.strip() or _ITEM.match(line):
            yield from _paragraph(paragraph, columns)
            paragraph = [line] if _ITEM.match(line) else []
            fence = line[:3] if line.startswith(("```", "~~~")) else ""
            if not paragraph and not fence:
                yield _own_line(line)
        else:
            paragraph.append(line)
    yield from _paragraph(paragraph, columns)


def _own_line(line: str) -> str:
    """Return a line that is never joined with its neighbours: a heading, a row of a table, an empty line."""
    if line.startswith("#"):
        return paint(_inline(line.lstrip("#").strip()), "strong")
    return printable(line)


def _paragraph(lines: list[str], columns: int) -> list[str]:
    if not lines:
        return []
    item = _ITEM.match(lines[0])
    text = _inline(" ".join(lines))
    if item is None:
        return wrapped(text, columns=columns)
    return wrapped(text[item.end() :].strip(), first=f"{item[1]}{item[2]} ", columns=columns)


def _inline(text: str) -> str:
    """Return the text of a line without the marks that only a browser needs; backticks stay, as in our messages."""
    return _BOLD.sub(r"\1", _LINK.sub(lambda link: link[1] if link[1] == link[2] else f"{link[1]} ({link[2]})", text))
