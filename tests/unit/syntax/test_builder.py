"""What the grammar reads loosely and the builder refuses, each with its own code."""

import datetime as dt

import pytest
from unit.syntax.reading import CLAUSE, GIVEN, POLICY, VOCABULARY, codes, faults, items, mended, said

from policylang.syntax import tree


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # conditions
        (CLAUSE + "    when p and q or r\n", ["P0108"]),
        (CLAUSE + "    when all of\n        p\n        q or r and s\n", ["P0108"]),
        (CLAUSE + "    when\n        p\n        q\n", ["P0109"]),
        (CLAUSE + "    when p is a, b\n", ["P0109"]),
        (CLAUSE + "    when p include a, b\n", ["P0109"]),
        (CLAUSE + "    when not any of (p; q)\n", ["P0114"]),
        (CLAUSE + "    when not all of\n        p\n        q\n", ["P0114"]),
        (CLAUSE + "    when not (p or q)\n", ["P0114"]),
        (CLAUSE + "    when not none of (p; q)\n", ["P0114"]),
        (CLAUSE + "    when not at least 2 of (p; q)\n", ["P0114"]),
        (CLAUSE + "    when not not p\n", ["P0114"]),
        (CLAUSE + "    when p is yes\n", ["P0101"]),
        (CLAUSE + "    when true\n", ["P0101"]),
        (CLAUSE + "    when at least 1.5 of (p; q)\n", ["P0115"]),
        (CLAUSE + "    when p is 007\n", ["P0115"]),
        (CLAUSE + "    when p is 1,000\n", ["P0115"]),
        (CLAUSE + f"    when p is {'9' * 40}\n", ["P0115"]),
        (CLAUSE + "    when p is 2024-02-30\n", ["P0115"]),
        (CLAUSE + "    when p is 2024-13-01\n", ["P0115"]),
        (CLAUSE + "    when p is 2024-00-00\n", ["P0115"]),
        (CLAUSE + "    when p is 0000-01-01\n", ["P0115"]),
        (CLAUSE + "    when p is 1/5/2024\n", ["P0115"]),
        (CLAUSE + "    when p is 31.12.2024\n", ["P0115"]),
        (CLAUSE + "    when p is 2024-05\n", ["P0115"]),
        # clauses
        (POLICY + "clause a\n    prohibits\n", ["P0119"]),
        (POLICY + 'clause a\n    "A"\n', ["P0111"]),
        (POLICY + "clause a\n", ["P0119", "P0111"]),
        (CLAUSE + "    permits\n", ["P0111"]),
        (CLAUSE + "    when p\n    when q\n", ["P0110"]),
        (CLAUSE + "    unless p\n    unless q\n", ["P0110"]),
        (CLAUSE + "    evidence quoted\n    evidence quoted\n", ["P0110"]),
        (CLAUSE + "    in force from 2024-01-01\n    in force during e\n", ["P0110"]),
        (CLAUSE + "    in force\n", ["P0119"]),
        (CLAUSE + "    evidence sure\n", ["P0101"]),
        (CLAUSE + '    cites "1"\n    cites "2"\n    despite b\n    despite c\n', []),
        (CLAUSE + '    "more"\n', ["P0101"]),
        (POLICY + 'clause a\n    prohibits\n    "A"\n', ["P0101"]),
        (POLICY + 'part a\n    "A"\n    clause b\n        "B"\n', []),
        (POLICY + 'part a\n    "A"\n', ["P0119"]),
        (POLICY + 'part a\n    clause b\n        "B"\n', ["P0119"]),
        (POLICY + 'part a\n    "A"\n    prohibits\n    permits\n    clause b\n        "B"\n', ["P0111"]),
        (POLICY + 'part a\n    "A"\n    clause b\n        "B"\n    when p\n', ["P0117"]),
        # headers
        ("policy p\n", ["P0120"]),
        ("policy p\n    otherwise permitted\n    otherwise permitted\n", ["P0110"]),
        (POLICY + "    conflicts permision prevails\n", ["P0101"]),
        # types and facts
        (VOCABULARY + "fact yes: text\n", ["P0210"]),
        (VOCABULARY + "fact all: text\n", ["P0210"]),
        (VOCABULARY + "type date: text\n", ["P0210"]),
        (VOCABULARY + "fact x: one of none, a\n", ["P0210"]),
        (VOCABULARY + "type x: has\n    like: text\n", ["P0210"]),
        (VOCABULARY + "type x: one of\n    yes, a\n", ["P0210"]),
        (VOCABULARY + "fact x.y: text\n", ["P0101"]),
        (VOCABULARY + 'type x: text\n    asks "A"\n', ["P0117"]),
        (VOCABULARY + 'fact x: text\n    asks "A"\n    asks "B"\n', ["P0110"]),
        (VOCABULARY + 'fact x: text\n    asks "A" cost 1 cost 2\n', ["P0110"]),
        (VOCABULARY + 'fact x: text\n    asks "A" cost 1\n        "B"\n', ["P0101"]),
        (VOCABULARY + 'fact x: text\n    judged "A" cost 1\n', ["P0101"]),
        (VOCABULARY + "fact x: text\n    unchangeable\n    unchangeable\n", ["P0110"]),
        (VOCABULARY + "type x: text\n    unchangeable\n", ["P0117"]),
        (VOCABULARY + "type x: one of a, unchangeable\n", ["P0210"]),
        (VOCABULARY + "fact x: one of\n    unchangeable (a, b)\n    c, d\n", ["P0210"]),
        (VOCABULARY + "type x: one of\n    a, b\n        c\n", ["P0107"]),
        (VOCABULARY + 'fact x: one of\n    asks "A"\n', ["P0119"]),
        # other items
        (VOCABULARY + 'define x\n    "X"\n', ["P0119"]),
        (VOCABULARY + "define x\n    p\n    q\n", ["P0109"]),
        (VOCABULARY + 'always x "X"\n    if p\n', ["P0119"]),
        (VOCABULARY + "always x\n    if p then q\n", ["P0119"]),
        (VOCABULARY + 'always x "X"\n    if p\n    if q\n    then r\n', ["P0110"]),
        (POLICY + 'edition e "E"\n', ["P0119"]),
        (POLICY + 'edition e "E" from 2024-01-01\n    title "A"\n    title "B"\n', ["P0110"]),
        (POLICY + "duty d\n", ["P0119"]),
        (POLICY + 'duty d "D"\n    breached when p\n    breached when q\n', ["P0110"]),
        (POLICY + "advice d\n", ["P0119"]),
        # examples and scenarios
        (VOCABULARY + "example e\n", ["P0119"]),
        (GIVEN + "    x is not a\n", ["P0101"]),
        (GIVEN + "    x is at least 3\n", ["P0101"]),
        (GIVEN + "    x is from 3 to 4\n", ["P0101"]),
        (GIVEN + "    x is no\n", ["P0101"]),
        (GIVEN + "    x is a, b\n", ["P0109"]),
        (GIVEN + "    x include only a\n", ["P0101"]),
        (GIVEN + "    x include none of a\n", ["P0101"]),
        (GIVEN + "    x include any of a\n", ["P0101"]),
        (POLICY + 'scenario "s"\n', ["P0119"]),
        (POLICY + 'scenario "s"\n    on 2024-01-01\n    on 2024-01-01\n    expect permitted\n', ["P0110"]),
        (
            POLICY + 'scenario "s"\n    given p\n    given q\n    expect permitted\n    expect permitted\n',
            ["P0110"] * 2,
        ),
    ],
)
def test_codes(text: str, expected: list[str]) -> None:
    """Each has its code."""
    assert codes(text) == expected


