"""What commands are given about a case: the options that say it, and the case that they make."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, TypedDict, TypeVar

import click

from policylang.console.faults import Refusal

if TYPE_CHECKING:
    from policylang.api import Case, Policy

Function = TypeVar("Function", bound=Callable[..., Any])


def case_options(function: Function) -> Function:
    """Give a command the options --set, --like and --unknown, of every command that takes a case."""
    for option in (
        click.option(
            "--unknown",
            "unknown",
            multiple=True,
            metavar="FACT,...",
            help="Take back what an example or the case file says of facts, parts or things. Repeatable.",
        ),
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
    return given_options(on(function))


def given_options(function: Function) -> Function:
    """Give a command these options, and --case, where it looks at no other cases than those that are so."""
    case = click.option(
        "--case", "case_path", metavar="FILE", help="Read the case from a .json or .yaml file, or - as JSON."
    )
    return case_options(case(function))


GIVEN = ("settings", "likes", "unknown", "case_path")
"""The names of these options, for the groups of a help page."""


class Asked(NamedTuple):
    """What these options say of all cases that a command looks at."""

    settings: tuple[str, ...]
    likes: tuple[str, ...]
    unknown: tuple[str, ...]
    case_path: str | None

    @classmethod
    def taken(cls, options: dict[str, Any]) -> "Asked":
        """Take these options out of all that a command was given."""
        return cls(*(options.pop(name) for name in GIVEN))

    def of(self, policy: "Policy") -> "Given":
        """Return what a question about a policy is given, as its methods take it."""
        case = one_case(policy, self.settings, self.case_path, what="a question is given", unknown=self.unknown)
        return {"case": case, "like": self.likes}


class Given(TypedDict):
    """What the methods of a policy take that answer questions about all cases."""

    case: "Case"
    like: tuple[str, ...]


def one_case(
    policy: "Policy", settings: Sequence[str], case_path: str | None, *, what: str, unknown: Sequence[str] = ()
) -> "Case":
    """Return the one case that a command is about.

    Args:
        policy: The policy.
        settings: What --set says.
        case_path: The file with the case, if there is one.
        what: Words for what the command does with the case, for a file that holds many.
        unknown: What --unknown says.

    Raises:
        Refusal: The file holds many cases, or none, or a setting is none.
    """
    from policylang.console import cases

    if case_path is not None and cases.is_lines(case_path):
        raise Refusal(f"{what} one case, and a file of JSON lines holds many")
    return cases.overlaid(cases.read(case_path) if case_path else {}, settings_of(settings, (policy,), unknown=unknown))


def settings_of(
    given: Sequence[str], policies: "Sequence[Policy]", *, unknown: Sequence[str] = ()
) -> dict[str, object]:
    """Return the values of --set by fact, as the facts take them, and of --unknown that nothing is known.

    Raises:
        Refusal: One has no `=`, or a fact is given twice, or given and unknown.
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
    taken_back = [name for names in unknown for fact in names.split(",") if (name := fact.strip())]
    for fact in taken_back:
        if fact in found:
            raise Refusal(f"`{fact}` is given with --set and taken back with --unknown", code="P0608")
    return {**{fact: _nothing(fact, policies) for fact in taken_back}, **found}


def _nothing(fact: str, policies: "Sequence[Policy]") -> object:
    """Return the value that says of a fact, or of a thing, that nothing is known of it."""
    from policylang.evaluate.facts import UNKNOWN
    from policylang.semantics.types import Thing

    slots = [policy.resolved.paths[fact][1] for policy in policies if fact in policy.resolved.paths]
    return UNKNOWN if slots and isinstance(slots[0].type, Thing) else None


def _value(fact: str, text: str, policies: "Sequence[Policy]") -> object:
    """Return the value that a text means for a fact; where none has it, the text: it is refused with other faults."""
    from policylang.evaluate.facts import from_text

    knowing = next((policy.resolved for policy in policies if fact in policy.resolved.paths), None)
    return text if knowing is None else from_text(knowing, fact, text)
