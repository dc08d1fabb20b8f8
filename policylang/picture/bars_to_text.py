"""Bars over time as text for a terminal: a line for each row, a column for each stretch."""

from collections.abc import Iterator

from policylang.picture.bars import Chart, Row, Weight
from policylang.picture.letters import columns, plain
from policylang.picture.lines import shortened, wrapped

SIGNS: dict[Weight, str] = {"strong": "\u25b2", "weak": "\u25b3", "none": "\u00b7"}
"""What stands at the marks of each weight."""
_BAR, _GAP = "\u2588", "\u00b7"
_FIRST = 3
_NARROWEST = 3
_WIDEST = 12
_LONGEST_NAME = 40


def bars_to_text(chart: Chart, *, width: int = 80) -> str:
    """Return the chart as lines; where the dates do not fit over their columns, numbers stand for them.

    Args:
        chart: The chart.
        width: How many columns a line may have; where there are very many marks, it has more.
    """
    longest = max((columns(plain(row.label)) for row in chart.rows), default=0)
    names = min(longest, _LONGEST_NAME, width // 2)
    stretch = max(_NARROWEST, min(_WIDEST, (width - names - 2 - _FIRST) // max(1, len(chart.marks))))
    lines = [line for text in (chart.title, chart.subtitle) if text for line in wrapped(plain(text), width, columns)]
    lines += ["", *_heads(chart, names, stretch)]
    lines += [_row(row, names, stretch) for row in chart.rows]
    lines += ["", *_legend(chart)]
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _heads(chart: Chart, names: int, stretch: int) -> Iterator[str]:
    """Yield the lines over the rows: the labels or numbers of the marks, and their signs."""
    lead = " " * (names + 2 + _FIRST)
    fits = all(columns(mark.label) < stretch for mark in chart.marks)
    labels = [mark.label if fits else str(number) for number, mark in enumerate(chart.marks, 1)]
    yield lead + "".join(label.ljust(stretch) for label in labels)
    yield lead + "".join(SIGNS[mark.weight].ljust(stretch) for mark in chart.marks)


def _row(row: Row, names: int, stretch: int) -> str:
    (name, *_) = shortened(plain(row.label), names, columns, most=1)
    cells = [_FIRST, *(stretch for _ in row.bars[1:])]
    bars = "".join((_BAR if is_there else _GAP) * size for is_there, size in zip(row.bars, cells, strict=True))
    return f"{name}{' ' * (names - columns(name))}  {bars}"


def _legend(chart: Chart) -> Iterator[str]:
    used = {mark.weight for mark in chart.marks}
    yield f"{_BAR} in force"
    yield from (f"{SIGNS[weight]} {said}" for weight, said in chart.legend if weight in used)
