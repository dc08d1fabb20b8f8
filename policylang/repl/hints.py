"""The line of hint below the prompt: on what stands at the cursor, the question of a fact, a summary, a usage."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from policylang.console.terminal import printable
from policylang.repl.inputs import begins_item, split
from policylang.repl.item_lines import CONDITIONS, Within, heads, within, words_of
from policylang.repl.naming import names_of
from policylang.syntax.words import item_word

if TYPE_CHECKING:
    from policylang.repl.naming import Names
    from policylang.repl.session import Session

NOTHING_TYPED = "Tab completes, `help` lists what can be typed, Ctrl-D leaves"
_ITEM = "an empty line ends it, Ctrl-C drops it, Ctrl-X Ctrl-E opens the editor"
_NAME = re.compile(r"[a-z_][\w.]*")


def hint(session: Session, text: str) -> str:
    """Return a line about what stands at the end of a text.

    Args:
        session: The session.
        text: The text up to the cursor, with the rest of the word that it stands in.

    Example:
        >>> import datetime as dt
        >>> from policylang.repl.session import Session
        >>> hint(Session([], dt.date(2024, 5, 10)), "undo")
        'undo: take the last change back, of whatever kind'
    """
    if (asked := _asked(session)) is not None:
        return asked
    if not text.strip():
        return NOTHING_TYPED if session.mode is None else ""
    line = text.rpartition("\n")[2]
    names = names_of(session.version)
    return printable(" ".join((_of_name(names, line) or _of_item(text, line) or _of_command(session, line)).split()))


def _asked(session: Session) -> str | None:
    """Return the question of an interview, with what it takes; nothing where there is none."""
    if session.mode is None:
        return None
    from policylang.repl.asking import Asking

    if not isinstance(session.mode, Asking):
        return None
    asked = session.mode.interview.question
    if asked is None:
        return "Enter shows the answer"
    return printable(f"{asked.fact}: {asked.takes}; dk where you do not know, b goes back, q stops")


def _of_name(names: Names, line: str) -> str:
    """Return what there is to say of the last name of a line that means something, before any value."""
    about = names.about
    found = [each for each in _NAME.findall(_without_texts(line)) if each.rstrip(".") in about]
    if not found or (begins_item(line) and len(found) == 1 and found[0] == item_word(line)):
        return ""
    name = found[-1].rstrip(".")
    return f"{name}: {about[name]}"


def _without_texts(line: str) -> str:
    return re.sub(r'"[^"]*"?|#.*', "", line)


def _of_item(text: str, line: str) -> str:
    """Return what a line within an item is for."""
    here = within(text)
    if here is None:
        return ""
    if not here.above:
        return f"{item_word(here.line)}: {_ITEM}"
    kind = item_word(here.above[0])
    if not line.strip():
        return f"{kind}: {_lines_under(here)}; an empty line ends it"
    words = {each.text: each.what for each in (*words_of("expect"), *words_of(kind), *words_of("clause"))}
    said = " ".join(line.split())
    fitting = [word for word in words if said == word or said.startswith(f"{word} ")]
    word = max(fitting, key=len, default="")
    return f"{word}: {words[word]}" if word else f"{kind}: {_ITEM}"


def _lines_under(here: Within) -> str:
    """Return what can stand on a line under others."""
    kind = item_word(here.above[0])
    outer = heads(here)
    if outer in CONDITIONS or kind == "define":
        return "conditions, one on each line"
    if outer == "given" or kind == "example":
        return "facts of the case, one on each line"
    words = words_of(outer if outer in ("expect", "clause") else kind)
    return ", ".join(each.text for each in words) or "its lines"


def _of_command(session: Session, line: str) -> str:
    """Return the usage of a command that a line begins with."""
    from policylang.repl.commands import COMMANDS, OTHER_WORDS

    word = split(line).word
    command = COMMANDS.get(OTHER_WORDS.get(word, word))
    if command is None:
        return ""
    if command.word == "on":
        return f"{command.usage}: {command.what}; it is {session.day.isoformat()}"
    return f"{command.usage}: {command.what}"
