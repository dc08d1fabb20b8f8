"""Which question to ask first: the one with which the fewest are expected until the outcome is settled.

Every value that is left of a fact counts as equally likely. A question costs what its fact says (`asks … cost 5`), one
where it says nothing. The expected cost is exact where few facts are open: the best question after each answer is
found the same way. Where that takes too long, what is expected after each answer is that of asking on in the order of
the diagram: a rollout, which is never worse than that order. Of a larger diagram this is looked at for the first facts
of the order alone, and of a very large one not at all; the other facts follow in that order.

Source: the expected cost of a decision tree, as in L. Hyafil, R. L. Rivest, Constructing Optimal Binary Decision Trees
    is NP-complete, Information Processing Letters 5(1), 1976; exact by remembering what is left, which equal diagrams
    make few. Rollout: D. P. Bertsekas, J. N. Tsitsiklis, C. Wu, Rollout Algorithms for Combinatorial Optimization,
    Journal of Heuristics 3(3), 1997, section 2.
"""

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence

from policylang.core.domain import Domain
from policylang.diagram.algebra import restrict
from policylang.diagram.manager import LEAF, Diagrams, Node, Variable
from policylang.diagram.walk import support
from policylang.semantics.policy import Path, Policy

MOST_EXACT = 200
"""How many different remainders are looked into before costs are estimated instead."""
FEW = 8
"""With so many open facts at most, exact costs are tried at all."""
MOST_ROLLED_OUT = 1_500
"""A diagram of more nodes is asked in its own order."""
MOST_WORK = 20_000
"""So many nodes are gone through for estimates, those of the diagram once for each answer that is looked at."""
DIGITS = 9
"""Costs that agree in so many digits are equal: what is left of them comes from rounding."""
IMPOSSIBLE = "impossible"
"""The leaf where a completion is not possible."""
_IMPOSSIBLE = frozenset([IMPOSSIBLE])


class TooManyError(Exception):
    """There are too many remainders to look into."""


