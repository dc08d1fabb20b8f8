"""The questions about a policy that the library's face offers: the methods of a policy that `analyse` answers.

They stand apart from deciding, which most callers need alone; what answers them is imported when it is asked.
"""

from policylang.semantics.policy import Policy as ResolvedPolicy


class Analysing:
    """Answers questions about all cases of a policy."""

    __slots__ = ()

    resolved: ResolvedPolicy
