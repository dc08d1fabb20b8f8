"""What scenarios reach, on policies small enough to see it."""

from deciding import policy

from policylang.analyse.scenarios.coverage import Coverage, Figures
from policylang.analyse.scenarios.points import Kind

FACTS = """
fact a: yes or no
fact b: yes or no
fact age: whole number from 0 to 120
fact share: number from 0 to 1
fact born: date
"""


def coverage(clauses: str, *scenarios: str, header: str = "otherwise permitted") -> Coverage:
    """Return what scenarios reach, each given by its lines: what is given, and `on` a day if need be."""
    written = []
    for number, lines in enumerate(scenarios):
        day, given = lines.split("|") if "|" in lines else ("", lines)
        told = "".join(f"        {line.strip()}\n" for line in given.split(";"))
        written.append(
            f'scenario "{number}"\n{f"    on {day}" if day else ""}\n    given\n{told}    expect permitted\n'
        )
    found = policy("\n".join([clauses, *written]), header=header, facts=FACTS)
    return found.coverage()


def states(found: Coverage, kind: Kind) -> dict[str, str]:
    """Return the state of each point of a kind."""
    return {each.said: each.state for each in found.points if each.kind == kind}


A_AND_B = 'clause c\n    "c"\n    prohibits\n    when a and b\n'


def test_a_clause_is_reached_where_it_applies_certainly() -> None:
    """Whatever a case leaves open: a clause that only may apply is not reached."""
    assert states(coverage(A_AND_B, "a"), "applies") == {"it applies": "missing"}
    assert states(coverage(A_AND_B, "a; b"), "applies") == {"it applies": "reached"}


def test_an_exception_is_reached_where_it_lifts() -> None:
    """Both apply, and the one stands; the lifted clause is then tried, and has not stood."""
    clauses = A_AND_B + 'clause d\n    "d"\n    exempts from c\n    when age is at least 18\n'
    found = coverage(clauses, "a; b; age is 30")
    assert states(found, "exception") == {"lifted by d": "reached"}
    assert [(each.clause, each.state) for each in found.points if each.kind == "stands"] == [
        ("c", "missing"),
        ("d", "reached"),
    ]


def test_a_condition_matters_where_it_alone_decides() -> None:
    """Two scenarios show it: one in which the clause applies by it, one in which nothing else is missing."""
    found = coverage(A_AND_B, "a; b", "not a; b", "not a; not b")
    assert states(found, "condition") == {"a": "reached", "b": "missing"}
    (missing,) = (each for each in found.of_state("missing") if each.kind == "condition")
    assert missing.lacks == ("c does not apply, only because this fails: b",)
    (reached,) = (each for each in found.of_state("reached") if each.kind == "condition")
    assert reached.by == ("0", "1")


def test_other_conditions_may_differ_where_they_hide_nothing() -> None:
    """The masking form: `a` is shown by two cases that differ in the other conditions as well."""
    clauses = 'clause c\n    "c"\n    prohibits\n    when all of\n        a\n        b or age is more than 10\n'
    found = coverage(clauses, "a; b; age is 0", "not a; not b; age is 20")
    assert states(found, "condition") == {"a": "reached", "b": "missing", "age is more than 10": "missing"}


def test_a_condition_that_cannot_matter_is_not_counted() -> None:
    """What holds anyway is told, and is no part of the figures."""
    clauses = 'clause c\n    "c"\n    prohibits\n    when all of\n        a\n        a or b\n'
    found = coverage(clauses)
    assert [(each.said, each.state) for each in found.points if each.kind == "condition"] == [
        ("a", "missing"),
        ("a", "never"),
        ("b", "never"),
    ]
    assert found.figures("condition") == Figures(0, 1)


def test_each_side_of_a_bound_is_a_point() -> None:
    """Of whole numbers and dates the last value out and the first in; of others the bound, and anything beyond."""
    clauses = 'clause c\n    "c"\n    prohibits\n    when age is at least 18 and share is more than 0.5\n'
    found = coverage(clauses, "age is 18; share is 0.7", "age is 16; share is 0.7", "age is 30; share is 0.5")
    assert states(found, "bound") == {
        "age is 17, for age is at least 18": "missing",
        "age is 18, for age is at least 18": "reached",
        "share is 0.5, for share is more than 0.5": "reached",
        "share is more than 0.5, for share is more than 0.5": "reached",
    }
    dates = coverage('clause c\n    "c"\n    prohibits\n    when born is before 2000-01-01\n', "born is 1999-12-31")
    assert states(dates, "bound") == {
        "born is 1999-12-31, for born is before 2000-01-01": "reached",
        "born is 2000-01-01, for born is before 2000-01-01": "missing",
    }


def test_a_bound_counts_where_it_decides() -> None:
    """The value is tried in vain where the clause does not apply for another reason."""
    clauses = 'clause c\n    "c"\n    prohibits\n    when age is at least 18 and a\n'
    assert states(coverage(clauses, "age is 18; not a"), "bound")["age is 18, for age is at least 18"] == "missing"
    assert states(coverage(clauses, "age is 18; a"), "bound")["age is 18, for age is at least 18"] == "reached"


def test_a_value_that_cannot_be_is_no_side() -> None:
    """A bound at the end of what the fact can be has one side."""
    clauses = 'clause c\n    "c"\n    prohibits\n    when age is more than 0\n'
    assert list(states(coverage(clauses), "bound")) == [
        "age is 0, for age is more than 0",
        "age is 1, for age is more than 0",
    ]
    clauses = 'clause c\n    "c"\n    prohibits\n    when age is at least 1 and share is less than 1\n'
    assert "share is 1, for share is less than 1" in states(coverage(clauses), "bound")


def test_days_around_each_change_are_points() -> None:
    """Two periods that touch are one; a day counts where the clause applies, or would were it in force."""
    clauses = (
        'edition one "One" from 2024-01-01 before 2024-03-01\nedition two "Two" from 2024-03-01 before 2024-06-01\n'
        'clause c\n    "c"\n    in force during one, two\n    prohibits\n    when a\n'
    )
    found = coverage(clauses, "2023-12-31|a", "2024-01-01|not a", "2024-05-31|a", "2024-06-01|a")
    assert states(found, "bound") == {
        "2023-12-31, the last day before it comes into force": "reached",
        "2024-01-01, the first day it is in force": "missing",
        "2024-05-31, the last day it is in force": "reached",
        "2024-06-01, the first day it is no longer in force": "reached",
    }


def test_a_case_that_cannot_be_shows_nothing() -> None:
    """A scenario whose case breaks an `always` is left out."""
    clauses = A_AND_B + 'always a_needs_b\n    "No a without b"\n    if a\n    then b\n'
    assert coverage(clauses, "a; not b").scenarios == 0


def test_figures() -> None:
    """Where there is nothing to reach, all of it is reached; a share that is just met is not below."""
    assert Figures(0, 0).percent == 100
    assert not Figures(0, 0).is_below(100)
    assert Figures(9, 10).is_below(90.1)
    assert not Figures(9, 10).is_below(90)
