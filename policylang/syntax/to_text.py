"""Tree to text: the one canonical form of a file, and the formatter that brings a source into it.

The printer makes an outline of rows (`rows`), which says what stands on each line and under what;
the comments of the source are hung onto those rows by position. Conditions, types and quotations
have files of their own.
"""

from collections.abc import Iterable, Sequence
from itertools import groupby

from policylang.diagnostics.errors import PolicyError
from policylang.source import Source, Span
from policylang.syntax import tree
from policylang.syntax.from_text import parse
from policylang.syntax.literate import fences, is_literate
from policylang.syntax.rows import NO_ORIGIN, STEP, WIDTH, Gap, Origin, Row, Woven, printed
from policylang.syntax.to_text_conditions import condition_row, inline, there
from policylang.syntax.to_text_types import notes, typed_row
from policylang.syntax.to_text_words import names, quotation, quoted, value, values

_LABEL_WIDTH = 11
"""The column, within its block, in which what follows a padded keyword starts."""

_FAMILIES: dict[type, str] = {
    tree.Import: "import", tree.Incorporates: "import", tree.Fact: "fact",
    tree.Edition: "edition", tree.Duty: "duty", tree.Advice: "advice",
}  # fmt: skip
"""Items that may stand close together, if the author wrote them so."""


def to_text(file: tree.File) -> str:
    """Return the canonical text of a tree, without comments.

    Strings, lists and chains that do not fit in a line are broken, so that reading the text back
    gives the same tree except for `Group.style` and `OutlineType.style`.
    """
    return "".join(printed(Woven(file_rows(file, NO_ORIGIN))))


def format_source(source: Source) -> str:
    """Return a text in canonical form: nothing of it is lost, comments included, and it means the same.

    Of a literate file the blocks of policy are formatted, each in its place, and the prose stays.

    Raises:
        PolicyError: The text has syntax errors; it carries their diagnostics.
    """
    file, diagnostics = parse(source)
    errors = tuple(found for found in diagnostics if found.severity == "error")
    if errors:
        raise PolicyError(f"{source.name} has syntax errors and cannot be formatted", errors)
    literate = is_literate(source.name)
    blocks = [block.code for block in fences(source.text).blocks] if literate else [Span(0, len(source.text))]
    origin = Origin(source, tuple(block.start for block in blocks))
    pages = printed(Woven(file_rows(file, origin), file.comments, origin=origin))
    return _spliced(source.text, blocks, pages) if literate else pages[0]


def _spliced(text: str, blocks: Sequence[Span], pages: Sequence[str]) -> str:
    """Return a document with pages in the place of its blocks, and line breaks of one kind."""
    parts = []
    end = 0
    for block, page in zip(blocks, pages, strict=True):
        parts += [text[end : block.start], page]
        end = block.end
    return "".join([*parts, text[end:]]).replace("\r\n", "\n")


def file_rows(file: tree.File, origin: Origin) -> tuple[Row, ...]:
    """Return the rows of a file: one for its header and one for each item."""
    rows = [] if file.header is None else [_header(file.header)]
    previous: tree.Header | tree.Item | None = file.header
    for _, run in groupby(file.items, type):
        alike = list(run)
        width = max((len(item.name.text) for item in alike if isinstance(item, tree.Edition)), default=0)
        for item in alike:
            row = _item(item, origin, width)
            short = not row.rows and not (rows and rows[-1].rows)
            rows.append(_with_gap(row, _gap(previous, item, short=short)))
            previous = item
    return tuple(rows)


def _gap(above: tree.Header | tree.Item | None, item: tree.Item, *, short: bool) -> Gap:
    """Return the gap before an item; the author may put short items, and some that are alike, close together."""
    family = _FAMILIES.get(type(item))
    alike = family is not None and family == _FAMILIES.get(type(above))
    return "author" if alike or (short and not isinstance(above, tree.Header)) else "one"


def _with_gap(row: Row, gap: Gap) -> Row:
    return Row(row.lines, row.span, row.rows, gap)


def _close(rows: Iterable[Row]) -> tuple[Row, ...]:
    """Return rows without blank lines between them."""
    return tuple(_with_gap(row, "none") for row in rows)


