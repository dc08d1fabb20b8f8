"""Idle conditions: parts of a clause's `when` or `unless` without which it would apply in the same cases.

For each condition inside there is a region in which it matters whether it holds, all else being as it is: what stands
beside it in a group says where that is. A condition that always holds there may be left out of `all of`; one that never
does, out of `any of`. Definitions are looked at where they are used, and not into.

Source: observability don't-cares, G. De Micheli, Synthesis and Optimization of Digital Circuits, 1994, section 8.4.
"""

from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

from policylang.analyse.check.contradiction import Part, minimal, parts
from policylang.analyse.check.telling import within_limits
from policylang.analyse.sites import FAILS, HOLDS, Steps, is_atom, replaced
from policylang.analyse.subject import Subject
from policylang.core.program import Rule
from policylang.diagnostics.model import Label
from policylang.diagram.algebra import count_at_least
from policylang.diagram.manager import FALSE, NO_LIMIT, TRUE, DiagramTooLargeError, Node
from policylang.semantics.policy import All, Any, Clause, Condition, Count, Not

Line = Literal["when", "unless"]
Why = Literal["always", "never", "nothing", "impossible"]
MOST_STEPS_IN_ALL = 2_000_000


class Inner(NamedTuple):
    """A condition in a line of a clause, with what stands around it.

    around: the group that it stands in; nothing where it is all that a line says.
    here: where all holds that must hold beside it for it to be asked.
    care: where it matters whether it holds.
    """

    rule: Rule
    line: Line
    steps: Steps
    condition: Condition
    node: Node
    around: Condition | None
    here: Node
    care: Node


class Idle(NamedTuple):
    """A condition that can be left out, in every clause that it is part of.

    why: `always` holds where it is asked; `never` holds there; adds `nothing` to the other alternatives; `impossible`:
        it holds in no case at all, whatever is beside it.
    because: few of the things that stand beside it that make it so.
    """

    inner: Inner
    why: Why
    because: tuple[Part, ...]


class IdleConditions(NamedTuple):
    """The idle conditions of a policy, all of which can be left out at once, and the clauses that were not decided."""

    found: tuple[Idle, ...]
    undecided: tuple[Rule, ...]


def idle_conditions(subject: Subject) -> IdleConditions:
    """Return the conditions that can be left out, in the order of the document; not those of clauses that never apply.

    Where two can be left out, but not both, the later one is returned. Of a condition that is returned, those in it
    are not.
    """
    search = _Search(subject)
    with subject.diagrams.at_most(NO_LIMIT, steps=MOST_STEPS_IN_ALL):
        return search.found()


