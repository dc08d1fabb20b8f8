"""A case as the compiled policy sees it: the cells that are left of each variable, and which facts were given."""

import datetime as dt
from typing import NamedTuple

from policylang.core.domain import YES, Domain
from policylang.semantics.knowledge import Knowledge
from policylang.semantics.policy import Path


class Case(NamedTuple):
    """What is known of a case on a day.

    `left` gives the cells left of each variable of the domain, as bits; `given` the paths of the facts that were given,
    in the order in which the policy's files declare them.
    """

    day: dt.date
    left: tuple[int, ...]
    given: tuple[Path, ...]

    def without(self, path: Path, domain: Domain) -> "Case":
        """Return the case as it would be if a fact had not been given; that a thing is there follows from its parts."""
        given = tuple(each for each in self.given if each != path)
        left = list(self.left)
        around = (Path(path.fact, path.parts[:length]) for length in range(len(path.parts)))
        implied = (each for each in around if each in domain.presences and each not in given)
        for variable in (*domain.of_path(path), *(domain.presences[each] for each in implied)):
            left[variable] = domain.variables[variable].everything
        return Case(self.day, _with_things(tuple(left), given, domain), given)


def case_of(knowledge: Knowledge, day: dt.date, domain: Domain, declared: tuple[Path, ...]) -> Case:
    """Return a case from what it tells.

    Args:
        knowledge: What is known.
        day: The date of the decision.
        domain: The variables.
        declared: All paths of the policy, in order.

    Raises:
        CaseError: Of some fact no value is left.
    """
    given = tuple(path for path in declared if path in knowledge.known)
    return Case(day, tuple(domain.left(knowledge, day)), given)


def _with_things(left: tuple[int, ...], given: tuple[Path, ...], domain: Domain) -> tuple[int, ...]:
    """Return the cells with every thing present of which a part is given."""
    there = {
        domain.presences[around]
        for path in given
        for length in range(len(path.parts))
        if (around := Path(path.fact, path.parts[:length])) in domain.presences
    }
    return tuple(1 << YES if variable in there else cells for variable, cells in enumerate(left))
