"""Questions as text: a condition in the names that a policy's own file sees, read as the file itself would be.

What that takes is small beside the policy and is needed by few commands, so it is kept apart from it: `Names`.
"""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

import attrs

from policylang.diagnostics.errors import PolicyError
from policylang.diagnostics.model import Diagnostic, Edit, Help, Label
from policylang.semantics.assertion import Statement
from policylang.semantics.definitions import Instances
from policylang.semantics.findings import Findings
from policylang.semantics.from_assertions import StatementReader
from policylang.semantics.from_conditions import ConditionReader
from policylang.semantics.from_scenarios import GivenReader, names_of as names_in
from policylang.semantics.knowledge import NOTHING_KNOWN, Knowledge
from policylang.semantics.module import Definition, Module, ResolvedExample
from policylang.semantics.policy import Condition, Policy
from policylang.semantics.scope import Scope
from policylang.semantics.types import Fact
from policylang.source import Place, Source, Span
from policylang.syntax import tree
from policylang.syntax.from_text import parse
from policylang.syntax.to_text import statement_text

STEP = "    "
_NAME = "question"
_AROUND = f'policy {_NAME}\n{STEP}otherwise permitted\n\nclause {_NAME}\n{STEP}"asked"\n{STEP}prohibits\n{STEP}when '
"""What a condition stands in when it is parsed."""
_INSIDE = (
    f", in the `when` of the clause `{_NAME}`",
    f"in the `when` of the clause `{_NAME}`",
    f" of the clause `{_NAME}`",
)
_BEFORE = f'scenarios for {_NAME}\n\nassert {_NAME} "asked"\n{STEP}'
"""What a statement stands in when it is parsed."""
_IN_ASSERT = (f", in the assertion `{_NAME}`", f" of the assertion `{_NAME}`", f" in the assertion `{_NAME}`")


_GIVEN = f'scenarios for {_NAME}\n\nscenario "{_NAME}"\n{STEP}expect permitted\n{STEP}given '
"""What a line of a case stands in when it is parsed."""


class Names(NamedTuple):
    """What the file of a policy sees: facts, definitions and examples, by bare name and by the prefix of their file.

    `definitions` are those that any of them may rest on. Of a saved policy the facts alone are known.
    """

    module: str
    terms: Mapping[str, Mapping[str, Fact | Definition]]
    definitions: tuple[Definition, ...] = ()
    examples: Mapping[str, Mapping[str, ResolvedExample]] = {}
    facts_alone: bool = False


def names_of(module: Module) -> Names:
    """Return what the file of a policy sees."""
    definitions = (each for one in module.closure() for each in one.definitions.values())
    return Names(module.name, module.terms, tuple(definitions), module.likes)


def facts_of(policy: Policy) -> Names:
    """Return what is known without the file of a policy: the facts that a case of it can give."""
    terms: dict[str, dict[str, Fact | Definition]] = {}
    for fact in policy.facts.values():
        terms.setdefault(fact.name, {})[fact.module] = fact
    return Names(policy.name, terms, facts_alone=True)


def condition(text: str, policy: Policy, names: Names) -> Condition:
    """Return the condition that a text says.

    Args:
        text: The condition, as it stands after `when`; lines of a block are indented as they are in a file.
        policy: The policy it is about.
        names: What it may name.

    Raises:
        PolicyError: The text has faults.
    """
    asked = Asked("the condition", text, _AROUND, _INSIDE)
    asked.must_say_something("say what is to hold, as in `operator.kind is company`")
    file, faults = parse(asked.wrapped)
    clause = next((item for item in file.items if isinstance(item, tree.Clause)), None)
    when = next((line for line in clause.lines if isinstance(line, tree.When)), None) if clause else None
    asked.refuse(faults)
    assert when is not None  # noqa: S101 - where nothing is wrong with it, it is there
    reader, findings = reader_of(asked.wrapped, policy, names)
    found = reader.read(when.condition)
    asked.refuse(findings.diagnostics, names=names)
    return found


def statement(text: str, policy: Policy, names: Names, others: Mapping[str, Policy]) -> tuple[str, Statement]:
    """Return the statement about all cases that a text says, in one line and resolved.

    Args:
        text: The statement, as it stands under an `assert`.
        policy: The policy it is about.
        names: What it may name.
        others: The policies that it may be compared with, by name.

    Raises:
        PolicyError: The text has faults.
    """
    asked = Asked("the statement", text, _BEFORE, _IN_ASSERT)
    asked.must_say_something("say what is to hold, as in `never permitted when operator.kind is company`")
    file, faults = parse(asked.wrapped)
    item = next((each for each in file.items if isinstance(each, tree.Assert)), None)
    asked.refuse(faults)
    assert item is not None  # noqa: S101 - where nothing is wrong with it, it is there
    conditions, findings = reader_of(asked.wrapped, policy, names)
    found = StatementReader(policy, others, conditions, findings).read(item.statement)
    asked.refuse(findings.diagnostics, names=names)
    assert found is not None  # noqa: S101 - as above
    return statement_text(item.statement), found


