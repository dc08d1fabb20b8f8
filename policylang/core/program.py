"""The compiled policy: domain, diagrams and where each comes from. A value: nothing in it changes once it is made.

Clauses are numbered through: those of the policy, then of what it incorporates, each in the order of its document, then
those of rows that are decided apart. So a number is enough to tell what a root, a row of the index or a decision is
about.
"""

from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import NamedTuple

from policylang.core.domain import Domain
from policylang.diagram.manager import Diagrams, Node
from policylang.semantics.decision import Basis, ClauseReport
from policylang.semantics.policy import OUTCOMES, Always, Condition, Duty, Outcome, Policy
from policylang.semantics.reference import BASES, Provision, Voice
from policylang.semantics.whole import Whole, whole_of

Rule = int
"""A clause, by its number in the program."""
Verdict = tuple[Outcome, Basis]
"""An outcome and its basis."""


class Roots(NamedTuple):
    """The diagrams of a policy; nothing in place of one that would be too large.

    possible: where a case can be: every `always` holds.
    lines: for each `always`, where it holds.
    speaks: for each voice, where it speaks at all.
    alone: for each clause, where it applies as far as it says itself, whatever it is under.
    applies, stands: for each clause, where it does.
    verdicts: for the whole and each row, the outcome with its basis, as `Verdict`.
    states: for each voice and each of its duties, the state that the duty has, should it be due.
    """

    possible: Node | None
    lines: tuple[Node | None, ...]
    speaks: tuple[Node | None, ...]
    alone: tuple[Node | None, ...]
    applies: tuple[Node | None, ...]
    stands: tuple[Node | None, ...]
    verdicts: tuple[Node | None, ...]
    states: tuple[tuple[Node | None, ...], ...]

    def __reduce__(self) -> tuple[object, ...]:
        """Give copies all fields; what is iterated are the diagrams alone."""
        return type(self), tuple(tuple.__iter__(self))

    @property
    def diagrams(self) -> Iterator[Node]:
        """Every diagram that there is."""
        several = (self.lines, self.speaks, self.alone, self.applies, self.stands, self.verdicts, *self.states)
        yield from (
            each for each in (self.possible, *(node for nodes in several for node in nodes)) if each is not None
        )


class Numbering(NamedTuple):
    """What the parts of a compiled policy are numbered by: the same policy is always numbered alike."""

    whole: Whole
    voices: tuple[Voice, ...]
    domain: Domain

    @property
    def rules(self) -> tuple[Provision, ...]:
        """The clauses of all voices."""
        return tuple(rule for voice in self.voices for rule in voice.provisions)


def numbering(policy: Policy) -> Numbering:
    """Return what the parts of a policy are numbered by, once it is compiled."""
    whole = whole_of(policy, None)
    voices = tuple(dict.fromkeys(whole.everybody))
    return Numbering(whole, voices, domain_of(voices))


def domain_of(voices: Iterable[Voice], *, asking: Iterable[Condition] = ()) -> Domain:
    """Return the variables of all that speaks, and of conditions that are to be asked as well."""
    policies = {voice.policy.digest or voice.policy.name: voice.policy for voice in voices}
    return Domain(list(policies.values()), asking=asking)


class Program:
    """A policy compiled.

    `wholes` are the policy with all that it incorporates, and each row of it; `voices` and `rules` all that speak in
    any of them.
    """

    def __init__(self, policy: Policy, whole: Whole, domain: Domain, diagrams: Diagrams, roots: Roots) -> None:
        self.policy = policy
        self.whole = whole
        self.domain = domain
        self.diagrams = diagrams
        self.roots = roots
        self.voices: tuple[Voice, ...] = tuple(dict.fromkeys(whole.everybody))
        self.rules: tuple[Provision, ...] = tuple(rule for voice in self.voices for rule in voice.provisions)
        self.wholes: tuple[Whole, ...] = tuple(whole.everything)
        self.number: dict[Provision, Rule] = {rule: number for number, rule in enumerate(self.rules)}
        self.voice_number: dict[Voice, int] = {voice: number for number, voice in enumerate(self.voices)}
        self.first_duty: dict[Voice, int] = {}
        """For each voice, how many duties the voices before it have: duties are numbered through as clauses are."""
        duties: list[tuple[Voice, Duty]] = []
        for voice in self.voices:
            self.first_duty[voice] = len(duties)
            duties += [(voice, duty) for duty in voice.policy.duties]
        self.duties = tuple(duties)
        self.always: tuple[Always, ...] = tuple(
            {line.name: line for voice in self.voices for line in voice.policy.always}.values()
        )
        self.whole_number: dict[int, int] = {id(each): number for number, each in enumerate(self.wholes)}

    def __reduce__(self) -> tuple[object, ...]:
        """Leave out what is numbered by identity: it is numbered again."""
        return type(self), (self.policy, self.whole, self.domain, self.diagrams, self.roots)

    @cached_property
    def reports(self) -> list[ClauseReport]:
        """What is said of each clause that stands certainly."""
        return [rule.report("certainly") for rule in self.rules]

    @cached_property
    def requires(self) -> dict[Rule, tuple[int, ...]]:
        """For each clause that requires duties, their numbers."""
        found = {}
        for number, rule in enumerate(self.rules):
            if rule.clause.effect == "requires":
                names = [duty.name for duty in rule.voice.policy.duties]
                first = self.first_duty[rule.voice]
                found[number] = tuple(first + names.index(name) for name in rule.clause.targets)
        return found

    @cached_property
    def is_complete(self) -> bool:
        """Whether none of its diagrams was too large."""
        roots = self.roots
        several = (roots.lines, roots.speaks, roots.alone, roots.applies, roots.stands, roots.verdicts, *roots.states)
        return roots.possible is not None and not any(None in nodes for nodes in several)

    @property
    def lines(self) -> Iterator[Node]:
        """Where each `always` holds."""
        return (line for line in self.roots.lines if line is not None)


def strongest(said: Iterable[Verdict]) -> Verdict:
    """Return the outcome of several policies together: the strictest, on the strongest basis that one gives it."""
    given = tuple(said)
    if not given:
        return (OUTCOMES[0], "outside scope")
    outcome = max((each for each, _ in given), key=OUTCOMES.index)
    return (outcome, min((basis for each, basis in given if each == outcome), key=BASES.index))


def outermost_first(rules: Iterable[Provision]) -> list[Provision]:
    """Return clauses so that each comes after those on which it depends whether it stands."""
    done: dict[Provision, None] = {}
    for rule in rules:
        todo = [rule]
        while todo:
            waiting = [each for each in (*todo[-1].prevailing, *todo[-1].under) if each not in done]
            if waiting:
                todo.extend(waiting)
            else:
                done[todo.pop()] = None
    return list(done)
