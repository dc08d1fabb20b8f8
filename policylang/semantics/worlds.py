"""Worlds: what a case leaves open, as variables with finitely many cells, and what is assumed of them.

The one idea: the policy can test only so much, so of every fact finitely many values matter. Values
that no test of the policy tells apart are one *cell*; a *variable* is one thing that a case may leave
open, with the cells that it leaves; a *world* is a case with some variables narrowed to fewer cells.
A world therefore stands for all completions that lie in its cells, and a test in it is answered *yes*
or *no* where all of these agree, and else with a `Doubt`: the variable on which they differ.
"""

import datetime as dt
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from decimal import Context, Decimal
from itertools import pairwise
from typing import NamedTuple, NoReturn

from policylang.semantics.knowledge import Knowledge, Members, OneOfThese, Presence, Scalar
from policylang.semantics.policy import (
    All,
    Any,
    Condition,
    Count,
    Defined,
    Includes,
    IncludesOnly,
    InEdition,
    Not,
    Path,
    Policy,
    Present,
    Test,
    TextIn,
    ValueIn,
    Within,
    Yes as IsYes,
)
from policylang.semantics.types import Day, Number, OneOf, SetOf, Slot, Thing, YesNo

Cells = frozenset[Scalar]
YES: Cells = frozenset({True})
NO: Cells = frozenset({False})
EITHER: Cells = YES | NO

_MOST_COMPARED = 10_000
"""Where finding values alike takes more comparisons than this, each stays a cell: more work, and the same answers."""
STEPS_A_WORLD = 3
"""To make a narrower world and put a question to it takes as long as to read so many clauses,"""
ANSWERS_A_STEP = 20
"""and one more for so many answers that it takes over."""
_EXACT = Context(prec=10_000)
"""Wide enough for the sum of any two constants that a policy can hold."""


class Variable:
    """One thing that a case may leave open: what a fact is, whether a thing is there, whether a set has a member.

    Compared by identity: there is one for each such thing in a `Case`. `cells` are those that the case
    leaves, in the order of `order`; `member` is the leaf whose membership it is.
    """

    __slots__ = ("cells", "member", "order", "path")

    def __init__(self, path: Path, order: Iterable[Scalar], *, member: str | None = None) -> None:
        self.path = path
        self.order = tuple(order)
        self.cells: Cells = frozenset(self.order)
        self.member = member

    def __repr__(self) -> str:
        """Return the path, and the member where it is one of a set."""
        return f"<{'.'.join((self.path.fact, *self.path.parts))}{f' has {self.member}' if self.member else ''}>"


class Doubt(NamedTuple):
    """The answer of a world that cannot say: a variable decides, by lying in the cells `yes` or in the cells `no`."""

    variable: Variable
    yes: Cells
    no: Cells


Answer = bool | Doubt
"""Yes, no, or what has to be known first."""


# ---------------------------------------------------------------- answers put together


def opposite(answer: Answer) -> Answer:
    """Return no for yes, and a doubt with its two sides exchanged."""
    return Doubt(answer.variable, answer.no, answer.yes) if isinstance(answer, Doubt) else not answer


def every(answers: Iterable[Answer]) -> Answer:
    """Return whether all are yes. One no decides, whatever is in doubt."""
    first: Answer = True
    for answer in answers:
        if answer is False:
            return False
        if first is True:
            first = answer
    return first


def some(answers: Iterable[Answer]) -> Answer:
    """Return whether at least one is yes. One yes decides, whatever is in doubt."""
    first: Answer = False
    for answer in answers:
        if answer is True:
            return True
        if first is False:
            first = answer
    return first


def counted(answers: Iterable[Answer], number: int, *, exactly: bool) -> Answer:
    """Return whether at least, or exactly, so many are yes."""
    given = tuple(answers)
    sure = sum(answer is True for answer in given)
    doubts = [answer for answer in given if isinstance(answer, Doubt)]
    if sure + len(doubts) < number or (exactly and sure > number):
        return False
    if not doubts or (not exactly and sure >= number):
        return True
    return doubts[0]


# ---------------------------------------------------------------- the case


class LimitMetError(Exception):
    """So many steps were taken that the question is given up."""


