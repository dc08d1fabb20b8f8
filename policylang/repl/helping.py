"""Help at the prompt: what can be typed, one command or code at a time, and the tour."""

from __future__ import annotations

from typing import TYPE_CHECKING

from policylang.console.faults import Refusal
from policylang.console.terminal import paint, wrapped
from policylang.repl.session import nothing_after

if TYPE_CHECKING:
    from collections.abc import Iterator

    from policylang.repl.session import Session

_WIDEST = 16
"""Where the usage of a command is longer, what it does stands on the next line."""
_TYPED = (
    (
        "FACT is VALUE",
        "give a fact of the case, as in a scenario: `are`, `include`, `there is no`, `like EXAMPLE`, a name or `not`",
    ),
    (
        "clause NAME …",
        "draft a clause, which an empty line ends; so with `fact`, `define`, `duty` and every other item of a file",
    ),
)


def show(session: Session, rest: str) -> Iterator[str]:
    """Yield what can be typed; of a command, more."""
    from policylang.repl.commands import COMMANDS, OTHER_WORDS, SECTIONS

    word = rest.split(maxsplit=1)[0] if rest else ""
    if word:
        command = COMMANDS.get(OTHER_WORDS.get(word, word))
        if command is None:
            yield from _code(rest)
            return
        yield paint(command.usage, "strong")
        yield from wrapped(f"{command.what[:1].upper()}{command.what[1:]}.", first="  ", columns=session.columns)
        yield from _more(command.word, session.columns)
        return
    yield paint("What is typed", "strong")
    for usage, what in _TYPED:
        yield from _row(usage, what, session.columns)
    for title, commands in SECTIONS.items():
        yield ""
        yield paint(title, "strong")
        for each in commands:
            yield from _row(each.usage, each.what, session.columns)


def _row(usage: str, what: str, columns: int) -> Iterator[str]:
    width = _WIDEST + 4
    first, *rest = wrapped(what, first=" " * width, columns=columns)
    if len(usage) > _WIDEST:
        yield from (f"  {paint(usage, 'name')}", first)
    else:
        yield f"  {paint(usage.ljust(_WIDEST), 'name')}  {first[width:]}"
    yield from rest


def _more(word: str, columns: int) -> Iterator[str]:
    for text in _MORE.get(word, ()):
        yield ""
        yield from wrapped(text, first="  ", columns=columns)


def _code(rest: str) -> Iterator[str]:
    from policylang.console.pages import page_of
    from policylang.diagnostics.suggest import nearest
    from policylang.repl.commands import COMMANDS

    if any(letter.isdecimal() for letter in rest):
        yield page_of(rest)
        return
    near = nearest(rest, COMMANDS)
    raise Refusal(
        f"there is no command `{rest}`",
        helps=[
            *([f"did you mean `{near}`?"] if near else []),
            "`help` lists the commands; `help P0501` explains a code",
        ],
    )


def tour(session: Session, rest: str) -> Iterator[str]:
    """Begin the tour."""
    from policylang.repl.tour import Tour

    nothing_after(rest, "tour")
    mode = Tour(session)
    session.enter(mode)
    yield from mode.opening()


def leave(session: Session, rest: str) -> Iterator[str]:
    """Leave the session."""
    nothing_after(rest, "quit")
    session.is_over = True
    pending = [each.name for each in session.drafts if not each.accepted]
    accepted = [each.name for each in session.drafts if each.accepted]
    if accepted or pending:
        yield paint(f"Not written: {', '.join([*accepted, *pending])}", "warning")


_HERE = "Only cases are looked at that are as the case says, on the day; `reset` first for all of them."
_FIND = """As in `find prohibited`, `find by no_faces`, `find permitted when police(operator)`. With `every` behind
`find`, all of them as regions; without any of these words, a condition."""
_PROVE = """`never permitted when CONDITION`, `always prohibited when CONDITION`, `never depends on FACT`, `same
outcome as POLICY`, `stricter than POLICY`."""
_EDIT = """Without a name: what was refused last, or else the last draft. At the prompt, Ctrl-X Ctrl-E opens it in the
editor that EDITOR names."""
_WRITE = """Without FILE, the file that the policy was read from. Drafts that are not accepted are not written. A file
that is there is written over with `write FILE --force` alone."""
_MORE: dict[str, tuple[str, ...]] = {
    "find": (_FIND, _HERE),
    "prove": (_PROVE, _HERE),
    "edit": (_EDIT,),
    "write": (_WRITE,),
    "clause": ('Every item is shown so: `fact NAME`, `define NAME`, `duty NAME`, `scenario "TITLE"`.',),
    "what": ("As in `what if camera.mount is mobile`. The case stays as it is.",),
    "nearest": ("Facts behind it are kept: `nearest operator.kind` suggests no change of it.",),
    "without": ("Nothing is drafted: it is a question. `remove NAME` drafts that an item is taken out.",),
    "remove": ("`accept` keeps it so, `drop` brings it back. What refers to it has to be edited too.",),
}
"""What there is to say of a command beyond its line."""
