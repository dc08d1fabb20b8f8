"""What a decision says: the answers about a case written out in the words of the policy, each when it is asked for.

Nothing is decided here. Who decides gives an `Account`; this module knows what there is to report, and in which order.
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import cast

from policylang.evaluate.account import Account, Lifting
from policylang.semantics.decision import (
    FIELDS,
    AdviceReport,
    Certainty,
    Decision,
    DutyReport,
    Evidence,
    Lifted,
    Question,
)
from policylang.semantics.policy import OUTCOME_OF, Path
from policylang.semantics.reference import Provision, Voice
from policylang.semantics.types import phrase
from policylang.semantics.whole import Whole

STRONGEST_FIRST: tuple[Evidence, ...] = ("publisher", "quoted", "believed")


class Report:
    """A decision about a whole, or about a row of it, written out as it is asked for.

    Args:
        account: The answers about the case.
        whole: What is asked about.
        all_of_it: The whole that the case is decided under: `whole` itself, or one that has it as a row.
        day: The date of the decision.
    """

    def __init__(self, account: Account, whole: Whole, all_of_it: Whole, day: dt.date) -> None:
        self.account = account
        self.whole = whole
        self.all_of_it = all_of_it
        self.day = day
        self._worked_out: dict[str, object] = {}
        self._standing: Mapping[Provision, Certainty] | None = None
        self._lifting: Mapping[Provision, Lifting] | None = None

    def decision(self) -> Decision:
        """Return the decision."""
        policy = self.whole.voices[0].policy
        outcomes = self.account.outcomes(self.whole)
        return Decision.worked_out_later(policy.name, policy.digest, self.day, outcomes, later=self)

    def work_out(self, field: str) -> object:
        """Return the value of a field of the decision."""
        if not self.account.has_limit:
            return getattr(self, f"_{field}")()
        if field not in self._worked_out:  # for the limit all are worked out, and each takes long
            self._worked_out[field] = getattr(self, f"_{field}")()
        return self._worked_out[field]

    # ------------------------------------------------------------ fields

    def _bases(self) -> object:
        return self.account.bases(self.whole)

    def _editions(self) -> object:
        editions = self.whole.voices[0].policy.editions
        return tuple(edition.name for edition in editions if edition.period.contains(self.day))

    def _stands(self) -> object:
        return tuple([each.report(how) for each, how in self.standing.items()])

    def _lifted(self) -> object:
        return tuple(
            Lifted(each.report(lifting.certainty), tuple(by.clause.name for by in lifting.by))
            for each, lifting in self.lifting.items()
        )

    def _against(self) -> object:
        return tuple(each.report(how) for each, how in self.account.against(self.whole).items())

    def _duties(self) -> object:
        calling = self._calling("requires")
        return tuple([
            DutyReport(due.voice.policy.name, due.duty.name, due.duty.what, due.state, due.certainty,
                       tuple(calling[due.voice, due.duty.name]))
            for due in self.account.duties(self.whole)
        ])  # fmt: skip

    def _advice(self) -> object:
        calling = self._calling("recommends")
        return tuple([
            AdviceReport(given.voice.policy.name, given.advice.name, given.advice.what, given.certainty,
                         tuple(calling[given.voice, given.advice.name]))
            for given in self.account.advice(self.whole)
        ])  # fmt: skip

    def _open(self) -> object:
        return () if self._is_settled else tuple(map(self._question, self.account.open_paths(self.whole)))

    def _judgements(self) -> object:
        return tuple(map(self._text, self.account.judged(self.whole))) if self._is_settled else ()

    def _readings(self) -> object:
        return readings(self.whole, self._resting, self.lifting)

    def _weakest_evidence(self) -> object:
        return max((each.clause.evidence for each in self._resting if each.clause.evidence),
                   key=STRONGEST_FIRST.index, default=None)  # fmt: skip

    def _rows(self) -> object:
        return tuple(Report(self.account, row, self.all_of_it, self.day).decision() for row in self.whole.rows)

    def _limit(self) -> object:
        """Return the limit that was met. All else is worked out first, so that it does not matter who asks when."""
        if not self.account.has_limit:
            return None
        for field in FIELDS:
            if field not in ("policy", "digest", "on", "outcome", "possible", "editions", "limit"):
                self.work_out(field)
        for row in cast("tuple[Decision, ...]", self.work_out("rows")):
            _ = row.limit  # the same account answers for it
        return self.account.limit

    # ------------------------------------------------------------ what they are made of

    @property
    def _is_settled(self) -> bool:
        return len(self.account.outcomes(self.whole)) == 1

    # Not `cached_property`, which takes a lock and ten times as long.

    @property
    def standing(self) -> Mapping[Provision, Certainty]:
        """The clauses that stand, certainly or possibly."""
        if self._standing is None:
            self._standing = self.account.standing(self.whole)
        return self._standing

    @property
    def lifting(self) -> Mapping[Provision, Lifting]:
        """The clauses that are lifted, certainly or possibly."""
        if self._lifting is None:
            self._lifting = self.account.lifted(self.whole)
        return self._lifting

    def _calling(self, effect: str) -> dict[tuple[Voice, str], list[str]]:
        """Return the standing clauses that require each duty, or give each advice, by policy and name."""
        found: dict[tuple[Voice, str], list[str]] = {}
        for rule in self.standing:
            clause = rule.clause
            if clause.effect == effect:
                for target in clause.targets:
                    found.setdefault((rule.voice, target), []).append(clause.name)
        return found

    @property
    def _resting(self) -> list[Provision]:
        """The standing clauses that speak for a possible outcome, require a duty or lift, and those they are under.

        Nothing rests on a clause that stands in no completion, nor on what only such a clause is under.
        """
        outcomes = self.account.outcomes(self.whole)
        lifting = {by for each in self.lifting.values() for by in each.by}
        resting = {
            each
            for each in self.standing
            if OUTCOME_OF.get(each.clause.effect) in outcomes or each.clause.effect == "requires" or each in lifting
        }
        todo = list(resting)
        while todo:
            under = [each for each in todo.pop().under if each in self.standing and each not in resting]
            resting.update(under)
            todo.extend(under)
        return [each for each in self.standing if each in resting]

    def _question(self, path: Path) -> Question:
        facts = self.all_of_it.voices[0].policy
        around = [facts.slot(Path(path.fact, path.parts[:length])) for length in range(len(path.parts), -1, -1)]
        asks = next((slot.asks for slot in around if slot.asks), "")
        return Question(self._text(path), asks, phrase(around[0]), around[0].judged)

    def _text(self, path: Path) -> str:
        return self.all_of_it.voices[0].policy.text(path)


# ---------------------------------------------------------------- in the words of the policy


def readings(whole: Whole, resting: Sequence[Provision], lifting: Iterable[Provision]) -> tuple[str, ...]:
    """Return the interpretations taken in clauses that a decision rests on, and in exceptions that lifted."""
    names = {(each.voice.policy.name, each.clause.name) for each in resting}
    over = {(each.voice.policy.name, each.clause.name) for each in lifting}
    found = [reading for each in resting for reading in each.clause.readings]
    for voice in whole.voices:
        for pair in voice.policy.exceptions:
            lifted_it = (voice.policy.name, pair.by) in names and (voice.policy.name, pair.over) in over
            found += [pair.reading] if pair.reading and lifted_it else []
    return tuple(dict.fromkeys(found))
