"""Diagrams freed of variables."""

from itertools import product

from policylang.diagram.algebra import conjoin, disjoin
from policylang.diagram.manager import TRUE, Diagrams
from policylang.diagram.quantify import somewhere
from policylang.diagram.walk import leaf_at, support


def test_somewhere_holds_where_some_cells_do() -> None:
    """What is left open is not asked any more, and the rest is as trying every cell finds it."""
    diagrams = Diagrams([3, 2, 4])
    node = disjoin(
        diagrams,
        [
            conjoin(diagrams, [diagrams.test(0, 0b011), diagrams.test(2, 0b0100)]),
            conjoin(diagrams, [diagrams.test(1, 0b10), diagrams.test(2, 0b1001)]),
        ],
    )
    for free in ((), (0,), (2,), (0, 1), (0, 1, 2)):
        found = somewhere(diagrams, node, free)
        assert not set(support(diagrams, [found])) & set(free)
        for cells in product(range(3), range(2), range(4)):
            others = [range(size) if each in free else (cells[each],) for each, size in enumerate((3, 2, 4))]
            holds = any(leaf_at(diagrams, node, list(each)) == TRUE for each in product(*others))
            assert (leaf_at(diagrams, found, list(cells)) == TRUE) == holds
