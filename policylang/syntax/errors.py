"""Syntax errors in words: the construct being read, what was expected there, and what was probably meant.

Each rule looks at the place where the reading stopped and gives a diagnostic, or nothing; the first that gives one has
the say, from what is most certain to what fits everywhere. Terminals are never named.
"""

import re
from collections.abc import Callable, Iterable

from policylang.diagnostics.model import Diagnostic, Edit, Help, Label
from policylang.diagnostics.suggest import nearest
from policylang.source import Span
from policylang.syntax import phrases
from policylang.syntax.building import reserved_advice, shown
from policylang.syntax.expected import expected_words, keywords, spelling
from policylang.syntax.phrases import Phrase
from policylang.syntax.unread import Unread
from policylang.syntax.words import HOLDERS, ITEM_WORDS, NEVER_NAMES, item_word, line_word

__all__ = ["Unread", "explain"]

_STEP = "    "
_LONGEST_LINE = 2000
_WORD = re.compile(r"[a-z_][a-z0-9_.]*")
_LISTS = frozenset({"when", "unless", "if", "then", "applies when", "fulfilled when", "breached when"})


def explain(unread: Unread) -> Diagnostic:
    """Return what is wrong where an item could not be read on."""
    for rule in _RULES:
        found = rule(unread)
        if found is not None:
            return found
    return _general(unread)


def _fault(  # noqa: PLR0913 - the parts of a diagnostic
    unread: Unread, message: str, under: str, *, span: Span | None = None, helps: Iterable[Help] = (), code: str = "P0101"
) -> Diagnostic:
    return Diagnostic(code, message, Label(unread.place(span or unread.span), under), helps=tuple(helps))


# ---------------------------------------------------------------- beginnings of items


def _stray_line(unread: Unread) -> Diagnostic | None:
    """A line of a block that stands at the left margin."""
    word = line_word(unread.words)
    if unread.line != unread.item.first or item_word(unread.words) or not (word or unread.words.startswith('"')):
        return None
    if not word:
        indent = Help("indent it, with the lines that belong to the same item", Edit(unread.place(unread.within(0, 0)), _STEP))
        return _fault(unread, "a text at the left margin", "belongs under an item, indented", span=unread.within(0, len(unread.words)), helps=(indent,))
    holder = next(holder for lines, holder in HOLDERS if word in lines)
    where = unread.within(0, len(word))
    indent = Help("indent it, with the lines that belong to the same item", Edit(unread.place(Span(where.start, where.start)), _STEP))
    return _fault(unread, f"`{word}` at the left margin", f"belongs under {holder}, indented", span=where, helps=(indent,))


def _unknown_item(unread: Unread) -> Diagnostic | None:
    """A line at the left margin that begins nothing."""
    if unread.line != unread.item.first or not unread.begins:
        return None
    words = [*unread.words[:_LONGEST_LINE].split(maxsplit=2), "", ""]
    pair, first = f"{words[0]} {words[1]}", words[0]
    for said in (pair, first):
        ours = phrases.ITEMS.get(said) or (nearest(said, ITEM_WORDS) if " " not in said else None)
        if ours:
            where = unread.within(0, len(said)) if unread.words.startswith(said) else unread.span
            helps = (unread.replace(f"write `{ours}`", where, ours),)
            return _fault(unread, f"`{shown(said)}` begins no item", f"did you mean `{ours}`?", span=where, helps=helps)
    begins = "an item begins with `policy`, `import`, `type`, `fact`, `define`, `clause`, `part`, `duty`, `edition`, `example`, `scenario` …"
    helps = (Help(begins), Help("a comment begins with `#`; what belongs to the item above is indented"))
    return _fault(unread, f"`{shown(unread.said)}` begins no item", "not a word that begins an item", helps=helps)


def _head_name(unread: Unread) -> Diagnostic | None:
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
        return _fault(unread, f"the name of a {keyword} is one word", "several words", span=where,
                      helps=(unread.replace(f"join them: `{shown(name)}`", where, name),))  # fmt: skip
    return None


