"""A policy under analysis: what holds in which cases, as diagrams in a manager of its own, so that nobody waits for it.

The diagrams are those of the compiled policy; two policies that are compared share one manager, and the variables tell
apart whatever either of them does. What would be too large is an error, which each analysis turns into a word about
what was not decided.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from functools import cached_property
from typing import NamedTuple

from policylang.analyse.given import NOTHING, Given, must_be_possible
from policylang.core.conditions import Conditions
from policylang.core.domain import DAY, NO, YES, Domain
from policylang.core.from_semantics import compile_together
from policylang.core.program import Program, Rule
from policylang.diagram.algebra import apply, choose, conjoin, disjoin, negate
from policylang.diagram.manager import FALSE, TRUE, Cells, Diagrams, DiagramTooLargeError, Node, Variable
from policylang.diagram.walk import count, leaves
from policylang.semantics.policy import All, Any, Condition, Count, Defined, Not, Policy
from policylang.semantics.reference import Provision, Voice
from policylang.semantics.whole import Whole
from policylang.semantics.worlds import conditions


class Kinds(NamedTuple):
    """In how many kinds of case something is so, of how many: of a kind are cases that no test tells apart."""

    affected: int
    all: int

    @property
    def share(self) -> str:
        """Which part of all kinds that is, in percent, cut off so that it is never told as more: `2.5 %`."""
        if self.affected == self.all:
            return "100 %"
        of_10_000 = self.affected * 10_000 // self.all
        if of_10_000 == 0:
            return "less than 0.01 %" if self.affected else "0 %"
        return f"{of_10_000 / 100:g} %" if of_10_000 < _A_PERCENT else f"{of_10_000 // 10 / 10:g} %"


_A_PERCENT = 100


class Subject:
    """A policy under analysis.

    Clauses are numbered as in the program. Every diagram that is returned is one of `diagrams`; none of them asks
    whether a case is possible, which `possible` tells. Cases that are not as is given count as impossible.

    Args:
        program: The compiled policy; nothing else makes nodes in its manager.
        given: What is given of all cases that are looked at.
    """

    def __init__(self, program: Program, given: Given = NOTHING) -> None:
        self.program = program
        self.given = given
        self.policy: Policy = program.policy
        self.domain: Domain = program.domain
        self.diagrams: Diagrams = program.diagrams
        self.condition = Conditions(program.domain, program.diagrams)
        """Returns where a condition holds."""

    @property
    def voice(self) -> Voice:
        """The policy itself, among all that speak with it."""
        return self.program.voices[0]

    @property
    def rules(self) -> Sequence[Provision]:
        """The clauses of the policy itself; their numbers are their places, and begin with 0."""
        return self.voice.provisions

    @cached_property
    def by_name(self) -> dict[str, Rule]:
        """The number of each clause of the policy itself."""
        return {rule.clause.name: number for number, rule in enumerate(self.rules)}

    @cached_property
    def named(self) -> tuple[Defined, ...]:
        """The definitions that conditions use, each with its arguments once; not those that others are made of."""
        return tuple(
            {(each.definition, each.arguments): each for each in _outermost(conditions([self.policy]))}.values()
        )

    def name_of(self, place: int, *, holds: bool) -> str:
        """Return a definition with its arguments as a condition writes it: `us_police_department(operator)`."""
        definition = self.named[place]
        name = definition.definition.rpartition(".")[2]
        arguments = ", ".join(map(self.policy.text, definition.arguments))
        return f"{'' if holds else 'not '}{name}{f'({arguments})' if arguments else ''}"

    # ------------------------------------------------------------ what holds where

    @property
    def possible(self) -> Node:
        """Where a case can be that is as is given."""
        possible = _there(self.program.roots.possible)
        return self.both(possible, self._as_given) if self.given.knowledge.known else possible

    def must_be_possible(self, on: dt.date | None) -> None:
        """Refuse what is given where no case can be so: on a day, or on any.

        Raises:
            CaseError: No case can be so; the `always` is named that it breaks.
        """
        if not self.given.knowledge.known:
            return
        last = self.domain.variables[DAY].cells[-1][0]
        assert isinstance(last, dt.date)  # noqa: S101 - the variable of the day has days
        with suppress(DiagramTooLargeError):
            there = self.possible if on is None else self.both(self.possible, self.on(on))
            if there == FALSE:
                must_be_possible(self.policy, self.given, on or last)

    @cached_property
    def left(self) -> tuple[Cells, ...]:
        """The cells that what is given leaves of each variable; of the day, all."""
        left = self.domain.left(self.given.knowledge, dt.date.min)
        return (self.domain.everything[DAY], *left[DAY + 1 :])

    def is_settled(self, variable: Variable) -> bool:
        """Whether what is given leaves one cell of a variable, or says that the thing is not there that it is about."""
        things = self.domain.variables[variable].things
        return self.left[variable].bit_count() == 1 or any(self.left[thing] == 1 << NO for thing in things)

    @cached_property
    def _as_given(self) -> Node:
        known = self.domain.known(self.left)
        return conjoin(self.diagrams, (self.diagrams.test(each, cells) for each, cells in known.items()))

    @property
    def speaks(self) -> Node:
        """Where the policy itself speaks at all."""
        return _there(self.program.roots.speaks[0])

    def alone(self, rule: Rule) -> Node:
        """Return where a clause applies as far as it says itself, whatever it is under."""
        return _there(self.program.roots.alone[rule])

    def applies(self, rule: Rule) -> Node:
        """Return where a clause applies."""
        return _there(self.program.roots.applies[rule])

    def stands(self, rule: Rule) -> Node:
        """Return where a clause stands."""
        return _there(self.program.roots.stands[rule])

    def verdict(self, whole: Whole | None = None) -> Node:
        """Return the outcome with its basis, as `Verdict`: of the policy with all that it incorporates, or of a row."""
        number = self.program.whole_number[id(whole or self.program.whole)]
        return _there(self.program.roots.verdicts[number])

    @cached_property
    def outcome(self) -> Node:
        """The outcome of the policy with all that it incorporates; leaves are outcomes."""
        values = self.diagrams.values

        def settle(given: tuple[Node, ...]) -> Node | tuple[Node, ...]:
            value = values.get(given[0])
            return self.diagrams.leaf(value[0]) if isinstance(value, tuple) else given

        return apply(self.diagrams, "outcome", settle, (self.verdict(),))

    def has_outcome(self, outcome: str) -> Node:
        """Return where the policy with all that it incorporates has an outcome."""
        return self.where(self.outcome, outcome)

    def where(self, node: Node, value: object) -> Node:
        """Return where a diagram has a value."""
        values = self.diagrams.values
        wanted = self.diagrams.leaf(value)

        def settle(given: tuple[Node, ...]) -> Node | tuple[Node, ...]:
            return int(given[0] == wanted) if given[0] in values else given

        return apply(self.diagrams, ("where", value), settle, (node,))

    def due(self, duty: int) -> Node:
        """Return where a duty is due, by its number in the program."""
        calling = (rule for rule, duties in self.program.requires.items() if duty in duties)
        return disjoin(self.diagrams, map(self.stands, calling))

    def on(self, day: dt.date) -> Node:
        """Return where the day of the decision is one of those on which the same is so as on a day."""
        return self.diagrams.test(DAY, 1 << self.domain.day_cell(day))

    # ------------------------------------------------------------ put together

    def both(self, *nodes: Node) -> Node:
        """Return where all hold."""
        return conjoin(self.diagrams, nodes)

    def either(self, *nodes: Node) -> Node:
        """Return where at least one holds."""
        return disjoin(self.diagrams, nodes)

    def no(self, node: Node) -> Node:
        """Return where something does not hold."""
        return negate(self.diagrams, node)

    def ever(self, node: Node, region: dict[int, int] | None = None) -> bool:
        """Whether something holds in a case that can be, within a region."""
        return TRUE in leaves(self.diagrams, self.both(node, self.possible), region or {})

    # ------------------------------------------------------------ how many

    @cached_property
    def _told_apart(self) -> Node:
        """Where cases are counted once: an absent thing has parts of one kind only."""
        diagrams, variables = self.diagrams, self.domain.variables
        found = []
        for thing, variable in enumerate(variables):
            if variable.kind == "presence":
                parts = [number for number, each in enumerate(variables) if thing in each.things]
                first = conjoin(diagrams, (diagrams.test(number, 1) for number in parts))
                found.append(choose(diagrams, diagrams.test(thing, 1 << YES), TRUE, first))
        return conjoin(diagrams, found)

    def kinds(self, node: Node, *, day: dt.date | None = None) -> Kinds:
        """Return in how many kinds of case something holds, of all that can be: on a day, or on all days together."""
        told = self.both(self.possible, self._told_apart, *([] if day is None else [self.on(day)]))
        return Kinds(self._count(self.both(told, node)), self._count(told))

    def _count(self, node: Node) -> int:
        return count(self.diagrams, node).get(TRUE, 0)


def subject(policy: Policy, *, asking: Iterable[Condition] = (), given: Given = NOTHING) -> Subject:
    """Return a policy under analysis.

    Args:
        policy: The policy.
        asking: Conditions that will be asked about, beside its own.
        given: What is given of all cases that are looked at.
    """
    return subjects([policy], asking=asking, given=given)[0]


def subjects(
    policies: Sequence[Policy],
    *,
    asking: Iterable[Condition] = (),
    given: Given = NOTHING,
    with_verdicts: bool = True,
) -> tuple[Subject, ...]:
    """Return policies under analysis together: their diagrams can be compared.

    Args:
        policies: The policies; a fact that two of them have has the same type in both.
        asking: Conditions that will be asked about, beside their own.
        given: What is given of all cases that are looked at.
        with_verdicts: Whether the outcomes as wholes are made; without them `verdict` and `outcome` are too large.
    """
    programs = compile_together(policies, asking=asking, with_verdicts=with_verdicts)
    return tuple(Subject(program, given) for program in programs)


def _there(node: Node | None) -> Node:
    if node is None:
        raise DiagramTooLargeError
    return node


def _outermost(written: Iterable[Condition]) -> Iterator[Defined]:
    todo = list(written)[::-1]
    while todo:
        match todo.pop():
            case Defined() as found:
                yield found
            case All(inner) | Any(inner) | Count(_, _, inner):
                todo.extend(reversed(inner))
            case Not(inner_one):
                todo.append(inner_one)
