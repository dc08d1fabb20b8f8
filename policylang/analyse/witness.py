"""A case that shows a finding: as few facts as it takes, decided again by the reference before it is shown.

The facts that are left out do not matter: whatever they are, the finding is so. It is printed as a `scenario` that can
be pasted into the policy's file.
"""

import datetime as dt
from collections.abc import Callable, Collection, Container, Iterator, Mapping, Sequence
from functools import partial
from typing import NamedTuple

from policylang.analyse.given import further, lines_of
from policylang.analyse.subject import Subject
from policylang.core.domain import DAY, NO, YES
from policylang.diagnostics.errors import InternalError
from policylang.diagram.manager import TRUE, Cell, Node, Variable
from policylang.diagram.walk import cheapest, leaves
from policylang.evaluate.altered import Altering
from policylang.evaluate.decide import decide
from policylang.semantics.completions import Completions
from policylang.semantics.decision import Decision
from policylang.semantics.knowledge import Knowledge, Members
from policylang.semantics.policy import OUTCOME_OF, Path
from policylang.semantics.reference import Voice, stands
from policylang.semantics.whole import whole_of
from policylang.semantics.worlds import every, opposite
from policylang.syntax.to_text_words import quoted

MOST_REPLAYED_OPEN = 200
"""Under up to so many clauses a case is replayed with its gaps; under more of them, filled up."""
_A_FACT = 1_000
MOST_RULED_OUT = 5
"""Of a set of which more members are ruled out one by one, a case says instead just which there are."""


class Witness(NamedTuple):
    """A case and a day; no day where all days are alike. `cells` gives the variables that it names, with the day's."""

    knowledge: Knowledge
    day: dt.date | None
    cells: Mapping[Variable, Cell]


def witness(subject: Subject, node: Node, *, fine: Node | None = None) -> Witness | None:
    """Return the case with the fewest facts in which something holds whatever else is so; nothing where it never does.

    Of equally small ones, one on the latest days, and without values that stand for a rest.

    Args:
        subject: The policy.
        node: Where it holds.
        fine: Where the completions of the case may lie; where it holds or a case cannot be, unless told otherwise.
    """
    diagrams = subject.diagrams
    target = subject.both(node, subject.possible)
    best = cheapest(diagrams, target, lambda leaf: leaf == TRUE, costs(subject))
    if best is None:
        return None
    may_be = subject.either(node, subject.no(subject.possible)) if fine is None else fine
    cells = _fewest(subject, may_be, best[1])
    return witness_of(subject, _with_whole_sets(subject, may_be, target, cells))


def sure_witness(subject: Subject, node: Node) -> Witness:
    """Return the case with the fewest facts in which something holds that was found to hold in some.

    Raises:
        InternalError: It holds in none.
    """
    found = witness(subject, node)
    if found is None:
        raise InternalError("what was found to hold in some case holds in none")
    return found


def witness_of(subject: Subject, cells: Mapping[Variable, Cell]) -> Witness:
    """Return the case that tells some cells."""
    day = _day(subject, cells)
    told = {variable: cell for variable, cell in sorted(cells.items()) if variable != DAY}
    return Witness(_knowledge(subject, told), day, cells)


def costs(subject: Subject) -> dict[Variable, list[int | None]]:
    """Return what it costs to tell each cell of each variable: less for late days, more for what stands for a rest."""
    found: dict[Variable, list[int | None]] = {}
    for number, variable in enumerate(subject.domain.variables):
        if number == DAY:
            found[number] = [_A_FACT + variable.size - cell for cell in range(variable.size)]
        else:
            found[number] = [_A_FACT + _oddness(values) for values in variable.cells]
    return found


def _oddness(values: tuple[object, ...]) -> int:
    """Return 1 for values that stand for a rest."""
    return int(all(isinstance(value, str) and value.startswith("other_") for value in values))


def _fewest(subject: Subject, fine: Node, way: Mapping[Variable, Cell]) -> dict[Variable, Cell]:
    """Return the cells without those that are not needed: all that the rest leaves is fine.

    Whoever tells something of a part says that the thing is there.
    """
    things = [variable.things for variable in subject.domain.variables]
    left = {each: cell for each, cell in way.items() if all(way.get(thing) != NO for thing in things[each])}
    for variable in sorted(left, key=lambda each: (each == DAY, -len(things[each]), each)):
        fewer = _with_things(subject, {each: cell for each, cell in left.items() if each != variable})
        if leaves(subject.diagrams, fine, {each: 1 << cell for each, cell in fewer.items()}) == {TRUE}:
            del left[variable]
    return _with_things(subject, left)


