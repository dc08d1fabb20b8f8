"""A policy from its header and items: editions, duties, advice, clauses, exceptions, and what it incorporates."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TypeVar

from policylang.semantics.digest import digest
from policylang.semantics.findings import Findings
from policylang.semantics.from_clauses import ClauseReader
from policylang.semantics.from_conditions import ConditionReader
from policylang.semantics.from_types import distinct
from policylang.semantics.module import Module
from policylang.semantics.policy import OUTCOMES, Advice, Always, Condition, Duty, Edition, Outcome, Period, Policy
from policylang.semantics.types import Fact
from policylang.syntax import tree


def editions(items: Iterable[tree.Item], findings: Findings) -> dict[str, Edition]:
    """Return the editions that a policy declares, by name."""
    found: dict[str, Edition] = {}
    for item in distinct("edition", [each for each in items if isinstance(each, tree.Edition)], findings):
        period = Period(item.start.value if item.start else None, item.before.value if item.before else None)
        if period.is_empty:
            findings.add(
                "P0305",
                f"the edition `{item.name.text}` is in force on no day",
                item.start.span.to(item.before.span) if item.start and item.before else item.span,
                "ends before it begins",
                helps=("the day after the word `before` is the first on which the edition no longer holds",),
            )
        found[item.name.text] = Edition(
            item.name.text,
            item.summary.value if item.summary else "",
            period,
            item.title.value if item.title else None,
            item.source.value if item.source else None,
        )
    return found


Item = TypeVar("Item", tree.Duty, tree.Advice)


class PolicyReader:
    """Reads what only policies have. `used` names the duties and advice that clauses speak of."""

    def __init__(self, file: tree.File, header: tree.Header, conditions: ConditionReader, findings: Findings) -> None:
        self.file = file
        self.header = header
        self.conditions = conditions
        self.findings = findings
        self.used: set[str] = set()

    def read(
        self, always: tuple[Always, ...], facts: Mapping[str, Fact], incorporated: Sequence[Module]
    ) -> Policy | None:
        """Return the policy, or nothing where its exceptions run in a circle or it says no `otherwise`."""
        duties = tuple(self._duty(item) for item in self._each("duty", tree.Duty))
        advice = tuple(_advice(item) for item in self._each("advice", tree.Advice))
        targets = {"duty": [each.name for each in duties], "advice": [each.name for each in advice]}
        reader = ClauseReader(self.file.items, self.conditions, self.findings, targets)
        clauses = reader.clauses()
        exceptions = reader.exceptions(clauses)
        self.used |= reader.used
        circle = reader.report_circles(clauses, exceptions)
        otherwise = self._otherwise()
        if circle or otherwise is None:
            return None
        policy = Policy(
            name=self.header.name.text,
            otherwise=otherwise,
            clauses=clauses,
            title=self._text("title"),
            publisher=self._text("publisher"),
            source=self._text("source"),
            applies=self._applies(),
            conflicts=next((line.prevails for line in self.header.lines if isinstance(line, tree.Conflicts)), None),
            editions=tuple((self.conditions.editions or {}).values()),
            exceptions=exceptions,
            duties=duties,
            advice=advice,
            always=always,
            incorporated=tuple(each.policy for each in incorporated if each.policy is not None),
            facts=facts,
            place=self.findings.place(self.header.name.span),
        )
        return policy._replace(digest=digest(policy))

    def _each(self, kind: str, wanted: type[Item]) -> Iterator[Item]:
        return distinct(kind, [each for each in self.file.items if isinstance(each, wanted)], self.findings)

    def _duty(self, item: tree.Duty) -> Duty:
        return Duty(
            item.name.text,
            item.what.value if item.what else "",
            self.conditions.read(item.fulfilled) if item.fulfilled else None,
            self.conditions.read(item.breached) if item.breached else None,
        )

    def _text(self, kind: str) -> str | None:
        lines = [line for line in self.header.lines if isinstance(line, tree.HeaderText) and line.kind == kind]
        return lines[0].text.value if lines else None

    def _applies(self) -> Condition | None:
        lines = [line for line in self.header.lines if isinstance(line, tree.Applies)]
        return self.conditions.read(lines[0].condition) if lines else None

    def _otherwise(self) -> Outcome | None:
        lines = [line.outcome for line in self.header.lines if isinstance(line, tree.Otherwise)]
        if not lines:
            return None  # reported by the parser
        outcome = next((each for each in OUTCOMES if each == lines[0].text), None)
        if outcome is None:
            near = self.findings.near(lines[0].text, OUTCOMES, lines[0].span)
            said = f"`{lines[0].text}` is no outcome"
            self.findings.add("P0301", said, lines[0].span, f"one of {', '.join(OUTCOMES)}", helps=near)
        return outcome


def _advice(item: tree.Advice) -> Advice:
    return Advice(item.name.text, item.what.value if item.what else "")
