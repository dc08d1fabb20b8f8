"""Answers as a person types them, read into what a case gives: no input, no output, and no decision.

What does not fit any kind of answer is handed on as it is, so that the library refuses it in its own words.
"""

import re
from collections.abc import Iterable, Sequence
from typing import Literal, NamedTuple

from policylang.console.choices import Choice, Refused, choices, fewest_names, meant, name_typed
from policylang.evaluate.facts import ABSENT, PRESENT, from_text
from policylang.semantics.knowledge import Known, Members, OneOfThese
from policylang.semantics.policy import Policy
from policylang.semantics.types import Number, OneOf, Outline, SetOf, Slot, Thing, Words, YesNo

Key = Literal["help", "unknown", "back", "quit"]

SHORT_KEYS: dict[str, Key] = {"?": "help", "dk": "unknown", "b": "back", "q": "quit"}
_LONG_KEYS: dict[str, Key] = {
    "help": "help",
    "unknown": "unknown",
    "don't know": "unknown",
    "i don't know": "unknown",
    "back": "back",
    "quit": "quit",
    "exit": "quit",
}
_YES_OR_NO = {"y": "yes", "yes": "yes", "n": "no", "no": "no"}
_PRESENCE = {"yes": PRESENT, "no": ABSENT, PRESENT: PRESENT, ABSENT: ABSENT}


class Asked(NamedTuple):
    """A question as it is put: the fact, what to ask and what it takes, and what is known of it so far."""

    fact: str
    asks: str
    takes: str
    judged: str | None
    slot: Slot
    known: Known | None = None

    @property
    def outline(self) -> Outline | None:
        """The outline that it is asked about, if it has one."""
        return self.slot.type.outline if isinstance(self.slot.type, OneOf | SetOf) else None

    @property
    def left(self) -> frozenset[str]:
        """The leaves of the outline that can still be the value, or of which it is not known whether they are in."""
        if self.outline is None:
            return frozenset()
        every = frozenset(self.outline.leaves)
        match self.known:
            case OneOfThese(values):
                return every.intersection(map(str, values))
            case Members(included, excluded, closed):
                return frozenset() if closed else every - included - excluded
            case _:
                return every

    @property
    def choices(self) -> tuple[Choice, ...]:
        """What is offered by number: of `one of`, groups and values; of `several of`, each value by itself."""
        if self.outline is None:
            return ()
        if isinstance(self.slot.type, OneOf):
            return choices(self.outline, self.left)
        return tuple(Choice(leaf, frozenset({leaf})) for leaf in self.outline.leaves if leaf in self.left)


class Reply(NamedTuple):
    """What an answer says: the value as a case gives it. `leaves_rest`: what it does not say is not known either."""

    value: object
    leaves_rest: tuple[str, ...] = ()


def key_typed(asked: Asked, text: str) -> Key | None:
    """Return the key that is meant by what was typed, if it is one; a value of that very name goes before a key."""
    word = " ".join(text.casefold().replace("\N{RIGHT SINGLE QUOTATION MARK}", "'").split())
    if asked.outline is not None and word in asked.outline.under:
        return None
    if word in SHORT_KEYS:
        return SHORT_KEYS[word]
    return None if isinstance(asked.slot.type, Words) else _LONG_KEYS.get(word)


def read(policy: Policy, asked: Asked, text: str) -> Reply:
    """Return what a typed answer says.

    Raises:
        Refused: It says nothing that could be taken for an answer.
    """
    text = text.strip() if isinstance(asked.slot.type, Words) else " ".join(text.split())
    if not text:
        raise Refused("nothing was typed; `?` shows what can be")
    if not text.isprintable():
        raise Refused("there are characters in it that cannot be seen, such as those of an arrow key")
    match asked.slot.type:
        case Thing():
            word = text.casefold()
            return Reply(_PRESENCE.get(_YES_OR_NO.get(word, word)) or _no_presence(asked, text))
        case YesNo():
            return Reply(_YES_OR_NO.get(text.casefold(), text))
        case OneOf(outline):
            return Reply(_one_of(asked, outline, text))
        case SetOf(outline):
            return _several(asked, outline, text)
        case Number(unit=unit):
            return Reply(_number(policy, asked.fact, text, unit))
        case Words():
            is_quoted = len(text) > 1 and text[0] == text[-1] == '"'
            return Reply(text[1:-1] if is_quoted else text)
        case _:
            return Reply(from_text(policy, asked.fact, text))


