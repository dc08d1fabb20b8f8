"""Explanations of generated policies: the reference bears out each piece, and no change is dearer than need be."""

import datetime as dt
from collections.abc import Iterator
from itertools import product

import strategies_policy
from hypothesis import HealthCheck, assume, given, settings, strategies as st
from strategies_policy import leaf_paths, slot_of, values_of

from policylang.core.from_semantics import compile_policy
from policylang.diagnostics.errors import CaseError
from policylang.evaluate.decide import decide
from policylang.evaluate.evaluator import Evaluator
from policylang.evaluate.explanation import Change, Explanation
from policylang.evaluate.options import CHANGING, FINDING_OUT
from policylang.semantics.knowledge import Knowledge, Known, Members, OneOfThese, Presence
from policylang.semantics.policy import Path, Policy
from policylang.semantics.types import SetOf, Thing

MANY = settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
MOST_COMBINATIONS = 3_000


@st.composite
def explained(draw: st.DrawFn) -> tuple[Policy, Knowledge, dt.date, frozenset[Path], Explanation]:
    """Return a policy with facts of which some are dear and some cannot be changed, a case, and its explanation."""
    policy, (knowledge,), day = draw(strategies_policy.questions())
    random = draw(st.randoms(use_true_random=True))
    facts = {
        name: fact._replace(
            slot=fact.slot._replace(unchangeable=random.randrange(4) == 0, cost=random.randint(1, 3), asks="what?")
        )
        for name, fact in policy.facts.items()
    }
    policy = policy._replace(facts=facts)
    keep = frozenset(Path(fact.id) for fact in facts.values() if random.randrange(6) == 0)
    try:
        found = Evaluator(compile_policy(policy)).explain(knowledge, day, keep=keep)
    except CaseError:
        assume(False)  # noqa: FBT003 - hypothesis takes it so
        raise
    return policy, knowledge, day, keep, found


@MANY
@given(explained())
def test_sufficient_facts_suffice_and_none_can_be_dropped(
    question: tuple[Policy, Knowledge, dt.date, frozenset[Path], Explanation],
) -> None:
    """A sufficient set settles the outcome alone, and any one of them less does not."""
    policy, knowledge, day, _, found = question
    assert found.outcome == decide(policy, knowledge, day).outcome
    if found.outcome == "undetermined":
        assert found.sufficient == ()
        return
    paths = [policy.paths[name][0] for name in found.sufficient]
    assert decide(policy, _only(knowledge, paths), day).outcome == found.outcome
    for path in paths:
        fewer = _only(knowledge, [each for each in paths if each != path])
        assert decide(policy, fewer, day).outcome == "undetermined"


def _only(knowledge: Knowledge, paths: list[Path]) -> Knowledge:
    return Knowledge({path: knowledge.known[path] for path in paths})


@MANY
@given(explained())
def test_the_nearest_change_is_the_cheapest_that_there_is(
    question: tuple[Policy, Knowledge, dt.date, frozenset[Path], Explanation],
) -> None:
    """No combination of other values that gives the other outcome costs less; where there is none, none is told."""
    policy, knowledge, day, keep, found = question
    facts = strategies_policy.facts_read(policy)
    ways = {path: list(_ways(policy, path, knowledge, keep)) for fact in facts for path in leaf_paths(fact)}
    count = 1
    for each in ways.values():
        count *= len(each)
    assume(count <= MOST_COMBINATIONS)
    best: dict[str, int] = {}
    evaluator = Evaluator(compile_policy(policy))
    for chosen in product(*ways.values()):
        cost = sum(each for each, _ in chosen)
        known = dict(zip(ways, (told for _, told in chosen), strict=True))
        kept = _with_things(policy, known, knowledge)
        if kept is None:
            continue
        try:
            outcome = evaluator.decide_knowledge(kept, day).outcome
        except CaseError:
            continue
        if outcome != "undetermined" and cost < best.get(outcome, cost + 1):
            best[outcome] = cost
    best.pop(found.outcome, None)
    first: dict[str, int] = {}
    for change in found.changes:
        first.setdefault(change.outcome, change.cost)
    assert first == best


def _ways(
    policy: Policy, path: Path, knowledge: Knowledge, keep: frozenset[Path]
) -> Iterator[tuple[int, Known | None]]:
    """Yield what could be known of a path, with what that costs, first what is known now."""
    now = knowledge.known.get(path)
    yield 0, now
    cost, fixed = policy.cost(path), policy.is_unchangeable(path)
    if path.fact in {each.fact for each in keep}:
        return
    for told in _tellable(path, now):
        if told == now:
            continue
        if _fits(path, told, now, knowledge):
            yield cost * FINDING_OUT, told
        elif not fixed:
            yield cost * CHANGING, told


