"""Cases that show something, as a person reads them: the facts, the decision, the scenario to paste; and as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from policylang.console.terminal import paint
from policylang.console.words import clause_id, deciding, figure, headline

if TYPE_CHECKING:
    from collections.abc import Iterator

    from policylang.analyse.ask.shown import Shown
    from policylang.analyse.subject import Kinds
    from policylang.semantics.decision import Decision

INDENT = "  "


def case_lines(case: Shown, *, indent: str = INDENT) -> Iterator[str]:
    """Yield a case as lines: its day, its facts beyond those given of all cases, and its decision with the clauses."""
    if case.day is not None:
        yield f"{indent}on {case.day.isoformat()}"
    yield from (f"{indent}{line}" for line in case.beyond or ("whatever else is so",))
    yield indent + decided(case.decision)


def decided(decision: Decision) -> str:
    """Return a decision in a line: `→ Prohibited, by 1 clause: no_faces`."""
    answer, by = headline(decision)
    names = ", ".join(clause_id(each, decision) for each in deciding(decision) if each.certainty == "certainly")
    return f"→ {paint(answer, decision.outcome)}{by}{f': {names}' if names else ''}"


def scenario_lines(case: Shown) -> Iterator[str]:
    """Yield a case as a scenario, under a line that says what it is for."""
    yield paint("As a scenario:", "quiet")
    yield ""
    yield from case.scenario.rstrip("\n").split("\n")


def of_how_many(kinds: Kinds) -> str:
    """Return in how many kinds of case something is so: `12 of 480 kinds of case`."""
    return f"{figure(kinds.affected)} of {figure(kinds.all)} {'kind' if kinds.all == 1 else 'kinds'} of case"


def case_object(case: Shown | None) -> dict[str, Any] | None:
    """Return a case as plain data for JSON."""
    if case is None:
        return None
    from policylang.evaluate.to_json import to_json

    return {
        "on": case.day.isoformat() if case.day else None,
        "given": list(case.given),
        "decision": to_json(case.decision),
        "scenario": case.scenario,
    }
