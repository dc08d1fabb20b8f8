"""What the files say beside the rules: comments, headings, scenarios, what is allowed and why."""

from pathlib import Path

import pages
import pytest

from policylang.workspace.documents import document, folder_of
from policylang.workspace.load import Workspace

FACTS = """\
# What is asked.
vocabulary words

type kind: one of big (huge, large), small, other_kind

type box: has
    kind: kind
    open: yes or no
        asks "Is it open?"
        judged "Open counts what a child can open."

fact box: optional box
    asks "Which box? If there is one."
fact weight: whole number from 0 to 90 in full_kilograms
    asks "How heavy is it?"
fact marks: several of red, blue
fact lid: yes or no

always open_boxes "What is open has a lid"
    if box.open
    then lid

define heavy
    "Heavy: more than one can lift"
    weight is more than 25

define large (b: box)
    "A large box"
    b.kind is big and not b.open

example brick: box
    kind is small
    open
"""
POLICY = """\
# The first paragraph,
# in two lines, with `a_name`.
#
# The second:
#   one line
#   another line
policy terms
    title      "Terms"
    source     "https://example.org/terms"
    applies    when not lid
    otherwise  prohibited
    conflicts  prohibition prevails

import words

edition first "The first text" from 2024-05-01 before 2024-06-01
edition later "The later text" from 2024-06-01
    title      "Newer terms"

duty report "Report it"
    fulfilled when marks include all of red, blue

advice care "Take care"

# ---------------- boxes

# A note on the clause.
clause no_boxes
    "No boxes"
    cites      "Item 1"
    evidence   publisher
    in force   during first, later
    prohibits
    when at least 2 of
        heavy
        large(box)
        box.kind is not huge
    unless marks include only red

part exceptions
    "What is let through"
    cites      "Item 2"
    evidence   quoted

    clause small_boxes
        "Small boxes"
        permits
        despite no_boxes reading "The special goes first"
        when weight is from 2 to 5

    clause marked_boxes
        "Marked boxes must be reported"
        requires report
        under small_boxes
        when marks include any of red, blue

# ================ advice
clause careful
    "Be careful"
    evidence   believed
    recommends care
    when there is no box

# ---- scenarios: first ones
scenario "A brick"
    on 2024-05-10
    given
        box like brick
        weight is 3
        marks are red
        not lid
    expect permitted by only small_boxes
        requiring report outstanding

assert never "Open boxes are never permitted here"
    never permitted when box.open and weight is 0
"""
SCENARIOS = """\
scenarios for terms

scenario "Nothing is known"
    on 2024-05-10
    given
        unknown box
        marks include blue
        marks do not include red
        weight is one of 3, 60
    expect undetermined
        open on no_boxes
        needing lid
"""


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a vocabulary, a policy and a file of scenarios."""
    folder = tmp_path_factory.mktemp("files")
    for name, text in (("words", FACTS), ("terms", POLICY), ("terms_scenarios", SCENARIOS)):
        (folder / f"{name}.pol").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def text(files: Path) -> str:
    """The page of the policy by itself, with the scenarios of both files."""
    (found,) = document(Workspace(), [str(files)])
    return found.text


SAID = [
    "> *Note of the author:* The first paragraph, in two lines, with `a_name`.\n>\n> The second:<br>\n> one line<br>\n",
    "The policy applies where:\n\n- Lid **no** <sub>`not lid`</sub>\n\nOf any other use it says nothing.",
    "A use is **prohibited**: what no clause permits is not allowed",
    "Where one clause prohibits a use and another permits it, the **prohibition prevails**.",
    "`later` | The later text; Newer terms | from 1 June 2024 |",
    '### Boxes\n\n#### <a id="clause-no_boxes"></a>No boxes\n',
    "· in force from 1 May 2024 (editions [first](#edition-first) and [later](#edition-later))",
    "The use is **prohibited** where **at least two of the following hold**:\n\n- (a) [Heavy](#word-words.heavy) ",
    "- (b) Box: [A large box](#word-words.large) <sub>`large(box)`</sub>",
    "- (c) Box, kind: Which box? anything but **huge** <sub>`box.kind is not huge`</sub>",
    "**unless**:\n\n- Marks **red** and nothing else <sub>`marks include only red`</sub>",
    "[`small_boxes`](#clause-small_boxes) (“Small boxes”). Reading taken: The special goes first.",
    "> *Note of the author:* A note on the clause.",
    "**Part: What is let through.** `exceptions`",
    "- How heavy is it? **at least 2 full kilograms and at most 5 full kilograms** <sub>`weight is from 2 to 5`</sub>",
    "It binds only where one of these stands:\n\n- [`small_boxes`](#clause-small_boxes)",
    "This is **recommended**:\n\n- Take care ([`care`](#advice-care))",
    '### Advice\n\n#### <a id="clause-careful"></a>Be careful',
    "- Which box? **there is none** <sub>`there is no box`</sub>",
    "- (a) Marks **red**, perhaps with others",
    "Said of a box (`b`). It is so where **all of the following hold**:\n\n- (a) The box, kind [**big**](#values-",
    "- (b) The box: Is it open? **no** *(judged)* <sub>`not b.open`</sub>",
    "Heavy: more than one can lift.",
    "**What is open has a lid.** `open_boxes`",
    "whether there is one, and what is known of it: kind and open",
    "a whole number from 0 to 90 in full kilograms",
    "**First ones**",
    "- **A brick** *On 10 May 2024.*<br>\n  Given: *box* like [brick](#example-brick); *weight*: 3; *marks*: red; ",
    "Expected: **permitted** by [`small_boxes`](#clause-small_boxes) and by nothing else; required: ",
    "**Scenarios of terms_scenarios.pol**",
    "*box*: not known; *marks*: blue, perhaps with others; *marks*: without red; *weight*: 3 or 60.",
    "**not settled** by what is known; it is open whether [`no_boxes`](#clause-no_boxes) stands; to settle it",
    "**Open boxes are never permitted here.** `never permitted when box.open and weight is 0`",
]  # fmt: skip


@pytest.mark.parametrize("said", SAID)
def test_the_page_says(said: str, text: str) -> None:
    """What the files say stands on the page, in words."""
    assert said in text


def test_the_links_of_the_page_lead_somewhere(text: str) -> None:
    """By itself, a page leads to itself alone."""
    assert pages.lost(text) == set()
    assert all(link.startswith("#") for link in pages.links(text))


def test_pages_of_a_folder_lead_to_each_other(files: Path) -> None:
    """The words of a page lead to the vocabulary, the index to all pages, the picture is there."""
    found = {each.file: each for each in folder_of(Workspace(), [str(files)])}
    assert set(found) == {"README.md", "terms.md", "terms.tree.svg", "words.md"}
    for name, each in found.items():
        if name.endswith(".md"):
            assert pages.lost(each.text) == set()
            assert {link.partition("#")[0] for link in pages.links(each.text)} - {""} <= set(found)
    assert "from the vocabulary [`words`](words.md)" in found["terms.md"].text
    assert "(terms.tree.svg)](terms.tree.svg)" in found["terms.md"].text
    assert found["terms.tree.svg"].text.startswith("<svg")
    assert "| [Terms](terms.md) |   | 2 editions, from 1 May 2024 | 4 | 2 | `terms` |" in found["README.md"].text


def test_a_vocabulary_has_a_page(files: Path) -> None:
    """Its facts, values, words, what is always so and its examples are told; links lead to places on it."""
    (found,) = document(Workspace(), [str(files / "words.pol")])
    assert found.kind == "vocabulary"
    assert pages.lost(found.text) == set()
    shown = pages.shown(found.text)
    for said in ("What is asked.", "Open counts what a child can open.", "A large box", "What is open has a lid."):
        assert said in shown
    assert "**Brick** `brick`, a box: *kind*: small; *open*: yes" in found.text
    assert '<a id="values-words.kind"></a>**Kind**' in found.text


def test_what_is_allowed_is_told_with_its_reason(tmp_path: Path) -> None:
    """A finding that a comment allows stands on the page with the author's reason; others with their case."""
    file = tmp_path / "twice.pol"
    file.write_text(
        'policy twice\n    otherwise permitted\n\nfact a: yes or no\nfact b: yes or no\n\nclause one\n    "One"\n'
        '    cites "1"\n    prohibits\n    when a or b\n\n# allow P0504: the document says it twice\nclause two\n'
        '    "Two"\n    cites "2"\n    prohibits\n    when a\n\nclause three\n    "Three"\n    cites "3"\n    permits\n'
        "    when b\n",
        encoding="utf-8",
    )
    (found,) = document(Workspace(), [str(file)])
    text = found.text
    assert '## <a id="findings"></a>Where the document overlaps or conflicts' in text
    assert "The author allows it: The document says it twice." in text
    assert "(P0501)" in text
    assert "For example: " in text
    assert "allow P0504" not in text
    assert pages.lost(text) == set()
