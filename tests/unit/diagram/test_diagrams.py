"""Diagrams where a law says too little: limits, leaves, forgetting, many levels, orders."""

import random

import pytest

from policylang.diagram import algebra, order, walk
from policylang.diagram.manager import FALSE, TRUE, Diagrams, DiagramTooLargeError, Node

DEEP = 3_000


def _chain(diagrams: Diagrams) -> Node:
    """Return the diagram that is true where all variables lie in their last cell: a node for each level."""
    found = TRUE
    for variable in reversed(diagrams.order):
        found = diagrams.node(variable, [FALSE] * (diagrams.sizes[variable] - 1) + [found])
    return found


def _pairs(diagrams: Diagrams, number: int) -> Node:
    """Return the diagram that is true where the two variables of a pair, far apart in the order, are both true."""
    pairs = [
        algebra.conjoin(diagrams, [diagrams.test(each, 2), diagrams.test(each + number, 2)]) for each in range(number)
    ]
    return algebra.disjoin(diagrams, pairs)


def test_a_limit_leaves_the_manager_usable() -> None:
    """Beyond the limit an operation raises, what was made stays what it is, and with more room it succeeds."""
    diagrams = Diagrams([2] * 16)
    tests = [diagrams.test(variable, 2) for variable in range(16)]
    with diagrams.at_most(20), pytest.raises(DiagramTooLargeError):
        _pairs(diagrams, 8)
    both = algebra.conjoin(diagrams, tests[:2])
    assert walk.count(diagrams, both)[TRUE] == 1 << 14
    assert walk.count(diagrams, _pairs(diagrams, 8))[FALSE] == 3**8


def test_steps_are_limited_too() -> None:
    """An operation that looks at too many operands raises; what was granted before the block is charged."""
    diagrams = Diagrams([2] * 16)
    with diagrams.at_most(10_000, steps=50), pytest.raises(DiagramTooLargeError):
        _pairs(diagrams, 8)
    assert walk.count(diagrams, _pairs(diagrams, 8))[FALSE] == 3**8


def test_values_of_different_types_are_different_leaves() -> None:
    """Yes is not 1, no is not 0, and neither are tuples of them."""
    diagrams = Diagrams([2])
    assert diagrams.leaf(True) == TRUE  # noqa: FBT003 - a value like any other
    assert diagrams.leaf(0) not in {FALSE, TRUE}
    assert diagrams.leaf((1, ("a", True))) != diagrams.leaf((True, ("a", 1)))
    assert diagrams.leaf((1, ("a", True))) == diagrams.leaf((1, ("a", True)))


def test_what_is_forgotten_makes_room() -> None:
    """Only the nodes kept count, they are what they were, and new ones take the places of the others."""
    diagrams = Diagrams([2] * 16)
    pairs = _pairs(diagrams, 8)
    small = algebra.conjoin(diagrams, [diagrams.test(0, 1), diagrams.test(5, 2)])
    diagrams.keep(diagrams.reachable([small]))
    assert len(diagrams) == 4
    assert diagrams.memo == {}
    assert algebra.conjoin(diagrams, [diagrams.test(5, 2), diagrams.test(0, 1)]) == small
    again = _pairs(diagrams, 8)
    assert walk.count(diagrams, again)[FALSE] == 3**8
    assert len(diagrams.variable) <= pairs + len(diagrams)


def test_diagrams_may_have_any_number_of_levels() -> None:
    """Operations and walks over 3,000 levels do not run out of stack."""
    diagrams = Diagrams([3] * DEEP)
    chain = _chain(diagrams)
    last = [2] * DEEP
    other = algebra.negate(diagrams, chain)
    assert algebra.conjoin(diagrams, [chain, other]) == FALSE
    assert algebra.choose(diagrams, other, FALSE, TRUE) == chain
    assert walk.leaves(diagrams, chain, {7: 3}) == {FALSE}
    assert walk.leaves_together(diagrams, [chain, other], {}) == {(FALSE, TRUE), (TRUE, FALSE)}
    assert walk.leaf_at(diagrams, chain, last) == TRUE
    assert len(walk.trail(diagrams, chain, last)) == DEEP
    assert walk.support(diagrams, [chain]) == list(range(DEEP))
    assert walk.count(diagrams, chain) == {TRUE: 1, FALSE: 3**DEEP - 1}
    free = walk.cheapest(diagrams, chain, TRUE.__eq__, dict.fromkeys(range(DEEP), (0, 1, 2)))
    assert free == (2 * DEEP, dict.fromkeys(range(DEEP), 2))
    assert list(walk.paths(diagrams, chain, TRUE)) == [dict.fromkeys(range(DEEP), 4)]
    (left,) = algebra.restrict(diagrams, [chain], dict.fromkeys(range(1, DEEP), 4))
    assert left == diagrams.test(0, 4)
    target = Diagrams([3] * DEEP, order=range(DEEP - 1, -1, -1))
    assert order.size(target, order.transfer(diagrams, [left], target)) == 3


