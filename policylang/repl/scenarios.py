"""What drafts do to the scenarios of a policy: those that pass no more, those that do now, those that are new."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from policylang.console.terminal import paint, wrapped
from policylang.console.words import counted
from policylang.evaluate.scenarios import Failure
from policylang.repl.opened import failing

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from policylang.repl.opened import Drafts, Failed
    from policylang.repl.session import Session
    from policylang.semantics.policy import Policy

_MOST_TOLD = 5


Failing = Mapping[str, tuple[Failure, ...]]
"""The scenarios that fail, by their titles, with what is not met."""


def scenario_lines(session: Session, before: Drafts) -> Iterator[str]:
    """Yield what became of the scenarios since there were other drafts.

    Args:
        session: The session, with the drafts as they are now.
        before: The drafts that there were.
    """
    scenarios = session.here.with_text(session.drafts).scenarios
    if scenarios:
        was = session.here.version(before).failing(session.here.with_text(before).scenarios)
        now = session.version.failing(scenarios)
        yield from _told(len(scenarios), _by_title(was), _by_title(now), session.columns)


def lines_against(session: Session, policy: Policy) -> Iterator[str]:
    """Yield what would become of the scenarios under another policy."""
    from policylang.core.from_semantics import compile_policy
    from policylang.evaluate.evaluator import Evaluator

    scenarios = session.here.with_text(session.drafts).scenarios
    if scenarios:
        was = session.version.failing(scenarios)
        now = failing(Evaluator(compile_policy(policy)), scenarios)
        yield from _told(len(scenarios), _by_title(was), _by_title(now), session.columns)


def _by_title(found: Iterable[Failed]) -> Failing:
    return {scenario.title: failures for scenario, _, failures in found}


def _told(count: int, before: Failing, failing: Failing, columns: int) -> Iterator[str]:
    broken = {title: each for title, each in failing.items() if title not in before}
    mended = sum(title not in failing for title in before)
    passing = count - len(failing)
    said = f"{passing} of {counted(count, 'scenario')} pass" if failing else f"{counted(count, 'scenario')} passed"
    more = [f"{len(broken)} fail by this" if len(broken) > 1 else "1 fails by this"] if broken else []
    more += [f"{mended} mended by this"] if mended else []
    role = "prohibited" if broken else "permitted" if mended else "quiet"
    yield paint("; ".join([f"Scenarios: {said}", *more]), role)
    for title, found in list(broken.items())[:_MOST_TOLD]:
        told = "; ".join(f"expected {each.expected}, got {each.got}" for each in found)
        yield from wrapped(f"{title}: {told}", first="  ", rest="    ", columns=columns)
    if len(broken) > _MOST_TOLD:
        yield f"  and {len(broken) - _MOST_TOLD} more; `test` tells all"
