"""A policy in figures."""

from pathlib import Path

import deciding

from policylang.evaluate.evaluator import Evaluator


def test_figures_of_a_small_policy() -> None:
    """Clauses, facts, sizes and the order are counted, and nothing is too large."""
    found = deciding.policy('clause c\n    "s"\n    prohibits\n    when a and not b\n').info("2024-05-02")
    assert (found.policy, found.clauses, found.duties, found.incorporated) == ("p", 1, 0, ())
    assert (found.asked, found.declared, found.variables) == (2, 3, 3)
    assert (found.outcome_nodes, found.outcome_depth) == (4, 2)
    assert found.nodes >= 4
    assert set(found.order) == {"a", "b"}
    assert found.engine == ("nested ifs", "diagrams")
    assert found.too_large == ()
    assert found.saved_bytes is not None
    assert found.saved_bytes > 100


def test_engines_are_told_apart() -> None:
    """A judged fact rules code out, and a policy that is decided by the index alone says so."""
    policy = deciding.policy('clause c\n    "s"\n    prohibits\n    when c\n')
    found = policy.info("2024-05-02")
    assert found.engine.total == "one diagram"
    assert Evaluator(policy.evaluator.program, by_index=True).engine(found.on).total == "bitmap index"


def test_what_is_too_large_is_named(tmp_path: Path) -> None:
    """An outcome without a diagram is named, that of an incorporated policy with it; its figures are missing."""
    count = 60
    clauses = "".join(
        f'clause c{number}\n    "s"\n    prohibits\n    when f{number} and f{(number * 7 + 3) % count} '
        f"and not f{(number * 5 + 1) % count}\n"
        for number in range(count)
    )
    facts = "".join(f"fact f{number}: yes or no\n" for number in range(count))
    (tmp_path / "one.pol").write_text(f"policy one\n    otherwise permitted\n\n{facts}\n{clauses}", encoding="utf-8")
    (tmp_path / "two.pol").write_text(
        'policy two\n    otherwise permitted\n\nincorporates one\n\nclause z\n    "s"\n    permits\n', encoding="utf-8"
    )
    import policylang

    found = policylang.load(tmp_path / "two.pol").info("2024-05-02")
    assert found.too_large[:2] == ("the outcome", "the outcome of `one`")
    assert (found.outcome_nodes, found.outcome_depth) == (None, None)
    assert found.engine.partial == "search"
    assert found.incorporated == ("one",)
    assert found.clauses == count + 1
