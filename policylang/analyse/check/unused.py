"""Facts and values that conditions ask about, and on which no decision depends: no outcome, no duty, no advice.

What nothing so much as mentions is told elsewhere; here something is mentioned, and makes no difference all the same.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import combinations
from typing import NamedTuple

from policylang.analyse.check.alike import decided, sample, says, total
from policylang.analyse.check.dependence import Dependence
from policylang.analyse.check.idle import idle_conditions
from policylang.analyse.check.redundancy import redundancies
from policylang.analyse.check.telling import MOST_SHOWN, names_told, not_decided, not_shown, place_of, within_limits
from policylang.analyse.indifferent import by_path, whatever
from policylang.analyse.sites import is_atom, sites
from policylang.analyse.subject import Subject
from policylang.core.domain import YES
from policylang.core.program import Rule
from policylang.diagnostics.errors import InternalError
from policylang.diagnostics.model import Diagnostic, Help, Label, Severity
from policylang.diagram.algebra import restrict
from policylang.diagram.manager import FALSE, NO_LIMIT, Cell, DiagramTooLargeError, Node, Variable
from policylang.semantics.policy import OUTCOMES, Condition, Path, Present, ValueIn
from policylang.semantics.types import OneOf
from policylang.semantics.worlds import tests
from policylang.source import Place

MOST_STEPS_IN_ALL = 1_000_000


class Unused(NamedTuple):
    """A fact, or some of its values, on which no decision depends.

    variables: what is asked about it.
    values: the members of a set that make no difference, or the values that make no other than those that no
        condition names. None where the whole fact is meant.
    cells: where they are values of which one is so, the cells that are alike.
    is_cited: whether it makes a difference to which clauses stand.
    """

    path: Path
    variables: tuple[Variable, ...]
    values: tuple[str, ...] = ()
    cells: tuple[Cell, ...] = ()
    is_cited: bool = False


class AllUnused(NamedTuple):
    """What no decision depends on, and what was not decided."""

    found: tuple[Unused, ...]
    undecided: tuple[Path, ...]


def unused(subject: Subject) -> AllUnused:
    """Return what the policy's own conditions ask about, and no decision depends on.

    What is returned of whole facts and of members is so together: were it all not known, each case would be decided.

    Raises:
        DiagramTooLargeError: What the decisions are is too large to be looked at.
    """
    found: list[Unused] = []
    undecided: list[Path] = []
    own = _asked(subject)
    with subject.diagrams.at_most(NO_LIMIT, steps=MOST_STEPS_IN_ALL):
        with within_limits(subject):
            search = _Search(subject)
        for path, variables in by_path(subject):
            if path in own:
                try:
                    with within_limits(subject):
                        found += search.of(path, variables)
                except DiagramTooLargeError:
                    undecided.append(path)
    return AllUnused(tuple(_whole_things(subject, found)), tuple(undecided))


def _asked(subject: Subject) -> frozenset[Path]:
    """Return what the conditions of the policy itself ask about, with the things around."""
    paths = {test.path for test in tests(_conditions(subject))}
    return frozenset(Path(path.fact, path.parts[:n]) for path in paths for n in range(len(path.parts) + 1))


def _conditions(subject: Subject) -> Iterator[Condition]:
    policy = subject.policy
    written = [policy.applies]
    written += [each for clause in policy.clauses for each in (clause.when, clause.unless)]
    written += [each for duty in policy.duties for each in (duty.fulfilled, duty.breached)]
    yield from (each for each in written if each is not None)


def _whole_things(subject: Subject, found: Sequence[Unused]) -> Iterator[Unused]:
    """Yield findings with a thing in place of what is asked about it, where all of that is found."""
    whole = {each.path for each in found if not each.values}
    asked = [path for path, _ in by_path(subject)]
    done: dict[tuple[Path, tuple[str, ...]], Unused] = {}
    for each in found:
        around = [Path(each.path.fact, each.path.parts[:n]) for n in range(len(each.path.parts))]
        thing = next((one for one in around if all(path in whole for path in asked if _is_in(path, one))), each.path)
        key = (each.path if each.values else thing, each.values)
        before = done.get(key)
        if before is None:
            done[key] = each._replace(path=key[0])
        else:
            variables = (*before.variables, *each.variables)
            done[key] = before._replace(variables=variables, is_cited=before.is_cited or each.is_cited)
    yield from done.values()


def _is_in(path: Path, thing: Path) -> bool:
    return path.fact == thing.fact and path.parts[: len(thing.parts)] == thing.parts


class _Search:
    """Looks at one fact after the other; what no decision depends on is then left open for the next."""

    def __init__(self, subject: Subject) -> None:
        self.subject = subject
        said = tuple(dict.fromkeys(decisions(subject)))
        self.dependence = [Dependence(subject, node) for node in said]
        self.decided = [self._sides(node) for node in said]
        self.standing = [self._sides(subject.stands(rule)) for rule in range(len(subject.rules))]
        self.asking = self._asking(self.decided)

    def _sides(self, node: Node) -> tuple[Node, Node]:
        subject = self.subject
        return subject.both(node, subject.possible), subject.both(subject.no(node), subject.possible)

    def of(self, path: Path, variables: tuple[Variable, ...]) -> Iterator[Unused]:
        """Yield what makes no difference of what is asked about a path itself."""
        if self._goes(variables):
            yield Unused(path, variables, is_cited=self._is_cited(variables))
            return
        domain = self.subject.domain
        members = [each for each in variables if domain.variables[each].kind == "member" and self._goes((each,))]
        for is_cited in (False, True):
            alike = tuple(each for each in members if self._is_cited((each,)) == is_cited)
            values = tuple(value for each in alike for value in domain.variables[each].alike)
            if alike:
                yield Unused(path, alike, values, is_cited=is_cited)
        if isinstance(domain.slot(path).type, OneOf):
            yield from self._alike(path, variables[0])

    def _goes(self, variables: tuple[Variable, ...]) -> bool:
        """Whether no decision depends on variables; then they are left open from here on."""
        if any(each.is_seen(variable) for each in self.dependence for variable in variables):
            return False
        left = []
        for yes, no in self.decided:
            sides = whatever(self.subject, yes, variables), whatever(self.subject, no, variables)
            if self.subject.both(*sides) != FALSE:
                return False
            left.append(sides)
        self.decided = left
        return True

    def _is_cited(self, variables: tuple[Variable, ...]) -> bool:
        subject = self.subject
        return any(
            subject.both(whatever(subject, yes, variables), whatever(subject, no, variables)) != FALSE
            for yes, no in self.standing
        )

    def _alike(self, path: Path, variable: Variable) -> Iterator[Unused]:
        """Yield values that conditions name, and that make no other difference than those that none names."""
        domain = self.subject.domain
        named = [cell for cell in range(domain.sizes[variable]) if self._is_named(path, variable, cell)]
        groups: dict[tuple[Node, ...], list[Cell]] = {}
        for cell in range(domain.sizes[variable]):
            groups.setdefault(self._in_cell(self.asking, variable, cell), []).append(cell)
        for cells in groups.values():
            told = [cell for cell in cells if cell in named]
            if 0 < len(told) < len(cells):
                values = tuple(str(value) for cell in told for value in domain.variables[variable].cells[cell])
                standing = self._asking(self.standing)
                is_cited = len({self._in_cell(standing, variable, cell) for cell in cells}) > 1
                yield Unused(path, (variable,), values, tuple(cells), is_cited)

    def _asking(self, sides: Iterable[tuple[Node, Node]]) -> dict[Variable, list[Node]]:
        """Return for each variable the nodes that ask it."""
        diagrams = self.subject.diagrams
        found: dict[Variable, list[Node]] = {}
        for node in diagrams.reachable(node for pair in sides for node in pair):
            found.setdefault(diagrams.variable[node], []).append(node)
        return found

    def _in_cell(self, asking: dict[Variable, list[Node]], variable: Variable, cell: Cell) -> tuple[Node, ...]:
        """Return what is so where a variable is in a cell: two cells with the same do not differ in anything."""
        return tuple(self.subject.diagrams.children[node][cell] for node in asking.get(variable, []))

    def _is_named(self, path: Path, variable: Variable, cell: Cell) -> bool:
        """Whether a condition of the policy itself names values."""
        value = self.subject.domain.variables[variable].cells[cell][0]
        return any(
            value in test.leaves
            for test in tests(_conditions(self.subject))
            if isinstance(test, ValueIn) and test.path == path
        )


def decisions(subject: Subject) -> Iterator[Node]:
    """Yield where what a policy decides by itself is so: prohibited, each duty due in a state, each advice given."""
    yield _prohibited(subject)
    policy, states = subject.policy, subject.program.roots.states[0]
    calling: dict[str, list[Node]] = {}
    for rule, provision in enumerate(subject.rules):
        if provision.clause.effect in ("requires", "recommends"):
            for target in provision.clause.targets:
                calling.setdefault(f"{provision.clause.effect} {target}", []).append(subject.stands(rule))
    due = {name: subject.either(*nodes) for name, nodes in calling.items()}
    yield from due.values()
    for duty, state in zip(policy.duties, states, strict=True):
        if f"requires {duty.name}" in due:
            if state is None:
                raise DiagramTooLargeError
            for name in ("fulfilled", "breached", "outstanding"):
                yield subject.both(due[f"requires {duty.name}"], subject.where(state, name))


def _prohibited(subject: Subject) -> Node:
    """Return where a policy prohibits by itself."""
    speaks = subject.program.roots.speaks[0]
    if speaks is None:
        raise DiagramTooLargeError
    mild, strict = (
        subject.either(*(subject.stands(subject.program.number[each]) for each in subject.voice.speaking_for[outcome]))
        for outcome in OUTCOMES
    )
    else_strict = subject.policy.otherwise == OUTCOMES[-1]
    if subject.policy.conflicts == "permission":
        return subject.both(speaks, subject.no(mild), *([] if else_strict else [strict]))
    return subject.both(speaks, subject.either(strict, subject.no(mild)) if else_strict else strict)


# ---------------------------------------------------------------- as diagnostics


class _Site(NamedTuple):
    """A condition that asks about something: where it stands, and whether something else is said of it already."""

    place: Place
    is_idle: bool


def unused_findings(subject: Subject) -> Iterator[Diagnostic]:
    """Yield what no decision depends on: a warning, or a note where it matters to which clauses are cited."""
    place = subject.policy.place
    if place is None or not subject.rules:
        return
    try:
        found = unused(subject)
    except DiagramTooLargeError:
        yield not_decided(place, "on which facts no decision depends")
        return
    told = [(each, site) for each in found.found for site in _first_site(subject, each)]
    for each, site in told[:MOST_SHOWN]:
        _confirm(subject, each)
        yield _told(subject, each, site)
    if len(told) > MOST_SHOWN:
        yield not_shown(place, f"on {len(told) - MOST_SHOWN:,} more facts no decision depends")
    if found.undecided:
        names = [subject.policy.text(path) for path in found.undecided]
        yield not_decided(place, f"whether decisions depend on {names_told(names)}")


def _told(subject: Subject, found: Unused, place: Place) -> Diagnostic:
    name = subject.policy.text(found.path)
    severity: Severity = "note" if found.is_cited else "warning"
    if not found.values:
        message = f"no decision depends on `{name}`"
    elif found.cells:
        message = f"`{name}` being {names_told(found.values)} makes no other decision than a value that nothing names"
    else:
        message = f"no decision depends on whether `{name}` include {names_told(found.values)}"
    cited = "it matters to which clauses stand" if found.is_cited else "it matters to nothing that is decided"
    return Diagnostic(
        "P0508",
        message,
        Label(place, "asks about it"),
        notes=(
            f"{cited}: neither the outcome, nor the duties that are due, nor the advice is another for it",
            "cases that differ in nothing else were decided alike",
        ),
        helps=(Help("leave it out of the conditions, or say what is to follow from it"),),
        severity=severity,
    )


def _first_site(subject: Subject, found: Unused) -> Iterator[Place]:
    """Yield the place of the first condition that asks about something, unless all that do are told of already."""
    asking = list(_sites(subject, found))
    idle = [each for each in asking if each.is_idle]
    if len(idle) < len(asking):
        yield next(each.place for each in asking if not each.is_idle)


def _sites(subject: Subject, found: Unused) -> Iterator[_Site]:
    policy = subject.policy
    assert policy.place is not None  # noqa: S101 - only a policy that was written in a file is told about
    told = _told_of(subject)
    for rule, clause in enumerate(policy.clauses):
        for line in (clause.when, clause.unless):
            for site in sites(line, into_definitions=False) if line is not None else ():
                if is_atom(site.condition) and _asks(site.condition, found):
                    here = site.condition.place
                    own = here if here is not None and here.source is policy.place.source else place_of(clause)
                    yield _Site(own, told(rule, site.condition))
    others = [each for duty in policy.duties for each in (duty.fulfilled, duty.breached)]
    for condition in (policy.applies, *others):
        if condition is not None and any(_asks(test, found) for test in tests([condition])):
            yield _Site(condition.place or policy.place, is_idle=False)


def _told_of(subject: Subject) -> Callable[[Rule, Condition], bool]:
    """Return the function that tells whether something is said already of a clause, or of a condition in it."""
    redundant = {each.rule for each in redundancies(subject).found if each.days is None}
    idle: set[int] = set()
    for each in idle_conditions(subject).found:
        idle.update(id(site.condition) for site in sites(each.inner.condition, into_definitions=False))
    dead = {
        rule for rule in range(len(subject.rules)) if subject.both(subject.applies(rule), subject.possible) == FALSE
    }
    return lambda rule, condition: rule in redundant or rule in dead or id(condition) in idle


def _asks(condition: Condition, found: Unused) -> bool:
    """Whether a condition asks about something, definitions included."""
    for test in tests([condition]):
        if not found.values and _is_in(test.path, found.path):
            return True
        if test.path == found.path and not isinstance(test, Present) and found.values:
            leaves: frozenset[str] = getattr(test, "leaves", frozenset())
            if not leaves.isdisjoint(found.values):
                return True
    return False


# ---------------------------------------------------------------- replayed


def _confirm(subject: Subject, found: Unused) -> None:
    """Return once the reference decides cases alike that differ in nothing else.

    Raises:
        InternalError: It does not: the finding is wrong.
    """
    diagrams = subject.diagrams
    for variable in found.variables[:4]:
        cells = found.cells or tuple(range(diagrams.sizes[variable]))
        for one, other in combinations(cells[:3], 2):
            there = (diagrams.test(thing, 1 << YES) for thing in subject.domain.variables[variable].things)
            sides = [restrict(diagrams, [subject.possible], {variable: 1 << cell})[0] for cell in (one, other)]
            for case in sample(subject, subject.both(*sides, *there, diagrams.test(variable, 1 << one)), most=3):
                second = total(subject, {**case.cells, variable: other})
                if says(subject.policy, case, decided) != says(subject.policy, second, decided):
                    raise InternalError(f"the reference does not confirm that nothing depends on {found.path!r}")
