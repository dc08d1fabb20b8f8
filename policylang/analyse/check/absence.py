"""A clause taken away: where a decision would be another were it never to stand, and which clauses prevent that.

Decisions are those of the policy by itself: its outcome, the duties that are due, the advice that is given. Only where
the clause stands can any of them change, so the question is asked in that region alone: a case in it is looked at, a
clause that settles this case takes away the part of the region that it settles, and so on, until nothing is left or a
case is found that nothing settles. So most clauses take a step or two, however many there are.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

from policylang.analyse.subject import Subject
from policylang.core.index import Index, index, positions
from policylang.core.program import Rule, outermost_first
from policylang.diagram.manager import FALSE, TRUE, Cell, DiagramTooLargeError, Node, Variable
from policylang.diagram.walk import count, leaf_at
from policylang.semantics.policy import OUTCOME_OF, OUTCOMES
from policylang.semantics.reference import Provision

MOST_TRIED = 6
"""Of the clauses that settle a case so many, the widest, are tried; the first that leaves nothing is taken."""


class Doubt(NamedTuple):
    """Where something may be decided otherwise, and the clauses where which stand it is not: all of some but others."""

    region: Node
    settling: frozenset[Rule]
    but: Collection[Rule] = ()

    def is_settled_by(self, rule: Rule) -> bool:
        """Whether it is not decided otherwise where a clause stands."""
        return rule in self.settling and rule not in self.but


Change = tuple[Node, Node]
"""Where a clause stands in a region, and where it would stand there were another never to."""


class Absence:
    """Answers what changes were a clause never to stand, for a policy under analysis."""

    def __init__(self, subject: Subject) -> None:
        self.subject = subject
        self.clauses = tuple(rule.clause for rule in subject.rules)
        policy = subject.policy
        self.winner = OUTCOMES[0] if policy.conflicts == "permission" else OUTCOMES[-1]
        """The outcome where clauses for both stand."""
        speaking = [rule for rule, clause in enumerate(self.clauses) if clause.effect in OUTCOME_OF]
        self.winners = frozenset(rule for rule in speaking if self.speaks_for_winner(rule))
        self.losers = frozenset(speaking) - self.winners
        self._widths: dict[Rule, int] = {}

    def speaks_for_winner(self, rule: Rule) -> bool:
        """Whether a clause speaks for the outcome that prevails in a conflict."""
        return OUTCOME_OF.get(self.clauses[rule].effect) == self.winner

    # ------------------------------------------------------------ which clauses it concerns

    @cached_property
    def _targets(self) -> Mapping[tuple[str, str], frozenset[Rule]]:
        """For each duty that is required, and each advice, the clauses that call for it."""
        found: dict[tuple[str, str], set[Rule]] = {}
        for rule, clause in enumerate(self.clauses):
            if clause.effect in ("requires", "recommends"):
                for target in clause.targets:
                    found.setdefault((clause.effect, target), set()).add(rule)
        return {target: frozenset(rules) for target, rules in found.items()}

    @cached_property
    def _following(self) -> tuple[tuple[Rule, ...], ...]:
        """For each clause those that it prevails over, and those that are under it."""
        found: list[list[Rule]] = [[] for _ in self.clauses]
        for rule, provision in enumerate(self.subject.rules):
            for each in (*provision.prevailing, *provision.under):
                found[self.subject.program.number[each]].append(rule)
        return tuple(map(tuple, found))

    @cached_property
    def yielding(self) -> tuple[Rule, ...]:
        """The clauses over which another prevails."""
        return tuple(rule for rule, provision in enumerate(self.subject.rules) if provision.prevailing)

    @cached_property
    def _turn(self) -> Mapping[Rule, int]:
        """The place of each clause in an order in which it comes after those that it depends on."""
        number = self.subject.program.number
        return {number[rule]: turn for turn, rule in enumerate(outermost_first(self.subject.rules))}

    def dependents(self, rule: Rule) -> tuple[Rule, ...]:
        """Return the clauses of which it depends on one whether they stand, each after those that it depends on."""
        found: set[Rule] = set()
        todo = [rule]
        while todo:
            new = set(self._following[todo.pop()]) - found
            found |= new
            todo.extend(new)
        return tuple(sorted(found, key=self._turn.__getitem__))

    # ------------------------------------------------------------ what changes

    def region(self, rule: Rule, within: Node = TRUE) -> Node:
        """Return the cases that can be in which a clause stands."""
        return self.subject.both(self.subject.stands(rule), self.subject.possible, within)

    def changes(self, rule: Rule, region: Node) -> dict[Rule, Change]:
        """Return the clauses that stand elsewhere within a region once one never does, that one first."""
        subject = self.subject
        found: dict[Rule, Change] = {rule: (region, FALSE)}

        def now(numbers: Iterable[Rule]) -> Node:
            nodes = (found[each][1] if each in found else subject.stands(each) for each in numbers)
            return subject.both(region, subject.either(*nodes))

        for each in self.dependents(rule):
            provision = subject.rules[each]
            if any(self._number(other) in found for other in (*provision.prevailing, *provision.under)):
                after = subject.both(subject.alone(each), region)
                if provision.clause.under:
                    after = subject.both(after, now(map(self._number, provision.under)))
                after = subject.both(after, subject.no(now(map(self._number, provision.prevailing))))
                before = subject.both(subject.stands(each), region)
                if before != after:
                    found[each] = (before, after)
        return found

    def _number(self, provision: Provision) -> Rule:
        return self.subject.program.number[provision]

    def doubts(self, rule: Rule, region: Node) -> Iterator[Doubt]:
        """Yield where a decision may be another within a region once a clause never stands, with what settles it."""
        changes = self.changes(rule, region)
        yield from self._of_outcome(changes)
        concerned = {
            (self.clauses[each].effect, target): None for each in changes for target in self.clauses[each].targets
        }
        for calling in (self._targets[each] for each in concerned if each in self._targets):
            yield Doubt(self._differ(*self._joined(changes, calling)), calling, changes)

    def _of_outcome(self, changes: Mapping[Rule, Change]) -> Iterator[Doubt]:
        """Yield where the outcome may be another.

        It is the winner's where a clause for it stands, else the loser's where one for that does, else `otherwise`. So
        where `otherwise` is the loser's, clauses for the loser change nothing.
        """
        subject = self.subject
        won_before, won_after = self._joined(changes, self.winners)
        won = self._differ(won_before, won_after)
        if subject.policy.otherwise != self.winner:
            yield Doubt(won, self.winners, changes)
            return
        lost_before, lost_after = self._joined(changes, self.losers)
        lost = self._differ(
            subject.both(lost_before, subject.no(won_before)), subject.both(lost_after, subject.no(won_after))
        )
        yield Doubt(lost, self.winners | self.losers, changes)
        if won != FALSE:
            for each in sorted(self.losers):
                if each not in changes:
                    yield Doubt(subject.both(won, subject.stands(each)), self.winners, changes)

    def _joined(self, changes: Mapping[Rule, Change], rules: frozenset[Rule]) -> Change:
        """Return where one of those clauses among some stands that change: before, and after."""
        among = [change for each, change in changes.items() if each in rules]
        either = self.subject.either
        return either(*(before for before, _ in among)), either(*(after for _, after in among))

    def _differ(self, one: Node, other: Node) -> Node:
        subject = self.subject
        return subject.either(subject.both(one, subject.no(other)), subject.both(other, subject.no(one)))

    # ------------------------------------------------------------ what settles it

    def cover(self, rule: Rule, region: Node) -> tuple[Rule, ...] | None:
        """Return clauses that see to it that no decision in a region changes once one never stands.

        Returns:
            Few clauses, none of which can be left out; none of them where nothing would change anyway. Nothing where
            a decision changes.

        Raises:
            DiagramTooLargeError: To tell takes too many steps.
        """
        found: dict[Rule, None] = {}
        doubts = []
        for doubt in self.doubts(rule, region):
            left = self._less(doubt.region, filter(doubt.is_settled_by, found))
            more = self._settling(doubt._replace(region=left))
            if more is None:
                return None
            found.update(dict.fromkeys(more))
            doubts.append(doubt)
        return self._fewest(tuple(found), doubts)

    def lifting(self, rule: Rule, region: Node) -> tuple[Rule, ...]:
        """Return few clauses one of which stands, and prevails over one that stands nowhere, in each case of a region.

        Raises:
            DiagramTooLargeError: To tell takes too many steps.
        """
        doubt = Doubt(region, frozenset(map(self._number, self.subject.rules[rule].prevailing)))
        return self._fewest(self._settling(doubt) or (), [doubt])

    def _settling(self, doubt: Doubt) -> tuple[Rule, ...] | None:
        """Return clauses that settle all of a region."""
        left = doubt.region
        found: list[Rule] = []
        while left != FALSE:
            here = self._standing(self.case(left), doubt)
            if not here:
                return None
            widest = sorted(here, key=lambda each: (-self._width(each), each))[:MOST_TRIED]
            less = {each: self._less(left, [each]) for each in widest}
            best = next((each for each in less if less[each] == FALSE), widest[0])
            left = less[best]
            found.append(best)
        return tuple(found)

    def _fewest(self, found: tuple[Rule, ...], doubts: Sequence[Doubt]) -> tuple[Rule, ...]:
        """Return clauses that settle the same without those that can be left out, the later found kept first."""
        left = list(found)
        for each in found:
            fewer = [other for other in left if other != each]
            if all(
                self._less(doubt.region, filter(doubt.is_settled_by, fewer)) == FALSE
                for doubt in doubts
                if doubt.is_settled_by(each)
            ):
                left = fewer
        return tuple(sorted(left))

    def _less(self, region: Node, rules: Iterable[Rule]) -> Node:
        """Return a region without the cases in which one of some clauses stands."""
        for each in rules:
            region = self.subject.both(region, self.subject.no(self.subject.stands(each)))
        return region

    def _width(self, rule: Rule) -> int:
        """Return in how many combinations of cells a clause stands."""
        found = self._widths.get(rule)
        if found is None:
            found = self._widths[rule] = count(self.subject.diagrams, self.subject.stands(rule)).get(TRUE, 0)
        return found

    # ------------------------------------------------------------ a case, and what stands in it

    @cached_property
    def _rows(self) -> Index:
        return index(self.subject.program)

    def case(self, region: Node) -> list[Cell]:
        """Return a case in a region, one in which few clauses stand; a cell for each variable."""
        diagrams, masks = self.subject.diagrams, self._rows.masks
        cells = [0] * len(diagrams.sizes)
        rows = self._rows.everything
        open_ = dict.fromkeys(masks)
        node = region
        while children := diagrams.children[node]:
            variable = diagrams.variable[node]
            allowed = [cell for cell, child in enumerate(children) if child != FALSE]
            cells[variable], rows = self._fewest_rows(rows, variable, allowed)
            open_.pop(variable, None)
            node = children[cells[variable]]
        for variable in open_:
            cells[variable], rows = self._fewest_rows(rows, variable, range(diagrams.sizes[variable]))
        return cells

    def _fewest_rows(self, rows: int, variable: Variable, allowed: Sequence[Cell]) -> tuple[Cell, int]:
        """Return the cell that leaves the fewest rows of some, with those."""
        masks = self._rows.masks.get(variable)
        if masks is None:
            return allowed[0], rows
        best = min(allowed, key=lambda cell: (rows & masks[cell]).bit_count())
        return best, rows & masks[best]

    def _standing(self, cells: Sequence[Cell], doubt: Doubt) -> list[Rule]:
        """Return the clauses that stand in a case and settle something.

        Raises:
            DiagramTooLargeError: None does, but one may of which it is not known where it stands.
        """
        rows = self._rows.everything
        for variable, masks in self._rows.masks.items():
            rows &= masks[cells[variable]]
        roots = self.subject.program.roots.stands
        found, missing = [], False
        for rule in filter(doubt.is_settled_by, dict.fromkeys(self._rows.rules[row] for row in positions(rows))):
            root = roots[rule]
            if root is None:
                missing = True
            elif leaf_at(self.subject.diagrams, root, cells) == TRUE:
                found.append(rule)
        if missing and not found:
            raise DiagramTooLargeError
        return found
