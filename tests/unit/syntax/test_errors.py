"""Syntax errors in words: what is said where, and what is offered instead."""

import re

import pytest
from unit.syntax.reading import CLAUSE, GIVEN, POLICY, VOCABULARY, codes, faults, mended, said

from policylang.syntax import phrases
from policylang.syntax.expected import expected_words
from policylang.syntax.words import ITEM_WORDS, LINE_WORDS

SCENARIO = POLICY + 'scenario "s"\n    given p\n'


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("prohibit", "[prohibit] `prohibit` begins no line of the clause `a`"),
        ("exempts b", "[exempts] `exempts` begins no line of the clause `a`"),
        ("frobnicate", "[frobnicate] `frobnicate` begins no line of the clause `a`"),
        ("expect permitted", "[expect] `expect` does not belong in the clause `a`"),
        ("clause b", "[clause] `clause` within the clause `a`"),
        ("despite", "[] the line ends too early, in the `despite` of the clause `a`"),
        ("despite b c", "[c] `c` follows a name, and no comma parts them"),
        ("in force from 2024", "[2024] `2024` is not a date"),
        ("if p then q", "[if] `if … then` in the clause `a`"),
        ("and q", "[and] a condition ends with its line; this one goes on with `and`"),
        ("when p is unknown", "[unknown] no condition asks whether something is unknown"),
        ("when p is none", "[none] `none` is not a value"),
        ("when p and", "[and] `and` at the end of a line"),
        ("when p else q", "[else] a condition has no `else`"),
        ("when p is a and any of", "[any of] `any of` at the end of a line, behind other conditions"),
        ("when 3 is p", "[3] `3` does not fit here, in the `when` of the clause `a`"),
        ("when f(p is a)", "[is] `is` does not fit here, in the `when` of the clause `a`"),
        ("when all of", "[when all of] nothing stands below `when all of`"),
        ("when p is", "[] the line ends too early, in the `when` of the clause `a`"),
        ('"text"', '["text"] a text stands here by itself, after the lines of the clause'),
        ('words "he said "no" then"', '["] a quotation mark within a text ends it'),
        ("prohibits 3", "[3] `3` does not fit here, in the `prohibits` of the clause `a`"),
        ("    when q", "[when q] a line is indented below `prohibits`, which has no lines below it"),
        ("permits, requires d", "[requires] `requires` stands on a line of its own"),
        ("permits, d", "[,] a second effect in one clause"),
    ],
)
def test_lines_of_a_clause(line: str, message: str) -> None:
    """What is underlined and what is said of a line in a clause."""
    assert [each.split(" ", 2)[2] for each in said(f"{CLAUSE}    {line}\n")] == [message]


@pytest.mark.parametrize(
    ("line", "better"),
    [
        ("forbids", "prohibits"),
        ("reqires d", "requires d"),
        ("exempt from b", "exempts from b"),
        ("except when p", "unless p"),
        ("exept p", "unless p"),
        ("notwithstanding b", "despite b"),
        ("from 2024-05-01", "in force from 2024-05-01"),
        ("in force since 2024-05-01", "in force from 2024-05-01"),
        ("in force from 2024-05-01 to 2024-06-01", "in force from 2024-05-01 before 2024-06-01"),
        ("in force 2024-05-01", "in force from 2024-05-01"),
        ("in force first", "in force during first"),
        ('in force from "2024-05-01"', "in force from 2024-05-01"),
        ("requires d when p", "requires d\n    when p"),
        ('cites "x", "y"', 'cites "x" "y"'),
        ('cites "x" and "y"', 'cites "x"\n    cites "y"'),
        ("reading it so", 'reading "it so"'),
        ("effect prohibits", "prohibits"),
        ("despite b and c", "despite b, c"),
        ("exempts from b; c", "exempts from b, c"),
        ("when p includes a", "when p include a"),
        ("when p contains any of a", "when p include any of a"),
        ("when p does not include a", "when p include none of a"),
        ("when p is greater than 3", "when p is more than 3"),
        ("when p is less then 3", "when p is less than 3"),
        ("when p is not more than 3", "when p is at most 3"),
        ("when p is between 1 and 5", "when p is from 1 to 5"),
        ("when p is not in a, b", "when p is not one of a, b"),
        ("when p is any of a, b", "when p is one of a, b"),
        ("when p is the b", "when p is b"),
        ("when p not a", "when p is not a"),
        ("when kind of p is a", "when p.kind is a"),
        ("when there is camera", "when there is a camera"),
        ("when there are no camera", "when there is no camera"),
        ("when no camera", "when there is no camera"),
        ("when any (p; q)", "when any of (p; q)"),
        ("when at least one of (p; q)", "when any of (p; q)"),
        ("when exactly two of (p; q)", "when exactly 2 of (p; q)"),
        ("when at least 2 (p; q)", "when at least 2 of (p; q)"),
        ("when any of (p, q)", "when any of (p; q)"),
        ("when any of (p is a, q is b)", "when any of (p is a; q is b)"),
        ("when any of p, q", "when any of (p; q)"),
        ("when any of: (p; q)", "when any of (p; q)"),
        ("when p is one of a; b", "when p is one of a, b"),
        ("when p is at least 3 years", "when p is at least 3"),
        ("when p is at least 1,000", "when p is at least 1000"),
        ("when p, or q", "when p or q"),
        ("when p is more than 3 and less than 5", "when p is more than 3 and p is less than 5"),
        ("when the p is a", "when p is a"),
        ("when p are a", "when p is a"),
    ],
)
def test_what_was_meant(line: str, better: str) -> None:
    """What people write instead of the words of the language is understood, and ours is offered as an edit."""
    text = f"{CLAUSE}    {line}\n"
    assert mended(text) == f"{CLAUSE}    {better}\n"
    assert len(faults(text)) == 1


