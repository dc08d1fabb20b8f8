"""`policylang prove`: does a statement hold of every case? Proved, or the smallest case against it."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import click

from policylang.cli import exits
from policylang.cli.given import GIVEN, Asked, given_lines, given_notes, given_options
from policylang.cli.options import declare
from policylang.cli.targets import must_exist
from policylang.cli.terminal import as_json, paint, say, width, wrapped

if TYPE_CHECKING:
    from collections.abc import Iterator

    from policylang.analyse.ask.prove import Proof
    from policylang.diagnostics.model import Diagnostic

FORMATS = ("text", "json", "sarif")


@declare(
    "prove",
    summary="""Prove that a STATEMENT holds of every case of POLICY (a file or a name), or show the smallest case
    against it.

    A statement is `never permitted`, `never prohibited`, `always permitted`, `always prohibited`, `never depends on
    FACT`, `same outcome as OTHER` or `stricter than OTHER`; behind each, `when CONDITION` says of which cases. Outside
    its scope a policy is silent: such a case is neither permitted nor prohibited. What is given narrows this: no other
    cases are looked at.""",
    examples={
        'policylang prove camera_rules.pol "never permitted when police(operator)"': "is it tight?",
        'policylang prove camera_rules.pol "never depends on operator.country"': "does the country never matter?",
        'policylang prove camera_rules.pol "stricter than other_rules"': "against another policy",
    },
    exit_codes={
        exits.CLEAN: "proved",
        exits.FINDINGS: "refuted: a case against it is shown",
        exits.WRONG_USE: "a policy is not there or has errors, or the statement has",
        exits.UNDECIDED: "not decided within the limit",
    },
    groups={"The day": ("on",), "What is given of all cases": GIVEN, "The answer": ("form",)},
)
@click.argument("policy", metavar="POLICY")
@click.argument("statement", metavar="STATEMENT")
@click.option("--on", "on", metavar="DATE", help="The day of the decision, as 2025-06-01; any day where left out.")
@given_options
@click.option(
    "--format",
    "form",
    type=click.Choice(FORMATS),
    default="text",
    show_default=True,
    help="For people, as JSON, or as a SARIF log with the finding, if it is one.",
)
def command(policy: str, statement: str, *, on: str | None, form: str, **options: Any) -> int:  # noqa: ANN401 - named in `Asked`
    """Print whether the statement holds, and what is against it."""
    from policylang import api

    must_exist([policy])
    beside = [os.path.dirname(policy)] if os.path.dirname(policy) else []
    loaded = api.load(policy)
    found = loaded.prove(statement, on=on, path=beside, **Asked.taken(options).of(loaded))
    if form == "sarif":
        from policylang.cli.sarif import sarif_log

        say(sarif_log(_as_diagnostics(found, policy)), newline=False)
    else:
        say(as_json(_as_object(found), indent=2) if form == "json" else "\n".join(_as_text(found)))
    return {"proved": exits.CLEAN, "refuted": exits.FINDINGS, "undecided": exits.UNDECIDED}[found.verdict]


def _as_text(found: Proof) -> Iterator[str]:
    columns = width()
    yield from given_lines(found.given, columns)
    if found.kinds is None:
        yield f"{paint('Not decided', 'undetermined')} within the limit: the diagrams would be too large."
    elif found.verdict == "proved":
        yield from _proved(found, columns)
    else:
        yield f"{paint('Refuted', 'prohibited')}: {_what(found)}"
        yield from _against(found)


def _proved(found: Proof, columns: int) -> Iterator[str]:
    from policylang.cli.words import figure

    assert found.kinds is not None  # noqa: S101 - it was decided
    speaks = "kinds of case" if found.kinds.affected == found.kinds.all else "kinds of case that it speaks of"
    said = f"it holds of all {figure(found.kinds.affected)} {speaks}."
    if not found.kinds.affected:
        said = f"it speaks of none of the {figure(found.kinds.all)} kinds of case that can be."
    elif found.silent == found.kinds.affected:
        said += " The policy is silent in all of them: they are outside its scope."
    elif found.silent:
        said += f" The policy is silent in {figure(found.silent)} of them: they are outside its scope."
    first, *rest = wrapped(said, first="Proved: ", rest="", columns=columns)
    yield paint("Proved", "permitted") + first.removeprefix("Proved")
    yield from rest


def _what(found: Proof) -> str:
    if len(found.against) == 1:
        return "there is a case against it."
    if found.against[0].decision.policy != found.against[1].decision.policy:
        return "there is a case that the two policies decide differently."
    return "there are two cases that differ in this alone, and are decided differently."


def _against(found: Proof) -> Iterator[str]:
    from policylang.cli.cases_shown import case_lines, scenario_lines

    is_one_policy = len({each.decision.policy for each in found.against}) == 1
    for each in found.against:
        yield ""
        if not is_one_policy:
            yield f"{paint(each.decision.policy, 'name')}:"
        same = found.given.lines and not is_one_policy  # one case, of which the other file says all fact by fact
        yield from case_lines(each._replace(beyond=found.against[0].beyond) if same else each)
    for each in found.against if is_one_policy else found.against[:1]:
        yield ""
        yield from scenario_lines(each)


def _as_diagnostics(found: Proof, policy: str) -> Iterator[Diagnostic]:
    """Yield what was found as a diagnostic about the policy's file as a whole."""
    from policylang.analyse.ask.asserts import told
    from policylang.analyse.check.telling import not_decided
    from policylang.cli.sarif import whole
    from policylang.diagnostics.model import Diagnostic, Label

    place = whole(policy)
    if found.verdict == "refuted":
        said = f"the statement does not hold: {found.statement}"
        notes = (*given_notes(found.given), *told(found))
        yield Diagnostic("P0510", said, Label(place, "not so in every case"), notes=notes)
    elif found.verdict == "undecided":
        yield not_decided(place, f"whether it holds: {found.statement}")


def _as_object(found: Proof) -> dict[str, Any]:
    from policylang.cli.cases_shown import case_object

    return {
        "policy": found.policy,
        "statement": found.statement,
        "given": list(found.given.lines),
        "verdict": found.verdict,
        "kinds": None if found.kinds is None else found.kinds._asdict(),
        "silent": found.silent,
        "against": [case_object(each) for each in found.against],
    }
