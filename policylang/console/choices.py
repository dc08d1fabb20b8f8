"""What can be picked of an outline: the names that are offered, and the one that is meant by what is typed."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from policylang.semantics.types import Outline

SHORTEST_PART = 2
"""A single letter is a slip more often than a name."""
_MOST_NAMED = 6


class Refused(ValueError):  # noqa: N818 - no error of the program: an answer that is not taken, and why
    """An answer is not taken; the message says why, in the form of the library's own."""


class Choice(NamedTuple):
    """A name that is offered: the leaves that it stands for and that are left, and the names right under it."""

    name: str
    leaves: frozenset[str]
    below: tuple[str, ...] = ()


def choices(outline: Outline, left: frozenset[str], *, among: str = "") -> tuple[Choice, ...]:
    """Return what is offered where some leaves are left: the names of the outline, its groups before what is in them.

    Where all that is left lies in one group, the names in it are offered.
    """
    names = _names(outline, left, among)
    if len(names) == 1 and not outline.is_leaf(names[0]):
        return choices(outline, left, among=names[0])
    return tuple(_choice(outline, left, name) for name in names)


def _choice(outline: Outline, left: frozenset[str], name: str) -> Choice:
    below = () if outline.is_leaf(name) else _names(outline, left, name)
    if len(below) == 1:
        return _choice(outline, left, below[0])
    return Choice(name, meant(outline, left, name), below)


def _names(outline: Outline, left: frozenset[str], among: str) -> tuple[str, ...]:
    return tuple(name for name in outline.children[among] if meant(outline, left, name))


def meant(outline: Outline, left: frozenset[str], name: str) -> frozenset[str]:
    """Return the leaves that a name stands for, of those that are left."""
    return left.intersection(outline.under[name])


def fewest_names(outline: Outline, leaves: frozenset[str], *, among: str = "") -> Iterator[str]:
    """Yield leaves in the order of their outline, the name of a group in the place of all that stand under it."""
    for name in outline.children[among]:
        if leaves.issuperset(outline.under[name]):
            yield name
        elif not outline.is_leaf(name):
            yield from fewest_names(outline, leaves, among=name)


def name_typed(word: str, names: Iterable[str], *, shown: Sequence[str]) -> str | None:
    """Return the name that is meant by a word: the name itself or an unambiguous part of it; none where nothing fits.

    A beginning goes before a part, and among beginnings what is shown goes before the rest.

    Args:
        word: What was typed.
        names: All names that can be meant.
        shown: Those of them that are offered.

    Raises:
        Refused: Several names could be meant.
    """
    typed = "_".join(word.casefold().replace("-", " ").split())
    every = tuple(dict.fromkeys((*shown, *names)))
    if typed in every:
        return typed
    if len(typed) < SHORTEST_PART:
        return None
    looks: tuple[tuple[Sequence[str], Callable[[str], bool]], ...] = (
        (shown, lambda name: name.startswith(typed)),
        (every, lambda name: name.startswith(typed)),
        (every, lambda name: typed in name),
    )
    for pool, fits in looks:
        found = [name for name in pool if fits(name)]
        if len(found) == 1:
            return found[0]
        if found:
            more = f" and {len(found) - _MOST_NAMED} more" if len(found) > _MOST_NAMED else ""
            raise Refused(f"`{word}` could be {', '.join(f'`{name}`' for name in found[:_MOST_NAMED])}{more}")
    return None
