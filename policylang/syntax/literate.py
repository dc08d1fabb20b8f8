"""Literate files: Markdown in which fenced blocks marked `pol` are the policy and all else is prose.

The prose is blanked, not cut out, so that positions in the policy are positions in the document.
"""

import re
from typing import NamedTuple

from policylang.source import Span

_FENCE = re.compile(r"^([ \t>]*)(`{3,}|~{3,})[ \t]*([^\r\n]*)", re.MULTILINE)
_BLACK = re.compile(r"[^\r\n]+")


class Block(NamedTuple):
    """A fenced block of policy: the lines between the fences, and where the opening fence stands."""

    code: Span
    fence: Span


class Fences(NamedTuple):
    """The blocks of a document, and the opening fences that are indented or quoted, whose blocks do not count."""

    blocks: tuple[Block, ...]
    misplaced: tuple[Span, ...]


def is_literate(name: str) -> bool:
    """Return whether a file of this name is Markdown with policy in it."""
    return name.endswith(".pol.md")


def fences(text: str) -> Fences:
    """Return where the policy stands in a document; a fence that is not closed runs to the end."""
    blocks = []
    misplaced = []
    at = 0
    while (opening := _FENCE.search(text, at)) is not None:
        margin, mark, info = opening.groups()
        if mark[0] == "`" and "`" in info:
            at = opening.end()
            continue
        start = text.find("\n", opening.end()) + 1 or len(text)
        closing = re.compile(rf"^[ \t>]*{mark[0]}{{{len(mark)},}}[ \t]*\r?$", re.MULTILINE).search(text, start)
        end = closing.start() if closing else len(text)
        at = closing.end() if closing else len(text)
        if info.split()[:1] == ["pol"]:
            span = Span(opening.start(2), opening.end())
            if margin:
                misplaced.append(span)
            else:
                blocks.append(Block(Span(start, end), span))
    return Fences(tuple(blocks), tuple(misplaced))


def blanked(text: str) -> str:
    """Return a text with a blank for every character but the line breaks."""
    return _BLACK.sub(lambda found: " " * len(found[0]), text)


def only_code(text: str, found: Fences) -> str:
    """Return a document with everything blanked that is not policy."""
    parts: list[str] = []
    end = 0
    for block in found.blocks:
        parts += (blanked(text[end : block.code.start]), text[block.code.start : block.code.end])
        end = block.code.end
    parts.append(blanked(text[end:]))
    return "".join(parts)
