"""Syntax errors within lines: other words for ours, texts without marks, lists with the wrong ones, dates, units."""

import re

from policylang.diagnostics.model import Diagnostic, Edit, Help
from policylang.source import Span
from policylang.syntax import phrases
from policylang.syntax.expected import expected_words, keywords
from policylang.syntax.phrases import Phrase
from policylang.syntax.unread import CONDITION_WORDS, LONGEST_LINE, Unread
from policylang.syntax.words import line_word, shown

_FACTLESS = re.compile(
    r"([a-z][a-z0-9_.]*) is (?:[^()]*) (and|or) "
    r"((?:less|more) than|at (?:least|most)|before|after|from|on or)(?![a-z0-9_])"
)


def no_value(unread: Unread) -> Diagnostic | None:
    """`x is unknown`, `x is none` in a condition."""
    if unread.said not in {"unknown", "none"} or "NAME" not in unread.met.expected or unread.begins or unread.is_given:
        return None
    if unread.said == "unknown":
        helps = (Help("leave it to the decision: what a case does not say is unknown, and shown as the next question"),)
        return unread.fault("no condition asks whether something is unknown", "not a value", helps=helps)
    helps = (Help("say of something that may be absent: `there is no …`; else name a value that says it"),)
    return unread.fault("`none` is not a value", f"in {unread.construct}", helps=helps)


def negated_given(unread: Unread) -> Diagnostic | None:
    """`not x is a` in a given."""
    if not unread.is_given or not unread.words.startswith("not ") or unread.met.kind not in {"IS", "ARE", "INCLUDE"}:
        return None
    return unread.fault(
        "a given says what is the case, not what is not",
        "`not` stands before a yes-or-no fact only",
        span=unread.within(0, len("not")),
        helps=(Help(f"list the values that are left: `{shown(unread.before[4:])} is one of …`"),),
    )


def other_words(unread: Unread) -> Diagnostic | None:
    """What people write instead of the words of the language."""
    if len(unread.words) > LONGEST_LINE or unread.indented:
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
    if unread.is_given and unread.line != unread.item.first:
        return (*phrases.GIVENS, *phrases.TESTS, *phrases.GROUPS)
    if unread.kind == "scenario":
        return phrases.EXPECTATIONS if "expect" in {unread.keyword, unread.block} else ()
    in_condition = unread.kind == "define" or CONDITION_WORDS & {unread.keyword, unread.block}
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
        return unread.fault(
            f"`{theirs}` is not needed in {unread.construct}",
            "not needed",
            span=where,
            helps=(unread.replace("leave it out", whole, ""),),
        )
    notes = {
        "before": "`before` names the first day that no longer counts",
        "are none": "of something that may be absent, say `there is no …`",
    }
    note = (Help(notes[ours]),) if ours in notes else ()
    return unread.fault(
        f"`{shown(theirs)}` is written `{shown(ours)}`",
        f"in {unread.construct}",
        span=where,
        helps=(unread.replace(f"write `{shown(ours)}`", where, ours), *note),
    )


def _without_strings(words: str) -> str:
    """Return the words of a line with its texts blanked."""
    return re.sub(r'"(?:[^"\\]|\\.)*"', lambda found: '"' * len(found.group()), words)


def texts(unread: Unread) -> Diagnostic | None:
    """Quotation marks that are missing, or that stand within a text."""
    start = unread.span.start
    text = unread.scan.text
    if unread.met.kind == "_COMMA" and unread.before.endswith('"'):
        return unread.fault(
            "a comma after a text",
            "texts beside each other are one text",
            helps=(unread.replace("leave the comma out", unread.span, ""),),
        )
    if not unread.ended and not unread.begins and text[start - 1 : start] == '"':
        return unread.fault(
            "a quotation mark within a text ends it",
            "the text ended before this",
            span=Span(start - 1, start),
            helps=(Help('within a text, write `\\"` for a quotation mark'),),
        )
    if (
        "STRING" in unread.met.expected
        and "NAME" not in unread.met.expected
        and not unread.ended
        and not unread.begins
        and unread.said != '"'
    ):
        if unread.before.endswith('"'):
            return None
        rest = unread.words[unread.at :]
        where = unread.within(unread.at, len(unread.words))
        quoted = f'"{rest}"' if '"' not in rest else None
        helps = (unread.replace("put it between quotation marks", where, quoted),) if quoted else ()
        return unread.fault(
            f"a text stands between quotation marks, in {unread.construct}",
            "a text, without its marks",
            span=where,
            helps=helps,
        )
    return None


