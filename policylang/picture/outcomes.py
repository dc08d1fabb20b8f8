"""How each outcome looks: its colours on light and on dark paper, and the mark that tells it without colour."""

from typing import NamedTuple


class Shade(NamedTuple):
    """A pair of colours: on light paper, and on dark."""

    light: str
    dark: str


class Look(NamedTuple):
    """What tells an outcome from the others: a word, a mark, a frame, and colours.

    `ink` is for the frame, the mark and the title, `fill` for the ground. `dashes` are those of the frame, or nothing.
    `corners` says how it turns: `cut`, `round` or `square`. `strokes` draw the mark in a field of 16 by 16.
    """

    word: str
    mark: str
    ink: Shade
    fill: Shade
    dashes: str
    corners: str
    strokes: str


LOOKS = {
    "prohibited": Look(
        "prohibited",
        "\u2715",
        Shade("#a3261b", "#ff9d8f"),
        Shade("#fdf0ee", "#3a1a17"),
        "",
        "cut",
        "M5 5L11 11M11 5L5 11",
    ),
    "permitted": Look(
        "permitted",
        "\u2713",
        Shade("#00614f", "#6fdcc0"),
        Shade("#ebf6f3", "#0f2f29"),
        "",
        "round",
        "M4.5 8.5L7 11L11.5 5.5",
    ),
    "undetermined": Look(
        "undetermined",
        "?",
        Shade("#7a5200", "#f2c76b"),
        Shade("#fdf6e6", "#332709"),
        "5 3",
        "square",
        "M5.7 6.3Q5.7 4.2 8 4.2Q10.3 4.2 10.3 6.2Q10.3 7.5 8 8.4V9.4M8 11.3V11.7",
    ),
    "impossible": Look(
        "impossible",
        "\u2013",
        Shade("#565c66", "#b4bac4"),
        Shade("#f4f5f6", "#24282e"),
        "1 3",
        "square",
        "M5 8H11",
    ),
}
"""The four outcomes, in the order of a legend."""


def look(outcome: str) -> Look:
    """Return how an outcome looks; one that is not known looks undetermined."""
    return LOOKS.get(outcome, LOOKS["undetermined"])
