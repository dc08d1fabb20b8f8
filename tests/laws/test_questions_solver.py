"""What is said of facts and of mutants of larger policies is what a solver finds, case beside case."""

import os
from collections.abc import Iterator
from random import Random

import pytest
import strategies_wide
import z3  # type: ignore[import-untyped]
from hypothesis import HealthCheck, given, settings, strategies as st
from solver_whole import Whole, differ
from strategies_wide import WideMaker

from policylang.analyse.ask.loophole import loopholes
from policylang.analyse.check.unused import unused
from policylang.analyse.scenarios.mutate import mutate
from policylang.analyse.subject import Subject, subject
from policylang.semantics import worlds
from policylang.semantics.policy import Path, Policy, ValueIn
from policylang.semantics.types import OneOf, Thing

pytestmark = pytest.mark.slow

EXAMPLES = int(os.environ.get("POLICYLANG_EXAMPLES", "40"))
SETTINGS = settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
MOST_MUTANTS = 25
"""Of each policy."""
Key = tuple[Path, str]


def free(policy: Policy) -> Policy:
    """Return a policy without its lines of `always`, nor those of what it incorporates."""
    inner = tuple(map(free, policy.incorporated))
    return policy._replace(always=(), incorporated=inner, digest=f"{policy.digest}, free")


# ---------------------------------------------------------------- loopholes


@SETTINGS
@given(st.integers(0, 2**32))
def test_a_solver_agrees_which_facts_of_larger_policies_let_a_case_out(seed: int) -> None:
    """A fact is told just where two cases differ in it alone: in one the clause stands, the other escapes it."""
    random = Random(seed)
    policy = free(strategies_wide.made(random).policy)
    for clause in random.sample(policy.clauses, min(3, len(policy.clauses))):
        found = loopholes(policy, [clause.name])
        assert found.reach is not None
        assert not found.undecided
        assert {each.fact for each in found.found} == set(letting_out(policy, clause.name))


def letting_out(policy: Policy, clause: str) -> Iterator[str]:
    """Yield the facts and parts that let a case out of the reach of a clause."""
    whole = Whole(policy)
    named = (policy.name, clause)
    for name, (path, _) in policy.paths.items():
        slot = policy.slot(path)
        if isinstance(slot.type, Thing) and not slot.optional:
            continue  # it cannot be otherwise but by its parts
        caught = whole.beside(whole.keys(path), [whole.stands[named]])
        absent = [z3.Not(whole.there(path))] if slot.optional else []
        if whole.can_be(whole.outcome("permitted"), z3.Not(whole.applies(named)), *absent, *caught):
            yield name


# ---------------------------------------------------------------- facts on which nothing depends


def keys_of(about: Subject, variables: tuple[int, ...]) -> set[Key]:
    """Return variables as the solver has them."""
    found: set[Key] = set()
    for number in variables:
        variable = about.domain.variables[number]
        assert variable.path is not None
        whole = "there" if variable.kind == "presence" else ""
        found.update((variable.path, leaf) for leaf in variable.alike or (whole,))
    return found


def naming(random: Random) -> Policy:
    """Return a policy about facts with many values and members, some of which often make no difference."""
    return WideMaker(random, ("v.kind", "w.kind", "checked", "tags")).policy("p", clauses=4)


class Depending:
    """What a policy decides by itself, and on which facts that depends."""

    def __init__(self, policy: Policy) -> None:
        self.whole = Whole(policy)
        self.alone = self.whole.alone()

    def on(self, keys: set[Key]) -> bool:
        """Whether two cases that can be, and differ in some variables alone, are decided differently."""
        possible, *beside = self.whole.beside(keys, self.alone)
        return self.whole.can_be(possible, differ(self.alone, beside))

    def between(self, path: Path, one: str, other: str) -> bool:
        """Whether two cases, alike but for the value of a fact, are decided differently with one value and another."""
        (here, *ours), (there, *theirs) = (self.whole.given(path, each, self.alone) for each in (one, other))
        return self.whole.can_be(here, there, differ(ours, theirs))


@SETTINGS
@given(st.integers(0, 2**32))
def test_a_solver_agrees_on_which_facts_of_larger_policies_no_decision_depends(seed: int) -> None:
    """It finds no two cases that differ in what is told alone, all at once, and are decided differently.

    For each other fact, part and member that the policy's own conditions ask about, it finds two such cases, what is
    told being open as well.
    """
    random = Random(seed)
    policy = naming(random) if seed % 2 else strategies_wide.made(random).policy
    about = subject(policy)
    found = unused(about)
    assert not found.undecided
    depending = Depending(policy)
    gone = {number for each in found.found if not each.cells for number in each.variables}
    told = keys_of(about, tuple(gone))
    assert not depending.on(told)
    own = policy._replace(incorporated=(), always=())
    asked = {test.path for test in worlds.tests(worlds.conditions([own]))}
    for number, variable in enumerate(about.domain.variables):
        if variable.path in asked and variable.kind != "day" and number not in gone:
            assert depending.on(told | keys_of(about, (number,)))


@SETTINGS
@given(st.integers(0, 2**32))
def test_a_solver_agrees_which_values_in_larger_policies_make_no_difference(seed: int) -> None:
    """A value that is named is told just where no decision depends on whether it is that one, or one of the unnamed."""
    policy = naming(Random(seed))
    found = unused(subject(policy)).found
    depending = Depending(policy)
    whole = {each.path for each in found if not each.values}
    told = {(each.path, value) for each in found if each.cells for value in each.values}
    named: dict[Path, set[str]] = {}
    for test in worlds.tests(worlds.conditions([policy])):
        if isinstance(test, ValueIn):
            named.setdefault(test.path, set()).update(test.leaves)
    for path, values in named.items():
        if not any(path.fact == each.fact and path.parts[: len(each.parts)] == each.parts for each in whole):
            type_ = policy.slot(path).type
            assert isinstance(type_, OneOf)
            unnamed = set(type_.outline.leaves) - values
            for value in values:
                is_alike = any(not depending.between(path, value, other) for other in unnamed)
                assert ((path, value) in told) == is_alike


# ---------------------------------------------------------------- mutants


@settings(SETTINGS, max_examples=max(1, EXAMPLES // 3))
@given(st.integers(0, 2**32))
def test_a_solver_agrees_which_mutants_of_larger_policies_are_equivalent(seed: int) -> None:
    """It finds a case with another outcome, own duty or own advice under just those that are not equivalent."""
    policy = strategies_wide.made(Random(seed)).policy
    found = mutate(policy, [], most=MOST_MUTANTS)
    assert not found.of_state("undecided")
    ours = Whole(policy)
    for fate in found.fates:
        theirs = Whole(fate.mutant.policy, beside=ours)
        differs = ours.can_be(differ(*([each.prohibits, *each.calls(own=True)] for each in (ours, theirs))))
        assert fate.state == ("survived" if differs else "equivalent"), fate.mutant.said
