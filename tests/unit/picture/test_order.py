"""The order of reading, the numbers of shared nodes, and depths."""

import pytest
from hypothesis import given, settings
from unit.picture.trees import SMALL, ladder, trees

from policylang.picture.model import Branch, Leaf, Question, Tree
from policylang.picture.order import branches, depths, numbered, reading_order, shared_numbers


def test_nodes_are_read_from_the_root_down() -> None:
    """Each node comes once, where a reader meets it first; what nothing leads to is not read."""
    assert reading_order(SMALL) == (0, 1, 2, 3, 4, 5)


def test_only_shared_nodes_have_numbers() -> None:
    """A node that several branches lead to has a number, the others have none."""
    assert shared_numbers(SMALL) == {4: 1}


def test_two_branches_of_one_question_share_as_well() -> None:
    """A node is shared by branches, not by questions."""
    tree = Tree("", "", 0, {0: Question(0, "a", "", (Branch("x", 1), Branch("y", 1))), 1: Leaf(1, "permitted", "")})
    assert shared_numbers(tree) == {1: 1}


def test_a_circle_is_refused() -> None:
    """A branch that leads back has no depth."""
    back = Question(1, "b", "", (Branch("x", 0), Branch("y", 2)))
    tree = Tree("", "", 0, {0: Question(0, "a", "", (Branch("x", 1),)), 1: back, 2: Leaf(2, "permitted", "")})
    with pytest.raises(ValueError, match="leads back"):
        depths(tree)


@given(trees())
@settings(max_examples=40)
def test_a_branch_leads_deeper(tree: Tree) -> None:
    """A node is deeper than every question that leads to it, and by exactly one than the deepest of them."""
    depth = depths(tree)
    before: dict[int, list[int]] = {}
    for key in depth:
        for branch in branches(tree.nodes[key]):
            before.setdefault(branch.to, []).append(depth[key])
    assert depth == {key: max(before[key]) + 1 if key in before else 0 for key in depth}


def test_deep_trees_are_read() -> None:
    """Depth is not limited by the stack."""
    assert len(reading_order(ladder(5000))) == 5002


@given(trees())
@settings(max_examples=50)
def test_numbering_keeps_the_tree(tree: Tree) -> None:
    """Nodes are numbered as they are read, from 0, and each branch leads to what it led to."""
    order = reading_order(tree)
    new = numbered(tree)
    assert list(new.nodes) == list(range(len(order)))
    for key, node in new.nodes.items():
        old = tree.nodes[order[key]]
        assert node.key == key
        assert [(each.label, order[each.to]) for each in branches(node)] == [tuple(each) for each in branches(old)]
        assert node[1] == old[1]
