"""An interview: one question after the other, only those that can still change the outcome, until it is settled.

The one idea: an interview is a stack of states, each a case with its decision. An answer puts one on top, going back
takes it off, and everything else (what to ask, what is known, the outcome) is read off the top. Nothing is printed or
read here; `ask` does that.

INVARIANT: each answer that is taken makes the case say more, or sets a fact aside. So no fact is asked for ever, and
an interview ends.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from policylang.console.choices import Refused
from policylang.console.replies import Asked, Reply, read
from policylang.console.to_case import facts_of, nested
from policylang.diagnostics.errors import CaseError
from policylang.evaluate.known import sentences
from policylang.semantics.knowledge import Knowledge, Known, Members, OneOfThese, Presence
from policylang.semantics.types import OneOf, SetOf, Slot, YesNo

if TYPE_CHECKING:
    from policylang.api import Policy
    from policylang.semantics.decision import Decision, Question


class State(NamedTuple):
    """What is known after some answers, and what the policy says of it.

    `facts` is the case, a name for each fact and part. `declined` are the facts that the person does not know (more
    of); `fact` was answered last, and `said` is what was understood.
    """

    facts: Mapping[str, Any]
    knowledge: Knowledge
    decision: "Decision"
    declined: frozenset[str] = frozenset()
    fact: str = ""
    said: str = ""


class Taken(NamedTuple):
    """Whether an answer was taken, and what was understood; or why it was not."""

    is_taken: bool
    said: str


class Interview:
    """A case under a policy on a day, and the person who is asked about it."""

    def __init__(
        self, policy: "Policy", on: dt.date, case: Mapping[str, Any] | None = None, *, like: Iterable[str] = ()
    ) -> None:
        """Begin with what is known of the case.

        Raises:
            CaseError: The case is faulty, or cannot be.
        """
        self.policy = policy
        self.on = on
        knowledge = policy.knowledge(case, like=like)
        facts = facts_of(policy.resolved, knowledge)
        self._states = [State(facts, knowledge, policy.decide(facts, on=on))]

    @property
    def decision(self) -> "Decision":
        """What the policy says of what is known so far."""
        return self._states[-1].decision

    @property
    def facts(self) -> Mapping[str, Any]:
        """What is known so far, as a case: each fact, and each part of a thing, by its own name."""
        return self._states[-1].facts

    @property
    def case(self) -> dict[str, Any]:
        """What is known so far, as a case with the parts of things under them."""
        return nested(self.policy.resolved, self.facts)

    @property
    def count(self) -> int:
        """How many answers there are, those that say *I don't know* included."""
        return len(self._states) - 1

    @property
    def declined(self) -> frozenset[str]:
        """The facts that the person does not know, or of which they know no more."""
        return self._states[-1].declined

    @property
    def is_settled(self) -> bool:
        """Whether no answer can change the outcome any more."""
        return self.decision.outcome != "undetermined"

    # ------------------------------------------------------------ what is asked

    @property
    def question(self) -> Asked | None:
        """What to ask next; nothing where the outcome is settled, or nothing is left that the person may know.

        That is the decision's next question, of those that are not set aside. A fact of which the last answer told a
        part comes first, while it is open: the group was named, now its values are offered. A part of a thing waits for
        the answer whether the thing is there.
        """
        state = self._states[-1]
        askable = list(self._askable())
        if not askable:
            return None
        first = next((each for each in askable if each.fact == state.fact), askable[0])
        return self._asked(next((each for each in askable if each.fact in self._around(first.fact)), first))

    @property
    def count_open(self) -> int:
        """How many facts can be asked about now."""
        return sum(1 for _ in self._askable())

    def _askable(self) -> "Iterator[Question]":
        state = self._states[-1]
        paths = self.policy.resolved.paths
        in_doubt = {question.fact for question in state.decision.open}
        aside = state.declined & in_doubt
        for question in state.decision.open:
            if (
                question.fact in aside
                or question.fact not in paths
                or not aside.isdisjoint(self._around(question.fact))
            ):
                continue
            path, slot = paths[question.fact]
            if not _is_complete(state.knowledge.known.get(path), slot):
                yield question

    def _around(self, fact: str) -> tuple[str, ...]:
        """Return the things that a part lies in, the outermost first."""
        parts = self.policy.resolved.paths[fact][0].parts
        return tuple(fact.rsplit(".", len(parts) - length)[0] for length in range(len(parts)))

    def _asked(self, question: "Question") -> Asked:
        path, slot = self.policy.resolved.paths[question.fact]
        known = self._states[-1].knowledge.known.get(path)
        return Asked(question.fact, self._words(question, slot), question.takes, question.judged, slot, known)

    def _words(self, question: "Question", slot: Slot) -> str:
        """Return what to ask; with the question of the thing before it, where it could be about several things.

        A part without a question has that of its thing, and its name, unless its values say what is asked.
        """
        paths = self.policy.resolved.paths
        around = [paths[name][1].asks for name in reversed(self._around(question.fact))]
        thing = next(filter(None, around), "")
        if slot.asks is None:
            if not thing or isinstance(slot.type, OneOf | SetOf):
                return thing or f"{question.fact}?"
            return f"{thing.rstrip('?:. ')}: {question.fact.rpartition('.')[2].replace('_', ' ')}?"
        twins = (name for name, (_, other) in paths.items() if other.asks == slot.asks and name != question.fact)
        return f"{thing} {slot.asks}" if thing and any(twins) else slot.asks

    # ------------------------------------------------------------ what is answered

    def answer(self, text: str) -> Taken:
        """Take an answer to the question, as it was typed; or say why it is not taken, and change nothing."""
        asked = self.question
        if asked is None:
            return Taken(is_taken=False, said="nothing is asked any more")
        try:
            self._states.append(self._answered(asked, read(self.policy.resolved, asked, text)))
        except (Refused, CaseError) as fault:
            return Taken(is_taken=False, said=str(fault))
        return Taken(is_taken=True, said=self._states[-1].said)

    def unknown(self) -> Taken:
        """Take it that the person does not know (more): the fact is set aside, and the case stays as it is."""
        asked = self.question
        if asked is None:
            return Taken(is_taken=False, said="nothing is asked any more")
        said = self._sentence(asked, self._states[-1].knowledge)
        said = f"{said}, more is not known" if said else f"{asked.fact}: not known"
        declined = self.declined | {asked.fact}
        self._states.append(self._states[-1]._replace(declined=declined, fact=asked.fact, said=said))
        return Taken(is_taken=True, said=said)

    def back(self) -> str | None:
        """Take the last answer back, and return what it said; nothing where there is none."""
        return self._states.pop().said if self.count else None

    def _answered(self, asked: Asked, reply: Reply) -> State:
        """Return the state after an answer.

        Raises:
            CaseError: The library refuses the answer, or no case can be so.
            Refused: It tells nothing new, or something else than what is known.
        """
        knowledge = self.policy.knowledge({**self.facts, asked.fact: reply.value})
        told = knowledge.known.get(self.policy.resolved.paths[asked.fact][0])
        said = self._sentence(asked, knowledge)
        if not _narrows(told, asked):
            known = self._sentence(asked, self._states[-1].knowledge)
            raise Refused(f"{known or 'nothing'} is what is known already; where you know no more, type `dk`")
        declined = self.declined
        if reply.leaves_rest:
            declined |= {asked.fact}
            said = _said_of_some(asked, told, reply.leaves_rest)
        facts = facts_of(self.policy.resolved, knowledge)
        return State(facts, knowledge, self.policy.decide(facts, on=self.on), declined, asked.fact, said)

    def _sentence(self, asked: Asked, knowledge: Knowledge) -> str:
        return "; ".join(sentences(self.policy.resolved, knowledge, [asked.fact]))


