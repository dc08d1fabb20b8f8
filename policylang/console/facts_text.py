"""The facts of a policy as a person reads them: what each takes, its question, and the examples."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from policylang.console.terminal import paint, wrapped

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from policylang.api import Policy
    from policylang.evaluate.describe import FactInfo

INDENT = "  "
DEEPER = "      "


STEP = "    "


def question_of(policy: Policy, info: FactInfo) -> str | None:
    """Return the question of a fact; a part without one has that of the thing it belongs to."""
    known = policy.resolved.paths
    names = info.name.split(".")
    around = (".".join(names[:length]) for length in range(len(names), 0, -1))
    return next((known[name][1].asks for name in around if name in known and known[name][1].asks), None)


def as_text(policy: Policy, columns: int) -> Iterator[str]:
    """Yield the facts of a policy in lines: first those that it asks about."""
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
            yield from fact_lines(policy, info, columns, asked)
    if empty:
        yield f"{policy.name} asks about no fact"
    yield from _examples(policy, columns)


def fact_lines(policy: Policy, info: FactInfo, columns: int, asked: set[str]) -> Iterator[str]:
    """Yield the lines of a fact; the question of a thing stands, with its cost, at the first of its parts alone.

    Args:
        policy: The policy.
        info: The fact.
        columns: How many columns a line may have.
        asked: What was asked for in lines before; what is asked here is added.
    """
    takes = info.kind if info.outline else info.takes
    plain = f"{INDENT}{info.name}: {takes}"
    first, *rest = wrapped(plain.strip(), first=INDENT, rest=DEEPER, columns=columns)
    yield INDENT + paint(info.name, "name") + first[len(INDENT) + len(info.name) :]
    yield from rest
    if info.outline:
        yield from _outline(info.outline, DEEPER, columns)
    question = question_of(policy, info)
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
