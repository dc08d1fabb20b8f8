"""What `policylang test --coverage` prints: how much scenarios reach, what they do not, and scenarios that would."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from policylang.console.runs import where
from policylang.console.terminal import paint, wrapped
from policylang.console.words import counted

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from policylang.analyse.scenarios.coverage import Coverage, Figures, Reach
    from policylang.analyse.scenarios.points import Kind
    from policylang.analyse.scenarios.suggested import Suggestions
    from policylang.diagnostics.model import Diagnostic
    from policylang.source import Place

_KINDS: dict[Kind, str] = {
    "applies": "clauses that apply",
    "stands": "clauses that stand",
    "exception": "exceptions that lift",
    "condition": "conditions that matter",
    "bound": "bounds and dates",
}
_WIDEST = max(map(len, _KINDS.values()))


class Covered(NamedTuple):
    """A policy with what its scenarios reach, and the scenarios that are missing, where they were asked for."""

    coverage: Coverage
    suggested: Suggestions | None
    place: Place | None


def covered(targets: Sequence[str], *, suggest: bool) -> tuple[Covered, ...]:
    """Return what is reached of each policy that the targets hold or have scenarios for.

    Raises:
        PolicyError: A target is not there or has errors.
    """
    from policylang.analyse.scenarios.coverage import Trial
    from policylang.analyse.scenarios.suggested import missing_scenarios
    from policylang.workspace.check import policies
    from policylang.workspace.load import Workspace

    trials = ((Trial(policy, scenarios), policy.place) for policy, scenarios in policies(Workspace(), targets))
    return tuple(Covered(each.coverage, missing_scenarios(each) if suggest else None, place) for each, place in trials)


def total(found: Sequence[Covered]) -> Figures:
    """Return how much is reached of all policies together."""
    from policylang.analyse.scenarios.coverage import Figures

    figures = [each.coverage.figures() for each in found]
    return Figures(sum(each.reached for each in figures), sum(each.all for each in figures))


# ---------------------------------------------------------------- for people


def as_text(found: Sequence[Covered], columns: int) -> Iterator[str]:
    """Yield the lines for people."""
    for each in found:
        yield from _policy(each.coverage, columns)
        if each.suggested is not None:
            yield from _suggested(each.suggested, columns)
    if len(found) > 1:
        yield from ("", f"in all policies together {_share(total(found))}")


def _policy(coverage: Coverage, columns: int) -> Iterator[str]:
    yield ""
    yield from wrapped(f"{coverage.policy}, tried by {counted(coverage.scenarios, 'scenario')}", columns=columns)
    yield ""
    for kind, name in _KINDS.items():
        if coverage.figures(kind).all:
            yield f"  {paint(name.ljust(_WIDEST), 'quiet')}  {_share(coverage.figures(kind))}"
    yield f"  {paint('in total'.ljust(_WIDEST), 'quiet')}  {_share(coverage.figures())}"
    for title, state in (
        ("Not reached", "missing"),
        ("No case can reach it, and it is not counted", "never"),
        ("Not looked at, since the diagrams would be too large", "undecided"),
    ):
        points = coverage.of_state(state)  # type: ignore[arg-type]  # one of the states
        if points:
            yield from ("", title, *_by_clause(points, columns))


def _share(figures: Figures) -> str:
    return f"{figures.reached:>4} of {figures.all:<4}  {percent(figures):>6}"


def percent(figures: Figures) -> str:
    """Return the share to a tenth of a percent, never more than there is."""
    return f"{int(figures.percent * 10) / 10:g} %"


def _by_clause(points: Sequence[Reach], columns: int) -> Iterator[str]:
    last = ""
    for point in points:
        if point.clause != last:
            last = point.clause
            yield from ("", f"  {paint(last, 'name')}")
        for each in _said(point):
            yield from wrapped(each, first="    ", columns=columns)
        if point.place is not None:
            yield f"      {paint(where(point.place), 'quiet')}"


def _said(point: Reach) -> Iterator[str]:
    """Yield what is to be shown of a point, each without the name of its clause."""
    said = point.lacks if point.kind == "condition" and point.lacks else (point.said,)
    yield from (each.removeprefix(f"{point.clause} ") for each in said)


def _suggested(found: Suggestions, columns: int) -> Iterator[str]:
    yield ""
    if not found.scenarios:
        yield "No scenario is missing"
    else:
        said = f"Missing, to paste into the file of {found.policy} or into one of scenarios for it"
        yield from (*wrapped(said, columns=columns), "", found.text.rstrip("\n"))
    for each in found.undecided:
        yield from wrapped(f"no scenario was found within the limit for this: {each}", columns=columns)


# ---------------------------------------------------------------- for programs


def as_object(found: Covered) -> dict[str, Any]:
    """Return what is reached of a policy as JSON can hold it."""
    coverage = found.coverage
    object_ = {
        "policy": coverage.policy,
        "scenarios": coverage.scenarios,
        "total": _figures(coverage.figures()),
        "kinds": {kind: _figures(coverage.figures(kind)) for kind in _KINDS},
        "points": [_point(each) for each in coverage.points],
    }
    if found.suggested is not None:
        object_["suggested"] = [
            {"title": each.scenario.title, "outcome": each.scenario.outcome, "shows": each.shows, "text": each.text}
            for each in found.suggested.scenarios
        ]
        object_["no_suggestion_for"] = found.suggested.undecided
    return object_


def _figures(figures: Figures) -> dict[str, Any]:
    return {"reached": figures.reached, "all": figures.all, "percent": figures.percent}


def _point(point: Reach) -> dict[str, Any]:
    return {**point._asdict(), "place": None if point.place is None else where(point.place)}


def properties(coverage: Coverage) -> Iterator[tuple[str, str]]:
    """Yield the figures as properties of a suite in a JUnit report."""
    for kind in _KINDS:
        yield f"coverage.{kind}", f"{coverage.figures(kind).reached} of {coverage.figures(kind).all}"
    yield "coverage.total", f"{coverage.figures().reached} of {coverage.figures().all}"


def as_diagnostics(found: Covered) -> Iterator[Diagnostic]:
    """Yield a result for each thing that no scenario reaches, at its place, and for each scenario that is missing."""
    from policylang.analyse.check.telling import not_decided
    from policylang.cli.sarif import result, whole
    from policylang.diagnostics.model import Label

    policy = found.place or whole(found.coverage.policy)
    for point in found.coverage.of_state("missing"):
        label = Label(point.place or policy, "not reached")
        for each in _said(point):
            yield result("coverage", f"no scenario shows of `{point.clause}`: {each}", (label,), ())
    for point in found.coverage.of_state("undecided"):
        for each in _said(point):
            yield not_decided(point.place or policy, f"whether scenarios show of `{point.clause}`: {each}")
    if found.suggested is not None:
        for one in found.suggested.scenarios:
            notes = (f"to be confirmed:\n{one.text.rstrip()}",)
            yield result("suggest", f'a scenario is missing: "{one.scenario.title}"', (Label(policy),), notes)
        for said in found.suggested.undecided:
            yield not_decided(policy, f"which scenario would show this: {said}")
