"""Syntax errors at the beginnings of items: what begins none, names that are missing or reserved, types."""

import re

from policylang.diagnostics.model import Diagnostic, Edit, Help
from policylang.diagnostics.suggest import nearest
from policylang.source import Span
from policylang.syntax import phrases
from policylang.syntax.building import reserved_advice
from policylang.syntax.unread import LONGEST_LINE, STEP, Unread
from policylang.syntax.words import HOLDERS, ITEM_WORDS, NEVER_NAMES, VALUE_WORDS, item_word, line_word, shown


def stray_line(unread: Unread) -> Diagnostic | None:
    """A line of a block that stands at the left margin."""
    word = line_word(unread.words)
    if unread.line != unread.item.first or item_word(unread.words) or not (word or unread.words.startswith('"')):
        return None
    if not word:
        indent = Help(
            "indent it, with the lines that belong to the same item", Edit(unread.place(unread.within(0, 0)), STEP)
        )
        return unread.fault(
            "a text at the left margin",
            "belongs under an item, indented",
            span=unread.within(0, len(unread.words)),
            helps=(indent,),
        )
    holder = next(holder for lines, holder in HOLDERS if word in lines)
    where = unread.within(0, len(word))
    indent = Help(
        "indent it, with the lines that belong to the same item",
        Edit(unread.place(Span(where.start, where.start)), STEP),
    )
    return unread.fault(
        f"`{word}` at the left margin", f"belongs under {holder}, indented", span=where, helps=(indent,)
    )


def unknown_item(unread: Unread) -> Diagnostic | None:
    """A line at the left margin that begins nothing."""
    if unread.line != unread.item.first or not unread.begins:
        return None
    words = [*unread.words[:LONGEST_LINE].split(maxsplit=2), "", ""]
    pair, first = f"{words[0]} {words[1]}", words[0]
    for said in (pair, first):
        ours = phrases.ITEMS.get(said) or (nearest(said, ITEM_WORDS) if " " not in said else None)
        if ours:
            where = unread.within(0, len(said)) if unread.words.startswith(said) else unread.span
            helps = (unread.replace(f"write `{ours}`", where, ours),)
            return unread.fault(f"`{shown(said)}` begins no item", f"did you mean `{ours}`?", span=where, helps=helps)
    begins = ("import", "type", "fact", "define", "clause", "part", "duty", "edition", "example", "scenario")
    advice = (
        Help(f"an item begins with {', '.join(f'`{word}`' for word in begins)} …"),
        Help("a comment begins with `#`; what belongs to the item above is indented"),
    )
    return unread.fault(f"`{shown(unread.said)}` begins no item", "not a word that begins an item", helps=advice)


def head_name(unread: Unread) -> Diagnostic | None:
    """The first line of an item, or of a part of a thing, with a name that is missing, reserved or of several words."""
    keyword = item_word(unread.words) if unread.line == unread.item.first else ""
    if not keyword or keyword == "scenario":
        return None
    if unread.before == keyword:
        if unread.said in NEVER_NAMES:
            return _reserved(unread, keyword)
        return _no_name(unread, keyword)
    rest = unread.words[len(keyword) :]
    several = re.match(r"[ \t]+([a-z][a-z0-9_.]*(?:[ \t]+[a-z0-9_.]+)+)[ \t]*(?=$|[:(\"#])", rest)
    is_open = unread.met.kind == "NAME" or (":" in rest and keyword in {"fact", "type"}) or not unread.met.kind
    if several and is_open and (keyword not in {"fact", "type"} or rest[several.end() : several.end() + 1] == ":"):
        where = unread.within(len(keyword) + several.start(1), len(keyword) + several.end(1))
        name = re.sub(r"[ \t]+", "_", several.group(1))
        of = {
            "always": "an `always` line", "edition": "an edition", "example": "an example", "define": "a definition",
            "assert": "an assertion",
        }  # fmt: skip
        return unread.fault(
            f"the name of {of.get(keyword, f'a {keyword}')} is one word",
            "several words",
            span=where,
            helps=(unread.replace(f"join them: `{shown(name)}`", where, name),),
        )
    return None


def _no_name(unread: Unread, keyword: str) -> Diagnostic:
    if unread.said[:1].isdigit() or unread.said[:1] == "_":
        return unread.fault(f"`{shown(unread.said)}` is not a name", "a name begins with a letter")
    helps: tuple[Help, ...] = (Help("a name has small letters, digits and `_`"),)
    if unread.said.startswith('"'):
        if keyword in {"import", "incorporates"}:
            bare = unread.said.strip('"').removesuffix(".md").removesuffix(".pol").replace("/", ".").replace("-", "_")
            return unread.fault(
                f"`{keyword}` takes a name, not a text",
                "no quotation marks here",
                helps=(unread.replace(f"write `{keyword} {shown(bare)}`", unread.span, bare),),
            )
        name = "_".join(re.findall(r"[a-z0-9]+", unread.said.lower())[:6])
        if name[:1].isalpha():
            where = Span(unread.span.start, unread.span.start)
            helps = (Help(f"write a name before the text, such as `{name}`", Edit(unread.place(where), f"{name} ")),)
    return unread.fault(f"`{keyword}` needs a name", "a name stands here", helps=helps)


def _reserved(unread: Unread, kind: str, *, span: Span | None = None) -> Diagnostic:
    where = span or unread.span
    said = unread.scan.text[where.start : where.end]
    return unread.fault(
        f"`{said}` is a word of the language; no {kind} can be called that",
        "reserved",
        span=where,
        code="P0210",
        helps=(Help(reserved_advice(said, kind)),),
    )