def lists(unread: Unread) -> Diagnostic | None:
    """The wrong mark between the members of a list."""
    kind, expected = unread.met.kind, unread.met.expected
    words = unread.before
    number = re.search(r"(?<![a-z0-9_.,-])[0-9]{1,3}$", words)
    thousands = re.match(r"(?:,[0-9]{3})+(?![0-9a-z_])", unread.words[unread.at :])
    if kind == "_COMMA" and number and thousands:
        where = unread.within(number.start(), unread.at + thousands.end())
        plain = number.group() + thousands.group().replace(",", "")
        return unread.fault(
            "a number has no commas",
            f"`{plain}`",
            span=where,
            helps=(unread.replace(f"write `{plain}`", where, plain),),
            code="P0115",
        )
    if kind == "_COMMA" and "_SEMICOLON" in expected:
        return unread.fault(
            "conditions in parentheses are separated by `;`",
            "a comma separates values",
            helps=(unread.replace("write `;`", unread.span, ";"),),
        )
    comma = re.search(r",(?=[ \t]*(?:not[ \t]+)?[a-z][a-z0-9_.]*$)", words)
    if kind in {"IS", "INCLUDE", "COMPARES", "IS_FROM", "LPAR"} and comma and "(" in words:
        where = unread.within(comma.start(), comma.end())
        return unread.fault(
            "conditions in parentheses are separated by `;`",
            "a comma separates values",
            span=where,
            helps=(unread.replace("write `;`", where, ";"),),
        )
    joined = re.match(r",[ \t]*(and|or)(?![a-z0-9_])", unread.words[unread.at :])
    if kind == "_COMMA" and joined:
        helps = (unread.replace("leave it out", unread.span, ""),)
        return unread.fault(f"a comma before `{joined.group(1)}`", "not needed", helps=helps)
    if kind == "_COMMA" and "AND" in expected and "_COMMA" not in expected:
        return unread.fault(
            "a comma between conditions",
            "`and` or `or`?",
            helps=(
                unread.replace("if both must hold: `and`", unread.around, " and "),
                unread.replace("if one is enough: `or`", unread.around, " or "),
            ),
        )
    if kind == "_SEMICOLON" and "_COMMA" in expected:
        return unread.fault(
            "values and names are separated by `,`",
            "`;` separates conditions",
            helps=(unread.replace("write `,`", unread.span, ","),),
        )
    if kind in {"AND", "OR"} and "_COMMA" in expected and "AND" not in expected:
        where = Span(unread.start + len(unread.before), unread.span.end)
        return unread.fault(
            f"`{unread.said}` in a list, where a comma separates",
            "a list has commas only",
            helps=(unread.replace("write a comma", where, ","),),
        )
    return _two_in_a_line(unread)


