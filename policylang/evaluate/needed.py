"""Which of the facts that were given an outcome needs: a sufficient set of them, from which none can be dropped."""

from collections.abc import Callable, Sequence

from policylang.core.program import Program
from policylang.evaluate.account import Account
from policylang.evaluate.case import Case
from policylang.semantics.policy import Path
from policylang.semantics.whole import Whole


def needed(
    program: Program, account: Callable[[Case], Account], case: Case, whole: Whole, *, of: Sequence[Path]
) -> tuple[Path, ...]:
    """Return the facts left of some when all that the outcome does not need are dropped; judged ones go first.

    What is given besides stays. Where the outcome is undetermined, nothing is needed for it.

    Args:
        program: The compiled policy.
        account: Who answers for a case.
        case: The case.
        whole: Whose outcome is meant.
        of: The facts that may be dropped, in the order in which the policy's files declare them.
    """
    outcomes = account(case).outcomes(whole)
    if len(outcomes) > 1:
        return ()
    slot = program.policy.slot
    for path in sorted(of, key=lambda path: slot(path).judged is None):
        fewer = case.without(path, program.domain)
        if fewer.left == case.left or account(fewer).outcomes(whole) == outcomes:
            case = fewer
    return tuple(path for path in of if path in case.given)


def judged(program: Program, account: Callable[[Case], Account], case: Case, whole: Whole) -> tuple[Path, ...]:
    """Return the judged facts among those given that the outcome would be lost without, other facts given."""
    slot = program.policy.slot
    given = [path for path in case.given if slot(path).judged is not None]
    return needed(program, account, case, whole, of=given)
