"""The evaluator beyond its answers: values that keep, threads, days without end, policies made to explode."""

import copy
import datetime as dt
import itertools
import pickle
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from random import Random

import deciding
import pytest
from engine_copies import Searching

import policylang
from policylang.core.from_semantics import MOST_NODES_A_CLAUSE, MOST_NODES_A_VERDICT, compile_policy
from policylang.diagnostics.errors import CaseError
from policylang.evaluate.evaluator import MOST_DAYS, Evaluator
from policylang.evaluate.search import LIMIT, MOST_NODES
from policylang.semantics.decision import FIELDS, Decision

DAY = dt.date(2024, 5, 2)
CLAUSES = """
clause no_a
    "No a"
    prohibits
    when a

clause yes_b
    "b is allowed"
    despite no_a
    permits
    when all of
        b
        not c
"""


def evaluator(text: str = CLAUSES) -> Evaluator:
    """Return a fresh evaluator of some clauses about `a`, `b` and `c`."""
    return Evaluator(compile_policy(deciding.policy(text).resolved))


TOTAL = {"a": True, "b": True, "c": False}
PARTIAL = {"a": True, "b": True}

# ---------------------------------------------------------------- decisions are values


@pytest.mark.parametrize("case", [TOTAL, PARTIAL], ids=["total", "partial"])
@pytest.mark.parametrize("field", FIELDS)
def test_what_was_asked_before_makes_no_difference(case: Mapping[str, bool], field: str) -> None:
    """A decision of which one field was worked out equals, and hashes as, one that was asked for none or for all."""
    asked, fresh, whole = (evaluator().decide(dict(case), DAY) for _ in range(3))
    getattr(asked, field)
    assert repr(whole)
    assert asked == fresh == whole
    assert hash(asked) == hash(fresh) == hash(whole)


@pytest.mark.parametrize("case", [TOTAL, PARTIAL], ids=["total", "partial"])
@pytest.mark.parametrize("again", [copy.copy, copy.deepcopy, lambda each: pickle.loads(pickle.dumps(each))])  # noqa: S301 - packed here
def test_decisions_are_copied_whole(case: Mapping[str, bool], again: Callable[[Decision], Decision]) -> None:
    """A copy, or what was pickled and read, says the same in all fields."""
    decision = evaluator().decide(dict(case), DAY)
    copied = again(decision)
    assert copied == decision
    assert hash(copied) == hash(decision)
    assert [getattr(copied, field) for field in FIELDS] == [getattr(decision, field) for field in FIELDS]


@pytest.mark.parametrize("field", [*FIELDS, "other"])
def test_a_decision_cannot_be_changed(field: str) -> None:
    """No field of it can be set or deleted, worked out or not, and no other can be added."""
    decision = evaluator().decide(dict(PARTIAL), DAY)
    for _ in range(2):
        with pytest.raises(AttributeError, match="cannot be changed"):
            setattr(decision, field, ())
        with pytest.raises(AttributeError, match="cannot be changed"):
            delattr(decision, field)
        assert repr(decision)
    assert decision == evaluator().decide(dict(PARTIAL), DAY)


def test_a_case_is_not_kept() -> None:
    """What a caller does to a case after it was decided does not change the decision."""
    case = dict(PARTIAL)
    decision = evaluator().decide(case, DAY)
    case["c"] = True
    assert decision.outcome == "undetermined"
    assert [each.fact for each in decision.open] == ["c"]


# ---------------------------------------------------------------- evaluators are shared and carried about


def test_threads_agree() -> None:
    """Eight threads that decide the same cases under one evaluator, none of them before, all come to the same."""
    cases = [dict(zip("abc", values, strict=True)) for values in itertools.product((True, False), repeat=3)]
    cases += [{key: value for key, value in each.items() if key != "c"} for each in cases]
    asked = [(case, DAY + dt.timedelta(days=n)) for n in range(10) for case in cases]
    alone = evaluator()
    expected = [repr(alone.decide(case, day)) for case, day in asked]
    for _ in range(3):
        shared = evaluator()
        with ThreadPoolExecutor(8) as threads:
            several = threads.map(lambda _: [repr(shared.decide(case, day)) for case, day in asked], range(8))  # noqa: B023
            assert all(each == expected for each in several)


