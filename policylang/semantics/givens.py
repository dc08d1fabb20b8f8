"""Givens put together: line after line into what a case tells, later lines replacing earlier ones.

The same rules serve the `given` of scenarios, examples, and cases that callers hand over on top of
an example: a value replaces what was known of its path; members of a set are replaced one by one,
unless all are given at once; a thing said to be like an example is that and nothing else; a part
that is given makes the things around it present, and an absent thing has no parts.
"""

from collections.abc import Iterable, Mapping

from policylang.semantics.knowledge import Knowledge, Known, Members, OneOfThese, Presence, Scalar
from policylang.semantics.policy import Path


class Givens:
    """What is known so far, by path. `optional` tells which paths are things that may be absent."""

    def __init__(self, optional: Iterable[Path] = ()) -> None:
        self.known: dict[Path, Known] = {}
        self._optional = optional if isinstance(optional, frozenset) else frozenset(optional)

    def knowledge(self) -> Knowledge:
        """Return what is known."""
        return Knowledge(dict(self.known))

    def value(self, path: Path, values: Iterable[Scalar]) -> None:
        """Say that a fact has one of these values."""
        self._give(path, OneOfThese(frozenset(values)))

    def members(self, path: Path, leaves: Iterable[str]) -> None:
        """Say that a set holds exactly these."""
        self._give(path, Members(frozenset(leaves), closed=True))

    def include(self, path: Path, leaves: Iterable[str], *, negated: bool = False) -> None:
        """Say that a set holds each of these, or none of them; the other members stay as they were."""
        before = self.known.get(path, Members())
        before = before if isinstance(before, Members) else Members()
        named = frozenset(leaves)
        included = before.included - named if negated else before.included | named
        excluded = before.excluded | named if negated else before.excluded - named
        self._give(path, Members(included, excluded, before.closed))

    def presence(self, path: Path, *, present: bool) -> None:
        """Say that an optional thing is there, or that it is not; an absent one loses its parts."""
        if not present:
            self.forget(path)
        self._give(path, Presence(present))

    def forget(self, path: Path) -> None:
        """Take back what is known of a path and of everything below it."""
        depth = len(path.parts)
        for each in [each for each in self.known if each.fact == path.fact and each.parts[:depth] == path.parts]:
            del self.known[each]

    def add(self, known: Mapping[Path, Known], *, at: Path | None = None) -> None:
        """Add what an example tells; with `at` it describes that thing, which is then that and nothing else."""
        if at is not None:
            self.forget(at)
            self._present(at, itself=True)
        for path, each in known.items():
            self._add(path if at is None else Path(at.fact, (*at.parts, *path.parts)), each)

    def _add(self, path: Path, known: Known) -> None:
        match known:
            case Presence(present):
                self.presence(path, present=present)
            case Members(included, excluded, closed) if not closed:
                self.include(path, included)
                self.include(path, excluded, negated=True)
            case _:
                self._give(path, known)

    def _give(self, path: Path, known: Known) -> None:
        self._present(path, itself=False)
        self.known[path] = known

    def _present(self, path: Path, *, itself: bool) -> None:
        for length in range(len(path.parts) + itself):
            around = Path(path.fact, path.parts[:length])
            if around in self._optional:
                self.known[around] = Presence(present=True)
