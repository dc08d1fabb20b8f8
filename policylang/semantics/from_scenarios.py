"""Examples and scenarios from syntax: givens into knowledge, expectations with their names looked up."""

from collections.abc import Iterable, Mapping
from typing import Protocol

from policylang.semantics.findings import Findings
from policylang.semantics.from_conditions import ConditionReader, Found
from policylang.semantics.givens import Givens
from policylang.semantics.knowledge import NOTHING_KNOWN, Example, Knowledge, Scalar
from policylang.semantics.module import ResolvedExample, TypeDefinition
from policylang.semantics.policy import Path, Policy
from policylang.semantics.scenario import Expectation, Scenario
from policylang.semantics.scope import Scope
from policylang.semantics.types import OneOf, SetOf, Slot, Thing, Type, Words, YesNo, phrase
from policylang.syntax import tree


class _Lookup(Protocol):
    """Finds what the path of a given means."""

    def __call__(self, path: tree.Path) -> Found | None: ...


class GivenReader:
    """Reads givens of one file. In an example of a thing, paths start at its parts."""

    def __init__(self, scope: Scope, conditions: ConditionReader, findings: Findings, optional: Iterable[Path]) -> None:
        self.scope = scope
        self.conditions = conditions
        self.findings = findings
        self.optional = frozenset(optional)
        self._of: Type | None = None

    def example(self, item: tree.Example, thing: TypeDefinition | None) -> ResolvedExample:
        """Return an example with its names looked up."""
        slot = Slot(thing.type) if thing else None
        givens = Givens(self.optional if slot is None else optional_below(Path(""), slot))
        self._of = slot.type if slot else None
        self._read_all(item.givens, givens, self._below(slot) if slot else self.conditions.path)
        self._of = None
        example = Example(item.name.text, thing.id if thing else None, givens.knowledge())
        return ResolvedExample(example, slot, item.name.span)

    def case(self, given: Iterable[tree.Given], onto: Knowledge = NOTHING_KNOWN) -> Givens:
        """Return what the givens of a scenario tell, on top of what is known."""
        givens = Givens(self.optional)
        givens.known.update(onto.known)
        self._read_all(given, givens, self.conditions.path)
        return givens

    def _below(self, slot: Slot) -> _Lookup:
        def look(path: tree.Path) -> Found | None:
            return self.conditions.parts_of(Found(Path(""), slot), path)

        return look

    def _read_all(self, lines: Iterable[tree.Given], givens: Givens, look: _Lookup) -> None:
        for line in lines:
            if isinstance(line, tree.Like):
                self._like(line, givens, look)
                continue
            found = look(line.path)
            if found is not None:
                self._give(line, found, givens)

    def _give(self, line: tree.Given, found: Found, givens: Givens) -> None:
        match line:
            case tree.Unknown():
                givens.forget(found.path)
            case tree.GivenThere(_, negated):
                if self._fits(found.slot.optional, line, found, "is always there"):
                    givens.presence(found.path, present=not negated)
            case tree.GivenHolds(_, negated):
                if self._fits(isinstance(found.slot.type, YesNo), line, found, "is not yes or no"):
                    givens.value(found.path, [not negated])
            case tree.GivenAre(_, values):
                leaves = self._members(line, found, values)
                if leaves is not None:
                    givens.members(found.path, leaves)
            case tree.GivenInclude(_, values, negated):
                leaves = self._members(line, found, values)
                if leaves is not None:
                    givens.include(found.path, leaves, negated=negated)
            case tree.GivenIs(_, values):
                scalars = self._scalars(line, found, values)
                if scalars:
                    givens.value(found.path, scalars)

    def _fits(self, fits: bool, line: tree.Given, found: Found, said: str) -> bool:  # noqa: FBT001
        if not fits and not isinstance(line, tree.Like):
            message = f"`{line.path.text}` {said}"
            self.findings.add("P0302", message, line.span, f"takes {phrase(found.slot)}")
        return fits

    def _members(self, line: tree.Given, found: Found, values: tuple[tree.Value, ...]) -> tuple[str, ...] | None:
        if not isinstance(found.slot.type, SetOf):
            self._fits(False, line, found, "is no set; say what it `is`")  # noqa: FBT003
            return None
        outline = found.slot.type.outline
        leaves, _ = self.conditions.leaves(outline, values, found.slot)
        if isinstance(line, tree.GivenInclude) and line.negated:
            return tuple(leaves)
        for value in values:
            if isinstance(value, tree.Name) and value.text in outline.children and value.text in outline.under:
                self._group_in_set(value, outline.under[value.text])
        return tuple(leaves)

    def _group_in_set(self, value: tree.Name, leaves: tuple[str, ...]) -> None:
        self.findings.add(
            "P0301",
            f"`{value.text}` is a group, and a set holds values",
            value.span,
            "which of them?",
            helps=(f"name the values that are in the set, out of {', '.join(leaves)}",),
        )

    def _scalars(self, line: tree.GivenIs, found: Found, values: tuple[tree.Value, ...]) -> tuple[Scalar, ...]:
        match found.slot.type:
            case OneOf(outline):
                return tuple(self.conditions.leaves(outline, values, found.slot)[0])
            case Words():
                return tuple(self.conditions.texts(values, found.slot))
            case SetOf():
                self._fits(False, line, found, "is a set; say what its members `are`")  # noqa: FBT003
            case YesNo():
                self._fits(False, line, found, "is yes or no; give its bare name, or `not` and its name")  # noqa: FBT003
            case Thing():
                self._fits(False, line, found, "is a thing; give its parts, or say which example it is `like`")  # noqa: FBT003
            case _:
                bounds = [self.conditions.bound(each, found.slot) for each in values]
                return tuple(each for each in bounds if each is not None)
        return ()

    def _like(self, line: tree.Like, givens: Givens, look: _Lookup) -> None:
        found = look(line.path) if line.path else None
        names = tuple(line.example.text.split("."))
        entity = self.scope.find("example", names, line.example.span)
        if entity is None or not isinstance(entity[0], ResolvedExample) or (line.path and found is None):
            return
        example = entity[0]
        if found is None and example.slot is not None and example.slot.type is self._of:
            givens.add(example.example.given.known)
        elif found is None and example.slot is not None:
            self._wrong_example(
                line, f"`{line.example.text}` describes a thing; say which, as in `operator like {line.example.text}`"
            )
        elif found is not None and (example.slot is None or example.slot.type is not found.slot.type):
            self._wrong_example(
                line, f"`{line.example.text}` is no example of what `{line.path.text if line.path else ''}` is"
            )
        else:
            givens.add(example.example.given.known, at=found.path if found else None)

    def _wrong_example(self, line: tree.Like, message: str) -> None:
        self.findings.add("P0302", message, line.span, "does not fit")