@pytest.mark.parametrize(
    ("line", "better"),
    [
        ("fact x yes or no", "fact x: yes or no"),
        ("fact x is yes or no", "fact x: yes or no"),
        ("fact real time: yes or no", "fact real_time: yes or no"),
        ("fact x: list of a, b", "fact x: several of a, b"),
        ("fact x: either a, b", "fact x: one of a, b"),
        ("fact x: one of: a, b", "fact x: one of a, b"),
        ("fact x: one of a or b", "fact x: one of a, b"),
        ("fact x: number between 1 and 5", "fact x: number from 1 to 5"),
        ("fact x: number from 1 to 5 years", "fact x: number from 1 to 5 in years"),
        ('fact x: text "What?"', 'fact x: text\n    asks "What?"'),
        ('fact x: text asks "What?"', 'fact x: text\n    asks "What?"'),
        ('fact x: text\n    asks "What?" costs 5', 'fact x: text\n    asks "What?" cost 5'),
        ('fact x: text\n    asks "What?" cost: 5', 'fact x: text\n    asks "What?" cost 5'),
        ("fact x: text unchangeable", "fact x: text\n    unchangeable"),
        ("fact x: text\n    immutable", "fact x: text\n    unchangeable"),
        ("type x: red, green", "type x: one of red, green"),
        ("define x: p and q", "define x\n    p and q"),
        ('always x "X" if p then q', 'always x "X"\n    if p then q'),
        ('always body worn "X"', 'always body_worn "X"'),
        ("enum x: a", "type x: a"),
        ("importt a", "import a"),
        ('import "a/b.pol"', "import a.b"),
        ("import a, b", "import a\nimport b"),
    ],
)
def test_types_and_other_items(line: str, better: str) -> None:
    """The same for types, facts, definitions and imports."""
    assert mended(f"{VOCABULARY}{line}\n") == f"{VOCABULARY}{better}\n"


@pytest.mark.parametrize(
    ("line", "better"),
    [
        ("x includes a", "x include a"),
        ("x does not include a", "x do not include a"),
        ("x is unknown", "unknown x"),
        ("x is none", "x are none"),
        ("x are a or b", "x are a, b"),
        ("x: a", "x is a"),
        ("a and b", "a\n    b"),
        ("x is 3, y is 4", "x is 3\n    y is 4"),
        ("like a, b", "like a\n    b"),
        ("there are no x", "there is no x"),
    ],
)
def test_givens(line: str, better: str) -> None:
    """The same for givens."""
    assert mended(f"{GIVEN}    {line}\n") == f"{GIVEN}    {better}\n"


