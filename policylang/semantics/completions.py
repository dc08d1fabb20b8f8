"""Rule 7: the possible completions of a case, and what is so in all of them, in some, or in none.

"Rules 1 to 6 decide the whole; then the case is decided by *all* its possible completions." Each question is answered
on its own: in the world of the case as it is given, and where the answer is in doubt, in the two worlds on either side
of the doubt. A world counts only if it holds a completion that every `always` allows.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple, NoReturn

from policylang.semantics.decision import Certainty
from policylang.semantics.knowledge import Knowledge
from policylang.semantics.policy import Always, Policy
from policylang.semantics.readers import Readers
from policylang.semantics.reference import Voice, is_kept, stands
from policylang.semantics.worlds import Answer, Case, Doubt, LimitMetError, Variable, World, every, opposite, tests

LIMIT = 50_000
"""How many steps a decision may take, unless the caller says otherwise; to read a clause is a step."""
SHARE = 20
"""A question other than that of the outcome may use one part in so many of the limit."""

Question = Callable[[World], Answer]


class Bond(NamedTuple):
    """Lines of `always` that the case leaves in doubt, and the variables that they bind to one another."""

    lines: tuple[Always, ...]
    variables: tuple[Variable, ...]


class Completions:
    """The possible completions of a case on a day.

    Args:
        policies: The policy and whatever it incorporates.
        knowledge: What is known.
        day: The date of the decision.
        limit: How many steps may be taken; to read a clause is a step.

    Raises:
        CaseError: No completion is possible.
        TooLargeError: The limit was met before one was found.
    """

    def __init__(self, policies: Sequence[Policy], knowledge: Knowledge, day: dt.date, *, limit: int = LIMIT) -> None:
        self.case = Case(policies, knowledge, day)
        self.start = World(self.case)
        self.limit = limit
        self.limit_met = False
        self._left = limit
        lines = {line.name: line for policy in policies for line in policy.always}
        self.case.steps_left = limit
        try:
            self._bonds = self._bound(tuple(lines.values()))
        except LimitMetError:
            _refuse_as_too_large()

    def settle(self, voices: Iterable[Voice]) -> None:
        """Read every clause once, outside the limit, and keep what is settled by the case as it is given."""
        voices = tuple(voices)
        provisions = [provision for voice in voices for provision in voice.provisions]
        self.case.steps_left = len(provisions)
        for provision in provisions:
            stands(provision, self.start)
        self.case.settled = {asked: yes for asked, yes in self.start.answers.items() if not isinstance(yes, Doubt)}
        self.readers = Readers(voices, self.start)
        self.case.lasting = {*voices, *provisions}
        self.case.affected = self.readers.affected

    def exists(self, question: Question, *, share: int = SHARE) -> bool:
        """Return whether some possible completion answers a question with yes.

        Where the limit is met before that is known, it cannot be ruled out: the answer is yes, and so is `limit_met`.
        """
        granted = self.grant(share=share)
        try:
            return self.witness(question) is not None
        except LimitMetError:
            self.limit_met = True
            return True
        finally:
            self.take_back(granted)

    def grant(self, *, share: int = SHARE) -> int:
        """Allow as many steps as a question may take, and return the number."""
        self.case.steps_left = granted = min(self._left, self.limit // share)
        return granted

    def take_back(self, granted: int) -> None:
        """Count what was used of a grant."""
        self._left -= granted - self.case.steps_left

    def certainty(self, question: Question) -> Certainty | None:
        """Return whether the answer is yes in every possible completion, or in some; nothing where in none."""
        if not self.exists(question):
            return None
        return "possibly" if self.exists(lambda world: opposite(question(world))) else "certainly"

    def witness(self, question: Question) -> World | None:
        """Return a world in all of whose completions, one at least, the answer is yes, or nothing where there is none.

        Raises:
            LimitMetError: No more steps may be taken.
        """
        worlds = [self.start]
        while worlds:
            world = worlds.pop()
            if not self.is_possible(world):
                continue
            answer = question(world)
            if answer is True:
                return world
            if isinstance(answer, Doubt):
                worlds.append(world.where(answer.variable, answer.no))
                worlds.append(world.where(answer.variable, answer.yes))  # the side that helps is tried first
        return None

    def is_possible(self, world: World) -> bool:
        """Return whether a world, which narrows a variable of a possible one, has a completion that `always` allows."""
        bond = self._bonds.get(world.newest) if world.newest else None
        return bond is None or self._can_be_kept(bond.lines, world)

    def bond(self, variable: Variable) -> Bond:
        """Return the variables that `always` lines bind to a variable, itself among them, and the lines."""
        return self._bonds.get(variable) or Bond((), (variable,))

    def _can_be_kept(self, lines: Sequence[Always], world: World) -> bool:
        worlds = [world]
        while worlds:
            here = worlds.pop()
            answer = every(is_kept(line, here) for line in lines)
            if answer is True:
                return True
            if isinstance(answer, Doubt):
                self.case.spend()
                worlds.append(here.where(answer.variable, answer.no))
                worlds.append(here.where(answer.variable, answer.yes))
        return False

    def _bound(self, lines: Sequence[Always]) -> dict[Variable, Bond]:
        """Return what binds each variable, lines that the case settles left aside."""
        bonds: dict[Variable, Bond] = {}
        for line in lines:
            if is_kept(line, self.start) is True:
                continue
            read = tests((line.condition, line.consequence))
            variables = [each for test in read for each in self.case.variables(test) if len(each.cells) > 1]
            touched = {id(bond): bond for variable in variables if (bond := bonds.get(variable))}.values()
            together = dict.fromkeys([each for bond in touched for each in bond.variables] + variables)
            joined = Bond((*(each for bond in touched for each in bond.lines), line), tuple(together))
            bonds.update(dict.fromkeys(joined.variables, joined))
            if not variables or not self._can_be_kept(joined.lines, self.start):
                self._refuse(joined.lines)
        return bonds

    def _refuse(self, lines: Sequence[Always]) -> None:
        from policylang.diagnostics.errors import CaseError

        needed = list(lines)
        for line in lines:
            fewer = [each for each in needed if each is not line]
            if fewer and not self._can_be_kept(fewer, self.start):
                needed = fewer
        names = " and ".join(f"`{line.name}`" for line in needed)
        whys = "; ".join(line.why for line in needed if line.why)
        verb = "breaks" if len(needed) == 1 else "cannot keep"
        raise CaseError(f"the case cannot be: it {verb} {names}{f' ({whys})' if whys else ''}", code="P0605")


def _refuse_as_too_large() -> NoReturn:
    from policylang.diagnostics.errors import TooLargeError

    raise TooLargeError("what `always` holds is too much to find out whether the case can be")
