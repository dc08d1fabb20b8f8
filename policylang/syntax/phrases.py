r"""What people write instead of the words of the language, and what it is called here.

Each phrase is a pattern and its replacement (with groups, as `\1`). A phrase counts only where the parser stopped in it
or right behind it, so the patterns may be simple.
"""

import re
from typing import NamedTuple


class Phrase(NamedTuple):
    """Other words for something, and ours."""

    pattern: re.Pattern[str]
    ours: str


def _phrases(table: str) -> tuple[Phrase, ...]:
    pairs = (line.split("=>") for line in table.strip().splitlines() if line.strip())
    return tuple(
        Phrase(re.compile(rf"(?<![\w.])(?:{theirs.strip()})(?![\w.])"), ours.strip()) for theirs, ours in pairs
    )


_ORDER = r"greater|larger|bigger|higher|longer"
_LESS = r"less|smaller|lower|fewer|shorter"

TESTS = _phrases(rf"""
is (?:{_ORDER}|more) (?:than|then) or equal(?:s| to)? => is at least
is (?:{_LESS}) (?:than|then) or equal(?:s| to)? => is at most
is (?:not|no) (?:{_ORDER}|more) (?:than|then) => is at most
is (?:not|no) (?:{_LESS}) (?:than|then) => is at least
is (?:{_ORDER}|more) (?:than|then) => is more than
is (?:{_LESS}) (?:than|then) => is less than
is not at least => is less than
is not at most => is more than
is not before => is on or after
is not after => is on or before
is not on or after => is before
is not on or before => is after
is (?:above|over|exceeding|beyond) => is more than
is (?:below|under) => is less than
exceeds? => is more than
is (?:later|newer) than => is after
is earlier than => is before
is (?:since|starting|starting from|as of) => is on or after
is (?:until|till|up to|by) => is on or before
is between (\S+) (?:and|to) (\S+) => is from \1 to \2
is from (\S+) (?:until|till|through|and|up to) (\S+) => is from \1 to \2
is (?:equal|identical|the same)(?: to| as)? => is
equals?(?: to)? => is
is (?:different from|unequal to|other than) => is not
is (?:not (?:in|any of|either|either of|among|of)|none of|neither(?: of)?) => is not one of
not in => is not one of
is (?:in|any of|either|either of|any|among|of|one|all of) => is one of
(?<=\w )in => is one of
is (?:a|an|the)(?= [a-z]) => is
is (?:on|at|exactly|just) => is
is older than(?= [0-9]) => is more than
is younger than(?= [0-9]) => is less than
(?<=[a-z0-9_] )not(?= [a-z]) => is not
(?!(?:all|any|none|one|several|each|some) )([a-z_]+) of ([a-z_]+) => \2.\1
isn?t? not => is not
isnt => is not
arent => are not
""")
"""Tests of values."""

SETS = _phrases(r"""
(?:contains?|includes) (any of|all of|none of|only) => include \1
(?:does|do|did) not (?:include|includes|contain|contains|have) (?:any of|any) => include none of
(?:does|do|did) not (?:include|includes|contain|contains|have) => include none of
(?:doesnt|dont) (?:include|contain|have) => include none of
excludes?|lacks? => include none of
(?:includes?|contains?|has|have|including) (?:any|either(?: of)?|one of|some(?: of)?|at least one of) => include any of
(?:includes?|contains?|has|have|contain|including) (?:all|both|both of|each of|every one of) => include all of
(?:includes?|contains?|has|have|contain|including) (?:none|no|not|neither|neither of) => include none of
(?:includes?|contains?|has|have|contain|including) (?:just|exactly|nothing but|only of) => include only
only (?:includes?|contains?) => include only
includes|contains|contain|including|has|have => include
""")
"""Tests of sets."""

