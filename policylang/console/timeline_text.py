"""A timeline as a person reads it: a picture of what is in force when, then each date with what it changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from policylang.console.diff_text import ground, share
from policylang.console.given_text import given_lines
from policylang.console.terminal import paint, wrapped

if TYPE_CHECKING:
    from collections.abc import Iterator

    from policylang.analyse.compare.timeline import Timeline, Turn


def as_text(found: Timeline, columns: int) -> Iterator[str]:
    """Yield a timeline in lines."""
    from policylang.picture.bars_to_text import bars_to_text

    yield from given_lines(found.given, columns)
    if not found.turns:
        yield from wrapped(found.title or found.policy, columns=columns)
        yield from wrapped("Nothing in it depends on the date.", columns=columns)
        return
    yield bars_to_text(found.chart, width=columns).rstrip("\n")
    for number, turn in enumerate(found.turns, 1):
        yield ""
        yield from _turn(turn, number, columns)


def _turn(turn: Turn, number: int, columns: int) -> Iterator[str]:
    lead = f"{number}  "
    inside = " " * len(lead)
    day = turn.day.isoformat()
    first, *rest = wrapped(headline(turn), first=lead, columns=columns)
    yield from (first.replace(day, paint(day, "strong"), 1), *rest)
    for change in turn.difference.changes:
        said = f"{ground(change.before)} → {ground(change.after)}: {share(change.kinds)}"
        yield from wrapped(said, first=inside, rest=f"{inside}  ", columns=columns)
    for said, names in (("begins", turn.begins), ("ends", turn.ends)):
        if names:
            yield from wrapped(f"{said}: {', '.join(names)}", first=inside, rest=f"{inside}  ", columns=columns)
    for said in turn.difference.undecided:
        yield from wrapped(f"not decided within the limit: {said}", first=inside, rest=f"{inside}  ", columns=columns)


def headline(turn: Turn) -> str:
    """Return a date with what it changes, in a line."""
    editions = f", edition {', '.join(turn.editions)}" if turn.editions else ""
    return f"{turn.day.isoformat()}{editions}: {_changes(turn)}"


def _changes(turn: Turn) -> str:
    found = turn.difference
    match turn.effect:
        case "outcomes":
            return f"{found.verdict}, {share(found.compared)}"
        case "grounds":
            return "no outcome changes; other clauses stand, or other duties are due"
        case "nothing":
            return "no decision changes"
        case "undecided":
            return "not compared as a whole"
