"""`policylang find`: is there a case such that …? One that shows it, how many kinds there are, or all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import click

from policylang.cli.given import GIVEN, Asked, given_options
from policylang.cli.options import declare
from policylang.console import exits
from policylang.console.faults import Refusal
from policylang.console.given_text import given_notes
from policylang.console.targets import must_exist
from policylang.console.terminal import as_json, say, width

if TYPE_CHECKING:
    from collections.abc import Iterator

    from policylang.analyse.ask.find import Found
    from policylang.diagnostics.model import Diagnostic
    from policylang.semantics.policy import Policy

FORMATS = ("text", "json", "sarif")
NOTHING_WANTED = "`--loopholes` takes a day and what is given of the case, and no condition"


class Wishes(NamedTuple):
    """The options of the command, as they were given."""

    condition: str | None
    outcome: str | None
    clauses: tuple[str, ...]
    on: str | None
    loopholes: tuple[str, ...]
    counts: bool
    every: bool
    form: str
    given: Asked


@declare(
    "find",
    summary="""Find a case such that CONDITION holds, as a clause of POLICY would say it, in the names that the policy's
    own file sees: the smallest one, with its decision, and as a scenario that can be pasted. Without CONDITION, any
    case. POLICY is a file or a name.

    That there is no such case is proved: all kinds of case were looked at.

    With --loopholes: the cases nearest to a clause that escape it. In them the clause does not apply, nothing else
    prohibits, and if one fact alone were otherwise, the clause would stand.

    What is given of the case narrows all of this: no other cases are looked at.""",
    examples={
        'policylang find camera_rules.pol "police(operator)" --outcome permitted': "are police ever let through?",
        "policylang find camera_rules.pol --clause no_police_face_recognition": "a case in which a clause stands",
        "policylang find camera_rules.pol --outcome prohibited --all": "all that is prohibited, as few regions",
        "policylang find camera_rules.pol --loopholes no_police_face_recognition": "what escapes a clause by one fact",
        "policylang find camera_rules.pol --all --like ordinary_use --unknown functions": "but for one fact ordinary",
    },
    exit_codes={
        exits.CLEAN: "there is such a case, or a loophole",
        exits.NONE_FOUND: "there is none",
        exits.WRONG_USE: "the policy is not there or has errors, or the condition has",
        exits.UNDECIDED: "not decided within the limit",
    },
    groups={
        "The case": ("outcome", "clauses", "loopholes", "on"),
        "What is given of it": GIVEN,
        "The answer": ("counts", "every", "form"),
    },
)
@click.argument("policy", metavar="POLICY")
@click.argument("condition", required=False, metavar="[CONDITION]")
@click.option("--outcome", type=click.Choice(("permitted", "prohibited")), help="How the case is decided.")
@click.option(
    "--clause", "clauses", multiple=True, metavar="NAME", help="A clause or part that stands; of several, one at least."
)
@click.option("--on", "on", metavar="DATE", help="The day of the decision, as 2025-06-01; any day where left out.")
@click.option(
    "--loopholes", "loopholes", multiple=True, metavar="NAME",
    help="What escapes a clause or part by one fact; of several, whichever would stand.",
)  # fmt: skip
@given_options
@click.option("--count", "counts", is_flag=True, help="Say only in how many kinds of case it is so.")
@click.option("--all", "every", is_flag=True, help="Tell all such cases, as few regions that do not overlap.")
@click.option(
    "--format", "form", type=click.Choice(FORMATS), default="text", show_default=True,
    help="For people, as JSON, or as a SARIF log with what was found.",
)  # fmt: skip
def command(policy: str, **options: Any) -> int:  # noqa: ANN401 - named in `Wishes`
    """Print a case that is as wanted, or that there is none."""
    from policylang import api

    wishes = Wishes(given=Asked.taken(options), **options)
    must_exist([policy])
    if wishes.loopholes:
        return _show_loopholes(policy, wishes)
    loaded = api.load(policy)
    found = loaded.find(
        wishes.condition,
        outcome=wishes.outcome,  # type: ignore[arg-type]  # one of the two
        clause=wishes.clauses,
        on=wishes.on,
        every=wishes.every,
        **wishes.given.of(loaded),
    )
    if wishes.form == "sarif":
        from policylang.cli.sarif import sarif_log

        say(sarif_log(_as_diagnostics(found, wishes, policy, loaded.resolved)), newline=False)
    elif wishes.form == "json":
        say(as_json(_as_object(found), indent=2))
    else:
        from policylang.console.find_text import as_text

        say("\n".join(as_text(found, width(), counts=wishes.counts, every=wishes.every)))
    if not found.is_decided:
        return exits.UNDECIDED
    return exits.CLEAN if found.case else exits.NONE_FOUND


def _show_loopholes(policy: str, wishes: Wishes) -> int:
    """Print what escapes clauses by one fact."""
    from policylang import api
    from policylang.cli.loopholes import as_diagnostics, as_object
    from policylang.console.loopholes_text import as_text

    if wishes.condition is not None or wishes.outcome or wishes.clauses or wishes.counts or wishes.every:
        raise Refusal(NOTHING_WANTED, helps=("leave out the condition and the other options, or leave out this one",))
    loaded = api.load(policy)
    found = loaded.loopholes(wishes.loopholes, on=wishes.on, **wishes.given.of(loaded))
    if wishes.form == "sarif":
        from policylang.cli.sarif import sarif_log

        say(sarif_log(as_diagnostics(found, policy)), newline=False)
    else:
        say(as_json(as_object(found), indent=2) if wishes.form == "json" else "\n".join(as_text(found, width())))
    if found.reach is None or (found.undecided and not found.found):
        return exits.UNDECIDED
    return exits.CLEAN if found.found else exits.NONE_FOUND


def _as_diagnostics(found: Found, wishes: Wishes, target: str, policy: Policy) -> Iterator[Diagnostic]:
    """Yield what was found at the clauses that were asked for, or else at the policy's name."""
    from policylang.analyse.check.telling import not_decided
    from policylang.cli.sarif import Places, result
    from policylang.console.cases_shown import of_how_many
    from policylang.semantics import question

    clauses = [each for name in wishes.clauses for each in question.clauses(name, policy)]
    labels = Places(target).labels_or_policy(clauses)
    wanted = ", ".join(_wanted(wishes)) or "whatever is so"
    if found.kinds is None:
        yield not_decided(labels[0].place, f"whether there is such a case: {wanted}")
    elif found.case is not None:
        notes = [*given_notes(found.given), f"the smallest case:\n{found.case.scenario.rstrip()}"]
        if wishes.every and found.regions is None:
            notes.append("more regions than can be told")
        notes += [f"where {', '.join(region) or 'whatever is so'}" for region in found.regions or ()]
        yield result("find", f"{of_how_many(found.kinds)} are such: {wanted}", labels, notes)


def _wanted(wishes: Wishes) -> Iterator[str]:
    if wishes.outcome:
        yield wishes.outcome
    if wishes.clauses:
        yield f"{' or '.join(f'`{name}`' for name in wishes.clauses)} stands"
    if wishes.on:
        yield f"on {wishes.on}"
    if wishes.condition is not None:
        yield f"`{' '.join(wishes.condition.split())}`"


def _as_object(found: Found) -> dict[str, Any]:
    from policylang.console.cases_shown import case_object

    return {
        "policy": found.policy,
        "given": list(found.given.lines),
        "decided": found.is_decided,
        "found": found.case is not None,
        "kinds": None if found.kinds is None else found.kinds._asdict(),
        "case": case_object(found.case),
        "regions": None if found.regions is None else [list(each) for each in found.regions],
    }
