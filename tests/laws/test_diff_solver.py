"""What changed between versions or dates of larger policies is what a solver finds: verdict, groups, dates.

The solver reads the language's page over the facts themselves, and asks about all cases at once.
"""

import datetime as dt
import os
from itertools import pairwise, zip_longest
from random import Random

import pytest
import strategies_wide
import z3  # type: ignore[import-untyped]
from hypothesis import HealthCheck, given, settings, strategies as st
from solver import Solver
from solver_whole import Whole, differ
from strategies_wide import WideMaker

from policylang.analyse.compare.comparing import Half, Pair
from policylang.analyse.compare.diff import diff
from policylang.analyse.compare.difference import Change, Ground
from policylang.analyse.compare.merging import merged
from policylang.analyse.compare.timeline import timeline
from policylang.analyse.region import Region, regions
from policylang.analyse.subject import Subject, subjects
from policylang.core.domain import YES
from policylang.diagram.manager import TRUE
from policylang.semantics.digest import digest
from policylang.semantics.policy import Includes, Path, Period, Policy, Present, TextIn, ValueIn, Within, Yes
from policylang.semantics.types import OneOf, YesNo

pytestmark = pytest.mark.slow

EXAMPLES = int(os.environ.get("POLICYLANG_EXAMPLES", "40"))
SETTINGS = settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
GROUNDED = ("clauses", "conflict rule")
VERDICTS = {
    (False, False): "equivalent",
    (True, False): "stricter",
    (False, True): "looser",
    (True, True): "incomparable",
}
"""By whether some case is stricter after, and whether some is looser."""


def changed(policy: Policy, random: Random) -> Policy:
    """Return a policy that differs a little: in a clause, an exception, its scope or what it says of the rest."""
    maker = WideMaker(random, tuple(policy.facts))
    maker.editions = policy.editions
    kind = random.choice(["clause", "clause", "clause", "exception", "scope", "otherwise"])
    if kind == "clause" and policy.clauses:
        chosen = random.choice(policy.clauses)
        made = maker.clause(chosen.name, ())
        clause = made._replace(under=chosen.under)
        clauses = tuple(clause if each is chosen else each for each in policy.clauses)
        found = policy._replace(clauses=clauses)
    elif kind == "exception" and policy.exceptions:
        gone = random.choice(policy.exceptions)
        found = policy._replace(exceptions=tuple(each for each in policy.exceptions if each is not gone))
    elif kind == "scope":
        found = policy._replace(applies=maker.maybe(one_in=2))
    else:
        found = policy._replace(otherwise="permitted" if policy.otherwise == "prohibited" else "prohibited")
    return found._replace(digest=digest(found))


def versions(seed: int) -> tuple[Policy, Policy]:
    """Return a policy and one that differs from it in a few places."""
    random = Random(seed)
    old = new = strategies_wide.made(random).policy
    for _ in range(random.choice([1, 1, 2, 3])):
        new = changed(new, random)
    return old, new


def is_by(whole: Whole, ground: Ground) -> z3.BoolRef:
    """Return the formula that an outcome is by what is said: its basis, and just these clauses."""
    told = {(each.policy, each.name) for each in ground.clauses}
    standing = []
    if ground.basis in GROUNDED and not ground.and_more:
        speaking = whole.speaking(ground.outcome)
        assert told <= set(speaking)
        standing = [whole.stands[each] if each in told else z3.Not(whole.stands[each]) for each in speaking]
    return z3.And([whole.basis(ground.outcome, ground.basis), *standing])


def is_in(before: Whole, after: Whole, change: Change) -> z3.BoolRef:
    """Return the formula of a group of cases that change alike."""
    return z3.And(is_by(before, change.before), is_by(after, change.after))


@SETTINGS
@given(st.integers(0, 2**32))
def test_a_solver_agrees_what_changed_between_larger_versions(seed: int) -> None:
    """It finds a case for each direction and each group that is told, and none that changes and is in no group."""
    old, new = versions(seed)
    found = diff(old, new)
    before = Whole(old)
    after = Whole(new, beside=before)
    assert found.verdict is not None
    stricter = before.can_be(before.outcome("permitted"), after.outcome("prohibited"))
    looser = before.can_be(before.outcome("prohibited"), after.outcome("permitted"))
    assert found.verdict == VERDICTS[stricter, looser]
    groups = [is_in(before, after, each) for each in found.changes]
    assert all(map(before.can_be, groups))
    assert not before.can_be(z3.Xor(before.prohibits, after.prohibits), z3.Not(z3.Or(groups)))


# ---------------------------------------------------------------- regions


