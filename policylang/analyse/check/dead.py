"""Dead clauses: those that apply in no case that can be, with the lines that contradict each other."""

from collections.abc import Iterator
from typing import NamedTuple

from policylang.analyse.check.contradiction import Part, can_hold, labels, minimal, parts, scope
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
from policylang.analyse.witness import Witness, replay, witness
from policylang.core.program import Rule
from policylang.diagnostics.model import Diagnostic, Help, Label
from policylang.diagram.manager import FALSE, DiagramTooLargeError
from policylang.semantics.decision import Decision
from policylang.semantics.policy import Clause, ValueIn


class Dead(NamedTuple):
    """A clause that never applies: what cannot hold together, and a case in which one part alone is missing."""

    clause: Clause
    contradicting: tuple[Part, ...]
    missing: Part | None
    near: Witness | None


class DeadClauses(NamedTuple):
    """The clauses that never apply, and those of which it was not decided.

    consequences: those that never apply just because none of those that they are under does.
    """

    rules: tuple[Rule, ...]
    consequences: tuple[Rule, ...]
    undecided: tuple[Rule, ...]


def dead_clauses(subject: Subject) -> DeadClauses:
    """Return which clauses apply in no case that can be.

    Raises:
        DiagramTooLargeError: Which cases are possible is not known.
    """
    possible = subject.possible
    never: set[Rule] = set()
    undecided: list[Rule] = []
    for rule in range(len(subject.rules)):
        try:
            with within_limits(subject):
                if subject.both(subject.applies(rule), possible) == FALSE:
                    never.add(rule)
        except DiagramTooLargeError:
            undecided.append(rule)
    consequences = {rule for rule in never if _only_follows(subject, rule, never)}
    return DeadClauses(tuple(sorted(never - consequences)), tuple(sorted(consequences)), tuple(undecided))


def _only_follows(subject: Subject, rule: Rule, never: set[Rule]) -> bool:
    under = [subject.by_name[name] for name in subject.rules[rule].clause.under]
    if not under or not never.issuperset(under):
        return False
    with within_limits(subject):
        return subject.both(subject.alone(rule), subject.possible) != FALSE


def dead(subject: Subject, rule: Rule) -> Dead:
    """Return why a clause that never applies does not.

    Raises:
        DiagramTooLargeError: A part of it is too large.
    """
    clause = subject.rules[rule].clause
    everything = parts(subject, rule)
    contradicting = minimal(subject, everything)
    for part in reversed(contradicting):
        others = [each for each in everything if each is not part]
        if part.kind != "always" and can_hold(subject, others, unless_known=False):
            near = witness(subject, subject.both(*(each.node for each in others)))
            if near is not None:
                replay(subject, near, lambda said: not _is_met(said, clause.name))
                return Dead(clause, contradicting, part, near)
    return Dead(clause, contradicting, None, None)


def _is_met(decision: Decision, name: str) -> bool:
    reports = (*decision.stands, *(each.clause for each in decision.lifted))
    return any(each.name == name and each.policy == decision.policy for each in reports)


# ---------------------------------------------------------------- as diagnostics


def dead_findings(subject: Subject) -> Iterator[Diagnostic]:
    """Yield an error for each clause that never applies; one for all where the policy is silent in every case."""
    policy = subject.policy
    if policy.place is None or not policy.clauses:
        return
    try:
        silent = tuple(scope(subject))
        if not can_hold(subject, silent, unless_known=True):
            yield _silent(subject, silent)
            return
        found = dead_clauses(subject)
    except DiagramTooLargeError:
        yield not_decided(policy.place, "which clauses can apply, since it is not known which cases are possible")
        return
    for rule in found.rules[:MOST_SHOWN]:
        yield _dead(subject, rule)
    left = len(found.rules) - MOST_SHOWN
    if left > 0:
        yield not_shown(policy.place, f"{left:,} more clause{' never applies' if left == 1 else 's never apply'}")
    if found.undecided:
        names = [subject.rules[rule].clause.name for rule in found.undecided]
        yield not_decided(policy.place, f"whether these clauses can apply: {names_told(names)}")


def _silent(subject: Subject, found: tuple[Part, ...]) -> Diagnostic:
    assert subject.policy.place is not None  # noqa: S101 - looked at before
    contradicting = minimal(subject, found)
    by_always = all(each.kind == "always" for each in contradicting)
    message = "no case is possible" if by_always else "the policy never applies, and so no clause of it does"
    return Diagnostic(
        "P0503",
        message,
        Label(subject.policy.place, "never applies"),
        others=labels(contradicting),
        notes=(_why(contradicting),),
        helps=(Help("change one of what is marked"),),
    )


def _dead(subject: Subject, rule: Rule) -> Diagnostic:
    clause = subject.rules[rule].clause
    try:
        found = dead(subject, rule)
    except DiagramTooLargeError:
        found = Dead(clause, (), None, None)
    return Diagnostic(
        "P0503",
        f"the clause `{clause.name}` can never apply",
        Label(place_of(clause), "never applies"),
        others=labels(found.contradicting),
        notes=tuple(_notes(subject, found)),
        helps=(Help(_mend(subject, found)),),
    )


def _notes(subject: Subject, found: Dead) -> Iterator[str]:
    if found.contradicting:
        yield _why(found.contradicting)
    if found.near is not None and found.missing is not None:
        yield f"for example: {case_told(subject, found.near)}: here only {_lacking(found.missing)}"


def _why(contradicting: tuple[Part, ...]) -> str:
    if len(contradicting) == 1:
        return "what is marked is so in no case"
    return "what is marked is never so together, and nothing else is needed for that"


def _lacking(part: Part) -> str:
    """Return what a part is to a case that has all others: missing, or against the clause."""
    written = f"a line `{part.kind}`"
    if part.labels:
        source, span = part.labels[0].place
        text = source.at(span)
        written = written if "\n" in text else f"`{text}`"
    return f"{written} stands against it" if part.negated else f"{written} is missing"


def _mend(subject: Subject, found: Dead) -> str:
    """Return what would help: two values asked of one fact are meant as a choice; else one line has to go."""
    tests = [each.condition for each in found.contradicting if not each.negated]
    values = [each for each in tests if isinstance(each, ValueIn)]
    if len(values) == len(found.contradicting) > 1 and len({each.path for each in values}) == 1:
        names = ", ".join(dict.fromkeys(name for each in values for name in each.named))
        return (
            f"a fact has one value: write `{subject.policy.text(values[0].path)} is one of {names}` if either will do"
        )
    if any(each.kind == "in force" for each in found.contradicting):
        return "mend the time in force or what contradicts it, or take the clause out"
    return "change one of what is marked, or take the clause out: no decision changes without it"
