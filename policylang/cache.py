"""The folder for what can be made again: tables of the grammar, parsed policies. Nothing here is ever needed.

A cache that is missing, damaged or not writable is no fault: what reads from it makes the thing anew, and what writes
to it does so in one step, so that another process never sees half a file.
"""

import os
import os.path

MOST_ENTRIES = 200
"""How many policies are kept; one is some tens of kilobytes."""


def cache_folder() -> str | None:
    """Return the folder to cache in, or None where there shall be no cache.

    `POLICYLANG_CACHE` names it (set to nothing, it switches the cache off); else it lies under `XDG_CACHE_HOME`, or
    `~/.cache`. The folder need not exist.
    """
    chosen = os.environ.get("POLICYLANG_CACHE")
    if chosen is not None:
        return chosen or None
    base = os.environ.get("XDG_CACHE_HOME", "")
    if not os.path.isabs(base):
        home = os.path.expanduser("~")
        if not os.path.isabs(home):
            return None
        base = os.path.join(home, ".cache")
    return os.path.join(base, "policylang")


def read_cached(name: str) -> bytes | None:
    """Return what was cached under a name, or None."""
    folder = cache_folder()
    if folder is None:
        return None
    try:
        with open(os.path.join(folder, name), "rb") as file:
            return file.read()
    except OSError:
        return None


def write_cached(name: str, content: bytes) -> None:
    """Cache something under a name, in one step; do nothing where that cannot be."""
    folder = cache_folder()
    if folder is None:
        return
    path = os.path.join(folder, name)
    beside = f"{path}.{os.getpid()}.new"
    try:
        os.makedirs(folder, mode=0o700, exist_ok=True)
        with open(beside, "wb") as file:
            file.write(content)
        os.replace(beside, path)
        _prune(folder)
    except OSError:
        try:
            os.unlink(beside)
        except OSError:
            return


def _prune(folder: str) -> None:
    """Delete the oldest policies where there are too many: one that was moved is never asked for again.

    Only what bears our names: the folder may be shared with others.
    """
    with os.scandir(folder) as found:
        ours = [each for each in found if each.name.startswith("policy-") and each.name.endswith(".pickle")]
    for each in sorted(ours, key=lambda each: each.stat().st_mtime, reverse=True)[MOST_ENTRIES:]:
        os.unlink(each.path)
