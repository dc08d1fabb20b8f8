"""Conditions in words: as they would stand in a policy's file, in one line."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from policylang.evaluate.residual_tree import Named, Tree, bare
from policylang.semantics.policy import Condition, Defined, Policy, Within
from policylang.syntax.to_text_conditions import inline

LONGEST = 100
"""How many letters of a condition are shown."""


class _Calls(Mapping[Defined, str]):
    """What an applied definition is called: its name, with the arguments."""

    def __init__(self, policy: Policy) -> None:
        self.policy = policy

    def __getitem__(self, applied: Defined) -> str:
        name = bare(applied.definition)
        if not applied.arguments:
            return name
        return f"{name}({', '.join(map(self.policy.text, applied.arguments))})"

    def __iter__(self) -> Iterator[Defined]:
        return iter(())

    def __len__(self) -> int:
        return 0


def worded(policy: Policy, condition: Condition, *, longest: int = LONGEST) -> str:
    """Return a condition in words: `operator.kind is company`; a long one is cut, and the cut is seen.

    Args:
        policy: The policy whose names are used.
        condition: The condition.
        longest: How many letters there may be.
    """
    names = {fact.id: name for name, fact in policy.facts.items()}
    said = inline(Tree(Named(names, _Calls(policy), {})).condition(condition))
    return said if len(said) <= longest else f"{said[: longest - 1].rstrip()}…"


class Bounds(NamedTuple):
    """What a test of a number or a date says after the name of the fact: `is at least 18`."""

    name: str
    said: str


def bounds(policy: Policy, test: Within) -> Bounds:
    """Return the name of the fact that a test of a number or a date is about, and what the test says of it."""
    name = policy.text(test.path)
    if test.low is not None and test.high is not None and not (test.low_included and test.high_included):
        low = worded(policy, test._replace(high=None, high_included=True)).removeprefix(f"{name} is ")
        high = worded(policy, test._replace(low=None, low_included=True)).removeprefix(f"{name} is ")
        return Bounds(name, f"is {low} and {high}")
    return Bounds(name, worded(policy, test).removeprefix(f"{name} "))
