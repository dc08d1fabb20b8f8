"""The account of a total case: what is so is so certainly, and nothing is open."""

import datetime as dt
from collections.abc import Callable, Iterator

from policylang.core.program import Program, Rule
from policylang.evaluate.account import Account, Due, Given, Lifting
from policylang.evaluate.report import Report
from policylang.evaluate.truth import Truth
from policylang.semantics.decision import Basis, Certainty, DutyReport
from policylang.semantics.policy import OUTCOME_OF, Outcome, Path
from policylang.semantics.reference import Provision, calling_for
from policylang.semantics.whole import Whole


class TotalAccount:
    """The answers about one total case.

    Args:
        program: The compiled policy.
        truth: What is so in the case.
    """

    is_possible = True
    has_limit = False
    limit = None

    def __init__(self, program: Program, truth: Truth) -> None:
        self.program = program
        self.truth = truth

    def outcomes(self, whole: Whole) -> tuple[Outcome, ...]:
        """Return the outcome."""
        return (self._verdict(whole)[0],)

    def bases(self, whole: Whole) -> tuple[Basis, ...]:
        """Return its basis."""
        return (self._verdict(whole)[1],)

    def standing(self, whole: Whole) -> dict[Provision, Certainty]:
        """Return the clauses that stand."""
        return dict.fromkeys(self._of(whole, self.truth.standing), "certainly")

    def _of(self, whole: Whole, numbers: tuple[Rule, ...]) -> list[Provision]:
        """Return the clauses of some numbers that belong to a whole, in its order."""
        rules = self.program.rules
        if len(self.program.voices) == 1:
            return [rules[number] for number in numbers]
        return [rules[number] for voice in whole.voices for number in numbers if rules[number].voice is voice]

    def lifted(self, whole: Whole) -> dict[Provision, Lifting]:
        """Return the clauses that apply and do not stand."""
        if len(self.truth.applying) == len(self.truth.standing):
            return {}
        rules = self.program.rules
        standing = {rules[rule] for rule in self.truth.standing}
        return {
            rule: Lifting("certainly", tuple(each for each in rule.prevailing if each in standing))
            for rule in self._of(whole, self.truth.applying)
            if rule not in standing
        }

    def against(self, whole: Whole) -> dict[Provision, Certainty]:
        """Return the clauses that stand and speak for another outcome."""
        outcome = self._verdict(whole)[0]
        return {
            rule: how
            for rule, how in self.standing(whole).items()
            if OUTCOME_OF.get(rule.clause.effect, outcome) != outcome
        }

    def duties(self, whole: Whole) -> Iterator[Due]:
        """Return the duties that are due."""
        if len(self.program.voices) > 1:
            yield from (due for voice in whole.voices for due in self._due() if due.voice is voice)
        else:
            yield from self._due()

    def _due(self) -> Iterator[Due]:
        for number, state in self.truth.due:
            voice, duty = self.program.duties[number]
            yield Due(voice, duty, "certainly", state)

    def advice(self, whole: Whole) -> Iterator[Given]:
        """Return the advice that is given."""
        standing = self.standing(whole)
        for voice in whole.voices:
            for advice in voice.policy.advice:
                if any(each in standing for each in calling_for(voice, advice)):
                    yield Given(voice, advice, "certainly")

    def open_paths(self, whole: Whole) -> tuple[Path, ...]:  # noqa: ARG002 - as every account
        """Return nothing: all is known."""
        return ()

    def judged(self, whole: Whole) -> tuple[Path, ...]:  # noqa: ARG002 - as every account
        """Return nothing: whoever knows the case knows better."""
        return ()

    def _verdict(self, whole: Whole) -> tuple[Outcome, Basis]:
        return self.truth.verdicts[self.program.whole_number[id(whole)]]


class TotalReport(Report):
    """The decision about a total case, written out without a detour for what there is most of.

    Args:
        program: The compiled policy.
        truth: What is so in the case.
        day: The date of the decision.
    """

    def __init__(self, program: Program, truth: Truth, day: dt.date) -> None:
        super().__init__(TotalAccount(program, truth), program.whole, program.whole, day)
        self.truth = truth
        self.program = program

    def _stands(self) -> object:
        reports = self.program.reports
        if len(self.program.voices) > 1:
            return super()._stands()
        return tuple([reports[rule] for rule in self.truth.standing])

    def _duties(self) -> object:
        if len(self.program.voices) > 1:
            return super()._duties()
        requires, reports = self.program.requires, self.program.reports
        calling: dict[int, list[str]] = {duty: [] for duty, _ in self.truth.due}
        for rule in self.truth.standing:
            if rule in requires:
                for duty in requires[rule]:
                    calling[duty].append(reports[rule].name)
        name = self.program.policy.name
        found = []
        for number, state in self.truth.due:
            due = self.program.duties[number][1]
            found.append(DutyReport(name, due.name, due.what, state, "certainly", tuple(calling[number])))
        return tuple(found)


class JudgedReport(TotalReport):
    """The same, of a policy in which some facts are judged: another account answers which of those given are needed.

    Args:
        program: The compiled policy.
        truth: What is so in the case.
        day: The date of the decision.
        beside: Returns that account.
    """

    def __init__(self, program: Program, truth: Truth, day: dt.date, beside: Callable[[], Account]) -> None:
        super().__init__(program, truth, day)
        self.account = JudgedAccount(program, truth, beside)


class JudgedAccount(TotalAccount):
    """The answers of another account about judged facts, beside those about a total case."""

    def __init__(self, program: Program, truth: Truth, beside: Callable[[], Account]) -> None:
        super().__init__(program, truth)
        self._beside = beside

    def judged(self, whole: Whole) -> tuple[Path, ...]:
        """Return the judged facts among those given that the outcome would be lost without, other facts given."""
        return self._beside().judged(whole)
