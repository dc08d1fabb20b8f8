"""What commands are given about a case: the options that say it, and the case that they make."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

import click

from policylang.cli.faults import Refusal

if TYPE_CHECKING:
    from policylang.api import Case, Policy

Function = TypeVar("Function", bound=Callable[..., Any])


def case_options(function: Function) -> Function:
    """Give a command the options --set and --like, of every command that takes a case."""
    for option in (
        click.option(
            "--like",
            "likes",
            multiple=True,
            metavar="EXAMPLE",
            help="Start from an example; operator=EXAMPLE for a thing. Repeatable; what is given besides goes before.",
        ),
        click.option(
            "--set",
            "--given",
            "settings",
            multiple=True,
            metavar="FACT=VALUE",
            help="Give a fact or a part; of a set its members (a,b) or none. Replaces what the case file says. "
            "Repeatable.",
        ),
    ):
        function = option(function)
    return function


def one_case_options(function: Function) -> Function:
    """Give a command these options, and --case and --on, where it is about one case alone."""
    on = click.option("--on", "on", metavar="DATE", help="The day, as 2025-06-01; today where left out.")
    case = click.option(
        "--case", "case_path", metavar="FILE", help="Read the case from a .json or .yaml file, or - as JSON."
    )
    return case_options(case(on(function)))


def one_case(policy: "Policy", settings: Sequence[str], case_path: str | None, *, what: str) -> "Case":
    """Return the one case that a command is about.

    Args:
        policy: The policy.
        settings: What --set says.
        case_path: The file with the case, if there is one.
        what: Words for what the command does with the case, for a file that holds many.

    Raises:
        Refusal: The file holds many cases, or none, or a setting is none.
    """
    from policylang.cli import cases

    if case_path is not None and cases.is_lines(case_path):
        raise Refusal(f"{what} one case, and a file of JSON lines holds many")
    return cases.overlaid(cases.read(case_path) if case_path else {}, settings_of(settings, (policy,)))


def settings_of(given: Sequence[str], policies: "Sequence[Policy]") -> dict[str, object]:
    """Return the values of --set by fact, as the facts take them.

    Raises:
        Refusal: One has no `=`, or a fact is given twice.
    """
    found: dict[str, object] = {}
    for setting in given:
        fact, equals, text = (part.strip() for part in setting.partition("="))
        if not equals or not fact:
            missing = "names no fact" if equals else "has no `=`"
            raise Refusal(f"`--set {setting}` {missing}", helps=(f"write `--set {fact or 'FACT'}=VALUE`",))
        if fact in found:
            raise Refusal(
                f"`{fact}` is given twice with --set",
                code="P0608",
                helps=(f"for several members of a set, write `--set {fact}=a,b`",),
            )
        found[fact] = _value(fact, text, policies)
    return found


def _value(fact: str, text: str, policies: "Sequence[Policy]") -> object:
    """Return the value that a text means for a fact; where none has it, the text: it is refused with other faults."""
    from policylang.evaluate.facts import from_text

    knowing = next((policy.resolved for policy in policies if fact in policy.resolved.paths), None)
    return text if knowing is None else from_text(knowing, fact, text)
