"""The compiled form of a policy as plain data for JSON, and back: the diagrams with their roots, and the bitmap index.

Nodes stand in three tables, by what their leaves say: yes or no, outcomes, states of duties. All are numbered through,
the leaves of a table first, then its nodes variable by variable from the bottom up, those of one variable by their
children: so the same diagrams give the same data, however they were made. What is read back is a program like
any other, or a `MisfitError` is raised: nodes lead down and within their table, there are as many roots as the policy
has parts, and rows of the index name clauses that are there.
"""

from collections.abc import Hashable, Iterable, Sequence
from functools import reduce
from itertools import chain
from operator import and_
from typing import NamedTuple, get_args

from policylang.core.index import Index, index
from policylang.core.program import Numbering, Program, Roots, numbering
from policylang.core.suspicion import Data, MisfitError, at, need
from policylang.diagram.manager import Diagrams, Node
from policylang.semantics.decision import DutyState
from policylang.semantics.policy import OUTCOMES, Policy
from policylang.semantics.reference import BASES

MANY_RULES = 500
"""The index of a policy with so many clauses is kept: to make it takes longer than to read it."""
_SECTIONS = ("yes or no", "outcomes", "states")
_LEAVES: dict[str, frozenset[Hashable]] = {
    "yes or no": frozenset({False, True}),
    "outcomes": frozenset((outcome, basis) for outcome in OUTCOMES for basis in BASES),
    "states": frozenset(get_args(DutyState)),
}
"""What leaves of each table can say."""


class Compiled(NamedTuple):
    """A compiled policy, with its index where that was kept."""

    program: Program
    bitmaps: Index | None


def layout(numbered: Numbering) -> str:
    """Return a digest of what nodes, roots and rows are numbered by: under another they would say other things."""
    names = [(rule.voice.policy.name, rule.clause.name) for rule in numbered.rules]
    import hashlib  # a policy that was kept between runs is loaded without it, in half the time

    told = repr((numbered.domain.variables, numbered.domain.days, names, len(list(numbered.whole.everything))))
    return hashlib.sha256(told.encode()).hexdigest()


# ---------------------------------------------------------------- written


def program_to_json(program: Program) -> dict[str, Data]:
    """Return the data of a compiled policy."""
    roots, diagrams = program.roots, program.diagrams
    yes_or_no = (roots.possible, *roots.lines, *roots.speaks, *roots.alone, *roots.applies, *roots.stands)
    number: dict[Node, int] = {}
    tables = {
        name: _section(diagrams, name, [node for node in nodes if node is not None], number)
        for name, nodes in zip(_SECTIONS, (yes_or_no, roots.verdicts, chain(*roots.states)), strict=True)
    }

    def numbers(nodes: Iterable[Node | None]) -> list[int | None]:
        return [None if node is None else number[node] for node in nodes]

    return {
        "layout": layout(Numbering(program.whole, program.voices, program.domain)),
        "order": list(diagrams.order),
        "nodes": tables,
        "roots": {
            "possible": numbers([roots.possible])[0],
            **{
                name: numbers(getattr(roots, name))
                for name in ("lines", "speaks", "alone", "applies", "stands", "verdicts")
            },
            "states": [numbers(each) for each in roots.states],
        },
        "index": _index_to_json(index(program)) if len(program.rules) >= MANY_RULES else None,
    }


def _section(diagrams: Diagrams, name: str, roots: Sequence[Node], number: dict[Node, int]) -> Data:
    reachable = set(diagrams.reachable(roots))
    by_level: dict[int, list[Node]] = {}
    leaves = {diagrams.values[node]: node for node in reachable if diagrams.is_leaf(node)}
    if name == "yes or no":
        leaves = {diagrams.values[node]: node for node in (0, 1)}
    for value in sorted(leaves, key=repr):
        number[leaves[value]] = len(number)
    for node in reachable:
        if not diagrams.is_leaf(node):
            by_level.setdefault(diagrams.level_of(node), []).append(node)
    runs = []
    for level in sorted(by_level, reverse=True):
        rows = {node: tuple(number[child] for child in diagrams.children[node]) for node in by_level[level]}
        inner = sorted(by_level[level], key=rows.__getitem__)
        for node in inner:
            number[node] = len(number)
        runs.append([diagrams.order[level], list(chain.from_iterable(rows[node] for node in inner))])
    return {
        "leaves": [list(each) if isinstance(each, tuple) else each for each in sorted(leaves, key=repr)],
        "runs": runs,
    }


