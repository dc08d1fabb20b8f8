"""`policylang facts`: what a case of a policy can say."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from policylang.cli import exits
from policylang.cli.options import declare
from policylang.cli.targets import must_exist
from policylang.cli.terminal import as_json, paint, say, width, wrapped

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from policylang.api import Policy
    from policylang.evaluate.describe import FactInfo

INDENT = "  "
DEEPER = "      "
STEP = "    "


@declare(
    "facts",
    summary="""List the facts that a case of a policy can give: what each takes, its question, and what a human has to
    judge; first those that the policy asks about. POLICY is a file or a name.""",
    examples={
        "policylang facts microsoft.azure_openai": "for reading",
        "policylang facts camera_rules.pol --json": "for programs: name, kind, outline, bounds, question",
        "policylang facts camera_rules.pol --json-schema > case.schema.json": "for editors and services",
    },
    exit_codes={exits.CLEAN: "listed", exits.WRONG_USE: "the policy is not there, or has errors"},
)
@click.argument("policy", metavar="POLICY")
@click.option("--json", "wants_json", is_flag=True, help="Print the facts as JSON.")
@click.option("--json-schema", "wants_schema", is_flag=True, help="Print a JSON Schema of its cases.")
def command(policy: str, *, wants_json: bool, wants_schema: bool) -> None:
    """Print the facts of a policy."""
    from policylang.api import load

    must_exist([policy])
    loaded = load(policy)
    if wants_schema:
        from policylang.evaluate.describe import json_schema

        say(as_json(json_schema(loaded.resolved), indent=2))
    elif wants_json:
        say(as_json(_as_object(loaded), indent=2))
    else:
        say("\n".join(_as_text(loaded, width())))


def _as_object(policy: Policy) -> dict[str, Any]:
    facts = [_fact_object(info, _question(policy, info)) for info in policy.facts.values()]
    return {"policy": policy.name, "digest": policy.digest, "facts": facts}


def _fact_object(info: FactInfo, asks: str | None) -> dict[str, Any]:
    return {
        "name": info.name,
        "kind": info.kind,
        "takes": info.takes,
        "asks": asks,
        "judged": info.judged,
        "optional": info.optional,
        "mentioned": info.mentioned,
        "outline": info.outline,
        "low": info.low,
        "high": info.high,
        "unit": info.unit,
        "cost": info.cost,
        "unchangeable": info.unchangeable,
    }


def _question(policy: Policy, info: FactInfo) -> str | None:
    """Return the question of a fact; a part without one has that of the thing it belongs to."""
    known = policy.resolved.paths
    names = info.name.split(".")
    around = (".".join(names[:length]) for length in range(len(names), 0, -1))
    return next((known[name][1].asks for name in around if name in known and known[name][1].asks), None)


def _as_text(policy: Policy, columns: int) -> Iterator[str]:
    infos = policy.facts.values()
    asked: set[str] = set()
    titles = {True: f"Facts that {policy.name} asks about", False: "Facts that it knows, and that change nothing"}
    empty = True
    for mentioned, title in titles.items():
        chosen = [info for info in infos if info.mentioned is mentioned]
        if chosen:
            yield from [paint(title, "strong")] if empty else ["", paint(title, "strong")]
            empty = False
        for info in chosen:
            yield ""
            yield from _fact(policy, info, columns, asked)
    if empty:
        yield f"{policy.name} asks about no fact"
    yield from _examples(policy, columns)


def _fact(policy: Policy, info: FactInfo, columns: int, asked: set[str]) -> Iterator[str]:
    """Yield the lines of a fact; the question of a thing stands, with its cost, at the first of its parts alone."""
    takes = info.kind if info.outline else info.takes
    plain = f"{INDENT}{info.name}: {takes}"
    first, *rest = wrapped(plain.strip(), first=INDENT, rest=DEEPER, columns=columns)
    yield INDENT + paint(info.name, "name") + first[len(INDENT) + len(info.name) :]
    yield from rest
    if info.outline:
        yield from _outline(info.outline, DEEPER, columns)
    question = _question(policy, info)
    thing = info.name.rpartition(".")[0] if question != info.asks else info.name
    if question and thing not in asked:
        asked.add(thing)
        yield from wrapped(question, first=f"{DEEPER}asks   ", columns=columns)
        if info.cost != 1:
            yield f"{DEEPER}cost   {info.cost}"
    if info.judged:
        yield from wrapped(info.judged, first=f"{DEEPER}judge  ", columns=columns)
    if info.unchangeable:
        yield f"{DEEPER}unchangeable"


def _outline(outline: Mapping[str, Any], indent: str, columns: int) -> Iterator[str]:
    """Yield an outline by indentation: neighbouring values on a line, a group of values alone on a line of its own."""
    values: list[str] = []
    for name, below in outline.items():
        if below is None:
            values.append(name)
            continue
        yield from _values(values, indent, columns)
        values = []
        if all(each is None for each in below.values()):
            yield from wrapped(f"{name} ({', '.join(below)})", first=indent, rest=indent + INDENT, columns=columns)
        else:
            yield indent + name
            yield from _outline(below, indent + STEP, columns)
    yield from _values(values, indent, columns)


def _values(values: Iterable[str], indent: str, columns: int) -> list[str]:
    joined = ", ".join(values)
    return wrapped(joined, first=indent, columns=columns) if joined else []


def _examples(policy: Policy, columns: int) -> Iterator[str]:
    from policylang.semantics.types import Thing

    examples = {name: example for name, example in policy.examples.items() if "." not in name}
    if not examples:
        return
    yield from ("", paint("Examples for --like", "strong"), "")
    things = {name: slot.type.name for name, (_, slot) in policy.resolved.paths.items() if isinstance(slot.type, Thing)}
    by_use: dict[str, list[str]] = {}
    for name, example in examples.items():
        use = ", ".join(f"{thing}=…" for thing, type_ in things.items() if type_ == example.type)
        by_use.setdefault(use, []).append(name)
    for use, names in by_use.items():
        lead = f"{INDENT}for {use}: " if use else INDENT
        yield from wrapped(f"{lead.strip()} {', '.join(names)}".strip(), first=INDENT, rest=DEEPER, columns=columns)
