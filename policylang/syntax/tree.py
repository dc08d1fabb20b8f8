"""The syntax tree: what a `.pol` file says, word for word, before any name is looked up.

Every node is a frozen value that knows its span; spans take no part in equality, so that a tree
equals what its own printed text is read back as. What a node means is the business of `semantics`.
"""

from collections.abc import Iterator
from typing import Literal

import attrs
from attrs import frozen as node  # under this name, and not as a variable, type checkers know it

from policylang.source import Span
from policylang.syntax.tree_conditions import (
    Call as Call,
    Compare as Compare,
    Comparison as Comparison,
    Condition as Condition,
    Date as Date,
    During as During,
    Group as Group,
    Holds as Holds,
    Include as Include,
    Is as Is,
    Name as Name,
    Not as Not,
    Number as Number,
    Path as Path,
    Test as Test,
    Text as Text,
    There as There,
    Value as Value,
    spanned,
)

# ---------------------------------------------------------------- types


@node
class Entry:
    """A line of an outline: a value, or a group with what stands under it."""

    name: Name
    entries: tuple["Entry", ...] = ()
    span: Span = spanned()


@node
class YesNoType:
    """`yes or no`."""

    span: Span = spanned()


@node
class OutlineType:
    """`one of …`, or with `several` a set over the outline."""

    entries: tuple[Entry, ...]
    several: bool = False
    style: Literal["block", "list"] = "list"
    span: Span = spanned()


@node
class NumberType:
    """`whole number` or `number`, with bounds (both included) and a unit."""

    whole: bool
    low: Number | None = None
    high: Number | None = None
    unit: Name | None = None
    span: Span = spanned()


@node
class DateType:
    """`date`."""

    span: Span = spanned()


@node
class TextType:
    """`text`."""

    span: Span = spanned()


@node
class NamedType:
    """A type by its name; `optional` where the thing may be absent.

    `several of NAME` is an `OutlineType` with one entry.
    """

    name: Name
    optional: bool = False
    span: Span = spanned()


@node
class Unchangeable:
    """`unchangeable`, below a fact or a part."""

    span: Span = spanned()


@node
class Part:
    """A named part of a thing, with what a fact has."""

    name: Name
    type: "TypeExpression"
    asks: Text | None = None
    judged: Text | None = None
    cost: Number | None = None
    unchangeable: Unchangeable | None = None
    span: Span = spanned()


@node
class ThingType:
    """`has`: a thing with named parts."""

    parts: tuple[Part, ...]
    span: Span = spanned()


TypeExpression = YesNoType | OutlineType | NumberType | DateType | TextType | NamedType | ThingType

# ---------------------------------------------------------------- items of vocabularies and policies


@node
class Import:
    """`import NAME [as N]`."""

    module: Name
    alias: Name | None = None
    span: Span = spanned()


@node
class TypeItem:
    """`type NAME: …`."""

    name: Name
    type: TypeExpression
    span: Span = spanned()


@node
class Fact:
    """`fact NAME: TYPE` with its question and, where a human has to decide it, guidance.

    `cost` is that of the question, as it is written.
    """

    name: Name
    type: TypeExpression
    asks: Text | None = None
    judged: Text | None = None
    cost: Number | None = None
    unchangeable: Unchangeable | None = None
    span: Span = spanned()


@node
class Parameter:
    """A parameter of a definition: a name and the name of a type."""

    name: Name
    type: Name
    span: Span = spanned()


@node
class Define:
    """`define NAME (p: type)`: a meaning in a line, and the condition."""

    name: Name
    parameters: tuple[Parameter, ...]
    meaning: Text | None
    condition: Condition
    span: Span = spanned()


@node
class Always:
    """`always NAME "why" if … then …`: what cannot be otherwise."""

    name: Name
    why: Text | None
    condition: Condition
    consequence: Condition
    span: Span = spanned()


@node
class Edition:
    """`edition NAME "…" from DATE [before DATE]`: a dated state of the document."""

    name: Name
    summary: Text | None
    start: Date | None = None
    before: Date | None = None
    title: Text | None = None
    source: Text | None = None
    span: Span = spanned()