def _no_name(unread: Unread, keyword: str) -> Diagnostic:
    helps: tuple[Help, ...] = (Help("a name has small letters, digits and `_`"),)
    if unread.said.startswith('"'):
        if keyword in {"import", "incorporates"}:
            bare = unread.said.strip('"').removesuffix(".md").removesuffix(".pol").replace("/", ".").replace("-", "_")
            return _fault(unread, f"`{keyword}` takes a name, not a text", "no quotation marks here",
                          helps=(unread.replace(f"write `{keyword} {shown(bare)}`", unread.span, bare),))  # fmt: skip
        name = "_".join(re.findall(r"[a-z0-9]+", unread.said.lower())[:6])
        if name[:1].isalpha():
            where = Span(unread.span.start, unread.span.start)
            helps = (Help(f"write a name before the text, such as `{name}`", Edit(unread.place(where), f"{name} ")),)
    return _fault(unread, f"`{keyword}` needs a name", "a name stands here", helps=helps)


def _reserved(unread: Unread, kind: str) -> Diagnostic:
    said = unread.said
    return _fault(unread, f"`{said}` is a word of the language; no {kind} can be called that", "reserved", code="P0210",
                  helps=(Help(reserved_advice(said, kind)),))  # fmt: skip


def _reserved_value(unread: Unread) -> Diagnostic | None:
    """A reserved word as a value of an outline, or as the name of a part."""
    if unread.kind not in {"type", "fact", "define"} or "NAME" not in unread.met.expected or unread.said not in NEVER_NAMES:
        return None
    if unread.begins:
        after = unread.words[unread.at + len(unread.said) :].lstrip()
        return _reserved(unread, "part" if after.startswith(":") else "value")
    if unread.kind != "define" and re.search(r"\bof\b|\(", unread.before):
        return _reserved(unread, "value")
    return None


def _colon(unread: Unread) -> Diagnostic | None:
    """A colon that is missing between a name and its type, or that stands elsewhere."""
    if unread.met.kind == "_COLON":
        return _needless_colon(unread)
    head = re.match(r"type[ \t]+[a-z0-9_]+[ \t]*:?$", unread.words)
    if head and unread.ended and unread.line == unread.item.first:
        start = unread.words.rstrip(": \t")
        where = unread.within(0, len(unread.words))
        return _fault(unread, f"`{shown(start)}` does not say what it is", "a type is missing",
                      helps=(unread.replace(f"for a thing with parts below it: `{shown(start)}: has`", where, f"{start}: has"),
                             unread.replace(f"for values below it: `{shown(start)}: one of`", where, f"{start}: one of")))  # fmt: skip
    if "_COLON" not in unread.met.expected or unread.kind not in {"fact", "type", "define"} or unread.ended:
        return None
    end = unread.within(len(unread.before), len(unread.before))
    if unread.kind == "define":
        name = re.search(r"[a-z0-9_]*$", unread.before)
        return _fault(unread, f"the parameter `{shown(name.group() if name else '')}` has no type", "`:` and a type before this",
                      helps=(Help("write the name of its type after a colon, as in `(p: party)`"),))  # fmt: skip
    return _fault(unread, "a colon is missing between the name and its type", "`:` before this",
                  helps=(Help("write `:` after the name", Edit(unread.place(end), ":")),))  # fmt: skip


def _needless_colon(unread: Unread) -> Diagnostic:
    end = len(unread.before)
    if unread.kind == "define" and unread.line == unread.item.first:
        where = unread.within(end, unread.at + 1)
        return _fault(unread, "the condition of a definition stands below its name", "no colon here",
                      helps=(unread.replace("begin a new line, indented", where, f"\n{_STEP}"),))  # fmt: skip
    return _fault(unread, f"a colon that is not needed, in {unread.construct}", "colons stand between names and types only",
                  helps=(unread.replace("leave it out", unread.span, ""),))  # fmt: skip


def _optional(unread: Unread) -> Diagnostic | None:
    """`optional` before something other than the name of a type."""
    found = re.search(r"\boptional[ \t]+(?:one|several|yes|whole|number|date|text)\b", unread.words)
    if unread.kind not in {"fact", "type"} or found is None or not found.start() <= unread.at <= found.end() + 1:
        return None
    where = unread.within(found.start(), found.start() + len("optional"))
    return _fault(unread, "only a thing with parts can be `optional`", "may be there or not", span=where,
                  helps=(Help("leave it out: what a case does not say is unknown anyway"),))  # fmt: skip


