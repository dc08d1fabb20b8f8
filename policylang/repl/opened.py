"""A policy opened at the prompt: its file, the drafts that are being tried, and the policy that both make together."""

from __future__ import annotations

import os
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from policylang import api
from policylang.console.faults import Refusal
from policylang.diagnostics.errors import PolicyError
from policylang.semantics.knowledge import NOTHING_KNOWN, Knowledge
from policylang.workspace import find

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Sequence

    from policylang.api import Policy
    from policylang.diagnostics.model import Diagnostic
    from policylang.evaluate.evaluator import Evaluator
    from policylang.evaluate.scenarios import Failure
    from policylang.semantics import question
    from policylang.semantics.decision import Decision
    from policylang.semantics.scenario import Scenario
    from policylang.syntax.edits import Edit
    from policylang.workspace.drafting import Drafted, Drafting

_NO_FACTS = frozenset(["unknown", "not", "there", "is", "a", "an", "no", "like"])
"""Words before the name of the fact that a line of a case is about."""
_MOST_VERSIONS = 32
"""So many versions are kept, with what was found out about them."""
NEW = "draft"
"""What a policy is called that begins empty."""


class Draft(NamedTuple):
    """An item that is not in the file: as it is to be, or to be taken out; and whether it was accepted."""

    edit: Edit
    accepted: bool = False

    @property
    def name(self) -> str:
        """What it is called: `clause no_faces`."""
        return str(self.edit.item)


Drafts = tuple[Draft, ...]


class Failed(NamedTuple):
    """A scenario that does not pass, with the decision and what is not met."""

    scenario: Scenario
    decision: Decision
    failures: tuple[Failure, ...]


class Read(NamedTuple):
    """What the lines of a case tell, and the lines that tell nothing in this policy, each with why."""

    knowledge: Knowledge
    unread: tuple[tuple[str, PolicyError], ...] = ()


class Version:
    """A policy as it is with some drafts, and what was found out about it.

    Args:
        policy: The policy.
        drafted: The file with the drafts; nothing where the policy was made without reading the file.
    """

    def __init__(self, policy: Policy, drafted: Drafted | None) -> None:
        self.policy = policy
        self.drafted = drafted
        self._read: dict[tuple[str, ...], Read] = {(): Read(NOTHING_KNOWN)}
        self._decided: dict[tuple[tuple[str, ...], dt.date], Decision] = {}

    def given(self, line: str, onto: Knowledge) -> Knowledge:
        """Return what is known once a line of a case is given too.

        Raises:
            PolicyError: The line has faults.
        """
        from policylang.semantics import question

        return question.given(line, self.policy.resolved, self.names, onto=onto)

    def read(self, lines: tuple[str, ...]) -> Read:
        """Return what the lines of a case tell; a line that cannot be read here is set aside."""
        count = next(length for length in range(len(lines), -1, -1) if lines[:length] in self._read)
        found = self._read[lines[:count]]
        for length in range(count + 1, len(lines) + 1):
            line = lines[length - 1]
            try:
                found = Read(self.given(line, found.knowledge), found.unread)
            except PolicyError as error:
                found = found._replace(unread=(*found.unread, (line, error)))
            self._read[lines[:length]] = found
        return found

    def tidied(self, lines: tuple[str, ...]) -> tuple[str, ...]:
        """Return the lines of a case without those that the last one replaces; one that takes back, if need be."""
        *before, last = lines
        known = self.read(lines).knowledge.known
        taking_back = (last,) if last.startswith("unknown ") else ()
        for line in (*(each for each in before if _is_about(each, fact_of(last))), *taking_back):
            less = tuple(each for each in lines if each != line)
            if self.read(less).knowledge.known == known:
                lines = less
        return lines

    @cached_property
    def names(self) -> question.Names:
        """What its file sees."""
        from policylang.semantics import question

        return self.policy._seen if self.drafted is None else question.names_of(self.drafted.loaded.module)  # noqa: SLF001

    def decided(self, lines: tuple[str, ...], day: dt.date) -> Decision:
        """Return what the policy says of the case that some lines tell.

        Raises:
            CaseError: The case cannot be.
        """
        found = self._decided.get((lines, day))
        if found is None:
            found = self._decided[lines, day] = self.decide(self.read(lines).knowledge, day)
        return found

    def decide(self, knowledge: Knowledge, day: dt.date) -> Decision:
        """Return what the policy says of a case.

        Raises:
            CaseError: The case cannot be.
        """
        return self.policy.evaluator.decide_knowledge(knowledge, day)

    def failing(self, scenarios: Sequence[Scenario]) -> Iterator[Failed]:
        """Yield the scenarios that do not pass."""
        return failing(self.policy.evaluator, scenarios)


def failing(evaluator: Evaluator, scenarios: Sequence[Scenario]) -> Iterator[Failed]:
    """Yield the scenarios that do not pass under a policy, each with the decision and what is not met."""
    from policylang.evaluate.scenarios import ANY_DAY, failures

    for each in scenarios:
        decision = evaluator.decide_knowledge(each.given, each.on or ANY_DAY)
        if found := failures(each, decision):
            yield Failed(each, decision, found)


