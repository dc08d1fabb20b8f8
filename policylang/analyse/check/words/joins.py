"""`Or` in the words where the rule demands both, and `and` where one of both is enough.

How the rule joins two things is not read off its blocks: it is what holds in the cases in which one of them is so, both
or neither. So it makes no difference how a rule is written; and each finding has its case.
"""

from collections.abc import Iterable, Iterator, Mapping
from itertools import product
from typing import NamedTuple

from policylang.analyse.check.telling import within_limits
from policylang.analyse.check.words.lists import Joined, joined, stems
from policylang.analyse.check.words.quoted import Quotation
from policylang.analyse.sites import sites
from policylang.analyse.subject import Subject
from policylang.analyse.witness import Witness, replay, stands_in, witness
from policylang.diagram.manager import TRUE, Node
from policylang.diagram.quantify import somewhere
from policylang.diagram.walk import support
from policylang.semantics.decision import Decision
from policylang.semantics.policy import Clause, Condition, Defined, Includes, ValueIn, Yes

_ONE = 2
"""Where among the four ways of having two things the first is had and the second not."""


class Misjoined(NamedTuple):
    """Two things that words join and the rule joins otherwise, with a case that shows it.

    `one_is_enough` says how the rule has it: that one of both is enough; else it demands both. `stands` says whether
    the clause stands in the case, in which there is the first and not the second.
    """

    clause: Clause
    text: str
    joined: Joined
    one_is_enough: bool
    stands: bool
    case: Witness
    decision: Decision


def misjoined(subject: Subject, quotation: Quotation) -> Iterator[Misjoined]:
    """Yield the pairs that a quotation joins and its clause joins otherwise; it must be the only one that quotes it.

    Raises:
        DiagramTooLargeError: It would take too much to tell.
    """
    if len(quotation.clauses) != 1:
        return
    (clause,) = quotation.clauses
    named = dict(_named(clause))
    names = {name: stems(name) for name in named}
    for pair in joined(quotation.text, names):
        found = _compared(subject, quotation, pair, named)
        if found is not None:
            yield found


def _named(clause: Clause) -> Iterator[tuple[str, Condition]]:
    """Yield the conditions of a clause that a name says: yes-or-no facts, single values, definitions."""
    found: dict[str, list[Condition]] = {}
    for condition in (clause.when, clause.unless):
        if condition is not None:
            for site in sites(condition, into_definitions=True):
                name = _name(site.condition)
                if name is not None and site.condition not in found.setdefault(name, []):
                    found[name].append(site.condition)
    yield from ((name, conditions[0]) for name, conditions in found.items() if len(conditions) == 1)


def _name(condition: Condition) -> str | None:
    match condition:
        case Yes(path):
            return path.parts[-1] if path.parts else path.fact.rpartition(".")[2]
        case ValueIn(_, _, (name,)) | Includes(_, _, (name,)):
            return name
        case Defined(name):
            return name.rpartition(".")[2]
        case _:
            return None


def _compared(subject: Subject, quotation: Quotation, pair: Joined, named: Mapping[str, Condition]) -> Misjoined | None:
    (clause,) = quotation.clauses
    with within_limits(subject):
        number = subject.by_name[clause.name]
        one, other = subject.condition(named[pair.first]), subject.condition(named[pair.second])
        sides = {
            (has_one, has_other): subject.both(
                one if has_one else subject.no(one), other if has_other else subject.no(other)
            )
            for has_one, has_other in product((False, True), repeat=2)
        }
        applies = subject.alone(number)
        rule = tuple(subject.ever(subject.both(here, applies)) for here in sides.values())
        can_be = all(map(subject.ever, sides.values()))
        enough = _one_is_enough(rule, pair) if can_be else None
        if enough is None:
            return None
        stands = rule[_ONE]
        case = witness(subject, _with_one(subject, sides, number, other, stands=stands))
    if case is None:
        return None
    case, decision = replay(subject, case, lambda said: stands_in(said, clause.name) is stands)
    return Misjoined(clause, quotation.text, pair, enough, stands, case, decision)


def _with_one(
    subject: Subject, sides: Mapping[tuple[bool, bool], Node], number: int, other: Node, *, stands: bool
) -> Node:
    """Return the cases with the first of two things in which a clause stands or not, and with both it is otherwise."""
    here, there = sides[True, False], sides[True, True]
    so = subject.stands(number)
    otherwise = subject.no(so)
    if not stands:
        so, otherwise = otherwise, so
    asked = support(subject.diagrams, [other])
    return subject.both(
        here, so, _near(subject, subject.both(there, otherwise, subject.possible), asked, stands=stands)
    )


def _near(subject: Subject, node: Node, asked: Iterable[int], *, stands: bool) -> Node:
    """Return the cases that differ from some in a thing alone; all, where it is enough that the clause stands."""
    return TRUE if stands else somewhere(subject.diagrams, node, asked)


def _one_is_enough(rule: tuple[bool, ...], pair: Joined) -> bool | None:
    """Return how the rule joins two things where words join them otherwise; nothing where they do not clearly.

    Args:
        rule: Whether there is a case to which the clause applies with neither, with the second, with the first, with
            both.
        pair: How the words join them.
    """
    unless = pair.condition == "unless"
    if pair.join == "or":
        demands_both = rule == (False, False, False, True) or (unless and rule == (True, True, True, False))
        return False if demands_both else None
    takes_one = rule == ((True, False, False, False) if unless else (False, True, True, True))
    return True if takes_one and pair.condition is not None else None