def _thing(unread: Unread) -> Diagnostic | None:
    """Parts below a fact or a part."""
    parent = unread.scan.parent(unread.line)
    if parent is None or unread.kind not in {"fact", "type"} or not re.search(r":[ \t]*has$", unread.scan.words_of(parent)):
        return None
    if unread.kind == "type" and parent == unread.item.first:
        return None
    return _fault(unread, f"parts below `{shown(unread.scan.words_of(parent))}`", "parts stand under a `type`", span=unread.scan.span_of(unread.line),
                  helps=(Help("write `type NAME: has` with the parts below it, and give this the type `NAME`"),))  # fmt: skip


# ---------------------------------------------------------------- indentation and blocks


def _indented(unread: Unread) -> Diagnostic | None:
    """Lines that are indented under one that takes none."""
    if not unread.indented:
        return None
    parent = unread.scan.parent(unread.line)
    above = unread.scan.words_of(parent) if parent is not None else ""
    joiner = re.match(r"(and|or)\b", unread.words)
    if joiner:
        return _continuation(unread, joiner.group(1))
    keyword = line_word(above) or item_word(above)
    if keyword in _LISTS or (not keyword and unread.block in _LISTS):
        return _fault(unread, f"a line below a condition that is complete: `{shown(above)}`", "how does it belong to the line above?",
                      helps=(Help(f"if both must hold, write `{keyword} all of` (or `any of`) and each condition on a line below it".replace("` a", "`a") if not keyword else f"if both must hold, write `{keyword} all of`, with each condition on a line below it; if one is enough, `{keyword} any of`"),))  # fmt: skip
    helps = ()
    if parent is not None:
        width = unread.scan.lines[parent].indent
        where = Span(unread.scan.lines[unread.line].start, unread.start)
        helps = (Help("to stand beside the line above, indent it like that", Edit(unread.place(where), " " * width)),)
    return _fault(unread, f"a line is indented below `{shown(keyword or above)}`, which has no lines below it", "indented too far", helps=helps)


def _continuation(unread: Unread, joiner: str) -> Diagnostic:
    """A line that goes on with `and` or `or`."""
    head = "all of" if joiner == "and" else "any of"
    block = unread.block or unread.keyword
    start = f"{block} {head}" if block in _LISTS else head
    return _fault(unread, f"a condition ends with its line; this one goes on with `{joiner}`", f"`{joiner}` joins conditions on one line",
                  span=unread.within(0, len(joiner)),
                  helps=(Help(f"write `{start}` on a line, and below it each condition on a line of its own, without `{joiner}`"),))  # fmt: skip


def _needs_block(unread: Unread) -> Diagnostic | None:
    """A line that has nothing below it, though it must."""
    if not unread.needs_block and not (unread.ended and unread.met.expected == {"_INDENT"}):
        return None
    if re.search(r"\b(?:one|several) of$", unread.words):
        return _fault(unread, f"no values in `{shown(unread.words)}`", "values are missing",
                      span=unread.scan.span_of(unread.line),
                      helps=(Help("write them behind it with commas between them, or one to a line below it, indented"),))  # fmt: skip
    next_line = unread.line + 1
    lines = unread.scan.lines
    follows = next_line < unread.item.after and lines[next_line].indent == lines[unread.line].indent
    advice = "indent the lines that belong to it deeper than it" if follows else "write what belongs to it on the lines below, indented deeper"
    return _fault(unread, f"nothing stands below `{shown(unread.words)}`", "lines indented below it are missing",
                  span=unread.scan.span_of(unread.line), helps=(Help(advice),))  # fmt: skip


# ---------------------------------------------------------------- other words


def _other_words(unread: Unread) -> Diagnostic | None:
    """What people write instead of the words of the language."""
    if len(unread.words) > _LONGEST_LINE or unread.indented:
        return None
    words = _without_strings(unread.words)
    for phrase in _tables(unread):
        for found in phrase.pattern.finditer(words):
            if found.start() <= unread.at <= found.end() + 1 and found.end() > found.start():
                return _phrased(unread, phrase, found)
    return None


def _tables(unread: Unread) -> tuple[Phrase, ...]:
    if unread.kind == "edition" or unread.keyword == "in force":
        return phrases.DATES
    if unread.kind in {"fact", "type"}:
        return phrases.TYPES
    if unread.keyword == "conflicts":
        return phrases.CONFLICTS
    if unread.is_given:
        return (*phrases.GIVENS, *phrases.TESTS, *phrases.GROUPS)
    if unread.kind == "scenario":
        return phrases.EXPECTATIONS if "expect" in {unread.keyword, unread.block} else ()
    in_condition = unread.kind == "define" or _LISTS & {unread.keyword, unread.block}
    return (*phrases.SETS, *phrases.TESTS, *phrases.GROUPS) if in_condition and unread.line != unread.item.first else ()


