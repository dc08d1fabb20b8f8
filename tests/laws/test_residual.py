"""The residual policy decides every completion of the case as the policy does, read back from its own text.

`POLICYLANG_EXAMPLES` sets how many policies are tried.
"""

import os
import tempfile
from collections.abc import Mapping
from pathlib import Path as FilePath
from random import Random
from typing import Any as Anything

import oracle
import strategies_policy
from hypothesis import HealthCheck, assume, given, settings, strategies as st

import policylang
from policylang.diagnostics.errors import CaseError
from policylang.evaluate.decide import decide
from policylang.evaluate.residual import residual
from policylang.evaluate.residual_text import residual_files
from policylang.semantics.decision import Decision
from policylang.semantics.knowledge import Knowledge, Known, Members, OneOfThese, Presence
from policylang.semantics.policy import Path, Policy
from policylang.semantics.types import SetOf
from policylang.source import Source
from policylang.syntax.to_text import format_source

EXAMPLES = int(os.environ.get("POLICYLANG_EXAMPLES", "1200")) // 8
MOST_COMPLETIONS = 4
"""Of so many completions the decisions are compared."""


@settings(max_examples=EXAMPLES, suppress_health_check=list(HealthCheck), deadline=None)
@given(strategies_policy.questions(completions=40), st.randoms(use_true_random=True))
def test_what_is_left_decides_alike(question: strategies_policy.Question, random: Random) -> None:
    """The text checks, is formatted, and decides the case and each completion of it as the policy does on that day."""
    policy, (knowledge,), day = question
    policy = writable(policy)
    try:
        left = residual(policy, knowledge, day)
    except CaseError:
        assume(False)  # noqa: FBT003 - the case cannot be
        return
    files = residual_files(policy, knowledge, day)
    assert {name: format_source(Source(name, text)) for name, text in files.items()} == files
    read = loaded(files)
    ids = {fact.id: read.facts[name].id for name, fact in left.facts.items()}
    compare(decide(policy, knowledge, day), decide(read, Knowledge(), day))
    totals = oracle.completions(policy, knowledge, strategies_policy.facts_read(policy))
    for total in random.sample(totals, min(MOST_COMPLETIONS, len(totals))):
        known = known_of(total)
        compare(decide(policy, known, day), decide(read, what_is_asked(known, left, ids), day))


@settings(max_examples=EXAMPLES, suppress_health_check=list(HealthCheck), deadline=None)
@given(strategies_policy.questions(completions=40))
def test_nothing_is_left_to_fill_in(question: strategies_policy.Question) -> None:
    """What is left of what is left, on the same day and with nothing known, is the same text, but for its comments."""
    policy, (knowledge,), day = question
    try:
        files = residual_files(writable(policy), knowledge, day)
    except CaseError:
        assume(False)  # noqa: FBT003 - the case cannot be
        return
    again = residual_files(loaded(files), Knowledge(), day)
    assert without_comments(again) == without_comments(files)


# ---------------------------------------------------------------- what is compared


def compare(one: Decision, other: Decision) -> None:
    """Compare all that the two decisions say of the outcome, clauses, duties, advice and open facts."""
    assert one.limit is None
    assert other.limit is None
    assert told(one) == told(other)


def told(decision: Decision) -> dict[str, Anything]:
    """Return what a decision tells, without what was given to come to it."""
    clauses = {"stands": decision.stands, "against": decision.against}
    return {
        "outcome": (decision.outcome, decision.possible, decision.bases),
        **{key: {(each.policy, each.name, each.certainty) for each in found} for key, found in clauses.items()},
        "lifted": {(e.clause.policy, e.clause.name, e.clause.certainty, frozenset(e.by)) for e in decision.lifted},
        "duties": {(e.policy, e.name, e.what, e.state, e.certainty, e.required_by) for e in decision.duties},
        "advice": {(e.policy, e.name, e.what, e.certainty, e.given_by) for e in decision.advice},
        "open": {each.fact for each in decision.open},
        "evidence": decision.weakest_evidence,
        "readings": set(decision.readings),
    }


def writable(policy: Policy) -> Policy:
    """Return a policy as text can have it: no clause exempts from nothing."""
    lifting = {pair.by for pair in policy.exceptions}
    clauses = tuple(
        each._replace(effect="permits") if each.effect == "exempts" and each.name not in lifting else each
        for each in policy.clauses
    )
    return policy._replace(clauses=clauses, incorporated=tuple(map(writable, policy.incorporated)))


def loaded(files: Mapping[str, str]) -> Policy:
    """Return the policy of some files, the first of which is its own; none of them has an error.

    That a clause can never apply, or never did, is no fault of what is left: findings about all cases are passed over.
    """
    with tempfile.TemporaryDirectory() as folder:
        for name, text in files.items():
            (FilePath(folder) / name).write_text(text, encoding="utf-8")
        wrong = [each for each in policylang.check(folder) if each.severity == "error"]
        assert [each for each in wrong if each.code[:3] != "P05" and each.code != "P0310"] == []
        return policylang.load(FilePath(folder) / next(iter(files))).resolved


def without_comments(files: Mapping[str, str]) -> dict[str, list[str]]:
    """Return the lines of files that are no comments."""
    return {name: [line for line in text.splitlines() if line[:1] != "#"] for name, text in files.items()}


# ---------------------------------------------------------------- completions


def known_of(total: oracle.Total) -> Knowledge:
    """Return a total case as knowledge."""
    known: dict[Path, Known] = {}
    for (path, member), value in total.items():
        if member:
            before = known.get(path, Members(closed=True))
            assert isinstance(before, Members)
            known[path] = before._replace(included=before.included | {member}) if value else before
        elif strategies_policy.slot_of(path).optional:
            known[path] = Presence(value == oracle.PRESENT)
        else:
            known[path] = OneOfThese(frozenset((value,)))
    return Knowledge(known)


def what_is_asked(knowledge: Knowledge, left: Policy, ids: Mapping[str, str]) -> Knowledge:
    """Return of some knowledge what a residual policy asks for, with the facts as its text names them."""
    return Knowledge(dict(_asked(knowledge, left, ids)))


def _asked(knowledge: Knowledge, left: Policy, ids: Mapping[str, str]) -> list[tuple[Path, Known]]:
    found: list[tuple[Path, Known]] = []
    for path, known in knowledge.known.items():
        try:
            slot = left.slot(path)
        except KeyError:
            continue
        here = Path(ids[path.fact], path.parts)
        match known:
            case Members(included) if isinstance(slot.type, SetOf):
                found.append((here, Members(included.intersection(slot.type.outline.leaves), closed=True)))
            case Presence() if not slot.optional:
                continue
            case _:
                found.append((here, known))
    return found
