"""The role of each stretch of a `.pol` text: keyword, name, string, number or comment. Never refuses a text.

Most words of the language are keywords only in their place (`title` is a fine name for a fact), so
that a word is judged by where it stands: first on its line, after a colon, or by what follows it.
The Pygments lexer `PolLexer` is made when it is asked for; nothing else here needs Pygments.
"""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Literal, cast

if TYPE_CHECKING:
    from pygments.lexer import Lexer

Role = Literal["keyword", "name", "string", "number", "comment", "plain"]


def _words(phrases: str) -> str:
    """Return a pattern for phrases written one after the other with bars between them; the longest wins."""
    ordered = sorted(phrases.split("|"), key=len, reverse=True)
    return "|".join(re.sub(r"\s+", r"[ \\t]+", phrase.strip()) for phrase in ordered)


_END = r"(?![a-z0-9_.])"
_ANYWHERE = _words(
    "all of|any of|none of|and|or|not|exactly|at least|at most|of|if|then|when|unless|unknown|only|like|during"
    "|there is a|there is an|there is no|is|is not|is one of|is not one of|is from|is at least|is at most|is more than"
    "|is less than|is before|is after|is on or after|is on or before|include|include any of|include all of"
    "|include none of|include only|do not include|are|are none|not by",
)
_OPENING_ALONE = _words(
    "prohibits|permits|given|by default|outside scope|unchangeable",
)
_OPENING = _words(
    "fulfilled when|breached when"
    "|policy|vocabulary|scenarios for|title|publisher|source|applies when|otherwise|conflicts|import|incorporates|type"
    "|fact|define|always|edition|duty|advice|clause|part|asks|judged|cites|words|evidence|reading|in force|exempts from"
    "|requires|recommends|despite|subject to|under|example|scenario|on|expect|by|not by|open on|against|lifting"
    "|requiring|advising|needing|assert|never|never depends on|same outcome as|stricter than",
)
_AFTER_COLON = _words("yes or no|one of|several of|whole number|number|date|text|optional|has")
_LATER = (
    r'reading(?=[ \t]+")|(?:before|cost)(?=[ \t]+\d)|from(?=[ \t]+-?\d)|prevails(?=[ \t]*(?:\#|$))'
    r"|(?:fulfilled|outstanding|breached|by[ \t]+default|outside[ \t]+scope)(?=[ \t]*(?:\#|$))"
    r"|(?:as|in|to|by)(?=[ \t]+[-a-z0-9])"
)


def _pattern(placed: str) -> re.Pattern[str]:
    """Return the pattern of one stretch; `placed` are the keywords that depend on the place in the line."""
    return re.compile(
        rf"""(?P<comment>\#[^\n]*)
           | (?P<string>"(?:[^"\\\n]|\\[^\n])*"?)
           | (?P<number>-?[0-9]+(?:[-/.][0-9]+)*)
           | (?P<typed>:[ \t]*(?:{_AFTER_COLON}){_END})
           | (?P<keyword>(?:{_ANYWHERE}){_END}|{placed})
           | (?P<name>[^\W\d]\w*(?:\.\w+)*)
           | (?P<plain>[ \t\r]+|\n|.)""",
        re.VERBOSE | re.MULTILINE,
    )


_FIRST = _pattern(
    rf"(?:{_OPENING_ALONE})(?=[ \t]*(?:\#|$))"
    rf"|(?:{_OPENING}){_END}(?=[ \t]+(?!(?:is|are|include|do|like|and|or){_END})[\"a-z0-9(])",
)
_AFTER = _pattern(rf"(?:{_LATER}){_END}")


def roles(text: str) -> Iterator[tuple[Role, str]]:
    """Yield the stretches of a text with their roles; joined, they are the text.

    Example:
        >>> list(roles("clause a # b"))
        [('keyword', 'clause'), ('plain', ' '), ('name', 'a'), ('plain', ' '), ('comment', '# b')]
    """
    first = True
    at = 0
    while at < len(text):
        match = (_FIRST if first else _AFTER).match(text, at)
        assert match is not None  # noqa: S101 - the pattern takes any character
        piece, at = match[0], match.end()
        if match.lastgroup == "typed":
            word = piece[1:].lstrip()
            yield "plain", piece.removesuffix(word)
            yield "keyword", word
        else:
            yield cast("Role", match.lastgroup), piece
        first = piece.endswith("\n") or (first and not piece.strip())


def _lexer() -> "type[Lexer]":
    """Return the Pygments lexer of `.pol` files."""
    from pygments import token
    from pygments.lexer import Lexer

    kinds = {
        "keyword": token.Keyword, "name": token.Name, "string": token.String,
        "number": token.Number, "comment": token.Comment.Single, "plain": token.Text,
    }  # fmt: skip

    class PolLexer(Lexer):
        """Highlights policies, vocabularies and scenarios."""

        name = "policylang"
        aliases = ("pol", "policylang")
        filenames = ("*.pol",)

        def get_tokens_unprocessed(self, text: str) -> Iterator[tuple[int, Any, str]]:
            """Yield offset, token type and text of each stretch."""
            offset = 0
            for role, piece in roles(text):
                yield offset, kinds[role], piece
                offset += len(piece)

    return PolLexer


def __getattr__(name: str) -> object:
    if name != "PolLexer":
        raise AttributeError(name)
    lexer = _lexer()
    globals()[name] = lexer
    return lexer
