"""What can be named at the prompt: facts, definitions, clauses and the rest of a policy, each with a few words on it.

For completion and for the line of hint. What is found depends on the version of the policy alone, and is kept with it.
"""

from __future__ import annotations

from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from policylang.semantics.types import OneOf, SetOf, Slot, Thing, YesNo, phrase

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from policylang.repl.opened import Drafts, Opened, Version
    from policylang.semantics.module import Definition, ResolvedExample
    from policylang.semantics.types import Outline
    from policylang.syntax.edits import Identity

Kind = TypeVar("Kind")

_MOST_VERSIONS = 32


class Named(NamedTuple):
    """A name or a word that can stand somewhere, and a few words on it."""

    text: str
    what: str = ""


class Names:
    """What can be named in a version of a policy.

    Args:
        version: The version.
    """

    def __init__(self, version: Version) -> None:
        self.version = version
        self.policy = version.policy.resolved
        self._values: dict[int, tuple[Named, ...]] = {}

    # ------------------------------------------------------------ facts

    @cached_property
    def slots(self) -> Mapping[str, Slot]:
        """Every fact, thing and part, by the name that a case gives it under."""
        return {name: slot for name, (_, slot) in self.policy.paths.items()}

    @cached_property
    def facts(self) -> tuple[Named, ...]:
        """The facts, things and parts."""
        return tuple(Named(name, self.question(name)) for name in self.slots)

    def question(self, name: str) -> str:
        """Return what is asked about a fact, or about the thing that it is a part of; else what it takes."""
        around = name
        while around:
            if asks := self.slots[around].asks:
                return asks
            around = around.rpartition(".")[0]
        return phrase(self.slots[name])

    def facts_of(self, *kinds: type) -> tuple[Named, ...]:
        """Return the facts whose types are of some kinds."""
        return tuple(each for each in self.facts if isinstance(self.slots[each.text].type, kinds))

    @cached_property
    def yes_or_no(self) -> tuple[Named, ...]:
        """The facts that hold or do not."""
        return self.facts_of(YesNo)

    @cached_property
    def tested(self) -> tuple[Named, ...]:
        """The facts that a condition can ask about: all but the things."""
        return tuple(each for each in self.facts if not isinstance(self.slots[each.text].type, Thing))

    @cached_property
    def optional(self) -> tuple[Named, ...]:
        """The things that may be absent."""
        return tuple(each for each in self.facts if self.slots[each.text].optional)

    @cached_property
    def things(self) -> Mapping[str, Thing]:
        """The types of things, by their names."""
        types = (slot.type for slot in self.slots.values())
        return {bare(each.name): each for each in types if isinstance(each, Thing)}

    @cached_property
    def types(self) -> tuple[Named, ...]:
        """The names of types, as far as facts are of them."""
        outlines = (each.type.outline.name for each in self.slots.values() if isinstance(each.type, OneOf | SetOf))
        return tuple(Named(each, "a type") for each in dict.fromkeys([*self.things, *map(bare, outlines)]) if each)

    def values_of(self, slot: Slot) -> tuple[Named, ...]:
        """Return the values that a fact can have, and their groups; none where they are not listed."""
        if not isinstance(slot.type, OneOf | SetOf):
            return ()
        outline = slot.type.outline
        found = self._values.get(id(outline))
        if found is None:
            found = self._values[id(outline)] = tuple(_values(outline))
        return found

    def leaves_of(self, slot: Slot) -> tuple[Named, ...]:
        """Return the values alone."""
        found = self.values_of(slot)
        return tuple(
            each for each in found if isinstance(slot.type, OneOf | SetOf) and slot.type.outline.is_leaf(each.text)
        )

    # ------------------------------------------------------------ definitions, examples

    @cached_property
    def definitions(self) -> Mapping[str, Definition]:
        """The definitions that the policy's file sees, by the names under which it does."""
        from policylang.semantics.module import Definition

        return dict(_seen(self.version.names.terms, Definition))

    @cached_property
    def defined(self) -> tuple[Named, ...]:
        """The definitions as a condition writes them, up to what they are about."""
        return tuple(
            Named(f"{name}(" if each.parameters else name, each.meaning or "a definition")
            for name, each in self.definitions.items()
        )

    @cached_property
    def examples(self) -> Mapping[str, ResolvedExample]:
        """The examples that the policy's file sees."""
        from policylang.semantics.module import ResolvedExample

        return dict(_seen(self.version.names.examples, ResolvedExample))

    def examples_of(self, type_: Thing | None) -> tuple[Named, ...]:
        """Return the examples of a type of things; without one, those of whole cases."""
        wanted = type_.name if type_ else None
        what = f"an example of {bare(wanted)}" if wanted else "an example of a case"
        return tuple(Named(name, what) for name, each in self.examples.items() if each.example.type == wanted)

    # ------------------------------------------------------------ clauses

    @cached_property
    def clauses(self) -> tuple[Named, ...]:
        """The clauses, and the parts that hold some."""
        own = (Named(each.name, f"{each.effect}: {each.summary}") for each in self.policy.clauses)
        parts = dict.fromkeys(each.part for each in self.policy.clauses if each.part)
        return (*own, *named(parts, "a part: all its clauses"))

    @cached_property
    def every_clause(self) -> tuple[Named, ...]:
        """The clauses and parts, also those of the policies that this one incorporates."""
        from policylang.semantics.from_scenarios import names_of as called

        others = (name for name in called(self.policy)[0] if "." in name)
        return (*self.clauses, *(Named(name, f"of {name.rpartition('.')[0]}") for name in others))

    @cached_property
    def duties(self) -> tuple[Named, ...]:
        """The duties."""
        return tuple(Named(each.name, each.what) for each in self.policy.duties)

    @cached_property
    def advice(self) -> tuple[Named, ...]:
        """The advice."""
        return tuple(Named(each.name, each.what) for each in self.policy.advice)

    @cached_property
    def editions(self) -> tuple[Named, ...]:
        """The editions."""
        return tuple(Named(each.name, each.summary) for each in self.policy.editions)

    @cached_property
    def first_days(self) -> tuple[Named, ...]:
        """The first days of the editions."""
        dated = ((each.period.start, each.name) for each in self.policy.editions)
        return tuple(Named(start.isoformat(), f"{name} begins") for start, name in dated if start)

    @cached_property
    def about(self) -> Mapping[str, str]:
        """What there is to say of a name in a line, whatever it names; of two things of one name, of the fact."""
        found = {each.text: each.what for each in (*self.advice, *self.duties, *self.editions, *self.clauses)}
        found |= {name: each.meaning or "a definition" for name, each in self.definitions.items()}
        return found | {name: self._asked(name) for name in self.slots}

    def _asked(self, name: str) -> str:
        asks, takes = self.question(name), phrase(self.slots[name])
        return takes if asks == takes else f"{asks} {takes}"


