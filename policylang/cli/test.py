"""`policylang test`: scenarios run and assertions tried; each failure as what was expected, and what is so instead."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, NamedTuple

import click

from policylang.cli import exits
from policylang.cli.faults import Refusal
from policylang.cli.options import declare
from policylang.cli.targets import must_exist
from policylang.cli.terminal import as_json, complain, paint, say, width, wrapped

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from policylang.analyse.ask.shown import Shown
    from policylang.cli.coverage import Covered
    from policylang.diagnostics.model import Diagnostic
    from policylang.evaluate.scenarios import Failure
    from policylang.semantics.assertion import Assertion
    from policylang.semantics.decision import Decision
    from policylang.semantics.policy import Policy as ResolvedPolicy
    from policylang.semantics.scenario import Scenario
    from policylang.source import Place

FORMATS = ("text", "json", "junit", "sarif")
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


@declare(
    "test",
    summary="""Run the scenarios of policy files, and try what they assert of all cases: of each FILE or MODULE, and of
    all files in each FOLDER; without any, of the current folder.""",
    examples={
        "policylang test": "every scenario here and below",
        "policylang test camera_rules.pol": "those of one file",
        "policylang test . --format junit > scenarios.xml": "for a build server",
        "policylang test . --coverage --threshold 90": "fail where scenarios reach less than 90 % of the policy",
        "policylang test camera_rules.pol --suggest": "with the scenarios that are missing, ready to paste",
    },
    exit_codes={
        exits.CLEAN: "every scenario and assertion passed",
        exits.FINDINGS: "a scenario or an assertion failed, or less is reached than the threshold",
        exits.WRONG_USE: "a file is not there or has errors, or there is no scenario and no assertion",
    },
)
@click.argument("targets", nargs=-1, metavar="[FILE|MODULE|FOLDER]...")
@click.option(
    "--format", "form", type=click.Choice(FORMATS), default="text", show_default=True,
    help="For people, as JSON, as JUnit XML, or as a SARIF log with what failed and what is not reached.",
)  # fmt: skip
@click.option("--coverage", "covers", is_flag=True, help="Show what the scenarios reach, and what they do not.")
@click.option(
    "--threshold", type=click.FloatRange(0, 100), metavar="PERCENT",
    help="Fail where less is reached in total; shows what is reached.",
)  # fmt: skip
@click.option("--suggest", is_flag=True, help="Write the scenarios that are missing; shows what is reached.")
def command(targets: tuple[str, ...], form: str, *, covers: bool, threshold: float | None, suggest: bool) -> int:
    """Run the scenarios and print what failed."""
    targets = targets or (".",)
    must_exist(targets)
    runs = tuple(_runs(targets))
    found: tuple[Covered, ...] = ()
    if covers or suggest or threshold is not None:
        from policylang.cli.coverage import covered

        found = covered(targets, suggest=suggest)
    if not runs and not (suggest and found):
        raise Refusal(
            f"there is no scenario in {', '.join(f'`{target}`' for target in targets)}",
            helps=('a scenario says what you expect: `scenario "…"`, `given …`, `expect …`',),
        )
    _show(form, runs, found)
    is_low = threshold is not None and _is_below(found, threshold)
    return exits.FINDINGS if is_low or any(run.failures for run in runs) else exits.CLEAN


def _is_below(found: Sequence[Covered], threshold: float) -> bool:
    from policylang.cli.coverage import percent, total

    if not total(found).is_below(threshold):
        return False
    complain(f"the scenarios reach {percent(total(found))} in total, and {threshold:g} % is asked for")
    return True


def _show(form: str, runs: Sequence[Run], found: Sequence[Covered]) -> None:
    if form == "junit":
        from policylang.cli.junit import as_junit

        say(as_junit(runs, [each.coverage for each in found]))
    elif form == "json":
        say(as_json(_as_object(runs, found), indent=2))
    elif form == "sarif":
        from policylang.cli.sarif import sarif_log

        say(sarif_log(_as_diagnostics(runs, found)), newline=False)
    else:
        from policylang.cli.coverage import as_text

        say("\n".join((*([_as_text(runs)] if runs else []), *as_text(found, width()))))


def _as_object(runs: Sequence[Run], found: Sequence[Covered]) -> dict[str, Any]:
    from policylang.cli.coverage import as_object

    results = [
        {
            "kind": run.kind,
            "policy": run.policy,
            "title": run.title,
            "place": where(run.place),
            "passed": not run.failures,
            "failures": [
                {"expected": each.expected, "got": each.got, "place": where(each.place)} for each in run.failures
            ],
        }
        for run in runs
    ]
    return {"results": results, "coverage": [as_object(each) for each in found]}


def _as_diagnostics(runs: Sequence[Run], found: Sequence[Covered]) -> Iterator[Diagnostic]:
    from policylang.cli.coverage import as_diagnostics

    yield from (_as_diagnostic(run) for run in runs if run.failures)
    for each in found:
        yield from as_diagnostics(each)


def _as_diagnostic(run: Run) -> Diagnostic:
    """Return what fails as a result, at its place."""
    from policylang.analyse.check.telling import not_decided
    from policylang.cli.sarif import result, whole
    from policylang.diagnostics.model import Diagnostic, Label

    place = run.place or whole(run.policy)
    notes = tuple(f"expected {each.expected}, got {each.got}" for each in run.failures)
    if run.kind == "scenario":
        return result("test", f'the scenario "{run.title}" fails', (Label(place),), notes)
    if run.decision is None:
        return not_decided(place, f"whether the assertion holds: {run.title}")
    return Diagnostic("P0510", f"the assertion does not hold: {run.title}", Label(place), notes=notes)


def _runs(targets: Sequence[str]) -> Iterator[Run]:
    from policylang.workspace.check import assertions, scenarios
    from policylang.workspace.load import Workspace

    workspace = Workspace()
    yield from (_run(policy, scenario) for policy, scenario in scenarios(workspace, targets))
    yield from (_tried(policy, assertion) for policy, assertion in assertions(workspace, targets))


def _run(policy: ResolvedPolicy, scenario: Scenario) -> Run:
    from policylang.diagnostics.errors import CaseError
    from policylang.evaluate.scenarios import Failure, run

    try:
        result = run(policy, scenario)
    except CaseError as error:
        failures: tuple[Failure, ...] = (Failure(scenario.outcome, f"no decision: {error}", scenario.place),)
        return Run("scenario", scenario.title, scenario.policy, scenario.place, None, failures)
    return Run("scenario", scenario.title, scenario.policy, scenario.place, result.decision, result.failures)


def _tried(policy: ResolvedPolicy, assertion: Assertion) -> Run:
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


def _as_text(runs: Sequence[Run]) -> str:
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
    from policylang.cli.words import counted, listing

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
    from policylang.cli.words import clause_id

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