def _is_complete(known: Known | None, slot: Slot) -> bool:
    """Whether everything is known of a fact, so that nothing is left to ask."""
    match known:
        case None:
            return False
        case Presence():
            return True
        case OneOfThese(values):
            return len(values) == 1
        case Members(included, excluded, closed):
            return closed or (
                isinstance(slot.type, SetOf) and included | excluded >= frozenset(slot.type.outline.leaves)
            )


def _said_of_some(asked: Asked, told: Known | None, doubtful: Iterable[str]) -> str:
    """Return a sentence for a set of which some members are not known."""
    members = told if isinstance(told, Members) else Members()
    leaves = asked.outline.leaves if asked.outline else ()
    included = ", ".join(leaf for leaf in leaves if leaf in members.included)
    if not members.excluded:
        return f"{asked.fact} include {included}; of all others it is not known"
    said = f"{asked.fact} are {included}" if included else f"{asked.fact} are none for sure"
    return f"{said}; not known of {', '.join(doubtful)}; no others"


def _narrows(told: Known | None, asked: Asked) -> bool:
    """Whether an answer tells more than is known, and nothing else.

    Raises:
        Refused: It tells something else.
    """
    match told, asked.known:
        case None, _:
            return False
        case OneOfThese(new), OneOfThese(old) if not new <= old:
            raise Refused(f"`{asked.fact}` has one of fewer values, by what is known of it")
        case OneOfThese(new), OneOfThese(old):
            return new < old
        case OneOfThese(new), _ if isinstance(asked.slot.type, OneOf):
            return len(new) < len(asked.slot.type.outline.leaves)
        case OneOfThese(new), _ if isinstance(asked.slot.type, YesNo):
            return len(new) == 1
        case Members(included, excluded, False), _:
            before = asked.known if isinstance(asked.known, Members) else Members()
            return (included, excluded) != (before.included, before.excluded)
        case _:
            return True
