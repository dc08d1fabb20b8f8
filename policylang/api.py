"""The library's face: load a policy, check it, decide cases under it, test it.

Only this module and the command line put in today where no date is given.
"""

import datetime as dt
import os
import pickle
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from policylang.diagnostics.errors import CaseError, PolicyError
from policylang.evaluate import facts as case_facts
from policylang.evaluate.decide import decide
from policylang.semantics.decision import Decision
from policylang.semantics.knowledge import Example, Knowledge
from policylang.semantics.policy import Advice, Clause, Duty, Edition, Path, Policy as ResolvedPolicy
from policylang.workspace import find, saved

if TYPE_CHECKING:
    from policylang.diagnostics.model import Diagnostic
    from policylang.evaluate.describe import FactInfo
    from policylang.evaluate.scenarios import ScenarioResult
    from policylang.semantics.scenario import Scenario
    from policylang.workspace.load import Loaded, Workspace

Target = str | os.PathLike[str]
Case = Mapping[str, Any]


class Policy:
    """A policy that checks, ready to decide cases. Make one with `load` or `loads`.

    `resolved` is the policy with every name looked up, as the evaluators read it; `examples` are its own
    and those of all files that it needs, by bare and by qualified name.

    Example:
        >>> import policylang
        >>> policy = policylang.load("microsoft.azure_openai")
        >>> policy.decide({"service": "openai_api"}, on="2024-05-10").basis
        'outside scope'
    """

    __slots__ = ("_scenarios", "examples", "resolved")

    def __init__(self, resolved: ResolvedPolicy, examples: Mapping[str, Example], scenarios: bytes) -> None:
        self.resolved = resolved
        self.examples = examples
        self._scenarios = scenarios

    def __repr__(self) -> str:
        """Return the name and the start of the digest."""
        return f"<policy {self.name}, digest {self.digest[:12]}>"

    @property
    def name(self) -> str:
        """The name, dotted for folders: `microsoft.azure_openai`."""
        return self.resolved.name

    @property
    def title(self) -> str | None:
        """The title of the document."""
        return self.resolved.title

    @property
    def publisher(self) -> str | None:
        """Who publishes the document."""
        return self.resolved.publisher

    @property
    def source(self) -> str | None:
        """Where the document is found."""
        return self.resolved.source

    @property
    def digest(self) -> str:
        """The digest of what the policy means, imports included, comments not: 64 hexadecimal digits."""
        return self.resolved.digest

    @property
    def editions(self) -> tuple[Edition, ...]:
        """The dated states of the document."""
        return self.resolved.editions

    @property
    def clauses(self) -> Mapping[str, Clause]:
        """The clauses by name, in the order of the document."""
        return {clause.name: clause for clause in self.resolved.clauses}

    @property
    def duties(self) -> Mapping[str, Duty]:
        """The duties by name."""
        return {duty.name: duty for duty in self.resolved.duties}

    @property
    def advice(self) -> Mapping[str, Advice]:
        """The advice by name."""
        return {each.name: each for each in self.resolved.advice}

    @property
    def facts(self) -> "Mapping[str, FactInfo]":
        """What a case can give, by the path under which it gives it (`operator.kind`)."""
        from policylang.evaluate.describe import describe

        return describe(self.resolved)

    @property
    def scenarios(self) -> "tuple[Scenario, ...]":
        """The scenarios in the policy's own file."""
        found: tuple[Scenario, ...] = pickle.loads(self._scenarios)  # noqa: S301 - packed by `_ready` below
        return found

    def knowledge(self, case: Case | None = None, *, like: str | Iterable[str] = ()) -> Knowledge:
        """Return what a case tells, on top of examples that it is like.

        Raises:
            CaseError: The case is faulty; every fault of it is named.
        """
        names = (like,) if isinstance(like, str) else tuple(like)
        examples = tuple(self._example(name) for name in names)
        return case_facts.read(self.resolved, case or {}, like=examples)

    def _example(self, name: str) -> tuple[Example, Path | None]:
        thing, _, example = name.rpartition("=")
        found = self.examples.get(example)
        if found is None:
            raise case_facts.unknown_example(example, self.examples)
        return case_facts.about(self.resolved, example, found, thing)

    def decide(
        self, case: Case | None = None, *, on: dt.date | str | None = None, like: str | Iterable[str] = ()
    ) -> Decision:
        """Return what the policy says of a case on a date.

        Args:
            case: Facts by name. A value, a group or several values (one of these); for a set the
                members; for a thing its parts, nested or dotted; what is left out is unknown.
            on: The day, as a `date` or ISO text; without one, today.
            like: Names of examples that the case is like, first; `operator=fbi` for a thing.

        Raises:
            CaseError: The case is faulty, or cannot be.

        Example:
            >>> import policylang
            >>> policy = policylang.load("microsoft.azure_openai")
            >>> policy.decide({"service": "azure_openai"}, on="2024-05-10", like="ordinary_use").outcome
            'permitted'
        """
        return decide(self.resolved, self.knowledge(case, like=like), day(on))

    def test(self) -> "tuple[ScenarioResult, ...]":
        """Run the scenarios of the policy's own file."""
        from policylang.evaluate.scenarios import run

        return tuple(run(self.resolved, scenario) for scenario in self.scenarios)


