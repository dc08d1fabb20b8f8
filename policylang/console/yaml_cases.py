"""YAML for cases: the part of it that says the same to every reader.

Plain YAML turns `010` into eight, `1:30` into ninety and 0.1 into a binary float, and lets the second of two
equal keys win in silence. Here numbers are decimal and exact, `yes`, `no`, `true` and `false` are yes or no,
ISO dates are dates, a key given twice is refused, and everything else is text.
"""

import datetime as dt
import re
from collections.abc import Hashable
from decimal import Decimal
from typing import Any

import yaml

from policylang.console.cases import UnreadableCaseError

DEEPEST = 50
"""Cases are things in things; deeper than this, reading on would only cost time."""


class _Loader(yaml.SafeLoader):
    """A loader that knows the scalars named above and no others, and that stops where no case can be so deep."""

    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}  # noqa: RUF012 - replaces the one of the base class

    depth = 0

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        """Return the next node."""
        self.depth += 1
        if self.depth > DEEPEST:
            raise UnreadableCaseError("nested too deeply")
        node: yaml.Node | None = super().compose_node(parent, index)
        self.depth -= 1
        return node


_NULL, _BOOL, _INT, _FLOAT, _DATE = (
    f"tag:yaml.org,2002:{kind}" for kind in ("null", "bool", "int", "float", "timestamp")
)

_Loader.add_implicit_resolver(_NULL, re.compile(r"^(?:~|null|)$"), ["~", "n", ""])
_Loader.add_implicit_resolver(_BOOL, re.compile(r"^(?:true|false|yes|no)$"), list("tfyn"))
_Loader.add_implicit_resolver(_INT, re.compile(r"^-?(?:0|[1-9][0-9]*)$"), list("-0123456789"))
_Loader.add_implicit_resolver(_FLOAT, re.compile(r"^-?(?:0|[1-9][0-9]*)\.[0-9]+$"), list("-0123456789"))
_Loader.add_implicit_resolver(_DATE, re.compile(r"^\d{4}-\d\d-\d\d$"), list("0123456789"))


def load(text: str) -> object:
    """Return the value of a YAML text.

    Raises:
        UnreadableCaseError: It is not YAML, gives a key twice, or has a key that is not text.
    """
    try:
        return yaml.load(text, Loader=_Loader)  # noqa: S506 - a SafeLoader
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        where = f" at line {mark.line + 1}, column {mark.column + 1}" if mark else ""
        raise UnreadableCaseError(f"not YAML: {error.problem or error.context}{where}") from error
    except yaml.YAMLError as error:
        raise UnreadableCaseError("not YAML: " + " ".join(str(error).split())) from error


def _construct_mapping(loader: _Loader, node: yaml.MappingNode) -> dict[str, Any]:
    made: dict[Hashable, Any] = {}
    for key_node, value_node in node.value:
        key = loader.construct_object(key_node, deep=True)
        where = f"line {key_node.start_mark.line + 1}"
        if not isinstance(key, str):
            said = f"`{key_node.value}`" if isinstance(key_node, yaml.ScalarNode) else "a list or mapping"
            raise UnreadableCaseError(f"{where}: {said} is not the name of a fact")
        if key in made:
            raise UnreadableCaseError(f"{where}: `{key}` is given twice")
        made[key] = loader.construct_object(value_node, deep=True)
    return made  # type: ignore[return-value]


def _construct_integer(_loader: _Loader, node: yaml.ScalarNode) -> int:
    try:
        return int(node.value)
    except ValueError as error:  # hexadecimal, or of more digits than Python reads
        raise UnreadableCaseError(f"line {node.start_mark.line + 1}: not a number that can be read") from error


def _construct_decimal(_loader: _Loader, node: yaml.ScalarNode) -> Decimal:
    return Decimal(node.value)


def _construct_date(_loader: _Loader, node: yaml.ScalarNode) -> dt.date | str:
    try:
        return dt.date.fromisoformat(node.value)
    except ValueError:
        return str(node.value)  # left as it is: the policy refuses it with the name of the fact


_Loader.add_constructor("tag:yaml.org,2002:map", _construct_mapping)
_Loader.add_constructor(_INT, _construct_integer)
_Loader.add_constructor(_FLOAT, _construct_decimal)
_Loader.add_constructor(_DATE, _construct_date)
