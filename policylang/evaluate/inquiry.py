"""What can still change an undetermined outcome, and which question to ask first, on a diagram of what is left.

A fact is open when it is in some smallest set of unknowns that could settle the outcome: some values of some unknown
facts, this one among them, settle it together and would not without any one of them. On the diagram of the outcome,
with what is known filled in, these are the variables that it asks; where lines of `always` bind some to one another,
they are those on which two possible combinations differ that differ in outcome, all else being equal.
"""

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence

from policylang.core.domain import NO, Domain
from policylang.core.program import Program
from policylang.diagram.algebra import choose, relabel, restrict
from policylang.diagram.manager import FALSE, Cells, Diagrams, DiagramTooLargeError, Node
from policylang.diagram.walk import leaves_together, support
from policylang.evaluate.questions import IMPOSSIBLE, Asking
from policylang.semantics.policy import Path

MOST_TOGETHER = 256
"""Variables that `always` binds to one another are tried in up to so many combinations; beyond, all are open."""

Assignment = Mapping[int, int]
"""Variables with the cell of each."""


def open_paths(program: Program, verdict: Node, known: Mapping[int, Cells]) -> tuple[Path, ...]:
    """Return the paths of the open facts, the one to ask for first.

    Args:
        program: The compiled policy.
        verdict: The diagram of the outcome.
        known: The cells left of each variable of which not all are.
    """
    diagrams = Diagrams(program.domain.sizes, order=program.diagrams.order)
    (left,) = restrict(program.diagrams, (verdict,), known, into=diagrams)
    return Remainder(program, diagrams, left, known).ordered()


