"""Items of a file put in, put in place of others, or taken out: edits of a text that leave the rest of it alone.

An item is known by its kind and its name. One that is there is replaced where it stands, with the comments above it; a
new one goes behind the last of those that stand before its kind in a file.
"""

import re
from collections.abc import Iterable, Sequence
from itertools import groupby
from textwrap import indent
from typing import Literal, NamedTuple

from policylang.source import Source, Span
from policylang.syntax import tree
from policylang.syntax.from_text import parse
from policylang.syntax.literate import fences, is_literate, only_code
from policylang.syntax.scan import Scan

Kind = Literal[
    "header", "import", "incorporates", "edition", "type", "fact", "define", "always", "duty", "advice",
    "part", "clause", "example", "scenario", "assert",
]  # fmt: skip
"""What an item is, by the word that it begins with; the header of a file begins with one of three."""

_ORDER: tuple[tuple[Kind, ...], ...] = (
    ("header",), ("import", "incorporates"), ("edition",), ("type", "fact"), ("define", "always"),
    ("duty", "advice"), ("part", "clause"), ("example",), ("scenario", "assert"),
)  # fmt: skip
"""In which order items of these kinds stand in a file, as it is usual."""
_RANK = {kind: rank for rank, kinds in enumerate(_ORDER) for kind in kinds}
_STRING = r'"(?:[^"\\\n]|\\.)*"'
_NAMED = re.compile(rf'(?P<kind>scenarios[ \t]+for|[a-z]+)[ \t]+(?P<name>{_STRING}(?:\s*{_STRING})*|[^\s:()"]+)')
_STRINGS = re.compile(_STRING)
_ESCAPED = re.compile(r"\\(.)")
_HEADERS = frozenset(["policy", "vocabulary", "scenarios for"])


class Identity(NamedTuple):
    """What tells an item of a file from the others: its kind, and its name, title or module."""

    kind: Kind
    name: str

    def __str__(self) -> str:
        """Return both, as they stand in a file: `clause no_faces`."""
        escaped = self.name.replace("\\", "\\\\").replace('"', '\\"')
        name = f'"{escaped}"' if self.kind == "scenario" else self.name
        return self.kind if self.kind == "header" else f"{self.kind} {name}"


class Site(NamedTuple):
    """An item, and the lines on which it stands: from the start of the first to the end of the last."""

    item: Identity
    span: Span
    indent: str = ""


class Edit(NamedTuple):
    """An item as it is to be, or without a text: that it is to be taken out."""

    item: Identity
    text: str | None


class Change(NamedTuple):
    """A stretch of a text that is replaced: by words, with something before them."""

    span: Span
    lead: str
    words: str


class Edited(NamedTuple):
    """A text with edits made, and for each of them where its item stands in it; where it stood, if it was taken out."""

    text: str
    places: tuple[Span, ...]


def identity(text: str) -> Identity | None:
    r"""Return which item a text is, by how it begins; nothing where it does not begin like one.

    Example:
        >>> identity("clause no_faces\n    prohibits")
        Identity(kind='clause', name='no_faces')
    """
    found = _NAMED.match(text)
    if found is None:
        return None
    kind = " ".join(found["kind"].split())
    if kind in _HEADERS:
        return Identity("header", found["name"])
    name = found["name"]
    if name.startswith('"'):
        name = " ".join(_ESCAPED.sub(r"\1", each[1:-1]) for each in _STRINGS.findall(name))
    return Identity(kind, name) if kind in _RANK else None


def items(text: str) -> tuple[str, ...]:
    """Return the items of a text, each with its own lines and the comments right above it."""
    lines = text.splitlines()
    firsts = [number for number, line in enumerate(lines) if line[:1].strip() and not line.startswith("#")]
    starts = [_with_comments(lines, first) for first in firsts]
    if starts:
        starts[0] = 0
    ends = [*starts[1:], len(lines)]
    found = ("\n".join(lines[start:end]).strip("\n") for start, end in zip(starts, ends, strict=True))
    return tuple(found) if starts else ((text,) if text.strip() else ())


def _with_comments(lines: Sequence[str], first: int) -> int:
    """Return the first of the comment lines right above a line."""
    while first and lines[first - 1].startswith("#"):
        first -= 1
    return first


# ---------------------------------------------------------------- where items stand


def sites(source: Source, file: tree.File) -> tuple[Site, ...]:
    """Return where the items of a file stand, its header and the clauses in its parts included."""
    text = only_code(source.text, fences(source.text)) if is_literate(source.name) else source.text
    scan = Scan(source, text)
    found = [] if file.header is None else [_site(scan, "header", file.header.name.text, file.header.span)]
    for item in file.items:
        kind, name = _of(item)
        found.append(_site(scan, kind, name, item.span))
        if isinstance(item, tree.PartItem):
            found += [_site(scan, "clause", clause.name.text, clause.span) for clause in item.clauses]
    return tuple(found)


