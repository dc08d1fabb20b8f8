"""What `find` found as a person reads it: the smallest case, how many kinds there are, or all of them as regions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from policylang.console.cases_shown import case_lines, of_how_many, scenario_lines
from policylang.console.given_text import given_lines
from policylang.console.terminal import wrapped
from policylang.console.words import counted, figure

if TYPE_CHECKING:
    from collections.abc import Iterator

    from policylang.analyse.ask.find import Found

_UNDECIDED = "not decided within the limit: the diagrams of this policy would be too large"


def as_text(found: Found, columns: int, *, counts: bool = False, every: bool = False) -> Iterator[str]:
    """Yield what was found in lines.

    Args:
        found: What was found.
        columns: How many columns a line may have.
        counts: Whether only the number of kinds of case is told.
        every: Whether all regions are told, and not only the smallest case.
    """
    yield from given_lines(found.given, columns)
    if found.kinds is None:
        yield _UNDECIDED
    elif found.case is None:
        said = f"There is no such case: that holds for all {figure(found.kinds.all)} kinds of case that can be."
        yield from wrapped(said, columns=columns)
    elif counts:
        yield of_how_many(found.kinds)
    elif every:
        yield from _regions(found, columns)
    else:
        yield f"There is such a case; {of_how_many(found.kinds)} are such. The smallest:"
        yield ""
        yield from case_lines(found.case)
        yield ""
        yield from scenario_lines(found.case)


def _regions(found: Found, columns: int) -> Iterator[str]:
    assert found.kinds is not None  # noqa: S101 - there is such a case
    if found.regions is None:
        yield f"{of_how_many(found.kinds)} are such: more regions than can be told; say more of the case."
        return
    yield f"{of_how_many(found.kinds)} are such, in {counted(len(found.regions), 'region')}:"
    for number, region in enumerate(found.regions, 1):
        yield ""
        lead = f"{number:>3}  "
        for place, sentence in enumerate(region or ("every case",)):
            yield from wrapped(sentence, first=" " * len(lead) if place else lead, columns=columns)