class Remainder:
    """The outcome as a diagram of what is not known, made in a manager of its own.

    `outcome` is the outcome alone, with the leaf `IMPOSSIBLE` where a completion is not possible.

    Args:
        program: The compiled policy.
        diagrams: The manager, over the same variables in the same order.
        verdict: The diagram of the outcome in it, with what is known filled in.
        known: The cells left of each variable of which not all are.
    """

    def __init__(self, program: Program, diagrams: Diagrams, verdict: Node, known: Mapping[int, Cells]) -> None:
        self.program = program
        self.domain: Domain = program.domain
        self.known = known
        self.diagrams = diagrams
        possible = program.roots.possible
        if possible is None:
            raise DiagramTooLargeError
        (self.possible,) = restrict(program.diagrams, (possible,), known, into=diagrams)
        outcome = relabel(self.diagrams, verdict, "outcome", lambda said: said[0])  # type: ignore[index]
        self.outcome = choose(self.diagrams, self.possible, outcome, self.diagrams.leaf(IMPOSSIBLE))

    def ordered(self) -> tuple[Path, ...]:
        """Return the paths of the open facts, the one to ask for first."""
        paths, policy = self.open_paths(), self.program.policy
        return Asking(self.domain, self.diagrams, self.outcome, paths=paths, policy=policy).ordered()

    def open_paths(self) -> list[Path]:
        """Return the paths of the open facts, in the order in which the diagram asks them."""
        asked = support(self.diagrams, [self.outcome])
        groups = self._bound()
        together = {variable: group for group in groups for variable in group}
        found: set[int] = set()
        for variable in asked:
            if variable not in together:
                found.add(variable)
        for group in groups:
            found.update(self._turning(group))
        found.update(thing for variable in tuple(found) for thing in self._things_in_doubt(variable))
        paths = (self.domain.variables[variable].path for variable in self.diagrams.order if variable in found)
        return [path for path in dict.fromkeys(paths) if path is not None]

    def _things_in_doubt(self, variable: int) -> Iterator[int]:
        """Yield the things around a part of which it is unknown whether they are there: that is asked first."""
        for thing in self.domain.variables[variable].things:
            absent = restrict(self.diagrams, (self.possible,), {thing: 1 << NO})[0]
            if thing not in self.known and absent != FALSE:
                yield thing

    # ------------------------------------------------------------ what `always` binds

    def _bound(self) -> list[tuple[int, ...]]:
        """Return the variables that lines of `always` in doubt bind to one another, those of each group together.

        With whether a thing is there, all of its parts that count are bound.
        """
        groups: list[set[int]] = []
        for line in self.program.lines:
            kept = restrict(self.program.diagrams, (line,), self.known, into=self.diagrams)[0]
            variables = set(support(self.diagrams, [kept]))
            if variables:
                touched = [group for group in groups if group & variables]
                groups = [group for group in groups if not group & variables]
                groups.append(variables.union(*touched))
        asked = support(self.diagrams, [self.outcome])
        with_parts = []
        for group in groups:
            parts = [each for each in asked if not group.isdisjoint(self.domain.variables[each].things)]
            with_parts.append(tuple(each for each in self.diagrams.order if each in group or each in parts))
        return with_parts

    def _turning(self, group: Sequence[int]) -> Iterable[int]:
        """Return those of some bound variables on which the outcome turns, all else being equal."""
        assignments = self._assignments(group)
        if assignments is None:
            return set(support(self.diagrams, [self.outcome])) & set(group)
        roots = [restrict(self.diagrams, (self.outcome,), _as_cells(each))[0] for each in assignments]
        values = self.diagrams.values
        found: set[int] = set()
        for reached in leaves_together(self.diagrams, roots, {}):
            outcomes = [values[leaf] for leaf in reached]
            if IMPOSSIBLE not in outcomes and len(set(outcomes)) > 1:
                found |= _told_apart(list(zip(assignments, outcomes, strict=True)), self.domain)
        return found

    def _assignments(self, group: Sequence[int]) -> list[Assignment] | None:
        """Return the possible combinations of cells of bound variables; nothing where they are too many."""
        found: list[dict[int, int]] = [{}]
        variables = self.domain.variables
        for variable in sorted(group, key=lambda each: len(variables[each].things)):
            cells = self.known.get(variable, variables[variable].everything)
            found = [
                wider
                for each in found
                for wider in self._wider(each, variable, cells)
                if restrict(self.diagrams, (self.possible,), _as_cells(wider))[0] != FALSE
            ]
            if len(found) > MOST_TOGETHER:
                return None
        return list(found)

    def _wider(self, assignment: dict[int, int], variable: int, cells: Cells) -> Iterator[dict[int, int]]:
        """Yield an assignment with each cell of one more variable; as it is for a part of a thing that is not there."""
        if any(assignment.get(thing) == NO for thing in self.domain.variables[variable].things):
            yield assignment
            return
        for cell in range(self.domain.variables[variable].size):
            if cells >> cell & 1:
                yield {**assignment, variable: cell}


def _as_cells(assignment: Assignment) -> dict[int, Cells]:
    return {variable: 1 << cell for variable, cell in assignment.items()}


def _told_apart(tried: Sequence[tuple[Assignment, Hashable]], domain: Domain) -> set[int]:
    """Return the variables that are in a smallest set of some cells that settles the outcome, all else being equal.

    A variable is, where two of the combinations tried differ in outcome and in it, and every combination that has this
    cell of it and what both share has the first one's outcome. Sets of combinations are the bits of a number.
    """
    sharing: dict[tuple[int, int], int] = {}
    with_outcome: dict[Hashable, int] = {}
    for place, (assignment, outcome) in enumerate(tried):
        with_outcome[outcome] = with_outcome.get(outcome, 0) | 1 << place
        for literal in assignment.items():
            sharing[literal] = sharing.get(literal, 0) | 1 << place
    everything = (1 << len(tried)) - 1
    found: set[int] = set()
    for one, outcome in tried:
        for other, another in tried:
            if another == outcome:
                continue
            shared = {variable for variable, cell in one.items() if other.get(variable) == cell}
            fitting = everything & ~with_outcome[outcome]
            for variable in shared:
                fitting &= sharing[variable, one[variable]]
            for variable, cell in one.items():
                if variable in shared or variable in found or fitting & sharing[variable, cell]:
                    continue
                # Nobody can tell a part and not that the thing is there.
                if all(thing in shared or thing not in one for thing in domain.variables[variable].things):
                    found.add(variable)
    return found
