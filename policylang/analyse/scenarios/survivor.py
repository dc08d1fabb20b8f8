"""Mutants that no scenario notices, as diagnostics, so that an author can allow them with a reason."""

from policylang.analyse.scenarios.mutate import Fate
from policylang.diagnostics.model import Diagnostic, Label
from policylang.source import Place

SURVIVOR = "P0542"


def survivor(fate: Fate, policy: Place) -> Diagnostic:
    """Return a mutant that survives as a warning at what it changes.

    Args:
        fate: The mutant, and what became of it.
        policy: Where its policy is named, for a mutant whose place is not known.
    """
    mutant = fate.mutant
    label = Label(mutant.place or policy, mutant.where)
    said = f"no scenario notices: {mutant.said}"
    return Diagnostic(SURVIVOR, said, label, notes=(_would_notice(fate),), severity="warning")


def _would_notice(fate: Fate) -> str:
    if fate.scenario is None:
        return without_scenario(fate)
    return f"this scenario would notice it:\n{fate.scenario.text.rstrip()}"


def without_scenario(fate: Fate) -> str:
    """Return why there is no scenario that would notice a mutant that survived."""
    if fate.is_untold:
        return "no expectation of a scenario can tell it"
    return "a scenario that would notice it was not found within the limit"
