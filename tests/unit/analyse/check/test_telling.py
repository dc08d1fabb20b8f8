"""What all findings tell alike."""

import pytest
from unit.analyse.finding import analysed, written

from policylang.analyse.check import telling
from policylang.analyse.check.telling import kinds_told, names_told

ONE = 'clause one\n    "One"\n    prohibits\n    when '


@pytest.mark.parametrize(
    ("condition", "said"),
    [
        ("a and b and c", "1 of 8 kinds of case (12.5 %)"),
        ("a or not a", "2 of 2 kinds of case (100 %)"),
        ("a and kind is red", "1 of 4 kinds of case (25 %)"),
    ],
)
def test_kinds_are_told_with_their_share(condition: str, said: str) -> None:
    """Of how many kinds of case it is so, and which part of all that is."""
    about = analysed(written(ONE + condition))
    assert kinds_told(about, about.stands(0)) == said


@pytest.mark.parametrize(("facts", "said"), [(9, "0.19 %"), (10, "0.09 %"), (14, "less than 0.01 %")])
def test_small_shares_are_told(facts: int, said: str) -> None:
    """A share is never told as nothing."""
    named = [f"f{n}" for n in range(facts)]
    declared = "".join(f"fact {name}: yes or no\n" for name in named)
    about = analysed(written(f"{declared}\n{ONE}{' and '.join(named)}"))
    assert f"({said})" in kinds_told(about, about.stands(0))


def test_very_many_kinds_are_told_as_a_share() -> None:
    """A number with many digits tells nobody anything."""
    declared = "".join(f"fact f{n}: yes or no\n" for n in range(40))
    every = "".join(f"        f{n}\n" for n in range(40))
    about = analysed(written(f'{declared}\n{ONE}any of\n{every}\nclause two\n    "Two"\n    prohibits\n    when f1\n'))
    assert kinds_told(about, about.stands(1)) == "50 % of the kinds of case"


def test_what_takes_too_much_to_count_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    """The limit is told, not passed over."""
    about = analysed(written(f'always one "why"\n    if c\n    then kind is red\n\n{ONE}a and b'))
    monkeypatch.setattr(telling, "MOST_NODES", 0)
    assert kinds_told(about, about.stands(0)) == "more kinds of case than could be counted"


def test_of_many_names_the_first_are_told() -> None:
    """The others are counted."""
    assert names_told([f"n{n}" for n in range(9)]) == "`n0`, `n1`, `n2`, `n3`, `n4`, `n5` and 3 more"
