"""What is given of all cases that a question looks at: what is known of them, and how it was said.

A question about given cases looks at their completions alone. A case that answers it tells what was given and a few
facts more; it is said as it was given, like an example, and not fact by fact.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from policylang.evaluate.facts import entries, is_unknown
from policylang.evaluate.known import sentences
from policylang.evaluate.labels import listing
from policylang.semantics.completions import Completions
from policylang.semantics.knowledge import Knowledge, Known, Members, OneOfThese
from policylang.semantics.policy import Path, Policy
from policylang.semantics.types import YesNo
from policylang.semantics.whole import whole_of


class Given(NamedTuple):
    """What is given.

    `likes`, `unknown` (the names of what is taken back) and `facts` say it, the first and the last as lines of a
    scenario. Where none of them says anything, `knowledge` is said fact by fact.
    """

    knowledge: Knowledge = Knowledge()
    likes: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()

    @property
    def lines(self) -> tuple[str, ...]:
        """What was said, as lines of the `given` of a scenario."""
        return (*self.likes, *(f"unknown {name}" for name in self.unknown), *self.facts)

    @property
    def text(self) -> str:
        """What was said, in a line of words: `like ordinary_use; functions unknown; service is azure_openai`."""
        unknown = [f"{listing(self.unknown)} unknown"] if self.unknown else []
        return "; ".join(filter(None, (", ".join(self.likes), *unknown, ", ".join(self.facts))))

    @property
    def said(self) -> Mapping[Path, Known]:
        """What the lines tell."""
        return self.knowledge.known if self.lines else {}


NOTHING = Given()


def given_of(
    policy: Policy, case: Mapping[str, Any], likes: Iterable[str], knowledge: Knowledge, of_likes: Knowledge
) -> Given:
    """Return what is given by a case on top of examples.

    Args:
        policy: The policy whose facts the case gives.
        case: The case, which has no fault.
        likes: The examples, as a caller names them: `ordinary_use`, `operator=fbi`.
        knowledge: What both tell.
        of_likes: What the examples tell.
    """
    unknown: list[str] = []
    told: dict[Path, Known] = {}
    for entry in entries(policy, case):
        known = knowledge.known.get(entry.path)
        if is_unknown(entry) or (known is not None and _says_nothing(policy, entry.path, known)):
            unknown.append(entry.text)
        elif known is not None:
            told[entry.path] = known
            if isinstance(known, Members) and not known.closed and entry.path in of_likes.known:
                unknown.append(entry.text)  # all that the example says of the set is taken back first
    around = {Path(path.fact, path.parts[:length]) for path in told for length in range(len(path.parts))}
    facts = lines_of(policy, {path: known for path, known in told.items() if path not in around})
    return Given(knowledge, tuple(map(_like, likes)), tuple(unknown), tuple(facts))


def lines_of(policy: Policy, known: Mapping[Path, Known]) -> Iterator[str]:
    """Yield what is known as lines of the `given` of a scenario; of what leaves all there is, nothing."""
    told = {path: each for path, each in known.items() if not _says_nothing(policy, path, each)}
    for line in sentences(policy, Knowledge(told), map(policy.text, told)):
        yield line.removesuffix(" (judged)")


def further(known: Mapping[Path, Known], said: Mapping[Path, Known]) -> dict[Path, Known]:
    """Return what is known beyond what is said; of an open set, the members that are not said yet."""
    found: dict[Path, Known] = {}
    for path, each in known.items():
        before = said.get(path)
        if before == each:
            continue
        if isinstance(each, Members) and isinstance(before, Members) and not each.closed:
            each = each._replace(included=each.included - before.included, excluded=each.excluded - before.excluded)  # noqa: PLW2901 - what is left of it
        found[path] = each
    return found


def must_be_possible(policy: Policy, given: Given, day: dt.date) -> None:
    """Refuse what no case can be like on a day, as a decision about it would.

    Raises:
        CaseError: No completion of what is given is possible; the `always` is named.
    """
    Completions([voice.policy for voice in whole_of(policy, day).voices], given.knowledge, day)


def _says_nothing(policy: Policy, path: Path, known: Known) -> bool:
    """Whether what is known of a fact leaves all there is, in a way that no line says."""
    if isinstance(known, OneOfThese) and isinstance(policy.slot(path).type, YesNo):
        return len(known.values) > 1
    return known == Members()


def _like(named: str) -> str:
    thing, equals, example = named.rpartition("=")
    return f"{thing} like {example}" if equals else f"like {example}"
