"""What leaves room for manoeuvre: the cases nearest to a clause's reach that escape it, one fact away.

A case escapes where none of some clauses applies and the use is permitted, and it is one fact away where one of them
would stand if that fact alone were otherwise. Where `always` does not let the fact be otherwise alone, what it binds to
the fact may change with it.
"""

import datetime as dt
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from policylang.analyse.ask.find import MOST_NODES, MOST_STEPS, clause_names
from policylang.analyse.ask.pair import pair, variables_of
from policylang.analyse.ask.shown import Shown, shown
from policylang.analyse.given import NOTHING, Given
from policylang.analyse.subject import Kinds, Subject, subject
from policylang.analyse.witness import Witness
from policylang.core.domain import DAY, NO
from policylang.diagram.manager import FALSE, TRUE, Cells, DiagramTooLargeError, Node, Variable
from policylang.diagram.quantify import somewhere
from policylang.diagram.walk import leaves, paths, support
from policylang.evaluate.labels import sentence, variable_label
from policylang.evaluate.residual_facts import cover
from policylang.semantics.decision import Decision
from policylang.semantics.policy import OUTCOMES, Path, Policy
from policylang.semantics.types import OneOf

MOST_TOLD = 6
"""So many sets of values of one fact are told."""
_FEW_NAMES = 4


class Loophole(NamedTuple):
    """What one fact lets out.

    `values` are those with which a case escapes, as sentences that hold together, a tuple of them for each way. `case`
    is the smallest, and `caught` what would be so of the fact, and of what `always` binds to it, for a clause to stand.
    """

    fact: str
    values: tuple[tuple[str, ...], ...]
    kinds: Kinds
    case: Shown
    caught: tuple[str, ...]
    judged: bool


class Loopholes(NamedTuple):
    """The loopholes of some clauses, those that let out the most kinds of case first.

    `reach` says in how many kinds of case one of them stands; `undecided` are facts of which it is not known what they
    let out. Where `reach` is nothing, it was not decided at all. `given` is what all cases have in common that were
    looked at: a fact that it settles lets nothing out.
    """

    policy: str
    clauses: tuple[str, ...]
    reach: Kinds | None
    found: tuple[Loophole, ...] = ()
    undecided: tuple[str, ...] = ()
    given: Given = NOTHING


def loopholes(
    policy: Policy, clauses: Sequence[str], *, on: dt.date | None = None, given: Given = NOTHING
) -> Loopholes:
    """Return what escapes some clauses by one fact.

    Args:
        policy: The policy.
        clauses: The clauses, as decisions name them: what makes one of them stand is caught.
        on: The day of the decision; nothing for all days.
        given: What is given of all cases that are looked at, of those that are caught as well.

    Raises:
        CaseError: No case can be as is given.
    """
    under = subject(policy, given=given)
    under.must_be_possible(on)
    try:
        with under.diagrams.at_most(MOST_NODES, steps=MOST_STEPS):
            search = _Search(under, clauses, on)
            reach = under.kinds(search.caught, day=on)
    except DiagramTooLargeError:
        return Loopholes(policy.name, tuple(clauses), None, given=given)
    found: list[Loophole] = []
    undecided = []
    for path in search.facts():
        try:
            with under.diagrams.at_most(MOST_NODES, steps=MOST_STEPS):
                found += search.loophole(path)
        except DiagramTooLargeError:
            undecided.append(policy.text(path))
    found.sort(key=lambda each: -each.kinds.affected)
    return Loopholes(policy.name, tuple(clauses), reach, tuple(found), tuple(undecided), given)


