"""What can stand next in a line about facts: a line of a case, or a condition; read from its start, and never refused.

The one idea: of what was typed a place is made, which says what was typed of the word that stands there, and what
could. Whoever shows it compares the two.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from policylang.repl.naming import Named, named
from policylang.semantics.types import Day, Number, OneOf, SetOf, Slot, Thing, Words, YesNo

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from policylang.repl.naming import Names


class Place(NamedTuple):
    """What was typed of what stands at the cursor, and what could stand there."""

    typed: str
    options: Sequence[Named] = ()


NOTHING = Place("")

_WORD = r"[\w.]*"
_FACT = re.compile(r"(?P<fact>[a-z][\w.]*)\s+(?P<rest>.*)", re.DOTALL)
_THERE = re.compile(rf"there\s+is\s+(?:an?|no)\s+(?P<typed>{_WORD})")
_UNKNOWN = re.compile(rf"unknown\s+(?P<typed>{_WORD})")
_LIKE = re.compile(rf"like\s+(?P<typed>{_WORD})")
_NOT = re.compile(rf"not\s+(?P<typed>{_WORD})")
_DURING = re.compile(r"during\s+(?P<typed>\w*)")
_CALL = re.compile(rf"(?:.*[\s(;]|)(?P<name>[a-z][\w.]*)\s*\((?P<arguments>[^()]*?)(?P<typed>{_WORD})", re.DOTALL)
_BETWEEN = re.compile(
    r"\b(?<!is )not\b|\band\b|\b(?<!on )or\b|[(;]|\b(?:all|any|none|least \d+|exactly \d+) of\b(?=\s*\()"
)

_GIVEN: Mapping[type, tuple[tuple[str, str], ...]] = {
    OneOf: (("is", "this value, or one of a group"), ("is one of", "one of these, not known which")),
    SetOf: (
        ("are", "these and no others"),
        ("include", "these; of others it is not known"),
        ("do not include", "not these"),
        ("are none", "it is empty"),
    ),
    Number: (("is", "a number"),),
    Day: (("is", "a date, as 2024-05-10"),),
    Words: (("is", 'a text, as "so"'),),
    Thing: (("like", "as an example says"),),
}
_COMPARES_NUMBER = ("is", "is not", "is at least", "is at most", "is more than", "is less than", "is from")
_COMPARES_DAY = ("is", "is not", "is before", "is after", "is on or after", "is on or before", "is from")
_TESTED: Mapping[type, tuple[tuple[str, str], ...]] = {
    OneOf: (("is", ""), ("is not", ""), ("is one of", ""), ("is not one of", "")),
    SetOf: (
        ("include", "at least one of these"),
        ("include any of", "at least one of these"),
        ("include all of", ""),
        ("include none of", ""),
        ("include only", "these, and no others"),
    ),
    Number: tuple((each, "") for each in _COMPARES_NUMBER),
    Day: tuple((each, "") for each in _COMPARES_DAY),
    Words: (("is", ""), ("is not", ""), ("is one of", ""), ("is not one of", "")),
}
_BEFORE_VALUES = ("is", "is not", "is one of", "is not one of", "are", "include", "do not include", "include any of",
                  "include all of", "include none of", "include only")  # fmt: skip
BLOCKS = named(["all of", "any of", "none of", "at least 2 of", "exactly 1 of"], "the lines below, indented")
"""The words that open a block of conditions."""
_THERE_WORDS = (Named("there is a", "a thing is there"), Named("there is no", "a thing is not there"))


def of_given(names: Names, line: str, slots: Mapping[str, Slot] | None = None) -> Place:
    """Return what can stand at the end of a line of a case.

    Args:
        names: What can be named.
        line: The line up to the cursor, without the spaces before it.
        slots: The parts of the thing that it is about, where it is a line of the example of one.
    """
    if found := _LIKE.fullmatch(line):
        return Place(found["typed"], names.examples_of(None))
    if found := _UNKNOWN.fullmatch(line):
        return Place(found["typed"], names.facts)
    if found := _NOT.fullmatch(line):
        return Place(found["typed"], names.yes_or_no)
    if found := _THERE.fullmatch(line):
        return Place(found["typed"], names.optional)
    known = names.slots if slots is None else slots
    if found := _FACT.fullmatch(line):
        slot = known.get(found["fact"])
        if slot is not None:
            return _after_fact(names, slot, found["rest"], _GIVEN)
    return Place(line, given_words(names) if slots is None else _parts(slots))


def given_words(names: Names) -> tuple[Named, ...]:
    """Return what a line of a case can begin with."""
    words = [
        Named("unknown", "take back what is known of a fact"),
        *(_THERE_WORDS if names.optional else ()),
        Named("like", "as an example says"),
        Named("not", "a yes-or-no fact does not hold"),
    ]
    return (*names.facts, *words)


def _parts(slots: Mapping[str, Slot]) -> tuple[Named, ...]:
    return tuple(Named(name, slot.asks or "") for name, slot in slots.items())


def of_condition(names: Names, line: str, parameters: Mapping[str, Slot], *, blocks: bool = True) -> Place:
    """Return what can stand at the end of a condition.

    Args:
        names: What can be named.
        line: The line up to the cursor, without the spaces before it.
        parameters: What it can ask about beside facts: the parameters of a definition and their parts.
        blocks: Whether lines can stand below it.
    """
    if place := _argument(names, line, parameters):
        return place
    between = list(_BETWEEN.finditer(line))
    test = line[between[-1].end() :].lstrip() if between else line
    if found := _DURING.fullmatch(test):
        return Place(found["typed"], names.editions)
    if found := _THERE.fullmatch(test):
        return Place(found["typed"], names.optional)
    if found := _FACT.fullmatch(test):
        slot = parameters.get(found["fact"]) or names.slots.get(found["fact"])
        if slot is not None:
            return _after_fact(names, slot, found["rest"], _TESTED)
    if test.endswith(")"):
        return NOTHING
    if test[-1:].isspace() and (test.rstrip().endswith(")") or test.rstrip() in names.definitions):
        return Place("", named(["and", "or"]))
    words = [
        Named("not", "the opposite of one test"),
        *(_THERE_WORDS if names.optional else ()),
        *([Named("during", "while an edition is in force")] if names.editions else ()),
        *(BLOCKS if blocks and not between else ()),
    ]
    return Place(test, (*_with_parts(parameters), *names.tested, *names.defined, *words))


def _with_parts(parameters: Mapping[str, Slot]) -> tuple[Named, ...]:
    return tuple(Named(name, slot.asks or "of the parameter") for name, slot in parameters.items())


def _argument(names: Names, line: str, parameters: Mapping[str, Slot]) -> Place | None:
    """Return what a definition can be about, where the cursor stands between its parentheses."""
    found = _CALL.fullmatch(line)
    definition = names.definitions.get(found["name"]) if found else None
    if found is None or definition is None:
        return None
    number = found["arguments"].count(",")
    if number >= len(definition.parameters):
        return NOTHING
    wanted = definition.parameters[number].slot
    known = {**parameters, **names.slots}
    fitting = [name for name, slot in known.items() if _takes_the_same(slot, wanted)]
    return Place(found["typed"], tuple(Named(name, names.about.get(name, "")) for name in fitting))


def _takes_the_same(one: Slot, other: Slot) -> bool:
    match one.type, other.type:
        case Thing(name), Thing(wanted):
            return name == wanted
        case ((OneOf() | SetOf()), _):
            return one.type == other.type
        case _:
            return type(one.type) is type(other.type)


def _after_fact(names: Names, slot: Slot, rest: str, verbs: Mapping[type, tuple[tuple[str, str], ...]]) -> Place:
    """Return what can stand behind the name of a fact."""
    words = tuple(Named(*each) for each in verbs.get(type(slot.type), ()))
    if isinstance(slot.type, YesNo):
        words = named(["and", "or"]) if verbs is _TESTED else ()
    if isinstance(slot.type, Thing) and not names.examples_of(slot.type):
        words = ()
    said = " ".join(rest.split()) + (" " if rest[-1:].isspace() else "")
    fitting = [each.text for each in words if said.startswith(f"{each.text} ")]
    if not fitting:
        return Place(rest, words)
    verb = max(fitting, key=len)
    longer = [
        Named(each.text.removeprefix(f"{verb} "), each.what) for each in words if each.text.startswith(f"{verb} ")
    ]
    values = rest[_end_of(verb, rest) :]
    if isinstance(slot.type, Thing):
        return Place(values, names.examples_of(slot.type))
    if verb not in _BEFORE_VALUES:
        return NOTHING
    return _value(names, slot, verb, values, longer, is_test=verbs is _TESTED)


def _end_of(verb: str, rest: str) -> int:
    found = re.match(r"\s+".join(verb.split()) + r"\s+", rest)
    return found.end() if found else len(rest)


def _value(names: Names, slot: Slot, verb: str, values: str, longer: Sequence[Named], *, is_test: bool) -> Place:
    """Return the values that can stand behind `is` and the like; those that were named already do not."""
    before, _, typed = values.rpartition(",")
    said = frozenset(each.strip() for each in before.split(","))
    word = typed.lstrip()
    if is_test and word[-1:].isspace():
        return Place("", named(["and", "or"]))
    is_exact = isinstance(slot.type, SetOf) and verb in ("are", "include") and not is_test
    possible = names.leaves_of(slot) if is_exact else names.values_of(slot)  # a set of a case holds values, no groups
    options = tuple(each for each in possible if each.text not in said)
    if not before and (word or not options):
        options = (*options, *longer)
    return Place(word, options)


def of_names(line: str, options: Iterable[Named]) -> Place:
    """Return which names can stand at the end of a list of names with commas between them."""
    before, _, typed = line.rpartition(",")
    said = frozenset(each.strip() for each in before.split(","))
    return Place(typed.lstrip(), tuple(each for each in options if each.text not in said))
