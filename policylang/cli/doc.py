"""`policylang doc`: a page about a policy in plain words, for readers who never saw a policy file."""

import os
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import click

from policylang.cli.options import declare
from policylang.console import exits
from policylang.console.faults import Refusal
from policylang.console.targets import must_exist
from policylang.console.terminal import paint, say
from policylang.console.words import counted

if TYPE_CHECKING:
    from policylang.workspace.documents import Document

_SAVED = ".polc"


@declare(
    "doc",
    summary="""Write a page about a policy in plain words, for a reader who never saw a policy file: its clauses with
    their sources, conditions as outlines, what its words mean, when it changes, what has to be known, its scenarios,
    and what analysis finds. POLICY is a file or a name.

    The page is Markdown. Of one policy it is printed; of several, or with --output, pages that lead to each other are
    written into a folder, with an index and with pages of the vocabularies among the files. Scenarios in files of
    their own are told where these are given too. Comments right above an item are told as notes of the author.""",
    examples={
        "policylang doc camera_rules.pol > camera_rules.md": "the page of one policy",
        "policylang doc camera_rules.pol camera_rules_scenarios.pol": "with the scenarios of another file",
        "policylang doc policies --output docs": "pages of all files in a folder, into another",
        "policylang doc policies --output docs --check": "whether these pages are up to date",
    },
    exit_codes={
        exits.CLEAN: "printed or written; with --check: all pages are up to date",
        exits.FINDINGS: "with --check: a page is not up to date",
        exits.WRONG_USE: "a file or module is not there or has errors, or a page would replace what is no such page",
    },
)
@click.argument("targets", nargs=-1, required=True, metavar="POLICY|FILE|FOLDER...")
@click.option("-o", "--output", "output", metavar="FOLDER", help="Write pages and an index into a folder.")
@click.option("--check", "only_check", is_flag=True, help="With --output: write nothing, name pages that would change.")
@click.option("--force", "overwrites", is_flag=True, help="With --output: replace files that are no such pages, too.")
def command(targets: tuple[str, ...], *, output: str | None, only_check: bool, overwrites: bool) -> int:
    """Print the page, or write the pages."""
    _must_be_text(targets)
    must_exist(targets)
    if output is None:
        for said, wanted in (("--check", only_check), ("--force", overwrites)):
            if wanted:
                raise Refusal(f"`{said}` goes with `--output`")
        return _print(targets)
    from policylang.workspace.documents import folder_of
    from policylang.workspace.load import Workspace

    found = folder_of(Workspace(), targets)
    if not found:
        raise _nothing_to_tell()
    return _compare(found, output) if only_check else _write(found, output, overwrites=overwrites)


def _must_be_text(targets: Sequence[str]) -> None:
    for target in targets:
        if target.endswith(_SAVED):
            helps = ("give the file that it was compiled from",)
            raise Refusal(f"`{target}` is a compiled policy, and a page is about the text of one", helps=helps)


def _nothing_to_tell() -> Refusal:
    return Refusal(
        "there is no policy and no vocabulary in these files", helps=("scenarios are told with their policy",)
    )


def _print(targets: Sequence[str]) -> int:
    from policylang.workspace.documents import document
    from policylang.workspace.load import Workspace

    found = document(Workspace(), targets)
    if not found:
        raise _nothing_to_tell()
    if len(found) > 1:
        names = ", ".join(f"`{each.name}`" for each in found[:3]) + (" …" if len(found) > 3 else "")  # noqa: PLR2004
        many = "policies" if found[0].kind == "policy" else "vocabularies"
        said = f"these are {len(found)} {many}, and one page is printed at a time: {names}"
        raise Refusal(said, helps=("`--output FOLDER` writes a page for each, and an index",))
    say(found[0].text, newline=False)
    return exits.CLEAN


# ---------------------------------------------------------------- a folder


def _write(found: "Sequence[Document]", folder: str, *, overwrites: bool) -> int:
    if os.path.exists(folder) and not os.path.isdir(folder):
        raise Refusal(f"`{folder}` is no folder")
    if not overwrites:
        _must_be_ours(found, folder)
    os.makedirs(folder, exist_ok=True)
    for each in found:
        with open(os.path.join(folder, each.file), "w", encoding="utf-8", newline="\n") as file:
            file.write(each.text)
    pages = sum(each.kind in ("policy", "vocabulary") for each in found)
    with_index = " and an index" if any(each.kind == "index" for each in found) else ""
    say(f"Wrote {counted(pages, 'page')}{with_index} to {paint(folder, 'strong')}.")
    for stale in _stale(found, folder):
        say(f"Left as it was: {stale}, a page of what is not among these files.")
    return exits.CLEAN


def _must_be_ours(found: "Sequence[Document]", folder: str) -> None:
    """Refuse to replace what this command did not write.

    Raises:
        Refusal: There is such a file; the help says how to replace it.
    """
    for each in found:
        path = os.path.join(folder, each.file)
        if os.path.lexists(path) and not _is_ours(path):
            helps = ("give another folder", "`--force` replaces it")
            raise Refusal(f"`{path}` is there already, and is no page of `policylang doc`", helps=helps)


def _is_ours(path: str) -> bool:
    from policylang.document.index import FOOT

    try:
        with open(path, encoding="utf-8") as file:
            text = file.read()
    except (OSError, UnicodeDecodeError):
        return False
    return text.startswith("<svg") if path.endswith(".svg") else FOOT in text.rpartition("\n---\n")[2]


def _stale(found: "Sequence[Document]", folder: str) -> Iterator[str]:
    """Yield the pages in a folder that were written by this command, and are not among those that are written now."""
    names = {each.file for each in found}
    for name in sorted(os.listdir(folder)):
        path = os.path.join(folder, name)
        if name not in names and name.endswith(".md") and _is_ours(path):
            yield path


def _compare(found: "Sequence[Document]", folder: str) -> int:
    different = [path for each in found if not _is_as(path := os.path.join(folder, each.file), each.text)]
    for path in different:
        say(f"{path} {'is not up to date' if os.path.exists(path) else 'is missing'}")
    stale = list(_stale(found, folder)) if os.path.isdir(folder) else []
    for path in stale:
        say(f"{path} is a page of what is not among these files")
    if different or stale:
        return exits.FINDINGS
    say(f"{counted(len(found), 'file')} as {'it' if len(found) == 1 else 'they'} should be")
    return exits.CLEAN


def _is_as(path: str, text: str) -> bool:
    try:
        with open(path, "rb") as file:
            return file.read() == text.encode()
    except OSError:
        return False
