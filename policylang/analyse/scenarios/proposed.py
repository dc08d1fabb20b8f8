"""Scenarios proposed to a person: a case with the decision that the policy gives now, as a value and as text to paste.

Whether the policy is right is not known here. So a comment above each asks for it to be confirmed.
"""

from collections.abc import Container, Iterable, Iterator, Sequence
from typing import NamedTuple

from policylang.analyse.subject import Subject
from policylang.analyse.witness import Witness, completed, given, witness
from policylang.diagnostics.errors import InternalError
from policylang.diagram.manager import DiagramTooLargeError, Node
from policylang.evaluate.decide import decide
from policylang.evaluate.evaluator import Evaluator
from policylang.evaluate.scenarios import ANY_DAY
from policylang.semantics.decision import Decision
from policylang.semantics.policy import OUTCOME_OF, OUTCOMES, Clause
from policylang.semantics.scenario import Expectation, Scenario
from policylang.source import Source
from policylang.syntax.to_text import format_source
from policylang.syntax.to_text_words import quoted

_LONGEST_TITLE = 140
_MORE_FACTS = 4
TOLD = ("outcome", "bases", "stands", "lifted", "against", "duties", "advice")
"""What of a decision a proposed scenario may expect; what is open is dear, and none expects it."""


class Proposed(NamedTuple):
    """A scenario with its text, comments and all."""

    scenario: Scenario
    text: str


def proposed(
    subject: Subject, found: Witness, title: str, clauses: Sequence[Clause], comments: Iterable[str] = ()
) -> Proposed:
    """Return a case as a scenario that expects what the reference decides.

    Args:
        subject: The policy.
        found: The case.
        title: The title, one of `Titles`.
        clauses: Clauses of the policy itself of which it should expect something, beside the outcome.
        comments: Comments that stand below the one that asks for it to be confirmed.

    Raises:
        InternalError: The diagrams and the reference decide the case differently.
    """
    case, decision = decided(subject, found)
    expectations = (*_basis(decision), *_of_clauses(decision, clauses))
    made = Scenario(subject.policy.name, title, case.day, case.knowledge, decision.outcome, expectations)
    return Proposed(made, _text(made, given(subject, case), (_confirming(decision), *comments)))


def case_for(subject: Subject, node: Node) -> Witness | None:
    """Return the smallest case in which something holds, with a few facts more where they settle the outcome.

    Returns:
        Nothing where it holds in no case.
    """
    found = witness(subject, node)
    if found is None:
        return None
    try:
        settled = [witness(subject, subject.both(node, subject.has_outcome(each))) for each in OUTCOMES]
    except DiagramTooLargeError:
        return found
    enough = [each for each in settled if each and len(each.cells) <= len(found.cells) + _MORE_FACTS]
    return min(enough, key=lambda each: len(each.cells), default=found)


class Titles:
    """Titles of scenarios, no two of them the same.

    Args:
        taken: Those that there are already.
    """

    def __init__(self, taken: Iterable[str]) -> None:
        self._taken = set(taken)

    def new(self, said: str) -> str:
        """Return a title that says something: shortened, and with a number where it is taken."""
        plain = said.replace('"', "'")
        short = plain if len(plain) <= _LONGEST_TITLE else f"{plain[: _LONGEST_TITLE - 1].rstrip()}…"
        found, number = short, 2
        while found in self._taken:
            found, number = f"{short} ({number})", number + 1
        self._taken.add(found)
        return found


def decided(subject: Subject, found: Witness) -> tuple[Witness, Decision]:
    """Return a case as it is shown, with the reference's decision: filled up where the reference meets its limit.

    Raises:
        InternalError: The diagrams and the reference decide it differently.
    """
    evaluator = Evaluator(subject.program)
    for case in (found, completed(subject, found)):
        day = case.day or ANY_DAY
        decision, quick = decide(subject.policy, case.knowledge, day), evaluator.decide_knowledge(case.knowledge, day)
        if same_told(decision, quick):
            return case, decision
        if decision.limit is None:
            break
    raise InternalError(f"the reference decides a case of `{subject.policy.name}` in another way")