def _phrased(unread: Unread, phrase: Phrase, found: re.Match[str]) -> Diagnostic | None:
    theirs = found.group()
    ours = re.sub(r" +", " ", found.expand(phrase.ours)).strip()
    if theirs == ours:
        return None
    where = unread.within(found.start(), found.end())
    if not ours:
        after = re.match(r"[ \t]*", unread.words[found.end() :])
        whole = unread.within(found.start(), found.end() + (after.end() if after else 0))
        return _fault(unread, f"`{theirs}` is not needed in {unread.construct}", "not needed", span=where,
                      helps=(unread.replace("leave it out", whole, ""),))  # fmt: skip
    note = () if ours != "before" else (Help("`before` names the first day that no longer counts"),)
    return _fault(unread, f"`{shown(theirs)}` is written `{shown(ours)}`", f"in {unread.construct}", span=where,
                  helps=(unread.replace(f"write `{shown(ours)}`", where, ours), *note))  # fmt: skip


def _without_strings(words: str) -> str:
    """Return the words of a line with its texts blanked."""
    return re.sub(r'"(?:[^"\\]|\\.)*"', lambda found: '"' * len(found.group()), words)


def _no_value(unread: Unread) -> Diagnostic | None:
    """`x is unknown`, `x is none` in a condition."""
    if unread.said not in {"unknown", "none"} or "NAME" not in unread.met.expected or unread.begins or unread.is_given:
        return None
    if unread.said == "unknown":
        helps = (Help("leave it to the decision: what a case does not say is unknown, and shown as the next question"),)
        return _fault(unread, "no condition asks whether something is unknown", "not a value", helps=helps)
    helps = (Help("of something that may be absent: `there is no …`; of a set: `not … include any of …`, or a value that says it"),)
    return _fault(unread, "`none` is not a value", f"in {unread.construct}", helps=helps)


# ---------------------------------------------------------------- lines and their beginnings


def _misplaced_line(unread: Unread) -> Diagnostic | None:
    """A line that begins with a word of the language which does not belong here."""
    if not unread.begins:
        return None
    if re.match(r"(?:and|or)\b", unread.words):
        return _continuation(unread, unread.said)
    if re.match(r"if\b.*\bthen\b", unread.words[:_LONGEST_LINE]) and unread.kind in {"clause", "part"}:
        helps = (Help("write the effect on a line (`prohibits`), and below it `when` and the condition"),)
        return _fault(unread, f"`if … then` in {unread.inner_owner}", "a clause says its effect, and `when`", helps=helps)
    item = item_word(unread.words)
    if item and unread.line != unread.item.first:
        where = unread.within(0, len(item))
        what = "parts do not stand within parts" if item == unread.kind == "part" else f"a {item} stands at the left margin"
        before = Span(unread.scan.lines[unread.line].start, unread.start)
        helps = (Help("take its indentation away", Edit(unread.place(before), "")),)
        return _fault(unread, f"`{item}` within {unread.inner_owner}", what, span=where, helps=helps)
    word = line_word(unread.words)
    if not word or phrases.LINES.get(word, "") in keywords(unread.met.expected):
        return None
    return _foreign_line(unread, word)


def _foreign_line(unread: Unread, word: str) -> Diagnostic:
    where = unread.within(0, len(word))
    helps: list[Help] = []
    parent = unread.scan.parent(unread.line)
    if unread.block and parent is not None and parent != unread.item.first:
        width = unread.scan.lines[parent].indent
        before = Span(unread.scan.lines[unread.line].start, unread.start)
        helps.append(Help(f"to stand beside `{unread.block}`, indent it like that", Edit(unread.place(before), " " * width)))
    holders = [holder for lines, holder in HOLDERS if word in lines]
    within = f"under the `{unread.block}` of {unread.inner_owner}" if unread.block else f"in {unread.inner_owner}"
    return _fault(unread, f"`{word}` does not belong {within}", f"a line of {holders[0]}", span=where, helps=helps)


