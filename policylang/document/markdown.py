"""Markdown as GitHub reads it: text that means nothing but itself, code, links, tables, lists, and blocks that fold.

Whatever comes from a policy goes through `plain`, `prose` or `code` before it becomes part of a page. What those
return, and what the other functions take and return, is Markdown.
"""

import html
import re
from collections.abc import Callable, Iterable, Sequence

_MARKS = re.compile(r"([\\`*\[\]|~])|(?<![^\W_])_|_(?![^\W_])|[<>&$]|:(?=[\w+-]+:)|(?<=!)(?=\[)|@(?=\w)")
_AT_THE_START = re.compile(r"^(?:#{1,6}(?=\s|$)|[-+=]|\d{1,9}[.)])")
_TICKS = re.compile(r"`+")
_SPACE = re.compile(r"\s+")


def plain(text: str) -> str:
    """Return a text in a line of Markdown that shows it and obeys nothing in it."""
    joined = _SPACE.sub(" ", _visible(text)).strip()
    return _AT_THE_START.sub(_first_escaped, _MARKS.sub(_escaped, joined))


def _visible(text: str) -> str:
    """Return a text whose characters that cannot be seen, or turn the direction of text, are written out."""
    return "".join(each if each.isprintable() or each.isspace() else f"(U+{ord(each):04X})" for each in text)


def _escaped(found: re.Match[str]) -> str:
    mark = found[0]
    if mark in "<>&":
        return html.escape(mark)
    return f"&#{ord(mark)};" if mark in "$:@" else f"\\{mark}"


def _first_escaped(found: re.Match[str]) -> str:
    return f"{found[0][:-1]}\\{found[0][-1]}"


def code(text: str) -> str:
    """Return a text as a code span, which may stand in a table too."""
    shown = _SPACE.sub(" ", _visible(text)).strip().replace("|", "\\|")
    longest = max((len(run) for run in _TICKS.findall(shown)), default=0)
    ticks = "`" * (longest + 1)
    room = " " if shown.startswith("`") or shown.endswith("`") or not shown else ""
    return f"{ticks}{room}{shown}{room}{ticks}"


def prose(text: str, *, name: "Callable[[str], str]" = code) -> str:
    """Return a text in which names stand between backticks, as comments and messages have them.

    Args:
        text: The text; its line breaks stay.
        name: What becomes of a name: it returns Markdown.
    """
    pieces = _NAMED.split(text)
    return "".join(name(piece) if place % 2 else _stretch(piece) for place, piece in enumerate(pieces))


_NAMED = re.compile(r"`([^`\n]+)`")


def _stretch(text: str) -> str:
    """Return what stands between names, with the spaces at the ends of its lines."""
    return "<br>\n".join(_padded(line) for line in text.split("\n"))


def _padded(line: str) -> str:
    shown = plain(line)
    before = " " if line[:1].isspace() else ""
    after = " " if shown and line[-1:].isspace() else ""
    return f"{before}{shown}{after}"


def link(text: str, to: str) -> str:
    """Return a link; `text` is Markdown."""
    return f"[{text}]({to})"


def anchor(name: str) -> str:
    """Return a place that links can lead to by a name."""
    return f'<a id="{html.escape(name)}"></a>'


def heading(depth: int, text: str, *, name: str = "") -> str:
    """Return a heading; `text` is Markdown, `name` what links call it by."""
    return f"{'#' * depth} {anchor(name) if name else ''}{text}"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table; what stands in its cells is Markdown."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(map(_cell, line))} |" for line in lines)


def _cell(text: str) -> str:
    return text.replace("\n", "<br>") or " "


def items(texts: Iterable[str], *, depth: int = 0) -> str:
    """Return a list; lines of an item but the first are put under it."""
    inside = "  " * depth
    return "\n".join(f"{inside}- {text.replace(chr(10), f'{chr(10)}{inside}  ')}" for text in texts)


def folded(summary: str, body: str) -> str:
    """Return a block that shows its summary, a plain text, and once it is opened its body, which is Markdown."""
    shown = html.escape(_SPACE.sub(" ", _visible(summary)).strip(), quote=False)
    return f"<details>\n<summary>{shown}</summary>\n\n{body}\n\n</details>"


def quotation(text: str) -> str:
    """Return a block set apart as somebody's words; `text` is Markdown."""
    return "\n".join(f"> {line}".rstrip() for line in text.split("\n"))


def blocks(parts: Iterable[str]) -> str:
    """Return blocks one below the other, those without a text left out."""
    return "\n\n".join(part for part in parts if part)


_SECTION = re.compile(r'^## <a id="([^"]+)"></a>(.*)$', re.MULTILINE)


def contents(sections: Iterable[str]) -> str:
    """Return a line of links to sections, by the headings with which they begin."""
    found = (_SECTION.match(section) for section in sections)
    return " · ".join(link(each[2], f"#{each[1]}") for each in found if each)
