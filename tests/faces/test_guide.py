"""What the pages show is what a reader gets: every command and every line of Python on them is run in an empty folder.

The one idea: a page is done again, block by block, with what is seen written in the place of what is shown. The page is
true when nothing has changed; `pytest --bless` writes the page as it was seen. These blocks are done:

    console              commands after `$ `, each with what it prints, errors included
    python               lines after `>>> `, each with what it gives, one after the other
    pol file=NAME        what a reader writes: the whole file; so for `json` and `yaml`
    pol edit=NAME        what a reader changes: the item takes the place of its namesake in the file, or goes to its end
    pol in=NAME          what a reader sees: the lines stand in the file
    repl POLICY on DAY   a session at the prompt: what is typed at each prompt, with what it is answered
    repl                 the session goes on
"""

import contextlib
import datetime as dt
import difflib
import doctest
import io
import os
import re
import stat
import subprocess
import sys
import traceback
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import pytest
from spec.fences import Fence, sections

from policylang.console import exits
from policylang.diagnostics.errors import PolicylangError
from policylang.repl.plain import Lines, conversation
from policylang.repl.session import Session
from policylang.resources import read_text

ROOT = Path(__file__).parents[2]
PAGES = (
    "README.md",
    "docs/guide/first-policy.md",
    "docs/guide/may-2024.md",
    "docs/guide/repl.md",
    "docs/guide/the-article.md",
    "docs/guide/tree.md",
    "docs/guide/where-documents-leave-room.md",
    "docs/reference/api.md",
    "docs/reference/command-line.md",
    "docs/reference/decision.md",
)
NOT_FOUND = 127
_TYPED = re.compile(r"^(?:\S+ \d{4}-\d\d-\d\d|answer)> ?(.*)\n((?:\.\.\. .*\n)*)", re.MULTILINE)
"""A prompt, what was typed at it, and the further lines of an item."""
_OURS = ("NO_COLOR", "FORCE_COLOR", "POLICYLANG_PATH", "POLICYLANG_DEBUG", "COLUMNS", "LINES", "TERM", "CI")


@pytest.mark.parametrize("page", PAGES)
def test_a_page_shows_what_is_seen(page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, bless: bool) -> None:  # noqa: FBT001 - a fixture
    """Each command and each line of Python of the page gives just what is shown under it."""
    path = ROOT / page
    shown = path.read_text(encoding="utf-8")
    folder = tmp_path / "empty"
    folder.mkdir()
    monkeypatch.chdir(folder)
    seen = Reader(folder, _programs(tmp_path / "programs")).read(shown)
    if bless and seen != shown:
        path.write_text(seen, encoding="utf-8")
    elif seen != shown:
        lines = difflib.unified_diff(shown.splitlines(), seen.splitlines(), page, "as seen", lineterm="")
        pytest.fail("\n".join([*lines, "(pytest --bless writes what is seen)"]), pytrace=False)


def test_the_readme_opens_with_clauses_of_the_standard_policy(bless: bool) -> None:  # noqa: FBT001 - a fixture
    """The first block of the README is clauses of the policy it names, as they stand in the file."""
    path = ROOT / "README.md"
    page = path.read_text(encoding="utf-8")
    first = next(fence for section in sections(page) for fence in section.fences if fence.info == "pol")
    policy = read_text("stdlib_policies", "microsoft", "azure_openai.pol")
    names = re.findall(r"^clause \w+$", first.body, flags=re.MULTILINE)
    clauses = [re.search(rf"^{name}\n(?: +.*\n)+", policy, flags=re.MULTILINE) for name in names]
    seen = "\n".join(clause.group() if clause else "" for clause in clauses)
    assert len(names) > 1
    if bless and seen != first.body:
        path.write_text(page[: first.start] + seen + page[first.end :], encoding="utf-8")
    else:
        assert seen == first.body


@pytest.mark.parametrize("page", [*PAGES, "docs/README.md", "docs/reference/artifact.md", "docs/reference/language.md"])
def test_links_lead_somewhere(page: str) -> None:
    """Each link of the page to a file, and to a heading in one, finds it."""
    path = ROOT / page
    lost = []
    for target in re.findall(r"\]\(([^)\s]+)\)", path.read_text(encoding="utf-8")):
        file, _, heading = target.partition("#")
        found = path.parent / file if file else path
        if not target.startswith("https://") and not (found.exists() and (not heading or heading in _headings(found))):
            lost.append(target)
    assert lost == []


