"""What `policylang mutate` prints for people: how many mutants are noticed, which are not, what would notice them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from policylang.console.terminal import paint, wrapped
from policylang.console.words import counted

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from policylang.analyse.scenarios.mutate import Fate, Mutation
    from policylang.workspace.survivors import Figures, Mutated, Survivor, Survivors


def as_text(found: Survivors, columns: int) -> Iterator[str]:
    """Yield the lines: each policy, those that allow nothing, and the sum where there are several policies."""
    for number, each in enumerate(found.policies):
        yield from (("", "") if number else ())
        yield from _policy(each, columns)
    if found.idle:
        from policylang.console.findings import as_text as of_findings

        yield from ("", of_findings(found.idle))
    if len(found.policies) > 1:
        said = f"in all {len(found.policies)} policies together: {_share(found.total)}"
        yield from ("", *wrapped(f"{said}; {_surviving(found.total)}", columns=columns))


def _policy(found: Mutated, columns: int) -> Iterator[str]:
    mutation = found.mutation
    said = f"{mutation.policy}: {_share(found.figures)}"
    yield from wrapped(f"{said}, by {counted(mutation.scenarios, 'scenario')}", columns=columns)
    for line in (*_told_apart(found), *_left_out(mutation)):
        yield from wrapped(line, first="  ", columns=columns)
    survivors = [each.fate for each in found.left]
    if survivors:
        code = paint(f"warning[{found.left[0].finding.code}]", "warning")
        yield from ("", f"{code}: no scenario notices", *_listed(survivors, columns))
    if found.allowed:
        yield from ("", "No scenario notices, with a stated reason", *_with_reasons(found.allowed, columns))
    if equal := mutation.of_state("equivalent"):
        said = "Not counted: outcome, duties and advice are those of the policy in every case"
        yield from ("", said, *_listed(equal, columns))
    if undecided := mutation.of_state("undecided"):
        yield from ("", "Not decided, since the diagrams would be too large", *_listed(undecided, columns))
    texts = dict.fromkeys(fate.scenario.text.rstrip("\n") for fate in survivors if fate.scenario is not None)
    if texts:
        said = f"Would notice them: to paste into the file of {mutation.policy} or into one of scenarios for it"
        yield from ("", *wrapped(said, columns=columns), "", "\n\n".join(texts))


# ---------------------------------------------------------------- figures


def _share(figures: Figures) -> str:
    percent = f" ({int(1000 * figures.noticed / figures.counted) / 10:g} %)" if figures.counted else ""
    return f"{figures.noticed} of {counted(figures.counted, 'mutant')} noticed{percent}"


def _surviving(figures: Figures) -> str:
    """Return how many survive, those with a stated reason first."""
    verb = "survives" if figures.allowed == 1 else "survive"
    return f"{figures.allowed} {verb} with a stated reason, {figures.survived} without one"


def _told_apart(found: Mutated) -> Iterator[str]:
    if elsewhere := sum(each.elsewhere is not None for each in found.mutation.fates):
        yield f"{elsewhere} of them by scenarios of another policy, since the definition is shared"
    if found.allowed:
        yield _surviving(found.figures)


def _left_out(found: Mutation) -> Iterator[str]:
    if equal := len(found.of_state("equivalent")):
        yield f"{equal} more {'decides' if equal == 1 else 'decide'} every case as the policy does"
    if found.alike:
        yield f"{found.alike} more {'means' if found.alike == 1 else 'mean'} the same as another"
    if found.left:
        yield f"{found.left} more were not looked at: there are too many"
    if found.failing:
        titles = ", ".join(f'"{title}"' for title in found.failing)
        yield f"{counted(len(found.failing), 'scenario')} left out, which the policy itself fails: {titles}"


# ---------------------------------------------------------------- mutants


def _listed(fates: Sequence[Fate], columns: int) -> Iterator[str]:
    from policylang.analyse.scenarios.survivor import without_scenario
    from policylang.console.runs import where

    last = ""
    for fate in fates:
        mutant = fate.mutant
        if mutant.where != last:
            last = mutant.where
            yield from ("", f"  {paint(last, 'name')}")
        yield from wrapped(mutant.said, first="    ", columns=columns)
        if fate.state == "survived" and fate.scenario is None:
            yield from wrapped(without_scenario(fate), first="      ", columns=columns)
        if mutant.place is not None:
            yield f"      {paint(where(mutant.place), 'quiet')}"


def _with_reasons(survivors: Sequence[Survivor], columns: int) -> Iterator[str]:
    """Yield survivors, and below those of one place and one reason the reason once."""
    last = ""
    for number, each in enumerate(survivors):
        mutant = each.fate.mutant
        if mutant.where != last:
            last = mutant.where
            yield from ("", f"  {paint(last, 'name')}")
        yield from wrapped(mutant.said, first="    ", columns=columns)
        following = survivors[number + 1] if number + 1 < len(survivors) else None
        if following is None or (following.fate.mutant.where, following.reason) != (mutant.where, each.reason):
            yield from wrapped(f"reason: {each.reason}", first="      ", columns=columns)
