"""Examples, scenarios and assertions as nodes: what is given, and what is expected of one case or of all."""

from typing import NamedTuple

from policylang.diagnostics.model import Help
from policylang.source import Span
from policylang.syntax import tree
from policylang.syntax.build_conditions import ConditionBuilding, truth
from policylang.syntax.building import Children, across, end_of, name, path, span_of, words_of
from policylang.syntax.words import shown


class _Givens(NamedTuple):
    givens: tuple[tree.Given, ...]
    span: Span


class _On(NamedTuple):
    date: tree.Date
    span: Span


class CaseBuilding(ConditionBuilding):
    """The rules of examples and scenarios."""

    def like(self, children: Children) -> tree.Like:
        """Return `like EXAMPLE`, or `operator like EXAMPLE`."""
        subject = path(children[0]) if len(children) > 2 else None  # noqa: PLR2004 - with a path before `like`
        return tree.Like(name(children[-1]), subject, across(children))

    def given_is(self, children: Children) -> tree.Given:
        """Return `x is a`; refuse what no given can say."""
        subject, verb, values = path(children[0]), words_of(children[1]), children[2]
        span = subject.span.to(values[-1].span)
        negated, listed = "not" in verb, verb.endswith("of")
        said = None if listed else truth(values)
        if said is not None:
            return tree.GivenHolds(subject, not self.bare(subject, span, holds=said is not negated), span)
        if negated:
            self.say(
                "P0101",
                "a given says what is the case, not what is not",
                span_of(children[1]),
                under="`not` cannot be given",
                helps=(Help(f"list the values that are left: `{shown(subject.text)} is one of …`"),),
            )
        elif not listed and len(values) > 1 and not self.thousands(values):
            where = span_of(children[1])
            self.say(
                "P0109",
                f"`is` takes one value, here are {len(values)}",
                where,
                under="one of these, or all?",
                helps=(
                    self.replace("one of them, not known which: `is one of`", where, "is one of"),
                    self.replace("for a set that has exactly these: `are`", where, "are"),
                ),
            )
            listed = True
        return tree.GivenIs(subject, values, listed, span)

    def given_compares(self, children: Children) -> tree.Given:
        """Refuse a comparison in a given."""
        span = across(children)
        subject = path(children[0])
        self.say(
            "P0101",
            "a given states a value; only a condition compares",
            span_of(children[1]),
            under="a comparison",
            helps=(
                Help(f"write one value, as in `{shown(subject.text)} is {shown(self.source.at(children[2].span))}`"),
            ),
        )
        return tree.GivenIs(subject, (children[2],), listed=False, span=span)

    def given_are(self, children: Children) -> tree.GivenAre:
        """Return `x are a, b` or `x are none`."""
        values = children[2] if len(children) > 2 else ()  # noqa: PLR2004 - with values
        span = span_of(children[0]).to(values[-1].span if values else span_of(children[1]))
        return tree.GivenAre(path(children[0]), values, span)

    def given_include(self, children: Children) -> tree.Given:
        """Return `x include a, b` or `x do not include a, b`; refuse the words of conditions."""
        subject, verb, values = path(children[0]), words_of(children[1]), children[2]
        span = subject.span.to(values[-1].span)
        how = verb.partition("include")[2].strip()
        where = span_of(children[1])
        match how:
            case "only":
                self.say(
                    "P0101",
                    "`include only` tests a set; a given says what is in it",
                    where,
                    under="a test",
                    helps=(self.replace("for a set that has exactly these: `are`", where, "are"),),
                )
                return tree.GivenAre(subject, values, span)
            case "none of":
                self.say(
                    "P0101",
                    "`include none of` tests a set; a given says what is in it",
                    where,
                    under="a test",
                    helps=(self.replace("write `do not include`", where, "do not include"),),
                )
            case "any of" | "all of":
                self.say(
                    "P0101",
                    f"`include {how}` tests a set; a given says what is in it",
                    where,
                    under="a test",
                    helps=(self.replace("if all of them are in it: `include`", where, "include"),),
                )
        return tree.GivenInclude(subject, values, how == "none of" or verb.startswith("do"), span)

    def given_holds(self, children: Children) -> tree.GivenHolds:
        """Return a yes-or-no fact, or `not` and the fact."""
        return tree.GivenHolds(path(children[-1]), len(children) > 1, across(children))

    def given_there(self, children: Children) -> tree.GivenThere:
        """Return `there is a camera`."""
        return tree.GivenThere(path(children[1]), words_of(children[0]).endswith("no"), across(children))

    def unknown(self, children: Children) -> tree.Unknown:
        """Return `unknown F`."""
        return tree.Unknown(path(children[1]), across(children))

    def example(self, children: Children) -> tree.Example:
        """Return an example; refuse one without givens."""
        tokens = [child for child in children if isinstance(child, str)]
        givens = tuple(child for child in children if not isinstance(child, str))
        title = self.declared(tokens[1], "example")
        kind = name(tokens[2]) if len(tokens) > 2 else None  # noqa: PLR2004 - with a type
        if not givens:
            self.missing(
                "givens",
                f"the example `{shown(title.text)}`",
                title.span,
                "write below it, indented, what is the case in it",
            )
        return tree.Example(title, kind, givens, across(children))

    # ------------------------------------------------------------ scenarios

    def on(self, children: Children) -> _On:
        """Return the date of a scenario."""
        return _On(self.date(children[1]), across(children))

    def given(self, children: Children) -> _Givens:
        """Return the givens of a scenario."""
        return _Givens(tuple(children[1:]), across(children))

    def expect_names(self, children: Children) -> tree.ExpectNames:
        """Return an expectation that names clauses, advice or facts."""
        only = len(children) > 2  # noqa: PLR2004 - with `only`
        names = children[-1]
        kind = words_of(children[0])
        return tree.ExpectNames(kind, names, only, span_of(children[0]).to(names[-1].span))  # type: ignore[arg-type]

    def expect_basis(self, children: Children) -> tree.ExpectBasis:
        """Return `by default` or `outside scope`."""
        return tree.ExpectBasis(words_of(children[0]), across(children))  # type: ignore[arg-type]

    def expect_lifting(self, children: Children) -> tree.ExpectLifting:
        """Return `lifting A by B`."""
        by = children[3] if len(children) > 2 else ()  # noqa: PLR2004 - with `by`
        end = by[-1].span if by else span_of(children[1])
        return tree.ExpectLifting(name(children[1]), by, span_of(children[0]).to(end))

    def expect_duty(self, children: Children) -> tree.ExpectDuty:
        """Return `requiring D fulfilled`."""
        only = isinstance(children[1], str)
        duties = children[1 + only]
        state = str(children[-1]) if isinstance(children[-1], str) else None
        end = span_of(children[-1]) if state else duties[-1].span
        return tree.ExpectDuty(duties, state, only, span_of(children[0]).to(end))  # type: ignore[arg-type]

    def expect(self, children: Children) -> tree.Expect:
        """Return what is expected of a decision."""
        outcome = name(children[1])
        expectations = tuple(children[2:])
        inline = 0
        if expectations and "\n" not in self.source.text[outcome.span.end : expectations[0].span.start]:
            inline = 1
        return tree.Expect(outcome, expectations, inline, across(children))

    def scenario(self, children: Children) -> tree.Scenario:
        """Return a scenario; refuse one that expects nothing, and lines given twice."""
        title, lines = self.misplaced_texts(children[1:], "scenario")
        assert title is not None  # noqa: S101 - for mypy: the rule has a string
        seen: dict[str, Span] = {}
        on: tree.Date | None = None
        givens: tuple[tree.Given, ...] = ()
        expect: tree.Expect | None = None
        for line in lines:
            match line:
                case _On() if self.once(seen, "on", line.span, "one scenario"):
                    on = line.date
                case _Givens() if self.once(seen, "given", line.span, "one scenario"):
                    givens = line.givens
                case tree.Expect() if self.once(seen, "expect", line.span, "one scenario"):
                    expect = line
        if expect is None:
            self.missing("`expect`", "the scenario", title.span, "say below it what is expected: `expect prohibited`")
        start = span_of(children[0]).start
        return tree.Scenario(title, on, givens, expect, Span(start, end_of(children)))

    # ------------------------------------------------------------ assertions

    def outcome_statement(self, children: Children) -> tree.OutcomeStatement:
        """Return `never permitted when …`, `always prohibited when …`."""
        return tree.OutcomeStatement(str(children[0]), name(children[1]), *_when(children))  # type: ignore[arg-type]

    def depends_statement(self, children: Children) -> tree.DependsStatement:
        """Return `never depends on FACT when …`."""
        return tree.DependsStatement(path(children[1]), *_when(children))

    def compares_statement(self, children: Children) -> tree.ComparesStatement:
        """Return `same outcome as POLICY when …`, `stricter than POLICY when …`."""
        return tree.ComparesStatement(words_of(children[0]), name(children[1]), *_when(children))  # type: ignore[arg-type]

    def assertion(self, children: Children) -> tree.Assert | None:
        """Return an assertion; refuse one without a reason, or without a statement."""
        title = self.declared(children[1], "assertion")
        why, statements = self.misplaced_texts(children[2:], "assertion")
        if why is None:
            advice = "say after the name, in a string, why it is to hold"
            self.missing("reason", f"the assertion `{shown(title.text)}`", title.span, advice)
        if not statements:
            advice = "write it below, indented: `never permitted when CONDITION`, `never depends on FACT` …"
            self.missing("statement", f"the assertion `{shown(title.text)}`", title.span, advice)
            return None
        return tree.Assert(title, why, statements[0], across([*children[:2], statements[0]]))


def _when(children: Children) -> tuple[tree.Condition | None, Span]:
    """Return the condition of a statement, if it has one, and the span of the statement."""
    return (children[3] if len(children) > 2 else None), across(children)  # noqa: PLR2004 - with `when`
