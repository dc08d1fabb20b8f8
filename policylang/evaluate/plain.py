"""Plain total cases decided at speed: the functions that are made for a day, by nested ifs or by the index.

A plain case is a dictionary that gives just what the policy asks, all of it known; `to_python` writes the code that
reads it. Where nearly every clause names one value of a fact, as clauses of real terms name a service, the index is cut
by that fact, each part when it is first asked for: then the rows of the other services cost nothing.
"""

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from policylang.core.index import positions, select
from policylang.core.program import Program
from policylang.diagram.manager import Variable
from policylang.evaluate.encode import FAULTS, Encoder
from policylang.evaluate.from_index import Judge
from policylang.evaluate.joint import Joint
from policylang.evaluate.to_python import Reading, by_index, by_tree
from policylang.evaluate.total import TotalReport
from policylang.evaluate.truth import Truth
from policylang.semantics.decision import Decision, DutyReport
from policylang.semantics.types import OneOf

Decide = Callable[[Any], Decision | None]
"""Decides a plain total case on one day; returns nothing for any other case."""
Found = tuple[Judge, Callable[[Any], int | None]]
"""Who decides by some rows, and the function from a plain case to those that it leaves."""
FEW = 64
"""So few different decisions are worked out beforehand: then nothing is left to do when they are read."""
SMALL = 256
"""An index of so many rows is not cut: its numbers are short."""
MOST_LEFT = 0.25
"""An index is cut by a fact whose values leave no more than this share of its rows, on average."""


def plain_by_tree(read: Reading, together: Joint, program: Program, day: dt.date) -> Decide:
    """Return the function that decides by nested ifs.

    Raises:
        TooMuchCodeError: They would be too many.
    """
    diagrams, root = together
    results: dict[int, Decision | None] = {}
    leaves = [node for node in diagrams.reachable([root]) if diagrams.is_leaf(node)]
    for leaf in leaves:
        truth = diagrams.values[leaf]
        assert truth is None or isinstance(truth, Truth)  # noqa: S101 - made so by `joint`
        decision = TotalReport(program, truth, day).decision() if truth else None
        results[leaf] = decision.replace() if decision and len(leaves) <= FEW else decision
    return by_tree(read, diagrams, root, results)


class Rows:
    """Finds the rows that plain cases leave, by an index that is cut by a fact where that pays; kept for all days.

    Args:
        read: The code that reads a case.
        judge: Decides by the index.
    """

    def __init__(self, read: Reading, judge: Judge) -> None:
        self.read = read
        self.judge = judge
        self.cut = _cut(judge)
        self._judges: dict[int, Judge] = {}
        self._found: dict[tuple[int, int], Found] = {}

    def find(self, day_cell: int, cell: int) -> Found:
        """Return who decides, and the function to the rows, on some days and for a value of the fact that cuts."""
        found = self._found.get((day_cell, cell))
        if found is None:
            judge = self._part(cell)
            rows_of = by_index(self.read, judge.index.everything, judge.index.masks, day_cell)
            found = self._found[day_cell, cell] = judge, rows_of
        return found

    def _part(self, cell: int) -> Judge:
        if self.cut is None:
            return self.judge
        if cell not in self._judges:
            index = self.judge.index
            self._judges[cell] = self.judge.of(select(index, index.masks[self.cut.variable][cell]))
        return self._judges[cell]