@node
class Duty:
    """`duty NAME "what must be done"`."""

    name: Name
    what: Text | None
    fulfilled: Condition | None = None
    breached: Condition | None = None
    span: Span = spanned()


@node
class Advice:
    """`advice NAME "…"`."""

    name: Name
    what: Text | None
    span: Span = spanned()


@node
class Incorporates:
    """`incorporates NAME`."""

    policy: Name
    span: Span = spanned()


# ---------------------------------------------------------------- clauses


@node
class Effect:
    """The effect line of a clause: what it does, and to what (clauses, duties, advice)."""

    kind: Literal["prohibits", "permits", "exempts from", "requires", "recommends"]
    names: tuple[Name, ...] = ()
    span: Span = spanned()


@node
class Citation:
    """A line `cites`, `words` or `reading`."""

    kind: Literal["cites", "words", "reading"]
    text: Text
    span: Span = spanned()


@node
class Evidence:
    """`evidence publisher`, `quoted` or `believed`."""

    level: Literal["publisher", "quoted", "believed"]
    span: Span = spanned()


@node
class InForce:
    """`in force from … [before …]`, or `in force during EDITION, …`."""

    start: Date | None = None
    before: Date | None = None
    editions: tuple[Name, ...] = ()
    span: Span = spanned()


@node
class Relation:
    """`despite`, `subject to` or `under` other clauses; `reading` says on whose interpretation."""

    kind: Literal["despite", "subject to", "under"]
    clauses: tuple[Name, ...]
    reading: Text | None = None
    span: Span = spanned()


@node
class When:
    """`when CONDITION`, or with `negated` `unless CONDITION`."""

    condition: Condition
    negated: bool = False
    span: Span = spanned()


ClauseLine = Citation | Evidence | InForce | Effect | Relation | When


@node
class Clause:
    """`clause NAME` with its summary and its lines, in the order in which they were written."""

    name: Name
    summary: Text | None
    lines: tuple[ClauseLine, ...]
    span: Span = spanned()


@node
class PartItem:
    """`part NAME "…"`: lines shared by the clauses in it."""

    name: Name
    summary: Text | None
    lines: tuple[ClauseLine, ...]
    clauses: tuple[Clause, ...]
    span: Span = spanned()


# ---------------------------------------------------------------- examples and scenarios


@node
class Like:
    """`like EXAMPLE`, or `operator like EXAMPLE`."""

    example: Name
    path: Path | None = None
    span: Span = spanned()


@node
class GivenIs:
    """`x is a`: a value, a group, or with several values one of these, not known which."""

    path: Path
    values: tuple[Value, ...]
    listed: bool = False
    span: Span = spanned()


@node
class GivenAre:
    """`x are a, b`: exactly these; without values `x are none`."""

    path: Path
    values: tuple[Value, ...]
    span: Span = spanned()


@node
class GivenInclude:
    """`x include a, b`, or `x do not include a, b`: the rest stays unknown."""

    path: Path
    values: tuple[Value, ...]
    negated: bool = False
    span: Span = spanned()


@node
class GivenHolds:
    """A yes-or-no fact by its bare name, or after `not`."""

    path: Path
    negated: bool = False
    span: Span = spanned()


@node
class GivenThere:
    """`there is a camera`, `there is no camera`."""

    path: Path
    negated: bool = False
    span: Span = spanned()


@node
class Unknown:
    """`unknown F`: takes back what an earlier line gave."""

    path: Path
    span: Span = spanned()


Given = Like | GivenIs | GivenAre | GivenInclude | GivenHolds | GivenThere | Unknown


@node
class Example:
    """`example NAME[: type]`: named givens."""

    name: Name
    type: Name | None
    givens: tuple[Given, ...]
    span: Span = spanned()


@node
class ExpectNames:
    """`by`, `not by`, `open on`, `against`, `advising` and `needing`, each with names; `only` makes the list exact."""

    kind: Literal["by", "not by", "open on", "against", "advising", "needing"]
    names: tuple[Name, ...]
    only: bool = False
    span: Span = spanned()


@node
class ExpectBasis:
    """`by default`, `outside scope`."""

    basis: Literal["by default", "outside scope"]
    span: Span = spanned()


