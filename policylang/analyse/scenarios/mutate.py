"""Which mutants of a policy its scenarios notice: how well they would guard it against a slip of the pen.

A scenario notices a mutant when an expectation that the policy meets fails under the mutant. A mutant that has the
outcome, the duties and the advice of the policy in every case is told apart and not counted, though a scenario that
names clauses might notice it. For each of the others that none notices there is a case, as a scenario that would.
"""

from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager
from functools import cached_property
from itertools import islice, permutations
from typing import Literal, NamedTuple

from policylang.analyse.scenarios.mutants import Mutant, conditions_of, mutants
from policylang.analyse.scenarios.proposed import Proposed, Titles, case_for, proposed, same_told
from policylang.analyse.scenarios.variant import differ_within, unlike, variant, with_outcome
from policylang.analyse.subject import Subject, subject
from policylang.analyse.witness import Witness, completed, costs, witness_of
from policylang.core.index import Index, Row, index
from policylang.core.program import Program, Rule
from policylang.core.verdict import MissingError
from policylang.diagnostics.errors import CaseError, InternalError
from policylang.diagram.manager import FALSE, TRUE, Cells, DiagramTooLargeError, Node, Variable
from policylang.diagram.walk import cheapest, leaves
from policylang.evaluate.decide import decide
from policylang.evaluate.evaluator import Evaluator
from policylang.evaluate.scenarios import ANY_DAY, failures, run
from policylang.pause import collecting_later
from policylang.semantics.decision import Decision, DutyState
from policylang.semantics.policy import OUTCOME_OF, OUTCOMES, Clause, Policy
from policylang.semantics.reference import Provision, calling_for
from policylang.semantics.scenario import Scenario

State = Literal["noticed", "survived", "equivalent", "undecided"]
_STATES: tuple[DutyState, ...] = ("fulfilled", "outstanding", "breached", "unknown")
MOST_MUTANTS = 5_000
_MOST_NODES = 50_000
_MOST_STEPS = 2_000_000
_LONG = 10
"""So many times the limit a mutant is given that is not decided within it."""
_MOST_NODES_SEARCHED = 500
_FIXED_AT_ONCE = 3
_MOST_TRIED = 8
_MOST_PROPOSED = 8


class Fate(NamedTuple):
    """A mutant, and what became of it.

    `state`: `noticed`, by the scenario of the title `by`; `survived`; `equivalent`, where it decides every case as the
    policy does, for all that it leads to; `undecided`, where a limit was met. `scenario` would notice one that
    survived, and perhaps others; there is none where it differs only in what no scenario can expect, and then it
    `is_untold`, or where none was found within a limit. `alike` are other mutants that mean the same. `elsewhere` is
    the policy whose scenarios notice it where those of its own do not.
    """

    mutant: Mutant
    state: State
    by: str | None = None
    scenario: Proposed | None = None
    is_untold: bool = False
    alike: tuple[Mutant, ...] = ()
    elsewhere: str | None = None


class Mutation(NamedTuple):
    """What became of the mutants of a policy.

    `scenarios` is how many were tried: those that the policy passes; `failing` are the titles of the others. `left` is
    how many mutants were not looked at.
    """

    policy: str
    scenarios: int
    failing: tuple[str, ...]
    fates: tuple[Fate, ...]
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
    def alike(self) -> int:
        """How many were left out because they mean the same as another one."""
        return sum(len(each.alike) for each in self.fates)

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
    with collecting_later():
        made = tuple(mutants(policy))
        return _Mutating(policy, made[:most], tuple(scenarios)).mutation()._replace(left=len(made[most:]))


Rows = dict[tuple[Rule, Node | None], list[Row]]
"""The rows that a clause has in an index, by its number and its diagram."""


class _Guard(NamedTuple):
    """A scenario that the policy passes, the policy's decision, and the cells that its case leaves."""

    scenario: Scenario
    decision: Decision
    known: dict[Variable, Cells]


def _guard(subject: Subject, scenario: Scenario, decision: Decision) -> _Guard:
    """Return a scenario with the cells that its case leaves."""
    domain = subject.domain
    return _Guard(scenario, decision, domain.known(domain.left(scenario.given, scenario.on or ANY_DAY)))


class _Evaluator(Evaluator):
    """Decides few cases under a mutant: of the clauses that it changes the index knows nothing, each is looked at.

    Args:
        program: The compiled mutant.
        rows: The rows of the policy's clauses.
    """

    def __init__(self, program: Program, rows: Rows) -> None:
        super().__init__(program)
        self._rows_of_policy = rows

    @cached_property
    def index(self) -> Index:
        """The bitmap index."""
        changed = {
            (rule, root): [Row(rule, {}, exact=False)]
            for rule, root in enumerate(self.program.roots.alone)
            if (rule, root) not in self._rows_of_policy
        }
        return index(self.program, {**self._rows_of_policy, **changed})


