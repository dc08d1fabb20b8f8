"""A tree as a Mermaid flowchart, for documents that draw such charts themselves."""

import json
import re
from collections.abc import Iterable, Iterator

from policylang.picture.letters import plain
from policylang.picture.lines import shortened
from policylang.picture.model import Leaf, Question, Tree
from policylang.picture.order import branches, reading_order
from policylang.picture.outcomes import LOOKS, look

_COLUMNS = 32
_SHAPES = {
    "prohibited": ("{{", "}}"),
    "permitted": ("([", "])"),
    "undetermined": ("[[", "]]"),
    "impossible": ("[/", "/]"),
}
_MEANS_SOMETHING = re.compile(r"(?<![^\W_])[_.-]|[_.-](?![^\W_])|[^\w ,:().-]")
"""Marks that Mermaid, or the Markdown within it, may obey even between quotation marks: written as their numbers."""


def to_mermaid(tree: Tree) -> str:
    """Return the tree as a flowchart from left to right: a line for each node, and one for each branch."""
    order = reading_order(tree)
    title = ", ".join(text for text in map(plain, (tree.title, tree.subtitle)) if text)
    lines = [
        *(["---", f"title: {_scalar(title)}", "---"] if title else ()),
        "flowchart LR",
        *(f"    {_node(tree.nodes[key])}" for key in order),
        *(f"    {line}" for key in order for line in _edges(tree.nodes[key])),
        *(f"    {line}" for line in _classes(tree.nodes[key] for key in order)),
    ]
    return "\n".join(lines) + "\n"


def _node(node: Question | Leaf) -> str:
    if isinstance(node, Question):
        return f"n{node.key}[{_label([text for text in (node.asks, node.fact) if text.strip()])}]"
    opening, closing = _SHAPES[look(node.outcome).word]
    return f"n{node.key}{opening}{_label((node.title, *node.lines))}{closing}"


def _edges(node: Question | Leaf) -> Iterator[str]:
    for branch in branches(node):
        yield f"n{node.key} -->|{_label((branch.label,))}| n{branch.to}"


def _classes(nodes: Iterable[Question | Leaf]) -> Iterator[str]:
    """Yield the colours and frames of the outcomes that occur, and which leaves have them."""
    leaves = [node for node in nodes if isinstance(node, Leaf)]
    for name, looks in LOOKS.items():
        keys = [f"n{leaf.key}" for leaf in leaves if look(leaf.outcome) is looks]
        if keys:
            dashes = f",stroke-dasharray:{looks.dashes}" if looks.dashes else ""
            colours = f"fill:{looks.fill.light},stroke:{looks.ink.light},color:{looks.ink.light}"
            yield f"classDef {name} {colours}{dashes}"
            yield f"class {','.join(keys)} {name}"


def _label(texts: Iterable[str]) -> str:
    lines = [line for text in texts for line in shortened(plain(text), _COLUMNS, len, most=3)]
    return '"' + ("<br/>".join(map(_escaped, lines)) or " ") + '"'


def _escaped(text: str) -> str:
    return _MEANS_SOMETHING.sub(lambda found: f"#{ord(found[0])};", text)


def _scalar(text: str) -> str:
    """Return a text as a YAML scalar in which Mermaid finds nothing that it obeys."""
    quoted = json.dumps(text, ensure_ascii=False)
    return "".join(f"\\u{ord(char):04x}" if char in "%{}<>&`#" else char for char in quoted)