class Case:
    """A case as a policy sees it, on a day: the variables that its tests read, with the cells left of each.

    `settled` are the answers that hold in every completion of it. Of the others, a doubt about what is `lasting` lasts
    until a variable is narrowed by which it is `affected`.

    Args:
        policies: The policy and all that it incorporates: their tests, and those of `always`, make the cells.
        knowledge: What is known.
        day: The date of the decision.
    """

    def __init__(self, policies: Sequence[Policy], knowledge: Knowledge, day: dt.date) -> None:
        self.day = day
        self.known = knowledge.known
        self.settled: dict[object, Answer] = {}
        self.lasting: Container[object] = ()
        self.affected: Callable[[Variable], Iterable[object]] = lambda variable: ()  # noqa: ARG005
        self.steps_left = 0
        self._slots: dict[str, Slot] = {fact.id: fact.slot for policy in policies for fact in policy.facts.values()}
        self._policies = policies
        self._tests: dict[Path, list[Test]] | None = None
        self._values: dict[Path, Variable] = {}
        self._things: dict[Path, tuple[Variable, ...]] = {}
        self._presences: dict[Path, Variable] = {}
        self._members: dict[Path, dict[str, Variable]] = {}
        self._satisfying: dict[int, Cells] = {}
        self._asked: dict[int, tuple[tuple[Variable, ...], tuple[Variable, ...]]] = {}
        self._named: dict[int, tuple[tuple[Variable, ...], tuple[Variable, ...]]] = {}
        self._told_of = {
            Path(path.fact, path.parts[:length]) for path in self.known for length in range(len(path.parts))
        }

    def spend(self, steps: int = 1) -> None:
        """Count work: the reading of a clause is a step.

        Raises:
            LimitMetError: No more may be done.
        """
        if self.steps_left < steps:
            raise LimitMetError
        self.steps_left -= steps

    def things(self, path: Path) -> tuple[Variable, ...]:
        """Return the presences that a test of a path depends on, outermost first: of the optional things on its way."""
        if path not in self._things:
            ways = [Path(path.fact, path.parts[:length]) for length in range(len(path.parts))]
            self._things[path] = tuple(self.presence(way) for way in ways if self.slot(way).optional)
        return self._things[path]

    def presence(self, path: Path) -> Variable:
        """Return whether an optional thing is there, as a variable. Who tells a part of it tells that it is there."""
        if path not in self._presences:
            known = self.known.get(path)
            if isinstance(known, Presence):
                left: tuple[bool, ...] = (known.present,)
            else:
                left = (True,) if path in self._told_of else (False, True)
            self._presences[path] = Variable(path, left)
        return self._presences[path]

    def value(self, path: Path) -> Variable:
        """Return the value of a fact that is no set, as a variable."""
        if path not in self._values:
            known = self.known.get(path)
            given = known.values if isinstance(known, OneOfThese) else None
            if given is not None and not given:
                refuse_empty(path)
            self._values[path] = Variable(path, self._cells(path, given))
        return self._values[path]

    def members(self, path: Path) -> dict[str, Variable]:
        """Return for each leaf of a set whether the set has it, or one not told from it, as a variable.

        Leaves that no test names are together one member: *anything else*.
        """
        if path not in self._members:
            type_ = self.slot(path).type
            assert isinstance(type_, SetOf)  # noqa: S101 - types are checked before
            known = self.known.get(path, Members())
            assert isinstance(known, Members)  # noqa: S101 - as above
            self._members[path] = {
                leaf: variable
                for alike in self._alike(path, type_.outline.leaves)
                for variable in (Variable(path, _membership(alike, known), member=alike[0]),)
                for leaf in alike
            }
        return self._members[path]

    def named(self, test: Includes | IncludesOnly) -> tuple[tuple[Variable, ...], tuple[Variable, ...]]:
        """Return the members that a test names, and all others, as variables."""
        key = id(test)
        if key not in self._named:
            members = self.members(test.path)
            inside = dict.fromkeys(variable for leaf, variable in members.items() if leaf in test.leaves)
            outside = dict.fromkeys(variable for variable in members.values() if variable not in inside)
            self._named[key] = (tuple(inside), tuple(outside))
        return self._named[key]

    def satisfying(self, test: Test) -> Cells:
        """Return the cells of a value, or of a presence, for which a test of it holds."""
        key = id(test)
        if key not in self._satisfying:
            ((variable,),) = self.asked_by(test)[1:]
            self._satisfying[key] = frozenset(cell for cell in variable.order if _satisfies(test, cell))
        return self._satisfying[key]

    def asked_by(self, test: Test) -> tuple[tuple[Variable, ...], tuple[Variable, ...]]:
        """Return the presences that a test depends on, and the variables that it asks about where all are there."""
        key = id(test)
        if key not in self._asked:
            self._asked[key] = (self.things(test.path), self._asked_about(test))
        return self._asked[key]

    def _asked_about(self, test: Test) -> tuple[Variable, ...]:
        match test:
            case Present(path):
                return (self.presence(path),)
            case Includes():
                return self.named(test)[0]
            case IncludesOnly():
                named, others = self.named(test)
                return (*named, *others)
            case _:
                return (self.value(test.path),)

    def variables(self, test: Test) -> tuple[Variable, ...]:
        """Return what a test reads, presences first."""
        things, variables = self.asked_by(test)
        return (*things, *variables)

    def slot(self, path: Path) -> Slot:
        """Return the type and question of what a path names."""
        slot = self._slots[path.fact]
        for name in path.parts:
            assert isinstance(slot.type, Thing)  # noqa: S101 - names are checked before
            slot = slot.type.parts[name]
        return slot

    def _tests_of(self, path: Path) -> list[Test]:
        if self._tests is None:
            self._tests = {}
            for test in tests(conditions(self._policies)):
                self._tests.setdefault(test.path, []).append(test)
        return self._tests.get(path, [])

    def _cells(self, path: Path, given: Cells | None) -> Iterable[Scalar]:
        """Return one value for each cell that is left."""
        if given is not None and len(given) == 1:
            return given
        values = self._values_left(path, given)
        asked = self._tests_of(path)
        if len(asked) * len(values) > _MOST_COMPARED:
            return values
        alike: dict[tuple[bool, ...], Scalar] = {}
        for value in values:
            alike.setdefault(tuple(_satisfies(test, value) for test in asked), value)
        return alike.values()

    def _values_left(self, path: Path, given: Cells | None) -> Sequence[Scalar]:
        """Return values among which each cell that is left has one."""
        type_ = self.slot(path).type
        if isinstance(type_, OneOf):
            return [leaf for leaf in type_.outline.leaves if given is None or leaf in given]
        if given is not None:
            return sorted(given)
        match type_:
            case YesNo():
                return (True, False)
            case Number():
                return _numbers(self._bounds(path), type_)
            case Day():
                return _days(self._bounds(path))
            case _:
                asked = (test for test in self._tests_of(path) if isinstance(test, TextIn))
                return _texts({text for test in asked for text in test.texts})

    def _bounds(self, path: Path) -> set[Decimal | dt.date | None]:
        return {bound for test in self._tests_of(path) if isinstance(test, Within) for bound in (test.low, test.high)}

    def _alike(self, path: Path, leaves: Sequence[str]) -> Iterable[tuple[str, ...]]:
        """Return leaves by what the policy can tell apart: those named by the same tests together."""
        named = {test.leaves for test in self._tests_of(path) if isinstance(test, Includes | IncludesOnly)}
        together: dict[tuple[bool, ...], list[str]] = {}
        for leaf in leaves:
            together.setdefault(tuple(leaf in each for each in named), []).append(leaf)
        return [tuple(alike) for alike in together.values()]


