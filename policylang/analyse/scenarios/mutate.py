"""Which mutants of a policy its scenarios notice: how well they would guard it against a slip of the pen.

A scenario notices a mutant when an expectation that the policy meets fails under the mutant. A mutant that has the
outcome, the duties and the advice of the policy in every case is told apart and not counted, though a scenario that
names clauses might notice it. For each of the others that none notices there is a case, as a scenario that would.
"""

from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import permutations
from typing import Literal, NamedTuple

from policylang.analyse.scenarios.mutants import Mutant, conditions_of, mutants
from policylang.analyse.scenarios.proposed import Proposed, Titles, case_for, proposed, same_told
from policylang.analyse.scenarios.variant import unlike, variant
from policylang.analyse.subject import Subject, subject
from policylang.analyse.witness import Witness
from policylang.core.program import Program, Rule
from policylang.core.verdict import MissingError
from policylang.diagnostics.errors import CaseError, InternalError
from policylang.diagram.manager import FALSE, TRUE, Cells, DiagramTooLargeError, Node, Variable
from policylang.diagram.walk import cheapest, leaves
from policylang.evaluate.decide import decide
from policylang.evaluate.evaluator import Evaluator
from policylang.evaluate.scenarios import ANY_DAY, failures, run
from policylang.semantics.decision import DutyState
from policylang.semantics.policy import OUTCOME_OF, OUTCOMES, Clause, Policy
from policylang.semantics.reference import Provision, calling_for
from policylang.semantics.scenario import Scenario

State = Literal["noticed", "survived", "equivalent", "undecided"]
_STATES: tuple[DutyState, ...] = ("fulfilled", "outstanding", "breached", "unknown")
MOST_MUTANTS = 5_000
_MOST_NODES = 50_000
_MOST_STEPS = 2_000_000
_MOST_NODES_SEARCHED = 500
_FIXED_AT_ONCE = 3


class Fate(NamedTuple):
    """A mutant, and what became of it.

    `state`: `noticed`, by the scenario of the title `by`; `survived`; `equivalent`, where it decides every case as the
    policy does, for all that it leads to; `undecided`, where a limit was met. `scenario` would notice one that
    survived, and perhaps others; there is none where it differs only in what no scenario can expect.
    """

    mutant: Mutant
    state: State
    by: str | None = None
    scenario: Proposed | None = None


class Mutation(NamedTuple):
    """What became of the mutants of a policy.

    `scenarios` is how many were tried: those that the policy passes; `failing` are the titles of the others. `alike` is
    how many mutants were left out because they mean the same as another one; `left` how many were not looked at.
    """

    policy: str
    scenarios: int
    failing: tuple[str, ...]
    fates: tuple[Fate, ...]
    alike: int = 0
    left: int = 0

    def of_state(self, state: State) -> tuple[Fate, ...]:
        """Return the mutants of a state."""
        return tuple(each for each in self.fates if each.state == state)

    @property
    def noticed(self) -> int:
        """How many were noticed."""
        return len(self.of_state("noticed"))

    @property
    def counted(self) -> int:
        """How many could be noticed: those that are noticed, and those that survived."""
        return self.noticed + len(self.of_state("survived"))

    @property
    def score(self) -> float:
        """The share that was noticed, in percent; 100 where there is none to notice."""
        return 100.0 if not self.counted else 100 * self.noticed / self.counted


def mutate(policy: Policy, scenarios: Iterable[Scenario], *, most: int = MOST_MUTANTS) -> Mutation:
    """Return what becomes of the mutants of a policy under some of its scenarios.

    Args:
        policy: The policy.
        scenarios: The scenarios.
        most: How many mutants are looked at.

    Cost: For each mutant the diagrams that it changes; a walk for each scenario, and a decision for those whose case
        the change touches, until one notices it.
    """
    made = tuple(mutants(policy))
    return _Mutating(policy, made[:most], tuple(scenarios)).mutation()._replace(left=len(made[most:]))


class _Guard(NamedTuple):
    """A scenario that the policy passes, and the cells that its case leaves."""

    scenario: Scenario
    known: dict[Variable, Cells]


def _guard(subject: Subject, scenario: Scenario) -> _Guard:
    """Return a scenario with the cells that its case leaves."""
    domain = subject.domain
    return _Guard(scenario, domain.known(domain.left(scenario.given, scenario.on or ANY_DAY)))


