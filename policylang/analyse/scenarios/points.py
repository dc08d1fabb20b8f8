"""What scenarios can reach of a policy: its clauses, exceptions, conditions and bounds, each as cases that show it.

That a condition matters on its own is shown by two cases in which it differs, and the clause's applying too, and in
each of which the clause would apply otherwise were this condition alone otherwise: the masking form of modified
condition/decision coverage. Other conditions may differ between the two cases, as long as they do not hide this one;
the unique-cause form would hold them still, which conditions on the same facts do not allow.

Source: J. J. Chilenski, S. P. Miller, Applicability of Modified Condition/Decision Coverage to Software Testing,
    Software Engineering Journal 9(5), 1994; K. J. Hayhurst, D. S. Veerhusen, J. J. Chilenski, L. K. Rierson, A
    Practical Tutorial on Modified Condition/Decision Coverage, NASA/TM-2001-210876, 2001; for the masking form J. J.
    Chilenski, An Investigation of Three Forms of the Modified Condition Decision Coverage (MCDC) Criterion,
    DOT/FAA/AR-01/18, 2001.
"""

import datetime as dt
from collections.abc import Callable, Iterator
from functools import partial
from itertools import product
from typing import Literal, NamedTuple

from policylang.analyse.scenarios.bounds import clause_dates, sides
from policylang.analyse.scenarios.tried import Tried
from policylang.analyse.sites import FAILS, HOLDS, Site, Steps, is_atom, replaced, sites
from policylang.analyse.subject import Subject
from policylang.analyse.wording import worded
from policylang.core.program import Rule
from policylang.diagram.manager import FALSE, TRUE, DiagramTooLargeError, Node
from policylang.semantics.policy import Clause, Condition, Within
from policylang.semantics.reference import Provision, applies, holds, lifts, stands
from policylang.semantics.worlds import Answer, World, every, opposite, some
from policylang.source import Place

Kind = Literal["applies", "stands", "exception", "condition", "bound"]
KINDS: tuple[Kind, ...] = ("applies", "stands", "exception", "condition", "bound")
Field = Literal["when", "unless"]
FIELDS: tuple[Field, ...] = ("when", "unless")
_MOST_NODES = 20_000
_MOST_STEPS = 800_000


class Goal(NamedTuple):
    """What has to hold of a scenario's case, whatever the case leaves open; `shows` asks the reference whether it does.

    `said` says it in a few words, as the title of a scenario.
    """

    node: Node
    shows: Callable[[Tried], bool]
    said: str


class Point(NamedTuple):
    """Something to reach: by scenarios that together show every goal of one of its `ways`."""

    kind: Kind
    clause: str
    said: str
    place: Place | None
    ways: tuple[tuple[Goal, ...], ...]


Ways = tuple[tuple[Goal, ...], ...]
_Sketch = tuple[Kind, str, Place | None, Callable[[], Ways]]
"""A point that is not made yet: its kind, what it says, where it is written, and what makes its ways."""


class Undecided(NamedTuple):
    """A point that was not looked at, because its diagrams would be too large."""

    kind: Kind
    clause: str
    said: str
    place: Place | None


def points(subject: Subject) -> Iterator[Point | Undecided]:
    """Yield what scenarios can reach of the clauses of a policy itself, clause by clause.

    Args:
        subject: The policy, its variables telling apart what `bounds.asking` lists.
    """
    for number in range(len(subject.rules)):
        yield from _Clause(subject, number).points()