def test_threads_work_one_decision_out() -> None:
    """Eight threads that ask one decision for what is worked out late all get the same."""
    expected = repr(evaluator().decide(dict(PARTIAL), DAY))
    for _ in range(20):
        decision = evaluator().decide(dict(PARTIAL), DAY)
        with ThreadPoolExecutor(8) as threads:
            assert set(threads.map(repr, [decision] * 8)) == {expected}


@pytest.mark.parametrize("used", [False, True])
@pytest.mark.parametrize("again", [copy.deepcopy, lambda each: pickle.loads(pickle.dumps(each))])  # noqa: S301 - packed here
def test_an_evaluator_is_pickled(again: Callable[[Evaluator], Evaluator], *, used: bool) -> None:
    """What was pickled and read decides the same, before and after cases were decided; so does a deep copy."""
    before = Evaluator(compile_policy(policylang.load("microsoft.azure_openai").resolved))
    case = {"service": "azure_openai", "operator.kind": "other_company"}
    if used:
        before.decide(case, DAY)
    assert again(before).decide(case, DAY) == before.decide(case, DAY)


def test_there_is_no_end_of_days() -> None:
    """More days than are kept are decided, in any order, each as if it were the first; no more are kept."""
    text = CLAUSES + '\nclause later\n    "Later"\n    in force from 2024-06-10\n    prohibits\n    when c\n'
    shared = evaluator(text)
    days = [DAY + dt.timedelta(days=n) for n in range(2 * MOST_DAYS)]
    Random(1).shuffle(days)
    for day in [*days, dt.date.min, dt.date.max, *days[:10]]:
        for case in ({"a": False, "b": False, "c": True}, {"a": False}):
            assert shared.decide(case, day) == evaluator(text).decide(case, day)
        assert len(shared._by_day) <= MOST_DAYS


# ---------------------------------------------------------------- policies made to explode

LETTERS = [f"f{n}" for n in range(40)]
MANY = "\n".join(f"fact {name}: yes or no" for name in LETTERS)
Case = dict[str, bool]


def exploding(conditions: str, *, header: str = "otherwise permitted") -> Evaluator:
    """Return an evaluator of a policy that prohibits under one condition about forty facts."""
    clauses = f'clause many\n    "Many"\n    prohibits\n    when {conditions}\n'
    return Evaluator(compile_policy(deciding.policy(clauses, facts=MANY, header=header).resolved))


def pairs() -> list[tuple[str, str]]:
    """Return forty pairs of facts, none of which lies near the other."""
    return [(LETTERS[n], LETTERS[(n * 7 + 19) % 40]) for n in range(40)]


def of(number: int, conditions: list[str]) -> str:
    """Return the condition that at least so many hold, as it is written."""
    return "\n".join([f"at least {number} of", *(f"        {each}" for each in conditions)])


EXPLODING: dict[str, tuple[str, Callable[[Case], bool]]] = {
    "at least 20 of 40 facts": (of(20, LETTERS), lambda case: sum(case.values()) >= 20),
    "at least 20 of 40 pairs": (
        of(20, [f"{one} and {other}" for one, other in pairs()]),
        lambda case: sum(case[one] and case[other] for one, other in pairs()) >= 20,
    ),
}


@pytest.fixture(scope="module", params=EXPLODING)
def explosion(request: pytest.FixtureRequest) -> tuple[Evaluator, Callable[[Case], bool]]:
    """An evaluator of such a policy, and the same condition in plain Python."""
    conditions, is_prohibited = EXPLODING[request.param]
    return exploding(conditions), is_prohibited


def outcome(*, prohibited: bool) -> str:
    """Return the outcome by its name."""
    return "prohibited" if prohibited else "permitted"


