"""What a case leaves open of the facts: the types of a residual policy, with what is settled taken out of them.

A one-of fact keeps the leaves that may still be so, a set those of which nothing is known, a thing the parts that are
open. A number, a date or a text keeps its type: that it is one of a few is said by an `always` line of the policy.
"""

from collections.abc import Container, Iterable, Iterator, Mapping

from policylang.semantics.knowledge import Members, OneOfThese
from policylang.semantics.policy import Path
from policylang.semantics.types import OneOf, Outline, SetOf, Slot, Thing
from policylang.semantics.worlds import EITHER, NO, Case

LEFT_OPEN = "left_open"
"""The group of the one value of an outline that is left for a set: alone it would read as the name of a type."""


class OpenFacts:
    """What is open of the facts of a case.

    Args:
        case: The case, under the policies whose tests it has to answer.
    """

    def __init__(self, case: Case) -> None:
        self.case = case

    def leaves(self, path: Path) -> frozenset[str]:
        """Return the leaves that a one-of fact may have, or those of which it is open whether a set has them."""
        type_ = self.case.slot(path).type
        known = self.case.known.get(path)
        if isinstance(type_, SetOf):
            members = known if isinstance(known, Members) else Members()
            settled = members.included | members.excluded
            return frozenset() if members.closed else frozenset(type_.outline.leaves) - settled
        assert isinstance(type_, OneOf)  # noqa: S101 - asked of outlines alone
        given = known.values if isinstance(known, OneOfThese) else None
        return frozenset(leaf for leaf in type_.outline.leaves if given is None or leaf in given)

    def slot(self, path: Path, *, asked: Container[Path] | None = None) -> Slot | None:
        """Return what is open of a fact or a part, or nothing where it is settled.

        Args:
            path: The fact or the part.
            asked: What conditions ask about, with the things around it. Of a thing only such parts are kept; where
                they ask about none but only whether the thing is there, all.
        """
        slot = self.case.slot(path)
        match slot.type:
            case Thing():
                return self._thing(path, slot, slot.type, asked)
            case OneOf(outline):
                left = self.leaves(path)
                return slot._replace(type=OneOf(narrowed(outline, left))) if len(left) > 1 else None
            case SetOf(outline):
                left = self.leaves(path)
                return slot._replace(type=SetOf(_of_a_set(narrowed(outline, left)))) if left else None
            case _:
                known = self.case.known.get(path)
                return None if isinstance(known, OneOfThese) and len(known.values) == 1 else slot

    def _thing(self, path: Path, slot: Slot, thing: Thing, asked: Container[Path] | None) -> Slot | None:
        cells = self.case.presence(path).cells if slot.optional else frozenset()
        if cells == NO:
            return None
        is_open = cells == EITHER
        wanted = [name for name in thing.parts if asked is None or path.part(name) in asked]
        if not wanted and is_open:
            wanted, asked = list(thing.parts), None
        parts = {name: self.slot(path.part(name), asked=asked) for name in wanted}
        left = {name: part for name, part in parts.items() if part is not None}
        return slot._replace(type=Thing(thing.name, left), optional=is_open) if left else None


def narrowed(outline: Outline, leaves: Iterable[str]) -> Outline:
    """Return an outline with these leaves alone, and the groups that have one of them."""
    left = frozenset(leaves)
    if left.issuperset(outline.leaves):
        return outline
    all_under = {name: tuple(each for each in below if each in left) for name, below in outline.under.items()}
    under = {name: below for name, below in all_under.items() if below}
    children: Mapping[str, tuple[str, ...]] = {
        name: tuple(each for each in below if each in under)
        for name, below in outline.children.items()
        if not name or name in under
    }
    return Outline(outline.name, under, children)


def _of_a_set(outline: Outline) -> Outline:
    """Return an outline as a set can have it: a single value stands in a group."""
    if len(outline.under) > 1:
        return outline
    (leaf,) = outline.under
    group = LEFT_OPEN if leaf != LEFT_OPEN else f"{LEFT_OPEN}_group"
    return Outline(outline.name, {group: (leaf,), leaf: (leaf,)}, {"": (group,), group: (leaf,)})


def with_things_around(paths: Iterable[Path]) -> frozenset[Path]:
    """Return paths, and those of the things that they are parts of."""
    return frozenset(Path(path.fact, path.parts[:n]) for path in paths for n in range(len(path.parts) + 1))


def cover(leaves: frozenset[str], outline: Outline, *, among: str = "") -> Iterator[str]:
    """Yield leaves in the order of their outline, the name of a group in the place of all that stand under it."""
    for name in outline.children[among]:
        if leaves.issuperset(outline.under[name]):
            yield name
        elif not outline.is_leaf(name):
            yield from cover(leaves, outline, among=name)
