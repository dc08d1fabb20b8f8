"""A decision as a person reads it: the answer first, then what it rests on, in the words of the policy.

Whoever reads it should be able to put it in a file and find, a year later, the clause, its citation, the date and
what was still open. Nothing is said twice; nothing is left out but the end of the digest, and clauses that exempt
from what does not apply. The JSON has both.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from policylang.console.terminal import paint, printable, wrapped
from policylang.console.words import DEPENDING, EFFECT_OF, by_names, clause_id, decides, headline, how_to_set, verdict

if TYPE_CHECKING:
    from policylang.api import Policy
    from policylang.evaluate.explanation import Explanation
    from policylang.semantics.decision import AdviceReport, ClauseReport, Decision, DutyReport, Question
    from policylang.semantics.policy import Edition, Policy as ResolvedPolicy

INDENT = "  "
DEEPER = "    "
LABEL_WIDTH = 11
DIGEST_SHOWN = 12

_EVIDENCE = {
    "publisher": "the publisher's own text",
    "quoted": "in part quoted: known from texts that quote or summarise the document",
    "believed": "in part believed, and not checked against a text",
}


class Page:
    """A page being written: lines of at most so many columns, an empty line between sections."""

    def __init__(self, columns: int) -> None:
        self.columns = columns
        self.lines: list[str] = []

    def section(self, title: str) -> None:
        """Start a section: an empty line, the title, an empty line."""
        self.lines += ["", paint(title, "strong"), ""]

    def text(self, text: str, *, indent: str = INDENT) -> None:
        """Add a paragraph."""
        self.lines += wrapped(text, first=indent, columns=self.columns)

    def field(self, label: str, text: str, *, indent: str = INDENT) -> None:
        """Add a line with a label before it; the further lines of a long text stand under the first."""
        lead = f"{indent}{label.ljust(LABEL_WIDTH)}"
        first, *rest = wrapped(text, first=lead, columns=self.columns)
        self.lines += [indent + paint(label.ljust(LABEL_WIDTH), "quiet") + first[len(lead) :], *rest]

    def item(self, name: str, rest: str = "", *, indent: str = INDENT) -> None:
        """Add a line that names something and says what it does."""
        shown = f"{printable(name)} {rest}".rstrip()
        first, *more = wrapped(shown, first=indent, rest=indent + DEEPER, columns=self.columns)
        start = len(indent) + len(printable(name))
        self.lines += [indent + paint(first[len(indent) : start], "name") + first[start:], *more]

    def gap(self) -> None:
        """Add an empty line, unless there is one."""
        if self.lines and self.lines[-1]:
            self.lines.append("")

    def __str__(self) -> str:
        """Return the page, without a line break at its end."""
        return "\n".join(self.lines)


def decision_page(decision: Decision, policy: Policy, *, columns: int, why: Explanation | None = None) -> str:
    """Return the readable decision.

    Args:
        decision: The decision.
        policy: The policy that it was made under, for its title, publisher, source, editions and guidance.
        columns: The width to write in.
        why: The explanation, where it was asked for.
    """
    page = Page(columns)
    _write_answer(page, decision)
    _write_limit(page, decision)
    page.gap()
    _write_document(page, decision, policy.resolved)
    _write_date(page, decision, policy.resolved)
    _write_rows(page, decision, policy.resolved)
    _write_open(page, decision.open)
    _write_clauses(page, decision)
    _write_lifted(page, decision)
    _write_duties(page, decision)
    _write_advice(page, decision)
    if why is not None:
        from policylang.console.reasons import write_reasons

        write_reasons(page, why, decision)
    _write_grounds(page, decision, policy)
    return str(page)


def _write_answer(page: Page, decision: Decision) -> None:
    outcome, rest = headline(decision)
    first, *more = wrapped(outcome + rest, rest=INDENT, columns=page.columns)
    page.lines += [paint(first[: len(outcome)], decision.outcome) + first[len(outcome) :], *more]
    if decision.is_on_condition:
        unmet = [duty for duty in decision.duties if duty.state != "fulfilled"]
        duties = "a duty" if len(unmet) == 1 else f"{len(unmet)} duties"
        page.text(
            f"On condition of {duties}: {', '.join(f'{clause_id(duty, decision)} ({duty.state})' for duty in unmet)}",
            indent="",
        )


def _write_limit(page: Page, decision: Decision) -> None:
    if decision.limit and decision.outcome != "undetermined":
        page.text(
            f"A limit was met ({decision.limit}): what is said below of what stands may lack something.", indent=""
        )


def _write_document(page: Page, decision: Decision, policy: ResolvedPolicy) -> None:
    """Write which document it is: its title and source are those of the edition, where that has its own."""
    editions = _editions(decision, policy)
    title = next((edition.title for edition in editions if edition.title), policy.title)
    source = next((edition.source for edition in editions if edition.source), policy.source)
    if title:
        page.field("policy", title)
    page.field("" if title else "policy", f"{decision.policy}, digest {decision.digest[:DIGEST_SHOWN]}")
    if policy.publisher:
        page.field("publisher", policy.publisher)
    if source:
        page.field("source", source)


def _write_date(page: Page, decision: Decision, policy: ResolvedPolicy) -> None:
    editions = [f"edition {edition.name}: {edition.summary}" for edition in _editions(decision, policy)]
    page.field("date", ", ".join([decision.on.isoformat(), *editions]))


def _editions(decision: Decision, policy: ResolvedPolicy) -> list[Edition]:
    return [edition for edition in policy.editions if edition.name in decision.editions]


def _write_rows(page: Page, decision: Decision, policy: ResolvedPolicy) -> None:
    """Write the decision of each incorporated policy, in a row, and which document each of them is."""
    rows = dict(_rows(decision, policy))
    if not rows:
        return
    from policylang.console.table import rows_table

    page.section("Policy by policy")
    page.lines += [f"{INDENT}{line}".rstrip() for line in rows_table(rows, columns=page.columns - len(INDENT))]
    for row, incorporated in rows.items():
        page.gap()
        _write_document(page, row, incorporated)
        if row.editions:
            _write_date(page, row, incorporated)


def _rows(decision: Decision, policy: ResolvedPolicy) -> Iterator[tuple[Decision, ResolvedPolicy]]:
    """Yield each incorporated policy's decision with the policy, those that it incorporates after it."""
    incorporated = {each.name: each for each in policy.incorporated}
    for row in decision.rows:
        yield row, incorporated[row.policy]
        yield from _rows(row, incorporated[row.policy])


