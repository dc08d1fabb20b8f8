"""What can still change an undetermined outcome, and which question to ask first.

A fact is open when it is in some smallest set of unknowns that could settle the outcome: there are values of some
unknown facts, this one among them, that settle it together and would not without any one of them. That is so exactly
where two possible completions with different outcomes differ in this fact alone, and in others only as far as `always`
lines make it necessary; so the search is for a world in which the outcome turns on it. A part of a thing comes with the
question whether the thing is there, if that is open.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial

from policylang.semantics.completions import Completions, Question
from policylang.semantics.policy import OUTCOMES, Outcome, Path
from policylang.semantics.reference import Voice, outcome_is, speaks, stands
from policylang.semantics.worlds import NO, YES, Cells, Doubt, LimitMetError, Variable, World, opposite

MOST_TOGETHER = 256
"""Variables that `always` binds to one another are tried in up to so many combinations; beyond, a limit is met."""

Assignment = Mapping[Variable, Cells]


def outcome_of(voices: Sequence[Voice], world: World) -> Outcome | Doubt:
    """Return the outcome in a world, or what it depends on."""
    for outcome in OUTCOMES[:-1]:
        answer = outcome_is(voices, outcome, world)
        if answer is not False:
            return outcome if answer is True else answer
    return OUTCOMES[-1]


def open_paths(completions: Completions, voices: Sequence[Voice]) -> tuple[Path, ...]:
    """Return the paths of the open facts, the one to ask for first."""
    inquiry = Inquiry(completions, voices)
    return inquiry.ordered(inquiry.open_paths())


class Inquiry:
    """What is in doubt and can bear on the outcome: clauses that speak for one, and the variables to ask about."""

    def __init__(self, completions: Completions, voices: Sequence[Voice]) -> None:
        self.completions = completions
        self.voices = voices
        self.found: set[Path] = set()
        self.speaking = [
            each
            for voice in voices
            for outcome in OUTCOMES
            for each in voice.speaking_for[outcome]
            if isinstance(stands(each, completions.start), Doubt)
        ]
        bearing = frozenset((*voices, *self.speaking))
        readers = completions.readers
        reading = [each for each in readers.direct if not bearing.isdisjoint(readers.affected(each))]
        bound = (each for variable in reading for each in completions.bond(variable).variables)
        self.reading = tuple(dict.fromkeys((*reading, *bound)))

    def open_paths(self) -> list[Path]:
        """Return the paths of the open facts, in the order in which the policy reads them.

        Where a limit is met, what could not be ruled out is open.
        """
        done: set[Variable] = set()
        for variable in self.reading:
            if variable in done or variable.path in self.found:
                continue
            together = self._bound_to(variable)
            granted = self.completions.grant()
            try:
                self._search(together, self._assignments(together))
            except LimitMetError:
                self.completions.limit_met = True
                self.found.update(each.path for each in together)
            finally:
                self.completions.take_back(granted)
            done.update(together)
        return [path for path in dict.fromkeys(variable.path for variable in self.reading) if path in self.found]

    def ordered(self, paths: Sequence[Path]) -> tuple[Path, ...]:
        """Return the paths, those first whose answers leave, on average, the fewest clauses in doubt.

        An answer that settles the outcome leaves none. Of equals, a fact that nobody has to judge goes first. Where the
        limit is met, they stay as they are.
        """
        slot = self.completions.case.slot
        granted = self.completions.grant()
        try:
            left = {path: self._left_in_doubt(path) for path in paths}
        except LimitMetError:
            return tuple(paths)
        finally:
            self.completions.take_back(granted)
        return tuple(sorted(paths, key=lambda path: (left[path], slot(path).judged is not None)))

    # ------------------------------------------------------------ where the outcome turns on something

    def _bearing_on(self, variables: Iterable[Variable]) -> Sequence[Question]:
        """Return what bears on the outcome and may depend on some variables: scopes, and clauses that speak for one."""
        affected = frozenset().union(*map(self.completions.readers.affected, variables))
        scopes = [each for each in self.voices if each in affected]
        clauses = [each for each in self.speaking if each in affected]
        return [*(partial(speaks, each) for each in scopes), *(partial(stands, each) for each in clauses)]

    def _things_in_doubt(self, path: Path) -> list[Path]:
        """Return the things on the way to a path of which it is unknown whether they are there: that is asked first."""
        start = self.completions.start
        things = [thing for thing in self.completions.case.things(path) if len(thing.cells) > 1]
        return [thing.path for thing in things if self.completions.is_possible(start.where(thing, NO))]

    def _bound_to(self, variable: Variable) -> tuple[Variable, ...]:
        """Return the variables that `always` binds to one, with all parts of things whose presence it binds."""
        bound = self.completions.bond(variable).variables
        if len(bound) == 1:
            return bound
        things = self.completions.case.things
        parts = (each for each in self.reading if any(thing in bound for thing in things(each.path)))
        return tuple(dict.fromkeys((*bound, *parts)))

    def _assignments(self, variables: Sequence[Variable]) -> list[Assignment]:
        """Return the possible combinations of cells of variables that are bound together.

        Raises:
            LimitMetError: They are too many.
        """
        if len(variables) == 1:
            return [{variables[0]: frozenset({cell})} for cell in variables[0].order]
        worlds = [self.completions.start]
        for variable in sorted(variables, key=lambda each: len(each.path.parts)):
            narrower = (each for world in worlds for each in _narrower(world, variable))
            worlds = [each for each in narrower if self.completions.is_possible(each)]
            if len(worlds) > MOST_TOGETHER:
                raise LimitMetError
        return [world.narrowed for world in worlds]

    def _search(self, variables: Sequence[Variable], assignments: Sequence[Assignment]) -> None:
        """Find those of some variables on which the outcome turns in some world: assignments are tried side by side.

        Raises:
            LimitMetError: No more steps may be taken.
        """
        bearing = self._bearing_on(variables)
        worlds = [self.completions.start]
        while worlds and not all(each.path in self.found for each in variables):
            world = worlds.pop()
            if not self.completions.is_possible(world):
                continue
            outcome_of(self.voices, world)  # what does not read these variables is worked out here, once
            beside = [(each, world.within(each)) for each in assignments]
            beside = [(each, here) for each, here in beside if self.completions.is_possible(here)]
            verdicts = [(each, here, outcome_of(self.voices, here)) for each, here in beside]
            settled = [(each, here, verdict) for each, here, verdict in verdicts if not isinstance(verdict, Doubt)]
            if len(variables) == 1 and len({verdict for *_, verdict in settled}) > 1:
                self._find(variables)
                for _, here, verdict in settled:
                    self._find(self._turning_beside(here, verdict))
            elif len(settled) == len(verdicts):
                self._find(_told_apart([(each, verdict) for each, _, verdict in settled], self.completions))
            elif doubt := self._doubt(world, bearing, verdicts):
                worlds.append(world.where(doubt.variable, doubt.no))
                worlds.append(world.where(doubt.variable, doubt.yes))

    def _find(self, variables: Iterable[Variable]) -> None:
        for each in variables:
            self.found.update((each.path, *self._things_in_doubt(each.path)))

    def _turning_beside(self, world: World, outcome: Outcome) -> Iterator[Variable]:
        """Yield variables whose change alone gives another outcome than a world has: that saves a search for them."""
        start = self.completions.start
        for variable, cells in world.narrowed.items():
            if variable.path in self.found or variable not in self.reading or self.completions.bond(variable).lines:
                continue
            for cell in variable.order:
                if cell not in cells:
                    verdict = outcome_of(self.voices, start.within({**world.narrowed, variable: frozenset({cell})}))
                    if not isinstance(verdict, Doubt) and verdict != outcome:
                        yield variable
                        break

    def _doubt(
        self, world: World, bearing: Sequence[Question], tried: Sequence[tuple[Assignment, World, Outcome | Doubt]]
    ) -> Doubt | None:
        """Return what to split next so that outcomes differ; nothing where they can no longer turn on what is tried."""
        turning: Doubt | None = None
        matters = False
        for question in bearing:
            if isinstance(question(world), Doubt):
                answers = [question(here) for _, here, _ in tried]
                doubts = [answer for answer in answers if isinstance(answer, Doubt)]
                matters = matters or bool(doubts) or len(set(answers)) > 1
                turning = turning or next(iter(doubts), None)
        if not matters:
            return None
        settled = next((verdict for *_, verdict in tried if not isinstance(verdict, Doubt)), None)
        if settled is None and turning is not None:
            return turning
        here = next(here for _, here, verdict in tried if isinstance(verdict, Doubt))
        wanted = opposite(outcome_is(self.voices, settled or OUTCOMES[0], here))
        assert isinstance(wanted, Doubt)  # noqa: S101 - the outcome is in doubt here
        return wanted

    # ------------------------------------------------------------ which to ask first

    def _left_in_doubt(self, path: Path) -> float:
        counts = [self._count_in_doubt(world) for world in self._answers(path)]
        return sum(counts) / max(len(counts), 1)

    def _count_in_doubt(self, world: World) -> int:
        if not isinstance(outcome_of(self.voices, world), Doubt):
            return 0
        return sum(isinstance(stands(each, world), Doubt) for each in self.speaking)

    def _answers(self, path: Path) -> Iterator[World]:
        """Yield a world for each answer: a value; whether the thing is there; of a set no member, or each one alone."""
        start = self.completions.start
        variables = [each for each in self.reading if each.path == path]
        if variables[0].member is None:
            answers: list[Assignment] = [{each: frozenset({cell})} for each in variables for cell in each.order]
        else:
            none: Assignment = dict.fromkeys(variables, NO)
            answers = [none, *({**none, each: YES} for each in variables)]
        yield from (start.within(answer) for answer in answers)


def _narrower(world: World, variable: Variable) -> list[World]:
    """Return a world for each cell of a variable; only the world itself for a part of a thing that is not there."""
    if any(world.left(thing) == NO for thing in world.case.things(variable.path)):
        return [world]
    return [world.where(variable, frozenset({cell})) for cell in variable.order]


def _told_apart(tried: Sequence[tuple[Assignment, Outcome]], completions: Completions) -> set[Variable]:
    """Return the variables that are in a smallest set of some cells that settles the outcome, all else being equal.

    A variable is, where two of the combinations tried differ in outcome and in it, and every combination that has this
    variable and what both share as the first has it, has the first one's outcome. Sets of combinations are the bits
    of a number.
    """
    sharing: dict[tuple[Variable, Cells], int] = {}
    other_outcome: dict[Outcome, int] = dict.fromkeys(OUTCOMES, 0)
    for place, (assignment, outcome) in enumerate(tried):
        for literal in assignment.items():
            sharing[literal] = sharing.get(literal, 0) | 1 << place
        for each in OUTCOMES:
            other_outcome[each] |= (each != outcome) << place
    found: set[Variable] = set()
    for one, outcome in tried:
        for other, another in tried:
            if another == outcome:
                continue
            shared = {variable for variable, cells in one.items() if other.get(variable) == cells}
            fitting = other_outcome[outcome]
            for variable in shared:
                fitting &= sharing[variable, one[variable]]
            for variable, cells in one.items():
                if variable in shared or variable in found or fitting & sharing[variable, cells]:
                    continue
                # Nobody can tell a part and not that the thing is there.
                if all(thing in shared or thing not in one for thing in completions.case.things(variable.path)):
                    found.add(variable)
    return found
