"""SVG: well-formed, whole, the same every time, and safe with any name."""

import re
from collections import Counter
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from unit.picture.trees import HOSTILE, SMALL, harmful, parsed, trees, turned

from policylang.picture.letters import plain
from policylang.picture.model import Leaf, Question, Tree
from policylang.picture.order import branches, reading_order
from policylang.picture.outcomes import LOOKS
from policylang.picture.to_svg import path, to_svg

SVG = "{http://www.w3.org/2000/svg}"


def _parts(root: ET.Element, name: str) -> list[ET.Element]:
    return [each for each in root.iter() if each.get("class") == name]


@given(trees())
@settings(max_examples=40)
def test_every_node_and_every_branch_is_drawn_once(tree: Tree) -> None:
    """There is a box for each node that is reached, a line for each branch, and an answer in a box for each branch."""
    root = parsed(to_svg(tree))
    ways = Counter(branch.label for key in reading_order(tree) for branch in branches(tree.nodes[key]))
    assert len(_parts(root, "qt-node")) == len(reading_order(tree))
    assert len(_parts(root, "qt-line")) == ways.total()
    assert Counter(part.findtext(f"{SVG}title") for part in _parts(root, "qt-answer")) == ways


def test_a_line_says_what_it_joins() -> None:
    """Pointing at a line shows the question, the answer and what follows."""
    told = [part.findtext(f"{SVG}title") for part in _parts(parsed(to_svg(SMALL)), "qt-line")]
    assert told[:2] == ["service: azure_openai \u2192 operator.kind", "service: anything else \u2192 Cannot be"]


def test_the_picture_is_read_aloud() -> None:
    """It is an image with a title and a description that the image names."""
    root = parsed(to_svg(SMALL))
    assert root.get("role") == "img"
    named = [
        part.text for name in str(root.get("aria-labelledby")).split() for part in root.iter() if part.get("id") == name
    ]
    title, text = named
    assert title == "Code of Conduct"
    assert text == (
        "on 2024-06-10, edition corrected. A tree read from left to right: 3 questions, 3 outcomes, 6 branches. "
        "The first question is service."
    )


def test_a_heading_can_be_left_out() -> None:
    """Without its heading the picture shows neither title nor subtitle, and is still named."""
    shown = [part.text for part in parsed(to_svg(SMALL, heading=False)).iter(f"{SVG}text")]
    assert SMALL.title not in shown
    assert SMALL.title in [part.text for part in parsed(to_svg(SMALL)).iter(f"{SVG}text")]
    assert parsed(to_svg(SMALL, heading=False)).findtext(f"{SVG}title") == SMALL.title


def test_outcomes_differ_without_colour() -> None:
    """No two outcomes have the same mark, nor the same frame."""
    assert len({looks.mark for looks in LOOKS.values()}) == len({looks.strokes for looks in LOOKS.values()}) == 4
    assert len({(looks.corners, looks.dashes) for looks in LOOKS.values()}) == 4


@pytest.mark.parametrize("outcome", [*LOOKS, "something new"])
def test_every_outcome_has_a_look(outcome: str) -> None:
    """A leaf of any outcome is drawn; one that is not known looks undetermined."""
    word = outcome if outcome in LOOKS else "undetermined"
    assert f'class="qt-leaf-{word}"' in to_svg(Tree("", "", 0, {0: Leaf(0, outcome, "Title")}))


def test_what_is_shortened_is_whole_in_its_title() -> None:
    """A label that is cut can be read whole where it is pointed at."""
    label = HOSTILE[-5]
    tree = harmful()
    titles = [part.text for part in parsed(to_svg(tree)).iter(f"{SVG}title")]
    assert plain(label) in titles


def test_hostile_names_are_text() -> None:
    """No name becomes an element, an attribute or a reference to elsewhere."""
    drawn = to_svg(harmful())
    elements = {part.tag.removeprefix(SVG) for part in parsed(drawn).iter()}
    assert elements == {"svg", "title", "desc", "style", "rect", "text", "g", "path", "circle"}
    assert re.findall(r"<script|href|url\(|@import|javascript:", drawn) == []
    assert not set(drawn) & set("`\u202e\x00\x1b")
    assert any("<script>" in (part.text or "") for part in parsed(drawn).iter(f"{SVG}title"))


@given(trees(hostile=True, most=6))
@settings(max_examples=30)
def test_any_name_gives_well_formed_text(tree: Tree) -> None:
    """Whatever stands in a tree, its picture is XML, and encodes as UTF-8."""
    parsed(to_svg(tree))


def test_the_same_tree_gives_the_same_picture() -> None:
    """Nothing depends on chance, nor on the order in which nodes are kept."""
    assert to_svg(SMALL) == to_svg(SMALL) == to_svg(turned(SMALL))


def test_corners_are_rounded_as_far_as_there_is_room() -> None:
    """A corner takes at most half of the shorter side."""
    assert path([(0, 0), (10, 0)]) == "M0 0L10 0"
    assert path([(0, 0), (20, 0), (20, 4), (40, 4)]) == "M0 0L18 0Q20 0 20 2L20 2Q20 4 22 4L40 4"


def test_a_question_without_words_is_its_fact() -> None:
    """The fact is what is asked where no words were given; else it stands below them."""
    tree = Tree("", "", 0, {0: Question(0, "camera", "", ())})
    assert [part.text for part in parsed(to_svg(tree)).iter(f"{SVG}text")] == ["camera"]
