"""Things that words join by `or` or `and`, where these are names that a rule has: `a, b or c`.

A name stands in words where its words do, one after the other, in singular or plural: `has_ticket` in `tickets`. Two of
them are joined where nothing but commas and the joining word stands between, and small words.
"""

import re
from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Literal, NamedTuple

Join = Literal["or", "and"]


class Joined(NamedTuple):
    """Two names that words join, and from where to where they stand; `condition` where the words make a condition."""

    first: str
    second: str
    join: Join
    start: int
    end: int
    condition: Literal["if", "unless"] | None


_SMALL = frozenset(
    "is are was has have had of the a an by for in on at to with as be been being their his her its any some other "
    "such that who which there no counts does do".split()
)
_LETTERS = re.compile(r"[a-z0-9]+", re.IGNORECASE)
_SEPARATOR = re.compile(
    r"^\s*(?P<comma>,)?\s*(?P<join>and/or|or|and)?\s*(?:(?:is|are|has|have|with|of|the|an?|any"
    r"|by|for|in|to|other|such|also|both|either|where|if)\s+)*$",
    re.IGNORECASE,
)
_CONDITION = re.compile(
    r"\b(?P<unless>unless|except (?:where|if|when))\s+(?:[a-z]+\s+){0,4}$|"
    r"\b(?P<if>if|only if|provided that|on condition that|only where|only when)\s+(?:[a-z]+\s+){0,4}$",
    re.IGNORECASE,
)
_NEGATIVE = re.compile(
    r"\b(?:not|no|nor|neither|never|without|lack(?:s|ing)?|missing|absent|absence|fail(?:s|ed|"
    r"ing)?|whether)\b|n't\b",
    re.IGNORECASE,
)
_SHORTEST = 4
"""Shorter names of one word are found by chance."""
_NEAR = 60


def stem(word: str) -> str:
    """Return a word without the endings of plural and participle."""
    word = word.lower()
    for ending, left in (("ies", "y"), ("sses", "ss"), ("xes", "x"), ("ches", "ch"), ("shes", "sh")):
        if word.endswith(ending) and len(word) > len(ending) + 1:
            return word[: -len(ending)] + left
    if word.endswith("s") and not word.endswith(("ss", "us", "is")) and len(word) > 3:  # noqa: PLR2004 - `as`, `gas`
        return word[:-1]
    return word


def stems(name: str) -> tuple[str, ...]:
    """Return the words of a name that tell it from others, as stems."""
    return tuple(stem(word) for word in name.replace(".", "_").split("_") if word not in _SMALL and word)


def joined(text: str, names: Mapping[str, tuple[str, ...]]) -> Iterator[Joined]:
    """Yield the pairs of names that a text joins by one joining word, in a list of two or more.

    Args:
        text: The words.
        names: The names, with the stems of the words that have to stand there.
    """
    found = sorted(_found(text, names))
    lists = _lists(text, found)
    for members, join in lists:
        start = members[0][0]
        before = text[max(0, start - _NEAR) : start]
        sentence = re.split(r"[.;:]", before)[-1]
        if _NEGATIVE.search(sentence) and not _CONDITION.search(sentence):
            continue
        marker = _CONDITION.search(sentence)
        kind: Literal["if", "unless"] | None = None
        if marker is not None:
            if _NEGATIVE.search(sentence[marker.start() :]):
                continue
            kind = "unless" if marker["unless"] else "if"
        for (first_at, _, one), (_, end, other) in pairwise(members):
            yield Joined(one, other, join, first_at, end, kind)


def _found(text: str, names: Mapping[str, tuple[str, ...]]) -> Iterator[tuple[int, int, str]]:
    """Yield where names stand; not those that stand twice or share a place with another."""
    words = [(match.start(), match.end(), stem(match[0])) for match in _LETTERS.finditer(text)]
    places: list[tuple[int, int, str]] = []
    for name, wanted in names.items():
        if not wanted or (len(wanted) == 1 and len(wanted[0]) < _SHORTEST):
            continue
        here = [each for at in range(len(words)) if (each := _at(words, at, wanted))]
        if len(here) == 1:
            places.append((*here[0], name))
    for start, end, name in places:
        if not any(start < other_end and other < end and other_name != name for other, other_end, other_name in places):
            yield start, end, name


def _at(words: list[tuple[int, int, str]], at: int, wanted: tuple[str, ...]) -> tuple[int, int] | None:
    place = at
    for number, each in enumerate(wanted):
        while number and place < len(words) and words[place][2] in _SMALL:
            place += 1
        if place >= len(words) or words[place][2] != each:
            return None
        place += 1
    return words[at][0], words[place - 1][1]


def _lists(text: str, found: list[tuple[int, int, str]]) -> Iterator[tuple[list[tuple[int, int, str]], Join]]:
    """Yield the stretches of names that stand one after the other, joined by one word at least, and by no other."""
    here: list[tuple[int, int, str]] = []
    joins: list[str] = []
    for each in [*found, None]:
        between = _SEPARATOR.match(text[here[-1][1] : each[0]]) if here and each else None
        if each is not None and between is not None and (between["comma"] or between["join"]):
            here.append(each)
            joins.extend([between["join"].lower()] if between["join"] else [])
            continue
        if len(here) > 1 and len(set(joins)) == 1:
            yield here, "and" if joins[0] == "and" else "or"
        here, joins = ([each] if each else []), []
