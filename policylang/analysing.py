"""The questions about a policy that the library's face offers: the methods of a policy that `analyse` answers.

They stand apart from deciding, which most callers need alone; what answers them is imported when it is asked.
"""

import datetime as dt
import os
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from policylang.diagnostics.errors import CaseError, PolicyError
from policylang.semantics.knowledge import Knowledge
from policylang.semantics.policy import Outcome, Policy as ResolvedPolicy
from policylang.workspace import saved

if TYPE_CHECKING:
    from policylang.analyse.ask.effect import Effect
    from policylang.analyse.ask.find import Found
    from policylang.analyse.ask.loophole import Loopholes
    from policylang.analyse.ask.prove import Proof
    from policylang.analyse.compare.difference import Difference
    from policylang.analyse.compare.timeline import Timeline
    from policylang.analyse.given import Given
    from policylang.analyse.scenarios.coverage import Coverage
    from policylang.analyse.scenarios.mutate import Mutation
    from policylang.analyse.scenarios.suggested import Suggestions
    from policylang.diagnostics.model import Diagnostic
    from policylang.semantics.policy import Condition
    from policylang.semantics.question import Names
    from policylang.semantics.scenario import Scenario


Case = Mapping[str, Any]
"""What is given of a case, by the names of facts."""


class Origin(NamedTuple):
    """Where the text of a policy was read: the file, and the folders in which names were looked up."""

    file: str
    folders: tuple[str, ...]


