"""A second reading of the language's page: every completion is written out, and each is decided by itself.

Written apart from `policylang.semantics.reference`, and otherwise: no worlds, no doubts, no cells. Leaves stand for
themselves, a case is a mapping of values, and what holds of all is counted over a list.
"""

import datetime as dt
import itertools
from collections.abc import Iterable, Iterator, Mapping
from typing import Any as Anything, NamedTuple

import strategies_policy as given

from policylang.semantics.knowledge import Knowledge, Members, OneOfThese, Presence
from policylang.semantics.policy import (
    All,
    Any,
    Clause,
    Condition,
    Count,
    Defined,
    Duty,
    Includes,
    IncludesOnly,
    InEdition,
    Not,
    Path,
    Period,
    Policy,
    Present,
    Test,
    TextIn,
    ValueIn,
    Within,
    Yes,
)
from policylang.semantics.types import SetOf, Thing

ABSENT = "absent"
PRESENT = "present"

NO_DAY = dt.date.min
"""What is always so does not change with the date."""

Variable = tuple[Path, str]
"""A path and a member, or a path and the empty text."""
Total = Mapping[Variable, Anything]
"""A total case: what is so of each variable. A part of an absent thing is left out."""


# ---------------------------------------------------------------- completions


def completions(policy: Policy, knowledge: Knowledge, facts: Iterable[str]) -> list[Total]:
    """Return every possible completion, with a value for each variable of some facts."""
    everything = family(policy)
    always = [line for each in everything for line in each.always]
    paths = [path for fact in facts for path in given.leaf_paths(fact)]
    return [
        total
        for total in _totals(knowledge, paths)
        if all(not true(line.condition, total, NO_DAY) or true(line.consequence, total, NO_DAY) for line in always)
    ]


def _totals(knowledge: Knowledge, paths: list[Path]) -> Iterator[Total]:
    if not paths:
        yield {}
        return
    *before, path = paths
    for total in _totals(knowledge, before):
        if any(total.get((Path(path.fact, path.parts[:n]), "")) == ABSENT for n in range(len(path.parts))):
            yield total
        else:
            for more in _ways(knowledge, path):
                yield {**total, **more}


def _ways(knowledge: Knowledge, path: Path) -> Iterator[Total]:
    known = knowledge.known.get(path)
    type_ = given.slot_of(path).type
    if isinstance(type_, Thing):
        told = any(each.fact == path.fact and len(each.parts) > len(path.parts) for each in knowledge.known)
        if not isinstance(known, Presence):
            yield {(path, ""): PRESENT}
            if not told:
                yield {(path, ""): ABSENT}
        else:
            yield {(path, ""): PRESENT if known.present else ABSENT}
    elif isinstance(type_, SetOf):
        members = known if isinstance(known, Members) else Members()
        leaves = type_.outline.leaves
        for answers in itertools.product((True, False), repeat=len(leaves)):
            inside = {leaf for leaf, answer in zip(leaves, answers, strict=True) if answer}
            fits = members.included <= inside and not members.excluded & inside
            if fits and (not members.closed or inside == members.included):
                yield {(path, leaf): leaf in inside for leaf in leaves}
    else:
        values = known.values if isinstance(known, OneOfThese) else given.values_of(type_)
        for value in sorted(values):
            yield {(path, ""): value}


# ---------------------------------------------------------------- one completion


def true(condition: Condition | None, total: Total, day: dt.date) -> bool:
    """Whether a condition holds in a total case on a day."""
    if isinstance(condition, All):
        return len([each for each in condition.conditions if not true(each, total, day)]) == 0
    if isinstance(condition, Any):
        return len([each for each in condition.conditions if true(each, total, day)]) > 0
    if isinstance(condition, Not):
        return not true(condition.condition, total, day)
    if isinstance(condition, Count):
        held = len([each for each in condition.conditions if true(each, total, day)])
        return held == condition.number if condition.exactly else held >= condition.number
    if isinstance(condition, Defined):
        return true(condition.condition, total, day)
    if isinstance(condition, InEdition):
        return _lies_in(day, condition.period)
    assert condition is not None
    return _test(condition, total)


