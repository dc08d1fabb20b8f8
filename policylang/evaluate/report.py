"""What a decision says: each question it answers is put to the meaning, and the answers are written into a `Decision`.

Nothing is decided here. What a rule says is asked of `semantics.reference`, what holds of all possible completions of
`semantics.completions`; this module knows what there is to ask, and in which order it is reported.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from typing import NamedTuple

from policylang.semantics.completions import LIMIT, Completions
from policylang.semantics.decision import (
    AdviceReport,
    Basis,
    Certainty,
    ClauseReport,
    Decision,
    DutyReport,
    DutyState,
    Evidence,
    Lifted,
    Question,
)
from policylang.semantics.knowledge import Knowledge
from policylang.semantics.policy import (
    OUTCOME_OF,
    OUTCOMES,
    Advice,
    Clause,
    Duty,
    Outcome,
    Path,
    Policy as ResolvedPolicy,
)
from policylang.semantics.questions import open_paths
from policylang.semantics.reference import (
    BASES,
    Provision,
    Voice,
    basis_is,
    calling_for,
    family,
    is_against,
    is_due,
    is_due_in_state,
    is_given,
    is_lifted,
    lifts,
    outcome_is,
    stands,
)
from policylang.semantics.types import phrase

STATES: tuple[DutyState, ...] = ("fulfilled", "breached", "outstanding", "unknown")
STRONGEST_FIRST: tuple[Evidence, ...] = ("publisher", "quoted", "believed")


# ---------------------------------------------------------------- a policy and what it incorporates


class Whole(NamedTuple):
    """A policy on a day with all that it incorporates: voices decided together, its own first; a whole for each row."""

    voices: tuple[Voice, ...]
    rows: tuple["Whole", ...]

    @property
    def everybody(self) -> Iterator[Voice]:
        """The voices of the whole and of its rows."""
        yield from self.voices
        for row in self.rows:
            yield from row.everybody


def whole_of(policy: ResolvedPolicy, day: dt.date) -> Whole:
    """Return a policy on a day with whatever it incorporates."""
    return _with_rows(family(policy, day), day)


def completions_of(whole: Whole, knowledge: Knowledge, day: dt.date, *, limit: int = LIMIT) -> Completions:
    """Return the possible completions of a case, every clause read once.

    Raises:
        CaseError: There are none.
    """
    completions = Completions([voice.policy for voice in whole.voices], knowledge, day, limit=limit)
    completions.settle(dict.fromkeys(whole.everybody))
    return completions


def _with_rows(voices: tuple[Voice, ...], day: dt.date) -> Whole:
    incorporated = {each.name: each for each in voices[0].policy.incorporated}.values()
    return Whole(voices, tuple(_with_rows(_row(each, voices, day), day) for each in incorporated))


def _row(policy: ResolvedPolicy, voices: tuple[Voice, ...], day: dt.date) -> tuple[Voice, ...]:
    """Return the voices of an incorporated policy: those of the whole, unless others there incorporate them too."""
    alone = family(policy, day, around=voices[:1])
    names = {each.policy.name for each in alone}
    same = {voice.policy.name: voice for voice in voices if voice.policy.name in names}
    elsewhere = (
        around
        for name, voice in same.items()
        for around in voice.incorporated_by
        if around.policy.name not in names and not (name == policy.name and around is voices[0])
    )
    return alone if any(elsewhere) else tuple(same[each.policy.name] for each in alone)


# ---------------------------------------------------------------- the report


class Report:
    """The questions about a whole, or about a row of it, put to the possible completions of a case.

    Args:
        whole: What is asked about.
        all_of_it: The whole that the case is decided under: `whole` itself, or one that has it as a row.
        completions: The possible completions of the case.
        knowledge: What is known of it.
    """

    def __init__(self, whole: Whole, all_of_it: Whole, completions: Completions, knowledge: Knowledge) -> None:
        self.whole = whole
        self.all_of_it = all_of_it
        self.completions = completions
        self.knowledge = knowledge
        self.voices = whole.voices
        self.policy = whole.voices[0].policy
        self._standing: dict[Provision, Certainty | None] = {}
        self._provisions = [provision for voice in self.voices for provision in voice.provisions]

    def decision(self) -> Decision:
        """Return the decision."""
        outcomes = self._possible_outcomes(self.completions)
        settled = len(outcomes) == 1
        bases = self._bases(outcomes)
        for provision in self._provisions:
            if provision not in self._standing:
                self._standing[provision] = self.completions.certainty(partial(stands, provision))
        lifted = self._lifted()
        resting = self._rests_on(outcomes, lifted)
        reports = {
            "stands": tuple(_clause_report(each, how) for each in self._provisions if (how := self._standing[each])),
            "lifted": tuple(each for _, each in lifted),
            "against": tuple(self._against(outcomes)),
            "duties": tuple(self._duties()),
            "advice": tuple(self._advice()),
            "open": () if settled else tuple(map(self._question, open_paths(self.completions, self.voices))),
            "judgements": self._judgements() if settled else (),
            "readings": self._readings(resting, (each for _, each in lifted)),
            "weakest_evidence": _weakest(each.clause.evidence for each in resting),
            "rows": tuple(self._of_row(each).decision() for each in self.whole.rows),
        }
        day = self.completions.case.day
        return Decision(
            policy=self.policy.name,
            digest=self.policy.digest,
            on=day,
            outcome=outcomes[0] if settled else "undetermined",
            bases=bases,
            possible=outcomes,
            editions=tuple(edition.name for edition in self.policy.editions if edition.period.contains(day)),
            limit=f"{self.completions.limit:,} steps" if self.completions.limit_met else None,
            **reports,  # type: ignore[arg-type]
        )

    def needed(self, paths: Iterable[Path]) -> tuple[Path, ...]:
        """Return the facts left of some when all that the outcome does not need are dropped; judged ones go first.

        What is given besides stays. Where the outcome is undetermined, nothing is needed for it.
        """
        outcomes = self._possible_outcomes(self.completions)
        if len(outcomes) > 1:
            return ()
        paths = tuple(paths)
        kept = dict(self.knowledge.known)
        for path in sorted(paths, key=lambda path: not self._is_judged(path)):
            fewer = {each: known for each, known in kept.items() if each != path}
            if self._possible_outcomes(self._completions_with(Knowledge(fewer))) == outcomes:
                kept = fewer
        return tuple(path for path in paths if path in kept)

    # ------------------------------------------------------------ the outcome

    def _possible_outcomes(self, completions: Completions) -> tuple[Outcome, ...]:
        *milder, strictest = OUTCOMES
        found = [each for each in milder if completions.exists(partial(outcome_is, self.voices, each), share=1)]
        if not found or completions.exists(partial(outcome_is, self.voices, strictest), share=1):
            found.append(strictest)
        return tuple(found)

    def _bases(self, outcomes: Iterable[Outcome]) -> tuple[Basis, ...]:
        """Return every basis that a possible outcome can have, the strongest first."""
        exists, voices = self.completions.exists, self.voices
        return tuple(
            basis for basis in BASES if any(exists(partial(basis_is, voices, each, basis)) for each in outcomes)
        )

    def _against(self, outcomes: tuple[Outcome, ...]) -> Iterator[ClauseReport]:
        for provision in self._provisions:
            if self._standing[provision] and self._can_lose(provision, outcomes):
                how = self.completions.certainty(partial(is_against, provision, self.voices))
                if how:
                    yield _clause_report(provision, how)

    def _can_lose(self, provision: Provision, outcomes: tuple[Outcome, ...]) -> bool:
        """Whether a clause may stand and lose: the strictest outcome yields only to a milder one of the same policy."""
        outcome = OUTCOME_OF.get(provision.clause.effect)
        if outcome is None or outcomes == (outcome,):
            return False
        speaking_for = provision.voice.speaking_for
        others = (each for other in OUTCOMES if other != outcome for each in speaking_for[other])
        return outcome != OUTCOMES[-1] or any(self._standing[each] for each in others)

    # ------------------------------------------------------------ exceptions

    def _lifted(self) -> list[tuple[Provision, Lifted]]:
        found = []
        for provision in self._provisions:
            if not any(self._standing[each] for each in provision.prevailing):
                continue
            how = self.completions.certainty(partial(is_lifted, provision))
            if how:
                exists = self.completions.exists
                by = tuple(each.clause.name for each in provision.prevailing if exists(partial(lifts, each, provision)))
                found.append((provision, Lifted(_clause_report(provision, how), by)))
        return found

    # ------------------------------------------------------------ duties and advice

    def _duties(self) -> Iterator[DutyReport]:
        for voice in self.voices:
            for duty in voice.policy.duties:
                by = self._calling_for(voice, duty)
                how = self.completions.certainty(partial(is_due, voice, duty)) if by else None
                if how:
                    yield DutyReport(voice.policy.name, duty.name, duty.what, self._state(voice, duty), how, by)

    def _state(self, voice: Voice, duty: Duty) -> DutyState:
        """Return the state that the duty has in every possible completion in which it is due, if it is one."""
        found = [state for state in STATES if self.completions.exists(partial(is_due_in_state, voice, duty, state))]
        return found[0] if len(found) == 1 else "unknown"

    def _advice(self) -> Iterator[AdviceReport]:
        for voice in self.voices:
            for advice in voice.policy.advice:
                by = self._calling_for(voice, advice)
                how = self.completions.certainty(partial(is_given, voice, advice)) if by else None
                if how:
                    yield AdviceReport(voice.policy.name, advice.name, advice.what, how, by)

    def _calling_for(self, voice: Voice, target: Duty | Advice) -> tuple[str, ...]:
        return tuple(each.clause.name for each in calling_for(voice, target) if self._standing[each])

    # ------------------------------------------------------------ what the decision rests on

    def _rests_on(self, outcomes: tuple[Outcome, ...], lifted: Sequence[tuple[Provision, Lifted]]) -> list[Provision]:
        """Return the standing clauses that speak for a possible outcome, require a duty or lift, and those above."""
        lifting = {each for over, report in lifted for each in over.prevailing if each.clause.name in report.by}
        resting = {
            each
            for each in self._provisions
            if OUTCOME_OF.get(each.clause.effect) in outcomes or each.clause.effect == "requires" or each in lifting
        }
        todo = [each for each in resting if self._standing[each]]
        while todo:
            under = [each for each in todo.pop().under if each not in resting]
            resting.update(under)
            todo.extend(under)
        return [each for each in self._provisions if each in resting and self._standing[each]]

    def _readings(self, resting: Sequence[Provision], lifted: Iterable[Lifted]) -> tuple[str, ...]:
        """Return the interpretations taken in clauses that the decision rests on, and in exceptions that lifted."""
        names = {(each.voice.policy.name, each.clause.name) for each in resting}
        over = {(each.clause.policy, each.clause.name) for each in lifted}
        found = [reading for each in resting for reading in each.clause.readings]
        for voice in self.voices:
            for pair in voice.policy.exceptions:
                lifted_it = (voice.policy.name, pair.by) in names and (voice.policy.name, pair.over) in over
                found += [pair.reading] if pair.reading and lifted_it else []
        return tuple(dict.fromkeys(found))

    def _judgements(self) -> tuple[str, ...]:
        """Return the judged facts among what was given that the outcome would be lost without, other facts given."""
        judged = [path for path in self.knowledge.known if self._is_judged(path)]
        return tuple(map(self._text, self.needed(judged)))

    # ------------------------------------------------------------ facts and rows

    def _question(self, path: Path) -> Question:
        facts = self.all_of_it.voices[0].policy
        around = [facts.slot(Path(path.fact, path.parts[:length])) for length in range(len(path.parts), -1, -1)]
        asks = next((slot.asks for slot in around if slot.asks), "")
        return Question(self._text(path), asks, phrase(around[0]), around[0].judged)

    def _text(self, path: Path) -> str:
        return self.all_of_it.voices[0].policy.text(path)

    def _is_judged(self, path: Path) -> bool:
        return self.all_of_it.voices[0].policy.slot(path).judged is not None

    def _completions_with(self, knowledge: Knowledge) -> Completions:
        return completions_of(self.all_of_it, knowledge, self.completions.case.day, limit=self.completions.limit)

    def _of_row(self, row: Whole) -> "Report":
        report = Report(row, self.all_of_it, self.completions, self.knowledge)
        report._standing = self._standing  # clauses are asked about once
        return report


# ---------------------------------------------------------------- in the words of the policy


def _clause_report(provision: Provision, certainty: Certainty) -> ClauseReport:
    clause = provision.clause
    return ClauseReport(
        policy=provision.voice.policy.name,
        name=clause.name,
        effect=_effect(clause),
        summary=clause.summary,
        certainty=certainty,
        cites=clause.cites,
        words=clause.words,
        evidence=clause.evidence,
        readings=clause.readings,
    )


def _effect(clause: Clause) -> str:
    """Return the effect as the policy says it: `prohibits`, `exempts from no_faces`, `requires review`."""
    kind = "exempts from" if clause.effect == "exempts" else clause.effect
    return f"{kind} {', '.join(clause.targets)}".rstrip()


def _weakest(evidence: Iterable[Evidence | None]) -> Evidence | None:
    return max((each for each in evidence if each), key=STRONGEST_FIRST.index, default=None)
