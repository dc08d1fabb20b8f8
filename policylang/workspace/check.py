"""Whole folders checked and their scenarios gathered: which files are meant, what is wrong with each of them."""

from collections.abc import Iterable, Iterator, Sequence

from policylang.analyse.ask.asserts import assertion_findings
from policylang.analyse.check.findings import findings
from policylang.diagnostics.errors import PolicyError
from policylang.diagnostics.model import Diagnostic
from policylang.semantics.assertion import Assertion
from policylang.semantics.module import Module
from policylang.semantics.policy import Policy
from policylang.semantics.scenario import Scenario
from policylang.workspace import find
from policylang.workspace.allow import without_allowed
from policylang.workspace.checks import scenario_findings, unused
from policylang.workspace.load import Loaded, Workspace


def check(workspace: Workspace, targets: Sequence[str]) -> tuple[Diagnostic, ...]:
    """Return everything that is wrong with the targets, and the errors of what they import, by file and place."""
    loaded, missing = _load(workspace, targets)
    among = {each.path for each in loaded}
    across = _across(loaded)
    found: list[Diagnostic] = list(missing)
    for each in with_needs(loaded):
        if each.path in among:
            here = (*each.diagnostics, *(one for one in across if one.label.place.source is each.module.source))
            found.extend(without_allowed(each.module.source, each.file, here))
        else:
            found.extend(one for one in each.diagnostics if one.severity == "error")
    return tuple(sorted(found, key=_place))


def scenarios(workspace: Workspace, targets: Sequence[str]) -> Iterator[tuple[Policy, Scenario]]:
    """Yield the scenarios of the targets, each with the policy it is for.

    Raises:
        PolicyError: A target is not there or has errors.
    """
    for each in sound(workspace, targets):
        policy = policy_of(each)
        if policy is not None:
            yield from ((policy, scenario) for scenario in each.module.scenarios)


def assertions(workspace: Workspace, targets: Sequence[str]) -> Iterator[tuple[Policy, Assertion]]:
    """Yield the assertions of the targets, each with the policy it is about.

    Raises:
        PolicyError: A target is not there or has errors.
    """
    for each in sound(workspace, targets):
        policy = policy_of(each)
        if policy is not None:
            yield from ((policy, assertion) for assertion in each.module.asserts)


def policies(workspace: Workspace, targets: Sequence[str]) -> Iterator[tuple[Policy, tuple[Scenario, ...]]]:
    """Yield the policies that the targets hold, or have scenarios for, each with all of these scenarios.

    Raises:
        PolicyError: A target is not there or has errors.
    """
    found: dict[Policy, list[Scenario]] = {}
    for each in sound(workspace, targets):
        policy = policy_of(each)
        if policy is not None:
            found.setdefault(policy, []).extend(each.module.scenarios)
    yield from ((policy, tuple(scenarios)) for policy, scenarios in found.items())


def policy_of(loaded: Loaded) -> Policy | None:
    """Return the policy that the scenarios of a file are for."""
    if loaded.module.kind != "scenarios" or loaded.file.header is None:
        return loaded.module.policy
    name = loaded.file.header.name.text
    return next((each.module.policy for each in loaded.needs if each.module.name == name), None)


def sound(workspace: Workspace, targets: Sequence[str]) -> tuple[Loaded, ...]:
    """Return the files of the targets, which have no errors, nor has what they need.

    Raises:
        PolicyError: A target is not there or has errors.
    """
    loaded, missing = _load(workspace, targets)
    errors = [each for file in with_needs(loaded) for each in file.diagnostics if each.severity == "error"]
    errors.extend(missing)
    if errors:
        raise PolicyError(errors[0].message if len(errors) == 1 else f"{len(errors)} errors", tuple(errors))
    return loaded


def _load(workspace: Workspace, targets: Sequence[str]) -> tuple[tuple[Loaded, ...], list[Diagnostic]]:
    """Return the files of the targets, with the scenarios that lie beside their policies, and what is missing."""
    loaded: dict[str, Loaded] = {}
    missing: list[Diagnostic] = []
    for target in find.files(targets):
        try:
            found = workspace.load(target)
        except PolicyError as fault:
            missing.extend(fault.diagnostics)
        else:
            loaded.setdefault(found.path, found)
    for each in tuple(loaded.values()):
        if each.module.policy is not None:
            for path in find.scenarios_beside(each.path, each.module.name, known=loaded):
                tried = workspace.load(path)
                loaded.setdefault(tried.path, tried)
    return tuple(loaded.values()), missing


def with_needs(loaded: Iterable[Loaded]) -> Iterator[Loaded]:
    """Yield files and every one that they need, each once."""
    seen: set[str] = set()
    for each in loaded:
        for file in each.closure():
            if file.path not in seen:
                seen.add(file.path)
                yield file


def _across(loaded: Sequence[Loaded]) -> tuple[Diagnostic, ...]:
    modules = tuple(each.module for each in loaded)
    everything = {id(file.module): file.module for each in loaded for file in each.closure()}
    sound = not any(each.faulty for each in everything.values())  # what a faulty file would use is not known
    found = list(unused(modules, everything.values())) if sound else []
    for each in loaded:
        if each.module.policy is not None:
            found.extend(scenario_findings(each.module, _scenarios_for(each.module, modules)))
            if not any(file.module.faulty for file in each.closure()):
                found.extend(findings(each.module.policy))
    for each in loaded:
        found.extend(_asserted(each))
    return tuple(found)


def _asserted(loaded: Loaded) -> Iterator[Diagnostic]:
    """Yield what is found about the assertions of a file, where it and what it needs have no errors."""
    policy = policy_of(loaded)
    if policy is not None and loaded.module.asserts and not any(each.module.faulty for each in loaded.closure()):
        yield from assertion_findings(policy, loaded.module.asserts)


def _scenarios_for(module: Module, modules: Iterable[Module]) -> Iterator[Scenario]:
    for each in modules:
        yield from (scenario for scenario in each.scenarios if scenario.policy == module.name)


def _place(diagnostic: Diagnostic) -> tuple[str, int, str]:
    place = diagnostic.label.place
    return place.source.name, place.span.start, diagnostic.code
