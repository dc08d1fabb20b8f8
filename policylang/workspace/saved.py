"""Policies kept between runs, so that a command need not read and resolve the same files again.

What was resolved is kept in the user's cache folder, together with every text that it came from and
where each name was found; it is used only while all of that, and this library, is unchanged. A missing,
damaged or foreign entry is as good as none: this speeds up starting, and nothing rests on it. Nothing is
imported for it but `pickle`, since every command starts here.
"""

import io
import os
import pickle
import sys
import zlib
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from policylang import __version__, cache
from policylang.semantics.knowledge import Example
from policylang.semantics.policy import Policy
from policylang.source import Place
from policylang.workspace import find

Find = tuple[str, str, str, str]
"""Who asked (path, own name) for which name, and the path that was found."""


class Ready(NamedTuple):
    """A policy ready to decide: resolved, with the examples it sees.

    Packed are its scenarios and the names that its file sees, as deciding needs none, and its compiled form, as only
    deciding needs it.
    """

    policy: Policy
    examples: dict[str, Example]
    scenarios: bytes
    compiled: bytes = b""
    names: bytes = b""


def load(path: str, finder: find.Finder) -> Ready | None:
    """Return what was kept of a file, if everything it rests on is as it was."""
    kept = cache.read_cached(_name(path))
    if kept is None:
        return None
    try:
        stamp, file, texts, finds, ready = unpacked(kept)
        is_current = (stamp, file) == (_stamp(), path) and _is_current(texts, finds, finder)
        return Ready(*ready) if is_current else None
    except Exception:  # noqa: BLE001 - whatever is wrong with an entry, it is only a copy
        return None


def keep(path: str, ready: Ready, *, files: Iterable[str], finds: Iterable[Find]) -> None:
    """Keep a policy for later runs, with what it rests on; where that is not possible, nothing happens."""
    try:
        texts = tuple((file, find.read(file)) for file in files)
    except OSError:
        return
    cache.write_cached(_name(path), packed((_stamp(), path, texts, tuple(finds), tuple(ready))))


def packed(thing: object) -> bytes:
    """Return a value packed without where in the files everything stands."""
    content = io.BytesIO()
    _Packer(content, protocol=5).dump(thing)
    return content.getvalue()


def unpacked(content: bytes) -> Any:  # noqa: ANN401 - as it was given
    """Return the value that `packed` was given, with nothing in place of places."""
    return _Unpacker(io.BytesIO(content)).load()


class _Packer(pickle.Pickler):
    """Leaves out where in the files everything stands: deciding needs no places, and they are half of it."""

    def persistent_id(self, obj: object) -> str | None:
        """Return a mark in place of a place."""
        return "place" if isinstance(obj, Place) else None


class _Unpacker(pickle.Unpickler):
    """Reads what `_Packer` wrote, from this user's own cache folder."""

    def persistent_load(self, pid: object) -> None:
        """Return nothing in place of a place."""


def _name(path: str) -> str:
    where = path if path.startswith(find.STANDARD) else os.path.realpath(path)
    told = f"{where} {__file__} {sys.version}".encode()
    return f"policy-{zlib.crc32(told):08x}{zlib.adler32(told):08x}.pickle"


def _stamp() -> tuple[object, ...]:
    """Return what tells this library as it stands from another; when its files change, what was kept is foreign."""
    package = os.path.dirname(os.path.dirname(__file__))
    return (__version__, sys.version, *_changed(package))


def _changed(package: str) -> Iterator[int]:
    for name in ("", "core", "diagram", "semantics", "syntax", "workspace"):
        folder = os.path.join(package, name)
        if os.path.isdir(folder):
            with os.scandir(folder) as entries:
                yield max(each.stat().st_mtime_ns for each in entries)


def _is_current(texts: Iterable[tuple[str, bytes]], finds: Iterable[Find], finder: find.Finder) -> bool:
    return all(find.read(path) == text for path, text in texts) and all(
        finder.find(name, near=near, own_name=own_name) == found for near, own_name, name, found in finds
    )
