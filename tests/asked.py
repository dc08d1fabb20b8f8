"""What is asked about generated policies, and what trying everything says of it: the oracle of the questions."""

import datetime as dt
from collections.abc import Iterator
from math import prod
from typing import NamedTuple

import oracle
import strategies_policy as made
from hypothesis import assume, strategies as st

from policylang.analyse.subject import Subject
from policylang.core.domain import DAY
from policylang.semantics.digest import digest
from policylang.semantics.knowledge import Knowledge
from policylang.semantics.policy import Condition, Path, Policy
from policylang.semantics.types import SetOf

MOST_CASES = 400


class Asked(NamedTuple):
    """A policy, a condition about its facts, and every possible total case of it."""

    policy: Policy
    condition: Condition
    totals: list[oracle.Total]
    facts: tuple[str, ...]


@st.composite
def asked(draw: st.DrawFn) -> Asked:
    """Return a policy with so few cases that all can be tried, and a condition."""
    policy = draw(made.policies())
    return Asked(policy, draw(conditions(policy)), totals(policy), made.facts_read(policy))


@st.composite
def conditions(draw: st.DrawFn, policy: Policy) -> Condition:
    """Return a condition about the facts that a policy reads."""
    facts = made.facts_read(policy)
    assume(facts)
    maker = made.Maker(draw(st.randoms(use_true_random=True)), facts)
    maker.editions = policy.editions
    return maker.condition()


@st.composite
def two_policies(draw: st.DrawFn) -> tuple[Policy, Policy]:
    """Return two policies about the same facts, the second under another name."""
    first, second = draw(made.policies()), draw(made.policies())
    renamed = second._replace(name="other")
    return first, renamed._replace(digest=digest(renamed))


def totals(policy: Policy, facts: tuple[str, ...] | None = None, *, most: int = MOST_CASES) -> list[oracle.Total]:
    """Return every possible total case of a policy; the example is given up where there are too many."""
    facts = made.facts_read(policy) if facts is None else facts
    types = [made.slot_of(path).type for fact in facts for path in made.leaf_paths(fact)]
    assume(prod(2 ** len(each.outline.leaves) if isinstance(each, SetOf) else 2 for each in types) <= most)
    found = oracle.completions(policy, Knowledge(), facts)
    assume(len(found) <= most)
    return found


def days(about: Subject) -> Iterator[dt.date]:
    """Yield a day of each stretch on which all days are alike."""
    for (day,) in about.domain.variables[DAY].cells:
        assert isinstance(day, dt.date)
        yield day


def cells_of(about: Subject, total: oracle.Total, day: dt.date) -> list[int]:
    """Return the cell of each variable in a total case on a day; the first one for the parts of what is absent."""
    cells = [about.domain.day_cell(day)]
    for variable in about.domain.variables[1:]:
        path = variable.path
        assert path is not None
        if variable.kind == "member":
            cells.append(int(any(total.get((path, leaf), False) for leaf in variable.alike)))
        elif variable.kind == "presence":
            cells.append(int(total.get((path, "")) == oracle.PRESENT))
        else:
            coding = about.domain.values[path]
            cells.append(coding.cell_of(total[path, ""]) if (path, "") in total else 0)
    return cells


def without(total: oracle.Total, path: Path) -> frozenset[object]:
    """Return what is so in a total case, a fact and its parts left out."""
    return frozenset(
        (where, member, value)
        for (where, member), value in total.items()
        if where.fact != path.fact or where.parts[: len(path.parts)] != path.parts
    )