@node
class ExpectLifting:
    """`lifting A by B`; without `by`, lifted by whatever."""

    clause: Name
    by: tuple[Name, ...] = ()
    span: Span = spanned()


@node
class ExpectDuty:
    """`requiring D, … [fulfilled / outstanding / breached]`; `only` makes the list exact."""

    duties: tuple[Name, ...]
    state: Literal["fulfilled", "outstanding", "breached"] | None = None
    only: bool = False
    span: Span = spanned()


Expectation = ExpectNames | ExpectBasis | ExpectLifting | ExpectDuty


@node
class Expect:
    """`expect OUTCOME …`. The first expectation may stand on the line of the outcome (`inline`)."""

    outcome: Name
    expectations: tuple[Expectation, ...] = ()
    inline: int = 0
    span: Span = spanned()


@node
class Scenario:
    """`scenario "…"`: a case, a date and what is expected of the decision."""

    title: Text
    on: Date | None
    givens: tuple[Given, ...]
    expect: Expect | None
    span: Span = spanned()


# ---------------------------------------------------------------- assertions


@node
class OutcomeStatement:
    """`never permitted when …`, `always prohibited when …`; without a condition, of every case."""

    how: Literal["never", "always"]
    outcome: Name
    when: Condition | None = None
    span: Span = spanned()


@node
class DependsStatement:
    """`never depends on FACT when …`: the outcome is the same whatever the fact is."""

    path: Path
    when: Condition | None = None
    span: Span = spanned()


@node
class ComparesStatement:
    """`same outcome as POLICY when …`, `stricter than POLICY when …`."""

    how: Literal["same outcome as", "stricter than"]
    policy: Name
    when: Condition | None = None
    span: Span = spanned()


Statement = OutcomeStatement | DependsStatement | ComparesStatement


@node
class Assert:
    """`assert NAME "why"`: a statement that is to hold in every case."""

    name: Name
    why: Text | None
    statement: Statement
    span: Span = spanned()


# ---------------------------------------------------------------- files


@node
class HeaderText:
    """`title`, `publisher` or `source` of a policy."""

    kind: Literal["title", "publisher", "source"]
    text: Text
    span: Span = spanned()


@node
class Applies:
    """`applies when CONDITION`: the scope."""

    condition: Condition
    span: Span = spanned()


@node
class Otherwise:
    """`otherwise OUTCOME`: the outcome where no clause settles it."""

    outcome: Name
    span: Span = spanned()


@node
class Conflicts:
    """`conflicts prohibition prevails`, or `permission prevails`."""

    prevails: Literal["prohibition", "permission"]
    span: Span = spanned()


HeaderLine = HeaderText | Applies | Otherwise | Conflicts


@node
class Header:
    """The first item of a file: `policy NAME`, `vocabulary NAME` or `scenarios for NAME`."""

    kind: Literal["policy", "vocabulary", "scenarios"]
    name: Name
    lines: tuple[HeaderLine, ...] = ()
    span: Span = spanned()


Item = (
    Import | TypeItem | Fact | Define | Always | Edition | Duty | Advice
    | Incorporates | Clause | PartItem | Example | Scenario | Assert
)  # fmt: skip


@node
class Comment:
    """A comment, with its `#`; `own_line` where nothing stands before it on its line."""

    text: str
    own_line: bool
    span: Span = spanned()


@node
class File:
    """A whole file. `header` is missing only where the text had none, which is reported."""

    header: Header | None
    items: tuple[Item, ...]
    comments: tuple[Comment, ...] = attrs.field(default=(), eq=False)


def walk(start: object) -> Iterator[object]:
    """Yield a node and every node below it, in the order of the text, without recursion."""
    todo = [start]
    while todo:
        here = todo.pop()
        yield here
        kind = type(here)
        if attrs.has(kind):
            children = [getattr(here, field.name) for field in attrs.fields(kind)]
            todo.extend(reversed([c for c in children if attrs.has(type(c)) or type(c) is tuple]))
        elif type(here) is tuple and not isinstance(here, Span):
            todo.extend(reversed(here))
