"""Two outlines put into one: every value of either, told as finely as the finer one tells it.

A value of one that is a group of the other stands for the values in that group which only the finer outline has. So
`police` of an old version means what `city` and `state` under `police` mean in the new one.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from policylang.semantics.types import Outline

BEFORE = " (before)"
"""What stands behind a name of the version before, where the version after means something else by it."""
Leaves = Mapping[str, frozenset[str]]


class OneOutline(NamedTuple):
    """Two outlines in one. `old` and `new` give for each value of one what it stands for in `outline`."""

    outline: Outline
    old: Leaves
    new: Leaves

    @property
    def told_by_both(self) -> frozenset[str]:
        """The values that both versions tell."""
        return frozenset().union(*self.old.values()) & frozenset().union(*self.new.values())

    @property
    def added(self) -> frozenset[str]:
        """The values of the version after that the version before cannot tell."""
        return frozenset().union(*self.new.values()) - self.told_by_both

    @property
    def removed(self) -> frozenset[str]:
        """The values of the version before that the version after cannot tell."""
        return frozenset().union(*self.old.values()) - self.told_by_both


def one_outline(old: Outline, new: Outline) -> OneOutline:
    """Return two outlines as one, in the order of the new one; what only the old one has stands at the end."""
    split = {
        leaf: frozenset(old.under[leaf])
        for leaf in new.leaves
        if leaf in old.children and not new.under.keys() & set(old.under[leaf])
    }
    new_leaves = {leaf: split.get(leaf, frozenset({leaf})) for leaf in new.leaves}
    told = frozenset().union(*new_leaves.values())
    old_leaves: dict[str, frozenset[str]] = {}
    for leaf in old.leaves:
        if leaf in told:
            old_leaves[leaf] = frozenset({leaf})
        elif leaf in new.children:
            finer = frozenset(new.under[leaf]) - old.under.keys()
            old_leaves[leaf] = finer or frozenset({f"{leaf}{BEFORE}"})
        else:
            old_leaves[leaf] = frozenset({leaf})
    gone = [each for leaves in old_leaves.values() for each in sorted(leaves) if each not in told]
    return OneOutline(_written(new, split, gone), old_leaves, new_leaves)


def renamed(outline: Outline, names: Mapping[str, str]) -> Outline:
    """Return an outline with other names for some of its values and groups."""

    def all_of(given: Sequence[str]) -> tuple[str, ...]:
        return tuple(names.get(each, each) for each in given)

    return Outline(
        outline.name,
        {names.get(name, name): all_of(below) for name, below in outline.under.items()},
        {names.get(name, name): all_of(below) for name, below in outline.children.items()},
    )


def _written(new: Outline, split: Leaves, gone: Sequence[str]) -> Outline:
    under: dict[str, tuple[str, ...]] = {}
    for name, below in new.under.items():
        finer = [each for leaf in below for each in sorted(split.get(leaf, {leaf}))]
        under[name] = tuple(finer)
        if name in split:
            under.update({each: (each,) for each in finer})
    children = {**new.children, **{name: tuple(sorted(below)) for name, below in split.items()}}
    children[""] = (*new.children[""], *gone)
    under.update({each: (each,) for each in gone})
    return Outline(new.name, under, children)
