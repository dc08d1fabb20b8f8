"""Syntax errors of lines: their indentation, their first words, and what stands on one line though it needs two."""

import re
from collections.abc import Collection

from policylang.diagnostics.model import Diagnostic, Edit, Help
from policylang.diagnostics.suggest import nearest
from policylang.source import Span
from policylang.syntax import phrases
from policylang.syntax.expected import expected_words, keywords
from policylang.syntax.unread import CONDITION_WORDS, LONGEST_LINE, STEP, Unread
from policylang.syntax.words import EXPECTATIONS, HOLDERS, STATEMENT_LINES, item_word, line_word, shown

_SHORT = 3
"""Words that short are near too many others."""

_SENTENCE = 2
"""How many words read like a sentence."""


def indented(unread: Unread) -> Diagnostic | None:
    """Lines that are indented under one that takes none."""
    if not unread.indented:
        return None
    parent = unread.scan.parent(unread.line)
    above = unread.scan.words_of(parent) if parent is not None else ""
    joiner = re.match(r"(and|or)\b", unread.words)
    if joiner:
        return _continuation(unread, joiner.group(1))
    keyword = line_word(above) or item_word(above)
    if keyword in CONDITION_WORDS or (not keyword and unread.block in CONDITION_WORDS):
        every, some = (f"{keyword} {head}".strip() for head in ("all of", "any of"))
        advice = f"write `{every}` with each condition on a line below it; `{some}` if one of them is enough"
        return unread.fault(
            f"a line below a condition that is complete: `{shown(above)}`",
            "how does it belong to the line above?",
            helps=(Help(advice),),
        )
    helps: tuple[Help, ...] = ()
    if parent is not None:
        width = unread.scan.lines[parent].indent
        where = Span(unread.scan.lines[unread.line].start, unread.start)
        helps = (Help("to stand beside the line above, indent it like that", Edit(unread.place(where), " " * width)),)
    return unread.fault(
        f"a line is indented below `{shown(keyword or above)}`, which has no lines below it",
        "indented too far",
        helps=helps,
    )


def _continuation(unread: Unread, joiner: str) -> Diagnostic:
    """A line that goes on with `and` or `or`."""
    head = "all of" if joiner == "and" else "any of"
    block = unread.block or line_word(unread.scan.words_of(unread.scan.whole(max(unread.line - 1, unread.item.first))))
    start = f"{block} {head}" if block in CONDITION_WORDS else head
    return unread.fault(
        f"a condition ends with its line; this one goes on with `{joiner}`",
        f"`{joiner}` joins conditions on one line",
        span=unread.within(0, len(joiner)),
        helps=(
            Help(f"write `{start}` on a line, and below it each condition on a line of its own, without `{joiner}`"),
        ),
    )


def needs_block(unread: Unread) -> Diagnostic | None:
    """A line that has nothing below it, though it must."""
    if not unread.needs_block and not (unread.ended and unread.met.expected == {"_INDENT"}):
        return None
    if re.search(r"\b(?:one|several) of$", unread.words):
        return unread.fault(
            f"no values in `{shown(unread.words)}`",
            "values are missing",
            span=unread.scan.span_of(unread.line),
            helps=(Help("write them behind it with commas between them, or one to a line below it, indented"),),
        )
    next_line = unread.line + 1
    lines = unread.scan.lines
    follows = next_line < unread.item.after and lines[next_line].indent == lines[unread.line].indent
    advice = (
        "indent the lines that belong to it deeper than it"
        if follows
        else "write what belongs to it on the lines below, indented deeper"
    )
    return unread.fault(
        f"nothing stands below `{shown(unread.words)}`",
        "lines indented below it are missing",
        span=unread.scan.span_of(unread.line),
        helps=(Help(advice),),
    )


def statement(unread: Unread) -> Diagnostic | None:
    """A line of an assertion that is no statement, or a second one."""
    if unread.kind != "assert" or unread.line == unread.item.first:
        return None
    if unread.said == "if" and "WHEN" in unread.met.expected:
        helps = (unread.replace("write `when`", unread.span, "when"),)
        return unread.fault("`if` behind a statement", "the condition stands behind `when`", helps=helps)
    if not unread.begins or unread.block:
        return None
    word = line_word(unread.words)
    has_one = "NEVER" not in unread.met.expected
    where = unread.within(0, len(word))
    if word == "when":
        advice = "write `when` behind it, on its line" if has_one else "begin with it: `never permitted when CONDITION`"
        return unread.fault("`when` on a line by itself", "of which statement?", span=where, helps=(Help(advice),))
    if word in STATEMENT_LINES and has_one:
        said = f"a second statement in {unread.owner}"
        return unread.fault(said, "the second", span=where, helps=(Help("write an `assert` for each"),))
    return None


