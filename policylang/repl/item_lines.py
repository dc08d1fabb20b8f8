"""What can stand next within an item that is being typed: the words of its lines, and the names behind them.

The one idea: a line is judged by the lines that it stands under, which are those above it that are indented less.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from policylang.repl.inputs import begins_item
from policylang.repl.naming import Named, Names, bare, named
from policylang.repl.phrases import NOTHING, Place, of_condition, of_given, of_names
from policylang.semantics.types import Slot, Thing
from policylang.syntax.words import item_word, line_word

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence


class Within(NamedTuple):
    """A line of an item: up to the cursor, and the lines that it stands under, the item's first line first."""

    line: str
    above: tuple[str, ...] = ()


def within(text: str) -> Within | None:
    """Return the last line of a text as one of an item; nothing where it is none."""
    *lines, last = text.split("\n")
    if not lines:
        return Within(last) if begins_item(last) else None
    words = last.lstrip(" ")
    left = len(last) - len(words)
    above: list[str] = []
    for line in reversed(lines):
        stripped = line.lstrip(" ")
        if stripped and not stripped.startswith("#") and len(line) - len(stripped) < left:
            above.insert(0, stripped)
            left = len(line) - len(stripped)
    if above and begins_item(above[0]):
        return Within(words, tuple(above))
    return Within(last) if begins_item(last) else None


# ---------------------------------------------------------------- words

_CLAUSE = {
    "prohibits": "where it stands, the use is prohibited",
    "permits": "where it stands, the use is permitted",
    "exempts from": "these clauses do not stand; nothing is granted",
    "requires": "a duty",
    "recommends": "advice",
    "when": "it applies only where this holds",
    "unless": "it does not apply where this holds",
    "despite": "it prevails over these clauses",
    "subject to": "these clauses prevail over it",
    "under": "it binds only where one of these clauses stands",
    "cites": "where the document says it",
    "words": "the document's own words",
    "reading": "an interpretation that is taken",
    "evidence": "how well the words are known",
    "in force during": "the editions in which it is in force",
    "in force from": "the first day on which it is in force",
    "in force before": "the first day on which it is not in force any more",
}
_LINES: Mapping[str, Mapping[str, str]] = {
    "clause": _CLAUSE,
    "part": {"clause": "a clause of the part", **_CLAUSE},
    "policy": {
        "title": "the title of the document",
        "publisher": "who publishes it",
        "source": "where it can be read",
        "applies when": "the policy speaks only of such cases",
        "otherwise": "the outcome where no clause settles it",
        "conflicts": "which prevails",
    },
    "edition": {"title": "its own title", "source": "where it can be read"},
    "always": {"if": "where this holds", "then": "this does too"},
    "duty": {"fulfilled when": "it is done where this holds", "breached when": "it is broken where this holds"},
    "fact": {
        "asks": "the question",
        "judged": "a human judges it: how",
        "unchangeable": "nobody can change it",
    },
    "scenario": {
        "on": "the day of the decision",
        "given": "the case",
        "expect": "what is to be decided",
    },
    "expect": {
        "by": "these clauses decide",
        "by only": "these clauses decide, and no others",
        "not by": "these clauses do not stand",
        "open on": "whether these clauses stand is not known",
        "by default": "no clause decides",
        "outside scope": "the policy does not speak of it",
        "lifting": "this clause applies, and another prevails",
        "against": "this clause stands and loses",
        "requiring": "this duty is due",
        "advising": "this advice is given",
        "needing": "this fact can still settle it",
    },
}
_STATEMENTS = {
    "never permitted when": "no such case is permitted",
    "never prohibited when": "no such case is prohibited",
    "always permitted when": "every such case is permitted",
    "always prohibited when": "every such case is prohibited",
    "never depends on": "this fact changes no outcome",
    "same outcome as": "another policy decides the same",
    "stricter than": "what another policy prohibits is prohibited",
}
STATEMENTS = tuple(Named(*each) for each in _STATEMENTS.items())
"""What a statement about all cases can begin with."""
OUTCOMES = named(["permitted", "prohibited", "undetermined"], "an outcome")
ITEMS = tuple(
    Named(word, what)
    for word, what in {
        "clause": "show a clause that there is, or draft one",
        "fact": "draft a fact that a case can give",
        "define": "draft a definition: a condition with a name",
        "duty": "draft a duty",
        "advice": "draft advice",
        "scenario": "draft a case with what is to be decided",
        "example": "draft an example: lines of a case with a name",
        "edition": "draft a dated state of the document",
        "always": "draft what cannot be otherwise",
        "part": "draft a part, which holds clauses",
        "type": "draft a type of facts",
        "assert": "draft a statement that is to hold of every case",
        "import": "use a vocabulary",
        "incorporates": "have the use allowed by another policy too",
    }.items()
)
"""What an item can begin with; the header is none that is drafted anew."""
_TYPES = named(["yes or no", "one of", "several of", "whole number", "number", "date", "text", "optional"], "a type")
CONDITIONS = frozenset(["block", "when", "unless", "applies when", "if", "then", "fulfilled when", "breached when"])
"""Under what conditions stand."""


