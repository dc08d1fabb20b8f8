"""dot and Mermaid: each node and each branch is one statement, and names are only ever labels."""

import re
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from unit.picture.trees import HOSTILE, SMALL, harmful, trees, turned

from policylang.picture.model import Branch, Leaf, Question, Tree
from policylang.picture.order import branches, reading_order
from policylang.picture.to_dot import to_dot
from policylang.picture.to_mermaid import to_mermaid

_STRING = r'"(?:[^"\\\n]|\\.)*"'
_VALUE = rf"(?:{_STRING}|[\w.]+)"
_LIST = rf"\[\w+={_VALUE}(?:, \w+={_VALUE})*\]"
_DOT_NODE = re.compile(rf"    n(-?\d+) {_LIST}")
_DOT_EDGE = re.compile(rf"    n(-?\d+) -> n(-?\d+) {_LIST}")
_DOT_REST = re.compile(rf"digraph tree {{|    (?:graph|node|edge) {_LIST}|}}")
_LABEL = r'"(?:[\w ,:().-]|#\d+;|<br/>)+"'
_MERMAID_NODE = re.compile(
    rf"    n(\d+)(?:\[{_LABEL}\]|\{{\{{{_LABEL}\}}\}}|\(\[{_LABEL}\]\)|\[\[{_LABEL}\]\]|\[/{_LABEL}/\])"
)
_MERMAID_EDGE = re.compile(rf"    n(\d+) -->\|{_LABEL}\| n(\d+)")
_MERMAID_REST = re.compile(
    r'---|title: "[^\n%{}<>&`#]*"|flowchart LR|    classDef \w+ [\w:#,\- ]+|    class [n\d,]+ \w+'
)

_ALL = (
    pytest.param(to_dot, _DOT_NODE, _DOT_EDGE, _DOT_REST, id="dot"),
    pytest.param(to_mermaid, _MERMAID_NODE, _MERMAID_EDGE, _MERMAID_REST, id="mermaid"),
)


def _statements(
    text: str, node: re.Pattern[str], edge: re.Pattern[str], rest: re.Pattern[str]
) -> tuple[list[int], list[tuple[int, int]]]:
    """Return the keys of the nodes and the ends of the edges; every line is one of the known ones."""
    nodes, edges = [], []
    for line in text.splitlines():
        if found := edge.fullmatch(line):
            edges.append((int(found[1]), int(found[2])))
        elif found := node.fullmatch(line):
            nodes.append(int(found[1]))
        else:
            assert rest.fullmatch(line), line
    return nodes, edges


@pytest.mark.parametrize(("write", "node", "edge", "rest"), _ALL)
@given(tree=trees(hostile=True))
@settings(max_examples=40)
def test_every_node_and_branch_is_a_statement(
    write: Callable[[Tree], str], node: re.Pattern[str], edge: re.Pattern[str], rest: re.Pattern[str], tree: Tree
) -> None:
    """Whatever its names are, a tree has a line for each node and for each branch, and no other lines than expected."""
    nodes, edges = _statements(write(tree), node, edge, rest)
    order = reading_order(tree)
    assert nodes == list(order)
    assert edges == [(key, branch.to) for key in order for branch in branches(tree.nodes[key])]


def test_dot_labels_are_escaped() -> None:
    """Marks and backslashes of a name stay in its label, and an entity is no entity."""
    tree = Tree("", "", 0, {0: Leaf(0, "prohibited", 'a"b\\n&lt;')})
    assert 'label="a\\"b\\\\n&amp;lt;"' in to_dot(tree)


def test_mermaid_labels_are_escaped() -> None:
    """Whatever Mermaid could obey is written as its number; names stay readable."""
    tree = Tree(
        "", "", 0, {0: Question(0, 'us_police.x "`_a_` #1;', "", (Branch("1. <b>", 1),)), 1: Leaf(1, "permitted", "")}
    )
    written = to_mermaid(tree)
    assert 'n0["us_police.x #34;#96;#95;a#95;#96; #35;1#59;"]' in written
    assert 'n0 -->|"1#46; #60;b#62;"| n1' in written
    assert 'n1([" "])' in written


def test_the_title_of_a_mermaid_chart_is_a_scalar() -> None:
    """A title cannot end its own block, nor begin a directive."""
    title = to_mermaid(Tree("\n".join(HOSTILE[:7]), "", 0, {0: Leaf(0, "permitted", "x")})).splitlines()[1]
    assert not set(title) & set("%{}<>&`#")


@pytest.mark.parametrize("write", [to_dot, to_mermaid])
def test_outcomes_have_shapes_of_their_own(write: Callable[[Tree], str]) -> None:
    """Without colour each outcome is told by its shape or its frame."""
    shapes = set()
    for outcome in ("permitted", "prohibited", "undetermined", "impossible"):
        line = next(line for line in write(Tree("", "", 0, {0: Leaf(0, outcome, "T")})).splitlines() if "n0" in line)
        shapes.add(re.sub(r"#\w+", "", line))
    assert len(shapes) == 4


@pytest.mark.parametrize("write", [to_dot, to_mermaid])
def test_the_same_tree_gives_the_same_text(write: Callable[[Tree], str]) -> None:
    """The order in which nodes are kept does not matter."""
    assert write(SMALL) == write(turned(SMALL))
    assert write(harmful()) == write(harmful())