def reserved_value(unread: Unread) -> Diagnostic | None:
    """A reserved word as a value of an outline, or as the name of a part."""
    if unread.kind in {"type", "fact"} and unread.before in VALUE_WORDS and unread.met.kind in {"_COMMA", "LPAR"}:
        return _reserved(unread, "value", span=unread.within(0, len(unread.before)))
    if (
        unread.kind not in {"type", "fact", "define"}
        or "NAME" not in unread.met.expected
        or unread.said not in NEVER_NAMES
    ):
        return None
    if unread.begins:
        after = unread.words[unread.at + len(unread.said) :].lstrip()
        return _reserved(unread, "part" if after.startswith(":") else "value")
    if unread.kind != "define" and re.search(r"\bof\b|\(", unread.before):
        return _reserved(unread, "value")
    return None


def colon(unread: Unread) -> Diagnostic | None:
    """A colon that is missing between a name and its type, or that stands elsewhere."""
    if unread.met.kind == "_COLON":
        return _needless_colon(unread)
    head = re.match(r"type[ \t]+[a-z0-9_]+[ \t]*:?$", unread.words)
    if head and unread.ended and unread.line == unread.item.first:
        start = unread.words.rstrip(": \t")
        where = unread.within(0, len(unread.words))
        return unread.fault(
            f"`{shown(start)}` does not say what it is",
            "a type is missing",
            helps=(
                unread.replace(f"for a thing with parts below it: `{shown(start)}: has`", where, f"{start}: has"),
                unread.replace(f"for values below it: `{shown(start)}: one of`", where, f"{start}: one of"),
            ),
        )
    if "_COLON" not in unread.met.expected or unread.kind not in {"fact", "type", "define"}:
        return _values_without_head(unread)
    if unread.ended:
        return unread.fault(f"`{shown(unread.words)}` has no type", "`:` and a type are missing")
    if unread.said == ",":
        return unread.fault("one name stands on a line", "a second name?", helps=(Help("give each a line of its own"),))
    if unread.said in {"is", "are", "as"}:
        where = unread.within(len(unread.before), unread.at + len(unread.said))
        return unread.fault(
            "a colon stands between a name and its type",
            "`:` instead of this",
            helps=(unread.replace("write `:`", where, ":"),),
        )
    end = unread.within(len(unread.before), len(unread.before))
    if unread.kind == "define":
        name = re.search(r"[a-z0-9_]*$", unread.before)
        return unread.fault(
            f"the parameter `{shown(name.group() if name else '')}` has no type",
            "`:` and a type before this",
            helps=(Help("write the name of its type after a colon, as in `(p: party)`"),),
        )
    return unread.fault(
        "a colon is missing between the name and its type",
        "`:` before this",
        helps=(Help("write `:` after the name", Edit(unread.place(end), ":")),),
    )


def _values_without_head(unread: Unread) -> Diagnostic | None:
    """Values behind the colon of a type, without `one of`."""
    found = re.search(r":[ \t]*([a-z][a-z0-9_]*)$", unread.before)
    if unread.kind not in {"fact", "type"} or found is None or unread.met.kind not in {"_COMMA", "LPAR", "OR"}:
        return None
    where = unread.within(found.start(1), found.start(1)).start
    return unread.fault(
        "values without a word before them",
        "one of them, or several?",
        helps=(
            unread.insert("if only one holds: `one of`", where, "one of "),
            unread.insert("if several can hold at once: `several of`", where, "several of "),
        ),
    )


def _needless_colon(unread: Unread) -> Diagnostic:
    end = len(unread.before)
    if unread.is_given and not unread.keyword:
        where = unread.within(end, unread.at + 1)
        return unread.fault(
            "a colon in a given",
            "`is` or `are`",
            helps=(
                unread.replace("for one value: `is`", where, " is"),
                unread.replace("for a set: `are`", where, " are"),
            ),
        )
    if unread.kind == "define" and unread.line == unread.item.first:
        return unread.fault(
            "the condition of a definition stands below its name",
            "no colon here",
            helps=(unread.replace("begin a new line, indented", unread.around, f"\n{STEP}"),),
        )
    return unread.fault(
        f"a colon that is not needed, in {unread.construct}",
        "colons stand between names and types only",
        helps=(unread.replace("leave it out", unread.span, ""),),
    )


def optional(unread: Unread) -> Diagnostic | None:
    """`optional` before something other than the name of a type."""
    found = re.search(r"\boptional[ \t]+(?:one|several|yes|whole|number|date|text)\b", unread.words)
    if unread.kind not in {"fact", "type"} or found is None or not found.start() <= unread.at <= found.end() + 1:
        return None
    where = unread.within(found.start(), found.start() + len("optional"))
    return unread.fault(
        "only a thing with parts can be `optional`",
        "may be there or not",
        span=where,
        helps=(Help("leave it out: what a case does not say is unknown anyway"),),
    )


def thing(unread: Unread) -> Diagnostic | None:
    """Parts below a fact or a part."""
    parent = unread.scan.parent(unread.line)
    if (
        parent is None
        or unread.kind not in {"fact", "type"}
        or not re.search(r":[ \t]*has$", unread.scan.words_of(parent))
    ):
        return None
    if unread.kind == "type" and parent == unread.item.first:
        return None
    return unread.fault(
        f"parts below `{shown(unread.scan.words_of(parent))}`",
        "parts stand under a `type`",
        span=unread.scan.span_of(unread.line),
        helps=(Help("write `type NAME: has` with the parts below it, and give this the type `NAME`"),),
    )