def words_of(kind: str) -> tuple[Named, ...]:
    """Return the words that lines of an item, or under an `expect`, can begin with."""
    return tuple(Named(*each) for each in _LINES.get(kind, {}).items())


# ---------------------------------------------------------------- lines


class Known(NamedTuple):
    """What lines of an item can name."""

    names: Names
    items: Callable[[str], Sequence[Named]]
    """The names of the items of a kind."""
    policies: Callable[[], Sequence[Named]]
    days: Sequence[Named]


def of_item(known: Known, here: Within) -> Place:
    """Return what can stand at the end of a line of an item."""
    if not here.above:
        return _first_line(known, here.line)
    kind = item_word(here.above[0])
    outer = heads(here)
    if outer in CONDITIONS or (kind == "define" and not here.line.startswith('"')):
        return of_condition(known.names, here.line, _parameters(known.names, here.above[0]))
    if outer == "given" or kind == "example":
        return of_given(known.names, here.line, _example_of(known.names, here.above[0]))
    if outer == "expect":
        return _line(known, "expect", here)
    if kind == "part" and outer == "clause":
        return _line(known, "clause", here)
    if kind == "assert":
        return of_statement(known, here.line)
    return _line(known, "fact" if kind == "type" else kind, here)


def heads(here: Within) -> str:
    """Return the word of the nearest line above under which a line stands, below the item's first one."""
    return next((word for line in reversed(here.above[1:]) if (word := _head(line))), "")


def _head(line: str) -> str:
    """Return what a line is under which others stand: its word, or that it opens a block of conditions."""
    if re.search(r"\b(?:(?:all|any|none) of|(?:at least|exactly) \d+ of)$", line.rstrip()):
        return "block"
    return line_word(line) or item_word(line)


def _first_line(known: Known, line: str) -> Place:
    word = item_word(line)
    rest = line.removeprefix(word).lstrip()
    if word in ("import", "incorporates"):
        return Place(rest, known.policies())
    name, colon, behind = rest.partition(":")
    if word in ("fact", "type", "example") and colon and '"' not in name:
        types = [*(() if word == "example" else _TYPES), *known.names.types]
        return Place(behind.lstrip(), (Named("has", "parts below, indented"), *types) if word == "type" else types)
    if word == "define" and (opened := re.fullmatch(r"\w+\s*\(.*:\s*(\w*)", rest)):
        return Place(opened[1], known.names.types)
    return Place(rest, known.items(word)) if re.fullmatch(r"[\w.]*|\"[^\"]*", rest) else NOTHING


def _line(known: Known, kind: str, here: Within) -> Place:
    """Return what can stand at the end of a line that begins with a word of its own."""
    words = words_of(kind)
    said = " ".join(here.line.split()) + (" " if here.line[-1:].isspace() else "")
    fitting = [each.text for each in words if said.startswith(f"{each.text} ")]
    if not fitting:
        return Place(here.line, words)
    word = max(fitting, key=len)
    found = re.match(r"\s+".join(word.split()) + r"\s+", here.line)
    rest = here.line[found.end() :] if found else ""
    if word == "clause":
        return NOTHING
    return _behind(known, word, rest, here.above)


def _behind(known: Known, word: str, rest: str, above: tuple[str, ...]) -> Place:
    names = known.names
    if word in CONDITIONS:
        return of_condition(names, rest, _parameters(names, above[0]))
    match word:
        case "despite" | "subject to" | "exempts from" | "under":
            return of_names(rest, _others(names.clauses, above[-1]))
        case "by" | "by only" | "not by" | "open on" | "against":
            return of_names(rest, names.every_clause)
        case "lifting":
            return _lifting(names, rest)
        case "requires":
            return of_names(rest, names.duties)
        case "requiring":
            return _requiring(names, rest)
        case "recommends" | "advising":
            return of_names(rest, names.advice)
        case "needing":
            return of_names(rest, names.facts)
        case "in force during":
            return of_names(rest, names.editions)
        case "in force from" | "in force before" | "on":
            return Place(rest, known.days)
        case "given":
            return of_given(names, rest)
        case "expect":
            return _expect(known, rest, above)
        case _:
            return Place(rest, _SETTLED.get(word, ()))


