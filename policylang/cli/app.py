"""The program: which commands there are, and what every one of them does when something goes wrong.

It only registers. A command's module is imported when that command runs, so that `--help` and each
command start without what the others need; the summaries therefore stand here and not in the modules.
"""

import gc
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Any, NoReturn

import click

from policylang import __version__
from policylang.console import exits
from policylang.console.terminal import say

SECTIONS: dict[str, dict[str, str]] = {
    "Write a policy": {
        "new": "Write a starter policy that checks and passes.",
        "check": "Show every error and warning of policy files.",
        "test": "Run the scenarios of policy files.",
        "fmt": "Put policy files into their one canonical form.",
        "compile": "Save a policy compiled, as one file that loads at once.",
    },
    "Ask a policy": {
        "decide": "Decide a case: the outcome, and every clause it rests on.",
        "repl": "Open a prompt: build a case, draft clauses, see what they do.",
        "facts": "List the facts a policy asks for, with what they take.",
        "residual": "Fill in what is known: print what is left of a policy.",
        "tree": "Draw the questions that lead to each outcome.",
        "info": "Show a policy in figures, and how it is decided.",
        "doc": "Write a page about a policy in plain words.",
    },
    "Ask about all cases": {
        "find": "Find a case such that a condition holds, or prove there is none.",
        "prove": "Prove that a statement holds of every case, or show one against it.",
        "diff": "Show what changed between two versions, or two dates of one.",
        "timeline": "Show the dates on which a policy changes, and what each changes.",
        "mutate": "Change a policy here and there: which slips does no scenario notice?",
    },
    "Understand a message": {
        "explain": "Explain a code such as P0108, with a wrong and a right example.",
    },
}
SUMMARIES = {name: summary for section in SECTIONS.values() for name, summary in section.items()}
_WIDEST = max(map(len, SUMMARIES))


def _print_version(context: click.Context, _option: click.Parameter, wanted: bool) -> None:  # noqa: FBT001 - called by click
    if wanted and not context.resilient_parsing:
        say(f"policylang {__version__}")
        context.exit()


def _no_such_command(name: str) -> click.ClickException:
    from policylang.console.faults import Refusal
    from policylang.diagnostics.suggest import nearest

    near = nearest(name, SUMMARIES)
    helps = [f"did you mean `{near}`?"] if near else []
    return Refusal(f"there is no command `{name}`", helps=[*helps, "`policylang --help` lists the commands"])


class Program(click.Group):
    """The group of all commands: finds them by name, suggests a near one, turns faults into words and exit codes."""

    def list_commands(self, _context: click.Context) -> list[str]:
        """Return the names of the commands, in the order of the help page."""
        return list(SUMMARIES)

    def get_command(self, _context: click.Context, name: str) -> click.Command | None:
        """Return the command of a name, importing its module now."""
        if name not in SUMMARIES:
            return None
        command: click.Command = import_module(f"policylang.cli.{name}").command
        return command

    def format_commands(self, _context: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the sections of the help page without importing any command."""
        for title, summaries in SECTIONS.items():
            with formatter.section(title):
                formatter.write_dl([(name.ljust(_WIDEST), summary) for name, summary in summaries.items()])

    def resolve_command(
        self, context: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command that the arguments name; a misspelt one is answered with the near ones."""
        name = args[0]
        if name not in SUMMARIES and not name.startswith("-"):
            raise _no_such_command(name)
        return super().resolve_command(context, args)

    def invoke(self, context: click.Context) -> Any:  # noqa: ANN401 - as in click
        """Run the command and return its exit code; whatever it raises becomes words on standard error."""
        try:
            return super().invoke(context)
        except (click.exceptions.Exit, click.Abort):
            raise
        except Exception as error:  # noqa: BLE001 - the outermost net: nothing may end in a traceback
            from policylang.console.faults import report

            return report(error)

    def main(  # type: ignore[override]  # it always leaves; of the two ways that click has, this is one
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        **extra: Any,  # noqa: ANN401 - as in click
    ) -> NoReturn:
        """Run the program and leave with its exit code."""
        extra["standalone_mode"] = False
        try:
            code = super().main(args, prog_name, **extra) or exits.CLEAN
            sys.stdout.flush()
        except click.Abort:
            code = exits.INTERRUPTED
        except Exception as error:  # noqa: BLE001 - faults of the program's own options, and of the last flush
            from policylang.console.faults import report

            code = report(error)
        sys.exit(code)


@click.command(
    cls=Program,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="\b\nStart here:\n  policylang new camera_rules\n  policylang test camera_rules.pol",
)
@click.option(
    "--version", is_flag=True, is_eager=True, expose_value=False, callback=_print_version,
    help="Print the version.",
)  # fmt: skip
@click.pass_context
def program(context: click.Context) -> int:
    """Write policies as clauses, check them, and decide cases under them."""
    if context.invoked_subcommand is not None:
        return exits.CLEAN
    say(context.get_help(), error=True)
    return exits.WRONG_USE


def main() -> NoReturn:
    """Run the command line with the arguments of the process."""
    gc.set_threshold(100_000)  # what is imported stays: to look through it for garbage takes a twentieth of the start
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    program.main()
