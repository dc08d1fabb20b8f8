"""What a saved policy says, looked at before it is used: values of the right kind, places that are there.

Whoever wrote the file, what comes out of these functions is what they say, or they raise `MisfitError`.
"""

import datetime as dt
import re
from collections.abc import Collection, Sequence
from decimal import Decimal
from itertools import chain
from typing import Any, TypeVar

from policylang.semantics.knowledge import Scalar

Data = Any
"""What was read from JSON."""
Item = TypeVar("Item")
_NAME = re.compile(r"[a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*)*")
_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")
_LONGEST_NUMBER = 40
"""The language reads shorter ones."""


class MisfitError(Exception):
    """The parts of a saved policy do not fit together; the message says which."""


def need(holds: object, what: str) -> None:
    """Refuse what does not hold.

    Raises:
        MisfitError: It does not.
    """
    if not holds:
        raise MisfitError(what)


def at(table: Sequence[Item], place: Data, what: str) -> Item:
    """Return what stands at a place of a table."""
    need(type(place) is int and 0 <= place < len(table), f"{what} is named that is not there")
    return table[place]


def text(data: Data, what: str) -> str:
    """Return a text."""
    need(type(data) is str, f"{what} is no text")
    return data  # type: ignore[no-any-return]


def maybe_text(data: Data, what: str) -> str | None:
    """Return a text, or nothing."""
    return None if data is None else text(data, what)


def texts(data: Data, what: str) -> tuple[str, ...]:
    """Return some texts."""
    need(type(data) is list and set(map(type, data)) <= {str}, f"{what} are no texts")
    return tuple(data)


def name(data: Data, what: str) -> str:
    """Return a name as the language has them, with dots between its parts or without."""
    need(_NAME.fullmatch(text(data, what)), f"{what} is no name")
    return data  # type: ignore[no-any-return]


def whole(data: Data, what: str) -> int:
    """Return a whole number."""
    need(type(data) is int, f"{what} is no whole number")
    return data  # type: ignore[no-any-return]


def flag(data: Data, what: str) -> bool:
    """Return a yes or no."""
    need(type(data) is bool, f"{what} is no yes or no")
    return data  # type: ignore[no-any-return]


def one_of(data: Data, among: Collection[Item], what: str) -> Item:
    """Return a value that is one of some texts, or nothing where that is one of them."""
    need((data is None or type(data) is str) and data in among, f"{what} is none that there is")
    return data  # type: ignore[no-any-return]


def day(data: Data) -> dt.date | None:
    """Return a day, or nothing."""
    return None if data is None else dt.date.fromisoformat(text(data, "a day"))


def scalar(data: Data) -> Scalar:
    """Return a value of a fact."""
    if type(data) is str or type(data) is bool:
        return data
    need(type(data) is dict and len(data) == 1, "a value is of no kind")
    ((kind, said),) = data.items()
    if kind == "date":
        return dt.date.fromisoformat(text(said, "a date"))
    need(kind == "number", "a value is of no kind")
    return number(said)


def number(data: Data) -> Decimal:
    """Return an exact number, of no more digits than the language reads."""
    said = text(data, "a number")
    need(len(said) <= _LONGEST_NUMBER and _NUMBER.fullmatch(said), "a number is none")
    return Decimal(said)


def bound(data: Data, kind: type[Item], what: str) -> Item | None:
    """Return a bound of one kind, or nothing."""
    if data is None:
        return None
    found = scalar(data)
    need(type(found) is kind, f"{what} is of another kind")
    return found  # type: ignore[return-value]


def column(data: Data, kinds: set[type], what: str) -> list[Data]:
    """Return a column in which every value is of one of some kinds."""
    need(type(data) is list and set(map(type, data)) <= kinds, f"{what} are of another kind")
    return data  # type: ignore[no-any-return]


def column_of_texts(data: Data, what: str) -> list[tuple[str, ...]]:
    """Return a column in which every value is some texts."""
    column(data, {list}, what)
    need(set(map(type, chain.from_iterable(data))) <= {str}, f"{what} are no texts")
    return list(map(tuple, data))
