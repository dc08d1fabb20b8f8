"""What can only be seen over many files: declarations that nothing uses, clauses that no scenario reaches."""

from collections.abc import Iterable, Iterator, Mapping

from policylang.diagnostics.errors import CaseError, PolicylangError
from policylang.diagnostics.model import Diagnostic
from policylang.evaluate.scenarios import run
from policylang.semantics.decision import Decision
from policylang.semantics.findings import Findings
from policylang.semantics.module import Module
from policylang.semantics.scenario import Scenario
from policylang.semantics.types import OneOf, Outline, SetOf, Slot, Thing, Type, listed
from policylang.source import Span


def unused(modules: Iterable[Module], everything: Iterable[Module]) -> Iterator[Diagnostic]:
    """Yield a warning for each declaration of `modules` that none of `everything` uses.

    Where no policy is among them there is nothing to say: a vocabulary is used by others.
    """
    everything = tuple(everything)
    if not any(module.kind == "policy" for module in everything):
        return
    ids = frozenset().union(*(module.used.ids for module in everything))
    values = frozenset().union(*(module.used.values for module in everything))
    for module in modules:
        findings = Findings(module.source)
        for kind, name, id_, span in _declarations(module):
            if id_ not in ids:
                said = f"the {kind} `{name}` is used nowhere"
                findings.add("P0802", said, span, "not used", helps=("use it, or delete it",), severity="warning")
        for outline, span in _outlines(module):
            _unused_values(outline, span, values, findings)
        yield from findings.diagnostics


def _declarations(module: Module) -> Iterator[tuple[str, str, str, Span]]:
    for definition in module.definitions.values():
        yield "definition", definition.name, definition.id, definition.span
    for fact in module.facts.values():
        yield "fact", fact.name, fact.id, fact.span
    for name, type_ in module.types.items():
        yield "type", name, type_.id, type_.span
    for name, span in module.targets.items():
        yield name.partition(".")[0], name.partition(".")[2], f"{module.name}.{name}", span


def _outlines(module: Module) -> Iterator[tuple[Outline, Span]]:
    declared = [(each.id, each.type, each.span) for each in module.types.values()]
    declared += [(each.id, each.slot.type, each.span) for each in module.facts.values()]
    seen: set[str] = set()  # a fact may bear the name of its type, which is what declares the outline then
    for id_, type_, span in declared:
        for outline in _in_type(type_):
            if outline.name not in seen and f"{outline.name}.".startswith(f"{id_}."):
                seen.add(outline.name)
                yield outline, span


def _in_type(type_: Type) -> Iterator[Outline]:
    match type_:
        case OneOf(outline) | SetOf(outline):
            yield outline
        case Thing(_, parts):
            slots: Mapping[str, Slot] = parts
            for slot in slots.values():
                yield from _in_type(slot.type)


def _unused_values(outline: Outline, span: Span, values: frozenset[tuple[str, str]], findings: Findings) -> None:
    used = {leaf for name, leaf in values if name == outline.name}
    idle = [leaf for leaf in outline.leaves if leaf not in used and leaf.split("_")[0] != "other"]
    if not idle or not used:
        return  # where none is used, the fact itself is unused
    shown = listed(tuple(f"`{leaf}`" for leaf in idle), most=6)
    kind = outline.name.rpartition(".")[2]
    findings.add(
        "P0803",
        f"values of `{kind}` that nothing mentions: {shown}",
        span,
        "declares them",
        helps=("gather them under an `other_…` value, or allow this where cases give them",),
        severity="warning",
    )


def scenario_findings(module: Module, scenarios: Iterable[Scenario]) -> Iterator[Diagnostic]:
    """Yield what running the scenarios of a policy shows: givens that cannot be, clauses that none reaches."""
    if module.policy is None:
        return
    seen: set[str] = set()
    tried = False
    for scenario in scenarios:
        tried = True
        try:
            decision = run(module.policy, scenario).decision
        except CaseError as fault:
            yield _impossible(scenario, fault)
        except PolicylangError:
            continue  # `test` shows what is wrong with it
        else:
            seen |= _reached(decision, module.name)
    findings = Findings(module.source)
    if not tried and module.policy.clauses and module.policy.place:
        said = f"no scenario tests the policy `{module.name}`"
        findings.add(
            "P0805",
            said,
            module.policy.place.span,
            "not tested",
            severity="warning",
            helps=("write scenarios for each clause: one that it applies to, one that just escapes",),
        )
    for clause in module.policy.clauses if tried else ():
        if clause.name not in seen and clause.place:
            said = f"no scenario reaches the clause `{clause.name}`"
            findings.add(
                "P0805",
                said,
                clause.place.span,
                "not tested",
                severity="warning",
                helps=("write a `scenario` to which it applies",),
            )
    yield from findings.diagnostics


def _reached(decision: Decision, policy: str) -> set[str]:
    reports = (*decision.stands, *decision.against, *(each.clause for each in decision.lifted))
    return {each.name for each in reports if each.policy == policy}


def _impossible(scenario: Scenario, fault: CaseError) -> Diagnostic:
    place = scenario.place
    if place is None:
        raise fault
    findings = Findings(place.source)
    findings.add(
        "P0311",
        str(fault).replace("the case", "the case of this scenario", 1),
        place.span,
        "these givens",
        helps=("change the givens, or the `always` line",),
    )
    return findings.diagnostics[0]
