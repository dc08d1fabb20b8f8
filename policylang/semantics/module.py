"""A resolved file: what it declares, by name, and what it takes from the files it imports."""

from collections.abc import Iterator, Mapping
from typing import Literal

import attrs

from policylang.semantics.assertion import Assertion
from policylang.semantics.knowledge import Example
from policylang.semantics.policy import Always, Condition, Policy
from policylang.semantics.scenario import Scenario
from policylang.semantics.types import Fact, Slot, Type
from policylang.source import Source, Span


@attrs.frozen(eq=False)
class TypeDefinition:
    """A named type."""

    id: str
    type: Type
    span: Span


@attrs.frozen(eq=False)
class Parameter:
    """A parameter of a definition; in the definition's condition its paths start with `?name`."""

    name: str
    slot: Slot
    type_id: str


@attrs.frozen(eq=False)
class Definition:
    """A definition. `condition` speaks of parameters; `size` and `depth` are those of it written out."""

    id: str
    name: str
    parameters: tuple[Parameter, ...]
    meaning: str | None
    condition: Condition
    size: int
    depth: int
    span: Span


@attrs.frozen(eq=False)
class ResolvedExample:
    """An example, and the type of the thing it describes, if it describes one."""

    example: Example
    slot: Slot | None
    span: Span


@attrs.frozen(eq=False)
class Used:
    """What a file mentions: ids of facts, definitions and types, and values as `(outline, leaf)`."""

    ids: frozenset[str] = frozenset()
    values: frozenset[tuple[str, str]] = frozenset()


@attrs.frozen(eq=False)
class Module:
    """A resolved file. `policy` is missing where the file is no policy or is faulty.

    `targets` are the duties and the advice it declares, as `duty.name` and `advice.name`; `terms` the facts and
    definitions that it sees, by bare name and by prefix, and `likes` so the examples.
    """

    name: str
    kind: Literal["policy", "vocabulary", "scenarios"]
    source: Source
    types: Mapping[str, TypeDefinition]
    facts: Mapping[str, Fact]
    definitions: Mapping[str, Definition]
    examples: Mapping[str, ResolvedExample]
    always: tuple[Always, ...]
    imports: tuple["Module", ...]
    scenarios: tuple[Scenario, ...] = ()
    asserts: tuple[Assertion, ...] = ()
    policy: Policy | None = None
    targets: Mapping[str, Span] = attrs.field(factory=dict)
    used: Used = attrs.field(factory=Used)
    terms: Mapping[str, Mapping[str, Fact | Definition]] = attrs.field(factory=dict)
    likes: Mapping[str, Mapping[str, ResolvedExample]] = attrs.field(factory=dict)
    faulty: bool = False

    def declared(self, kind: str) -> Mapping[str, "Fact | Definition | TypeDefinition | ResolvedExample"]:
        """Return what the file declares of a kind: `term` (facts and definitions), `type` or `example`."""
        match kind:
            case "term":
                return {**self.facts, **self.definitions}
            case "type":
                return self.types
            case _:
                return self.examples

    def closure(self) -> Iterator["Module"]:
        """Yield this module and every one it imports, directly or not, each once, the imported first."""
        seen: set[int] = set()
        todo: list[tuple[Module, bool]] = [(self, False)]
        while todo:
            module, done = todo.pop()
            if done:
                yield module
            elif id(module) not in seen:
                seen.add(id(module))
                todo.append((module, True))
                todo.extend((each, False) for each in reversed(module.imports))
