"""Redundant clauses: taken out, no case would have another outcome, and no duty or advice would be due otherwise.

With each come the clauses that make it so. In a policy whose texts changed a clause may be redundant on some days only;
that is a note.
"""

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from typing import NamedTuple

from policylang.analyse.check.absence import Absence
from policylang.analyse.check.alike import MOST_CASES, confirm_alike, most_shown, without
from policylang.analyse.check.deletion import clause_deleted
from policylang.analyse.check.partly import Partly, partly, partly_told
from policylang.analyse.check.telling import (
    MOST_NAMED,
    example,
    kinds_told,
    names_told,
    not_decided,
    not_shown,
    place_of,
    says,
    within_limits,
)
from policylang.analyse.check.written import added_line
from policylang.analyse.subject import Subject
from policylang.analyse.witness import Witness, confirm_standing, witness
from policylang.core.domain import DAY
from policylang.core.literals import days_in
from policylang.core.program import Rule
from policylang.diagnostics.errors import InternalError
from policylang.diagnostics.model import Diagnostic, Help, Label, Severity
from policylang.diagram.manager import FALSE, NO_LIMIT, Cells, DiagramTooLargeError, Node
from policylang.evaluate.labels import sentence
from policylang.semantics.policy import OUTCOME_OF, Clause

MOST_STEPS_IN_ALL = 2_000_000
MOST_BY_DAY = 300
"""In so many pairs of a clause and a stretch of days it is asked whether the clause is redundant on those days."""
_EFFECT_DONE = {
    "prohibits": "prohibits nothing that is not prohibited without it",
    "permits": "permits nothing that is not permitted without it",
    "exempts": "lifts nothing that would change a decision",
    "requires": "requires nothing that is not due without it",
    "recommends": "recommends nothing that is not recommended without it",
}


class Redundant(NamedTuple):
    """A clause that changes no decision, and few clauses that make it so: none where nothing is needed for it.

    region: where it stands; with `is_lifted`, where it applies, since it stands nowhere.
    days: the cells of the day on which it is so, nothing where it is so on all.
    """

    rule: Rule
    covers: tuple[Rule, ...]
    region: Node
    days: Cells | None = None
    is_lifted: bool = False


class Redundancies(NamedTuple):
    """The redundant clauses of a policy, those that matter only where another is lifted, and those not decided."""

    found: tuple[Redundant, ...]
    partly: tuple[Partly, ...]
    undecided: tuple[Rule, ...]


def redundancies(subject: Subject) -> Redundancies:
    """Return the clauses that change no decision, in the order of the document; not those that never apply."""
    absence = Absence(subject)
    found: list[Redundant | Partly] = []
    undecided: list[Rule] = []
    with _in_all(subject):
        for rule in range(len(subject.rules)):
            try:
                with within_limits(subject):
                    found += _of_clause(subject, absence, rule)
            except DiagramTooLargeError:
                undecided.append(rule)
    return Redundancies(
        tuple(each for each in found if isinstance(each, Redundant)),
        tuple(each for each in found if isinstance(each, Partly)),
        tuple(undecided),
    )


def _in_all(subject: Subject) -> AbstractContextManager[None]:
    return subject.diagrams.at_most(NO_LIMIT, steps=MOST_STEPS_IN_ALL)


def _of_clause(subject: Subject, absence: Absence, rule: Rule) -> Iterator[Redundant | Partly]:
    region = absence.region(rule)
    if region == FALSE:
        applying = subject.both(subject.applies(rule), subject.possible)
        if applying != FALSE:
            yield Redundant(rule, absence.lifting(rule, applying), applying, is_lifted=True)
        return
    covers = absence.cover(rule, region)
    if covers is not None:
        yield Redundant(rule, covers, region)
        return
    in_part = partly(subject, absence, rule, region)
    if in_part is not None:
        yield in_part
    elif len(subject.rules) * subject.domain.sizes[DAY] <= MOST_BY_DAY:
        yield from _by_day(subject, absence, rule, region)


def _by_day(subject: Subject, absence: Absence, rule: Rule, region: Node) -> Iterator[Redundant]:
    """Yield on which days other clauses make one redundant that is not so on all days."""
    days: dict[tuple[Rule, ...], Cells] = {}
    for cell in range(subject.domain.sizes[DAY]):
        here = subject.both(region, subject.diagrams.test(DAY, 1 << cell))
        covers = absence.cover(rule, here) if here != FALSE else None
        if covers:
            days[covers] = days.get(covers, 0) | 1 << cell
    for covers, cells in days.items():
        yield Redundant(rule, covers, subject.both(region, subject.diagrams.test(DAY, cells)), cells)


# ---------------------------------------------------------------- as diagnostics


