"""The roles of words: every keyword is one in its place, and a name elsewhere."""

import re
from pathlib import Path

import pytest
from hypothesis import given, strategies as st

from policylang import resources
from policylang.syntax.highlight import roles

DATA = Path(__file__).parents[2] / "data"
EVERYTHING = (DATA / "everything.pol").read_text(encoding="utf-8")


def _keywords(text: str) -> list[str]:
    return [" ".join(piece.split()) for role, piece in roles(text) if role == "keyword"]


@given(st.text(st.sampled_from('clause wordtie x#":()\n\t\r1-.é§\u202e\0'), max_size=60))
def test_nothing_is_lost(text: str) -> None:
    """The stretches of any text, joined, are the text."""
    assert "".join(piece for _, piece in roles(text)) == text


def test_every_keyword_of_the_grammar_is_one() -> None:
    """Each word of the grammar is a keyword somewhere in a file that uses all of them."""
    grammar = resources.read_text("grammar", "terminals.lark")
    literals = re.findall(r'^[A-Z_]+\.[0-9]: ("[a-z]+"(?: GAP "[a-z]+")*)', grammar, flags=re.MULTILINE)
    assert len(literals) > 60
    text = EVERYTHING + "\nvocabulary v\nscenarios for v\nf: text\nf: date\nexpect x by default"
    seen = set(" ".join(_keywords(text)).split())
    said = {word for literal in literals for word in re.findall(r"[a-z]+", literal)}
    assert said - seen == set()


@pytest.mark.parametrize(
    ("line", "keywords"),
    [
        ('    title  "A title"', ["title"]),
        ("    title is a", ["is"]),
        ("    words", []),
        ("    part: whole number from 1 to 9 in source", ["whole number", "from", "to", "in"]),
        ("    prohibits", ["prohibits"]),
        ('    asks "cost 5" cost 5  # cost 5', ["asks", "cost"]),
        ("    cost is 5", ["is"]),
        ("    when cost and unchangeable", ["when", "and"]),
        ("    unchangeable", ["unchangeable"]),
        ("    unchangeable: text", ["text"]),
        ("    not by x", ["not by"]),
        ("    when x is on or before 2024-05-01 and not type", ["when", "is on or before", "and", "not"]),
        ("    lifting clause by part", ["lifting", "by"]),
        ("    despitefoo", []),
        ("edition a 'x' from 2024-05-01 before 2025-05-01", ["edition", "from", "before"]),
        ('    despite a, b reading "when all of"', ["despite", "reading"]),
        ("    x is one of a, b  # when all of", ["is one of"]),
    ],
)
def test_a_word_is_a_keyword_only_in_its_place(line: str, keywords: list[str]) -> None:
    """The same word is a name where a name stands."""
    assert _keywords(line) == keywords


def test_the_lexer_for_pygments() -> None:
    """Pygments finds the lexer by its name, and gets the text back with kinds of tokens."""
    pygments = pytest.importorskip("pygments.lexers")
    from pygments.token import Comment, Keyword, String

    lexer = pygments.get_lexer_by_name("pol")
    tokens = list(lexer.get_tokens(EVERYTHING))
    assert "".join(text for _, text in tokens) == EVERYTHING
    kinds = {kind for kind, _ in tokens}
    assert {Keyword, String, Comment.Single} <= kinds