class _Mutating:
    """The mutants of a policy tried on its scenarios."""

    def __init__(self, policy: Policy, made: tuple[Mutant, ...], scenarios: tuple[Scenario, ...]) -> None:
        self.made = made
        asking = [condition for each in made for owner, condition in conditions_of(each.policy) if owner in each.owners]
        self.subject: Subject = subject(policy, asking=asking)
        self.diagrams = self.subject.diagrams
        self.guards = tuple(self._guards(scenarios))
        passing = {id(each.scenario) for each in self.guards}
        self.failing = tuple(each.title for each in scenarios if id(each) not in passing)
        self.titles = Titles(each.title for each in scenarios)
        self.proposed: list[tuple[Proposed, _Guard]] = []
        self.alike = 0

    def _guards(self, scenarios: Iterable[Scenario]) -> Iterator[_Guard]:
        for scenario in scenarios:
            try:
                passed = run(self.subject.policy, scenario).passed
            except CaseError:
                continue
            if passed:
                yield _guard(self.subject, scenario)

    def mutation(self) -> Mutation:
        """Return what becomes of all."""
        fates = tuple(self._fates())
        return Mutation(self.subject.policy.name, len(self.guards), self.failing, fates, self.alike)

    def _fates(self) -> Iterator[Fate]:
        """Yield the fates, of mutants that mean the same in all they say only the first."""
        seen: set[object] = set()
        for mutant in self.made:
            try:
                with self.diagrams.at_most(_MOST_NODES, steps=_MOST_STEPS):
                    program = variant(self.subject, mutant)
                    if program.roots in seen:
                        self.alike += 1
                    else:
                        seen.add(program.roots)
                        yield _Tried(self, mutant, program).fate()
            except (DiagramTooLargeError, MissingError):
                yield Fate(mutant, "undecided")


