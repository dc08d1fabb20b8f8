"""The syntax tree of conditions: words, values, tests and groups. `tree` holds the rest, and these under one name."""

import datetime as dt
from decimal import Decimal
from typing import Literal

import attrs
from attrs import frozen as node  # under this name, and not as a variable, type checkers know it

from policylang.source import NOWHERE, Span


def spanned() -> Span:
    """Return the field in which a node keeps its span, which takes no part in equality."""
    return attrs.field(default=NOWHERE, eq=False, repr=False)


# ---------------------------------------------------------------- words and values


@node
class Name:
    """A name, dotted where modules are meant (`microsoft.azure_openai`)."""

    text: str
    span: Span = spanned()


@node
class Text:
    """A quotation; neighbouring strings are joined by a space."""

    value: str
    span: Span = spanned()


@node
class Number:
    """A number, exact."""

    value: Decimal
    span: Span = spanned()


@node
class Date:
    """A day."""

    value: dt.date
    span: Span = spanned()


Value = Name | Text | Number | Date

# ---------------------------------------------------------------- conditions


@node
class Path:
    """A fact, a parameter or a part of one: `operator.kind`. A definition's bare name reads the same."""

    names: tuple[str, ...]
    span: Span = spanned()

    @property
    def text(self) -> str:
        """The path as it is written."""
        return ".".join(self.names)


@node
class Is:
    """`x is a`, `x is not a`, `x is one of a, b`, `x is not one of a, b`."""

    path: Path
    values: tuple[Value, ...]
    negated: bool = False
    listed: bool = False
    span: Span = spanned()


Comparison = Literal[
    "at least", "at most", "more than", "less than", "from",
    "before", "after", "on or after", "on or before",
]  # fmt: skip


@node
class Compare:
    """`x is at least 3`, `x is from 1 to 5` (two bounds, both included), `x is on or before 2024-05-01`."""

    path: Path
    comparison: Comparison
    bounds: tuple[Value, ...]
    span: Span = spanned()


@node
class Include:
    """`x include a`, `x include any of / all of / none of / only a, b`. `how` is empty for the first."""

    path: Path
    how: Literal["", "any of", "all of", "none of", "only"]
    values: tuple[Value, ...]
    span: Span = spanned()


@node
class Holds:
    """A yes-or-no fact, or a definition without parameters, by its bare name."""

    path: Path
    span: Span = spanned()


@node
class Call:
    """A definition applied to things: `us_police_department(operator)`."""

    definition: Path
    arguments: tuple[Path, ...]
    span: Span = spanned()


@node
class There:
    """`there is a camera`, `there is no camera`."""

    path: Path
    negated: bool = False
    span: Span = spanned()


@node
class During:
    """`during EDITION`: the date of the decision lies in that edition."""

    edition: Name
    span: Span = spanned()


@node
class Not:
    """`not` before one test."""

    test: "Condition"
    span: Span = spanned()


@node
class Group:
    """Conditions taken together: a block, an inline list, or a chain of `and` or of `or`.

    `kind` says how they count; `count` is the number of `at least` and `exactly`. `style` is how it
    was written: `block` by indentation, `list` as `any of (a; b)`, `chain` as `a or b`.
    """

    kind: Literal["all", "any", "none", "at least", "exactly"]
    items: tuple["Condition", ...]
    count: int | None = None
    style: Literal["block", "list", "chain"] = "block"
    span: Span = spanned()


Test = Is | Compare | Include | Holds | Call | There | During
Condition = Test | Not | Group
