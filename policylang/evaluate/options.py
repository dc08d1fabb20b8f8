"""A case with all that could be otherwise in it, as one diagram: what the outcome would be for each choice.

Each fact stays as it is, or takes another value. One that is not known may stay so, which is a choice of its own: the
extra cell of its variable leads to whatever the outcome can be for any of the values that are left. So a leaf is the
set of outcomes that are possible then, and a way to a leaf with one outcome is a change after which it is certain.

Costs: to change what was given counts twice what the fact costs, to find out what is not known counts that once. Of a
set, several members changed count once. Among equally dear changes those of fewest members go first, then of numbers
and dates the nearest.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from policylang.core.domain import DAY, YES, Domain
from policylang.core.program import Program
from policylang.diagram.algebra import apply, choose, conjoin, disjoin, negate, restrict
from policylang.diagram.manager import FALSE, TRUE, Cells, Diagrams, DiagramTooLargeError, Node, Variable
from policylang.diagram.walk import cheapest, support
from policylang.evaluate.case import Case
from policylang.evaluate.inquiry import Remainder
from policylang.evaluate.nearest import distances
from policylang.evaluate.questions import IMPOSSIBLE
from policylang.semantics.policy import OUTCOMES, Outcome, Path

MOST_NODES = 60_000
MOST_STEPS = 1_000_000
CHANGING, FINDING_OUT = 2, 1
"""How many times what a fact costs it counts to change it, and to find it out."""
ALL_OPEN = frozenset(OUTCOMES)


class Found(NamedTuple):
    """A change: what it costs, and the new cell of each variable that it changes or finds out."""

    cost: int
    cells: Mapping[Variable, int]


class Options:
    """What the outcome of a whole would be for each choice that a case leaves.

    Args:
        program: The compiled policy; the diagrams of the outcome and of what is possible are there.
        case: What is known.
        kept: Facts that are neither changed nor found out, with all their parts.
        steps: How many steps it may take.

    Raises:
        DiagramTooLargeError: There is no diagram of the outcome, or it is too large with the choices.
    """

    def __init__(self, program: Program, case: Case, *, kept: Iterable[Path] = (), steps: int = MOST_STEPS) -> None:
        self.program = program
        self.domain: Domain = program.domain
        self.case = case
        self.kept = frozenset(kept)
        plain = Diagrams(self.domain.sizes, order=program.diagrams.order)
        with plain.at_most(MOST_NODES, steps=steps):
            outcome = self._outcome(plain)
        asked = support(plain, [outcome])
        self.variables: tuple[Variable, ...] = tuple(asked)
        self.open: frozenset[Variable] = frozenset(each for each in asked if case.left[each].bit_count() > 1)
        sizes = [size + (variable in self.open) for variable, size in enumerate(self.domain.sizes)]
        self.guards: dict[Path, Variable] = {}
        for path in self._sets(asked):
            self.guards[path] = len(sizes)
            sizes.append(CHANGING + 1)
        self.diagrams = Diagrams(sizes, order=[*self.guards.values(), *program.diagrams.order])
        with self.diagrams.at_most(MOST_NODES, steps=steps):
            self.root: Node = self._bound(self._with_choices(plain, outcome))

    # ------------------------------------------------------------ what is asked of it

    def changes(self, outcome: Outcome, *, most: int) -> list[Found]:
        """Return the cheapest changes that give an outcome, no two of them about the same facts, nor one about more.

        Raises:
            DiagramTooLargeError: They take too long.
        """
        wanted = self.diagrams.leaf(frozenset((outcome,)))
        costs = self._costs()
        found: list[Found] = []
        root = self.root
        while len(found) < most:
            best = cheapest(self.diagrams, root, lambda node: node == wanted, costs)
            if best is None:
                break
            changed = self._changed(best[1])
            if not changed:
                break  # it is so already
            found.append(Found(best[0] // self._fact, changed))
            with self.diagrams.at_most(MOST_NODES, steps=MOST_STEPS):
                paths = {self.domain.variables[variable].path for variable in changed}
                stays = disjoin(self.diagrams, [self._stays(path) for path in paths if path is not None])
                root = choose(self.diagrams, stays, root, self.diagrams.leaf(frozenset()))
        return found

    def _changed(self, way: Mapping[Variable, int]) -> dict[Variable, int]:
        """Return what is changed on a way, in the order of the variables; guards are no change."""
        return {
            variable: way[variable]
            for variable in sorted(way)
            if variable < len(self.domain.variables) and way[variable] != self._unchanged(variable)
        }

    # ------------------------------------------------------------ how it is made

    def _outcome(self, plain: Diagrams) -> Node:
        """Return the outcome where the day and what may not change are put in."""
        program = self.program
        verdict = program.roots.verdicts[program.whole_number[id(program.whole)]]
        if verdict is None:
            raise DiagramTooLargeError
        fixed = {variable: cells for variable, cells in enumerate(self.case.left) if self._is_fixed(variable)}
        known = {variable: cells for variable, cells in fixed.items() if cells.bit_count() == 1}
        (left,) = restrict(program.diagrams, (verdict,), known, into=plain)
        return Remainder(program, plain, left, known).outcome

    def _with_choices(self, plain: Diagrams, outcome: Node) -> Node:
        """Return for each choice the outcomes that are possible."""
        target, left = self.diagrams, self.case.left
        made: dict[Node, Node] = {}
        for node in plain.reachable([outcome]):
            if plain.is_leaf(node):
                value = plain.values[node]
                made[node] = target.leaf(frozenset(() if value == IMPOSSIBLE else (value,)))
                continue
            variable = plain.variable[node]
            children = [made[child] for child in plain.children[node]]
            if variable in self.open:
                children.append(union(target, [each for c, each in enumerate(children) if left[variable] >> c & 1]))
            made[node] = target.node(variable, children)
        return made[outcome]

    def _bound(self, root: Node) -> Node:
        """Return the choices with what follows from them: whoever tells a part says that the thing is there."""
        diagrams = self.diagrams
        for thing in self.open:
            told = [self._told(each) for each in self.variables if thing in self.domain.variables[each].things]
            if self.domain.variables[thing].kind == "presence" and told:
                implied = conjoin(diagrams, [disjoin(diagrams, told), self._is_left(thing)])
                (there,) = restrict(diagrams, (root,), {thing: 1 << YES})
                root = choose(diagrams, implied, there, root)
        return self._guarded(root)

    def _guarded(self, root: Node) -> Node:
        """Return the choices where members of sets change only if what guards the set lets them."""
        diagrams = self.diagrams
        impossible = diagrams.leaf(frozenset())
        for variable in self.variables:
            guard = self.guards.get(self._path(variable)) if variable != DAY else None
            if guard is not None:
                left = self.case.left[variable] | (1 << self._unchanged(variable))
                is_new = negate(diagrams, self._in(variable, left))
                forbidden = (
                    conjoin(diagrams, [self._told(variable), self._in(guard, 1)]),
                    conjoin(diagrams, [is_new, self._in(guard, 1 | 1 << FINDING_OUT)]),
                )
                root = choose(diagrams, disjoin(diagrams, forbidden), impossible, root)
        return root

    def _told(self, variable: Variable) -> Node:
        """Return where something else is told of a variable than the case does."""
        return negate(self.diagrams, self._is_left(variable))

    def _is_left(self, variable: Variable) -> Node:
        return self._in(variable, 1 << self._unchanged(variable))

    def _stays(self, path: Path) -> Node:
        """Return where a fact stays as it is."""
        variables = [each for each in self.domain.of_path(path) if each in self.variables]
        return conjoin(self.diagrams, map(self._is_left, variables))

    def _in(self, variable: Variable, cells: Cells) -> Node:
        size = self.diagrams.sizes[variable]
        return self.diagrams.node(variable, [TRUE if cells >> cell & 1 else FALSE for cell in range(size)])

    def _unchanged(self, variable: Variable) -> int:
        """Return the cell that leaves a variable as it is: that of the case, or the one for what stays unknown."""
        if variable in self.open:
            return self.domain.variables[variable].size
        return self.case.left[variable].bit_length() - 1

    def _path(self, variable: Variable) -> Path:
        path = self.domain.variables[variable].path
        assert path is not None  # noqa: S101 - asked of facts
        return path

    def _sets(self, asked: Sequence[Variable]) -> list[Path]:
        """Return the sets of which several members are asked about."""
        paths = [self._path(each) for each in asked if self.domain.variables[each].kind == "member"]
        return [path for path in dict.fromkeys(paths) if paths.count(path) > 1]

    # ------------------------------------------------------------ what may change, and what it costs

    def _is_fixed(self, variable: Variable) -> bool:
        """Whether what is given of a variable may not be changed."""
        path = self.domain.variables[variable].path
        if path is None or self._is_kept(path) or self.program.policy.is_unchangeable(path):
            return True
        return self.domain.variables[variable].kind == "presence" and any(
            is_in(each, path) and (self._is_kept(each) or self.program.policy.is_unchangeable(each))
            for each in self.case.given
        )

    def _is_kept(self, path: Path) -> bool:
        return any(path == each or is_in(path, each) for each in self.kept)

    @property
    def _small(self) -> int:
        """What a change counts beside the distance."""
        return 1 + sum(self.domain.sizes)

    @property
    def _fact(self) -> int:
        """What a fact of cost 1 counts beside how many cells change."""
        return self._small * (1 + len(self.domain.variables))

    def _costs(self) -> dict[Variable, list[int | None]]:
        costs = {variable: self._costs_of(variable) for variable in self.variables if variable != DAY}
        for path, guard in self.guards.items():
            costs[guard] = [times * self.program.policy.cost(path) * self._fact for times in range(CHANGING + 1)]
        return costs

    def _costs_of(self, variable: Variable) -> list[int | None]:
        left, path = self.case.left[variable], self._path(variable)
        once = 0 if path in self.guards else self.program.policy.cost(path) * self._fact
        changing, finding = once * CHANGING + self._small, once * FINDING_OUT + self._small
        far = distances(self.domain, variable, left)
        is_fixed, is_kept = self._is_fixed(variable), self._is_kept(path)
        costs: list[int | None] = []
        for cell in range(self.domain.sizes[variable]):
            if not left >> cell & 1:
                costs.append(None if is_fixed else changing + far[cell])
            elif variable in self.open:
                costs.append(None if is_kept else finding)
            else:
                costs.append(0)
        return [*costs, 0] if variable in self.open else costs


def union(diagrams: Diagrams, operands: Sequence[Node]) -> Node:
    """Return the outcomes that some of the operands have."""
    values = diagrams.values
    everything = diagrams.leaf(ALL_OPEN)

    def settle(given: tuple[Node, ...]) -> Node | tuple[Node, ...]:
        left = tuple(sorted(set(given)))
        if len(left) == 1:
            return left[0]
        if everything in left:
            return everything
        if all(each in values for each in left):
            return diagrams.leaf(frozenset().union(*(values[each] for each in left)))  # type: ignore[arg-type]
        return left

    return apply(diagrams, "union", settle, tuple(operands))


def is_in(path: Path, thing: Path) -> bool:
    """Whether a path is a part of a thing, at any depth."""
    return path != thing and path.fact == thing.fact and path.parts[: len(thing.parts)] == thing.parts