def _labelled(label: str) -> str:
    return f"{label:<{_LABEL_WIDTH}}"


def _said(label: str, text: tree.Text, indent: int, *, span: Span | None = None) -> Row:
    """Return the row of a quotation behind a label; what does not fit hangs under its first quotation mark."""
    return Row(quotation(label, text.value, indent, hanging=len(label)), span or text.span)


def _headline(start: str, text: tree.Text | None, node_name: tree.Name) -> tuple[tuple[str, ...], Span]:
    """Return the first lines of an item that names something and says in a quotation what it is."""
    if text is None:
        return (start,), node_name.span
    lines = quotation(f"{start} ", text.value, 0, hanging=STEP)
    return lines, node_name.span.to(text.span)


# ---------------------------------------------------------------- the header


def _header(header: tree.Header) -> Row:
    words = "scenarios for" if header.kind == "scenarios" else header.kind
    order = ("title", "publisher", "source", "applies", "otherwise", "conflicts")
    lines = sorted(header.lines, key=lambda line: order.index(_header_label(line)))
    span = header.span._replace(end=header.name.span.end)
    return Row((f"{words} {header.name.text}",), span, _close(map(_header_line, lines)), "one")


def _header_label(line: tree.HeaderLine) -> str:
    match line:
        case tree.HeaderText(kind):
            return kind
        case tree.Applies():
            return "applies"
        case tree.Otherwise():
            return "otherwise"
        case tree.Conflicts():
            return "conflicts"


def _header_line(line: tree.HeaderLine) -> Row:
    label = _labelled(_header_label(line))
    match line:
        case tree.HeaderText(_, text):
            return _said(label, text, STEP, span=line.span)
        case tree.Applies(condition):
            return condition_row(f"{label}when ", condition, STEP, start=line.span)
        case tree.Otherwise(outcome):
            return Row((label + outcome.text,), line.span)
        case tree.Conflicts(prevails):
            return Row((f"{label}{prevails} prevails",), line.span)


# ---------------------------------------------------------------- items


def _item(item: tree.Item, origin: Origin, width: int) -> Row:
    """Return the row of an item; `width` is that of the longest name among neighbouring editions."""
    match item:
        case tree.Import(module, alias):
            return Row((f"import {module.text}" + (f" as {alias.text}" if alias else ""),), item.span)
        case tree.Incorporates(policy):
            return Row((f"incorporates {policy.text}",), item.span)
        case tree.TypeItem(name, kind):
            return typed_row(f"type {name.text}: ", kind, 0, span=name.span, origin=origin)
        case tree.Fact():
            return _fact(item, origin)
        case tree.Example(name, kind, givens):
            start = f"example {name.text}" + (f": {kind.text}" if kind else "")
            return Row((start,), item.span._replace(end=(kind or name).span.end), tuple(map(_given, givens)))
        case tree.Scenario():
            return _scenario(item, origin)
        case tree.Assert(name, why, statement):
            lines, span = _headline(f"assert {name.text}", why, name)
            return Row(lines, span, (_statement(statement),))
        case tree.Edition():
            return _edition(item, width)
        case tree.PartItem():
            return _part(item, origin)
        case tree.Clause():
            return _clause(item, 0, origin)
        case _:
            return _declared(item)


def _declared(item: tree.Define | tree.Always | tree.Duty | tree.Advice) -> Row:
    match item:
        case tree.Define():
            return _define(item)
        case tree.Always(name, why):
            lines, span = _headline(f"always {name.text}", why, name)
            below = [condition_row("if ", item.condition, STEP), condition_row("then ", item.consequence, STEP)]
            return Row(lines, span, tuple(below))
        case tree.Duty(name, what, fulfilled, breached):
            lines, span = _headline(f"duty {name.text}", what, name)
            states = (("fulfilled when ", fulfilled), ("breached when ", breached))
            return Row(lines, span, tuple(condition_row(label, c, STEP) for label, c in states if c is not None))
        case tree.Advice(name, what):
            lines, span = _headline(f"advice {name.text}", what, name)
            return Row(lines, span)