def plain_by_rows(rows: Rows, encoder: Encoder, day: dt.date) -> Decide:
    """Return the function that decides by the index."""
    program = rows.judge.program
    day_cell = program.domain.day_cell(day)
    needs_cells = rows.judge.needs_cells

    def decided(judge: Judge, left: int, case: Any) -> Decision | None:  # noqa: ANN401 - what a caller gives
        of_variable: tuple[int, ...] = ()
        if needs_cells:
            known = encoder.read(case, day)
            if known is None:
                return None
            of_variable = known.left
        if judge.is_plain:
            return RowsReport(judge, left, of_variable, day).decision()
        return TotalReport(program, judge.truth(left, of_variable), day).decision()

    if rows.cut is None:
        everything, rows_of_all = rows.find(day_cell, 0)
        return lambda case: None if (left := rows_of_all(case)) is None else decided(everything, left, case)
    name, cells, _ = rows.cut
    found: dict[int, Found] = {}

    def decide(case: Any) -> Decision | None:  # noqa: ANN401 - what a caller gives
        try:
            cell = cells[case[name]] if type(case) is dict else None
        except FAULTS:
            cell = None
        if cell is None:
            return None
        part = found.get(cell)
        if part is None:
            part = found[cell] = rows.find(day_cell, cell)
        judge, rows_of = part
        left = rows_of(case)
        return None if left is None else decided(judge, left, case)

    return decide


class Cut(NamedTuple):
    """The fact by which an index is cut: its name, the cell of each value, and its variable."""

    name: str
    cells: Mapping[Any, int]
    variable: Variable


class RowsReport:
    """The decision about a total case in which clauses stand just where their rows are left, written from the rows.

    Args:
        judge: Decides by the index.
        rows: The rows that the case does not rule out.
        left: The cells of each variable, where more than the rows is asked.
        day: The date of the decision.
    """

    __slots__ = ("_places", "day", "judge", "left", "rows", "verdict")

    def __init__(self, judge: Judge, rows: int, left: tuple[int, ...], day: dt.date) -> None:
        self.judge = judge
        self.rows = rows
        self.left = left
        self.day = day
        self.verdict = judge.plain_verdict(rows, left)
        self._places: list[int] | None = None

    def decision(self) -> Decision:
        """Return the decision."""
        policy = self.judge.program.policy
        return Decision.worked_out_later(policy.name, policy.digest, self.day, (self.verdict[0],), later=self)

    def work_out(self, field: str) -> object:
        """Return the value of a field of the decision."""
        if field == "stands":
            return tuple(map(self.judge.report_of_row.__getitem__, self._standing()))
        if field == "duties":
            return self._duties()
        truth = self.judge.truth(self.rows, self.left)
        return TotalReport(self.judge.program, truth, self.day).work_out(field)

    def _standing(self) -> list[int]:
        if self._places is None:
            self._places = positions(self.rows)
        return self._places

    def _duties(self) -> tuple[DutyReport, ...]:
        judge = self.judge
        required = judge.required_of_row
        calling: dict[int, list[str]] = {}
        for row in self._standing():
            if row in required:
                name, duties = required[row]
                for duty in duties:
                    if duty in calling:
                        calling[duty].append(name)
                    else:
                        calling[duty] = [name]
        policy = self.judge.program.policy.name
        found = []
        for number in sorted(calling):
            name, what, state = judge.due[number]
            if state is None:
                state = judge.state(number, self.left)
            found.append(DutyReport(policy, name, what, state, "certainly", tuple(calling[number])))
        return tuple(found)


def _cut(judge: Judge) -> Cut | None:
    """Return the fact by which to cut the index; nothing where none pays."""
    index, policy, domain = judge.index, judge.program.policy, judge.program.domain
    total = len(index.rules)
    best: tuple[float, str] = (MOST_LEFT, "")
    for name, fact in policy.facts.items():
        coding = domain.values.get(policy.paths[name][0])
        if isinstance(fact.slot.type, OneOf) and coding and coding.variable in index.masks and total > SMALL:
            masks = index.masks[coding.variable]
            best = min(best, (sum(mask.bit_count() for mask in masks) / len(masks) / total, name))
    if not best[1]:
        return None
    path, slot = policy.paths[best[1]]
    assert isinstance(slot.type, OneOf)  # noqa: S101 - only such are looked at
    coding = domain.values[path]
    cells = {leaf: coding.cell_of(leaf) for leaf in slot.type.outline.leaves}
    return Cut(best[1], cells, coding.variable)
