"""A person asked at the terminal: the questions of an interview as lines to print, the answers read line by line.

What `conduct` prints goes to standard error, so that standard output holds the answer alone. Where standard input is no
terminal, what is read is printed too: the record of a script then reads like that of a person. The end of input is
like `q`.
"""

import sys
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from policylang.console.cases import UnreadableCaseError, decoded
from policylang.console.replies import SHORT_KEYS, Asked, Key, key_typed
from policylang.console.terminal import paint, printable, say, width, wrapped
from policylang.semantics.types import OneOf, Outline, SetOf, Thing, Words, YesNo

if TYPE_CHECKING:
    from policylang.console.interview import Interview

INDENT = "   "
DEEPER = "     "
_KEYS = "? help · dk I don't know · b back · q quit"
_KEYS_FOR_MORE = "? help · dk that is all I know · b back · q quit"
_KEYS_AT_THE_END = "Enter shows the answer · b back"
_ADVICE = "Only what can still change the outcome is asked. Not to know something is an answer too: type dk."
_MOST_NAMED = 8


def conduct(interview: "Interview") -> bool:
    """Ask until the outcome is settled, nothing is left to ask, or the person stops; return whether not by Ctrl-C."""
    talk = Conversation(interview)
    _print(talk.opening())
    try:
        while not talk.is_over:
            _print(talk.take(_line()))
    except KeyboardInterrupt:
        say("", error=True)
        _print(_told("Stopped."))
        return False
    say("", error=True)
    return True


class Conversation:
    """An interview as it is held at a terminal, line by line: what is typed is taken, and what to print comes back."""

    def __init__(self, interview: "Interview") -> None:
        self.interview = interview
        self.is_over = False

    def opening(self) -> Iterator[str]:
        """Yield the lines that begin it, with the first question."""
        interview = self.interview
        if interview.question is None:
            self.is_over = True
            yield from _told("Nothing is asked: " + _why_not(interview))
            return
        policy = interview.policy
        title = f"{policy.title or policy.name}, on {interview.on.isoformat()}"
        yield from (paint(line, "strong") for line in wrapped(title, columns=width()))
        yield from _told(
            "Only what can still change the outcome is asked. Not to know something is an answer too: type dk."
        )
        yield from self._put()

    def take(self, line: str | None) -> Iterator[str]:
        """Yield the lines that answer what was typed; nothing typed is the end of input."""
        asked = self.interview.question
        key = "quit" if line is None else _key_at_the_end(line) if asked is None else key_typed(asked, line)
        match key:
            case "quit":
                self.is_over = True
                if asked is not None:
                    yield from _told("Stopped. The answer rests on what is known so far.")
            case "help" if asked is not None:
                yield from _help(asked, width())
            case "back" if not self.interview.count:
                yield from _refused("this is the first question")
            case "back":
                yield from _told(f"Taken back: {self.interview.back()}", indent=INDENT)
                yield from self._put()
            case _:
                taken = self.interview.unknown() if key == "unknown" else self.interview.answer(line or "")
                if taken.is_taken:
                    yield from _told(taken.said, indent=INDENT)
                    yield from self._put()
                else:
                    yield from _refused(taken.said)

    def _put(self) -> Iterator[str]:
        """Yield the next question; where there is none, the last answer can still be taken back."""
        asked = self.interview.question
        yield ""
        if asked is not None:
            yield from _question(asked, self.interview, width())
            return
        why = _why_not(self.interview)
        yield from _told(why[:1].upper() + why[1:])
        yield from _told(_KEYS_AT_THE_END, indent=INDENT)


def _key_at_the_end(line: str) -> Key | None:
    return {"": "quit", "q": "quit", "quit": "quit", "exit": "quit", "b": "back", "back": "back"}.get(line.casefold())  # type: ignore[return-value]  # keys


def _why_not(interview: "Interview") -> str:
    if interview.is_settled:
        return "the outcome is settled, whatever the answer to anything else."
    return "nothing is left to ask. The outcome depends on what is not known."


# ---------------------------------------------------------------- reading and printing


def _line() -> str | None:
    """Return the next line without the spaces around it; nothing at the end of input."""
    while True:
        say("> ", error=True, newline=False)
        line = sys.stdin.buffer.readline() if sys.stdin is not None else b""
        if not line:
            say("", error=True)
            return None
        try:
            text = decoded(line).strip()
        except UnreadableCaseError as error:
            say("", error=True)
            _print(_refused(str(error)))
            continue
        if not sys.stdin.isatty():
            say(printable(text), error=True)
        return text


def _print(lines: Iterable[str]) -> None:
    for line in lines:
        say(line, error=True)


def _told(text: str, *, indent: str = "") -> Iterator[str]:
    return (paint(line, "quiet") for line in wrapped(text, first=indent, columns=width()))


