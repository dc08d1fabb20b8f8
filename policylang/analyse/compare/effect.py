"""What a draft changes in the decisions of a policy, told in short: few groups, no regions, nothing of what stays."""

import datetime as dt

from policylang.analyse.compare.comparing import Compared, Pair
from policylang.analyse.compare.confirming import Confirming
from policylang.analyse.compare.diff import Limits, prepared
from policylang.analyse.compare.difference import Case, Difference
from policylang.analyse.compare.names_compared import called_for, header
from policylang.analyse.given import NOTHING, Given
from policylang.analyse.subject import Subject
from policylang.diagram.manager import TRUE, Node
from policylang.semantics.policy import Policy

LIMITS = Limits(nodes=100_000, steps=250_000, parts=8)
"""How far a draft is compared for each question; a person waits for it."""


class Draft:
    """A policy without a draft and with it, under analysis together.

    Args:
        before: The policy without it.
        after: The policy with it.
        on: The day on which both are asked; without one all days together.
        given: What is given of all cases, in the words of the policy with it.

    Raises:
        CaseError: As for `diff`.
        DiagramTooLargeError: Which cases are possible is not known.
    """

    def __init__(self, before: Policy, after: Policy, *, on: dt.date | None = None, given: Given = NOTHING) -> None:
        self.policies = before, after
        self.on = on
        self.comparison, self.together = prepared(before, after, on=on, given=given, limits=LIMITS)
        self.pair: Pair = self.comparison.pair
        self.confirming: Confirming = self.comparison.confirming
        self.before: Subject = self.pair.before.subject
        self.after: Subject = self.pair.after.subject
        day = TRUE if on is None else self.after.on(on)
        self.asked_before = self.after.both(self.before.condition(self.together.told), day)
        """Of the policy without the draft, the cases on the day that it can tell as well."""
        self.asked = self.after.both(self.after.condition(self.together.told_after), day)
        """Of the policy with the draft, the cases on the day that it can tell."""
        self.among = Compared(self.after, self.after.both(self.after.possible, self.asked))
        """The policy with the draft among these."""
        self.after_alone = Subject(self.after.program)
        """The policy with the draft, whatever is given."""

    def difference(self) -> Difference:
        """Return what changes in the decisions. `clauses` are only those that stand elsewhere, or may do so."""
        old, new = self.policies
        new_values = tuple(self.comparison.new_values(self.together))
        found = self.comparison.difference()
        return found._replace(
            clauses=tuple(each for each in found.clauses if each.meaning != "same"),
            names=(*self.together.names, *called_for(old, new), *found.names),
            header=tuple(header(old, new)),
            new_values=new_values,
            undecided=tuple(self.comparison.undecided),
        )

    def case(self, node: Node, *names: str) -> Case:
        """Return the smallest case with the draft in which something holds, once some clauses stand in it.

        Args:
            node: Where it holds.
            names: The clauses of the policy itself that stand there.

        Raises:
            InternalError: The reference does not confirm it.
        """
        half = self.pair.after
        return self.confirming.standing_after(half.at(self.after.both(node, self.among.possible)), *names)
