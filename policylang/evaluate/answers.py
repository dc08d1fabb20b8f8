"""The answers to a question in words, as they stand beside each other: each as short as the others allow.

Of the values of an outline, the ones that take the most words are `anything else`; and where the others of a group are
named by another answer, the rest of it is `other law_enforcement`.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from policylang.core.domain import Domain, Variable as DomainVariable
from policylang.diagram.manager import Cells, Variable
from policylang.evaluate.labels import ANYTHING_ELSE, FEW, cell_label
from policylang.evaluate.residual_facts import cover
from policylang.semantics.policy import Policy
from policylang.semantics.types import OneOf, Outline


class _Answer(NamedTuple):
    """The leaves of an answer, and the fewest names that say just these."""

    leaves: frozenset[str]
    names: tuple[str, ...]

    @property
    def is_short(self) -> bool:
        """Whether its names can all be told."""
        return len(self.names) <= FEW


def answers(policy: Policy, domain: Domain, variable: Variable, each: Sequence[Cells]) -> tuple[str, ...]:
    """Return for each answer to a question, given as cells, its words.

    Args:
        policy: The policy whose names are used.
        domain: The variables.
        variable: What is asked.
        each: The cells of each answer; no cell is in two.
    """
    found = domain.variables[variable]
    type_ = domain.slot(found.path).type if found.kind == "value" and found.path is not None else None
    if isinstance(type_, OneOf):
        return _of_outline(type_.outline, [_leaves(found, cells) for cells in each])
    return tuple(cell_label(policy, domain, variable, cells) for cells in each)


def _leaves(variable: DomainVariable, cells: Cells) -> frozenset[str]:
    return frozenset(str(leaf) for cell, alike in enumerate(variable.cells) if cells >> cell & 1 for leaf in alike)


def _of_outline(outline: Outline, sets: Sequence[frozenset[str]]) -> tuple[str, ...]:
    each = [_Answer(leaves, tuple(cover(leaves, outline))) for leaves in sets]
    named = frozenset().union(*(answer.leaves for answer in each if answer.is_short))
    open_ = frozenset(outline.leaves).difference(*sets)  # what is no answer, because it cannot be
    groups = [_rest_of(answer, outline, named | open_) for answer in each]
    long = [place for place, answer in enumerate(each) if not answer.is_short]
    rest = max(long, key=lambda place: (not groups[place], len(each[place].names)), default=None)
    if rest is None:
        rest = _all_but_a_few(each)
    return tuple(ANYTHING_ELSE if place == rest else _named(answer, groups[place]) for place, answer in enumerate(each))


def _all_but_a_few(each: Sequence[_Answer]) -> int | None:
    """Return the place of the answer that has many more values than all others, though it can be said in few names."""
    sizes = [len(answer.leaves) for answer in each]
    largest = max(range(len(each)), key=sizes.__getitem__)
    names = len(each[largest].names)
    return largest if names > 1 and sizes[largest] > sum(sizes) - sizes[largest] else None


def _rest_of(answer: _Answer, outline: Outline, named: Iterable[str]) -> str | None:
    """Return the smallest group of which an answer has all that no other answer names, or nothing."""
    around = [
        name for name, below in outline.under.items() if answer.leaves <= set(below) and not outline.is_leaf(name)
    ]
    smallest = min(around, key=lambda name: len(outline.under[name]), default=None)
    if smallest is None or answer.is_short or not set(outline.under[smallest]) - answer.leaves <= set(named):
        return None
    return smallest


def _named(answer: _Answer, group: str | None) -> str:
    if group is not None:
        return f"other {group}"
    return " or ".join(answer.names) if answer.is_short else ", ".join(answer.names)
