"""Makes the Markdown files of this folder run: policies in, exact output out.

In a section, blocks `pol` (or any with `file=`) are files, each in a folder of its own making. They are followed by

- `output`: what `policylang check` says of the folder, as text, and where there are no errors what its
  scenarios come to;
- `console`: lines `$ policylang …` and what each prints, with `exit code N` where it is not 0;
- `formatted`: the first file in its canonical form.

Several of these may follow one another on the same files; the next file after one of them starts afresh.
`pytest --bless` writes what is seen as what is expected, and the diff is the review.
"""

import os
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest
from spec.fences import Fence, Section, sections, write
from spec.seen import checked, formatted, transcript

SEEN: Mapping[str, Callable[[Fence, tuple[Fence, ...]], str]] = {
    "output": lambda _expected, _files: checked(),
    "console": lambda expected, _files: transcript(expected.body),
    "formatted": lambda _expected, files: formatted(files[0].body),
}


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.File | None:
    """Collect the Markdown files of this folder."""
    if file_path.suffix == ".md" and file_path.parent == Path(__file__).parent:
        found: pytest.File = Specification.from_parent(parent, path=file_path)
        return found
    return None


class Specification(pytest.File):
    """A Markdown file: a test for each of its sections that holds blocks."""

    def collect(self) -> Iterator[pytest.Item]:
        """Yield a test for each section."""
        for section in sections(self.path.read_text(encoding="utf-8")):
            yield Behaviour.from_parent(self, name=section.title, section=section)


class Behaviour(pytest.Item):
    """A section: its files are written into a folder and each expectation is compared with what is seen."""

    def __init__(self, *, section: Section, **rest: object) -> None:
        super().__init__(**rest)  # type: ignore[arg-type]
        self.section = section

    def runtest(self) -> None:
        """Compare every expectation of the section, or write it."""
        bless = self.config.getoption("--bless")
        wrong: list[tuple[Fence, str]] = []
        for expected, files, folder in self._expectations():
            with pytest.MonkeyPatch.context() as patch:
                patch.chdir(folder)
                seen = SEEN[expected.kind](expected, files)
            if seen != expected.body:
                wrong.append((expected, seen))
        if wrong and bless:
            self._bless(dict(wrong))
        elif wrong:
            raise DiffersError(*wrong[0])

    def _expectations(self) -> Iterator[tuple[Fence, tuple[Fence, ...], Path]]:
        """Yield each expectation with the files before it and the folder they were written to."""
        files: list[Fence] = []
        done = False
        for fence in self.section.fences:
            if fence.file:
                files = [*([] if done else files), fence]
                done = False
            elif fence.kind in SEEN:
                folder = self._folder()
                write(files, folder)
                yield fence, tuple(files), folder
                done = True

    def _folder(self) -> Path:
        factory: pytest.TempPathFactory = self.config._tmp_path_factory  # type: ignore[attr-defined]
        return factory.mktemp("spec")

    def _bless(self, seen: Mapping[Fence, str]) -> None:
        """Put what was seen where it was expected; other sections of the file may have moved since it was read."""
        text = self.path.read_text(encoding="utf-8")
        for section in sections(text):
            if section.title == self.section.title:
                pairs = dict(zip(self.section.fences, section.fences, strict=True))
                places = sorted(((pairs[fence], new) for fence, new in seen.items()), key=lambda pair: -pair[0].start)
                for now, new in places:
                    text = text[: now.start] + new + text[now.end :]
        self.path.write_text(text, encoding="utf-8")

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: object = None) -> str:
        """Show the difference alone where that is the failure."""
        if isinstance(excinfo.value, DiffersError):
            return str(excinfo.value)
        return str(super().repr_failure(excinfo, style))  # type: ignore[arg-type]

    def reportinfo(self) -> tuple[os.PathLike[str], int | None, str]:
        """Name the file and the section."""
        return self.path, None, self.name


class DiffersError(Exception):
    """What is seen is not what is expected."""

    def __init__(self, expected: Fence, seen: str) -> None:
        from difflib import unified_diff

        lines = unified_diff(expected.body.splitlines(), seen.splitlines(), "expected", "seen", lineterm="", n=30)
        super().__init__("\n".join([*lines, "", "(pytest --bless writes what is seen)"]))