def test_both_readings_of_a_mixture() -> None:
    """Where `and` is mixed with `or`, the helps are the two readings."""
    (fault,) = faults(CLAUSE + "    when p and q or not r and s\n")
    assert [advice.edit.replacement for advice in fault.helps if advice.edit] == [
        "(p and q) or (not r and s)",
        "p and (q or not r) and s",
    ]


def test_dates_that_can_be_read_in_two_ways() -> None:
    """Both are offered; where only one is possible, that one."""
    (both,) = faults(CLAUSE + "    when p is 02/05/2024\n")
    assert [advice.edit.replacement for advice in both.helps if advice.edit] == ["2024-05-02", "2024-02-05"]
    assert "is 2024-12-31" in mended(CLAUSE + "    when p is 31.12.2024\n")
    assert "is 2024-05-01" in mended(CLAUSE + "    when p is 2024-5-1\n")
    assert "is 2024-01-13" in mended(CLAUSE + "    when p is 2024-13-01\n")


def test_a_month_that_is_shorter() -> None:
    """The label says how long the month is."""
    (fault,) = faults(CLAUSE + "    when p is 2023-02-29\n")
    assert fault.label.text == "February 2023 has 28 days"
    (fault,) = faults(CLAUSE + "    when p is 9999-12-32\n")
    assert fault.label.text == "December 9999 has 31 days"


@pytest.mark.parametrize(
    ("line", "better"),
    [
        ("when p is yes", "when p"),
        ("when p is not true", "when not p"),
        ("when p is 007.50", "when p is 7.50"),
        ("when p is 1,000,000", "when p is 1000000"),
        ("when p is a, b", "when p is one of a, b"),
        ("evidence beleived", "evidence believed"),
    ],
)
def test_mends(line: str, better: str) -> None:
    """What was meant is offered as an edit."""
    assert mended(f"{CLAUSE}    {line}\n") == f"{CLAUSE}    {better}\n"


def test_the_words_for_not_before_a_group() -> None:
    """The help says which other group means the same."""
    (fault,) = faults(CLAUSE + "    when not any of (p; q)\n")
    assert fault.helps[0].text.startswith("write `none of`")


