"""The dates on which a policy changes: what each of them changes, told apart from dates that change nothing."""

import datetime as dt
from collections.abc import Iterator
from typing import Literal, NamedTuple

from policylang.analyse.compare.diff import Limits, between
from policylang.analyse.compare.difference import Difference
from policylang.analyse.given import NOTHING, Given
from policylang.analyse.subject import Subject, subject
from policylang.diagram.manager import DiagramTooLargeError
from policylang.picture.bars import Chart, Colour, Mark, Row, Weight
from policylang.semantics.policy import OUTCOME_OF, Policy
from policylang.semantics.reference import Provision

Effect = Literal["outcomes", "grounds", "nothing", "undecided"]
"""What a date changes: outcomes of cases; clauses that stand, duties or advice alone; or nothing of any decision."""

_DAY = dt.timedelta(days=1)
_LEGEND: tuple[tuple[Weight, str], ...] = (
    ("strong", "the outcome of some case changes"),
    ("weak", "no outcome changes: other clauses stand, or other duties are due"),
    ("none", "no decision changes"),
)


_COLOURS: tuple[tuple[Colour, str], ...] = (
    ("prohibited", "prohibits"),
    ("permitted", "permits"),
    ("plain", "exempts, requires or recommends"),
)


class Turn(NamedTuple):
    """A date on which a clause or an edition begins or ends, and what it changes from the day before.

    `difference` leaves out the regions of its groups, and what stays.
    """

    day: dt.date
    effect: Effect
    difference: Difference
    begins: tuple[str, ...]
    ends: tuple[str, ...]
    editions: tuple[str, ...]


class Span(NamedTuple):
    """A clause with whether it is in force in each stretch of time: before the first turn, and from each turn on."""

    clause: str
    effect: str
    in_force: tuple[bool, ...]


class Timeline(NamedTuple):
    """A policy over time. Between two turns, and before the first, nothing of any decision depends on the date.

    `given` is what all cases have in common that were compared; `spans` then leave out `silent` clauses, which stand in
    none of them.
    """

    policy: str
    title: str | None
    turns: tuple[Turn, ...]
    spans: tuple[Span, ...]
    given: Given = NOTHING
    silent: int = 0

    @property
    def chart(self) -> Chart:
        """The picture: a bar for each clause, a mark at each turn."""
        dated = [each for each in self.spans if not all(each.in_force)]
        always = len(self.spans) - len(dated)
        subtitle = (
            "Which clauses are in force; time is not to scale" if self.turns else "Nothing in it depends on the date"
        )
        if always and dated:
            subtitle += f"; {always} always in force {'is' if always == 1 else 'are'} left out"
        if self.silent and dated:
            is_one = self.silent == 1
            subtitle += f"; {self.silent} that {'stands in no such case is' if is_one else 'stand in no such case are'}"
            subtitle += " left out"
        marks, rows = tuple(map(_mark, self.turns)), tuple(map(_row, dated))
        return Chart(self.title or self.policy, subtitle, marks, rows, _LEGEND, _COLOURS)


def timeline(policy: Policy, *, given: Given = NOTHING, limits: Limits | None = None) -> Timeline:
    """Return every date on which something of a policy begins or ends, with what it changes.

    Args:
        policy: The policy.
        given: What is given of all cases that are compared.
        limits: How far the days around each date are compared; where left out, as far as `diff` goes.

    Raises:
        CaseError: No case can be as is given.
    """
    asked = subject(policy, given=given)
    asked.must_be_possible(None)
    days = [day for day in asked.domain.days if day > dt.date.min]
    stretches = [days[0] - _DAY, *days] if days else [dt.date(2024, 1, 1)]
    turns, spans = tuple(_turns(asked, days, limits)), tuple(_spans(asked, stretches))
    every = sum(len(voice.provisions) for voice in asked.program.whole.voices)
    return Timeline(policy.name, policy.title, turns, spans, given, every - len(spans))


def _turns(asked: Subject, days: list[dt.date], limits: Limits | None) -> Iterator[Turn]:
    for day in days:
        found = between(asked, day - _DAY, day, in_short=True, limits=limits).difference()
        begins = tuple(each.name for each in found.clauses if each.meaning == "added")
        ends = tuple(each.name for each in found.clauses if each.meaning == "removed")
        editions = tuple(each.name for each in asked.policy.editions if each.period.start == day)
        yield Turn(day, _effect(found), found, begins, ends, editions)


def _effect(found: Difference) -> Effect:
    if found.verdict not in ("equivalent", None):
        return "outcomes"
    if found.verdict is None or found.undecided:
        return "undecided"
    moved = any(each.gained.affected or each.lost.affected for each in found.clauses)
    return "grounds" if moved or not found.is_nothing or found.regrounded.affected else "nothing"


def _spans(asked: Subject, stretches: list[dt.date]) -> Iterator[Span]:
    for voice in asked.program.whole.voices:
        for rule in voice.provisions:
            if asked.given.knowledge.known and _is_silent(asked, rule):
                continue
            own = voice is asked.voice
            name = rule.clause.name if own else f"{voice.policy.name}.{rule.clause.name}"
            in_force = tuple(rule.clause.in_force(day) for day in stretches)
            yield Span(name, rule.report("certainly").effect, in_force)


def _is_silent(asked: Subject, rule: Provision) -> bool:
    """Whether a clause stands in no case that is as is given."""
    try:
        return not asked.ever(asked.stands(asked.program.number[rule]))
    except DiagramTooLargeError:
        return False


def _mark(turn: Turn) -> Mark:
    notes = {"outcomes": turn.difference.verdict or "", "grounds": "other clauses", "nothing": "no change"}
    weights: dict[Effect, Weight] = {"outcomes": "strong", "grounds": "weak", "nothing": "none", "undecided": "strong"}
    return Mark(turn.day.isoformat(), notes.get(turn.effect, "not compared"), weights[turn.effect])


def _row(span: Span) -> Row:
    kind = span.effect.partition(" ")[0]
    colour: Colour = "plain"
    if kind in OUTCOME_OF:
        colour = "prohibited" if OUTCOME_OF[kind] == "prohibited" else "permitted"
    return Row(span.clause, span.effect, colour, span.in_force)