def _test(test: Test, total: Total) -> bool:
    if isinstance(test, Present):
        return total.get((test.path, "")) == PRESENT
    members = {leaf for (path, leaf), inside in total.items() if path == test.path and leaf and inside}
    if isinstance(test, Includes):
        return len(members & test.leaves) > 0
    if isinstance(test, IncludesOnly):
        return members != set() and members - test.leaves == set()
    value = total.get((test.path, ""))
    if value is None:
        return False
    if isinstance(test, Yes):
        return value is True
    if isinstance(test, ValueIn):
        return value in test.leaves
    if isinstance(test, TextIn):
        return value in test.texts
    assert isinstance(test, Within)
    return not (
        (test.low is not None and (value < test.low or (value == test.low and not test.low_included)))
        or (test.high is not None and (value > test.high or (value == test.high and not test.high_included)))
    )


class Single(NamedTuple):
    """What the rules say of one policy and one total case; clauses and duties by their names."""

    speaks: bool
    outcome: str
    basis: str
    applying: frozenset[str] = frozenset()
    standing: frozenset[str] = frozenset()


def single(policy: Policy, total: Total, day: dt.date, *, silenced: bool) -> Single:
    """Return what a policy says by itself, unless whatever incorporates it is silent."""
    if silenced or (policy.applies is not None and not true(policy.applies, total, day)):
        return Single(speaks=False, outcome="permitted", basis="outside scope")
    applying: dict[str, bool] = {}
    standing: dict[str, bool] = {}
    by_name = {clause.name: clause for clause in policy.clauses}

    def does_apply(clause: Clause) -> bool:
        if clause.name not in applying:
            applying[clause.name] = (
                (not clause.times or any(_lies_in(day, time) for time in clause.times))
                and (clause.when is None or true(clause.when, total, day))
                and not (clause.unless is not None and true(clause.unless, total, day))
                and (not clause.under or any(does_stand(by_name[other]) for other in clause.under))
            )
        return applying[clause.name]

    def does_stand(clause: Clause) -> bool:
        if clause.name not in standing:
            over = [by_name[pair.by] for pair in policy.exceptions if pair.over == clause.name]
            over = [each for each in over if each.effect in ("prohibits", "permits", "exempts")]
            standing[clause.name] = does_apply(clause) and not any(does_stand(each) for each in over)
        return standing[clause.name]

    stand = frozenset(clause.name for clause in policy.clauses if does_stand(clause))
    apply = frozenset(clause.name for clause in policy.clauses if does_apply(clause))
    prohibits = any(by_name[name].effect == "prohibits" for name in stand)
    permits = any(by_name[name].effect == "permits" for name in stand)
    if prohibits and permits:
        outcome = "permitted" if policy.conflicts == "permission" else "prohibited"
        return Single(speaks=True, outcome=outcome, basis="conflict rule", applying=apply, standing=stand)
    if prohibits or permits:
        outcome = "prohibited" if prohibits else "permitted"
        return Single(speaks=True, outcome=outcome, basis="clauses", applying=apply, standing=stand)
    return Single(speaks=True, outcome=policy.otherwise, basis="default", applying=apply, standing=stand)


def _lies_in(day: dt.date, time: Period) -> bool:
    return (time.start is None or day >= time.start) and (time.before is None or day < time.before)


class Answer(NamedTuple):
    """What the rules say of a policy with those it incorporates, in one total case; names are `policy.name`."""

    outcome: str
    basis: str
    applying: frozenset[str]
    standing: frozenset[str]
    against: frozenset[str]
    duties: Mapping[str, str]
    advice: frozenset[str]


