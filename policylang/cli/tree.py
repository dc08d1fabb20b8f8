"""`policylang tree`: the questions of a policy drawn as a tree that ends in its outcomes."""

import os
from typing import Any, NamedTuple

import click

from policylang.cli.given import one_case, one_case_options
from policylang.cli.options import declare
from policylang.console import exits
from policylang.console.faults import Refusal
from policylang.console.targets import must_exist
from policylang.console.terminal import paint, say, width

FORMATS = ("text", "svg", "dot", "mermaid", "html")
_BY_ENDING = {".txt": "text", ".svg": "svg", ".dot": "dot", ".gv": "dot", ".mmd": "mermaid", ".html": "html"}


class Wishes(NamedTuple):
    """The options of the command, as they were given."""

    settings: tuple[str, ...]
    likes: tuple[str, ...]
    unknown: tuple[str, ...]
    case_path: str | None
    on: str | None
    form: str | None
    every_clause: bool
    most: int | None
    output: str | None
    overwrites: bool


@declare(
    "tree",
    summary="""Draw the tree of questions that decides every case of a policy on a day: what is asked, what the answers
    lead to, and which clause each outcome is by. POLICY is a file or a name.

    What is given is not asked, so a case of which something is known has a smaller tree. Questions that several
    answers lead to are drawn once.""",
    examples={
        "policylang tree camera_rules.pol": "as text, as of today",
        "policylang tree camera_rules.pol --on 2025-06-01 --set operator.kind=company": "for one kind of operator",
        "policylang tree camera_rules.pol -o rules.svg": "a picture; its form is that of the file's ending",
        "policylang tree camera_rules.pol --format mermaid": "for pages that draw such charts themselves",
    },
    exit_codes={
        exits.CLEAN: "drawn",
        exits.WRONG_USE: "the policy or the case is faulty, the tree is too large, or the file is there already",
    },
    groups={
        "The case": ("settings", "likes", "unknown", "case_path", "on"),
        "The tree": ("form", "every_clause", "most", "output", "overwrites"),
    },
)
@click.argument("policy", metavar="POLICY")
@one_case_options
@click.option("--format", "form", type=click.Choice(FORMATS), help="The form; else that of the output file, else text.")
@click.option("--clauses", "every_clause", is_flag=True, help="Name all clauses that decide, not only the first.")
@click.option("--most", "most", type=click.IntRange(1), metavar="N", help="How many questions may be drawn (150).")
@click.option("-o", "--output", "output", metavar="FILE", help="Write to a file.")
@click.option("--force", "overwrites", is_flag=True, help="With --output: write over a file that is there.")
def command(policy: str, **options: Any) -> None:  # noqa: ANN401 - named in `Wishes`
    """Print the tree, or write it to a file."""
    from policylang import api

    wishes = Wishes(**options)
    on = api.day(wishes.on)
    must_exist([policy])
    _must_be_writable(wishes)
    loaded = api.load(policy)
    case = one_case(loaded, wishes.settings, wishes.case_path, what="a tree is drawn for", unknown=wishes.unknown)
    drawn = loaded.tree(
        case,
        on=on,
        like=wishes.likes,
        format=_form(wishes),
        every_clause=wishes.every_clause,
        most=wishes.most,
        width=width(),
    )
    if wishes.output is None:
        say(drawn, newline=False)
        return
    with open(wishes.output, "w" if wishes.overwrites else "x", encoding="utf-8", newline="\n") as file:
        file.write(drawn)
    say(f"Wrote {paint(wishes.output, 'strong')}.")


def _form(wishes: Wishes) -> Any:  # noqa: ANN401 - one of the formats
    ending = os.path.splitext(wishes.output or "")[1].lower()
    return wishes.form or _BY_ENDING.get(ending, "text")


def _must_be_writable(wishes: Wishes) -> None:
    """Refuse, before anything is drawn, to write over a file.

    Raises:
        Refusal: The file is there, or `--force` says nothing.
    """
    if wishes.overwrites and wishes.output is None:
        raise Refusal("`--force` goes with `--output`")
    if wishes.output is not None and os.path.lexists(wishes.output) and not wishes.overwrites:
        raise Refusal(f"`{wishes.output}` is there already", helps=("`--force` writes over it",))
