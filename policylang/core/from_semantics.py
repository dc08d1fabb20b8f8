"""A resolved policy compiled: each rule of the meaning as a decision diagram over the variables of the domain.

The one idea: what is asked of a case, whether a clause stands, whether a duty is due, what the outcome is and on what
basis, is a function of the cells alone, so each becomes a root in one shared forest. A root that would be too large is
left out, and nothing else is: the smaller ones that it is made of still serve, and what needs the large one searches.
"""

from collections.abc import Callable, Iterable, Sequence
from functools import partial

from policylang.core.conditions import Conditions
from policylang.core.domain import Domain
from policylang.core.order import static_order
from policylang.core.program import Program, Roots, domain_of, outermost_first
from policylang.core.verdict import MissingError, applies, stands, there, verdict
from policylang.diagram.algebra import choose, conjoin, disjoin, negate
from policylang.diagram.manager import TRUE, Diagrams, DiagramTooLargeError, Node
from policylang.diagram.order import sift
from policylang.semantics.policy import (
    Always,
    Clause,
    Condition,
    Duty,
    Policy,
)
from policylang.semantics.reference import Provision, Voice
from policylang.semantics.whole import Whole, whole_of

MOST_NODES_A_CLAUSE = 5_000
MOST_NODES_A_VERDICT = 40_000
MOST_NODES_SIFTED = 6_000
MOST_STEPS_A_NODE = 40
"""A root may take so many steps for each node that it may have."""
MOST_STEPS_A_VERDICT = 800_000


def compile_policy(policy: Policy) -> Program:
    """Return the compiled policy.

    Cost: Linear in the number of clauses but for the outcome, on which a fixed number of steps is spent.
    """
    (program,) = compile_together([policy])
    _put_in_order(program.diagrams, program.domain, program.roots)
    return program


def compile_together(
    policies: Sequence[Policy], *, asking: Iterable[Condition] = (), with_verdicts: bool = True
) -> tuple[Program, ...]:
    """Return policies compiled into one manager, over variables that tell apart what any of them does.

    So two of their diagrams are the same function exactly where they are the same node. A fact that two of them have
    has the same type in both.

    Args:
        policies: The policies.
        asking: Conditions that are to be asked as well: what they tell apart, the variables do.
        with_verdicts: Whether the outcomes are made, the largest of the diagrams; else they are left out as if they
            were too large.
    """
    wholes = [whole_of(policy, None) for policy in policies]
    voices = [voice for whole in wholes for voice in dict.fromkeys(whole.everybody)]
    domain = domain_of(voices, asking=asking)
    diagrams = Diagrams(domain.sizes, order=static_order(domain, voices), limit=40_000_000)
    return tuple(_compiled(whole, domain, diagrams, with_verdicts=with_verdicts) for whole in wholes)


def compile_into(policy: Policy, domain: Domain, diagrams: Diagrams) -> Program:
    """Return a policy compiled into a manager, over variables that tell apart whatever it does."""
    return _compiled(whole_of(policy, None), domain, diagrams)


def _compiled(whole: Whole, domain: Domain, diagrams: Diagrams, *, with_verdicts: bool = True) -> Program:
    voices = tuple(dict.fromkeys(whole.everybody))
    roots = _Builder(domain, diagrams).roots(whole, voices, with_verdicts=with_verdicts)
    return Program(whole.voices[0].policy, whole, domain, diagrams, roots)


def _put_in_order(diagrams: Diagrams, domain: Domain, roots: Roots) -> None:
    """Forget what was only needed on the way, and make the rest smaller by a better order, where it is not too large.

    A thing stays above its parts, as a person would ask.
    """
    diagrams.keep(diagrams.reachable(roots.diagrams))
    if len(diagrams) <= MOST_NODES_SIFTED:
        whole_things: dict[int, list[int]] = {}
        for variable in diagrams.order:
            things = domain.variables[variable].things
            outermost = things[0] if things else variable
            whole_things.setdefault(outermost, []).append(variable)
        groups = [sorted(group, key=diagrams.level.__getitem__) for group in whole_things.values() if len(group) > 1]
        sift(diagrams, list(roots.diagrams), groups=groups)