def decided(policy: Policy, total: Total, day: dt.date, *, silenced: bool = False) -> Answer:
    """Return what the rules say of a total case."""
    everyone = family(policy)
    said: dict[str, Single] = {}
    for each in everyone:
        around = [other.name for other in everyone if any(inner.name == each.name for inner in other.incorporated)]
        quiet = silenced if each is policy else not any(said[name].speaks for name in around)
        said[each.name] = single(each, total, day, silenced=quiet)
    voters = [each for each in everyone if each.clauses or not each.incorporated]
    voting = [said[each.name] for each in voters if said[each.name].speaks]
    outcome = "prohibited" if any(one.outcome == "prohibited" for one in voting) else "permitted"
    bases = [one.basis for one in voting if one.outcome == outcome]
    strongest = next((basis for basis in ("clauses", "conflict rule", "default") if basis in bases), "outside scope")
    standing = {
        f"{each.name}.{clause.name}": clause
        for each in everyone
        for clause in each.clauses
        if clause.name in said[each.name].standing
    }
    against = {
        name
        for name, clause in standing.items()
        if {"prohibits": "prohibited", "permits": "permitted"}.get(clause.effect, outcome) != outcome
    }
    return Answer(
        outcome,
        strongest,
        frozenset(f"{each.name}.{name}" for each in everyone for name in said[each.name].applying),
        frozenset(standing),
        frozenset(against),
        {f"{each.name}.{duty.name}": _state(duty, total, day) for each in everyone for duty in each.duties
         if _called_for(each, said[each.name], "requires", duty.name)},
        frozenset(f"{each.name}.{one.name}" for each in everyone for one in each.advice
                  if _called_for(each, said[each.name], "recommends", one.name)),
    )  # fmt: skip


def _called_for(policy: Policy, said: Single, effect: str, target: str) -> bool:
    standing = [clause for clause in policy.clauses if clause.name in said.standing]
    return any(clause.effect == effect and target in clause.targets for clause in standing)


def _state(duty: Duty, total: Total, day: dt.date) -> str:
    if duty.breached is not None and true(duty.breached, total, day):
        return "breached"
    if duty.fulfilled is None:
        return "unknown"
    return "fulfilled" if true(duty.fulfilled, total, day) else "outstanding"


def family(policy: Policy) -> list[Policy]:
    """Return a policy and whatever it incorporates, those that incorporate before those incorporated."""
    found: list[Policy] = []

    def visit(each: Policy) -> None:
        for inner in each.incorporated:
            visit(inner)
        if each.name not in [other.name for other in found]:
            found.append(each)

    visit(policy)
    return found[::-1]


# ---------------------------------------------------------------- open facts


def open_paths(totals: list[Total], outcomes: list[str]) -> set[Path]:
    """Return the paths of variables in a smallest set of values that settles the outcome."""
    variables = unknowns(totals)
    settled: dict[frozenset[Variable], set[frozenset[tuple[Variable, Anything]]]] = {}
    found: set[Path] = set()
    for size in range(len(variables) + 1):
        for chosen in itertools.combinations(variables, size):
            if not _is_closed(chosen, variables):
                continue
            cubes: dict[frozenset[tuple[Variable, Anything]], set[str]] = {}
            for total, outcome in zip(totals, outcomes, strict=True):
                if all(key in total for key in chosen):
                    cubes.setdefault(frozenset((key, total[key]) for key in chosen), set()).add(outcome)
            settled[frozenset(chosen)] = {cube for cube, reached in cubes.items() if len(reached) == 1}
            for cube in settled[frozenset(chosen)]:
                fewer = [cube - {literal} for literal in cube]
                if not any(each in settled.get(frozenset(key for key, _ in each), set()) for each in fewer):
                    found.update(path for (path, _), _ in cube)
    return found


def unknowns(totals: list[Total]) -> list[Variable]:
    """Return what is not the same in all completions."""
    keys = {key for total in totals for key in total}
    return sorted((key for key in keys if len({total.get(key, "left out") for total in totals}) > 1), key=str)


def _is_closed(chosen: tuple[Variable, ...], variables: list[Variable]) -> bool:
    """Whether with a part of a thing it is told that the thing is there, where that is unknown."""
    return all(
        ((thing := (Path(path.fact, path.parts[:n]), "")) not in variables or thing in chosen)
        for path, _ in chosen
        for n in range(len(path.parts))
    )
