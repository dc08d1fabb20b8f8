"""Completion: what can stand at the cursor, given the session and the text before it. Nothing is shown or read here.

What was typed is compared with what could stand there: names that begin so come first, then those of which a word does,
then those that hold it somewhere.
"""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING, NamedTuple

from policylang.repl.inputs import split
from policylang.repl.item_lines import ITEMS, OUTCOMES, Known, Within, of_item, of_statement, within
from policylang.repl.naming import Named, Names, items_of, named, names_of
from policylang.repl.phrases import NOTHING, Place, given_words, of_condition, of_given, of_names
from policylang.syntax.words import ITEM_WORDS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from policylang.repl.session import Session

_ENDINGS = {"save": (".yaml", ".json"), "load": (".yaml", ".yml", ".json"), "write": (".pol", ".pol.md")}
_MOST_FILES = 200


class Candidate(NamedTuple):
    """What could stand at the cursor.

    Attributes:
        text: What would be put there.
        start: The offset in the text from which on it takes the place of what was typed.
        what: A few words on it.
    """

    text: str
    start: int
    what: str = ""


def candidates(session: Session, text: str) -> tuple[Candidate, ...]:
    """Return what could stand at the end of a text, the likeliest first.

    Args:
        session: The session.
        text: The text before the cursor, all its lines.

    Example:
        >>> import datetime as dt
        >>> from policylang.repl.session import Session
        >>> [each.text for each in candidates(Session([], dt.date(2024, 5, 10)), "time")]
        ['timeline']
    """
    place = _place(session, text)
    start = len(text) - len(place.typed)
    return tuple(Candidate(each.text, start, each.what) for each in _matching(place))


def _matching(place: Place) -> Iterator[Named]:
    typed = " ".join(place.typed.split()).casefold() + (" " if place.typed[-1:].isspace() else "")
    found: tuple[list[Named], ...] = ([], [], [])
    for each in {each.text: each for each in place.options}.values():
        name = each.text.casefold()
        if typed in name and typed != name:
            found[_rank(name, typed)].append(each)
    return (each for rank in found for each in rank)


def _rank(name: str, typed: str) -> int:
    """Return how well a name fits: whether it begins so, whether a word in it does, or neither."""
    if name.startswith(typed):
        return 0
    return 1 if any(f"{mark}{typed}" in name for mark in "._") else 2


def _place(session: Session, text: str) -> Place:
    if (asked := _answers(session, text)) is not None:
        return asked
    here = within(text)
    names = names_of(session.version)
    line = text.rpartition("\n")[2]
    if here is None and line[-1:].isspace() and line.rstrip() in ITEM_WORDS.difference(names.slots):
        here = Within(line)
    if here is not None:
        return of_item(_known(session, names), here)
    return NOTHING if line[:1].isspace() else _line(session, names, line)


def _known(session: Session, names: Names) -> Known:
    return Known(names, lambda kind: _items(session, kind), lambda: _policies(session), _days(session, names))


# ---------------------------------------------------------------- an interview

_KEYS = (
    Named("?", "help"),
    Named("dk", "I don't know"),
    Named("b", "take the last answer back"),
    Named("q", "stop"),
)


def _answers(session: Session, text: str) -> Place | None:
    """Return the answers that fit the question of an interview; nothing where there is none."""
    if session.mode is None:
        return None
    from policylang.repl.asking import Asking
    from policylang.semantics.types import OneOf, SetOf, Thing, YesNo

    if not isinstance(session.mode, Asking):
        return None
    asked = session.mode.interview.question
    if asked is None:
        return Place(text, (Named("q", "show the answer"), _KEYS[2]))
    if isinstance(asked.slot.type, OneOf | SetOf):
        under, left = asked.slot.type.outline.under, asked.left
        offered = {each.name: None for each in asked.choices}
        offered |= {name: None for name, leaves in under.items() if not left.isdisjoint(leaves)}
        none = [Named("none", "none of them")] if isinstance(asked.slot.type, SetOf) else []
        values = (Named(name, "" if under[name] == (name,) else f"group of {len(under[name])}") for name in offered)
        place = of_names(text, [*values, *none])
        return place if "," in text else Place(place.typed, (*place.options, *_KEYS))
    words = named(["yes", "no"]) if isinstance(asked.slot.type, YesNo | Thing) else ()
    return Place(text, (*words, *_KEYS))


# ---------------------------------------------------------------- a line by itself


def _line(session: Session, names: Names, line: str) -> Place:
    """Return what can stand at the end of a line that begins no item: of a command, or of the case."""
    from policylang.repl.commands import COMMANDS, OTHER_WORDS

    word = split(line).word
    command = COMMANDS.get(OTHER_WORDS.get(word, word))
    rest = line.lstrip()[len(word) :].lstrip()
    if command is None or line.lstrip() == word or _is_about_fact(names, line):
        return _first(names, line.lstrip())
    if command.word in _ENDINGS and command.takes == ("path",):
        return _files(rest, _ENDINGS[command.word])
    taken = next((_TAKES[each] for each in command.takes if each in _TAKES), None)
    return taken(session, names, rest) if taken else Place(rest, named(re.findall(r"\[([a-z]+)\]", command.usage)))


def _is_about_fact(names: Names, line: str) -> bool:
    first, *others = line.split(maxsplit=1)
    return first in names.slots and bool(re.match(r"(?:is|are|include|do|like)\b", others[0] if others else ""))


def _first(names: Names, line: str) -> Place:
    """Return what a line can begin with, or how a line of the case that has begun can go on."""
    place = of_given(names, line)
    if place.typed != line:
        return place
    return Place(line, (*_commands(), *given_words(names), *ITEMS))