def _headings(page: Path) -> set[str]:
    """Return the headings of a page as links name them."""
    titles = re.findall(r"^#+ (.*)$", page.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return {re.sub(r"[^a-z0-9 -]", "", title.lower()).replace(" ", "-") for title in titles}


def _programs(folder: Path) -> Path:
    """Return a folder with the programs that a reader has: the copy that is tested, and this Python."""
    folder.mkdir()
    for name, arguments in (("policylang", " -m policylang"), ("pol", " -m policylang"), ("python", "")):
        program = folder / name
        program.write_text(f'#!/bin/sh\nexec "{sys.executable}"{arguments} "$@"\n', encoding="utf-8")
        program.chmod(program.stat().st_mode | stat.S_IXUSR)
    return folder


class Reader:
    """Somebody who does what a page says, in a folder."""

    def __init__(self, folder: Path, programs: Path) -> None:
        self.folder = folder
        self.names: dict[str, Any] = {}
        self.exit_code = 0
        self.session: Session
        self.environment = {name: value for name, value in os.environ.items() if name not in _OURS}
        self.environment["PATH"] = os.pathsep.join((str(programs), os.environ.get("PATH", os.defpath)))

    def read(self, page: str) -> str:
        """Return the page with what is seen in the place of what is shown."""
        done = [(fence, self._do(fence)) for section in sections(page) for fence in section.fences]
        for fence, seen in reversed(done):
            page = page[: fence.start] + seen + page[fence.end :]
        return page

    def _do(self, fence: Fence) -> str:
        """Do what a block says and return it with what was seen."""
        language, _, task = fence.info.partition(" ")
        what, _, name = task.partition("=")
        if language == "console":
            return "".join(self._commands(fence.body))
        if language == "repl":
            return self._session(task, fence.body)
        if language == "python":
            return "".join(self._python(fence.body))
        if what == "file":
            (self.folder / name).write_text(fence.body, encoding="utf-8")
        elif what == "edit":
            self._write_item(self.folder / name, fence.body)
        elif what == "in" and fence.body not in (self.folder / name).read_text(encoding="utf-8"):
            return f"not in {name}\n"
        return fence.body

    # ------------------------------------------------------------ commands

    def _commands(self, text: str) -> Iterator[str]:
        before, *commands = re.split(r"^\$ ", text, flags=re.MULTILINE)
        yield before
        for command in commands:
            line = re.match(r"(?:.*\\\n)*.*\n", command).group()  # type: ignore[union-attr]
            yield f"$ {line}"
            yield self._run(line, command.removeprefix(line))

    def _run(self, line: str, shown: str) -> str:
        """Return what a command prints. Of one that installs, only what follows is run, and no tests within tests."""
        if "pip install" in line:
            line = line.rpartition("&& ")[2]
        if line.startswith("pytest"):
            return shown
        done = subprocess.run(
            ["bash", "-c", f"(exit {self.exit_code})\n{line}"],  # noqa: S607 - as the reader's shell finds it
            cwd=self.folder,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=60,
            check=False,
        )
        self.exit_code = done.returncode
        printed = done.stdout.decode()
        assert self.exit_code not in (exits.OUR_FAULT, NOT_FOUND), printed
        return _without_edges(printed)

    # ------------------------------------------------------------ Python

    def _python(self, text: str) -> Iterator[str]:
        for piece in doctest.DocTestParser().parse(text):
            if isinstance(piece, str):
                yield piece
                continue
            first, *rest = piece.source.rstrip("\n").split("\n")
            yield f">>> {first}\n" + "".join(f"... {line}".rstrip() + "\n" for line in rest)
            yield self._evaluate(piece.source)

    def _evaluate(self, source: str) -> str:
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed), _plain_display():
            try:
                exec(compile(source, "<page>", "single"), self.names)  # noqa: S102 - the page's own lines
            except PolicylangError as error:
                printed.write("Traceback (most recent call last):\n    ...\n")
                printed.write("".join(traceback.format_exception_only(error)))
        return printed.getvalue()

    # ------------------------------------------------------------ the prompt

    def _session(self, task: str, text: str) -> str:
        """Type at the prompt what the block shows as typed; an item is ended by an empty line."""
        if task:
            policy, _, day = task.partition(" on ")
            self.session = Session([policy], dt.date.fromisoformat(day))
        typed = [line for first, rest in _TYPED.findall(text) for line in (first, *_rest(rest))]
        shown = "".join(f"{click.unstyle(shown)}\n" for shown, _ in conversation(self.session, Lines(typed)))
        return _without_edges(shown)

    # ------------------------------------------------------------ files

    def _write_item(self, file: Path, item: str) -> None:
        """Write an item of a policy file: in the place of the one that begins alike, or at the end."""
        text = file.read_text(encoding="utf-8")
        start = re.match(r'[a-z]+ ("[^"]*"|[a-z0-9_]+)', item).group()  # type: ignore[union-attr]
        old = re.search(rf"^{re.escape(start)}(?![a-z0-9_]).*\n(?:(?: .*)?\n)*", text, flags=re.MULTILINE)
        if old is None:
            changed = f"{text}\n{item}"
        else:
            changed = text[: old.start()] + item + "\n" * old.group().endswith("\n\n") + text[old.end() :]
        file.write_text(changed, encoding="utf-8")


@contextlib.contextmanager
def _plain_display() -> Iterator[None]:
    """Show values as Python does at its prompt, and keep none of them as `_`."""
    before = sys.displayhook
    sys.displayhook = lambda value: None if value is None else print(repr(value))  # noqa: T201 - it shows
    try:
        yield
    finally:
        sys.displayhook = before


def _rest(lines: str) -> Iterator[str]:
    """Yield the further lines of an item, and the empty one that ends it."""
    if lines:
        yield from (line.removeprefix("... ") for line in lines.splitlines())
        yield ""


def _without_edges(text: str) -> str:
    """Return a text without spaces at the ends of its lines, and with one line break at its end, if it is not empty."""
    stripped = "\n".join(line.rstrip() for line in text.splitlines()).rstrip("\n")
    return f"{stripped}\n" if stripped else ""
