"""Characters that may not stand in a policy: each reported once a line, and mended at the same length for the parser.

One pass of a regular expression over the text visits what matters and nothing else: comments, strings, parentheses and
whatever is not a small letter, a digit, a blank or a mark of the language. Offsets stay those of the original, so
what is mended is not what the author should write (that is in the help) but what lets the parser go on.
"""

import re
import unicodedata

from policylang.diagnostics.model import Help
from policylang.source import Source, Span
from policylang.syntax import tree
from policylang.syntax.lookalikes import CONTRACTIONS, LATIN, MONTHS, SIGNS, SYMBOLS
from policylang.syntax.mending import DASHES, MOST_FAULTS, Mended, Mending, plain_letter, snake
from policylang.syntax.words import LINE_WORDS, line_word, shown

HIDDEN = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2028\u2029\u2060-\u206f"
    "\u3164\ufe00-\ufe0d\ufeff\uffa0\ufff0-\ufffb\U0001d173-\U0001d17a\U000e0000-\U000e0fff]+"
)
"""Marks that are not seen, or that turn the direction of the text around them."""

_MARKS = re.compile(
    r"""
    (?P<comment> \#[^\n]* )
  | (?P<string> "[^"\\\n]*+(?:\\[^\n][^"\\\n]*+)*+(?P<closed>")? )
  | (?P<parenthesis> [()] )
  | (?P<trailing> (?<![,;:.])[,;:.]++ (?=[ \t]*+(?:\#[^\n]*)?\r?$) )
  | (?P<dash> -(?![0-9]) | (?<=[a-z_])- )
  | (?P<odd> [^a-z0-9_\ \t\r\n"\#(),.:;-] | \r(?!\n) )
    """,
    re.VERBOSE | re.MULTILINE,
)
_CANDIDATE = re.compile(r"[^a-z0-9_ \t\n]")
"""What any of the marks begins with; found alone, since stretches of blanks may be endless."""

_ESCAPE = re.compile(r"\\.")
_OPERATOR = re.compile(r"[=<>!&|\u2260\u2264\u2265\u2227\u2228\u00ac\u21d2\u2192]+")
_LONGEST_TEXT = 2000
_CURLY = "\u201c\u201d\u201e\u201f\u00ab\u00bb\uff02"
_SINGLE = "'`\u2018\u2019\u201a\u201b\u00b4"
_QUOTATION = re.compile(r"[^\n\"\u201c\u201d\u201e\u201f\u00ab\u00bb\uff02]*[\"\u201c\u201d\u201f\u00bb\u00ab\uff02]")
_OPENS = re.compile(r"[ \t]*(?:(?:type|fact|example|define|part)[ \t]|[a-z_0-9.]+[ \t]*$)")
_TEXT_LINE = re.compile(r"[ \t]*(?:title|publisher|source|cites|words|reading|asks|judged|scenario)[ \t]+")
_TITLED = re.compile(r"[ \t]*(?:clause|part|define)[ \t]")


def mend(source: Source, text: str) -> Mended:
    """Return a text with its faulty characters mended at the same length; `faulty` holds line numbers from 0.

    Args:
        source: What faults are reported in.
        text: The text to read, as long as that of the source.
    """
    mending = _Characters(source, text)
    mending.run()
    return mending.result()


