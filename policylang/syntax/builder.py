"""Items as nodes: everything that stands at the left margin of a file, and what belongs under each.

The grammar reads loosely; here is refused, with a sentence, what may not be missing, repeated or out of its place.
A method returns None for an item that has no tree of its own, which then has been reported.
"""

from policylang.diagnostics.model import Help, Label
from policylang.diagnostics.suggest import nearest
from policylang.source import Span
from policylang.syntax import tree
from policylang.syntax.build_cases import CaseBuilding
from policylang.syntax.build_values import Slot
from policylang.syntax.building import Children, Token, across, joined, name, span_of, words_of
from policylang.syntax.words import VALUE_WORDS, shown

_LEVELS = ("publisher", "quoted", "believed")
_PREVAILING = ("prohibition", "permission")


def _tokens(children: Children, kind: str) -> Children:
    return [child for child in children if isinstance(child, str) and child.type == kind]  # type: ignore[attr-defined]


class Builder(CaseBuilding):
    """The rules of items; the whole builder."""

    # ------------------------------------------------------------ headers

    def header(self, children: Children) -> tree.Header:
        """Return the header of a file; refuse what only a policy has, and miss its `otherwise`."""
        word = words_of(children[0])
        kind = "scenarios" if word == "scenarios for" else word
        title = name(children[1])
        seen: dict[str, Span] = {}
        lines = []
        for line in children[2:]:
            label = _header_label(line)
            if kind != "policy":
                self.say(
                    "P0117",
                    f"`{label}` under `{word}`",
                    line.span,
                    under="only a policy has this",
                    helps=(Help("leave the line out, or make the file a `policy`"),),
                )
            elif self.once(seen, label, line.span, "the header"):
                lines.append(line)
        if kind == "policy" and "otherwise" not in seen:
            self.say(
                "P0120",
                f"the policy `{shown(title.text)}` does not say what holds otherwise",
                title.span,
                under="no `otherwise`",
                helps=(Help("write `otherwise permitted` (or `otherwise prohibited`) below it, indented"),),
            )
        return tree.Header(kind, title, tuple(lines), across(children))  # type: ignore[arg-type]

    def header_text(self, children: Children) -> tree.HeaderText:
        """Return `title`, `publisher` or `source`."""
        return tree.HeaderText(str(children[0]), children[1], across(children))  # type: ignore[arg-type]

    def applies(self, children: Children) -> tree.Applies:
        """Return the scope."""
        return tree.Applies(children[1], across(children))

    def otherwise(self, children: Children) -> tree.Otherwise:
        """Return the outcome where no clause settles it."""
        return tree.Otherwise(name(children[1]), across(children))

    def conflicts(self, children: Children) -> tree.Conflicts:
        """Return the conflict rule; refuse one that is none."""
        said = self._one_of(children[1], _PREVAILING, "prevails in a conflict")
        return tree.Conflicts(said, across(children))  # type: ignore[arg-type]

    def _one_of(self, token: Token, choices: tuple[str, ...], what: str) -> str:
        said = str(token)
        if said in choices:
            return said
        near = nearest(said, choices)
        span = span_of(token)
        listed = ", ".join(f"`{choice}`" for choice in choices[:-1]) + f" or `{choices[-1]}`"
        helps = (self.replace(f"did you mean `{near}`?", span, near),) if near else ()
        self.say("P0101", f"`{shown(said)}` is nothing that {what}", span, under=f"{listed}", helps=helps)
        return near or choices[0]

    # ------------------------------------------------------------ facts and their types

    def import_item(self, children: Children) -> tree.Import:
        """Return an import."""
        alias = self.declared(children[3], "prefix") if len(children) > 2 else None  # noqa: PLR2004 - with `as`
        return tree.Import(name(children[1]), alias, across(children))

    def incorporates(self, children: Children) -> tree.Incorporates:
        """Return an incorporation."""
        return tree.Incorporates(name(children[1]), across(children))

    def type_item(self, children: Children) -> tree.TypeItem:
        """Return a type; refuse `asks`, `judged` and `unchangeable`, which belong to facts."""
        slot: Slot = children[2]
        kind, notes, _ = slot
        for word, note in (("asks", notes.asks), ("judged", notes.judged), ("unchangeable", notes.unchangeable)):
            if note is not None:
                helps = [Help("write it under each fact of this type, or under a part of a thing")]
                if word in VALUE_WORDS:
                    helps.append(Help("if a value was meant, take another name for it"))
                self.say(
                    "P0117",
                    f"`{word}` under a type",
                    note.span,
                    under="belongs to a fact or a part",
                    helps=tuple(helps),
                )
        title = self.declared(children[1], "type")
        return tree.TypeItem(title, kind, span_of(children[0]).to(kind.span))

    def thing_item(self, children: Children) -> tree.TypeItem:
        """Return a type of things with their parts."""
        parts = tuple(children[3:])
        thing = tree.ThingType(parts, span_of(children[2]).to(parts[-1].span))
        return tree.TypeItem(self.declared(children[1], "type"), thing, span_of(children[0]).to(thing.span))

    def part_of_thing(self, children: Children) -> tree.Part:
        """Return a part of a thing."""
        kind, notes, span = children[1]
        title = self.declared(children[0], "part")
        whole = title.span.to(span)
        return tree.Part(title, kind, notes.asks, notes.judged, notes.cost, notes.unchangeable, whole)

    def fact(self, children: Children) -> tree.Fact:
        """Return a fact."""
        kind, notes, span = children[2]
        title = self.declared(children[1], "fact")
        whole = span_of(children[0]).to(span)
        return tree.Fact(title, kind, notes.asks, notes.judged, notes.cost, notes.unchangeable, whole)

    # ------------------------------------------------------------ definitions, always

    def parameter(self, children: Children) -> tree.Parameter:
        """Return a parameter of a definition."""
        return tree.Parameter(self.declared(children[0], "parameter"), name(children[1]), across(children))

    def define(self, children: Children) -> tree.Define | None:
        """Return a definition; refuse one without a condition, or with several that nothing joins."""
        title = self.declared(children[1], "definition")
        parameters = tuple(child for child in children[2:] if isinstance(child, tree.Parameter))
        rest = [
            child for child in children[2:]
            if not isinstance(child, tree.Parameter) and not (isinstance(child, str) and child.type in {"LPAR", "RPAR"})  # type: ignore[attr-defined]
        ]  # fmt: skip
        meaning, conditions = self.misplaced_texts(rest, "define")
        if not conditions:
            self.missing(
                "condition",
                f"the definition `{shown(title.text)}`",
                title.span,
                "write below it, indented, when it holds",
            )
            return None
        condition = conditions[0] if len(conditions) == 1 else self.listed_without_head(conditions)
        return tree.Define(title, parameters, meaning, condition, across(children))

    def always_line(self, children: Children) -> tuple[tuple[str, tree.Condition, Span], ...]:
        """Return the conditions of a line after `if` and `then`."""
        pairs = zip(children[::2], children[1::2], strict=True)
        return tuple((str(word), condition, span_of(word).to(condition.span)) for word, condition in pairs)

    def always(self, children: Children) -> tree.Always | None:
        """Return what cannot be otherwise; refuse it without `if` and `then`."""
        title = self.declared(children[1], "line `always`")
        why, lines = self.misplaced_texts(children[2:], "always")
        seen: dict[str, Span] = {}
        found: dict[str, tree.Condition] = {}
        span = across([*children[:2], *([why] if why else [])])
        for word, condition, where in (pair for line in lines for pair in line):
            span = span.to(where)
            if self.once(seen, word, where, "one `always`"):
                found[word] = condition
        if why is None:
            self.missing(
                "reason",
                f"`always {shown(title.text)}`",
                title.span,
                "say after the name, in a string, why it cannot be otherwise",
            )
        for word in ("if", "then"):
            if word not in found:
                self.missing(
                    f"`{word}`",
                    f"`always {shown(title.text)}`",
                    title.span,
                    "an `always` has one line `if CONDITION` and one line `then CONDITION`",
                )
        if len(found) < 2:  # noqa: PLR2004 - if and then
            return None
        return tree.Always(title, why, found["if"], found["then"], span)

    # ------------------------------------------------------------ editions, duties, advice

    def edition_line(self, children: Children) -> tuple[str, tree.Text, Span]:
        """Return a title or a source of an edition."""
        return str(children[0]), children[1], across(children)

    def edition(self, children: Children) -> tree.Edition:
        """Return an edition; refuse one without a date."""
        title = self.declared(children[1], "edition")
        start = before = None
        rest = []
        pending = ""
        span = across([child for child in children if not isinstance(child, tuple)])
        for child in children[2:]:
            if isinstance(child, str) and child.type in {"FROM", "BEFORE"}:  # type: ignore[attr-defined]
                pending = child
            elif isinstance(child, str) and child.type == "DATE":  # type: ignore[attr-defined]
                date = self.date(child)
                start, before = (date, before) if pending == "from" else (start, date)
            else:
                rest.append(child)
        summary, lines = self.misplaced_texts(rest, "edition")
        seen: dict[str, Span] = {}
        texts: dict[str, tree.Text] = {}
        for word, text, where in lines:
            span = Span(span.start, max(span.end, where.end))
            if self.once(seen, word, where, "one edition"):
                texts[word] = text
        if start is None and before is None:
            self.missing(
                "date",
                f"the edition `{shown(title.text)}`",
                title.span,
                "say from when it holds: `from 2024-05-01`, or until when: `before 2024-05-01`",
            )
        return tree.Edition(title, summary, start, before, texts.get("title"), texts.get("source"), span)

    def duty_line(self, children: Children) -> tuple[str, tree.Condition, Span]:
        """Return when a duty is fulfilled or breached."""
        return words_of(children[0]), children[1], across(children)

    def duty(self, children: Children) -> tree.Duty:
        """Return a duty; refuse one that does not say what must be done."""
        title = self.declared(children[1], "duty")
        what, lines = self.misplaced_texts(children[2:], "duty")
        seen: dict[str, Span] = {}
        found: dict[str, tree.Condition] = {}
        span = across([*children[:2], *([what] if what else [])])
        for word, condition, where in lines:
            span = span.to(where)
            if self.once(seen, word, where, "one duty"):
                found[word] = condition
        if what is None:
            self.missing(
                "text",
                f"the duty `{shown(title.text)}`",
                title.span,
                "say after the name, in a string, what must be done",
            )
        return tree.Duty(title, what, found.get("fulfilled when"), found.get("breached when"), span)

    def advice(self, children: Children) -> tree.Advice:
        """Return a piece of advice; refuse one that says nothing."""
        title = self.declared(children[1], "piece of advice")
        what = joined(children[2:])
        if what is None:
            self.missing(
                "text",
                f"the advice `{shown(title.text)}`",
                title.span,
                "say after the name, in a string, what is recommended",
            )
        return tree.Advice(title, what, across(children))

    # ------------------------------------------------------------ clauses

    def citation(self, children: Children) -> tree.Citation:
        """Return a line `cites`, `words` or `reading`."""
        return tree.Citation(str(children[0]), children[1], across(children))  # type: ignore[arg-type]

    def evidence(self, children: Children) -> tree.Evidence:
        """Return the evidence; refuse a level that is none."""
        return tree.Evidence(self._one_of(children[1], _LEVELS, "evidence can be"), across(children))  # type: ignore[arg-type]

    def in_force(self, children: Children) -> tree.InForce:
        """Return a time in force by dates; refuse one without any."""
        start = before = None
        for word, token in zip(children[1::2], children[2::2], strict=True):
            if word == "from":
                start = self.date(token)
            else:
                before = self.date(token)
        if start is None and before is None:
            self.missing(
                "date",
                "`in force`",
                span_of(children[0]),
                "write `from DATE`, `before DATE`, both, or `during EDITION`",
            )
        return tree.InForce(start, before, (), across(children))

    def in_force_during(self, children: Children) -> tree.InForce:
        """Return a time in force by editions."""
        editions = children[2]
        return tree.InForce(None, None, editions, span_of(children[0]).to(editions[-1].span))

    def effect(self, children: Children) -> tree.Effect:
        """Return an effect."""
        names = children[1] if len(children) > 1 else ()
        span = span_of(children[0])
        return tree.Effect(words_of(children[0]), names, span.to(names[-1].span) if names else span)  # type: ignore[arg-type]

    def relation(self, children: Children) -> tree.Relation:
        """Return `despite`, `subject to` or `under`."""
        clauses = children[1]
        reading = children[3] if len(children) > 2 else None  # noqa: PLR2004 - with a reading
        end = reading.span if reading else clauses[-1].span
        return tree.Relation(words_of(children[0]), clauses, reading, span_of(children[0]).to(end))  # type: ignore[arg-type]

    def when(self, children: Children) -> tree.When:
        """Return `when` or `unless`."""
        return tree.When(children[1], children[0] == "unless", across(children))

    def _lines(self, lines: Children, what: str) -> tuple[tree.ClauseLine, ...]:
        """Return the lines of a clause or part; refuse what is there twice."""
        seen: dict[str, Span] = {}
        effect: tree.Effect | None = None
        kept: list[tree.ClauseLine] = []
        for line in lines:
            match line:
                case tree.Effect() if effect is not None:
                    self.say(
                        "P0111",
                        f"a second effect in one {what}",
                        line.span,
                        under="the second",
                        others=(Label(self.place(effect.span), "the first is here"),),
                        helps=(Help("split it in two: each clause has one effect"),),
                    )
                    continue
                case tree.Effect():
                    effect = line
                case tree.When() | tree.Evidence() | tree.InForce():
                    if not self.once(seen, _line_label(line), line.span, f"one {what}"):
                        continue
            kept.append(line)
        return tuple(kept)

    def clause(self, children: Children) -> tree.Clause:
        """Return a clause; its effect may be missing where it stands in a part."""
        title = self.declared(children[1], "clause")
        summary, lines = self.misplaced_texts(children[2:], "clause")
        self._need_summary(summary, title, "clause")
        return tree.Clause(title, summary, self._lines(lines, "clause"), across(children))

    def lone_clause(self, children: Children) -> tree.Clause:
        """Return a clause that stands by itself; refuse one without an effect."""
        clause: tree.Clause = children[0]
        if not any(isinstance(line, tree.Effect) for line in clause.lines):
            self.say(
                "P0111",
                f"the clause `{shown(clause.name.text)}` has no effect",
                clause.name.span,
                under="what does it do?",
                helps=(
                    Help(
                        "write one line that says it: `prohibits`, `permits`, `exempts from CLAUSE`,"
                        " `requires DUTY` or `recommends ADVICE`"
                    ),
                ),
            )
        return clause

    def part(self, children: Children) -> tree.PartItem:
        """Return a part with its clauses; refuse lines of its own below them."""
        title = self.declared(children[1], "part")
        summary, rest = self.misplaced_texts(children[2:], "part")
        self._need_summary(summary, title, "part")
        clauses: list[tree.Clause] = []
        lines = []
        for child in rest:
            if isinstance(child, tree.Clause):
                clauses.append(child)
            elif clauses:
                self.say(
                    "P0117",
                    f"a line of the part `{shown(title.text)}` below its clauses",
                    child.span,
                    under="of the part, or of the clause above?",
                    helps=(
                        Help(
                            f"indent it to make it a line of the clause `{shown(clauses[-1].name.text)}`;"
                            " lines of the part stand above its clauses"
                        ),
                    ),
                )
            else:
                lines.append(child)
        if not clauses:
            self.missing(
                "clauses", f"the part `{shown(title.text)}`", title.span, "write its clauses below it, indented"
            )
        return tree.PartItem(title, summary, self._lines(lines, "part"), tuple(clauses), across(children))

    def _need_summary(self, summary: tree.Text | None, title: tree.Name, what: str) -> None:
        if summary is None:
            self.missing(
                "summary",
                f"the {what} `{shown(title.text)}`",
                title.span,
                "say in the first line below it, in a string and in your own words, what it says",
            )


def _line_label(line: tree.ClauseLine) -> str:
    match line:
        case tree.When(_, negated):
            return "unless" if negated else "when"
        case tree.InForce():
            return "in force"
        case _:
            return "evidence"


def _header_label(line: tree.HeaderLine) -> str:
    match line:
        case tree.HeaderText(kind):
            return kind
        case tree.Applies():
            return "applies when"
        case tree.Otherwise():
            return "otherwise"
        case tree.Conflicts():
            return "conflicts"
