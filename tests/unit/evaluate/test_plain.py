"""Plain cases decided by rows: an index that is cut by a fact gives the same decisions as one that is not."""

from random import Random
from typing import Any

import engines
import pytest

import policylang
from policylang.evaluate import plain
from policylang.evaluate.decide import decide
from policylang.evaluate.from_index import Judge

DAY = "2024-05-02"
KINDS = tuple(f"k{number}" for number in range(8))


def scoped(clauses: int) -> str:
    """Return a policy whose clauses nearly all name one of a few kinds, as terms name a service."""
    random = Random(7)
    lines = ["policy scoped", '    title "T"', "    otherwise permitted", f"fact kind: one of {', '.join(KINDS)}"]
    lines += [f"fact f{number}: yes or no" for number in range(8)]
    lines += ["fact tags: several of red, green, blue", 'duty review "A review"']
    for number in range(clauses):
        tests = [f"kind is {random.choice(KINDS)}"] if random.random() < 0.95 else []
        tests += [f"{random.choice(['', 'not '])}f{fact}" for fact in random.sample(range(8), 3)]
        tests += [f"tags include {random.choice(['red', 'green'])}"]
        effect = random.choice(["prohibits", "prohibits", "permits", "requires review"])
        lines += [f"clause c{number}", f'    "C{number}"', f"    {effect}", "    when all of"]
        lines += [f"        {test}" for test in tests]
        lines += ["    unless f7 and tags include blue"] if random.random() < 0.2 else []
    return "\n".join(lines) + "\n"


def cases(count: int) -> list[dict[str, Any]]:
    """Return total cases of such a policy."""
    random = Random(11)
    return [
        {
            "kind": random.choice(KINDS),
            **{f"f{number}": random.random() < 0.5 for number in range(8)},
            "tags": [tag for tag in ("red", "green", "blue") if random.random() < 0.6],
        }
        for _ in range(count)
    ]


def test_a_policy_of_many_clauses_is_cut_and_decides_as_the_reference() -> None:
    """Of 400 scoped clauses each value of the fact that cuts has its own rows, and no decision differs."""
    policy = policylang.loads(scoped(400))
    evaluator = policy.evaluator
    rows = plain.Rows(evaluator._reading, evaluator.judge)
    assert rows.cut is not None
    assert rows.cut.name == "kind"
    for case in cases(60):
        knowledge = policy.knowledge(case)
        by_reference = decide(policy.resolved, knowledge, policylang.api.day(DAY))
        assert plain.plain_by_rows(rows, evaluator.encoder, policylang.api.day(DAY))(case) == by_reference
        assert policy.decide(case, on=DAY) == by_reference


@pytest.mark.parametrize(
    "kind",
    [["k1"], ["k1", "k2"], None, "k9", 1, {"k1"}, {}],
    ids=["one", "two", "none", "misspelt", "a number", "a set", "a dict"],
)
def test_what_is_not_plain_goes_the_long_way(kind: object) -> None:
    """Several values, nothing and nonsense in the place of the fact that cuts are left to the reader of cases."""
    policy = policylang.loads(scoped(400))
    evaluator = policy.evaluator
    rows = plain.Rows(evaluator._reading, evaluator.judge)
    case = {**cases(1)[0], "kind": kind}
    assert plain.plain_by_rows(rows, evaluator.encoder, policylang.api.day(DAY))(case) is None


def test_every_policy_may_be_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where even the smallest index is cut, by whatever fact there is, all engines still agree."""
    monkeypatch.setattr(plain, "SMALL", 0)
    monkeypatch.setattr(plain, "MOST_LEFT", 2.0)
    made: list[plain.Cut | None] = []
    before = plain._cut

    def cut(judge: Judge) -> plain.Cut | None:
        made.append(before(judge))
        return made[-1]

    monkeypatch.setattr(plain, "_cut", cut)
    came = engines.compared(1_500, seed=3)
    assert came.differences == ()
    assert any(made)
