"""Facts and values on which no decision depends."""

import pytest
from unit.analyse.finding import analysed, written

from policylang.analyse.check.unused import unused, unused_findings
from policylang.diagnostics.model import Diagnostic

APART = """
clause with_b
    "No a with b"
    prohibits
    when a and b

clause without_b
    "No a without b"
    prohibits
    when a and not b
"""


def found(text: str) -> list[Diagnostic]:
    """Return the findings about facts."""
    return list(unused_findings(analysed(text)))


def test_a_fact_that_matters_only_to_which_clause_stands_is_a_note() -> None:
    """The outcome is the same whatever it is; the two clauses are not."""
    (note,) = found(written(APART))
    assert (note.code, note.severity, note.message) == ("P0508", "note", "no decision depends on `b`")
    assert note.label.place.source.at(note.label.place.span) == "b"
    assert note.notes[0].startswith("it matters to which clauses stand")


def test_a_fact_that_matters_to_nothing_is_a_warning() -> None:
    """Only whether a duty is fulfilled turns on it, and no clause requires that duty."""
    duty = 'duty report "Report"\n    fulfilled when b\n\n'
    (warning,) = found(written(duty + 'clause ban\n    "No a"\n    prohibits\n    when a\n'))
    assert (warning.severity, warning.message) == ("warning", "no decision depends on `b`")
    assert warning.notes[0].startswith("it matters to nothing that is decided")


def test_duties_their_states_and_advice_are_decisions() -> None:
    """A fact that says whether a duty is due, or whether it is fulfilled, or what is advised, matters."""
    declared = 'duty report "Report"\n    fulfilled when b\n\nadvice rest "Rest"\n\n'
    calling = 'clause call\n    "Report a"\n    requires report\n    when a\n\n'
    advising = 'clause advise\n    "Rest"\n    recommends rest\n    when c\n'
    assert found(written(declared + calling + advising)) == []


def test_members_of_a_set_are_told_by_name() -> None:
    """The set matters, one of its members does not."""
    text = written(
        """
fact uses: several of print, scan, copy, other_use

clause first
    "No printing"
    prohibits
    when uses include print and uses include scan

clause second
    "No printing either"
    prohibits
    when uses include print and not uses include scan
""".replace("not uses include scan", "uses include none of scan")
    )
    assert [each.message for each in found(text)] == ["no decision depends on whether `uses` include `scan`"]


def test_a_value_that_is_decided_like_those_that_nothing_names() -> None:
    """Somebody named it, and nothing follows from it."""
    text = written(
        """
clause first
    "No a, red"
    prohibits
    when a and kind is red

clause second
    "No a, but for red and green"
    prohibits
    when a and kind is not red and kind is not green

clause third
    "No a, green"
    prohibits
    when a and kind is green and b

clause fourth
    "No a, green without b"
    prohibits
    when a and kind is green and not b
"""
    )
    about = analysed(text)
    assert {about.policy.text(each.path) for each in unused(about).found} == {"b", "kind"}
    red = written('clause ban\n    "No a"\n    prohibits\n    when a and kind is red\n\n'
                  'clause more\n    "No a, green"\n    prohibits\n    when a and kind is green and b\n\n'
                  'clause rest\n    "No a with b"\n    prohibits\n    when a and b\n')  # fmt: skip
    about = analysed(red)
    assert [each.values for each in unused(about).found] == [("green",)]
    assert found(red) == []  # the clause that names it is redundant, which is told


def test_what_is_told_already_is_not_told_again() -> None:
    """The fact is asked about in a redundant clause alone."""
    text = written(f"{_ban('wide', 'a')}\n{_ban('narrow', 'a and b')}")
    assert [each.is_cited for each in unused(analysed(text)).found] == [True]
    assert found(text) == []


def test_what_is_always_so_counts() -> None:
    """Of two facts that are the same, one could be left out: only one of them is told."""
    always = 'always same "a is b"\n    if a\n    then b\n\nalways back "b is a"\n    if b\n    then a\n\n'
    names = [each.message for each in found(written(f"{always}{_ban('one', 'a and c')}\n{_ban('two', 'b and not c')}"))]
    assert len([name for name in names if name.endswith(("`a`", "`b`"))]) == 1


def _ban(name: str, when: str) -> str:
    return f'clause {name}\n    "A ban"\n    prohibits\n    when {when}\n'


def test_what_takes_too_long_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where no step may be taken nothing is guessed."""
    about = analysed(written(APART))
    monkeypatch.setattr("policylang.analyse.check.unused.MOST_STEPS_IN_ALL", 0)
    (note,) = unused_findings(about)
    assert (note.code, note.message) == ("P0509", "not decided: on which facts no decision depends")
