"""What sentences order: that they forbid, allow, demand, release or advise, by their auxiliary verbs and fixed phrases.

A `may` of possibility (`content that may cause harm`), a `shall` that defines (`shall mean`) and the month of May order
nothing. Where a sentence says `only`, `unless` or `except`, it turns what it allows or forbids around for the rest, so
no one side is taken from it.
"""

import re
from typing import Literal, NamedTuple

Order = Literal["forbids", "allows", "demands", "releases", "advises"]


class Modal(NamedTuple):
    """A phrase that orders, where it stands, and what it orders."""

    order: Order
    start: int
    end: int


_NOBODY = (
    r"no(?:body| one|-one|ne of \w+(?: \w+)?| (?!(?:later|more|less|fewer|earlier|longer|"
    r"sooner)\b)(?:[\w-]+ ){1,6}?)\s?"
)
_BE = r"(?:is|are|was|were|be|been|being)(?: (?:hereby|strictly|expressly|also|otherwise|generally|therefore))?"
_PATTERNS: tuple[tuple[Order | None, str], ...] = (
    (
        None,
        (
            r"(?:shall|must|will) (?:not )?(?:mean|include|be (?:deemed|construed|understood|"
            r"interpreted|taken|read|considered|governed))"
        ),
    ),
    (
        "releases",
        (
            rf"nothing (?:in|contained in)\b[^.;]{{0,60}}?\b(?:prohibits?|prevents?|requires?|limits?|"
            rf"restricts?)|{_BE} not (?:prohibited|forbidden|barred|banned|required|obliged|obligated|"
            r"needed|necessary)(?: to)?"
        ),
    ),
    (
        "releases",
        (
            r"(?:need|needs) not|need(?:n't)|(?:do|does|shall|will) not (?:have|need|be required|"
            r"be obliged) to|(?:do|does|shall|will) not apply|no(?:t)? longer (?:required|applies)|"
            r"(?:is|are|be) exempt(?:ed)?|exempt(?:ed)? from|without having to"
        ),
    ),
    (
        "advises",
        (
            r"(?:should|ought)(?: not)?(?: to)?|(?:is|are) (?:strongly )?(?:encouraged|recommended|"
            r"advised|urged)|we (?:recommend|encourage|advise)|best practice|as a recommendation"
        ),
    ),
    (
        "forbids",
        (
            r"(?:must|shall|may|can|will)(?: not|n't| never| in no (?:case|event|"
            r"circumstances))(?: (?:be (?:permitted|allowed|entitled|authori[sz]ed)))?|cannot|mustn't|"
            r"can't"
        ),
    ),
    ("forbids", rf"{_NOBODY}(?:may|shall|must|can|is (?:permitted|allowed)|are (?:permitted|allowed))\b"),
    (
        "forbids",
        (
            rf"{_BE} (?:prohibited|forbidden|banned|barred|disallowed|unlawful|illegal)|"
            rf"(?:{_BE} )?not (?:be )?(?:permitted|allowed|authori[sz]ed|entitled)|"
            rf"(?:{_BE} )?an offen[cs]e|(?:is|are) never (?:permitted|allowed)"
        ),
    ),
    (
        "forbids",
        (
            r"(?:do|does) not (?:use|allow|permit|sell|share|upload|post|attempt|engage|create|enter|"
            r"bring|take|publish)|refrains? from|prohibits?|forbids?"
        ),
    ),
    ("demands", rf"(?:must|shall)(?! not)|{_BE} required(?: to)?|{_BE} (?:obliged|obligated) to|(?:has|have) to"),
    ("allows", rf"(?:shall |must |will )?{_BE} (?:permitted|allowed|entitled|authori[sz]ed|free)(?: to)?"),
    ("allows", r"may(?! not)"),
)
_KINDS = [(order, re.compile(rf"(?<![\w-])(?:{pattern})(?![\w-])", re.IGNORECASE)) for order, pattern in _PATTERNS]
_ALLOWING_PASSIVE = re.compile(
    r"(?:shall|must|will) be (?:permitted|allowed|entitled|authori[sz]ed|free)", re.IGNORECASE
)
_SUBORDINATE = re.compile(
    r"\b(?:that|which|who|whom|whose|what|whatever|if|where|when|whether|because|since|while|as|in case|provided|"
    r"than)\b[^.;:]*$",
    re.IGNORECASE,
)
_POSSIBLE = re.compile(
    r" (?:also |even |well |reasonably |otherwise |have |cause|result|lead|exploit|pose|endanger|affect|contain|occur|"
    r"constitute|harm|be (?!\w+(?:ed|en|de|wn|ld|nt|ne|pt|ad|ut|et)\b)|arise|apply|vary|differ"
    r"|involve|depend|infringe)",
    re.IGNORECASE,
)
_TURNING = re.compile(
    r"\b(?:only|solely|unless|except|excepting|save|other than|without|until|provided|notwithstanding|subject to|"
    r"apart from|but|however)\b",
    re.IGNORECASE,
)


def modals(text: str) -> tuple[Modal, ...]:
    """Return the phrases of a text that order, in its order; none overlaps another."""
    found: list[Modal] = []
    taken: list[tuple[int, int]] = []
    for order, pattern in _KINDS:
        for match in pattern.finditer(text):
            start, end = match.span()
            if any(start < other_end and other_start < end for other_start, other_end in taken):
                continue
            if order in ("demands", "forbids") and _ALLOWING_PASSIVE.match(text, start):
                continue
            taken.append((start, end))
            if order is not None and _orders(order, text, start, end):
                found.append(Modal(order, start, end))
    return tuple(sorted(found, key=lambda each: each.start))


def _orders(order: Order, text: str, start: int, end: int) -> bool:
    """Whether a phrase orders: it is no month, describes nothing in a subordinate clause, tells no mere possibility."""
    if order in ("allows", "demands", "releases") and _SUBORDINATE.search(re.split(r"[.;:,]", text[:start])[-1]):
        return False
    if text[start:end].lower() != "may":
        return True
    is_month = text[start] == "M" and (start > 0 or re.match(r" \d", text[end:]) is not None)
    return not (is_month or _POSSIBLE.match(text, end) or text[:start].lower().endswith("it "))


def turns(text: str) -> bool:
    """Whether a text limits or turns around what it says: `only`, `unless`, `except`."""
    return _TURNING.search(text) is not None
