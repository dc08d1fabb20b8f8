"""Bars over time: what a chart of rows shows, before it is drawn. It knows nothing of policies.

Time goes from left to right, not to scale: between two marks there is one stretch, however long it is. There is a
stretch before the first mark and one after the last.
"""

from typing import Literal, NamedTuple

Weight = Literal["strong", "weak", "none"]
Colour = Literal["prohibited", "permitted", "plain"]


class Mark(NamedTuple):
    """A point in time: what stands at it, a few words under that, and how much happens there."""

    label: str
    note: str
    weight: Weight


class Row(NamedTuple):
    """A row: its name, a few words beside it, its colour, and for each stretch whether there is a bar."""

    label: str
    note: str
    colour: Colour
    bars: tuple[bool, ...]


class Chart(NamedTuple):
    """A chart. `legend` says what the marks of each weight are, `colours` what the bars of each colour are."""

    title: str
    subtitle: str
    marks: tuple[Mark, ...]
    rows: tuple[Row, ...]
    legend: tuple[tuple[Weight, str], ...]
    colours: tuple[tuple[Colour, str], ...] = ()


def runs(bars: tuple[bool, ...]) -> tuple[tuple[int, int], ...]:
    """Return where bars of a row follow each other: the first stretch of each run, and the one behind its last."""
    found = []
    start = None
    for place, is_there in enumerate((*bars, False)):
        if is_there and start is None:
            start = place
        elif not is_there and start is not None:
            found.append((start, place))
            start = None
    return tuple(found)
