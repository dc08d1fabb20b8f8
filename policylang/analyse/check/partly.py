"""Clauses that matter only where an exception lifts another: elsewhere that one says the same.

They are no mistake. But who reads such a clause as a rule of its own, misses that what it says was mostly said already.
"""

from typing import NamedTuple

from policylang.analyse.check.absence import Absence
from policylang.analyse.check.alike import confirm_alike, without
from policylang.analyse.check.telling import MOST_NAMED, example, kinds_told, names_told, place_of, says
from policylang.analyse.subject import Subject
from policylang.analyse.witness import confirm_standing, witness
from policylang.core.program import Rule
from policylang.diagnostics.errors import InternalError
from policylang.diagnostics.model import Diagnostic, Label
from policylang.diagram.manager import FALSE, TRUE, Node
from policylang.diagram.walk import leaf_at
from policylang.semantics.policy import OUTCOME_OF


class Partly(NamedTuple):
    """A clause that stands only where another of its effect applies, and that lifts nothing itself.

    covered: where both stand: there it changes no decision.
    matters: where it stands, and the other is lifted.
    lifting: the clauses that lift it there.
    """

    rule: Rule
    other: Rule
    covered: Node
    matters: Node
    lifting: tuple[Rule, ...]


def partly(subject: Subject, absence: Absence, rule: Rule, region: Node) -> Partly | None:
    """Return the clause that says the same as one but for what lifts it; nothing where there is none.

    Args:
        subject: The policy.
        absence: What changes without a clause.
        rule: The clause, which is not redundant.
        region: Where it stands.

    Raises:
        DiagramTooLargeError: To tell takes too many steps.
    """
    clause = subject.rules[rule].clause
    if clause.effect not in OUTCOME_OF or absence.dependents(rule):
        return None
    cells, applying = absence.case(region), subject.program.roots.applies
    for other in absence.yielding:
        root = applying[other]
        if other == rule or subject.rules[other].clause.effect != clause.effect or root is None:
            continue
        if leaf_at(subject.diagrams, root, cells) == TRUE and subject.both(region, subject.no(root)) == FALSE:
            matters = subject.both(region, subject.no(subject.stands(other)))
            covered = subject.both(region, subject.stands(other))
            if covered != FALSE:
                return Partly(rule, other, covered, matters, absence.lifting(other, matters))
    return None


def partly_told(subject: Subject, found: Partly) -> Diagnostic:
    """Return the note about such a clause, once the reference confirmed it."""
    clause, other = subject.rules[found.rule].clause, subject.rules[found.other].clause
    lifting = [subject.rules[rule].clause for rule in found.lifting]
    case = witness(subject, subject.both(found.matters, subject.stands(found.lifting[0])))
    if case is None:
        raise InternalError("a clause is lifted in no case by what lifts it")
    confirm_standing(subject, case, clause.name, lifting[0].name)
    confirm_alike(subject, without(subject.policy, clause.name), found.covered)
    names = names_told([each.name for each in lifting])
    verb = "lifts" if len(lifting) == 1 else "lift"
    return Diagnostic(
        "P0504",
        f"`{clause.name}` matters only where {names} {verb} `{other.name}`, which {clause.effect} the same elsewhere",
        Label(place_of(clause), f"{clause.effect} it where that is lifted"),
        others=(
            Label(place_of(other), f"{clause.effect} it elsewhere"),
            *(Label(place_of(each), f"lifts `{other.name}`") for each in lifting[:MOST_NAMED]),
        ),
        notes=(
            says(clause, other, *lifting[:MOST_NAMED]),
            f"{example(subject, case)}: here `{other.name}` is lifted",
            f"both stand, and the one changes nothing, in {kinds_told(subject, found.covered)}",
            f"it stands without the other in {kinds_told(subject, found.matters)}",
        ),
        severity="note",
    )
