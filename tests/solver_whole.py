"""What a policy decides with all that it incorporates, put to a solver: outcome, basis, duties with states, advice.

Beside it, what two cases that differ in some facts alone can differ in.
"""

from collections.abc import Iterable, Iterator, Sequence

import oracle
import z3  # type: ignore[import-untyped]
from solver import Solver

from policylang.semantics.policy import Duty, Path, Policy, Present

Named = tuple[str, str]
"""A policy and a clause of it."""
SPEAKING = {"permitted": "permits", "prohibited": "prohibits"}
STATES = ("breached", "fulfilled", "outstanding", "unknown")


class Whole:
    """A policy with what it incorporates as formulas.

    Args:
        policy: The policy.
        beside: Another one about the same facts, if both are asked about the same cases.
    """

    def __init__(self, policy: Policy, *, beside: "Whole | None" = None) -> None:
        self.policy = policy
        self.family = oracle.family(policy)
        self.first: Solver = Solver(policy, beside=beside.first if beside else None)
        self.day = self.first.day
        self.said = {
            each.name: self.first if each is policy else Solver(each, beside=self.first) for each in self.family
        }
        self.speaks: dict[str, z3.BoolRef] = {}
        for each in self.family:
            around = [one.name for one in self.family if any(inner.name == each.name for inner in one.incorporated)]
            heard = z3.Or([self.speaks[name] for name in around]) if around else z3.BoolVal(val=True)
            scope = z3.BoolVal(val=True) if each.applies is None else self.said[each.name].holds(each.applies)
            self.speaks[each.name] = z3.And(heard, scope)
        self.stands = {
            (each.name, clause.name): z3.And(self.speaks[each.name], self.said[each.name].stands(clause.name))
            for each in self.family
            for clause in each.clauses
        }
        self.prohibits = z3.Or([self._gives(each, "prohibited") for each in self._voters()])

    def can_be(self, *formulas: z3.BoolRef) -> bool:
        """Whether some possible case on some day meets formulas."""
        return self.first.can_be(*formulas)

    def applies(self, name: Named) -> z3.BoolRef:
        """Return the formula that a clause applies."""
        return z3.And(self.speaks[name[0]], self.said[name[0]].applies(name[1]))

    # ------------------------------------------------------------ outcomes

    def outcome(self, outcome: str) -> z3.BoolRef:
        """Return the formula of an outcome."""
        return self.prohibits if outcome == "prohibited" else z3.Not(self.prohibits)

    def speaking(self, outcome: str) -> list[Named]:
        """Return the clauses that speak for an outcome."""
        return [
            (each.name, clause.name)
            for each in self.family
            for clause in each.clauses
            if clause.effect == SPEAKING[outcome]
        ]

    def basis(self, outcome: str, basis: str) -> z3.BoolRef:
        """Return the formula that an outcome has a basis: the strongest that a policy gives it on."""
        stronger: list[z3.BoolRef] = []
        for each in ("clauses", "conflict rule", "default"):
            here = z3.Or([z3.And(self._gives(one, outcome), self._is_by(one, each)) for one in self._voters()])
            if each == basis:
                return z3.And(self.outcome(outcome), here, z3.Not(z3.Or(stronger)))
            stronger.append(here)
        return z3.And(self.outcome(outcome), z3.Not(z3.Or(stronger)))

    def _voters(self) -> list[Policy]:
        return [each for each in self.family if each.clauses or not each.incorporated]

    def _claims(self, policy: Policy, outcome: str) -> z3.BoolRef:
        return z3.Or([self.stands[each] for each in self.speaking(outcome) if each[0] == policy.name])

    def _gives(self, policy: Policy, outcome: str) -> z3.BoolRef:
        prohibits, permits = self._claims(policy, "prohibited"), self._claims(policy, "permitted")
        both = z3.BoolVal(val=policy.conflicts != "permission")
        neither = z3.BoolVal(val=policy.otherwise == "prohibited")
        strict = z3.If(prohibits, z3.Or(z3.Not(permits), both), z3.And(z3.Not(permits), neither))
        return z3.And(self.speaks[policy.name], strict if outcome == "prohibited" else z3.Not(strict))

    def _is_by(self, policy: Policy, basis: str) -> z3.BoolRef:
        prohibits, permits = self._claims(policy, "prohibited"), self._claims(policy, "permitted")
        by_rule, by_default = z3.And(prohibits, permits), z3.Not(z3.Or(prohibits, permits))
        by_clauses = z3.Xor(prohibits, permits)
        return {"clauses": by_clauses, "conflict rule": by_rule, "default": by_default}[basis]

    # ------------------------------------------------------------ duties and advice

    def calls(self, *, own: bool = False) -> list[z3.BoolRef]:
        """Return a formula for each duty that is due in a state, and each advice that is given."""
        return [each for one in self.family if one is self.policy or not own for each in self._calls(one)]

    def _calls(self, policy: Policy) -> Iterator[z3.BoolRef]:
        for duty in policy.duties:
            due = self._called_for(policy, "requires", duty.name)
            yield from (z3.And(due, self._is_in(policy, duty, state)) for state in STATES)
        yield from (self._called_for(policy, "recommends", each.name) for each in policy.advice)

    def _called_for(self, policy: Policy, effect: str, target: str) -> z3.BoolRef:
        calling = [each.name for each in policy.clauses if each.effect == effect and target in each.targets]
        return z3.Or([self.stands[policy.name, name] for name in calling])

    def _is_in(self, policy: Policy, duty: Duty, state: str) -> z3.BoolRef:
        holds = self.said[policy.name].holds
        breached = z3.BoolVal(val=False) if duty.breached is None else holds(duty.breached)
        if state == "breached":
            return breached
        if duty.fulfilled is None:
            return z3.And(state == "unknown", z3.Not(breached))
        fulfilled = holds(duty.fulfilled)
        told = {"fulfilled": fulfilled, "outstanding": z3.Not(fulfilled), "unknown": z3.BoolVal(val=False)}
        return z3.And(z3.Not(breached), told[state])

    def alone(self) -> list[z3.BoolRef]:
        """Return formulas for all that the policy decides by itself, without what it incorporates."""
        return [self._gives(self.policy, "prohibited"), *self.calls(own=True)]

    # ------------------------------------------------------------ cases that differ in some facts alone

    def there(self, path: Path) -> z3.BoolRef:
        """Return the formula that an optional thing is there."""
        return self.first.holds(Present(path))

    def keys(self, path: Path) -> list[object]:
        """Return the keys of all that is asked about a fact and its parts."""
        length = len(path.parts)
        asked = [(key, key[0]) for key in self.first._known if isinstance(key, tuple)]
        return [key for key, each in asked if each.fact == path.fact and each.parts[:length] == path.parts]

    def beside(self, keys: Iterable[object], formulas: Sequence[z3.BoolRef]) -> list[z3.BoolRef]:
        """Return what formulas are in a case beside, which may differ in some variables; that it can be comes first."""
        known = self.first._known
        ours = [known[key] for key in keys if key in known]
        return self._with([(each, z3.Const(f"{each} beside", each.sort())) for each in ours], formulas)

    def given(self, path: Path, leaf: str, formulas: Sequence[z3.BoolRef]) -> list[z3.BoolRef]:
        """Return what formulas are where a fact has a value; that it can be comes first."""
        number = self.first._leaves(path).index(leaf)
        return self._with([(self.first._value(path), z3.IntVal(number))], formulas)

    def _with(self, pairs: list[tuple[z3.ExprRef, z3.ExprRef]], formulas: Sequence[z3.BoolRef]) -> list[z3.BoolRef]:
        possible = z3.And([z3.BoolVal(val=True), *self.first.solver.assertions()])
        return [z3.substitute(each, *pairs) for each in (possible, *formulas)]


def differ(ours: Sequence[z3.BoolRef], theirs: Sequence[z3.BoolRef]) -> z3.BoolRef:
    """Return the formula that one of some formulas is otherwise than its counterpart."""
    return z3.Or([z3.Xor(one, other) for one, other in zip(ours, theirs, strict=True)])
