"""The parser as a whole: what a text becomes, all its faults in one run, and its bounds."""

import time
from pathlib import Path

import pytest
from unit.syntax.reading import CLAUSE, POLICY, VOCABULARY, codes, faults, items, said

from policylang.source import Source, Span
from policylang.syntax import tree
from policylang.syntax.from_text import parse

DATA = Path(__file__).parents[2] / "data"


@pytest.mark.parametrize("path", sorted(DATA.glob("*.pol")), ids=lambda path: path.name)
def test_files_that_are_right(path: Path) -> None:
    """Files that use everything are read without a fault."""
    items(path.read_text(encoding="utf-8"))


THE_LINES_OF_A_CLAUSE = """\
clause a
    "A"
    "and more"
    cites "1" "2"
        "3"
    evidence quoted
    in force from 2024-05-01 before 2024-06-01
    exempts from b, c
    despite d reading "R"
    subject to e
    under f
    unless not p
"""


def test_the_lines_of_a_clause() -> None:
    """Lines become nodes in the order in which they were written."""
    text = POLICY + THE_LINES_OF_A_CLAUSE
    names = {letter: tree.Name(letter) for letter in "abcdef"}
    text_of = tree.Text
    (clause,) = items(text)
    assert isinstance(clause, tree.Clause)
    assert clause.summary == text_of("A and more")
    force = clause.lines[2]
    assert isinstance(force, tree.InForce)
    assert [str(day.value) for day in (force.start, force.before) if day] == ["2024-05-01", "2024-06-01"]
    assert clause.lines[:2] == (tree.Citation("cites", text_of("1 2 3")), tree.Evidence("quoted"))
    assert clause.lines[3:] == (
        tree.Effect("exempts from", (names["b"], names["c"])),
        tree.Relation("despite", (names["d"],), text_of("R")),
        tree.Relation("subject to", (names["e"],)),
        tree.Relation("under", (names["f"],)),
        tree.When(tree.Not(tree.Holds(tree.Path(("p",)))), negated=True),
    )


def test_spans() -> None:
    """The span of a node is that of its words."""
    text = CLAUSE + "    when (p or f(q, r)) and any of (s is one of a, b; t is from 1 to 2)  # why\n"
    source = Source("<text>", text)
    shown = {type(node).__name__: source.at(node.span) for node in tree.walk(parse(source)[0]) if hasattr(node, "span")}
    assert shown["Is"] == "s is one of a, b"
    assert shown["Call"] == "f(q, r)"
    assert shown["Compare"] == "t is from 1 to 2"
    assert shown["When"] == "when (p or f(q, r)) and any of (s is one of a, b; t is from 1 to 2)"
    assert shown["Clause"].startswith("clause a")
    assert shown["Clause"].endswith("1 to 2)")


def test_comments() -> None:
    """Comments are kept with their places, and whether they stand alone."""
    text = POLICY + '# one\nclause a # two\n    "A # not" # three\n    prohibits\n    # four\n'
    file, _ = parse(Source("<text>", text))
    assert [(comment.text, comment.own_line) for comment in file.comments] == [
        ("# one", True),
        ("# two", False),
        ("# three", False),
        ("# four", True),
    ]
    assert all(text[slice(*comment.span)] == comment.text for comment in file.comments)


ALL_FAULTS_OF_A_CLAUSE = """\
clause a
    "A"
    cite "x"
    prohibts
    whn all of
        x includes a
        y is greater than 3
        p or q and r
        u = 3
    unles any of
        q is yes
"""


def test_all_faults_of_a_clause() -> None:
    """Every faulty line of a clause is reported in one run, also below lines that are misspelt."""
    text = POLICY + ALL_FAULTS_OF_A_CLAUSE
    assert [line.split("]")[0] for line in said(text)] == [
        "5 P0101 [cite",
        "6 P0101 [prohibts",
        "7 P0101 [whn",
        "8 P0101 [includes",
        "9 P0101 [is greater than",
        "10 P0108 [and",
        "11 P0112 [=",
        "12 P0101 [unles",
        "13 P0101 [q is yes",
    ]


def test_a_faulty_first_line_hides_nothing_below() -> None:
    """Where the first line of an item cannot be read, its other lines are."""
    text = POLICY + 'rule no use\n    "A"\n    prohibits when x\n    unles y\nscenario draft one\n    expct permitted\n'
    assert [line.split(" [")[0] for line in said(text)] == ["3 P0101", "5 P0101", "6 P0101", "7 P0101", "8 P0101"]


