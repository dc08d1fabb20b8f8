"""What is known, written out as a case: in the form in which `--case` reads it again, and which decides alike."""

import datetime as dt
import json
import os
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from policylang.console.cases import is_yaml
from policylang.console.choices import fewest_names
from policylang.console.faults import Refusal, reason
from policylang.evaluate.facts import ABSENT, PRESENT
from policylang.semantics.knowledge import Knowledge, Known, Members, OneOfThese, Presence, Scalar
from policylang.semantics.policy import Policy
from policylang.semantics.types import OneOf, Outline, SetOf, Slot

_MOST_DIGITS = 1000
"""Whole numbers of more digits are written with a decimal: readers refuse them otherwise."""


def facts_of(policy: Policy, knowledge: Knowledge) -> dict[str, Any]:
    """Return what is known as a case, each fact and each part of a thing under its own name."""
    return {policy.text(path): _value(known, policy.slot(path)) for path, known in knowledge.known.items()}


def nested(policy: Policy, facts: Mapping[str, Any]) -> dict[str, Any]:
    """Return a case in which the parts of a thing stand under the thing, as a person would write it."""
    case: dict[str, Any] = {}
    for name, value in facts.items():
        path, _ = policy.paths[name]
        things = [name.rsplit(".", len(path.parts) - length)[0] for length in range(len(path.parts))]
        around = case
        for thing in things:
            key = thing if around is case else thing.rpartition(".")[2]
            if not isinstance(around.get(key), dict):
                around[key] = {}  # also in the place of `present`, which its parts say too
            around = around[key]
        around.setdefault(name.rpartition(".")[2] if things else name, value)
    return case


def _value(known: Known, slot: Slot) -> object:
    outline = slot.type.outline if isinstance(slot.type, OneOf | SetOf) else None
    match known:
        case Presence(present):
            return PRESENT if present else ABSENT
        case Members(included, _, True):
            return _leaves(included, outline)
        case Members(included, excluded):
            return {"include": _leaves(included, outline), "exclude": _leaves(excluded, outline)}
        case OneOfThese(values):
            shown = _scalars(values, outline)
            return shown[0] if len(shown) == 1 else shown


def _scalars(values: frozenset[Scalar], outline: Outline | None) -> list[object]:
    if outline is not None:
        return list(fewest_names(outline, frozenset(map(str, values))))
    return [_plain(value) for value in sorted(values, key=lambda value: (str(type(value)), value))]


def _plain(value: Scalar) -> object:
    if isinstance(value, Decimal) and value == value.to_integral_value() and value.adjusted() < _MOST_DIGITS:
        return int(value)
    return value


def _leaves(leaves: frozenset[str], outline: Outline | None) -> list[str]:
    return sorted(leaves) if outline is None else [leaf for leaf in outline.leaves if leaf in leaves]


# ---------------------------------------------------------------- files


def must_be_writable(path: str, *, overwrites: bool) -> None:
    """Refuse a file that a case cannot be written to, before anybody has answered a question.

    Raises:
        Refusal: It is of another kind, there already, or its folder is not there.
    """
    if not (is_yaml(path) or path.lower().endswith(".json")):
        raise Refusal(f"a case cannot be saved as `{path}`", helps=("name it .json or .yaml",))
    if os.path.lexists(path) and not overwrites:
        helps = ("choose another name, or add --force",)
        raise Refusal(f"`{path}` is there already, and nothing is overwritten", helps=helps)
    if os.path.isdir(path):
        raise Refusal(f"`{path}` is a folder")
    folder = os.path.dirname(path)
    if folder and not os.path.isdir(folder):
        raise Refusal(f"there is no folder `{folder}`", code="P0701")


def save(path: str, case: Mapping[str, Any], *, overwrites: bool) -> None:
    """Write a case to a file, as YAML or as JSON by its name.

    Raises:
        Refusal: It cannot be written.
    """
    text = as_yaml(case) if is_yaml(path) else as_json(case) + "\n"
    try:
        with open(path, "w" if overwrites else "x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except OSError as error:
        raise Refusal(f"the case is not saved: {reason(error)}") from error


def as_json(value: object, *, indent: str = "") -> str:
    """Return a case, or a value in it, as JSON; numbers are written digit for digit."""
    match value:
        case {}:
            inner = indent + "  "
            rows = ",\n".join(f"{inner}{json.dumps(key)}: {as_json(each, indent=inner)}" for key, each in value.items())
            return f"{{\n{rows}\n{indent}}}" if rows else "{}"
        case list():
            return f"[{', '.join(map(as_json, value))}]"
        case Decimal():
            return _digits(value)
        case dt.date():
            return json.dumps(value.isoformat())
        case str():
            return json.dumps(value, ensure_ascii=not value.isprintable())
        case _:
            return json.dumps(value)


def as_yaml(case: Mapping[str, Any]) -> str:
    """Return a case as YAML that its reader takes for the same.

    Raises:
        Refusal: The library for YAML is not there.
    """
    try:
        import yaml
    except ImportError as error:
        raise Refusal("YAML needs one more library: pip install pyyaml", helps=("or save as .json",)) from error

    class Dumper(yaml.SafeDumper):
        """A writer that knows exact numbers, and that repeats what is said twice rather than refer to it."""

        def ignore_aliases(self, data: object) -> bool:  # noqa: ARG002 - as in PyYAML
            return True

    def number(dumper: yaml.SafeDumper, value: Decimal) -> yaml.ScalarNode:
        return dumper.represent_scalar("tag:yaml.org,2002:float", _digits(value))

    Dumper.add_representer(Decimal, number)
    text: str = yaml.dump(dict(case), Dumper=Dumper, sort_keys=False, allow_unicode=True, default_flow_style=False)
    return text


def _digits(value: Decimal) -> str:
    digits = f"{value:f}"
    return digits if "." in digits else f"{digits}.0"