def given(text: str, policy: Policy, names: Names, *, onto: Knowledge = NOTHING_KNOWN) -> Knowledge:
    """Return what is known once a line of a case is given too; it replaces what was known of the same.

    Args:
        text: The line, as it stands after the `given` of a scenario.
        policy: The policy it is about.
        names: What it may name.
        onto: What is known before.

    Raises:
        PolicyError: The text has faults.
    """
    asked = Asked("the line", text, _GIVEN, (f", in the scenario `{_NAME}`", f' of the scenario "{_NAME}"'))
    asked.must_say_something("say what is so, as in `operator.kind is company`")
    file, faults = parse(asked.wrapped)
    asked.refuse(faults)
    item = next(each for each in file.items if isinstance(each, tree.Scenario))
    conditions, findings = reader_of(asked.wrapped, policy, names)
    optional = (path for path, slot in policy.paths.values() if slot.optional)
    found = GivenReader(conditions.scope, conditions, findings, optional).case(item.givens, onto).knowledge()
    asked.refuse(findings.diagnostics, names=names)
    return found


def compared(text: str) -> str | None:
    """Return the name of the policy that a statement compares with, if it is one that compares."""
    file, _ = parse(Asked("the statement", text, _BEFORE, _IN_ASSERT).wrapped)
    item = next((each for each in file.items if isinstance(each, tree.Assert)), None)
    found = item.statement if item else None
    return found.policy.text if isinstance(found, tree.ComparesStatement) else None


def clauses(name: str, policy: Policy) -> tuple[str, ...]:
    """Return the clauses that a name stands for, those of a part together.

    Raises:
        PolicyError: There is none of that name.
    """
    known = names_in(policy)[0]
    if name not in known:
        asked = Asked("the clause", name, "", ())
        findings = Findings(asked.wrapped)
        said = f"`{policy.name}` has no clause `{name}`"
        findings.unknown("P0201", said, Span(0, len(name)), "no such clause", word=name, candidates=known)
        asked.refuse(findings.diagnostics)
    return known[name]


def reader_of(source: Source, policy: Policy, names: Names) -> tuple[ConditionReader, Findings]:
    """Return what reads conditions in some names, and the findings that it fills."""
    findings = Findings(source)
    scope = Scope(names.module, (), findings)
    for bare, met in names.terms.items():
        for prefix, entity in met.items():
            scope.declare("term", bare, entity, prefix=prefix)
    for bare, found in names.examples.items():
        for prefix, example in found.items():
            scope.declare("example", bare, example, prefix=prefix)
    editions = {each.name: each for each in policy.editions}
    return ConditionReader(scope, findings, Instances(names.definitions), editions), findings


class Asked:
    """A text that is parsed within another, so that what is wrong with it is told about the text alone.

    Args:
        name: How the text is called in what is told.
        text: The text.
        around: What stands before it when it is parsed.
        inside: What messages say of where it stands, the longer first; it is left out.
    """

    def __init__(self, name: str, text: str, around: str, inside: Iterable[str]) -> None:
        self.source = Source(name, text)
        self.around = around
        self.inside = tuple(inside)
        self.wrapped = Source(name, around + text.replace("\n", f"\n{STEP}") + "\n")

    def must_say_something(self, advice: str) -> None:
        """Refuse a text that says nothing.

        Raises:
            PolicyError: It does.
        """
        if not self.source.text.strip():
            label = Label(Place(self.source, Span(0, 0)))
            fault = Diagnostic("P0101", f"{self.source.name} is empty", label, helps=(Help(advice),))
            raise PolicyError(fault.message, (fault,))

    def refuse(self, faults: Iterable[Diagnostic], *, names: Names | None = None) -> None:
        """Refuse a text with faults, told about the text alone; a name that a saved policy does not know, says so.

        Raises:
            PolicyError: There are some.
        """
        found = tuple(self._moved(each, names) for each in faults)
        if found:
            raise PolicyError(found[0].message if len(found) == 1 else f"{len(found)} errors", found)

    def _moved(self, fault: Diagnostic, names: Names | None) -> Diagnostic:
        notes = fault.notes
        if names is not None and names.facts_alone and fault.code == "P0201":
            notes = (*notes, "of a saved policy the facts are known, not its definitions")
        return attrs.evolve(
            fault,
            message=self._said(fault.message),
            label=self._label(fault.label),
            others=tuple(map(self._label, fault.others)),
            notes=notes,
            helps=tuple(map(self._help, fault.helps)),
        )

    def _said(self, text: str) -> str:
        for each in self.inside:
            text = text.replace(each, "")
        return text

    def _label(self, label: Label) -> Label:
        return Label(self._place(label.place), self._said(label.text))

    def _help(self, found: Help) -> Help:
        edit = found.edit
        return found if edit is None else Help(found.text, Edit(self._place(edit.place), edit.replacement))

    def _place(self, place: Place) -> Place:
        if place.source is not self.wrapped:
            return place
        start, end = map(self._offset, place.span)
        return Place(self.source, Span(start, end))

    def _offset(self, wrapped: int) -> int:
        """Return the offset in the text of one in what was parsed."""
        inner = wrapped - len(self.around)
        lines = self.wrapped.text.count("\n", len(self.around), max(wrapped, len(self.around)))
        return min(max(inner - lines * len(STEP), 0), len(self.source.text))
