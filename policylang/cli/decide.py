"""`policylang decide`: what policies say of a case, and what that rests on."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from policylang.cli.given import case_options, settings_of
from policylang.cli.options import declare
from policylang.console import exits
from policylang.console.faults import Refusal
from policylang.console.targets import STANDARD_INPUT, must_exist
from policylang.console.terminal import as_json, printable, say, width

if TYPE_CHECKING:
    from policylang.api import Policy
    from policylang.console.interview import Interview
    from policylang.evaluate.explanation import Explanation
    from policylang.semantics.decision import Decision


class Wishes(NamedTuple):
    """The options of the command, as they were given."""

    settings: tuple[str, ...]
    likes: tuple[str, ...]
    unknown: tuple[str, ...]
    case_path: str | None
    is_jsonl: bool
    on: str | None
    wants_json: bool
    with_why: bool
    keeps: tuple[str, ...]
    sets_exit_code: bool
    asks: bool
    save_path: str | None
    overwrites: bool


@declare(
    "decide",
    summary="""Decide a case under one or more policies, each a file or a name, and show what the decision rests on.

    What is left out of the case is unknown: the answer is then certain, or undetermined with the next question.
    `policylang facts POLICY` lists what a case can say; with --ask you are asked. Of several policies, each gives a
    row.""",
    examples={
        "policylang decide camera_rules.pol --set operator.kind=company": "one fact given, the rest unknown",
        "policylang decide camera_rules.pol --set functions=a,b --on 2025-06-01": "a set of two, on a date",
        "policylang decide camera_rules.pol --like operator=city_police --why": "like an example; with what mattered",
        "policylang decide camera_rules.pol --ask --save case.yaml": "questions one by one; the answers kept as a case",
        "policylang decide camera_rules.pol --case case.json --json": "a case from a file, the decision as JSON",
        "policylang decide camera_rules.pol --case cases.jsonl > answers.jsonl": "many cases, a line for each",
        "policylang decide a.pol b.pol --case case.yaml": "two policies side by side",
    },
    exit_codes={
        exits.CLEAN: "decided; with --exit-code: permitted, or not prohibited",
        exits.FINDINGS: "of many cases, some are faulty; with --exit-code: prohibited",
        exits.WRONG_USE: "the policy or the case is faulty",
        exits.UNDETERMINED: "with --exit-code: undetermined",
        exits.INTERRUPTED: "stopped by Ctrl-C; with --ask --save, the answers given so far are saved",
    },
    groups={
        "The case": ("settings", "likes", "unknown", "case_path", "is_jsonl", "on"),
        "The questions": ("asks", "save_path", "overwrites"),
        "The answer": ("wants_json", "with_why", "keeps", "sets_exit_code"),
    },
)
@click.argument("policies", nargs=-1, required=True, metavar="POLICY...")
@case_options
@click.option(
    "--case",
    "case_path",
    metavar="FILE",
    help="Read the case from a .json or .yaml file, from many lines of a .jsonl file, or from - as JSON.",
)
@click.option("--jsonl", "is_jsonl", is_flag=True, help="Read the cases as JSON lines, whatever the file is called.")
@click.option("--on", "on", metavar="DATE", help="The date of the decision, as 2025-06-01; today where left out.")
@click.option("--ask", "asks", is_flag=True, help="Ask at the terminal for what can still change the outcome.")
@click.option(
    "--save",
    "save_path",
    metavar="FILE",
    help="With --ask: write the case to a .json or .yaml file, for --case to read again, finished or not.",
)
@click.option("--force", "overwrites", is_flag=True, help="With --save: write over a file that is there.")
@click.option("--json", "wants_json", is_flag=True, help="Print the decision as JSON.")
@click.option("--why", "with_why", is_flag=True, help="Add what the outcome rests on, and what would change it.")
@click.option(
    "--keep",
    "keeps",
    multiple=True,
    metavar="FACT",
    help="With --why: suggest no change of this fact, part or thing. Repeatable.",
)
@click.option("--exit-code", "sets_exit_code", is_flag=True, help="Let the exit code tell the outcome: 0, 1 or 4.")
def command(policies: tuple[str, ...], **options: Any) -> int:  # noqa: ANN401 - named in `Wishes`
    """Decide, and print the decision."""
    from policylang import api
    from policylang.console import cases

    wishes = Wishes(**options)
    on = api.day(wishes.on)
    must_exist(policies)
    _must_go_together(policies, wishes)
    loaded = tuple(api.load(each) for each in policies)
    settings = settings_of(wishes.settings, loaded, unknown=wishes.unknown)
    if _is_of_lines(wishes):
        return _decide_lines(loaded, settings, wishes)
    case = cases.overlaid(cases.read(wishes.case_path) if wishes.case_path else {}, settings)
    if wishes.asks:
        return _ask(loaded[0], case, on, wishes)
    decisions = api.decide_each(loaded, case, on=on, like=wishes.likes)
    why = _why(loaded, case, on, wishes) if wishes.with_why else None
    return _answer(decisions, loaded, why, wishes)


def _is_of_lines(wishes: Wishes) -> bool:
    from policylang.console import cases

    return wishes.is_jsonl or (wishes.case_path is not None and cases.is_lines(wishes.case_path))


def _must_go_together(policies: Sequence[str], wishes: Wishes) -> None:
    """Refuse options that do not go together, before anybody is asked anything.

    Raises:
        Refusal: They do not.
    """
    if wishes.overwrites and not wishes.save_path:
        raise Refusal("`--force` goes with `--save`")
    if wishes.keeps and not wishes.with_why:
        raise Refusal("`--keep` goes with `--why`", helps=("it says which facts no change may touch",))
    if not wishes.asks:
        if wishes.save_path:
            raise Refusal("`--save` goes with `--ask`", helps=("it writes down what was answered",))
        return
    if len(policies) > 1:
        raise Refusal("`--ask` asks about one policy", helps=("name one, or a policy that incorporates the others",))
    if _is_of_lines(wishes):
        raise Refusal("`--ask` is about one case, and not about many lines of them")
    if wishes.case_path == STANDARD_INPUT:
        raise Refusal("with `--ask`, standard input gives the answers", helps=("give the case as a file",))
    if wishes.save_path:
        from policylang.console.to_case import must_be_writable

        must_be_writable(wishes.save_path, overwrites=wishes.overwrites)


def _ask(policy: "Policy", case: Mapping[str, Any], on: dt.date, wishes: Wishes) -> int:
    """Ask, then answer; whatever was answered is saved."""
    from policylang.console.ask import conduct
    from policylang.console.interview import Interview

    interview = Interview(policy, on, case, like=wishes.likes)
    try:
        if not conduct(interview):
            return exits.INTERRUPTED
        why = _why((policy,), interview.facts, on, wishes._replace(likes=())) if wishes.with_why else None
        return _answer((interview.decision,), (policy,), why, wishes)
    finally:  # whatever goes wrong, nobody has answered in vain
        if wishes.save_path:
            _save(interview, wishes.save_path, overwrites=wishes.overwrites)


def _save(interview: "Interview", path: str, *, overwrites: bool) -> None:
    from policylang.console.to_case import save

    save(path, interview.case, overwrites=overwrites)
    more = "" if interview.is_settled else f"; with `--case {printable(path)} --ask` the questions go on"
    say(f"\nSaved as {printable(path)}{more}", error=True)


def _answer(
    decisions: "Sequence[Decision]", policies: "Sequence[Policy]", why: "Sequence[Explanation] | None", wishes: Wishes
) -> int:
    """Print the decisions, and return the exit code."""
    say(_as_json(decisions, why) if wishes.wants_json else _as_text(decisions, policies, why))
    return _exit_code(decisions) if wishes.sets_exit_code else exits.CLEAN


def _decide_lines(policies: "tuple[Policy, ...]", settings: Mapping[str, Any], wishes: Wishes) -> int:
    from policylang import api
    from policylang.cli.batch import decide_lines

    if wishes.sets_exit_code or wishes.with_why:
        option = "--exit-code" if wishes.sets_exit_code else "--why"
        raise Refusal(f"`{option}` is for one case, and not for many lines of them")
    on = api.day(wishes.on)
    return decide_lines(policies, wishes.case_path or "-", on=on, like=wishes.likes, settings=settings)


def _why(policies: "Sequence[Policy]", case: Mapping[str, Any], on: dt.date, wishes: Wishes) -> "list[Explanation]":
    """Return the explanation of each policy's decision."""
    from policylang.evaluate.facts import paths, share

    known = [name for policy in policies for name in policy.resolved.paths]
    paths(policies[0].resolved, [name for name in wishes.keeps if name not in known])  # refused by the first
    found = []
    for policy, its_case in zip(policies, share([policy.resolved for policy in policies], case), strict=True):
        keep = [name for name in wishes.keeps if name in policy.resolved.paths]
        found.append(policy.explain(its_case, on=on, like=wishes.likes, keep=keep))
    return found


def _as_text(decisions: "Sequence[Decision]", policies: "Sequence[Policy]", why: "Sequence[Explanation] | None") -> str:
    from policylang.console.render import decision_page, decisions_page

    if len(decisions) > 1:
        return decisions_page(decisions, columns=width(), why=why)
    return decision_page(decisions[0], policies[0], columns=width(), why=why[0] if why else None)


def _as_json(decisions: "Sequence[Decision]", why: "Sequence[Explanation] | None") -> str:
    from policylang.evaluate.to_json import to_json

    objects = [to_json(decision) for decision in decisions]
    for each, explanation in zip(objects, why or (), strict=bool(why)):
        each["why"] = list(explanation.because)
        each["explanation"] = explanation.to_json()
    return as_json(objects[0] if len(objects) == 1 else objects, indent=2)


def _exit_code(decisions: "Sequence[Decision]") -> int:
    """Return the code of the strictest outcome: prohibited before undetermined before permitted."""
    outcomes = {decision.outcome for decision in decisions}
    if "prohibited" in outcomes:
        return exits.PROHIBITED
    return exits.UNDETERMINED if "undetermined" in outcomes else exits.PERMITTED