class _Tried:
    """A mutant under trial."""

    def __init__(self, mutating: _Mutating, mutant: Mutant, program: Program) -> None:
        self.subject = mutating.subject
        self.diagrams = mutating.diagrams
        self.guards = mutating.guards
        self.titles = mutating.titles
        self.made = mutating.proposed
        self.mutant = mutant
        self.program = program
        self.other = Subject(program)

    def fate(self) -> Fate:
        """Return what becomes of it."""
        ways = [node for node in self._ways() if self.subject.ever(node)]
        if not ways and self._has_outcomes:
            return Fate(self.mutant, "equivalent")
        touched = [each.scenario for each in self.guards if self._touches(each)]
        evaluator = Evaluator(self.program)
        for scenario in touched:
            decision = evaluator.decide_knowledge(scenario.given, scenario.on or ANY_DAY)
            if failures(scenario, decision):
                return Fate(self.mutant, "noticed", by=scenario.title)
        if not ways:
            return Fate(self.mutant, "undecided")
        for scenario in touched:
            if not run(self.mutant.policy, scenario).passed:
                raise InternalError(f"the reference notices a mutant that survived: {self.mutant.said}")
        made = self._noticing_too(evaluator) or self._noticing(ways)
        return Fate(self.mutant, "survived", scenario=made)

    @property
    def _has_outcomes(self) -> bool:
        """Whether both have a diagram of the outcome."""
        return None not in (self.subject.program.roots.verdicts[0], self.program.roots.verdicts[0])

    # ------------------------------------------------------------ noticed

    @property
    def _differences(self) -> Iterator[Node]:
        """Yield where anything that a scenario can expect may be otherwise."""
        ours, theirs = self.subject.program.roots, self.program.roots
        for one, other in (  # the outcome follows from these
            *zip(ours.speaks, theirs.speaks, strict=True),
            *zip(ours.applies, theirs.applies, strict=True),
            *zip(ours.stands, theirs.stands, strict=True),
            *((a, b) for x, y in zip(ours.states, theirs.states, strict=True) for a, b in zip(x, y, strict=True)),
        ):
            if one is None or other is None:
                raise DiagramTooLargeError
            if one != other:
                yield self.subject.both(unlike(self.diagrams, one, other), self.subject.possible)

    def _touches(self, guard: _Guard) -> bool:
        return any(TRUE in leaves(self.diagrams, node, guard.known) for node in self._different)

    @cached_property
    def _different(self) -> tuple[Node, ...]:
        return tuple(node for node in dict.fromkeys(self._differences) if node != FALSE)

    # ------------------------------------------------------------ survived

    def _ways(self) -> Iterator[Node]:
        """Yield where the policy certainly decides one way and the mutant another: outcomes, duties, advice."""
        both = self.subject.both
        if self._has_outcomes:
            for one, other in permutations(OUTCOMES, 2):
                yield both(self.subject.has_outcome(one), self.other.has_outcome(other))
        else:
            for number, rule in enumerate(self.subject.rules):
                if OUTCOME_OF.get(rule.clause.effect, self.subject.policy.otherwise) != self.subject.policy.otherwise:
                    yield from self._by_itself(number)
        voice, other_voice = self.subject.voice, self.other.voice
        for number in range(len(voice.policy.duties)):
            yield from self._ways_of_duty(number)
        for advice in voice.policy.advice:
            ours = self.subject.either(*self._calling(self.subject, calling_for(voice, advice)))
            theirs = self.subject.either(*self._calling(self.other, calling_for(other_voice, advice)))
            yield from (both(ours, self.subject.no(theirs)), both(self.subject.no(ours), theirs))

    def _by_itself(self, number: Rule) -> Iterator[Node]:
        """Yield where a clause stands under one alone, and no other that speaks for an outcome stands under either.

        Not everywhere where it is so, which would be too large to say: a place is looked for as the others are kept
        from standing one by one.
        """
        subject, other = self.subject, self.other
        if self._standing_otherwise(number) == FALSE or subject.policy.incorporated:
            return
        speaking = [each for each, rule in enumerate(subject.rules) if rule.clause.effect in OUTCOME_OF]
        for one, two in ((subject, other), (other, subject)):
            node = subject.both(one.stands(number), subject.no(two.stands(number)), subject.possible)
            for each in speaking:
                if each != number:
                    standing = subject.either(one.stands(each), two.stands(each))
                    node = self._narrowed(subject.both(node, subject.no(standing)))
            yield node

    def _narrowed(self, node: Node) -> Node:
        """Return a part of where something holds, small enough to go on with."""
        fixed: set[Variable] = set()
        while len(self.diagrams.reachable([node])) > _MOST_NODES_SEARCHED:
            found = cheapest(self.diagrams, node, lambda leaf: leaf == TRUE, {})
            assert found is not None  # noqa: S101 - it holds somewhere, or it would be a leaf
            first = [each for each in found[1].items() if each[0] not in fixed][:_FIXED_AT_ONCE]
            fixed.update(variable for variable, _ in first)
            node = self.subject.both(node, *(self.diagrams.test(variable, 1 << cell) for variable, cell in first))
        return node

    def _calling(self, under: Subject, rules: Iterable[Provision]) -> Iterator[Node]:
        return (under.stands(under.program.number[rule]) for rule in rules)

    def _ways_of_duty(self, number: int) -> Iterator[Node]:
        subject = self.subject
        ours, theirs = subject.due(number), self.other.due(number)
        yield from (subject.both(ours, subject.no(theirs)), subject.both(subject.no(ours), theirs))
        state, other = subject.program.roots.states[0][number], self.program.roots.states[0][number]
        if state is not None and other is not None and state != other:
            for one, two in permutations(_STATES, 2):
                yield subject.both(ours, theirs, subject.where(state, one), subject.where(other, two))

    def _noticing_too(self, evaluator: Evaluator) -> Proposed | None:
        """Return a scenario that was made for another mutant and notices this one as well."""
        for made, guard in self.made:
            if self._touches(guard):
                scenario = made.scenario
                decision = evaluator.decide_knowledge(scenario.given, scenario.on or ANY_DAY)
                if failures(scenario, decision) and not run(self.mutant.policy, scenario).passed:
                    return made
        return None

    def _noticing(self, ways: Iterable[Node]) -> Proposed | None:
        """Return a scenario that would notice the mutant, as the reference confirms."""
        for node in ways:
            found = case_for(self.subject, node)
            assert found is not None  # noqa: S101 - only where there is such a case
            made = proposed(self.subject, found, self._title, self._clauses(found), (f"notices: {self.mutant.said}",))
            scenario = made.scenario
            day = scenario.on or ANY_DAY
            ours = decide(self.subject.policy, scenario.given, day)
            theirs = decide(self.mutant.policy, scenario.given, day)
            if same_told(ours, theirs):
                raise InternalError(f"the reference decides alike under a mutant that differs: {self.mutant.said}")
            if failures(scenario, theirs) and not failures(scenario, ours):
                self.made.append((made, _guard(self.subject, scenario)))
                return made
        return None

    @cached_property
    def _title(self) -> str:
        return self.titles.new(f"{self.mutant.where}: {self.mutant.was}")

    def _clauses(self, found: Witness) -> tuple[Clause, ...]:
        """Return the clauses that may stand in the case under one alone, and those that call for a changed duty."""
        region = {variable: 1 << cell for variable, cell in found.cells.items()}
        duties = {owner.name for owner in self.mutant.owners if owner.kind == "duty"}
        return tuple(
            rule.clause
            for number, rule in enumerate(self.subject.rules)
            if not duties.isdisjoint(rule.clause.targets)
            or TRUE in leaves(self.diagrams, self._standing_otherwise(number), region)
        )

    def _standing_otherwise(self, number: Rule) -> Node:
        return unlike(self.diagrams, self.subject.stands(number), self.other.stands(number))
