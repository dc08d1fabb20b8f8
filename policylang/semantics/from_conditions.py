"""Conditions from syntax: every path looked up, every value checked against its outline, definitions put in.

A faulty condition is reported and read as `FAULTY`, so that one fault does not raise others.
"""

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import NamedTuple

from policylang.semantics.definitions import Instances
from policylang.semantics.findings import Findings
from policylang.semantics.from_types import is_whole
from policylang.semantics.module import Definition, Parameter
from policylang.semantics.policy import (
    All,
    Any,
    Condition,
    Count,
    Edition,
    Includes,
    IncludesOnly,
    InEdition,
    Not,
    Path,
    Present,
    TextIn,
    ValueIn,
    Within,
    Yes,
)
from policylang.semantics.scope import Scope
from policylang.semantics.types import (
    Day,
    Fact,
    Number,
    OneOf,
    Outline,
    SetOf,
    Slot,
    Thing,
    Type,
    Words,
    YesNo,
    phrase,
)
from policylang.source import Place, Span
from policylang.syntax import tree

FAULTY = Any(())


class Found(NamedTuple):
    """What a path names: itself with names looked up, and what it takes."""

    path: Path
    slot: Slot


class ConditionReader:
    """Reads the conditions of one file; `parameters` are those of the definition being read."""

    def __init__(
        self, scope: Scope, findings: Findings, instances: Instances, editions: Mapping[str, Edition] | None = None
    ) -> None:
        self.scope = scope
        self.findings = findings
        self.instances = instances
        self.editions = editions
        self.parameters: Mapping[str, Parameter] = {}
        self.used: set[str] = set()
        self.values: set[tuple[str, str]] = set()

    def read(self, condition: tree.Condition) -> Condition:
        """Return the condition with its names looked up, or `FAULTY` after reporting why not."""
        place = self.findings.place(condition.span)
        match condition:
            case tree.Group():
                return self._group(condition, place)
            case tree.Not(test):
                return Not(self.read(test), place)
            case tree.Is():
                return self._is(condition, place)
            case tree.Compare():
                return self._compare(condition, place)
            case tree.Include():
                return self._include(condition, place)
            case tree.Holds(path):
                return self._holds(path, place)
            case tree.Call():
                return self._call(condition, place)
            case tree.There():
                return self._there(condition, place)
            case tree.During(edition):
                return self._during(edition, place)

    # ------------------------------------------------------------ groups

    def _group(self, group: tree.Group, place: Place) -> Condition:
        items = tuple(self.read(item) for item in group.items)
        match group.kind:
            case "all":
                return All(items, place)
            case "any":
                return Any(items, place)
            case "none":
                return Not(Any(items, place), place)
            case _:
                self._check_count(group)
                return Count(group.count or 0, group.kind == "exactly", items, place)

    def _check_count(self, group: tree.Group) -> None:
        count, most = group.count or 0, len(group.items)
        lowest = 0 if group.kind == "exactly" else 1
        if not lowest <= count <= most:
            said = "always" if count < lowest else "never"
            self.findings.add(
                "P0308",
                f"`{group.kind} {count} of` {most} conditions {said} holds",
                group.span,
                f"a number from {lowest} to {most} is wanted",
            )

    # ------------------------------------------------------------ paths

    def path(self, path: tree.Path) -> Found | None:
        """Return what a path of facts and parts names, or report why it names nothing."""
        found = self.term(path)
        if isinstance(found, Definition):
            self._wrong_type(path.span, f"`{path.text}` is a definition, and a fact is wanted here", "no fact")
            return None
        return found

    def term(self, path: tree.Path) -> Found | Definition | None:
        """Return the fact, part, parameter or definition that a path names, or report why there is none."""
        parameter = self.parameters.get(path.names[0])
        if parameter is not None:
            return self._parts(Found(Path(f"?{parameter.name}"), parameter.slot), path, path.names[1:])
        found = self.scope.find("term", path.names, path.span)
        if found is None:
            return None
        entity, rest = found
        if isinstance(entity, Definition):
            self.used.add(entity.id)
            if rest:
                self._wrong_type(path.span, f"`{entity.name}` is a definition and has no parts", "no parts")
                return None
            return entity
        if not isinstance(entity, Fact):
            return None
        self.used.add(entity.id)
        return self._parts(Found(Path(entity.id), entity.slot), path, rest)

    def parts_of(self, thing: Found, path: tree.Path) -> Found | None:
        """Return what a path names that starts at the parts of a thing."""
        return self._parts(thing, path, path.names)

    def _parts(self, found: Found, path: tree.Path, rest: tuple[str, ...]) -> Found | None:
        for name in rest:
            type_ = found.slot.type
            if not isinstance(type_, Thing):
                self._wrong_type(
                    path.span, f"`{path.text}` asks for a part of what takes {phrase(found.slot)}", "no parts"
                )
                return None
            if name not in type_.parts:
                self._no_part(path, name, type_)
                return None
            found = Found(found.path.part(name), type_.parts[name])
        return found

    def _no_part(self, path: tree.Path, name: str, thing: Thing) -> None:
        start = path.span.start + sum(len(each) + 1 for each in path.names[: path.names.index(name)])
        span = Span(start, start + len(name))
        kind = thing.name.rpartition(".")[2]
        self.findings.unknown(
            "P0201",
            f"`{kind}` has no part `{name}`",
            span,
            "no such part",
            word=name,
            candidates=thing.parts,
            notes=(f"its parts are {', '.join(thing.parts)}",),
        )

    # ------------------------------------------------------------ tests

    def _is(self, test: tree.Is, place: Place) -> Condition:
        found = self.path(test.path)
        if found is None:
            return FAULTY
        condition = self._equals(test, found, place)
        return Not(condition, place) if test.negated else condition

    def _equals(self, test: tree.Is, found: Found, place: Place) -> Condition:
        match found.slot.type:
            case OneOf(outline):
                leaves, named = self.leaves(outline, test.values, found.slot)
                return ValueIn(found.path, leaves, named, place)
            case Words():
                return TextIn(found.path, frozenset(self.texts(test.values, found.slot)), place)
            case Number() | Day():
                points = [self.bound(value, found.slot) for value in test.values]
                each = tuple(Within(found.path, point, point, place=place) for point in points if point is not None)
                return each[0] if len(each) == 1 else Any(each, place)
            case SetOf():
                said = f"`{test.path.text}` is a set; ask what it includes"
                self._wrong_type(test.span, said, "a set", help=f"{test.path.text} include …")
            case YesNo():
                self._wrong_type(test.span, f"`{test.path.text}` is yes or no; its bare name is the test", "yes or no")
            case Thing():
                self._wrong_type(
                    test.span, f"`{test.path.text}` is a thing; ask about one of its parts", phrase(found.slot)
                )
        return FAULTY

    def leaves(
        self, outline: Outline, values: tuple[tree.Value, ...], slot: Slot
    ) -> tuple[frozenset[str], tuple[str, ...]]:
        """Return the leaves that values and groups stand for, and the names as written; report those that are none."""
        leaves: set[str] = set()
        named: list[str] = []
        for value in values:
            if not isinstance(value, tree.Name):
                self.is_a(value, tree.Name, slot)
            elif value.text not in outline.under:
                self._no_value(value, outline)
            else:
                leaves.update(outline.under[value.text])
                named.append(value.text)
        self.values.update((outline.name, leaf) for leaf in leaves)
        return frozenset(leaves), tuple(named)

    def _no_value(self, value: tree.Name, outline: Outline) -> None:
        kind = outline.name.rpartition(".")[2]
        shown = ", ".join(outline.children[""][:12])
        self.findings.unknown(
            "P0301",
            f"`{value.text}` is not in the outline of `{kind}`",
            value.span,
            "no such value",
            word=value.text,
            candidates=outline.under,
            notes=(f"its values: {shown}",),
        )

    def is_a(self, value: tree.Value, wanted: type[tree.Value], slot: Slot) -> bool:
        """Whether a value is of the wanted kind; one that is not is reported."""
        if isinstance(value, wanted):
            return True
        written = self.findings.source.at(value.span)
        self._wrong_type(value.span, f"`{written}` is no value here", f"takes {phrase(slot)}")
        return False

    def texts(self, values: tuple[tree.Value, ...], slot: Slot) -> list[str]:
        """Return the texts that values give, and report those that are none."""
        return [each.value for each in values if self.is_a(each, tree.Text, slot) and isinstance(each, tree.Text)]

    def bound(self, value: tree.Value, slot: Slot) -> Decimal | dt.date | None:
        """Return a number or day that fits a slot, or report why it does not."""
        if isinstance(slot.type, Day):
            return value.value if self.is_a(value, tree.Date, slot) and isinstance(value, tree.Date) else None
        if not self.is_a(value, tree.Number, slot) or not isinstance(value, tree.Number):
            return None
        self._check_bounds(value, slot)
        return value.value

    def _check_bounds(self, value: tree.Number, slot: Slot) -> None:
        match slot.type:
            case Number(whole, low, high) if (
                (low is not None and value.value < low)
                or (high is not None and value.value > high)
                or (whole and not is_whole(value.value))
            ):
                self.findings.add("P0306", f"{value.value:f} is not {phrase(slot)}", value.span, "out of bounds")

    def _compare(self, test: tree.Compare, place: Place) -> Condition:
        found = self.path(test.path)
        if found is None:
            return FAULTY
        wanted = _COMPARISONS_OF.get(type(found.slot.type), ())
        if test.comparison not in wanted:
            helps = f"{test.path.text} is {wanted[0]} …" if wanted else None
            said = f"`is {test.comparison}` does not fit `{test.path.text}`, which takes {phrase(found.slot)}"
            self._wrong_type(test.span, said, f"takes {phrase(found.slot)}", help=helps)
            return FAULTY
        bounds = [self.bound(value, found.slot) for value in test.bounds]
        if None in bounds:
            return FAULTY
        return self._within(test, found.path, bounds, place)

    def _within(
        self, test: tree.Compare, path: Path, bounds: list[Decimal | dt.date | None], place: Place
    ) -> Condition:
        first, last = bounds[0], bounds[-1]
        match test.comparison:
            case "at least" | "on or after":
                return Within(path, low=first, place=place)
            case "at most" | "on or before":
                return Within(path, high=first, place=place)
            case "more than" | "after":
                return Within(path, low=first, low_included=False, place=place)
            case "less than" | "before":
                return Within(path, high=first, high_included=False, place=place)
            case _:
                if first > last:  # type: ignore[operator]
                    self.findings.add(
                        "P0306", f"`from {first} to {last}` is out of order", test.span, "nothing lies between them",
                        helps=("write the smaller bound first",),
                    )  # fmt: skip
                return Within(path, first, last, place=place)

    def _include(self, test: tree.Include, place: Place) -> Condition:
        found = self.path(test.path)
        if found is None:
            return FAULTY
        if not isinstance(found.slot.type, SetOf):
            said = f"`{test.path.text}` is no set; it takes {phrase(found.slot)}"
            self._wrong_type(test.span, said, "no set", help=f"{test.path.text} is …")
            return FAULTY
        outline = found.slot.type.outline
        leaves, named = self.leaves(outline, test.values, found.slot)
        match test.how:
            case "only":
                return IncludesOnly(found.path, leaves, named, place)
            case "none of":
                return Not(Includes(found.path, leaves, named, place), place)
            case "all of":
                each = tuple(Includes(found.path, frozenset(outline.under[name]), (name,), place) for name in named)
                return All(each, place)
            case _:
                return Includes(found.path, leaves, named, place)

    def _holds(self, path: tree.Path, place: Place) -> Condition:
        found = self.term(path)
        if found is None:
            return FAULTY
        if isinstance(found, Definition):
            return self._apply(found, (), path.span, place)
        if isinstance(found.slot.type, YesNo):
            return Yes(found.path, place)
        helps = f"there is a {path.text}" if found.slot.optional else None
        said = f"`{path.text}` is not yes or no; say what it is to be"
        self._wrong_type(path.span, said, f"takes {phrase(found.slot)}", help=helps)
        return FAULTY

    def _call(self, call: tree.Call, place: Place) -> Condition:
        definition = self.term(call.definition)
        arguments = [self.path(argument) for argument in call.arguments]
        if definition is None or None in arguments:
            return FAULTY
        if not isinstance(definition, Definition):
            self._wrong_type(call.definition.span, f"`{call.definition.text}` is a fact, not a definition", "a fact")
            return FAULTY
        found = tuple(each for each in arguments if each is not None)
        self._check_arguments(definition, call, found)
        return self._apply(definition, tuple(each.path for each in found), call.span, place)

    def _check_arguments(self, definition: Definition, call: tree.Call, found: tuple[Found, ...]) -> None:
        for parameter, argument, written in zip(definition.parameters, found, call.arguments, strict=False):
            if argument.slot.type is not parameter.slot.type:
                kind = parameter.type_id.rpartition(".")[2]
                self.findings.add(
                    "P0304",
                    f"`{definition.name}` takes `{kind}`, and `{written.text}` is something else",
                    written.span,
                    f"takes {phrase(argument.slot)}",
                )

    def _apply(self, definition: Definition, arguments: tuple[Path, ...], span: Span, place: Place) -> Condition:
        wanted, got = len(definition.parameters), len(arguments)
        if wanted != got:
            names = "; ".join(parameter.name for parameter in definition.parameters)
            self.findings.add(
                "P0303",
                f"`{definition.name}` takes {counted(wanted)}, and {counted(got)} {'is' if got == 1 else 'are'} given",
                span,
                f"wanted: {definition.name}({names.replace('; ', ', ')})" if wanted else "no arguments",
            )
            return FAULTY
        return self.instances.apply(definition, arguments, place)

    def _there(self, test: tree.There, place: Place) -> Condition:
        found = self.path(test.path)
        if found is None:
            return FAULTY
        if not found.slot.optional:
            said = f"`{test.path.text}` is always there; only an optional thing can be absent"
            self._wrong_type(test.span, said, "not optional")
            return FAULTY
        present = Present(found.path, place)
        return Not(present, place) if test.negated else present

    def _during(self, edition: tree.Name, place: Place) -> Condition:
        if self.editions is None or edition.text not in self.editions:
            where = "" if self.editions is not None else " in a vocabulary"
            said = f"there is no edition `{edition.text}`{where}"
            known = self.editions or ()
            self.findings.unknown("P0201", said, edition.span, "no such edition", word=edition.text, candidates=known)
            return FAULTY
        return InEdition(edition.text, self.editions[edition.text].period, place)

    def _wrong_type(self, span: Span, message: str, text: str, *, help: str | None = None) -> None:  # noqa: A002
        self.findings.add("P0302", message, span, text, helps=(f"write `{help}`",) if help else ())


def counted(arguments: int) -> str:
    """Say how many arguments: `no arguments`, `1 argument`, `2 arguments`."""
    return f"{arguments or 'no'} argument{'' if arguments == 1 else 's'}"


_NUMERIC = ("at least", "at most", "more than", "less than", "from")
_DATED = ("on or after", "on or before", "after", "before", "from")
_COMPARISONS_OF: Mapping[type[Type], tuple[str, ...]] = {Number: _NUMERIC, Day: _DATED}