def _no_presence(asked: Asked, text: str) -> str:
    raise Refused(f"`{asked.fact}` got `{text}`; it takes yes where there is one, no where there is none")


def _number(policy: Policy, fact: str, text: str, unit: str | None) -> object:
    if "," in text:
        raise Refused(f"`{fact}` got `{text}`; a number is written with a point, and without commas: 0.5, 1200")
    bare = re.sub(rf"\s*{re.escape(unit)}$", "", text, flags=re.IGNORECASE) if unit else text
    return from_text(policy, fact, bare or text)


# ---------------------------------------------------------------- outlines


def _one_of(asked: Asked, outline: Outline, text: str) -> object:
    offered = asked.choices
    leaves: set[str] = set()
    for piece in _pieces(text):
        found = _numbered(piece, offered)
        if found is None:
            name = _named(asked, outline, piece, [choice.name for choice in offered])
            if name is None:
                return piece  # refused by the library, with the name that is near
            found = meant(outline, asked.left, name)
        leaves.update(found)
    names = list(fewest_names(outline, frozenset(leaves)))
    return names[0] if len(names) == 1 else names


def _several(asked: Asked, outline: Outline, text: str) -> Reply:
    """Return what is said of a set: who is in, and who may be (`?name`); all others are out.

    `?` alone says that of all others nothing is known.
    """
    known = asked.known if isinstance(asked.known, Members) else Members()
    pieces = [] if text.casefold() == "none" else _pieces(text)
    included, doubtful = set(known.included), set[str]()
    for piece in pieces:
        name = piece.removeprefix("?").strip()
        if not name:
            doubtful |= asked.left
            continue
        found = _numbered(name, asked.choices) or _leaves_named(asked, outline, name, groups=piece != name)
        if found is None:
            return Reply([name])  # refused by the library: it is no value, or a group
        (included if piece == name else doubtful).update(found)
    doubtful -= included
    if not doubtful:
        return Reply(_in_order(outline, included))
    excluded = set(outline.leaves) - included - doubtful
    value = {"include": _in_order(outline, included), "exclude": _in_order(outline, excluded)}
    return Reply(value, tuple(fewest_names(outline, frozenset(doubtful))))


def _leaves_named(asked: Asked, outline: Outline, name: str, *, groups: bool) -> frozenset[str] | None:
    found = _named(asked, outline, name, [choice.name for choice in asked.choices])
    if found is None or not (groups or outline.is_leaf(found)):
        return None
    return meant(outline, asked.left, found) or frozenset({found})


def _pieces(text: str) -> list[str]:
    """Return what stands between commas, and numbers that stand beside each other one by one."""
    pieces = [piece.strip() for piece in text.split(",")]
    split = (piece.split() if re.fullmatch(r"\d+( \d+)+", piece) else [piece] for piece in pieces)
    return [piece for each in split for piece in each if piece]


def _numbered(piece: str, offered: Sequence[Choice]) -> frozenset[str] | None:
    if not re.fullmatch(r"[0-9]{1,9}", piece):
        return None
    number = int(piece)
    if not 1 <= number <= len(offered):
        raise Refused(f"there is no {piece} in the list; its numbers go from 1 to {len(offered)}")
    return offered[number - 1].leaves


def _named(asked: Asked, outline: Outline, word: str, shown: Sequence[str]) -> str | None:
    """Return the name of the outline that is typed, if any is.

    Raises:
        Refused: Several are, or one that is ruled out by what is known.
    """
    is_in = asked.known.included if isinstance(asked.known, Members) else frozenset()
    possible = [name for name in outline.under if meant(outline, asked.left | is_in, name)]
    if word not in outline.under:
        return name_typed(word, possible, shown=shown)
    if word not in possible:
        raise Refused(f"`{asked.fact}` got `{word}`, which is ruled out by what is known of it")
    return word


def _in_order(outline: Outline, leaves: Iterable[str]) -> list[str]:
    wanted = frozenset(leaves)
    return [leaf for leaf in outline.leaves if leaf in wanted]
