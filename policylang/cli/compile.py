"""`policylang compile`: a policy compiled, and saved as a file of its own."""

import os

import click

from policylang.cli.options import declare
from policylang.console import exits
from policylang.console.faults import Refusal
from policylang.console.targets import must_exist
from policylang.console.terminal import paint, say
from policylang.console.words import counted


@declare(
    "compile",
    summary="""Compile a policy and save it as one file, which decides alike and loads at once: without the files that
    it was made of, without reading them, and without compiling again. POLICY is a file or a name.

    Every command that takes a POLICY takes such a file. A file that is there is overwritten.""",
    examples={
        "policylang compile camera_rules.pol": "writes camera_rules.polc",
        "policylang compile microsoft.azure_openai -o terms.polc": "under another name",
        "policylang decide terms.polc --like ordinary_use": "decides as the policy does",
    },
    exit_codes={exits.CLEAN: "written", exits.WRONG_USE: "the policy is not there, or has errors"},
)
@click.argument("policy", metavar="POLICY")
@click.option("-o", "--output", "output", metavar="FILE", help="The file to write; NAME.polc where left out.")
def command(policy: str, *, output: str | None) -> None:
    """Compile, write the file, and say what it holds."""
    from policylang import api

    must_exist([policy])
    path = output if output is not None else f"{_stem(policy)}{api.SAVED}"
    if not path.endswith(api.SAVED):
        helps = (f"write `--output {path}{api.SAVED}`",)
        raise Refusal(f"the name of a saved policy ends in {api.SAVED}, and `{path}` does not", helps=helps)
    loaded = api.load(policy)
    loaded.save(path)
    size = (os.path.getsize(path) + 999) // 1000
    held = f"{counted(len(loaded.clauses), 'clause')}, {size} kB, digest {loaded.digest[:12]}"
    say(f"Wrote {paint(path, 'strong')}: {held}")


def _stem(policy: str) -> str:
    """Return the name of a policy, or of its file, without an ending."""
    for ending in (".pol.md", ".polc", ".pol"):
        policy = policy.removesuffix(ending)
    return os.path.basename(policy)
