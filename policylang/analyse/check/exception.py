"""Exceptions that never bite: the clause that prevails never meets the other, or only where that is lifted already."""

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from policylang.analyse.check.contradiction import Part, labels, minimal, not_lifted, parts
from policylang.analyse.check.dead import dead_clauses
from policylang.analyse.check.telling import (
    MOST_SHOWN,
    case_told,
    names_told,
    not_decided,
    not_shown,
    place_of,
    within_limits,
)
from policylang.analyse.subject import Subject
from policylang.analyse.witness import Witness, completed, replay, witness
from policylang.core.program import Rule
from policylang.diagnostics.errors import InternalError
from policylang.diagnostics.model import Diagnostic, Help, Label
from policylang.diagram.manager import FALSE, DiagramTooLargeError, Node
from policylang.semantics.decision import Decision
from policylang.semantics.policy import ClauseException
from policylang.source import Place


class Idle(NamedTuple):
    """Exceptions of a policy that change nothing.

    never: those of which the two clauses never meet.
    covered: those that bite only where others do, with the names of these; all of them can be taken out at once.
    undecided: those that were not decided.
    """

    never: tuple[ClauseException, ...]
    covered: tuple[tuple[ClauseException, tuple[str, ...]], ...]
    undecided: tuple[ClauseException, ...]


def idle_exceptions(subject: Subject) -> Idle:
    """Return the exceptions that change nothing; not those of clauses that never apply, of which that is said.

    Raises:
        DiagramTooLargeError: Which cases are possible is not known.
    """
    gone = dead_clauses(subject)
    dead = {*gone.rules, *gone.consequences}
    never: list[ClauseException] = []
    undecided: list[ClauseException] = []
    meeting: list[ClauseException] = []
    for pair in subject.policy.exceptions:
        by, over = _numbers(subject, pair)
        if by in dead or over in dead:
            continue
        try:
            (meeting if _meet(subject, by, over) != FALSE else never).append(pair)
        except DiagramTooLargeError:
            undecided.append(pair)
    return Idle(tuple(never), tuple(_covered(subject, meeting, undecided)), tuple(undecided))


def _covered(
    subject: Subject, meeting: Sequence[ClauseException], undecided: list[ClauseException]
) -> Iterator[tuple[ClauseException, tuple[str, ...]]]:
    """Yield exceptions that bite only where others do, the last of the file first; one that is yielded covers none."""
    over_each: dict[str, list[str]] = {}
    for pair in meeting:
        over_each.setdefault(pair.over, []).append(pair.by)
    for pair in reversed(meeting):
        others = [name for name in over_each[pair.over] if name != pair.by]
        if not others:
            continue
        try:
            covering = _covering(subject, pair, others)
        except DiagramTooLargeError:
            undecided.append(pair)
            continue
        if covering:
            over_each[pair.over].remove(pair.by)
            yield pair, covering


def _covering(subject: Subject, pair: ClauseException, others: Sequence[str]) -> tuple[str, ...]:
    """Return clauses one of which lifts the other wherever an exception does, none of them needlessly; else none."""
    by, over = _numbers(subject, pair)
    met = _meet(subject, by, over)
    left = list(others)
    if not _is_lifted(subject, met, left):
        return ()
    for name in others:
        fewer = [each for each in left if each != name]
        if fewer and _is_lifted(subject, met, fewer):
            left = fewer
    return tuple(left)


def _is_lifted(subject: Subject, met: Node, names: Sequence[str]) -> bool:
    with within_limits(subject):
        lifting = subject.either(*(subject.stands(subject.by_name[name]) for name in names))
        return subject.both(met, subject.no(lifting)) == FALSE


def _meet(subject: Subject, by: Rule, over: Rule) -> Node:
    """Return where a clause stands and one that it prevails over applies, as far as a case can be."""
    with within_limits(subject):
        return subject.both(subject.stands(by), subject.applies(over), subject.possible)


def _numbers(subject: Subject, pair: ClauseException) -> tuple[Rule, Rule]:
    return subject.by_name[pair.by], subject.by_name[pair.over]


# ---------------------------------------------------------------- as diagnostics