class _Search:
    def __init__(self, subject: Subject) -> None:
        self.subject = subject
        self.inside: dict[Rule, list[Inner]] = {}
        self.undecided: list[Rule] = []
        self.left_out: dict[Rule, dict[tuple[Line, Steps], Condition]] = {}
        self.where: dict[int, list[Inner]] = {}
        """For each condition, by identity, all clauses in which it stands: a part shares its lines with its clauses."""

    def found(self) -> IdleConditions:
        for rule in range(len(self.subject.rules)):
            try:
                with within_limits(self.subject):
                    self.inside[rule] = list(insides(self.subject, rule))
            except DiagramTooLargeError:
                self.undecided.append(rule)
        for each in (inner for inside in self.inside.values() for inner in inside):
            self.where.setdefault(id(each.condition), []).append(each)
        done: dict[int, Idle] = {}
        for rule in self.inside:
            try:
                with within_limits(self.subject):
                    for idle in self._of(rule):
                        done.setdefault(id(idle.inner.condition), idle)
            except DiagramTooLargeError:
                self.undecided.append(rule)
        return IdleConditions(tuple(sorted(done.values(), key=_place)), tuple(sorted(self.undecided)))

    def _of(self, rule: Rule) -> Iterator[Idle]:
        """Yield the idle conditions of a clause, the last first, a group before what is in it."""
        impossible = [each for each in self.inside[rule] if self._is_impossible(each)]
        for each in impossible:
            yield Idle(each, "impossible", self._because(each, "impossible"))
        skipped = [(each.line, each.steps) for each in impossible]
        clause = self.subject.rules[rule].clause
        left = sorted(self.inside[rule], key=lambda inner: (inner.line == "when", _latest(inner.steps)))
        left = [each for each in left if not is_joined(clause, each.condition)]
        before = -1
        while before < len(skipped):  # what is left out may let something go that could not before
            before = len(skipped)
            for each in left:
                site = (each.line, each.steps)
                if any(_within(site, one) or _within(one, site) for one in skipped):
                    continue
                why = self._why(each)
                if why is not None and self._can_go(each, why):
                    skipped.append(site)
                    yield Idle(each, why, self._because(each, why))

    def _is_impossible(self, inner: Inner) -> bool:
        subject = self.subject
        return is_atom(inner.condition) and subject.both(inner.node, subject.possible) == FALSE

    def _why(self, inner: Inner) -> Why | None:
        """Return why a condition can be left out of what it stands in, in each clause that it is part of."""
        said = {why_idle(self.subject, each) for each in self.where[id(inner.condition)]}
        if None in said:
            return None
        return said.pop() if len(said) == 1 else "nothing"

    def _can_go(self, inner: Inner, why: Why) -> bool:
        """Whether a condition can be left out together with what is left out already; then it is."""
        new: dict[Rule, dict[tuple[Line, Steps], Condition]] = {}
        for each in self.where[id(inner.condition)]:
            before = self.left_out.get(each.rule, {})
            after = {**before, (each.line, each.steps): constant(why)}
            if before and after != before and not self._applies_alike(each.rule, after):
                return False
            new[each.rule] = after
        self.left_out.update(new)
        return True

    def _applies_alike(self, rule: Rule, exchanged: dict[tuple[Line, Steps], Condition]) -> bool:
        subject = self.subject
        clause = exchanged_in(subject.rules[rule].clause, exchanged)
        return subject.both(base(subject, rule), _says(subject, clause)) == subject.both(
            base(subject, rule), _says(subject, subject.rules[rule].clause)
        )

    def _because(self, inner: Inner, why: Why) -> tuple[Part, ...]:
        """Return few parts of what stands beside a condition that make it so."""
        subject = self.subject
        kinds = ("always",) if why == "impossible" else ("always", "scope", "under", "in force")
        around = [each for each in parts(subject, inner.rule) if each.kind in kinds]
        if why != "impossible":
            around += beside(subject, inner)
        asked = Part(subject.no(inner.node) if why == "always" else inner.node, (), "asked")
        return tuple(each for each in minimal(subject, (*around, asked)) if each.kind != "asked")


def _latest(steps: Steps) -> tuple[int, ...]:
    """Return a key by which later conditions come first, and a group before what is in it."""
    return tuple(-each for each in steps)


def _within(one: tuple[Line, Steps], other: tuple[Line, Steps]) -> bool:
    """Whether one condition is another or stands in it."""
    return one[0] == other[0] and one[1][: len(other[1])] == other[1]


def _place(idle: Idle) -> tuple[object, ...]:
    place = idle.inner.condition.place
    return (idle.inner.rule, idle.inner.line, idle.inner.steps) if place is None else (-1, "", (place.span.start,))


# ---------------------------------------------------------------- one clause


def base(subject: Subject, rule: Rule) -> Node:
    """Return where a clause would apply if it had no condition."""
    provision = subject.rules[rule]
    speaks = subject.program.roots.speaks[0]
    if speaks is None:
        raise DiagramTooLargeError
    nodes = [subject.possible, speaks]
    if provision.clause.times:
        nodes.append(subject.condition.during(provision.clause.times))
    if provision.clause.under:
        nodes.append(subject.either(*(subject.stands(subject.program.number[each]) for each in provision.under)))
    return subject.both(*nodes)


def _says(subject: Subject, clause: Clause) -> Node:
    """Return where the conditions of a clause are met."""
    when = TRUE if clause.when is None else subject.condition(clause.when)
    return when if clause.unless is None else subject.both(when, subject.no(subject.condition(clause.unless)))


def insides(subject: Subject, rule: Rule) -> Iterator[Inner]:
    """Yield every condition of a clause that applies somewhere; not what definitions are made of."""
    clause = subject.rules[rule].clause
    around = base(subject, rule)
    if subject.both(around, _says(subject, clause)) == FALSE:
        return
    when = TRUE if clause.when is None else subject.condition(clause.when)
    unless = FALSE if clause.unless is None else subject.condition(clause.unless)
    if clause.when is not None:
        here = subject.both(around, subject.no(unless))
        yield from _below(subject, Inner(rule, "when", (), clause.when, when, None, here, here))
    if clause.unless is not None:
        here = subject.both(around, when)
        yield from _below(subject, Inner(rule, "unless", (), clause.unless, unless, None, here, here))


