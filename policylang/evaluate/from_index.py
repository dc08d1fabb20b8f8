"""What is so in a total case, from the bitmap index: the clauses that apply all at once, then who prevails over whom.

This is the way for policies whose outcome is too large for one diagram; for all others it gives the same answers.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence, Set as AbstractSet
from copy import copy

from policylang.core.domain import DAY
from policylang.core.index import Index, bits_of, positions
from policylang.core.literals import Answer, Holds
from policylang.core.program import Program, Rule, Verdict, outermost_first, strongest
from policylang.diagram.manager import Node
from policylang.diagram.walk import leaf_where, leaves
from policylang.evaluate.truth import Truth
from policylang.semantics.decision import DutyState
from policylang.semantics.policy import OUTCOME_OF, OUTCOMES, Condition
from policylang.semantics.reference import Provision, Voice
from policylang.semantics.whole import Whole


class Judge:
    """Decides total cases by the index.

    Args:
        program: The compiled policy.
        index: Its index.
    """

    def __init__(self, program: Program, index: Index) -> None:
        self.program = program
        self.holds = Holds(program.domain)
        self._leaf_counts: dict[Node, int] = {}
        rules = program.rules
        self.linked = frozenset(number for number, rule in enumerate(rules) if rule.prevailing or rule.under)
        order = outermost_first(rules[number] for number in sorted(self.linked))
        self.rank = {program.number[rule]: rank for rank, rule in enumerate(order)}
        self.above = {
            number: (tuple(program.number[each] for each in rules[number].under),
                     tuple(program.number[each] for each in rules[number].prevailing))
            for number in self.linked
        }  # fmt: skip
        self.outcome = [OUTCOME_OF.get(rule.clause.effect) for rule in rules]
        self.requires = program.requires
        self.due: list[tuple[str, str, DutyState | None]] = [
            (duty.name, duty.what, None if duty.fulfilled or duty.breached else "unknown") for _, duty in program.duties
        ]
        """For each duty its name, what it demands, and its state where no fact tells it."""
        self._states = [root for of_voice in program.roots.states for root in of_voice]
        """For each duty, the diagram of the state that it has, should it be due."""
        self._use(index)
        self.needs_cells = (
            index.exact != index.everything
            or any(duty.fulfilled or duty.breached for _, duty in program.duties)
            or any(voice.policy.applies or voice.incorporated_by for voice in program.voices)
        )
        """Whether more of a case is asked than its rows."""

    def of(self, index: Index) -> "Judge":
        """Return one that decides by another index, of some of the rows."""
        other = copy(self)
        other._use(index)  # noqa: SLF001 - one of the same
        return other

    def _use(self, index: Index) -> None:
        self.index = index
        is_exact = index.exact == index.everything
        self.is_plain = not self.linked and len(self.program.voices) == 1 and is_exact
        """Whether a clause stands exactly where one of its rows is left."""
        self.rows_for = {
            outcome: bits_of([row for row, rule in enumerate(index.rules) if self.outcome[rule] == outcome])
            for outcome in OUTCOMES
        }
        """The rows of the clauses that speak for each outcome."""
        requires, reports = self.program.requires, self.program.reports
        self.required_of_row = {
            row: (reports[rule].name, requires[rule]) for row, rule in enumerate(index.rules) if rule in requires
        }
        """For the row of each clause that requires duties: its name, and the numbers of the duties."""
        self.report_of_row = [reports[rule] for rule in index.rules]
        count = Counter(index.rules)
        inexact = frozenset(positions(index.everything & ~index.exact))
        self.row_of = {rule: row for row, rule in enumerate(index.rules) if count[rule] == 1 and row not in inexact}
        """The row of each clause that applies by itself exactly where that row is left."""

    def rows(self, left: Sequence[int]) -> int:
        """Return the rows that a case does not rule out."""
        found = self.index.everything
        for variable, masks in self.index.masks.items():
            cells = left[variable]
            found &= masks[cells.bit_length() - 1] if cells & (cells - 1) == 0 else self.not_ruled_out(variable, cells)
        return found

    def not_ruled_out(self, variable: int, cells: int) -> int:
        """Return the rows that at least one of some cells of a variable does not rule out."""
        masks = self.index.masks.get(variable)
        if masks is None or cells == self.program.domain.everything[variable]:
            return self.index.everything
        either = 0
        for cell, mask in enumerate(masks):
            if cells >> cell & 1:
                either |= mask
        return either

    def certain_rows(self, left: Sequence[int]) -> int:
        """Return the rows whose clause applies in every completion of a case, as far as it says itself."""
        found = self.index.exact
        every = self.program.domain.everything
        for variable, masks in self.index.masks.items():
            cells = left[variable]
            if cells & (cells - 1) == 0:
                found &= masks[cells.bit_length() - 1]
            elif cells == every[variable]:
                found &= self.index.free[variable]
            else:
                for cell, mask in enumerate(masks):
                    if cells >> cell & 1:
                        found &= mask
        return found

    def can_avoid(self, rows: int, left: Sequence[int]) -> bool:
        """Whether a completion is found at once that rules out some rows, of those that a case does not rule out.

        Of each variable the cell is taken that leaves the fewest of them; where some are left, there may be another.
        """
        for variable, masks in self.index.masks.items():
            cells = left[variable]
            if cells & (cells - 1):
                leaving = [rows & mask for cell, mask in enumerate(masks) if cells >> cell & 1]
                rows = min(leaving, key=int.bit_count)
            if not rows:
                return True
        return not rows

    def is_possible(self, left: Sequence[int]) -> bool:
        """Whether a total case keeps every `always`."""
        if self.program.roots.possible is not None:
            return self._value(self.program.roots.possible, left) is True
        return all(
            not self.is_so(line.condition, left) or self.is_so(line.consequence, left) for line in self.program.always
        )

    def truth(self, rows: int, left: Sequence[int]) -> Truth:
        """Return what is so in a total case that leaves some rows.

        Args:
            rows: The rows that the case does not rule out.
            left: The cells of each variable; of those that are asked, one.
        """
        rules = self.index.rules
        if self.is_plain:
            found = tuple([rules[row] for row in positions(rows)])
            return Truth(found, found, (self.plain_verdict(rows, left),), self._due(found, left))
        alone = [rules[row] for row in positions(rows & self.index.exact)]
        more = rows & ~self.index.exact
        if more:
            alone += [rule for row in positions(more) if self._applies_alone(rule := rules[row], left)]
            alone.sort()
        applying, standing = self._resolved(alone)
        return Truth(applying, standing, self._verdicts(standing, left), self._due(standing, left))

    def of_whole(self, rules: list[Provision], whole: Whole) -> list[Provision]:
        """Return those of some clauses that belong to a whole, in its order."""
        if len(self.program.voices) == 1:
            return rules
        return [rule for voice in whole.voices for rule in rules if rule.voice is voice]

    def called_for(self, standing: Iterable[Provision], whole: Whole) -> Iterator[tuple[int, list[Provision]]]:
        """Yield the numbers of the duties that some standing clauses of a whole require, with these clauses."""
        calling: dict[int, list[Provision]] = {}
        for rule in standing:
            for duty in self.requires.get(self.program.number[rule], ()):
                calling.setdefault(duty, []).append(rule)
        for voice in whole.voices:
            first = self.program.first_duty[voice]
            for number in range(first, first + len(voice.policy.duties)):
                if number in calling:
                    yield number, calling[number]

    def leaf_count(self, root: Node) -> int:
        """Return how many leaves a diagram has."""
        found = self._leaf_counts.get(root)
        if found is None:
            found = self._leaf_counts[root] = len(leaves(self.program.diagrams, root, {}))
        return found

    # ------------------------------------------------------------ clauses

    def _applies_alone(self, rule: Rule, left: Sequence[int]) -> bool:
        root = self.program.roots.alone[rule]
        if root is not None:
            return self._value(root, left) is True
        clause = self.program.rules[rule].clause
        return (
            self._speaks(self.program.rules[rule].voice, left)
            and (not clause.times or self.in_force(rule, left))
            and (clause.when is None or self.is_so(clause.when, left))
            and not (clause.unless is not None and self.is_so(clause.unless, left))
        )

    def in_force(self, rule: Rule, left: Sequence[int]) -> bool:
        """Whether a clause is in force on the day of a case."""
        (day,) = self.program.domain.variables[DAY].cells[left[DAY].bit_length() - 1]
        return self.program.rules[rule].clause.in_force(day)  # type: ignore[arg-type]

    def is_so(self, condition: Condition, left: Sequence[int]) -> bool:
        """Whether a condition holds in a total case."""
        answer: Answer = self.holds(condition, left)
        assert answer is not None  # noqa: S101 - total
        return answer

    def _value(self, root: Node, left: Sequence[int]) -> object:
        diagrams = self.program.diagrams
        return diagrams.values[leaf_where(diagrams, root, left)]

    def _resolved(self, alone: list[Rule]) -> tuple[tuple[Rule, ...], tuple[Rule, ...]]:
        """Return the clauses that apply and those that stand, of those that apply as far as they say themselves."""
        linked = [rule for rule in alone if rule in self.linked] if self.linked else []
        if not linked:
            found = tuple(alone)
            return found, found
        standing = set(alone).difference(linked)
        applying = set(standing)
        for rule in sorted(linked, key=self.rank.__getitem__):
            under, prevailing = self.above[rule]
            if not under or not standing.isdisjoint(under):
                applying.add(rule)
                if standing.isdisjoint(prevailing):
                    standing.add(rule)
        return (
            tuple([rule for rule in alone if rule in applying]),
            tuple([rule for rule in alone if rule in standing]),
        )

    # ------------------------------------------------------------ the outcome

    def plain_verdict(self, rows: int, left: Sequence[int]) -> Verdict:
        """Return the outcome where clauses stand just where their rows are left."""
        mild, strict = OUTCOMES
        permits, prohibits = rows & self.rows_for[mild], rows & self.rows_for[strict]
        voice = self.program.voices[0]
        if prohibits:
            if permits:
                return (mild if voice.policy.conflicts == "permission" else strict, "conflict rule")
            return (strict, "clauses")
        if permits:
            return (mild, "clauses")
        if rows or self._speaks(voice, left):
            return (voice.policy.otherwise, "default")
        return (mild, "outside scope")

    def _verdicts(self, standing: Sequence[Rule], left: Sequence[int]) -> tuple[Verdict, ...]:
        """Return the outcome of the whole and of each row: each policy is asked once, and speaks in several of them."""
        rules, outcome = self.program.rules, self.outcome
        spoken: dict[Voice, set[str | None]] = {voice: set() for voice in self.program.voices}
        for rule in standing:
            spoken[rules[rule].voice].add(outcome[rule])
        said = {voice: self._said(voice, each, left) for voice, each in spoken.items()}
        return tuple(
            [strongest([verdict for voice in whole.voices for verdict in said[voice]]) for whole in self.program.wholes]
        )

    def _said(self, voice: Voice, spoken: AbstractSet[str | None], left: Sequence[int]) -> list[Verdict]:
        """Return what a policy says by itself; nothing where it is silent."""
        mild, strict = OUTCOMES
        if voice.only_incorporates or not (spoken or self._speaks(voice, left)):
            return []
        if mild in spoken and strict in spoken:
            return [(mild if voice.policy.conflicts == "permission" else strict, "conflict rule")]
        for outcome in OUTCOMES:
            if outcome in spoken:
                return [(outcome, "clauses")]
        return [(voice.policy.otherwise, "default")]

    def _speaks(self, voice: Voice, left: Sequence[int]) -> bool:
        root = self.program.roots.speaks[self.program.voice_number[voice]]
        if root is not None:
            return self._value(root, left) is True
        if voice.incorporated_by and not any(self._speaks(each, left) for each in voice.incorporated_by):
            return False
        return voice.policy.applies is None or self.is_so(voice.policy.applies, left)

    # ------------------------------------------------------------ duties

    def _due(self, standing: Sequence[Rule], left: Sequence[int]) -> tuple[tuple[int, DutyState], ...]:
        requires = self.requires
        due = {duty for rule in standing if rule in requires for duty in requires[rule]}
        return tuple([(duty, self.state(duty, left)) for duty in sorted(due)]) if due else ()

    def state(self, number: int, left: Sequence[int]) -> DutyState:
        """Return the state of a duty that is due."""
        root = self._states[number]
        if root is not None:
            return self._value(root, left)  # type: ignore[return-value]
        _, duty = self.program.duties[number]
        if duty.breached is not None and self.is_so(duty.breached, left):
            return "breached"
        if duty.fulfilled is None:
            return "unknown"
        return "fulfilled" if self.is_so(duty.fulfilled, left) else "outstanding"


def candidates(judge: Judge, rows: int) -> list[Provision]:
    """Return the clauses of some rows, each once, in the order of the program."""
    rules, of_row = judge.program.rules, judge.index.rules
    return [rules[number] for number in dict.fromkeys([of_row[row] for row in positions(rows)])]