def _differ(one: Decision, other: Decision) -> bool:
    """Whether two decisions of a case certainly differ in what counts: the outcome, the duties and the advice."""
    if one.outcome != other.outcome and "undetermined" not in (one.outcome, other.outcome):
        return True
    return _counted(one) != _counted(other) and not (one.limit or other.limit)


def _counted(decision: Decision) -> object:
    """Return what counts of a decision, whatever it is by: the duties and the advice are those of the policy itself."""
    own = decision.policy
    duties = frozenset((each.name, each.certainty, each.state) for each in decision.duties if each.policy == own)
    return (
        decision.outcome,
        duties,
        frozenset((each.name, each.certainty) for each in decision.advice if each.policy == own),
    )


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
        self.rows: Rows = {}
        index(self.subject.program, self.rows)

    def _guards(self, scenarios: Iterable[Scenario]) -> Iterator[_Guard]:
        for scenario in scenarios:
            try:
                ran = run(self.subject.policy, scenario)
            except CaseError:
                continue
            if ran.passed:
                yield _guard(self.subject, scenario, ran.decision)

    def mutation(self) -> Mutation:
        """Return what becomes of all."""
        return Mutation(self.subject.policy.name, len(self.guards), self.failing, tuple(self._fates()))

    def _fates(self) -> Iterator[Fate]:
        """Yield the fates, of mutants that mean the same in all they say only the first."""
        fates: dict[object, Fate] = {}
        for number, mutant in enumerate(self.made):
            try:
                with self._limited():
                    program = variant(self.subject, mutant)
            except (DiagramTooLargeError, MissingError):
                fates[number] = Fate(mutant, "undecided")
                continue
            same = fates.get(program.roots)
            if same is None:
                fates[program.roots] = self._fate(_Tried(self, mutant, program))
            else:
                fates[program.roots] = same._replace(alike=(*same.alike, mutant))
        yield from fates.values()

    def _fate(self, tried: "_Tried") -> Fate:
        fate = self._fate_within(tried, 1) or self._fate_within(tried, _LONG) or Fate(tried.mutant, "undecided")
        if fate.state != "survived":
            return fate
        try:
            with self._limited():
                made = tried.noticing()
                return fate._replace(scenario=made, is_untold=made is None)
        except (DiagramTooLargeError, MissingError):
            return fate

    def _fate_within(self, tried: "_Tried", times: int) -> Fate | None:
        """Return what becomes of a mutant; nothing where so many times the usual limit is not enough."""
        try:
            with self._limited(times):
                return tried.fate()
        except (DiagramTooLargeError, MissingError):
            return None

    def _limited(self, times: int = 1) -> AbstractContextManager[None]:
        return self.diagrams.at_most(times * _MOST_NODES, steps=times * _MOST_STEPS)


