"""`policylang new NAME`: a starter policy with its vocabulary, which checks and passes."""

import os
import re

import click

from policylang.cli.options import declare
from policylang.console import exits
from policylang.console.faults import Refusal
from policylang.console.terminal import paint, say

_NAME = re.compile(r"[a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*)*")


@declare(
    "new",
    summary="""Write a starter policy NAME.pol, and the vocabulary that it imports, into the current folder.

    Both are commented; the policy has two scenarios, checks without a finding and passes.
    Nothing that is there is overwritten. A dotted name such as acme.cameras makes a folder.""",
    examples={
        "policylang new camera_rules": "writes camera_rules.pol and camera_rules_facts.pol",
        "policylang new acme.cameras": "writes acme/cameras.pol and acme/cameras_facts.pol",
    },
    exit_codes={exits.CLEAN: "written", exits.WRONG_USE: "the name cannot be used, or a file is there already"},
)
@click.argument("name")
def command(name: str) -> None:
    """Write the starter files and say what to do next."""
    from policylang.cli.starter import starter_files

    files = starter_files(_usable(name))
    there = [path for path in files if os.path.lexists(path)]
    if there:
        raise Refusal(f"`{there[0]}` is there already, and nothing is overwritten", helps=("choose another name",))
    for path, text in files.items():
        _write(path, text)
    say(_next_steps(list(files)))


def _usable(name: str) -> str:
    """Return the name, without an ending; refuse one that cannot be the name of a policy."""
    from policylang.syntax.words import RESERVED

    bare = name.removesuffix(".pol")
    if not _NAME.fullmatch(bare):
        suggestion = re.sub(r"[^a-z0-9_.]+", "_", bare.lower().replace("/", ".").replace("-", "_")).strip(
            "_.0123456789"
        )
        helps = (f"`policylang new {suggestion}`",) if _NAME.fullmatch(suggestion) else ()
        raise Refusal(
            f"`{name}` cannot be the name of a policy: names are small letters, digits and _, and begin with a letter",
            helps=helps,
        )
    reserved = [part for part in bare.split(".") if part in RESERVED]
    if reserved:
        raise Refusal(f"`{reserved[0]}` is a word of the language, and cannot be a name", code="P0210")
    return bare


def _write(path: str, text: str) -> None:
    folder = os.path.dirname(path)
    if folder:
        os.makedirs(folder, exist_ok=True)
    with open(path, "x", encoding="utf-8", newline="\n") as file:
        file.write(text)


def _next_steps(paths: list[str]) -> str:
    policy, vocabulary = paths
    steps = {
        f"policylang check {policy}": "every error and warning",
        f"policylang test {policy}": "its two scenarios",
        f"policylang facts {policy}": "what a case can say",
        f"policylang decide {policy} --like operator=city_police": "an answer, and the next question",
    }
    lines = [f"Wrote {paint(policy, 'strong')} and {paint(vocabulary, 'strong')}.", "", "Next, read them, and try:", ""]
    for line, what in steps.items():
        lines += [f"  {line}", f"      {what}"]
    return "\n".join(lines)
