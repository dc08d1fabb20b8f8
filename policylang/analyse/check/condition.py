"""Idle conditions as findings: one that always holds, one that can never hold, one that adds nothing to another."""

from collections.abc import Iterator, Sequence

from policylang.analyse.check.alike import applies_there, confirm_alike, most_shown
from policylang.analyse.check.contradiction import Part
from policylang.analyse.check.deletion import line_deleted
from policylang.analyse.check.idle import (
    Idle,
    Inner,
    Why,
    base,
    constant,
    exchanged_in,
    idle_conditions,
    is_joined,
)
from policylang.analyse.check.telling import (
    case_told,
    kinds_told,
    names_told,
    not_decided,
    not_shown,
    place_of,
    says,
)
from policylang.analyse.subject import Subject
from policylang.analyse.witness import replay, witness
from policylang.analyse.wording import worded
from policylang.diagnostics.model import Diagnostic, Help, Label, Severity
from policylang.diagram.manager import FALSE, DiagramTooLargeError
from policylang.semantics.decision import Decision
from policylang.semantics.policy import Clause, Policy
from policylang.source import Place

_MOST_LABELS = 6


def condition_findings(subject: Subject) -> Iterator[Diagnostic]:
    """Yield the conditions that can be left out: errors for those that no case meets, warnings for the others."""
    place = subject.policy.place
    if place is None or not subject.rules:
        return
    try:
        found = idle_conditions(subject)
    except DiagramTooLargeError:
        yield not_decided(place, "which conditions change nothing, since it is not known which cases are possible")
        return
    most = most_shown(subject)
    for each in found.found[:most]:
        yield _told(subject, each)
    if len(found.found) > most:
        yield not_shown(place, f"{len(found.found) - most:,} more conditions change nothing")
    if found.undecided:
        names = [subject.rules[rule].clause.name for rule in found.undecided]
        yield not_decided(place, f"whether each condition of these clauses changes something: {names_told(names)}")


def _told(subject: Subject, idle: Idle) -> Diagnostic:
    inner, why = idle.inner, idle.why
    clause = subject.rules[inner.rule].clause
    _confirm(subject, idle)
    severity: Severity = "error" if why == "impossible" else "warning"
    return Diagnostic(
        "P0507" if why in ("never", "impossible") else "P0506",
        _message(subject, idle),
        Label(inner.condition.place or place_of(clause), _label(inner, why)),
        others=tuple(_labels(idle))[:_MOST_LABELS],
        notes=tuple(_notes(subject, idle, clause)),
        helps=(_mend(inner, why, clause),),
        severity=severity,
    )


def _message(subject: Subject, idle: Idle) -> str:
    inner, why = idle.inner, idle.why
    line = "unless " if inner.around is None and inner.line == "unless" else ""
    said = f"`{line}{worded(subject.policy, inner.condition)}`"
    if why == "impossible" or (why == "never" and not idle.because):
        return f"{said} can never hold: no case that can be meets it"
    if why == "never":
        return f"{said} can never hold here: what else the clause says rules it out"
    verb = "adds nothing here" if why == "nothing" else "always holds here" if idle.because else "always holds"
    return f"{said} {verb}: the clause applies in the same cases without it"


def _label(inner: Inner, why: Why) -> str:
    match why:
        case "impossible":
            return "holds in no case"
        case "never":
            return "so this lifts nothing" if inner.around is None else "never holds where it is asked"
        case "nothing":
            return "adds nothing"
        case _:
            return "always holds where it is asked"


def _labels(idle: Idle) -> Iterator[Label]:
    """Yield labels at what makes a condition idle, in the order of the text."""
    seen: dict[Place, str] = {}
    for part in idle.because:
        for label in part.labels:
            seen.setdefault(label.place, label.text or _makes(part, idle))
    for place in sorted(seen, key=lambda each: (each.source.name, each.span)):
        yield Label(place, seen[place])


def _makes(part: Part, idle: Idle) -> str:
    """Return what a condition beside another has to do with it."""
    several = len(idle.because) > 1
    if part.negated and idle.why == "nothing":
        return "holds wherever it does" if not several else "one of these holds wherever it does"
    verb = "implies it" if idle.why == "always" else "rules it out"
    where = " where this does not hold" if part.negated else ""
    return f"{verb}{where}{', with the others marked' if several else ''}"


def _notes(subject: Subject, idle: Idle, clause: Clause) -> Iterator[str]:
    yield says(clause)
    region = subject.both(base(subject, idle.inner.rule), subject.applies(idle.inner.rule))
    both = subject.both(region, idle.inner.node)
    case = witness(subject, both) if both != FALSE else None
    if case is not None:
        replay(subject, case, lambda said: _is_met(said, clause.name))
        idle_too = ", and so does what makes it idle" if idle.because else ""
        yield f"for example: {case_told(subject, case)}: it holds{idle_too}"
    yield f"with it and without it the clause applies in {kinds_told(subject, region)}"
    if any(part.kind == "count" for part in idle.because):
        yield "what makes it so is also how many of the conditions beside it hold"


def _is_met(decision: Decision, name: str) -> bool:
    reports = (*decision.stands, *(each.clause for each in decision.lifted))
    return any(each.name == name and each.policy == decision.policy for each in reports)


def _mend(inner: Inner, why: Why, clause: Clause) -> Help:
    place = inner.condition.place
    alone = inner.around is None or is_joined(clause, inner.around)
    edit = line_deleted(place, None if alone else inner.around) if place is not None and why != "impossible" else None
    if why == "impossible":
        return Help("change it or leave it out; no case will ever meet it as it stands")
    if alone and inner.line == "unless":
        return Help("leave the `unless` out, or say what it is to lift", edit)
    return Help("leave it out, or change it if it is meant to narrow the clause" if why == "always" else
                "leave it out, or change it if it is meant to widen the list", edit)  # fmt: skip


# ---------------------------------------------------------------- replayed


def _confirm(subject: Subject, idle: Idle) -> None:
    """Return once the reference says of some cases that the same clauses apply with a condition and without it."""
    inner = idle.inner
    exchanged = {(inner.line, inner.steps): constant(idle.why)}
    clauses = tuple(
        exchanged_in(each, exchanged) if number == inner.rule else each
        for number, each in enumerate(subject.policy.clauses)
    )
    without: Policy = subject.policy._replace(clauses=clauses)
    for region in _regions(subject, inner):
        if region != FALSE:
            confirm_alike(subject, without, region, told=applies_there(subject.rules[inner.rule].clause.name))
            return


def _regions(subject: Subject, inner: Inner) -> Sequence[int]:
    """Return where to try it, the best place first: where it matters, where it is asked, where the clause may apply."""
    return inner.care, inner.here, base(subject, inner.rule)