class _Tried:
    """A mutant under trial."""

    def __init__(self, mutating: _Mutating, mutant: Mutant, program: Program) -> None:
        self.mutating = mutating
        self.subject = mutating.subject
        self.diagrams = mutating.diagrams
        self.mutant = mutant
        self.program = program
        self.evaluator = _Evaluator(program, mutating.rows)

    def fate(self) -> Fate:
        """Return what becomes of it."""
        title, is_counted = self._noticed()
        if not is_counted and not self._differs:
            return Fate(self.mutant, "equivalent" if self._has_outcomes else "undecided")
        if title is not None:
            return Fate(self.mutant, "noticed", by=title)
        for each in filter(self._touches, self.mutating.guards):
            if not run(self.mutant.policy, each.scenario).passed:
                raise InternalError(f"the reference notices a mutant that survived: {self.mutant.said}")
        return Fate(self.mutant, "survived")

    def noticing(self) -> Proposed | None:
        """Return a scenario that would notice the mutant, which survives; nothing where none can."""
        return self._noticing_too() or self._noticing()

    def _noticed(self) -> tuple[str | None, bool]:
        """Return the first scenario that notices it, and whether one that does shows it to differ in what counts."""
        first = None
        for each in filter(self._touches, self.mutating.guards):
            scenario = each.scenario
            decision = self.evaluator.decide_knowledge(scenario.given, scenario.on or ANY_DAY)
            if decision.outcome != scenario.outcome or failures(scenario, decision):
                first = first or scenario.title
                if _differ(decision, each.decision):
                    return first, True
        return first, False

    @cached_property
    def other(self) -> Subject:
        """The mutant with its outcome, where that is not too large."""
        return Subject(with_outcome(self.subject, self.program))

    @cached_property
    def _differs(self) -> bool:
        """Whether it decides some case otherwise in what counts."""
        return any(map(self._shows, self._different[:_MOST_TRIED])) or any(map(self.subject.ever, self._ways()))

    def _shows(self, node: Node) -> bool:
        """Whether the reference decides the plainest case otherwise in what counts, of those where something differs.

        Where it does not, another case may; but often it does, and no diagram of all that counts is needed.
        """
        subject = self.subject
        way = cheapest(self.diagrams, node, lambda leaf: leaf == TRUE, costs(subject))
        assert way is not None  # noqa: S101 - something differs somewhere
        case = completed(subject, witness_of(subject, way[1]))
        day = case.day or ANY_DAY
        return _differ(*(decide(policy, case.knowledge, day) for policy in (subject.policy, self.mutant.policy)))

    @property
    def _has_outcomes(self) -> bool:
        """Whether both have a diagram of the outcome."""
        return None not in (self.subject.program.roots.verdicts[0], self.other.program.roots.verdicts[0])

    # ------------------------------------------------------------ noticed

    @cached_property
    def _pairs(self) -> tuple[tuple[Node, Node], ...]:
        """The diagrams of what stands, of what applies and of where policies speak, where they are not the same."""
        ours, theirs = self.subject.program.roots, self.program.roots
        found: dict[tuple[Node, Node], None] = {}
        for one, other in (
            *zip(ours.stands, theirs.stands, strict=True),
            *zip(ours.applies, theirs.applies, strict=True),
            *zip(ours.speaks, theirs.speaks, strict=True),
        ):
            if one is None or other is None:
                raise DiagramTooLargeError
            if one != other:
                found[one, other] = None
        return tuple(found)

    @cached_property
    def _states(self) -> tuple[Node, ...]:
        """Where the state of a duty is otherwise, and the duty is due."""
        ours, theirs = self.subject.program.roots.states[0], self.program.roots.states[0]  # those of others stay
        found = []
        for number, (one, other) in enumerate(zip(ours, theirs, strict=True)):
            if one is None or other is None:
                raise DiagramTooLargeError
            if one != other:
                found.append(self.subject.both(self._due(number), unlike(self.diagrams, one, other)))
        return tuple(found)

    def _due(self, number: int) -> Node:
        """Return where a duty is due under the policy or under the mutant: elsewhere nobody sees its state."""
        return self.subject.either(self.subject.due(number), Subject(self.program).due(number))

    def _touches(self, guard: _Guard) -> bool:
        """Whether anything that a scenario can expect may be otherwise in its case; the outcome follows from these."""
        return any(differ_within(self.diagrams, *pair, guard.known) for pair in self._pairs) or any(
            TRUE in leaves(self.diagrams, node, guard.known) for node in self._states
        )

    def _certainly_touches(self, guard: _Guard) -> bool:
        return any(leaves(self.diagrams, node, guard.known) == {TRUE} for node in self._different)

    @cached_property
    def _different(self) -> tuple[Node, ...]:
        """Where anything of this is otherwise, in cases that can be."""
        pairs = (unlike(self.diagrams, *pair) for pair in self._pairs)
        nodes = (self.subject.both(node, self.subject.possible) for node in (*pairs, *self._states))
        return tuple(node for node in dict.fromkeys(nodes) if node != FALSE)

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

    def _noticing_too(self) -> Proposed | None:
        """Return a scenario that was made for another mutant and notices this one as well."""
        touched = (made for made, guard in self.mutating.proposed if self._certainly_touches(guard))
        for made in islice(touched, _MOST_PROPOSED):
            scenario = made.scenario
            decision = self.evaluator.decide_knowledge(scenario.given, scenario.on or ANY_DAY)
            if (decision.outcome != scenario.outcome or failures(scenario, decision)) and not run(
                self.mutant.policy, scenario
            ).passed:
                return made
        return None

    def _noticing(self) -> Proposed | None:
        """Return a scenario that would notice the mutant, as the reference confirms."""
        for node in filter(self.subject.ever, self._ways()):
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
                self.mutating.proposed.append((made, _guard(self.subject, scenario, ours)))
                return made
        return None

    @cached_property
    def _title(self) -> str:
        return self.mutating.titles.new(f"{self.mutant.where}: {self.mutant.was}")

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