class Opened:
    """A policy opened in a session.

    Args:
        target: The file, or the name of a module; without one, an empty policy begins.

    Raises:
        PolicyError: There is no such policy, or it has errors.
    """

    def __init__(self, target: str | None) -> None:
        self.path = _free_path() if target is None else _located(target)
        self.is_new = target is None
        self.is_saved = self.path.endswith(api.SAVED)
        self._text = f"policy {self.path.removesuffix('.pol')}\n    otherwise permitted\n" if self.is_new else None
        self._data = None if self.is_new or self.is_saved else find.read(self.path)
        self._drafting: Drafting | None = None
        self._versions: dict[Drafts, Version] = {}
        self._is_kept = False
        if not self.is_new:
            self._versions[()] = Version(api.load_at_once(self.path), None)

    @property
    def name(self) -> str:
        """The name of the policy."""
        return self.version(()).policy.name

    @property
    def is_standard(self) -> bool:
        """Whether it is one of the policies that come with the library, which nobody writes to."""
        return self.path.startswith(find.STANDARD)

    @property
    def drafting(self) -> Drafting:
        """The file with its drafts.

        Raises:
            Refusal: It is a saved policy, which has no text.
        """
        self.must_have_text()
        if self._drafting is None:
            self._drafting = self._read(self._data)
        return self._drafting

    def must_have_text(self) -> None:
        """Refuse what needs the text of a policy that was saved without one.

        Raises:
            Refusal: It was.
        """
        if self.is_saved:
            helps = ("open the file that it was compiled from",)
            raise Refusal(f"`{self.path}` is a saved policy, and has no text to draft in", helps=helps)

    # ------------------------------------------------------------ versions

    def version(self, drafts: Drafts) -> Version:
        """Return the policy as it is with some drafts.

        Raises:
            PolicyError: It has errors.
        """
        found = self._versions.get(drafts)
        if found is None:
            drafted = self.drafting.with_edits([each.edit for each in drafts])
            found = Version(api.policy_of(drafted.loaded), drafted)
            if len(self._versions) > _MOST_VERSIONS:
                self._versions = {(): self.version(())}
            self._versions[drafts] = found
        return found

    def with_text(self, drafts: Drafts) -> Drafted:
        """Return the file with some drafts, as text with all that is in it.

        Raises:
            Refusal: It is a saved policy, which has no text.
        """
        return self.drafting.with_edits([each.edit for each in drafts])

    def try_out(self, drafts: Drafts, before: Drafts) -> tuple[Drafted, tuple[Diagnostic, ...]]:
        """Return the file with some drafts, and what is wrong with it that was not before."""
        from policylang.workspace.drafting import told

        drafted = self.with_text(drafts)
        return drafted, told(drafted, [each.name for each in drafts], self.with_text(before))

    def findings(self, drafts: Drafts) -> tuple[Diagnostic, ...]:
        """Return all that `policylang check` would say of the file with some drafts in it."""
        drafted = self.with_text(drafts)
        if find.exists(self.path):
            from policylang.workspace.check import check

            return check(drafted.workspace, [self.path])
        from policylang.analyse.check.findings import findings

        return (*drafted.diagnostics, *findings(drafted.loaded.policy()))

    # ------------------------------------------------------------ the file

    def keep(self) -> None:
        """Have the policy of the file kept for the next time, once."""
        if not (self._is_kept or self.is_new or self.changed):
            self._is_kept = True
            api.load(self.path)

    @property
    def files(self) -> tuple[str, ...]:
        """The files that it was read from, as far as they are known yet."""
        return (self.path,) if self._drafting is None else self._drafting.files

    @property
    def changed(self) -> tuple[str, ...]:
        """The files that say something else by now than when they were read: its own, and those that it needs."""
        if self._drafting is not None:
            return self._drafting.changed()
        try:
            has_changed = self._data is not None and find.read(self.path) != self._data
        except OSError:
            has_changed = True
        return (self.path,) if has_changed else ()

    def reload(self, drafts: Drafts) -> None:
        """Read the file again; where it cannot be used, with the drafts or at all, everything stays as it was.

        Raises:
            Refusal: It is a saved policy.
            PolicyError: It has errors.
            OSError: It cannot be read.
        """
        kept = self.drafting, self._versions
        self._drafting, self._versions = self._read(None), {}
        try:
            self.version(())
            self.version(drafts)
        except BaseException:
            self._drafting, self._versions = kept
            raise

    def _read(self, data: bytes | None) -> Drafting:
        from policylang.workspace.drafting import Drafting

        return Drafting(self.path, text=self._text, data=data)


def fact_of(line: str) -> str:
    """Return the fact that a line of a case is about."""
    words = [word for word in line.split() if word not in _NO_FACTS]
    return words[0] if words else ""


def _is_about(line: str, fact: str) -> bool:
    """Whether a line is about a fact, or about a part of it."""
    about = fact_of(line)
    return about == fact or about.startswith(f"{fact}.")


def _located(target: str) -> str:
    """Return the path of a target; what takes long to import says what is wrong with one that is not there."""
    if find.exists(target):
        return target
    if os.path.isdir(target):
        raise Refusal(f"`{target}` is a folder, and the prompt opens policies", helps=("name a file, or a module",))
    found = find.Finder().find(target) if target.replace(".", "").isidentifier() else None
    if found is not None:
        return found
    from policylang.workspace.load import Workspace

    return Workspace().locate(target)


def _free_path() -> str:
    """Return a name for a new file that no file has yet."""
    taken = frozenset(os.listdir())
    names = (NEW, *(f"{NEW}_{number}" for number in range(2, len(taken) + 3)))
    return next(path for name in names if (path := f"{name}.pol") not in taken)
