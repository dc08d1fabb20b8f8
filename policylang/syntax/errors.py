"""Syntax errors in words: the construct being read, what was expected there, and what was probably meant.

Each rule looks at the place where the reading stopped and gives a diagnostic, or nothing; the first that gives one has
the say, from what is most certain to what fits everywhere. Terminals are never named.
"""

import re
from collections.abc import Callable

from policylang.diagnostics.model import Diagnostic
from policylang.diagnostics.suggest import nearest
from policylang.syntax import error_items as items, error_lines as lines, error_words as words
from policylang.syntax.expected import expected_words, keywords
from policylang.syntax.unread import LONGEST_LINE, Unread
from policylang.syntax.words import shown

__all__ = ["Unread", "explain"]

_WORD = re.compile(r"[a-z_][a-z0-9_.]*")


def explain(unread: Unread) -> Diagnostic:
    """Return what is wrong where an item could not be read on."""
    for rule in _RULES:
        found = rule(unread)
        if found is not None:
            return found
    return _general(unread)


def _near(unread: Unread) -> Diagnostic | None:
    """A word, or the one before it, that is nearly one of those that fit."""
    if unread.ended or unread.indented:
        return None
    before = re.search(r"[a-z_]+$", unread.before)
    places = [(unread.said, unread.span)]
    if before and len(unread.words) <= LONGEST_LINE:
        places.append((before.group(), unread.within(before.start(), before.end())))
    fitting = keywords(unread.met.expected)
    for said, where in places:
        ours = nearest(said, fitting) if _WORD.fullmatch(said) else None
        if ours and where == unread.span:
            return unread.fault(
                f"`{shown(said)}` does not fit here, in {unread.construct}",
                f"did you mean `{ours}`?",
                span=where,
                helps=(unread.replace(f"write `{ours}`", where, ours),),
            )
    return None


def _general(unread: Unread) -> Diagnostic:
    """Whatever else: what stands there, and what could have."""
    under = f"expected {_wanted(unread)}"
    if unread.ended:
        return unread.fault(f"the line ends too early, in {unread.construct}", under)
    return unread.fault(f"`{shown(unread.said)}` does not fit here, in {unread.construct}", under)


def _wanted(unread: Unread) -> str:
    """Return what was expected; where a name was, of what."""
    for pattern, noun in _NOUNS:
        if (
            "NAME" in unread.met.expected
            and "NOT" not in unread.met.expected
            and re.search(rf"(?<![a-z_])(?:{pattern})(?:[^:]*,)?$", unread.before)
        ):
            rest = expected_words(unread.met.expected - {"NAME"})
            return noun if rest == "nothing more" else f"{noun}, or {rest}"
    return expected_words(unread.met.expected)


_NOUNS = (
    ("during", "the name of an edition"),
    ("never|always", "`permitted` or `prohibited`"),
    ("never depends on", "a fact"),
    ("same outcome as|stricter than", "the name of a policy"),
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
    items.stray_line,
    items.unknown_item,
    items.head_name,
    items.thing,
    items.optional,
    items.reserved_value,
    items.colon,
    lines.cost,
    lines.indented,
    lines.needs_block,
    words.no_value,
    words.negated_given,
    words.other_words,
    lines.statement,
    lines.misplaced_line,
    lines.beginning,
    lines.own_line,
    words.texts,
    words.conditions,
    words.lists,
    words.dates,
    words.unit,
    _near,
)
