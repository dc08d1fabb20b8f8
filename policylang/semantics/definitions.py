"""Definitions put in where they are used: arguments for parameters, each combination written out once.

A definition used a thousand times on the same things is one shared condition, so that a policy stays
as large as it was written. What it would be if written out at each place is bounded, since every
later stage walks it.
"""

from collections.abc import Iterable, Mapping

from policylang.semantics.module import Definition
from policylang.semantics.policy import All, Any, Condition, Count, Defined, InEdition, Not, Path
from policylang.source import Place

MOST_TESTS = 20_000
"""The most tests that one definition may come to when written out."""
DEEPEST = 100
"""The deepest nesting of conditions, definitions written out."""

Bindings = Mapping[str, Path]


class Instances:
    """The applied definitions of a workspace: each with the same arguments is one condition."""

    def __init__(self, known: Iterable[Definition] = ()) -> None:
        self._made: dict[tuple[str, tuple[Path, ...]], Condition] = {}
        self._known: dict[str, Definition] = {each.id: each for each in known}

    def apply(self, definition: Definition, arguments: tuple[Path, ...], place: Place | None) -> Defined:
        """Return the definition applied to the arguments, at a place."""
        self._known[definition.id] = definition
        return Defined(definition.id, arguments, self._written(definition, arguments), definition.meaning, place)

    def _written(self, definition: Definition, arguments: tuple[Path, ...]) -> Condition:
        key = (definition.id, arguments)
        if key not in self._made:
            bindings = {f"?{each.name}": path for each, path in zip(definition.parameters, arguments, strict=True)}
            self._made[key] = self._put_in(definition.condition, bindings) if bindings else definition.condition
        return self._made[key]

    def measure(self, condition: Condition) -> tuple[int, int]:
        """Return how many tests a condition comes to and how deep it nests, definitions written out."""
        match condition:
            case Not(inner):
                size, depth = self.measure(inner)
                return size, depth + 1
            case All(items) | Any(items) | Count(_, _, items):
                return _sum(self.measure(each) for each in items)
            case Defined(name):
                return self._known[name].size, self._known[name].depth + 1
            case _:
                return 1, 1

    def _put_in(self, condition: Condition, bindings: Bindings) -> Condition:
        match condition:
            case Not():
                return condition._replace(condition=self._put_in(condition.condition, bindings))
            case All() | Any() | Count():
                items = tuple(self._put_in(each, bindings) for each in condition.conditions)
                return condition._replace(conditions=items)
            case Defined():
                arguments = tuple(bound(path, bindings) for path in condition.arguments)
                inner = self._written(self._known[condition.definition], arguments)
                return condition._replace(arguments=arguments, condition=inner)
            case InEdition():
                return condition
            case _:
                return condition._replace(path=bound(condition.path, bindings))


def bound(path: Path, bindings: Bindings) -> Path:
    """Return a path with its parameter replaced by the argument; any other path stays."""
    argument = bindings.get(path.fact)
    return path if argument is None else Path(argument.fact, (*argument.parts, *path.parts))


def _sum(measured: Iterable[tuple[int, int]]) -> tuple[int, int]:
    size, depth = 1, 0
    for each_size, each_depth in measured:
        size += each_size
        depth = max(depth, each_depth)
    return size, depth + 1
