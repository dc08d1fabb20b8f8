"""The case that is being built: what is given of it line by line, the day, and the questions about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from policylang.console.faults import Refusal
from policylang.console.terminal import paint, wrapped
from policylang.console.words import listing
from policylang.diagnostics.errors import CaseError
from policylang.repl.inputs import split
from policylang.repl.outcome import answer_lines, change_line, outcome_lines
from policylang.repl.session import need, nothing_after

if TYPE_CHECKING:
    from collections.abc import Iterator

    from policylang.repl.session import Session, State
    from policylang.semantics.decision import Decision


_MOST_STEPS = 30_000
"""So many steps may be taken to find the nearest changes: a person waits for them."""

# ---------------------------------------------------------------- lines


def give(session: Session, line: str) -> Iterator[str]:
    """Take a line of the case, and tell the outcome.

    Raises:
        CaseError: No case can be so.
        PolicyError: The line has faults.
    """
    line = line.strip()
    session.version.given(line, session.read.knowledge)
    session.change(given=session.version.tidied((*session.state.given, line)))
    session.decision()
    yield from told(session)


def told(session: Session) -> Iterator[str]:
    """Yield the outcome of the case: under the policy that is looked at, and in a line under each other one.

    That no case can be so, by a draft or in another policy, is told as well.
    """
    try:
        yield from outcome_lines(session.decision(), session.columns, drafted=session.drafted)
    except CaseError as error:
        yield from (paint(line, "warning") for line in wrapped(str(error), rest="  ", columns=session.columns))
    for name, decision in _others(session):
        yield from (f"{paint(name, 'name')}: {line}" for line in _said_by_other(decision, session.columns))
    yield from _unread(session)


def _others(session: Session) -> Iterator[tuple[str, Decision | CaseError]]:
    for name, opened in session.opened.items():
        if name != session.state.current:
            version = opened.version(session.state.drafts.get(name, ()))
            try:
                yield name, version.decided(session.state.given, session.day)
            except CaseError as error:
                yield name, error


def _said_by_other(decision: Decision | CaseError, columns: int) -> list[str]:
    return [str(decision)] if isinstance(decision, CaseError) else list(answer_lines(decision, columns))[:1]


def _unread(session: Session) -> Iterator[str]:
    for line, error in session.read.unread:
        lead = f"set aside: {line}: "
        yield from wrapped(f"{lead}{error}", rest="  ", columns=session.columns)


# ---------------------------------------------------------------- commands


def unknown(session: Session, rest: str) -> Iterator[str]:
    """Take back what is known of a fact, a part or a thing."""
    return give(session, f"unknown {need(rest, 'unknown FACT')}")


def show(session: Session, rest: str) -> Iterator[str]:
    """Yield the case as it is, with the outcome."""
    nothing_after(rest, "case")
    lines = session.state.given
    yield paint(f"On {session.day.isoformat()}{', given' if lines else ', nothing given'}", "strong")
    yield from (f"  {line}" for line in session.given.facts)
    yield from told(session)


def undo(session: Session, rest: str) -> Iterator[str]:
    """Take the last change back."""
    nothing_after(rest, "undo")
    undone = session.undo()
    if undone is None:
        raise Refusal("there is nothing to undo")
    yield paint(f"Taken back: {'; '.join(_what_changed(session.state, undone))}", "quiet")
    yield from told(session)


def _what_changed(before: State, undone: State) -> Iterator[str]:
    if undone.current != before.current:
        yield f"use {undone.current}"
    if undone.day != before.day:
        yield f"on {undone.day.isoformat()}"
    if undone.given != before.given:
        new = [line for line in undone.given if line not in before.given]
        gone = [line for line in before.given if line not in undone.given]
        yield ", ".join(new) or f"without {', '.join(gone)}"
    names = {*undone.drafts, *before.drafts}
    changed = (set(undone.drafts.get(name, ())) ^ set(before.drafts.get(name, ())) for name in names)
    if drafts := sorted({each.name for some in changed for each in some}):
        yield f"what became of {listing(drafts)}"


def reset(session: Session, rest: str) -> Iterator[str]:
    """Begin the case anew."""
    nothing_after(rest, "reset")
    session.change(given=())
    yield paint("Nothing is given of the case now; the day and the drafts stay.", "quiet")
    yield from told(session)


def on(session: Session, rest: str) -> Iterator[str]:
    """Decide on another day."""
    from policylang import api

    word = need(rest, "on DATE")
    before = decision_of(session)
    session.change(day=session.today if word == "today" else api.day(word))
    after = decision_of(session)
    if before is not None and after is not None and (line := change_line(before, after)):
        yield line
    yield from told(session)


def decision_of(session: Session) -> Decision | None:
    """Return the decision as it is; nothing where no case can be so."""
    try:
        return session.decision()
    except CaseError:
        return None


def decide(session: Session, rest: str) -> Iterator[str]:
    """Yield the whole decision, as `policylang decide` shows it."""
    from policylang.console.render import decision_page, decisions_page

    nothing_after(rest, "decide")
    decision = session.decision()
    if len(session.opened) == 1:
        yield decision_page(decision, session.policy, columns=session.columns)
        return
    others = (each for _, each in _others(session) if not isinstance(each, CaseError))
    yield decisions_page((decision, *others), columns=session.columns)


def why(session: Session, rest: str) -> Iterator[str]:
    """Yield what the outcome rests on: the facts, and the exceptions with why they bit or did not."""
    from policylang.console.reasons import write_because, write_exceptions
    from policylang.console.render import Page
    from policylang.evaluate.explain import Wishes

    nothing_after(rest, "why")
    decision = session.decision()
    if decision.outcome == "undetermined":
        yield from outcome_lines(decision, session.columns, drafted=session.drafted)
        yield paint("What is given does not settle it.", "quiet")
        return
    wishes = Wishes(because=True, exceptions=True)
    explanation = session.policy.evaluator.explain(session.read.knowledge, session.day, wishes=wishes)
    yield from answer_lines(decision, session.columns, drafted=session.drafted)
    page = Page(session.columns)
    write_because(page, explanation)
    write_exceptions(page, explanation, decision)
    yield from page.lines


def nearest(session: Session, rest: str) -> Iterator[str]:
    """Yield the smallest changes of the case that flip the outcome; of some facts, none, if these are to be kept."""
    from policylang.console.reasons import write_changes
    from policylang.console.render import Page
    from policylang.evaluate.explain import Wishes
    from policylang.evaluate.facts import paths

    kept = paths(session.policy.resolved, rest.replace(",", " ").split())
    wishes = Wishes(changes=True, steps=_MOST_STEPS)
    explanation = session.policy.evaluator.explain(session.read.knowledge, session.day, keep=kept, wishes=wishes)
    if explanation.not_worked_out:
        raise Refusal("the case leaves too much open for that", helps=_to_say_first(session))
    page = Page(session.columns)
    yield from answer_lines(session.decision(), session.columns, drafted=session.drafted)
    write_changes(page, explanation)
    yield from page.lines


def _to_say_first(session: Session) -> tuple[str, ...]:
    decision = decision_of(session)
    question = decision.next_question if decision else None
    return (f"say more of it, first `{question.fact}`",) if question else ()


def what(session: Session, rest: str) -> Iterator[str]:
    """Yield the outcome that there would be, if a line of the case were so too; the case stays as it is."""
    word, line = split(need(rest, "what if LINE"))
    if word != "if":
        raise Refusal(
            "`what` goes on with `if`", helps=("write `what if LINE`, as in `what if camera.mount is mobile`",)
        )
    knowledge = session.version.given(need(line, "what if LINE"), session.read.knowledge)
    before, after = session.decision(), session.version.decide(knowledge, session.day)
    yield change_line(before, after) or paint("The outcome would be the same.", "quiet")
    yield from outcome_lines(after, session.columns, drafted=session.drafted)


def save(session: Session, rest: str) -> Iterator[str]:
    """Write the case to a file, for `load` and for the command line."""
    from policylang.console.to_case import facts_of, must_be_writable, nested, save as write

    path, overwrites = _file(need(rest, "save FILE"))
    must_be_writable(path, overwrites=overwrites)
    policy = session.policy.resolved
    write(path, nested(policy, facts_of(policy, session.read.knowledge)), overwrites=overwrites)
    yield paint(f"Saved as {path}; the day is not in it: `on {session.day.isoformat()}`", "quiet")


def _file(rest: str) -> tuple[str, bool]:
    """Return the path of a file, and whether it may be written over."""
    path = rest.removesuffix("--force").strip()
    return path, path != rest


def load(session: Session, rest: str) -> Iterator[str]:
    """Take the case of a file in the place of the one that there is."""
    from policylang.analyse.given import lines_of
    from policylang.console import cases

    path = need(rest, "load FILE")
    if path == "-":
        raise Refusal("a case is loaded from a file, and standard input is what is typed here")
    if cases.is_lines(path):
        raise Refusal("a case is loaded from a .json or .yaml file, and a file of JSON lines holds many")
    knowledge = session.policy.knowledge(cases.read(path))
    session.change(given=tuple(lines_of(session.policy.resolved, knowledge.known)))
    yield paint(f"Loaded from {path}.", "quiet")
    yield from told(session)


def ask(session: Session, rest: str) -> Iterator[str]:
    """Ask one question after the other, until the outcome is settled."""
    from policylang.repl.asking import Asking

    nothing_after(rest, "ask")
    mode = Asking(session)
    yield from mode.opening()
    if not mode.is_over:
        session.enter(mode)
