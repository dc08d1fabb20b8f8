"""A tree as text for a terminal: answers under their question, a shared node once with a number, then `see 3`."""

from collections.abc import Iterator
from typing import NamedTuple

from policylang.picture.letters import columns, plain
from policylang.picture.lines import wrapped
from policylang.picture.model import Leaf, Question, Tree
from policylang.picture.order import branches, shared_numbers
from policylang.picture.outcomes import look

_LEAST_ROOM = 24
_ARROW = " \u2192 "


class _Step(NamedTuple):
    """A node that is still to be written: the key, its label, what stands before its first line and before the rest."""

    key: int
    label: str
    first: str
    rest: str


def to_text(tree: Tree, *, width: int = 80) -> str:
    """Return the tree as indented lines, drawn with lines of boxes; each node is written once.

    Args:
        tree: The tree.
        width: How many columns a line may have; where a tree is deep, its texts keep 24 all the same.
    """
    heading = [line for text in (tree.title, tree.subtitle) for line in _fitted(plain(text), width)]
    lines = [*heading, ""] if heading else []
    numbers = shared_numbers(tree)
    written: set[int] = set()
    waiting = [_Step(tree.root, "", "", "")]
    while waiting:
        step = waiting.pop()
        again = step.key in written
        written.add(step.key)
        lines += _node(step, tree, numbers.get(step.key), again=again, width=width)
        if not again:
            waiting += reversed([*_steps(step, tree)])
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _steps(step: _Step, tree: Tree) -> Iterator[_Step]:
    ways = branches(tree.nodes[step.key])
    for index, branch in enumerate(ways, 1):
        tee, bar = ("\u2514\u2500 ", "   ") if index == len(ways) else ("\u251c\u2500 ", "\u2502  ")
        yield _Step(branch.to, plain(branch.label) + _ARROW, step.rest + tee, step.rest + bar)


def _node(step: _Step, tree: Tree, number: int | None, *, again: bool, width: int) -> Iterator[str]:
    """Yield the lines of a node: its label and what it says, or where it was written before."""
    node = tree.nodes[step.key]
    counted = f"({number}) " if number else ""
    said = f"see {number}" if again else counted + _said(node)
    room = max(_LEAST_ROOM, width - columns(step.rest))
    below = "\u2502  " if not again and branches(node) else "   "
    indent = below if step.first else ""
    for index, line in enumerate(_fitted(step.label + said, room, indent)):
        yield (step.rest if index else step.first) + line
    if isinstance(node, Leaf) and not again:
        for text in node.lines:
            yield from (step.rest + line for line in _fitted(plain(text), room - 3, "  ", first="   "))


def _said(node: Question | Leaf) -> str:
    if isinstance(node, Leaf):
        return f"{look(node.outcome).mark} {plain(node.title)}"
    fact, asks = plain(node.fact), plain(node.asks)
    return f"{fact}: {asks}" if asks else f"{fact}?"


def _fitted(text: str, room: int, indent: str = "", *, first: str = "") -> Iterator[str]:
    """Yield a text in lines, what follows the first being indented."""
    for index, line in enumerate(wrapped(text, max(room - len(indent), 1), columns)):
        yield first + (indent if index else "") + line
