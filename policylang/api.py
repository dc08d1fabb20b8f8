"""The library's face: load a policy, check it, decide cases under it, test it.

Only this module and the command line put in today where no date is given.
"""

import datetime as dt
import os
import pickle
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from policylang.analysing import Analysing, Origin
from policylang.cache import cache_folder
from policylang.diagnostics.errors import CaseError
from policylang.evaluate import facts as case_facts
from policylang.semantics.decision import Decision
from policylang.semantics.knowledge import Example, Knowledge
from policylang.semantics.policy import Advice, Clause, Duty, Edition, Path, Policy as ResolvedPolicy
from policylang.workspace import find, saved

if TYPE_CHECKING:
    from policylang.core.index import Index
    from policylang.core.program import Program
    from policylang.diagnostics.model import Diagnostic
    from policylang.evaluate.describe import FactInfo
    from policylang.evaluate.evaluator import Evaluator
    from policylang.evaluate.explanation import Explanation
    from policylang.evaluate.info import Info
    from policylang.evaluate.plain import Decide
    from policylang.evaluate.scenarios import ScenarioResult
    from policylang.picture.formats import Format
    from policylang.semantics.scenario import Scenario
    from policylang.workspace.load import Loaded, Workspace

Target = str | os.PathLike[str]
Case = Mapping[str, Any]
SAVED = ".polc"
"""How the name of a file ends that holds a saved policy."""
_NO_SCENARIOS = pickle.dumps((), protocol=5)


