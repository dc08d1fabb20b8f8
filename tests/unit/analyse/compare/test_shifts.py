"""The dates on which outcomes change are those of the timeline, and each way is shown by a case."""

import datetime as dt

import asked
import oracle
import strategies_policy as made
from hypothesis import HealthCheck, given, settings

import policylang
from policylang.analyse.compare.shifts import dates
from policylang.analyse.compare.timeline import timeline
from policylang.semantics.policy import OUTCOMES, Policy

_DAY = dt.timedelta(days=1)


def _ways(policy: Policy, day: dt.date) -> set[tuple[str, str]]:
    """Which outcomes change into which on a day, by trying every case."""
    found = set()
    for total in asked.totals(policy):
        before, after = (oracle.decided(policy, total, on).outcome for on in (day - _DAY, day))
        if before != after:
            found.add((before, after))
    return found


@settings(max_examples=40, suppress_health_check=list(HealthCheck))
@given(made.policies())
def test_outcomes_change_as_trying_everything_says(policy: Policy) -> None:
    """Each way in which outcomes change on a date is found, and none besides."""
    for date in dates(policy):
        assert date.shifts is not None
        assert {(each.before.outcome, each.after.outcome) for each in date.shifts} == _ways(policy, date.day)


def test_the_dates_are_those_of_the_timeline() -> None:
    """For policies that are written, dates, clauses and directions are those that the timeline tells."""
    text = (
        "policy terms\n    otherwise permitted\n\nfact a: yes or no\nfact b: yes or no\n\n"
        'edition first "First" from 2024-01-01 before 2024-03-01\n\n'
        'clause one\n    "One"\n    in force during first\n    prohibits\n    when a\n\n'
        'clause two\n    "Two"\n    in force from 2024-02-01\n    prohibits\n    when b\n\n'
        'clause three\n    "Three"\n    in force from 2024-04-01\n    exempts from two\n    when a\n\n'
        'clause four\n    "Four"\n    in force from 2024-05-01\n    prohibits\n    when a and b and not a\n'
    )
    policy = policylang.loads(text).resolved
    found = {each.day: each for each in dates(policy)}
    turns = {each.day: each for each in timeline(policy).turns}
    assert list(found) == list(turns)
    for day, turn in turns.items():
        date = found[day]
        assert (date.begins, date.ends, date.editions) == (turn.begins, turn.ends, turn.editions)
        assert bool(date.shifts) == (turn.effect == "outcomes")
        verdicts = {
            OUTCOMES.index(each.after.outcome) > OUTCOMES.index(each.before.outcome) for each in date.shifts or ()
        }
        assert verdicts == {"stricter": {True}, "looser": {False}}.get(turn.difference.verdict or "", set())
    first = found[dt.date(2024, 1, 1)].shifts
    assert first is not None
    assert (first[0].given, first[0].before.basis, first[0].after.clauses) == (("a",), "default", ("one",))


def test_what_takes_too_long_is_said() -> None:
    """Where a limit is met, nothing is told of the outcomes, which is not that none changes."""
    policy = policylang.load("microsoft.azure_openai").resolved
    assert all(each.shifts is None for each in dates(policy, steps=10))
