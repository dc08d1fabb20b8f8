"""The evaluator: cases decided under a compiled policy, each in the cheapest way that answers it exactly.

A plain total case goes through code that is written for the day; any other total case through the joint diagram or the
index; a case with something unknown through the diagrams, or a search where the outcome has none. All give the same
decisions. The evaluator keeps what it made for the last days; it has no other state, and threads may share it.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Literal, NamedTuple

from policylang.core.index import Index, index
from policylang.core.program import Program
from policylang.diagnostics.errors import InternalError
from policylang.diagram.walk import leaf_where
from policylang.evaluate import facts
from policylang.evaluate.account import Account
from policylang.evaluate.case import Case, case_of
from policylang.evaluate.encode import Encoder
from policylang.evaluate.from_diagrams import DiagramAccount
from policylang.evaluate.from_index import Judge
from policylang.evaluate.report import Report
from policylang.evaluate.total import JudgedReport, TotalReport
from policylang.evaluate.truth import Truth
from policylang.semantics.decision import Decision
from policylang.semantics.knowledge import Knowledge
from policylang.semantics.policy import Path

if TYPE_CHECKING:
    from policylang.evaluate.explain import Wishes
    from policylang.evaluate.explanation import Explanation
    from policylang.evaluate.joint import Joint
    from policylang.evaluate.narrowing import Atoms
    from policylang.evaluate.plain import Decide, Rows
    from policylang.evaluate.to_python import Reading

MOST_DAYS = 64
"""For how many days what was made is kept."""


class Engine(NamedTuple):
    """How cases are decided on a day: those of which all is known, and those with gaps."""

    total: Literal["nested ifs", "one diagram", "bitmap index"]
    partial: Literal["diagrams", "search"]


class Evaluator:
    """Decides cases under a compiled policy.

    Args:
        program: The compiled policy.
        by_day: Where to keep the functions that decide plain cases of a day.
        by_index: Whether to decide total cases by the index alone; for tests, which compare the two ways.
    """

    def __init__(
        self, program: Program, *, by_day: "dict[dt.date, Decide] | None" = None, by_index: bool = False
    ) -> None:
        self.program = program
        self.encoder = Encoder(program.policy, program.domain)
        self._only_index = by_index
        self._by_day: dict[dt.date, Decide] = {} if by_day is None else by_day
        self._joints: dict[int, Joint | None] = {}
        self._met: set[dt.date] = set()

    def __reduce__(self) -> tuple[object, ...]:
        """Leave out what was made for days: it is made again."""
        return type(self), (self.program,)

    def decide(self, case: object, day: dt.date) -> Decision:
        """Return the decision about a case, as a caller gives it, on a day.

        Raises:
            CaseError: The case is faulty, or cannot be.
        """
        plain = self._by_day.get(day) or self._plain(day)
        return plain(case) or self._decide(case, day)

    def _plain(self, day: dt.date) -> "Decide":
        """Return the function for a day; for its first case one that decides nothing: to make one takes many cases."""
        if day in self._met:
            return self.on(day)
        if len(self._met) >= MOST_DAYS:
            self._met.clear()
        self._met.add(day)
        return self._long

    def decide_knowledge(self, knowledge: Knowledge, day: dt.date) -> Decision:
        """Return the decision about what is known of a case.

        Raises:
            CaseError: The case cannot be.
        """
        case = case_of(knowledge, day, self.program.domain, self.encoder.declared)
        return self._of_case(case, knowledge)

    def account(self, case: Case) -> Account:
        """Return the account of a case of which something may be unknown."""
        if self.program.is_complete:
            return DiagramAccount(self.judge, case)
        from policylang.evaluate.search import SearchAccount

        return SearchAccount(self.atoms, case)

    def engine(self, day: dt.date) -> Engine:
        """Return how cases are decided on a day."""
        partial: Literal["diagrams", "search"] = "diagrams" if self.program.is_complete else "search"
        if self._only_index or self._joint(day) is None:
            return Engine("bitmap index", partial)
        plain = self._by_day.get(day) or self.on(day)
        return Engine("one diagram" if plain is self._long else "nested ifs", partial)

    def explain(
        self, knowledge: Knowledge, day: dt.date, *, keep: Iterable[Path] = (), wishes: "Wishes | None" = None
    ) -> "Explanation":
        """Return why the decision about what is known of a case is as it is, and what would make it another.

        Args:
            knowledge: What is known.
            day: The date of the decision.
            keep: Facts that no change may touch, with all their parts.
            wishes: What is wanted of it; all, where left out.

        Raises:
            CaseError: The case cannot be.
        """
        from policylang.evaluate.explain import EVERYTHING, explain

        case = case_of(knowledge, day, self.program.domain, self.encoder.declared)
        if not self.account(case).is_possible:
            self._refuse(knowledge, day)
        return explain(self.program, self.account, case, knowledge, keep=keep, wishes=wishes or EVERYTHING)

    # ------------------------------------------------------------ the long way

    def _decide(self, given: object, day: dt.date) -> Decision:
        case = self.encoder.read(given, day)
        if case is not None:
            return self._of_case(case, None, given)
        knowledge = facts.read(self.program.policy, given)  # type: ignore[arg-type]
        return self.decide_knowledge(knowledge, day)

    def _of_case(self, case: Case, knowledge: Knowledge | None, given: object = None) -> Decision:
        """Return the decision about a case; what was given is kept, to say what is wrong with a case that cannot be."""
        whole = self.program.whole
        left = self._total(case)
        if left is not None:
            truth = self._truth(case.day, left)
            if truth is not None:
                return self._report(truth, case)
        else:
            account = self.account(case)
            if account.is_possible:
                return Report(account, whole, whole, case.day).decision()
        self._refuse(knowledge or facts.read(self.program.policy, given), case.day)  # type: ignore[arg-type]
        raise InternalError("a case that the reference allows was taken for impossible")

    def _total(self, case: Case) -> Sequence[int] | None:
        """Return one cell of every variable, or nothing where more are left of one that matters.

        Parts of things that are not there do not matter, and any cell will do for them.
        """
        variables = self.program.domain.variables
        several = [number for number, cells in enumerate(case.left) if cells & (cells - 1)]
        if not several:
            return case.left
        left = list(case.left)
        for number in several:
            if not any(left[thing] == 1 for thing in variables[number].things):
                return None
            left[number] = 1
        return left

    def _truth(self, day: dt.date, left: Sequence[int]) -> Truth | None:
        made = None if self._only_index or day not in self._by_day else self._joint(day)
        if made is None:
            return self.judge.truth(self.judge.rows(left), left) if self.judge.is_possible(left) else None
        leaf = leaf_where(made.diagrams, made.root, left)
        return made.diagrams.values[leaf]  # type: ignore[return-value]

    def _report(self, truth: Truth, case: Case) -> Decision:
        if self._has_judged_facts:
            return JudgedReport(self.program, truth, case.day, lambda: self.account(case)).decision()
        return TotalReport(self.program, truth, case.day).decision()

    def _refuse(self, knowledge: Knowledge, day: dt.date) -> None:
        """Raise the error that names the `always` that a case breaks: the reference finds it."""
        from policylang.semantics.completions import Completions

        Completions([voice.policy for voice in self.program.whole.voices], knowledge, day)

    # ------------------------------------------------------------ what is made

    @cached_property
    def index(self) -> Index:
        """The bitmap index."""
        return index(self.program)

    @cached_property
    def judge(self) -> Judge:
        """Decides by the index."""
        return Judge(self.program, self.index)

    @cached_property
    def atoms(self) -> "Atoms":
        """What a search asks."""
        from policylang.evaluate.narrowing import Atoms

        return Atoms(self.judge)

    @cached_property
    def _has_judged_facts(self) -> bool:
        policy = self.program.policy
        paths = (variable.path for variable in self.program.domain.variables)
        return any(policy.slot(path).judged is not None for path in paths if path is not None)

    @cached_property
    def _reading(self) -> "Reading":
        from policylang.evaluate.to_python import reading

        return reading(self.program.policy, self.program.domain)

    @cached_property
    def _rows(self) -> "Rows":
        from policylang.evaluate.plain import Rows

        return Rows(self._reading, self.judge)

    def _joint(self, day: dt.date) -> "Joint | None":
        from policylang.evaluate.joint import joint

        cell = self.program.domain.day_cell(day)
        if cell not in self._joints:
            self._joints[cell] = joint(self.program, day)
        return self._joints[cell]

    def on(self, day: dt.date) -> "Decide":
        """Return a function that decides plain total cases on a day, and returns nothing for all others."""
        if len(self._by_day) >= MOST_DAYS:
            self._by_day.clear()
        made = self._by_day[day] = self._made(day)
        return made

    def _made(self, day: dt.date) -> "Decide":
        """Return the function for a day: where facts are judged, what a decision says rests on the case too."""
        from policylang.evaluate.plain import plain_by_rows, plain_by_tree
        from policylang.evaluate.to_python import TooMuchCodeError

        if self._has_judged_facts:
            return self._long
        together = None if self._only_index else self._joint(day)
        if together is None:
            return self._long if self.program.always else plain_by_rows(self._rows, self.encoder, day)
        try:
            return plain_by_tree(self._reading, together, self.program, day)
        except TooMuchCodeError:
            return self._long

    @staticmethod
    def _long(_case: object) -> None:
        """Decide nothing: every case goes the long way."""
