"""Conditions that can be left out, with what makes them so."""

import pytest
from unit.analyse.finding import analysed, edited, written

from policylang.analyse.check.condition import condition_findings
from policylang.analyse.check.idle import idle_conditions
from policylang.diagnostics.model import Diagnostic


def found(text: str) -> list[Diagnostic]:
    """Return the findings about conditions."""
    return list(condition_findings(analysed(text)))


def clause(*lines: str) -> str:
    """Return a prohibition with some lines of conditions."""
    return "\n".join(["clause ban", '    "A ban"', "    prohibits", *(f"    {line}" for line in lines)])


def marked(diagnostic: Diagnostic) -> list[str]:
    """Return the texts that the labels of a diagnostic mark, the first label's first."""
    return [each.place.source.at(each.place.span) for each in (diagnostic.label, *diagnostic.others)]


def test_a_line_that_the_others_imply_always_holds() -> None:
    """The one that implies it is marked, and the edit takes the line out."""
    text = written(clause("when all of", "    age is at least 18", "    a", "    age is at least 16"))
    (warning,) = found(text)
    assert (warning.code, warning.severity) == ("P0506", "warning")
    assert warning.message == "`age is at least 16` always holds here: the clause applies in the same cases without it"
    assert marked(warning) == ["age is at least 16", "age is at least 18"]
    assert warning.others[0].text == "implies it"
    assert edited(text, warning.helps[0].edit) == written(clause("when all of", "    age is at least 18", "    a"))


def test_of_two_that_imply_each_other_the_later_is_told() -> None:
    """Either could be left out, and not both."""
    (warning,) = found(written(clause("when all of", "    a", "    b", "    a")))
    assert marked(warning) == ["a", "a"]
    assert warning.label.place.span > warning.others[0].place.span


def test_a_line_that_follows_from_what_is_always_so_marks_that() -> None:
    """The `always` line and the line beside it make it so together."""
    always = 'always grown "a means b"\n    if a\n    then b\n\n'
    (warning,) = found(written(always + clause("when all of", "    a", "    c", "    b")))
    assert marked(warning) == ["b", "grown", "a"]
    assert [each.text for each in warning.others] == ["cannot be otherwise", "implies it, with the others marked"]


def test_scope_and_time_in_force_count() -> None:
    """What the scope demands need not be asked again, nor an edition in which the clause is in force only."""
    header = "applies    when a\notherwise  permitted"
    (warning,) = found(written(clause("when a and b"), header=header))
    assert marked(warning)[0] == "a"
    assert warning.others[0].text == "must hold, or the policy is silent"
    edition = 'edition old "Old" from 2020-01-01 before 2021-01-01\n\n'
    dated = clause("when during old and b").replace("    prohibits", "    in force   during old\n    prohibits")
    (warning,) = found(written(edition + dated))
    assert [each.text for each in warning.others] == ["in force only then"]


def test_an_alternative_within_another_adds_nothing() -> None:
    """The other holds wherever it does; the list is one shorter after the edit."""
    text = written(clause("when any of", "    a", "    a and b", "    c"))
    (warning,) = found(text)
    assert (warning.code, marked(warning)) == ("P0506", ["a and b", "a"])
    assert warning.others[0].text == "holds wherever it does"
    assert edited(text, warning.helps[0].edit) == written(clause("when any of", "    a", "    c"))


def test_a_group_that_always_holds_is_told_and_nothing_in_it() -> None:
    """Nothing is needed for that: it is so of every case."""
    (warning,) = found(written(clause("when any of", "    a and b", "    not a", "    not b")))
    assert warning.message.startswith("`")
    assert " always holds: the clause applies" in warning.message
    assert warning.others == ()


def test_an_unless_that_the_when_rules_out_lifts_nothing() -> None:
    """It is a warning; without it the clause says the same."""
    text = written(clause("when a and b", "unless c and not b"))
    (warning,) = found(text)
    assert (warning.code, warning.severity) == ("P0507", "warning")
    assert warning.message == "`unless c and not b` can never hold here: what else the clause says rules it out"
    assert edited(text, warning.helps[0].edit).strip() == written(clause("when a and b")).strip()


def test_an_alternative_that_never_holds_where_it_is_asked() -> None:
    """The line beside its list rules it out."""
    (warning,) = found(written(clause("when all of", "    kind is red", "    any of (a; kind is green; b)")))
    assert (warning.code, marked(warning)) == ("P0507", ["kind is green", "kind is red"])
    assert warning.others[0].text == "rules it out"
    assert warning.helps[0].edit is None  # it shares its line with others


def test_a_single_condition_that_no_case_meets_is_an_error() -> None:
    """What is always so rules it out, wherever it stands."""
    always = 'always grown "never b"\n    if a or not a\n    then not b\n\n'
    (error,) = found(written(always + clause("when any of", "    a", "    b", "    c")))
    assert (error.code, error.severity) == ("P0507", "error")
    assert error.message == "`b` can never hold: no case that can be meets it"
    assert marked(error) == ["b", "grown"]


def test_none_of_and_counts_are_looked_into() -> None:
    """In `none of` and in a count a condition that never holds can go as well."""
    (warning,) = found(written(clause("when all of", "    a", "    none of", "        b", "        b and c")))
    assert marked(warning) == ["b and c", "b"]
    (warning,) = found(
        written(clause("when all of", "    not a", "    at least 2 of", "        a", "        b", "        c"))
    )
    assert (warning.code, marked(warning)) == ("P0507", ["a", "not a"])


def test_a_line_of_a_part_is_told_only_where_it_can_go_from_all_its_clauses() -> None:
    """One clause needs it: it stays; where none does, it is told once."""
    part = """
part both
    "Both"
    prohibits
    when a

    clause first
        "First"
        when a and b

    clause second
        "Second"
        when {second}
"""
    (warning,) = found(written(part.format(second="c")))
    assert (warning.label.text, marked(warning)) == ("always holds where it is asked", ["a", "a"])
    told = found(written(part.format(second="a and c")))
    assert [each.code for each in told] == ["P0506", "P0506"]


def test_clauses_that_never_apply_are_left_to_others() -> None:
    """Of such a clause every condition could go."""
    assert found(written(clause("when a and not a"))) == []


def test_what_takes_too_long_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where no step may be taken nothing is guessed."""
    text = written(clause("when all of", "    age is at least 18", "    a", "    age is at least 16"))
    monkeypatch.setattr("policylang.analyse.check.idle.MOST_STEPS_IN_ALL", 0)
    (note,) = found(text)
    assert note.code == "P0509"
    assert idle_conditions(analysed(text)).found == ()
