"""`policylang prove`: does a statement hold of every case? Proved, or the smallest case against it."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import click

from policylang.cli.given import GIVEN, Asked, given_options
from policylang.cli.options import declare
from policylang.console import exits
from policylang.console.given_text import given_notes
from policylang.console.targets import must_exist
from policylang.console.terminal import as_json, say, width

if TYPE_CHECKING:
    from collections.abc import Iterator

    from policylang.analyse.ask.prove import Proof
    from policylang.diagnostics.model import Diagnostic

FORMATS = ("text", "json", "sarif")


@declare(
    "prove",
    summary="""Prove that a STATEMENT holds of every case of POLICY (a file or a name), or show the smallest case
    against it.

    A statement is `never permitted`, `never prohibited`, `always permitted`, `always prohibited`, `never depends on
    FACT`, `same outcome as OTHER` or `stricter than OTHER`; behind each, `when CONDITION` says of which cases. Outside
    its scope a policy is silent: such a case is neither permitted nor prohibited. What is given narrows this: no other
    cases are looked at.""",
    examples={
        'policylang prove camera_rules.pol "never permitted when police(operator)"': "is it tight?",
        'policylang prove camera_rules.pol "never depends on operator.country"': "does the country never matter?",
        'policylang prove camera_rules.pol "stricter than other_rules"': "against another policy",
    },
    exit_codes={
        exits.CLEAN: "proved",
        exits.FINDINGS: "refuted: a case against it is shown",
        exits.WRONG_USE: "a policy is not there or has errors, or the statement has",
        exits.UNDECIDED: "not decided within the limit",
    },
    groups={"The day": ("on",), "What is given of all cases": GIVEN, "The answer": ("form",)},
)
@click.argument("policy", metavar="POLICY")
@click.argument("statement", metavar="STATEMENT")
@click.option("--on", "on", metavar="DATE", help="The day of the decision, as 2025-06-01; any day where left out.")
@given_options
@click.option(
    "--format",
    "form",
    type=click.Choice(FORMATS),
    default="text",
    show_default=True,
    help="For people, as JSON, or as a SARIF log with the finding, if it is one.",
)
def command(policy: str, statement: str, *, on: str | None, form: str, **options: Any) -> int:  # noqa: ANN401 - named in `Asked`
    """Print whether the statement holds, and what is against it."""
    from policylang import api

    must_exist([policy])
    beside = [os.path.dirname(policy)] if os.path.dirname(policy) else []
    loaded = api.load(policy)
    found = loaded.prove(statement, on=on, path=beside, **Asked.taken(options).of(loaded))
    if form == "sarif":
        from policylang.cli.sarif import sarif_log

        say(sarif_log(_as_diagnostics(found, policy)), newline=False)
    elif form == "json":
        say(as_json(_as_object(found), indent=2))
    else:
        from policylang.console.proof_text import as_text

        say("\n".join(as_text(found, width())))
    return {"proved": exits.CLEAN, "refuted": exits.FINDINGS, "undecided": exits.UNDECIDED}[found.verdict]


def _as_diagnostics(found: Proof, policy: str) -> Iterator[Diagnostic]:
    """Yield what was found as a diagnostic about the policy's file as a whole."""
    from policylang.analyse.ask.asserts import told
    from policylang.analyse.check.telling import not_decided
    from policylang.cli.sarif import whole
    from policylang.diagnostics.model import Diagnostic, Label

    place = whole(policy)
    if found.verdict == "refuted":
        said = f"the statement does not hold: {found.statement}"
        notes = (*given_notes(found.given), *told(found))
        yield Diagnostic("P0510", said, Label(place, "not so in every case"), notes=notes)
    elif found.verdict == "undecided":
        yield not_decided(place, f"whether it holds: {found.statement}")


def _as_object(found: Proof) -> dict[str, Any]:
    from policylang.console.cases_shown import case_object

    return {
        "policy": found.policy,
        "statement": found.statement,
        "given": list(found.given.lines),
        "verdict": found.verdict,
        "kinds": None if found.kinds is None else found.kinds._asdict(),
        "silent": found.silent,
        "against": [case_object(each) for each in found.against],
    }
