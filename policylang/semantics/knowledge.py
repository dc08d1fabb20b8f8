"""What a case tells: for each path the values that are left, for each set who is in and who is out.

A case is read into this by `evaluate.facts`, a `given` by `from_syntax`; the evaluators read it.
Left out is unknown. Absent is knowledge: presence of an optional thing is a path of its own kind.
"""

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import NamedTuple

from policylang.semantics.policy import Path

Scalar = str | bool | Decimal | dt.date


class OneOfThese(NamedTuple):
    """The value is one of these, not known which; a single one is known. A group is given by its leaves."""

    values: frozenset[Scalar]


class Members(NamedTuple):
    """Of a set, the leaves known in and known out. `closed`: every other leaf is out."""

    included: frozenset[str] = frozenset()
    excluded: frozenset[str] = frozenset()
    closed: bool = False


class Presence(NamedTuple):
    """Whether an optional thing is there."""

    present: bool


Known = OneOfThese | Members | Presence
NOTHING: Mapping[Path, Known] = {}


class Knowledge(NamedTuple):
    """What is known, by path. Paths that are missing are unknown; a part of an absent thing has no value."""

    known: Mapping[Path, Known] = NOTHING


NOTHING_KNOWN = Knowledge()
"""What is known of a case of which nothing is."""


class Example(NamedTuple):
    """Named givens of a vocabulary or policy, for scenarios, the command line and the prompt.

    With a `type` (its qualified name) they describe a thing: paths then start with the empty fact id `""`.
    """

    name: str
    type: str | None
    given: Knowledge
