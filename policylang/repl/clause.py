"""A clause shown: its text, its citation, the exceptions to it as a tree, and the cases in which it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from policylang.analyse.wording import worded
from policylang.console.cases_shown import case_lines, of_how_many
from policylang.console.terminal import paint, printable, wrapped
from policylang.repl.effect_text import period_text
from policylang.repl.items import item_text
from policylang.repl.looks import highlighted
from policylang.syntax.edits import Identity

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from policylang.repl.session import Session
    from policylang.semantics.policy import Clause, ClauseException

_DOES = {"prohibits": "What it prohibits", "permits": "What it permits"}


def clause_lines(session: Session, name: str) -> Iterator[str]:
    """Yield a clause of the policy that is looked at."""
    policy = session.policy
    clause = policy.clauses[name]
    yield from _text(session, clause)
    yield ""
    if not clause.in_force(session.day):
        times = ", ".join(map(period_text, clause.times))
        yield paint(f"Not in force on {session.day.isoformat()}: {times}", "warning")
    yield from _exceptions(session, clause)
    yield from _reach(session, clause)


def _text(session: Session, clause: Clause) -> Iterator[str]:
    text = None if session.here.is_saved else item_text(session, Identity("clause", clause.name))
    if text is not None:
        yield from highlighted(printable(line) for line in text.splitlines())
        if clause.part:
            yield paint(f"in the part {clause.part}", "quiet")
        return
    yield f"{paint(clause.name, 'name')} {clause.effect}"
    yield from wrapped(clause.summary, first="    ", columns=session.columns)
    for label, texts in (("cites", clause.cites), ("words", clause.words), ("reading", clause.readings)):
        for text in texts:
            yield from wrapped(f"{label} “{text}”", first="    ", columns=session.columns)


# ---------------------------------------------------------------- exceptions


def _exceptions(session: Session, clause: Clause) -> Iterator[str]:
    lines = list(_above(session, clause.name, "", (clause.name,)))
    over = [each.over for each in session.policy.resolved.exceptions if each.by == clause.name]
    if lines:
        yield paint("Exceptions: where one of these stands, it does not", "strong")
        yield from lines
    if over:
        yield from wrapped(f"It prevails over {', '.join(over)}", columns=session.columns)


def _above(session: Session, name: str, lead: str, seen: Sequence[str]) -> Iterator[str]:
    """Yield the clauses that prevail over one, those that prevail over these below them."""
    found = [each for each in session.policy.resolved.exceptions if each.over == name]
    for number, each in enumerate(found):
        is_last = number == len(found) - 1
        yield from _branch(session, each, lead, is_last=is_last)
        if each.by not in seen:
            yield from _above(session, each.by, lead + ("   " if is_last else "│  "), (*seen, each.by))


def _branch(session: Session, exception: ClauseException, lead: str, *, is_last: bool) -> Iterator[str]:
    clause = session.policy.clauses[exception.by]
    when = f" when {worded(session.policy.resolved, clause.when)}" if clause.when is not None else ""
    out = "" if clause.in_force(session.day) else " (not in force)"
    first = f"{lead}{'└─ ' if is_last else '├─ '}"
    lines = wrapped(
        f"{first}{exception.by}{out}{when}", rest=f"{lead}{'   ' if is_last else '│  '}  ", columns=session.columns
    )
    yield from (
        line.replace(exception.by, paint(exception.by, "name"), 1) if n == 0 else line for n, line in enumerate(lines)
    )


# ---------------------------------------------------------------- cases


def _reach(session: Session, clause: Clause) -> Iterator[str]:
    found = session.policy.find(clause=clause.name, on=session.day, case=session.given)
    title = _DOES.get(clause.effect, "Where it stands")
    within = " of those that are as the case says" if session.given.facts else ""
    if found.kinds is None:
        yield f"{paint(title, 'strong')}: not decided within the limit"
    elif found.case is None:
        yield f"{paint(title, 'strong')}: nothing{within or ' on this day'}"
    else:
        yield f"{paint(title, 'strong')}: {of_how_many(found.kinds)}{within}, for example"
        yield from case_lines(found.case)
