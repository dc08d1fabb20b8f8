"""The account of a case from the compiled policy: walks over its diagrams, whatever is known and whatever is not.

Each answer is exact: a diagram is a function, so what it can be in some possible completion are the leaves that are
reached within the cells that the case leaves. Where `always` is in doubt, its diagram goes down beside.
"""

from collections.abc import Hashable, Iterator, Sequence
from typing import cast

from policylang.core.program import Program, Verdict
from policylang.diagram.manager import TRUE, Node
from policylang.diagram.walk import leaves, leaves_together
from policylang.evaluate.account import Due, Given, Lifting
from policylang.evaluate.case import Case
from policylang.evaluate.from_index import Judge, candidates
from policylang.evaluate.needed import judged
from policylang.semantics.decision import Basis, Certainty
from policylang.semantics.policy import OUTCOME_OF, OUTCOMES, Duty, Outcome, Path
from policylang.semantics.reference import BASES, Provision, Voice, calling_for
from policylang.semantics.whole import Whole


class DiagramAccount:
    """The answers about one case, each from the diagrams.

    Args:
        judge: The compiled policy, all of whose diagrams are there, with its index.
        case: What is known. `is_possible` says whether some completion is possible; the rest is asked only then.
    """

    has_limit = False

    def __init__(self, judge: Judge, case: Case) -> None:
        self.judge = judge
        self.program: Program = judge.program
        program = judge.program
        self.case = case
        self.known = program.domain.known(case.left)
        self._values = program.diagrams.values
        possible = _there(program.roots.possible)
        found = leaves(program.diagrams, possible, self.known)
        self.is_possible = TRUE in found
        self._bound: tuple[Node, ...] = (possible,) if len(found) > 1 else ()
        rows = judge.rows(case.left)
        self._certain = judge.certain_rows(case.left)
        self._rules = candidates(judge, rows)
        self._standing: dict[Provision, Certainty | None] = {}
        self._candidates = frozenset(self._rules)

    @property
    def limit(self) -> str | None:
        """There is none to meet."""
        return None

    # ------------------------------------------------------------ what can be

    def together(self, *roots: Node) -> set[tuple[Hashable, ...]]:
        """Return which values some diagrams can have at once, in possible completions."""
        diagrams, values = self.program.diagrams, self._values
        if len(roots) == 1 and not self._bound:
            found = leaves(diagrams, roots[0], self.known, enough=self.judge.leaf_count(roots[0]))
            return {(values[leaf],) for leaf in found}
        together = leaves_together(diagrams, (*roots, *self._bound), self.known)
        if self._bound:
            together = frozenset(each[:-1] for each in together if each[-1] == TRUE)
        return {tuple([values[leaf] for leaf in each]) for each in together}

    def certainty(self, root: Node) -> Certainty | None:
        """Return whether a diagram is yes in every possible completion, or in some; nothing where in none."""
        answers = self.together(root)
        if (True,) not in answers:
            return None
        return "certainly" if len(answers) == 1 else "possibly"

    # ------------------------------------------------------------ the outcome

    def outcomes(self, whole: Whole) -> tuple[Outcome, ...]:
        """Return the possible outcomes, mildest first."""
        found = {outcome for outcome, _ in self._verdicts(whole)}
        return tuple(each for each in OUTCOMES if each in found)

    def bases(self, whole: Whole) -> tuple[Basis, ...]:
        """Return every basis that a possible outcome can have, the strongest first."""
        found = {basis for _, basis in self._verdicts(whole)}
        return tuple(each for each in BASES if each in found)

    def _verdicts(self, whole: Whole) -> set[Verdict]:
        return {cast("Verdict", said) for (said,) in self.together(self._verdict(whole))}

    def against(self, whole: Whole) -> dict[Provision, Certainty]:
        """Return the clauses that stand in some possible completion which has another outcome."""
        found: dict[Provision, Certainty] = {}
        possible = self.outcomes(whole)
        for rule in self.standing(whole):
            outcome = OUTCOME_OF.get(rule.clause.effect)
            if outcome is not None and possible != (outcome,):
                pairs = self.together(self._stands_root(rule), self._verdict(whole))
                losing = [stands is True and cast("Verdict", verdict)[0] != outcome for stands, verdict in pairs]
                if any(losing):
                    found[rule] = "certainly" if all(losing) else "possibly"
        return found

    # ------------------------------------------------------------ clauses

    def standing(self, whole: Whole) -> dict[Provision, Certainty]:
        """Return the clauses that stand in some possible completion."""
        return {rule: how for rule in self._of(whole) if (how := self._stands(rule))}

    def _of(self, whole: Whole) -> list[Provision]:
        return self.judge.of_whole(self._rules, whole)

    def _stands(self, rule: Provision) -> Certainty | None:
        if rule not in self._standing:
            self._standing[rule] = self._stand(rule) if rule in self._candidates else None
        return self._standing[rule]

    def _stand(self, rule: Provision) -> Certainty | None:
        """Return whether a clause stands: its row of the index tells it, unless others or an `always` have a say."""
        number = self.program.number[rule]
        row = self.judge.row_of.get(number)
        if row is not None and number not in self.judge.linked:
            if self._certain >> row & 1:
                return "certainly"
            if not self._bound:
                return "possibly"
        return self.certainty(self._stands_root(rule))

    def lifted(self, whole: Whole) -> dict[Provision, Lifting]:
        """Return the clauses that apply and do not stand in some possible completion."""
        found = {}
        for rule in self._of(whole):
            over = [each for each in rule.prevailing if self._stands(each)]
            if not over:
                continue
            applies = self._applies_root(rule)
            lifted = [
                does is True and stands is False for does, stands in self.together(applies, self._stands_root(rule))
            ]
            if any(lifted):
                by = tuple(each for each in over if (True, True) in self.together(applies, self._stands_root(each)))
                found[rule] = Lifting("certainly" if all(lifted) else "possibly", by)
        return found

    # ------------------------------------------------------------ duties and advice

    def duties(self, whole: Whole) -> Iterator[Due]:
        """Return the duties that are due in some possible completion."""
        for number, calling in self.judge.called_for(self.standing(whole), whole):
            voice, duty = self.program.duties[number]
            yield self._due(voice, duty, number - self.program.first_duty[voice], calling)

    def _due(self, voice: Voice, duty: Duty, number: int, calling: Sequence[Provision]) -> Due:
        state = self._state_root(voice, number)
        how: Certainty = "possibly"
        if any(self._stands(each) == "certainly" for each in calling):
            states = {each for (each,) in self.together(state)}
            how = "certainly"
        elif len(calling) == 1 and self.program.diagrams.is_leaf(state):
            states = {self._values[state]}
        else:
            found = self.together(*(self._stands_root(each) for each in calling), state)
            states = {each[-1] for each in found if True in each[:-1]}
            how = "certainly" if all(True in each[:-1] for each in found) else "possibly"
        return Due(voice, duty, how, states.pop() if len(states) == 1 else "unknown")  # type: ignore[arg-type]

    def advice(self, whole: Whole) -> Iterator[Given]:
        """Return the advice that is given in some possible completion."""
        for voice in whole.voices:
            for advice in voice.policy.advice:
                calling = [each for each in calling_for(voice, advice) if self._stands(each)]
                if calling:
                    found = self.together(*map(self._stands_root, calling))
                    yield Given(voice, advice, "certainly" if all(True in each for each in found) else "possibly")

    # ------------------------------------------------------------ facts

    def open_paths(self, whole: Whole) -> tuple[Path, ...]:
        """Return what can still change the outcome, the one to ask for first."""
        from policylang.evaluate.inquiry import open_paths

        return open_paths(self.program, self._verdict(whole), self.known)

    def judged(self, whole: Whole) -> tuple[Path, ...]:
        """Return the judged facts among those given that the outcome would be lost without, other facts given."""
        return judged(self.program, lambda case: DiagramAccount(self.judge, case), self.case, whole)

    # ------------------------------------------------------------ roots

    def _stands_root(self, rule: Provision) -> Node:
        return _there(self.program.roots.stands[self.program.number[rule]])

    def _applies_root(self, rule: Provision) -> Node:
        return _there(self.program.roots.applies[self.program.number[rule]])

    def _verdict(self, whole: Whole) -> Node:
        return _there(self.program.roots.verdicts[self.program.whole_number[id(whole)]])

    def _state_root(self, voice: Voice, number: int) -> Node:
        return _there(self.program.roots.states[self.program.voice_number[voice]][number])


def _there(node: Node | None) -> Node:
    assert node is not None  # noqa: S101 - asked only of programs that are whole
    return node
