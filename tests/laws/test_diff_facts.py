"""Versions whose facts take other values than before are compared in just the cases that both can tell.

Two versions are written as text, over outlines of which values came, went, were told more finely or less; each decides
every case in its own words.
"""

import itertools
import os
from collections.abc import Iterator
from decimal import Decimal
from random import Random
from typing import Any, NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

import policylang
from policylang.analyse.compare.comparing import Half, Pair
from policylang.analyse.compare.diff import diff
from policylang.analyse.compare.merging import merged
from policylang.analyse.subject import subjects
from policylang.diagram.manager import TRUE
from policylang.diagram.walk import leaf_at
from policylang.semantics.knowledge import Knowledge, Members, OneOfThese, Presence
from policylang.semantics.policy import Path

pytestmark = pytest.mark.slow

EXAMPLES = int(os.environ.get("POLICYLANG_EXAMPLES", "40"))
SETTINGS = settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
BOUNDS = ((0, 3), (0, 2), (1, 3), (1, 2))


class Value(NamedTuple):
    """A value as finely as either version tells it, and what each version calls it; nothing where it has none."""

    name: str
    old: str | None
    new: str | None


class Outlines(NamedTuple):
    """The values of a fact, how both versions write their outlines, and the names that each can test."""

    values: tuple[Value, ...]
    old: str
    new: str
    names_old: tuple[str, ...]
    names_new: tuple[str, ...]


def _outlines(random: Random, letter: str) -> Outlines:
    always = [f"{letter}_both", f"{letter}_too"]
    values = [Value(each, each, each) for each in always]
    old, new, names_old, names_new = (list(always) for _ in range(4))
    for number, how in enumerate(random.sample(("same", "gone", "come", "split", "joined"), random.randint(1, 3))):
        name = f"{letter}_{how}_{number}"
        finer = [f"{name}_x", f"{name}_y"]
        group = f"{name} ({', '.join(finer)})"
        if how in ("same", "gone", "come"):
            values.append(Value(name, None if how == "come" else name, None if how == "gone" else name))
        else:
            values += [Value(each, *((name, each) if how == "split" else (each, name))) for each in finer]
        old += [] if how == "come" else [group if how == "joined" else name]
        new += [] if how == "gone" else [group if how == "split" else name]
        names_old += [] if how == "come" else [name, *(finer if how == "joined" else ())]
        names_new += [] if how == "gone" else [name, *(finer if how == "split" else ())]
    return Outlines(tuple(values), ", ".join(old), ", ".join(new), tuple(names_old), tuple(names_new))


class Version(NamedTuple):
    """What one version's facts take, and the text of the policy."""

    bounds: tuple[int, int]
    optional: bool
    text: str


def _version(random: Random, kinds: Outlines, goals: Outlines, *, is_new: bool) -> Version:
    bounds, optional = random.choice(BOUNDS), bool(random.randrange(2))
    kind_names = kinds.names_new if is_new else kinds.names_old
    goal_names = goals.names_new if is_new else goals.names_old

    def test() -> str:
        match random.randrange(5):
            case 0 | 1:
                return f"kind is {random.choice(kind_names)}"
            case 2:
                verb = random.choice(("include", "include only"))
                return f"goals {verb} {random.choice(goal_names)}"
            case 3:
                return f"age is at least {random.randint(*bounds)}"
            case _:
                return random.choice(("camera.mobile", "not camera.mobile"))

    clauses = "".join(
        f'clause c{number}\n    "C"\n    cites "1"\n    {random.choice(("prohibits", "permits"))}\n'
        f"    when {test()} {random.choice(('and', 'or'))} {test()}\n\n"
        for number in random.sample(range(4), 3)
    )
    outlines = (kinds.new, goals.new) if is_new else (kinds.old, goals.old)
    return Version(
        bounds,
        optional,
        'policy p\n    title "P"\n    otherwise permitted\n    conflicts prohibition prevails\n\n'
        f"fact kind: one of {outlines[0]}\nfact goals: several of {outlines[1]}, other_{is_new:d}\n"
        f"fact age: whole number from {bounds[0]} to {bounds[1]}\n"
        f"type camera: has\n    mobile: yes or no\nfact camera: {'optional ' if optional else ''}camera\n\n{clauses}",
    )