def _with_whole_sets(
    subject: Subject, fine: Node, target: Node, cells: Mapping[Variable, Cell]
) -> dict[Variable, Cell]:
    """Return the cells, with no further members in sets of which many are ruled out, where the case can be so."""
    found = dict(cells)
    sets: dict[Path, list[Variable]] = {}
    for each in cells:
        path = subject.domain.variables[each].path
        if path in subject.domain.members and cells[each] == NO:
            sets.setdefault(path, []).append(each)
    for path, ruled_out in sets.items():
        if sum(len(subject.domain.variables[each].alike) for each in ruled_out) > MOST_RULED_OUT:
            others = (each for each in subject.domain.of_path(path) if not subject.is_settled(each))
            whole = {**dict.fromkeys(others, NO), **found}
            known = {each: 1 << cell for each, cell in whole.items()}
            if leaves(subject.diagrams, fine, known) == {TRUE} and TRUE in leaves(subject.diagrams, target, known):
                found = whole
    return found


def _with_things(subject: Subject, cells: Mapping[Variable, Cell]) -> dict[Variable, Cell]:
    variables = subject.domain.variables
    return {**cells, **{thing: YES for each in cells for thing in variables[each].things}}


def _day(subject: Subject, cells: Mapping[Variable, Cell]) -> dt.date | None:
    days = subject.domain.variables[DAY].cells
    if len(days) == 1:
        return None
    day = days[cells.get(DAY, len(days) - 1)][0]
    assert isinstance(day, dt.date)  # noqa: S101 - the variable of the day has days
    return day


def _knowledge(subject: Subject, cells: Mapping[Variable, Cell]) -> Knowledge:
    """Return what is given and what some cells tell; a set of which all is told that is asked has no other members."""
    known = Altering(subject.policy, subject.domain, subject.given.knowledge).changed(cells).known
    told = {path for path, each in known.items() if isinstance(each, Members) and _is_told(subject, path, cells)}
    return _closed(Knowledge(known), told)


def _is_told(subject: Subject, path: Path, cells: Mapping[Variable, Cell]) -> bool:
    """Whether some member is told, more are there than one, and all are told of which a variable is, or given."""
    variables = subject.domain.of_path(path)
    is_more = len(variables) > 1 and not cells.keys().isdisjoint(variables)
    return is_more and all(each in cells or subject.is_settled(each) for each in variables)


def completed(subject: Subject, found: Witness) -> Witness:
    """Return a case with nothing open that agrees with one: the plainest that is possible.

    It tells the policy's own facts, and none of those that only a policy has which is under analysis with it.
    """
    diagrams, variables = subject.diagrams, subject.domain.variables
    region = subject.both(subject.possible, *(diagrams.test(each, 1 << cell) for each, cell in found.cells.items()))
    costs: dict[Variable, list[int | None]] = {
        number: [cell + _oddness(values) for cell, values in enumerate(each.cells)]
        for number, each in enumerate(variables)
    }
    best = cheapest(diagrams, region, lambda leaf: leaf == TRUE, costs)
    if best is None:
        raise InternalError("a case that was found is not possible")
    cells = {number: best[1].get(number, found.cells.get(number, 0)) for number in range(len(variables))}
    told = {
        number: cell
        for number, cell in cells.items()
        if number != DAY and all(cells[thing] == YES for thing in variables[number].things)
        if is_own(subject, number)
    }
    knowledge = _knowledge(subject, dict(sorted(told.items())))
    return Witness(_closed(knowledge, knowledge.known), found.day, cells)


def is_own(subject: Subject, variable: Variable) -> bool:
    """Whether a variable is about a fact that a case of the policy can give."""
    path = subject.domain.variables[variable].path
    return path is not None and path.fact in subject.policy.by_id


def _closed(knowledge: Knowledge, sets: Container[Path]) -> Knowledge:
    """Return what is known, with no other members in some sets than those that are known."""
    known = {
        path: Members(each.included, closed=True) if isinstance(each, Members) and path in sets else each
        for path, each in knowledge.known.items()
    }
    return Knowledge(known)


# ---------------------------------------------------------------- replayed


class Replayed(NamedTuple):
    """A case as the reference decided it: as it was found, or filled up where the gaps took too long."""

    case: Witness
    decision: Decision


def replay(subject: Subject, found: Witness, says: Callable[[Decision], bool]) -> Replayed:
    """Return what the reference decides about a case, once it says what it is to show.

    Args:
        subject: The policy.
        found: The case.
        says: Whether a decision shows the finding.

    Raises:
        InternalError: It does not: the finding is wrong.
    """
    is_small = len(subject.program.rules) <= MOST_REPLAYED_OPEN
    case = found if is_small else completed(subject, found)
    day = found.day or dt.date.min
    decision = decide(subject.policy, case.knowledge, day)
    if decision.limit is not None:
        case = completed(subject, found)
        decision = decide(subject.policy, case.knowledge, day)
    _must_say(subject, decision, says)
    return Replayed(case, decision)


def confirm(subject: Subject, whole: Witness, says: Callable[[Decision], bool]) -> None:
    """Have the reference decide a case with nothing open, where nobody is shown what it says beside.

    Raises:
        InternalError: It does not say what the case is to show: the finding is wrong.
    """
    _must_say(subject, decide(subject.policy, whole.knowledge, whole.day or dt.date.min), says)


