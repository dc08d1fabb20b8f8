"""Decisions explained: the facts they rest on, what would change them, the way through the tree, the exceptions.

All of it comes from the diagrams, and each piece is replayed through the reference before it is shown: an explanation
that the meaning does not bear out is a fault of ours, and never an answer.
"""

from collections.abc import Callable, Iterable, Iterator
from itertools import groupby
from typing import NamedTuple

from policylang.core.domain import NO, YES, Domain
from policylang.core.program import Program
from policylang.diagnostics.errors import InternalError, TooLargeError
from policylang.diagram.manager import DiagramTooLargeError
from policylang.evaluate.account import Account
from policylang.evaluate.altered import Altering, only
from policylang.evaluate.case import Case
from policylang.evaluate.decide import decide
from policylang.evaluate.exceptions import Exceptions
from policylang.evaluate.explanation import Change, ExceptionTold, Explanation, Step
from policylang.evaluate.known import sentences
from policylang.evaluate.labels import lacks, listing, members, sentence, variable_label
from policylang.evaluate.needed import needed
from policylang.evaluate.options import MOST_STEPS, Found, Options
from policylang.evaluate.way import way
from policylang.semantics.decision import Decision, Verdict
from policylang.semantics.knowledge import Knowledge
from policylang.semantics.policy import OUTCOMES, Outcome, Path, Policy

MOST_CHANGES = 3
"""So many changes are told for each other outcome."""


class Wishes(NamedTuple):
    """What is wanted of an explanation, and how many steps it may take to find changes."""

    because: bool = False
    changes: bool = False
    path: bool = False
    exceptions: bool = False
    steps: int = MOST_STEPS


EVERYTHING = Wishes(because=True, changes=True, path=True, exceptions=True)


def explain(
    program: Program,
    account: Callable[[Case], Account],
    case: Case,
    knowledge: Knowledge,
    *,
    keep: Iterable[Path] = (),
    wishes: Wishes = EVERYTHING,
) -> Explanation:
    """Return why a decision is as it is, and what would make it another.

    Args:
        program: The compiled policy.
        account: Who answers for a case.
        case: The case, as cells.
        knowledge: The same case, as it was given.
        keep: Facts that are neither to be changed nor found out, with all their parts.
        wishes: What is wanted of it; the rest is left empty.

    Raises:
        InternalError: Something of it does not hold by the reference.

    Cost: That of a decision for each given fact, of the reference for each piece, and of a diagram of the choices.
    """
    return _Explaining(program, account, case, knowledge).explanation(frozenset(keep), wishes)


