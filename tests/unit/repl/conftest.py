"""What the tests of the prompt share: a folder of their own, and a session about the policy in it."""

from pathlib import Path

import pytest
from prompt import DAY, POLICY

from policylang.repl.session import Session


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder, which is the current one; no setting of the person at the keyboard shines through."""
    monkeypatch.chdir(tmp_path)
    for name in ("NO_COLOR", "FORCE_COLOR", "POLICYLANG_PATH", "POLICYLANG_DEBUG", "COLUMNS", "TERM"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


@pytest.fixture
def file(folder: Path) -> Path:
    """The file of the policy."""
    path = folder / "rules.pol"
    path.write_text(POLICY, encoding="utf-8")
    return path


@pytest.fixture
def session(file: Path) -> Session:
    """A session about the policy."""
    assert file.exists()
    return Session(["rules.pol"], DAY)