GROUPS = _phrases(r"""
there are no => there is no
there (?:is|are) not (?:an?|any|one) => there is no
there (?:is|are) (?:any|some|the|one) => there is a
there (?:are|exists?|was|were) (?:an?|any|some|the)? => there is a
there (?:are|exists?|was|were) => there is a
there is(?= (?!an? |no )[a-z]) => there is a
theres an? => there is a
(?<!is )no(?= [a-z]) => there is no
(?<!is )at least one(?: of)? => any of
one of(?= *\() => any of
either(?= *\() => any of
(?:both|either)(?= [a-z]) =>
both(?= *\() => all of
exactly one(?: of)? => exactly 1 of
(?<!is )(at least|exactly) two(?: of)? => \1 2 of
(?<!is )(at least|exactly) three(?: of)? => \1 3 of
(?<!is )(at least|exactly) four(?: of)? => \1 4 of
(?<!is )(at least|exactly) five(?: of)? => \1 5 of
(?<!is )(at least|exactly) ([0-9]+)(?! of)(?: the)? => \1 \2 of
([0-9]+) or more(?: of)? => at least \1 of
two or more(?: of)? => at least 2 of
any(?! of) => any of
any of the => any of
all(?! of) => all of
all of the => all of
none(?! of) => none of
none of the => none of
neither(?: of)? => none of
during edition(?= [a-z]) => during
(?<!is )the(?= [a-z]) =>
""")
"""Groups of conditions, and things that are there."""

TYPES = _phrases(r"""
yes[/ |]+no => yes or no
yes ?(?:/|and|,|\|) ?no => yes or no
no or yes => yes or no
(?:list|set|many|some|any number|array) of => several of
(?:one or more|zero or more) of => several of
(?:any of|any|either of|either|exactly one of|exactly one) => one of
several(?! of) => several of
one(?! of) => one of
(?:whole|integer) numbers => whole number
whole(?! number) => whole number
integer => whole number
numbers => number
between ([0-9.]+) and ([0-9.]+) => from \1 to \2
from ([0-9.]+) (?:until|till|through|and|up to) ([0-9.]+) => from \1 to \2
(?:min|minimum|not less than|more than|above|over) => at least
(?:max|maximum|not more than|less than|up to|below|under) => at most
(?<=: )(?:an?|the)(?= [a-z]) =>
(?<=" )(?:costs|costing|cost of|at cost|at a cost of|with cost|price|weight)(?= [0-9]) => cost
""")
"""Types, and what stands below them."""

GIVENS = _phrases(r"""
(?<!is )the(?= [a-z]) =>
([a-z_.0-9]+) is unknown => unknown \1
([a-z_.0-9]+) unknown => unknown \1
([a-z_.0-9]+) (?:is|are) not known => unknown \1
([a-z_.0-9]+) (?:is|are) like => \1 like
([a-z_.0-9]+) as => \1 like
(?:is|are|include|includes|has|have|contains?) (?:none|nothing|empty) => are none
(?:does|do|did) not (?:includes?|contains?|have) => do not include
(?:doesnt|dont) (?:include|contain|have) => do not include
excludes?|lacks? => do not include
include not => do not include
are not => do not include
are (?:exactly|only|just) => are
are one of => is one of
are (?:any of|either) => is one of
includes|contains|contain|including|has|have => include
""")
"""Givens of examples and scenarios."""

EXPECTATIONS = _phrases(r"""
to be =>
that it is =>
it is =>
only by => by only
by none of => not by
because of|because|due to|through|from|on the basis of => by
by the default => by default
default => by default
out of scope|outside of scope|outside the scope|not in scope => outside scope
open for|open by|open => open on
lifts|lift|lifted => lifting
requires|require => requiring
only requiring => requiring only
advises|recommends|recommending|recommend => advising
only advising => advising only
needs|need => needing
only needing => needing only
not fulfilled|unfulfilled|open|due => outstanding
violated => breached
met|satisfied|done => fulfilled
""")
"""Expectations of scenarios."""

CONFLICTS = _phrases(r"""
wins?|prevail|prevailing|overrides|first|takes precedence|precedes|has priority => prevails
""")
"""The conflict rule."""

DATES = _phrases(r"""
(?:to|until|till|through|up to|ending|ends) => before
(?:since|starting|starting from|as of|after|on) => from
in force(?= [0-9]) => in force from
""")
"""Dates of editions and times in force."""

