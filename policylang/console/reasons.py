"""An explanation as a person reads it: what the outcome rests on, what would change it, and the exceptions."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import TYPE_CHECKING

from policylang.console.words import listing, qualified

if TYPE_CHECKING:
    from policylang.console.render import Page
    from policylang.evaluate.explanation import Alteration, Change, ExceptionTold, Explanation
    from policylang.semantics.decision import Decision

DEEPER = "    "
_IF = {"permitted": "It would not be prohibited if", "prohibited": "It would be prohibited if"}
_LIFTS = {"certainly": "lifts", "possibly": "may lift", None: "does not lift"}


def write_reasons(page: Page, explanation: Explanation, decision: Decision) -> None:
    """Write an explanation, a section for each part of it that says something."""
    write_because(page, explanation)
    _write_path(page, explanation)
    write_changes(page, explanation)
    write_exceptions(page, explanation, decision)
    if explanation.not_worked_out:
        page.section("Not worked out")
        page.text(f"{listing(explanation.not_worked_out)}: the policy is too large for that")


def write_because(page: Page, explanation: Explanation, *, title: str = "Because") -> None:
    """Write the facts that the outcome rests on."""
    page.section(title)
    if not explanation.because:
        is_open = explanation.outcome == "undetermined"
        page.text("what is given does not settle it" if is_open else "no given fact: it is so whatever the case")
    for sentence in explanation.because:
        page.text(sentence)


def _write_path(page: Page, explanation: Explanation) -> None:
    """Write the way through the tree, unless it says what was said already."""
    said = {sentence.removesuffix(" (judged)") for sentence in explanation.because}
    steps = [step.found for step in explanation.path]
    if not said.issuperset(steps):
        page.section("Question by question")
        for step in steps:
            page.text(step)


def write_changes(page: Page, explanation: Explanation) -> None:
    """Write the smallest changes of the case that would make it another outcome."""
    for outcome, changes in groupby(sorted(explanation.changes, key=lambda each: each.outcome), lambda e: e.outcome):
        page.section(_IF[outcome])
        for number, change in enumerate(changes):
            page.text(f"or {_said(change)}" if number else _said(change))
    if not explanation.changes and "the nearest changes" not in explanation.not_worked_out:
        page.section("It would be otherwise if")
        page.text("nothing that can be changed would make it so")


def _said(change: Change) -> str:
    return listing([_altered(each) for each in change.alterations])


def _altered(each: Alteration) -> str:
    return f"{each.text} ({'not known' if each.now is None else f'now {each.now}'})"


def write_exceptions(page: Page, explanation: Explanation, decision: Decision) -> None:
    """Write the exceptions to the clauses that apply, and whether they bit."""
    if explanation.exceptions:
        page.section("Exceptions")
    for number, told in enumerate(explanation.exceptions):
        if number:
            page.gap()
        name, over = (qualified(each, told.policy, decision) for each in (told.by, told.over))
        page.item(name, f"{_LIFTS[told.lifted]} {over}")
        for label, text in _details(told):
            page.field(label, text, indent=DEEPER)


def _details(told: ExceptionTold) -> Iterator[tuple[str, str]]:
    if told.why_not:
        yield "because", told.why_not
    for cited in told.cites:
        yield "cites", cited
    for reading in told.readings:
        yield "reading", reading
