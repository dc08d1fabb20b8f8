"""Definitions, duties, advice and the header compared: what was added, removed, or means something else now."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Literal

from policylang.analyse.compare.comparing import Pair
from policylang.analyse.compare.difference import NameChange, Status
from policylang.diagram.manager import FALSE, DiagramTooLargeError
from policylang.semantics.policy import All, Any, Condition, Count, Defined, Not, Policy
from policylang.semantics.worlds import conditions

Definitions = Mapping[str, Mapping[tuple[object, ...], Defined]]

Texts = Mapping[str, str]


def definitions(pair: Pair, old: Policy, new: Policy) -> Iterator[NameChange]:
    """Yield the definitions that conditions use and that were added, removed, or mean something else.

    Args:
        pair: The sides.
        old: The policy before, over the facts of both.
        new: The policy after, over the facts of both.
    """
    before, after = _used(old), _used(new)
    for name in {**after, **before}:
        was, now = before.get(name), after.get(name)
        if was is None or now is None:
            yield NameChange("definition", name, "added" if was is None else "removed", _meaning(now or was))
            continue
        status, how = _compared(pair, was, now)
        if status != "same":
            yield NameChange("definition", name, status, how)


def _compared(
    pair: Pair, was: Mapping[tuple[object, ...], Defined], now: Mapping[tuple[object, ...], Defined]
) -> tuple[Status, str]:
    reworded = _meaning(was) != _meaning(now)
    try:
        differs = any(
            pair.apart(
                pair.before.at(pair.before.subject.condition(was[each].condition)),
                pair.after.at(pair.after.subject.condition(now[each].condition)),
            )
            != FALSE
            for each in was.keys() & now.keys()
        )
    except DiagramTooLargeError:
        return "not compared", "it is too large to be compared"
    if differs:
        return "changed", "it holds in other cases" + (", and reads otherwise" if reworded else "")
    return ("changed", "it reads otherwise, and holds in the same cases") if reworded else ("same", "")


def _meaning(found: Mapping[tuple[object, ...], Defined] | None) -> str:
    return next((each.meaning or "" for each in (found or {}).values()), "")


def _used(policy: Policy) -> Definitions:
    """Return the definitions that a policy and what it incorporates use, by name and by arguments.

    A definition of the policy itself goes by its bare name, so that it is the same in a version of another name.
    """
    found: dict[str, dict[tuple[object, ...], Defined]] = {}
    for each in _defined(conditions(_family(policy))):
        name = each.definition.removeprefix(f"{policy.name}.")
        found.setdefault(name, {}).setdefault(each.arguments, each)
    return found


def _family(policy: Policy) -> Iterator[Policy]:
    yield policy
    for each in policy.incorporated:
        yield from _family(each)


def _defined(written: Iterable[Condition]) -> Iterator[Defined]:
    seen: set[int] = set()
    todo = list(written)[::-1]
    while todo:
        match todo.pop():
            case Defined(_, _, meant) as found:
                yield found
                if id(meant) not in seen:
                    seen.add(id(meant))
                    todo.append(meant)
            case All(inner) | Any(inner) | Count(_, _, inner):
                todo.extend(reversed(inner))
            case Not(one):
                todo.append(one)


def called_for(old: Policy, new: Policy) -> Iterator[NameChange]:
    """Yield the duties and the advice of the policy itself that were added or removed, or that read otherwise."""
    duties = {each.name: each.what for each in old.duties}, {each.name: each.what for each in new.duties}
    advice = {each.name: each.what for each in old.advice}, {each.name: each.what for each in new.advice}
    sides: tuple[tuple[Literal["duty", "advice"], Texts, Texts], ...] = (("duty", *duties), ("advice", *advice))
    for kind, before, after in sides:
        for name in {**after, **before}:
            if name not in before:
                yield NameChange(kind, name, "added", after[name])
            elif name not in after:
                yield NameChange(kind, name, "removed", before[name])
            elif before[name] != after[name]:
                yield NameChange(kind, name, "changed", "it reads otherwise")


def header(old: Policy, new: Policy) -> Iterator[tuple[str, str, str]]:
    """Yield the lines of the header that say something else: what they said, and what they say."""
    for line in ("name", "title", "publisher", "source", "otherwise", "conflicts"):
        was, now = getattr(old, line), getattr(new, line)
        if was != now:
            yield line, was or "", now or ""
    was_in, now_in = ([each.name for each in policy.incorporated] for policy in (old, new))
    for name in {**dict.fromkeys(now_in), **dict.fromkeys(was_in)}:
        if name not in was_in or name not in now_in:
            yield "incorporates", name if name in was_in else "", name if name in now_in else ""