def redundancy_findings(subject: Subject) -> Iterator[Diagnostic]:
    """Yield the redundant clauses: warnings, or notes where both the clause and what covers it are cited."""
    place = subject.policy.place
    if place is None or not subject.rules:
        return
    try:
        found = redundancies(subject)
    except DiagramTooLargeError:
        yield not_decided(place, "which clauses change no decision, since it is not known which cases are possible")
        return
    listed = _approved_uses(subject, found.found)
    told = [
        each for each in _each_pair_once(found.found) if each not in listed and not _is_told_elsewhere(subject, each)
    ]
    if listed:
        yield _list_told(subject, listed)
    most = most_shown(subject)
    for each in told[:most]:
        yield _told(subject, each)
    room = max(0, most - len(told))
    for in_part in found.partly[:room]:
        yield partly_told(subject, in_part)
    if len(found.partly) > room:
        yield not_shown(place, f"{len(found.partly) - room:,} more clauses matter only where another is lifted")
    if len(told) > most:
        yield not_shown(place, f"{len(told) - most:,} more clauses change no decision")
    if found.undecided:
        names = [subject.rules[rule].clause.name for rule in found.undecided]
        yield not_decided(place, f"whether these clauses change a decision: {names_told(names)}")


def _each_pair_once(found: Sequence[Redundant]) -> Iterator[Redundant]:
    """Yield findings without those of a clause that covers a later one and is covered by it: one may be deleted."""
    by_rule = {each.rule: each for each in found if each.days is None}
    for each in found:
        mutual = (by_rule[rule] for rule in each.covers if rule in by_rule)
        if each.days is not None or not any(each.rule in other.covers and other.rule > each.rule for other in mutual):
            yield each


def _is_told_elsewhere(subject: Subject, found: Redundant) -> bool:
    """Whether a clause is part of a conflict that the policy leaves open, or none of its exceptions ever bites."""
    clause = subject.rules[found.rule].clause
    if found.is_lifted:
        return False
    if clause.effect == "exempts":
        return len(Absence(subject).changes(found.rule, found.region)) == 1
    if clause.effect == "prohibits" and all(subject.rules[each].clause.effect == "prohibits" for each in found.covers):
        return False
    return subject.policy.conflicts is None and bool(_against(subject, found))


def _approved_uses(subject: Subject, found: Sequence[Redundant]) -> tuple[Redundant, ...]:
    """Return the permissions that permit what is permitted anyway, where there are several."""
    listed = tuple(
        each
        for each in found
        if subject.rules[each.rule].clause.effect == "permits" and not each.covers and each.days is None
    )
    return listed if len(listed) > 1 and subject.policy.otherwise == "permitted" else ()


def _list_told(subject: Subject, listed: Sequence[Redundant]) -> Diagnostic:
    shown = listed[:MOST_NAMED]
    clauses = [subject.rules[each.rule].clause for each in shown]
    case, *_ = [confirmed(subject, each) for each in shown]
    prohibits = any(rule.clause.effect == "prohibits" for rule in subject.rules)
    is_cited = all(subject.rules[each.rule].clause.cites for each in listed)
    despite = (
        (Help("a permission that is to prevail over a prohibition says so: `despite CLAUSE`"),) if prohibits else ()
    )
    return Diagnostic(
        "P0504",
        f"{len(listed)} permissions never change a decision: what they permit is permitted anyway",
        Label(place_of(clauses[0]), "permits what is permitted anyway"),
        others=tuple(Label(place_of(each), "so does this") for each in clauses[1:]),
        notes=(
            says(*clauses),
            example(subject, case),
            *(["no clause prohibits"] if not prohibits else []),
            *_rules(subject, *shown),
        ),
        helps=(Help(_CLOSING), *despite),
        severity="note" if prohibits and is_cited else "warning",
    )


_CLOSING = (
    "a list of approved uses needs a closing prohibition: say `otherwise  prohibited`, "
    "or prohibit everything in a clause over which they prevail"
)


def _told(subject: Subject, found: Redundant) -> Diagnostic:
    clause, covers = _clauses(subject, found)
    case = confirmed(subject, found)
    when = "never changes a decision" if found.days is None else f"changes no decision {_days(subject, found)}"
    overlap = all(each.cites for each in (clause, *covers))
    severity: Severity = "note" if overlap or found.days is not None else "warning"
    return Diagnostic(
        "P0504",
        f"`{clause.name}` {when}: {_because(subject, found)}",
        Label(place_of(clause), "stands nowhere" if found.is_lifted else _EFFECT_DONE[clause.effect]),
        others=tuple(
            Label(place_of(each), "prevails over it" if found.is_lifted else _does(clause, each))
            for each in covers[:MOST_NAMED]
        ),
        notes=(
            says(clause, *covers[:MOST_NAMED]),
            example(subject, case),
            f"{_standing(found)} in {kinds_told(subject, found.region)}",
            *_rules(subject, found),
        ),
        helps=() if found.days is not None else tuple(_mends(subject, found)),
        severity=severity,
    )