def _statement(statement: tree.Statement) -> Row:
    said = _stated(statement)
    if statement.when is None:
        return Row((said,), statement.span)
    return condition_row(f"{said} when ", statement.when, STEP, start=statement.span)


def _stated(statement: tree.Statement) -> str:
    match statement:
        case tree.OutcomeStatement(how, outcome):
            return f"{how} {outcome.text}"
        case tree.DependsStatement(path):
            return f"never depends on {path.text}"
        case tree.ComparesStatement(how, policy):
            return f"{how} {policy.text}"


def statement_text(statement: tree.Statement) -> str:
    """Return a statement in one line."""
    return _stated(statement) + (f" when {inline(statement.when)}" if statement.when else "")


def _fact(fact: tree.Fact, origin: Origin) -> Row:
    row = typed_row(f"fact {fact.name.text}: ", fact.type, 0, span=fact.name.span, origin=origin)
    return Row(row.lines, row.span, (*row.rows, *notes(fact, STEP)))


def _define(define: tree.Define) -> Row:
    parameters = ", ".join(f"{p.name.text}: {p.type.text}" for p in define.parameters)
    start = f"define {define.name.text}" + (f" ({parameters})" if parameters else "")
    last = define.parameters[-1].type if define.parameters else define.name
    below = [] if define.meaning is None else [_said("", define.meaning, STEP)]
    below.append(condition_row("", define.condition, STEP))
    return Row((start,), define.name.span.to(last.span), tuple(below))


def _edition(edition: tree.Edition, width: int) -> Row:
    """Return the row of an edition; the names of neighbouring editions are filled up to one width."""
    summary = [quoted(edition.summary.value)] if edition.summary else []
    dates = (("from", edition.start), ("before", edition.before))
    times = [f"{label} {value(date)}" for label, date in dates if date is not None]
    start = " ".join([f"edition {edition.name.text:<{width}}", *summary, *times])
    last = edition.before or edition.start or edition.summary or edition.name
    texts = (("title", edition.title), ("source", edition.source))
    below = [_said(_labelled(label), text, STEP) for label, text in texts if text is not None]
    if len(start) > WIDTH and edition.summary is not None:
        start = " ".join([f"edition {edition.name.text}", *times])
        below = [_said("", edition.summary, STEP), *below]
    return Row((start,), edition.name.span.to(last.span), tuple(below))


# ---------------------------------------------------------------- clauses

_ORDER = (
    "cites", "words", "evidence", "reading", "in force", "effect",
    "despite", "subject to", "under", "when", "unless",
)  # fmt: skip


def line_label(line: tree.ClauseLine) -> str:
    """Return what sort of line of a clause this is: its keyword, or `effect`."""
    match line:
        case tree.Citation(kind) | tree.Relation(kind):
            return kind
        case tree.Evidence():
            return "evidence"
        case tree.InForce():
            return "in force"
        case tree.Effect():
            return "effect"
        case tree.When(_, negated):
            return "unless" if negated else "when"


def in_order(lines: Sequence[tree.ClauseLine], *, origin: Origin = NO_ORIGIN) -> tuple[tree.ClauseLine, ...]:
    """Return the lines of a clause in the canonical order; words stay with the citation that they follow."""
    labels = [line_label(line) for line in lines]
    shared = labels.count("cites") > 1

    def rank(line: tree.ClauseLine) -> tuple[int, int]:
        label = line_label(line)
        return origin.page(line.span), _ORDER.index("cites" if shared and label == "words" else label)

    return tuple(sorted(lines, key=rank))


def _part(part: tree.PartItem, origin: Origin) -> Row:
    row = _clause(part, 0, origin)
    clauses = tuple(_with_gap(_clause(clause, STEP, origin), "one") for clause in part.clauses)
    return Row((f"part {part.name.text}",), row.span, (*row.rows, *clauses))


def _clause(clause: tree.Clause | tree.PartItem, indent: int, origin: Origin) -> Row:
    inner = indent + STEP
    below = [] if clause.summary is None else [_said("", clause.summary, inner)]
    below += [_clause_line(line, inner) for line in in_order(clause.lines, origin=origin)]
    return Row((f"clause {clause.name.text}",), clause.name.span, _close(below))


