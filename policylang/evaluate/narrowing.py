"""A case narrowed step by step, and what is sure of its clauses at each step: what a search goes through.

An *atom* is what a condition of the policy decides by itself: whether a clause applies as far as it says, whether a
policy speaks, whether a duty counts as fulfilled, whether a case can be. Everything above, the rules work out.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from policylang.core.literals import Answer as Sure, demand, every as all_sure, opposite as not_sure, some as any_sure
from policylang.diagram.manager import FALSE, TRUE, Cells, Node, Variable
from policylang.diagram.walk import leaves, paths, support
from policylang.evaluate.from_index import Judge
from policylang.semantics.policy import OUTCOMES, Condition
from policylang.semantics.reference import Provision, Voice
from policylang.semantics.worlds import Answer, Doubt, every, opposite, some, tests

Part = dict[Variable, Cells]
"""Some variables with fewer cells than a case leaves them: the part of the case in which they lie there."""
POSSIBLE = "possible"
"""The atom whether a case can be; the others are clauses by their numbers, voices, and a `ConditionAtom`."""

_YES: frozenset[bool] = frozenset({True})
_NO: frozenset[bool] = frozenset({False})


class Atoms:
    """The atoms of a policy: the diagram of each, or its conditions where that is too large.

    Args:
        judge: Decides total cases of the policy; it knows who prevails over whom.
    """

    def __init__(self, judge: Judge) -> None:
        self.judge = judge
        self.program = judge.program
        self._reads: dict[object, frozenset[Variable]] = {}
        self._regions: dict[int, Mapping[Variable, Cells]] = {}
        self.speaking = {
            (voice, outcome): self._speaking(voice.speaking_for[outcome])
            for voice in self.program.voices
            for outcome in OUTCOMES
        }

    def _speaking(self, rules: Iterable[Provision]) -> "Speaking":
        judge, number = self.judge, self.program.number
        rows = 0
        others = []
        for rule in rules:
            row = judge.row_of.get(number[rule])
            if row is None or number[rule] in judge.linked:
                others.append(rule)
            else:
                rows |= 1 << row
        return Speaking(rows, tuple(others))

    def region(self, row: int) -> Mapping[Variable, Cells]:
        """Return the cells in which the one row of a clause holds."""
        found = self._regions.get(row)
        if found is None:
            root = self.program.roots.alone[self.judge.index.rules[row]]
            assert root is not None  # noqa: S101 - a clause with an exact row has a diagram
            found = self._regions[row] = next(paths(self.program.diagrams, root, TRUE))
        return found

    def root(self, atom: object) -> Node | None:
        """Return the diagram of an atom, where it has one."""
        roots = self.program.roots
        if isinstance(atom, int):
            return roots.alone[atom]
        if isinstance(atom, Voice):
            return roots.speaks[self.program.voice_number[atom]]
        return roots.possible if atom == POSSIBLE else None

    def reads(self, atom: object) -> frozenset[Variable]:
        """Return the variables on which an atom may depend."""
        found = self._reads.get(atom)
        if found is None:
            root = self.root(atom)
            asked = (
                support(self.program.diagrams, [root]) if root is not None else self._written(self._conditions(atom))
            )
            found = self._reads[atom] = frozenset(asked)
        return found

    def sure(self, atom: object, left: Sequence[Cells], known: dict[Variable, Cells]) -> Sure:
        """Return whether an atom holds in all completions, in none; nothing where it may or may not."""
        root = self.root(atom)
        if root is not None:
            found = leaves(self.program.diagrams, root, known)
            return None if len(found) > 1 else TRUE in found
        holds = self.judge.holds
        if isinstance(atom, Voice):
            return self._speaks(atom, left)
        if isinstance(atom, int):
            rule = self.program.rules[atom]
            clause = rule.clause
            answers = [self._speaks(rule.voice, left), self.judge.in_force(atom, left)]
            answers += [holds(clause.when, left)] if clause.when is not None else []
            answers += [not_sure(holds(clause.unless, left))] if clause.unless is not None else []
            return all_sure(answers)
        if isinstance(atom, ConditionAtom):
            return holds(atom.condition, left)
        lines = self.program.always
        return all_sure([any_sure([not_sure(holds(line.condition, left)), holds(line.consequence, left)])
                         for line in lines])  # fmt: skip

    def _speaks(self, voice: Voice, left: Sequence[Cells]) -> Sure:
        around = [self._speaks(each, left) for each in voice.incorporated_by]
        scope = voice.policy.applies
        return all_sure(
            [any_sure(around) if around else True, True if scope is None else self.judge.holds(scope, left)]
        )

    def _conditions(self, atom: object) -> Iterator[Condition | None]:
        if isinstance(atom, int):
            rule = self.program.rules[atom]
            yield from (rule.clause.when, rule.clause.unless)
            yield from self._conditions(rule.voice)
        elif isinstance(atom, Voice):
            yield atom.policy.applies
            for each in atom.incorporated_by:
                yield from self._conditions(each)
        elif isinstance(atom, ConditionAtom):
            yield atom.condition
        else:
            yield from (each for line in self.program.always for each in (line.condition, line.consequence))

    def _written(self, conditions: Iterable[Condition | None]) -> Iterator[Variable]:
        for test in tests(each for each in conditions if each is not None):
            all_of, any_of = demand(self.program.domain, test)
            yield from (variable for variable, _ in (*all_of, *(any_of or ())))


class ConditionAtom:
    """A condition that is asked by itself; the same one is the same atom."""

    __slots__ = ("condition",)

    def __init__(self, condition: Condition) -> None:
        self.condition = condition

    def __eq__(self, other: object) -> bool:
        """Two are equal where their condition is the same one."""
        return isinstance(other, ConditionAtom) and other.condition is self.condition

    def __hash__(self) -> int:
        return id(self.condition)


class Narrowed:
    """A case with some variables narrowed to fewer cells, and what is sure in it. It answers the rules as a world does.

    `rows` are the rows of the index that it does not rule out, `certain` those that hold in all of it; `looked_at` is
    how many clauses were looked at one by one.

    INVARIANT: what is sure in a case is sure in each that is narrower.
    """

    __slots__ = ("_certain", "_stands", "_sure", "answers", "atoms", "known", "left", "looked_at", "rows")

    def __init__(
        self,
        atoms: Atoms,
        left: tuple[Cells, ...],
        rows: int,
        known: dict[Variable, Cells],
        sure: dict[object, Sure],
    ) -> None:
        self.atoms = atoms
        self.left = left
        self.rows = rows
        self.known = known
        self.looked_at = 0
        self.answers: dict[object, Answer] = {}
        self._certain: int | None = None
        self._sure = sure
        self._stands: dict[Provision, Answer] = {}

    @property
    def certain(self) -> int:
        """The rows that hold in all completions."""
        if self._certain is None:
            self._certain = self.atoms.judge.certain_rows(self.left)
        return self._certain

    def within(self, cells: Part) -> "Narrowed":
        """Return the case with some variables narrowed to some cells."""
        left = list(self.left)
        rows = self.rows
        for variable, few in cells.items():
            left[variable] = few
            rows &= self.atoms.judge.not_ruled_out(variable, few)
        reads = self.atoms.reads
        sure = {
            atom: answer for atom, answer in self._sure.items() if answer is not None or reads(atom).isdisjoint(cells)
        }
        return Narrowed(self.atoms, tuple(left), rows, {**self.known, **cells}, sure)

    def sure(self, atom: object) -> Sure:
        """Return whether an atom holds in all completions, in none; nothing where it may or may not."""
        row = self.atoms.judge.row_of.get(atom)  # type: ignore[call-overload]
        if row is not None:
            if not self.rows >> row & 1:
                return False
            return True if self.certain >> row & 1 else None
        try:
            return self._sure[atom]
        except KeyError:
            found = self._sure[atom] = self.atoms.sure(atom, self.left, self.known)
            return found

    def answer(self, atom: object) -> Answer:
        """Return the same, with a doubt about the atom where it may or may not."""
        sure = self.sure(atom)
        return Doubt(atom, _YES, _NO) if sure is None else sure  # type: ignore[arg-type]

    def recall(self, asked: object) -> Answer | None:
        """Return whether a clause stands, a policy speaks, or a clause of it speaks for an outcome."""
        if isinstance(asked, Provision):
            return self.stands(asked)
        if isinstance(asked, Voice):
            return self.answer(asked)
        found = self.answers.get(asked)
        if found is None and asked in self.atoms.speaking:
            found = self.answers[asked] = self._spoken(self.atoms.speaking[asked])
        return found

    def _spoken(self, speaking: "Speaking") -> Answer:
        """Return whether a clause of some stands: of those that stand where their row is left, all at once."""
        rows = self.rows & speaking.rows
        if rows & self.certain:
            return True
        more = some(self.stands(each) for each in speaking.others)
        if more is True or not rows:
            return more
        row = (rows & -rows).bit_length() - 1
        return Doubt(self.atoms.judge.index.rules[row], _YES, _NO)  # type: ignore[arg-type]

    def applies(self, rule: Provision) -> Answer:
        """Rule 2. Return whether a clause applies."""
        alone = self.answer(self.atoms.program.number[rule])
        if not rule.under or alone is False:
            return alone
        return every((alone, some(self.stands(each) for each in rule.under)))

    def stands(self, rule: Provision) -> Answer:
        """Rule 3. Return whether a clause stands."""
        found = self._stands.get(rule)
        if found is not None:
            return found
        todo = [rule]
        while todo:
            last = todo[-1]
            deciding = [each for each in (*last.prevailing, *last.under) if each not in self._stands]
            if deciding:
                todo.extend(deciding)
                continue
            todo.pop()
            self.looked_at += 1
            applies = self.applies(last)
            if applies is not False and last.prevailing:
                applies = every((applies, opposite(some(self._stands[each] for each in last.prevailing))))
            self._stands[last] = applies
        return self._stands[rule]

    # ------------------------------------------------------------ going on

    def split(self, doubt: Doubt) -> list[Part]:
        """Return parts that make up the case, on either side of a doubt, the one that is to be tried first last."""
        atom: object = doubt.variable
        row = self.atoms.judge.row_of.get(atom)  # type: ignore[call-overload]
        if row is not None:
            return self._split_row(row, wanted=doubt.yes == _YES)
        root = self.atoms.root(atom)
        return self._split_written(atom) if root is None else self._split_root(root, wanted=doubt.yes == _YES)

    def _split_row(self, row: int, *, wanted: bool) -> list[Part]:
        """Return the case inside the region of a row, and the rest of it cut by one variable of the region each."""
        left = self.left
        not_ruled_out = self.atoms.judge.not_ruled_out
        outside = {
            variable: left[variable] & ~cells
            for variable, cells in self.atoms.region(row).items()
            if left[variable] & ~cells
        }
        inside: dict[Variable, Cells] = {}
        parts: list[Part] = []
        # What leaves the fewest other clauses in doubt goes first.
        fewest = {each: (self.rows & not_ruled_out(each, cells)).bit_count() for each, cells in outside.items()}
        for variable in sorted(outside, key=fewest.__getitem__):
            parts.append({**inside, variable: outside[variable]})
            inside[variable] = left[variable] & ~outside[variable]
        parts.reverse()
        return [*parts, inside] if wanted else [inside, *parts]

    def _split_root(self, root: Node, *, wanted: bool) -> list[Part]:
        diagrams = self.atoms.program.diagrams
        node = root
        while True:
            variable = diagrams.variable[node]
            sides: dict[Node, Cells] = {}
            for cell, child in enumerate(diagrams.children[node]):
                if self.left[variable] >> cell & 1:
                    sides[child] = sides.get(child, 0) | 1 << cell
            if len(sides) > 1:
                break
            (node,) = sides
        rank = {TRUE: 2, FALSE: 0} if wanted else {TRUE: 0, FALSE: 2}
        return [{variable: sides[child]} for child in sorted(sides, key=lambda each: rank.get(each, 1))]

    def _split_written(self, atom: object) -> list[Part]:
        variable = min(each for each in self.atoms.reads(atom) if self.left[each] & (self.left[each] - 1))
        cells = self.left[variable]
        return [{variable: 1 << cell} for cell in range(cells.bit_length()) if cells >> cell & 1]


class Speaking(NamedTuple):
    """The clauses of a policy that speak for an outcome: rows of those that stand exactly there, and all others."""

    rows: int
    others: tuple[Provision, ...]


def narrowed(atoms: Atoms, left: Sequence[Cells]) -> Narrowed:
    """Return a case to begin with."""
    return Narrowed(atoms, tuple(left), atoms.judge.rows(left), atoms.program.domain.known(left), {})