def _write_open(page: Page, questions: Sequence[Question]) -> None:
    if not questions:
        return
    page.section("Still open")
    question, *others = questions
    page.text(f"Next question: {question.asks}" if question.asks else "Next question")
    page.field("fact", question.fact, indent=DEEPER)
    page.field("takes", question.takes, indent=DEEPER)
    if question.judged:
        page.field("judge", question.judged, indent=DEEPER)
    page.field("answer", how_to_set(question), indent=DEEPER)
    if others:
        page.text(f"Also open: {', '.join(other.fact for other in others)}")


def _write_clauses(page: Page, decision: Decision) -> None:
    lost = [clause for clause in decision.against if clause.certainty == "certainly"]
    lost_names = {clause_id(clause, decision) for clause in lost}
    standing = [
        clause
        for clause in decision.stands
        if clause_id(clause, decision) not in lost_names and _matters(clause, decision)
    ]
    for title, clauses in _sections(decision, standing):
        possibly = clauses[0].certainty == "possibly"
        page.section(f"{title}, {DEPENDING}" if possibly else title)
        _write_each(page, clauses, decision, brief=possibly and not decides(clauses[0], decision))
    if lost:
        page.section("Stood against it, and lost the conflict")
        _write_each(page, lost, decision)


def _matters(clause: ClauseReport, decision: Decision) -> bool:
    """Whether the reader misses something without the clause.

    A clause that requires or recommends is told with its duty or advice; one that exempts tells nothing where what it
    exempts from does not apply anyway.
    """
    if not clause.effect.startswith("exempts"):
        return clause.effect.startswith(("prohibits", "permits"))
    return any(clause.policy == each.clause.policy and clause.name in each.by for each in decision.lifted)


def _sections(decision: Decision, clauses: Sequence[ClauseReport]) -> Iterator[tuple[str, list[ClauseReport]]]:
    """Yield the sections of the clauses that stand: those for the outcome first, those that speak for none last."""
    kinds = [("prohibits", "Prohibited by", "May prohibit it"), ("permits", "Permitted by", "May permit it")]
    if decision.outcome == "permitted":
        kinds.reverse()
    kinds.append(("", "Also standing", "May stand too"))
    for effect, certain, possible in kinds:
        of_kind = [clause for clause in clauses if _speaks_for(clause) == effect]
        certainly = [clause for clause in of_kind if clause.certainty == "certainly"]
        possibly = [clause for clause in of_kind if clause.certainty == "possibly"]
        if certainly:
            yield certain, certainly
        if possibly:
            settled = (
                len(possibly) > 1
                and not certainly
                and decision.bases == ("clauses",)
                and EFFECT_OF.get(decision.outcome) == effect
            )
            yield f"{certain} one or more of these" if settled else possible, possibly


def _speaks_for(clause: ClauseReport) -> str:
    effect = clause.effect.split(maxsplit=1)[0]
    return effect if effect in ("prohibits", "permits") else ""


def _write_each(page: Page, clauses: Iterable[ClauseReport], decision: Decision, *, brief: bool = False) -> None:
    for number, clause in enumerate(clauses):
        if number:
            page.gap()
        page.item(clause_id(clause, decision), clause.effect)
        _write_clause_lines(page, clause, brief=brief)


