"""`policylang facts`: what a case of a policy can say."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from policylang.cli.options import declare
from policylang.console import exits
from policylang.console.targets import must_exist
from policylang.console.terminal import as_json, say, width

if TYPE_CHECKING:
    from policylang.api import Policy
    from policylang.evaluate.describe import FactInfo


@declare(
    "facts",
    summary="""List the facts that a case of a policy can give: what each takes, its question, and what a human has to
    judge; first those that the policy asks about. POLICY is a file or a name.""",
    examples={
        "policylang facts microsoft.azure_openai": "for reading",
        "policylang facts camera_rules.pol --json": "for programs: name, kind, outline, bounds, question",
        "policylang facts camera_rules.pol --json-schema > case.schema.json": "for editors and services",
    },
    exit_codes={exits.CLEAN: "listed", exits.WRONG_USE: "the policy is not there, or has errors"},
)
@click.argument("policy", metavar="POLICY")
@click.option("--json", "wants_json", is_flag=True, help="Print the facts as JSON.")
@click.option("--json-schema", "wants_schema", is_flag=True, help="Print a JSON Schema of its cases.")
def command(policy: str, *, wants_json: bool, wants_schema: bool) -> None:
    """Print the facts of a policy."""
    from policylang.api import load

    must_exist([policy])
    loaded = load(policy)
    if wants_schema:
        from policylang.evaluate.describe import json_schema

        say(as_json(json_schema(loaded.resolved), indent=2))
    elif wants_json:
        say(as_json(_as_object(loaded), indent=2))
    else:
        from policylang.console.facts_text import as_text

        say("\n".join(as_text(loaded, width())))


def _as_object(policy: Policy) -> dict[str, Any]:
    from policylang.console.facts_text import question_of

    facts = [_fact_object(info, question_of(policy, info)) for info in policy.facts.values()]
    return {"policy": policy.name, "digest": policy.digest, "facts": facts}


def _fact_object(info: FactInfo, asks: str | None) -> dict[str, Any]:
    return {
        "name": info.name,
        "kind": info.kind,
        "takes": info.takes,
        "asks": asks,
        "judged": info.judged,
        "optional": info.optional,
        "mentioned": info.mentioned,
        "outline": info.outline,
        "low": info.low,
        "high": info.high,
        "unit": info.unit,
        "cost": info.cost,
        "unchangeable": info.unchangeable,
    }
