"""Scenarios that are missing, written: the smallest cases that show what no scenario shows yet, few of them.

Each expects what the policy says now, which is not known to be right: a comment asks a person to confirm it.

Source: for the choice of few cases that show much, the greedy covering of V. Chvátal, A Greedy Heuristic for the
    Set-Covering Problem, Mathematics of Operations Research 4(3), 1979.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from policylang.analyse.scenarios.coverage import Trial, confirm
from policylang.analyse.scenarios.points import Goal
from policylang.analyse.scenarios.proposed import Titles, case_for, proposed
from policylang.analyse.subject import Subject
from policylang.analyse.witness import Witness
from policylang.core.program import Rule
from policylang.diagnostics.errors import InternalError
from policylang.diagram.manager import FALSE, DiagramTooLargeError, Node
from policylang.evaluate.scenarios import ANY_DAY
from policylang.semantics.policy import Policy
from policylang.semantics.scenario import Scenario

_MOST_SHOWN = 5
_MOST_NODES = 50_000
_MOST_STEPS = 2_000_000


class Suggestion(NamedTuple):
    """A scenario to add, its text with the comments above it, and what it shows that none showed before."""

    scenario: Scenario
    text: str
    shows: tuple[str, ...]


class Suggestions(NamedTuple):
    """The scenarios to add, those that show most first; `undecided` is what none was found for within the limit."""

    policy: str
    scenarios: tuple[Suggestion, ...]
    undecided: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The scenarios as they can be pasted into the policy's file, or into one of `scenarios for` it."""
        return "\n".join(each.text for each in self.scenarios)


def suggestions(policy: Policy, scenarios: Iterable[Scenario]) -> Suggestions:
    """Return the scenarios that would reach what those of a policy do not reach.

    Cost: For each missing point, the smallest case, and a walk for each pair of a point and a case.
    """
    return missing_scenarios(Trial(policy, scenarios))


def missing_scenarios(trial: Trial) -> Suggestions:
    """Return the scenarios that would reach what those of a trial do not reach."""
    made = _Suggesting(trial)
    return Suggestions(trial.subject.policy.name, made.scenarios(), tuple(made.undecided))


class _Missing(NamedTuple):
    """A goal that no scenario shows, and the number of its clause."""

    goal: Goal
    rule: Rule

    @property
    def key(self) -> tuple[Node, str]:
        """What tells it from others: a condition may stand in a clause twice, and say the same of two goals."""
        return self.goal.node, self.goal.said


class _Candidate(NamedTuple):
    case: Witness
    shows: tuple[_Missing, ...]


class _Suggesting:
    """Finds cases for the goals that are not shown yet."""

    def __init__(self, trial: Trial) -> None:
        self.trial = trial
        self.subject: Subject = trial.subject
        number = self.subject.by_name
        found = (_Missing(goal, number[point.clause]) for point in trial.points for goal in trial.missing(point))
        self.missing = tuple({each.key: each for each in found}.values())
        self.undecided: list[str] = []
        self._titles = Titles(each.scenario.title for each in trial.tries)

    def scenarios(self) -> tuple[Suggestion, ...]:
        """Return the scenarios, in the order of the clauses that they are about."""
        chosen = sorted(self._chosen(), key=lambda each: (each.shows[0].rule, self.missing.index(each.shows[0])))
        return tuple(self._written(each.case, each.shows) for each in chosen)

    def _chosen(self) -> Iterator[_Candidate]:
        """Yield cases until all is shown: each time the one that shows most of what is left, and has few facts."""
        candidates = list(self._candidates())
        left = {each.key for each in self.missing if each.goal.said not in self.undecided}
        while left:
            best = max(candidates, key=lambda each: (len(self._new(each, left)), -len(each.case.cells)))
            new = self._new(best, left)
            if not new:
                raise InternalError("a case that was found does not show what it was found for")
            about = Counter(each.rule for each in new)
            yield best._replace(shows=tuple(sorted(new, key=lambda each: (-about[each.rule], each.rule))))
            left -= {each.key for each in new}

    def _new(self, candidate: _Candidate, left: set[tuple[Node, str]]) -> tuple[_Missing, ...]:
        return tuple(each for each in candidate.shows if each.key in left)

    # ------------------------------------------------------------ cases

    def _candidates(self) -> Iterator[_Candidate]:
        for each in self.missing:
            try:
                with self.subject.diagrams.at_most(_MOST_NODES, steps=_MOST_STEPS):
                    yield self._candidate(self._found(each.goal.node))
                    yield self._candidate(self._found(self._with_others(each)))
            except DiagramTooLargeError:
                self.undecided.append(each.goal.said)

    def _found(self, node: Node) -> Witness:
        found = case_for(self.subject, node)
        assert found is not None  # noqa: S101 - a goal is missing only where some case shows it
        return found

    def _with_others(self, missing: _Missing) -> Node:
        """Return where a goal is shown together with as many others of its clause as go with it."""
        node = missing.goal.node
        for other in self.missing:
            if other.rule == missing.rule:
                both = self.subject.both(node, other.goal.node)
                if both != FALSE and self.subject.ever(both):
                    node = both
        return node

    def _candidate(self, case: Witness) -> _Candidate:
        known = self.trial.known(case.knowledge, case.day or ANY_DAY)
        assert known is not None  # noqa: S101 - what was found is possible
        return _Candidate(case, tuple(each for each in self.missing if self.trial.is_certain(each.goal.node, known)))

    # ------------------------------------------------------------ text

    def _written(self, found: Witness, shows: Sequence[_Missing]) -> Suggestion:
        clauses = [self.subject.rules[rule].clause for rule in dict.fromkeys(each.rule for each in shows)]
        said = tuple(dict.fromkeys(each.goal.said for each in shows))
        made = proposed(self.subject, found, self._titles.new(said[0]), clauses, _shown(said))
        tried = self.trial.tried(made.scenario)
        for each in shows:
            confirm(each.goal, tried)
        return Suggestion(made.scenario, made.text, said)


def _shown(said: Sequence[str]) -> Iterator[str]:
    yield from (f"shows: {each}" for each in said[:_MOST_SHOWN])
    if len(said) > _MOST_SHOWN:
        yield f"shows: {len(said) - _MOST_SHOWN} more"
