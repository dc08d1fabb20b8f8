"""Rules 2 to 6 on diagrams: from where each clause applies by itself to what stands, and to the outcome of a whole.

Nothing in place of a diagram means that it was too large; whatever would be made of it is then missing too.
"""

from collections.abc import Mapping

from policylang.core.program import strongest
from policylang.diagram.algebra import apply, choose, conjoin, disjoin, negate
from policylang.diagram.manager import Diagrams, Node
from policylang.semantics.policy import OUTCOMES
from policylang.semantics.reference import Provision, Voice
from policylang.semantics.whole import Whole

Roots = Mapping[Provision, Node | None]


class MissingError(Exception):
    """A diagram that another is made of was too large."""


def there(node: Node | None) -> Node:
    """Return a diagram that is there.

    Raises:
        MissingError: It was too large.
    """
    if node is None:
        raise MissingError
    return node


def applies(diagrams: Diagrams, rule: Provision, alone: Roots, standing: Roots) -> Node:
    """Rule 2. Return where a clause applies: as far as it says itself, and one that it is under stands."""
    if not rule.clause.under:
        return there(alone[rule])
    under = disjoin(diagrams, (there(standing[each]) for each in rule.under))
    return conjoin(diagrams, (there(alone[rule]), under))


def stands(diagrams: Diagrams, rule: Provision, applying: Roots, standing: Roots) -> Node:
    """Rule 3. Return where a clause stands: it applies, and none that prevails over it stands."""
    if not rule.prevailing:
        return there(applying[rule])
    prevailed_over = disjoin(diagrams, (there(standing[each]) for each in rule.prevailing))
    return conjoin(diagrams, (there(applying[rule]), negate(diagrams, prevailed_over)))


def verdict(diagrams: Diagrams, whole: Whole, standing: Roots, speaks: Mapping[Voice, Node | None]) -> Node:
    """Rules 4 and 6. Return the outcome of a whole with its basis: leaves are pairs of both."""
    each = [
        _said(diagrams, voice, standing, there(speaks[voice])) for voice in whole.voices if not voice.only_incorporates
    ]
    values = diagrams.values

    def settle(given: tuple[Node, ...]) -> Node | tuple[Node, ...]:
        if all(node in values for node in given):
            said = [values[node] for node in given]
            return diagrams.leaf(strongest(one for one in said if one is not None))  # type: ignore[misc]
        return given

    return apply(diagrams, "strongest", settle, tuple(each))


def _said(diagrams: Diagrams, voice: Voice, standing: Roots, speaks: Node) -> Node:
    """Return what a policy says by itself, as such a pair; nothing where it is silent."""
    mild, strict = OUTCOMES
    permits, prohibits = (
        disjoin(diagrams, (there(standing[each]) for each in voice.speaking_for[outcome])) for outcome in (mild, strict)
    )
    preferred = mild if voice.policy.conflicts == "permission" else strict
    leaf = diagrams.leaf
    where_prohibited = choose(diagrams, permits, leaf((preferred, "conflict rule")), leaf((strict, "clauses")))
    where_not = choose(diagrams, permits, leaf((mild, "clauses")), leaf((voice.policy.otherwise, "default")))
    return choose(diagrams, speaks, choose(diagrams, prohibits, where_prohibited, where_not), leaf(None))
