"""Statements about all cases of a policy, resolved: those that a file asserts, and those that somebody asks about."""

from typing import Literal, NamedTuple

from policylang.semantics.policy import Condition, Outcome, Path, Policy
from policylang.source import Place


class OutcomeStatement(NamedTuple):
    """No case in which the condition holds has the outcome, or every one has it."""

    how: Literal["never", "always"]
    outcome: Outcome
    when: Condition | None = None


class DependsStatement(NamedTuple):
    """No two cases in which the condition holds differ in the fact alone and have different outcomes."""

    path: Path
    when: Condition | None = None


class ComparesStatement(NamedTuple):
    """Where the condition holds, the outcome is that of another policy, or is at least as strict."""

    how: Literal["same outcome as", "stricter than"]
    other: Policy
    when: Condition | None = None


Statement = OutcomeStatement | DependsStatement | ComparesStatement


class Assertion(NamedTuple):
    """A statement that a file says holds of a policy: the policy's name, the words of the statement, and why."""

    policy: str
    name: str
    why: str
    said: str
    statement: Statement
    place: Place | None = None