def _below(subject: Subject, top: Inner) -> Iterator[Inner]:
    todo = [top]
    while todo:
        inner = todo.pop()
        yield inner
        match inner.condition:
            case Not(negated):
                steps, node = (*inner.steps, 0), subject.no(inner.node)
                todo.append(inner._replace(steps=steps, condition=negated, node=node, around=inner.condition))
            case All(each) | Any(each) | Count(_, _, each):
                todo.extend(_in_group(subject, inner, each))


def _in_group(subject: Subject, group: Inner, conditions: Sequence[Condition]) -> Iterator[Inner]:
    nodes = [subject.condition(each) for each in conditions]
    for number, (condition, matters) in enumerate(
        zip(conditions, _matter(subject, group.condition, nodes), strict=True)
    ):
        here = subject.both(group.here, matters) if isinstance(group.condition, All) else group.here
        yield Inner(
            rule=group.rule,
            line=group.line,
            steps=(*group.steps, number),
            condition=condition,
            node=nodes[number],
            around=group.condition,
            here=here,
            care=subject.both(group.care, matters),
        )


def _matter(subject: Subject, group: Condition, nodes: Sequence[Node]) -> Iterator[Node]:
    """Yield for each condition of a group where the others leave it to that one whether the group holds."""
    if isinstance(group, Count):
        for number in range(len(nodes)):
            yield _pivotal(subject, group, [*nodes[:number], *nodes[number + 1 :]])
        return
    asked = nodes if isinstance(group, All) else [subject.no(each) for each in nodes]
    after = [TRUE]
    for node in reversed(asked[1:]):
        after.append(subject.both(node, after[-1]))
    before = TRUE
    for node in asked:
        yield subject.both(before, after.pop())
        before = subject.both(before, node)


def _pivotal(subject: Subject, group: Count, others: Sequence[Node]) -> Node:
    """Return where one more or less of some conditions makes the difference."""
    enough = [count_at_least(subject.diagrams, others, group.number + more) for more in (-1, 0, 1)]
    just_short = subject.both(enough[0], subject.no(enough[1]))
    return subject.either(just_short, subject.both(enough[1], subject.no(enough[2]))) if group.exactly else just_short


def beside(subject: Subject, inner: Inner) -> Iterator[Part]:
    """Yield what is so of the conditions beside one where it matters whether it holds, the farthest first."""
    clause = subject.rules[inner.rule].clause
    other, here = (clause.unless, clause.when) if inner.line == "when" else (clause.when, clause.unless)
    if other is not None:
        yield _part(subject, other, negated=inner.line == "when")
    for step in inner.steps:
        match here:
            case All(each) | Any(each):
                for number, one in enumerate(each):
                    if number != step:
                        yield _part(subject, one, negated=isinstance(here, Any))
                here = each[step]
            case Count(_, _, each):
                nodes = [subject.condition(one) for number, one in enumerate(each) if number != step]
                yield Part(_pivotal(subject, here, nodes), (), "count")
                here = each[step]
            case Not(negated):
                here = negated


def _part(subject: Subject, condition: Condition, *, negated: bool) -> Part:
    node = subject.condition(condition)
    labels = (Label(condition.place),) if condition.place else ()
    return Part(subject.no(node) if negated else node, labels, "beside", condition, negated)


def is_joined(clause: Clause, condition: Condition) -> bool:
    """Whether a condition is nothing that was written, but a line of a clause with that of its part."""
    return isinstance(condition, All | Any) and condition.place is not None and condition.place == clause.place


def why_idle(subject: Subject, inner: Inner) -> Why | None:
    """Return why a condition can be left out of what it stands in; nothing where it cannot."""
    match inner.around:
        case Not():
            return None
        case None if inner.line == "when":
            wanted = "always"
        case None:
            wanted = "never"
        case All():
            wanted = "always"
        case _:
            wanted = "never"
    if wanted == "always":
        return "always" if subject.both(inner.care, subject.no(inner.node)) == FALSE else None
    if subject.both(inner.care, inner.node) != FALSE:
        return None
    return "never" if subject.both(inner.here, inner.node) == FALSE else "nothing"


def constant(why: Why) -> Condition:
    """Return what can stand in place of an idle condition."""
    return HOLDS if why == "always" else FAILS


def exchanged_in(clause: Clause, exchanged: dict[tuple[Line, Steps], Condition]) -> Clause:
    """Return a clause with some of its conditions exchanged."""

    def line(name: Line, condition: Condition | None) -> Condition | None:
        put_in = {steps: new for (where, steps), new in exchanged.items() if where == name}
        return replaced(condition, put_in) if condition is not None and put_in else condition

    return clause._replace(when=line("when", clause.when), unless=line("unless", clause.unless))
