"""`policylang diff`: what changed between two versions of a policy, or between two dates of one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import click

from policylang.cli.given import GIVEN, Asked, given_options
from policylang.cli.options import declare
from policylang.console import exits
from policylang.console.faults import Refusal
from policylang.console.targets import must_exist
from policylang.console.terminal import as_json, paint, say, width

if TYPE_CHECKING:
    from policylang.analyse.compare.difference import Difference

FORMATS = ("text", "json", "sarif")


class Wishes(NamedTuple):
    """The options of the command, as they were given."""

    between: tuple[str, str] | None
    on: str | None
    renames: tuple[str, ...]
    every: bool
    tells_exit: bool
    form: str
    given: Asked


@declare(
    "diff",
    summary="""Show what changed from one version of a policy to another, or from one date of a policy to another: in
    which cases the outcome is another, by which clauses before and after, and what did not change. OLD and NEW are
    files or names.

    All cases are compared, and each group of changes has a case that shows it, as a scenario that can be pasted. What
    is given narrows this: only cases are compared that are so, in the names of NEW.""",
    examples={
        "policylang diff old/terms.pol new/terms.pol": "two versions",
        "policylang diff terms.pol --between 2024-04-30 2024-05-03": "two dates of one",
        "policylang diff old.polc terms.pol --rename operator.kind=party.kind": "where a fact has another name now",
        "policylang diff old/terms.pol terms.pol --exit-code": "in a build: fail where decisions change",
    },
    exit_codes={
        exits.CLEAN: "compared; with --exit-code: every decision stays",
        exits.FINDINGS: "with --exit-code: some outcome, duty or advice changes",
        exits.WRONG_USE: "a policy is not there or has errors, or a name to rename is not there",
        exits.UNDECIDED: "with --exit-code: not all was compared within the limit, and no change was found",
    },
    groups={
        "What is compared": ("between", "on", "renames"),
        "What is given of all cases": GIVEN,
        "The answer": ("every", "tells_exit", "form"),
    },
)
@click.argument("old", metavar="OLD|POLICY")
@click.argument("new", required=False, metavar="[NEW]")
@click.option("--between", nargs=2, metavar="DATE DATE", help="Compare two dates of one policy, as 2025-06-01.")
@click.option("--on", "on", metavar="DATE", help="Compare two versions on one day; on all days where left out.")
@click.option(
    "--rename", "renames", multiple=True, metavar="OLD=NEW",
    help="What a fact, part or value of OLD is called in NEW: operator.kind=party.kind, "
    "country.us=country.united_states. Repeatable.",
)  # fmt: skip
@given_options
@click.option("--all", "every", is_flag=True, help="Show every region and every clause, however many there are.")
@click.option("--exit-code", "tells_exit", is_flag=True, help="Leave with 1 where some decision changes.")
@click.option(
    "--format", "form", type=click.Choice(FORMATS), default="text", show_default=True,
    help="For people; for programs, as JSON; or as a SARIF log.",
)  # fmt: skip
def command(old: str, new: str | None, **options: Any) -> int:  # noqa: ANN401 - named in `Wishes`
    """Print what changed."""
    wishes = Wishes(given=Asked.taken(options), **options)
    _must_fit(new, wishes)
    must_exist([old] if new is None else [old, new])
    found = _difference(old, new, wishes)
    if wishes.form == "json":
        from policylang.cli.plain import plain

        say(as_json(plain(found), indent=2))
    elif wishes.form == "sarif":
        from policylang.cli.diff_sarif import as_sarif

        say(as_sarif(found, old, new or old), newline=False)
    else:
        from policylang.console.diff_text import as_text

        say("\n".join(as_text(found, width(), every=wishes.every)))
    return _exit_code(found) if wishes.tells_exit else exits.CLEAN


def _must_fit(new: str | None, wishes: Wishes) -> None:
    """Refuse options that do not go together.

    Raises:
        Refusal: They do not.
    """
    if new is None and wishes.between is None:
        helps = ("give a second version, or two dates: --between 2024-04-30 2024-05-03",)
        raise Refusal("one version is compared with nothing", helps=helps)
    if new is not None and wishes.between is not None:
        raise Refusal("`--between` compares two dates of one policy, and two are given", helps=("leave one out",))
    if new is None and (wishes.on is not None or wishes.renames):
        raise Refusal(f"`{'--on' if wishes.on else '--rename'}` goes with two versions, not with `--between`")


def _difference(old: str, new: str | None, wishes: Wishes) -> Difference:
    from policylang import api
    from policylang.analyse.compare.renaming import RenameError

    if wishes.between is not None:
        first, then = map(api.day, wishes.between)
        policy = api.load(old)
        return policy.diff_dates(first, then, **wishes.given.of(policy))
    assert new is not None  # noqa: S101 - checked before
    on = None if wishes.on is None else api.day(wishes.on)
    before, after = api.load(old), api.load(new)
    try:
        return before.diff(after, on=on, rename=_renames(wishes.renames), **wishes.given.of(after))
    except RenameError as error:
        raise Refusal(str(error), helps=error.helps) from error


def _renames(given: tuple[str, ...]) -> dict[str, str]:
    found: dict[str, str] = {}
    for each in given:
        was, equals, now = (part.strip() for part in each.partition("="))
        if not (was and equals and now):
            raise Refusal(f"`--rename {each}` is no OLD=NEW", helps=("write --rename operator.kind=party.kind",))
        if found.setdefault(was, now) != now:
            raise Refusal(f"`{was}` is renamed twice")
    return found


def _exit_code(found: Difference) -> int:
    if found.is_nothing:
        return exits.CLEAN
    if not found.differs:
        return exits.UNDECIDED
    said = "decisions change from one side to the other"
    say(f"{paint('note[P0541]', 'note')}: {said}", error=True)
    return exits.FINDINGS
