"""Two sides of a comparison over one set of variables: where they differ, cut into parts that change alike.

A side is a policy on a day, or on all days. Everything here is a diagram; `diff` puts it into words.
"""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property, partial
from typing import Literal, NamedTuple

from policylang.analyse.subject import Kinds, Subject
from policylang.core.domain import DAY
from policylang.core.program import Rule, Verdict
from policylang.core.verdict import verdict as put_together
from policylang.diagram.algebra import conjoin, disjoin, negate, relabel, restrict
from policylang.diagram.manager import FALSE, Diagrams, DiagramTooLargeError, Node
from policylang.diagram.walk import leaves
from policylang.semantics.policy import OUTCOME_OF, OUTCOMES
from policylang.semantics.reference import Provision, Voice

MOST_PARTS = 60
"""So many groups are told by all their clauses; more are told by the first alone, or by none."""
GROUNDED = ("clauses", "conflict rule")
"""The bases of an outcome that is by clauses."""
Key = tuple[str, str]
"""A clause, duty or advice: its policy, empty for the policy that is compared, and its name."""


class Half:
    """One side: a policy, on a day or on all of them.

    Args:
        subject: The policy.
        day: The day; nothing for all days.
    """

    def __init__(self, subject: Subject, day: dt.date | None) -> None:
        self.subject = subject
        self.day = day
        self.diagrams: Diagrams = subject.diagrams
        self._known = {} if day is None else {DAY: 1 << subject.domain.day_cell(day)}
        self._found: dict[Node, Node] = {}

    def at(self, node: Node) -> Node:
        """Return a diagram as it is on the day."""
        if not self._known:
            return node
        (found,) = restrict(self.diagrams, [node], self._known, found=self._found)
        return found

    @cached_property
    def possible(self) -> Node:
        """Where a case can be."""
        return self.at(self.subject.possible)

    @cached_property
    def rules(self) -> dict[Key, Rule]:
        """The clauses of the whole by what they are called."""
        program = self.subject.program
        return {self.key(rule): program.number[rule] for voice in program.whole.voices for rule in voice.provisions}

    def key(self, rule: Provision) -> Key:
        """Return what a clause is called."""
        return self.name(rule.voice), rule.clause.name

    def name(self, voice: Voice) -> str:
        """Return what the policy of a voice is called: nothing where it is the one that is compared."""
        return "" if voice is self.subject.voice else voice.policy.name

    @property
    def is_dated(self) -> bool:
        """Whether a decision can depend on the date."""
        return self.subject.domain.variables[DAY].size > 1

    def in_force(self, rule: Provision) -> bool:
        """Whether a clause is in force on the day; without a day, whether it ever is."""
        return self.day is None or rule.clause.in_force(self.day)

    def stands(self, rule: Rule) -> Node:
        """Return where a clause stands.

        Raises:
            DiagramTooLargeError: The diagram would be too large.
        """
        return self.at(self.subject.stands(rule))

    def alone(self, rule: Rule) -> Node:
        """Return where a clause applies as far as it says itself.

        Raises:
            DiagramTooLargeError: The diagram would be too large.
        """
        return self.at(self.subject.alone(rule))

    def speaking_for(self, outcome: str) -> Iterator[tuple[Key, Rule]]:
        """Yield the clauses that speak for an outcome, in the order of the documents."""
        rules = self.subject.program.rules
        return ((key, each) for key, each in self.rules.items() if OUTCOME_OF.get(rules[each].clause.effect) == outcome)

    @property
    def whole(self) -> Node | None:
        """The outcome with its basis, on all days; nothing where it is too large."""
        program = self.subject.program
        return program.roots.verdicts[program.whole_number[id(program.whole)]]

    def verdict_within(self, area: Node) -> Node:
        """Return the outcome with its basis, right where an area is; elsewhere it means nothing.

        Raises:
            DiagramTooLargeError: The diagram would be too large.
        """
        if self.whole is not None:
            return self.at(self.whole)
        program, roots = self.subject.program, self.subject.program.roots

        def inside(node: Node | None) -> Node:
            if node is None:
                raise DiagramTooLargeError
            return conjoin(self.diagrams, [self.at(node), area])

        standing = {
            rule: inside(roots.stands[program.number[rule]])
            for voice in program.whole.voices
            for rule in voice.provisions
            if rule.clause.effect in OUTCOME_OF
        }
        speaks = {voice: inside(roots.speaks[program.voice_number[voice]]) for voice in program.whole.voices}
        return put_together(self.diagrams, program.whole, standing, speaks)