@pytest.mark.parametrize(
    ("line", "better"),
    [
        ("expects prohibited", "expect prohibited"),
        ("then prohibited", "expect prohibited"),
        ("expect prohibited because c", "expect prohibited by c"),
        ("expect prohibited, by c", "expect prohibited by c"),
        ("expect permitted default", "expect permitted by default"),
        ("expect permitted requiring d done", "expect permitted requiring d fulfilled"),
        ("expect: permitted", "expect permitted"),
    ],
)
def test_expectations(line: str, better: str) -> None:
    """The same for what a scenario expects."""
    assert mended(f"{SCENARIO}    {line}\n") == f"{SCENARIO}    {better}\n"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (POLICY + 'clause\n    "A"\n    prohibits\n', "`clause` needs a name"),
        (POLICY + 'clause "A"\n    prohibits\n', "`clause` needs a name"),
        (POLICY + 'clause 1a\n    "A"\n    prohibits\n', "`1a` is not a name"),
        (VOCABULARY + "type x\n    a: text\n", "`type x` does not say what it is"),
        (VOCABULARY + "type x: has\n    a\n", "`a` has no type"),
        (VOCABULARY + "type x: has\n    a: one of\n    b: text\n", "no values in `a: one of`"),
        (VOCABULARY + "fact x: has\n    a: text\n", "parts below `fact x: has`"),
        (VOCABULARY + "fact x: optional one of a, b\n", "only a thing with parts can be `optional`"),
        (VOCABULARY + "fact x, y: text\n", "one name stands on a line"),
        (VOCABULARY + "define x (p)\n    q\n", "the parameter `p` has no type"),
        (GIVEN + "    not x is a\n", "a given says what is the case, not what is not"),
        (POLICY + 'edition e "E" 2024-05-01\n', "a date without a word before it, in the edition `e`"),
        (SCENARIO + "    expect\n        by c\n", 'the line ends too early, in the `expect` of the scenario "s"'),
        (SCENARIO + "    expect permitted\n    by c\n", '`by` does not belong in the scenario "s"'),
        (CLAUSE + "    when p\n        and q\n", "a condition ends with its line; this one goes on with `and`"),
        (CLAUSE + "    when p\n        q\n", "a line below a condition that is complete: `when p`"),
        (POLICY + "clause a\n    no use by anyone\n    prohibits\n", "the first line of the clause `a` is no text"),
        (
            POLICY + 'part a\n    "A"\n    part b\n        "B"\n    clause c\n        "C"\n',
            "`part` within the part `a`",
        ),
        (POLICY + "xyzzy a\n", "`xyzzy` begins no item"),
        (POLICY + 'duty d "D"\n    cites "x"\n', "`cites` does not belong in the duty `d`"),
        (VOCABULARY + 'fact x: text\n    "What?"\n', "a text by itself in the fact `x`"),
        ("policy p\n    otherwise permitted\n    conflicts prohibition wins\n", "`wins` is written `prevails`"),
    ],
)
def test_other_messages(text: str, message: str) -> None:
    """What is said of other faults; it is the first that is said."""
    assert faults(text)[0].message == message


def test_no_terminal_is_ever_named() -> None:
    """What is expected is said in words, at any place of any item."""
    lines = [
        f"{CLAUSE}    when p is a\n    despite b\n",
        SCENARIO + "    expect permitted by c\n",
        VOCABULARY + "fact x: one of a\n",
    ]
    for text in lines:
        for at in range(len(text)):
            for fault in faults(text[:at] + " 7 " + text[at:]):
                words = f"{fault.message} {fault.label.text} {' '.join(advice.text for advice in fault.helps)}"
                plain = re.sub(r"`[^`]*`", "", words)
                assert not re.search(r"[A-Z_]{3,}|\$END|Token|None", plain.replace("UTF", "")), words


def test_expected_words() -> None:
    """Terminals that belong together are called by one phrase, the rest by their words, the end of the line last."""
    assert expected_words({"NAME", "STRING", "NUMBER", "DATE"}) == "a value"
    assert expected_words({"_NL", "AND", "_COMMA"}) == "`and`, `,` or the end of the line"
    assert expected_words({"_DEDENT", "$END"}) == "nothing more"
    assert expected_words({"IN_FORCE"}) == "`in force`"


def test_suggestions_are_words_of_the_language() -> None:
    """What is offered for the beginning of a line or an item exists."""
    starts = {word for ours in phrases.LINES.values() for word in ours.split("|")}
    assert all(any(word == each or word.startswith(f"{each} ") for each in LINE_WORDS | {"unknown"}) for word in starts)
    assert set(phrases.ITEMS.values()) <= ITEM_WORDS


def test_the_same_mistake_in_many_clauses() -> None:
    """Each clause is reported by itself."""
    assert codes(POLICY + 'clause a\n    "A"\n    prohibit\n' * 5) == ["P0101"] * 5
