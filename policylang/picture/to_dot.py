"""A tree as a graph in the language of Graphviz, for those who lay it out with that program."""

from collections.abc import Iterator

from policylang.picture.letters import plain
from policylang.picture.lines import shortened
from policylang.picture.model import Leaf, Question, Tree
from policylang.picture.order import branches, reading_order
from policylang.picture.outcomes import look

_COLUMNS = 32
_FONT = 'fontname="Helvetica,Arial,sans-serif"'
_SHAPES = {
    "prohibited": ("octagon", "filled"),
    "permitted": ("box", "rounded,filled"),
    "undetermined": ("box", "dashed,filled"),
    "impossible": ("box", "dotted,filled"),
}
_TABLE = str.maketrans({"\\": "\\\\", '"': '\\"', "&": "&amp;", "<": "&lt;", ">": "&gt;"})


def to_dot(tree: Tree) -> str:
    """Return the tree as a directed graph: a statement for each node, and one for each branch."""
    order, title = reading_order(tree), _label((tree.title, tree.subtitle), 96)
    lines = [
        "digraph tree {",
        f"    graph [rankdir=LR, labelloc=t, labeljust=l, {_FONT}, fontsize=13, label={title}]",
        f'    node [{_FONT}, fontsize=11, margin="0.12,0.06", color="#8792a2"]',
        f'    edge [{_FONT}, fontsize=10, color="#8792a2", arrowsize=0.6]',
        *(_node(tree.nodes[key]) for key in order),
        *(line for key in order for line in _edges(tree.nodes[key])),
        "}",
    ]
    return "\n".join(lines) + "\n"


def _node(node: Question | Leaf) -> str:
    if isinstance(node, Question):
        told = f"{node.asks} ({node.fact})" if node.asks.strip() else node.fact
        texts = [text for text in (node.asks, node.fact) if text.strip()]
        return f"    n{node.key} [shape=box, style=solid, label={_label(texts)}, tooltip={_quoted(told)}]"
    looks = look(node.outcome)
    shape, style = _SHAPES[looks.word]
    label, told = _label((node.title, *node.lines)), _quoted("; ".join([node.title, *node.lines]))
    colours = f'color="{looks.ink.light}", fillcolor="{looks.fill.light}", fontcolor="{looks.ink.light}"'
    return f'    n{node.key} [shape={shape}, style="{style}", {colours}, label={label}, tooltip={told}]'


def _edges(node: Question | Leaf) -> Iterator[str]:
    for branch in branches(node):
        told = _quoted(branch.label)
        yield f"    n{node.key} -> n{branch.to} [label={_label((branch.label,), 24)}, tooltip={told}]"


def _label(texts: tuple[str, ...] | list[str], room: int = _COLUMNS) -> str:
    """Return texts under each other as a label, each shortened to a few lines."""
    lines = [line for text in texts for line in shortened(plain(text), room, len, most=3)]
    return '"' + "\\n".join(line.translate(_TABLE) for line in lines) + '"'


def _quoted(text: str) -> str:
    return f'"{plain(text).translate(_TABLE)}"'
