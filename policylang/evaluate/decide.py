"""A case decided under a policy on a day by the reference, and which of the given facts the outcome rests on.

This is the truth that every faster evaluator is tested against, and by which what it finds is replayed before it is
shown. `evaluator` has the fast ones.
"""

import datetime as dt

from policylang.evaluate.from_reference import ReferenceAccount
from policylang.evaluate.report import Report
from policylang.semantics.completions import LIMIT
from policylang.semantics.decision import Decision
from policylang.semantics.knowledge import Knowledge
from policylang.semantics.policy import Policy
from policylang.semantics.whole import whole_of


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
    whole = whole_of(policy, day)
    return Report(ReferenceAccount(whole, knowledge, day, limit=limit), whole, whole, day).decision()


def sufficient(policy: Policy, knowledge: Knowledge, day: dt.date, *, limit: int = LIMIT) -> tuple[str, ...]:
    """Return given facts that settle the outcome alone, none of which can be dropped; none where it is undetermined.

    There may be several such sets. Facts that a human judged are dropped first, then the others in the order in which
    the policy's files declare them.

    Raises:
        CaseError: No completion of the case is possible.

    Cost: A decision of the outcome for each given fact.
    """
    whole = whole_of(policy, day)
    account = ReferenceAccount(whole, knowledge, day, limit=limit)
    return tuple(map(policy.text, account.sufficient(whole)))