def _commands() -> tuple[Named, ...]:
    from policylang.repl.commands import COMMANDS

    return tuple(Named("what if" if each.word == "what" else each.word, each.what) for each in COMMANDS.values())


# ---------------------------------------------------------------- what stands behind commands


def _fact(_session: Session, names: Names, rest: str) -> Place:
    typed = re.split(r"[\s,]+", rest)[-1]
    said = rest.replace(",", " ").split()
    return Place(typed, tuple(each for each in names.facts if each.text not in said or each.text == typed))


def _clause(_session: Session, names: Names, rest: str) -> Place:
    return of_names(rest, names.clauses)


def _item(session: Session, _names: Names, rest: str) -> Place:
    return Place(rest, (*_items(session), Named("header", "the first lines of the file")))


def _items(session: Session, kind: str = "") -> tuple[Named, ...]:
    """Return the items of the policy, or those of a kind, by their names; scenarios by their titles in quotes."""
    found = items_of(session.here, session.drafts, session.version)
    about = names_of(session.version).about if kind else {}
    return tuple(
        Named(f'"{each.name}"' if kind else str(each), each.kind)
        if each.kind == "scenario"
        else Named(each.name, about.get(each.name, each.kind))
        for each in found
        if each.kind != "header" and kind in ("", each.kind)
    )


def _draft(session: Session, _names: Names, rest: str) -> Place:
    return Place(rest, tuple(Named(each.edit.item.name, each.edit.item.kind) for each in session.drafts))


def _policy(session: Session, _names: Names, rest: str) -> Place:
    return Place(rest, _policies(session))


def _policies(session: Session) -> tuple[Named, ...]:
    """Return the policies that are open, those of files in the current folder, and the standard ones."""
    from policylang.workspace.find import ENDINGS

    opened = [Named(name, "open") for name in session.opened]
    here = (each.name for each in _entries(".") if each.name.endswith(ENDINGS))
    files = (Named(each.removesuffix(".md").removesuffix(".pol"), "a file") for each in here if each.count(".") == 1)
    found = {each.text: each for each in (*_standard(), *files, *opened)}
    return tuple(found[each] for each in sorted(found, key=lambda name: name not in session.opened))


def _standard() -> Iterator[Named]:
    from policylang.resources import directory

    root = directory("stdlib_policies")
    for folder in _entries(root) if root else ():
        if folder.is_dir() and folder.name != "vocabulary":
            for each in _entries(folder.path):
                name, dot, ending = each.name.partition(".")
                if dot and ending in ("pol", "pol.md") and not name.endswith("_scenarios"):
                    yield Named(f"{folder.name}.{name}", "a standard policy")


def _date(session: Session, names: Names, rest: str) -> Place:
    return Place(rest, (*_days(session, names), Named("today", session.today.isoformat())))


def _days(session: Session, names: Names) -> tuple[Named, ...]:
    day = session.day.isoformat()
    return (*names.first_days, *([] if any(each.text == day for each in names.first_days) else [Named(day, "the day")]))


_FIND_WORDS = (
    Named("every", "all of them, as regions"),
    *OUTCOMES[:2],
    Named("by", "by these clauses"),
    Named("when", "only cases of which this holds"),
)


def _find(_session: Session, names: Names, rest: str) -> Place:
    if found := re.search(r"(?:^|\s)when\s+", rest):
        return of_condition(names, rest[found.end() :], {}, blocks=False)
    head = re.match(r"(?:every\s+)?(?:(?:permitted|prohibited)\s+)?", rest)
    left = rest[head.end() :] if head else rest
    said = rest[: head.end()].split() if head else []
    if found := re.match(r"by\s+", left):
        clauses = left[found.end() :]
        if done := re.search(r"[\w.]\s+(\w*)$", clauses):
            return Place(done[1], _FIND_WORDS[-1:])
        return of_names(clauses, names.clauses)
    words = [each for each in _FIND_WORDS if each.text not in said and not (each.text == "every" and said)]
    if {"permitted", "prohibited"}.intersection(said):
        return Place(left, _FIND_WORDS[-2:])
    place = of_condition(names, left, {}, blocks=False)
    return Place(left, (*words, *place.options)) if place.typed == left else place


def _prove(session: Session, names: Names, rest: str) -> Place:
    return of_statement(_known(session, names), rest)


def _command(_session: Session, _names: Names, rest: str) -> Place:
    return Place(rest, _commands())


def _if(_session: Session, names: Names, rest: str) -> Place:
    word, space, line = rest.partition(" ")
    return of_given(names, line.lstrip()) if word == "if" and space else Place(rest, (Named("if", "a line of a case"),))


_TAKES: Mapping[str, Callable[[Session, Names, str], Place]] = {
    "fact": _fact,
    "clause": _clause,
    "item": _item,
    "draft": _draft,
    "policy": _policy,
    "date": _date,
    "find": _find,
    "prove": _prove,
    "command": _command,
    "if": _if,
}
"""For each kind of words behind a command, what they can be."""


# ---------------------------------------------------------------- files


def _files(typed: str, endings: tuple[str, ...]) -> Place:
    """Return the files and folders that a path can go on with; hidden ones where it says so."""
    folder, name = os.path.split(typed)
    found = []
    for each in sorted(_entries(os.path.expanduser(folder) or "."), key=lambda entry: entry.name):
        if each.name.startswith(".") and not name.startswith("."):
            continue
        if each.is_dir():
            found.append(Named(f"{each.name}/", "folder"))
        elif each.name.endswith(endings):
            found.append(Named(each.name))
    return Place(name, found[:_MOST_FILES])


def _entries(folder: str) -> Sequence[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as found:
            return tuple(found)
    except OSError:
        return ()
