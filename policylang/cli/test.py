"""`policylang test`: scenarios run and assertions tried; each failure as what was expected, and what is so instead."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from policylang.cli.options import declare
from policylang.console import exits
from policylang.console.faults import Refusal
from policylang.console.runs import Run, runs_of, where
from policylang.console.targets import must_exist
from policylang.console.terminal import as_json, complain, say, width

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from policylang.cli.coverage import Covered
    from policylang.diagnostics.model import Diagnostic

FORMATS = ("text", "json", "junit", "sarif")


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
    runs = tuple(runs_of(targets))
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
        from policylang.console.runs import as_text as runs_text

        say("\n".join((*([runs_text(runs)] if runs else []), *as_text(found, width()))))


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
