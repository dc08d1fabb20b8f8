"""Types and outlines from syntax: each named type becomes one `Type` value, each fact a `Slot`."""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Protocol, TypeVar

from policylang.diagnostics.model import Help, Label
from policylang.semantics.circles import Graph, in_order
from policylang.semantics.findings import Findings
from policylang.semantics.module import TypeDefinition
from policylang.semantics.scope import Scope
from policylang.semantics.types import Day, Number, OneOf, Outline, SetOf, Slot, Thing, Type, Words, YesNo
from policylang.source import Span
from policylang.syntax import tree

_HIGHEST_COST = 1_000_000


class TypeReader:
    """Reads the type expressions of one file; `declare_all` first, then `slot` for facts."""

    def __init__(self, scope: Scope, findings: Findings, used: set[str]) -> None:
        self.scope = scope
        self.findings = findings
        self.used = used
        self._in_circle: tuple[str, ...] = ()

    def declare_all(self, items: Iterable[tree.TypeItem]) -> dict[str, TypeDefinition]:
        """Declare every named type of the file, what they are made of first, and report circles."""
        by_name = {item.name.text: item for item in items}
        declared: dict[str, TypeDefinition] = {}
        for name in self._in_order(by_name):
            item = by_name[name]
            type_id = f"{self.scope.name}.{name}"
            definition = TypeDefinition(type_id, self.type(item.type, type_id) or YesNo(), item.name.span)
            declared[name] = definition
            self.scope.declare("type", name, definition)
        return declared

    def _in_order(self, by_name: Mapping[str, tree.TypeItem]) -> tuple[str, ...]:
        graph: Graph = {name: tuple(_mentioned(item.type, by_name)) for name, item in by_name.items()}
        order, circles = in_order(graph)
        for circle in circles:
            self._in_circle = (*self._in_circle, *circle)
            said = f"the type `{circle[0]}` is made of itself"
            spans = [by_name[name].name.span for name in circle[:-1]]
            mend = "take one of the parts out of the circle"
            self.findings.circle("P0211", said, "this type", names=circle, spans=spans, mend=mend)
        return order

    def slot(self, item: tree.Fact | tree.Part, owner: str) -> Slot:
        """Return what a fact or part takes; a faulty type is reported and read as yes or no, a faulty cost as 1."""
        expression = item.type
        optional = isinstance(expression, tree.NamedType) and expression.optional
        read = self.type(expression, owner)
        found = read or YesNo()
        if optional and read is not None and not isinstance(found, Thing):
            self.findings.add(
                "P0302",
                "only a thing with parts can be optional",
                expression.span,
                "this type has no parts",
                helps=("leave the fact out of a case where it is unknown; there is no need to say so here",),
            )
        return Slot(
            found,
            optional,
            item.asks.value if item.asks else None,
            item.judged.value if item.judged else None,
            self._cost(item.cost) if item.cost else 1,
            item.unchangeable is not None,
        )

    def _cost(self, said: tree.Number) -> int:
        if is_whole(said.value) and 1 <= said.value <= _HIGHEST_COST:
            return int(said.value)
        self.findings.add(
            "P0306",
            f"a cost is a whole number from 1 to {_HIGHEST_COST}, and {said.value:f} is none",
            said.span,
            "out of bounds",
            helps=("1 is the least, and what a question costs where nothing is said",),
        )
        return 1

    def type(self, expression: tree.TypeExpression, owner: str) -> Type | None:
        """Return the type that an expression stands for; `owner` names the outlines declared in it."""
        match expression:
            case tree.YesNoType():
                return YesNo()
            case tree.DateType():
                return Day()
            case tree.TextType():
                return Words()
            case tree.NumberType():
                return self._number(expression)
            case tree.OutlineType():
                return self._outlined(expression, owner)
            case tree.NamedType():
                definition = self.named(expression.name)
                return definition.type if definition else None
            case tree.ThingType():
                return Thing(
                    owner,
                    {
                        part.name.text: self._part(part, owner)
                        for part in distinct("part", expression.parts, self.findings)
                    },
                )

    def named(self, name: tree.Name) -> TypeDefinition | None:
        """Return the type of a name, or report that there is none; what a circle lacks is told with the circle."""
        if name.text in self._in_circle and name.text not in self.scope.names("type"):
            return None
        found = self.scope.find("type", tuple(name.text.split(".")), name.span)
        if found is None or not isinstance(found[0], TypeDefinition):
            return None
        self.used.add(found[0].id)
        return found[0]

    def _part(self, part: tree.Part, owner: str) -> Slot:
        return self.slot(part, f"{owner}.{part.name.text}")

    def _number(self, expression: tree.NumberType) -> Number:
        low, high = expression.low, expression.high
        if low and high and low.value > high.value:
            self.findings.add(
                "P0306",
                f"the bounds are out of order: {low.value:f} is more than {high.value:f}",
                low.span.to(high.span),
                "no number lies between them",
                helps=("write the smaller bound first",),
            )
        for bound in (low, high):
            if bound and expression.whole and not is_whole(bound.value):
                self.findings.add(
                    "P0306", f"{bound.value:f} is not a whole number", bound.span, "bounds a whole number"
                )
        unit = expression.unit.text if expression.unit else None
        return Number(expression.whole, low.value if low else None, high.value if high else None, unit)

    def _outlined(self, expression: tree.OutlineType, owner: str) -> Type | None:
        kind = SetOf if expression.several else OneOf
        only = expression.entries[0] if len(expression.entries) == 1 else None
        if only is None or only.entries:
            return kind(self._outline(expression.entries, owner))
        definition = self.named(only.name)
        if definition is not None and isinstance(definition.type, OneOf):
            return kind(definition.type.outline)
        if definition is not None:
            said = f"`{'several' if expression.several else 'one'} of` takes an outline, and `{only.name.text}` is none"
            self.findings.add("P0302", said, only.span, "no outline")
        return None

    def _outline(self, entries: tuple[tree.Entry, ...], owner: str) -> Outline:
        under: dict[str, tuple[str, ...]] = {}
        children: dict[str, tuple[str, ...]] = {"": tuple(dict.fromkeys(entry.name.text for entry in entries))}
        spans: dict[str, Span] = {}
        for entry in entries:
            self._enter(entry, under, children, spans)
        return Outline(owner, under, children)

    def _enter(
        self,
        entry: tree.Entry,
        under: dict[str, tuple[str, ...]],
        children: dict[str, tuple[str, ...]],
        spans: dict[str, Span],
    ) -> tuple[str, ...]:
        name = entry.name.text
        if name in spans:
            duplicate(self.findings, "value", entry.name, spans[name], code="P0309")
            return ()
        spans[name] = entry.name.span
        under[name] = (name,)
        if entry.entries:
            self._ask_for_other(entry)
            children[name] = tuple(dict.fromkeys(each.name.text for each in entry.entries))
            leaves = [leaf for each in entry.entries for leaf in self._enter(each, under, children, spans)]
            under[name] = tuple(leaves)
        return under[name]

    def _ask_for_other(self, entry: tree.Entry) -> None:
        if any(each.name.text.split("_")[0] in {"other", "another", "any"} for each in entry.entries):
            return
        name = entry.name.text
        self.findings.add(
            "P0804",
            f"the group `{name}` has no value for what is none of these",
            entry.name.span,
            "a group is no value of its own",
            helps=(Help(f"add `other_{name}` to it, or allow this where the list is complete by its nature"),),
            severity="warning",
        )