def _clause_line(line: tree.ClauseLine, indent: int) -> Row:
    match line:
        case tree.Citation(kind, text):
            return _said(_labelled(kind), text, indent, span=line.span)
        case tree.Evidence(level):
            return Row((_labelled("evidence") + level,), line.span)
        case tree.InForce():
            return Row((_labelled("in force") + _time(line),), line.span)
        case tree.Effect(kind, clauses):
            return Row((f"{kind} {names(clauses)}".rstrip(),), line.span)
        case tree.Relation(kind, clauses, reading):
            start = f"{kind} {names(clauses)}"
            if reading is None:
                return Row((start,), line.span)
            return Row(quotation(f"{start} reading ", reading.value, indent, hanging=STEP), line.span)
        case tree.When(condition, negated):
            return condition_row("unless " if negated else "when ", condition, indent, start=line.span)


def _time(line: tree.InForce) -> str:
    if line.editions:
        return f"during {names(line.editions)}"
    words = [f"from {value(line.start)}"] if line.start else []
    words += [f"before {value(line.before)}"] if line.before else []
    return " ".join(words)


# ---------------------------------------------------------------- examples and scenarios


def _given(given: tree.Given) -> Row:
    return Row((_given_text(given),), given.span)


def _given_text(given: tree.Given) -> str:
    match given:
        case tree.Like(example, path):
            return f"{path.text} like {example.text}" if path else f"like {example.text}"
        case tree.GivenIs(path, some, listed):
            return f"{path.text} is {'one of ' if listed else ''}{values(some)}"
        case tree.GivenAre(path, some):
            return f"{path.text} are {values(some) or 'none'}"
        case tree.GivenInclude(path, some, negated):
            return f"{path.text} {'do not include' if negated else 'include'} {values(some)}"
        case tree.GivenHolds(path, negated):
            return f"not {path.text}" if negated else path.text
        case tree.GivenThere(path, negated):
            return there(path, negated=negated)
        case tree.Unknown(path):
            return f"unknown {path.text}"


def _scenario(scenario: tree.Scenario, origin: Origin) -> Row:
    below = [] if scenario.on is None else [Row((f"on {value(scenario.on)}",), scenario.on.span)]
    if scenario.givens:
        start = _keyword_before("given", scenario.givens[0].span, origin)
        below.append(Row(("given",), start, tuple(map(_given, scenario.givens))))
    if scenario.expect is not None:
        below.append(_expect(scenario.expect))
    return Row(quotation("scenario ", scenario.title.value, 0, hanging=STEP), scenario.title.span, tuple(below))


def _keyword_before(word: str, span: Span, origin: Origin) -> Span:
    """Return where the keyword stands that has no node of its own: alone on a line above a span."""
    source = origin.source
    line1 = origin.line1(span)
    while line1 > 1:
        line1 -= 1
        if source.line(line1).partition("#")[0].strip() == word:
            start = source.text.index(word, source.line_starts[line1 - 1])
            return Span(start, start + len(word))
    return span


def _expect(expect: tree.Expect) -> Row:
    inline = [_expectation(e) for e in expect.expectations[: expect.inline]]
    start = " ".join([f"expect {expect.outcome.text}", *inline])
    last = expect.expectations[expect.inline - 1] if expect.inline else expect.outcome
    below = tuple(Row((_expectation(e),), e.span) for e in expect.expectations[expect.inline :])
    return Row((start,), expect.span._replace(end=last.span.end), below)


def _expectation(expectation: tree.Expectation) -> str:
    match expectation:
        case tree.ExpectNames(kind, some, only):
            return f"{kind} {'only ' if only else ''}{names(some)}"
        case tree.ExpectBasis(basis):
            return basis
        case tree.ExpectLifting(clause, by):
            return f"lifting {clause.text}" + (f" by {names(by)}" if by else "")
        case tree.ExpectDuty(duties, state, only):
            return f"requiring {'only ' if only else ''}{names(duties)}" + (f" {state}" if state else "")