class _Explaining:
    def __init__(self, program: Program, account: Callable[[Case], Account], case: Case, knowledge: Knowledge) -> None:
        self.program = program
        self.domain: Domain = program.domain
        self.policy: Policy = program.policy
        self.account = account
        self.case = case
        self.knowledge = knowledge
        self.missing: list[str] = []
        self.here = account(case)
        self.possible = self.here.outcomes(program.whole)
        self.outcome: Verdict = self.possible[0] if len(self.possible) == 1 else "undetermined"

    def explanation(self, keep: frozenset[Path], wishes: Wishes) -> Explanation:
        """Return the explanation, as far as it is wanted."""
        enough = self._sufficient() if wishes.because else ()
        return Explanation(
            policy=self.policy.name,
            on=self.case.day,
            outcome=self.outcome,
            sufficient=enough,
            because=tuple(sentences(self.policy, self.knowledge, enough)),
            changes=self._changes(keep, wishes.steps) if wishes.changes else (),
            path=self._path() if wishes.path else (),
            exceptions=self._exceptions() if wishes.exceptions else (),
            not_worked_out=tuple(self.missing),
        )

    # ------------------------------------------------------------ the pieces

    def _sufficient(self) -> tuple[str, ...]:
        if self.here.has_limit and self.here.limit:
            self.missing.append("the facts that the outcome rests on")
            return ()
        paths = needed(self.program, self.account, self.case, self.program.whole, of=self.case.given)
        if self.outcome != "undetermined":
            self._must_give(self.outcome, only(self.knowledge, paths))
        return tuple(map(self.policy.text, paths))

    def _changes(self, keep: frozenset[Path], steps: int) -> tuple[Change, ...]:
        wanted = [each for each in OUTCOMES if each != self.outcome]
        found: list[Change] = []
        try:
            options = Options(self.program, self.case, kept=keep, steps=steps)
            for outcome in wanted:
                found += [self._change(outcome, each) for each in options.changes(outcome, most=MOST_CHANGES)]
        except (DiagramTooLargeError, RecursionError):
            self.missing.append("the nearest changes")
            return ()
        return tuple(sorted(found, key=lambda each: (each.cost, OUTCOMES.index(each.outcome))))

    def _change(self, outcome: Outcome, found: Found) -> Change:
        altering = Altering(self.policy, self.domain, self.knowledge)
        changed = altering.changed(found.cells)
        self._must_give(outcome, changed)
        return Change(outcome, found.cost, altering.alterations(found.cells), changed)

    def _path(self) -> tuple[Step, ...]:
        try:
            asked, end = way(self.program, self.case)
        except (DiagramTooLargeError, RecursionError):
            self.missing.append("the way through the tree")
            return ()
        if end != frozenset(self.possible):
            raise InternalError("a way through the tree ends in another outcome than the decision has")
        return tuple(self._steps([variable for variable in asked if not self._is_absent(variable)]))

    def _steps(self, asked: list[int]) -> Iterator[Step]:
        """Yield the steps; members of one set that are asked about one after the other are told together."""
        variables = self.domain.variables
        for (path, kind), run in groupby(asked, lambda each: (variables[each].path, variables[each].kind)):
            together = list(run)
            if path is not None and kind == "member":
                name = self.policy.text(path)
                yield Step(name, f"{name} {self._members(together)}")
            else:
                yield from map(self._step, together)

    def _members(self, variables: list[int]) -> str:
        sides: tuple[list[str], list[str]] = ([], [])
        for variable in variables:
            inside = self.case.left[variable] == 1 << YES
            names = members(self.domain, self.domain.variables[variable])
            sides[not inside].extend([" or ".join(names)] if inside else names)
        said = [f"include {listing(sides[0])}"] if sides[0] else []
        return " and ".join([*said, lacks("do", sides[1])] if sides[1] else said)

    def _step(self, variable: int) -> Step:
        name = variable_label(self.policy, self.domain, variable)
        told = list(sentences(self.policy, self.knowledge, [name])) if self.domain.variables[variable].path else []
        if self.domain.variables[variable].kind == "value" and told:
            return Step(name, told[0].removesuffix(" (judged)"))
        return Step(name, sentence(self.policy, self.domain, variable, self.case.left[variable]))

    def _is_absent(self, variable: int) -> bool:
        """Whether a variable is about a part of a thing that is not there."""
        return any(self.case.left[thing] == 1 << NO for thing in self.domain.variables[variable].things)

    def _exceptions(self) -> tuple[ExceptionTold, ...]:
        told = Exceptions(self.here, self.program.whole, self.domain, self.case).told()
        decision = self._replayed(self.knowledge)
        if decision is not None and decision.limit is None and not (self.here.has_limit and self.here.limit):
            bit = {(each.policy, each.over, each.by) for each in told if each.lifted}
            if bit != {(each.clause.policy, each.clause.name, by) for each in decision.lifted for by in each.by}:
                raise InternalError("an explanation tells other exceptions than the reference")
        return told

    # ------------------------------------------------------------ replayed

    def _must_give(self, outcome: Outcome, knowledge: Knowledge) -> None:
        """Put a case to the reference. What that cannot settle within its limit has to remain possible.

        Raises:
            InternalError: The reference gives another outcome.
        """
        decision = self._replayed(knowledge)
        if decision is None or decision.outcome == outcome:
            return
        if decision.outcome != "undetermined" or decision.limit is None:
            raise InternalError(f"an explanation says {outcome}, and the reference {decision.outcome}")

    def _replayed(self, knowledge: Knowledge) -> Decision | None:
        try:
            return decide(self.policy, knowledge, self.case.day)
        except TooLargeError:
            return None
