"""What the first answers need, made ready while a person reads and types: in steps, none of which takes long."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from policylang.repl.session import Session

_MODULES = (
    "policylang.repl.effect_text",
    "policylang.repl.scenarios",
    "policylang.analyse.ask.effect",
    "policylang.analyse.ask.find",
    "policylang.evaluate.explain",
    "policylang.console.reasons",
    "policylang.diagnostics.text",
)
"""What the answers import that come later."""


class Step(NamedTuple):
    """Something to make ready; `decides` where no answer may be worked out meanwhile, else nothing may be looked up."""

    run: Callable[[], object]
    decides: bool = False


def steps(session: Session) -> Iterator[Step]:
    """Yield what to make ready, what is needed first before the rest."""
    import_module("policylang.repl.commands")
    yield Step(lambda: _know_names(session))
    yield Step(lambda: _read_line(session))
    yield Step(lambda: _decide(session), decides=True)
    yield Step(lambda: _know_items(session))
    for name in _MODULES:
        yield Step(lambda name=name: import_module(name), decides=True)  # type: ignore[misc]  # it is called with nothing
    if not session.here.is_saved:
        yield Step(lambda: session.here.drafting.sites, decides=True)
        if not session.drafts:
            yield Step(session.here.keep, decides=True)


def warm_up(session: Session) -> None:
    """Make everything ready."""
    for step in steps(session):
        step.run()


def _know_names(session: Session) -> None:
    from policylang.repl.hints import hint

    hint(session, "unknown")


def _read_line(session: Session) -> None:
    version = session.version
    fact = next(iter(version.policy.resolved.paths), None)
    if fact is not None:
        version.given(f"unknown {fact}", session.read.knowledge)


def _decide(session: Session) -> None:
    from policylang.repl.case import decision_of
    from policylang.repl.outcome import outcome_lines

    decision = decision_of(session)
    for _ in outcome_lines(decision, session.columns) if decision else ():
        pass


def _know_items(session: Session) -> None:
    from policylang.repl.naming import items_of

    items_of(session.here, session.drafts, session.version)