_SETTLED: Mapping[str, tuple[Named, ...]] = {
    "evidence": (
        Named("publisher", "read where its publisher shows it"),
        Named("quoted", "read in another text"),
        Named("believed", "not read"),
    ),
    "otherwise": OUTCOMES[:2],
    "conflicts": named(["prohibition prevails", "permission prevails"]),
}


def _others(clauses: Sequence[Named], line: str) -> Iterator[Named]:
    """Yield the clauses but for the one that a line begins."""
    own = line.split()[1:2]
    return (each for each in clauses if [each.text] != own)


def _lifting(names: Names, rest: str) -> Place:
    lifted, space, behind = rest.partition(" ")
    if not space:
        return Place(lifted, names.every_clause)
    by = re.match(r"\s*by\s+", behind)
    return of_names(behind[by.end() :], names.every_clause) if by else Place(behind.lstrip(), named(["by"]))


def _requiring(names: Names, rest: str) -> Place:
    done = re.search(r"(?<![,\s])\s+(\w*)$", rest)
    if done:
        return Place(done[1], named(["fulfilled", "outstanding", "breached"]))
    return of_names(rest, names.duties)


def _expect(known: Known, rest: str, above: tuple[str, ...]) -> Place:
    _outcome, space, behind = rest.partition(" ")
    return _line(known, "expect", Within(behind.lstrip(), above)) if space else Place(rest, OUTCOMES)


def of_statement(known: Known, line: str) -> Place:
    """Return what can stand at the end of a statement about all cases."""
    names = known.names
    if found := re.search(r"\bwhen\s+", line):
        return of_condition(names, line[found.end() :], {})
    if found := re.match(r"never\s+depends\s+on\s+(\S*)$", line):
        return Place(found[1], names.facts)
    if found := re.match(r"(?:same\s+outcome\s+as|stricter\s+than)\s+(\S*)$", line):
        return Place(found[1], known.policies())
    if found := re.match(
        r"(?:(?:never|always)\s+\w+|(?:never\s+depends\s+on|\w+\s+\w+\s+as|stricter\s+than)\s+\S+)\s+(\w*)$", line
    ):
        return Place(found[1], named(["when"], "only cases of which this holds"))
    return Place(line, STATEMENTS)


# ---------------------------------------------------------------- what an item speaks of


def _parameters(names: Names, first: str) -> Mapping[str, Slot]:
    """Return the parameters of a definition, and their parts."""
    if item_word(first) != "define":
        return {}
    found: dict[str, Slot] = {}
    for name, type_ in re.findall(r"(\w+)\s*:\s*([\w.]+)", first.partition('"')[0]):
        if (thing := names.things.get(bare(type_))) is not None:
            found[name] = Slot(thing)
            found.update(_below(name, thing))
    return found


def _example_of(names: Names, first: str) -> Mapping[str, Slot] | None:
    """Return the parts of the thing that an example is one of; nothing where it is one of a whole case."""
    found = re.match(r"example\s+\w+\s*:\s*([\w.]+)", first)
    thing = names.things.get(bare(found[1])) if found else None
    return None if thing is None else {name.lstrip("."): slot for name, slot in _below("", thing)}


def _below(name: str, thing: Thing) -> Iterator[tuple[str, Slot]]:
    for part, slot in thing.parts.items():
        yield f"{name}.{part}", slot
        if isinstance(slot.type, Thing):
            yield from _below(f"{name}.{part}", slot.type)


# ---------------------------------------------------------------- indentation

STEP = "    "
_OPENS = re.compile(
    r"(?:.*\b(?:all|any|none|one|several|least \d+|exactly \d+) of|(?:.*\s)?(?:when|unless|if|then|given)|.*: ?has"
    r"|expect\b.*|clause\s+\w+(?:\s+\".*\")?)"
)


def indentation(line: str) -> str:
    r"""Return the spaces that the line below one begins with: one step more where it opens a block.

    Example:
        >>> indentation("clause no_faces"), indentation("    prohibits"), indentation("    when all of")
        ('    ', '    ', '        ')
    """
    words = line.lstrip(" ")
    left = " " * (len(line) - len(words))
    return left + (STEP if begins_item(line) or _OPENS.fullmatch(words.rstrip()) else "")
