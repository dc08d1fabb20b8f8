"""Conditions as decision diagrams over the variables of the domain."""

from collections.abc import Iterable, Sequence

from policylang.core.domain import DAY, Domain
from policylang.core.literals import days_in, demand
from policylang.diagram.algebra import conjoin, count_at_least, disjoin, negate
from policylang.diagram.manager import Diagrams, Node
from policylang.semantics.policy import All, Any, Condition, Count, Defined, InEdition, Not, Period, Test


class Conditions:
    """Makes the diagrams of conditions, that of a definition once.

    Args:
        domain: The variables; they tell apart whatever the conditions ask.
        diagrams: The manager.
    """

    def __init__(self, domain: Domain, diagrams: Diagrams) -> None:
        self.domain = domain
        self.diagrams = diagrams
        self._defined: dict[int, tuple[Condition, Node]] = {}

    def __call__(self, condition: Condition) -> Node:
        """Return where a condition holds.

        Raises:
            DiagramTooLargeError: The diagram would be too large.
        """
        diagrams = self.diagrams
        match condition:
            case All(inner):
                return conjoin(diagrams, map(self, inner))
            case Any(inner):
                return disjoin(diagrams, map(self, inner))
            case Not(inner_one):
                return negate(diagrams, self(inner_one))
            case Count(number, exactly, inner):
                each = list(map(self, inner))
                enough = count_at_least(diagrams, each, number)
                if not exactly:
                    return enough
                return conjoin(diagrams, [enough, negate(diagrams, count_at_least(diagrams, each, number + 1))])
            case Defined(_, _, meant):
                if id(meant) not in self._defined:
                    self._defined[id(meant)] = meant, self(meant)
                return self._defined[id(meant)][1]
            case InEdition(_, period):
                return self.during([period])
            case _:
                return self._test(condition)

    def during(self, periods: Sequence[Period]) -> Node:
        """Return where the day lies in one of some periods."""
        return self.diagrams.test(DAY, days_in(self.domain, periods))

    def _test(self, test: Test) -> Node:
        all_of, any_of = demand(self.domain, test)
        each: Iterable[Node] = [self.diagrams.test(variable, cells) for variable, cells in all_of]
        if any_of is not None:
            one = disjoin(self.diagrams, (self.diagrams.test(variable, cells) for variable, cells in any_of))
            each = [*each, one]
        return conjoin(self.diagrams, each)
