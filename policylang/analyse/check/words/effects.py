"""What the words order against the effect of the clause: `may not` and `permits`, `should` and `requires`.

Only words that all order the same are compared, and only where they cannot be said of the other side of the rule:
`persons under 18 may not` makes a good clause that permits whoever is 18.
"""

from collections.abc import Mapping
from typing import NamedTuple

from policylang.analyse.check.words.boundary import meets
from policylang.analyse.check.words.modals import Modal, Order, modals, turns
from policylang.analyse.check.words.quoted import Quotation
from policylang.analyse.check.words.reading import mentions
from policylang.analyse.check.words.rule import bounds
from policylang.semantics.policy import Clause, EffectKind, Policy

CLASHING: Mapping[EffectKind, frozenset[Order]] = {
    "prohibits": frozenset({"allows", "advises", "releases"}),
    "permits": frozenset({"forbids", "advises"}),
    "requires": frozenset({"allows", "advises", "releases"}),
    "recommends": frozenset({"demands", "forbids", "releases"}),
    "exempts": frozenset({"forbids"}),
}
"""What words order that no clause with an effect says. A demand may be written as a prohibition of all else."""


class Clash(NamedTuple):
    """A clause whose effect is not what its words order, and the phrase that orders."""

    clause: Clause
    text: str
    modal: Modal


def clash(policy: Policy, quotation: Quotation) -> Clash | None:
    """Return the clash between a quotation and the clauses that quote it, if none of them says what it orders."""
    found = modals(quotation.text)
    orders = {each.order for each in found}
    if len(orders) != 1 or turns(quotation.text):
        return None
    if any(not orders <= CLASHING[clause.effect] for clause in quotation.clauses):
        return None
    if any(_has_other_words(clause, quotation.text) for clause in quotation.clauses):
        return None
    clause = quotation.clauses[0]
    if {clause.effect, *orders} & {"permits", "allows"} and _shares_a_boundary(policy, clause, quotation.text):
        return None
    return Clash(clause, quotation.text, found[0])


def _has_other_words(clause: Clause, text: str) -> bool:
    """Whether other words that a clause quotes order what it does."""
    others = {each.order for words in clause.words if words != text for each in modals(words)}
    return bool(others - CLASHING[clause.effect])


def _shares_a_boundary(policy: Policy, clause: Clause, text: str) -> bool:
    """Whether words and rule speak of one value: then the rule may be the other side of what the words say."""
    every = [bound for bound in bounds(policy, clause) if bound.within is not None]
    return any(meets(mention, bound) for mention in mentions(text) for bound in every)
