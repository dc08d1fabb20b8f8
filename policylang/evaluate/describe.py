"""The facts of a policy described: what a case can give, what each takes, what to ask; also as a JSON Schema."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any, Literal

import attrs

from policylang.semantics.policy import Path, Policy
from policylang.semantics.types import Day, Number, OneOf, Outline, SetOf, Slot, Thing, Words, YesNo, phrase
from policylang.semantics.worlds import conditions, tests

Kind = Literal["yes or no", "one of", "several of", "whole number", "number", "date", "text", "thing"]


@attrs.frozen
class FactInfo:
    """What a case can give under one name.

    `outline` is nested: each value or group with what stands under it, nothing for a value. `mentioned`
    says whether any condition of the policy, or of one it incorporates, asks about it. `cost` is that of the
    question, which a part without one shares with its thing; `unchangeable` holds of all parts of a thing of which it
    is said.
    """

    name: str
    kind: Kind
    takes: str
    asks: str | None = None
    judged: str | None = None
    optional: bool = False
    mentioned: bool = True
    outline: Mapping[str, Any] | None = None
    low: str | None = None
    high: str | None = None
    unit: str | None = None
    cost: int = 1
    unchangeable: bool = False

    @property
    def values(self) -> tuple[str, ...]:
        """The values of the outline, groups left out."""
        return tuple(_leaves(self.outline or {}))


def describe(policy: Policy) -> dict[str, FactInfo]:
    """Return what a case of the policy can give, by name: first what the policy asks about, then the rest.

    Things that are not optional are left out, since only their parts are given.
    """
    asked = _mentioned(policy)
    found = {
        name: attrs.evolve(
            _info(name, slot, mentioned=path in asked),
            cost=policy.cost(path),
            unchangeable=policy.is_unchangeable(path),
        )
        for name, (path, slot) in policy.paths.items()
        if slot.optional or not isinstance(slot.type, Thing)
    }
    return {name: found[name] for name in sorted(found, key=lambda name: not found[name].mentioned)}


def _mentioned(policy: Policy) -> set[Path]:
    asked: set[Path] = set()
    for test in tests(conditions(_everyone(policy))):
        asked.update(Path(test.path.fact, test.path.parts[:length]) for length in range(len(test.path.parts) + 1))
    return asked


def _everyone(policy: Policy) -> Iterator[Policy]:
    yield policy
    for each in policy.incorporated:
        yield from _everyone(each)


def _info(name: str, slot: Slot, *, mentioned: bool) -> FactInfo:
    more: dict[str, Any] = {}
    match slot.type:
        case OneOf(outline) | SetOf(outline):
            more["outline"] = _nested(outline)
        case Number(low=low, high=high, unit=unit):
            more = {
                "low": None if low is None else f"{low:f}",
                "high": None if high is None else f"{high:f}",
                "unit": unit,
            }
    return FactInfo(name, _kind(slot), phrase(slot), slot.asks, slot.judged, slot.optional, mentioned, **more)


def _kind(slot: Slot) -> Kind:
    match slot.type:
        case YesNo():
            return "yes or no"
        case OneOf():
            return "one of"
        case SetOf():
            return "several of"
        case Number(whole):
            return "whole number" if whole else "number"
        case Day():
            return "date"
        case Words():
            return "text"
        case Thing():
            return "thing"


def _nested(outline: Outline, group: str = "") -> dict[str, Any]:
    return {name: None if outline.is_leaf(name) else _nested(outline, name) for name in outline.children[group]}


def _leaves(nested: Mapping[str, Any]) -> Iterator[str]:
    for name, below in nested.items():
        if below is None:
            yield name
        else:
            yield from _leaves(below)


# ---------------------------------------------------------------- JSON Schema


def json_schema(policy: Policy) -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of a case of the policy: nested things, every name and value checked."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"A case of {policy.name}",
        "type": "object",
        "additionalProperties": False,
        "properties": {
            **{name: _schema(fact.slot) for name, fact in policy.facts.items()},
            **{name: _schema(slot) for name, (path, slot) in policy.paths.items() if path.parts},
        },
    }


def _schema(slot: Slot) -> dict[str, Any]:
    said = {"description": slot.asks} if slot.asks else {}
    match slot.type:
        case Thing(_, parts):
            properties = {name: _schema(part) for name, part in parts.items()}
            thing = {"type": "object", "additionalProperties": False, "properties": properties}
            return {**said, **({"anyOf": [thing, {"enum": ["absent", "present"]}]} if slot.optional else thing)}
        case SetOf(outline):
            members = {"type": "array", "items": {"enum": list(outline.leaves)}}
            out = {"type": "array", "items": {"enum": list(outline.under)}}
            partly = {
                "type": "object",
                "additionalProperties": False,
                "properties": {"include": members, "exclude": out},
            }
            return {**said, "anyOf": [members, partly, {"type": "null"}]}
        case _:
            one = _scalar_schema(slot)
            return {**said, "anyOf": [one, {"type": "array", "items": one, "minItems": 1}, {"type": "null"}]}


def _scalar_schema(slot: Slot) -> dict[str, Any]:
    match slot.type:
        case YesNo():
            return {"enum": [True, False, "yes", "no"]}
        case OneOf(outline):
            return {"enum": list(outline.under)}
        case Number(whole, low, high):
            bounds = {"minimum": low, "maximum": high}
            limits = {name: _plain(bound) for name, bound in bounds.items() if bound is not None}
            return {"type": "integer" if whole else "number", **limits}
        case Day():
            return {"type": "string", "format": "date", "pattern": r"^\d{4}-\d{2}-\d{2}$"}
        case _:
            return {"type": "string"}


def _plain(bound: Decimal) -> int | float:
    return int(bound) if bound == bound.to_integral_value() else float(bound)
