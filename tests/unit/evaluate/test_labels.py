"""Cells in words: as labels beside the name of their variable, and as sentences that stand alone."""

import pytest

import policylang
from policylang.core.domain import DAY, Domain
from policylang.evaluate.labels import cell_label, sentence, spans, variable_label

POLICY = policylang.loads("""policy p
    otherwise permitted

type thing: has
    reviewed: yes or no

fact age: whole number from 0 to 150
fact ratio: number
fact born: date
fact kind: one of
    police (city, state)
    company
    club
    person
fact note: text
fact uses: several of
    faces (verification, identification)
    audio
fact camera: optional thing

clause first
    "First"
    in force from 2024-05-03 before 2024-09-01
    prohibits
    when any of
        age is less than 18
        age is more than 64
        ratio is more than 1.5
        ratio is 0
        born is on or after 2000-01-02
        born is 1990-01-01
        kind is police
        note is "x"
        uses include verification
        uses include only faces
        camera.reviewed
""")


def the_domain() -> Domain:
    """Return the variables of the policy."""
    return POLICY.evaluator.program.domain


def found(name: str, place: int = 0) -> int:
    """Return a variable by its fact, and its place among those of the fact."""
    domain = the_domain()
    numbers = range(len(domain.variables))
    return [each for each in numbers if variable_label(POLICY.resolved, domain, each) == name][place]


@pytest.mark.parametrize(
    ("name", "cells", "label", "said"),
    [
        ("the date", 0b001, "before 2024-05-03", "the date is before 2024-05-03"),
        ("the date", 0b010, "2024-05-03 to 2024-08-31", "the date is from 2024-05-03 to 2024-08-31"),
        ("the date", 0b100, "from 2024-09-01 on", "the date is on or after 2024-09-01"),
        ("the date", 0b101, "before 2024-05-03 or from 2024-09-01 on",
         "the date is before 2024-05-03 or on or after 2024-09-01"),
        ("the date", 0b111, "anything", "the date is anything"),
        ("age", 0b101, "less than 18 or at least 65", "age is less than 18 or at least 65"),
        ("age", 0b001, "less than 18", "age is less than 18"),
        ("age", 0b100, "at least 65", "age is at least 65"),
        ("age", 0b10, "18 to 64", "age is from 18 to 64"),
        ("age", 0b111, "anything", "age is anything"),
        ("ratio", 0b01, "less than 0 or more than 0 and at most 1.5",
         "ratio is less than 0 or more than 0 and at most 1.5"),
        ("ratio", 0b110, "0 or more than 1.5", "ratio is 0 or more than 1.5"),
        ("born", 0b01, "before 1990-01-01 or 1990-01-02 to 2000-01-01",
         "born is before 1990-01-01 or from 1990-01-02 to 2000-01-01"),
        ("born", 0b110, "1990-01-01 or from 2000-01-02 on", "born is 1990-01-01 or on or after 2000-01-02"),
        ("kind", 0b01, "police", "kind is police"),
        ("kind", 0b10, "anything else", "kind is not police"),
        ("kind", 0b11, "anything", "kind is anything"),
        ("note", 0b01, '"x"', 'note is "x"'),
        ("note", 0b10, "anything else", 'note is not "x"'),
        ("camera", 0b01, "absent", "there is no camera"),
        ("camera", 0b10, "there", "there is a camera"),
        ("camera", 0b11, "there or absent", "there is a camera or there is no camera"),
        ("camera.reviewed", 0b01, "no", "not camera.reviewed"),
        ("camera.reviewed", 0b10, "yes", "camera.reviewed"),
        ("uses", 0b01, "without verification", "uses do not include verification"),
        ("uses", 0b10, "with verification", "uses include verification"),
    ],
)  # fmt: skip
def test_cells_in_words(name: str, cells: int, label: str, said: str) -> None:
    """Each kind of variable has its words, with the fewest names and the plainest bounds."""
    variable = found(name)
    assert cell_label(POLICY.resolved, the_domain(), variable, cells) == label
    assert sentence(POLICY.resolved, the_domain(), variable, cells) == said


def test_spans_are_those_of_numbers_and_dates() -> None:
    """Numbers, dates and the day of the decision have spans; nothing else does."""
    assert len(spans(the_domain(), DAY, 0b101)) == 2
    assert [tuple(map(str, each[:2])) for each in spans(the_domain(), found("age"), 0b10)] == [("18", "64")]
    assert spans(the_domain(), found("kind"), 0b1) == ()
