"""What all commands share: how a command is declared, how its help page reads, and the choice of colour."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import click

from policylang.console import exits


class Command(click.Command):
    """A command whose help page shows its options in groups, and ends in examples and exit codes."""

    def __init__(
        self,
        *args: Any,  # noqa: ANN401 - as in click
        examples: Mapping[str, str],
        exit_codes: Mapping[int, str],
        groups: Mapping[str, Sequence[str]],
        **rest: Any,  # noqa: ANN401 - as in click
    ) -> None:
        super().__init__(*args, **rest)
        self.params.append(_colour())
        self.examples = examples
        self.exit_codes = exit_codes
        self.groups = groups

    def format_options(self, context: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options, those of each group under its title."""
        options = [option for option in self.get_params(context) if isinstance(option, click.Option)]
        records = {option.name: option.get_help_record(context) for option in options}
        for title, names in self.groups.items():
            rows = [row for name in names if (row := records.pop(name, None))]
            with formatter.section(title):
                formatter.write_dl(rows)
        with formatter.section("Options"):
            formatter.write_dl([row for row in records.values() if row])

    def format_epilog(self, _context: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the examples, each with a line that says what it does, and the exit codes."""
        with formatter.section("Examples"):
            for line, what in self.examples.items():
                formatter.write(f"  {line}\n      {what}\n")
        with formatter.section("Exit codes"):
            formatter.write_dl([(str(code), what) for code, what in self.exit_codes.items()])


def _colour() -> click.Option:
    return click.Option(
        ("--color/--no-color",),
        default=None,
        expose_value=False,
        callback=_choose_colour,
        help="Colour, or none; by default on a terminal alone, and not under NO_COLOR.",
    )


def _choose_colour(context: click.Context, _option: click.Parameter, wanted: bool | None) -> None:  # noqa: FBT001 - called by click
    if wanted is not None:
        context.color = context.find_root().color = wanted


def declare(
    name: str,
    *,
    summary: str,
    examples: Mapping[str, str],
    exit_codes: Mapping[int, str],
    groups: Mapping[str, Sequence[str]] | None = None,
) -> Callable[[Callable[..., int | None]], Command]:
    """Return a decorator that makes a function the command of a name; what it returns is the exit code.

    Args:
        name: The word on the command line.
        summary: What the command does, as the help page begins.
        examples: Command lines, each with what it does.
        exit_codes: Each code, with when it is given; that of our own fault is added.
        groups: Titles, each with the names of the parameters that stand under it; the rest stand under *Options*.
    """

    def made(function: Callable[..., int | None]) -> Command:
        codes = {**exit_codes, exits.OUR_FAULT: "not done, through a fault of this program"}
        return click.command(
            name,
            cls=Command,
            help=summary,
            examples=examples,
            exit_codes=dict(sorted(codes.items())),
            groups=groups or {},
        )(function)

    return made