def _refused(said: str) -> Iterator[str]:
    lead = f"{INDENT}Not taken: "
    first, *rest = wrapped(said, first=lead, rest=DEEPER, columns=width())
    yield INDENT + paint(lead.strip(), "warning") + first[len(lead) - 1 :]
    yield from rest


# ---------------------------------------------------------------- a question


def _question(asked: Asked, interview: "Interview", columns: int) -> Iterator[str]:
    """Yield the lines of a question: what to ask, how to judge it, what it takes, and the keys."""
    lead = f"{interview.count + 1}. "
    for line in wrapped(asked.asks, first=lead, rest=INDENT, columns=columns):
        yield paint(line, "strong")
    for line in wrapped(f"{asked.fact}: {_takes(asked)}", first=INDENT, columns=columns):
        yield paint(line, "quiet")
    if asked.judged:
        yield from wrapped(f"a human judges: {asked.judged}", first=INDENT, columns=columns)
    yield from _offered(asked, columns)
    keys = _KEYS if asked.known is None else _KEYS_FOR_MORE
    for line in wrapped(f"{keys} · {interview.count_open} open", first=INDENT, columns=columns):
        yield paint(line, "quiet")


def _takes(asked: Asked) -> str:
    match asked.slot.type:
        case YesNo():
            return "yes or no"
        case Thing(_, parts):
            return f"is there one? yes or no; about its {', '.join(parts)} later, if it matters"
        case OneOf():
            return "one of these; a number, a name, or a part of it"
        case SetOf():
            return "all of these that are so, as 1, 3; or none; ?2 where that one is not known"
        case Words():
            return "a text"
        case _:
            return "a date, as 2024-05-10" if asked.takes == "a date" else asked.takes


def _offered(asked: Asked, columns: int) -> Iterator[str]:
    if isinstance(asked.slot.type, OneOf):
        digits = len(str(len(asked.choices)))
        for number, choice in enumerate(asked.choices, start=1):
            lead = f"{DEEPER}{number:{digits}} "
            below = f" ({_few(choice.below)})" if choice.below else ""
            yield from wrapped(choice.name + below, first=lead, rest=" " * len(lead) + "  ", columns=columns)
    elif asked.outline is not None:
        numbers = {choice.name: number for number, choice in enumerate(asked.choices, start=1)}
        yield from _members(asked.outline, numbers, DEEPER, columns)


def _few(names: tuple[str, ...]) -> str:
    more = f" and {len(names) - _MOST_NAMED} more" if len(names) > _MOST_NAMED else ""
    return ", ".join(names[:_MOST_NAMED]) + more


def _members(outline: Outline, numbers: dict[str, int], indent: str, columns: int, *, among: str = "") -> Iterator[str]:
    """Yield the values that are offered, numbered, in lines as full as they can be; those of a group under its name."""
    row: list[str] = []
    for name in outline.children[among]:
        if outline.is_leaf(name):
            row += [f"{numbers[name]} {name}"] if name in numbers else []
            continue
        yield from _packed(row, indent, columns)
        row = []
        if not numbers.keys().isdisjoint(outline.under[name]):
            yield indent + paint(printable(name), "quiet")
            yield from _members(outline, numbers, indent + INDENT, columns, among=name)
    yield from _packed(row, indent, columns)


def _packed(entries: list[str], indent: str, columns: int) -> Iterator[str]:
    line = ""
    for entry in entries:
        if line and len(line) + len(entry) + 3 > columns:
            yield line
            line = ""
        line = f"{line}   {entry}" if line else indent + entry
    if line:
        yield line


def _help(asked: Asked, columns: int) -> Iterator[str]:
    """Yield what can be typed here."""
    rows = [f"`{key}`: {what}" for key, what in zip(SHORT_KEYS, _WHAT_KEYS_DO, strict=True)]
    for text in (*_what_can_be_typed(asked), *rows):
        yield from wrapped(text, first=INDENT, rest=DEEPER, columns=columns)


_WHAT_KEYS_DO = (
    "this help",
    "you do not know, or know no more than you said: this is not asked again, and the rest goes on",
    "the last answer is taken back, as often as you like",
    "stop here; the answer then rests on what is known so far, and says what is still open",
)


def _what_can_be_typed(asked: Asked) -> Iterator[str]:
    match asked.slot.type:
        case YesNo() | Thing():
            yield "`y` or `yes`, `n` or `no`"
        case OneOf():
            yield "a number from the list, or the name of any value or group, or a part of the name that fits only one"
            yield "a group: one of the values in it; which one is asked if it matters"
            yield "several, as `1, 3`: one of these, not known which"
        case SetOf():
            yield "the numbers or names of all that are so, as `1, 3`; all others are then taken not to be so"
            yield "`none`: none of them"
            yield "`1, ?3`: the first is so, of the third it is not known; all others are not"
            yield "`1, ?`: the first is so, of all others it is not known"
        case Words():
            yield 'any text; between quotes where it looks like a key, as `"q"`'
        case _:
            yield asked.takes
