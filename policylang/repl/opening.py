"""What the prompt opens with: which policy this is, what is in it, and how to go on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from policylang.console.terminal import paint, printable, wrapped
from policylang.console.words import counted
from policylang.semantics.types import Thing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from policylang.repl.session import Session


def opening_lines(session: Session) -> Iterator[str]:
    """Yield the lines with which a session opens at a terminal."""
    policy = session.policy
    known = policy.resolved
    count = sum(slot.optional or not isinstance(slot.type, Thing) for _, slot in known.paths.values())
    sizes = [counted(len(known.clauses), "clause"), counted(count, "fact")]
    sizes += [counted(len(known.editions), "edition")] if known.editions else []
    others = [name for name in session.opened if name != session.state.current]
    also = f"; also open: {', '.join(others)}" if others else ""
    yield paint(printable(policy.title or policy.name), "strong")
    yield from wrapped(f"{', '.join(sizes)}, on {session.day.isoformat()}{also}", columns=session.columns)
    said = "`help` lists what can be typed, `tour` shows around in five minutes."
    yield from (paint(line, "quiet") for line in wrapped(said, columns=session.columns))
