"""What a case tells: for each path the values that are left, for each set who is in and who is out.

A case is read into this by `evaluate.facts`, a `given` by `from_syntax`; the evaluators read it.
Left out is unknown. Absent is knowledge: presence of an optional thing is a path of its own kind.
"""

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal

import attrs

from policylang.semantics.policy import Path

Scalar = str | bool | Decimal | dt.date


@attrs.frozen
class OneOfThese:
    """The value is one of these, not known which; a single one is known. A group is given by its leaves."""

    values: frozenset[Scalar]


@attrs.frozen
class Members:
    """Of a set, the leaves known in and known out. `closed`: every other leaf is out."""

    included: frozenset[str] = frozenset()
    excluded: frozenset[str] = frozenset()
    closed: bool = False


@attrs.frozen
class Presence:
    """Whether an optional thing is there."""

    present: bool


Known = OneOfThese | Members | Presence


@attrs.frozen
class Knowledge:
    """What is known, by path. Paths that are missing are unknown; a part of an absent thing has no value."""

    known: Mapping[Path, Known] = attrs.field(factory=dict)


@attrs.frozen
class Example:
    """Named givens of a vocabulary or policy, for scenarios, the command line and the prompt.

    With a `type` (its qualified name) they describe a thing: paths then start with the empty fact id `""`.
    """

    name: str
    type: str | None
    given: Knowledge
    unknown: tuple[str, ...] = ()
