"""The findings about a policy: what its clauses do together, in any case that can be. One pass for each question.

A pass is a function from a policy under analysis to its findings. What it cannot decide within its limits it says in a
note; it never guesses.
"""

from collections.abc import Callable, Iterator

from policylang.analyse.check.condition import condition_findings
from policylang.analyse.check.conflict import conflict_findings
from policylang.analyse.check.dead import dead_findings
from policylang.analyse.check.exception import exception_findings
from policylang.analyse.check.redundancy import redundancy_findings
from policylang.analyse.check.unused import unused_findings
from policylang.analyse.check.words.compare import word_findings
from policylang.analyse.subject import Subject, subject
from policylang.diagnostics.model import Diagnostic
from policylang.semantics.policy import Policy

Pass = Callable[[Subject], Iterator[Diagnostic]]
"""What a pass is: it yields what it finds, each confirmed by the reference."""

PASSES: tuple[Pass, ...] = (
    conflict_findings,
    dead_findings,
    exception_findings,
    word_findings,
    redundancy_findings,
    condition_findings,
    unused_findings,
)
"""All passes, in the order in which their findings are told."""


def findings(policy: Policy) -> tuple[Diagnostic, ...]:
    """Return what is found about all cases of a policy, for its own clauses."""
    under_analysis = subject(policy)
    return tuple(found for each in PASSES for found in each(under_analysis))
