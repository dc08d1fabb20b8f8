"""`policylang check`: everything that is wrong with files, folders or modules."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from policylang.cli.options import declare
from policylang.console import exits
from policylang.console.targets import must_exist
from policylang.console.terminal import say

if TYPE_CHECKING:
    from policylang.diagnostics.model import Diagnostic

FORMATS = ("text", "json", "sarif")
_NOT_FOUND = ("P0701", "P0702")


@declare(
    "check",
    summary="""Show every error and warning of policy files: of a FILE, of a MODULE by its name, or of all in a
    FOLDER.

    Errors and warnings are findings; notes are not. `policylang explain CODE` says more about each.""",
    examples={
        "policylang check camera_rules.pol": "every error and warning of a file",
        "policylang check .": "of all policy files in this folder and the folders in it",
        "policylang check microsoft.azure_openai": "of a policy by its name",
        "policylang check . --format sarif > findings.sarif": "for editors and code hosts",
    },
    exit_codes={
        exits.CLEAN: "no errors and no warnings",
        exits.FINDINGS: "errors or warnings",
        exits.WRONG_USE: "a file or module is not there, or a folder holds none",
    },
)
@click.argument("targets", nargs=-1, required=True, metavar="FILE|MODULE|FOLDER...")
@click.option(
    "--format", "form", type=click.Choice(FORMATS), default="text", show_default=True,
    help="For people; for programs, as JSON lines; or as a SARIF log.",
)  # fmt: skip
def command(targets: tuple[str, ...], form: str) -> int:
    """Print what is wrong with the targets."""
    from policylang.api import check

    must_exist(targets)
    diagnostics = check(*targets)
    _print(diagnostics, targets, form)
    if any(found.code in _NOT_FOUND and not found.label.place.source.text for found in diagnostics):
        return exits.WRONG_USE
    return exits.FINDINGS if any(found.severity != "note" for found in diagnostics) else exits.CLEAN


def _print(diagnostics: "Sequence[Diagnostic]", targets: Sequence[str], form: str) -> None:
    if form == "json":
        from policylang.diagnostics.machine import json_lines

        say(json_lines(diagnostics), newline=False)
    elif form == "sarif":
        from policylang.cli.sarif import sarif_log

        say(sarif_log(diagnostics), newline=False)
    else:
        from policylang.console.findings import as_text
        from policylang.console.words import counted
        from policylang.diagnostics.text import summary
        from policylang.workspace.find import looked_at

        if diagnostics:
            say(f"{as_text(diagnostics)}\n")
        say(f"{summary(diagnostics)} in {counted(len(looked_at(targets)), 'file')}")