class World:
    """A case with some variables narrowed to fewer cells. It keeps the answers worked out in it.

    `answers` are those of this world, by what was asked. A narrower world starts with those that are no doubts, since
    what holds of all completions holds of some of them, and with the doubts that nothing new is known about.
    """

    __slots__ = ("answers", "case", "narrowed", "newest")

    def __init__(self, case: Case) -> None:
        self.case = case
        self.narrowed: dict[Variable, Cells] = {}
        self.newest: Variable | None = None
        self.answers: dict[object, Answer] = {}

    def recall(self, asked: object) -> Answer | None:
        """Return the answer already worked out, or nothing."""
        answer = self.case.settled.get(asked)
        return self.answers.get(asked) if answer is None else answer

    def left(self, variable: Variable) -> Cells:
        """Return the cells left of a variable."""
        return self.narrowed.get(variable, variable.cells)

    def where(self, variable: Variable, cells: Cells) -> "World":
        """Return the world in which a variable lies in these cells."""
        return self.within({variable: cells})

    def within(self, narrower: Mapping[Variable, Cells]) -> "World":
        """Return the world in which each of these variables lies in its cells.

        Raises:
            LimitMetError: No more may be done.
        """
        self.case.spend(STEPS_A_WORLD + len(self.answers) // ANSWERS_A_STEP)
        world = World(self.case)
        world.narrowed = {**self.narrowed, **narrower}
        world.newest = next(iter(narrower), None)
        affected: set[object] = set().union(*map(self.case.affected, narrower))
        world.answers = {
            asked: answer
            for asked, answer in self.answers.items()
            if not isinstance(answer, Doubt) or (asked in self.case.lasting and asked not in affected)
        }
        return world

    def lies_in(self, variable: Variable, cells: Cells) -> Answer:
        """Return whether a variable lies in these cells."""
        left = self.left(variable)
        inside = left & cells
        if not inside:
            return False
        return True if len(inside) == len(left) else Doubt(variable, inside, left - inside)


# ---------------------------------------------------------------- cells


def conditions(policies: Iterable[Policy]) -> Iterable[Condition]:
    """Yield every condition of some policies: scopes, clauses, duties, and what is always so."""
    for policy in policies:
        found = [policy.applies]
        found += [each for clause in policy.clauses for each in (clause.when, clause.unless)]
        found += [each for duty in policy.duties for each in (duty.fulfilled, duty.breached)]
        found += [each for always in policy.always for each in (always.condition, always.consequence)]
        yield from (each for each in found if each is not None)


def tests(written: Iterable[Condition]) -> Iterable[Test]:
    """Yield the tests in some conditions, those of a definition once."""
    return (each for each in asked(written) if not isinstance(each, InEdition))


def asked(written: Iterable[Condition]) -> Iterable[Test | InEdition]:
    """Yield the tests in some conditions and the editions that they ask about, those of a definition once."""
    seen: set[int] = set()
    todo = list(written)
    todo.reverse()
    while todo:
        here = todo.pop()
        if type(here) in _OFTEN:
            yield here  # type: ignore[misc]  # a test
            continue
        match here:
            case All(inner) | Any(inner) | Count(_, _, inner):
                todo.extend(reversed(inner))
            case Not(inner_one):
                todo.append(inner_one)
            case Defined(_, _, meant):
                if id(meant) not in seen:
                    seen.add(id(meant))
                    todo.append(meant)
            case test:
                yield test


_OFTEN = frozenset({ValueIn, IsYes, Includes, Within})
"""Tests of which there may be very many: they are told from groups first."""


def _satisfies(test: Test, value: Scalar) -> bool:
    """Return whether a test of a value holds of it."""
    match test:
        case ValueIn(_, leaves):
            return value in leaves
        case TextIn(_, texts):
            return value in texts
        case Within(_, low, high, low_included, high_included):
            above = low is None or value > low or (low_included and value == low)  # type: ignore[operator]
            below = high is None or value < high or (high_included and value == high)  # type: ignore[operator]
            return above and below
        case _:
            return value is True


def _membership(alike: tuple[str, ...], known: Members) -> tuple[bool, ...]:
    """Return what is left of whether a set has one of some leaves."""
    if not known.included.isdisjoint(alike):
        return (True,)
    return (False,) if known.closed or known.excluded.issuperset(alike) else (True, False)


def _numbers(constants: set[Decimal | dt.date | None], type_: Number) -> list[Scalar]:
    """Return each constant, and a number between each two, below all and above all, as far as there is one."""
    one = Decimal(1)
    cuts = sorted(cut for cut in {*constants, type_.low, type_.high} if isinstance(cut, Decimal)) or [Decimal(0)]
    if type_.whole:
        floors = [cut.to_integral_value("ROUND_FLOOR") for cut in cuts]
        found = {_EXACT.add(floor, each) for floor in floors for each in (-one, Decimal(0), one)}
    else:
        between = {_EXACT.divide(_EXACT.add(low, high), Decimal(2)) for low, high in pairwise(cuts)}
        found = {*cuts, *between, _EXACT.subtract(cuts[0], one), _EXACT.add(cuts[-1], one)}
    return sorted(n for n in found if (type_.low is None or type_.low <= n) and (type_.high is None or n <= type_.high))


def _texts(mentioned: Iterable[str]) -> list[Scalar]:
    """Return each text, and one that is none of them: *anything else*."""
    return [*sorted(mentioned), max((*mentioned, ""), key=len) + "…"]


def _days(constants: set[Decimal | dt.date | None]) -> list[Scalar]:
    """Return each constant with the days before and after it."""
    ordinals = {cut.toordinal() + step for cut in constants if isinstance(cut, dt.date) for step in (-1, 0, 1)}
    ordinals = ordinals or {1}
    return [dt.date.fromordinal(day) for day in sorted(ordinals) if 1 <= day <= dt.date.max.toordinal()]


def refuse_empty(path: Path) -> NoReturn:
    """Refuse a case that leaves no value for a fact.

    Raises:
        CaseError: Always.
    """
    from policylang.diagnostics.errors import CaseError

    name = ".".join((path.fact, *path.parts))
    raise CaseError(f"no value is left for `{name}`", code="P0608", fact=name)
