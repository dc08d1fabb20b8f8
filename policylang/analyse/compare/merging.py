"""Two versions of a policy over one set of facts, so that their diagrams can be compared.

Facts are the same where a case gives them under the same name. Where a fact takes other values in one version than in
the other, it gets one type that tells all of them; `told` says in which cases both versions can tell what is so.
A fact of another kind than before is two facts.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import NamedTuple

from policylang.analyse.compare.difference import NameChange
from policylang.analyse.compare.outlines import Leaves, OneOutline, one_outline, renamed
from policylang.analyse.compare.renaming import Renames, renames
from policylang.analyse.compare.rewriting import Rewriting, Translation
from policylang.evaluate.labels import there, value_text
from policylang.evaluate.residual_facts import cover
from policylang.semantics.policy import (
    All,
    Any,
    Condition,
    Includes,
    Not,
    Path,
    Policy,
    Present,
    ValueIn,
    Within,
)
from policylang.semantics.types import Fact, Number, OneOf, Outline, SetOf, Slot, Thing, Type, phrase


class Novel(NamedTuple):
    """What only the version after can tell of a fact, in words and as a condition."""

    fact: Path
    said: str
    condition: Condition


class Merged(NamedTuple):
    """Two versions over one set of facts.

    `told` holds where both can tell the case, `told_after` where the version after can; `asking` are all conditions
    that the comparison asks beside those of the policies. The translations lead from each version as it was written to
    what stands here.
    """

    old: Policy
    new: Policy
    told: Condition
    told_after: Condition
    novel: tuple[Novel, ...]
    asking: tuple[Condition, ...]
    names: tuple[NameChange, ...]
    from_old: Translation
    from_new: Translation


def merged(old: Policy, new: Policy, given: Mapping[str, str]) -> Merged:
    """Return two versions over one set of facts.

    Args:
        old: The version before.
        new: The version after.
        given: What facts, parts and values of the version before are called in the version after.

    Raises:
        RenameError: A name is not there, or cannot be taken for the other.
    """
    return _Merging(old, new, renames(old, new, given)).merged()


class _Merging:
    def __init__(self, old: Policy, new: Policy, names: Renames) -> None:
        self.before = old
        self.after = new
        self.names = names
        self.old_leaves: dict[Path, Leaves] = {}
        self.new_leaves: dict[Path, Leaves] = {}
        self.told: list[Condition] = []
        self.told_after: list[Condition] = []
        self.asking: list[Condition] = []
        self.novel: list[Novel] = []
        self.changed: list[NameChange] = []

    def merged(self) -> Merged:
        """Return both."""
        facts = self._facts()
        from_old = Translation(self.names.paths, self.old_leaves)
        from_new = Translation(leaves=self.new_leaves)
        old, new = self.before, self.after
        if facts != old.facts or not from_old.is_nothing:
            old = Rewriting(from_old, facts, f"beside {new.digest}").policy(old)
        if facts != new.facts or not from_new.is_nothing:
            new = Rewriting(from_new, facts, f"beside {self.before.digest}").policy(new)
        told, told_after = All(tuple(self.told)), All(tuple(self.told_after))
        asking = (*self.told, *self.told_after, *self.asking, *(each.condition for each in self.novel))
        names = (*self._added(), *self._removed(), *self.changed)
        return Merged(old, new, told, told_after, tuple(self.novel), asking, names, from_old, from_new)

    # ------------------------------------------------------------ facts

    def _facts(self) -> dict[str, Fact]:
        """Return all facts by the names under which cases give them: those of the version after first."""
        left = dict(self.names.facts)
        found = {}
        for name, fact in self.after.facts.items():
            before = left.pop(fact.id, None)
            slot = fact.slot if before is None else self._slot(before.slot, fact.slot, Path(fact.id))
            found[name] = fact if slot == fact.slot else fact._replace(slot=slot)
        for fact in left.values():
            found[fact.name if fact.name not in found else fact.id] = fact
        return found

    def _added(self) -> Iterator[NameChange]:
        before = {self.names.translation.path(path) for path, _ in self.before.paths.values()}
        for name, (path, slot) in self.after.paths.items():
            if path not in before and _is_outermost(path, before):
                yield NameChange("fact", name, "added", phrase(slot))

    def _removed(self) -> Iterator[NameChange]:
        after = {path for path, _ in self.after.paths.values()}
        for name, (path, slot) in self.before.paths.items():
            now = self.names.translation.path(path)
            if now not in after and _is_outermost(now, after):
                yield NameChange("fact", name, "removed", phrase(slot))
            elif now in after and self.after.text(now) != name and path in self.names.given:
                yield NameChange("fact", self.after.text(now), "changed", f"it was called `{name}`")

    # ------------------------------------------------------------ types

    def _slot(self, old: Slot, new: Slot, path: Path) -> Slot:
        """Return one slot for what a path names in both versions."""
        if old.optional != new.optional:
            self.told.append(Present(path))
            if new.optional:
                self.novel.append(Novel(path, there(self.after.text(path), present=False), Not(Present(path))))
            else:
                self.told_after.append(Present(path))
            self._changed(path, "it can be absent now" if new.optional else "it cannot be absent any more")
        if (old.asks, old.judged) != (new.asks, new.judged):
            self._changed(path, "what is asked for it reads otherwise")
        type_: Type = new.type
        match old.type, new.type:
            case Thing(), Thing(name, parts):
                together = {
                    part: self._slot(old.type.parts[part], slot, path.part(part)) if part in old.type.parts else slot
                    for part, slot in parts.items()
                }
                type_ = Thing(name, {**together, **{k: v for k, v in old.type.parts.items() if k not in together}})
            case OneOf(was), OneOf(now):
                type_ = OneOf(self._outline(was, now, path, ValueIn))
            case SetOf(was), SetOf(now):
                type_ = SetOf(self._outline(was, now, path, Includes))
            case Number(), Number():
                type_ = self._number(old.type, new.type, path)
        return new._replace(type=type_, optional=old.optional or new.optional)

    def _changed(self, path: Path, how: str) -> None:
        self.changed.append(NameChange("fact", self.after.text(path), "changed", how))

    def _outline(self, was: Outline, now: Outline, path: Path, test: type[ValueIn | Includes]) -> Outline:
        names = self.names.values.get(path, {})
        for name, called in names.items():
            self._changed(path, f"`{name}` is called `{called}` now")
        was = renamed(was, names)
        is_same = (was.under, was.children) == (now.under, now.children)
        one = OneOutline(now, _themselves(now), _themselves(now)) if is_same else one_outline(was, now)
        called_before = {new: old for old, new in names.items()}
        self._stand_for(self.old_leaves, path, {called_before.get(leaf, leaf): each for leaf, each in one.old.items()})
        self._stand_for(self.new_leaves, path, one.new)
        if not is_same:
            self._values(path, one, test)
        return one.outline

    @staticmethod
    def _stand_for(found: dict[Path, Leaves], path: Path, leaves: Leaves) -> None:
        if any(finer != {leaf} for leaf, finer in leaves.items()):
            found[path] = leaves

    def _values(self, path: Path, one: OneOutline, test: type[ValueIn | Includes]) -> None:
        """Note which values only one version tells."""
        verb, can = ("is", "be") if test is ValueIn else ("include", "include")
        if one.added:
            names = ", ".join(cover(one.added, one.outline))
            self._changed(path, f"it can {can} {names} now")
            self.novel.append(Novel(path, f"{self.after.text(path)} {verb} {names}", test(path, one.added, ())))
        if one.removed:
            names = ", ".join(cover(one.removed, one.outline))
            self._changed(path, f"it cannot {can} {names} any more")
            self.told_after.append(Not(test(path, one.removed, ())))
        if other := one.added | one.removed:
            self.told.append(Not(test(path, other, ())))
            self.asking.append(test(path, one.told_by_both, ()))
        for how, leaves in (("more", one.old), ("less", one.new)):
            for leaf, finer in leaves.items():
                if len(finer) > 1:
                    self._changed(path, f"`{leaf}` is told {how} finely now: {', '.join(sorted(finer))}")

    def _number(self, old: Number, new: Number, path: Path) -> Number:
        if old.whole != new.whole:
            how = "whole numbers alone now" if new.whole else "fractions too now"
            self._changed(path, f"it takes {how}; compared are whole numbers")
        whole = old.whole or new.whole
        if (old.low, old.high) == (new.low, new.high):
            return new._replace(whole=whole)
        self._changed(path, f"it takes {_bounds(new)} now, and took {_bounds(old)}")
        beyond = _outside(path, new)
        self.told += [Not(each) for each in (*_outside(path, old), *beyond)]
        self.told_after += [Not(each) for each in beyond]
        if added := _outside(path, old, within=new):
            said = f"{self.after.text(path)} is not {_bounds(old)}"
            self.novel.append(Novel(path, said, All((Any(tuple(added)), *(Not(each) for each in beyond)))))
        return Number(whole, _least(old.low, new.low), _most(old.high, new.high), new.unit)


def _themselves(outline: Outline) -> Leaves:
    return {leaf: frozenset({leaf}) for leaf in outline.leaves}


def _is_outermost(path: Path, others: set[Path]) -> bool:
    """Whether what a path is a part of, if it is a part, is among others."""
    return not path.parts or Path(path.fact, path.parts[:-1]) in others


# ---------------------------------------------------------------- numbers


def _outside(path: Path, type_: Number, *, within: Number | None = None) -> list[Condition]:
    """Return conditions that a number lies out of the bounds of a type, as far as another has such numbers."""
    found: list[Condition] = []
    if type_.low is not None and (within is None or within.low is None or within.low < type_.low):
        found.append(Within(path, high=type_.low, high_included=False))
    if type_.high is not None and (within is None or within.high is None or within.high > type_.high):
        found.append(Within(path, low=type_.high, low_included=False))
    return found


def _least(one: Decimal | None, other: Decimal | None) -> Decimal | None:
    return None if one is None or other is None else min(one, other)


def _most(one: Decimal | None, other: Decimal | None) -> Decimal | None:
    return None if one is None or other is None else max(one, other)


def _bounds(type_: Number) -> str:
    low, high = type_.low, type_.high
    if low is not None and high is not None:
        return f"{value_text(low)} to {value_text(high)}"
    if low is not None:
        return f"at least {value_text(low)}"
    return "any number" if high is None else f"at most {value_text(high)}"
