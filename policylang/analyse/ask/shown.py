"""A case as it is shown: what it tells, the decision that the reference made about it, and both as a scenario.

What a question asked beside the policy is confirmed as well: that its condition holds in every completion of the case.
"""

import datetime as dt
from collections.abc import Callable, Sequence
from typing import NamedTuple

from policylang.analyse.subject import Subject
from policylang.analyse.witness import Witness, beyond, completed, given, is_own, replay, scenario, witness
from policylang.core.domain import DAY
from policylang.diagnostics.errors import InternalError
from policylang.diagram.algebra import relabel
from policylang.diagram.manager import Node
from policylang.semantics.completions import Completions
from policylang.semantics.decision import Decision
from policylang.semantics.knowledge import Knowledge
from policylang.semantics.policy import All, Clause, Condition, Policy
from policylang.semantics.reference import holds
from policylang.semantics.whole import whole_of
from policylang.semantics.worlds import LimitMetError, opposite


class Shown(NamedTuple):
    """A case, and what the reference decides about it; no day where all days are alike.

    `given` are lines as they stand in a scenario, which `scenario` is, ready to be pasted into the policy's file. Of
    these, `beyond` are those that stand behind what is given of all cases.
    """

    given: tuple[str, ...]
    day: dt.date | None
    decision: Decision
    scenario: str
    knowledge: Knowledge
    beyond: tuple[str, ...]


def shown(
    subject: Subject,
    found: Witness,
    title: str,
    *,
    says: Callable[[Decision], bool],
    conditions: Sequence[Condition] = (),
) -> Shown:
    """Return a case as it is shown, once the reference confirmed it.

    Args:
        subject: The policy.
        found: The case.
        title: What it shows.
        says: Whether a decision shows it.
        conditions: What holds in it.

    Raises:
        InternalError: The reference does not confirm it.
    """
    found, decision = replay(subject, _own(subject, found), says)
    day = found.day or dt.date.min
    if conditions and not is_certain(subject.policy, conditions, found.knowledge, day):
        full = completed(subject, found).knowledge
        if not is_certain(subject.policy, conditions, full, day):
            raise InternalError(f"the reference does not confirm what holds in a case of `{subject.policy.name}`")
    said = scenario(subject, found, title, decision)
    return Shown(given(subject, found), found.day, decision, said, found.knowledge, beyond(subject, found))


def _own(subject: Subject, found: Witness) -> Witness:
    """Return a case without what it tells of facts that only a policy has which is under analysis with this one."""
    known = {path: told for path, told in found.knowledge.known.items() if path.fact in subject.policy.by_id}
    if len(known) == len(found.knowledge.known):
        return found
    cells = {each: cell for each, cell in found.cells.items() if each == DAY or is_own(subject, each)}
    return Witness(Knowledge(known), found.day, cells)


def in_scope(subject: Subject) -> Node:
    """Return where the policy, or one that it incorporates, speaks at all.

    Raises:
        DiagramTooLargeError: The diagram would be too large.
    """
    return relabel(subject.diagrams, subject.verdict(), "in scope", lambda said: said[1] != "outside scope")  # type: ignore[index]  # a verdict


def latest(subject: Subject, node: Node, on: dt.date | None = None, *, fine: Node | None = None) -> Witness | None:
    """Return the smallest case in which something holds: on a day, or on the latest days on which there is one.

    Args:
        subject: The policy.
        node: Where it holds.
        on: The day; any day, where left out.
        fine: Where the completions of the case may lie, as for `witness`.
    """
    last = 1 << subject.domain.variables[DAY].size - 1
    found = None if on else witness(subject, subject.both(node, subject.diagrams.test(DAY, last)), fine=fine)
    found = found or witness(subject, node, fine=fine)
    return found._replace(day=on) if found is not None and found.day and on else found


def is_certain(policy: Policy, conditions: Sequence[Condition], knowledge: Knowledge, day: dt.date) -> bool:
    """Whether conditions hold in every possible completion of a case, by the reference; no, where a limit is met."""
    asked = All(tuple(conditions))
    policies = [voice.policy for voice in whole_of(policy, day).voices]
    probe = Policy("?asked", "permitted", (Clause("asked", "", "permits", when=asked),), facts=policy.facts)
    completions = Completions([*policies, probe], knowledge, day)
    granted = completions.grant(share=1)
    try:
        return completions.witness(lambda world: opposite(holds(asked, world))) is None
    except LimitMetError:
        return False
    finally:
        completions.take_back(granted)
