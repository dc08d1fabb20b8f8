"""`policylang fmt`: policy files in their one canonical form."""

import os
import sys
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import click

from policylang.cli.options import declare
from policylang.console import exits
from policylang.console.targets import STANDARD_INPUT, must_exist
from policylang.console.terminal import paint, printable, say


class Formatted(NamedTuple):
    """A file before and after; `after` is missing where it has errors, which are told already."""

    path: str
    before: str
    after: str | None

    @property
    def is_changed(self) -> bool:
        """Whether the canonical form is another than the one it has."""
        return self.after is not None and self.after != self.before


@declare(
    "fmt",
    summary="""Put policy files into their one canonical form: each FILE, and all files in each FOLDER; without
    either, all in the current folder. With - as the file, standard input is formatted to standard output.

    Nothing is lost, comments included, and the meaning stays the same. A file with syntax errors is left as it is.""",
    examples={
        "policylang fmt": "format every policy file here and below",
        "policylang fmt --check .": "say which files are not formatted, and write nothing",
        "policylang fmt --diff camera_rules.pol": "show what would change, and write nothing",
        "policylang fmt - < draft.pol > camera_rules.pol": "as a filter",
    },
    exit_codes={
        exits.CLEAN: "formatted; with --check or --diff: nothing to do",
        exits.FINDINGS: "a file has syntax errors; with --check or --diff: a file is not formatted",
        exits.WRONG_USE: "a file is not there, or a folder holds none",
    },
)
@click.argument("targets", nargs=-1, metavar="[FILE|FOLDER]...")
@click.option("--check", "only_check", is_flag=True, help="Write nothing; name the files that are not formatted.")
@click.option("--diff", "show_diff", is_flag=True, help="Write nothing; show what would change.")
def command(targets: tuple[str, ...], *, only_check: bool, show_diff: bool) -> int:
    """Format the targets, or say what formatting would do."""
    results = []
    for result in _formatted(targets or (".",)):
        results.append(result)
        if show_diff and result.is_changed:
            say(_diff(result), newline=False)
        if only_check and result.is_changed:
            say(f"{paint('warning[P0808]', 'warning')}: `{printable(result.path)}` is not formatted")
        if not only_check and not show_diff:
            _keep(result)
    if targets != (STANDARD_INPUT,) or only_check:
        say(_summary(results, writes=not only_check and not show_diff), error=show_diff and not only_check)
    failed = any(result.after is None for result in results)
    changed = any(result.is_changed for result in results)
    return exits.FINDINGS if failed or (changed and (only_check or show_diff)) else exits.CLEAN


def _formatted(targets: Sequence[str]) -> Iterator[Formatted]:
    for path in _files(targets):
        yield _format(path, sys.stdin.buffer.read() if path == STANDARD_INPUT else _read(path))


def _files(targets: Sequence[str]) -> Iterator[str]:
    from policylang.workspace.find import files

    must_exist(targets)
    seen: set[str] = set()
    for path in files(targets):
        if os.path.realpath(path) not in seen:
            seen.add(os.path.realpath(path))
            yield path


def _read(path: str) -> bytes:
    with open(path, "rb") as file:
        return file.read()


def _format(path: str, content: bytes) -> Formatted:
    from policylang.console.faults import report
    from policylang.diagnostics.errors import PolicyError
    from policylang.syntax.from_text import decode
    from policylang.syntax.to_text import format_source

    name = "<stdin>" if path == STANDARD_INPUT else path
    source, faults = decode(content, name)
    try:
        if faults:
            raise PolicyError(f"{name} is not text", faults)  # noqa: TRY301 - one way out for both
        return Formatted(path, content.decode("utf-8"), format_source(source))
    except PolicyError as error:
        report(error)
        return Formatted(path, "", None)


def _keep(result: Formatted) -> None:
    if result.path == STANDARD_INPUT:
        say(result.after or "", newline=False)
    elif result.is_changed and result.after is not None:
        from policylang.workspace.writing import write

        write(result.path, result.after.encode())
        say(f"formatted {printable(result.path)}")


def _diff(result: Formatted) -> str:
    from difflib import unified_diff

    lines = unified_diff(
        result.before.splitlines(keepends=True),
        (result.after or "").splitlines(keepends=True),
        f"{result.path} (as it is)",
        f"{result.path} (formatted)",
    )
    return "".join(_coloured(line if line.endswith("\n") else f"{line}\n") for line in lines)


def _coloured(line: str) -> str:
    text = printable(line.rstrip("\n").rstrip("\r"))
    role = {"+": "added", "-": "removed", "@": "quiet"}.get(line[0], "")
    return paint(text, role) + "\n"


def _summary(results: Sequence[Formatted], *, writes: bool) -> str:
    from policylang.console.words import counted

    changed = sum(result.is_changed for result in results)
    failed = sum(result.after is None for result in results)
    same = len(results) - changed - failed
    said = [f"{counted(changed, 'file')} {'formatted' if writes else 'to format'}"] if changed else []
    said += [f"{same if said else counted(same, 'file')} as {'it' if same == 1 else 'they'} should be"] if same else []
    left = f"with errors, left as {'it is' if failed == 1 else 'they are'}"
    said += [f"{failed if said else counted(failed, 'file')} {left}"] if failed else []
    return ", ".join(said)
