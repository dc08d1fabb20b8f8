"""Scenarios, resolved: a case, a date, and what is expected of the decision."""

import datetime as dt
from typing import Literal

import attrs

from policylang.semantics.decision import Verdict
from policylang.semantics.knowledge import Knowledge
from policylang.source import Place

ExpectationKind = Literal[
    "by", "not by", "open on", "by default", "outside scope",
    "lifting", "against", "requiring", "advising", "needing",
]  # fmt: skip


@attrs.frozen
class Expectation:
    """One expectation: its kind, the clauses, duties, advice or facts it names, and how exactly.

    Clauses of the policy itself are bare names, those of incorporated policies dotted; `needing` names
    facts as a case writes them. `by` are the lifting clauses of `lifting A by B`, `state` that of a duty.
    """

    kind: ExpectationKind
    names: tuple[str, ...] = ()
    only: bool = False
    by: tuple[str, ...] = ()
    state: Literal["fulfilled", "outstanding", "breached"] | None = None
    place: Place | None = attrs.field(default=None, eq=False, repr=False)


@attrs.frozen
class Scenario:
    """A case on a date and what is expected of the decision; `policy` is the name of the policy it is for."""

    policy: str
    title: str
    on: dt.date | None
    given: Knowledge
    outcome: Verdict
    expectations: tuple[Expectation, ...] = ()
    place: Place | None = attrs.field(default=None, eq=False, repr=False)
