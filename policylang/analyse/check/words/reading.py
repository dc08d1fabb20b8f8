"""Comparisons in English sentences: on which side of a boundary the value itself falls.

Whoever compares with a value puts the value itself with what is above it (`at least 18`, `under 18`) or with what is
below it (`over 18`, `at most 18`). Whether the words speak of one side or of the other, with `not` or without, makes no
difference to that; so two readings of one boundary agree exactly where they put the value on the same side.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from policylang.analyse.check.words.amounts import Amount, amounts


class Mention(NamedTuple):
    """A number or date that words mention, and from `start` to `end` the comparison it stands in.

    `above` says whether the value itself falls on the upper side; nothing where the words do not tell.
    """

    amount: Amount
    above: bool | None
    start: int
    end: int


_EQUAL_ABOVE = (
    r"(?:more|greater|higher|larger|bigger|older|longer|later)(?: than)? or (?:equal|the same) (?:to|as)",
    (
        r"(?:equal(?:s|ling)?(?: to)?|meet(?:s|ing)?|reach(?:es|ing)?) or (?:more|greater|higher|"
        r"larger|older|longer|exceed)(?:s|ing)?(?: than)?"
    ),
    r"(?:at|on) or (?:above|over|beyond)",
    r"over or equal to",
)
_EQUAL_BELOW = (
    r"(?:less|fewer|lower|smaller|younger|shorter|earlier)(?: than)? or (?:equal|the same) (?:to|as)",
    r"equal(?:s|ling)?(?: to)? or (?:less|fewer|lower|smaller|younger|shorter)(?: than)?",
    r"at or (?:below|under)",
)
_UPPER = r"(?:more|greater|higher|larger|bigger|older|longer|later|further)"
_LOWER = r"(?:less|fewer|lower|smaller|younger|shorter|earlier|nearer)"
_BEFORE_ANY = (
    *((pattern, True) for pattern in _EQUAL_ABOVE),
    *((pattern, False) for pattern in _EQUAL_BELOW),
    (rf"{_UPPER} than", False),
    (rf"{_LOWER} than", True),
    (
        (
            r"in excess of|exceed(?:s|ed|ing)?|surpass(?:es|ed|ing)?|over|above|beyond|"
            r"at (?:the )?most|up to(?: and including)?"
        ),
        False,
    ),
    (r"at (?:the )?least|under|below|short of|(?<!no )a minimum of|minimum of", True),
    (r"(?:a )?maximum of|limited to|capped at|a (?:cap|ceiling|limit) of|within|not to exceed", False),
    (r"(?:minimum|min\.?)(?: [a-z]+){0,2} (?:of|is|be)|minimum|min\.", True),
    (r"(?:maximum|max\.?)(?: [a-z]+){0,2} (?:of|is|be)|maximum|max\.", False),
    (r"reach(?:es|ed|ing)?|attain(?:s|ed|ing)?|turn(?:s|ed|ing)?", True),
    (r"[>\u2265]=|\u2265|<(?!=)", True),
    (r"<=|\u2264|>(?!=)", False),
)
_BEFORE_DATE = (
    (
        (
            r"on or after|not before|no earlier than|as (?:of|from)|from|since|before|prior to|"
            r"preceding|with effect from|effective(?: on| from)?"
        ),
        True,
    ),
    (r"(?:starting|beginning|commencing)(?: on| from)?", True),
    (r"on or before|after|by|through|thru|following|until and including|ending(?: on)?", False),
)
_FILLER = (
    r"(?:(?:the|an?|his|her|their|its) )?(?:(?:total|aggregate|combined|overall) )?"
    r"(?:(?:age|ages|limit|threshold|amount|sum|value|total|number|rate|level|figure|date|price) of |aged? |ages )?"
    r"(?:(?:about|approximately|either|only) )?"
)
_AFTER = (
    (
        (
            r",? (?:or|and) (?:(?:any|one) )?(?:more|over|above|greater|higher|older|longer|later|"
            r"after|upwards?|up|larger|beyond)"
        ),
        True,
    ),
    (r",? (?:or|and) (?:less|fewer|under|below|lower|younger|shorter|earlier|before|smaller|down)", False),
    (r"\+| ?plus|,? (?:upwards|onwards?)", True),
    (r",? (?:at (?:the )?(?:least|minimum|earliest)|minimum)", True),
    (r",? (?:at (?:the )?(?:most|maximum|latest)|maximum|max\.)", False),
    (r" (?:is|are|was|were|has been|have been|being) (?:exceeded|surpassed)", False),
    (r" (?:is|are|was|were|has been|have been|being) (?:reached|attained|met|achieved)", True),
)
_MORE_FOLLOWS = r"(?! (?:than\b|to\b|the age\b|aged?\b|equal\b|a |[€$£]|us\$|eur\b|usd\b)| ?-?\d)(?![a-z])"


def _all(pairs: Sequence[tuple[str, bool]], head: str, tail: str) -> list[tuple[re.Pattern[str], bool]]:
    return [(re.compile(f"{head}(?P<said>{pattern}){tail}", re.IGNORECASE), above) for pattern, above in pairs]


_NOT = r"(?P<no>(?:not|no|never|nor) (?:be |to be )?)?"
_HEAD, _TAIL = rf"(?<![\w-]){_NOT}", rf"[ \u00a0]?(?<![a-z]){_FILLER}$"
_BEFORE = {
    "number": _all((*_BEFORE_ANY,), _HEAD, _TAIL),
    "date": _all((*_BEFORE_ANY, *_BEFORE_DATE), _HEAD, _TAIL),
    "age": _all((*_BEFORE_ANY, (r"before|from", True)), _HEAD, r" (?:reaching )?(?:the age of |age )$"),
}
_BEHIND = _all(_AFTER, "", _MORE_FOLLOWS)
_SPAN = re.compile(
    r"\s?(?P<joint>\bto\b|through|and|or|until|till|up to|-|\u2013|\u2014)\s?(?:and including\s)?"
    r"(?:(?:the\s)?ages?\s(?:of\s)?)?",
    re.IGNORECASE,
)
_INCLUSIVE = re.compile(r",? \(?(?:both )?(?:inclusive|included|including both)", re.IGNORECASE)
_EXCLUSIVE = re.compile(r",? \(?(?:both )?(?:exclusive|excluded)", re.IGNORECASE)
_MOST_KEPT = 4_000
"""Of how many texts the reading is kept: each is looked at by several questions."""
_FAR = 70
"""How many characters before a number its comparison is looked for."""


@lru_cache(maxsize=_MOST_KEPT)
def mentions(text: str) -> tuple[Mention, ...]:
    """Return the numbers and dates that words mention, each with the side on which the words put the value itself."""
    found = amounts(text)
    alone = [_mention(text, each, found[number - 1].end if number else 0) for number, each in enumerate(found)]
    for number, (low, high) in enumerate(_ranges(text, found)):
        if low is not None:
            alone[number] = low
            alone[number + 1] = high or alone[number + 1]
    return tuple(alone)


def _mention(text: str, amount: Amount, since: int) -> Mention:
    """Return an amount with the comparison before it or behind it; where both stand there and differ, with neither."""
    start = max(since, amount.start - _FAR)
    before = _before(text[start : amount.start], amount)
    behind = _behind(text, amount)
    begins = amount.start if before is None else start + before[1]
    ends = amount.end if behind is None else behind[1]
    sides = {side for side in (before and before[0], behind and behind[0]) if side is not None}
    return Mention(amount, sides.pop() if len(sides) == 1 else None, begins, ends)


def _before(text: str, amount: Amount) -> tuple[bool, int] | None:
    """Return the side that the words before an amount put it on, and where they begin."""
    is_number = not hasattr(amount.value, "year")
    for kind in ("age", "number") if is_number else ("date",):
        found = [
            (match.start(), -match.end("said"), above)
            for pattern, above in _BEFORE[kind]
            if (match := pattern.search(text))
        ]
        if found:
            begins, _, above = min(found)
            return above, begins
    return None


def _behind(text: str, amount: Amount) -> tuple[bool, int] | None:
    for pattern, above in _BEHIND:
        match = pattern.match(text, amount.end)
        if match is not None:
            return above, match.end()
    return None


def _ranges(text: str, found: Sequence[Amount]) -> Iterator[tuple[Mention | None, Mention | None]]:
    """Yield for each amount and the next the mentions of both as a range, or nothing: `from 6 to 17`, `6-17 years`.

    Of `between 6 and 17` English does not tell whether 6 and 17 are meant, so neither is taken in or left out.
    """
    for low, high in pairwise(found):
        joint = _SPAN.fullmatch(text, low.end, high.start)
        begins = re.search(
            r"\b(from|between)\s(?:the\s)?(?:ages?\s(?:of\s)?)?$",
            text[max(0, low.start - _FAR) : low.start],
            re.IGNORECASE,
        )
        if joint is None or type(low.value) is not type(high.value) or low.value >= high.value:  # type: ignore[operator]
            yield None, None
        else:
            yield _range(text, low, high, begins[1].lower() if begins else "", joint["joint"].lower())


def _range(text: str, low: Amount, high: Amount, begins: str, joint: str) -> tuple[Mention | None, Mention | None]:
    included = bool(_INCLUSIVE.match(text, high.end))
    start = low.start - len(begins) - 1 if begins else low.start
    is_open = bool(_EXCLUSIVE.match(text, high.end))
    if begins == "between" and joint == "and":
        side = True if included else False if is_open else None
    elif joint in ("and", "or"):
        return None, None
    elif joint in ("until", "till") or (not begins and joint == "up to"):
        since = Mention(low, above=True, start=start, end=low.end) if begins else None
        return since, Mention(high, None, high.start, high.end)
    else:
        side = not is_open
    upper = None if side is None else not side
    return Mention(low, side, start, high.end), Mention(high, upper, start, high.end)