def _must_say(subject: Subject, decision: Decision, says: Callable[[Decision], bool]) -> None:
    if not says(decision):
        raise InternalError(f"the reference does not confirm a finding about `{subject.policy.name}`: {decision!r}")


def confirm_standing(subject: Subject, found: Witness, *names: str) -> None:
    """Have the reference say that some clauses of the policy itself stand in a case, whatever it leaves open.

    It is asked about these clauses alone; under very many clauses, or where the gaps took too long, with nothing open.

    Raises:
        InternalError: It does not say so: the finding is wrong.
    """
    is_small = len(subject.program.rules) <= MOST_REPLAYED_OPEN
    answer = _all_stand(subject, found, names) if is_small else None
    if answer is None:
        answer = _all_stand(subject, completed(subject, found), names)
    if not answer:
        raise InternalError(f"the reference does not confirm a finding about `{subject.policy.name}`: {found!r}")


def _all_stand(subject: Subject, found: Witness, names: Collection[str]) -> bool | None:
    """Whether some clauses stand in every completion of a case; nothing where a limit is met."""
    voices = whole_of(subject.policy, found.day or dt.date.min).voices
    asked = [each for each in voices[0].provisions if each.clause.name in names]
    if len(asked) < len(set(names)):
        return False
    completions = _completions(voices, found)
    may_fail = completions.exists(lambda world: opposite(every([stands(each, world) for each in asked])))
    return None if completions.limit_met else not may_fail


def does_stand(subject: Subject, whole: Witness, policy: str, name: str) -> bool:
    """Return whether the reference says that a clause stands in a case with nothing open.

    Args:
        subject: The policy under analysis.
        whole: The case.
        policy: The policy that the clause is of, it or one that it incorporates.
        name: The clause.
    """
    voices = whole_of(subject.policy, whole.day or dt.date.min).voices
    asked = [each for voice in voices if voice.policy.name == policy for each in voice.provisions]
    return any(_completions(voices, whole).exists(partial(stands, each)) for each in asked if each.clause.name == name)


def _completions(voices: Sequence[Voice], found: Witness) -> Completions:
    return Completions([voice.policy for voice in voices], found.knowledge, found.day or dt.date.min)


def stands_in(decision: Decision, name: str) -> bool:
    """Whether a clause of the policy itself stands certainly in a decision."""
    return any(
        each.name == name and each.policy == decision.policy and each.certainty == "certainly"
        for each in decision.stands
    )


# ---------------------------------------------------------------- printed


def given(subject: Subject, found: Witness) -> tuple[str, ...]:
    """Return what a case tells as the lines of a `given`: what is given of all, and what the case tells beyond."""
    return (*subject.given.lines, *beyond(subject, found))


def beyond(subject: Subject, found: Witness) -> tuple[str, ...]:
    """Return what a case tells beyond what is given of all, as lines, in the order in which the facts are declared."""
    place = {path: number for number, (path, _) in enumerate(subject.policy.paths.values())}
    more = further(found.knowledge.known, subject.given.said)
    known = dict(sorted(more.items(), key=lambda each: place[each[0]]))
    things = {Path(path.fact, path.parts[:length]) for path in known for length in range(len(path.parts))}
    return tuple(lines_of(subject.policy, {path: each for path, each in known.items() if path not in things}))


def scenario(subject: Subject, found: Witness, title: str, decision: Decision) -> str:
    """Return a case as a scenario, which expects what the reference decided.

    Args:
        subject: The policy.
        found: The case.
        title: What it shows.
        decision: The decision about it.
    """
    return scenario_text(title, found.day, given(subject, found), decision)


def scenario_text(title: str, day: dt.date | None, told: Sequence[str], decision: Decision) -> str:
    """Return a scenario, which expects what was decided.

    Args:
        title: What it shows.
        day: The day, where the policy changes with time.
        told: The lines of what is given.
        decision: The decision.
    """
    lines = [f"scenario {quoted(title)}"]
    if day is not None:
        lines.append(f"    on {day.isoformat()}")
    lines += ["    given", *(f"        {line}" for line in told)] if told else []
    lines += [f"    expect {decision.outcome}", *(f"        {line}" for line in _expected(decision))]
    return "\n".join(lines) + "\n"


def _expected(decision: Decision) -> Iterator[str]:
    def names(clauses: list[tuple[str, str]]) -> str:
        return ", ".join(name if policy == decision.policy else f"{policy}.{name}" for policy, name in clauses)

    for_it = [
        (each.policy, each.name)
        for each in decision.stands
        if each.certainty == "certainly" and OUTCOME_OF.get(each.effect) == decision.outcome
    ]
    if for_it:
        yield f"by {names(for_it)}"
    elif decision.basis == "default":
        yield "by default"
    elif decision.basis == "outside scope":
        yield "outside scope"
    against = [(each.policy, each.name) for each in decision.against if each.certainty == "certainly"]
    if against:
        yield f"against {names(against)}"