@lru_cache(maxsize=_MOST_VERSIONS)
def names_of(version: Version) -> Names:
    """Return what can be named in a version of a policy."""
    return Names(version)


@lru_cache(maxsize=_MOST_VERSIONS)
def items_of(opened: Opened, drafts: Drafts, version: Version) -> tuple[Identity, ...]:
    """Return the items of a policy's text with some drafts; none of a saved policy, which has no text.

    Args:
        opened: The policy.
        drafts: The drafts.
        version: What both make together: another one, where the file was read again.
    """
    from policylang.syntax.edits import sites

    if opened.is_saved:
        return ()
    drafted = version.drafted or opened.with_text(drafts)
    return tuple(each.item for each in sites(drafted.loaded.module.source, drafted.loaded.file))


def _values(outline: Outline) -> Iterator[Named]:
    group = {name: above for above, below in outline.children.items() for name in below}
    for name, leaves in outline.under.items():
        within = f"in {group[name]}" if group.get(name) else ""
        yield Named(name, within if outline.is_leaf(name) else f"group of {len(leaves)}")


def bare(name: str | None) -> str:
    """Return a name without what stands before its last dot."""
    return (name or "").rpartition(".")[2]


def named(words: Iterable[str], what: str = "") -> tuple[Named, ...]:
    """Return words of which the same is to be said."""
    return tuple(Named(each, what) for each in words)


def _seen(met: Mapping[str, Mapping[str, object]], kind: type[Kind]) -> Iterator[tuple[str, Kind]]:
    """Yield what a file sees of a kind: by its bare name where that is one alone, else with its prefix."""
    for name, found in met.items():
        for prefix, each in found.items():
            if isinstance(each, kind):
                yield name if len(found) == 1 else f"{prefix}.{name}", each