def _beginning(unread: Unread) -> Diagnostic | None:
    """A line of a block that begins with no word of the language, but with one like it."""
    if not unread.begins or unread.line == unread.item.first:
        return None
    fitting = keywords(unread.met.expected)
    parts = [*unread.words[:_LONGEST_LINE].split(maxsplit=2), "", ""]
    for said in (f"{parts[0]} {parts[1]}", parts[0]):
        ours = phrases.LINES.get(said)
        if ours is not None and not any(ours == each or ours.startswith(f"{each} ") for each in fitting):
            ours = None
        ours = ours or (nearest(said, fitting) if _WORD.match(said) else None)
        if ours and unread.words.startswith(said) and said != ours:
            where = unread.within(0, len(said))
            return _fault(unread, f"`{shown(said)}` begins no line of {unread.construct}", f"did you mean `{ours}`?", span=where,
                          helps=(unread.replace(f"write `{ours}`", where, ours),))  # fmt: skip
    if unread.line == unread.item.first + 1 and unread.kind in {"clause", "part", "define"} and len(unread.words.split(maxsplit=3)) > 2:  # noqa: PLR2004 - a sentence
        where = unread.within(0, len(unread.words))
        helps = (unread.replace("put it between quotation marks", where, f'"{unread.words}"'),) if '"' not in unread.words else ()
        return _fault(unread, f"the first line of {unread.owner} is no text", "a text stands between quotation marks", span=where, helps=helps)
    if unread.said.startswith('"'):
        return _fault(unread, f"a text by itself in {unread.construct}", "what is this text?",
                      helps=(Help("begin the line with a word that says it, such as `cites` or `words`"),))  # fmt: skip
    return _fault(unread, f"`{shown(unread.said)}` begins no line of {unread.construct}", f"expected {expected_words(unread.met.expected)}")


def _own_line(unread: Unread) -> Diagnostic | None:
    """Something that stands on a line of its own, behind something else."""
    if unread.begins or unread.ended or unread.indented:
        return None
    if unread.before in {"prohibits", "permits"} and unread.met.kind in {"NAME", "NOT", "ALL_OF", "ANY_OF", "NONE_OF", "THERE_IS", "DURING"}:
        where = Span(unread.start + len(unread.before), unread.span.start)
        return _fault(unread, f"`{unread.before}` stands alone on its line; what it is about is said by `when`", "on the next line, after `when`",
                      helps=(unread.replace("write the condition on the next line, after `when`", where, f"\n{unread.indentation}when "),))  # fmt: skip
    word = line_word(unread.words[unread.at :])
    if not word or "_NL" not in unread.met.expected:
        return None
    indentation = unread.indentation + (_STEP if unread.line == unread.item.first else "")
    where = Span(unread.start + len(unread.before), unread.span.start)
    shown_at = Span(unread.span.start, unread.span.start + len(word))
    return _fault(unread, f"`{word}` stands on a line of its own", f"not behind `{shown(unread.before)}`", span=shown_at,
                  helps=(unread.replace("begin a new line before it", where, f"\n{indentation}"),))  # fmt: skip


# ---------------------------------------------------------------- texts, lists, dates


def _texts(unread: Unread) -> Diagnostic | None:
    """Quotation marks that are missing, or that stand within a text."""
    start = unread.span.start
    text = unread.scan.text
    if unread.met.kind == "_COMMA" and unread.before.endswith('"'):
        return _fault(unread, "a comma after a text", "texts beside each other are one text",
                      helps=(unread.replace("leave the comma out", unread.span, ""),))  # fmt: skip
    if not unread.ended and not unread.begins and text[start - 1 : start] == '"':
        return _fault(unread, "a quotation mark within a text ends it", "the text ended before this",
                      span=Span(start - 1, start), helps=(Help('within a text, write `\\"` for a quotation mark'),))  # fmt: skip
    if "STRING" in unread.met.expected and "NAME" not in unread.met.expected and not unread.ended and not unread.begins and unread.said != '"':
        if unread.before.endswith('"'):
            return None
        rest = unread.words[unread.at :]
        where = unread.within(unread.at, len(unread.words))
        quoted = f'"{rest}"' if '"' not in rest else None
        helps = (unread.replace("put it between quotation marks", where, quoted),) if quoted else ()
        return _fault(unread, f"a text stands between quotation marks, in {unread.construct}", "a text, without its marks", span=where, helps=helps)
    return None


