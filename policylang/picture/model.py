"""The tree that is drawn: questions with their branches, leaves with their outcomes; a shared node is one node.

INVARIANT: no branch leads back to a question on the way to it, and every branch leads to a node that is there.
"""

from collections.abc import Mapping
from typing import NamedTuple


class Leaf(NamedTuple):
    """Where a tree ends: an outcome, its title, and lines on what it rests on.

    `outcome` is `permitted`, `prohibited`, `undetermined` or `impossible`.
    """

    key: int
    outcome: str
    title: str
    lines: tuple[str, ...] = ()


class Branch(NamedTuple):
    """An answer to a question, in words, and the key of the node that it leads to."""

    label: str
    to: int


class Question(NamedTuple):
    """A fact that is asked for, the question in words (or nothing), and the answers in their order."""

    key: int
    fact: str
    asks: str
    branches: tuple[Branch, ...]


class Tree(NamedTuple):
    """A title, a subtitle, the key of the first node, and all nodes by their keys."""

    title: str
    subtitle: str
    root: int
    nodes: Mapping[int, Question | Leaf]
