"""Conditions as outlines: groups with their items, down to tests, each in words; nothing is left out or put together.

An outline has the form of the condition: every group of it is a group here, and every test or applied definition one
item. What does not hold is said where it stands: *none of the following*, *anything but*.
"""

from collections.abc import Iterable, Iterator
from typing import Literal, NamedTuple

from policylang.document.markdown import blocks, code, items, plain
from policylang.document.telling import Teller, Told
from policylang.document.words import number
from policylang.semantics.policy import All, Any, Condition, Count, Defined, InEdition, Not, Path, Test
from policylang.semantics.worlds import tests

How = Literal["all", "any", "none", "not all", "at least", "fewer than", "exactly", "not exactly", "not"]


class Group(NamedTuple):
    """Conditions of which all, some or none hold; `number` belongs to those that are counted."""

    how: How
    items: "tuple[Outlined, ...]"
    number: int = 0


Outlined = Group | Told


def outlined(teller: Teller, condition: Condition) -> Outlined:
    """Return a condition as an outline."""
    match condition:
        case All(inner):
            return _group(teller, "all", inner)
        case Any(inner):
            return _group(teller, "any", inner)
        case Count(wanted, exactly, inner):
            return _group(teller, "exactly" if exactly else "at least", inner, wanted)
        case Not(inner_one):
            return _not(teller, inner_one)
        case Defined():
            return teller.defined(condition)
        case _:
            return teller.test(condition)


def _not(teller: Teller, condition: Condition) -> Outlined:
    match condition:
        case All(inner):
            return _group(teller, "not all", inner)
        case Any(inner):
            return _group(teller, "none", inner)
        case Count(wanted, exactly, inner):
            return _group(teller, "not exactly" if exactly else "fewer than", inner, wanted)
        case Not():
            return _group(teller, "not", (condition,))
        case Defined():
            return teller.defined(condition, negated=True)
        case _:
            return teller.test(condition, negated=True)


def _group(teller: Teller, how: How, inner: Iterable[Condition], wanted: int = 0) -> Group:
    return Group(how, tuple(outlined(teller, each) for each in inner), wanted)


# ---------------------------------------------------------------- as Markdown

_SAID: dict[How, tuple[str, str]] = {
    "all": ("all of the following", "hold"),
    "any": ("any of the following", "holds"),
    "none": ("none of the following", "holds"),
    "not all": ("not all of the following", "hold"),
    "at least": ("at least {} of the following", "hold"),
    "fewer than": ("fewer than {} of the following", "hold"),
    "exactly": ("exactly {} of the following", "hold"),
    "not exactly": ("any number but {} of the following", "hold"),
    "not": ("the following", "does not hold"),
}


def lead(group: Group, *, verb: bool = False) -> str:
    """Return how many of the items of a group hold: `all of the following hold`."""
    said, hold = _SAID[group.how]
    said = said.format(number(group.number))
    hold = "holds" if group.number == 1 and group.how in ("at least", "exactly") else hold
    return f"{said} {hold}" if verb or group.how == "not" else said


def to_markdown(outline: Outlined, *, beginning: str) -> str:
    """Return an outline as a sentence and the list that it leads to.

    Args:
        outline: The outline.
        beginning: How the sentence begins, as Markdown: `The use is **prohibited** where`.
    """
    if isinstance(outline, Told):
        return f"{beginning}:\n\n- {_leaf(outline)}"
    return f"{beginning} **{lead(outline, verb=True)}**:\n\n{chr(10).join(_lines(outline, 0))}"


def _lines(group: Group, depth: int) -> Iterator[str]:
    if not group.items:
        yield f"{'  ' * depth}- (nothing is listed)"
    for place, item in enumerate(group.items):
        first = f"{'  ' * depth}- ({label(place, depth)})"
        if isinstance(item, Told):
            yield f"{first} {_leaf(item)}"
        else:
            yield f"{first} **{lead(item)}:**"
            yield from _lines(item, depth + 1)


def _leaf(told: Told) -> str:
    return f"{told.said} <sub>{code(told.written)}</sub>"


def label(place: int, depth: int) -> str:
    """Return what an item of an outline is called, by its place and how deep it stands: `a`, `ii`, `B`."""
    match depth % 4:
        case 0:
            return letters(place)
        case 1:
            return roman(place + 1)
        case 2:
            return letters(place).upper()
        case _:
            return str(place + 1)


def letters(place: int) -> str:
    """Return the letters of a place: a to z, then aa, ab."""
    found = ""
    while place >= 0:
        found = chr(ord("a") + place % 26) + found
        place = place // 26 - 1
    return found


_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
          (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip


def roman(count: int) -> str:
    """Return a number from 1 on in small Roman numerals."""
    found = ""
    for worth, sign in _ROMAN:
        times, count = divmod(count, worth)
        found += sign * times
    return found


# ---------------------------------------------------------------- what people judge


def judgements(teller: Teller, conditions: Iterable[Condition | None]) -> str:
    """Return what humans have to judge in conditions; nothing where they judge nothing.

    What is judged in the conditions themselves is told with its guidance, what is judged in the definitions that they
    use by its question alone: the guidance stands there.
    """
    written = [each for each in conditions if each is not None]
    here = _judged(teller, (test for each in written for test in _own_tests(each)))
    all_of_them = _judged(teller, tests(written))
    within = "; ".join(teller.asked(path) for path in all_of_them if path not in here)
    lines = [f"{teller.question(path)} *{plain(teller.judged(path) or '')}*" for path in here]
    told = f"A person has to judge:\n\n{items(lines)}" if lines else ""
    return blocks((told, f"A person has to judge, for the words that are used: {within}" if within else ""))


def _judged(teller: Teller, found: Iterable[Test]) -> dict[Path, None]:
    return {test.path: None for test in found if teller.judged(test.path) is not None}


def _own_tests(condition: Condition) -> Iterator[Test]:
    """Yield the tests of a condition, definitions not looked into."""
    todo = [condition]
    while todo:
        match todo.pop():
            case All(inner) | Any(inner) | Count(_, _, inner):
                todo.extend(reversed(inner))
            case Not(inner_one):
                todo.append(inner_one)
            case Defined() | InEdition():
                pass
            case test:
                yield test
