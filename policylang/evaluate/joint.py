"""Everything that a policy says on a day as one diagram: its leaves hold all that a decision is made of.

Where that is small enough, a total case is decided by one walk, or by the code that is made of it.
"""

import datetime as dt
from collections.abc import Iterator
from typing import NamedTuple

from policylang.core.domain import DAY
from policylang.core.program import Program, Rule
from policylang.diagram.algebra import choose, disjoin, product, restrict
from policylang.diagram.manager import TRUE, Diagrams, DiagramTooLargeError, Node
from policylang.diagram.order import sift
from policylang.evaluate.truth import Truth
from policylang.semantics.reference import calling_for

MOST_NODES = 3_000
MOST_STEPS = 150_000
MOST_SWAPS = 2_000


class Joint(NamedTuple):
    """The one diagram, in a manager of its own; its leaves hold a `Truth`, or nothing where a case is not possible."""

    diagrams: Diagrams
    root: Node


def joint(program: Program, day: dt.date) -> Joint | None:
    """Return all that a policy says on a day as one diagram, or nothing where that is too large."""
    if not program.is_complete:
        return None
    known = {DAY: 1 << program.domain.day_cell(day)}
    diagrams = Diagrams(program.domain.sizes, order=program.diagrams.order)
    try:
        with diagrams.at_most(MOST_NODES, steps=MOST_STEPS):
            root = _root(program, diagrams, known)
    except (DiagramTooLargeError, RecursionError):
        return None
    sift(diagrams, [root], most_swaps=MOST_SWAPS)  # on one day, for all at once, another order is good
    return Joint(diagrams, root)


def _root(program: Program, diagrams: Diagrams, known: dict[int, int]) -> Node:
    roots = program.roots
    flat = (
        roots.possible,
        *roots.applies,
        *roots.stands,
        *roots.verdicts,
        *(each for per in roots.states for each in per),
    )
    possible, *left = restrict(program.diagrams, [each for each in flat if each is not None], known, into=diagrams)
    count = len(program.rules)
    applies, stands, rest = left[:count], left[count : 2 * count], left[2 * count :]
    verdicts, states = rest[: len(program.wholes)], rest[len(program.wholes) :]
    due = [choose(diagrams, disjoin(diagrams, (stands[rule] for rule in calling)), state, diagrams.leaf(None))
           for calling, state in zip(_calling(program), states, strict=True)]  # fmt: skip
    together = product(diagrams, _distinct := list(dict.fromkeys((*applies, *stands, *verdicts, *due))))
    place = {node: number for number, node in enumerate(_distinct)}

    def truth(said: tuple[object, ...]) -> Truth:
        return Truth(
            tuple(rule for rule, node in enumerate(applies) if said[place[node]]),
            tuple(rule for rule, node in enumerate(stands) if said[place[node]]),
            tuple(said[place[node]] for node in verdicts),  # type: ignore[misc]
            tuple((duty, said[place[node]]) for duty, node in enumerate(due) if said[place[node]] is not None),  # type: ignore[misc]
        )

    leaves = {leaf: diagrams.leaf(truth(diagrams.values[leaf]))  # type: ignore[arg-type]
              for leaf in diagrams.reachable([together]) if diagrams.is_leaf(leaf)}  # fmt: skip
    found = _with_leaves(diagrams, together, leaves)
    return choose(diagrams, possible, found, diagrams.leaf(None)) if possible != TRUE else found


def _with_leaves(diagrams: Diagrams, root: Node, leaves: dict[Node, Node]) -> Node:
    made = dict(leaves)
    for node in diagrams.reachable([root]):
        if node not in made:
            made[node] = diagrams.node(diagrams.variable[node], [made[child] for child in diagrams.children[node]])
    return made[root]


def _calling(program: Program) -> Iterator[list[Rule]]:
    """Yield for each duty of each voice the clauses that require it."""
    for voice in program.voices:
        for duty in voice.policy.duties:
            yield [program.number[each] for each in calling_for(voice, duty)]
