"""What could have stood somewhere, in words: never by the name of a terminal."""

from collections.abc import Iterable

_CONDITION = frozenset(
    ["NAME", "NOT", "LPAR", "ALL_OF", "ANY_OF", "NONE_OF", "AT_LEAST", "EXACTLY", "THERE_IS", "DURING"]
)
_VALUE = frozenset(["NAME", "STRING", "NUMBER", "DATE"])
_TYPE = frozenset(
    ["YES_OR_NO", "ONE_OF", "SEVERAL_OF", "WHOLE_NUMBER", "ANY_NUMBER", "ANY_DATE", "ANY_TEXT", "OPTIONAL", "NAME"]
)
_GIVEN = frozenset(["LIKE", "NAME", "NOT", "THERE_IS", "UNKNOWN"])
_TEST = frozenset(["IS", "COMPARES", "IS_FROM", "INCLUDE"])
_CLAUSE_LINE = frozenset(
    [
        "CITES", "WORDS", "READING", "EVIDENCE", "IN_FORCE",
        "PROHIBITS", "PERMITS", "EXEMPTS_FROM", "REQUIRES", "RECOMMENDS",
        "DESPITE", "SUBJECT_TO", "UNDER", "WHEN", "UNLESS",
    ]
)  # fmt: skip
_EXPECTATION = frozenset(
    ["BY", "NOT_BY", "OPEN_ON", "BY_DEFAULT", "OUTSIDE_SCOPE", "LIFTING", "AGAINST", "REQUIRING", "ADVISING", "NEEDING"]
)

_GROUPS = (
    (_CLAUSE_LINE, "a line such as `cites`, an effect (`prohibits`, `permits`, `requires` …) or `when`"),
    (_EXPECTATION, "an expectation: `by`, `not by`, `open on`, `by default`, `lifting`, `requiring` …"),
    (_TYPE, "a type: `yes or no`, `one of`, `several of`, `number`, `date`, `text` or the name of one"),
    (_CONDITION, "a condition"),
    (_VALUE, "a value"),
    (_GIVEN, "a given: a fact and its value, `not`, `there is`, `like` or `unknown`"),
    (_TEST | {"ARE", "ARE_NONE", "DO_NOT_INCLUDE", "LIKE"}, "`is`, `are`, `include`, `like`"),
    (_TEST, "`is …`, `include …`"),
    (_TEST | {"ARE", "ARE_NONE", "DO_NOT_INCLUDE"}, "`is`, `are`, `include`"),
)
"""Terminals that together are called by one phrase."""

_WORDS = {
    "NAME": "a name",
    "STRING": "a text between quotation marks",
    "DATE": "a date, as 2024-05-01",
    "NUMBER": "a number",
    "LPAR": "`(`",
    "RPAR": "`)`",
    "_COLON": "`:`",
    "_COMMA": "`,`",
    "_SEMICOLON": "`;`",
    "_NL": "the end of the line",
    "_INDENT": "lines indented below it",
    "ANY_NUMBER": "`number`",
    "ANY_DATE": "`date`",
    "ANY_TEXT": "`text`",
    "THERE_IS": "`there is`",
    "COMPARES": "a comparison",
    "IS_FROM": "`is from`",
    "ARE_NONE": "`are none`",
}
_LAST = ("_NL", "_INDENT")


def expected_words(kinds: Iterable[str]) -> str:
    """Return the terminals that could have stood somewhere as a phrase, such as `a value or the end of the line`."""
    left = {kind for kind in kinds if kind not in {"_DEDENT", "$END"}}
    phrases = []
    for group, phrase in _GROUPS:
        if group <= left:
            phrases.append(phrase)
            left -= group
            if group is _CONDITION:
                left.discard("_NL")  # a block may follow, which is conditions too
    ends = [_WORDS[kind] for kind in _LAST if kind in left]
    phrases += [keyword(kind) for kind in sorted(left.difference(_LAST), key=_rank)]
    return _either([*phrases, *ends])


def keyword(kind: str) -> str:
    """Return what a terminal is called: its words in backticks, or what it stands for."""
    return _WORDS.get(kind) or f"`{spelling(kind)}`"


def spelling(kind: str) -> str:
    """Return the words of the terminal of a keyword."""
    return kind.lower().strip("_").replace("_", " ")


def keywords(kinds: Iterable[str]) -> dict[str, str]:
    """Return the terminals that are keywords, by their spelling."""
    special = {"ANY_NUMBER": "number", "ANY_DATE": "date", "ANY_TEXT": "text", "THERE_IS": "there is"}
    marks = {"NAME", "STRING", "DATE", "NUMBER", "LPAR", "RPAR", "COMPARES", "$END"}
    return {special.get(kind, spelling(kind)): kind for kind in kinds if kind not in marks and kind[0] != "_"}


def _rank(kind: str) -> tuple[bool, bool, str]:
    return (
        kind not in {"NAME", "STRING", "DATE", "NUMBER"},
        kind in {"LPAR", "RPAR", "_COMMA", "_SEMICOLON", "_COLON"},
        kind,
    )


def _either(phrases: list[str]) -> str:
    if not phrases:
        return "nothing more"
    return phrases[0] if len(phrases) == 1 else f"{', '.join(phrases[:-1])} or {phrases[-1]}"