def test_the_cheapest_of_equals_changes_least_and_then_highest() -> None:
    """Between equal costs the way with fewer changes is taken, then the one with the lower cell higher up."""
    diagrams = Diagrams([2, 2, 2, 3])
    pair = algebra.conjoin(diagrams, [diagrams.test(0, 2), diagrams.test(1, 2)])
    either = algebra.disjoin(diagrams, [pair, diagrams.test(2, 2)])
    costs = {0: (0, 1), 1: (0, 1), 2: (0, 2)}
    assert walk.cheapest(diagrams, either, TRUE.__eq__, costs) == (2, {0: 0, 2: 1})
    assert walk.cheapest(diagrams, diagrams.test(3, 6), TRUE.__eq__, {3: (0, 1, 1)}) == (1, {3: 1})
    assert walk.cheapest(diagrams, diagrams.test(3, 6), TRUE.__eq__, {3: (0, None, None)}) is None
    assert walk.cheapest(diagrams, TRUE, TRUE.__eq__, {}) == (0, {})


def test_sifting_finds_the_order_that_makes_pairs_small() -> None:
    """The classic: pairs far apart take 2^n nodes, side by side 2n; sifting brings them together."""
    diagrams = Diagrams([2] * 16)
    pairs = _pairs(diagrams, 8)
    assert order.size(diagrams, [pairs]) == 2**9
    found = order.sift(diagrams, [pairs], most_growth=2)
    assert order.size(diagrams, [pairs]) == len(diagrams) == 18
    assert all(abs(found.index(each) - found.index(each + 8)) == 1 for each in range(8))
    assert order.sift(diagrams, [pairs]) == found


def test_a_variable_has_one_group() -> None:
    """Groups that overlap are refused before anything is changed."""
    diagrams = Diagrams([2] * 4)
    both = algebra.conjoin(diagrams, [diagrams.test(0, 2), diagrams.test(3, 2)])
    with pytest.raises(ValueError, match="two groups"):
        order.sift(diagrams, [both], groups=[[0, 2], [2, 3]])
    assert diagrams.order == [0, 1, 2, 3]
    assert algebra.conjoin(diagrams, [diagrams.test(0, 2), diagrams.test(3, 2)]) == both


def test_a_transfer_needs_the_same_cells() -> None:
    """A variable that the target does not have, or has with other cells, is named."""
    diagrams = Diagrams([2, 3])
    for sizes in ([2], [2, 2]):
        with pytest.raises(ValueError, match="variable 1 has 3 cells"):
            order.transfer(diagrams, [diagrams.test(1, 1)], Diagrams(sizes))


def test_sifting_is_quick_enough() -> None:
    """Some thousand nodes over 60 variables of two to four cells are sifted, smaller and still the same functions."""
    chance = random.Random(1)
    diagrams = Diagrams([chance.randint(2, 4) for _ in range(60)])
    clauses = [
        algebra.conjoin(
            diagrams,
            [
                diagrams.test(each, chance.randrange(1, (1 << diagrams.sizes[each]) - 1))
                for each in chance.sample(range(60), 3)
            ],
        )
        for _ in range(40)
    ]
    roots = [algebra.disjoin(diagrams, clauses[start : start + 8]) for start in range(0, 40, 8)]
    before = order.size(diagrams, roots)
    counts = [walk.count(diagrams, root) for root in roots]
    order.sift(diagrams, roots)
    assert order.size(diagrams, roots) < before / 2
    assert [walk.count(diagrams, root) for root in roots] == counts
