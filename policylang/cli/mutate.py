"""`policylang mutate`: a policy changed in one place after another, and which changes no scenario notices."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from policylang.cli.options import declare
from policylang.console import exits
from policylang.console.faults import Refusal
from policylang.console.targets import must_exist
from policylang.console.terminal import as_json, say, width

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from policylang.analyse.scenarios.mutate import Fate
    from policylang.diagnostics.model import Diagnostic
    from policylang.workspace.survivors import Mutated, Survivors

FORMATS = ("text", "json", "sarif")


@declare(
    "mutate",
    summary="""Change a policy in one place after another, as a slip of the pen might, and say which of these mutants no
    scenario notices, each with the scenario that would: of each POLICY or FILE, and of all files in each FOLDER, with
    the scenarios of all that is named. Conditions are turned round, left out, and made to hold of a little more or
    less; exceptions are left out.

    A mutant that gives the policy's outcome, duties and advice in every case is told apart and not counted. So is one
    that survives with a stated reason: a comment `# allow P0542: why` above the line that it changes, or its item.""",
    examples={
        "policylang mutate camera_rules.pol": "with the scenarios of its own file",
        "policylang mutate rules.pol rules_scenarios.pol": "with those of another file as well",
        "policylang mutate .": "every policy here and below, with the scenarios for it",
        "policylang mutate camera_rules.pol --format json": "for programs",
    },
    exit_codes={
        exits.CLEAN: "every mutant was noticed, or survives with a stated reason",
        exits.FINDINGS: "a mutant survived without one or was not looked at within the limit, or an `allow` is idle",
        exits.WRONG_USE: "a file is not there or has errors, or there is no policy",
    },
)
@click.argument("targets", nargs=-1, required=True, metavar="POLICY|FILE|FOLDER...")
@click.option(
    "--format", "form", type=click.Choice(FORMATS), default="text", show_default=True,
    help="For people, as JSON, or as a SARIF log with the mutants that survive.",
)  # fmt: skip
def command(targets: tuple[str, ...], form: str) -> int:
    """Print what becomes of the mutants."""
    from policylang.workspace.load import Workspace
    from policylang.workspace.survivors import survivors

    must_exist(targets)
    found = survivors(Workspace(), targets)
    if not found.policies:
        named = ", ".join(f"`{target}`" for target in targets)
        raise Refusal(
            f"there is no policy in {named}", helps=("a vocabulary decides nothing; name a policy that uses it",)
        )
    if form == "json":
        say(as_json(_as_object(found), indent=2))
    elif form == "sarif":
        from policylang.cli.sarif import sarif_log

        say(sarif_log(_as_diagnostics(found), allowed=_allowed(found)), newline=False)
    else:
        from policylang.cli.mutate_text import as_text

        say("\n".join(as_text(found, width())))
    return exits.CLEAN if found.is_clean else exits.FINDINGS


# ---------------------------------------------------------------- for programs


def _as_object(found: Survivors) -> dict[str, Any]:
    from policylang.diagnostics.machine import as_object

    return {
        "policies": [_policy(each) for each in found.policies],
        "total": found.total._asdict(),
        "idle": [as_object(each) for each in found.idle],
    }


def _policy(found: Mutated) -> dict[str, Any]:
    mutation = found.mutation
    reasons = {id(each.fate): each.reason for each in found.survivors}
    return {
        "policy": mutation.policy,
        "scenarios": mutation.scenarios,
        "failing": mutation.failing,
        **found.figures._asdict(),
        "score": mutation.score,
        "equivalent": len(mutation.of_state("equivalent")),
        "undecided": len(mutation.of_state("undecided")),
        "alike": mutation.alike,
        "left": mutation.left,
        "mutants": [_mutant(each, reasons) for each in mutation.fates],
    }


def _mutant(fate: Fate, reasons: Mapping[int, str | None]) -> dict[str, Any]:
    from policylang.console.runs import where

    return {
        "said": fate.mutant.said,
        "where": fate.mutant.where,
        "place": None if fate.mutant.place is None else where(fate.mutant.place),
        "state": fate.state,
        "reason": reasons.get(id(fate)),
        "by": fate.by,
        "by_policy": fate.elsewhere,
        "scenario": None if fate.scenario is None else fate.scenario.text,
    }


def _as_diagnostics(found: Survivors) -> Iterator[Diagnostic]:
    """Yield a result for each mutant that survives, at what it changes, and a note for what was not looked at."""
    from policylang.analyse.check.telling import not_decided

    for each in found.policies:
        yield from (survivor.finding for survivor in each.left)
        for fate in each.mutation.of_state("undecided"):
            yield not_decided(fate.mutant.place or each.place, f"whether a scenario would notice: {fate.mutant.said}")
        if each.mutation.left:
            yield not_decided(each.place, f"whether a scenario notices {each.mutation.left} more mutants")
    yield from found.idle


def _allowed(found: Survivors) -> Iterator[tuple[Diagnostic, str]]:
    for each in found.policies:
        yield from ((survivor.finding, survivor.reason) for survivor in each.allowed if survivor.reason is not None)
