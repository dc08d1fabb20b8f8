"""A mutant compiled beside the policy that it was made of: what it changes, and what depends on that, is made again."""

from collections.abc import Mapping

from policylang.analyse.scenarios.mutants import Mutant
from policylang.analyse.subject import Subject
from policylang.core.from_semantics import compile_into
from policylang.core.program import Program, Roots, outermost_first
from policylang.core.verdict import applies, stands, there, verdict
from policylang.diagram.algebra import apply, choose
from policylang.diagram.manager import FALSE, TRUE, Cells, Diagrams, DiagramTooLargeError, Node, Variable
from policylang.semantics.policy import Duty
from policylang.semantics.reference import Provision
from policylang.semantics.whole import whole_of


def variant(subject: Subject, mutant: Mutant) -> Program:
    """Return a mutant compiled into the manager of the policy, which tells apart what the mutant does.

    Clauses, duties and voices have the numbers that they have in the policy. The outcome is left out, since it is dear
    and seldom needed: `with_outcome` makes it.

    Raises:
        DiagramTooLargeError: Another diagram would be too large.
        MissingError: One that it is made of is missing in the policy too.

    Cost: Linear in the number of clauses, and the diagrams of those that the change reaches; all of them where the
        scope is changed.
    """
    if subject.policy.incorporated and any(owner.kind == "scope" for owner in mutant.owners):
        return compile_into(mutant.policy, subject.domain, subject.diagrams)
    return _Variant(subject, mutant).program()


def with_outcome(subject: Subject, program: Program) -> Program:
    """Return a compiled mutant with its outcome; where that would be too large, as it is."""
    roots, before = program.roots, subject.program.roots
    if roots.verdicts[0] is not None or before.verdicts[0] is None:
        return program
    if (roots.stands, roots.speaks) == (before.stands, before.speaks):
        return _with_verdict(program, before.verdicts[0])
    voices = dict.fromkeys(program.whole.everybody)
    rules = [rule for voice in voices for rule in voice.provisions]
    standing = dict(zip(rules, roots.stands, strict=True))
    speaks = dict(zip(voices, roots.speaks, strict=True))
    try:
        return _with_verdict(program, verdict(subject.diagrams, program.whole, standing, speaks))
    except DiagramTooLargeError:
        return program


def _with_verdict(program: Program, node: Node) -> Program:
    roots = program.roots._replace(verdicts=(node, *program.roots.verdicts[1:]))
    return Program(program.policy, program.whole, program.domain, program.diagrams, roots)


class _Variant:
    """The diagrams of a mutant; where its policy incorporates others, its scope is that of the policy."""

    def __init__(self, subject: Subject, mutant: Mutant) -> None:
        self.subject = subject
        self.mutant = mutant
        self.roots: Roots = subject.program.roots
        self.whole = whole_of(mutant.policy, None)
        self.voice = self.whole.voices[0]
        self.rules = self.voice.provisions
        voices = dict.fromkeys(self.whole.everybody)
        everyone = [rule for voice in voices for rule in voice.provisions]
        self.alone: dict[Provision, Node | None] = dict(zip(everyone, self.roots.alone, strict=True))
        self.applying: dict[Provision, Node | None] = dict(zip(everyone, self.roots.applies, strict=True))
        self.standing: dict[Provision, Node | None] = dict(zip(everyone, self.roots.stands, strict=True))
        self.speaks = dict(zip(voices, self.roots.speaks, strict=True))

    def program(self) -> Program:
        """Return the compiled mutant."""
        clauses = {owner.name for owner in self.mutant.owners if owner.kind == "clause"}
        if any(owner.kind == "scope" for owner in self.mutant.owners):
            scope = self.mutant.policy.applies
            self.speaks[self.voice] = TRUE if scope is None else self.subject.condition(scope)
            clauses = {rule.clause.name for rule in self.rules}
        over = {self.mutant.exception.over} if self.mutant.exception else set()
        self._clauses(clauses, over)
        roots = self.roots._replace(
            speaks=tuple(self.speaks.values()),
            alone=tuple(self.alone.values()),
            applies=tuple(self.applying.values()),
            stands=tuple(self.standing.values()),
            verdicts=(None, *self.roots.verdicts[1:]),
            states=(self._states(), *self.roots.states[1:]),
        )
        return Program(self.mutant.policy, self.whole, self.subject.domain, self.subject.diagrams, roots)

    def _clauses(self, clauses: set[str], over: set[str]) -> None:
        """Make the changed clauses again, and those that depend on them."""
        diagrams = self.subject.diagrams
        changed: set[Provision] = set()
        for rule in outermost_first(self.rules):
            depends = any(each in changed for each in (*rule.prevailing, *rule.under))
            if rule.clause.name in clauses:
                self.alone[rule] = self._alone(rule)
            if rule.clause.name in clauses | over or depends:
                before = self.standing[rule]
                self.applying[rule] = applies(diagrams, rule, self.alone, self.standing)
                self.standing[rule] = stands(diagrams, rule, self.applying, self.standing)
                if self.standing[rule] != before:
                    changed.add(rule)

    def _alone(self, rule: Provision) -> Node:
        subject, clause = self.subject, rule.clause
        parts = [there(self.speaks[self.voice])]
        if clause.times:
            parts.append(subject.condition.during(clause.times))
        if clause.when is not None:
            parts.append(subject.condition(clause.when))
        if clause.unless is not None:
            parts.append(subject.no(subject.condition(clause.unless)))
        return subject.both(*parts)

    def _states(self) -> tuple[Node | None, ...]:
        changed = {owner.name for owner in self.mutant.owners if owner.kind == "duty"}
        before = self.roots.states[0]
        duties = self.mutant.policy.duties
        return tuple(
            self._state(duty) if duty.name in changed else state for duty, state in zip(duties, before, strict=True)
        )

    def _state(self, duty: Duty) -> Node:
        diagrams, condition = self.subject.diagrams, self.subject.condition
        leaf = diagrams.leaf
        state = leaf("unknown")
        if duty.fulfilled is not None:
            state = choose(diagrams, condition(duty.fulfilled), leaf("fulfilled"), leaf("outstanding"))
        if duty.breached is not None:
            state = choose(diagrams, condition(duty.breached), leaf("breached"), state)
        return state


def unlike(diagrams: Diagrams, one: Node, other: Node) -> Node:
    """Return where two diagrams have different values."""
    values = diagrams.values

    def settle(given: tuple[Node, ...]) -> Node | tuple[Node, ...]:
        if given[0] == given[1]:
            return FALSE
        return TRUE if given[0] in values and given[1] in values else given

    return apply(diagrams, "unlike", settle, (one, other))


def differ_within(diagrams: Diagrams, one: Node, other: Node, known: Mapping[Variable, Cells]) -> bool:
    """Whether two diagrams have different values somewhere in what is known.

    Cost: At most the product of their sizes; what they have in common is not looked at.
    """
    variable_of, children_of, level = diagrams.variable, diagrams.children, diagrams.level
    seen = {(one, other)}
    todo = [(one, other)] if one != other else []
    while todo:
        pair = todo.pop()
        asked = [variable_of[node] for node in pair if children_of[node]]
        if not asked:
            return True
        variable = min(asked, key=level.__getitem__)
        cells = known.get(variable, -1)
        down = [
            children_of[node] if variable_of[node] == variable else (node,) * diagrams.sizes[variable] for node in pair
        ]
        new = {each for cell, each in enumerate(zip(*down, strict=True)) if cells >> cell & 1 and each[0] != each[1]}
        new -= seen
        seen |= new
        todo.extend(new)
    return False
