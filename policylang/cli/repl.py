"""`policylang repl`: a policy at a prompt, with a case that is being built and clauses that are being drafted."""

import click

from policylang.cli.options import declare
from policylang.console import exits
from policylang.console.targets import must_exist


@declare(
    "repl",
    summary="""Open policies at a prompt, each a file or a name; without any, begin an empty one. Build a case line by
    line and see the outcome; type or paste clauses and see what they do, before they are written anywhere.

    `help` at the prompt lists what can be typed, `tour` shows around. Without a terminal, lines are read from standard
    input and answered as plain text.""",
    examples={
        "policylang repl microsoft.azure_openai": "a standard policy",
        "policylang repl camera_rules.pol": "a file; drafts are written to it when you say so",
        "policylang repl a.pol b.pol": "two side by side: `use` changes between them",
        "policylang repl camera_rules.pol < session.txt": "what is to be typed, from a file",
    },
    exit_codes={
        exits.CLEAN: "left; without a terminal: every line was taken",
        exits.FINDINGS: "without a terminal: some line was refused",
        exits.WRONG_USE: "a policy is not there, or has errors",
    },
)
@click.argument("policies", nargs=-1, metavar="[POLICY]...")
@click.option("--on", "on", metavar="DATE", help="The day to begin with, as 2025-06-01; today where left out.")
def command(policies: tuple[str, ...], on: str | None) -> int:
    """Open the prompt."""
    from policylang import api
    from policylang.console.terminal import is_interactive
    from policylang.repl.session import Session

    must_exist(policies)
    session = Session(policies, api.day(None), on=api.day(on))
    if is_interactive():
        from policylang.repl.terminal import converse as at_terminal

        at_terminal(session)
        return exits.CLEAN
    from policylang.repl.plain import converse

    return exits.CLEAN if converse(session) else exits.FINDINGS