def misplaced_line(unread: Unread) -> Diagnostic | None:
    """A line that begins with a word of the language which does not belong here."""
    if not unread.begins:
        return None
    if re.match(r"(?:and|or)\b", unread.words):
        return _continuation(unread, unread.said)
    if re.match(r"if\b.*\bthen\b", unread.words[:LONGEST_LINE]) and unread.kind in {"clause", "part"}:
        helps = (Help("write the effect on a line (`prohibits`), and below it `when` and the condition"),)
        return unread.fault(f"`if … then` in {unread.inner_owner}", "a clause says its effect, and `when`", helps=helps)
    item = item_word(unread.words)
    if item and unread.line != unread.item.first:
        where = unread.within(0, len(item))
        what = (
            "parts do not stand within parts"
            if item == unread.kind == "part"
            else f"a {item} stands at the left margin"
        )
        before = Span(unread.scan.lines[unread.line].start, unread.start)
        helps = (Help("take its indentation away", Edit(unread.place(before), "")),)
        return unread.fault(f"`{item}` within {unread.inner_owner}", what, span=where, helps=helps)
    word = line_word(unread.words)
    if not word or _ours(word, keywords(unread.met.expected)):
        return None
    return _foreign_line(unread, word)


def _foreign_line(unread: Unread, word: str) -> Diagnostic:
    where = unread.within(0, len(word))
    helps: list[Help] = []
    parent = unread.scan.parent(unread.line)
    if unread.block and parent is not None and parent != unread.item.first:
        width = unread.scan.lines[parent].indent
        before = Span(unread.scan.lines[unread.line].start, unread.start)
        helps.append(
            Help(f"to stand beside `{unread.block}`, indent it like that", Edit(unread.place(before), " " * width))
        )
    above = line_word(unread.scan.words_of(unread.scan.whole(max(unread.line - 1, unread.item.first))))
    if word in EXPECTATIONS and (above == "expect" or above in EXPECTATIONS):
        helps.append(unread.insert("indent it below `expect`", unread.start, STEP))
    holders = [holder for lines, holder in HOLDERS if word in lines]
    within = f"under the `{unread.block}` of {unread.inner_owner}" if unread.block else f"in {unread.inner_owner}"
    return unread.fault(f"`{word}` does not belong {within}", f"a line of {holders[0]}", span=where, helps=helps)


def beginning(unread: Unread) -> Diagnostic | None:
    """A line of a block that begins with no word of the language, but with one like it."""
    if not unread.begins or unread.line == unread.item.first:
        return None
    fitting = keywords(unread.met.expected)
    said, ours = _meant(unread.words[:LONGEST_LINE], fitting)
    if ours:
        where = unread.within(0, len(said))
        return unread.fault(
            f"`{shown(said)}` begins no line of {unread.construct}",
            f"did you mean `{ours}`?",
            span=where,
            helps=(unread.replace(f"write `{ours}`", where, ours),),
        )
    is_second = unread.line == unread.item.first + 1
    if (
        is_second
        and unread.kind in {"clause", "part", "define", "duty", "advice", "always", "assert"}
        and len(unread.words.split(maxsplit=_SENTENCE)) >= _SENTENCE
    ):
        where = unread.within(0, len(unread.words))
        helps = (
            (unread.replace("put it between quotation marks", where, f'"{unread.words}"'),)
            if '"' not in unread.words
            else ()
        )
        return unread.fault(
            f"the first line of {unread.owner} is no text",
            "a text stands between quotation marks",
            span=where,
            helps=helps,
        )
    if unread.said.startswith('"'):
        words = "`asks` or `judged`" if unread.kind in {"fact", "type"} else "`cites` or `words`"
        return unread.fault(
            f"a text by itself in {unread.construct}",
            "what is this text?",
            helps=(Help(f"begin the line with a word that says it, such as {words}"),),
        )
    rest = unread.words[len(unread.said) :].lstrip(": \t")
    if line_word(rest) in fitting:
        where = unread.within(0, len(unread.words) - len(rest))
        return unread.fault(
            f"`{shown(unread.said)}` begins no line of {unread.construct}",
            f"`{line_word(rest)}` says it alone",
            helps=(unread.replace("leave it out", where, ""),),
        )
    lines = unread.met.expected - {"STRING", "_INDENT"}
    return unread.fault(
        f"`{shown(unread.said)}` begins no line of {unread.construct}",
        f"expected {expected_words(lines or unread.met.expected)}",
    )


