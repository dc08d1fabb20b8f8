"""The decision: what the policy says of a case on a date, as a frozen value, JSON both ways.

`certainly` means in every possible completion of the case, `possibly` in some but not in all.
"""

import datetime as dt
from typing import Any, Literal, NamedTuple, Never, Protocol

from policylang.semantics.policy import Outcome

Certainty = Literal["certainly", "possibly"]
Verdict = Literal["permitted", "prohibited", "undetermined"]
Basis = Literal["clauses", "default", "conflict rule", "outside scope"]
DutyState = Literal["fulfilled", "breached", "outstanding", "unknown"]
Evidence = Literal["publisher", "quoted", "believed"]


class ClauseReport(NamedTuple):
    """A clause that matters to the decision, as an auditor needs it: words, citation, reading, certainty."""

    policy: str
    name: str
    effect: str
    summary: str
    certainty: Certainty
    cites: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    evidence: Evidence | None = None
    readings: tuple[str, ...] = ()


class Lifted(NamedTuple):
    """A clause that applies and does not stand, and the clauses that prevail over it."""

    clause: ClauseReport
    by: tuple[str, ...]


class DutyReport(NamedTuple):
    """A duty that is due, its state, and the clauses that require it."""

    policy: str
    name: str
    what: str
    state: DutyState
    certainty: Certainty
    required_by: tuple[str, ...]


class AdviceReport(NamedTuple):
    """Advice that is given, and the clauses that give it."""

    policy: str
    name: str
    what: str
    certainty: Certainty
    given_by: tuple[str, ...]


class Question(NamedTuple):
    """A fact that is still open, with what to ask, what it takes, and guidance where a human has to judge it."""

    fact: str
    asks: str
    takes: str
    judged: str | None = None


class Later(Protocol):
    """Works out, when it is asked for, what a decision says beyond its outcome."""

    def work_out(self, field: str) -> object:
        """Return the value of a field."""


FIELDS = (
    "policy", "digest", "on", "outcome", "bases", "possible", "editions", "stands", "lifted", "against", "duties",
    "advice", "open", "judgements", "readings", "weakest_evidence", "limit", "rows",
)  # fmt: skip
"""What a decision says, in order. Two decisions are equal when they say the same in all of them."""


class Decision:
    """A decision about a case on a date.

    `bases` are all the bases that are possible, `possible` all the outcomes. `stands` lists the
    clauses that stand, `against` those that stand and lost the conflict. `open` are the facts that
    can still change the outcome, the next question first. `limit` says which limit was met, if one was.

    A value: nothing about it can be changed. What is dear to find out (what is open, the rows) is worked out when
    it is first asked for; whether it was, makes no difference to equality, pickling and JSON.
    """

    __slots__ = (*FIELDS, "_later")

    _later: Later

    policy: str
    digest: str
    on: dt.date
    outcome: Verdict
    bases: tuple[Basis, ...]
    possible: tuple[Outcome, ...]
    editions: tuple[str, ...]
    stands: tuple[ClauseReport, ...]
    lifted: tuple[Lifted, ...]
    against: tuple[ClauseReport, ...]
    duties: tuple[DutyReport, ...]
    advice: tuple[AdviceReport, ...]
    open: tuple[Question, ...]
    judgements: tuple[str, ...]
    readings: tuple[str, ...]
    weakest_evidence: Evidence | None
    limit: str | None
    rows: "tuple[Decision, ...]"

    def __init__(self, **said: Any) -> None:  # noqa: ANN401 - each field as it is declared above
        stray = sorted(said.keys() - set(FIELDS)) or sorted(_NEEDED - said.keys())
        if stray:
            raise TypeError(f"a decision {'lacks the' if stray[0] in FIELDS else 'has no'} field {stray[0]!r}")
        for field, value in {**_EMPTY, **said}.items():
            _set(self, field, value)

    @staticmethod
    def worked_out_later(
        policy: str, digest: str, on: dt.date, possible: tuple[Outcome, ...], *, later: Later
    ) -> "Decision":
        """Return a decision of which only the outcome is worked out yet."""
        made = _WrittenLater.__new__(_WrittenLater)
        _set(made, "policy", policy)
        _set(made, "digest", digest)
        _set(made, "on", on)
        _set(made, "possible", possible)
        _set(made, "outcome", possible[0] if len(possible) == 1 else "undetermined")
        _set(made, "_later", later)
        return made

    def __setattr__(self, name: str, value: object) -> Never:
        raise AttributeError("a decision cannot be changed")

    def __delattr__(self, name: str) -> Never:
        raise AttributeError("a decision cannot be changed")

    def __eq__(self, other: object) -> bool:
        if self is other:
            return True
        if not isinstance(other, Decision):
            return NotImplemented
        return all(getattr(self, field) == getattr(other, field) for field in FIELDS)

    def __hash__(self) -> int:
        return hash((self.policy, self.digest, self.on, self.possible))

    def __repr__(self) -> str:
        said = (f"{field}={getattr(self, field)!r}" for field in FIELDS)
        return f"Decision({', '.join(said)})"

    def __reduce__(self) -> tuple[object, ...]:
        return _again, tuple(getattr(self, field) for field in FIELDS)

    def replace(self, **changes: object) -> "Decision":
        """Return a decision that says the same but for some fields."""
        return Decision(**{**{field: getattr(self, field) for field in FIELDS}, **changes})

    @property
    def basis(self) -> Basis | None:
        """The basis, where only one is possible."""
        return self.bases[0] if len(self.bases) == 1 else None

    @property
    def next_question(self) -> Question | None:
        """The question to ask next, where one is open."""
        return self.open[0] if self.open else None

    @property
    def is_on_condition(self) -> bool:
        """Whether the use is permitted with a duty that is due and not fulfilled."""
        return self.outcome == "permitted" and any(duty.state != "fulfilled" for duty in self.duties)


class _WrittenLater(Decision):
    """A decision of which some fields are not worked out yet.

    A class of its own, because one that looks for missing attributes takes several times as long to find the others.
    """

    __slots__ = ()

    def __getattr__(self, name: str) -> object:
        """Work a field out, and keep it. Called only for what is not there yet."""
        if name in _LATE:
            value = self._later.work_out(name)
            _set(self, name, value)
            return value
        raise AttributeError(f"a decision has no field {name!r}")


_set = object.__setattr__
_EMPTY: dict[str, object] = {**dict.fromkeys(FIELDS[6:], ()), "weakest_evidence": None, "limit": None}
_NEEDED = frozenset(FIELDS[:6])
_LATE = frozenset(FIELDS[4:])


def _again(*said: object) -> Decision:
    return Decision(**dict(zip(FIELDS, said, strict=True)))