def _lists(unread: Unread) -> Diagnostic | None:
    """The wrong mark between the members of a list."""
    kind, expected = unread.met.kind, unread.met.expected
    words = unread.before
    number = re.search(r"(?<![a-z0-9_.,-])[0-9]{1,3}$", words)
    thousands = re.match(r"(?:,[0-9]{3})+(?![0-9a-z_])", unread.words[unread.at :])
    if kind == "_COMMA" and number and thousands:
        where = unread.within(number.start(), unread.at + thousands.end())
        plain = number.group() + thousands.group().replace(",", "")
        return _fault(unread, "a number has no commas", f"`{plain}`", span=where, helps=(unread.replace(f"write `{plain}`", where, plain),), code="P0115")
    if kind == "_COMMA" and "_SEMICOLON" in expected:
        return _fault(unread, "conditions in parentheses are separated by `;`", "a comma separates values", helps=(unread.replace("write `;`", unread.span, ";"),))
    comma = re.search(r",(?=[ \t]*(?:not[ \t]+)?[a-z][a-z0-9_.]*$)", words)
    if kind in {"IS", "INCLUDE", "COMPARES", "IS_FROM", "LPAR"} and comma and "(" in words:
        where = unread.within(comma.start(), comma.end())
        return _fault(unread, "conditions in parentheses are separated by `;`", "a comma separates values", span=where, helps=(unread.replace("write `;`", where, ";"),))
    if kind == "_SEMICOLON" and "_COMMA" in expected:
        return _fault(unread, "values and names are separated by `,`", "`;` separates conditions", helps=(unread.replace("write `,`", unread.span, ","),))
    if kind in {"AND", "OR"} and "_COMMA" in expected and "AND" not in expected:
        where = Span(unread.start + len(unread.before), unread.span.end)
        return _fault(unread, f"`{unread.said}` in a list, where a comma separates", "a list has commas only", helps=(unread.replace("write a comma", where, ","),))
    return _two_in_a_line(unread)


def _two_in_a_line(unread: Unread) -> Diagnostic | None:
    """Two names without a mark between them, two givens or two imports on a line."""
    kind, expected = unread.met.kind, unread.met.expected
    behind = Span(unread.start + len(unread.before), unread.span.end)
    after = unread.words[unread.at + len(unread.said) :].lstrip()
    if kind == "_COMMA" and line_word(after) in keywords(expected):
        return _fault(unread, f"a comma before `{line_word(after)}`", "not needed", helps=(unread.replace("leave it out", unread.span, ""),))
    if kind == "NAME" and "_COMMA" in expected and "AND" not in expected and re.search(r"[a-z0-9_)]$", unread.before):
        gap = Span(behind.start, unread.span.start)
        return _fault(unread, f"`{shown(unread.said)}` follows a name, and no comma parts them", f"in {unread.construct}",
                      helps=(unread.replace("if these are two: a comma between them", gap, ", "),
                             unread.replace("if this is one name: `_` between its words", gap, "_")))  # fmt: skip
    new_line = f"\n{unread.indentation}"
    if unread.is_given and not unread.begins and (kind in {"AND", "OR"} or (kind == "_COMMA" and "_NL" in expected)):
        return _fault(unread, "one given stands on a line", f"`{unread.said}` joins no givens", helps=(unread.replace("begin a new line", behind, new_line),))
    comma = re.search(r",(?=[ \t]*[a-z][a-z0-9_.]*$)", unread.before)
    if unread.is_given and kind in {"IS", "ARE", "INCLUDE", "COMPARES", "LIKE", "ARE_NONE"} and comma:
        where = unread.within(comma.start(), comma.end())
        return _fault(unread, "one given stands on a line", "a comma separates values", span=where, helps=(unread.replace("begin a new line", where, new_line),))
    if kind == "_COMMA" and unread.kind in {"import", "incorporates"}:
        return _fault(unread, f"one `{unread.kind}` stands on a line", "a list", helps=(unread.replace("begin a new line", behind, f"\n{unread.kind}"),))
    return None


