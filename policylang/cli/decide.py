"""`policylang decide`: what policies say of a case, and what that rests on."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from policylang.cli import exits
from policylang.cli.faults import Refusal
from policylang.cli.options import declare
from policylang.cli.targets import must_exist
from policylang.cli.terminal import as_json, say, width

if TYPE_CHECKING:
    from policylang.api import Policy
    from policylang.semantics.decision import Decision


class Wishes(NamedTuple):
    """The options of the command, as they were given."""

    settings: tuple[str, ...]
    likes: tuple[str, ...]
    case_path: str | None
    is_jsonl: bool
    on: str | None
    wants_json: bool
    with_why: bool
    sets_exit_code: bool


@declare(
    "decide",
    summary="""Decide a case under one or more policies, each a file or a name, and show what the decision rests on.

    What is left out of the case is unknown: the answer is then certain, or undetermined with the next question.
    `policylang facts POLICY` lists what a case can say. Of several policies, each gives a row.""",
    examples={
        "policylang decide camera_rules.pol --set operator.kind=company": "one fact given, the rest unknown",
        "policylang decide camera_rules.pol --set functions=a,b --on 2025-06-01": "a set of two, on a date",
        "policylang decide camera_rules.pol --like operator=city_police --why": "like an example; with what mattered",
        "policylang decide camera_rules.pol --case case.json --json": "a case from a file, the decision as JSON",
        "policylang decide camera_rules.pol --case cases.jsonl > answers.jsonl": "many cases, a line for each",
        "policylang decide a.pol b.pol --case case.yaml": "two policies side by side",
    },
    exit_codes={
        exits.CLEAN: "decided; with --exit-code: permitted, or not prohibited",
        exits.FINDINGS: "of many cases, some are faulty; with --exit-code: prohibited",
        exits.WRONG_USE: "the policy or the case is faulty",
        exits.UNDETERMINED: "with --exit-code: undetermined",
    },
    groups={
        "The case": ("settings", "likes", "case_path", "is_jsonl", "on"),
        "The answer": ("wants_json", "with_why", "sets_exit_code"),
    },
)
@click.argument("policies", nargs=-1, required=True, metavar="POLICY...")
@click.option(
    "--set",
    "settings",
    multiple=True,
    metavar="FACT=VALUE",
    help="Give a fact or a part; of a set its members (a,b) or none. Replaces what the case file says. Repeatable.",
)
@click.option(
    "--like",
    "likes",
    multiple=True,
    metavar="EXAMPLE",
    help="Start from an example; operator=EXAMPLE for a thing. Repeatable; what is given besides goes before.",
)
@click.option(
    "--case",
    "case_path",
    metavar="FILE",
    help="Read the case from a .json or .yaml file, from many lines of a .jsonl file, or from - as JSON.",
)
@click.option("--jsonl", "is_jsonl", is_flag=True, help="Read the cases as JSON lines, whatever the file is called.")
@click.option("--on", "on", metavar="DATE", help="The date of the decision, as 2025-06-01; today where left out.")
@click.option("--json", "wants_json", is_flag=True, help="Print the decision as JSON.")
@click.option("--why", "with_why", is_flag=True, help="Add the given facts that the outcome rests on.")
@click.option("--exit-code", "sets_exit_code", is_flag=True, help="Let the exit code tell the outcome: 0, 1 or 4.")
def command(policies: tuple[str, ...], **options: Any) -> int:  # noqa: ANN401 - named in `Wishes`
    """Decide, and print the decision."""
    from policylang import api
    from policylang.cli import cases

    wishes = Wishes(**options)
    on = api.day(wishes.on)
    must_exist(policies)
    loaded = tuple(api.load(each) for each in policies)
    settings = _settings(wishes.settings, loaded)
    if wishes.is_jsonl or (wishes.case_path is not None and cases.is_lines(wishes.case_path)):
        return _decide_lines(loaded, settings, wishes)
    case = cases.overlaid(cases.read(wishes.case_path) if wishes.case_path else {}, settings)
    decisions = api.decide_each(loaded, case, on=on, like=wishes.likes)
    why = _why(loaded, case, on, wishes.likes) if wishes.with_why else None
    say(_as_json(decisions, why) if wishes.wants_json else _as_text(decisions, loaded, why))
    return _exit_code(decisions) if wishes.sets_exit_code else exits.CLEAN


def _settings(given: Sequence[str], policies: "Sequence[Policy]") -> dict[str, object]:
    """Return the values of --set by fact, as the facts take them.

    Raises:
        Refusal: One has no `=`, or a fact is given twice.
    """
    settings: dict[str, object] = {}
    for setting in given:
        fact, equals, text = (part.strip() for part in setting.partition("="))
        if not equals or not fact:
            missing = "names no fact" if equals else "has no `=`"
            raise Refusal(f"`--set {setting}` {missing}", helps=(f"write `--set {fact or 'FACT'}=VALUE`",))
        if fact in settings:
            raise Refusal(
                f"`{fact}` is given twice with --set",
                code="P0608",
                helps=(f"for several members of a set, write `--set {fact}=a,b`",),
            )
        settings[fact] = _value(fact, text, policies)
    return settings


def _value(fact: str, text: str, policies: "Sequence[Policy]") -> object:
    """Return the value that a text means for a fact; where none has it, the text: it is refused with other faults."""
    from policylang.evaluate.facts import from_text

    knowing = next((policy.resolved for policy in policies if fact in policy.resolved.paths), None)
    return text if knowing is None else from_text(knowing, fact, text)


def _decide_lines(policies: "tuple[Policy, ...]", settings: Mapping[str, Any], wishes: Wishes) -> int:
    from policylang import api
    from policylang.cli.batch import decide_lines

    if wishes.sets_exit_code or wishes.with_why:
        option = "--exit-code" if wishes.sets_exit_code else "--why"
        raise Refusal(f"`{option}` is for one case, and not for many lines of them")
    on = api.day(wishes.on)
    return decide_lines(policies, wishes.case_path or "-", on=on, like=wishes.likes, settings=settings)


def _why(policies: "Sequence[Policy]", case: Mapping[str, Any], on: dt.date, like: Sequence[str]) -> list[list[str]]:
    """Return for each policy the given facts that its outcome rests on, as sentences."""
    from policylang.cli.known import sentences
    from policylang.evaluate.decide import sufficient
    from policylang.evaluate.facts import share

    found = []
    for policy, its_case in zip(policies, share([policy.resolved for policy in policies], case), strict=True):
        knowledge = policy.knowledge(its_case, like=like)
        found.append(list(sentences(policy.resolved, knowledge, sufficient(policy.resolved, knowledge, on))))
    return found


def _as_text(decisions: "Sequence[Decision]", policies: "Sequence[Policy]", why: "Sequence[list[str]] | None") -> str:
    from policylang.cli.render import decision_page, decisions_page

    if len(decisions) > 1:
        return decisions_page(decisions, columns=width(), why=why)
    return decision_page(decisions[0], policies[0], columns=width(), why=why[0] if why else None)


def _as_json(decisions: "Sequence[Decision]", why: "Sequence[list[str]] | None") -> str:
    from policylang.evaluate.to_json import to_json

    objects = [to_json(decision) for decision in decisions]
    for each, sentences in zip(objects, why or (), strict=bool(why)):
        each["why"] = sentences
    return as_json(objects[0] if len(objects) == 1 else objects, indent=2)


def _exit_code(decisions: "Sequence[Decision]") -> int:
    """Return the code of the strictest outcome: prohibited before undetermined before permitted."""
    outcomes = {decision.outcome for decision in decisions}
    if "prohibited" in outcomes:
        return exits.PROHIBITED
    return exits.UNDETERMINED if "undetermined" in outcomes else exits.PERMITTED
