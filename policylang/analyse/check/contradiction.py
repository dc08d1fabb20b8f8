"""What contradicts each other: of the parts that a clause's application needs, a few that can never hold together.

Parts are what a lawyer would read one by one: each line of a condition that must hold, definitions included, the scope,
the time in force, what the clause is under, and each `always`. From a set that is impossible parts are dropped as long
as it stays impossible; of what is left, none can be dropped.

Source: deletion of constraints one by one, J. Marques-Silva, Minimal Unsatisfiability: Models, Algorithms and
    Applications, ISMVL 2010, section 3.1.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from policylang.analyse.check.telling import place_of, within_limits
from policylang.analyse.check.written import line_place
from policylang.analyse.subject import Subject
from policylang.core.program import Rule
from policylang.diagnostics.model import Label
from policylang.diagram.manager import FALSE, DiagramTooLargeError, Node
from policylang.semantics.policy import All, Any, Condition, Defined, Not
from policylang.source import Place

MUST = "must hold"
MUST_NOT = "must not hold"


class Part(NamedTuple):
    """One thing that must be so.

    node: where it is so.
    labels: where it is written, the innermost place first, and the few words that stand there.
    kind: which line it belongs to: `always`, `scope`, `under`, `in force`, `when`, `unless` or `lifted`.
    condition: the condition that must hold, or with `negated` must not, where it is one.
    """

    node: Node
    labels: tuple[Label, ...]
    kind: str
    condition: Condition | None = None
    negated: bool = False


def parts(subject: Subject, rule: Rule) -> tuple[Part, ...]:
    """Return what must be so for a clause to apply; together they are where it applies.

    Raises:
        DiagramTooLargeError: A part is too large.
    """
    provision = subject.rules[rule]
    clause = provision.clause
    found = list(scope(subject))
    if clause.under:
        node = subject.either(*(subject.stands(subject.by_name[name]) for name in clause.under))
        found.append(Part(node, _below(clause.place, "binds only where one of these stands", "under"), "under"))
    if clause.times:
        labels = _below(clause.place, "in force only then", "in force")
        found.append(Part(subject.condition.during(clause.times), labels, "in force"))
    if clause.unless is not None:
        found += _conjuncts(subject, clause.unless, "unless", negated=True)
    if clause.when is not None:
        found += _conjuncts(subject, clause.when, "when")
    return tuple(found)


def scope(subject: Subject) -> Iterator[Part]:
    """Yield what must be so for the policy to speak in a case: each `always`, and its scope."""
    program = subject.program
    for line, node in zip(program.always, program.roots.lines, strict=True):
        if node is None:
            raise DiagramTooLargeError
        labels = (Label(line.place, "cannot be otherwise"),) if line.place else ()
        yield Part(node, labels, "always")
    if subject.policy.applies is not None:
        yield from _conjuncts(subject, subject.policy.applies, "scope")


def not_lifted(subject: Subject, rule: Rule) -> Iterator[Part]:
    """Yield for each clause that prevails over one that it does not stand."""
    for by in subject.rules[rule].prevailing:
        node = subject.no(subject.stands(subject.by_name[by.clause.name]))
        name = subject.rules[rule].clause.name
        yield Part(node, (Label(place_of(by.clause), f"prevails over `{name}`"),), "lifted")


def minimal(subject: Subject, found: Sequence[Part]) -> tuple[Part, ...]:
    """Return parts that cannot hold together, none of which can be dropped as far as the limits let us see.

    Args:
        subject: The policy.
        found: Parts that cannot hold together; the first are dropped first.
    """
    left = list(found)
    for part in found:
        fewer = [each for each in left if each is not part]
        if not can_hold(subject, fewer, unless_known=True):
            left = fewer
    return tuple(left)


def can_hold(subject: Subject, found: Iterable[Part], *, unless_known: bool) -> bool:
    """Whether parts can hold together; `unless_known` where it takes too much to know."""
    try:
        with within_limits(subject):
            return subject.both(*(each.node for each in found)) != FALSE
    except DiagramTooLargeError:
        return unless_known


def labels(found: Iterable[Part]) -> tuple[Label, ...]:
    """Return the labels of parts in the order of the text, one for each place."""
    said: dict[Place, str] = {}
    for part in found:
        for label in part.labels:
            said.setdefault(label.place, label.text)
    in_order = sorted(said, key=lambda place: (place.source.name, place.span))
    return tuple(Label(place, said[place]) for place in in_order)


# ---------------------------------------------------------------- conditions, line by line


def _conjuncts(subject: Subject, condition: Condition, kind: str, *, negated: bool = False) -> Iterator[Part]:
    """Yield each condition that must hold, or must not, so that one does."""
    todo: list[tuple[Condition, bool, tuple[Label, ...]]] = [(condition, negated, ())]
    while todo:
        here, is_negated, around = todo.pop()
        match here:
            case All(inner) if not is_negated:
                todo.extend((each, is_negated, around) for each in reversed(inner))
            case Any(inner) if is_negated:
                todo.extend((each, is_negated, around) for each in reversed(inner))
            case Not(inner_one):
                todo.append((inner_one, not is_negated, around))
            case Defined(_, _, meant, _, place) if _is_conjunction(meant, negated=is_negated):
                use = (Label(place, _text(kind, negated=is_negated)),) if place else ()
                todo.append((meant, is_negated, around or use))
            case _:
                yield _part(subject, here, kind, around, negated=is_negated)


def _part(subject: Subject, condition: Condition, kind: str, around: tuple[Label, ...], *, negated: bool) -> Part:
    node = subject.condition(condition)
    text = _text("" if around else kind, negated=negated)
    here = (Label(condition.place, text),) if condition.place else ()
    return Part(subject.no(node) if negated else node, (*here, *around), kind, condition, negated)


def _is_conjunction(meant: Condition, *, negated: bool) -> bool:
    match meant:
        case Not(inner):
            return _is_conjunction(inner, negated=not negated)
        case Defined(_, _, inner):
            return _is_conjunction(inner, negated=negated)
        case _:
            return isinstance(meant, Any if negated else All)


def _text(kind: str, *, negated: bool) -> str:
    where = ", or the policy is silent" if kind == "scope" else ""
    return f"{MUST_NOT if negated else MUST}{where}"


def _below(name: Place | None, text: str, *beginnings: str) -> tuple[Label, ...]:
    """Return a label at a line of a clause, or at its name where a part that it stands in has the line."""
    if name is None:
        return ()
    return (Label(line_place(name, *beginnings) or name, text),)