class _Characters(Mending):
    """The pass itself: what is done about each thing that matters."""

    # ------------------------------------------------------------ the pass

    def run(self) -> None:
        """Visit everything that matters."""
        if not self.text.isascii():
            self._hidden()
        search, match = _CANDIDATE.search, _MARKS.match
        place = 0
        while (candidate := search(self.text, place)) is not None:
            at, place = candidate.span()
            found = match(self.text, at)
            if found is None:
                continue
            self.floor, self.done = self.done, found.end()
            match found.lastgroup:
                case "comment":
                    self._comment(at, found.end())
                case "string" if found["closed"] is None:
                    self._unclosed(at)
                case "string":
                    if "\\" in found.group():
                        self._escapes(at, found.group())
                case "parenthesis":
                    self.parentheses.append(at)
                case "trailing":
                    self._trailing(at, found.end())
                case _:
                    self._odd(at)
            place = self.done
            if len(self.faults) > MOST_FAULTS:
                return

    # ------------------------------------------------------------ comments and strings

    def _comment(self, start: int, end: int) -> None:
        text = self.text[start:end].rstrip()
        before = self.text[self.starts[self.line(start)] : start]
        self.comments.append(tree.Comment(text, not before or before.isspace(), Span(start, start + len(text))))

    def _escapes(self, start: int, string: str) -> None:
        for found in _ESCAPE.finditer(string):
            if found.group() not in {'\\"', "\\\\"}:
                span = Span(start + found.start(), start + found.end())
                self.say(
                    "P0102",
                    f"`{found.group()}` stands for nothing in a text",
                    span,
                    'only `\\"` and `\\\\` do',
                    (self.instead("for a backslash write two", span, f"\\{found.group()}"),),
                )

    def _unclosed(self, start: int) -> None:
        """Report a quotation mark without its partner: on its line, or on a later line where the text went on."""
        end = self.line_end(start)
        closing = self._closed_later(end)
        if closing is None:
            self.say(
                "P0105",
                "a quotation mark that is not closed",
                Span(start, start + 1),
                "opened here",
                (Help("close it at the end of the text, on the same line"),),
            )
        else:
            self.say(
                "P0105",
                "a text that runs over several lines",
                Span(start, end),
                "the line ends within the text",
                (Help("close the quotation mark on each line and open it again on the next, indented below"),),
            )
        if end - start < 2:  # noqa: PLR2004 - room for two marks
            self.replace(start, " " * (end - start))
        else:
            self.replace(start, '"' + self.text[start + 1 : end - 1].replace("\\", " ").replace('"', " ") + '"')
        if closing is not None:
            rest = self.text[end : closing + 1]
            self.replace(end, re.sub(r"[^\r\n]", " ", rest))
            for line in range(self.line(start), self.line(closing) + 1):
                self.said.add((line, "P0105"))

    def _closed_later(self, end: int) -> int | None:
        """Return where a text that is open at the end of a line is closed, if the lines below read like its rest."""
        for line in range(self.line(end) + 1, min(self.line(end) + 20, len(self.starts))):
            start = self.starts[line]
            stop = self.line_end(start)
            rest = self.text[start:stop].rstrip()
            if not rest or '"' in rest[:-1]:
                return None
            if rest[-1] == '"':
                return start + len(rest) - 1 if rest.strip() != '"' else None
        return None

    def _quotation(self, at: int) -> None:
        """Report marks that look like quotation marks but are none, with the straight ones instead."""
        found = _QUOTATION.match(self.text, at + 1)
        end = found.end() if found else at + 1
        span = Span(at, end)
        helps: tuple[Help, ...] = ()
        if found:
            straight = f'"{self.text[at + 1 : end - 1]}"'
            helps = (self.instead("write straight marks", span, straight),)
            self.replace(at, straight.replace("\\", " "))
        self.say("P0105", "curly quotation marks", span, 'a text stands between straight marks: "…"', helps)
        if not found:
            self.replace(at, " ")

    def _single(self, at: int) -> None:
        """Report a single quotation mark or an apostrophe."""
        word = self.word(at)
        said = self.text[word.start : word.end].lower().replace("\u2019", "'")
        if word.start < at and at + 1 < word.end:
            instead = CONTRACTIONS.get(said)
            owned = re.compile(r"[ \t]+([a-z][a-z0-9_]*)").match(self.text, word.end)
            if said.endswith("'s") and owned and instead is None:
                whole = Span(word.start, owned.end())
                instead = f"{said[:-2]}.{owned.group(1)}"
                self.say(
                    "P0102",
                    f"`{shown(said)}` has an apostrophe",
                    word,
                    "a part of a thing is written with a dot",
                    (self.instead(f"write `{shown(instead)}`", whole, instead),),
                )
            helps = (self.instead(f"write `{instead}`", word, instead),) if instead else ()
            self.say("P0102", f"`{shown(said)}` has an apostrophe", word, "words are written out", helps)
            self.replace(word.start, re.sub(r"[^a-z0-9_]", "_", said))
            return
        end = self.line_end(at)
        line = self.line(at)
        closing = (
            None
            if line == self.unpaired
            else re.compile(r"[^\n\"]*?['`\u2019\u2018\u00b4](?!\w)").match(
                self.text, at + 1, min(end, at + _LONGEST_TEXT)
            )
        )
        self.unpaired = line if closing is None else self.unpaired
        span = Span(at, closing.end() if closing else at + 1)
        helps = ()
        if closing:
            straight = f'"{self.text[at + 1 : closing.end() - 1]}"'
            helps = (self.instead("write double marks", span, straight),)
            self.replace(at, straight.replace("\\", " "))
        self.say("P0105", "single quotation marks", span, 'a text stands between double marks: "…"', helps)

    # ------------------------------------------------------------ what may not stand anywhere

    def _hidden(self) -> None:
        for found in HIDDEN.finditer(self.text):
            at, end = found.span()
            if at == 0 and found.group() == "\ufeff":
                self.pieces.append((0, "\n"))  # a byte order mark: the file starts after it
                continue
            mark = found.group()[0]
            name = unicodedata.name(mark, "a mark without a name").lower()
            self.say(
                "P0103",
                f"an invisible mark: {name} (U+{ord(mark):04X})",
                Span(at, end),
                "not seen, but there",
                (self.instead("take it out", Span(at, end), ""),),
            )
            self.pieces.append((at, " " * (end - at)))
            if len(self.faults) > MOST_FAULTS:
                return

    def _trailing(self, start: int, end: int) -> None:
        """Report a mark at the end of a line; a colon that lacks its type is left to the parser."""
        mark = self.text[start:end]
        line_start = self.starts[self.line(start)]
        before = self.text[line_start:start]
        if self._inside_parentheses() or (mark == ":" and _OPENS.match(before) and not _is_keyword(before.strip())):
            return
        called = {",": "a comma", ";": "a semicolon", ":": "a colon", ".": "a full stop"}.get(mark, f"`{shown(mark)}`")
        span = Span(start, end)
        advice = {",": "nothing follows it", ":": "lines below belong to this one by their indentation"}.get(
            mark, "lines end by themselves"
        )
        helps = (self.instead("leave it out", span, ""),)
        head = re.search(r"(?<![a-z0-9_.])(any|all|none)[ \t]*$", before)
        if mark == ":" and head:
            whole = Span(line_start + head.start(), end)
            helps = (self.instead(f"write `{head.group(1)} of`", whole, f"{head.group(1)} of"),)
        self.say("P0113", f"{called} at the end of a line", span, advice, helps)
        self.replace(start, " " * (end - start))

    def _inside_parentheses(self) -> bool:
        """Return whether a parenthesis is open here, as far as the last few lines tell."""
        depth = 0
        for at in reversed(self.parentheses[-200:]):
            depth += 1 if self.text[at] == "(" else -1
            if depth > 0:
                return True
        return False

    # ------------------------------------------------------------ odd characters

    def _odd(self, at: int) -> None:
        here = self.text[at]
        if HIDDEN.match(here) or (
            here == "/" and self.text[at - 1 : at].isdigit() and self.text[at + 1 : at + 2].isdigit()
        ):
            return  # reported already; or a date, which the builder reports
        if self._unquoted(at):
            return
        if here in _CURLY:
            self._quotation(at)
        elif here in _SINGLE:
            self._single(at)
        elif here in SYMBOLS or _OPERATOR.match(here):
            self._symbol(at)
        elif here == "-" or here in DASHES:
            self._dash(at)
        elif here.isspace() or unicodedata.category(here) in {"Zs", "Cc"}:
            self._space(at)
        elif here.isalnum() or unicodedata.category(here)[0] == "M":
            self._strange_word(at)
        else:
            self._sign(at)

    def _unquoted(self, at: int) -> bool:
        """Report a text that lacks its quotation marks, with everything in it; return whether it was one."""
        line = self.line(at)
        if line == self.asked or self.text[at] in _CURLY or self.text[at] in "'`":
            return False
        self.asked = line
        start, end = self.starts[line], self.line_end(at)
        found = _TEXT_LINE.match(self.text, start, at)
        if self.text.find('"', start, at) >= 0:
            return False
        if found is None:
            words = self.text[start:end].strip()
            titled = line > 0 and _TITLED.match(self.text, self.starts[line - 1], start)
            if not titled or len(words.split(maxsplit=3)) < 3 or line_word(words.lower()):  # noqa: PLR2004 - a sentence
                return False
            begin = self.text.index(words[0], start)
        else:
            begin = found.end()
        rest = self.text[begin:end].partition(" #")[0].rstrip()
        span = Span(begin, begin + len(rest))
        helps = (self.instead("put it between quotation marks", span, f'"{rest}"'),) if '"' not in rest else ()
        self.say("P0101", "a text stands between quotation marks", span, "a text, without its marks", helps)
        self.replace(begin, '"' + re.sub(r'["\\]', " ", rest[1:-1]) + '"' if len(rest) > 1 else " ")
        return True

    def _symbol(self, at: int) -> None:
        found = _OPERATOR.match(self.text, at)
        symbol = found.group() if found else self.text[at]
        span = Span(at, at + len(symbol))
        words = SYMBOLS.get(symbol, "")
        if re.match(r"[ \t]*(?:fact[ \t]+|type[ \t]+)?[a-z0-9_]+[ \t]*:", self.text[self.starts[self.line(at)] : at]):
            words = words.removeprefix("is ")
        if symbol == "=" and re.match(r"(?:fact|type)[ \t]", self.text[self.starts[self.line(at)] : at]):
            words = ":"
        elif symbol == "=" and self.text.startswith("define", self.starts[self.line(at)]):
            words = ""
        helps: tuple[Help, ...] = ()
        if words:
            before = self.text[at - 1 : at]
            blank_before = "" if not before or before.isspace() or before == "(" else " "
            blank_after = "" if self.text[span.end : span.end + 1].isspace() else " "
            helps = (self.instead(f"write `{words}`", span, f"{blank_before}{words}{blank_after}"),)
        self.say(
            "P0112",
            f"`{shown(symbol)}` is a symbol, and the language has words",
            span,
            f"`{words}`" if words else "say it in words",
            helps,
        )
        self.replace(at, words if len(words) == len(symbol) else " " * len(symbol))

    def _dash(self, at: int) -> None:
        line_start = self.starts[self.line(at)]
        before, after = self.text[at - 1 : at], self.text[at + 1 : at + 2]
        if not self.text[line_start:at].strip() and after.isspace():
            self.say(
                "P0102",
                "a bullet before a line",
                Span(at, at + 1),
                "lines of a list have no mark",
                (self.instead("leave it out", Span(at, at + 2), ""),),
            )
            self.replace(at, " ")
        elif before.isdigit() and after.isdigit():
            self.say(
                "P0102",
                f"`{self.text[at]}` looks like a hyphen but is none",
                Span(at, at + 1),
                "a hyphen: `-`",
                (self.instead("write a hyphen", Span(at, at + 1), "-"),),
            )
            self.replace(at, "-")
        elif self.text.startswith("--", at) and not (before.isalnum() and after.isalnum()):
            self._other_comment(at, "--")
        elif before.isalnum() or before == "_":
            self._strange_word(at)
        else:
            self.say("P0102", f"`{self.text[at]}` has no meaning here", Span(at, at + 1), "not used in the language")
            self.replace(at, " ")

    def _other_comment(self, at: int, mark: str) -> None:
        self.say(
            "P0102",
            f"a comment starts with `#`, not with `{mark}`",
            Span(at, at + len(mark)),
            "a comment?",
            (self.instead("write `#`", Span(at, at + len(mark)), "#"),),
        )
        self.replace(at, " " * (self.line_end(at) - at))

    def _space(self, at: int) -> None:
        here = self.text[at]
        end = at + 1
        while end < len(self.text) and self.text[end] == here:
            end += 1
        span = Span(at, end)
        if unicodedata.category(here) == "Cc":
            self.say(
                "P0102",
                f"a control character (U+{ord(here):04X})",
                span,
                "not text",
                (self.instead("take it out", span, ""),),
            )
        else:
            name = unicodedata.name(here, "a space").lower()
            self.say(
                "P0102",
                f"{'an' if name[0] in 'aeiou' else 'a'} {name} instead of a plain space",
                span,
                f"U+{ord(here):04X}",
                (self.instead("write a plain space", span, " " * (end - at)),),
            )
        self.replace(at, " " * (end - at))

    def _sign(self, at: int) -> None:
        here = self.text[at]
        if self.text.startswith(("//", "/*"), at):
            self._other_comment(at, self.text[at : at + 2])
            return
        either = (
            re.compile(r"(?:yes|and)/(?:no|or)(?![a-z0-9_])").match(self.text, max(at - 3, 0)) if here == "/" else None
        )
        if either is not None and either.start() + 3 == at:
            words = "yes or no" if either.group() == "yes/no" else "or"
            self.say(
                "P0112",
                f"`{either.group()}` is written in words",
                Span(*either.span()),
                f"`{words}`",
                (self.instead(f"write `{words}`", Span(*either.span()), words),),
            )
            self.replace(at, " ")
            return
        span = Span(at, at + 1)
        if here == "*" and not self.text[self.starts[self.line(at)] : at].strip():
            self.say(
                "P0102",
                "a bullet before a line",
                span,
                "lines of a list have no mark",
                (self.instead("leave it out", span, ""),),
            )
        elif here in SIGNS:
            self.say("P0102", f"`{here}` may not stand here", span, SIGNS[here])
        else:
            name = "" if here.isascii() else f" ({unicodedata.name(here, 'no name').lower()})"
            self.say("P0102", f"`{here}`{name} may not stand here", span, "only in texts and comments")
        self.replace(at, " ")

    # ------------------------------------------------------------ words

    def _strange_word(self, at: int) -> None:
        """Report a word with capitals, hyphens or letters beyond a to z, with its plain spelling."""
        span = self.word(at)
        word = self.text[span.start : span.end]
        if self._written_date(span, word):
            return
        if "'" in word or "\u2019" in word:
            self._single(span.start + re.search("['\u2019]", word).start())  # type: ignore[union-attr]
            return
        plain = "".join(plain_letter(letter) for letter in word)
        name = snake(plain) if "?" not in plain else ""
        helps = (self.instead(f"write `{shown(name)}`", span, name),) if name else ()
        strange = next((letter for letter in word if not letter.isascii()), None)
        if strange is not None:
            self._strange_letter(strange, span, helps)
        elif "-" in word:
            self.say(
                "P0102", f"`{shown(word)}` has a hyphen; the words of a name are joined by `_`", span, "a hyphen", helps
            )
        else:
            self.say("P0106", f"`{shown(word)}` has a capital letter", span, "words and names are written small", helps)
        self.replace(span.start, re.sub("[^a-z0-9_]", "_", plain.lower()))

    def _strange_letter(self, letter: str, span: Span, helps: tuple[Help, ...]) -> None:
        at = span.start + self.text[span.start : span.end].index(letter)
        where = Span(at, at + 1)
        called = unicodedata.name(letter, f"U+{ord(letter):04X}").lower()
        if letter in LATIN:
            self.say(
                "P0102",
                f"a letter that looks like `{LATIN[letter]}` but is another: {called}",
                where,
                f"U+{ord(letter):04X}",
                helps,
            )
        else:
            self.say(
                "P0102",
                f"`{letter}` may not stand in a name",
                where,
                "names have letters from a to z, digits and `_`",
                helps,
            )

    def _written_date(self, span: Span, word: str) -> bool:
        """Report a date with the month in words, as `1 May 2024`; return whether it was one."""
        month = MONTHS.get(word.lower().rstrip("."))
        if month is None:
            return False
        line_start = self.starts[self.line(span.start)]
        before = re.search(r"([0-9]{1,2})(?:st|nd|rd|th)?\.?[ \t]*$", self.text[line_start : span.start])
        after = re.match(
            r"\.?[ \t]*([0-9]{1,2})?(?:st|nd|rd|th)?,?[ \t]*([0-9]{4})", self.text[span.end : self.line_end(span.end)]
        )
        day = before.group(1) if before else after.group(1) if after else None
        if after is None or day is None:
            return False
        whole = Span(line_start + before.start() if before else span.start, span.end + after.end())
        iso = f"{after.group(2)}-{month:02}-{int(day):02}"
        self.say(
            "P0115",
            f"a date is written in figures: `{iso}`",
            whole,
            "year-month-day",
            (self.instead(f"write `{iso}`", whole, iso),),
        )
        self.replace(whole.start, iso[: whole.end - whole.start].ljust(whole.end - whole.start))
        return True


def _is_keyword(words: str) -> bool:
    return words in LINE_WORDS or words in {"any", "all", "none"}
