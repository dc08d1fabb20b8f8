"""The types of facts: what a fact or a part of a thing can be.

Types are nominal: two outlines with the same values are two types, told apart by `is`. A `Slot` is what facts and
parts have in common: a type, a question with its cost, whether a human has to judge it, and whether the person that a
case is about cannot change it.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import NamedTuple

from policylang.source import NOWHERE, Span


class Outline(NamedTuple):
    """Values in an outline. Only leaves are values; a group stands for the leaves under it.

    `under` gives, for every name of the outline in the order of the text, the leaves it stands for
    (a leaf stands for itself); `children` the names directly under a group, with `""` for the top.
    """

    name: str
    under: Mapping[str, tuple[str, ...]]
    children: Mapping[str, tuple[str, ...]]

    @property
    def leaves(self) -> tuple[str, ...]:
        """The values, in the order of the text."""
        return tuple(name for name in self.under if self.is_leaf(name))

    def is_leaf(self, name: str) -> bool:
        """Whether a name of the outline is a value rather than a group."""
        return name not in self.children


class YesNo:
    """`yes or no`."""

    __slots__ = ()


class OneOf(NamedTuple):
    """One value of an outline."""

    outline: Outline


class SetOf(NamedTuple):
    """A set of values of an outline."""

    outline: Outline


class Number(NamedTuple):
    """A whole number or an exact decimal; bounds are included, `unit` is a word such as `years`."""

    whole: bool
    low: Decimal | None = None
    high: Decimal | None = None
    unit: str | None = None


class Day:
    """A date."""

    __slots__ = ()


class Words:
    """A text."""

    __slots__ = ()


class Thing(NamedTuple):
    """A thing with named parts. `name` is the qualified name of its type."""

    name: str
    parts: Mapping[str, "Slot"]


Type = YesNo | OneOf | SetOf | Number | Day | Words | Thing


class Slot(NamedTuple):
    """What a fact, or a part of a thing, takes. `optional` things may be absent.

    `cost` says how dear it is to have `asks` answered, beside other questions; `unchangeable`, that no explanation may
    suggest another value. Both are kept where they are written: what a part has from the things around it is for
    whoever reads them to look up, as `Policy.cost` and `Policy.is_unchangeable` do.
    """

    type: Type
    optional: bool = False
    asks: str | None = None
    judged: str | None = None
    cost: int = 1
    unchangeable: bool = False


class Fact(NamedTuple):
    """A fact of a vocabulary or policy. Facts are the same only where `id` is (`policing.operator`)."""

    module: str
    name: str
    slot: Slot
    span: Span = NOWHERE

    @property
    def id(self) -> str:
        """The qualified name: the file's name and the fact's."""
        return f"{self.module}.{self.name}"


def takes_the_same(one: Slot, other: Slot) -> bool:
    """Whether two slots take the same values, by names that mean the same, whatever is asked about them."""
    match one.type, other.type:
        case Thing(_, parts), Thing(_, others):
            alike = list(parts) == list(others) and all(takes_the_same(parts[name], others[name]) for name in parts)
        case ((YesNo() | Day() | Words()), _):
            alike = type(one.type) is type(other.type)
        case _:
            alike = one.type == other.type
    return alike and one.optional == other.optional


def phrase(slot: Slot) -> str:
    """Say in a few words what a slot takes, for messages: `one of mobile, stationary`."""
    match slot.type:
        case YesNo():
            return "yes or no"
        case OneOf(outline):
            return f"one of {listed(outline.children[''])}"
        case SetOf(outline):
            return f"several of {listed(outline.children[''])}"
        case Number():
            return _number_phrase(slot.type)
        case Day():
            return "a date"
        case Words():
            return "a text"
        case Thing(name, parts):
            article = "an optional" if slot.optional else "a"
            return f"{article} `{name.rpartition('.')[2]}`, with {listed(tuple(parts))}"


def _number_phrase(type_: Number) -> str:
    low, high = type_.low, type_.high
    said = "a whole number" if type_.whole else "a number"
    if low is not None and high is not None:
        said += f" from {low:f} to {high:f}"
    elif low is not None:
        said += f" of at least {low:f}"
    elif high is not None:
        said += f" of at most {high:f}"
    return f"{said} in {type_.unit}" if type_.unit else said


def listed(names: tuple[str, ...], *, most: int = 8) -> str:
    """Join names with commas, and say how many were left out."""
    shown = ", ".join(names[:most])
    return shown if len(names) <= most else f"{shown} and {len(names) - most} more"
