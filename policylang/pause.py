"""Garbage collection put off while a policy is read or loaded: that makes millions of objects and no garbage.

To look through them again and again, as the collector does while they become more, is not linear: ten
times the clauses took sixteen times as long.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collecting_later() -> Iterator[None]:
    """Put off garbage collection until the block is left; within another such block this changes nothing."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
