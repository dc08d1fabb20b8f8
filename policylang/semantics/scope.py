"""What a name means in a file: its own names, those of its imports bare or with their prefix.

Facts and definitions share one space, types and examples have one each. Names come in bare and not
transitively; one that two files declare needs its prefix.
"""

from collections.abc import Iterable, Mapping

import attrs

from policylang.semantics.findings import Findings
from policylang.semantics.module import Definition, Module, ResolvedExample, TypeDefinition
from policylang.semantics.types import Fact
from policylang.source import Span

LONGEST_PREFIX = 16
"""The most parts that the name of a module can have where it is written as a prefix."""

Entity = Fact | Definition | TypeDefinition | ResolvedExample


@attrs.frozen
class Import:
    """A module as a file imports it: with the prefix that its names take."""

    prefix: str
    module: Module


class Scope:
    """The names that a file sees, by kind: `term`, `type` and `example`.

    Where an import is missing (not `complete`), a name that is not found may be one of its own, and is
    not reported again.
    """

    def __init__(self, name: str, imports: Iterable[Import], findings: Findings, *, complete: bool = True) -> None:
        self.name = name
        self.findings = findings
        self.complete = complete
        self._tables: dict[str, dict[str, dict[str, Entity]]] = {"term": {}, "type": {}, "example": {}}
        for each in imports:
            for kind in self._tables:
                for bare, entity in each.module.declared(kind).items():
                    self.declare(kind, bare, entity, prefix=each.prefix)

    def declare(self, kind: str, name: str, entity: Entity, *, prefix: str = "") -> None:
        """Add a name of this file, or with `prefix` one of an import; what is there already is not met twice."""
        met = self._tables[kind].setdefault(name, {})
        if all(each is not entity for each in met.values()):
            met[prefix or self.name] = entity

    def names(self, kind: str) -> Iterable[str]:
        """Return every bare name of a kind."""
        return self._tables[kind]

    def seen(self, kind: str) -> Mapping[str, Mapping[str, Entity]]:
        """Return what is seen of a kind: by bare name, and by the prefix that tells those of one name apart."""
        return self._tables[kind]

    def find(self, kind: str, names: tuple[str, ...], span: Span) -> tuple[Entity, tuple[str, ...]] | None:
        """Return what the first names mean and the names left over, or report why they mean nothing."""
        found = self._tables[kind].get(names[0])
        if found and len(found) == 1:
            return next(iter(found.values())), names[1:]
        if found:
            self._ambiguous(names, span, found)
            return None
        prefixed = self._prefixed(kind, names)
        if prefixed is None:
            self._unknown(kind, names, span)
        return prefixed

    def _prefixed(self, kind: str, names: tuple[str, ...]) -> tuple[Entity, tuple[str, ...]] | None:
        table = self._tables[kind]
        for length in range(min(len(names) - 1, LONGEST_PREFIX), 0, -1):
            entity = table.get(names[length], {}).get(".".join(names[:length]))
            if entity is not None:
                return entity, names[length + 1 :]
        return None

    def _ambiguous(self, names: tuple[str, ...], span: Span, found: Mapping[str, Entity]) -> None:
        prefixes = sorted(found)
        listed = " and ".join(f"`{prefix}`" for prefix in prefixes)
        written = ".".join((prefixes[0], *names))
        self.findings.add(
            "P0205",
            f"`{names[0]}` is declared by {listed}",
            span,
            "which one is meant?",
            helps=(f"write it with its prefix: `{written}`",),
        )

    def _unknown(self, kind: str, names: tuple[str, ...], span: Span) -> None:
        if not self.complete:
            return
        said = {"term": "fact or definition", "type": "type", "example": "example"}[kind]
        first = Span(span.start, span.start + len(names[0]))
        self.findings.unknown(
            "P0201",
            f"there is no {said} `{names[0]}`",
            first,
            "not declared here nor in what is imported",
            word=names[0],
            candidates=self._tables[kind],
        )