class Policy(Analysing):
    """A policy that checks, ready to decide cases. Make one with `load` or `loads`.

    `resolved` is the policy with every name looked up, as the evaluators read it; `examples` are its own
    and those of all files that it needs, by bare and by qualified name.

    Example:
        >>> import policylang
        >>> policy = policylang.load("microsoft.azure_openai")
        >>> policy.decide({"service": "openai_api"}, on="2024-05-10").basis
        'outside scope'
    """

    __slots__ = (
        "_by_day",
        "_compiled",
        "_evaluator",
        "_names",
        "_origin",
        "_packed",
        "_scenarios",
        "examples",
        "resolved",
    )

    resolved: ResolvedPolicy

    def __init__(
        self,
        resolved: ResolvedPolicy,
        examples: Mapping[str, Example],
        scenarios: bytes,
        packed: bytes = b"",
        names: bytes = b"",
        *,
        origin: Origin | None = None,
        compiled: "tuple[Program, Index | None] | None" = None,
    ) -> None:
        self.resolved = resolved
        self.examples = examples
        self._scenarios = scenarios
        self._packed = packed
        self._names = names
        self._origin = origin
        self._compiled = compiled
        self._evaluator: Evaluator | None = None
        self._by_day: dict[dt.date, Decide] = {}

    def __reduce__(self) -> tuple[object, ...]:
        """Keep what is compiled in its saved form; what is not compiled yet, is compiled when it is needed."""
        if self._compiled is None and self._evaluator is None:
            kept = (self.resolved, self.examples, self._scenarios, self._packed, self._names)
            return partial(type(self), origin=self._origin), kept
        return _from_saved, (self._saved(), f"the policy {self.name}", self._scenarios, self._names, self._origin)

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
        if like:
            return self.evaluator.decide_knowledge(self.knowledge(case, like=like), day(on))
        try:
            if decided := self._by_day[on](case):  # type: ignore[index]  # what is no date is no key
                return decided
        except (KeyError, TypeError):  # nothing is made for the day yet, or it is no day: that is told below
            pass
        return self.evaluator.decide({} if case is None else case, day(on))

    def decider(self, *, on: dt.date | str | None = None) -> "Callable[[Case], Decision]":
        """Return a function that decides cases on one date as `decide` does, for services that decide many of them.

        Args:
            on: The day, as a `date` or ISO text; without one, today, which the function then stays with.

        Raises:
            CaseError: It is no date. The function raises it for a case that is faulty, or cannot be.

        Example:
            >>> import policylang
            >>> decide = policylang.load("microsoft.azure_openai").decider(on="2024-05-10")
            >>> decide({"service": "openai_api"}).basis
            'outside scope'
        """
        that_day = day(on)
        evaluator = self.evaluator
        plain = evaluator.on(that_day)

        def decide(case: Case) -> Decision:
            return plain(case) or evaluator.decide(case, that_day)

        return decide

    def explain(
        self,
        case: Case | None = None,
        *,
        on: dt.date | str | None = None,
        like: str | Iterable[str] = (),
        keep: str | Iterable[str] = (),
    ) -> "Explanation":
        """Return why the decision about a case is as it is, and the nearest changes that would make it another.

        Args:
            case: As for `decide`.
            on: As for `decide`.
            like: As for `decide`.
            keep: Names of facts, parts and things that no change may touch.

        Raises:
            CaseError: The case is faulty, or cannot be, or there is no such fact to keep.

        Example:
            >>> import policylang
            >>> policy = policylang.load("microsoft.azure_openai")
            >>> case = {"service": "azure_openai"}
            >>> policy.explain(case, on="2024-05-10", like="ordinary_use").outcome
            'permitted'
        """
        names = (keep,) if isinstance(keep, str) else tuple(keep)
        kept = case_facts.paths(self.resolved, names)
        return self.evaluator.explain(self.knowledge(case, like=like), day(on), keep=kept)

    @property
    def evaluator(self) -> "Evaluator":
        """What decides: the compiled policy, made when the first case comes."""
        found = self._evaluator
        if found is None:
            from policylang.evaluate.evaluator import Evaluator

            program, index = self._compiled = self._compiled or _compiled(self.resolved, self._packed)
            found = Evaluator(program, by_day=self._by_day)
            if index is not None:
                found.index = index
            self._evaluator = found
        return found

    def save(self, path: Target) -> None:
        """Write the compiled policy to a file, in one step, for `load_saved`; its scenarios are left out.

        Raises:
            OSError: The file cannot be written.
        """
        from policylang.workspace.writing import write

        write(os.fspath(path), self._saved())

    def _saved(self) -> bytes:
        from policylang.core import artifact

        return artifact.write(self.evaluator.program, self.examples)

    def residual(
        self, case: Case | None = None, *, on: dt.date | str | None = None, like: str | Iterable[str] = ()
    ) -> dict[str, str]:
        """Return what is left of the policy on a date once a case is filled in, as `.pol` texts by file name.

        The texts have no fault, and decide every completion of the case as the policy does; what was given is not
        asked. That a clause can no longer apply, `check` finds in them as in any other text.
        There is one file, or one for each policy where others are incorporated, and one for what they share.

        Args:
            case: What is known, as `decide` takes it.
            on: The day, as a `date` or ISO text; without one, today.
            like: Names of examples that the case is like.

        Raises:
            CaseError: The case is faulty, or cannot be.
        """
        from policylang.evaluate.residual_text import residual_files

        return residual_files(self.resolved, self.knowledge(case, like=like), day(on))

    def tree(
        self,
        case: Case | None = None,
        *,
        on: dt.date | str | None = None,
        like: str | Iterable[str] = (),
        format: "Format" = "text",  # noqa: A002 - as on the command line
        every_clause: bool = False,
        most: int | None = None,
        width: int = 80,
    ) -> str:
        """Return the tree of questions that decides every completion of a case on a date.

        Args:
            case: What is known, as `decide` takes it: it is not asked.
            on: The day, as a `date` or ISO text; without one, today.
            like: Names of examples that the case is like.
            format: `text`, `svg`, `dot` (Graphviz), `mermaid` or `html`.
            every_clause: Whether leaves name all clauses that decide, and not only the one that governs.
            most: How many questions there may be; 150 where nothing is said.
            width: How many columns a line of text may have.

        Raises:
            CaseError: The case is faulty, or cannot be.
            TooLargeError: There would be more questions; its `helps` say what to give first.
            ValueError: There is no such format.

        Example:
            >>> import policylang
            >>> policy = policylang.load("microsoft.azure_openai")
            >>> print(policy.tree({"service": "other_service"}, on="2024-06-10"))
            Code of Conduct for Azure OpenAI Service
            on 2024-06-10, edition corrected; where service is other_service
            <BLANKLINE>
            ✓ Not prohibited
               outside its scope
            <BLANKLINE>
        """
        from policylang.evaluate.to_tree import MOST_QUESTIONS, to_tree
        from policylang.picture.formats import FORMATS, written

        if format not in FORMATS:
            raise ValueError(f"there is no format {format!r}; there are {', '.join(FORMATS)}")
        knowledge = self.knowledge(case, like=like)
        tree = to_tree(
            self.evaluator.program,
            knowledge,
            day(on),
            every_clause=every_clause,
            most=MOST_QUESTIONS if most is None else most,
            given=self._given(case, like).text if like else None,
        )
        return written(tree, format, width=width)

    def info(self, on: dt.date | str | None = None) -> "Info":
        """Return the policy in figures, and how cases are decided on a date (today where left out)."""
        from policylang.evaluate.info import info

        return info(self.evaluator, day(on))._replace(saved_bytes=len(self._saved()))

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
        target: A path to a `.pol` or `.pol.md` file, or to a saved policy (`.polc`), or a name such as
            `microsoft.azure_openai`.
        path: Folders to look in for names, before `POLICYLANG_PATH`.

    Raises:
        PolicyError: There is no such policy, or it has errors; `diagnostics` tells them all.
        ArtifactError: It is a saved policy that cannot be used.
    """
    return _load(target, path)


def load_at_once(target: Target) -> Policy:
    """Return the same sooner, where it was not kept: it is neither compiled yet, nor kept for the next time.

    Raises:
        PolicyError: As for `load`.
        ArtifactError: As for `load`.
    """
    return _load(target, (), at_once=True)


def _load(target: Target, path: Iterable[Target], *, at_once: bool = False) -> Policy:
    folders = tuple(os.fspath(each) for each in path)
    finder = find.Finder(folders)
    file = os.fspath(target)
    if file.endswith(SAVED) and find.exists(file):
        return load_saved(file)
    where = file if find.exists(file) else finder.find(file)
    ready = saved.load(where, finder) if where else None
    if ready is None:
        from policylang.workspace.load import Workspace

        loaded = Workspace(folders).load(target)
        ready = _ready(loaded)
        if at_once:
            return Policy(*ready, origin=Origin(where or file, folders))
        if cache_folder() is not None:
            ready = ready._replace(compiled=_packed(ready.policy))
        loaded.keep(ready)
    return Policy(*ready, origin=Origin(where or file, folders))


def _packed(policy: ResolvedPolicy) -> bytes:
    """Return the compiled form of a policy, packed to be kept between runs."""
    from policylang.core.from_semantics import compile_policy
    from policylang.core.program_json import program_to_json

    return pickle.dumps(program_to_json(compile_policy(policy)), protocol=5)


def _compiled(policy: ResolvedPolicy, packed: bytes) -> "tuple[Program, Index | None]":
    """Return the compiled policy: as it was packed, or else compiled now."""
    if packed:
        from policylang.core.program_json import program_from_json

        return program_from_json(policy, pickle.loads(packed), is_checked=True)  # noqa: S301 - packed above
    from policylang.core.from_semantics import compile_policy

    return compile_policy(policy), None


def load_saved(path: Target) -> Policy:
    """Return the policy of a file that `Policy.save` wrote, compiled as it was, without reading any text again.

    Raises:
        ArtifactError: The file is no saved policy, is damaged, or is of a format that this version does not read.
        OSError: The file cannot be read.
    """
    with open(path, "rb") as file:
        content = file.read()
    return _from_saved(content, os.fspath(path), _NO_SCENARIOS)


def _from_saved(
    content: bytes, name: str, scenarios: bytes, names: bytes = b"", origin: Origin | None = None
) -> Policy:
    from policylang.core import artifact

    found = artifact.read(content, name=name)
    compiled = (found.program, found.bitmaps)
    return Policy(found.policy, found.examples, scenarios, b"", names, origin=origin, compiled=compiled)


def loads(text: str, *, name: str = "<text>", folder: Target | None = None, path: Iterable[Target] = ()) -> Policy:
    """Return the policy of a text, as if it were a file in a folder (without one: the current folder).

    Raises:
        PolicyError: The text has errors; `diagnostics` tells them all.
    """
    from policylang.workspace.load import Workspace

    at = os.fspath(folder) if folder is not None else None
    return policy_of(Workspace(path).load_text(text, name=name, folder=at))


def policy_of(loaded: "Loaded") -> Policy:
    """Return the policy of a file that was read.

    Raises:
        PolicyError: It, or a file that it needs, has errors, or it is no policy.
    """
    return Policy(*_ready(loaded))


def _ready(loaded: "Loaded") -> saved.Ready:
    module = loaded.module
    policy = loaded.policy()
    examples = {}
    for file in reversed(loaded.closure()):  # the file's own names last, before those of what it needs
        for name, found in file.module.examples.items():
            examples[f"{file.module.name}.{name}"] = examples[name] = found.example
    from policylang.semantics.question import names_of

    names = saved.packed(names_of(module))
    return saved.Ready(policy, examples, pickle.dumps(module.scenarios, protocol=5), names=names)


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
