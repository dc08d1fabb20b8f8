"""Fenced blocks of Markdown as files and expectations: what the specification and the pages of codes share.

A block `pol` is a file, named by `file=` after it or else by its own header; any block with `file=` is one. What
the other blocks mean is for those who read them.
"""

import re
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

_FENCE = re.compile(r"^(?P<marks>`{3,})(?P<info>[^\n`]*)\n(?P<body>.*?)^(?P=marks)$", re.MULTILINE | re.DOTALL)
_HEADING = re.compile(r"^(#+) (.*)$", re.MULTILINE)
_HEADER = re.compile(r"^(policy|vocabulary|scenarios for) ([\w.]+)", re.MULTILINE)


class Fence(NamedTuple):
    """A fenced block: what stands after its marks, its text, and from where to where the text lies."""

    info: str
    body: str
    start: int
    end: int

    @property
    def kind(self) -> str:
        """The first word after the marks."""
        return self.info.split()[0] if self.info.split() else ""

    @property
    def file(self) -> str | None:
        """The file that the block is, if it is one: a dotted name makes folders, scenarios have their own file."""
        named = re.search(r"\bfile=(\S+)", self.info)
        if named:
            return named[1]
        if self.kind != "pol":
            return None
        header = _HEADER.search(self.body)
        if header is None:
            return "unnamed.pol"
        path = header[2].replace(".", "/")
        return f"{path}_scenarios.pol" if header[1] == "scenarios for" else f"{path}.pol"


class Section(NamedTuple):
    """A heading and the blocks under it, up to the next heading."""

    title: str
    fences: tuple[Fence, ...]


def sections(text: str) -> tuple[Section, ...]:
    """Return the sections of a Markdown text that hold blocks."""
    fences = [Fence(found["info"].strip(), found["body"], *found.span("body")) for found in _FENCE.finditer(text)]
    headings = [(found.start(), found[2]) for found in _HEADING.finditer(text) if not _inside(found.start(), fences)]
    ends = [start for start, _ in headings[1:]] + [len(text)]
    found = [
        Section(title, tuple(fence for fence in fences if start <= fence.start < end))
        for (start, title), end in zip(headings, ends, strict=True)
    ]
    return tuple(section for section in found if section.fences)


def _inside(offset: int, fences: Iterable[Fence]) -> bool:
    return any(fence.start <= offset < fence.end for fence in fences)


def write(fences: Iterable[Fence], folder: Path) -> None:
    """Write the blocks that are files into a folder, with their text as it stands, tabs and odd characters too."""
    for fence in fences:
        if fence.file:
            path = folder / fence.file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(fence.body.encode())
