"""Where a mutant says something else than its policy."""

from itertools import product
from random import Random

from policylang.analyse.scenarios.variant import differ_within, unlike
from policylang.diagram.manager import TRUE, Diagrams, Node
from policylang.diagram.walk import leaf_at, leaves

SIZES = (2, 3, 2, 4)


def made(diagrams: Diagrams, random: Random, variable: int = 0) -> Node:
    """Return any diagram of the variables from one on."""
    if variable == len(SIZES):
        return diagrams.leaf(random.choice(["a", "b", "c"]))
    children = [made(diagrams, random, variable + 1) for _ in range(SIZES[variable])]
    shared = random.choice(children)
    return diagrams.node(variable, [shared if random.random() < 0.6 else each for each in children])


def test_diagrams_differ_where_some_cells_give_other_values() -> None:
    """Whatever is known, the walk over both, the diagram of both, and every assignment say the same."""
    random = Random(7)
    seen = set()
    for _ in range(300):
        diagrams = Diagrams(SIZES)
        one, other = made(diagrams, random), made(diagrams, random)
        known = {each: random.randint(1, (1 << size) - 1) for each, size in enumerate(SIZES) if random.random() < 0.7}
        fitting = [[cell for cell in range(size) if known.get(each, -1) >> cell & 1] for each, size in enumerate(SIZES)]
        differ = any(leaf_at(diagrams, one, cells) != leaf_at(diagrams, other, cells) for cells in product(*fitting))
        assert differ_within(diagrams, one, other, known) is differ
        assert (TRUE in leaves(diagrams, unlike(diagrams, one, other), known)) is differ
        seen.add(differ)
    assert seen == {True, False}