def exception_findings(subject: Subject) -> Iterator[Diagnostic]:
    """Yield an error for each exception whose clauses never meet, a warning for one that bites only where others do."""
    place = subject.policy.place
    if place is None or not subject.policy.exceptions:
        return
    try:
        found = idle_exceptions(subject)
    except DiagramTooLargeError:
        yield not_decided(place, "which exceptions bite, since it is not known which cases are possible")
        return
    for pair in found.never[:MOST_SHOWN]:
        yield _never(subject, pair)
    for pair, covering in found.covered[:MOST_SHOWN]:
        yield _needless(subject, pair, covering)
    left = max(0, len(found.never) - MOST_SHOWN) + max(0, len(found.covered) - MOST_SHOWN)
    if left:
        yield not_shown(place, f"{left:,} more exception{' changes' if left == 1 else 's change'} nothing")
    if found.undecided:
        said = [f"{pair.by} over {pair.over}" for pair in found.undecided]
        yield not_decided(place, f"whether these exceptions bite: {names_told(said)}")


def _never(subject: Subject, pair: ClauseException) -> Diagnostic:
    by, over = _numbers(subject, pair)
    near = _confirmed(subject, subject.applies(over), lambda said: _applies_alone(said, pair))
    return Diagnostic(
        "P0310",
        f"`{pair.by}` and `{pair.over}` never meet: in no case does the one stand where the other applies",
        Label(_place(subject, pair), "never bites"),
        others=labels(_contradicting(subject, by, over)),
        notes=(f"for example: {case_told(subject, near)}: here `{pair.over}` applies, and `{pair.by}` does not stand",),
        helps=(Help("take it out, or change one of what is marked"),),
    )


def _contradicting(subject: Subject, by: Rule, over: Rule) -> tuple[Part, ...]:
    try:
        every = (*not_lifted(subject, by), *parts(subject, over), *parts(subject, by))
        distinct = {(each.node, each.labels): each for each in every}
        return minimal(subject, tuple(distinct.values()))
    except DiagramTooLargeError:
        return ()


def _needless(subject: Subject, pair: ClauseException, covering: tuple[str, ...]) -> Diagnostic:
    by, over = _numbers(subject, pair)
    case = _confirmed(subject, _meet(subject, by, over), lambda said: _lifted_by_both(said, pair, covering))
    others = tuple(
        Label(place_of(subject.rules[subject.by_name[name]].clause), f"lifts `{pair.over}` as well")
        for name in covering
    )
    return Diagnostic(
        "P0505",
        f"`{pair.by}` meets `{pair.over}` only where {_either(covering)} lifts it already",
        Label(_place(subject, pair), "changes nothing"),
        others=others,
        notes=(f"for example: {case_told(subject, case)}: here `{pair.by}` stands, and so does {_either(covering)}",),
        helps=(Help("take it out, or allow it where the document says both"),),
        severity="warning",
    )


def _either(names: Sequence[str]) -> str:
    return " or ".join(f"`{name}`" for name in names)


def _confirmed(subject: Subject, node: Node, says: Callable[[Decision], bool]) -> Witness:
    """Return the smallest case in which something is so, once the reference says what it is to show.

    It says so of the case with nothing open: a clause that applies for certain may stand possibly and be lifted
    possibly, which a decision about an open case does not tell.
    """
    case = witness(subject, node)
    if case is None:
        raise InternalError("clauses that apply do so in no case")
    replay(subject, completed(subject, case), says)
    return case


def _applies_alone(decision: Decision, pair: ClauseException) -> bool:
    """Whether a decision says that a clause applies, and not that the one that would lift it may stand."""
    applying = (*decision.stands, *(each.clause for each in decision.lifted))
    own = {each.name: each.certainty for each in applying if each.policy == decision.policy}
    standing = {each.name for each in decision.stands if each.policy == decision.policy}
    return pair.by not in standing and own.get(pair.over) == "certainly"


def _lifted_by_both(decision: Decision, pair: ClauseException, covering: Sequence[str]) -> bool:
    """Whether a decision says that a clause is lifted by another and by one of some others."""
    lifting = {name for each in decision.lifted if each.clause.name == pair.over for name in each.by}
    return pair.by in lifting and not lifting.isdisjoint(covering)


def _place(subject: Subject, pair: ClauseException) -> Place:
    return pair.place or place_of(subject.rules[subject.by_name[pair.by]].clause)
