"""Letters of untrusted text: safe to show on one line, measured on a terminal and in a common sans font.

The font is one with the widths of Helvetica, as Arial, Liberation Sans, Arimo and Nimbus Sans have them.
"""

import unicodedata
from functools import lru_cache

_REGULAR = (
    "278 278 355 556 556 889 667 191 333 333 389 584 278 333 278 278 556 556 556 556 556 556 556 556 556 556 278 278 "
    "584 584 584 556 1015 667 667 722 722 667 611 778 722 278 500 667 556 833 722 778 667 778 722 667 611 722 667 944 "
    "667 667 611 278 278 278 469 556 333 556 556 500 556 556 278 556 556 222 222 500 222 833 556 556 556 556 333 500 "
    "278 556 500 722 500 500 500 334 260 334 584"
)
_BOLD = (
    "278 333 474 556 556 889 722 238 333 333 389 584 278 333 278 278 556 556 556 556 556 556 556 556 556 556 333 333 "
    "584 584 584 611 975 722 722 722 722 667 611 778 722 278 556 722 611 833 722 778 667 778 722 667 611 722 667 944 "
    "667 667 611 333 278 333 584 556 333 556 611 556 611 556 333 611 611 278 278 556 278 889 611 611 611 611 389 556 "
    "333 611 556 778 556 556 500 389 280 389 584"
)
_WIDTHS = {
    bold: {chr(code): int(width) for code, width in enumerate(text.split(), 32)}
    for bold, text in ((False, _REGULAR), (True, _BOLD))
}
"""Thousandths of the size of the font, for each letter from the space to the tilde."""

_UNKNOWN = 800
"""What is taken for a letter that the table does not know: more than nearly all of them need."""

_WIDE = 1050


def plain(text: str) -> str:
    """Return a text on one line, with whatever would be obeyed, turned or hidden written out: `<U+202E>`."""
    line = " ".join(text.split())
    if line.isprintable():
        return line
    return "".join(char if char.isprintable() else f"<U+{ord(char):04X}>" for char in line)


def columns(text: str) -> int:
    """Return how many columns a terminal gives to a plain text: wide letters take two, combining marks none."""
    if text.isascii():
        return len(text)
    return sum(0 if _combines(char) else 2 if _is_wide(char) else 1 for char in text)


def width(text: str, *, size: float, bold: bool = False) -> float:
    """Return how wide a plain text is in a font of the size, in the same unit; for rare letters rather too much."""
    return sum(_thousandths(char, bold) for char in text) * size / 1000


@lru_cache(maxsize=4096)
def _thousandths(char: str, bold: bool) -> int:  # noqa: FBT001 - a key of the table
    known = _WIDTHS[bold].get(char)
    if known is not None:
        return known
    if _combines(char):
        return 0
    if _is_wide(char):
        return _WIDE
    base = unicodedata.normalize("NFD", char)[0]
    return 1000 if char in "\u2026\u2014" else _WIDTHS[bold].get(base, _UNKNOWN)


def _combines(char: str) -> bool:
    return unicodedata.category(char) in ("Mn", "Me")


def _is_wide(char: str) -> bool:
    return unicodedata.east_asian_width(char) in "WF"