def confirmed(subject: Subject, found: Redundant, *, tried: int = MOST_CASES) -> Witness:
    """Return a case in which the clause stands with one that covers it, once the reference confirms the finding.

    Args:
        subject: The policy.
        found: The finding.
        tried: How many cases are decided without the clause as well.

    Raises:
        InternalError: The reference does not confirm it.
    """
    names = [subject.rules[rule].clause.name for rule in (found.rule, *found.covers[:1])]
    region = subject.both(found.region, *(subject.stands(rule) for rule in found.covers[:1]))
    case = witness(subject, region)
    if case is None:
        raise InternalError("a clause that is covered stands in no case together with what covers it")
    confirm_standing(subject, case, *(names[1:] if found.is_lifted else names))
    confirm_alike(subject, without(subject.policy, names[0]), found.region, most=tried)
    return case


def _standing(found: Redundant) -> str:
    if found.is_lifted:
        return "it applies"
    return "it stands" if found.days is None else "it stands on those days"


def _because(subject: Subject, found: Redundant) -> str:
    clause, covers = _clauses(subject, found)
    is_lifted = found.is_lifted
    if not covers:
        if clause.effect not in OUTCOME_OF:
            return "what it lifts changes none where it stands"
        against = " or decided otherwise all the same" if _against(subject, found) else ""
        return f"what it {clause.effect} is {OUTCOME_OF[clause.effect]} anyway{against and ','}{against}"
    names = names_told([each.name for each in covers])
    if is_lifted:
        return f"wherever it applies, {names} {'prevails' if len(covers) == 1 else 'prevail'}"
    if len(covers) == 1 and covers[0].effect == clause.effect:
        return f"{names} {clause.effect} the same"
    if all(each.effect == clause.effect for each in covers):
        return f"{names} together {clause.effect.removesuffix('s')} the same"
    return f"{names} {'settles' if len(covers) == 1 else 'settle'} the same cases"


def _does(clause: Clause, cover: Clause) -> str:
    if cover.effect == clause.effect:
        return f"{cover.effect} it too"
    return f"{cover.effect} it anyway" if cover.effect in OUTCOME_OF else "has a part in it"


def _rules(subject: Subject, *found: Redundant) -> Iterator[str]:
    """Yield the note with what the policy says of cases that no clause, or more than one, decides."""
    policy = subject.policy
    clause, covers = _clauses(subject, found[0])
    if not covers and clause.effect in OUTCOME_OF:
        meets = any(_against(subject, each) for each in found)
        conflict = f", and in a conflict the {policy.conflicts or 'prohibition'} prevails" if meets else ""
        yield f"the policy says `otherwise {policy.otherwise}`{conflict}"


def _clauses(subject: Subject, found: Redundant) -> tuple[Clause, list[Clause]]:
    """Return the clause of a finding, and those that cover it."""
    return subject.rules[found.rule].clause, [subject.rules[rule].clause for rule in found.covers]


def _against(subject: Subject, found: Redundant) -> list[str]:
    """Return the clauses for the other outcome that stand together with one."""
    speaking = {subject.rules[found.rule].clause.effect}
    return [
        rule.clause.name
        for number, rule in enumerate(subject.rules)
        if speaking | {rule.clause.effect} == set(OUTCOME_OF) and rule.clause.effect not in speaking
        if subject.ever(subject.both(subject.stands(number), found.region))
    ]


def _days(subject: Subject, found: Redundant) -> str:
    """Return the days of a finding: an edition, where they are just those of one."""
    assert found.days is not None  # noqa: S101 - only such findings are told with their days
    domain = subject.domain
    clause = subject.rules[found.rule].clause
    in_force = days_in(domain, clause.times) if clause.times else domain.everything[DAY]
    for edition in subject.policy.editions:
        if days_in(domain, [edition.period]) & in_force == found.days:
            return f"during `{edition.name}`"
    return f"where {sentence(subject.policy, domain, DAY, found.days)}"


def _mends(subject: Subject, found: Redundant) -> Iterator[Help]:
    clause, covers = _clauses(subject, found)
    edit = clause_deleted(subject.policy, clause)
    if covers:
        names = names_told([each.name for each in covers])
        yield Help(f"delete it, or say in it where it goes further than {names}", edit)
        return
    yield Help("delete it, or say in it where it goes further", edit)
    against = _against(subject, found)
    if clause.effect in OUTCOME_OF and 0 < len(against) <= MOST_NAMED:
        line = f"despite {', '.join(against)}"
        edit = added_line(place_of(clause), line, after=(clause.effect,), before=("under", "when", "unless"))
        yield Help(f"if it is to prevail over what {_opposite(clause)} the same, say so in it", edit)
    elif clause.effect == "permits":
        yield Help(f"if it is one of several: {_CLOSING}")


def _opposite(clause: Clause) -> str:
    return "prohibits" if clause.effect == "permits" else "permits"
