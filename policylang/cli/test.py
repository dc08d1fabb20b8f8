"""`policylang test`: scenarios run; each failure as what was expected and what the decision says instead."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import click

from policylang.cli import exits
from policylang.cli.faults import Refusal
from policylang.cli.options import declare
from policylang.cli.targets import must_exist
from policylang.cli.terminal import paint, say, width, wrapped

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from policylang.evaluate.scenarios import Failure
    from policylang.semantics.decision import Decision
    from policylang.semantics.scenario import Scenario
    from policylang.source import Place

FORMATS = ("text", "junit")
INDENT = "  "
LABEL_WIDTH = 10


class Run(NamedTuple):
    """A scenario that was run: the decision on its case (none where the case cannot be), and what it does not meet."""

    scenario: Scenario
    decision: Decision | None
    failures: tuple[Failure, ...]


@declare(
    "test",
    summary="""Run the scenarios of policy files: of each FILE or MODULE, and of all files in each FOLDER;
    without any, of the current folder.""",
    examples={
        "policylang test": "every scenario here and below",
        "policylang test camera_rules.pol": "those of one file",
        "policylang test . --format junit > scenarios.xml": "for a build server",
    },
    exit_codes={
        exits.CLEAN: "every scenario passed",
        exits.FINDINGS: "a scenario failed",
        exits.WRONG_USE: "a file is not there or has errors, or there is no scenario",
    },
)
@click.argument("targets", nargs=-1, metavar="[FILE|MODULE|FOLDER]...")
@click.option(
    "--format", "form", type=click.Choice(FORMATS), default="text", show_default=True,
    help="For people, or as JUnit XML.",
)  # fmt: skip
def command(targets: tuple[str, ...], form: str) -> int:
    """Run the scenarios and print what failed."""
    targets = targets or (".",)
    must_exist(targets)
    runs = tuple(_runs(targets))
    if not runs:
        raise Refusal(
            f"there is no scenario in {', '.join(f'`{target}`' for target in targets)}",
            helps=('a scenario says what you expect: `scenario "…"`, `given …`, `expect …`',),
        )
    if form == "junit":
        from policylang.cli.junit import as_junit

        say(as_junit(runs))
    else:
        say(_as_text(runs))
    return exits.FINDINGS if any(run.failures for run in runs) else exits.CLEAN


def _runs(targets: Sequence[str]) -> Iterator[Run]:
    from policylang.diagnostics.errors import CaseError
    from policylang.evaluate.scenarios import Failure, run
    from policylang.workspace.check import scenarios
    from policylang.workspace.load import Workspace

    for policy, scenario in scenarios(Workspace(), targets):
        try:
            result = run(policy, scenario)
        except CaseError as error:
            yield Run(scenario, None, (Failure(scenario.outcome, f"no decision: {error}", scenario.place),))
        else:
            yield Run(scenario, result.decision, result.failures)


def _as_text(runs: Sequence[Run]) -> str:
    failed = [run for run in runs if run.failures]
    lines: list[str] = []
    for run in failed:
        lines += [*_failed(run, width()), ""]
    return "\n".join([*lines, _summary(len(runs), len(failed))])


def _summary(total: int, failed: int) -> str:
    from policylang.cli.words import counted

    if not failed:
        return paint(f"{counted(total, 'scenario')} passed", "permitted")
    passed = f", {total - failed} passed" if total > failed else ""
    return paint(f"{counted(failed, 'scenario')} failed", "prohibited") + passed


def _failed(run: Run, columns: int) -> Iterator[str]:
    scenario = run.scenario
    first, *rest = wrapped(scenario.title, first="failed: ", columns=columns)
    yield paint("failed", "prohibited") + first.removeprefix("failed")
    yield from rest
    yield from _field("at", f"{where(scenario.place)}, policy {scenario.policy}", columns)
    for failure in run.failures:
        place = f"  ({where(failure.place)})" if failure.place != scenario.place else ""
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
