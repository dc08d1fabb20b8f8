"""Who reads what: for a variable, the clauses and scopes whose answers may change when more is known of it.

Everything else that a world says stays as it is when the variable is narrowed, and where nothing that bears
on the outcome reads a variable, the outcome cannot turn on it.
"""

from collections.abc import Iterable

from policylang.semantics.policy import Condition
from policylang.semantics.reference import Provision, Voice, speaks, stands
from policylang.semantics.worlds import Doubt, Variable, World, tests


class Readers:
    """The clauses and scopes that a case leaves in doubt, by the variables that they read.

    `direct` gives for each variable, in the order in which they are met, who reads it in its own conditions.
    """

    def __init__(self, voices: Iterable[Voice], start: World) -> None:
        voices = tuple(voices)
        self.direct: dict[Variable, list[Provision | Voice]] = {}
        self._following: dict[Provision | Voice, list[Provision | Voice]] = {}
        self._affected: dict[Variable, frozenset[object]] = {}
        for voice in voices:
            if isinstance(speaks(voice, start), Doubt):
                self._read(voice, voice.policy.applies, start)
                for around in voice.incorporated_by:
                    self._follow(around, voice)
        for voice in voices:
            for provision in voice.provisions:
                if isinstance(stands(provision, start), Doubt):
                    self._read(provision, provision.clause.when, start)
                    self._read(provision, provision.clause.unless, start)
                    self._follow(voice, provision)
                    for each in (*provision.prevailing, *provision.under):
                        self._follow(each, provision)

    def affected(self, variable: Variable) -> frozenset[object]:
        """Return the clauses and scopes whose answers may change when the variable is narrowed."""
        if variable not in self._affected:
            reached = dict.fromkeys(self.direct.get(variable, ()))
            todo = list(reached)
            while todo:
                following = [each for each in self._following.get(todo.pop(), ()) if each not in reached]
                reached.update(dict.fromkeys(following))
                todo.extend(following)
            self._affected[variable] = frozenset(reached)
        return self._affected[variable]

    def _read(self, reader: Provision | Voice, condition: Condition | None, start: World) -> None:
        for test in tests(() if condition is None else (condition,)):
            for variable in start.case.variables(test):
                if len(variable.cells) > 1:
                    readers = self.direct.setdefault(variable, [])
                    if not readers or readers[-1] is not reader:
                        readers.append(reader)

    def _follow(self, first: Provision | Voice, second: Provision | Voice) -> None:
        self._following.setdefault(first, []).append(second)