def day(on: dt.date | str | None) -> dt.date:
    """Return a day from a date, ISO text, or nothing for today.

    Raises:
        CaseError: It is no date.
    """
    if on is None:
        return dt.datetime.now().astimezone().date()
    found = case_facts.as_day(on)
    if found is not None:
        return found
    said = f"the date of the decision got {on!r}; it takes a date, such as 2024-05-10"
    raise CaseError(said, code="P0606")


def load(target: Target, *, path: Iterable[Target] = ()) -> Policy:
    """Return the policy of a file, or of a module's name on the search path.

    Args:
        target: A path to a `.pol` or `.pol.md` file, or a name such as `microsoft.azure_openai`.
        path: Folders to look in for names, before `POLICYLANG_PATH`.

    Raises:
        PolicyError: There is no such policy, or it has errors; `diagnostics` tells them all.
    """
    finder = find.Finder(path)
    file = os.fspath(target)
    where = file if find.exists(file) else finder.find(file)
    ready = saved.load(where, finder) if where else None
    if ready is None:
        from policylang.workspace.load import Workspace

        loaded = Workspace(path).load(target)
        ready = _ready(loaded)
        loaded.keep(ready)
    return Policy(*ready)


def loads(text: str, *, name: str = "<text>", folder: Target | None = None, path: Iterable[Target] = ()) -> Policy:
    """Return the policy of a text, as if it were a file in a folder (without one: the current folder).

    Raises:
        PolicyError: The text has errors; `diagnostics` tells them all.
    """
    from policylang.workspace.load import Workspace

    at = os.fspath(folder) if folder is not None else None
    return Policy(*_ready(Workspace(path).load_text(text, name=name, folder=at)))


def _ready(loaded: "Loaded") -> saved.Ready:
    module = loaded.module
    errors = tuple(each for file in loaded.closure() for each in file.diagnostics if each.severity == "error")
    if errors:
        raise PolicyError(errors[0].message if len(errors) == 1 else f"{module.name} has {len(errors)} errors", errors)
    if module.policy is None:
        raise PolicyError(f"`{module.name}` is a {module.kind}, not a policy; a {module.kind} decides nothing")
    examples = {}
    for file in reversed(loaded.closure()):  # the file's own names last, before those of what it needs
        for name, found in file.module.examples.items():
            examples[f"{file.module.name}.{name}"] = examples[name] = found.example
    return saved.Ready(module.policy, examples, pickle.dumps(module.scenarios, protocol=5))


def check(*targets: Target, path: Iterable[Target] = ()) -> "tuple[Diagnostic, ...]":
    """Return everything that is wrong with files, folders or modules: errors, warnings and notes.

    Raises:
        PolicyError: A target is not there.
    """
    from policylang.workspace.check import check as check_in

    return check_in(_workspace(path), [os.fspath(each) for each in targets])


def test(*targets: Target, path: Iterable[Target] = ()) -> "tuple[ScenarioResult, ...]":
    """Run every scenario of files, folders or modules.

    Raises:
        PolicyError: A target is not there, or has errors.
    """
    from policylang.evaluate.scenarios import run
    from policylang.workspace.check import scenarios

    workspace = _workspace(path)
    return tuple(run(policy, each) for policy, each in scenarios(workspace, [os.fspath(each) for each in targets]))


def decide_each(
    policies: Iterable[Policy],
    case: Case | None = None,
    *,
    on: dt.date | str | None = None,
    like: str | Iterable[str] = (),
) -> tuple[Decision, ...]:
    """Return what each of several policies says of one case, side by side; each takes the facts that it knows.

    Raises:
        CaseError: The case is faulty, or gives a fact that none of the policies knows.
    """
    policies = tuple(policies)
    if len(policies) == 1:
        return (policies[0].decide(case, on=on, like=like),)
    shares = case_facts.share([policy.resolved for policy in policies], case or {})
    return tuple(policy.decide(share, on=on, like=like) for policy, share in zip(policies, shares, strict=True))


def _workspace(path: Iterable[Target]) -> "Workspace":
    from policylang.workspace.load import Workspace

    return Workspace(path)
