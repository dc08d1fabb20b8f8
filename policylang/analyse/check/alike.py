"""That two policies decide alike, tried by the reference: for findings of the kind *never*, which no case can show.

Such a finding is proved on diagrams. Before it is shown the reference decides some cases at the borders of the region
that it is about, under the policy as it is and as it would be.
"""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from typing import get_args

from policylang.analyse.check.telling import MOST_SHOWN
from policylang.analyse.sites import HOLDS
from policylang.analyse.subject import Subject
from policylang.analyse.witness import Witness, completed
from policylang.core.domain import DAY
from policylang.diagnostics.errors import InternalError
from policylang.diagram.manager import FALSE, TRUE, Cell, Node, Variable
from policylang.diagram.walk import leaves, paths, support
from policylang.semantics.completions import Completions
from policylang.semantics.decision import DutyState
from policylang.semantics.knowledge import Knowledge
from policylang.semantics.policy import OUTCOMES, Clause, Policy
from policylang.semantics.reference import Voice, applies, gives, is_due, is_given, is_in_state
from policylang.semantics.worlds import Answer, World

MOST_CASES = 8
MOST_READ = 4_000
"""How many clauses are read for one finding, as far as more than one case is tried."""

MOST_READ_IN_ALL = 50_000
"""How many clauses are read for all findings of a pass, as far as there are more than a few."""
_FEW = 5

Telling = Callable[[Voice, World], object]
"""Something that a policy on a day says about a case with nothing open."""
Decided = tuple[str, frozenset[tuple[str, str]], frozenset[str]]
"""The outcome, which is the mildest where the policy is silent, the duties due with their states, and the advice."""


def most_shown(subject: Subject) -> int:
    """Return how many findings of one kind are tried and shown: fewer under very many clauses."""
    return max(_FEW, min(MOST_SHOWN, MOST_READ_IN_ALL // max(1, len(subject.rules))))


def sample(subject: Subject, region: Node, *, most: int = MOST_CASES) -> Iterator[Witness]:
    """Yield cases of a region with nothing open: for variables that it asks, one in each cell, as far as there are.

    Args:
        subject: The policy.
        region: Where they lie.
        most: How many there are at most, spread over the variables.
    """
    diagrams = subject.diagrams
    if region == FALSE:
        return
    borders = [
        (variable, cell)
        for variable in support(diagrams, [region])
        for cell in range(diagrams.sizes[variable])
        if TRUE in leaves(diagrams, region, {variable: 1 << cell})
    ] or [(DAY, cell) for cell in range(diagrams.sizes[DAY])]
    step = max(1, -(-len(borders) // most))
    for variable, cell in borders[::step]:
        inside = subject.both(region, diagrams.test(variable, 1 << cell))
        way = next(paths(diagrams, inside, TRUE))
        cells = {each: (bits & -bits).bit_length() - 1 for each, bits in way.items()}
        yield total(subject, {variable: cell, **cells})


def total(subject: Subject, cells: Mapping[Variable, Cell]) -> Witness:
    """Return a case with nothing open in which variables have some cells; a case there can be."""
    days = subject.domain.variables[DAY].cells
    cells = {DAY: len(days) - 1, **cells}
    day = days[cells[DAY]][0]
    return completed(subject, Witness(Knowledge(), day, cells))  # type: ignore[arg-type]  # the day's cells are days


def confirm_alike(
    subject: Subject, other: Policy, region: Node, *, told: Telling | None = None, most: int = MOST_CASES
) -> None:
    """Return once the reference decides some cases of a region alike under a policy and under another.

    Args:
        subject: The policy.
        other: The other: the same but for some clauses.
        region: Where they are to decide alike; nothing is tried where no case lies in it.
        told: What is to be the same; the outcome, duties and advice where left out.
        most: How many cases are decided.

    Raises:
        InternalError: They do not: the finding is wrong.
    """
    told = told or decided
    most = max(1, min(most, MOST_READ // (2 * len(subject.rules) + 1)))
    for found in sample(subject, region, most=most):
        if says(subject.policy, found, told) != says(other, found, told):
            raise InternalError(f"the reference does not confirm a finding about `{subject.policy.name}`: {found!r}")


def says(policy: Policy, found: Witness, told: Telling) -> object:
    """Return what the reference tells of a policy by itself about a case with nothing open."""
    alone, day = policy._replace(incorporated=()), found.day or dt.date.min
    voice = Voice(alone, day)
    completions = Completions([alone], found.knowledge, day)
    completions.case.steps_left = len(voice.provisions)
    return told(voice, completions.start)


def decided(voice: Voice, world: World) -> Decided:
    """Return what a policy decides: the outcome, the duties that are due with their states, and the advice given."""
    states: tuple[DutyState, ...] = get_args(DutyState)
    outcome = next((each for each in OUTCOMES[:0:-1] if _certain(gives(voice, each, world))), OUTCOMES[0])
    duties = {
        (duty.name, state)
        for duty in voice.policy.duties
        if _certain(is_due(voice, duty, world))
        for state in states
        if _certain(is_in_state(duty, state, world))
    }
    advice = {each.name for each in voice.policy.advice if _certain(is_given(voice, each, world))}
    return outcome, frozenset(duties), frozenset(advice)


def applies_there(name: str) -> Telling:
    """Return the function that tells whether a clause applies."""
    return lambda voice, world: any(
        _certain(applies(each, world)) for each in voice.provisions if each.clause.name == name
    )


def _certain(answer: Answer) -> bool:
    if not isinstance(answer, bool):
        raise InternalError("a case with nothing open leaves something open")
    return answer


# ---------------------------------------------------------------- a policy as it would be


def without(policy: Policy, name: str) -> Policy:
    """Return a policy in which a clause never applies."""
    return changed(policy, name, lambda clause: clause._replace(unless=HOLDS))


def changed(policy: Policy, name: str, change: Callable[[Clause], Clause]) -> Policy:
    """Return a policy with a clause changed."""
    return policy._replace(clauses=tuple(change(each) if each.name == name else each for each in policy.clauses))