def _tellable(path: Path, now: Known | None) -> Iterator[Known]:
    type_ = slot_of(path).type
    if isinstance(type_, Thing):
        yield from (Presence(False), Presence(True))  # noqa: FBT003 - that is what it holds
    elif isinstance(type_, SetOf):
        before = now if isinstance(now, Members) else Members()
        for sides in product((0, 1, 2), repeat=len(type_.outline.leaves)):
            given_ = dict(zip(type_.outline.leaves, sides, strict=True))
            included = frozenset(leaf for leaf, side in given_.items() if side == 1)
            excluded = frozenset(leaf for leaf, side in given_.items() if side == 2)
            if before.closed:
                if not excluded:
                    yield Members(included, frozenset(), closed=True)
            elif included | excluded >= before.included | before.excluded:
                yield Members(included, excluded)
    else:
        for value in values_of(type_):
            yield OneOfThese(frozenset((value,)))


def _fits(path: Path, told: Known, now: Known | None, knowledge: Knowledge) -> bool:
    """Whether something can be found out: it takes nothing back."""
    if isinstance(told, Presence):
        implied = any(
            each.fact == path.fact and each.parts[: len(path.parts)] == path.parts for each in knowledge.known
        )
        return now is None and not (implied and not told.present)
    if now is None:
        return True
    if isinstance(told, OneOfThese):
        assert isinstance(now, OneOfThese)
        return told.values <= now.values
    assert isinstance(told, Members)
    assert isinstance(now, Members)
    return not now.closed and now.included <= told.included and now.excluded <= told.excluded


def _with_things(policy: Policy, known: dict[Path, Known | None], knowledge: Knowledge) -> Knowledge | None:
    """Return what is known then, or nothing where that goes not together.

    What takes a thing away takes away what is known of its parts: which may not be, where that cannot be changed.
    """
    kept = {path: told for path, told in known.items() if told is not None}
    for path, told in list(kept.items()):
        around = [Path(path.fact, path.parts[:length]) for length in range(len(path.parts))]
        if any(known.get(each) == Presence(present=False) for each in around):
            if told != knowledge.known.get(path) or policy.is_unchangeable(path):
                return None
            del kept[path]
    return Knowledge(kept)


@MANY
@given(explained())
def test_changes_give_their_outcome_and_leave_alone_what_cannot_change(
    question: tuple[Policy, Knowledge, dt.date, frozenset[Path], Explanation],
) -> None:
    """Each change gives its outcome by the reference, is different from the others, and touches nothing it may not."""
    policy, knowledge, day, keep, found = question
    for change in found.changes:
        assert decide(policy, change.knowledge, day).outcome == change.outcome
        assert change.outcome != found.outcome
        for path in knowledge.known.keys() | change.knowledge.known.keys():
            now, then = knowledge.known.get(path), change.knowledge.known.get(path)
            if now != then:
                assert path.fact not in {each.fact for each in keep}
                assert not policy.is_unchangeable(path) or (then is not None and _fits(path, then, now, knowledge))
    for outcome in ("permitted", "prohibited"):
        sets = [_facts(change) for change in found.changes if change.outcome == outcome]
        assert not any(one <= other for n, one in enumerate(sets) for m, other in enumerate(sets) if n != m)


def _facts(change: Change) -> frozenset[str]:
    return frozenset(each.fact for each in change.alterations)


@MANY
@given(explained())
def test_no_part_of_a_change_can_be_left_out(
    question: tuple[Policy, Knowledge, dt.date, frozenset[Path], Explanation],
) -> None:
    """With any of its facts left as it is, the outcome is not the one that the change gives."""
    policy, knowledge, day, _, found = question
    for change in found.changes:
        for each in change.alterations:
            path = policy.paths[each.fact][0]
            known = dict(change.knowledge.known)
            known.pop(path, None)
            if path in knowledge.known:
                known[path] = knowledge.known[path]
            if isinstance(slot_of(path).type, Thing):
                continue  # its parts go with it
            try:
                assert decide(policy, Knowledge(known), day).outcome != change.outcome
            except CaseError:
                continue


@MANY
@given(explained())
def test_exceptions_are_those_of_the_decision(
    question: tuple[Policy, Knowledge, dt.date, frozenset[Path], Explanation],
) -> None:
    """The exceptions that bit are those of the decision; of the others a reason is told, and the clause may stand."""
    policy, knowledge, day, _, found = question
    decision = decide(policy, knowledge, day)
    bit = {(each.policy, each.over, each.by, each.lifted) for each in found.exceptions if each.lifted}
    lifted = decision.lifted
    assert bit == {(e.clause.policy, e.clause.name, by, e.clause.certainty) for e in lifted for by in e.by}
    standing = {(each.policy, each.name) for each in decision.stands}
    for each in found.exceptions:
        if each.lifted is None:
            assert each.why_not
            assert (each.policy, each.by) not in standing
