"""The page: whole by itself, safe with any name, and the outline says what the picture says."""

import re
from xml.etree import ElementTree as ET

from hypothesis import given, settings
from unit.picture.trees import SMALL, harmful, ladder, parsed, trees

from policylang.picture.model import Leaf, Tree
from policylang.picture.order import branches, reading_order
from policylang.picture.to_html import to_html


def _page(tree: Tree) -> ET.Element:
    written = to_html(tree)
    assert written.startswith("<!DOCTYPE html>\n<html")
    return parsed(written.removeprefix("<!DOCTYPE html>\n"))


def _text(element: ET.Element) -> str:
    return " ".join("".join(element.itertext()).split())


@given(trees())
@settings(max_examples=40)
def test_the_outline_has_every_node_once(tree: Tree) -> None:
    """Each node has its place in the outline; every other branch to it refers to that place."""
    page = _page(tree)
    places = [str(each.get("id")) for each in page.iter() if str(each.get("id")).startswith("node-")]
    assert places == [f"node-{key}" for key in reading_order(tree)]
    links = [str(each.get("href")) for each in page.iter("a")]
    ways = [branch for key in reading_order(tree) for branch in branches(tree.nodes[key])]
    assert len(links) == len(ways) + 1 - len(places)
    assert {link.removeprefix("#") for link in links} <= set(places)
    assert sorted(str(each.text) for each in page.iter("bdi")) == sorted(branch.label for branch in ways)


def test_the_outline_can_be_read() -> None:
    """Answer and question stand together; a shared node has a number, and is referred to by it."""
    outline = next(each for each in _page(SMALL).iter("div") if each.get("class") == "outline")
    assert [_text(each) for each in outline.iter("summary")] == [
        "service?", "azure_openai Who uses the service? operator.kind", "police operator.country?",
    ]  # fmt: skip
    assert [_text(each) for each in outline.iter("a")] == ["see 1"]


def test_the_page_needs_nothing_else() -> None:
    """It runs no script, and loads nothing: every address in it is a place in it."""
    written = to_html(SMALL)
    assert re.findall(r"<script|<link|<img|src=|url\(|@import", written) == []
    assert set(re.findall(r'https?://[^"\s]+', written)) == {"http://www.w3.org/2000/svg"}
    assert "default-src &#39;none&#39;" in written


def test_hostile_names_are_text() -> None:
    """No name becomes an element or an attribute, and the marks that turn text are written out."""
    tree = harmful()
    names = {each.tag.split("}")[-1] for each in _page(tree).iter()}
    assert "script" not in names
    attributes = {key for each in _page(tree).iter() for key in each.attrib}
    assert not {key for key in attributes if key.startswith("on")}
    assert not set(to_html(tree)) & set("`\u202e\x00\x1b")


def test_the_ids_of_a_page_are_its_own() -> None:
    """No two elements have the same id."""
    ids = [each.get("id") for each in _page(SMALL).iter() if each.get("id")]
    assert len(ids) == len(set(ids))


def test_a_large_outline_begins_folded() -> None:
    """A small tree is open all the way; of a large one the first levels are."""
    opened = [each.get("open") for each in _page(ladder(100)).iter("details")]
    assert [each == "open" for each in opened] == [True] * 3 + [False] * 97
    assert all(each.get("open") for each in _page(SMALL).iter("details"))


def test_a_legend_names_every_outcome() -> None:
    """The four outcomes are explained, each with its mark."""
    legend = next(each for each in _page(Tree("", "", 0, {0: Leaf(0, "permitted", "x")})).iter("ul"))
    assert [each.text for each in legend.iter("b")] == ["prohibited", "permitted", "undetermined", "impossible"]
