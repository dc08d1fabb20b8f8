"""The outcome on a day, with the clauses that it is by, as one diagram of its own that is small enough to be drawn.

Cases that are not possible lead to a leaf of their own, and whatever only they could tell apart is not asked: two
branches that agree on every possible case become one. Several orders of the variables are tried; in all of them it is
asked whether a thing is there before its parts are.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from typing import NamedTuple

from policylang.core.order import static_order
from policylang.core.program import Program, Rule, Verdict
from policylang.core.verdict import MissingError, there
from policylang.diagram.algebra import apply, choose, product, relabel, restrict
from policylang.diagram.manager import Cells, Diagrams, DiagramTooLargeError, Node, Variable
from policylang.diagram.order import sift, transfer
from policylang.diagram.walk import support
from policylang.semantics.decision import Basis
from policylang.semantics.policy import OUTCOME_OF, OUTCOMES, Outcome

MOST_NODES = 30_000
MOST_STEPS = 1_000_000
_MOST_SWAPS = 20_000
_MOST_ROUNDS = 4
_FAR_MORE = 3
_WORTH_MANY_ATTEMPTS = 1_000
"""A chart with more questions will not be drawn: one better order is enough to say how large it is."""
_BY_CLAUSES: tuple[Basis, ...] = ("clauses", "conflict rule")
_CLASH = "clash"
IMPOSSIBLE = "impossible"
"""The leaf where no case can be."""


class Said(NamedTuple):
    """What a leaf holds: the outcome, its basis, and the clauses that it is by, by number: the governing one or all."""

    outcome: Outcome
    basis: Basis
    clauses: tuple[Rule, ...] = ()


class Chart(NamedTuple):
    """The diagram, in a manager of its own; its leaves hold a `Said`, or that no case can be so."""

    diagrams: Diagrams
    root: Node

    @property
    def nodes(self) -> list[Node]:
        """Its nodes, each after its children."""
        return self.diagrams.reachable([self.root])

    @property
    def is_impossible(self) -> bool:
        """Whether no case can be."""
        return self.diagrams.values.get(self.root) == IMPOSSIBLE

    @property
    def size(self) -> tuple[int, int]:
        """How many questions there are, and how many branches."""
        ways = [set(self.diagrams.children[node]) for node in self.nodes]
        return sum(len(each) > 0 for each in ways), sum(map(len, ways))


def chart(
    program: Program, known: Mapping[Variable, Cells], *, every_clause: bool = False, most: int | None = None
) -> Chart | None:
    """Return the outcome as a small diagram of what is not known, or nothing where there is none that can be made.

    Args:
        program: The compiled policy.
        known: The cells left of each variable of which not all are; of the day, one.
        every_clause: Whether leaves tell all clauses that decide, and not only the one that governs.
        most: How many questions are wanted at most: of far more, no order is looked for in which they are fewer.

    Cost: Making it takes a fixed number of steps at most, and so does each order that is tried.
    """
    diagrams = Diagrams(program.domain.sizes, order=program.diagrams.order)
    try:
        with diagrams.at_most(MOST_NODES, steps=MOST_STEPS):
            made = Chart(diagrams, _root(program, diagrams, known, every_clause=every_clause))
        if most is not None and made.size[0] > _FAR_MORE * most:
            return made
        first = _agreed(program, _things_first(program, _as_written(program, made)))
    except (DiagramTooLargeError, MissingError):
        return None
    return min((first, *_attempts(program, first)), key=lambda each: each.size)


def narrowed(made: Chart, known: Mapping[Variable, Cells]) -> Chart:
    """Return a chart with more filled in."""
    diagrams = Diagrams(made.diagrams.sizes, order=made.diagrams.order)
    return Chart(diagrams, restrict(made.diagrams, [made.root], known, into=diagrams)[0])


# ---------------------------------------------------------------- what the leaves say


def _root(program: Program, diagrams: Diagrams, known: Mapping[Variable, Cells], *, every_clause: bool) -> Node:
    roots = program.roots
    rules = {outcome: list(_speaking_for(program, outcome)) for outcome in OUTCOMES}
    every = [rule for numbers in rules.values() for rule in numbers]
    flat = [there(roots.possible), there(roots.verdicts[0]), *(there(roots.stands[rule]) for rule in every)]
    possible, verdict, *left = restrict(program.diagrams, flat, known, into=diagrams)
    standing = dict(zip(every, left, strict=True))
    by = _all_of if every_clause else _first_of
    sides = [by(diagrams, {rule: standing[rule] for rule in rules[outcome]}, outcome) for outcome in OUTCOMES]
    said = _with_clauses(diagrams, verdict, sides)
    return choose(diagrams, possible, said, diagrams.leaf(IMPOSSIBLE))


def _speaking_for(program: Program, outcome: Outcome) -> Iterator[Rule]:
    """Yield the clauses of the whole policy that speak for an outcome, in the order of the document."""
    for voice in program.whole.voices:
        for rule in voice.provisions:
            if OUTCOME_OF.get(rule.clause.effect) == outcome:
                yield program.number[rule]


def _first_of(diagrams: Diagrams, standing: Mapping[Rule, Node], _outcome: Outcome) -> Node:
    """Return the first clause that stands, as a tuple of one or none."""
    first = diagrams.leaf(())
    for rule, where in reversed(list(standing.items())):
        first = choose(diagrams, where, diagrams.leaf((rule,)), first)
    return first


def _all_of(diagrams: Diagrams, standing: Mapping[Rule, Node], outcome: Outcome) -> Node:
    """Return all clauses that stand, as a tuple."""
    together = product(diagrams, tuple(standing.values()))

    def named(said: object) -> tuple[Rule, ...]:
        assert isinstance(said, tuple)  # noqa: S101 - a product
        return tuple(rule for rule, stands in zip(standing, said, strict=True) if stands)

    return relabel(diagrams, together, ("named", outcome), named)


def _with_clauses(diagrams: Diagrams, verdict: Node, sides: Sequence[Node]) -> Node:
    """Return the outcome together with the clauses of its side, where it is by clauses."""
    values = diagrams.values

    def settle(given: tuple[Node, ...]) -> Node | tuple[Node, ...]:
        if given[0] not in values:
            return given
        outcome, basis = said = _verdict(values[given[0]])
        if basis not in _BY_CLAUSES:
            return diagrams.leaf(Said(*said))
        side = given[1 + OUTCOMES.index(outcome)]
        if side in values:
            return diagrams.leaf(Said(*said, values[side]))  # type: ignore[arg-type]
        return (given[0], *(side for _ in sides))

    return apply(diagrams, "with clauses", settle, (verdict, *sides))


def _verdict(value: object) -> Verdict:
    return value  # type: ignore[return-value]


# ---------------------------------------------------------------- what no possible case tells apart


def _agreed(program: Program, made: Chart) -> Chart:
    """Return a diagram that agrees on every possible case and asks no more, smaller where that is found.

    INVARIANT: where a thing is absent, the diagram asks for none of its parts, before and after.
    """
    diagrams = made.diagrams
    nodes = made.nodes
    if diagrams.leaf(IMPOSSIBLE) not in nodes:
        return made
    found: dict[Node, Node] = {}
    try:
        with diagrams.at_most(MOST_NODES, steps=MOST_STEPS):
            for node in nodes:
                children = tuple(found[child] for child in diagrams.children[node])
                found[node] = _joined(program, diagrams, diagrams.variable[node], children) if children else node
    except DiagramTooLargeError:
        return made
    return min(made, Chart(diagrams, found[made.root]), key=lambda each: each.size)


def _joined(program: Program, diagrams: Diagrams, variable: Variable, children: tuple[Node, ...]) -> Node:
    """Return the diagram that asks a variable, or that of its children alone where they agree."""
    impossible = diagrams.leaf(IMPOSSIBLE)
    groups: list[Node] = []
    place: dict[Node, int] = {}
    for child in dict.fromkeys(children):
        if child == impossible:
            continue
        both = next(((at, node) for at, each in enumerate(groups) if (node := _both(diagrams, each, child))), None)
        if both is None or _asks_parts(program, diagrams, both[1], variable):
            place[child] = len(groups)
            groups.append(child)
        else:
            place[child], groups[both[0]] = both
    if len(groups) == 1 and not _asks_parts(program, diagrams, groups[0], variable):
        return groups[0]
    return diagrams.node(variable, [child if child == impossible else groups[place[child]] for child in children])


def _asks_parts(program: Program, diagrams: Diagrams, node: Node, thing: Variable) -> bool:
    """Whether a diagram asks for parts of a thing."""
    variables = program.domain.variables
    if variables[thing].kind != "presence":
        return False
    return any(thing in variables[each].things for each in support(diagrams, [node]))


def _both(diagrams: Diagrams, one: Node, other: Node) -> Node | None:
    """Return the diagram that two agree on, wherever the case is possible for them; nothing where they do not."""
    values = diagrams.values
    impossible, clash = diagrams.leaf(IMPOSSIBLE), diagrams.leaf(_CLASH)

    def settle(given: tuple[Node, ...]) -> Node | tuple[Node, ...]:
        first, second = given
        if first in {impossible, second}:
            return second
        if second == impossible:
            return first
        if clash in given or (first in values and second in values):
            return clash
        return tuple(sorted(given))

    both = apply(diagrams, "agree", settle, (one, other))
    return None if clash in diagrams.reachable([both]) else both


# ---------------------------------------------------------------- orders


def _as_written(program: Program, made: Chart) -> Chart:
    """Return a chart in the order that follows from how the policy is written, unless it is too large in that.

    So the same tree is drawn of a policy, in whichever order it was compiled.
    """
    try:
        return _copied(made, static_order(program.domain, program.voices))
    except DiagramTooLargeError:
        return made


def _attempts(program: Program, first: Chart) -> Iterator[Chart]:
    """Yield the chart in other orders, as far as they do not make it too large."""
    things, sets = _things(program), _sets(program)
    both = [*things, *(each for each in sets if not _overlaps(each, things))]
    tried: list[Sequence[Sequence[Variable]]] = []
    for groups in (both, things, sets, []) if first.size[0] <= _WORTH_MANY_ATTEMPTS else (both,):
        if groups not in tried:
            tried.append(groups)
            with suppress(DiagramTooLargeError):
                yield _sifted(program, first, groups)


def _sifted(program: Program, made: Chart, groups: Sequence[Sequence[Variable]]) -> Chart:
    """Return a chart in an order in which it is small, found in a manager of its own."""
    best = made
    for _ in range(_MOST_ROUNDS if made.size[0] <= _WORTH_MANY_ATTEMPTS else 1):
        trial = _copied(best, best.diagrams.order)
        sift(trial.diagrams, [trial.root], groups=groups, most_swaps=_MOST_SWAPS)
        trial = _agreed(program, _things_first(program, trial))
        if trial.size >= best.size:
            break
        best = trial
    return best


def _copied(made: Chart, order: Sequence[Variable]) -> Chart:
    """Return a chart in another manager, and in some order.

    Raises:
        DiagramTooLargeError: It has too many nodes there.
    """
    diagrams = Diagrams(made.diagrams.sizes, order=order)
    with diagrams.at_most(10 * MOST_NODES, steps=MOST_STEPS):
        return Chart(diagrams, transfer(made.diagrams, [made.root], diagrams)[0])


def _things_first(program: Program, made: Chart) -> Chart:
    """Return a chart in an order in which each thing comes before its parts."""
    order = list(made.diagrams.order)
    for thing in sorted(range(len(order)), key=lambda each: -len(program.domain.variables[each].things)):
        parts = [place for place, each in enumerate(order) if thing in program.domain.variables[each].things]
        at = order.index(thing)
        if parts and parts[0] < at:
            order.insert(parts[0], order.pop(at))
    return made if order == made.diagrams.order else _copied(made, order)


def _things(program: Program) -> list[list[Variable]]:
    """Return each outermost thing with its parts."""
    variables = program.domain.variables
    outermost = [each for each, found in enumerate(variables) if found.kind == "presence" and not found.things]
    return [
        [thing, *(each for each, found in enumerate(variables) if found.things[:1] == (thing,))] for thing in outermost
    ]


def _sets(program: Program) -> list[list[Variable]]:
    """Return the members of each set."""
    return [list(dict.fromkeys(each.values())) for each in program.domain.members.values()]


def _overlaps(group: Sequence[Variable], groups: Sequence[Sequence[Variable]]) -> bool:
    return any(not set(group).isdisjoint(each) for each in groups)
