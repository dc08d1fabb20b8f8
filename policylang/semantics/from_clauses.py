"""Clauses from syntax: what a part shares is written into each clause, exceptions become one relation."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import product
from typing import Literal, NamedTuple

from policylang.diagnostics.model import Label
from policylang.semantics.circles import in_order
from policylang.semantics.findings import Findings
from policylang.semantics.from_conditions import ConditionReader
from policylang.semantics.from_types import duplicate
from policylang.semantics.policy import (
    All,
    Any,
    Clause,
    ClauseException,
    Condition,
    Edition,
    EffectKind,
    Period,
)
from policylang.source import Span
from policylang.syntax import tree

_EFFECTS: Mapping[str, EffectKind] = {
    "prohibits": "prohibits",
    "permits": "permits",
    "exempts from": "exempts",
    "requires": "requires",
    "recommends": "recommends",
}
_NEVER_PREVAIL = ("requires", "recommends")


EvidenceLevel = Literal["publisher", "quoted", "believed"]


class Written(NamedTuple):
    """A clause as written, with the part it stands in."""

    clause: tree.Clause
    part: tree.PartItem | None

    @property
    def lines(self) -> Iterator[tree.ClauseLine]:
        """The lines of the part, then those of the clause: what the clause means."""
        if self.part:
            yield from self.part.lines
        yield from self.clause.lines


class Times(NamedTuple):
    """The periods in which a clause is in force (none: always), and the editions they were named by."""

    periods: tuple[Period, ...]
    editions: tuple[str, ...]


class ClauseReader:
    """Reads the clauses of one policy; `clauses` first, then `exceptions`."""

    def __init__(
        self,
        items: Iterable[tree.Item],
        conditions: ConditionReader,
        findings: Findings,
        targets: Mapping[str, Iterable[str]],
    ) -> None:
        self.conditions = conditions
        self.findings = findings
        self.targets = targets
        self.editions: Mapping[str, Edition] = conditions.editions or {}
        self.written: dict[str, Written] = {}
        self.parts: dict[str, tuple[str, ...]] = {}
        self.used: set[str] = set()
        self._reported: set[Span] = set()
        self._declare(items)

    def _declare(self, items: Iterable[tree.Item]) -> None:
        spans: dict[str, Span] = {}
        for item in items:
            match item:
                case tree.Clause():
                    self._enter(item, None, spans)
                case tree.PartItem():
                    if item.name.text in spans:
                        duplicate(self.findings, "part", item.name, spans[item.name.text])
                    spans.setdefault(item.name.text, item.name.span)
                    for clause in item.clauses:
                        self._enter(clause, item, spans)
                    self.parts[item.name.text] = tuple(clause.name.text for clause in item.clauses)

    def _enter(self, clause: tree.Clause, part: tree.PartItem | None, spans: dict[str, Span]) -> None:
        name = clause.name.text
        if name in spans:
            duplicate(self.findings, "clause", clause.name, spans[name])
        else:
            spans[name] = clause.name.span
            self.written[name] = Written(clause, part)

    # ------------------------------------------------------------ one clause

    def clauses(self) -> tuple[Clause, ...]:
        """Return every clause, in the order of the document."""
        shared: dict[int, Condition] = {}
        return tuple(self._clause(written, shared) for written in self.written.values())

    def _clause(self, written: Written, shared: dict[int, Condition]) -> Clause:
        clause = written.clause
        effect = self._effect(written)
        times = self._times(written)
        cites = _texts(written, "cites")
        if not cites:
            self._no_citation(clause)
        return Clause(
            name=clause.name.text,
            summary=clause.summary.value if clause.summary else "",
            effect=_EFFECTS[effect.kind] if effect else "recommends",
            targets=self._targets(effect) if effect else (),
            when=self._joined(written, shared, negated=False),
            unless=self._joined(written, shared, negated=True),
            times=times.periods,
            editions=times.editions,
            under=tuple(self._under(written)),
            cites=cites,
            words=_texts(written, "words"),
            evidence=_evidence(written),
            readings=_texts(written, "reading"),
            part=written.part.name.text if written.part else None,
            place=self.findings.place(clause.name.span),
        )

    def _no_citation(self, clause: tree.Clause) -> None:
        self.findings.add(
            "P0801",
            f"the clause `{clause.name.text}` cites nothing",
            clause.name.span,
            "where does the document say so?",
            helps=('add a line such as `cites "Restrictions, item 3"`',),
            severity="warning",
        )

    def _effect(self, written: Written) -> tree.Effect | None:
        effects = [line for line in written.lines if isinstance(line, tree.Effect)]
        if len(effects) == 1:
            return effects[0]
        name = written.clause.name
        if written.part is None:
            return effects[0] if effects else None  # reported by the parser, which sees the whole clause
        if effects:
            others = [Label(self.findings.place(effect.span), "an effect") for effect in effects]
            said = f"the clause `{name.text}` has {len(effects)} effects, counting that of its part"
            self.findings.add("P0111", said, name.span, "one effect is wanted", others=others)
        else:
            said = f"neither the clause `{name.text}` nor its part `{written.part.name.text}` has an effect"
            helps = ("add a line `prohibits`, `permits`, `exempts from …`, `requires …` or `recommends …`",)
            self.findings.add("P0111", said, name.span, "what does it do?", helps=helps)
        return effects[0] if effects else None

    def _targets(self, effect: tree.Effect) -> tuple[str, ...]:
        match effect.kind:
            case "requires":
                return self._listed(effect, "duty")
            case "recommends":
                return self._listed(effect, "advice")
            case "exempts from":
                return tuple(dict.fromkeys(name for each in effect.names for name in self.named(each)))
            case _:
                return ()

    def _listed(self, effect: tree.Effect, kind: str) -> tuple[str, ...]:
        known = tuple(self.targets[kind])
        for name in effect.names:
            if name.text not in known:
                self._unknown_target(kind, name, known)
            self.used.add(f"{kind}.{name.text}")
        return tuple(dict.fromkeys(name.text for name in effect.names))

    def _unknown_target(self, kind: str, name: tree.Name, known: tuple[str, ...]) -> None:
        other, verb = ("advice", "recommends") if kind == "duty" else ("duty", "requires")
        said = f"there is no {kind} `{name.text}`"
        if name.text in self.targets[other]:
            helps = (f"`{name.text}` is {'a duty' if other == 'duty' else other}: write `{verb} {name.text}`",)
            self.findings.add("P0201", said, name.span, f"no such {kind}", helps=helps)
            return
        helps = (f'declare it: `{kind} {name.text} "what is to be done"`',)
        text = f"no such {kind}"
        self.findings.unknown("P0201", said, name.span, text, word=name.text, candidates=known, helps=helps)

    def named(self, name: tree.Name) -> tuple[str, ...]:
        """Return the clauses that a name stands for: itself, or those of a part; report one that is none, once."""
        if name.text in self.written:
            return (name.text,)
        if name.text in self.parts:
            return self.parts[name.text]
        if name.span in self._reported:
            return ()
        self._reported.add(name.span)
        if "." in name.text:
            said = f"`{name.text}` is a clause of another policy; a policy may except only its own"
            self.findings.add("P0212", said, name.span, "another policy's clause")
        else:
            known = (*self.written, *self.parts)
            said = f"there is no clause `{name.text}`"
            self.findings.unknown("P0201", said, name.span, "no such clause", word=name.text, candidates=known)
        return ()

    def _joined(self, written: Written, shared: dict[int, Condition], *, negated: bool) -> Condition | None:
        lines = [line for line in written.lines if isinstance(line, tree.When) and line.negated is negated]
        read = []
        for line in lines:
            if id(line) not in shared:
                shared[id(line)] = self.conditions.read(line.condition)
            read.append(shared[id(line)])
        if len(read) < 2:  # noqa: PLR2004 - one condition stands for itself
            return read[0] if read else None
        place = self.findings.place(written.clause.name.span)
        return Any(tuple(read), place) if negated else All(tuple(read), place)

    # ------------------------------------------------------------ time

    def _times(self, written: Written) -> Times:
        times: Times | None = None
        for line in written.lines:
            if isinstance(line, tree.InForce):
                here = self._line_times(line)
                times = here if times is None else _meet(times, here)
                if not times.periods:
                    self._never_in_force(written, line)
        return times or Times((), ())

    def _line_times(self, line: tree.InForce) -> Times:
        if not line.editions:
            period = Period(line.start.value if line.start else None, line.before.value if line.before else None)
            return Times(() if period.is_empty else (period,), ())
        found = []
        for name in line.editions:
            if name.text in self.editions:
                found.append(self.editions[name.text])
            else:
                said = f"there is no edition `{name.text}`"
                known = self.editions
                self.findings.unknown("P0201", said, name.span, "no such edition", word=name.text, candidates=known)
        periods = tuple(each.period for each in found) or (Period(),)
        return Times(periods, tuple(each.name for each in found))

    def _never_in_force(self, written: Written, line: tree.InForce) -> None:
        self.findings.add(
            "P0305",
            f"the clause `{written.clause.name.text}` is in force on no day",
            line.span,
            "no day lies in this time" + (" and in that of its part" if written.part else ""),
            helps=("the day after the word `before` is the first on which it no longer holds",),
        )

    # ------------------------------------------------------------ relations

    def _under(self, written: Written) -> Iterator[str]:
        seen = {written.clause.name.text}
        for line in written.lines:
            if isinstance(line, tree.Relation) and line.kind == "under":
                for name in line.clauses:
                    for clause in self.named(name):
                        if clause not in seen:
                            seen.add(clause)
                            yield clause

    def exceptions(self, clauses: Sequence[Clause]) -> tuple[ClauseException, ...]:
        """Return each pair of clauses of which one prevails over the other, once; report those that cannot bite."""
        by_name = {clause.name: clause for clause in clauses}
        found: dict[tuple[str, str], ClauseException] = {}
        for pair in self._pairs():
            known = found.get((pair.by, pair.over))
            if known is None and self._can_bite(pair, by_name):
                found[pair.by, pair.over] = pair
            elif known is not None and pair.reading and not known.reading:
                found[pair.by, pair.over] = known._replace(reading=pair.reading)
        return tuple(found.values())

    def _pairs(self) -> Iterator[ClauseException]:
        for written in self.written.values():
            for line in written.lines:
                shared = written.part is not None and any(line is each for each in written.part.lines)
                match line:
                    case tree.Effect("exempts from", names, span):
                        yield from self._each(written, names, span, shared=shared)
                    case tree.Relation("despite", names, reading, span):
                        yield from self._each(written, names, span, shared=shared, reading=reading)
                    case tree.Relation("subject to", names, reading, span):
                        for pair in self._each(written, names, span, shared=shared, reading=reading):
                            yield pair._replace(by=pair.over, over=pair.by)

    def _each(
        self,
        written: Written,
        names: Iterable[tree.Name],
        span: Span,
        *,
        shared: bool,
        reading: tree.Text | None = None,
    ) -> Iterator[ClauseException]:
        """Yield a pair for each clause named. A part, or a line shared by a part, never means the clause itself."""
        own = written.clause.name.text
        for each in names:
            for over in self.named(each):
                if over != own or (each.text == own and not shared):
                    yield ClauseException(own, over, reading.value if reading else None, self.findings.place(span))

    def _can_bite(self, pair: ClauseException, by_name: Mapping[str, Clause]) -> bool:
        by, over = by_name[pair.by], by_name[pair.over]
        span = pair.place.span if pair.place else by_name[pair.by].place.span  # type: ignore[union-attr]
        if by is over:
            self._no_bite(span, f"the clause `{by.name}` cannot prevail over itself")
            return False
        if by.effect in _NEVER_PREVAIL:
            said = f"`{by.name}` {by.effect} something, and such a clause never prevails over another"
            self._no_bite(span, said)
            return False
        if by.times and over.times and not any(not a.meet(b).is_empty for a, b in product(by.times, over.times)):
            said = f"`{by.name}` and `{over.name}` are never in force on the same day"
            self._no_bite(span, said, mend="take it out, or mend the times in force")
            return False
        return True

    def _no_bite(self, span: Span, message: str, *, mend: str = "take it out") -> None:
        self.findings.add("P0310", message, span, "never bites", helps=(mend,))

    def report_circles(self, clauses: Sequence[Clause], exceptions: Sequence[ClauseException]) -> bool:
        """Report a circle of exceptions and `under`, and return whether there was one."""
        graph: dict[str, list[str]] = {clause.name: list(clause.under) for clause in clauses}
        for pair in exceptions:
            graph[pair.over].append(pair.by)
        _, circles = in_order(graph)
        for circle in circles:
            spans = [self.written[name].clause.name.span for name in circle[:-1]]
            said = "the clauses depend on one another in a circle"
            text = "whether this stands depends on itself"
            mend = "take out one of the lines `despite`, `subject to`, `exempts from` or `under` between them"
            self.findings.circle("P0207", said, text, names=circle, spans=spans, mend=mend)
        return bool(circles)


def _texts(written: Written, kind: str) -> tuple[str, ...]:
    return tuple(line.text.value for line in written.lines if isinstance(line, tree.Citation) and line.kind == kind)


def _evidence(written: Written) -> EvidenceLevel | None:
    levels = [line.level for line in written.lines if isinstance(line, tree.Evidence)]
    return levels[-1] if levels else None


def _meet(one: Times, other: Times) -> Times:
    meets = [a.meet(b) for a, b in product(one.periods, other.periods)]
    return Times(tuple(each for each in meets if not each.is_empty), (*one.editions, *other.editions))
