"""A case decided under a policy on a day, and which of the given facts the outcome rests on.

The engine is the reference for now; what uses it here will stay when a faster one takes its place.
"""

import datetime as dt

from policylang.evaluate.report import Report, completions_of, whole_of
from policylang.semantics.completions import LIMIT
from policylang.semantics.decision import Decision
from policylang.semantics.knowledge import Knowledge
from policylang.semantics.policy import Policy


def decide(policy: Policy, knowledge: Knowledge, day: dt.date, *, limit: int = LIMIT) -> Decision:
    """Return what a policy says of a case on a day.

    Args:
        policy: The policy.
        knowledge: What is known of the case.
        day: The date of the decision.
        limit: How many steps may be taken, to read a clause being one; where they are not enough, the decision says so.

    Raises:
        CaseError: No completion of the case is possible.

    Cost: Some readings of each clause for each question about it, more the more unknown facts it turns on. The open
        questions of a case of which little is known cost the most.
    """
    return _report(policy, knowledge, day, limit).decision()


def sufficient(policy: Policy, knowledge: Knowledge, day: dt.date, *, limit: int = LIMIT) -> tuple[str, ...]:
    """Return given facts that settle the outcome alone, none of which can be dropped; none where it is undetermined.

    There may be several such sets. Facts that a human judged are dropped first, then the others in the order given.

    Raises:
        CaseError: No completion of the case is possible.

    Cost: A decision of the outcome for each given fact.
    """
    kept = _report(policy, knowledge, day, limit).needed(tuple(knowledge.known))
    return tuple(policy.text(path) for path in kept)


def _report(policy: Policy, knowledge: Knowledge, day: dt.date, limit: int) -> Report:
    whole = whole_of(policy, day)
    return Report(whole, whole, completions_of(whole, knowledge, day, limit=limit), knowledge)
