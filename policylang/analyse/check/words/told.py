"""What words and rule say differently, as diagnostics: joining words, orders, figures, exceptions."""

from collections.abc import Iterator

from policylang.analyse.check.telling import case_told, place_of, within_limits
from policylang.analyse.check.words.boundary_told import rule_said
from policylang.analyse.check.words.effects import Clash
from policylang.analyse.check.words.exceptions import Unmade
from policylang.analyse.check.words.figures import Absent
from policylang.analyse.check.words.joins import Misjoined
from policylang.analyse.check.words.modals import Order
from policylang.analyse.check.words.quoted import place
from policylang.analyse.check.words.rule import Bound
from policylang.analyse.subject import Subject
from policylang.analyse.witness import Witness, replay, stands_in, witness
from policylang.diagnostics.model import Diagnostic, Help, Label
from policylang.diagram.manager import DiagramTooLargeError
from policylang.evaluate.labels import value_text
from policylang.semantics.policy import Clause

_SAYS: dict[Order, str] = {
    "forbids": "forbid",
    "allows": "allow",
    "demands": "demand",
    "releases": "release from something",
    "advises": "advise",
}
_WRITE: dict[Order, str] = {
    "forbids": "`prohibits`",
    "allows": "`permits`",
    "demands": "`requires` with a duty, or `prohibits` what is otherwise",
    "releases": "`exempts from` the clause from which they release",
    "advises": "`recommends` with an advice",
}


def join_finding(subject: Subject, found: Misjoined) -> Diagnostic:
    """Return the finding that words and rule join two things differently."""
    pair = found.joined
    rule = "one of both is enough for the rule" if found.one_is_enough else "the rule demands both"
    stands = "stands" if found.stands else "does not stand"
    block = "all of" if found.one_is_enough else "any of"
    return Diagnostic(
        "P0522",
        f"the words join `{pair.first}` and `{pair.second}` by `{pair.join}`, and {rule}",
        Label(place(found.clause, found.text, pair.start, pair.end), f"joined by `{pair.join}`"),
        others=_beside(found.clause, rule),
        notes=(
            f"with `{pair.first}` and without `{pair.second}`, `{found.clause.name}` {stands}",
            f"for example: {case_told(subject, found.case)}",
        ),
        helps=(Help(f"if the words are right, put the two into a block `{block}`"),),
        severity="warning",
    )


def effect_finding(subject: Subject, found: Clash) -> Diagnostic:
    """Return the finding that words order what the effect of their clause does not."""
    modal, clause = found.modal, found.clause
    quote = found.text[modal.start : modal.end]
    effect = "exempts from" if clause.effect == "exempts" else clause.effect
    return Diagnostic(
        "P0523",
        f'the words "{quote}" {_SAYS[modal.order]}, and the clause `{clause.name}` {effect}',
        Label(place(clause, found.text, modal.start, modal.end), f"the words {_SAYS[modal.order]}"),
        others=_beside(clause, f"{effect} it"),
        notes=tuple(_example(subject, clause)),
        helps=(Help(f"if the words are right, write {_WRITE[modal.order]}"),),
        severity="warning",
    )


def absent_from_rule_finding(subject: Subject, found: Absent) -> Diagnostic:
    """Return the finding that words have a figure that their rule has not."""
    mention, clause = found.said.mention, found.clause
    amount = mention.amount
    quote = found.said.text[amount.start : amount.end].strip()
    instead = found.instead
    others: tuple[Label, ...] = ()
    said = f'the words say "{quote}", and the rule says nothing of it'
    if instead is not None:
        said = f'the words say "{quote}", and the rule says {rule_said(subject.policy, instead)}'
        others = (Label(instead.place, "this stands in the rule"),) if instead.place else ()
    return Diagnostic(
        "P0524",
        said,
        Label(place(clause, found.said.text, amount.start, amount.end), "not in the rule"),
        others=others or _beside(clause, "has neither a test nor a reading that mentions it"),
        notes=tuple(_example(subject, clause)),
        helps=(
            Help("test it in the rule; where a fact stands for it, say it in the fact's question or in a `reading`"),
        ),
        severity="warning",
    )


def absent_from_words_finding(subject: Subject, clause: Clause, bound: Bound) -> Diagnostic:
    """Return the finding that a rule has a figure that its words have not."""
    return Diagnostic(
        "P0525",
        f"the rule `{clause.name}` says {rule_said(subject.policy, bound)}, and its words say nothing of "
        f"{value_text(bound.value)}",
        Label(place_of(clause), "quotes no words that say it"),
        others=(Label(bound.place, "not in the words"),) if bound.place else (),
        notes=tuple(_example(subject, clause)),
        helps=(Help("quote the words that say it in a further line `words`, or say in a `reading` where it is from"),),
        severity="warning",
    )


def exception_finding(subject: Subject, found: Unmade) -> Diagnostic:
    """Return the finding that words make an exception and their rule makes none."""
    quote = found.text[found.start : found.end]
    return Diagnostic(
        "P0526",
        f'the words make an exception with "{quote}", and the rule `{found.clause.name}` has none',
        Label(place(found.clause, found.text, found.start, found.end), "an exception"),
        others=_beside(found.clause, "has no `unless`, and no clause prevails over it"),
        notes=tuple(_example(subject, found.clause)),
        helps=(Help("write `unless` in the clause, or a clause that `exempts from` it; or a `reading`"),),
        severity="warning",
    )


def _beside(clause: Clause, text: str) -> tuple[Label, ...]:
    return (Label(place_of(clause), text),)


def _example(subject: Subject, clause: Clause) -> Iterator[str]:
    """Yield the note with the smallest case in which a clause stands, as the reference confirms."""
    case = _standing(subject, clause)
    if case is not None:
        replay(subject, case, lambda said: stands_in(said, clause.name))
        yield f"`{clause.name}` stands, for example: {case_told(subject, case)}"


def _standing(subject: Subject, clause: Clause) -> Witness | None:
    try:
        with within_limits(subject):
            return witness(subject, subject.stands(subject.by_name[clause.name]))
    except DiagramTooLargeError:
        return None