def _ours(said: str, fitting: Collection[str]) -> str | None:
    """Return the beginning of a line that is meant by another, if it may stand here."""
    for ours in phrases.LINES.get(said, "").split("|"):
        if any(ours == each or ours.startswith(f"{each} ") for each in fitting):
            return ours
    return None


def _meant(words: str, fitting: Collection[str]) -> tuple[str, str | None]:
    """Return the first words of a line, and the beginning that they are nearly, or that is meant by them."""
    pair = re.match(r"[a-z_]+(?: [a-z_]+)?", words)
    if pair is None:
        return "", None
    both, one = pair.group(), pair.group().split(" ")[0]
    for said in (both, one):
        ours = _ours(said, fitting)
        if ours:
            return said, ours
    near = nearest(one, fitting)
    if near is None and len(one) > _SHORT:
        near = _ours(nearest(one, phrases.LINES) or "", fitting)
    if near:
        return one, near
    return both, nearest(both, [word for word in fitting if " " in word])


def cost(unread: Unread) -> Diagnostic | None:
    """`cost` elsewhere than behind a question."""
    found = re.search(r"(?<![\w.])cost[ \t]+[0-9.]+$", unread.words[:LONGEST_LINE])
    if unread.kind not in {"fact", "type"} or found is None or not found.start() <= unread.at <= found.end():
        return None
    if {"COST", "NUMBER"} & unread.met.expected:
        return None  # it stands there, and what follows it is no number
    return unread.fault(
        f"`cost` stands behind a question, in {unread.construct}",
        "the cost of which question?",
        span=unread.within(found.start(), found.end()),
        helps=(Help(f'write it at the end of the question: `asks "…" {found.group()}`'),),
    )


def own_line(unread: Unread) -> Diagnostic | None:
    """Something that stands on a line of its own, behind something else."""
    if unread.begins or unread.ended or unread.indented:
        return None
    if unread.before in {"prohibits", "permits"} and unread.met.kind in {
        "NAME",
        "NOT",
        "ALL_OF",
        "ANY_OF",
        "NONE_OF",
        "THERE_IS",
        "DURING",
    }:
        where = Span(unread.start + len(unread.before), unread.span.start)
        return unread.fault(
            f"`{unread.before}` stands alone on its line; what it is about is said by `when`",
            "on the next line, after `when`",
            helps=(
                unread.replace(
                    "write the condition on the next line, after `when`", where, f"\n{unread.indentation}when "
                ),
            ),
        )
    after = unread.words[unread.at :]
    comma = re.match(r",[ \t]*", after)
    skipped = comma.end() if comma else 0
    word = line_word(after[skipped:])
    if not word or "_NL" not in unread.met.expected or word in {*keywords(unread.met.expected), unread.keyword}:
        return _quoted_behind(unread)
    indentation = unread.indentation + (STEP if unread.line == unread.item.first else "")
    where = Span(unread.start + len(unread.before), unread.span.start + skipped)
    shown_at = unread.within(unread.at + skipped, unread.at + skipped + len(word))
    return unread.fault(
        f"`{word}` stands on a line of its own",
        f"not behind `{shown(unread.before)}`",
        span=shown_at,
        helps=(unread.replace("begin a new line before it", where, f"\n{indentation}"),),
    )


def _quoted_behind(unread: Unread) -> Diagnostic | None:
    """A text behind the type of a fact, or a second one joined by `and`."""
    indentation = unread.indentation
    if unread.met.kind == "STRING" and unread.kind in {"fact", "type"} and "_NL" in unread.met.expected:
        where = Span(unread.start + len(unread.before), unread.span.start)
        return unread.fault(
            "a text behind a type",
            "a question stands on the next line, after `asks`",
            helps=(unread.replace("put it there", where, f"\n{indentation}{STEP}asks "),),
        )
    if unread.met.kind in {"AND", "OR"} and unread.before.endswith('"') and unread.keyword:
        return unread.fault(
            f"`{unread.said}` between texts",
            f"each has a line `{unread.keyword}`",
            helps=(unread.replace("begin a new line", unread.around, f"\n{indentation}{unread.keyword} "),),
        )
    return None
