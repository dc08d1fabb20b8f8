"""Every diagnostic code, with its severity and its title: the one list that code, pages and tests agree on.

A code is `P` and four digits, never reused, in blocks by stage. The long form of each is the page
`docs/codes/CODE.md`, whose first heading is the code and the title given here; a test compares them.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from policylang.diagnostics.model import Severity


class Code(NamedTuple):
    """What is known of a code: how severe it is unless a pass says otherwise, and its title."""

    severity: Severity
    title: str


_ERRORS = {
    "P0101": "text that does not fit here",
    "P0102": "a character that may not stand here",
    "P0103": "an invisible mark, or one that turns the direction of text",
    "P0104": "a tab in the indentation",
    "P0105": "a quotation mark that is not closed, or is curly",
    "P0106": "a capital letter in a word",
    "P0107": "indentation that fits no line above",
    "P0108": "`and` mixed with `or`",
    "P0109": "a list of conditions without `all of` or `any of`",
    "P0110": "a line given twice",
    "P0111": "a clause without an effect, or with two",
    "P0112": "a symbol instead of words",
    "P0113": "a mark at the end of a line",
    "P0114": "`not` before a group",
    "P0115": "not a date, or not a number",
    "P0116": "a file that is not UTF-8 text",
    "P0117": "an item that does not belong here",
    "P0118": "a file without a header",
    "P0119": "something that must be said is missing",
    "P0120": "a policy without `otherwise`",
    "P0201": "an unknown name",
    "P0202": "a name used twice",
    "P0203": "an import that is not found",
    "P0204": "imports in a circle",
    "P0205": "a name with two meanings",
    "P0206": "definitions in a circle",
    "P0207": "exceptions in a circle",
    "P0208": "policies that incorporate each other in a circle",
    "P0209": "a file that bears another name",
    "P0210": "a reserved word as a name",
    "P0211": "types in a circle",
    "P0212": "an exception from a clause of another policy",
    "P0213": "the wrong kind of file",
    "P0214": "examples in a circle",
    "P0301": "a value that is not in the outline",
    "P0302": "a test that does not fit the fact",
    "P0303": "the wrong number of things in parentheses",
    "P0304": "the wrong type of thing in parentheses",
    "P0305": "a time in force without a day in it",
    "P0306": "bounds out of order, or a value out of bounds",
    "P0307": "a scenario without a date",
    "P0308": "a count that cannot be",
    "P0309": "a value twice in one outline",
    "P0310": "an exception that can never bite",
    "P0311": "a scenario that cannot happen",
    "P0401": "nested too deeply",
    "P0402": "a text that is too large",
    "P0403": "a chain of definitions that is too long",
    "P0501": "a conflict that the policy does not settle",
    "P0503": "a clause that can never apply",
    "P0507": "a condition that can never hold",
    "P0510": "an assertion that does not hold",
    "P0601": "a fact that the policy does not have",
    "P0602": "a given value that is not in the outline",
    "P0603": "a given value of the wrong type",
    "P0604": "a given value out of bounds",
    "P0605": "a case that cannot be",
    "P0606": "a given value that is not a date",
    "P0607": "a floating-point number",
    "P0608": "a case that contradicts itself",
    "P0701": "a file that cannot be read",
    "P0702": "a policy that is not found",
}

_WARNINGS = {
    "P0504": "a clause that never changes a decision",
    "P0505": "an exception that changes nothing",
    "P0506": "a condition that always holds",
    "P0508": "something that no decision depends on",
    "P0521": "words and rule that differ at a boundary",
    "P0522": "words and rule that join two things differently",
    "P0523": "words that order what the clause does not",
    "P0524": "a number of the words that the rule does not have",
    "P0525": "a number of the rule that the words do not have",
    "P0526": "an exception of the words that the rule does not make",
    "P0542": "a mutant that no scenario notices",
    "P0801": "a clause without a citation",
    "P0802": "something that is never used",
    "P0803": "a value that is never used",
    "P0804": "a group without a value for the rest",
    "P0805": "a clause that no scenario reaches",
    "P0806": "an `allow` without a reason",
    "P0807": "an `allow` that allows nothing",
    "P0808": "a file that is not formatted",
}

_NOTES = {
    "P0404": "too many faults to show",
    "P0502": "a conflict that the policy settles",
    "P0509": "what was not decided",
    "P0541": "decisions that changed",
}

CODES: Mapping[str, Code] = MappingProxyType(
    {code: Code("error", title) for code, title in _ERRORS.items()}
    | {code: Code("warning", title) for code, title in _WARNINGS.items()}
    | {code: Code("note", title) for code, title in _NOTES.items()}
)
"""Every code in use, and what is known of it."""

BLOCKS: Mapping[str, str] = MappingProxyType(
    {
        "P01": "text and syntax",
        "P02": "names and imports",
        "P03": "types and values",
        "P04": "size",
        "P05": "analysis",
        "P06": "cases",
        "P07": "projects",
        "P08": "style",
    }
)
"""What the first two digits of a code say."""

PAGE_HEADINGS = ("What it means", "Why it matters", "Wrong", "Right", "How to allow it")
"""The headings of every page, in their order."""


def page_title(code: str) -> str:
    """Return the first line of the page of a code, without the `# `."""
    return f"{code}: {CODES[code].title}"
