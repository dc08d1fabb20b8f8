"""The standard policies as tests find them: their files, and their names."""

from collections.abc import Iterator
from pathlib import Path

from policylang import resources

ROOT = Path(resources.directory("stdlib_policies") or "")
FILES = sorted(ROOT.rglob("*.pol"))


def shown(path: Path) -> str:
    """Return a file's name as a test shows it."""
    return path.relative_to(ROOT).as_posix()


def policies() -> Iterator[str]:
    """Yield the names of the standard policies."""
    for file in FILES:
        if any(line.startswith("policy ") for line in file.read_text(encoding="utf-8").splitlines()):
            yield shown(file).removesuffix(".pol").replace("/", ".")
