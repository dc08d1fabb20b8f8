"""Scenarios run: each expectation is compared with the decision, and every one that fails says what it got.

`by C` holds where C stands in every possible completion, or, where the outcome is undetermined, in some.
`not by C` holds where it stands in none, `open on C` where it stands in some and not in others. `by only`
lists every clause for which `by` holds and that speaks for the outcome; for the others, `only` lists all
there are.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property

import attrs

from policylang.evaluate.decide import decide
from policylang.semantics.decision import ClauseReport, Decision, DutyReport
from policylang.semantics.policy import OUTCOME_OF, Policy
from policylang.semantics.scenario import Expectation, Scenario
from policylang.source import Place

ANY_DAY = dt.date.min
"""The day on which a scenario without a date is decided: its policy says the same on all."""


@attrs.frozen
class Failure:
    """An expectation that is not met: what was expected, and what the decision says instead."""

    expected: str
    got: str
    place: Place | None = attrs.field(default=None, eq=False, repr=False)


@attrs.frozen
class ScenarioResult:
    """A scenario, the decision on its case, and the expectations that it does not meet."""

    scenario: Scenario
    decision: Decision
    failures: tuple[Failure, ...] = ()

    @property
    def passed(self) -> bool:
        """Whether every expectation is met."""
        return not self.failures


def run(policy: Policy, scenario: Scenario) -> ScenarioResult:
    """Return how the policy decides the case of a scenario, and which expectations that does not meet.

    Raises:
        CaseError: The case of the scenario is not possible.
    """
    decision = decide(policy, scenario.given, scenario.on or ANY_DAY)
    return ScenarioResult(scenario, decision, failures(scenario, decision))


def failures(scenario: Scenario, decision: Decision) -> tuple[Failure, ...]:
    """Return the expectations of a scenario that a decision about its case does not meet."""
    return tuple(_failures(scenario, _Seen(decision)))


class _Seen:
    """What a decision says, by the names that expectations use: bare, or dotted for incorporated policies.

    Each part is worked out when the first expectation asks for it: of a case with gaps they are dear.
    """

    def __init__(self, decision: Decision) -> None:
        self.decision = decision

    def _name(self, policy: str, bare: str) -> str:
        return bare if policy == self.decision.policy else f"{policy}.{bare}"

    @cached_property
    def standing(self) -> Mapping[str, ClauseReport]:
        """The clauses that stand."""
        return {self._name(each.policy, each.name): each for each in self.decision.stands}

    @cached_property
    def against(self) -> Mapping[str, ClauseReport]:
        """The clauses that stand against the outcome."""
        return {self._name(each.policy, each.name): each for each in self.decision.against}

    @cached_property
    def lifted(self) -> Mapping[str, tuple[str, ...]]:
        """The clauses that are lifted, with those that lift them."""
        return {
            self._name(each.clause.policy, each.clause.name): tuple(
                self._name(each.clause.policy, by) for by in each.by
            )
            for each in self.decision.lifted
        }

    @cached_property
    def duties(self) -> Mapping[str, DutyReport]:
        """The duties that are due."""
        return {self._name(each.policy, each.name): each for each in self.decision.duties}

    @cached_property
    def advice(self) -> tuple[str, ...]:
        """The advice that is given."""
        return tuple(self._name(each.policy, each.name) for each in self.decision.advice)


def _failures(scenario: Scenario, seen: _Seen) -> Iterator[Failure]:
    decision = seen.decision
    if decision.outcome != scenario.outcome:
        why = f" (a limit was met: {decision.limit})" if decision.limit else ""
        yield Failure(scenario.outcome, f"{decision.outcome}{_by(seen)}{why}", scenario.place)
    for expectation in scenario.expectations:
        yield from _of(expectation, seen)


def _of(expectation: Expectation, seen: _Seen) -> Iterator[Failure]:
    match expectation.kind:
        case "by default":
            yield from _basis(expectation, seen, "default")
        case "outside scope":
            yield from _basis(expectation, seen, "outside scope")
        case "by":
            yield from _each(expectation, _standing(seen), _for_the_outcome(seen))
        case "not by":
            stray = [name for name in expectation.names if name in seen.standing or name in seen.against]
            yield from (_failure(expectation, name, "it stands") for name in stray)
        case "open on":
            yield from (
                _failure(expectation, name, _certainty(seen, name))
                for name in expectation.names
                if _certainty(seen, name) != "it stands possibly"
            )
        case "against":
            yield from _each(expectation, tuple(seen.against), tuple(seen.against))
        case "lifting":
            yield from _lifting(expectation, seen)
        case "requiring":
            yield from _each(expectation, tuple(seen.duties), tuple(seen.duties))
            yield from _states(expectation, seen)
        case "advising":
            yield from _each(expectation, seen.advice, seen.advice)
        case "needing":
            asked = tuple(each.fact for each in seen.decision.open)
            yield from _each(expectation, asked, asked)


def _basis(expectation: Expectation, seen: _Seen, basis: str) -> Iterator[Failure]:
    if seen.decision.basis != basis:
        yield Failure(expectation.kind, f"{' or '.join(seen.decision.bases)}{_by(seen)}", expectation.place)


def _each(expectation: Expectation, found: tuple[str, ...], all_of: tuple[str, ...]) -> Iterator[Failure]:
    """Yield a failure for each name that is not found, and with `only` for each of all that is not named."""
    got = ", ".join(found) or "none"
    yield from (_failure(expectation, name, got) for name in expectation.names if name not in found)
    if expectation.only:
        more = [name for name in all_of if name not in expectation.names]
        if more:
            yield Failure(f"{expectation.kind} only {', '.join(expectation.names)}", f"also {', '.join(more)}",
                          expectation.place)  # fmt: skip


def _lifting(expectation: Expectation, seen: _Seen) -> Iterator[Failure]:
    for name in expectation.names:
        by = seen.lifted.get(name)
        if by is None:
            yield _failure(expectation, name, _certainty(seen, name) if name in seen.standing else "it does not apply")
        elif any(each not in by for each in expectation.by):
            wanted = f"lifting {name} by {', '.join(expectation.by)}"
            yield Failure(wanted, f"lifted by {', '.join(by)}", expectation.place)


def _states(expectation: Expectation, seen: _Seen) -> Iterator[Failure]:
    for name in expectation.names:
        duty = seen.duties.get(name)
        if expectation.state and duty is not None and duty.state != expectation.state:
            yield Failure(f"requiring {name} {expectation.state}", duty.state, expectation.place)


def _standing(seen: _Seen) -> tuple[str, ...]:
    enough = ("certainly", "possibly") if seen.decision.outcome == "undetermined" else ("certainly",)
    return tuple(name for name, each in seen.standing.items() if each.certainty in enough)


def _for_the_outcome(seen: _Seen) -> tuple[str, ...]:
    outcome = seen.decision.outcome
    wanted = seen.decision.possible if outcome == "undetermined" else (outcome,)
    return tuple(name for name in _standing(seen) if OUTCOME_OF.get(seen.standing[name].effect) in wanted)


def _certainty(seen: _Seen, name: str) -> str:
    report = seen.standing.get(name) or seen.against.get(name)
    return f"it stands {report.certainty}" if report else "it does not stand"


def _by(seen: _Seen) -> str:
    names = _for_the_outcome(seen)
    return f" by {', '.join(names)}" if names else ""


def _failure(expectation: Expectation, name: str, got: str) -> Failure:
    return Failure(f"{expectation.kind} {name}", got, expectation.place)


def failed(results: Iterable[ScenarioResult]) -> tuple[ScenarioResult, ...]:
    """Return the results of the scenarios that failed."""
    return tuple(each for each in results if not each.passed)
