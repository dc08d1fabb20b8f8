"""Several decisions under each other: a row a policy, aligned where the window is wide enough, else stacked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from policylang.console.terminal import paint, printable, wrapped
from policylang.console.words import DEPENDING, clause_id, deciding, verdict

if TYPE_CHECKING:
    from policylang.semantics.decision import Decision

GAP = 2
_INDENT = "    "


class Row(NamedTuple):
    """What a decision is in a line."""

    policy: str
    outcome: str
    by: tuple[str, ...]
    lifted: tuple[str, ...]
    open: tuple[str, ...]
    role: str


def row(decision: Decision) -> Row:
    """Return the row of a decision; a basis that is no clause stands in parentheses."""
    by = [
        clause_id(clause, decision) + ("?" if clause.certainty == "possibly" else "") for clause in deciding(decision)
    ]
    if decision.outcome != "undetermined":
        by += [f"({basis})" for basis in decision.bases if basis in ("default", "outside scope")]
    return Row(
        policy=printable(decision.policy),
        outcome=verdict(decision),
        by=tuple(by),
        lifted=tuple(clause_id(lifted.clause, decision) for lifted in decision.lifted),
        open=tuple(question.fact for question in decision.open),
        role=decision.outcome,
    )


def rows_table(decisions: Iterable[Decision], *, columns: int) -> list[str]:
    """Return the lines of the table."""
    rows = [row(decision) for decision in decisions]
    shown = [name for name in ("by", "lifted", "open") if any(getattr(each, name) for each in rows)]
    heads = ["policy", "outcome", *shown]
    cells = [[[each.policy], [each.outcome], *(list(getattr(each, name)) for name in shown)] for each in rows]
    widths = [max(len(text) for text in (head, *_column(cells, number))) for number, head in enumerate(heads)]
    note = ["", f"? {DEPENDING}"] if any(name.endswith("?") for each in rows for name in each.by) else []
    if sum(widths) + GAP * (len(widths) - 1) > columns:
        return [*_stacked(rows, columns), *note]
    return [*_aligned(heads, cells, widths, [each.role for each in rows]), *note]


def _column(cells: Sequence[Sequence[Sequence[str]]], number: int) -> list[str]:
    return [text for line in cells for text in line[number]]


def _aligned(heads: list[str], cells: list[list[list[str]]], widths: list[int], roles: list[str]) -> list[str]:
    lines = [paint(_line([head.ljust(width) for head, width in zip(heads, widths, strict=True)]), "quiet")]
    for line, role in zip(cells, roles, strict=True):
        for number in range(max(len(cell) for cell in line)):
            texts = [cell[number] if number < len(cell) else "" for cell in line]
            padded = [text.ljust(width) for text, width in zip(texts, widths, strict=True)]
            padded[1] = padded[1].replace(texts[1], paint(texts[1], role)) if texts[1] else padded[1]
            lines.append(_line(padded))
    return lines


def _line(cells: list[str]) -> str:
    return (" " * GAP).join(cells).rstrip()


def _stacked(rows: list[Row], columns: int) -> list[str]:
    width = max(len("policy"), *(len(each.policy) for each in rows))
    lines = [paint("policy".ljust(width + GAP) + "outcome", "quiet")]
    for each in rows:
        lines.append(each.policy.ljust(width + GAP) + paint(each.outcome, each.role))
        for name in ("by", "lifted", "open"):
            if texts := getattr(each, name):
                lines += wrapped(", ".join(texts), first=_INDENT + name.ljust(len("lifted") + GAP), columns=columns)
    return lines
