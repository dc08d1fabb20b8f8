"""A progress bar on standard error, where a person watches it and the answers go elsewhere."""

import os
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from policylang.console.terminal import is_terminal, wanted_colour

Advance = Callable[[int], object]


def size_of(path: str) -> int | None:
    """Return the size of a file in bytes; none where it is no plain file."""
    try:
        status = os.stat(path)
    except OSError:
        return None
    return status.st_size if stat.S_ISREG(status.st_mode) else None


@contextmanager
def progress(total: int | None) -> Iterator[Advance]:
    """Show how many of so many bytes are done, if standard error is a terminal and standard output is none.

    Yields:
        A function that adds to what is done.
    """
    if not is_terminal(error=True) or is_terminal():
        yield lambda _: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TimeElapsedColumn, TimeRemainingColumn

    console = Console(stderr=True, no_color=wanted_colour() is False or None)
    columns = (BarColumn(), TaskProgressColumn(), TimeElapsedColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("", total=total)
        yield lambda count: bar.advance(task, count)
