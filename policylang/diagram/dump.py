"""Diagrams written out: as pictures (Graphviz, Mermaid), and as plain data for JSON that is read back with suspicion.

Nodes are numbered anew, each after its children, so that the same diagrams give the same text whatever else is in the
manager.

The data are a dict with:

- `variables`: for each variable, as it is numbered, its `name` and the names of its `cells`;
- `order`: the variables from the top down;
- `nodes`: for each node either `{"value": …}` or `{"variable": …, "children": […]}`, a child for each cell. Children
  are given by their position in this list, and stand before the node;
- `roots`: the positions of the diagrams.

The names are there for the reader and mean nothing.
"""

from collections.abc import Callable, Hashable, Sequence
from typing import NamedTuple, TypeVar

from policylang.diagram.manager import Cell, Cells, Diagrams, Node, Variable
from policylang.diagram.walk import branches, support

_T = TypeVar("_T")


class Names(NamedTuple):
    """How things are called: functions, so that the caller has the names and this package needs none.

    `root` is given the position of a diagram among those that are written.
    """

    variable: Callable[[Variable], str] = "x{}".format
    cell: Callable[[Variable, Cell], str] = "{1}".format
    leaf: Callable[[Hashable], str] = "{!r}".format
    root: Callable[[int], str] = "f{}".format


PLAIN = Names()


# ---------------------------------------------------------------- pictures


def to_dot(diagrams: Diagrams, roots: Sequence[Node], *, names: Names = PLAIN) -> str:
    """Return some diagrams as a picture for Graphviz: a row for each variable, the leaves in boxes."""
    nodes, number = _numbered(diagrams, roots)
    lines = ["digraph {", "  node [shape=ellipse];"]
    for position, root in enumerate(roots):
        lines.append(f"  r{position} [shape=plaintext, label={_quoted(names.root(position))}];")
        lines.append(f"  r{position} -> n{number[root]};")
    for node in nodes:
        box = ", shape=box" if diagrams.is_leaf(node) else ""
        lines.append(f"  n{number[node]} [label={_quoted(_label(diagrams, node, names))}{box}];")
        for child, cells in branches(diagrams, node).items():
            label = _quoted(_cells(diagrams.variable[node], cells, names))
            lines.append(f"  n{number[node]} -> n{number[child]} [label={label}];")
    for variable in support(diagrams, roots):
        row = "; ".join(f"n{number[node]}" for node in nodes if diagrams.variable[node] == variable)
        lines.append(f"  {{ rank=same; {row}; }}")
    return "\n".join([*lines, "}", ""])


def to_mermaid(diagrams: Diagrams, roots: Sequence[Node], *, names: Names = PLAIN) -> str:
    """Return some diagrams as a Mermaid flowchart, the leaves in boxes with round corners."""
    nodes, number = _numbered(diagrams, roots)
    lines = ["flowchart TD"]
    for position, root in enumerate(roots):
        lines.append(f"  r{position}[{_entities(names.root(position))}] --> n{number[root]}")
    for node in nodes:
        opening, closing = ("(", ")") if diagrams.is_leaf(node) else ("{{", "}}")
        lines.append(f"  n{number[node]}{opening}{_entities(_label(diagrams, node, names))}{closing}")
        for child, cells in branches(diagrams, node).items():
            label = _entities(_cells(diagrams.variable[node], cells, names))
            lines.append(f"  n{number[node]} -->|{label}| n{number[child]}")
    return "\n".join([*lines, ""])


def _numbered(diagrams: Diagrams, roots: Sequence[Node]) -> tuple[list[Node], dict[Node, int]]:
    nodes = diagrams.reachable(roots)
    return nodes, {node: position for position, node in enumerate(nodes)}


def _label(diagrams: Diagrams, node: Node, names: Names) -> str:
    if diagrams.is_leaf(node):
        return names.leaf(diagrams.values[node])
    return names.variable(diagrams.variable[node])


def _cells(variable: Variable, cells: Cells, names: Names) -> str:
    return ", ".join(names.cell(variable, cell) for cell in range(cells.bit_length()) if cells >> cell & 1)


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


def _entities(text: str) -> str:
    """Return a text in quotes, with nothing in it that Mermaid or HTML would read."""
    plain = "".join(each if each.isalnum() or each in " ,.-_" else f"#{ord(each)};" for each in text)
    return f'"{plain}"'


# ---------------------------------------------------------------- data


def value_to_json(value: Hashable) -> object:
    """Return the value of a leaf as data: nothing, yes or no, whole numbers, texts, and tuples of such as lists.

    Raises:
        ValueError: It is something else; the caller must say how it is written.
    """
    if value is None or type(value) in {bool, int, str}:
        return value
    if type(value) is tuple:
        return [value_to_json(each) for each in value]
    raise ValueError(f"a value of the type {type(value).__name__} has no form in JSON")