def same_told(one: Decision, other: Decision) -> bool:
    """Whether two decisions say the same of all that a proposed scenario may expect."""
    return all(getattr(one, field) == getattr(other, field) for field in TOLD)


# ---------------------------------------------------------------- what is expected


def _basis(decision: Decision) -> Iterator[Expectation]:
    """Yield what the outcome is by."""

    def names(clauses: Iterable[tuple[str, str]]) -> tuple[str, ...]:
        return tuple(name if policy == decision.policy else f"{policy}.{name}" for policy, name in clauses)

    for_it = names(
        (each.policy, each.name)
        for each in decision.stands
        if each.certainty == "certainly" and OUTCOME_OF.get(each.effect) == decision.outcome
    )
    against = names((each.policy, each.name) for each in decision.against if each.certainty == "certainly")
    if for_it:
        yield Expectation("by", for_it)
    elif decision.basis == "default":
        yield Expectation("by default")
    elif decision.basis == "outside scope":
        yield Expectation("outside scope")
    if against:
        yield Expectation("against", against)


def _of_clauses(decision: Decision, clauses: Sequence[Clause]) -> Iterator[Expectation]:
    """Yield what becomes of some clauses of the policy itself: they do not stand, are lifted, or call for something."""
    own = decision.policy
    lifted = {each.clause.name: each for each in decision.lifted if each.clause.policy == own}
    standing = {each.name: each.certainty for each in (*decision.stands, *decision.against) if each.policy == own}
    absent = tuple(each.name for each in clauses if each.name not in standing and each.name not in lifted)
    if absent:
        yield Expectation("not by", absent)
    for clause in clauses:
        found = lifted.get(clause.name)
        if found is not None and found.clause.certainty == "certainly":
            yield Expectation("lifting", (clause.name,), by=found.by)
    yield from _called_for(decision, {each.name for each in clauses if standing.get(each.name) == "certainly"})


def _called_for(decision: Decision, clauses: Container[str]) -> Iterator[Expectation]:
    """Yield the duties and the advice that some clauses call for."""
    for duty in decision.duties:
        if duty.policy == decision.policy and any(each in clauses for each in duty.required_by):
            yield Expectation("requiring", (duty.name,), state=None if duty.state == "unknown" else duty.state)
    for advice in decision.advice:
        if advice.policy == decision.policy and any(each in clauses for each in advice.given_by):
            yield Expectation("advising", (advice.name,))


# ---------------------------------------------------------------- as text


def _confirming(decision: Decision) -> str:
    """Return the question to the person who confirms it: is what the policy says what the document says?"""
    basis = {"default": " by default", "outside scope": ", outside its scope"}.get(decision.basis or "", "")
    return f"confirm: the policy says {decision.outcome}{basis}; is that what the document means?"


def _text(scenario: Scenario, told: Sequence[str], comments: Iterable[str]) -> str:
    """Return a scenario as text, in the canonical form."""
    lines = [*(f"# {each}" for each in comments), f"scenario {quoted(scenario.title)}"]
    if scenario.on is not None:
        lines.append(f"    on {scenario.on.isoformat()}")
    lines += ["    given", *(f"        {line}" for line in told)] if told else []
    lines += [f"    expect {scenario.outcome}", *(f"        {_line(each)}" for each in scenario.expectations)]
    header = f"scenarios for {scenario.policy}\n\n"
    written = format_source(Source("proposed.pol", header + "\n".join(lines) + "\n"))
    return written.partition("\n\n")[2]


def _line(expectation: Expectation) -> str:
    words = [expectation.kind, ", ".join(expectation.names)] if expectation.names else [expectation.kind]
    words += [f"by {', '.join(expectation.by)}"] if expectation.by else []
    return " ".join([*words, expectation.state] if expectation.state else words)