def _two_in_a_line(unread: Unread) -> Diagnostic | None:
    """Two names without a mark between them, two givens or two imports on a line."""
    kind, expected = unread.met.kind, unread.met.expected
    behind = Span(unread.start + len(unread.before), unread.span.end)
    after = unread.words[unread.at + len(unread.said) :].lstrip()
    following = re.match(r"[a-z]+", after)
    if kind == "_COMMA" and following and {following.group(), line_word(after)} & keywords(expected).keys():
        return unread.fault(
            f"a comma before `{following.group()}`",
            "not needed",
            helps=(unread.replace("leave it out", unread.span, ""),),
        )
    if kind in {"AND", "OR"} and unread.before.endswith(","):
        where = unread.within(len(unread.before) - 1, len(unread.before))
        return unread.fault(
            f"a comma before `{unread.said}`",
            "not needed",
            span=where,
            helps=(unread.replace("leave it out", where, ""),),
        )
    if kind == "_COMMA" and unread.before in {"prohibits", "permits"}:
        return unread.fault(
            "a second effect in one clause",
            "a clause has one",
            code="P0111",
            helps=(Help("split it in two: each clause has one effect"),),
        )
    if kind == "NAME" and "_COMMA" in expected and re.search(r"[a-z0-9_)]$", unread.before):
        gap = Span(behind.start, unread.span.start)
        return unread.fault(
            f"`{shown(unread.said)}` follows a name, and no comma parts them",
            f"in {unread.construct}",
            helps=(
                unread.replace("if these are two: a comma between them", gap, ", "),
                unread.replace("if this is one name: `_` between its words", gap, "_"),
            ),
        )
    new_line = f"\n{unread.indentation}"
    if unread.is_given and not unread.begins and (kind in {"AND", "OR"} or (kind == "_COMMA" and "_NL" in expected)):
        return unread.fault(
            "one given stands on a line",
            f"`{unread.said}` joins no givens",
            helps=(unread.replace("begin a new line", unread.around, new_line),),
        )
    comma = re.search(r",[ \t]*(?=[a-z][a-z0-9_.]*$)", unread.before)
    if unread.is_given and kind in {"IS", "ARE", "INCLUDE", "COMPARES", "LIKE", "ARE_NONE"} and comma:
        where = unread.within(comma.start(), comma.end())
        return unread.fault(
            "one given stands on a line",
            "a comma separates values",
            span=where,
            helps=(unread.replace("begin a new line", where, new_line),),
        )
    if kind == "_COMMA" and unread.kind in {"import", "incorporates"}:
        return unread.fault(
            f"one `{unread.kind}` stands on a line",
            "a list",
            helps=(unread.replace("begin a new line", unread.around, f"\n{unread.kind} "),),
        )
    return None


def conditions(unread: Unread) -> Diagnostic | None:
    """Conditions that are not whole: joined at the end of a line, or without parentheses or the name of a fact."""
    before, expected = unread.before, unread.met.expected
    joiner = re.search(r"(?<![a-z0-9_.])(and|or)$", before)
    if joiner and unread.ended and not unread.needs_block:
        where = unread.within(len(before[: joiner.start()].rstrip()), joiner.end())
        return unread.fault(
            f"`{joiner.group()}` at the end of a line",
            "a condition ends with its line",
            span=unread.within(joiner.start(), joiner.end()),
            helps=(
                unread.replace("under `all of` or `any of`, leave it out", where, ""),
                Help("else write `all of` or `any of`, and each condition on a line below it"),
            ),
        )
    head = re.search(r"(?:all|any|none|at least [0-9]+|exactly [0-9]+) of$", before)
    if head and "LPAR" in expected and "NAME" not in expected:
        if unread.ended:
            return unread.fault(
                f"`{head.group()}` at the end of a line, behind other conditions",
                "a block begins on a line of its own",
                span=unread.within(head.start(), head.end()),
                helps=(Help("write `all of` first, and below it each condition on a line, this block one of them"),),
            )
        rest = unread.words[unread.at :]
        where = unread.within(unread.at, len(unread.words))
        return unread.fault(
            f"conditions behind `{head.group()}` stand in parentheses",
            "`(` before this",
            helps=(unread.replace("write parentheses, and `;` between them", where, f"({rest.replace(',', ';')})"),),
        )
    if unread.met.kind in {"ARE", "ARE_NONE"} and "IS" in expected:
        return unread.fault(
            "`are` says what is given; a condition tests",
            "`is` or `include`",
            helps=(
                unread.replace("of one value: `is`", unread.span, "is"),
                unread.replace("of a set: `include`", unread.span, "include"),
            ),
        )
    return _without_fact(unread) or _without_verb(unread)