def likely(random: Random) -> Case:
    """Return a total case of forty facts; in some many are so, and in some few."""
    share = random.random()
    return {name: random.random() < share for name in LETTERS}


def test_explosions_are_compiled_within_bounds(explosion: tuple[Evaluator, Callable[[Case], bool]]) -> None:
    """No more nodes are made than the clause, what stands and the outcome may have together."""
    assert len(explosion[0].program.diagrams) <= 3 * MOST_NODES_A_CLAUSE + MOST_NODES_A_VERDICT


def test_explosions_decide_total_cases(explosion: tuple[Evaluator, Callable[[Case], bool]]) -> None:
    """Each total case is decided as the condition says, by the index as well, and no limit is met."""
    evaluator, is_prohibited = explosion
    by_index = Evaluator(evaluator.program, by_index=True)
    random, seen = Random(2), set()
    for _ in range(300):
        case = likely(random)
        expected = outcome(prohibited=is_prohibited(case))
        seen.add(expected)
        for each in (evaluator, by_index):
            decision = each.decide(case, DAY)
            assert (decision.outcome, decision.limit) == (expected, None)
            assert len(decision.stands) == (expected == "prohibited")
    assert len(seen) == 2


@pytest.mark.parametrize("unknown", [1, 4, 8, 40])
def test_explosions_are_right_or_say_that_they_gave_up(
    explosion: tuple[Evaluator, Callable[[Case], bool]], unknown: int
) -> None:
    """With some facts unknown all outcomes that can be are possible; another is only where a limit was met and said."""
    evaluator, is_prohibited = explosion
    random = Random(unknown)
    for engine in (evaluator, Searching(evaluator.program)):
        for _ in range(2 if unknown == 40 else 8):
            total = likely(random)
            left_out = random.sample(LETTERS, unknown)
            few = left_out if unknown <= 8 else []
            completions = [
                total | dict(zip(few, values, strict=True))
                for values in itertools.product((True, False), repeat=len(few))
            ] if few else [dict.fromkeys(LETTERS, value) for value in (True, False)]  # fmt: skip
            possible = {outcome(prohibited=is_prohibited(each)) for each in completions}
            decision = engine.decide({name: so for name, so in total.items() if name not in left_out}, DAY)
            assert possible <= set(decision.possible)
            assert possible == set(decision.possible) or decision.limit is not None
            assert decision.limit in (None, f"{LIMIT:,} steps", f"{MOST_NODES:,} nodes")


LIFTED = """
clause many
    "Many"
    subject to lift
    prohibits
    when {}

clause lift
    "Lifted"
    exempts from many
    when z
"""
SCOPE = "applies when z\notherwise prohibited"


@pytest.mark.parametrize(("clauses", "header", "so"), [(LIFTED, "otherwise permitted", True), (None, SCOPE, False)])
def test_what_is_open_where_a_limit_is_met(clauses: str | None, header: str, *, so: bool) -> None:
    """Where a clause has no diagram, what lifts it and the scope are open with it: what can change is always asked."""
    conditions = EXPLODING["at least 20 of 40 pairs"][0]
    text = (clauses or LIFTED.partition("clause lift")[0].replace("    subject to lift\n", "")).format(conditions)
    policy = deciding.policy(text, facts=f"{MANY}\nfact z: yes or no", header=header).resolved
    decision = Evaluator(compile_policy(policy)).decide(dict.fromkeys(LETTERS, so), DAY)
    assert decision.outcome == "undetermined"
    assert [each.fact for each in decision.open] == ["z"]


# ---------------------------------------------------------------- eight queens

ROWS = range(8)
COLUMNS = "abcdefgh"


def queens() -> Evaluator:
    """Return an evaluator of a policy that prohibits two queens where one could take the other."""
    facts = "\n".join(f"fact q{row}: one of\n    {', '.join(f'{column}{row}' for column in COLUMNS)}" for row in ROWS)
    clauses = [
        f'clause c{one}{other}_{column}\n    "These two"\n    prohibits\n'
        f"    when q{one} is {column}{one} and q{other} is one of "
        + ", ".join(f"{each}{other}" for each in taken(column, other - one))
        for one, other in itertools.combinations(ROWS, 2)
        for column in COLUMNS
    ]
    return Evaluator(compile_policy(deciding.policy("\n".join(clauses), facts=facts).resolved))


