"""`policylang timeline`: the dates on which a policy changes, what each of them changes, and a picture."""

from __future__ import annotations

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

    from policylang.analyse.compare.timeline import Timeline
    from policylang.diagnostics.model import Diagnostic

FORMATS = ("text", "json", "sarif", "svg")


@declare(
    "timeline",
    summary="""Show every date on which something of POLICY begins or ends, with what it changes: outcomes; other
    clauses, duties and advice alone; or no decision at all. POLICY is a file or a name.

    `policylang diff POLICY --between DATE DATE` tells more about each. What is given narrows this: only cases are
    compared that are so, and clauses that stand in none of them are left out.""",
    examples={
        "policylang timeline microsoft.azure_openai": "as text",
        "policylang timeline microsoft.azure_openai --format svg > dates.svg": "a picture",
        "policylang timeline camera_rules.pol --like ordinary_use --unknown functions": "as far as it can matter",
    },
    exit_codes={exits.CLEAN: "shown", exits.WRONG_USE: "the policy is not there, or has errors"},
    groups={"What is given of all cases": GIVEN, "The answer": ("form",)},
)
@click.argument("policy", metavar="POLICY")
@given_options
@click.option(
    "--format", "form", type=click.Choice(FORMATS), default="text", show_default=True,
    help="For people; for programs, as JSON or as a SARIF log; or a picture.",
)  # fmt: skip
def command(policy: str, form: str, **options: Any) -> None:  # noqa: ANN401 - named in `Asked`
    """Print the dates on which a policy changes."""
    from policylang import api

    must_exist([policy])
    loaded = api.load(policy)
    found = loaded.timeline(**Asked.taken(options).of(loaded))
    if form == "json":
        from policylang.cli.plain import plain

        say(as_json(plain(found), indent=2))
    elif form == "sarif":
        from policylang.cli.sarif import sarif_log

        say(sarif_log(_as_diagnostics(found, policy)), newline=False)
    elif form == "svg":
        from policylang.picture.bars_to_svg import bars_to_svg

        say(bars_to_svg(found.chart), newline=False)
    else:
        from policylang.console.timeline_text import as_text

        say("\n".join(as_text(found, width())))


def _as_diagnostics(found: Timeline, target: str) -> Iterator[Diagnostic]:
    """Yield a result for each date, at the clauses that begin or end, or else at the policy's name."""
    from policylang.cli.sarif import Places, result
    from policylang.console.diff_text import ground, share
    from policylang.console.timeline_text import headline
    from policylang.diagnostics.model import Label

    places = Places(target)
    for turn in found.turns:
        labels = (*places.labels(turn.begins, "begins"), *places.labels(turn.ends, "ends")) or (Label(places.policy),)
        notes = [*given_notes(found.given)]
        notes += [
            f"{ground(each.before)} → {ground(each.after)}: {share(each.kinds)}" for each in turn.difference.changes
        ]
        notes += [f"not decided within the limit: {said}" for said in turn.difference.undecided]
        yield result("timeline", headline(turn), labels, notes)
