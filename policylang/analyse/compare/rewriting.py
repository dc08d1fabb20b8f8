"""A policy said over other facts: its paths under other names, its values as finer ones; what it means stays.

Conditions that share a definition share what it becomes, and what need not change is the same object as before.
"""

from collections.abc import Mapping
from typing import NamedTuple

from policylang.analyse.compare.outlines import Leaves
from policylang.diagnostics.errors import CaseError
from policylang.semantics.knowledge import Knowledge, Known, Members, OneOfThese
from policylang.semantics.policy import (
    All,
    Always,
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
    Policy,
    Test,
    ValueIn,
)
from policylang.semantics.types import Fact

NO_PATHS: Mapping[Path, Path] = {}
NO_LEAVES: Mapping[Path, Leaves] = {}


class Translation(NamedTuple):
    """Which path stands for which, the longest first of all that a path begins with; and for what its values stand.

    `leaves` are by the new path, and only for those of which some value stands for other ones.
    """

    paths: Mapping[Path, Path] = NO_PATHS
    leaves: Mapping[Path, Leaves] = NO_LEAVES

    @property
    def is_nothing(self) -> bool:
        """Whether everything stays as it is."""
        return not self.paths and not self.leaves

    def path(self, path: Path) -> Path:
        """Return the path that stands for one."""
        for length in range(len(path.parts), -1, -1):
            found = self.paths.get(Path(path.fact, path.parts[:length]))
            if found is not None:
                return Path(found.fact, (*found.parts, *path.parts[length:]))
        return path

    def back(self, path: Path) -> Path:
        """Return the path for which one stands."""
        return Translation({new: old for old, new in self.paths.items()}).path(path)

    def knowledge(self, knowledge: Knowledge) -> Knowledge:
        """Return what is known over the facts of both versions.

        Raises:
            CaseError: A member is known of a set that stands for several, and not which of them.
        """
        return Knowledge({self.path(path): self._known(path, known) for path, known in knowledge.known.items()})

    def _known(self, path: Path, known: Known) -> Known:
        leaves = self.leaves.get(self.path(path))
        if leaves is None:
            return known
        match known:
            case OneOfThese(values):
                return OneOfThese(frozenset(finer for leaf in values for finer in leaves[str(leaf)]))
            case Members(included, _, closed):
                split = sorted(leaf for leaf in included if len(leaves[leaf]) > 1)
                if split:
                    said = f"`{split[0]}` is given, which the other version tells more finely"
                    raise CaseError(said, code="P0602")
                within, without = (frozenset(finer for leaf in each for finer in leaves[leaf]) for each in known[:2])
                return Members(within, without, closed)
            case _:
                return known

    def knowledge_back(self, knowledge: Knowledge) -> Knowledge:
        """Return what is known in the words of the policy as it was written."""
        return Knowledge({self.back(path): self._known_back(path, known) for path, known in knowledge.known.items()})

    def _known_back(self, path: Path, known: Known) -> Known:
        leaves = self.leaves.get(path)
        if leaves is None:
            return known
        match known:
            case OneOfThese(values):
                return OneOfThese(frozenset(leaf for leaf, finer in leaves.items() if not finer.isdisjoint(values)))
            case Members(included, excluded, closed):
                within = frozenset(leaf for leaf, finer in leaves.items() if not finer.isdisjoint(included))
                without = frozenset(leaf for leaf, finer in leaves.items() if finer <= excluded)
                return Members(within, without, closed)
            case _:
                return known


class Rewriting:
    """Says policies over other facts.

    Args:
        translation: Which paths and values stand for which.
        facts: The facts that all policies then have.
        beside: What makes their digests others than they were.
        definitions: The names that definitions of some files get, by the name of the file.
    """

    def __init__(self, translation: Translation, facts: Mapping[str, Fact], beside: str) -> None:
        self.translation = translation
        self.facts = facts
        self.beside = beside
        self._policies: dict[int, tuple[Policy, Policy]] = {}
        self._meanings: dict[int, tuple[Condition, Condition]] = {}

    def policy(self, policy: Policy) -> Policy:
        """Return a policy over the new facts, and all that it incorporates with it."""
        found = self._policies.get(id(policy))
        if found is None:
            found = self._policies[id(policy)] = policy, self._written(policy)
        return found[1]

    def _written(self, policy: Policy) -> Policy:
        said = policy._replace(
            incorporated=tuple(map(self.policy, policy.incorporated)),
            facts=self.facts,
            digest=f"{policy.digest or policy.name} {self.beside}",
        )
        if self.translation.is_nothing:
            return said
        return said._replace(
            applies=self.maybe(policy.applies),
            clauses=tuple(map(self._clause, policy.clauses)),
            duties=tuple(map(self._duty, policy.duties)),
            always=tuple(map(self._always, policy.always)),
        )

    def _clause(self, clause: Clause) -> Clause:
        return clause._replace(when=self.maybe(clause.when), unless=self.maybe(clause.unless))

    def _duty(self, duty: Duty) -> Duty:
        return duty._replace(fulfilled=self.maybe(duty.fulfilled), breached=self.maybe(duty.breached))

    def _always(self, line: Always) -> Always:
        return line._replace(condition=self.condition(line.condition), consequence=self.condition(line.consequence))

    def maybe(self, condition: Condition | None) -> Condition | None:
        """Return a condition over the new facts, where there is one."""
        return None if condition is None else self.condition(condition)

    def condition(self, condition: Condition) -> Condition:
        """Return a condition over the new facts."""
        match condition:
            case All(inner) | Any(inner) | Count(_, _, inner):
                return condition._replace(conditions=tuple(map(self.condition, inner)))
            case Not(one):
                return condition._replace(condition=self.condition(one))
            case Defined(_, arguments, meant):
                paths = tuple(map(self.translation.path, arguments))
                return condition._replace(arguments=paths, condition=self._meaning(meant))
            case InEdition():
                return condition
            case _:
                return self._test(condition)

    def _meaning(self, meant: Condition) -> Condition:
        found = self._meanings.get(id(meant))
        if found is None:
            found = self._meanings[id(meant)] = meant, self.condition(meant)
        return found[1]

    def _test(self, test: Test) -> Test:
        path = self.translation.path(test.path)
        leaves = self.translation.leaves.get(path)
        if leaves is not None and isinstance(test, ValueIn | Includes | IncludesOnly):
            finer = frozenset().union(*(leaves[leaf] for leaf in test.leaves))
            return test._replace(path=path, leaves=finer)
        return test if path == test.path else test._replace(path=path)
