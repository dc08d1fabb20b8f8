"""`policylang mutate`: a policy changed in one place after another, and which changes no scenario notices."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from policylang.cli import exits
from policylang.cli.faults import Refusal
from policylang.cli.options import declare
from policylang.cli.targets import must_exist
from policylang.cli.terminal import as_json, paint, say, width, wrapped
from policylang.cli.words import counted

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from policylang.analyse.scenarios.mutate import Fate, Mutation
    from policylang.diagnostics.model import Diagnostic
    from policylang.source import Place

FORMATS = ("text", "json", "sarif")


@declare(
    "mutate",
    summary="""Change a policy in one place after another, as a slip of the pen might, and say which of these mutants no
    scenario notices, each with the scenario that would: of each POLICY or FILE, with the scenarios of all that is
    named. Conditions are turned round, left out, and made to hold of a little more or less; exceptions are left out.

    A mutant that gives the policy's outcome, duties and advice in every case is told apart and not counted.""",
    examples={
        "policylang mutate camera_rules.pol": "with the scenarios of its own file",
        "policylang mutate rules.pol rules_scenarios.pol": "with those of another file as well",
        "policylang mutate camera_rules.pol --format json": "for programs",
    },
    exit_codes={
        exits.CLEAN: "every mutant was noticed",
        exits.FINDINGS: "a mutant survived, or was not looked at within the limit",
        exits.WRONG_USE: "a file is not there or has errors, or there is no policy",
    },
)
@click.argument("targets", nargs=-1, required=True, metavar="POLICY|FILE...")
@click.option(
    "--format", "form", type=click.Choice(FORMATS), default="text", show_default=True,
    help="For people, as JSON, or as a SARIF log with the mutants that survive.",
)  # fmt: skip
def command(targets: tuple[str, ...], form: str) -> int:
    """Print what becomes of the mutants."""
    from policylang.analyse.scenarios.mutate import mutate
    from policylang.workspace.check import policies
    from policylang.workspace.load import Workspace

    must_exist(targets)
    changed = list(policies(Workspace(), targets))
    found = [mutate(policy, scenarios) for policy, scenarios in changed]
    if not found:
        named = ", ".join(f"`{target}`" for target in targets)
        raise Refusal(
            f"there is no policy in {named}", helps=("a vocabulary decides nothing; name a policy that uses it",)
        )
    if form == "json":
        say(as_json([_as_object(each) for each in found], indent=2))
    elif form == "sarif":
        from policylang.cli.sarif import sarif_log

        places = [policy.place for policy, _ in changed]
        told = [_as_diagnostics(each, place) for each, place in zip(found, places, strict=True)]
        say(sarif_log(each for of_one in told for each in of_one), newline=False)
    else:
        say("\n\n".join("\n".join(_as_text(each, width())) for each in found))
    return exits.CLEAN if all(_is_noticed(each) for each in found) else exits.FINDINGS


def _is_noticed(found: Mutation) -> bool:
    return found.noticed == found.counted and not found.left and not found.of_state("undecided")


# ---------------------------------------------------------------- for people


def _as_text(found: Mutation, columns: int) -> Iterator[str]:
    share = f" ({int(found.score * 10) / 10:g} %)" if found.counted else ""
    said = f"{found.policy}: {found.noticed} of {counted(found.counted, 'mutant')} noticed{share}"
    yield from wrapped(f"{said}, by {counted(found.scenarios, 'scenario')}", columns=columns)
    for line in _left_out(found):
        yield from wrapped(line, first="  ", columns=columns)
    if survivors := found.of_state("survived"):
        yield from ("", "No scenario notices", *_listed(survivors, columns))
    if equal := found.of_state("equivalent"):
        yield from (
            "",
            "Not counted: outcome, duties and advice are those of the policy in every case",
            *_listed(equal, columns),
        )
    if undecided := found.of_state("undecided"):
        yield from ("", "Not decided, since the diagrams would be too large", *_listed(undecided, columns))
    texts = dict.fromkeys(fate.scenario.text.rstrip("\n") for fate in survivors if fate.scenario is not None)
    if texts:
        said = f"Would notice them: to paste into the file of {found.policy} or into one of scenarios for it"
        yield from ("", *wrapped(said, columns=columns), "", "\n\n".join(texts))


def _left_out(found: Mutation) -> Iterator[str]:
    if equal := len(found.of_state("equivalent")):
        yield f"{equal} more {'decides' if equal == 1 else 'decide'} every case as the policy does"
    if found.alike:
        yield f"{found.alike} more {'means' if found.alike == 1 else 'mean'} the same as another"
    if found.left:
        yield f"{found.left} more were not looked at: there are too many"
    if found.failing:
        titles = ", ".join(f'"{title}"' for title in found.failing)
        yield f"{counted(len(found.failing), 'scenario')} left out, which the policy itself fails: {titles}"


def _listed(fates: Sequence[Fate], columns: int) -> Iterator[str]:
    from policylang.cli.test import where

    last = ""
    for fate in fates:
        mutant = fate.mutant
        if mutant.where != last:
            last = mutant.where
            yield from ("", f"  {paint(last, 'name')}")
        yield from wrapped(mutant.said, first="    ", columns=columns)
        if fate.state == "survived" and fate.scenario is None:
            yield from wrapped("no expectation of a scenario can tell it", first="      ", columns=columns)
        if mutant.place is not None:
            yield f"      {paint(where(mutant.place), 'quiet')}"


# ---------------------------------------------------------------- for programs


def _as_object(found: Mutation) -> dict[str, Any]:
    return {
        "policy": found.policy,
        "scenarios": found.scenarios,
        "failing": found.failing,
        "noticed": found.noticed,
        "counted": found.counted,
        "score": found.score,
        "equivalent": len(found.of_state("equivalent")),
        "undecided": len(found.of_state("undecided")),
        "alike": found.alike,
        "left": found.left,
        "mutants": [_mutant(each) for each in found.fates],
    }


def _mutant(fate: Fate) -> dict[str, Any]:
    from policylang.cli.test import where

    return {
        "said": fate.mutant.said,
        "where": fate.mutant.where,
        "place": None if fate.mutant.place is None else where(fate.mutant.place),
        "state": fate.state,
        "by": fate.by,
        "scenario": None if fate.scenario is None else fate.scenario.text,
    }


def _as_diagnostics(found: Mutation, place: Place | None) -> Iterator[Diagnostic]:
    """Yield a result for each mutant that survives, at what it changes, and a note for what was not looked at."""
    from policylang.analyse.check.telling import not_decided
    from policylang.cli.sarif import result, whole
    from policylang.diagnostics.model import Label

    policy = place or whole(found.policy)
    for fate in found.of_state("survived"):
        mutant = fate.mutant
        label = Label(mutant.place or policy, mutant.where)
        yield result("mutate", f"no scenario notices: {mutant.said}", (label,), (_would_notice(fate),))
    for fate in found.of_state("undecided"):
        yield not_decided(fate.mutant.place or policy, f"whether a scenario would notice: {fate.mutant.said}")
    if found.left:
        yield not_decided(policy, f"whether a scenario notices {found.left} more mutants")


def _would_notice(fate: Fate) -> str:
    if fate.scenario is None:
        return "no expectation of a scenario can tell it"
    return f"this scenario would notice it:\n{fate.scenario.text.rstrip()}"