class _Clause:
    """The points of one clause."""

    def __init__(self, subject: Subject, number: Rule) -> None:
        self.subject = subject
        self.number = number
        self.rule: Provision = subject.rules[number]
        self.clause: Clause = self.rule.clause
        self.name = self.clause.name

    def points(self) -> Iterator[Point | Undecided]:
        """Yield them: the clause, what lifts it, its conditions, its bounds and dates."""
        for kind, said, place, make in self._sketches():
            try:
                with self.subject.diagrams.at_most(_MOST_NODES, steps=_MOST_STEPS):
                    yield Point(kind, self.name, said, place, make())
            except DiagramTooLargeError:
                yield Undecided(kind, self.name, said, place)

    def _sketches(self) -> Iterator[_Sketch]:
        policy, place = self.subject.policy, self.clause.place
        yield "applies", "it applies", place, self._applying
        yield "stands", "it stands", place, self._standing
        for by in self.rule.prevailing:
            yield "exception", f"lifted by {by.clause.name}", self._written(by), partial(self._lifted, by)
        for field, site in self._sites(into_definitions=False):
            if is_atom(site.condition):
                yield "condition", self._said(field, site), site.condition.place, partial(self._pairs, field, site)
        for field, site in self._sites(into_definitions=True):
            if isinstance(site.condition, Within):
                for side in sides(policy, site.condition):
                    said = f"{worded(policy, side)}, for {self._said(field, site)}"
                    yield "bound", said, site.condition.place, partial(self._at_bound, field, site, side)
        for day, said in clause_dates(self.clause):
            yield "bound", f"{day.isoformat()}, {said}", place, partial(self._dated, day, said)

    def _sites(self, *, into_definitions: bool) -> Iterator[tuple[Field, Site]]:
        for field in FIELDS:
            condition = self._condition(field)
            if condition is not None:
                yield from ((field, site) for site in sites(condition, into_definitions=into_definitions))

    def _condition(self, field: Field) -> Condition | None:
        return self.clause.when if field == "when" else self.clause.unless

    def _said(self, field: Field, site: Site) -> str:
        return f"{'unless ' if field == 'unless' else ''}{worded(self.subject.policy, site.condition)}"

    def _written(self, by: Provision) -> Place | None:
        pairs = (each for each in self.subject.policy.exceptions if (each.by, each.over) == (by.clause.name, self.name))
        return next((each.place for each in pairs), None)

    # ------------------------------------------------------------ the clause as a whole

    def _applying(self) -> Ways:
        return ((Goal(self.subject.applies(self.number), self._asks(applies), f"{self.name} applies"),),)

    def _standing(self) -> Ways:
        return ((Goal(self.subject.stands(self.number), self._asks(stands), f"{self.name} stands"),),)

    def _asks(self, rule: Callable[[Provision, World], Answer]) -> Callable[[Tried], bool]:
        def shows(tried: Tried) -> bool:
            here = tried.clause(self.name)
            return here is not None and tried.certainly(partial(rule, here))

        return shows

    def _lifted(self, by: Provision) -> Ways:
        subject, other = self.subject, by.clause.name

        def shows(tried: Tried) -> bool:
            here, over = tried.clause(self.name), tried.clause(other)
            return here is not None and over is not None and tried.certainly(partial(lifts, over, here))

        node = subject.both(subject.applies(self.number), subject.stands(subject.program.number[by]))
        return ((Goal(node, shows, f"{self.name} is lifted by {other}"),),)

    # ------------------------------------------------------------ conditions

    def _pairs(self, field: Field, site: Site) -> Ways:
        """Return the two ways in which a condition can be shown to matter: as it holds the clause applies, or not."""
        deciding = _Deciding(self, field, site.steps)
        goals = {each: deciding.goal(site, holds_=each[0], does=each[1]) for each in product((True, False), repeat=2)}
        both = (
            (goals[True, True], goals[False, False]),
            (goals[True, False], goals[False, True]),
        )
        return tuple(way for way in both if all(goal.node != FALSE for goal in way)) or both[:1]

    def _at_bound(self, field: Field, site: Site, side: Within) -> Ways:
        """Return the goal that a value at a bound decides whether the clause applies."""
        deciding = _Deciding(self, field, site.steps)
        node = self.subject.both(deciding.node, self.subject.condition(side))

        def shows(tried: Tried) -> bool:
            return tried.certainly(lambda world: every((holds(side, world), deciding.asked(tried, world))))

        return ((Goal(node, shows, f"{self.name}, where {worded(self.subject.policy, side)}"),),)

    # ------------------------------------------------------------ dates

    def _dated(self, day: dt.date, said: str) -> Ways:
        """Return the goal that on a day the clause applies, or would, were it in force."""

        def shows(tried: Tried) -> bool:
            return tried.day == day and tried.certainly(partial(applies, tried.other(self.clause)))

        node = self.subject.both(self.subject.on(day), self.applies_as(self.clause))
        return ((Goal(node, shows, f"{self.name}, on {said}"),),)

    def applies_as(self, clause: Clause) -> Node:
        """Return where the clause would apply with the conditions of another, were it in force."""
        subject, condition = self.subject, self.subject.condition
        parts = [subject.speaks]
        if self.rule.under:
            parts.append(subject.either(*(subject.stands(subject.program.number[each]) for each in self.rule.under)))
        if clause.when is not None:
            parts.append(condition(clause.when))
        if clause.unless is not None:
            parts.append(subject.no(condition(clause.unless)))
        return subject.both(*parts)


def with_condition(clause: Clause, field: Field, condition: Condition | None) -> Clause:
    """Return a clause with another condition, or none, as its `when` or its `unless`."""
    return clause._replace(when=condition) if field == "when" else clause._replace(unless=condition)


class _Deciding:
    """Where a condition decides whether its clause applies: it does, were the condition so, and does not, were it not.

    `node` is where, and `asked` the question to the reference.
    """

    def __init__(self, clause: _Clause, field: Field, steps: Steps) -> None:
        subject = clause.subject
        whole = clause.clause.when if field == "when" else clause.clause.unless
        assert whole is not None  # noqa: S101 - the site lies in it
        self.clause = clause
        self.with_it, self.without = (
            with_condition(clause.clause, field, replaced(whole, {steps: answer})) for answer in (HOLDS, FAILS)
        )
        does, does_not = clause.applies_as(self.with_it), clause.applies_as(self.without)
        differs = subject.either(subject.both(does, subject.no(does_not)), subject.both(does_not, subject.no(does)))
        self.node = subject.both(
            differs, subject.condition.during(clause.clause.times) if clause.clause.times else TRUE
        )

    def asked(self, tried: Tried, world: World) -> Answer:
        """Return whether the condition decides; nothing is decided on a day on which the clause is not in force."""
        if tried.clause(self.clause.name) is None:
            return False
        does = applies(tried.other(self.with_it), world)
        does_not = applies(tried.other(self.without), world)
        return some((every((does, opposite(does_not))), every((does_not, opposite(does)))))

    def goal(self, site: Site, *, holds_: bool, does: bool) -> Goal:
        """Return the goal that the condition decides, holds or not, and the clause applies or not."""
        subject, rule = self.clause.subject, self.clause.number
        condition, whole = subject.condition(site.condition), subject.applies(rule)
        node = subject.both(
            self.node, condition if holds_ else subject.no(condition), whole if does else subject.no(whole)
        )

        def shows(tried: Tried) -> bool:
            here = tried.clause(self.clause.name)
            if here is None:
                return False

            def asked(world: World) -> Answer:
                is_so, applying = holds(site.condition, world), applies(here, world)
                return every((
                    self.asked(tried, world),
                    is_so if holds_ else opposite(is_so),
                    applying if does else opposite(applying),
                ))  # fmt: skip

            return tried.certainly(asked)

        how = "applies" if does else "does not apply,"
        said = worded(subject.policy, site.condition)
        return Goal(node, shows, f"{self.clause.name} {how} only because this {'holds' if holds_ else 'fails'}: {said}")
