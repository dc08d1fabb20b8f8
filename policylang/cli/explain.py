"""`policylang explain CODE`: the page of a code, or the list of all codes."""

import click

from policylang.cli.options import declare
from policylang.console import exits
from policylang.console.terminal import say


@declare(
    "explain",
    summary="""Explain a code of a message: what it means, why it matters, a wrong and a right example, and how
    to allow it.

    Without a code, lists all of them.""",
    examples={
        "policylang explain P0108": "the page of P0108; `p0108`, `108` and `error[P0108]` do as well",
        "policylang explain": "every code with its title",
    },
    exit_codes={exits.CLEAN: "shown", exits.WRONG_USE: "no such code"},
)
@click.argument("code", required=False)
def command(code: str | None) -> None:
    """Print the page of a code, or the list."""
    from policylang.console.pages import all_codes, page_of

    say(all_codes() if code is None else page_of(code))