def _index_to_json(made: Index) -> Data:
    return {
        "rules": list(made.rules),
        "exact": f"{made.exact:x}",
        "masks": [[variable, [f"{mask:x}" for mask in masks]] for variable, masks in made.masks.items()],
    }


# ---------------------------------------------------------------- read


def program_from_json(policy: Policy, data: Data, *, is_checked: bool = False) -> Compiled:
    """Return the compiled policy of some data.

    Args:
        policy: The policy.
        data: What `program_to_json` returned.
        is_checked: Whether it is known that the same version made the data, of the same policy.

    Raises:
        MisfitError: The data are not those of the policy, or do not fit together.
    """
    numbered = numbering(policy)
    need(
        is_checked or data["layout"] == layout(numbered),
        "it was compiled by another version of policylang; compile it again",
    )
    order, count = data["order"], len(numbered.domain.variables)
    need(
        set(map(type, order)) == {int} and sorted(order) == list(range(count)), "the order is not one of its variables"
    )
    diagrams = Diagrams(numbered.domain.sizes, order=order, limit=40_000_000)
    within = {name: _read_section(diagrams, name, data["nodes"][name]) for name in _SECTIONS}
    program = Program(policy, numbered.whole, numbered.domain, diagrams, _roots(data["roots"], within, numbered))
    return Compiled(program, None if data["index"] is None else _index_from_json(data["index"], program))


def _read_section(diagrams: Diagrams, name: str, table: Data) -> range:
    """Read the nodes of a table, and return their numbers."""
    first = len(diagrams.variable) if name != _SECTIONS[0] else 0
    for said in table["leaves"]:
        value = tuple(said) if type(said) is list else said
        need(type(said) in (bool, str, list) and value in _LEAVES[name], "a leaf says what no leaf can")
        diagrams.leaf(value)
    need(len(diagrams.variable) - first == len(table["leaves"]), "a leaf is there twice")
    for variable, flat in table["runs"]:
        size = at(diagrams.sizes, variable, "a variable")
        need(
            flat and set(map(type, flat)) == {int} and len(flat) % size == 0, "a node has too many children, or too few"
        )
        need(min(flat) >= first, "a node leads out of its table")
        try:
            diagrams.add(variable, list(zip(*[iter(flat)] * size, strict=True)))
        except ValueError as error:
            raise MisfitError(str(error)) from error
    return range(first, len(diagrams.variable))


def _roots(data: Data, within: dict[str, range], numbered: Numbering) -> Roots:
    """Return the roots, once there are as many as there should be, each in the table that it belongs to."""

    def roots(nodes: Data, count: int, section: str = "yes or no") -> tuple[Node | None, ...]:
        need(type(nodes) is list and len(nodes) == count, "there are more roots than parts, or fewer")
        need(set(map(type, nodes)) <= {int, type(None)}, "a root is no node")
        need(all(node is None or node in within[section] for node in nodes), "a root is in no table, or the wrong one")
        return tuple(nodes)

    rules, voices = len(numbered.rules), numbered.voices
    lines = {line.name for voice in voices for line in voice.policy.always}
    need(len(data["states"]) == len(voices), "there are more roots than parts, or fewer")
    return Roots(
        possible=roots([data["possible"]], 1)[0],
        lines=roots(data["lines"], len(lines)),
        speaks=roots(data["speaks"], len(voices)),
        alone=roots(data["alone"], rules),
        applies=roots(data["applies"], rules),
        stands=roots(data["stands"], rules),
        verdicts=roots(data["verdicts"], len(list(numbered.whole.everything)), "outcomes"),
        states=tuple(
            roots(nodes, len(voice.policy.duties), "states")
            for nodes, voice in zip(data["states"], voices, strict=True)
        ),
    )


def _index_from_json(data: Data, program: Program) -> Index:
    rules = data["rules"]
    need(type(rules) is list and set(map(type, rules)) <= {int} and rules == sorted(rules), "the rows are in disorder")
    need(not rules or 0 <= rules[0] <= rules[-1] < len(program.rules), "a row is of no clause")
    everything = (1 << len(rules)) - 1

    def bits(digits: Data) -> int:
        found = int(digits, 16)
        need(0 <= found <= everything, "the index has rows that are not there")
        return found

    masks = {variable: tuple(map(bits, per_cell)) for variable, per_cell in data["masks"]}
    need(len(masks) == len(data["masks"]), "the index has a variable twice")
    for variable, per_cell in masks.items():
        need(len(per_cell) == at(program.diagrams.sizes, variable, "a variable"), "the index has other cells")
    free = {variable: reduce(and_, per_cell, everything) for variable, per_cell in masks.items()}
    return Index(tuple(rules), bits(data["exact"]), everything, masks, free)
