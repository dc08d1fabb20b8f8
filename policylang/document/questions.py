"""The tree of questions of a policy, where it is small enough to be read; else that it is too large, and why."""

import datetime as dt
from collections.abc import Sequence
from typing import NamedTuple

from policylang.analyse.compare.shifts import Date
from policylang.core.domain import DAY
from policylang.core.from_semantics import compile_policy
from policylang.core.program import Program
from policylang.diagnostics.errors import CaseError, TooLargeError
from policylang.diagram.algebra import restrict
from policylang.diagram.manager import Diagrams
from policylang.diagram.walk import support
from policylang.document.markdown import blocks, code, folded, heading, link, plain, prose
from policylang.document.words import counted, day
from policylang.evaluate.to_tree import to_tree
from policylang.picture.model import Question, Tree
from policylang.picture.to_text import to_text
from policylang.semantics.knowledge import NOTHING, Knowledge
from policylang.semantics.policy import OUTCOME_OF, Clause, Policy

MOST_QUESTIONS = 20
"""A tree with more questions is not shown: it is quicker to read the clauses."""
WIDTH = 100


class Drawn(NamedTuple):
    """The tree of questions on a day, or on whatever day; no tree where it is too large, and why."""

    tree: Tree | None
    on: dt.date | None
    why_not: str = ""


def drawn(policy: Policy, dates: Sequence[Date] | None) -> Drawn:
    """Return the tree of a policy as it is from the last date on which it changes."""
    on = dates[-1].day if dates else None
    asked = on or dt.date(2024, 1, 1)
    program = compile_policy(policy)
    facts = _facts_asked(program, asked)
    if facts is None or facts > MOST_QUESTIONS:
        many = "" if facts is None else f"the outcome depends on {counted(facts, 'fact')}"
        return Drawn(None, on, many or "the outcome depends on its facts in too many ways")
    try:
        return Drawn(to_tree(program, Knowledge(NOTHING), asked, most=MOST_QUESTIONS), on)
    except (TooLargeError, CaseError) as error:
        return Drawn(None, on, str(error))


def _facts_asked(program: Program, on: dt.date) -> int | None:
    """Return on how many facts the outcome depends on a day, each of which is asked; nothing if it is too large."""
    root = program.roots.verdicts[0]
    if root is None:
        return None
    diagrams = Diagrams(program.domain.sizes, order=program.diagrams.order)
    known = {DAY: 1 << program.domain.day_cell(on)}
    asked = support(diagrams, restrict(program.diagrams, [root], known, into=diagrams))
    return len({program.domain.variables[variable].path for variable in asked})


def questions(policy: Policy, found: Drawn, *, picture: str | None = None) -> str:
    """Return the section on the tree of questions.

    Args:
        policy: The policy.
        found: Its tree.
        picture: Where a picture of the tree lies, if there is one.
    """
    title = heading(2, "Question by question", name="tree")
    when = f" as it is from {day(found.on)}" if found.on else ""
    if found.tree is None:
        return blocks((title, _too_large(policy, found)))
    if not any(isinstance(each, Question) for each in found.tree.nodes.values()):
        return ""
    said = f"The questions that decide every case of the policy{when}. ✕ prohibited, ✓ not prohibited or permitted."
    shown = _picture(policy, picture) if picture else ""
    text = to_text(found.tree._replace(title="", subtitle=""), width=WIDTH)
    return blocks((title, said, shown, f"```text\n{text.rstrip()}\n```"))


def _picture(policy: Policy, picture: str) -> str:
    """Return the picture, which leads to itself: that is how it is seen large."""
    return link(f"![The tree of questions of {plain(policy.title or policy.name)}]({picture})", picture)


def _too_large(policy: Policy, found: Drawn) -> str:
    on = f" --on {found.on.isoformat()}" if found.on else ""
    tree, ask = f"policylang tree {policy.name}{on} --set FACT=VALUE", f"policylang decide {policy.name} --ask"
    return (
        f"All questions in one tree are too many to be read, so it is not shown: {prose(found.why_not)}. Many clauses "
        f"above have a tree of their own. For a case of which something is known, {code(tree)} draws what is left, and "
        f"{code(ask)} asks what matters and nothing else."
    )


# ---------------------------------------------------------------- a clause alone

FEWEST_OF_A_CLAUSE = 3
MOST_OF_A_CLAUSE = 16
"""A clause with fewer questions is told by its outline well enough; one with more is not drawn."""


def clause_tree(policy: Policy, clause: Clause) -> str:
    """Return the tree of questions of a clause with what lifts it, where there is one that helps; else nothing."""
    if clause.effect not in OUTCOME_OF:
        return ""
    alone = _alone(policy, clause)
    try:
        tree = to_tree(compile_policy(alone), Knowledge(NOTHING), _last_day(clause), most=MOST_OF_A_CLAUSE)
    except (TooLargeError, CaseError):
        return ""
    asked = sum(isinstance(each, Question) for each in tree.nodes.values())
    if asked < FEWEST_OF_A_CLAUSE:
        return ""
    text = to_text(tree._replace(title="", subtitle=""), width=WIDTH)
    return folded(
        "Question by question: this clause alone, for uses to which the policy applies",
        f"```text\n{text.rstrip()}\n```",
    )


def _alone(policy: Policy, clause: Clause) -> Policy:
    """Return a policy that has of another only a clause, with all clauses that its standing depends on."""
    kept, todo = {clause.name}, [clause.name]
    under = {each.name: each.under for each in policy.clauses}
    while todo:
        name = todo.pop()
        above = {*(pair.by for pair in policy.exceptions if pair.over == name), *under.get(name, ())} - kept
        kept |= above
        todo += sorted(above)
    return policy._replace(
        clauses=tuple(each for each in policy.clauses if each.name in kept),
        exceptions=tuple(each for each in policy.exceptions if each.over in kept and each.by in kept),
        conflicts=policy.conflicts or "prohibition",
        incorporated=(),
        applies=None,
    )


def _last_day(clause: Clause) -> dt.date:
    """Return the last day on which a clause is in force, or a late one where it has no end."""
    if not clause.times:
        return _LATE
    ends = [_LATE if each.before is None else each.before - dt.timedelta(days=1) for each in clause.times]
    return max(ends)


_LATE = dt.date(9999, 1, 1)