def optional_below(path: Path, slot: Slot) -> Iterable[Path]:
    """Yield the paths of the optional things at and below a path."""
    if slot.optional:
        yield path
    if isinstance(slot.type, Thing):
        for name, part in slot.type.parts.items():
            yield from optional_below(path.part(name), part)


class ScenarioReader:
    """Reads the scenarios for one policy."""

    def __init__(self, policy: Policy, givens: GivenReader, findings: Findings) -> None:
        self.policy = policy
        self.givens = givens
        self.findings = findings
        self.clauses, self.duties, self.advice = names_of(policy)
        self.is_dated = any_dated(policy)

    def read(self, item: tree.Scenario) -> Scenario | None:
        """Return a scenario with its names looked up, or nothing where it expects nothing."""
        if item.on is None and self.is_dated:
            self.findings.add(
                "P0307",
                "the scenario has no date, and the policy changes with time",
                item.title.span,
                "on which day?",
                helps=("add a line `on` with a date, as in `on 2024-05-10`",),
            )
        given = self.givens.case(item.givens)
        if item.expect is None:
            return None
        outcome = item.expect.outcome
        if outcome.text not in ("permitted", "prohibited", "undetermined"):
            near = self.findings.near(outcome.text, ("permitted", "prohibited", "undetermined"), outcome.span)
            text = "one of permitted, prohibited, undetermined"
            self.findings.add("P0301", f"`{outcome.text}` is no outcome", outcome.span, text, helps=near)
            return None
        return Scenario(
            self.policy.name,
            item.title.value,
            item.on.value if item.on else None,
            given.knowledge(),
            outcome.text,  # type: ignore[arg-type]
            tuple(self._expectation(each) for each in item.expect.expectations),
            self.findings.place(item.title.span),
        )

    def _expectation(self, line: tree.Expectation) -> Expectation:
        place = self.findings.place(line.span)
        match line:
            case tree.ExpectBasis(basis):
                return Expectation(basis, place=place)
            case tree.ExpectLifting(clause, by):
                lifted = self._known("clause", (clause,), self.clauses)
                return Expectation("lifting", lifted, by=self._known("clause", by, self.clauses), place=place)
            case tree.ExpectDuty(duties, state, only):
                return Expectation(
                    "requiring", self._known("duty", duties, self.duties), only, state=state, place=place
                )
            case tree.ExpectNames("needing", names, only):
                return Expectation("needing", tuple(filter(None, map(self._fact, names))), only, place=place)
            case tree.ExpectNames("advising", names, only):
                return Expectation("advising", self._known("advice", names, self.advice), only, place=place)
            case tree.ExpectNames(kind, names, only):
                return Expectation(kind, self._known("clause", names, self.clauses), only, place=place)

    def _fact(self, name: tree.Name) -> str | None:
        found = self.givens.conditions.path(tree.Path(tuple(name.text.split(".")), name.span))
        return self.policy.text(found.path) if found else None

    def _known(self, kind: str, names: Iterable[tree.Name], known: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
        found: list[str] = []
        for name in names:
            if name.text in known:
                found.extend(known[name.text])
                continue
            said = f"`{self.policy.name}` has no {kind} `{name.text}`"
            text = f"no such {kind}"
            self.findings.unknown("P0201", said, name.span, text, word=name.text, candidates=known)
        return tuple(found)


def names_of(
    policy: Policy,
) -> tuple[dict[str, tuple[str, ...]], dict[str, tuple[str, ...]], dict[str, tuple[str, ...]]]:
    """Return what can be expected by name: clauses (a part stands for its own), duties, advice."""
    clauses: dict[str, tuple[str, ...]] = {}
    duties: dict[str, tuple[str, ...]] = {}
    advice: dict[str, tuple[str, ...]] = {}
    for each in everyone(policy):
        prefix = "" if each is policy else f"{each.name}."
        for clause in each.clauses:
            clauses[prefix + clause.name] = (prefix + clause.name,)
            if clause.part:
                part = prefix + clause.part
                clauses[part] = (*clauses.get(part, ()), prefix + clause.name)
        duties.update({prefix + duty.name: (prefix + duty.name,) for duty in each.duties})
        advice.update({prefix + item.name: (prefix + item.name,) for item in each.advice})
    return clauses, duties, advice


def everyone(policy: Policy) -> tuple[Policy, ...]:
    """Return the policy and every one it incorporates, directly or not, each once."""
    found: dict[str, Policy] = {}
    todo = [policy]
    while todo:
        here = todo.pop()
        if here.name not in found:
            found[here.name] = here
            todo.extend(reversed(here.incorporated))
    return tuple(found.values())


def any_dated(policy: Policy) -> bool:
    """Whether a decision of the policy, or of one it incorporates, can change with the date."""
    return any(each.editions or any(clause.times for clause in each.clauses) for each in everyone(policy))
