"""Statements from syntax: outcomes, facts, conditions and the policies that are compared looked up."""

from collections.abc import Iterable, Iterator, Mapping

from policylang.semantics.assertion import (
    Assertion,
    ComparesStatement,
    DependsStatement,
    OutcomeStatement,
    Statement,
)
from policylang.semantics.findings import Findings
from policylang.semantics.from_conditions import ConditionReader
from policylang.semantics.policy import OUTCOMES, Condition, Policy
from policylang.semantics.types import takes_the_same
from policylang.semantics.worlds import tests
from policylang.source import Span
from policylang.syntax import tree
from policylang.syntax.to_text import statement_text


class StatementReader:
    """Reads statements about one policy.

    Args:
        policy: The policy.
        others: The policies that it can be compared with, by the names that they have here.
        conditions: What reads the conditions.
        findings: Where faults are reported.
    """

    def __init__(
        self, policy: Policy, others: Mapping[str, Policy], conditions: ConditionReader, findings: Findings
    ) -> None:
        self.policy = policy
        self.others = others
        self.conditions = conditions
        self.findings = findings

    def assertions(self, items: Iterable[tree.Assert]) -> Iterator[Assertion]:
        """Yield assertions with their names looked up, those without a fault."""
        for item in items:
            found = self.read(item.statement)
            if found is not None:
                why = item.why.value if item.why else ""
                said = statement_text(item.statement)
                place = self.findings.place(item.name.span)
                yield Assertion(self.policy.name, item.name.text, why, said, found, place)

    def read(self, statement: tree.Statement) -> Statement | None:
        """Return a statement with its names looked up, or nothing after reporting why not."""
        when = None if statement.when is None else self._condition(statement.when)
        match statement:
            case tree.OutcomeStatement(how, outcome):
                found = next((each for each in OUTCOMES if each == outcome.text), None)
                if found is None:
                    self._no_outcome(outcome)
                    return None
                return OutcomeStatement(how, found, when)
            case tree.DependsStatement(path):
                fact = self.conditions.path(path)
                if fact is None or not self._has(fact.path.fact, path.text, path.span):
                    return None
                return DependsStatement(fact.path, when)
            case tree.ComparesStatement(how, name):
                other = self.others.get(name.text)
                if other is None:
                    self._no_policy(name)
                    return None
                return ComparesStatement(how, other, when) if self._are_alike(other, name) else None

    def _condition(self, written: tree.Condition) -> Condition:
        condition = self.conditions.read(written)
        for test in tests([condition]):
            span = test.place.span if test.place and test.place.source is self.findings.source else written.span
            if not self._has(test.path.fact, test.path.fact.rpartition(".")[2], span):
                break
        return condition

    def _has(self, fact: str, written: str, span: Span) -> bool:
        if fact in self.policy.by_id:
            return True
        self.findings.add("P0201", f"`{self.policy.name}` has no fact `{written}`", span, "not a fact of the policy")
        return False

    def _no_outcome(self, outcome: tree.Name) -> None:
        near = self.findings.near(outcome.text, OUTCOMES, outcome.span)
        text = " or ".join(OUTCOMES)
        self.findings.add("P0301", f"`{outcome.text}` is no outcome", outcome.span, text, helps=near)

    def _no_policy(self, name: tree.Name) -> None:
        self.findings.unknown(
            "P0201",
            f"there is no policy `{name.text}` to compare with",
            name.span,
            "no such policy here",
            word=name.text,
            candidates=self.others,
            helps=("import or incorporate the policy that is meant",),
        )

    def _are_alike(self, other: Policy, name: tree.Name) -> bool:
        """Whether the facts that both policies have take the same values in both."""
        for each in self.policy.facts.values():
            theirs = other.by_id.get(each.id)
            if theirs is not None and not takes_the_same(each.slot, theirs.slot):
                said = f"`{each.name}` takes other values in `{other.name}`: the two cannot be compared"
                self.findings.add("P0302", said, name.span, "not of the same facts")
                return False
        return True