def _of(item: tree.Item) -> Identity:
    match item:
        case tree.Import(module):
            return Identity("import", module.text)
        case tree.Incorporates(policy):
            return Identity("incorporates", policy.text)
        case tree.Scenario(title):
            return Identity("scenario", title.value)
        case tree.TypeItem(name):
            return Identity("type", name.text)
        case tree.PartItem(name):
            return Identity("part", name.text)
        case tree.Fact(name) | tree.Define(name) | tree.Always(name) | tree.Edition(name) | tree.Duty(name):
            return Identity(type(item).__name__.lower(), name.text)  # type: ignore[arg-type]  # words of the language
        case tree.Advice(name) | tree.Clause(name) | tree.Example(name) | tree.Assert(name):
            return Identity(type(item).__name__.lower(), name.text)  # type: ignore[arg-type]  # words of the language


def _site(scan: Scan, kind: Kind, name: str, span: Span) -> Site:
    first = scan.line_at(span.start)
    start, words = scan.lines[first].start, scan.lines[first].words
    end = scan.end_of(scan.after_block(first) - 1)
    return Site(Identity(kind, name), Span(start, end), scan.text[start:words])


def text_of(source: Source, site: Site) -> str:
    """Return the lines of an item as they would stand at the left margin."""
    lines = source.text[site.span.start : site.span.end].split("\n")
    return "\n".join(line.removeprefix(site.indent) for line in lines).replace("\r", "")


# ---------------------------------------------------------------- edits


def edited(source: Source, found: Sequence[Site], edits: Iterable[Edit]) -> Edited:
    """Return a text with edits made, no two of which are of one item.

    Args:
        source: The text.
        found: Where its items stand.
        edits: The edits; to take out what is not there changes nothing. Of a part and a clause in it, the later stands.
    """
    text = source.text
    places: list[Span] = []
    for number, (_, run) in enumerate(groupby(edits, lambda edit: edit.item.kind == "part")):
        if number:
            source = Source(source.name, text)
            found = sites(source, parse(source)[0])
        changes = [_change(source, found, edit) for edit in run]
        text, new = _put(source.text, changes)
        places = [*(_moved(place, changes) for place in places), *new]
    return Edited(text, tuple(places))


def _put(text: str, changes: Sequence[Change]) -> tuple[str, list[Span]]:
    """Return a text with changes made, and where the words of each stand in it."""
    after, places, at = "", [Span(0, 0)] * len(changes), 0
    for number in sorted(range(len(changes)), key=lambda number: (changes[number].span, number)):
        span, lead, words = changes[number]
        after += text[at : span.start] + lead
        places[number] = Span(len(after), len(after) + len(words))
        after += words
        at = span.end
    return after + text[at:], places


def _moved(place: Span, changes: Iterable[Change]) -> Span:
    """Return where a place is once changes were made; it is empty where one of them replaced it."""
    before = within = 0
    for span, lead, words in changes:
        grown = len(lead) + len(words) - (span.end - span.start)
        if span.end <= place.start:
            before += grown
        elif span.start <= place.start and place.end <= span.end:
            return Span(place.start + before, place.start + before)
        elif span.start < place.end:
            within += grown
    return Span(place.start + before, place.end + before + within)


def _change(source: Source, found: Sequence[Site], edit: Edit) -> Change:
    """Return what an edit changes."""
    site = next((each for each in found if each.item == edit.item), None)
    if site is None:
        if edit.text is None:
            return Change(Span(0, 0), "", "")
        end = _end_before(source, found, edit.item.kind)
        return Change(Span(end, end), "\n\n", edit.text)
    if edit.text is None:
        start = _comments_start(source.text, site)
        return Change(Span(start, min(site.span.end + 1, len(source.text))), "", "")
    return Change(site.span, "", indent(edit.text, site.indent) if site.indent else edit.text)


def _end_before(source: Source, found: Sequence[Site], kind: Kind) -> int:
    """Return the end of the last item behind which a new one of a kind goes."""
    before = [site.span.end for site in found if not site.indent and _RANK[site.item.kind] <= _RANK[kind]]
    return before[-1] if before else len(source.text.rstrip())


def _comments_start(text: str, site: Site) -> int:
    """Return where the comments begin that stand right above an item."""
    start = site.span.start
    while start:
        above = text.rfind("\n", 0, start - 1) + 1
        if not text[above:start].lstrip().startswith("#"):
            break
        start = above
    return start
