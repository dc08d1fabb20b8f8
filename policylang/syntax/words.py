"""The words of the language by themselves: which are reserved, which begin an item or a line.

For what reads names and for what explains them; the grammar says where each may stand.
"""

import re

# Never names: the lexer does not take them for one (the same list stands in `grammar/terminals.lark`; a test compares).
NEVER_NAMES = frozenset(
    "all and any are during exactly if include is like none not only or then there unless unknown when".split(),
)
# Read as names where no keyword may stand, but they would mislead: nothing may be called so.
RESERVED = NEVER_NAMES | frozenset("default false no true yes".split())
# Nothing that is a type may be called so.
TYPE_WORDS = frozenset("date has number one optional several text whole".split())
# No value of an outline may be called so: alone on a line below a fact, it is a line of the fact.
VALUE_WORDS = frozenset(["unchangeable"])

ITEM_WORDS = frozenset(
    [
        "policy", "vocabulary", "scenarios for", "import", "incorporates", "type", "fact", "define", "always",
        "edition", "duty", "advice", "clause", "part", "example", "scenario",
        "assert",
    ]
)  # fmt: skip
"""What begins an item, at the left margin."""

HEADER_LINES = frozenset(["title", "publisher", "source", "applies when", "otherwise", "conflicts"])
CLAUSE_LINES = frozenset(
    [
        "cites", "words", "reading", "evidence", "in force",
        "prohibits", "permits", "exempts from", "requires", "recommends",
        "despite", "subject to", "under", "when", "unless",
    ]
)  # fmt: skip
SCENARIO_LINES = frozenset(["on", "given", "expect"])
EXPECTATIONS = frozenset(
    ["by", "not by", "open on", "by default", "outside scope", "lifting", "against", "requiring", "advising", "needing"]
)
STATEMENT_LINES = frozenset(["never", "always", "never depends on", "same outcome as", "stricter than"])
OTHER_LINES = frozenset(["if", "then", "asks", "judged", "unchangeable", "fulfilled when", "breached when"])
LINE_WORDS = HEADER_LINES | CLAUSE_LINES | SCENARIO_LINES | OTHER_LINES | EXPECTATIONS | STATEMENT_LINES
"""What begins a line of a block."""

HOLDERS = (
    (HEADER_LINES, "a policy"),
    (CLAUSE_LINES, "a clause"),
    (SCENARIO_LINES, "a scenario"),
    (EXPECTATIONS, "the `expect` of a scenario"),
    (STATEMENT_LINES, "an `assert`"),
    (frozenset(["if", "then"]), "an `always`"),
    (frozenset(["asks", "judged", "unchangeable"]), "a fact or a part of a thing"),
    (frozenset(["fulfilled when", "breached when"]), "a duty"),
)
"""Which lines stand under what."""


def item_word(words: str) -> str:
    """Return the word of an item that a line starts with, or nothing."""
    return _starting(words, ITEM_WORDS)


def line_word(words: str) -> str:
    """Return the word of a line of a block that a line starts with, or nothing."""
    return _starting(words, LINE_WORDS)


def _starting(words: str, candidates: frozenset[str]) -> str:
    parts = words[:80].split(maxsplit=3)
    for count in (3, 2, 1):
        start = re.match(r"[a-z_ ]*", " ".join(parts[:count]))
        if start and len(parts) >= count and start.group().strip() in candidates:
            return start.group().strip()
    return ""


_LONGEST = 60


def shown(text: str) -> str:
    """Return a text as it is quoted in a message: on one line and not too long."""
    text = " ".join(text[: 10 * _LONGEST].split())
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