def taken(column: str, rows: int) -> list[str]:
    """Return the columns that a queen takes so many rows away."""
    at = COLUMNS.index(column)
    return [COLUMNS[each] for each in sorted({at, at - rows, at + rows}) if 0 <= each < len(COLUMNS)]


def test_eight_queens() -> None:
    """A solution is permitted, each placement that is none prohibited by the pairs that take one another, no others."""
    evaluator = queens()
    random = Random(3)
    placements = [random.choices(range(8), k=8) for _ in range(100)]
    for placed in [[0, 4, 7, 5, 2, 6, 1, 3], *placements, [3, 1, 6, 2, 5, 7, 4, 0]]:
        case = {f"q{row}": f"{COLUMNS[at]}{row}" for row, at in enumerate(placed)}
        expected = {
            f"c{one}{other}_{COLUMNS[placed[one]]}"
            for one, other in itertools.combinations(ROWS, 2)
            if COLUMNS[placed[other]] in taken(COLUMNS[placed[one]], other - one)
        }
        decision = evaluator.decide(case, DAY)
        assert decision.outcome == outcome(prohibited=bool(expected))
        assert {each.name for each in decision.stands} == expected


def test_eight_queens_begun() -> None:
    """A placement begun well may end well; whether it can is found out, or a limit is said to have been met."""
    evaluator = queens()
    for begun, can_end_well in (([0, 4, 7, 5, 2, 6, 1], True), ([0, 4, 7, 5, 2, 6, 0], False), ([0, 1], False)):
        case = {f"q{row}": f"{COLUMNS[at]}{row}" for row, at in enumerate(begun)}
        decision = evaluator.decide(case, DAY)
        assert ("permitted" in decision.possible) == can_end_well or decision.limit is not None
        assert "prohibited" in decision.possible


def test_an_impossible_case_is_refused_by_all() -> None:
    """A case against an `always` is refused with its name, total or not, by diagrams, index and search."""
    program = compile_policy(deciding.policy(CLAUSES + '\nalways so "It is so"\n    if a\n    then b\n').resolved)
    for each in (Evaluator(program), Evaluator(program, by_index=True), Searching(program)):
        for case in ({"a": True, "b": False, "c": True}, {"a": True, "b": False}):
            with pytest.raises(CaseError, match="so"):
                each.decide(case, DAY)


def test_a_decider_decides_as_the_policy_does() -> None:
    """Total, partial and faulty cases, given without the day: the same decisions, and the same refusals."""
    policy = deciding.policy(CLAUSES)
    decide = policy.decider(on="2024-05-02")
    for case in (TOTAL, PARTIAL, {}):
        assert decide(case) == policy.decide(case, on=DAY)
    with pytest.raises(CaseError, match="did you mean"):
        decide({"aa": True})
    with pytest.raises(CaseError, match="takes a date"):
        policy.decider(on="2024-5-2")


def test_nothing_rests_on_a_clause_that_does_not_stand() -> None:
    """Of a clause under two others, one of them out of force, the evidence of those above that one does not count."""
    text = """
clause far
    "Far"
    evidence believed
    recommends tip

clause gone
    "Gone"
    under far
    in force from 2030-01-01
    permits

clause near
    "Near"
    evidence publisher
    permits

clause here
    "Here"
    evidence publisher
    under near, gone
    requires keep
    when a
"""
    header = 'duty keep "Keep it"\n\nadvice tip "A tip"\n'
    policy = deciding.policy(header + text)
    decided = policy.decide({"a": True, "b": True, "c": False}, on=DAY)
    assert {each.name for each in decided.stands} == {"far", "near", "here"}
    assert decided.weakest_evidence == "publisher"
