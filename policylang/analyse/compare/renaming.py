"""Which facts of one version are which of another: by the names that cases give them under, or as somebody says.

A name may be said to be another: of a fact, a thing, a part (`operator.kind=party.kind`), or a value
(`country.us=country.united_states`, where `country` is a fact, a part or a type).
"""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from policylang.analyse.compare.outlines import BEFORE
from policylang.analyse.compare.rewriting import Translation
from policylang.diagnostics.suggest import nearest
from policylang.semantics.policy import Path, Policy
from policylang.semantics.types import Fact, Number, OneOf, Outline, SetOf, Slot, Thing


class RenameError(ValueError):
    """A name cannot be taken for another. `helps` say what could be meant."""

    def __init__(self, message: str, *, helps: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.helps = helps


class Renames(NamedTuple):
    """How the facts of a version before are named in the version after.

    `paths` leads from each path that has another name to the path that it is now, `values` gives by the path as it is
    now the values with other names. `facts` are those of the version before, by their ids as they are now. `given` are
    the paths that somebody said to be renamed.
    """

    paths: Mapping[Path, Path]
    values: Mapping[Path, Mapping[str, str]]
    facts: Mapping[str, Fact]
    given: frozenset[Path]

    @property
    def translation(self) -> Translation:
        """The renamed paths."""
        return Translation(self.paths)


def renames(old: Policy, new: Policy, given: Mapping[str, str]) -> Renames:
    """Return how the facts of a version before are named in the version after.

    Raises:
        RenameError: A name is not there, or cannot be taken for the other.
    """
    return _Renaming(old, new).found(given)


class _Renaming:
    def __init__(self, old: Policy, new: Policy) -> None:
        self.old = old
        self.new = new
        self.paths: dict[Path, Path] = {}
        self.values: dict[Path, dict[str, str]] = {}

    def found(self, given: Mapping[str, str]) -> Renames:
        """Return all renames."""
        values = {}
        for was, now in given.items():
            if was in self.old.paths:
                self._path(was, now)
            else:
                values[was] = now
        said = frozenset(self.paths)
        self._same_names()
        facts = self._facts()
        for was, now in values.items():
            self._value(was, now)
        return Renames(self.paths, self.values, facts, said)

    # ------------------------------------------------------------ facts and parts

    def _path(self, was: str, now: str) -> None:
        (path, slot), there = self.old.paths[was], self.new.paths.get(now)
        if there is None:
            near = nearest(now, self.new.paths)
            helps = (f"did you mean `{near}`?",) if near else ()
            raise RenameError(f"the new version has no fact `{now}`", helps=helps)
        if not alike(slot, there[1]):
            raise RenameError(f"`{was}` cannot be `{now}`: they are of different kinds")
        around = [Path(path.fact, path.parts[:length]) for length in range(len(path.parts))]
        beside = Path(path.fact, path.parts[:-1]), Path(there[0].fact, there[0].parts[:-1])
        if any(self.old.slot(each).optional for each in around) and self.paths.get(beside[0], beside[0]) != beside[1]:
            raise RenameError(
                f"`{was}` is a part of something that can be absent, and `{now}` is a part of something else",
                helps=("rename the thing as a whole",),
            )
        self.paths[path] = there[0]

    def _same_names(self) -> None:
        """Take facts for the same that cases give under the same name, though they come from other files."""
        ids = self.new.by_id
        taken = {path.fact for path in self.paths.values()}
        for name, fact in self.old.facts.items():
            same = self.new.facts.get(name)
            moved = fact.id not in ids and same is not None and same.id not in self.old.by_id and same.id not in taken
            if moved and same is not None and Path(fact.id) not in self.paths and alike(fact.slot, same.slot):
                self.paths[Path(fact.id)] = Path(same.id)

    def _facts(self) -> dict[str, Fact]:
        """Return the facts of the version before, as they are named now."""
        trees: dict[str, Slot] = {}
        for fact in self.old.facts.values():
            for path, slot in self._placed(Path(fact.id), fact.slot):
                _insert(trees, path, slot, self.new)
        ids = {fact.id: fact for fact in (*self.old.facts.values(), *self.new.facts.values())}
        found = {}
        for id_, slot in trees.items():
            module, _, name = id_.rpartition(".")
            found[id_] = (ids[id_] if id_ in ids else Fact(module, name, slot))._replace(slot=slot)
        return found

    def _placed(self, path: Path, slot: Slot) -> Iterator[tuple[Path, Slot]]:
        """Yield what becomes of a fact or a part: where it is now, and what it takes."""
        now = Translation(self.paths).path(path)
        there = _slot_of(self.new, now)
        if there is not None and not alike(slot, there):
            self.paths[path] = _apart(now)
            yield self.paths[path], slot
        elif isinstance(slot.type, Thing):
            yield now, slot._replace(type=Thing(slot.type.name, {}))
            for part, below in slot.type.parts.items():
                yield from self._placed(path.part(part), below)
        else:
            yield now, slot

    # ------------------------------------------------------------ values

    def _value(self, was: str, now: str) -> None:
        head, _, value = was.rpartition(".")
        _, _, called = now.rpartition(".")
        paths = [path for path, outline in self._outlines(head) if value in outline.under]
        if not paths:
            candidates = [*self.old.paths, *(f"{head}.{each}" for _, one in self._outlines(head) for each in one.under)]
            near = nearest(was, candidates)
            said = f"did you mean `{near}`?" if near else "give a fact, a part, or FACT.VALUE"
            raise RenameError(f"the old version has no fact, part or value `{was}`", helps=(said,))
        known: dict[Path, Outline] = {}
        for path in paths:
            there = Translation(self.paths).path(path)
            slot = _slot_of(self.new, there)
            if slot is not None and isinstance(slot.type, OneOf | SetOf):
                known[there] = slot.type.outline
        if not any(called in outline.under for outline in known.values()):
            near = nearest(called, [name for outline in known.values() for name in outline.under])
            helps = (f"did you mean `{near}`?",) if near else ()
            raise RenameError(f"the new version has no value `{now}`", helps=helps)
        for there, outline in known.items():
            if called in outline.under:
                self.values.setdefault(there, {})[value] = called

    def _outlines(self, head: str) -> Iterator[tuple[Path, Outline]]:
        """Yield the outlines that a name stands for: of a fact or part, or of all that have a type."""
        for name, (path, slot) in self.old.paths.items():
            if isinstance(slot.type, OneOf | SetOf):
                outline = slot.type.outline
                if head in (name, outline.name, outline.name.rpartition(".")[2]):
                    yield path, outline


def alike(one: Slot, other: Slot) -> bool:
    """Whether two slots take things of one kind, so that one fact can take what either takes."""
    if isinstance(one.type, Number) and isinstance(other.type, Number):
        return one.type.unit == other.type.unit
    return type(one.type) is type(other.type)


def _slot_of(policy: Policy, path: Path) -> Slot | None:
    try:
        return policy.slot(path)
    except KeyError:
        return None


def _apart(path: Path) -> Path:
    """Return a path beside one, for what bore its name before and is of another kind."""
    if not path.parts:
        return Path(f"{path.fact}{BEFORE}")
    return Path(path.fact, (*path.parts[:-1], f"{path.parts[-1]}{BEFORE}"))


def _insert(trees: dict[str, Slot], path: Path, slot: Slot, new: Policy) -> None:
    """Put a part where it belongs, in a thing that is made where there is none."""
    if not path.parts:
        trees[path.fact] = _beside(slot, trees.get(path.fact))
        return
    top = trees.get(path.fact) or _empty(new, Path(path.fact))
    trees[path.fact] = _with(top, path, 0, slot, new)


def _with(thing: Slot, path: Path, depth: int, slot: Slot, new: Policy) -> Slot:
    assert isinstance(thing.type, Thing)  # noqa: S101 - only things have parts
    name = path.parts[depth]
    parts = dict(thing.type.parts)
    if depth == len(path.parts) - 1:
        parts[name] = _beside(slot, parts.get(name))
    else:
        below = parts.get(name) or _empty(new, Path(path.fact, path.parts[: depth + 1]))
        parts[name] = _with(below, path, depth + 1, slot, new)
    return thing._replace(type=Thing(thing.type.name, parts))


def _beside(slot: Slot, there: Slot | None) -> Slot:
    """Return a slot with the parts that were put there before."""
    if there is None or not isinstance(there.type, Thing) or not isinstance(slot.type, Thing):
        return slot
    return slot._replace(type=Thing(slot.type.name, {**slot.type.parts, **there.type.parts}))


def _empty(new: Policy, path: Path) -> Slot:
    """Return a thing of the version after without its parts; it cannot be absent, as nothing was around them before."""
    slot = new.slot(path)
    assert isinstance(slot.type, Thing)  # noqa: S101 - it has the part
    return Slot(Thing(slot.type.name, {}))
