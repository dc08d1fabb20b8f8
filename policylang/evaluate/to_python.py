"""Python written for a policy and a day: a function that reads a case, checks every value of it, and decides.

What it reads is the plain kind of case: a dictionary with just the facts that the policy asks, nested things with just
their parts, every value known. For such a case it checks all values against tables and goes down nested ifs, or takes
the *and* of the index. For anything else it returns nothing, and the case is read the long way.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from policylang.core.domain import DAY, NO, YES, Domain
from policylang.diagram.manager import Cells, Diagrams, Node, Variable
from policylang.evaluate.encode import FAULTS, cells_of, members_of, names_of
from policylang.semantics.policy import Path, Policy
from policylang.semantics.types import Number, OneOf, SetOf, Slot, Thing, YesNo

Decide = Callable[[Any], Any]
MOST_LINES = 1_500
MOST_DEPTH = 60


class TooMuchCodeError(Exception):
    """The code would be too long, or too deep."""


class Reading(NamedTuple):
    """Code that reads a case: its lines, what they refer to, and how each variable can be asked afterwards.

    `asks` gives for each variable an expression: `flags` of these are true where it is a yes, `members` of a set are
    bits of one number, all others are the cell as a bit.
    """

    lines: tuple[str, ...]
    names: Mapping[str, Any]
    asks: Mapping[Variable, str]
    flags: frozenset[Variable]
    members: Mapping[Variable, int]


# ---------------------------------------------------------------- reading a case


class _Reader:
    """Writes the code that reads a case."""

    def __init__(self, policy: Policy, domain: Domain) -> None:
        self.policy = policy
        self.domain = domain
        self.lines: list[str] = []
        self.names: dict[str, Any] = {"COLLECTIONS": frozenset({list, tuple, set, frozenset})}
        self.asks: dict[Variable, str] = {}
        self.flags: set[Variable] = set()
        self.members: dict[Variable, int] = {}

    def reading(self) -> Reading:
        """Return the code for all facts that the policy asks."""
        asked = {variable.path.fact for variable in self.domain.variables if variable.path is not None}
        facts = [(name, fact) for name, fact in self.policy.facts.items() if fact.id in asked]
        self.lines.append(f"if type(case) is not dict or len(case) != {len(facts)}: return None")
        for name, fact in facts:
            self._value(f"case[{name!r}]", Path(fact.id), fact.slot, "")
        return Reading(tuple(self.lines), self.names, self.asks, frozenset(self.flags), self.members)

    def _new(self, value: Any, kind: str) -> str:  # noqa: ANN401 - whatever the code refers to
        name = f"{kind}{len(self.names)}"
        self.names[name] = value
        return name

    def _value(self, given: str, path: Path, slot: Slot, indent: str) -> None:
        match slot.type:
            case Thing():
                self._thing(given, path, slot, slot.type, indent)
            case SetOf(outline):
                table = self._new(members_of(path, outline, self.domain), "MEMBERS")
                variables = self.domain.of_path(path)
                name = f"v{variables[0]}"
                self.lines += [
                    f"{indent}value = {given}",
                    f"{indent}if type(value) is not list and type(value) not in COLLECTIONS: return None",
                    f"{indent}{name} = 0",
                    f"{indent}for each in value: {name} |= {table}[each]",
                ]
                for place, variable in enumerate(variables):
                    self.asks[variable] = name
                    self.members[variable] = 1 << place
            case YesNo():
                (variable,) = self.domain.of_path(path)
                name = f"v{variable}"
                self.lines += [
                    f"{indent}{name} = {given}",
                    f"{indent}if {name} is not True and {name} is not False: return None",
                ]
                self.asks[variable] = name
                self.flags.add(variable)
            case _:
                self._cell(given, path, slot, indent)

    def _cell(self, given: str, path: Path, slot: Slot, indent: str) -> None:
        (variable,) = self.domain.of_path(path)
        name = self.asks[variable] = f"v{variable}"
        coding = self.domain.values[path]
        if isinstance(slot.type, OneOf):
            leaves = set(slot.type.outline.leaves)
            cells = {each: bits for each, bits in names_of(slot.type.outline, coding).items() if each in leaves}
            self.lines.append(f"{indent}{name} = {self._new(cells, 'VALUES')}[{given}]")
        elif isinstance(slot.type, Number) and slot.type.whole and coding.cuts:
            self.lines += self._whole_number(name, given, slot.type, variable, indent)
        else:
            self.lines.append(f"{indent}{name} = {self._new(cells_of(path, slot, self.domain), 'cells')}({given})")

    def _whole_number(self, name: str, given: str, type_: Number, variable: Variable, indent: str) -> Iterator[str]:
        path = self.domain.variables[variable].path
        assert path is not None  # noqa: S101 - only the day has none
        coding = self.domain.values[path]
        assert coding.cuts is not None  # noqa: S101 - asked before
        starts = sorted({each for cut in coding.cuts.constants for each in _around(cut)})
        # The first number of each stretch stands for it; numbers below all bounds of the type are refused before.
        low = starts[0] - 1 if starts else 0
        samples = [low, *starts]
        cells = [1 << max(coding.cell_of(Decimal(sample)), 0) for sample in samples]
        bounds = [f"{name} {sign} {int(bound)}" for sign, bound in (
            ("<", type_.low and type_.low.to_integral_value("ROUND_CEILING")),
            (">", type_.high and type_.high.to_integral_value("ROUND_FLOOR"))) if bound is not None]  # fmt: skip
        yield f"{indent}{name} = {given}"
        yield f"{indent}if {' or '.join([f'type({name}) is not int', *bounds])}: return None"
        place = f"{self._new(bisect_right, 'bisect')}({self._new(starts, 'STARTS')}, {name})"
        yield f"{indent}{name} = {self._new(cells, 'CELLS')}[{place}]"

    def _thing(self, given: str, path: Path, slot: Slot, type_: Thing, indent: str) -> None:
        parts = {name: part for name, part in type_.parts.items() if self._is_asked(path.part(name))}
        name = f"thing{len(self.lines)}"
        self.lines.append(f"{indent}{name} = {given}")
        if not slot.optional:
            self.lines.append(f"{indent}if type({name}) is not dict or len({name}) != {len(parts)}: return None")
            for part, inner in parts.items():
                self._value(f"{name}[{part!r}]", path.part(part), inner, indent)
            return
        (variable,) = self.domain.of_path(path)
        is_there = self.asks[variable] = f"v{variable}"
        self.flags.add(variable)
        before = len(self.asks)
        self.lines += [f"{indent}if type({name}) is dict:", f"{indent}    {is_there} = True",
                       f"{indent}    if len({name}) != {len(parts)}: return None"]  # fmt: skip
        for part, inner in parts.items():
            self._value(f"{name}[{part!r}]", path.part(part), inner, f"{indent}    ")
        below = sorted(set(list(self.asks.values())[before:]))
        absent = "".join(f"{each} = " for each in below)
        self.lines += [f"{indent}elif type({name}) is str and {name} == 'absent':", f"{indent}    {is_there} = False"]
        if absent:  # of an absent thing no part is asked; any cell will do
            self.lines.append(f"{indent}    {absent}1")
        self.lines.append(f"{indent}else: return None")

    def _is_asked(self, path: Path) -> bool:
        depth = len(path.parts)
        return any(
            variable.path is not None and variable.path.fact == path.fact and variable.path.parts[:depth] == path.parts
            for variable in self.domain.variables
        )


def reading(policy: Policy, domain: Domain) -> Reading:
    """Return the code that reads a plain case of a policy."""
    return _Reader(policy, domain).reading()


def _around(cut: Any) -> tuple[int, int]:  # noqa: ANN401 - a Decimal
    """Return the first whole number from a constant on, and the first above it."""
    ceiling = int(cut.to_integral_value("ROUND_CEILING"))
    return ceiling, int(cut.to_integral_value("ROUND_FLOOR")) + 1


# ---------------------------------------------------------------- deciding by nested ifs


def by_tree(read: Reading, diagrams: Diagrams, root: Node, results: Mapping[Node, Any]) -> Decide:
    """Return a function that decides a plain case by nested ifs; it returns nothing where the case is not plain.

    Args:
        read: The code that reads a case.
        diagrams: The manager.
        root: The diagram that decides.
        results: What to return for each leaf.

    Raises:
        TooMuchCodeError: The diagram has too many branches for that.
    """
    names = dict(read.names)
    writer = _Branches(read, diagrams, results, names)
    lines = list(writer.lines(root, "  "))
    return _compiled([*read.lines], lines, names)


class _Branches:
    """Writes the nested ifs."""

    def __init__(self, read: Reading, diagrams: Diagrams, results: Mapping[Node, Any], names: dict[str, Any]) -> None:
        self.read = read
        self.diagrams = diagrams
        self.results = results
        self.names = names
        self._left = MOST_LINES

    def lines(self, node: Node, indent: str) -> Iterator[str]:
        """Yield the lines that decide from a node on."""
        self._left -= 1
        if self._left < 0 or len(indent) > MOST_DEPTH:
            raise TooMuchCodeError
        children = self.diagrams.children[node]
        if not children:
            name = f"RESULT{node}"
            self.names[name] = self.results[node]
            yield f"{indent}return {name}"
            return
        together: dict[Node, Cells] = {}
        for cell, child in enumerate(children):
            together[child] = together.get(child, 0) | 1 << cell
        variable = self.diagrams.variable[node]
        *branches, last = sorted(together.items(), key=lambda each: not self.diagrams.is_leaf(each[0]))
        for child, cells in branches:
            yield f"{indent}if {self._test(variable, cells)}:"
            yield from self.lines(child, f"{indent} ")
        yield from self.lines(last[0], indent)

    def _test(self, variable: Variable, cells: Cells) -> str:
        name = self.read.asks[variable]
        if variable in self.read.flags:
            return name if cells == 1 << YES else f"not {name}"
        if variable in self.read.members:
            asked = f"{name} & {self.read.members[variable]}"
            return asked if cells == 1 << YES else f"not {asked}"
        return f"{name} & {cells}"


# ---------------------------------------------------------------- deciding by the index


def by_index(read: Reading, everything: int, masks: Mapping[Variable, Sequence[int]], day_cell: int) -> Decide:
    """Return a function from a plain case to the rows that it does not rule out; to nothing where it is not plain."""
    names = dict(read.names)
    day = masks.get(DAY)
    names["ROWS"] = everything if day is None else everything & day[day_cell]
    lines = ["  rows = ROWS"]
    for name in dict.fromkeys(read.asks.values()):
        variables = [variable for variable, each in read.asks.items() if each == name and variable in masks]
        lines += _narrowing(read, name, variables, masks, names)
    return _compiled([*read.lines], [*lines, "  return rows"], names)


def _narrowing(
    read: Reading,
    name: str,
    variables: Sequence[Variable],
    masks: Mapping[Variable, Sequence[int]],
    names: dict[str, Any],
) -> Iterator[str]:
    """Yield the lines that rule out rows by one fact."""
    for variable in variables:
        if variable in read.members or variable in read.flags:
            names[f"NO{variable}"], names[f"YES{variable}"] = masks[variable][NO], masks[variable][YES]
            test = f"{name} & {read.members[variable]}" if variable in read.members else name
            yield f"  rows &= YES{variable} if {test} else NO{variable}"
        else:
            names[f"BY{variable}"] = {1 << cell: mask for cell, mask in enumerate(masks[variable])}
            yield f"  rows &= BY{variable}[{name}]"


def _compiled(read: Sequence[str], decide: Sequence[str], names: dict[str, Any]) -> Decide:
    """Return the function of some lines; what they refer to are the globals of its own small module."""
    source = "\n".join([
        "def decide(case):",
        "  try:",
        *(f"    {line}" for line in read),
        "  except FAULTS: return None",
        *decide,
    ])  # fmt: skip
    space: dict[str, Any] = {**names, "FAULTS": FAULTS}
    exec(compile(source, "<policy>", "exec"), space)  # noqa: S102 - written here, from tables and numbers alone
    made: Decide = space["decide"]
    return made