def test_consequences_are_silent() -> None:
    """What is only missing because its line could not be read is not reported as missing."""
    assert codes(POLICY + 'clause a\n    "A"\n    proscribes zzz\n') == ["P0101"]
    assert codes("policy p\n    othrwise permitted\n") == ["P0101"]
    assert codes(POLICY + 'scenario "s"\n    given\n        x is\n        is x\n    expect permitted\n') == [
        "P0101",
        "P0101",
    ]
    assert codes(CLAUSE + "    when all of\n        x is\n    unless y\n") == ["P0101"]


def test_lines_that_are_not_indented() -> None:
    """Lines at the left margin that belong to an item are one fault, and nothing is missed above them."""
    assert said(POLICY + 'clause a\n"A"\nprohibits\nwhen x\n') == ['4 P0101 ["A"] a text at the left margin']
    assert codes(POLICY + "clause a\nprohibits\nwhen x\nunless z\n") == ["P0101"]


def test_lines_below_a_line_that_lacks_its_block() -> None:
    """Lines that should be indented below one are part of its fault."""
    assert codes(CLAUSE + "    when all of\n    x is a\n    y is b\n    unless z\n") == ["P0101"]


def test_a_fault_of_a_character_and_the_next_line() -> None:
    """A mended line gives no further fault, the others do."""
    assert codes(CLAUSE + "    when x > 3 and\n    unless y is\n") == ["P0112", "P0101"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ["P0118"]),
        ("# a comment\n\n", ["P0118"]),
        ("import a\n", ["P0118"]),
        ("import a\n" + POLICY, ["P0118"]),
        (POLICY + "policy q\n    otherwise permitted\n", ["P0117"]),
        ('vocabulary v\n    title "T"\n', ["P0117"]),
        (VOCABULARY + 'clause a\n    "A"\n    prohibits\n', ["P0117"]),
        ("scenarios for p\nfact x: text\n", ["P0117"]),
        ('scenarios for p\nimport q\nscenario "s"\n    expect permitted\n', []),
        ("Policy p\n    otherwise permitted\n", ["P0106"]),
    ],
)
def test_files(text: str, expected: list[str]) -> None:
    """A file has one header, first, and items that belong under it."""
    assert codes(text) == expected


def test_the_place_of_what_is_missing_in_a_file() -> None:
    """An empty file is reported at its start."""
    (fault,) = faults("")
    assert fault.label.place.span == Span(0, 0)


def test_at_most_200_faults() -> None:
    """The rest is counted as one note."""
    found = faults(POLICY + "clause a\n    prohibts\n" * 1000)
    assert (len(found), found[-1].code, found[-1].severity) == (201, "P0404", "note")


@pytest.mark.slow
@pytest.mark.parametrize(
    "text",
    [
        CLAUSE + "    when all of\n" + "        x is a\n" * 60000 + "        x is a b\n" * 5000,
        CLAUSE + "    when all of\n" + "        x is a b\n" * 60000,
        CLAUSE + "    when all of\n" + "        x\n      y\n" * 30000,
        CLAUSE + "    when any of (\n" + "        x (\n" * 80000,
        POLICY + "when x\n" * 140000,
        POLICY + "This isn't a “policy”; it's prose.\n" * 30000,
        CLAUSE + "    when " + "not " * 250000 + "x\n",
        CLAUSE + "    when " + "(" * 500000 + "x\n",
        POLICY + "'" * 300000,
        POLICY + "x 'a " * 200000,
        POLICY + "isn't " * 150000,
        POLICY + "“" * 300000,
        POLICY + '"' * 1000001,
        POLICY + "a-" * 500000,
        POLICY + "," * 1000000 + "x",
        "\0" * 1000000,
        "\u200b" * 300000,
        POLICY + "\n" * 1000000,
        "A" * 1000000,
    ],
    ids=range(19),
)
def test_work_is_bounded(text: str) -> None:
    """A megabyte of anything is answered in seconds, with diagnostics or a tree."""
    start = time.process_time()
    _, found = parse(Source("<text>", text))
    assert len(found) <= 201
    assert time.process_time() - start < 10
