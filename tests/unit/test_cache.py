"""The cache folder."""

import os
from pathlib import Path

import pytest

from policylang.cache import cache_folder, read_cached, write_cached


def test_where_it_is(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """POLICYLANG_CACHE counts before XDG_CACHE_HOME, and that before the home; relative ones do not count."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    monkeypatch.delenv("POLICYLANG_CACHE", raising=False)
    assert cache_folder() == str(tmp_path / ".cache" / "policylang")
    monkeypatch.setenv("XDG_CACHE_HOME", "relative")
    assert cache_folder() == str(tmp_path / ".cache" / "policylang")
    monkeypatch.setenv("XDG_CACHE_HOME", "/x")
    assert cache_folder() == "/x/policylang"
    monkeypatch.setenv("POLICYLANG_CACHE", "/y")
    assert cache_folder() == "/y"


def test_switched_off(monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty POLICYLANG_CACHE means no cache."""
    monkeypatch.setenv("POLICYLANG_CACHE", "")
    assert cache_folder() is None
    write_cached("a", b"b")
    assert read_cached("a") is None


def test_no_home(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where there is no home there is no cache."""
    for name in ("POLICYLANG_CACHE", "XDG_CACHE_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("os.path.expanduser", lambda path: path)
    assert cache_folder() is None


def test_write_and_read(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """What is written is read, and leaves nothing else behind."""
    monkeypatch.setenv("POLICYLANG_CACHE", str(tmp_path / "new"))
    assert read_cached("a") is None
    write_cached("a", b"b")
    write_cached("a", b"c")
    assert read_cached("a") == b"c"
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["a"]


def test_unwritable(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Where nothing can be written, nothing happens."""
    (tmp_path / "a").mkdir()
    monkeypatch.setenv("POLICYLANG_CACHE", str(tmp_path))
    write_cached("a", b"b")
    assert read_cached("a") is None
    assert [path.name for path in tmp_path.iterdir()] == ["a"]


def test_the_oldest_policies_go(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Where there are too many, the oldest policies are deleted, and nothing that is not ours."""
    monkeypatch.setenv("POLICYLANG_CACHE", str(tmp_path))
    monkeypatch.setattr("policylang.cache.MOST_ENTRIES", 2)
    (tmp_path / "somebody_elses.pickle").write_bytes(b"")
    for number in range(4):
        write_cached(f"policy-{number}.pickle", b"")
        os.utime(tmp_path / f"policy-{number}.pickle", (number, number))
    write_cached("policy-4.pickle", b"")
    left = sorted(each.name for each in tmp_path.iterdir())
    assert left == ["policy-3.pickle", "policy-4.pickle", "somebody_elses.pickle"]
