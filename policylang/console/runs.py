"""Scenarios that were run and assertions that were tried, as a person reads them: what was expected, what is so."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from policylang.console.terminal import paint, width, wrapped
from policylang.console.words import clause_id, counted, listing

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from policylang.analyse.ask.shown import Shown
    from policylang.evaluate.scenarios import Failure
    from policylang.semantics.assertion import Assertion
    from policylang.semantics.decision import Decision
    from policylang.semantics.policy import Policy as ResolvedPolicy
    from policylang.semantics.scenario import Scenario
    from policylang.source import Place

INDENT = "  "
LABEL_WIDTH = 10


class Run(NamedTuple):
    """A scenario that was run, or an assertion that was tried, and what it does not meet.

    `decision` is that on the case of a scenario, or on the case against an assertion: none where there is no such case.
    """

    kind: Literal["scenario", "assertion"]
    title: str
    policy: str
    place: Place | None
    decision: Decision | None
    failures: tuple[Failure, ...]


def runs_of(targets: Sequence[str]) -> Iterator[Run]:
    """Yield each scenario and assertion of files, folders and modules, run."""
    from policylang.workspace.check import assertions, scenarios
    from policylang.workspace.load import Workspace

    workspace = Workspace()
    yield from (run_of(policy, scenario) for policy, scenario in scenarios(workspace, targets))
    yield from (tried(policy, assertion) for policy, assertion in assertions(workspace, targets))


def run_of(policy: ResolvedPolicy, scenario: Scenario) -> Run:
    """Return a scenario, run."""
    from policylang.diagnostics.errors import CaseError
    from policylang.evaluate.scenarios import Failure, run

    try:
        result = run(policy, scenario)
    except CaseError as error:
        failures: tuple[Failure, ...] = (Failure(scenario.outcome, f"no decision: {error}", scenario.place),)
        return Run("scenario", scenario.title, scenario.policy, scenario.place, None, failures)
    return Run("scenario", scenario.title, scenario.policy, scenario.place, result.decision, result.failures)


def tried(policy: ResolvedPolicy, assertion: Assertion) -> Run:
    """Return an assertion, tried."""
    from policylang.analyse.ask.asserts import proof_of
    from policylang.evaluate.scenarios import Failure

    proof = proof_of(policy, assertion)
    title = f"{assertion.name}: {assertion.why}"
    if proof.verdict == "proved":
        return Run("assertion", title, assertion.policy, assertion.place, None, ())
    names = len({each.decision.policy for each in proof.against}) > 1
    got = "; ".join(_against(each, names=names) for each in proof.against) or "not decided within the limit"
    decision = proof.against[0].decision if proof.against else None
    failure = Failure(assertion.said, got, assertion.place)
    return Run("assertion", title, assertion.policy, assertion.place, decision, (failure,))


def _against(case: Shown, *, names: bool) -> str:
    """Return a case against an assertion in a line."""
    told = ", ".join((*([f"on {case.day.isoformat()}"] if case.day else []), *case.given)) or "any case"
    basis = " (outside scope)" if case.decision.bases == ("outside scope",) else ""
    by = f" by {case.decision.policy}" if names else ""
    return f"{case.decision.outcome}{by}{basis}, where {told}"


def as_text(runs: Sequence[Run]) -> str:
    """Return what failed, and the sum."""
    failed = [run for run in runs if run.failures]
    lines: list[str] = []
    for run in failed:
        lines += [*_failed(run, width()), ""]
    return "\n".join([*lines, _summary(runs, failed)])


def _summary(runs: Sequence[Run], failed: Sequence[Run]) -> str:
    if not failed:
        return paint(f"{_counted(runs)} passed", "permitted")
    passed = f", {len(runs) - len(failed)} passed" if len(runs) > len(failed) else ""
    return paint(f"{_counted(failed)} failed", "prohibited") + passed


def _counted(runs: Sequence[Run]) -> str:
    kinds = [run.kind for run in runs]
    return listing([counted(kinds.count(kind), kind) for kind in dict.fromkeys(kinds)])


def _failed(run: Run, columns: int) -> Iterator[str]:
    first, *rest = wrapped(run.title, first="failed: ", columns=columns)
    yield paint("failed", "prohibited") + first.removeprefix("failed")
    yield from rest
    yield from _field("at", f"{where(run.place)}, policy {run.policy}", columns)
    for failure in run.failures:
        place = f"  ({where(failure.place)})" if failure.place != run.place else ""
        yield from _field("expected", failure.expected + place, columns)
        yield from _field("got", failure.got, columns)
    if run.decision is not None:
        for label, text in clauses(run.decision):
            yield from _field(label, text, columns)


def _field(label: str, text: str, columns: int) -> list[str]:
    lead = INDENT + label.ljust(LABEL_WIDTH)
    first, *rest = wrapped(text, first=lead, columns=columns)
    return [INDENT + paint(label.ljust(LABEL_WIDTH), "quiet") + first[len(lead) :], *rest]


def clauses(decision: Decision) -> Iterator[tuple[str, str]]:
    """Yield what the decision says of clauses and of what is open, each with its label, where there is something."""
    how = {"certainly": "", "possibly": " (possibly)"}
    stands = [clause_id(clause, decision) + how[clause.certainty] for clause in decision.stands]
    lifted = [
        f"{clause_id(each.clause, decision)} by {', '.join(each.by)}{how[each.clause.certainty]}"
        for each in decision.lifted
    ]
    said: Iterable[tuple[str, list[str]]] = (
        ("stands", stands or ["no clause"]),
        ("lifted", lifted),
        ("open", [question.fact for question in decision.open]),
    )
    yield from ((label, ", ".join(names)) for label, names in said if names)


def where(place: Place | None) -> str:
    """Return a place as file, line and column."""
    if place is None:
        return "an unknown place"
    position = place.source.position(place.span.start)
    return f"{place.source.name}:{position.line1}:{position.column1}"