def value_from_json(data: object) -> Hashable:
    """Return the value of a leaf from data.

    Raises:
        ValueError: It is none that `value_to_json` writes.
    """
    if data is None or isinstance(data, bool | int | str):
        return data
    if isinstance(data, list):
        return tuple(value_from_json(each) for each in data)
    raise ValueError("not the value of a leaf")


def to_json(
    diagrams: Diagrams,
    roots: Sequence[Node],
    *,
    names: Names = PLAIN,
    value: Callable[[Hashable], object] = value_to_json,
) -> dict[str, object]:
    """Return some diagrams as data, as the module says; `value` writes the values of leaves.

    Raises:
        ValueError: A value has no form in JSON.
    """
    nodes, number = _numbered(diagrams, roots)
    return {
        "variables": [
            {"name": names.variable(variable), "cells": [names.cell(variable, cell) for cell in range(size)]}
            for variable, size in enumerate(diagrams.sizes)
        ],
        "order": list(diagrams.order),
        "nodes": [
            {"value": value(diagrams.values[node])}
            if diagrams.is_leaf(node)
            else {"variable": diagrams.variable[node], "children": [number[each] for each in diagrams.children[node]]}
            for node in nodes
        ],
        "roots": [number[root] for root in roots],
    }


def from_json(
    data: object, *, value: Callable[[object], Hashable] = value_from_json, limit: int = 1_000_000
) -> tuple[Diagrams, list[Node]]:
    """Return a new manager and the diagrams in it that `to_json` was given.

    Args:
        data: What was read from JSON.
        value: Reads the values of leaves; raises ValueError for what is none.
        limit: How many nodes the manager may make.

    Raises:
        ValueError: The data are damaged: something is missing or of the wrong kind, a node leads to one that does not
            stand before it, has too many or too few children, asks out of order, or is not reduced.
        DiagramTooLargeError: There are more nodes than may be made.
    """
    fields = _read(data, dict, "the data")
    sizes = [
        len(_read(_field(_read(each, dict, "a variable"), "cells"), list, "cells"))
        for each in _read(_field(fields, "variables"), list, "the variables")
    ]
    if 0 in sizes:
        raise ValueError("a variable has no cells")
    order = [_position(each, sizes, "a variable") for each in _read(_field(fields, "order"), list, "the order")]
    if sorted(order) != list(range(len(sizes))):
        raise ValueError("the order does not name each variable once")
    diagrams = Diagrams(sizes, order=order, limit=limit)
    nodes: list[Node] = []
    seen: set[Node] = set()
    for each in _read(_field(fields, "nodes"), list, "the nodes"):
        given = _read(each, dict, "a node")
        node = diagrams.leaf(value(given["value"])) if given.keys() == {"value"} else _node(diagrams, given, nodes)
        if node in seen:
            raise ValueError(f"node {len(nodes)} is there twice")
        seen.add(node)
        nodes.append(node)
    roots = _read(_field(fields, "roots"), list, "the roots")
    return diagrams, [nodes[_position(each, nodes, "a root")] for each in roots]


def _node(diagrams: Diagrams, given: dict[str, object], nodes: Sequence[Node]) -> Node:
    """Return a node from data, once it is as a node must be; `nodes` are those that stand before it."""
    if given.keys() != {"variable", "children"}:
        raise ValueError("a node has either a value, or a variable and children")
    variable = _position(given["variable"], diagrams.sizes, "a variable")
    children = [nodes[_position(each, nodes, "a child")] for each in _read(given["children"], list, "the children")]
    if len(children) != diagrams.sizes[variable]:
        raise ValueError(f"node {len(nodes)} has {len(children)} children, not one for each cell")
    if min(map(diagrams.level_of, children)) <= diagrams.level[variable]:
        raise ValueError(f"node {len(nodes)} leads to a node that should stand above it")
    if len(set(children)) == 1:
        raise ValueError(f"node {len(nodes)} leads to the same node whatever the cell is")
    return diagrams.node(variable, children)


def _field(fields: dict[str, object], name: str) -> object:
    if name not in fields:
        raise ValueError(f"there is no `{name}`")
    return fields[name]


def _read(data: object, kind: type[_T], what: str) -> _T:
    if not isinstance(data, kind):
        raise ValueError(f"{what}: a {kind.__name__} is expected")  # noqa: TRY004 - damaged data are one kind of fault
    return data


def _position(data: object, among: Sequence[object], what: str) -> int:
    if type(data) is not int or not 0 <= data < len(among):
        raise ValueError(f"{what} is given that is not there: {data!r}")
    return data
