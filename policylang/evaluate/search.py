"""The account of a case under a policy whose outcome is too large for one diagram: a search over its clauses.

Each clause alone is a small diagram, so what is known of a case says of most of them whether they apply. The index
finds the others, and the search narrows the case, one variable after the other, until the question is answered: by the
doubt that the rules come to first, on the side that would answer it with yes. It is exact; should it take too long, it
says so, and what could not be ruled out counts as possible.
"""

from collections.abc import Iterator, Sequence
from functools import partial

from policylang.core.index import bits_of, positions
from policylang.core.program import Program, outermost_first
from policylang.core.verdict import MissingError, applies, stands, there, verdict
from policylang.diagram.algebra import restrict
from policylang.diagram.manager import FALSE, TRUE, Diagrams, DiagramTooLargeError, Node
from policylang.diagram.walk import leaves, leaves_together
from policylang.evaluate.account import Due, Lifting
from policylang.evaluate.asking import STATES, AskingAccount, Question, milder_first
from policylang.evaluate.case import Case
from policylang.evaluate.from_index import candidates
from policylang.evaluate.inquiry import Remainder
from policylang.evaluate.narrowing import POSSIBLE, Atoms, ConditionAtom, Narrowed, Part, narrowed
from policylang.evaluate.needed import judged
from policylang.semantics.decision import Certainty, DutyState
from policylang.semantics.policy import OUTCOME_OF, OUTCOMES, Duty, Outcome, Path
from policylang.semantics.reference import Provision, Voice
from policylang.semantics.whole import Whole
from policylang.semantics.worlds import Answer, Doubt, every, opposite, some

LIMIT = 400_000
"""How many steps a question may take before it is given up: to look at a clause by itself is a step,"""
SHARES = 5
"""all questions about a case together may take so many times as many,"""
STEPS_A_CASE = 20
"""and to narrow a case takes as long as so many."""
MOST_NODES = 20_000
MOST_STEPS = 800_000


