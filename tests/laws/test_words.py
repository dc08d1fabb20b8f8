"""Words and rule are told to differ at a value exactly where they do: each phrase against each comparison.

The phrases have their truth here a second time, as plain comparisons; that of the rule is what the reference decides
just below the value, at it, and just above it. Words may tell whom a rule meets or whom it does not.
"""

import datetime as dt
import os
from collections.abc import Callable, Sequence
from decimal import Decimal
from operator import ge, gt, le, lt
from typing import Any

import pytest
from hypothesis import given, settings, strategies as st

from policylang.analyse.check.words.compare import word_findings
from policylang.analyse.subject import subject
from policylang.api import Policy, loads
from policylang.diagnostics.model import Diagnostic

pytestmark = pytest.mark.slow

EXAMPLES = int(os.environ.get("POLICYLANG_EXAMPLES", "300"))
Holds = Callable[[Any, Any], bool]

PHRASES: dict[str, Holds] = {
    "more than {}": gt,
    "over {}": gt,
    "above {}": gt,
    "greater than {}": gt,
    "in excess of {}": gt,
    "exceeding {}": gt,
    "that exceeds {}": gt,
    "higher than {}": gt,
    "at least {}": ge,
    "not less than {}": ge,
    "no fewer than {}": ge,
    "{} or more": ge,
    "{} and above": ge,
    "a minimum of {}": ge,
    "{}+": ge,
    "greater than or equal to {}": ge,
    "not under {}": ge,
    "under {}": lt,
    "below {}": lt,
    "less than {}": lt,
    "fewer than {}": lt,
    "at most {}": le,
    "not more than {}": le,
    "no more than {}": le,
    "not exceeding {}": le,
    "up to {}": le,
    "within {}": le,
    "{} or less": le,
    "{} or fewer": le,
    "{} and under": le,
    "a maximum of {}": le,
    "less than or equal to {}": le,
}
DATES: dict[str, Holds] = {
    "after {}": gt,
    "later than {}": gt,
    "on or after {}": ge,
    "as of {}": ge,
    "from {}": ge,
    "{} or later": ge,
    "not before {}": ge,
    "before {}": lt,
    "prior to {}": lt,
    "earlier than {}": lt,
    "on or before {}": le,
    "by {}": le,
    "no later than {}": le,
    "not later than {}": le,
    "{} or earlier": le,
}
COMPARISONS = ("is at least", "is more than", "is at most", "is less than")
DAY_COMPARISONS = ("is on or after", "is after", "is on or before", "is before")
LINES = ("when {}", "unless {}", "when all of\n        q\n        {}", "when not {}", "when any of (not q; {})")
EFFECTS = ("prohibits", "exempts from other", "requires act")
A_DAY = dt.timedelta(days=1)
STEPS = {"whole number": Decimal(1), "number": Decimal("0.01")}


def _policy(words: str, effect: str, line: str, kind: str) -> Policy:
    return loads(
        f"policy p\n    otherwise  permitted\n\nfact x: {kind}\nfact q: yes or no\n"
        'duty act "Act"\nclause other\n    "Other"\n    cites "2"\n    prohibits\n    when q\n'
        f'clause rule\n    "Rule"\n    cites "1"\n    words "{words}"\n    {effect}\n    {line}\n'
    )


def _boundary(policy: Policy) -> list[Diagnostic]:
    return [each for each in word_findings(subject(policy.resolved)) if each.code == "P0521"]


def _stands(policy: Policy, x: object) -> bool:
    """Whether the clause stands where a value is given, and all else that it asks about is so."""
    decision = policy.decide({"x": x, "q": True}, on="2024-05-01")
    reports = (*decision.stands, *decision.against, *(each.clause for each in decision.lifted))
    return "rule" in {each.name for each in reports}


def _differ(policy: Policy, holds: Holds, around: Sequence[object]) -> bool:
    """Whether words and rule differ just below a value, at it, or just above it."""
    words = [holds(each, around[1]) for each in around]
    rule = [_stands(policy, each) for each in around]
    return rule not in (words, [not each for each in words])


@settings(max_examples=EXAMPLES, deadline=None)
@given(
    st.sampled_from(sorted(PHRASES)),
    st.sampled_from(COMPARISONS),
    st.tuples(st.sampled_from(LINES), st.sampled_from(EFFECTS), st.sampled_from(sorted(STEPS))),
    st.integers(2, 2_000),
)
def test_words_and_numbers_differ_where_the_reference_says(
    phrase: str, comparison: str, form: tuple[str, str, str], value: int
) -> None:
    """A phrase and a comparison of one number are told to differ just where their truths do, and at that number."""
    line, effect, kind = form
    rule = line.format(f"x {comparison} {value}")
    policy = _policy(f"whatever is {phrase.format(f'{value:,}')}", effect, rule, kind)
    found = _boundary(policy)
    assert len(found) == _differ(policy, PHRASES[phrase], (value - STEPS[kind], Decimal(value), value + STEPS[kind]))
    assert all(each.message.endswith(f"differ at {value}") for each in found)


@settings(max_examples=EXAMPLES, deadline=None)
@given(
    st.sampled_from(sorted(DATES)),
    st.sampled_from(DAY_COMPARISONS),
    st.sampled_from(LINES),
    st.sampled_from(("%Y-%m-%d", "%d %B %Y", "%B %d, %Y")),
    st.dates(dt.date(1900, 1, 2), dt.date(2100, 1, 1)),
)
def test_words_and_dates_differ_where_the_reference_says(
    phrase: str, comparison: str, line: str, form: str, value: dt.date
) -> None:
    """So are a phrase and a comparison of one date, in whichever of the usual forms the words have it."""
    rule = line.format(f"x {comparison} {value.isoformat()}")
    policy = _policy(f"whatever was made {phrase.format(value.strftime(form))}", "prohibits", rule, "date")
    found = _boundary(policy)
    assert len(found) == _differ(policy, DATES[phrase], (value - A_DAY, value, value + A_DAY))
    assert all(each.message.endswith(f"differ at {value.isoformat()}") for each in found)


@settings(max_examples=EXAMPLES, deadline=None)
@given(st.sampled_from(sorted(PHRASES)), st.sampled_from(COMPARISONS), st.sampled_from(LINES), st.integers(2, 2_000))
def test_the_edit_mends_the_rule(phrase: str, comparison: str, line: str, value: int) -> None:
    """With the edit of its help made, a rule differs from its words no more."""
    rule = line.format(f"x {comparison} {value}")
    policy = _policy(f"whatever is {phrase.format(value)}", "prohibits", rule, "number")
    for each in _boundary(policy):
        edit = each.helps[0].edit
        assert edit is not None
        text, span = edit.place.source.text, edit.place.span
        assert not _boundary(loads(text[: span.start] + edit.replacement + text[span.end :]))