class Analysing:
    """Answers questions about all cases of a policy."""

    __slots__ = ()

    resolved: ResolvedPolicy
    _names: bytes
    _origin: Origin | None

    def condition(self, text: str) -> "Condition":
        """Return the condition that a text says, in the names that the policy's own file sees.

        Raises:
            PolicyError: The text has faults; `diagnostics` tells them all.

        Example:
            >>> import policylang
            >>> policy = policylang.load("microsoft.azure_openai")
            >>> type(policy.condition("timing is real_time")).__name__
            'ValueIn'
        """
        from policylang.semantics import question

        return question.condition(text, self.resolved, self._seen)

    @property
    def _seen(self) -> "Names":
        """What the policy's own file sees; of a saved policy, the facts."""
        from policylang.semantics.question import Names, facts_of

        found = saved.unpacked(self._names) if self._names else None
        return found if isinstance(found, Names) else facts_of(self.resolved)

    def findings(self) -> "tuple[Diagnostic, ...]":
        """Return what is found about all cases of the policy, for its own clauses: conflicts, clauses that never apply.

        It is what `check` finds beside faults of the text and assertions, and what the file allows too. Where the text
        is not at hand it is read again, to show the places.

        Raises:
            PolicyError: The policy was saved without its text, or the text is no longer there or says something else.

        Example:
            >>> import policylang
            >>> policy = policylang.load("microsoft.azure_openai")
            >>> {(each.severity, each.code) for each in policy.findings()}
            {('note', 'P0504')}
        """
        from policylang.analyse.check.findings import findings

        return findings(self._placed())

    def _placed(self) -> ResolvedPolicy:
        """Return the policy with the places of its text.

        Raises:
            PolicyError: There is no such text.
        """
        if self.resolved.place is not None:
            return self.resolved
        if self._origin is None:
            raise PolicyError(f"`{self.resolved.name}` was saved without its text, in which findings are shown")
        from policylang.workspace.load import Workspace

        found = Workspace(self._origin.folders).load(self._origin.file).policy()
        if found != self.resolved:
            raise PolicyError(f"`{self._origin.file}` says something else by now; load `{found.name}` again")
        return found

    def find(
        self,
        condition: str | None = None,
        *,
        outcome: Outcome | None = None,
        clause: str | Iterable[str] = (),
        on: dt.date | str | None = None,
        every: bool = False,
        case: "Case | Given | None" = None,
        like: str | Iterable[str] = (),
    ) -> "Found":
        """Return the smallest case that is as wanted, in how many kinds of case it is so, and on request all of them.

        Args:
            condition: What holds in it, in the names that the policy's own file sees; anything, where left out.
            outcome: How it is decided.
            clause: A clause or part that stands in it; of several, one at least.
            on: The day of the decision, as a `date` or ISO text; any day, where left out.
            every: Whether `regions` tells all such cases.
            case: What is given, as `decide` takes it: only cases are looked at that are so.
            like: Names of examples that they are all like; `None` in `case` takes back what one says of a fact.

        Raises:
            PolicyError: The condition has faults, or there is no such clause.
            CaseError: What is given as a day is none, or the case is faulty, or no case can be so.

        Example:
            >>> import policylang
            >>> policy = policylang.load("microsoft.azure_openai")
            >>> given = {"service": "azure_openai", "functions": None}
            >>> found = policy.find(outcome="prohibited", on="2024-05-03", case=given, like="ordinary_use", every=True)
            >>> found.regions
            (('recognition_of_individuals',),)
        """
        from policylang.analyse.ask.find import Wanted, find
        from policylang.semantics import question

        asked = None if condition is None else question.condition(condition, self.resolved, self._seen)
        names = (clause,) if isinstance(clause, str) else tuple(clause)
        clauses = tuple(each for name in names for each in question.clauses(name, self.resolved))
        title = " ".join(filter(None, ("a case", f"such that {' '.join(condition.split())}" if condition else None)))
        wanted = Wanted(asked, outcome, clauses, _day(on), self._given(case, like))
        return find(self.resolved, wanted, title=title, every=every)

    def prove(
        self,
        statement: str,
        *,
        on: dt.date | str | None = None,
        path: Iterable[str | os.PathLike[str]] = (),
        case: "Case | Given | None" = None,
        like: str | Iterable[str] = (),
    ) -> "Proof":
        """Return whether a statement holds of every case; where it does not, with the smallest case against it.

        Args:
            statement: `never permitted when CONDITION`, `always prohibited when CONDITION`, `never depends on FACT`,
                `same outcome as POLICY`, `stricter than POLICY`; `when CONDITION` may stand behind each.
            on: The day of the decision, as a `date` or ISO text; any day, where left out.
            path: Folders to look in for the policy that is compared with.
            case: What is given, as for `find`.
            like: As for `find`.

        Raises:
            PolicyError: The statement has faults, or the policy that is compared with is not there or has errors.
            CaseError: As for `find`.

        Example:
            >>> import policylang
            >>> policy = policylang.load("microsoft.azure_openai")
            >>> policy.prove("never prohibited when service is azure_openai").verdict
            'refuted'
        """
        from policylang.analyse.ask.prove import prove
        from policylang.semantics import question

        others = {each.name: each for each in self.resolved.incorporated}
        name = question.compared(statement)
        if name is not None and name not in others:
            from policylang.workspace.load import Workspace

            others[name] = Workspace(path).load(name).policy()
        said, found = question.statement(statement, self.resolved, self._seen, others)
        return prove(self.resolved, found, said=said, on=_day(on), given=self._given(case, like))

    def loopholes(
        self,
        clause: str | Iterable[str],
        *,
        on: dt.date | str | None = None,
        case: "Case | Given | None" = None,
        like: str | Iterable[str] = (),
    ) -> "Loopholes":
        """Return the cases nearest to what a clause reaches that escape it, by the one fact that lets them out.

        Args:
            clause: The name of a clause or part; of several, one that stands is enough.
            on: The day of the decision, as a `date` or ISO text; any day, where left out.
            case: What is given, as for `find`.
            like: As for `find`.

        Raises:
            PolicyError: There is no such clause.
            CaseError: As for `find`.

        Example:
            >>> import policylang
            >>> policy = policylang.load("microsoft.azure_openai")
            >>> given = {"service": "azure_openai", "functions": ["identification"], "approvals": ["microsoft"]}
            >>> given |= {"operator": "unknown", "camera": "unknown", "timing": "real_time"}
            >>> asked = {"on": "2024-06-10", "case": given, "like": "ordinary_use"}
            >>> found = policy.loopholes("live_mobile_recognition", **asked)
            >>> next(each.values for each in found.found if each.fact == "camera.mount")
            (('camera.mount is stationary',),)
        """
        from policylang.analyse.ask.loophole import loopholes
        from policylang.semantics import question

        names = (clause,) if isinstance(clause, str) else tuple(clause)
        clauses = tuple(each for name in names for each in question.clauses(name, self.resolved))
        return loopholes(self.resolved, clauses, on=_day(on), given=self._given(case, like))

    def diff(
        self,
        other: "Analysing",
        *,
        on: dt.date | str | None = None,
        rename: Mapping[str, str] | None = None,
        case: "Case | Given | None" = None,
        like: str | Iterable[str] = (),
    ) -> "Difference":
        """Return what changed from this version of a policy to another, and as exactly what did not.

        Args:
            other: The version after.
            on: The day on which both are asked, as a `date` or ISO text; all days, where left out.
            rename: What facts, parts and values of this version are called in the other:
                `{"operator.kind": "party.kind", "country.us": "country.united_states"}`.
            case: What is given, as for `find`, in the names of the other.
            like: As for `find`, of the examples of the other.

        Raises:
            CaseError: As for `find`; or this version cannot tell what is given.
            ValueError: A name of `rename` is not there, or cannot be taken for the other.

        Example:
            >>> import policylang
            >>> policy = policylang.load("microsoft.azure_openai")
            >>> policy.diff(policy).verdict
            'equivalent'
        """
        from policylang.analyse.compare.diff import diff

        given = other._given(case, like)  # noqa: SLF001 - of the same class
        return diff(self.resolved, other.resolved, on=_day(on), rename=rename, given=given)

    def effect(
        self,
        other: "Analysing",
        *,
        on: dt.date | str | None = None,
        changed: Iterable[str] = (),
        case: "Case | Given | None" = None,
        like: str | Iterable[str] = (),
    ) -> "Effect":
        r"""Return what a draft does: what changes in the decisions, and what its clauses do among the others.

        Args:
            other: The policy with the draft.
            on: The day that is asked about, as a `date` or ISO text; all days together, where left out.
            changed: The names of the drafted clauses or parts.
            case: What is given, as for `find`, in the names of the policy with the draft.
            like: As for `find`, of its examples.

        Raises:
            CaseError: As for `diff`.

        Example:
            >>> import policylang
            >>> text = "policy p\n    otherwise permitted\nfact a: yes or no\n"
            >>> draft = 'clause no_a\n    "No a"\n    prohibits\n    when a\n'
            >>> found = policylang.loads(text).effect(policylang.loads(text + draft), changed=["no_a"])
            >>> found.difference.verdict, found.difference.changes[0].kinds, found.drafted[0].conflicts.all
            ('stricter', Kinds(affected=1, all=2), 0)
        """
        from policylang.analyse.ask.effect import effect

        given = other._given(case, like)  # noqa: SLF001 - of the same class
        return effect(self.resolved, other.resolved, on=_day(on), changed=frozenset(changed), given=given)

    def diff_dates(
        self,
        first: dt.date | str,
        then: dt.date | str,
        *,
        case: "Case | Given | None" = None,
        like: str | Iterable[str] = (),
    ) -> "Difference":
        """Return what changed from one date of the policy to another, and as exactly what did not.

        Args:
            first: The date before, as a `date` or ISO text.
            then: The date after.
            case: What is given, as for `find`.
            like: As for `find`.

        Raises:
            CaseError: As for `find`.

        Example:
            >>> import policylang
            >>> policy = policylang.load("microsoft.azure_openai")
            >>> given = {"service": "azure_openai", "functions": None, "operator": "unknown"}
            >>> policy.diff_dates("2024-05-01", "2024-05-03", case=given, like="ordinary_use").verdict
            'looser'
        """
        from policylang.analyse.compare.diff import diff_dates

        return diff_dates(self.resolved, _a_day(first), _a_day(then), given=self._given(case, like))

    def timeline(self, *, case: "Case | Given | None" = None, like: str | Iterable[str] = ()) -> "Timeline":
        """Return every date on which something of the policy begins or ends, with what it changes.

        Args:
            case: What is given, as for `find`.
            like: As for `find`.

        Raises:
            CaseError: As for `find`.

        Example:
            >>> import policylang
            >>> policy = policylang.load("microsoft.azure_openai")
            >>> turns = policy.timeline(case={"service": "azure_openai", "functions": None}, like="ordinary_use").turns
            >>> [turn.day.isoformat() for turn in turns if turn.effect == "outcomes"]
            ['2023-12-01', '2024-05-01', '2024-09-06']
        """
        from policylang.analyse.compare.timeline import timeline

        return timeline(self.resolved, given=self._given(case, like))

    def _given(self, case: "Case | Given | None", like: str | Iterable[str]) -> "Given":
        """Return what is given by a case on top of examples; what is given already, as it is.

        Raises:
            CaseError: The case is faulty, or there is no such example.
        """
        from policylang.analyse.given import Given, given_of

        if isinstance(case, Given):
            return case
        likes = (like,) if isinstance(like, str) else tuple(like)
        knowledge = self.knowledge(case, like=likes)
        return given_of(self.resolved, case or {}, likes, knowledge, self.knowledge(like=likes))

    def page(self) -> str:
        """Return a page about the policy in plain words, as Markdown, for readers who never saw a policy file.

        It tells the scenarios of the policy's own file. Where the text is not at hand, it tells what the policy means,
        and neither comments nor findings.

        Raises:
            PolicyError: The text has errors by now, or is no longer there.

        Example:
            >>> import policylang
            >>> policylang.load("microsoft.azure_openai").page().splitlines()[0]
            '# Code of Conduct for Azure OpenAI Service'
        """
        if self._origin is not None:
            from policylang.workspace.documents import document
            from policylang.workspace.load import Workspace

            return document(Workspace(self._origin.folders), (self._origin.file,))[0].text
        from policylang.document.material import Material, Scenarios, Tried
        from policylang.document.page import page

        tried = Scenarios("Scenarios of its own file", tuple(map(Tried, self.scenarios)))
        return page(Material(self.resolved, scenarios=(tried,))).text

    if TYPE_CHECKING:

        @property
        def scenarios(self) -> "tuple[Scenario, ...]":
            """The scenarios of the policy's own file."""

        def knowledge(self, case: Case | None = None, *, like: str | Iterable[str] = ()) -> Knowledge:
            """Return what a case tells, on top of examples that it is like."""

    def coverage(self, scenarios: "Iterable[Scenario] | None" = None) -> "Coverage":
        """Return what scenarios reach: clauses, exceptions, conditions that matter, bounds and dates.

        Args:
            scenarios: The scenarios; those of the policy's own file where left out.

        Example:
            >>> import policylang
            >>> policy = policylang.load("google.generative_ai")
            >>> tried = [each.scenario for each in policylang.test("google.generative_ai")]
            >>> policy.coverage(tried).figures("exception")
            Figures(reached=3, all=3)
        """
        from policylang.analyse.scenarios.coverage import coverage

        return coverage(self.resolved, self.scenarios if scenarios is None else scenarios)

    def missing_scenarios(self, scenarios: "Iterable[Scenario] | None" = None) -> "Suggestions":
        """Return few scenarios that would reach what others do not reach, as text for a person to confirm.

        Args:
            scenarios: Those that there are; the ones of the policy's own file where left out.

        Example:
            >>> import policylang
            >>> policy = policylang.load("google.generative_ai")
            >>> print(policy.missing_scenarios().text.splitlines()[0])
            # confirm: the policy says prohibited; is that what the document means?
        """
        from policylang.analyse.scenarios.suggested import suggestions

        return suggestions(self.resolved, self.scenarios if scenarios is None else scenarios)

    def mutants(self, scenarios: "Iterable[Scenario] | None" = None) -> "Mutation":
        """Return which small changes of the policy its scenarios notice, and a scenario for each that they do not.

        Args:
            scenarios: The scenarios; those of the policy's own file where left out.

        Example:
            >>> import policylang
            >>> tried = [each.scenario for each in policylang.test("google.generative_ai")]
            >>> found = policylang.load("google.generative_ai").mutants(tried)
            >>> found.noticed == found.counted, len(found.of_state("equivalent"))
            (True, 1)
        """
        from policylang.analyse.scenarios.mutate import mutate

        return mutate(self.resolved, self.scenarios if scenarios is None else scenarios)


def _day(on: dt.date | str | None) -> dt.date | None:
    """Return a day from a date or ISO text; nothing for all days.

    Raises:
        CaseError: It is no date.
    """
    return None if on is None else _a_day(on)


def _a_day(on: dt.date | str) -> dt.date:
    """Return a day from a date or ISO text.

    Raises:
        CaseError: It is no date.
    """
    from policylang.evaluate.facts import as_day

    found = as_day(on)
    if found is None:
        raise CaseError(f"the date of the decision got {on!r}; it takes a date, such as 2024-05-10", code="P0606")
    return found