def _write_clause_lines(page: Page, clause: ClauseReport, *, brief: bool = False) -> None:
    """Write what a clause says; `brief` leaves out what only matters where the outcome can rest on it."""
    page.text(clause.summary, indent=DEEPER)
    for cited in clause.cites:
        page.field("cites", cited, indent=DEEPER)
    if brief:
        return
    for words in clause.words:
        page.field("words", f'"{words}"', indent=DEEPER)
    if clause.evidence:
        page.field("evidence", clause.evidence, indent=DEEPER)
    for reading in clause.readings:
        page.field("reading", reading, indent=DEEPER)


def _write_lifted(page: Page, decision: Decision) -> None:
    titles = {"certainly": "Lifted: applies, but does not stand", "possibly": f"May be lifted, {DEPENDING}"}
    told = {clause_id(clause, decision) for clause in (*decision.stands, *decision.against)}
    for certainty, title in titles.items():
        found = [lifted for lifted in decision.lifted if lifted.clause.certainty == certainty]
        if found:
            page.section(title)
        for number, lifted in enumerate(found):
            if number:
                page.gap()
            name = clause_id(lifted.clause, decision)
            page.item(name, f"{lifted.clause.effect}, lifted by {by_names(lifted.by, lifted.clause.policy, decision)}")
            if name not in told:
                _write_clause_lines(page, lifted.clause)


def _write_duties(page: Page, decision: Decision) -> None:
    if decision.duties:
        page.section("Duties")
    for duty in decision.duties:
        _write_duty(page, duty, decision)


def _write_duty(page: Page, duty: DutyReport, decision: Decision) -> None:
    width = len("outstanding") + 2
    role = "prohibited" if duty.state == "breached" else "permitted" if duty.state == "fulfilled" else "undetermined"
    lead = INDENT + duty.state.ljust(width)
    first, *rest = wrapped(duty.what, first=lead, columns=page.columns)
    page.lines += [INDENT + paint(duty.state, role) + first[len(INDENT) + len(duty.state) :], *rest]
    verb = "required by" if duty.certainty == "certainly" else "possibly required by"
    required = f"{clause_id(duty, decision)}, {verb} {by_names(duty.required_by, duty.policy, decision)}"
    page.text(required, indent=" " * len(lead))
    _write_citations(page, duty.required_by, duty.policy, decision, indent=" " * len(lead))


def _write_citations(page: Page, names: Iterable[str], policy: str, decision: Decision, *, indent: str) -> None:
    """Write where the document says what some standing clauses require or recommend."""
    clauses = [clause for clause in decision.stands if clause.policy == policy and clause.name in names]
    for cited in dict.fromkeys(cited for clause in clauses for cited in clause.cites):
        page.text(f"cites {cited}", indent=indent)


def _write_advice(page: Page, decision: Decision) -> None:
    if decision.advice:
        page.section("Advice, which changes no outcome")
    for advice in decision.advice:
        _write_one_advice(page, advice, decision)


def _write_one_advice(page: Page, advice: AdviceReport, decision: Decision) -> None:
    page.text(advice.what)
    verb = "given by" if advice.certainty == "certainly" else "possibly given by"
    page.text(
        f"{clause_id(advice, decision)}, {verb} {by_names(advice.given_by, advice.policy, decision)}", indent=DEEPER
    )
    _write_citations(page, advice.given_by, advice.policy, decision, indent=DEEPER)


def _write_grounds(page: Page, decision: Decision, policy: Policy) -> None:
    told = (*(clause for clause in decision.stands if _matters(clause, decision)), *decision.against)
    shown = {reading for clause in told for reading in clause.readings}
    shown |= {reading for lifted in decision.lifted for reading in lifted.clause.readings}
    readings = [reading for reading in decision.readings if reading not in shown]
    if not (decision.judgements or readings or decision.weakest_evidence):
        return
    page.section("It rests on")
    for path in decision.judgements:
        info = policy.facts.get(path)
        guidance = f": {info.judged}" if info is not None and info.judged else ""
        page.field("judgement", f"{path}{guidance}")
    for reading in readings:
        page.field("reading", reading)
    if decision.weakest_evidence:
        page.field("evidence", _EVIDENCE[decision.weakest_evidence])


def decisions_page(decisions: Sequence[Decision], *, columns: int, why: Sequence[Explanation] | None = None) -> str:
    """Return several decisions about one case as a table, with the questions that are open."""
    from policylang.console.table import rows_table

    page = Page(columns)
    page.lines = [f"On {decisions[0].on.isoformat()}", "", *rows_table(decisions, columns=columns)]
    questions = {question.fact: question for decision in decisions for question in decision.open}
    _write_open(page, list(questions.values()))
    if why:
        from policylang.console.reasons import write_because

        for decision, explanation in zip(decisions, why, strict=True):
            write_because(page, explanation, title=f"Why {decision.policy}: {verdict(decision)}")
    return str(page)
