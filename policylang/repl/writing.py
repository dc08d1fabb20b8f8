"""A policy with its accepted drafts written to a file, formatted; drafts are then told against that file."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from policylang.console.faults import Refusal
from policylang.console.terminal import paint
from policylang.console.words import counted
from policylang.repl.opened import Drafts, Opened
from policylang.source import Source
from policylang.syntax.literate import is_literate
from policylang.syntax.to_text import format_source
from policylang.workspace import find
from policylang.workspace.load import Workspace

if TYPE_CHECKING:
    from collections.abc import Iterator

    from policylang.repl.session import Session

_ENDINGS = (".pol", ".pol.md")


def written(session: Session, path: str, *, overwrites: bool) -> Iterator[str]:
    """Write the policy, and yield what was written where.

    Args:
        session: The session.
        path: The file; without one, the policy's own.
        overwrites: Whether another file that is there may be written over, or its own although it has changed.

    Raises:
        Refusal: It cannot be written there.
        PolicyError: Without the drafts that were not accepted it has errors.
    """
    here = session.here
    here.must_have_text()
    target = path or here.path
    is_own = os.path.realpath(target) == os.path.realpath(here.path) and not here.is_standard
    _must_be_writable(here, target, is_own=is_own, overwrites=overwrites)
    if here.is_new and _name_of(target) in session.opened.keys() - {session.state.current}:
        raise Refusal(f"a policy `{_name_of(target)}` is open already", helps=("write it under another name",))
    accepted = tuple(each for each in session.drafts if each.accepted)
    text = _text(here, accepted, target)
    _write(target, text, overwrites=overwrites or (is_own and not here.is_new))
    yield f"Wrote {paint(target, 'strong')}{_with(accepted)}"
    if is_own or here.is_new:
        _goes_on_with(session, target)
        return
    said = [f"It calls itself `{here.name}`."] if find.module_name(target) != here.name else []
    said += [f"The session goes on with {here.path}, of which these are drafts."] if accepted else []
    yield from (paint(each, "quiet") for each in said)


def _with(accepted: Drafts) -> str:
    return f", with {counted(len(accepted), 'draft')}" if accepted else ""


def _must_be_writable(here: Opened, target: str, *, is_own: bool, overwrites: bool) -> None:
    if here.is_standard and target == here.path:
        said = f"`{here.name}` comes with the library and is not written to"
        raise Refusal(said, helps=("`write FILE` writes a copy of your own",))
    if not target.endswith(_ENDINGS):
        raise Refusal(f"a policy cannot be written as `{target}`", helps=(f"write `write {target}.pol`",))
    if is_own and here.path in here.changed and not overwrites:
        helps = ("`reload` reads it again, and the drafts stay", "`write --force` writes over it")
        raise Refusal(f"`{here.path}` has changed on disk since it was read", helps=helps)
    if is_literate(target) != is_literate(here.path):
        kinds = ("Markdown with policy in it", "a policy alone")
        was, wanted = kinds if is_literate(here.path) else kinds[::-1]
        raise Refusal(f"`{here.path}` is {was}, and `{target}` would be {wanted}", helps=("keep the ending",))
    if os.path.isdir(target):
        raise Refusal(f"`{target}` is a folder")


def _text(here: Opened, accepted: Drafts, target: str) -> str:
    """Return the canonical text; a new policy is called like its file.

    Raises:
        PolicyError: It has errors.
    """
    here.version(accepted)
    drafted = here.with_text(accepted)
    text, header = drafted.text.text, drafted.loaded.file.header
    if here.is_new and header is not None:
        start, end = header.name.span
        text = f"{text[:start]}{_name_of(target)}{text[end:]}"
        Workspace().load_text(text, name=target).policy()
    return format_source(Source(target, text))


def _name_of(target: str) -> str:
    return os.path.basename(target).partition(".")[0]


def _write(target: str, text: str, *, overwrites: bool) -> None:
    from policylang.workspace.writing import write

    try:
        write(target, text.encode(), overwrites=overwrites)
    except FileExistsError as error:
        helps = (f"`write {target} --force` writes over it",)
        raise Refusal(f"`{target}` is there already, and nothing is overwritten", helps=helps) from error


def _goes_on_with(session: Session, target: str) -> None:
    """Have the session go on with a file as it was written; what was not accepted is still a draft."""
    pending = tuple(each for each in session.drafts if not each.accepted)
    before = session.state.current
    opened = Opened(target)
    session.reopen(before, opened, pending)
