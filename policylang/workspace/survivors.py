"""Policies of whole folders changed here and there: which changes no scenario notices, and which of them are allowed.

A change of a definition that several policies share is noticed where scenarios of any of them notice it, and an
allowance beside the definition counts for all of them.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from policylang.analyse.scenarios.mutate import Fate, Mutation, mutate
from policylang.analyse.scenarios.survivor import survivor
from policylang.analyse.scenarios.together import together
from policylang.diagnostics.model import Diagnostic
from policylang.source import NOWHERE, Place, Source
from policylang.workspace.allow import Allowances
from policylang.workspace.check import policies, sound, with_needs
from policylang.workspace.load import Workspace


class Survivor(NamedTuple):
    """A mutant that no scenario notices, as a finding, and the reason why it may be so, where one is stated."""

    fate: Fate
    finding: Diagnostic
    reason: str | None


class Figures(NamedTuple):
    """How many mutants were noticed, of how many that could be, and how many survive: with a stated reason, or not."""

    noticed: int
    counted: int
    allowed: int
    survived: int


class Mutated(NamedTuple):
    """What becomes of the mutants of a policy. `place` is where the policy is named."""

    mutation: Mutation
    place: Place
    survivors: tuple[Survivor, ...]

    @property
    def allowed(self) -> tuple[Survivor, ...]:
        """The survivors with a stated reason."""
        return tuple(each for each in self.survivors if each.reason is not None)

    @property
    def left(self) -> tuple[Survivor, ...]:
        """The survivors without one."""
        return tuple(each for each in self.survivors if each.reason is None)

    @property
    def figures(self) -> Figures:
        """How many."""
        return Figures(self.mutation.noticed, self.mutation.counted, len(self.allowed), len(self.left))


class Survivors(NamedTuple):
    """What becomes of the mutants of several policies, and what allows survivors where none are."""

    policies: tuple[Mutated, ...]
    idle: tuple[Diagnostic, ...]

    @property
    def total(self) -> Figures:
        """The sum of the figures of all policies; a change of a definition counts in each that uses it."""
        return Figures(*map(sum, zip(*(each.figures for each in self.policies), strict=True)))

    @property
    def is_clean(self) -> bool:
        """Whether all was looked at, no mutant survives without a stated reason, and no allowance is idle."""
        mutations = [each.mutation for each in self.policies]
        looked_at = not any(each.left or each.of_state("undecided") for each in mutations)
        return looked_at and not self.idle and not any(each.left for each in self.policies)


def survivors(workspace: Workspace, targets: Sequence[str]) -> Survivors:
    """Return what becomes of the mutants of the policies that the targets hold, or have scenarios for.

    Allowances are judged in the files of the targets, and in those of the policies.

    Raises:
        PolicyError: A target is not there or has errors.
    """
    found = tuple(policies(workspace, targets))
    mutations = together([mutate(policy, scenarios) for policy, scenarios in found])
    places = [policy.place or Place(Source(policy.name, ""), NOWHERE) for policy, _ in found]
    loaded = sound(workspace, targets)
    files = {each.module.source: Allowances(each.module.source, each.file) for each in with_needs(loaded)}
    mutated = tuple(_mutated(each, place, files) for each, place in zip(mutations, places, strict=True))
    judged = dict.fromkeys((*(each.module.source for each in loaded), *(place.source for place in places)))
    idle = (one for each in judged if each in files for one in files[each].idle(of_mutants=True))
    return Survivors(mutated, tuple(idle))


def _mutated(mutation: Mutation, place: Place, files: Mapping[Source, Allowances]) -> Mutated:
    survived = mutation.of_state("survived")
    return Mutated(
        mutation, place, tuple(Survivor(each, survivor(each, place), _reason(each, place, files)) for each in survived)
    )


def _reason(fate: Fate, place: Place, files: Mapping[Source, Allowances]) -> str | None:
    """Return why a mutant may survive, as is stated beside it, or beside another that means the same."""
    told = [survivor(fate._replace(mutant=each), place) for each in (fate.mutant, *fate.alike)]
    stated = [files[source].reason(each) for each in told if (source := each.label.place.source) in files]
    return next((each for each in stated if each is not None), None)
