"""A file resolved: names looked up, types checked, parts written out. The only way from syntax to meaning.

One file at a time, its imports first: `workspace` decides in which order. Nothing is raised for a
fault in a file; everything found is returned, and a policy only where there was no error.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

import attrs

from policylang.diagnostics.model import Diagnostic
from policylang.semantics.assertion import Assertion
from policylang.semantics.circles import in_order
from policylang.semantics.definitions import DEEPEST, MOST_TESTS, Instances
from policylang.semantics.findings import Findings
from policylang.semantics.from_assertions import StatementReader
from policylang.semantics.from_conditions import FAULTY, ConditionReader
from policylang.semantics.from_policy import PolicyReader, editions
from policylang.semantics.from_scenarios import GivenReader, ScenarioReader, optional_below
from policylang.semantics.from_types import TypeReader, distinct, duplicate
from policylang.semantics.knowledge import Example, Knowledge
from policylang.semantics.module import Definition, Module, Parameter, ResolvedExample, Used
from policylang.semantics.policy import Always, Path, Policy
from policylang.semantics.scenario import Scenario
from policylang.semantics.scope import Import, Scope
from policylang.semantics.types import Fact, Slot, YesNo
from policylang.source import Source, Span
from policylang.syntax import tree


@attrs.frozen
class Context:
    """What a file is resolved among: its imports, the policies it incorporates, the one its scenarios are for.

    `complete` is false where something that it needs was not found; `lost` are the words on lines
    that syntax errors made unreadable, here and in what it imports.
    """

    imports: tuple[Import, ...] = ()
    incorporated: tuple[Module, ...] = ()
    subject: Module | None = None
    instances: Instances = attrs.field(factory=Instances)
    complete: bool = True
    lost: frozenset[str] = frozenset()


def resolve(file: tree.File, source: Source, *, name: str, context: Context) -> tuple[Module, tuple[Diagnostic, ...]]:
    """Return a file with its names looked up, and what is wrong with it.

    Args:
        file: The file as it was parsed.
        source: Its text.
        name: The name of the module, for a file whose header is missing.
        context: What it is resolved among; every module in it is resolved already.
    """
    resolver = _Resolver(file, source, name, context)
    module = resolver.module()
    return module, tuple(resolver.findings.diagnostics)


class _Resolver:
    """The passes over one file, in their order; each fills a table that the next ones look into."""

    def __init__(self, file: tree.File, source: Source, name: str, context: Context) -> None:
        self.file = file
        self.source = source
        self.context = context
        self.name = file.header.name.text if file.header else name
        self.kind = file.header.kind if file.header else "vocabulary"
        self.findings = Findings(source, lost=context.lost)
        self.scope = Scope(self.name, context.imports, self.findings, complete=context.complete)
        if context.subject is not None:
            self._see(context.subject)
        self.types = TypeReader(self.scope, self.findings, set())
        found = editions(file.items, self.findings) if self.kind == "policy" else None
        self.conditions = ConditionReader(self.scope, self.findings, context.instances, found)

    def _see(self, subject: Module) -> None:
        """Let a file of scenarios see what the policy it is for sees."""
        for each in (subject, *subject.imports):
            for kind in ("term", "type", "example"):
                for name, entity in each.declared(kind).items():
                    self.scope.declare(kind, name, entity, prefix=each.name)

    def module(self) -> Module:
        """Run every pass and return the module."""
        types = self.types.declare_all(
            distinct("type", [each for each in self.file.items if isinstance(each, tree.TypeItem)], self.findings)
        )
        facts = self._facts()
        definitions = self._definitions(facts)
        always = self._always()
        used: set[str] = set()
        policy = self._policy(facts, always, used) if self.kind == "policy" else None
        subject = policy or (self.context.subject.policy if self.context.subject else None)
        self._see_facts_of(subject)
        optional = self._optional(facts, subject)
        examples = self._examples(optional)
        scenarios = self._scenarios(subject, optional)
        asserts = self._asserts(subject)
        return Module(
            name=self.name,
            kind=self.kind,
            source=self.source,
            types=types,
            facts=facts,
            definitions=definitions,
            examples=examples,
            always=always,
            imports=tuple(each.module for each in self.context.imports),
            scenarios=scenarios,
            asserts=asserts,
            policy=None if self.findings.has_errors else policy,
            targets=dict(_targets(self.file.items)),
            used=Used(frozenset(self.conditions.used | self.types.used | used), frozenset(self.conditions.values)),
            terms=self.scope.seen("term"),  # type: ignore[arg-type]  # of this kind are facts and definitions alone
            likes=self.scope.seen("example"),  # type: ignore[arg-type]  # and of this kind examples
            faulty=self.findings.has_errors,
        )

    # ------------------------------------------------------------ facts and definitions

    def _facts(self) -> dict[str, Fact]:
        facts: dict[str, Fact] = {}
        for item in distinct("fact", [each for each in self.file.items if isinstance(each, tree.Fact)], self.findings):
            name = item.name.text
            slot = self.types.slot(item, f"{self.name}.{name}")
            facts[name] = Fact(self.name, name, slot, item.name.span)
            self.scope.declare("term", name, facts[name])
        return facts

    def _definitions(self, facts: Mapping[str, Fact]) -> dict[str, Definition]:
        items = [each for each in self.file.items if isinstance(each, tree.Define)]
        by_name = {item.name.text: item for item in distinct("definition", items, self.findings)}
        for name, item in list(by_name.items()):
            if name in facts:
                duplicate(self.findings, "definition", item.name, facts[name].span)
                del by_name[name]
        graph = {name: tuple(_called(item.condition)) for name, item in by_name.items()}
        order, circles = in_order(graph)
        circular = {name for circle in circles for name in circle}
        for circle in circles:
            said = f"the definition `{circle[0]}` rests on itself"
            spans = [by_name[name].name.span for name in circle[:-1]]
            mend = "say one of them in terms of facts alone"
            self.findings.circle("P0206", said, "this definition", names=circle, spans=spans, mend=mend)
        definitions: dict[str, Definition] = {}
        for name in order:
            definition = self._definition(by_name[name], circular=name in circular)
            definitions[name] = definition
            self.scope.declare("term", name, definition)
        return definitions

    def _definition(self, item: tree.Define, *, circular: bool) -> Definition:
        name = item.name.text
        parameters = tuple(self._parameters(item))
        self.conditions.parameters = {each.name: each for each in parameters}
        condition = FAULTY if circular else self.conditions.read(item.condition)
        self.conditions.parameters = {}
        size, depth = self.context.instances.measure(condition)
        if size > MOST_TESTS or depth > DEEPEST:
            self.findings.add(
                "P0403",
                f"the definition `{name}` is too large: {size} tests, {depth} deep",
                item.name.span,
                "counting the definitions that it rests on",
                notes=(f"at most {MOST_TESTS} tests, {DEEPEST} deep",),
            )
            condition, size, depth = FAULTY, 1, 1
        meaning = item.meaning.value if item.meaning else None
        return Definition(f"{self.name}.{name}", name, parameters, meaning, condition, size, depth, item.name.span)

    def _parameters(self, item: tree.Define) -> Iterator[Parameter]:
        for each in distinct("parameter", item.parameters, self.findings):
            definition = self.types.named(each.type)
            type_ = definition.type if definition else YesNo()
            yield Parameter(each.name.text, Slot(type_, optional=True), definition.id if definition else "?")

    def _always(self) -> tuple[Always, ...]:
        found = []
        for item in distinct(
            "always", [each for each in self.file.items if isinstance(each, tree.Always)], self.findings
        ):
            condition, consequence = self.conditions.read(item.condition), self.conditions.read(item.consequence)
            why = item.why.value if item.why else ""
            place = self.findings.place(item.name.span)
            found.append(Always(f"{self.name}.{item.name.text}", why, condition, consequence, place))
        return tuple(found)

    # ------------------------------------------------------------ policy

    def _policy(self, facts: Mapping[str, Fact], always: tuple[Always, ...], used: set[str]) -> Policy | None:
        if self.file.header is None:
            return None
        reader = PolicyReader(self.file, self.file.header, self.conditions, self.findings)
        everything = {each.id: each for each in self._every_fact(facts)}
        lines = {each.name: each for each in (*self._imported_always(), *always)}
        policy = reader.read(tuple(lines.values()), named(everything.values()), self.context.incorporated)
        used.update(f"{self.name}.{each}" for each in reader.used)
        return policy

    def _every_fact(self, facts: Mapping[str, Fact]) -> Iterator[Fact]:
        for each in self.context.imports:
            for module in each.module.closure():
                yield from module.facts.values()
        yield from facts.values()
        for module in self.context.incorporated:
            if module.policy is not None:
                yield from module.policy.facts.values()

    def _imported_always(self) -> Iterator[Always]:
        for each in self.context.imports:
            for module in each.module.closure():
                yield from module.always
        for module in self.context.incorporated:
            if module.policy is not None:
                yield from module.policy.always

    # ------------------------------------------------------------ examples and scenarios

    def _see_facts_of(self, policy: Policy | None) -> None:
        """Let givens name whatever a case of the policy can give, imported by this file or not."""
        for fact in policy.facts.values() if policy else ():
            self.scope.declare("term", fact.name, fact, prefix=fact.module)

    def _optional(self, facts: Mapping[str, Fact], policy: Policy | None) -> frozenset[Path]:
        known = {fact.id: fact for fact in (*self._every_fact(facts), *(policy.facts.values() if policy else ()))}
        return frozenset(path for each in known.values() for path in optional_below(Path(each.id), each.slot))

    def _examples(self, optional: frozenset[Path]) -> dict[str, ResolvedExample]:
        items = {
            item.name.text: item
            for item in distinct(
                "example", [each for each in self.file.items if isinstance(each, tree.Example)], self.findings
            )
        }
        graph = {
            name: [line.example.text for line in item.givens if isinstance(line, tree.Like)]
            for name, item in items.items()
        }
        order, circles = in_order(graph)
        circular = {name for circle in circles for name in circle}
        for circle in circles:
            said = f"the example `{circle[0]}` is like itself"
            spans = [items[name].name.span for name in circle[:-1]]
            mend = "write out what one of them gives, instead of `like`"
            self.findings.circle("P0214", said, "this example", names=circle, spans=spans, mend=mend)
        reader = GivenReader(self.scope, self.conditions, self.findings, optional)
        examples: dict[str, ResolvedExample] = {}
        for name in order:
            item = items[name]
            thing = self.types.named(item.type) if item.type else None
            if name in circular or (item.type and thing is None):
                examples[name] = ResolvedExample(Example(name, None, Knowledge()), None, item.name.span)
            else:
                examples[name] = reader.example(item, thing)
            self.scope.declare("example", name, examples[name])
        return examples

    def _scenarios(self, policy: Policy | None, optional: frozenset[Path]) -> tuple[Scenario, ...]:
        items = [each for each in self.file.items if isinstance(each, tree.Scenario)]
        if policy is None or not items:
            return ()
        givens = GivenReader(self.scope, self.conditions, self.findings, optional)
        reader = ScenarioReader(policy, givens, self.findings)
        self._report_same_titles(items)
        read = (reader.read(item) for item in items)
        return tuple(each for each in read if each is not None)

    def _asserts(self, policy: Policy | None) -> tuple[Assertion, ...]:
        items = [each for each in self.file.items if isinstance(each, tree.Assert)]
        if policy is None or not items:
            return ()
        if self.conditions.editions is None:  # a file of scenarios sees those of the policy that it is for
            self.conditions.editions = {each.name: each for each in policy.editions}
        others = {each.prefix: each.module.policy for each in self.context.imports if each.module.policy}
        others |= {each.name: each for each in policy.incorporated}
        reader = StatementReader(policy, others, self.conditions, self.findings)
        return tuple(reader.assertions(distinct("assertion", items, self.findings)))

    def _report_same_titles(self, items: Iterable[tree.Scenario]) -> None:
        titles: dict[str, Span] = {}
        for item in items:
            first = titles.setdefault(item.title.value, item.title.span)
            if first is not item.title.span:
                duplicate(self.findings, "scenario", tree.Name(item.title.value, item.title.span), first)


def named(facts: Iterable[Fact]) -> dict[str, Fact]:
    """Return facts by the name under which a case gives them: bare, or qualified where two share it."""
    facts = tuple(facts)
    count = Counter(fact.name for fact in facts)
    return {(fact.id if count[fact.name] > 1 else fact.name): fact for fact in facts}


def _targets(items: Iterable[tree.Item]) -> Iterator[tuple[str, Span]]:
    for item in items:
        match item:
            case tree.Duty(name):
                yield f"duty.{name.text}", name.span
            case tree.Advice(name):
                yield f"advice.{name.text}", name.span


def _called(condition: tree.Condition) -> Iterator[str]:
    for each in tree.walk(condition):
        match each:
            case tree.Call(path) | tree.Holds(path):
                yield path.names[0]
