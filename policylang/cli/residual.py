"""`policylang residual`: what is left of a policy once the known facts of a case are filled in."""

import datetime as dt
import os
from collections.abc import Mapping

import click

from policylang.cli.given import one_case, one_case_options
from policylang.cli.options import declare
from policylang.console import exits
from policylang.console.faults import Refusal
from policylang.console.targets import must_exist
from policylang.console.terminal import paint, say


@declare(
    "residual",
    summary="""Print what is left of a policy on a day once the known facts of a case are filled in: a policy that asks
    for nothing that is known, and decides every completion of the case alike. POLICY is a file or a name.

    Of a policy that incorporates others, each has a file; what they ask about stands in a vocabulary beside them.""",
    examples={
        "policylang residual camera_rules.pol --set operator.kind=company": "for one kind of operator, as of today",
        "policylang residual camera_rules.pol --on 2025-06-01 --like operator=fbi": "like an example, on a date",
        "policylang residual camera_rules.pol --case case.json --output left": "written as files into a folder",
    },
    exit_codes={
        exits.CLEAN: "printed or written",
        exits.WRONG_USE: "the policy or the case is faulty, or a file is there already",
    },
    groups={"The case": ("settings", "likes", "unknown", "case_path", "on"), "The answer": ("folder",)},
)
@click.argument("policy", metavar="POLICY")
@one_case_options
@click.option("--output", "folder", metavar="FOLDER", help="Write files into a folder; nothing is overwritten.")
def command(
    policy: str,
    *,
    settings: tuple[str, ...],
    likes: tuple[str, ...],
    unknown: tuple[str, ...],
    case_path: str | None,
    on: str | None,
    folder: str | None,
) -> None:
    """Print what is left of a policy, or write it into a folder."""
    from policylang import api

    day: dt.date = api.day(on)
    must_exist([policy])
    loaded = api.load(policy)
    case = one_case(loaded, settings, case_path, what="what is left is left of", unknown=unknown)
    files = loaded.residual(case, on=day, like=likes)
    if folder is None:
        say(_as_text(files), newline=False)
    else:
        _write(folder, files)
        say("\n".join(f"Wrote {paint(os.path.join(folder, name), 'strong')}." for name in files))


def _as_text(files: Mapping[str, str]) -> str:
    """Return the text of the file; of several, each under a comment that names it."""
    if len(files) == 1:
        return next(iter(files.values()))
    return "\n".join(f"# ---- {name}\n\n{text}" for name, text in files.items())


def _write(folder: str, files: Mapping[str, str]) -> None:
    """Write files into a folder.

    Raises:
        Refusal: One of them is there already.
    """
    there = [path for name in files if os.path.lexists(path := os.path.join(folder, *name.split("/")))]
    if there:
        raise Refusal(f"`{there[0]}` is there already, and nothing is overwritten", helps=("choose another folder",))
    for name, text in files.items():
        path = os.path.join(folder, *name.split("/"))
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "x", encoding="utf-8", newline="\n") as file:
            file.write(text)
