"""Drafts at the prompt: items typed or pasted are checked, their effect is told; they are kept, changed or dropped."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from policylang.console.faults import Refusal
from policylang.console.findings import as_text
from policylang.console.terminal import paint, printable, wrapped
from policylang.console.words import counted, listing
from policylang.diagnostics.errors import CaseError, PolicyError
from policylang.diagnostics.suggest import nearest
from policylang.repl.effect_text import effect_lines
from policylang.repl.inputs import is_one_line
from policylang.repl.items import called, item_text
from policylang.repl.opened import Draft, Drafts
from policylang.repl.scenarios import scenario_lines
from policylang.repl.session import need, nothing_after
from policylang.syntax.edits import Edit, Identity, identity, items

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from policylang.diagnostics.model import Diagnostic
    from policylang.repl.session import Session


_WITHOUT_EFFECT = ("scenario", "example", "assert")
"""Items of these kinds change no decision."""


def draft(session: Session, text: str) -> Iterator[str]:
    """Take items as drafts, and tell what they do.

    Raises:
        PolicyError: They have errors, or something else has with them.
    """
    _must_say_something(session, text)
    edits = [Edit(identity(each.lstrip("\n")) or _guessed(each), each) for each in items(text)]
    _must_keep_its_name(session, edits)
    session.refused = text
    yield from _take(session, edits)
    session.refused = ""


def _must_say_something(session: Session, text: str) -> None:
    """Refuse an item of which nothing but its name is there: it was probably to be shown."""
    found = identity(text.strip())
    if found is None or is_one_line(text) or text.strip() != str(found):
        return
    near = nearest(found.name, [each.name for each in _known(session) if each.kind == found.kind])
    helps = [f"did you mean `{found.kind} {near}`, which is shown?"] if near else []
    helps.append("to draft it, go on with lines indented below its first")
    raise Refusal(f"there is no {found.kind} `{found.name}`, and nothing of it to draft", helps=helps)


def _guessed(text: str) -> Identity:
    """Return what an item is taken for that does not say its name as it should: its errors tell the rest."""
    word = next((line for line in text.splitlines() if not line.startswith("#")), text).split(maxsplit=1)[0]
    return Identity("scenario" if word == "scenario" else "clause", f"({word})")


def _must_keep_its_name(session: Session, edits: Sequence[Edit]) -> None:
    header = next((each.item for each in edits if each.item.kind == "header"), None)
    if header is not None and header.name != session.state.current:
        helps = (f"keep `policy {session.state.current}`", "`policylang repl FILE` opens another policy")
        raise Refusal(f"the header names another policy, `{header.name}`", helps=helps)


def _take(session: Session, edits: Sequence[Edit]) -> Iterator[str]:
    """Make edits drafts, and tell what they do; what was drafted of the same items makes room."""
    before = session.drafts
    changed = {each.item for each in edits}
    after = (*(each for each in before if each.edit.item not in changed), *map(Draft, edits))
    warnings = _must_be_sound(session, after)
    yield from _drafted(session, edits)
    session.draft(after)
    if warnings:
        yield as_text(warnings).rstrip("\n")
        yield ""
    if any(each.item.kind not in _WITHOUT_EFFECT for each in edits):
        yield from effect_lines(session, before, edits)
        yield from _here(session, before)
    yield from scenario_lines(session, before)


def _here(session: Session, before: Drafts) -> Iterator[str]:
    """Yield what becomes of the case, if its outcome is another, or it cannot be any more."""
    from policylang.repl.outcome import change_line

    if not session.state.given:
        return
    try:
        was = session.here.version(before).decided(session.state.given, session.day)
    except CaseError:
        return
    try:
        line = change_line(was, session.decision())
    except CaseError as error:
        line = f"{error}"
    if line:
        yield f"The case as it is: {line}"


def _must_be_sound(session: Session, drafts: Drafts) -> tuple[Diagnostic, ...]:
    """Return the warnings that drafts bring.

    Raises:
        PolicyError: They bring errors.
    """
    _, found = session.here.try_out(drafts, session.drafts)
    errors = [each for each in found if each.severity == "error"]
    if errors:
        raise PolicyError(errors[0].message if len(errors) == 1 else f"{len(errors)} errors", tuple(found))
    return found


def _drafted(session: Session, edits: Sequence[Edit]) -> Iterator[str]:
    for each in edits:
        is_there = item_text(session, each.item) is not None
        how = "taken out" if each.text is None else "in place of the one that there is" if is_there else "new"
        yield f"{paint('Draft', 'strong')} {paint(printable(str(each.item)), 'name')}, {how}"


# ---------------------------------------------------------------- what becomes of drafts


def _pending(session: Session) -> Drafts:
    return tuple(each for each in session.drafts if not each.accepted)


def _chosen(session: Session, rest: str, among: Drafts, *, what: str) -> Drafts:
    """Return the drafts that are named; without names, all.

    Raises:
        Refusal: There is none, or none of that name.
    """
    if not among:
        raise Refusal(f"there is no draft to {what}", helps=("a clause that is typed or pasted is one",))
    if not rest:
        return among
    found = tuple(each for each in among if rest in (each.name, each.edit.item.name))
    if found:
        return found
    helps = [f"the drafts are {listing([f'`{each.name}`' for each in among])}"]
    if what == "drop" and any(str(each) == rest or each.name == rest for each in _known(session)):
        helps.append(f"`remove {rest}` drafts that it is taken out of the file")
    raise Refusal(f"there is no draft `{rest}`", helps=helps)


def _known(session: Session) -> Iterator[Identity]:
    from policylang.repl.items import items as every

    return every(session)


def accept(session: Session, rest: str) -> Iterator[str]:
    """Keep drafts: `write` puts them into the file."""
    chosen = _chosen(session, rest, _pending(session), what="accept")
    session.draft(tuple(each._replace(accepted=True) if each in chosen else each for each in session.drafts))
    yield f"Accepted: {listing([each.name for each in chosen])}; `write` puts {_it(chosen)} into the file"


def drop(session: Session, rest: str) -> Iterator[str]:
    """Remove drafts; the policy is as it was without them."""
    chosen = _chosen(session, rest, session.drafts if rest else _pending(session), what="drop")
    left = tuple(each for each in session.drafts if each not in chosen)
    _must_be_sound(session, left)
    before = session.drafts
    session.draft(left)
    yield f"Dropped: {listing([each.name for each in chosen])}"
    yield from _here(session, before)


def _it(chosen: Drafts) -> str:
    return "it" if len(chosen) == 1 else "them"


def remove(session: Session, rest: str) -> Iterator[str]:
    """Draft that an item is taken out."""
    found = called(session, need(rest, "remove NAME"))
    if found.kind == "header":
        raise Refusal("a policy is not without its header")
    if found not in {site.item for site in session.here.drafting.sites}:
        yield from drop(session, str(found))
        return
    yield from _take(session, [Edit(found, None)])


def drafts(session: Session, rest: str) -> Iterator[str]:
    """Yield the drafts, with what became of each."""
    nothing_after(rest, "drafts")
    if not session.drafts:
        yield paint("There are no drafts: the policy is as it is in the file.", "quiet")
    for each in session.drafts:
        state = "accepted" if each.accepted else "draft"
        taken_out = ", taken out" if each.edit.text is None else ""
        yield f"  {state.ljust(8)}  {paint(printable(each.name), 'name')}{taken_out}"


def edit(session: Session, rest: str) -> Iterator[str]:
    """Put an item at the prompt to be changed; without a name, what was refused last, or else the last draft."""
    last = next((each.name for each in reversed(session.drafts) if each.edit.text is not None), "")
    if not rest and session.refused:
        text = session.refused
    elif not rest and not last:
        raise Refusal("there is nothing to edit", helps=("write `edit CLAUSE`",))
    else:
        found = item_text(session, called(session, rest or last))
        assert found is not None  # noqa: S101 - it is one of those that there are
        text = found
    session.suggested = text
    yield from text.splitlines()


# ---------------------------------------------------------------- against the file


def effect(session: Session, rest: str) -> Iterator[str]:
    """Yield what all drafts together do to the policy of the file; of cases like the one that there is, with `here`."""
    if rest not in ("", "here"):
        raise Refusal(f"`effect` takes nothing but `here`, and got `{rest}`")
    if not session.drafts:
        raise Refusal("there are no drafts, so nothing has an effect")
    yield from effect_lines(session, (), [each.edit for each in session.drafts], here=bool(rest))
    yield from scenario_lines(session, ())


def diff(session: Session, rest: str) -> Iterator[str]:
    """Yield how the text differs from that of the file, and what that does."""
    from difflib import unified_diff

    nothing_after(rest, "diff")
    if not session.drafts:
        yield paint("Nothing differs from the file.", "quiet")
        return
    here = session.here
    was, now = (here.with_text(each).text.text.splitlines() for each in ((), session.drafts))
    lines = unified_diff(was, now, f"{here.path} (the file)", f"{here.path} (with the drafts)", lineterm="")
    roles = {"+": "added", "-": "removed", "@": "quiet"}
    yield from (paint(printable(line), roles.get(line[:1], "")) for line in lines)
    yield ""
    yield from effect(session, "")


def write(session: Session, rest: str) -> Iterator[str]:
    """Write the policy with the drafts that were accepted, formatted: to its file, or to another one."""
    from policylang.repl.writing import written

    force = rest.endswith("--force")
    path = rest.removesuffix("--force").strip()
    left = _pending(session)
    yield from written(session, path, overwrites=force)
    if left:
        names = listing([each.name for each in left])
        said = f"Not accepted, and not written: {names}"
        yield from (paint(line, "warning") for line in wrapped(said, rest="  ", columns=session.columns))


def reload(session: Session, rest: str) -> Iterator[str]:
    """Read the file again; the case and the drafts stay."""
    from policylang.repl.case import told

    nothing_after(rest, "reload")
    session.here.reload(session.drafts)
    kept = f", with {counted(len(session.drafts), 'draft')}" if session.drafts else ""
    yield paint(f"Read again: {os.path.basename(session.here.path)}{kept}", "quiet")
    yield from told(session)


def record(session: Session, rest: str) -> Iterator[str]:
    """Draft a scenario from the case, which expects what is decided now."""
    from policylang.analyse.witness import scenario_text
    from policylang.semantics.from_scenarios import any_dated

    title = need(rest.strip('"').strip(), 'record "TITLE"')
    policy = session.policy.resolved
    day = session.day if any_dated(policy) else None
    text = scenario_text(title, day, session.given.facts, session.decision()).rstrip("\n")
    yield from text.splitlines()
    yield ""
    yield from draft(session, text)