def _without_fact(unread: Unread) -> Diagnostic | None:
    """`x is more than 3 and less than 5`."""
    found = _FACTLESS.search(unread.words[:LONGEST_LINE])
    if found is None or not found.start(3) <= unread.at <= found.end(3) + 1:
        return None
    where = unread.within(found.start(3), found.end(3))
    return unread.fault(
        f"a condition after `{found.group(2)}` that does not name its fact",
        "of which fact?",
        span=where,
        helps=(unread.replace(f"repeat it: `{found.group(1)} is`", where, f"{found.group(1)} is {found.group(3)}"),),
    )


def _without_verb(unread: Unread) -> Diagnostic | None:
    """Two names in a condition with nothing between them."""
    before = re.search(r"[a-z][a-z0-9_.]*$", unread.before)
    if unread.met.kind != "NAME" or not {"IS", "LPAR"} <= unread.met.expected or before is None:
        return None
    if unread.said in {"else", "elif", "otherwise"}:
        return unread.fault(
            f"a condition has no `{unread.said}`",
            "says only when something holds",
            helps=(Help("write a clause for each case"),),
        )
    gap = Span(unread.start + len(unread.before), unread.span.start)
    call = Span(gap.start, unread.span.end)
    return unread.fault(
        f"`{shown(unread.said)}` follows `{shown(before.group())}`, and no word between them",
        "`is` or `include` before this?",
        helps=(
            unread.replace("if this is its value: `is`", gap, " is "),
            unread.replace("if that is a definition: parentheses", call, f"({unread.said})"),
        ),
    )


def dates(unread: Unread) -> Diagnostic | None:
    """A date that is missing its word, or is no date."""
    expected = unread.met.expected
    if unread.met.kind == "DATE" and {"FROM", "BEFORE"} & expected:
        where = Span(unread.span.start, unread.span.start)
        words = [word for word in ("from", "before") if word.upper() in expected]
        return unread.fault(
            f"a date without a word before it, in {unread.construct}",
            f"{' or '.join(f'`{word}`' for word in words)}?",
            helps=tuple(Help(f"`{word} {unread.said}`", Edit(unread.place(where), f"{word} ")) for word in words),
        )
    if unread.met.kind == "NAME" and "DURING" in expected and unread.before == "in force":
        where = Span(unread.span.start, unread.span.start)
        return unread.fault(
            "`during` stands before an edition",
            f"an edition, or {expected_words(expected - {'DURING', '_NL'})}",
            helps=(Help("write `during` before it", Edit(unread.place(where), "during ")),),
        )
    if "DATE" not in expected or "NAME" in expected or unread.ended:
        return None
    bare = unread.said.strip('"')
    if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", bare):
        return unread.fault(
            "a date stands without quotation marks",
            f"`{bare}`",
            helps=(unread.replace(f"write `{bare}`", unread.span, bare),),
        )
    return unread.fault(f"`{shown(unread.said)}` is not a date", "a date is written year-month-day, as 2024-05-01")


def unit(unread: Unread) -> Diagnostic | None:
    """A word behind a number."""
    if unread.met.kind == "NAME" and "IN" in unread.met.expected and re.search(r"[0-9]$", unread.before):
        return unread.fault(
            f"`{shown(unread.said)}` behind a number",
            "a unit follows `in`",
            helps=(unread.insert("write `in` before it", unread.span.start, "in "),),
        )
    if (
        unread.met.kind != "NAME"
        or not re.search(r"(?<![\w-])-?[0-9.]+$", unread.before)
        or "IN" in unread.met.expected
    ):
        return None
    where = Span(unread.start + len(unread.before), unread.span.end)
    return unread.fault(
        "a number stands without its unit",
        f"the type of the fact says it: `number in {shown(unread.said)}`",
        helps=(unread.replace("leave the unit out", where, ""),),
    )
