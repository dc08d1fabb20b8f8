"""Slips at a boundary as diagnostics: the words, the rule, the case at the value, and the edit that mends the rule."""

import datetime as dt
from collections.abc import Iterator

from policylang.analyse import wording
from policylang.analyse.check.telling import case_told, not_decided, place_of
from policylang.analyse.check.words.boundary import Slip
from policylang.analyse.check.words.mended import Differing, differing
from policylang.analyse.check.words.mends import mends
from policylang.analyse.check.words.quoted import place
from policylang.analyse.check.words.rule import Bound
from policylang.analyse.subject import Subject
from policylang.analyse.witness import MOST_REPLAYED_OPEN, scenario
from policylang.diagnostics.model import Diagnostic, Label
from policylang.diagram.manager import DiagramTooLargeError
from policylang.evaluate.decide import decide
from policylang.evaluate.labels import value_text
from policylang.semantics.decision import Decision
from policylang.semantics.policy import OUTCOME_OF, Policy


def boundary_finding(subject: Subject, slip: Slip) -> Iterator[Diagnostic]:
    """Yield the finding about a slip, once a case shows it; nothing where no case can tell words and rule apart."""
    policy, bound = subject.policy, slip.bound
    try:
        found = differing(policy, slip)
    except DiagramTooLargeError:
        yield not_decided(place_of(slip.clause), f"whether the words {quote(slip)} and the rule differ in any case")
        return
    if found is None:
        return
    value = value_text(bound.value)
    label = Label(
        place(slip.clause, slip.said.text, slip.said.mention.start, slip.said.mention.end), _side(bound, words=True)
    )
    beside = (Label(bound.place, _side(bound, words=False)),) if bound.place and bound.place != label.place else ()
    yield Diagnostic(
        "P0521",
        f"the words {quote(slip)} and the rule {rule_said(policy, bound)} differ at {value}",
        label,
        others=beside,
        notes=tuple(_notes(subject, slip, found)),
        helps=mends(policy, slip),
        severity="warning",
    )


def quote(slip: Slip) -> str:
    """Return the stretch of words that a slip is about, in quotation marks."""
    mention = slip.said.mention
    return f'"{slip.said.text[mention.start : mention.end].strip()}"'


def rule_said(policy: Policy, bound: Bound) -> str:
    """Return a bound as the rule says it: `age is at least 18`."""
    if bound.within is None:
        return f"`in force {'from' if bound.begins else 'before'} {value_text(bound.value)}`"
    told = wording.bounds(policy, bound.within)
    return f"`{told.name} {told.said}`"


def _side(bound: Bound, *, words: bool) -> str:
    upper = bound.above is not words
    if isinstance(bound.value, dt.date):
        return f"the day itself goes with those {'after' if upper else 'before'} it"
    return f"{value_text(bound.value)} itself goes with what is {'more' if upper else 'less'}"


def _notes(subject: Subject, slip: Slip, found: Differing) -> Iterator[str]:
    value = value_text(slip.bound.value)
    at = f"on {value}" if isinstance(slip.bound.value, dt.date) else f"at {value}"
    if slip.bound.line in ("fulfilled", "breached"):
        what, is_so = f"`{slip.bound.owner}`", (f"is {slip.bound.line}", "would not be")
        if not found.of_rule:
            is_so = (f"is not {slip.bound.line}", "would be")
    else:
        what, is_so = f"`{slip.clause.name}`", ("stands", "would not") if found.of_rule else ("does not stand", "would")
    yield f"{at} {what} {is_so[0]} by the rule, and by the words it {is_so[1]}"
    yield f"for example: {case_told(found.subject, found.case)}"
    if len(subject.program.rules) <= MOST_REPLAYED_OPEN:
        decision = decide(subject.policy, found.case.knowledge, found.case.day or dt.date.min)
        if decision.limit is None:
            title = f"{slip.clause.name}, {at}"
            said = scenario(found.subject, found.case, title, decision).rstrip("\n") + _expected(slip, found, decision)
            yield f"as a scenario, with what the rule decides now:\n{said}"


def _expected(slip: Slip, found: Differing, decision: Decision) -> str:
    """Return the line that tells by itself what the case shows, where the outcome does not."""
    if slip.bound.line in ("fulfilled", "breached"):
        state = next(each.state for each in decision.duties if each.name == slip.bound.owner)
        return f"\n        requiring {slip.bound.owner} {state}"
    if slip.clause.effect in OUTCOME_OF and not found.of_rule:
        return f"\n        not by {slip.clause.name}"
    return ""
