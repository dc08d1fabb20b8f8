"""Regions: where something is so, as few sets of cases, no two of which overlap, each in words.

A region gives some variables the cells that are left to them; all others have all of theirs. Beside the variables of
the domain there is one for each definition that the policy's clauses use, so that a region can say
`us_police_department(operator)` where it would take many regions to say what that means. Regions are exact: the
possible cases in them are just those in which it is so.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice

from policylang.analyse.subject import Subject
from policylang.core.domain import DAY, NO, YES
from policylang.diagram.algebra import conjoin, disjoin, negate, restrict
from policylang.diagram.manager import FALSE, TRUE, Cells, Diagrams, DiagramTooLargeError, Node, Variable
from policylang.diagram.order import sift, transfer
from policylang.diagram.simplify import simplify
from policylang.diagram.walk import leaves, paths, support
from policylang.evaluate.labels import sentence
from policylang.semantics.policy import Path

Region = Mapping[Variable, Cells]
"""Cells by variable; a definition has the number that follows those of the domain's variables, by its place."""
MOST_REGIONS = 200
MOST_DEFINITIONS = 12
_MOST_NODES = 200_000
_MOST_STEPS = 4_000_000
_MOST_SWAPS = 2_000


def regions(subject: Subject, node: Node, *, most: int = MOST_REGIONS) -> tuple[Region, ...]:
    """Return regions that together are where something holds, as far as a case can be; what is given they do not tell.

    They are few, not fewest: the least number is hard to find (to cover by disjoint cubes is NP-hard already for yes
    and no). Where a definition tells most of what is left to tell, it is asked first; then the paths of a small
    diagram are joined and widened as long as that keeps them exact. Of the regions with definitions and those without,
    the shorter ones are taken.

    Args:
        subject: The policy.
        node: Where it holds.
        most: How many regions there may be.

    Raises:
        DiagramTooLargeError: There would be more, or the diagrams would be too large.
    """
    found = []
    for with_definitions in (True, False):
        try:
            found.append(_Regions(subject, node, most, with_definitions=with_definitions).found())
        except DiagramTooLargeError:
            continue
    if not found:
        raise DiagramTooLargeError
    shortest = min(found, key=lambda each: len(each) + sum(map(len, each)))
    told = [_as_given(subject, region) for region in shortest]
    return tuple(sorted(told, key=lambda region: (len(region), sorted(region.items()))))


def _as_given(subject: Subject, region: Region) -> Region:
    """Return a region without the cells that what is given leaves out."""
    left = subject.left
    return {each: cells if each >= len(left) else cells & left[each] for each, cells in region.items()}


class _Regions:
    """Finds the regions, with diagrams in a manager of their own."""

    def __init__(self, subject: Subject, node: Node, most: int, *, with_definitions: bool) -> None:
        source, domain = subject.diagrams, subject.domain
        self.most = most
        self.first = len(domain.variables)
        """The number of the first definition."""
        self.every = (*domain.everything, *(1 << NO | 1 << YES for _ in subject.named))
        settled = {each: cells for each, cells in enumerate(subject.left) if cells.bit_count() == 1}
        written = [subject.condition(each) for each in subject.named] if with_definitions else []
        nodes = [conjoin(source, [node, subject.possible]), subject.possible, *written]
        target, possible, *meanings = restrict(source, nodes, settled)
        asked = set(support(source, [target]))
        used = [place for place, each in enumerate(meanings) if asked.intersection(support(source, [each]))]
        if with_definitions and not 0 < len(used) <= MOST_DEFINITIONS:
            raise DiagramTooLargeError
        self.diagrams = Diagrams(source.sizes, order=source.order)
        moved = transfer(source, [target, possible, *(meanings[each] for each in used)], self.diagrams)
        sift(self.diagrams, moved, most_swaps=_MOST_SWAPS)
        self.target, self.possible, *found = moved
        self.meanings: dict[Variable, tuple[Node, Node]] = {
            self.first + place: (negate(self.diagrams, each), each) for place, each in zip(used, found, strict=True)
        }
        """For each definition where it does not hold, and where it does."""

    def found(self) -> list[Region]:
        """Return the regions."""
        with self.diagrams.at_most(_MOST_NODES, steps=_MOST_STEPS):
            split = list(islice(self._split(self.possible, {}), 4 * self.most + 1))
            if len(split) > 4 * self.most:
                raise DiagramTooLargeError
            done = _joined(self._widened(_joined(split, self.every)), self.every)
        if len(done) > self.most:
            raise DiagramTooLargeError
        return list(done)

    # ------------------------------------------------------------ cut into regions

    def _split(self, care: Node, asked: dict[Variable, Cells]) -> Iterator[dict[Variable, Cells]]:
        """Yield regions that are what is left of the target where one cares, below what is asked."""
        left = simplify(self.diagrams, self.target, care)
        open_ = [each for each in self.meanings if each not in asked]
        if self.diagrams.is_leaf(left) or not open_:
            yield from (
                {**asked, **region} for region in paths(self.diagrams, left, TRUE) if self._can_be(region, care)
            )
            return
        _, _, branches, variable = min(
            (self._size(branches), variable < self.first, branches, variable)
            for variable in (*open_, *support(self.diagrams, [left]))
            if len(branches := self._branches(variable, care, left)) > 1
        )
        for cells, _ in branches:
            yield from self._split(
                conjoin(self.diagrams, [care, self._is(variable, cells)]), {**asked, variable: cells}
            )

    def _branches(self, variable: Variable, care: Node, left: Node) -> tuple[tuple[Cells, Node], ...]:
        """Return what is left for each answer that is possible; answers of a fact that leave the same are one."""
        together: dict[Node, Cells] = {}
        for cell in range(self.every[variable].bit_length()):
            within = conjoin(self.diagrams, [care, self._is(variable, 1 << cell)])
            if within != FALSE:
                if variable < self.first:
                    (branch,) = restrict(self.diagrams, [left], {variable: 1 << cell})
                else:
                    branch = simplify(self.diagrams, left, within)
                together[branch] = together.get(branch, 0) | 1 << cell
        return tuple((cells, branch) for branch, cells in together.items())

    def _size(self, branches: Iterable[tuple[Cells, Node]]) -> int:
        """Return how much is left to tell."""
        return sum(
            not self.diagrams.is_leaf(node) for _, branch in branches for node in self.diagrams.reachable([branch])
        )

    def _is(self, variable: Variable, cells: Cells) -> Node:
        """Return where a fact lies in some cells, or a definition does or does not hold."""
        if variable < self.first:
            return self.diagrams.test(variable, cells)
        return self.meanings[variable][cells.bit_length() - 1]

    def _can_be(self, region: Region, care: Node) -> bool:
        return TRUE in leaves(self.diagrams, care, region)

    # ------------------------------------------------------------ made wider

    def _widened(self, found: list[dict[Variable, Cells]]) -> list[dict[Variable, Cells]]:
        """Return the regions without what they need not say, as long as they do not overlap."""
        diagrams = self.diagrams
        never = conjoin(diagrams, [self.possible, negate(diagrams, self.target)])
        done = sorted(found, key=lambda region: (-len(region), sorted(region.items())))
        nodes = [self._node(region) for region in done]
        for number, region in enumerate(done):
            outside = disjoin(diagrams, [never, *nodes[:number], *nodes[number + 1 :]])
            outside = conjoin(diagrams, [outside, self.possible])
            for variable in sorted(region):
                wider = {each: cells for each, cells in region.items() if each != variable}
                node = self._node(wider)
                if conjoin(diagrams, [node, outside]) == FALSE:
                    region, nodes[number] = wider, node  # noqa: PLW2901 - what is left of it
            done[number] = region
        return done

    def _node(self, region: Region) -> Node:
        return conjoin(self.diagrams, (self._is(variable, cells) for variable, cells in region.items()))


