"""Looking around: clauses, facts, tree and dates of the policy that is looked at, its scenarios, cases and proofs."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

from policylang.console.faults import Refusal
from policylang.console.terminal import paint, printable, wrapped
from policylang.console.words import counted
from policylang.diagnostics.errors import TooLargeError
from policylang.repl.session import need, nothing_after

if TYPE_CHECKING:
    from collections.abc import Iterator

    from policylang.repl.session import Session
    from policylang.semantics.policy import Clause

_FIND = re.compile(
    r"(?P<every>every\b\s*)?(?P<outcome>permitted|prohibited)?\s*(?:by\s+(?P<clauses>[^\s,]+(?:\s*,\s*[^\s,]+)*))?"
    r"\s*(?:when\s+(?P<condition>.+))?",
    re.DOTALL,
)
_MOST_QUESTIONS = 60
"""A larger tree is for `policylang tree`, which also draws pictures."""
_EFFECT_ROLES = {"prohibits": "prohibited", "permits": "permitted"}


def clauses(session: Session, rest: str) -> Iterator[str]:
    """Yield the clauses, or those in the name, summary or citation of which a word is; those out of force are quiet."""
    word = rest.casefold()
    policy = session.policy.resolved
    found = [each for each in policy.clauses if word in f"{each.name} {each.summary} {' '.join(each.cites)}".casefold()]
    if not found:
        yield paint(f"No clause speaks of `{rest}`." if rest else "There are no clauses.", "quiet")
        return
    widest = min(max(len(each.name) for each in found), 40)
    for each in found:
        yield from _clause_line(session, each, widest)
    out = sum(not each.in_force(session.day) for each in found)
    left = f"; {out} not in force on {session.day.isoformat()}" if out else ""
    yield paint(f"{counted(len(found), 'clause')}{left}", "quiet")


def _clause_line(session: Session, clause: Clause, widest: int) -> Iterator[str]:
    mark = "*" if clause.name in session.drafted else " "
    lead = f"{mark} {clause.name.ljust(widest)}  {clause.effect.ljust(10)}  "
    first, *rest = wrapped(clause.summary, first=lead, columns=session.columns)
    if not clause.in_force(session.day):
        yield from (paint(line, "quiet") for line in (first, *rest))
        return
    effect = paint(clause.effect.ljust(10), _EFFECT_ROLES.get(clause.effect, ""))
    yield f"{mark} {paint(clause.name.ljust(widest), 'name')}  {effect}  {first[len(lead) :]}"
    yield from rest


def facts(session: Session, rest: str) -> Iterator[str]:
    """Yield the facts that a case can give, or those that a word is in."""
    from policylang.console.facts_text import as_text, fact_lines

    if not rest:
        yield from as_text(session.policy, session.columns)
        return
    word = rest.casefold()
    found = [
        info for info in session.policy.facts.values() if word in f"{info.name} {info.asks} {info.takes}".casefold()
    ]
    if not found:
        raise Refusal(f"no fact speaks of `{rest}`", helps=("`facts` lists all",))
    for number, info in enumerate(found):
        if number:
            yield ""
        yield from fact_lines(session.policy, info, session.columns, set())


def policy(session: Session, rest: str) -> Iterator[str]:
    """Yield which policy is looked at, of how many that are open."""
    nothing_after(rest, "policy")
    here = session.policy
    yield paint(here.title or here.name, "strong")
    yield f"  {here.name}, {session.here.path}, digest {here.digest[:12]}"
    known = here.resolved
    yield (
        f"  {counted(len(known.clauses), 'clause')}, {counted(len(here.facts), 'fact')}, "
        f"{counted(len(known.editions), 'edition')}, otherwise {known.otherwise}"
    )
    for name in session.opened:
        if name != session.state.current:
            yield f"  also open: {name}"


def use(session: Session, rest: str) -> Iterator[str]:
    """Look at another policy: one that is open, or one that is opened now; the case stays."""
    from policylang.console.targets import must_exist
    from policylang.repl.case import told
    from policylang.repl.opened import Opened

    name = need(rest, "use POLICY")
    if name not in session.opened:
        must_exist([name])
        opened = Opened(name)
        name = opened.name
        known = session.opened.get(name, opened)
        session.opened = {**session.opened, name: known}
        if os.path.realpath(known.path) != os.path.realpath(opened.path):
            raise Refusal(f"a policy `{name}` is open already, that of {known.path}")
    session.change(current=name)
    yield from policy(session, "")
    yield ""
    yield from told(session)


def tree(session: Session, rest: str) -> Iterator[str]:
    """Yield the tree of questions that is left of the policy for the case."""
    from policylang.evaluate.to_tree import to_tree
    from policylang.picture.formats import written
    from policylang.repl.case import decision_of

    nothing_after(rest, "tree")
    given = session.given
    program = session.policy.evaluator.program
    words = given.text or None
    try:
        drawn = to_tree(program, given.knowledge, session.day, given=words, most=_MOST_QUESTIONS, at_once=True)
    except TooLargeError as error:
        decision = decision_of(session)
        question = decision.next_question if decision else None
        helps = error.helps or ((f"say more of the case, first `{question.fact}`",) if question else ())
        raise Refusal(str(error), helps=(*helps, "`policylang tree` draws larger ones")) from error
    yield written(drawn, "text", width=session.columns).rstrip("\n")


def timeline(session: Session, rest: str) -> Iterator[str]:
    """Yield the dates on which the policy changes, as far as it can matter for the case."""
    from policylang.analyse.compare.effect import LIMITS
    from policylang.analyse.compare.timeline import timeline as dates
    from policylang.console.timeline_text import as_text

    nothing_after(rest, "timeline")
    found = dates(session.policy.resolved, given=session.given, limits=LIMITS)
    yield from as_text(found, session.columns)
    if any(turn.effect == "undecided" for turn in found.turns):
        yield ""
        yield paint("Say more of the case, and more can be compared; `policylang timeline` takes its time.", "quiet")


def find(session: Session, rest: str) -> Iterator[str]:
    """Yield the smallest case that is as wanted, among those that are as the case says, on the day."""
    from policylang.console.find_text import as_text

    wanted = _FIND.fullmatch(rest)
    condition = rest or None
    outcome, every = None, False
    names: tuple[str, ...] = ()
    if wanted is not None and rest:
        condition = wanted["condition"]
        outcome, every = wanted["outcome"], bool(wanted["every"])
        names = tuple(name.strip() for name in (wanted["clauses"] or "").split(",") if name.strip())
    elif rest.startswith("every "):
        condition, every = rest.removeprefix("every "), True
    found = session.policy.find(
        condition, outcome=outcome, clause=names, on=session.day, every=every, case=session.given  # type: ignore[arg-type]  # one of the two
    )  # fmt: skip
    return as_text(found, session.columns, every=every)


def loopholes(session: Session, rest: str) -> Iterator[str]:
    """Yield what escapes a clause by one fact."""
    from policylang.console.loopholes_text import as_text

    names = [each.strip() for each in need(rest, "loopholes CLAUSE").split(",")]
    return as_text(session.policy.loopholes(names, on=session.day, case=session.given), session.columns)


def without(session: Session, rest: str) -> Iterator[str]:
    """Yield what would change if a clause were not there; the policy stays as it is."""
    from policylang.analyse.ask.effect import effect
    from policylang.analyse.check.alike import without as lacking
    from policylang.repl.effect_text import told
    from policylang.repl.scenarios import lines_against
    from policylang.semantics import question

    policy = session.policy.resolved
    names = question.clauses(need(rest, "without CLAUSE"), policy)
    less = policy
    for name in names:
        less = lacking(less, name)
    found = effect(policy, less, on=session.day, given=session.given)
    moved = tuple(each for each in found.moved if each.change.name not in names)
    yield from told(found._replace(moved=moved), session.columns, session.day)
    yield from lines_against(session, less)


def prove(session: Session, rest: str) -> Iterator[str]:
    """Yield whether a statement holds of every case that is as the case says, on the day."""
    from policylang.console.proof_text import as_text

    statement = need(rest, "prove STATEMENT")
    beside = os.path.dirname(session.here.path)
    found = session.policy.prove(statement, on=session.day, path=[beside] if beside else [], case=session.given)
    return as_text(found, session.columns)


def test(session: Session, rest: str) -> Iterator[str]:
    """Yield how the scenarios pass, or those that a word is in, and which do not."""
    from policylang.console.runs import Run, as_text

    word = rest.casefold()
    scenarios = [each for each in session.here.with_text(session.drafts).scenarios if word in each.title.casefold()]
    if not scenarios:
        helps = () if rest else ('`record "TITLE"` drafts one from the case',)
        raise Refusal(f"there is no scenario{f' with `{rest}` in its title' if rest else ''}", helps=helps)
    failed = {id(each.scenario): (each.decision, each.failures) for each in session.version.failing(scenarios)}
    runs = [
        Run("scenario", each.title, each.policy, each.place, *failed.get(id(each), (None, ()))) for each in scenarios
    ]
    yield as_text(runs)


def check(session: Session, rest: str) -> Iterator[str]:
    """Yield everything that is wrong with the policy as it is with the drafts, as `policylang check` does."""
    from policylang.console.findings import as_text
    from policylang.diagnostics.text import summary

    nothing_after(rest, "check")
    found = session.here.findings(session.drafts)
    if found:
        yield as_text(found).rstrip("\n")
        yield ""
    yield summary(found)


def explain(session: Session, rest: str) -> Iterator[str]:  # noqa: ARG001 - as every command
    """Yield the page of a code, or all codes."""
    from policylang.console.pages import all_codes, page_of

    yield page_of(rest) if rest else all_codes()


def source(session: Session, rest: str) -> Iterator[str]:
    """Yield the text of an item, as it is with the drafts."""
    from policylang.repl.items import called, item_text
    from policylang.repl.looks import highlighted

    text = item_text(session, called(session, need(rest, "source NAME")))
    assert text is not None  # noqa: S101 - it is one of those that there are
    yield from highlighted(map(printable, text.splitlines()))
