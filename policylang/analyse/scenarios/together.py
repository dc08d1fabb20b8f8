"""Mutants of several policies taken together: a change of a definition that they share is one slip of the pen.

It stands in one place of one text, so it is noticed where the scenarios of any of the policies notice it.
"""

from collections.abc import Iterable, Mapping, Sequence

from policylang.analyse.scenarios.mutate import Fate, Mutation

_Noticed = Mapping[object, tuple[str, str | None]]
"""By changes of shared definitions, the policy and the title of a scenario that notices each."""


def together(found: Sequence[Mutation]) -> tuple[Mutation, ...]:
    """Return what becomes of the mutants of several policies, those of shared definitions noticed by any of them."""
    noticed = {
        mutant.shared: (each.policy, fate.by)
        for each in reversed(found)
        for fate in each.of_state("noticed")
        for mutant in (fate.mutant, *fate.alike)
        if mutant.shared is not None
    }
    return tuple(each._replace(fates=tuple(_fates(each.fates, noticed))) for each in found)


def _fates(fates: Iterable[Fate], noticed: _Noticed) -> Iterable[Fate]:
    for fate in fates:
        if fate.state in ("survived", "undecided"):
            yield _by_any(fate, noticed)
        else:
            yield fate


def _by_any(fate: Fate, noticed: _Noticed) -> Fate:
    """Return what becomes of a mutant that its own policy does not notice; of those alike, one that none notices."""
    mutants = (fate.mutant, *fate.alike)
    left = [each for each in mutants if each.shared not in noticed]
    if left:
        gone = [each for each in mutants if each.shared in noticed]
        return fate._replace(mutant=left[0], alike=(*left[1:], *gone))
    policy, title = noticed[fate.mutant.shared]
    return Fate(fate.mutant, "noticed", by=title, alike=fate.alike, elsewhere=policy)