def _joined(found: Sequence[Region], every: Sequence[Cells]) -> list[dict[Variable, Cells]]:
    """Return regions of which two that differ in one variable alone are one."""
    left = {frozenset(region.items()) for region in found}
    changed = True
    while changed:
        changed = False
        for variable in sorted({variable for region in left for variable, _ in region}):
            groups: dict[frozenset[tuple[Variable, Cells]], int] = {}
            for region in sorted(left, key=sorted):
                rest = frozenset(each for each in region if each[0] != variable)
                cells = dict(region).get(variable, every[variable])
                groups[rest] = groups.get(rest, 0) | cells
            together = {
                rest if cells == every[variable] else rest | {(variable, cells)} for rest, cells in groups.items()
            }
            if len(together) < len(left):
                left, changed = together, True
    return [dict(region) for region in left]


# ---------------------------------------------------------------- in words


def said(subject: Subject, region: Region) -> tuple[str, ...]:
    """Return a region as sentences that all hold in it, in the order in which the policy's files declare the facts.

    That a thing is there is left out where a part of it is told.
    """
    first = len(subject.domain.variables)
    definitions = (
        subject.name_of(each - first, holds=region[each] == 1 << YES) for each in sorted(region) if each >= first
    )
    facts = (sentence(subject.policy, subject.domain, each, region[each]) for each in _told(subject, region))
    when = [next(facts)] if DAY in region else []
    return (*when, *definitions, *facts)


def _told(subject: Subject, region: Region) -> Iterator[Variable]:
    variables = subject.domain.variables
    facts = [each for each in region if each < len(variables)]
    implied = {thing for each in facts for thing in variables[each].things}
    place = _declared(subject)
    for variable in sorted(facts, key=lambda each: (place(variables[each].path), each)):
        if variable not in implied or region[variable] != 1 << YES:
            yield variable


def _declared(subject: Subject) -> Callable[[Path | None], int]:
    """Return the function from a path to its place among all that the policy's files declare; the day comes first."""
    place = {path: number for number, (path, _) in enumerate(subject.policy.paths.values())}
    return lambda path: -1 if path is None else place.get(path, len(place))


def node_of(subject: Subject, region: Region) -> Node:
    """Return where a region is, as a diagram."""
    diagrams, first = subject.diagrams, len(subject.domain.variables)
    found = []
    for variable, cells in region.items():
        if variable < first:
            found.append(diagrams.test(variable, cells))
        else:
            meaning = subject.condition(subject.named[variable - first])
            found.append(meaning if cells == 1 << YES else negate(diagrams, meaning))
    return conjoin(diagrams, found)
