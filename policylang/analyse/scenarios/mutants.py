"""Mutants: a policy with one thing in it changed, as a slip of the pen might change it.

A condition is turned round, left out, or made to hold of a little more or a little less; an exception is left out.
What a clause does, and when it is in force, stays. A definition is changed once, wherever it is used in the conditions
of the policy itself; the lines of a part are changed in one clause after the other.

Source: R. A. DeMillo, R. J. Lipton, F. G. Sayward, Hints on Test Data Selection: Help for the Practicing Programmer,
    IEEE Computer 11(4), 1978; for the kinds of change A. J. Offutt, A. Lee, G. Rothermel, R. H. Untch, C. Zapf, An
    Experimental Determination of Sufficient Mutant Operators, ACM TOSEM 5(2), 1996, of which those on values and on
    logic have a counterpart here.
"""

from collections.abc import Iterator, Mapping
from hashlib import sha256
from typing import Literal, NamedTuple

from policylang.analyse.scenarios.changes import Change, changes
from policylang.analyse.sites import Site, Steps, inner, replaced, sites
from policylang.analyse.wording import worded
from policylang.evaluate.residual_tree import bare
from policylang.semantics.policy import ClauseException, Condition, Defined, Policy
from policylang.source import Place

OwnerKind = Literal["scope", "clause", "duty"]


class Owner(NamedTuple):
    """What a condition belongs to, and as what: a clause's `when`, the scope, a duty's `breached when`."""

    kind: OwnerKind
    name: str
    field: str

    @property
    def said(self) -> str:
        """The owner in words."""
        return "the scope" if self.kind == "scope" else f"{self.kind} {self.name}"


class Mutant(NamedTuple):
    """A policy with one thing changed.

    `said` tells the change, `was` what is changed, `where` what it is in; `policy` is the policy with the change,
    `owners` are the conditions that it changes, `exception` is the exception that it leaves out. `shared` is the same
    for the same change of a definition, in every policy that uses it; there is none for other changes.
    """

    said: str
    was: str
    where: str
    place: Place | None
    policy: Policy
    owners: tuple[Owner, ...] = ()
    exception: ClauseException | None = None
    shared: object = None


class _Occurrence(NamedTuple):
    owner: Owner
    site: Site
    change: Change


def mutants(policy: Policy) -> Iterator[Mutant]:
    """Yield the mutants of a policy itself, not of what it incorporates, in the order of its text.

    Some of them mean the same as the policy, or as each other.
    """
    together: dict[object, list[_Occurrence]] = {}
    for owner, condition in conditions_of(policy):
        for site in sites(condition, into_definitions=True):
            for change in changes(policy, site):
                together.setdefault(_line(owner, condition, site, change), []).append(_Occurrence(owner, site, change))
    for line, found in together.items():
        yield _mutant(policy, line, found)
    for pair in policy.exceptions:
        left = tuple(each for each in policy.exceptions if each is not pair)
        said = f"the exception of `{pair.over}` by `{pair.by}` left out"
        other = _sealed(policy._replace(exceptions=left), (pair.by, pair.over))
        yield Mutant(said, f"lifted by {pair.by}", f"clause {pair.over}", pair.place, other, (), pair)


def conditions_of(policy: Policy) -> Iterator[tuple[Owner, Condition]]:
    """Yield the conditions of a policy's scope, clauses and duties."""
    if policy.applies is not None:
        yield Owner("scope", "", "applies"), policy.applies
    for clause in policy.clauses:
        for field, condition in (("when", clause.when), ("unless", clause.unless)):
            if condition is not None:
                yield Owner("clause", clause.name, field), condition
    for duty in policy.duties:
        for field, condition in (("fulfilled", duty.fulfilled), ("breached", duty.breached)):
            if condition is not None:
                yield Owner("duty", duty.name, field), condition


def _line(owner: Owner, condition: Condition, site: Site, change: Change) -> object:
    """Return what two changes have in common that are one change of the text: that of a definition is one."""
    defined, rest = _definition_around(condition, site.steps)
    return (owner if defined is None else defined.definition), rest, change.kind


def _mutant(policy: Policy, line: object, found: list[_Occurrence]) -> Mutant:
    first = found[0]
    put_in: dict[Owner, dict[Steps, Condition | None]] = {}
    for each in found:
        put_in.setdefault(each.owner, {})[each.site.steps] = each.change.condition
    changed = {
        owner: replaced(condition, put_in[owner]) for owner, condition in conditions_of(policy) if owner in put_in
    }
    around, _ = _definition_around(dict(conditions_of(policy))[first.owner], first.site.steps)
    where = f"definition {bare(around.definition)}" if around else first.owner.said
    said = first.change.said
    if first.owner.field == "unless" and not first.site.steps and first.change.condition is None:
        said = f"the `unless` left out: {said}"
    was = worded(policy, first.site.condition)
    other = _sealed(_changed(policy, changed), line)
    return Mutant(said, was, where, first.site.condition.place, other, tuple(changed), shared=line if around else None)


def _definition_around(condition: Condition, steps: Steps) -> tuple[Defined | None, Steps]:
    """Return the innermost definition in whose meaning something stands, and the rest of the way from there."""
    found: tuple[Defined | None, Steps] = None, steps
    for number, step in enumerate(steps):
        if isinstance(condition, Defined):
            found = condition, steps[number:]
        condition = inner(condition)[step]
    return found


def _changed(policy: Policy, changed: Mapping[Owner, Condition | None]) -> Policy:
    def of(kind: OwnerKind, name: str) -> dict[str, Condition | None]:
        return {owner.field: new for owner, new in changed.items() if (owner.kind, owner.name) == (kind, name)}

    return policy._replace(
        clauses=tuple(each._replace(**of("clause", each.name)) for each in policy.clauses),  # type: ignore[arg-type]
        duties=tuple(each._replace(**of("duty", each.name)) for each in policy.duties),  # type: ignore[arg-type]
        **of("scope", ""),  # type: ignore[arg-type]
    )


def _sealed(policy: Policy, change: object) -> Policy:
    """Return a changed policy with a digest of its own; that of what it means would take long, for so many."""
    return policy._replace(digest=sha256(f"{policy.digest} {change!r}".encode()).hexdigest())