def _dates(unread: Unread) -> Diagnostic | None:
    """A date that is missing its word, or is no date."""
    expected = unread.met.expected
    if unread.met.kind == "DATE" and {"FROM", "BEFORE"} & expected:
        where = Span(unread.span.start, unread.span.start)
        words = [word for word in ("from", "before") if word.upper() in expected]
        return _fault(unread, f"a date without a word before it, in {unread.construct}", f"{' or '.join(f'`{word}`' for word in words)}?",
                      helps=tuple(Help(f"`{word} {unread.said}`", Edit(unread.place(where), f"{word} ")) for word in words))  # fmt: skip
    if unread.met.kind == "NAME" and "DURING" in expected and unread.before == "in force":
        where = Span(unread.span.start, unread.span.start)
        return _fault(unread, "`during` stands before an edition", f"an edition, or {expected_words(expected - {'DURING', '_NL'})}",
                      helps=(Help("write `during` before it", Edit(unread.place(where), "during ")),))  # fmt: skip
    if "DATE" not in expected or "NAME" in expected or unread.ended:
        return None
    bare = unread.said.strip('"')
    if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", bare):
        return _fault(unread, "a date stands without quotation marks", f"`{bare}`", helps=(unread.replace(f"write `{bare}`", unread.span, bare),))
    return _fault(unread, f"`{shown(unread.said)}` is not a date", "a date is written year-month-day, as 2024-05-01")


def _unit(unread: Unread) -> Diagnostic | None:
    """A word behind a number."""
    if unread.met.kind != "NAME" or not re.search(r"(?<![\w-])-?[0-9.]+$", unread.before) or "IN" in unread.met.expected:
        return None
    where = Span(unread.start + len(unread.before), unread.span.end)
    return _fault(unread, "a number stands without its unit", f"the type of the fact says it: `number in {shown(unread.said)}`",
                  helps=(unread.replace("leave the unit out", where, ""),))  # fmt: skip


def _near(unread: Unread) -> Diagnostic | None:
    """A word, or the one before it, that is nearly one of those that fit."""
    if unread.ended or unread.indented:
        return None
    before = re.search(r"[a-z_]+$", unread.before)
    places = [(unread.said, unread.span)]
    if before and len(unread.words) <= _LONGEST_LINE:
        places.append((before.group(), unread.within(before.start(), before.end())))
    fitting = keywords(unread.met.expected)
    for said, where in places:
        ours = nearest(said, fitting) if _WORD.fullmatch(said) else None
        if ours and where == unread.span:
            return _fault(unread, f"`{shown(said)}` does not fit here, in {unread.construct}", f"did you mean `{ours}`?", span=where,
                          helps=(unread.replace(f"write `{ours}`", where, ours),))  # fmt: skip
    return None


def _general(unread: Unread) -> Diagnostic:
    """Whatever else: what stands there, and what could have."""
    under = f"expected {_wanted(unread)}"
    if unread.ended:
        return _fault(unread, f"the line ends too early, in {unread.construct}", under)
    return _fault(unread, f"`{shown(unread.said)}` does not fit here, in {unread.construct}", under)


def _wanted(unread: Unread) -> str:
    """Return what was expected; where a name was, of what."""
    for pattern, noun in _NOUNS:
        if "NAME" in unread.met.expected and "NOT" not in unread.met.expected and re.search(rf"(?<![a-z_])(?:{pattern})(?:[^:]*,)?$", unread.before):
            rest = expected_words(unread.met.expected - {"NAME"})
            return noun if rest == "nothing more" else f"{noun}, or {rest}"
    return expected_words(unread.met.expected)


_NOUNS = (
    ("during", "the name of an edition"),
    ("requires|requiring|requiring only", "the name of a duty"),
    ("recommends|advising|advising only", "the name of a piece of advice"),
    ("despite|subject to|under|exempts from|by|by only|not by|against|lifting|open on", "the name of a clause"),
    ("like", "the name of an example"),
    ("needing|needing only|there is an?|there is no|unknown", "a fact"),
    ("otherwise", "`permitted` or `prohibited`"),
    ("expect", "`permitted`, `prohibited` or `undetermined`"),
    ("conflicts", "`prohibition prevails` or `permission prevails`"),
    ("evidence", "`publisher`, `quoted` or `believed`"),
    ("one of|several of", "a value"),
    ("in", "a unit, such as `years`"),
)
"""What a name is of, by the words before it."""


_RULES: tuple[Callable[[Unread], Diagnostic | None], ...] = (
    _stray_line, _unknown_item, _head_name, _thing, _indented, _needs_block, _optional, _reserved_value, _no_value, _other_words, _colon, _misplaced_line,
    _beginning, _own_line, _texts, _lists, _dates, _unit, _near,
)  # fmt: skip
