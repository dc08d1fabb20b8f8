"""The tree on a terminal: each node once, shared ones by number, lines that fit."""

from hypothesis import given, settings, strategies as st
from unit.picture.trees import SMALL, harmful, ladder, trees

from policylang.picture.letters import columns
from policylang.picture.model import Leaf, Tree
from policylang.picture.order import branches, reading_order, shared_numbers
from policylang.picture.to_text import to_text

EXPECTED = """\
Code of Conduct
on 2024-06-10, edition corrected

service?
├─ azure_openai → operator.kind: Who uses the service?
│  ├─ police → operator.country?
│  │  ├─ united_states → ✕ Prohibited
│  │  │     by us_police, identity
│  │  │     duties: review
│  │  └─ anything else → (1) ? Undetermined
│  │        a human judges
│  └─ anything else → see 1
└─ anything else → – Cannot be
"""


def test_a_tree_is_an_outline() -> None:
    """Answers stand under their question; a shared node is written once and referred to after that."""
    assert to_text(SMALL) == EXPECTED


def test_a_tree_without_a_title_begins_with_its_question() -> None:
    """There is no empty heading."""
    assert to_text(Tree("", "", 0, {0: Leaf(0, "permitted", "Permitted", ("by a",))})) == "✓ Permitted\n   by a\n"


@given(trees())
@settings(max_examples=40)
def test_every_node_is_written_once_and_every_branch_has_a_line(tree: Tree) -> None:
    """There is a branch of the drawing for each branch; what was written before is referred to, nothing else is."""
    lines = to_text(tree, width=200).splitlines()
    ways = [branch for key in reading_order(tree) for branch in branches(tree.nodes[key])]
    assert sum("├─ " in line or "└─ " in line for line in lines) == len(ways)
    assert sum("→ see " in line for line in lines) == len(ways) + 1 - len(reading_order(tree))
    assert sorted(shared_numbers(tree).values()) == sorted(
        int(line.split("→ (")[1].split(")")[0]) for line in lines if "→ (" in line
    )


@given(trees(most=6), st.integers(40, 120))
@settings(max_examples=40)
def test_lines_fit_the_width(tree: Tree, width: int) -> None:
    """No line is longer than the width, unless the tree is so deep that too little would be left."""
    assert all(columns(line) <= max(width, 3 * 6 + 24) for line in to_text(tree, width=width).splitlines())


def test_hostile_names_stay_on_their_lines() -> None:
    """A name adds no line of its own, and nothing that a terminal would obey."""
    assert all(line.isprintable() for line in to_text(harmful()).split("\n"))


def test_deep_trees_are_written() -> None:
    """Depth is not limited by the stack."""
    assert to_text(ladder(400)).count("see 1") == 399