LINES = {
    "prohibit": "prohibits", "prohibited": "prohibits", "forbid": "prohibits", "forbids": "prohibits",
    "ban": "prohibits", "bans": "prohibits", "deny": "prohibits", "denies": "prohibits", "disallow": "prohibits",
    "disallows": "prohibits", "permit": "permits", "permitted": "permits", "allow": "permits", "allows": "permits",
    "grants": "permits", "approves": "permits", "exempt": "exempts from", "exempts": "exempts from",
    "exempt from": "exempts from", "excepts": "exempts from", "require": "requires", "must": "requires",
    "shall": "requires", "needs": "requires", "obliges": "requires", "recommend": "recommends",
    "should": "recommends", "advises": "recommends", "suggests": "recommends", "cite": "cites", "citation": "cites",
    "cited": "cites", "reference": "cites", "ref": "cites", "see": "cites", "quote": "words", "quotes": "words",
    "quotation": "words", "wording": "words", "word": "words", "text": "words", "interpretation": "reading",
    "interpreted": "reading", "note": "reading", "read": "reading", "comment": "reading", "effective": "in force",
    "valid": "in force", "in effect": "in force", "inforce": "in force", "force": "in force",
    "effective from": "in force from", "valid from": "in force from", "from": "in force from",
    "since": "in force from", "before": "in force before", "until": "in force before", "during": "in force during",
    "where": "when|if", "if": "when|fulfilled when", "whenever": "when", "provided": "when", "provided that": "when",
    "condition": "when", "except when": "unless", "except if": "unless", "except": "unless", "unless when": "unless",
    "but not": "unless", "notwithstanding": "despite", "overrides": "despite", "prevails over": "despite",
    "in spite": "despite", "subject": "subject to", "yields to": "subject to", "follows": "under", "name": "title",
    "author": "publisher", "vendor": "publisher", "by": "publisher", "url": "source", "link": "source",
    "default": "otherwise", "else": "otherwise", "scope": "applies when", "applies": "applies when",
    "applies if": "applies when", "applies to": "applies when", "conflict": "conflicts", "date": "on", "at": "on",
    "as of": "on", "givens": "given", "with": "given", "facts": "given", "and given": "given",
    "when": "given|if|fulfilled when",
    "expects": "expect", "expected": "expect", "expect that": "expect", "then": "expect", "assert": "expect",
    "result": "expect", "because": "by", "because of": "by", "due to": "by", "default basis": "by default",
    "ask": "asks", "question": "asks", "description": "asks", "judge": "judged", "judgement": "judged",
    "guidance": "judged", "immutable": "unchangeable", "fixed": "unchangeable", "constant": "unchangeable",
    "unalterable": "unchangeable", "not changeable": "unchangeable", "cannot change": "unchangeable",
    "never changes": "unchangeable", "fulfilled": "fulfilled when", "fulfilled if": "fulfilled when",
    "met when": "fulfilled when", "done when": "fulfilled when", "breached": "breached when",
    "breached if": "breached when", "violated when": "breached when", "unknwon": "unknown",
}  # fmt: skip
"""Other beginnings of a line of a block, and ours: a suggestion only where ours may stand."""

ITEMS = {
    "rule": "clause", "article": "clause", "section": "part", "chapter": "part", "group": "part",
    "paragraph": "clause", "prohibition": "clause", "permission": "clause", "item": "clause", "provision": "clause",
    "exception": "clause", "def": "define", "definition": "define", "function": "define", "let": "define",
    "predicate": "define", "term": "define", "use": "import", "uses": "import", "using": "import",
    "include": "import", "includes": "import", "from": "import", "require": "import", "incorporate": "incorporates",
    "extends": "incorporates", "inherits": "incorporates", "test": "scenario", "case": "scenario",
    "given": "scenario", "expect": "scenario", "enum": "type", "class": "type", "struct": "type", "outline": "type",
    "record": "type", "thing": "type", "obligation": "duty", "requirement": "duty", "recommendation": "advice",
    "version": "edition", "release": "edition", "invariant": "always", "constraint": "always", "guarantee": "assert",
    "axiom": "always", "variable": "fact", "var": "fact", "input": "fact", "field": "fact", "question": "fact",
    "property": "fact", "attribute": "fact", "module": "policy", "package": "policy", "document": "policy",
    "code": "policy", "namespace": "vocabulary", "library": "vocabulary", "scenarios": "scenarios for",
    "assertion": "assert", "ensure": "assert", "prove": "assert", "claim": "assert",
    "scenarios of": "scenarios for", "scenario for": "scenarios for", "tests for": "scenarios for",
}  # fmt: skip
"""Other beginnings of an item, and ours."""
