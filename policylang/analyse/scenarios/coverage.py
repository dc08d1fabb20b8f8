"""What the scenarios of a policy reach: which clauses, exceptions, conditions and bounds some scenario tries.

A scenario counts for what holds certainly in its case, whatever the case leaves open; whether its expectations are met
makes no difference. What no case can show is told apart and not counted.
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Literal, NamedTuple

from policylang.analyse.scenarios.bounds import asking
from policylang.analyse.scenarios.points import Goal, Kind, Point, Undecided, points
from policylang.analyse.scenarios.tried import Tried
from policylang.analyse.subject import Subject, subject
from policylang.diagnostics.errors import CaseError, InternalError
from policylang.diagram.manager import TRUE, Cells, DiagramTooLargeError, Node, Variable
from policylang.diagram.walk import leaves
from policylang.evaluate.scenarios import ANY_DAY
from policylang.semantics.knowledge import Knowledge
from policylang.semantics.policy import Policy
from policylang.semantics.scenario import Scenario
from policylang.source import Place

State = Literal["reached", "missing", "never", "undecided"]


class Reach(NamedTuple):
    """A point of a policy, and whether scenarios reach it.

    `state`: `reached`; `missing`; `never`, where no case can show it; `undecided`, where a limit was met.
    `by` are the titles of scenarios that reach it, as few as needed; `lacks` says what else has to be shown.
    """

    kind: Kind
    clause: str
    said: str
    state: State
    by: tuple[str, ...] = ()
    lacks: tuple[str, ...] = ()
    place: Place | None = None


class Figures(NamedTuple):
    """How many points are reached, of how many that can be."""

    reached: int
    all: int

    @property
    def percent(self) -> float:
        """The share in percent; 100 where there is nothing to reach."""
        return 100.0 if not self.all else 100 * self.reached / self.all

    def is_below(self, percent: float) -> bool:
        """Whether less than a share is reached."""
        return 100 * self.reached < percent * self.all


class Coverage(NamedTuple):
    """What the scenarios of a policy reach. `scenarios` is how many were tried: those whose case can be."""

    policy: str
    scenarios: int
    points: tuple[Reach, ...]

    def figures(self, kind: Kind | None = None) -> Figures:
        """Return how much is reached: of a kind, or of all."""
        counted = [each for each in self.points if each.state in ("reached", "missing") and kind in (None, each.kind)]
        return Figures(sum(each.state == "reached" for each in counted), len(counted))

    def of_state(self, state: State) -> tuple[Reach, ...]:
        """Return the points of a state."""
        return tuple(each for each in self.points if each.state == state)


def coverage(policy: Policy, scenarios: Iterable[Scenario]) -> Coverage:
    """Return what scenarios of a policy reach.

    Cost: For each point, some diagrams of its clause and a walk for each scenario.
    """
    return Trial(policy, scenarios).coverage


class Try(NamedTuple):
    """A scenario under trial: the cells that its case leaves."""

    scenario: Scenario
    known: Mapping[Variable, Cells]


class Trial:
    """The scenarios of a policy tried on every point.

    Args:
        policy: The policy.
        scenarios: Its scenarios; one whose case cannot be is left out.
    """

    def __init__(self, policy: Policy, scenarios: Iterable[Scenario]) -> None:
        self._asking = tuple(asking(policy))
        self.subject: Subject = subject(policy, asking=self._asking)
        self.points: tuple[Point | Undecided, ...] = tuple(points(self.subject))
        self._possible = self._possible_node()
        self.tries = tuple(self._tries(scenarios))
        self._replays: dict[int, Tried] = {}
        self._shown: dict[Node, int | None] = {}
        self._confirmed: set[int] = set()
        self.coverage = Coverage(policy.name, len(self.tries), tuple(map(self._reach, self.points)))

    def _possible_node(self) -> Node | None:
        try:
            return self.subject.possible
        except DiagramTooLargeError:
            return None

    def _tries(self, scenarios: Iterable[Scenario]) -> Iterable[Try]:
        for scenario in scenarios:
            known = self.known(scenario.given, scenario.on or ANY_DAY)
            if known is not None:
                yield Try(scenario, known)

    def known(self, given: Knowledge, day: dt.date) -> Mapping[Variable, Cells] | None:
        """Return the cells that a case leaves; nothing where it cannot be."""
        domain = self.subject.domain
        try:
            known = domain.known(domain.left(given, day))
        except CaseError:
            return None
        can_be = self._possible is None or TRUE in leaves(self.subject.diagrams, self._possible, known)
        return known if can_be else None

    def is_certain(self, node: Node, known: Mapping[Variable, Cells]) -> bool:
        """Whether something holds in every possible completion of a case."""
        subject = self.subject
        return leaves(subject.diagrams, subject.either(node, subject.no(subject.possible)), known) == {TRUE}

    # ------------------------------------------------------------ points

    def _reach(self, point: Point | Undecided) -> Reach:
        kind, clause, said, place = point[:4]
        if isinstance(point, Undecided) or self._possible is None:
            return Reach(kind, clause, said, "undecided", place=place)
        try:
            ways = self.open_ways(point)
        except DiagramTooLargeError:
            return Reach(kind, clause, said, "undecided", place=place)
        if not ways:
            return Reach(kind, clause, said, "never", place=place)
        missing = self.missing(point)
        if missing:
            return Reach(kind, clause, said, "missing", lacks=tuple(goal.said for goal in missing), place=place)
        way = next(way for way in ways if not self._lacking(way))
        titles = dict.fromkeys(self.tries[self._by(goal)].scenario.title for goal in way)  # type: ignore[index]
        return Reach(kind, clause, said, "reached", by=tuple(titles), place=place)

    def open_ways(self, point: Point) -> list[tuple[Goal, ...]]:
        """Return the ways to reach a point each of whose goals some case shows."""
        return [way for way in point.ways if all(self.subject.ever(goal.node) for goal in way)]

    def missing(self, point: Point | Undecided) -> tuple[Goal, ...]:
        """Return what scenarios have still to show to reach a point: as little as possible."""
        if isinstance(point, Undecided):
            return ()
        return min((self._lacking(way) for way in self.open_ways(point)), key=len, default=())

    def _lacking(self, way: Sequence[Goal]) -> tuple[Goal, ...]:
        return tuple(goal for goal in way if self._by(goal) is None)

    def _by(self, goal: Goal) -> int | None:
        """Return the number of the first scenario that shows a goal, as the reference confirms."""
        if goal.node not in self._shown:
            found = (number for number, each in enumerate(self.tries) if self.is_certain(goal.node, each.known))
            self._shown[goal.node] = next(found, None)
        number = self._shown[goal.node]
        if number is not None and id(goal) not in self._confirmed:
            self._confirmed.add(id(goal))
            self._confirm(goal, number)
        return number

    def _confirm(self, goal: Goal, number: int) -> None:
        scenario = self.tries[number].scenario
        if number not in self._replays:
            self._replays[number] = self.tried(scenario)
        confirm(goal, self._replays[number])

    def tried(self, scenario: Scenario) -> Tried:
        """Return the case of a scenario tried by the reference."""
        return Tried(self.subject.policy, scenario.given, scenario.on or ANY_DAY, asking=self._asking)


def confirm(goal: Goal, tried: Tried) -> None:
    """Have the reference say that a case shows a goal; where it meets its limit, the diagrams alone say so.

    Raises:
        InternalError: It says otherwise.
    """
    if not goal.shows(tried) and not tried.limit_met:
        raise InternalError(f"the reference does not confirm that a case shows this: {goal.said}")