def is_whole(value: Decimal) -> bool:
    """Whether a number is whole."""
    return value == value.to_integral_value()


def duplicate(findings: Findings, kind: str, name: tree.Name, first: Span, *, code: str = "P0202") -> None:
    """Report a name that is declared twice, with the first place."""
    findings.add(
        code,
        f"the {kind} `{name.text}` is declared twice",
        name.span,
        "declared again",
        others=[Label(findings.place(first), "first declared here")],
        helps=("rename one of them, or delete it",),
    )


class Named(Protocol):
    """An item that declares a name."""

    @property
    def name(self) -> tree.Name:
        """The name."""


Declared = TypeVar("Declared", bound=Named)


def distinct(kind: str, items: Iterable[Declared], findings: Findings) -> Iterator[Declared]:
    """Yield the items that declare a name for the first time, and report the others."""
    spans: dict[str, Span] = {}
    for item in items:
        name = item.name
        first = spans.setdefault(name.text, name.span)
        if first is name.span:
            yield item
        else:
            duplicate(findings, kind, name, first)


def _mentioned(expression: tree.TypeExpression, names: Mapping[str, tree.TypeItem]) -> Iterator[str]:
    for node in tree.walk(expression):
        match node:
            case tree.NamedType(name) if name.text in names:
                yield name.text
            case tree.OutlineType((only,), True) if only.name.text in names:
                yield only.name.text