class Case(NamedTuple):
    """A case that both versions can tell: what it is, and as each version is given it."""

    knowledge: Knowledge
    old: dict[str, Any]
    new: dict[str, Any]


def _cases(kinds: Outlines, goals: Outlines, versions: tuple[Version, Version]) -> Iterator[Case]:
    shared = [each for each in kinds.values if each.old and each.new]
    wanted = [each for each in goals.values if each.old and each.new]
    low, high = (side(*(each.bounds[n] for each in versions)) for n, side in ((0, max), (1, min)))
    absent = [None] if all(each.optional for each in versions) else []
    for kind, age, mobile, inside in itertools.product(
        shared,
        range(low, high + 1),
        (True, False, *absent),
        itertools.product((True, False), repeat=len(wanted)),
    ):
        members = [each for each, is_in in zip(wanted, inside, strict=True) if is_in]
        camera = "absent" if mobile is None else {"mobile": mobile}
        told = {"age": age, "camera": camera}
        yield Case(
            _knowledge(kind, age, mobile, members),
            {"kind": kind.old, "goals": sorted({str(each.old) for each in members}), **told},
            {"kind": kind.new, "goals": sorted({str(each.new) for each in members}), **told},
        )


def _knowledge(kind: Value, age: int, mobile: bool | None, members: list[Value]) -> Knowledge:  # noqa: FBT001 - a value
    camera = Path("p.camera")
    part = {} if mobile is None else {camera.part("mobile"): OneOfThese(frozenset({mobile}))}
    return Knowledge(
        {
            Path("p.kind"): OneOfThese(frozenset({kind.name})),
            Path("p.age"): OneOfThese(frozenset({Decimal(age)})),
            Path("p.goals"): Members(frozenset(each.name for each in members), closed=True),
            camera: Presence(mobile is not None),
            **part,
        }
    )


@SETTINGS
@given(st.randoms(use_true_random=True))
def test_cases_that_both_tell_change_where_both_decide_otherwise(random: Random) -> None:
    """Each version, asked in its own words, decides otherwise than the other just where a change is told."""
    kinds, goals = _outlines(random, "k"), _outlines(random, "g")
    versions = _version(random, kinds, goals, is_new=False), _version(random, kinds, goals, is_new=True)
    old, new = (policylang.loads(each.text, name="p.pol") for each in versions)
    together = merged(old.resolved, new.resolved, {})
    before, after = subjects([together.old, together.new], asking=together.asking)
    pair = Pair(Half(before, None), Half(after, None), after.condition(together.told))
    parts = pair.parts(pair.changed).parts
    changed = False
    for case in _cases(kinds, goals, versions):
        one, other = old.decide(case.old, on="2024-01-01"), new.decide(case.new, on="2024-01-01")
        left = after.domain.left(case.knowledge, one.on)
        cells = [each.bit_length() - 1 for each in left]
        assert leaf_at(pair.diagrams, pair.compared.possible, cells) == TRUE
        inside = [part for part in parts if leaf_at(pair.diagrams, part.node, cells) == TRUE]
        said = [(part.before[0], part.after[0]) for part in inside]
        assert said == ([(one.outcome, other.outcome)] if one.outcome != other.outcome else [])
        changed = changed or bool(said)
    found = diff(old.resolved, new.resolved)
    assert (found.verdict != "equivalent") == changed
    for change in found.changes:
        for version, scenario in zip(versions, (change.shown.scenario_before, change.shown.scenario), strict=True):
            (result,) = policylang.loads(f"{version.text}\n{scenario}", name="p.pol").test()
            assert result.passed
    for each in found.new_values:
        (result,) = policylang.loads(f"{versions[1].text}\n{each.scenario}", name="p.pol").test()
        assert result.passed
