"""What is given of all cases that a question looks at, as a person reads it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from policylang.console.terminal import wrapped

if TYPE_CHECKING:
    from collections.abc import Iterator

    from policylang.analyse.given import Given


def given_lines(given: Given, columns: int) -> Iterator[str]:
    """Yield what is given of all cases, if anything is, as lines with an empty one behind them."""
    if given.lines:
        yield from wrapped(f"Given: {given.text}", rest="  ", columns=columns)
        yield ""


def given_notes(given: Given) -> tuple[str, ...]:
    """Return what is given of all cases, if anything is, as a note of a diagnostic."""
    return (f"given {given.text}",) if given.lines else ()