class _Search:
    """The search for what escapes some clauses.

    `caught` is where one of them stands, `escaping` where none applies and the use is permitted.
    """

    def __init__(self, under: Subject, clauses: Sequence[str], on: dt.date | None) -> None:
        self.under = under
        self.clauses = clauses
        self.on = on
        rules = [number for number, name in enumerate(clause_names(under)) if name in clauses]
        around = [under.possible] if on is None else [under.possible, under.on(on)]
        self.caught = under.both(*around, under.either(*map(under.stands, rules)))
        applying = under.either(*map(under.applies, rules))
        self.escaping = under.both(*around, under.no(applying), under.has_outcome(OUTCOMES[0]))

    def facts(self) -> Iterator[Path]:
        """Yield the facts and parts that can be otherwise, in the order in which the policy's files declare them."""
        known = {each.path for each in self.under.domain.variables}
        yield from (path for path, _ in self.under.policy.paths.values() if path in known)

    def loophole(self, path: Path) -> Iterator[Loophole]:
        """Yield what a fact lets out, if anything."""
        under = self.under
        alone, together, own, bound = self._near(path)
        near = under.either(alone, together)
        kinds = under.kinds(near, day=self.on)
        if not kinds.affected:
            return
        if under.ever(alone):
            escapes, caught = self._shown(alone, own, path)
        else:
            escapes, caught = self._shown(together, own | bound, path)
        judged = under.policy.slot(path).judged is not None
        yield Loophole(under.policy.text(path), self._values(near, path), kinds, escapes, caught, judged)

    def _near(self, path: Path) -> tuple[Node, Node, frozenset[Variable], frozenset[Variable]]:
        """Return where a fact lets a case out alone, where with what must change with it, and the variables of both.

        What `always` binds to the fact may change with it where the fact cannot be otherwise alone, and where a change
        of what is bound to it is not enough.
        """
        under, own = self.under, self._own(path)
        escaping = under.both(self.escaping, self._absent(path))
        alone = under.both(escaping, somewhere(under.diagrams, self.caught, own))
        bound = self._bound(own)
        if not bound:
            return alone, FALSE, own, bound
        of_bound = somewhere(under.diagrams, self.caught, bound)
        forced = somewhere(under.diagrams, under.both(of_bound, under.no(under.possible)), own)
        return alone, under.both(escaping, forced, under.no(of_bound)), own, bound

    def _own(self, path: Path) -> frozenset[Variable]:
        """Return the variables of a fact; of an optional thing, those of its parts too: they come with it."""
        return variables_of(self.under, path) if path in self.under.domain.presences else frozenset(self._told(path))

    def _told(self, path: Path) -> tuple[Variable, ...]:
        return self.under.domain.of_path(path)

    def _absent(self, path: Path) -> Node:
        """Return where an optional thing is absent: else it is one of its parts that is to be otherwise."""
        presence = self.under.domain.presences.get(path)
        return TRUE if presence is None else self.under.diagrams.test(presence, 1 << NO)

    def _bound(self, own: frozenset[Variable]) -> frozenset[Variable]:
        """Return the variables that lines of `always` bind to some."""
        lines = [set(support(self.under.diagrams, [line])) for line in self.under.program.lines]
        together = [line for line in lines if not line.isdisjoint(own)]
        return frozenset().union(*together) - own - {DAY}

    def _values(self, near: Node, path: Path) -> tuple[tuple[str, ...], ...]:
        """Return in words with which values of a fact a case escapes."""
        under = self.under
        told = self._told(path)
        others = set(range(len(under.domain.variables))) - set(told)
        values = somewhere(under.diagrams, near, others)
        ways = islice(paths(under.diagrams, values, TRUE), MOST_TOLD)
        return tuple(self._said(way) for way in ways)

    def _said(self, cells: dict[Variable, Cells]) -> tuple[str, ...]:
        return tuple(self._sentence(variable, cells[variable]) for variable in sorted(cells))

    def _sentence(self, variable: Variable, cells: Cells) -> str:
        """Return that a variable lies in some cells; few values of an outline are named, never those left over."""
        under, found = self.under, self.under.domain.variables[variable]
        type_ = under.domain.slot(found.path).type if found.path else None
        if isinstance(type_, OneOf):
            leaves = {str(leaf) for cell, alike in enumerate(found.cells) if cells >> cell & 1 for leaf in alike}
            names = list(cover(frozenset(leaves), type_.outline))
            if len(names) <= _FEW_NAMES:
                one_of = "one of " if len(names) > 1 else ""
                return f"{variable_label(under.policy, under.domain, variable)} is {one_of}{', '.join(names)}"
        return sentence(under.policy, under.domain, variable, cells)

    def _shown(self, near: Node, free: frozenset[Variable], path: Path) -> tuple[Shown, tuple[str, ...]]:
        """Return the smallest case that escapes, and what is so of the fact in one beside it that does not."""
        under = self.under
        first, second = pair(under, near, self.caught, free, on=self.on)  # type: ignore[misc]  # there are two
        title = f"just outside {', '.join(self.clauses)}: {under.policy.text(path)}"
        escapes = shown(under, first, title, says=self._escapes)
        shown(under, second, title, says=self._is_caught)
        return escapes, self._said({each: self._caught_cells(second, each) for each in second.cells if each in free})

    def _caught_cells(self, found: Witness, variable: Variable) -> Cells:
        """Return the cells of a variable with which a case is caught, all else being as it is in one that is."""
        under = self.under
        caught = under.either(self.caught, under.no(under.possible))
        known = {each: 1 << cell for each, cell in found.cells.items()}
        cells = 0
        for cell in range(under.diagrams.sizes[variable]):
            known[variable] = 1 << cell
            if leaves(under.diagrams, caught, known) == {TRUE} and under.ever(self.caught, known):
                cells |= known[variable]
        return cells

    def _escapes(self, decision: Decision) -> bool:
        return decision.outcome == OUTCOMES[0] and not self._is_caught(decision)

    def _is_caught(self, decision: Decision) -> bool:
        standing = {
            each.name if each.policy == decision.policy else f"{each.policy}.{each.name}" for each in decision.stands
        }
        return not standing.isdisjoint(self.clauses)
