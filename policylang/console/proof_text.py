"""A proof as a person reads it: proved of how many kinds of case, or refuted, with the cases against it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from policylang.console.cases_shown import case_lines, scenario_lines
from policylang.console.given_text import given_lines
from policylang.console.terminal import paint, wrapped
from policylang.console.words import figure

if TYPE_CHECKING:
    from collections.abc import Iterator

    from policylang.analyse.ask.prove import Proof


def as_text(found: Proof, columns: int) -> Iterator[str]:
    """Yield a proof in lines."""
    yield from given_lines(found.given, columns)
    if found.kinds is None:
        yield f"{paint('Not decided', 'undetermined')} within the limit: the diagrams would be too large."
    elif found.verdict == "proved":
        yield from _proved(found, columns)
    else:
        yield f"{paint('Refuted', 'prohibited')}: {_what(found)}"
        yield from _against(found)


def _proved(found: Proof, columns: int) -> Iterator[str]:
    assert found.kinds is not None  # noqa: S101 - it was decided
    speaks = "kinds of case" if found.kinds.affected == found.kinds.all else "kinds of case that it speaks of"
    said = f"it holds of all {figure(found.kinds.affected)} {speaks}."
    if not found.kinds.affected:
        said = f"it speaks of none of the {figure(found.kinds.all)} kinds of case that can be."
    elif found.silent == found.kinds.affected:
        said += " The policy is silent in all of them: they are outside its scope."
    elif found.silent:
        said += f" The policy is silent in {figure(found.silent)} of them: they are outside its scope."
    first, *rest = wrapped(said, first="Proved: ", rest="", columns=columns)
    yield paint("Proved", "permitted") + first.removeprefix("Proved")
    yield from rest


def _what(found: Proof) -> str:
    if len(found.against) == 1:
        return "there is a case against it."
    if found.against[0].decision.policy != found.against[1].decision.policy:
        return "there is a case that the two policies decide differently."
    return "there are two cases that differ in this alone, and are decided differently."


def _against(found: Proof) -> Iterator[str]:
    is_one_policy = len({each.decision.policy for each in found.against}) == 1
    for each in found.against:
        yield ""
        if not is_one_policy:
            yield f"{paint(each.decision.policy, 'name')}:"
        same = found.given.lines and not is_one_policy  # one case, of which the other file says all fact by fact
        yield from case_lines(each._replace(beyond=found.against[0].beyond) if same else each)
    for each in found.against if is_one_policy else found.against[:1]:
        yield ""
        yield from scenario_lines(each)
