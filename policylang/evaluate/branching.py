"""A chart as questions and answers: answers that lead alike are one branch, and those that cannot be are left out.

Questions for single members of a set that follow each other are asked as one where that says the same: *any of these*,
or *all of these*.
"""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from policylang.core.domain import NO, YES
from policylang.core.program import Program
from policylang.diagram.manager import Cells, Node, Variable
from policylang.diagram.walk import branches
from policylang.evaluate.chart import IMPOSSIBLE, Chart, Said


class Way(NamedTuple):
    """Some cells of a variable as one answer, and the node that they lead to."""

    cells: Cells
    to: Node


class Asked(NamedTuple):
    """A question about a variable, or about several members of a set: whether it has one of them, or with `all` all.

    Of several, the cells are those of a yes or no.
    """

    variables: tuple[Variable, ...]
    ways: tuple[Way, ...]
    all: bool = False

    def leads(self, cell: int) -> Node | None:
        """Return where a cell leads, or nothing where it cannot be."""
        return next((way.to for way in self.ways if way.cells >> cell & 1), None)


class Branching(NamedTuple):
    """The first node, and every node that can be reached: a question, or what a leaf says."""

    root: Node
    nodes: Mapping[Node, Asked | Said]

    @property
    def questions(self) -> int:
        """How many questions there are."""
        return sum(isinstance(node, Asked) for node in self.nodes.values())

    @property
    def longest(self) -> int:
        """How many questions are asked on the longest path."""
        depth: dict[Node, int] = {}
        for key, node in self.nodes.items():
            depth[key] = 1 + max(depth[way.to] for way in node.ways) if isinstance(node, Asked) else 0
        return depth[self.root]


def branching(program: Program, chart: Chart, known: Mapping[Variable, Cells]) -> Branching:
    """Return a chart as questions; some case must be possible in it.

    Args:
        program: The compiled policy.
        chart: The chart.
        known: The cells left of each variable of which not all are: what is ruled out is no answer.
    """
    made: dict[Node, Asked | Said] = {}
    passed: dict[Node, Node] = {}  # questions with one answer, and what follows them
    for node in chart.nodes:
        value = chart.diagrams.values.get(node)
        if isinstance(value, Said):
            made[node] = value
        elif value is None:
            ways = tuple(_ways(program, chart, node, known, passed))
            if len(ways) == 1:
                passed[node] = ways[0].to
            else:
                made[node] = _together(program, Asked((chart.diagrams.variable[node],), ways), made)
    root = passed.get(chart.root, chart.root)
    return Branching(root, _reached(root, made))


def _ways(
    program: Program, chart: Chart, node: Node, known: Mapping[Variable, Cells], passed: Mapping[Node, Node]
) -> Iterator[Way]:
    """Yield the answers to a question that can be, those that lead alike together."""
    variable = chart.diagrams.variable[node]
    left = known.get(variable, program.domain.variables[variable].everything)
    together: dict[Node, Cells] = {}
    for to, cells in branches(chart.diagrams, node).items():
        if cells & left and chart.diagrams.values.get(to) != IMPOSSIBLE:
            target = passed.get(to, to)
            together[target] = together.get(target, 0) | cells & left
    yield from (Way(cells, to) for to, cells in together.items())


def _together(program: Program, asked: Asked, made: Mapping[Node, Asked | Said]) -> Asked:
    """Return a question about a member together with the one that follows it, where one about both says the same."""
    for follows, is_all in ((NO, False), (YES, True)):
        to = asked.leads(follows)
        below = None if to is None else made[to]
        if (
            isinstance(below, Asked)
            and _is_of_members(program, asked, is_all=is_all)
            and _is_of_members(program, below, is_all=is_all)
            and _path(program, below) == _path(program, asked)
            and below.leads(1 - follows) == asked.leads(1 - follows)
        ):
            return Asked((*asked.variables, *below.variables), below.ways, is_all)
    return asked


def _is_of_members(program: Program, asked: Asked, *, is_all: bool) -> bool:
    """Whether a question is about members of a set, any of them or all; those that are alike are any of them."""
    found = [program.domain.variables[variable] for variable in asked.variables]
    if any(each.kind != "member" for each in found) or len(asked.ways) != len((NO, YES)):
        return False
    if len(found) > 1 and asked.all != is_all:
        return False
    return not is_all or all(len(each.alike) == 1 for each in found)


def _path(program: Program, asked: Asked) -> object:
    return program.domain.variables[asked.variables[0]].path


def _reached(root: Node, made: Mapping[Node, Asked | Said]) -> dict[Node, Asked | Said]:
    """Return the nodes that can be reached, each after those that it leads to."""
    reached = {root}
    for key, node in reversed(list(made.items())):
        if key in reached and isinstance(node, Asked):
            reached.update(way.to for way in node.ways)
    return {key: node for key, node in made.items() if key in reached}
