"""A policy put to a solver: what applies and stands in some case, for policies of which not every case can be tried.

Written from the language's page over the facts themselves: no cells, no diagrams. A number is a number, a value of an
outline its place there, a set a yes or no for each of its leaves.
"""

import datetime as dt
from collections.abc import Callable, Iterable
from decimal import Decimal

import z3  # type: ignore[import-untyped]

from policylang.semantics.policy import (
    All,
    Any,
    Clause,
    Condition,
    Count,
    Defined,
    Includes,
    IncludesOnly,
    InEdition,
    Not,
    Path,
    Period,
    Policy,
    Present,
    Test,
    TextIn,
    ValueIn,
    Within,
    Yes,
)
from policylang.semantics.types import Day, Number, OneOf, SetOf, Thing


class Solver:
    """A policy as formulas over its facts and the day.

    Args:
        policy: The policy.
        beside: Another one about the same facts, if both are asked about the same cases: those that both let be.
    """

    def __init__(self, policy: Policy, *, beside: "Solver | None" = None) -> None:
        self.policy = policy
        self.solver: z3.Solver = z3.Solver() if beside is None else beside.solver
        self.by_name = {clause.name: clause for clause in policy.clauses}
        self.day = z3.Int("the day")
        self.solver.add(self.day >= dt.date.min.toordinal(), self.day <= dt.date.max.toordinal())
        self._known: dict[object, z3.ExprRef] = {} if beside is None else beside._known
        self._texts: dict[str, int] = {} if beside is None else beside._texts
        self._standing: dict[str, z3.BoolRef] = {}
        for each in _family(policy):
            for line in each.always:
                self.solver.add(z3.Implies(self.holds(line.condition), self.holds(line.consequence)))

    def can_be(self, *formulas: z3.BoolRef) -> bool:
        """Whether some possible case on some day meets formulas."""
        found = self.solver.check(*formulas)
        assert found != z3.unknown
        return bool(found == z3.sat)

    # ------------------------------------------------------------ clauses

    def applies(self, name: str) -> z3.BoolRef:
        """Return the formula that a clause applies."""
        clause: Clause = self.by_name[name]
        parts = [self.during(clause.times) if clause.times else z3.BoolVal(val=True)]
        parts += [self.holds(each) for each in (self.policy.applies, clause.when) if each is not None]
        parts += [z3.Not(self.holds(clause.unless))] if clause.unless is not None else []
        parts += [z3.Or([self.stands(each) for each in clause.under])] if clause.under else []
        return z3.And(parts)

    def stands(self, name: str) -> z3.BoolRef:
        """Return the formula that a clause stands."""
        if name not in self._standing:
            over = [pair.by for pair in self.policy.exceptions if pair.over == name]
            over = [each for each in over if self.by_name[each].effect not in ("requires", "recommends")]
            lifted = z3.Or([self.stands(each) for each in over])
            self._standing[name] = z3.And(self.applies(name), z3.Not(lifted))
        return self._standing[name]

    def during(self, periods: Iterable[Period]) -> z3.BoolRef:
        """Return the formula that the day lies in one of some periods."""
        return z3.Or([
            z3.And(
                *([self.day >= each.start.toordinal()] if each.start else []),
                *([self.day < each.before.toordinal()] if each.before else []),
            )
            for each in periods
        ])  # fmt: skip

    # ------------------------------------------------------------ conditions

    def holds(self, condition: Condition) -> z3.BoolRef:
        """Return the formula that a condition holds."""
        match condition:
            case All(inner):
                return z3.And([self.holds(each) for each in inner])
            case Any(inner):
                return z3.Or([self.holds(each) for each in inner])
            case Not(one):
                return z3.Not(self.holds(one))
            case Count(number, exactly, inner):
                held = z3.Sum([z3.If(self.holds(each), 1, 0) for each in inner])
                return held == number if exactly else held >= number
            case Defined(_, _, meant):
                return self.holds(meant)
            case InEdition(_, period):
                return self.during([period])
            case _:
                return z3.And([*self._around(condition.path), self._says(condition)])

    def _around(self, path: Path) -> list[z3.BoolRef]:
        """Return that the optional things around a path are there."""
        ways = [Path(path.fact, path.parts[:length]) for length in range(len(path.parts))]
        return [self._variable(way, "there", z3.Bool) for way in ways if self.policy.slot(way).optional]

    def _says(self, test: Test) -> z3.BoolRef:
        match test:
            case Present(path):
                return self._variable(path, "there", z3.Bool)
            case Yes(path):
                return self._variable(path, "", z3.Bool)
            case Includes(path, leaves):
                return z3.Or([self._variable(path, leaf, z3.Bool) for leaf in sorted(leaves)])
            case IncludesOnly(path, leaves):
                inside = {leaf: self._variable(path, leaf, z3.Bool) for leaf in self._leaves(path)}
                others = [z3.Not(each) for leaf, each in inside.items() if leaf not in leaves]
                return z3.And(z3.Or([inside[leaf] for leaf in sorted(leaves)]), *others)
            case ValueIn(path, leaves):
                value = self._value(path)
                return z3.Or([value == self._leaves(path).index(leaf) for leaf in sorted(leaves)])
            case TextIn(path, texts):
                return z3.Or([self._value(path) == self._text(text) for text in sorted(texts)])
            case Within(path, low, high, low_included, high_included):
                value = self._value(path)
                bounds = []
                if low is not None:
                    bounds.append(value >= _constant(low) if low_included else value > _constant(low))
                if high is not None:
                    bounds.append(value <= _constant(high) if high_included else value < _constant(high))
                return z3.And(bounds)

    def _leaves(self, path: Path) -> tuple[str, ...]:
        type_ = self.policy.slot(path).type
        assert isinstance(type_, OneOf | SetOf)
        return type_.outline.leaves

    def _text(self, text: str) -> int:
        return self._texts.setdefault(text, len(self._texts))

    def _value(self, path: Path) -> z3.ExprRef:
        type_ = self.policy.slot(path).type
        assert not isinstance(type_, Thing)
        if isinstance(type_, Number) and not type_.whole:
            return self._variable(path, "", z3.Real)
        return self._variable(path, "", z3.Int)

    def _variable(self, path: Path, member: str, make: Callable[[str], z3.ExprRef]) -> z3.ExprRef:
        if (path, member) not in self._known:
            found = self._known[path, member] = make(f"{path} {member}")
            self.solver.add(*self._bounds(path, found) if not z3.is_bool(found) else [])
        return self._known[path, member]

    def _bounds(self, path: Path, value: z3.ExprRef) -> list[z3.BoolRef]:
        match self.policy.slot(path).type:
            case OneOf(outline):
                return [value >= 0, value < len(outline.leaves)]
            case Number(_, low, high):
                lowest = [value >= _constant(low)] if low is not None else []
                return lowest + ([value <= _constant(high)] if high is not None else [])
            case Day():
                return [value >= dt.date.min.toordinal(), value <= dt.date.max.toordinal()]
            case _:
                return []


def _constant(value: Decimal | dt.date) -> z3.ExprRef:
    return value.toordinal() if isinstance(value, dt.date) else z3.RealVal(str(value))


def _family(policy: Policy) -> list[Policy]:
    found = [policy]
    for each in found:
        found.extend(each.incorporated)
    return found