class Asking:
    """The open facts of an outcome, and what is expected of asking each of them first.

    Args:
        domain: The variables.
        diagrams: The manager of the outcome; nodes are made in it.
        outcome: The outcome as a function of what is not known.
        paths: The open facts, in the order of the diagram.
        policy: The policy, for what its facts cost and which are judged.
    """

    def __init__(
        self, domain: Domain, diagrams: Diagrams, outcome: Node, *, paths: Sequence[Path], policy: Policy
    ) -> None:
        self.domain = domain
        self.diagrams = diagrams
        self.outcome = outcome
        self.paths = tuple(paths)
        self.policy = policy
        self._costs: dict[Node, float] = {}
        self._outcomes: dict[Node, frozenset[object]] = {}
        self._costs_in_order: dict[Node, float] = {}
        self._asked: dict[Node, tuple[Path, ...]] = {}
        self._after: dict[tuple[Variable, int], dict[Node, Node]] = {}

    def ordered(self) -> tuple[Path, ...]:
        """Return the open facts, the one to ask for first.

        Of equals, one that nobody has to judge goes first, then the one that the policy's files declare first. A part
        of a thing of which it is open whether it is there comes after the thing.
        """
        size = len(self.diagrams.reachable([self.outcome]))
        if size > MOST_ROLLED_OUT:
            return self.paths
        costs = self._exact() or {path: self.estimate(path) for path in self._looked_at(size)}
        declared = {path: number for number, (path, _) in enumerate(self.policy.paths.values())}

        def key(path: Path) -> tuple[object, ...]:
            around = [round(costs[each], DIGITS) for each in costs if _is_in(path, each)]
            return (*around, round(costs[path], DIGITS), self.policy.slot(path).judged is not None, declared[path])

        return (*sorted(costs, key=key), *(path for path in self.paths if path not in costs))

    # ------------------------------------------------------------ exact

    def _exact(self) -> dict[Path, float] | None:
        """Return the expected cost of asking each fact first; nothing where that would take too long."""
        if len(self.paths) > FEW:
            return None
        try:
            return {path: self.cost_after(self.outcome, path) for path in self.paths}
        except TooManyError:
            return None

    def cost(self, node: Node) -> float:
        """Return the expected cost of settling what is left, asking the best question each time.

        Raises:
            TooManyError: That would take too long.
        """
        if self._is_settled(node):
            return 0.0
        if node not in self._costs:
            if len(self._costs) >= MOST_EXACT:
                raise TooManyError
            self._costs[node] = 0.0  # its place is counted
            self._costs[node] = min(self.cost_after(node, path) for path in self._askable(node))
        return self._costs[node]

    def cost_after(self, node: Node, path: Path) -> float:
        """Return the expected cost of asking a fact, and then what is best.

        Raises:
            TooManyError: To find that out would take too long.
        """
        return self.policy.cost(path) + sum(
            share * self.cost(after) for after, share in self._answers(node, path).items()
        )

    def _askable(self, node: Node) -> list[Path]:
        """Return the facts that what is left asks; a thing before its parts."""
        paths = self._asks(node)
        return [path for path in paths if not any(_is_in(path, each) for each in paths)]

    def _asks(self, node: Node) -> tuple[Path, ...]:
        found = self._asked.get(node)
        if found is None:
            variables: Iterable[Variable] = support(self.diagrams, [node])
            paths = (self.domain.variables[variable].path for variable in variables)
            found = self._asked[node] = tuple(dict.fromkeys(path for path in paths if path is not None))
        return found

    def _answers(self, node: Node, path: Path) -> Mapping[Node, float]:
        """Return what is left after each answer, with the share of the answers that lead there; impossible ones out."""
        found = {node: 1.0}
        for variable in self.domain.of_path(path):
            after: dict[Node, float] = {}
            cells = self.domain.variables[variable].cells
            total = sum(map(len, cells))
            for each, share in found.items():
                for cell, values in enumerate(cells):
                    left = self._with(each, variable, cell)
                    after[left] = after.get(left, 0.0) + share * len(values) / total
            found = after
        found.pop(self.diagrams.leaf(IMPOSSIBLE), None)
        whole = sum(found.values())
        return {left: share / whole for left, share in found.items()}

    def _with(self, node: Node, variable: Variable, cell: int) -> Node:
        known = self._after.setdefault((variable, cell), {})
        return restrict(self.diagrams, (node,), {variable: 1 << cell}, found=known)[0]

    def _is_settled(self, node: Node) -> bool:
        """Whether no more than one outcome is left."""
        children_of, outcomes = self.diagrams.children, self._outcomes
        for each in self._from_below(node, outcomes):
            children = children_of[each]
            reached = [outcomes[child] for child in children] or [frozenset([self.diagrams.values[each]]) - _IMPOSSIBLE]
            outcomes[each] = reached[0] if len(set(reached)) == 1 else frozenset().union(*reached)
        return len(outcomes[node]) <= 1

    def _from_below(self, node: Node, done: Container[Node]) -> Iterator[Node]:
        """Yield the nodes below one that are not done, then itself, each after what it leads to; they get done."""
        children_of = self.diagrams.children
        todo = [node]
        while todo:
            waiting = [child for child in children_of[todo[-1]] if child not in done]
            if waiting and todo[-1] not in done:
                todo += waiting
            else:
                each = todo.pop()
                if each not in done:
                    yield each

    # ------------------------------------------------------------ estimated

    def _looked_at(self, size: int) -> tuple[Path, ...]:
        """Return the facts of which the costs are estimated: the first of the order, and the things that they are in.

        The estimate for the first is the cost of asking in the order, so that the best of any of them is no worse.

        Args:
            size: How many nodes the diagram has.
        """
        found: dict[Path, None] = {}
        left = MOST_WORK
        for path in self.paths:
            if left <= 0:
                break
            for each in (*(thing for thing in self.paths if _is_in(path, thing)), path):
                if each not in found:
                    found[each] = None
                    left -= size * sum(self.domain.variables[number].size for number in self.domain.of_path(each))
        return tuple(path for path in self.paths if path in found)

    def estimate(self, path: Path) -> float:
        """Return the cost of a fact, and what is expected after it of asking in the order of the diagram."""
        answers = self._answers(self.outcome, path)
        return self.policy.cost(path) + sum(share * self._in_order(after) for after, share in answers.items())

    def _in_order(self, node: Node) -> float:
        """Return the expected cost of asking what a diagram asks, from the top down; of a set, all members at once."""
        diagrams, variables, in_order = self.diagrams, self.domain.variables, self._costs_in_order
        for each in self._from_below(node, in_order):
            if self._is_settled(each):
                in_order[each] = 0.0
                continue
            path = variables[diagrams.variable[each]].path
            assert path is not None  # noqa: S101 - the day is always known
            cost = self.policy.cost(path)
            cells = variables[diagrams.variable[each]].cells
            further = 0.0
            for child, values in zip(diagrams.children[each], cells, strict=True):
                asked = diagrams.variable[child]
                is_known = asked != LEAF and variables[asked].path == path and in_order[child] > 0
                further += len(values) * (in_order[child] - (cost if is_known else 0))
            in_order[each] = cost + further / sum(map(len, cells))
        return in_order[node]


def _is_in(path: Path, thing: Path) -> bool:
    return path != thing and path.fact == thing.fact and path.parts[: len(thing.parts)] == thing.parts
