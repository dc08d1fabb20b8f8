"""A good order of the variables to begin with, from how the policy is written.

What many clauses ask goes to the top, so that one answer settles much; what is asked together stays together: the
members of a set, and a thing before its parts. The day goes first, since it is always known.

Source: the weights are those of S. Minato, N. Ishiura, S. Yajima, Shared Binary Decision Diagrams with Attributed
    Edges, DAC 1990, section 4.3, where a gate hands down its weight in equal parts; here a clause does.
"""

from collections.abc import Iterable, Sequence

from policylang.core.domain import DAY, Domain
from policylang.core.literals import demand
from policylang.semantics.policy import Condition, Policy
from policylang.semantics.reference import Voice
from policylang.semantics.worlds import tests


def static_order(domain: Domain, voices: Sequence[Voice]) -> list[int]:
    """Return the variables from the top down.

    Of several policies the one with the most clauses comes first, in the order that is good for it; what only the
    others ask follows, in theirs. An order by the weights of all would be good for none of them.
    """
    policies = {voice.policy.digest or voice.policy.name: voice.policy for voice in voices}.values()
    found = dict.fromkeys([DAY])
    for policy in sorted(policies, key=lambda policy: -len(policy.clauses)):
        found |= dict.fromkeys(_order_of(domain, policy))
    return list(found | dict.fromkeys(range(len(domain.variables))))


def _order_of(domain: Domain, policy: Policy) -> list[int]:
    """Return the variables that a policy asks, those of which most depends first."""
    weight: dict[int, float] = {}
    for conditions, share in _weighted(policy):
        asked = list(dict.fromkeys(_variables(domain, conditions)))
        for variable in asked:
            weight[variable] = weight.get(variable, 0.0) + share / len(asked)
    heaviest: dict[object, float] = {}
    for number, its in weight.items():
        each = domain.variables[number]
        for group in (each.path, *each.things):
            heaviest[group] = max(heaviest.get(group, 0.0), its)

    def key(number: int) -> tuple[object, ...]:
        """A thing weighs as much as the heaviest of its parts, and has the lower number."""
        of_path = max(heaviest[domain.variables[number].path], heaviest.get(number, 0.0))
        return (-of_path, _first(domain, number), -weight[number], number)

    return sorted(weight, key=key)


def _first(domain: Domain, number: int) -> int:
    """Return the lowest number among the variables of a path."""
    path = domain.variables[number].path
    return number if path is None else domain.of_path(path)[0]


def _weighted(policy: Policy) -> Iterable[tuple[list[Condition], float]]:
    if policy.applies is not None:
        yield [policy.applies], 1.0 + len(policy.clauses)
    for clause in policy.clauses:
        yield [each for each in (clause.when, clause.unless) if each is not None], 1.0
    for duty in policy.duties:
        yield [each for each in (duty.fulfilled, duty.breached) if each is not None], 0.1
    for always in policy.always:
        yield [always.condition, always.consequence], 0.1


def _variables(domain: Domain, conditions: Iterable[Condition]) -> Iterable[int]:
    for test in tests(conditions):
        demanded = demand(domain, test)
        yield from (variable for variable, _ in demanded.all_of)
        yield from (variable for variable, _ in demanded.any_of or ())