class Cells:
    """The cells of variables as formulas: a reading of how values become cells that uses no diagram."""

    def __init__(self, about: Subject, solver: Solver) -> None:
        self.about = about
        self.solver = solver

    def region(self, region: Region) -> z3.BoolRef:
        """Return the formula that a case lies in a region."""
        return z3.And([z3.BoolVal(val=True), *(self._lies_in(each, cells) for each, cells in region.items())])

    def _lies_in(self, number: int, cells: int) -> z3.BoolRef:
        domain, solver = self.about.domain, self.solver
        if number >= len(domain.variables):
            holds = solver.holds(self.about.named[number - len(domain.variables)])
            return holds if cells == 1 << YES else z3.Not(holds)
        variable = domain.variables[number]
        wanted = [cell for cell in range(variable.size) if cells >> cell & 1]
        path = variable.path
        if path is None:
            bounds = [None, *domain.days, None]
            return solver.during(Period(bounds[cell], bounds[cell + 1]) for cell in wanted)
        if variable.kind == "value":
            return z3.Or([self._is_valued(path, cell) for cell in wanted])
        answer = (
            Present(path) if variable.kind == "presence" else Includes(path, frozenset(variable.alike), variable.alike)
        )
        is_so = solver._says(answer)  # what is in an absent thing lies in some cell too
        return z3.Or([is_so if cell == YES else z3.Not(is_so) for cell in wanted])

    def _is_valued(self, path: Path, cell: int) -> z3.BoolRef:
        coding, says = self.about.domain.values[path], self.solver._says
        type_ = self.about.domain.slot(path).type
        if coding.cuts is not None:
            bounds = [None, *coding.cuts.constants, None]
            between = [
                Within(path, low, high, low_included=False, high_included=False) for low, high in pairwise(bounds)
            ]
            points = [Within(path, each, each) for each in coding.cuts.constants]
            stretches = [each for pair in zip_longest(between, points) for each in pair if each is not None]
            return z3.Or([says(each) for at, each in enumerate(stretches) if coding.cuts.cell[at] == cell])
        named = frozenset(str(value) for value, other in coding.named.items() if other == cell)
        if isinstance(type_, OneOf):
            return says(ValueIn(path, named, ()))
        if isinstance(type_, YesNo):
            return says(Yes(path)) if cell == YES else z3.Not(says(Yes(path)))
        others = z3.Not(says(TextIn(path, frozenset(map(str, coding.named)))))
        return z3.Or(says(TextIn(path, named)), others if cell == coding.otherwise else z3.BoolVal(val=False))


@SETTINGS
@given(st.integers(0, 2**32))
def test_a_solver_agrees_in_which_regions_larger_versions_differ(seed: int) -> None:
    """It finds no case that changes outside the regions, none inside that does not, and none in two of them."""
    old, new = versions(seed)
    together = merged(old, new, {})
    before, after = subjects([together.old, together.new], asking=together.asking)
    pair = Pair(Half(before, None), Half(after, None), TRUE)
    was = Whole(old)
    now = Whole(new, beside=was)
    cells = Cells(pair.compared, was.first)
    every: list[z3.BoolRef] = []
    for part in pair.parts(pair.changed).parts:
        found = [cells.region(each) for each in regions(pair.compared, part.node)]
        assert all(map(was.can_be, found))
        every += found
    assert not was.can_be(z3.Xor(z3.Or(every), z3.Xor(was.prohibits, now.prohibits)))
    assert not was.can_be(z3.Sum([z3.IntVal(0), *(z3.If(each, 1, 0) for each in every)]) > 1)


# ---------------------------------------------------------------- dates


@SETTINGS
@given(st.integers(0, 2**32))
def test_a_solver_agrees_on_which_dates_larger_policies_change(seed: int) -> None:
    """It finds a case decided otherwise than the day before on each date that is told so, and on no other date."""
    policy = strategies_wide.made(Random(seed)).policy
    turns = {turn.day: turn.effect for turn in timeline(policy).turns}
    assert "undecided" not in turns.values()
    whole = Whole(policy)
    bases = [
        whole.basis(outcome, basis)
        for outcome in ("permitted", "prohibited")
        for basis in ("clauses", "conflict rule", "default")
    ]
    grounds = [*whole.stands.values(), *whole.calls(), *bases]
    others = {"outcomes": [whole.prohibits], "grounds": grounds}
    otherwise = {
        effect: differ(said, [z3.substitute(each, (whole.day, whole.day - 1)) for each in said])
        for effect, said in others.items()
    }
    for day, effect in turns.items():
        today = whole.day == day.toordinal()
        first = (each for each, formula in otherwise.items() if whole.can_be(today, formula))
        assert effect == next(first, "nothing")
    quiet = [whole.day != day.toordinal() for day in turns]
    assert not whole.can_be(whole.day > dt.date.min.toordinal(), *quiet, z3.Or(list(otherwise.values())))
