"""`policylang timeline`: the dates on which a policy changes, what each of them changes, and a picture."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from policylang.cli import exits
from policylang.cli.given import GIVEN, Asked, given_lines, given_notes, given_options
from policylang.cli.options import declare
from policylang.cli.targets import must_exist
from policylang.cli.terminal import as_json, paint, say, width, wrapped

if TYPE_CHECKING:
    from collections.abc import Iterator

    from policylang.analyse.compare.timeline import Timeline, Turn
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
        say("\n".join(_as_text(found, width())))


def _as_text(found: Timeline, columns: int) -> Iterator[str]:
    from policylang.picture.bars_to_text import bars_to_text

    yield from given_lines(found.given, columns)
    if not found.turns:
        yield from wrapped(found.title or found.policy, columns=columns)
        yield from wrapped("Nothing in it depends on the date.", columns=columns)
        return
    yield bars_to_text(found.chart, width=columns).rstrip("\n")
    for number, turn in enumerate(found.turns, 1):
        yield ""
        yield from _turn(turn, number, columns)


def _turn(turn: Turn, number: int, columns: int) -> Iterator[str]:
    from policylang.cli.diff_text import ground, share

    lead = f"{number}  "
    inside = " " * len(lead)
    day = turn.day.isoformat()
    first, *rest = wrapped(_headline(turn), first=lead, columns=columns)
    yield from (first.replace(day, paint(day, "strong"), 1), *rest)
    for change in turn.difference.changes:
        said = f"{ground(change.before)} → {ground(change.after)}: {share(change.kinds)}"
        yield from wrapped(said, first=inside, rest=f"{inside}  ", columns=columns)
    for said, names in (("begins", turn.begins), ("ends", turn.ends)):
        if names:
            yield from wrapped(f"{said}: {', '.join(names)}", first=inside, rest=f"{inside}  ", columns=columns)
    for said in turn.difference.undecided:
        yield from wrapped(f"not decided within the limit: {said}", first=inside, rest=f"{inside}  ", columns=columns)


def _headline(turn: Turn) -> str:
    editions = f", edition {', '.join(turn.editions)}" if turn.editions else ""
    return f"{turn.day.isoformat()}{editions}: {_changes(turn)}"


def _changes(turn: Turn) -> str:
    from policylang.cli.diff_text import share

    found = turn.difference
    match turn.effect:
        case "outcomes":
            return f"{found.verdict}, {share(found.compared)}"
        case "grounds":
            return "no outcome changes; other clauses stand, or other duties are due"
        case "nothing":
            return "no decision changes"
        case "undecided":
            return "not compared as a whole"


def _as_diagnostics(found: Timeline, target: str) -> Iterator[Diagnostic]:
    """Yield a result for each date, at the clauses that begin or end, or else at the policy's name."""
    from policylang.cli.diff_text import ground, share
    from policylang.cli.sarif import Places, result
    from policylang.diagnostics.model import Label

    places = Places(target)
    for turn in found.turns:
        labels = (*places.labels(turn.begins, "begins"), *places.labels(turn.ends, "ends")) or (Label(places.policy),)
        notes = [*given_notes(found.given)]
        notes += [
            f"{ground(each.before)} → {ground(each.after)}: {share(each.kinds)}" for each in turn.difference.changes
        ]
        notes += [f"not decided within the limit: {said}" for said in turn.difference.undecided]
        yield result("timeline", _headline(turn), labels, notes)
