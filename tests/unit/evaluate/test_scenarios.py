"""Scenarios run: what each expectation asks of the decision, and what is said where it is not met."""

import pytest
from deciding import policy

from policylang import CaseError
from policylang.evaluate.scenarios import ANY_DAY, ScenarioResult, failed

CLAUSES = """duty d "what"
    fulfilled when a

advice v "what"

clause x
    "s"
    prohibits
    when a

clause y
    "s"
    exempts from x
    when b

clause z
    "s"
    permits
    when c

clause r
    "s"
    requires d
    when a

clause t
    "s"
    recommends v

"""
HEADER = "otherwise permitted\nconflicts prohibition prevails"


def run(given: str, *expected: str) -> ScenarioResult:
    """Return the result of a scenario: givens after one another, and the lines expected."""
    first, *rest = expected
    lines = "".join(f"        {each}\n" for each in given.split(";") if each)
    lines = f"    given\n{lines}" if lines else "    given\n        unknown a\n"
    text = f'scenario "s"\n{lines}    expect {first}\n' + "".join(f"        {each}\n" for each in rest)
    return policy(CLAUSES + text, header=HEADER).test()[0]


ALL = "a;not b;not c"
NOTHING = "not a;not b;not c"
EXEMPT = "a;b;not c"
BOTH = "a;not b;c"


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (ALL, ("prohibited", "by x")),
        (ALL, ("prohibited", "by x, r, t")),
        (ALL, ("prohibited", "by only x")),
        (ALL, ("prohibited", "not by y, z")),
        (NOTHING, ("permitted by default",)),
        (EXEMPT, ("permitted", "lifting x", "lifting x by y")),
        (EXEMPT, ("permitted", "requiring d fulfilled", "requiring only d", "advising v", "advising only v")),
        (BOTH, ("prohibited", "against z", "by only x", "by only x, r")),
        ("a;b", ("permitted", "open on z")),
        ("", ("undetermined", "open on x", "by x, z", "needing a, b", "needing only a, b")),
        ("not a", ("permitted", "not by x")),
    ],
)
def test_an_expectation_is_met(given: str, expected: tuple[str, ...]) -> None:
    """At least what is named, and with `only` just that."""
    result = run(given, *expected)
    assert result.failures == ()
    assert result.passed
    assert result.decision.on == ANY_DAY


@pytest.mark.parametrize(
    ("given", "expected", "wanted", "got"),
    [
        (ALL, ("permitted",), "permitted", "prohibited by x"),
        (NOTHING, ("permitted", "by z"), "by z", "t"),
        (BOTH, ("prohibited", "by only r"), "by only r", "also x"),
        (ALL, ("prohibited", "not by x"), "not by x", "it stands"),
        (ALL, ("prohibited", "open on x"), "open on x", "it stands certainly"),
        (NOTHING, ("permitted", "open on x"), "open on x", "it does not stand"),
        ("not a;not b;c", ("permitted", "by default"), "by default", "clauses by z"),
        (NOTHING, ("permitted", "outside scope"), "outside scope", "default"),
        (ALL, ("prohibited", "lifting x"), "lifting x", "it stands certainly"),
        (NOTHING, ("permitted", "lifting x"), "lifting x", "it does not apply"),
        (EXEMPT, ("permitted", "lifting x by z"), "lifting x by z", "lifted by y"),
        (ALL, ("prohibited", "against z"), "against z", "none"),
        (NOTHING, ("permitted", "requiring d"), "requiring d", "none"),
        (EXEMPT, ("permitted", "requiring d breached"), "requiring d breached", "fulfilled"),
        ("", ("undetermined", "needing only a"), "needing only a", "also b"),
        ("not b", ("undetermined", "needing c"), "needing c", "a"),
    ],
)
def test_an_expectation_that_is_not_met_says_what_it_got(
    given: str, expected: tuple[str, ...], wanted: str, got: str
) -> None:
    """Expected and got, a line each."""
    result = run(given, *expected)
    assert [(each.expected, each.got) for each in result.failures] == [(wanted, got)]
    assert failed([result]) == (result,)
    assert result.failures[0].place is not None


def test_a_scenario_that_cannot_be_is_an_error() -> None:
    """As any case that breaks an `always`."""
    text = CLAUSES + 'always l "s"\n    if a\n    then b\n\n'
    text += 'scenario "s"\n    given\n        a\n        not b\n    expect permitted\n'
    with pytest.raises(CaseError):
        policy(text, header=HEADER).test()