def test_second_lines_point_at_the_first() -> None:
    """A line given twice shows both places."""
    (fault,) = faults(CLAUSE + "    when p\n    when q\n")
    (other,) = fault.others
    assert other.place.source.at(other.place.span) == "when p"


TYPES = """\
fact a: yes or no
fact b: whole number from 1 to 5 in years
fact c: number at least -0.5
fact d: number at most 3
fact e: date
fact f: text
fact g: optional h
fact i: several of j (k, l), m
fact n: one of
    o
        p, q
    asks "?"
"""


def test_types() -> None:
    """Every type has its node."""
    text = VOCABULARY + TYPES
    kinds = [item.type for item in items(text) if isinstance(item, tree.Fact)]
    entry = {letter: tree.Entry(tree.Name(letter)) for letter in "klmpq"}
    number = kinds[1]
    assert isinstance(number, tree.NumberType)
    assert (number.whole, number.low and int(number.low.value), number.high and int(number.high.value)) == (True, 1, 5)
    assert number.unit == tree.Name("years")
    assert kinds[0] == tree.YesNoType()
    assert kinds[4:7] == [tree.DateType(), tree.TextType(), tree.NamedType(tree.Name("h"), optional=True)]
    group = tree.Entry(tree.Name("j"), (entry["k"], entry["l"]))
    assert kinds[7] == tree.OutlineType((group, entry["m"]), several=True)
    group = tree.Entry(tree.Name("o"), (entry["p"], entry["q"]))
    assert kinds[8] == tree.OutlineType((group,), style="block")


def test_what_stands_below_a_fact() -> None:
    """A question with its cost, guidance, and that nobody can change it, in any order; alike below a part."""
    below = '{0}unchangeable\n{0}judged "J"\n{0}asks "A"\n{0}     "B" cost 12\n'
    text = f"{VOCABULARY}fact a: text\n{below.format('    ')}type t: has\n    b: text\n{below.format('        ')}"
    fact, thing = items(text)
    assert isinstance(fact, tree.Fact)
    assert isinstance(thing, tree.TypeItem)
    assert isinstance(thing.type, tree.ThingType)
    for each in (fact, thing.type.parts[0]):
        assert (each.asks, each.judged) == (tree.Text("A B"), tree.Text("J"))
        assert (each.cost and int(each.cost.value), each.unchangeable) == (12, tree.Unchangeable())


def test_cost_and_unchangeable_are_names_elsewhere() -> None:
    """Facts, parts and parameters may be called so, also where a line could follow a text."""
    text = (
        "fact cost: t\nfact unchangeable: yes or no\ntype t: has\n    cost: yes or no\n    unchangeable: text\n"
        "        unchangeable\n    more: one of\n        cost\n        dear\n"
        'define a (unchangeable: t)\n    "A"\n        "A"\n    unchangeable.cost\n'
        'define b\n    "B"\n    unchangeable\n'
        'define c\n    "C"\n    all of\n        unchangeable\n        cost.more is cost\n'
        "example d\n    unchangeable\n    cost.cost\n"
    )
    assert faults(VOCABULARY + text) == ()


A_SCENARIO = """\
scenario "S" "T"
    on 2024-05-01
    given
        like e
        o like f
        x is one of a, b
        s are none
        s do not include c
        not y
        there is no z
        unknown w
    expect permitted by a
        lifting b by c, d
        requiring only e outstanding
        outside scope
        needing x.y
"""


def test_a_scenario() -> None:
    """A scenario has its date, givens and expectations; the first may stand on the line of the outcome."""
    text = POLICY + A_SCENARIO
    (scenario,) = items(text)
    assert isinstance(scenario, tree.Scenario)
    assert (scenario.title, scenario.on) == (tree.Text("S T"), tree.Date(dt.date(2024, 5, 1)))
    assert len(scenario.givens) == 8
    assert scenario.expect is not None
    assert (scenario.expect.inline, len(scenario.expect.expectations)) == (1, 5)
    assert scenario.expect.expectations[1] == tree.ExpectLifting(tree.Name("b"), (tree.Name("c"), tree.Name("d")))
    assert scenario.expect.expectations[2] == tree.ExpectDuty((tree.Name("e"),), "outstanding", only=True)


def test_if_and_then_on_a_line() -> None:
    """`if p then q` says the same as two lines."""
    one = items(VOCABULARY + 'always x "X"\n    if p then q\n')
    assert one == items(VOCABULARY + 'always x\n    "X"\n    if p\n    then q\n')


def test_a_condition_below_its_word() -> None:
    """One condition below `when` needs no word."""
    assert items(CLAUSE + "    when\n        p or q\n") == items(CLAUSE + "    when p or q\n")


def test_messages_stay_short() -> None:
    """A name of any length is quoted shortened."""
    (line,) = said(VOCABULARY + f"define {'x' * 5000}\n")
    assert len(line.split("]", 1)[1]) < 150
