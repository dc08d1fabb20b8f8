"""Diagrams written out: the exact pictures, and which damage of data is refused in which words."""

from collections.abc import Callable
from typing import Any

import pytest

from policylang.diagram import algebra, dump
from policylang.diagram.manager import Diagrams, DiagramTooLargeError, Node

NAMES = dump.Names(
    variable=["age", 'a "b"'].__getitem__,
    cell=lambda variable, cell: [["young", "old"], ["x", "y", "z"]][variable][cell],
    leaf=lambda value: "yes" if value is True else "no",
    root=["outcome"].__getitem__,
)


def _example() -> tuple[Diagrams, Node]:
    diagrams = Diagrams([2, 3])
    return diagrams, algebra.conjoin(diagrams, [diagrams.test(0, 2), diagrams.test(1, 5)])


def _data() -> dict[str, Any]:
    diagrams, root = _example()
    return dump.to_json(diagrams, [root], names=NAMES)


def test_a_picture_for_graphviz() -> None:
    """Each node stands once, cells that lead alike are on one arrow, variables make rows, quotes are escaped."""
    diagrams, root = _example()
    assert dump.to_dot(diagrams, [root], names=NAMES).splitlines() == [
        "digraph {",
        "  node [shape=ellipse];",
        '  r0 [shape=plaintext, label="outcome"];',
        "  r0 -> n3;",
        '  n0 [label="yes", shape=box];',
        '  n1 [label="no", shape=box];',
        r'  n2 [label="a \"b\""];',
        '  n2 -> n0 [label="x, z"];',
        '  n2 -> n1 [label="y"];',
        '  n3 [label="age"];',
        '  n3 -> n1 [label="young"];',
        '  n3 -> n2 [label="old"];',
        "  { rank=same; n3; }",
        "  { rank=same; n2; }",
        "}",
    ]


def test_a_picture_for_mermaid() -> None:
    """The same as a flowchart, in which no name can be read as anything but text."""
    diagrams, root = _example()
    assert dump.to_mermaid(diagrams, [root], names=NAMES).splitlines() == [
        "flowchart TD",
        '  r0["outcome"] --> n3',
        '  n0("yes")',
        '  n1("no")',
        '  n2{{"a #34;b#34;"}}',
        '  n2 -->|"x, z"| n0',
        '  n2 -->|"y"| n1',
        '  n3{{"age"}}',
        '  n3 -->|"young"| n1',
        '  n3 -->|"old"| n2',
    ]


def test_data_have_the_documented_form() -> None:
    """The data name variables and cells, give the order, and each node after its children."""
    assert _data() == {
        "variables": [{"name": "age", "cells": ["young", "old"]}, {"name": 'a "b"', "cells": ["x", "y", "z"]}],
        "order": [0, 1],
        "nodes": [
            {"value": True},
            {"value": False},
            {"variable": 1, "children": [0, 1, 0]},
            {"variable": 0, "children": [1, 2]},
        ],
        "roots": [3],
    }


def test_without_names_things_have_numbers() -> None:
    """Where no names are given, variables, cells and roots are called by their numbers."""
    diagrams, root = _example()
    text = dump.to_dot(diagrams, [root])
    assert all(part in text for part in ('"x0"', '"x1"', '"0, 2"', '"True"', '"f0"'))


def test_values_are_written_as_the_caller_says() -> None:
    """A value without a form in JSON is refused unless the caller gives it one, and a way back."""
    diagrams = Diagrams([2])
    root = diagrams.node(0, [diagrams.leaf(frozenset({"a"})), diagrams.leaf((1, None, ("b",)))])
    with pytest.raises(ValueError, match="frozenset"):
        dump.to_json(diagrams, [root])
    data = dump.to_json(diagrams, [root], value=lambda value: sorted(value) if isinstance(value, frozenset) else None)
    again, (there,) = dump.from_json(data, value=lambda value: frozenset(value) if isinstance(value, list) else ())
    assert there == again.node(0, [again.leaf(frozenset({"a"})), again.leaf(())])


def _set(name: str, value: object) -> Callable[[dict[str, Any]], None]:
    return lambda data: data.update({name: value})


def _node(at: int, node: object) -> Callable[[dict[str, Any]], None]:
    return lambda data: data["nodes"].__setitem__(at, node)


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        (lambda data: data.pop("roots"), "there is no `roots`"),
        (_set("nodes", {}), "the nodes: a list is expected"),
        (_set("variables", [{"cells": []}]), "a variable has no cells"),
        (_set("variables", [{"name": "age"}]), "there is no `cells`"),
        (_set("order", [0, 0]), "the order does not name each variable once"),
        (_set("order", [0]), "the order does not name each variable once"),
        (_set("order", [1, 0]), "node 3 leads to a node that should stand above it"),
        (_set("roots", [4]), "a root is given that is not there: 4"),
        (_set("roots", [True]), "a root is given that is not there: True"),
        (_node(0, {"value": 1.5}), "not the value of a leaf"),
        (_node(1, {"value": True}), "node 1 is there twice"),
        (_node(2, {"variable": 2, "children": [0, 1]}), "a variable is given that is not there: 2"),
        (_node(2, {"variable": 1, "children": [0, 1]}), "node 2 has 2 children, not one for each cell"),
        (_node(2, {"variable": 1, "children": [0, 1, 2]}), "a child is given that is not there: 2"),
        (_node(2, {"variable": 1, "children": [0, -1, 0]}), "a child is given that is not there: -1"),
        (_node(2, {"variable": 1, "children": [0, 0, 0]}), "node 2 leads to the same node whatever the cell is"),
        (_node(2, {"variable": 1}), "a node has either a value, or a variable and children"),
        (_node(2, []), "a node: a dict is expected"),
        (lambda data: data["nodes"].append({"variable": 0, "children": [1, 2]}), "node 4 is there twice"),
    ],
)
def test_damage_is_refused_and_named(damage: Callable[[dict[str, Any]], None], message: str) -> None:
    """Data that are not what `to_json` writes raise ValueError, which says what is wrong."""
    data = _data()
    damage(data)
    with pytest.raises(ValueError, match=f"^{message}$"):
        dump.from_json(data)


def test_data_that_are_no_dict_are_refused() -> None:
    """Anything but a dict is refused."""
    with pytest.raises(ValueError, match="the data: a dict is expected"):
        dump.from_json([])


def test_data_may_be_too_large() -> None:
    """The limit on nodes holds for data as for anything else."""
    with pytest.raises(DiagramTooLargeError):
        dump.from_json(_data(), limit=3)