class SearchAccount(AskingAccount):
    """The answers about one case, by searching.

    Args:
        atoms: The atoms of the compiled policy.
        case: What is known; some completion must be possible.
    """

    def __init__(self, atoms: Atoms, case: Case) -> None:
        super().__init__()
        self.atoms = atoms
        self.program: Program = atoms.program
        self.case = case
        self.start: Narrowed = narrowed(atoms, case.left)
        self.rules = candidates(atoms.judge, self.start.rows)
        self._steps_left = LIMIT * SHARES
        self.limit: str | None = None
        """The limit that was met so far, in words."""
        self.is_possible = self.start.sure(POSSIBLE) is True or self.exists(lambda here: True)  # noqa: ARG005

    # ------------------------------------------------------------ questions

    def exists(self, question: Question) -> bool:
        """Return whether some possible completion answers a question with yes, or may, where a limit is met."""
        todo: list[tuple[Narrowed, Part]] = [(self.start, {})]
        least = max(self._steps_left - LIMIT, 0)
        while todo:
            around, part = todo.pop()
            here = around.within(part) if part else around
            can_be = here.answer(POSSIBLE)
            answer = can_be if can_be is False else question(here)
            if answer is False:
                continue
            doubt = answer if answer is not True else can_be
            if doubt is True:
                return True
            assert isinstance(doubt, Doubt)  # noqa: S101 - neither yes nor no
            self._steps_left -= STEPS_A_CASE + here.looked_at
            if self._steps_left < least:
                self.limit = f"{LIMIT:,} steps"
                return True
            todo.extend([(here, part) for part in here.split(doubt)])
        return False

    def certainty(self, question: Question) -> Certainty | None:
        """Return whether the answer is yes in every possible completion, or in some; nothing where in none."""
        if not self.exists(question):
            return None
        return "possibly" if self.exists(lambda here: opposite(question(here))) else "certainly"

    def possible_outcomes(self, whole: Whole) -> tuple[Outcome, ...]:
        """Return the possible outcomes, mildest first."""
        return self._plain_outcomes() or milder_first(self.exists, whole)

    def _plain_outcomes(self) -> tuple[Outcome, ...]:
        """Return the possible outcomes where they are seen at once: of prohibitions that nobody lifts or contradicts.

        One that may apply makes the strict outcome possible, and a completion that avoids them all the mild one.
        """
        mild, strict = OUTCOMES
        judge, here = self.atoms.judge, self.start
        if not self._is_plain or here.rows & judge.rows_for[mild] or self.program.policy.otherwise != mild:
            return ()
        prohibiting = here.rows & judge.rows_for[strict]
        if not prohibiting:
            return (mild,)
        if prohibiting & here.certain:
            return (strict,)
        return OUTCOMES if judge.can_avoid(prohibiting, here.left) else ()

    @property
    def _is_plain(self) -> bool:
        """Whether clauses stand just where their rows are left, and every completion is possible."""
        return self.atoms.judge.is_plain and self.start.sure(POSSIBLE) is True

    def stands(self, rule: Provision) -> Certainty | None:
        """Return whether a clause stands; a clause with a diagram, of which no other has a say, needs no search."""
        number = self.program.number[rule]
        alone = self.start.sure(number)
        if alone is False:
            return None
        if alone is True and number not in self.atoms.judge.linked:
            return "certainly"
        root = self.program.roots.stands[number]
        if root is not None and self.start.sure(POSSIBLE) is True:
            return self._certainty_of(root)
        return super().stands(rule)

    def _certainty_of(self, root: Node) -> Certainty | None:
        """Return whether a diagram is yes, where every completion is possible."""
        found = leaves(self.program.diagrams, root, self.start.known, enough=2)
        return None if TRUE not in found else "certainly" if len(found) == 1 else "possibly"

    def standing(self, whole: Whole) -> dict[Provision, Certainty]:
        """Return the clauses that stand in some possible completion."""
        rules = self._of(whole)
        return {rule: how for rule in rules if (how := self.stands(rule))}

    def _of(self, whole: Whole) -> list[Provision]:
        return self.atoms.judge.of_whole(self.rules, whole)

    def is_stood(self, rule: Provision) -> Question:
        """Return the question whether a clause stands."""
        return lambda here: here.stands(rule)

    def is_lifted(self, rule: Provision) -> Question:
        """Return the question whether a clause applies and does not stand."""
        return lambda here: every((here.applies(rule), opposite(here.stands(rule))))

    def lifts(self, by: Provision, over: Provision) -> Question:
        """Return the question whether a clause stands that prevails over one that applies."""
        return lambda here: every((here.applies(over), here.stands(by)))

    def lifted(self, whole: Whole) -> dict[Provision, Lifting]:
        """Return the clauses that apply and do not stand in some possible completion."""
        found = {}
        for rule in self._of(whole):
            over = [each for each in rule.prevailing if self.stands(each)]
            how = self._lifted(rule) if over else None
            if how:
                by = tuple(each for each in over if self._lifts(each, rule))
                found[rule] = Lifting(how, by)
        return found

    def _lifted(self, rule: Provision) -> Certainty | None:
        together = self._together(rule, rule)
        if together is None:
            return self.certainty(self.is_lifted(rule))
        lifted = [applies == TRUE and stands == FALSE for applies, stands in together]
        return None if not any(lifted) else "certainly" if all(lifted) else "possibly"

    def _lifts(self, by: Provision, over: Provision) -> bool:
        together = self._together(over, by)
        return self.exists(self.lifts(by, over)) if together is None else (TRUE, TRUE) in together

    def _together(self, one: Provision, other: Provision) -> frozenset[tuple[Node, ...]] | None:
        """Return whether a clause can apply and another stand, as pairs; nothing where diagrams do not tell."""
        roots, number = self.program.roots, self.program.number
        applies, stands = roots.applies[number[one]], roots.stands[number[other]]
        if applies is None or stands is None or self.start.sure(POSSIBLE) is not True:
            return None
        return leaves_together(self.program.diagrams, (applies, stands), self.start.known)

    # ------------------------------------------------------------ duties

    def duties(self, whole: Whole) -> Iterator[Due]:
        """Return the duties that are due in some possible completion."""
        for number, calling in self.atoms.judge.called_for(self.standing(whole), whole):
            yield self._due(*self.program.duties[number], calling)

    def _due(self, voice: Voice, duty: Duty, calling: list[Provision]) -> Due:
        def is_due(here: Narrowed) -> Answer:
            return some(here.stands(each) for each in calling)

        how: Certainty | None = "possibly"
        if any(self.stands(each) == "certainly" for each in calling):
            how = "certainly"
        elif len(calling) > 1 and not self._can_be_spared(calling):
            how = self.certainty(is_due)
        if duty.fulfilled is None and duty.breached is None:
            return Due(voice, duty, how or "possibly", "unknown")
        states = [state for state in STATES if self.exists(partial(_is_due_in_state, is_due, duty, state))]
        return Due(voice, duty, how or "possibly", states[0] if len(states) == 1 else "unknown")

    def _can_be_spared(self, calling: Sequence[Provision]) -> bool:
        """Whether a completion is found at once in which none of some clauses stands."""
        if not self._is_plain:
            return False
        numbers = {self.program.number[each] for each in calling}
        of_row = self.atoms.judge.index.rules
        rows = bits_of([row for row in positions(self.start.rows) if of_row[row] in numbers])
        return self.atoms.judge.can_avoid(rows, self.start.left)

    def is_due_in_state(self, voice: Voice, duty: Duty, state: DutyState) -> Question:
        """Return the question whether a duty is due, and in this state."""
        calling = [each for each in self.rules if each.voice is voice and duty.name in each.clause.targets]
        return partial(_is_due_in_state, lambda here: some(here.stands(each) for each in calling), duty, state)

    # ------------------------------------------------------------ facts

    def judged(self, whole: Whole) -> tuple[Path, ...]:
        """Return the judged facts among those given that the outcome would be lost without, other facts given."""
        return judged(self.program, lambda case: SearchAccount(self.atoms, case), self.case, whole)

    def open_paths(self, whole: Whole) -> tuple[Path, ...]:
        """Return what can still change the outcome, the one to ask for first.

        The clauses that are left in doubt are put together into one diagram; where that is too large, all that they ask
        is open, and what those ask on which they depend, and the scopes.
        """
        try:
            remainder = self._remainder(whole)
            return remainder.ordered()
        except (DiagramTooLargeError, MissingError, RecursionError):
            self.limit = self.limit or f"{MOST_NODES:,} nodes"
        return self._whatever_is_asked(whole)

    def _whatever_is_asked(self, whole: Whole) -> tuple[Path, ...]:
        """Return all unknown facts that anything reads on which the outcome may depend."""
        number = self.program.number
        speaking = [rule for rule in self._of(whole) if rule.clause.effect in OUTCOME_OF]
        atoms: set[object] = {number[each] for each in outermost_first(speaking)}
        atoms.update(whole.voices)
        atoms.add(POSSIBLE)
        asked = set().union(*(self.atoms.reads(atom) for atom in atoms))
        variables = self.program.domain.variables
        asked.update(thing for each in tuple(asked) for thing in variables[each].things)
        unknown = (
            each for each in self.program.diagrams.order if each in asked and self.case.left[each].bit_count() > 1
        )
        return tuple(dict.fromkeys(path for each in unknown if (path := variables[each].path) is not None))

    def _remainder(self, whole: Whole) -> Remainder:
        program, known = self.program, self.start.known
        diagrams = Diagrams(program.domain.sizes, order=program.diagrams.order)
        with diagrams.at_most(MOST_NODES, steps=MOST_STEPS):
            numbers = [program.number[rule] for rule in self.rules]
            roots = [there(program.roots.alone[number]) for number in numbers]
            speaks = [there(each) for each in program.roots.speaks]
            left = restrict(program.diagrams, [*roots, *speaks], known, into=diagrams)
            alone: dict[Provision, Node | None] = dict.fromkeys(program.rules, FALSE)
            alone.update({program.rules[number]: left[place] for place, number in enumerate(numbers)})
            standing: dict[Provision, Node | None] = {}
            applying: dict[Provision, Node | None] = {}
            for rule in outermost_first(program.rules):
                applying[rule] = applies(diagrams, rule, alone, standing)
                standing[rule] = stands(diagrams, rule, applying, standing)
            by_voice = dict(zip(program.voices, left[len(numbers) :], strict=True))
            outcome = verdict(diagrams, whole, standing, by_voice)
            return Remainder(program, diagrams, outcome, known)


def _is_due_in_state(is_due: Question, duty: Duty, state: DutyState, here: Narrowed) -> Answer:
    """Rule 5. Whether a duty is due, and in this state."""
    breached = False if duty.breached is None else here.answer(ConditionAtom(duty.breached))
    fulfilled = False if duty.fulfilled is None else here.answer(ConditionAtom(duty.fulfilled))
    can_be_told = duty.fulfilled is not None
    states: dict[DutyState, tuple[Answer, ...]] = {
        "breached": (breached,),
        "fulfilled": (opposite(breached), fulfilled),
        "outstanding": (opposite(breached), opposite(fulfilled), can_be_told),
        "unknown": (opposite(breached), not can_be_told),
    }
    return every((is_due(here), *states[state]))