class Compared(Subject):
    """A policy under analysis among fewer cases than can be, or more: those that are compared.

    Args:
        subject: The policy, with what is given of all cases.
        possible: Where the cases are.
    """

    def __init__(self, subject: Subject, possible: Node) -> None:
        super().__init__(subject.program, subject.given)
        self._possible = possible

    @property
    def possible(self) -> Node:
        """Where cases are compared."""
        return self._possible


class Part(NamedTuple):
    """A part of the cases: which clauses speak on each side for the outcome that it has there, and where it is."""

    before: Verdict
    after: Verdict
    clauses_before: tuple[Key, ...]
    clauses_after: tuple[Key, ...]
    node: Node


ToldBy = Literal["all", "first", "none"]
Cut = Callable[[Half, str, Node], Iterator[tuple[tuple[Key, ...], Node]]]
"""Cuts some cases by the clauses that speak on a side for an outcome and stand."""


class Parts(NamedTuple):
    """Parts that do not overlap. `told_by` says what their clauses are: all that speak, the first of them, or none."""

    parts: tuple[Part, ...]
    told_by: ToldBy


class Pair:
    """Two sides, whose policies share one manager.

    Args:
        before: The side before.
        after: The side after.
        told: Where both can tell the case.
    """

    def __init__(self, before: Half, after: Half, told: Node) -> None:
        self.before = before
        self.after = after
        self.told = told
        self.same: Mapping[Key, Key] = {}
        """For clauses of the side before with another name after, the name after."""
        self.diagrams = before.diagrams
        both = self._and(before.possible, after.possible, before.at(told), after.at(told))
        either = disjoin(self.diagrams, [before.possible, after.possible])
        self.compared = Compared(after.subject, both)
        """The version after, among the cases that both sides can tell."""
        self.all = Compared(after.subject, either)
        """The version after, among all cases that can be on some side."""

    def kinds(self, node: Node) -> Kinds:
        """Return in how many kinds of case something holds, of all that are compared."""
        return self.compared.kinds(node, day=self.after.day)

    def _and(self, *nodes: Node) -> Node:
        return conjoin(self.diagrams, nodes)

    def _not(self, node: Node) -> Node:
        return negate(self.diagrams, node)

    def apart(self, one: Node, other: Node) -> Node:
        """Return the cases compared in which two things are not alike."""
        if one == other:
            return FALSE
        compared = self.compared.possible
        only_one = self._and(one, self._not(other), compared)
        return disjoin(self.diagrams, [only_one, self._and(other, self._not(one), compared)])

    # ------------------------------------------------------------ where something differs

    def called(self, key: Key) -> Key:
        """Return what a clause of the side before is called after."""
        return self.same.get(key, key)

    @cached_property
    def moved(self) -> Node:
        """Where a clause that speaks for an outcome stands on one side alone, or the header decides otherwise.

        Everywhere else both sides have the same outcome, by the same clauses.
        """
        if self._header(self.before) != self._header(self.after):
            return self.compared.possible
        before = {self.called(key): each for key, each in self._speaking(self.before)}
        after = dict(self._speaking(self.after))
        found = [self._moved(before.get(key), after.get(key)) for key in {**before, **after}]
        voices = [
            (self._speaks(self.before, each), self._speaks(self.after, each)) for each in self._header(self.after)
        ]
        return disjoin(self.diagrams, [*found, *(self.apart(one, other) for one, other in voices)])

    def _moved(self, before: Rule | None, after: Rule | None) -> Node:
        """Return where a clause stands on one side alone, or with another effect than on the other."""
        stood = FALSE if before is None else self.before.stands(before)
        stands = FALSE if after is None else self.after.stands(after)
        rules = self.before.subject.program.rules, self.after.subject.program.rules
        if before is not None and after is not None:
            was, now = rules[0][before].clause.effect, rules[1][after].clause.effect
            if was != now:
                return self._and(disjoin(self.diagrams, [stood, stands]), self.compared.possible)
        return self.apart(stood, stands)

    @staticmethod
    def _header(half: Half) -> dict[str, object]:
        """Return by the name of each policy what decides beside its clauses."""
        voices = half.subject.program.whole.voices
        return {
            half.name(each): (each.policy.otherwise, each.policy.conflicts, each.only_incorporates) for each in voices
        }

    @staticmethod
    def _speaking(half: Half) -> Iterator[tuple[Key, Rule]]:
        rules = half.subject.program.rules
        return ((key, each) for key, each in half.rules.items() if rules[each].clause.effect in OUTCOME_OF)

    @staticmethod
    def _speaks(half: Half, name: str) -> Node:
        program = half.subject.program
        for voice in program.whole.voices:
            if half.name(voice) == name:
                node = program.roots.speaks[program.voice_number[voice]]
                if node is None:
                    raise DiagramTooLargeError
                return half.at(node)
        return FALSE

    @cached_property
    def verdicts(self) -> tuple[Node, Node]:
        """The outcomes with their bases before and after, right where something moved."""
        return self.before.verdict_within(self.moved), self.after.verdict_within(self.moved)

    @cached_property
    def changed(self) -> Node:
        """The cases compared in which the outcome changes."""
        before, after = self.verdicts
        found = [
            self._and(self.moved, self.having(before, each), self._not(self.having(after, each))) for each in OUTCOMES
        ]
        return disjoin(self.diagrams, found)

    def _values(self, node: Node) -> list[Verdict]:
        values = self.diagrams.values
        found = [values[leaf] for leaf in leaves(self.diagrams, node, {})]
        return sorted(each for each in found if isinstance(each, tuple))

    def _where(self, node: Node, value: Verdict) -> Node:
        return self.compared.where(node, value)

    # ------------------------------------------------------------ cut into parts

    def parts(self, node: Node, *, most: int = MOST_PARTS) -> Parts:
        """Return the parts of some cases where something moved, by what the outcome is by before and after.

        They are told by all clauses that speak for it and stand; where that would be too many parts, by the first of
        these in the order of the documents; or else by the outcomes and their bases alone.
        """
        found = self.parts_by_all(node, most=most)
        if found is not None:
            return Parts(found, "all")
        found = self._parts(node, self._by_first, most)
        return Parts(found, "first") if found is not None else Parts(tuple(self._by_verdict(node)), "none")

    def parts_by_all(self, node: Node, *, most: int = MOST_PARTS) -> tuple[Part, ...] | None:
        """Return the parts of some cases where something moved, by all clauses; nothing where they are too many."""
        return self._parts(node, partial(self._by_all, most=most), most)

    def _parts(self, node: Node, cut: Cut, most: int) -> tuple[Part, ...] | None:
        found: list[Part] = []
        for part in self._by_verdict(node):
            for each in self._cut(part, cut):
                found.append(each)
                if len(found) > most:
                    return None
        return tuple(found)

    def _by_verdict(self, node: Node) -> Iterator[Part]:
        before, after = self.verdicts
        for one in self._values(before):
            here = self._and(node, self._where(before, one))
            for other in self._values(after) if here != FALSE else ():
                both = self._and(here, self._where(after, other))
                if both != FALSE:
                    yield Part(one, other, (), (), both)

    def _cut(self, part: Part, cut: Cut) -> Iterator[Part]:
        for clauses_before, here in self._cut_side(self.before, part.before, part.node, cut):
            for clauses_after, both in self._cut_side(self.after, part.after, here, cut):
                yield Part(part.before, part.after, clauses_before, clauses_after, both)

    @staticmethod
    def _cut_side(half: Half, said: Verdict, node: Node, cut: Cut) -> Iterator[tuple[tuple[Key, ...], Node]]:
        outcome, basis = said
        if basis in GROUNDED:
            yield from cut(half, outcome, node)
        else:
            yield (), node

    def _by_all(
        self, half: Half, outcome: str, node: Node, *, most: int = MOST_PARTS
    ) -> Iterator[tuple[tuple[Key, ...], Node]]:
        """Yield the parts in which the same clauses that speak for an outcome stand."""
        parts: list[tuple[tuple[Key, ...], Node]] = [((), node)]
        for key, rule in half.speaking_for(outcome):
            stands = half.stands(rule)
            if self._and(stands, node) == FALSE:
                continue
            cut = []
            for keys, here in parts:
                with_it = self._and(here, stands)
                without = here if with_it == FALSE else self._and(here, self._not(stands))
                cut += [(keys, without)] if without != FALSE else []
                cut += [((*keys, key), with_it)] if with_it != FALSE else []
            parts = cut
            if len(parts) > most:
                break  # there are too many, whatever they are
        yield from parts

    def _by_first(self, half: Half, outcome: str, node: Node) -> Iterator[tuple[tuple[Key, ...], Node]]:
        """Yield the parts in which the same clause is the first of those that speak for an outcome and stand."""
        left = node
        for key, rule in half.speaking_for(outcome):
            stands = half.stands(rule)
            here = self._and(left, stands)
            if here != FALSE:
                yield (key,), here
                left = self._and(left, self._not(stands))
            if left == FALSE:
                return

    @cached_property
    def regrounded(self) -> Node:
        """The cases compared in which the outcome stays, and is by other clauses or on another basis."""
        before, after = self.verdicts
        stays = self._and(self.moved, self._not(self.changed), self.compared.possible)
        found = []
        for one in self._values(before):
            here = self._and(stays, self._where(before, one))
            for other in self._values(after):
                both = self._and(here, self._where(after, other)) if other[0] == one[0] else FALSE
                if other[1] == one[1]:
                    both = self._and(both, self._reclaimed(one[0])) if one[1] in GROUNDED else FALSE
                found.append(both)
        return disjoin(self.diagrams, found)

    def _reclaimed(self, outcome: str) -> Node:
        """Return where the clauses that speak for an outcome and stand are others than before."""
        before = {self.called(key): each for key, each in self.before.speaking_for(outcome)}
        after = dict(self.after.speaking_for(outcome))
        found = [
            self.apart(
                self.before.stands(before[key]) if key in before else FALSE,
                self.after.stands(after[key]) if key in after else FALSE,
            )
            for key in {**before, **after}
        ]
        return disjoin(self.diagrams, found)

    # ------------------------------------------------------------ what stays

    def staying(self, outcome: str) -> Node:
        """Return the cases compared that have an outcome on both sides.

        Raises:
            DiagramTooLargeError: The outcomes are too large as wholes.
        """
        if None in (self.before.whole, self.after.whole):
            raise DiagramTooLargeError
        having = self.having(self.verdicts[1], outcome)
        return self._and(having, self._not(self.changed), self.compared.possible)

    def having(self, verdict: Node, outcome: str) -> Node:
        """Return where a diagram of outcomes with their bases has an outcome."""
        return relabel(
            self.diagrams, verdict, ("having", outcome), lambda said: isinstance(said, tuple) and said[0] == outcome
        )

    def possible_alone(self, here: Half) -> Node:
        """Return the cases that can be on one side, both could tell, and cannot be on the other."""
        there = self.after if here is self.before else self.before
        return self._and(here.possible, self._not(there.possible), here.at(self.told))
