"""Clauses that never apply: which lines contradict each other, and what is passed over."""

import pytest
from unit.analyse.finding import analysed, found, written

from policylang.analyse.check.dead import dead, dead_clauses
from policylang.diagnostics.model import Diagnostic

GROWN_UP = """
define grown_up "Of age"
    all of
        age is at least 18
        a
"""


def _marked(diagnostic: Diagnostic) -> list[tuple[str, str]]:
    return [(label.place.source.at(label.place.span), label.text) for label in diagnostic.others]


@pytest.mark.parametrize(
    ("lines", "header", "marked"),
    [
        (
            "    when kind is red and a and kind is blue",
            "",
            [("kind is red", "must hold"), ("kind is blue", "must hold")],
        ),
        (
            "    when grown_up and age is less than 12",
            "",
            [("age is at least 18", "must hold"), ("grown_up", "must hold"), ("age is less than 12", "must hold")],
        ),
        ("    when a\n    unless b or a", "", [("a", "must hold"), ("a", "must not hold")]),
        ("    when none of (a; b) and b", "", [("b", "must not hold"), ("b", "must hold")]),
        (
            "    when b",
            "\napplies    when a and not b",
            [("b", "must not hold, or the policy is silent"), ("b", "must hold")],
        ),
        (
            "    in force before 2024-05-01\n    when during late",
            "",
            [("in force before 2024-05-01", "in force only then"), ("during late", "must hold")],
        ),
        (
            "    when c and not a",
            "",
            [("c_needs_a", "cannot be otherwise"), ("c", "must hold"), ("a", "must not hold")],
        ),
        (
            "    under base\n    when not b",
            "",
            [("b", "must hold"), ("under base", "binds only where one of these stands"), ("b", "must not hold")],
        ),
    ],
    ids=["two values", "a definition", "unless", "not any", "the scope", "the time", "an always", "under"],
)
def test_what_contradicts_is_marked(lines: str, header: str, marked: list[tuple[str, str]]) -> None:
    """Each part that is needed for the contradiction is marked where it stands, and no other."""
    text = written(
        f"""
edition late "The later text" from 2024-06-01
{GROWN_UP}
always c_needs_a "so it is"
    if c
    then a

clause base
    "The base"
    prohibits
    when b

clause never
    "Never applies"
    prohibits
{lines}
""",
        header=f"otherwise  permitted{header}",
    )
    faults = {each.message: each for each in found(text, "P0503")}
    shown = _marked(faults["the clause `never` can never apply"])
    if "under" in lines:
        marked = marked[1:]  # what the clause that it is under needs is told there
    assert shown == marked


def test_a_case_shows_what_is_missing() -> None:
    """The case meets all else that the clause asks for, and the reference says that it does not apply."""
    about = analysed(written('clause never\n    "Never"\n    prohibits\n    when a and age is less than 3 and not a'))
    never = dead(about, about.by_name["never"])
    assert never.near is not None
    assert never.missing is not None
    (shown,) = found(
        written('clause never\n    "Never"\n    prohibits\n    when a and age is less than 3 and not a'), "P0503"
    )
    assert shown.notes[1] == "for example: a, age is 0: here only `a` stands against it"


def test_two_values_of_one_fact_are_meant_as_a_choice() -> None:
    """The help writes the test that was probably meant."""
    (shown,) = found(
        written('clause c1\n    "Red and blue"\n    prohibits\n    when kind is red and kind is blue'), "P0503"
    )
    assert "write `kind is one of red, blue` if either will do" in shown.helps[0].text


def test_what_follows_from_a_dead_clause_is_not_told() -> None:
    """A clause that is under a dead one alone is silent with it; one that contradicts itself as well is told."""
    text = written(
        """
clause never
    "Never"
    permits
    when a and not a

clause follows
    "Follows"
    prohibits
    under never
    when b

clause twice
    "Twice"
    prohibits
    under never
    when b and not b
"""
    )
    assert [each.message for each in found(text, "P0503")] == [
        "the clause `never` can never apply",
        "the clause `twice` can never apply",
    ]
    about = analysed(text)
    assert dead_clauses(about).consequences == (about.by_name["follows"],)


@pytest.mark.parametrize(
    ("header", "items", "message"),
    [
        ("\napplies    when a and not a", "", "the policy never applies, and so no clause of it does"),
        (
            "",
            'always one "x"\n    if a\n    then not a\nalways two "y"\n    if not a\n    then a\n',
            "no case is possible",
        ),
    ],
    ids=["the scope", "the always lines"],
)
def test_where_nothing_applies_that_is_said_once(header: str, items: str, message: str) -> None:
    """A policy that is silent in every case has one fault, not one for each clause."""
    clauses = 'clause one\n    "One"\n    prohibits\n    when b\n\nclause two\n    "Two"\n    prohibits\n    when c\n'
    text = written(f"{items}\n{clauses}", header=f"otherwise  permitted{header}")
    assert [each.message for each in found(text, "P0503")] == [message]


def test_more_than_are_shown_are_counted() -> None:
    """Of many dead clauses some are shown and the others counted."""
    lines = [f'clause never_{n}\n    "Never"\n    prohibits\n    when a and not a and age is {n}\n' for n in range(52)]
    text = written("\n".join(lines))
    assert len(found(text, "P0503")) == 50
    assert [each.message for each in found(text, "P0404")] == ["2 more clauses never apply; not shown here"]