class _Builder:
    """Makes the roots, each from those it is made of; where one of them is missing, so is what is made of it."""

    def __init__(self, domain: Domain, diagrams: Diagrams) -> None:
        self.diagrams = diagrams
        self.conditions = Conditions(domain, diagrams)
        self._speaks: dict[Voice, Node | None] = {}
        self._applies: dict[Provision, Node | None] = {}
        self._stands: dict[Provision, Node | None] = {}

    def roots(self, whole: Whole, voices: Sequence[Voice], *, with_verdicts: bool) -> Roots:
        """Return the roots of a whole, of its rows, and of the clauses of their voices."""
        rules = tuple(rule for voice in voices for rule in voice.provisions)
        for voice in voices:
            self._speaks[voice] = self._attempt(partial(self._voice, voice))
        alone = {rule: self._attempt(partial(self._alone, rule)) for rule in rules}
        for rule in outermost_first(rules):
            self._applies[rule] = self._attempt(partial(applies, self.diagrams, rule, alone, self._stands))
            self._stands[rule] = self._attempt(partial(stands, self.diagrams, rule, self._applies, self._stands))
        lines = {line.name: line for voice in voices for line in voice.policy.always}.values()
        kept = [self._attempt(partial(self._kept, line)) for line in lines]
        return Roots(
            possible=self._attempt(lambda: self._and(map(there, kept))),
            lines=tuple(kept),
            speaks=tuple(self._speaks[voice] for voice in voices),
            alone=tuple(alone.values()),
            applies=tuple(self._applies[rule] for rule in rules),
            stands=tuple(self._stands[rule] for rule in rules),
            verdicts=tuple(
                self._attempt(
                    partial(verdict, self.diagrams, each, self._stands, self._speaks),
                    nodes=MOST_NODES_A_VERDICT,
                    steps=MOST_STEPS_A_VERDICT,
                )
                if with_verdicts
                else None
                for each in whole.everything
            ),
            states=tuple(
                tuple(self._attempt(partial(self._state, duty)) for duty in voice.policy.duties) for voice in voices
            ),
        )

    def _attempt(
        self,
        make: Callable[[], Node | None],
        *,
        nodes: int = MOST_NODES_A_CLAUSE,
        steps: int = MOST_NODES_A_CLAUSE * MOST_STEPS_A_NODE,
    ) -> Node | None:
        """Return a diagram, or nothing where it is too large."""
        try:
            with self.diagrams.at_most(nodes, steps=steps):
                return make()
        except (DiagramTooLargeError, RecursionError, MissingError):
            return None

    def _and(self, operands: Iterable[Node]) -> Node:
        return conjoin(self.diagrams, operands)

    def _or(self, operands: Iterable[Node]) -> Node:
        return disjoin(self.diagrams, operands)

    def _kept(self, line: Always) -> Node:
        return self._or([negate(self.diagrams, self.conditions(line.condition)), self.conditions(line.consequence)])

    # ------------------------------------------------------------ rules 1 to 3: clauses

    def _voice(self, voice: Voice) -> Node:
        around = [there(self._speaks[each]) for each in voice.incorporated_by]
        scope = voice.policy.applies
        return self._and([self._or(around) if around else TRUE, TRUE if scope is None else self.conditions(scope)])

    def _alone(self, rule: Provision) -> Node:
        """Return where a clause applies, as far as it says itself: whatever it is under, and whatever prevails."""
        clause: Clause = rule.clause
        parts = [there(self._speaks[rule.voice])]
        if clause.times:
            parts.append(self.conditions.during(clause.times))
        if clause.when is not None:
            parts.append(self.conditions(clause.when))
        if clause.unless is not None:
            parts.append(negate(self.diagrams, self.conditions(clause.unless)))
        return self._and(parts)

    # ------------------------------------------------------------ rule 5: duties

    def _state(self, duty: Duty) -> Node:
        """Return the state of a duty, should it be due."""
        diagrams, leaf = self.diagrams, self.diagrams.leaf
        state = leaf("unknown")
        if duty.fulfilled is not None:
            state = choose(diagrams, self.conditions(duty.fulfilled), leaf("fulfilled"), leaf("outstanding"))
        if duty.breached is not None:
            state = choose(diagrams, self.conditions(duty.breached), leaf("breached"), state)
        return state
