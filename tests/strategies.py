"""Generated syntax trees: well-formed for the grammar, though their names need not mean anything.

Trees come first and are printed to text; `plain` says when two trees are the same to a reader.
Every strategy is small on purpose: what breaks a printer is a rare combination, not a long file.
"""

import datetime as dt
from decimal import Decimal
from typing import Any, TypeVar

import attrs
from hypothesis import strategies as st

from policylang.syntax import tree
from policylang.syntax.to_text import in_order

T = TypeVar("T")


def some(strategy: st.SearchStrategy[T], *, least: int = 1, most: int = 3) -> st.SearchStrategy[tuple[T, ...]]:
    """Return tuples of what a strategy gives."""
    return st.lists(strategy, min_size=least, max_size=most).map(tuple)


def maybe(strategy: st.SearchStrategy[T]) -> st.SearchStrategy[T | None]:
    """Return what a strategy gives, or nothing."""
    return st.one_of(st.none(), strategy)


# ---------------------------------------------------------------- words and values

LOOKALIKES = (
    "island", "is_not", "andy", "orbit", "notice", "from_here", "despitefoo", "tomorrow", "anyone", "all_of",
    "includes", "ifs", "then_", "onset", "before_all", "whole_", "of_age", "aged", "nobody", "policy_2", "a1",
    "none_of", "like_that", "there_is", "one_of", "no_", "a_", "an_", "in_force", "yes_or_no", "cost", "costs",
    "unchangeable_",
)  # fmt: skip
"""Names that start as a keyword does."""

WORDS = (
    *LOOKALIKES,
    *(f"{letter}_{number}" for letter in "abxyz" for number in (0, 7, 12)),
    "use", "face", "police", "a_name_that_is_quite_long_because_lines_are_broken_only_where_they_have_to_be",
)  # fmt: skip

words = st.integers(0, len(WORDS) - 1).map(WORDS.__getitem__)
names = words.map(tree.Name)
_joined = st.one_of(words, st.builds("{}.{}".format, words, words), st.just("a.b.c"))
dotted = _joined.map(tree.Name)
paths = _joined.map(lambda text: tree.Path(tuple(text.split("."))))

_characters = st.sampled_from("aaeinost ,.;:()[]{}#\"\\'-–§éüß“”中0129=<>&|/_%")
_phrases = st.lists(st.sampled_from(["the", "use  of", '"faces"', "C:\\x", "in # 3", "by police, " * 9]), max_size=7)
texts = st.builds(
    tree.Text,
    st.one_of(st.text(_characters, min_size=1, max_size=9), _phrases.map(lambda some: " ".join(["a", *some]))),
)
numbers = st.builds(
    tree.Number,
    st.one_of(st.integers(-9, 10**12).map(Decimal), st.integers(-999, 10**6).map(lambda n: Decimal(n) / 100)),
)
dates = st.builds(tree.Date, st.dates(dt.date(1900, 1, 1), dt.date(2100, 12, 31)))
values: st.SearchStrategy[tree.Value] = st.one_of(dotted, texts, numbers, dates)

# ---------------------------------------------------------------- conditions

_comparisons = st.sampled_from(
    ["at least", "at most", "more than", "less than", "before", "after", "on or after", "on or before"]
)
tests: st.SearchStrategy[tree.Test] = st.one_of(
    st.builds(tree.Is, paths, some(values, most=1), st.booleans()),
    st.builds(tree.Is, paths, some(values), st.booleans(), st.just(value=True)),
    st.builds(tree.Compare, paths, _comparisons, some(values, most=1)),
    st.builds(tree.Compare, paths, st.just("from"), some(values, least=2, most=2)),
    st.builds(tree.Include, paths, st.just(""), some(values, most=1)),
    st.builds(tree.Include, paths, st.sampled_from(["any of", "all of", "none of", "only"]), some(values)),
    st.builds(tree.Holds, paths),
    st.builds(tree.Call, paths, some(paths)),
    st.builds(tree.There, paths, st.booleans()),
    st.builds(tree.During, dotted),
)
_units: st.SearchStrategy[tree.Condition] = st.one_of(tests, st.builds(tree.Not, tests))
_kinds = st.sampled_from(["all", "any", "none", "at least", "exactly"])


def _group(kind: str, items: tuple[tree.Condition, ...], style: str) -> tree.Group:
    count = max(1, len(items) - 1) if kind in ("at least", "exactly") else None
    return tree.Group(kind, items, count, style)  # type: ignore[arg-type]


def _inline(below: st.SearchStrategy[tree.Condition]) -> st.SearchStrategy[tree.Condition]:
    return st.one_of(
        st.builds(_group, st.sampled_from(["all", "any"]), some(below, least=2, most=5), st.just("chain")),
        st.builds(_group, _kinds, some(below, least=2), st.just("list")),
    )


def _block(below: st.SearchStrategy[tree.Condition]) -> st.SearchStrategy[tree.Condition]:
    return st.builds(_group, _kinds, some(below, least=2), st.just("block"))


inline_conditions = st.recursive(_units, _inline, max_leaves=8)
conditions = st.recursive(inline_conditions, _block, max_leaves=5)

# ---------------------------------------------------------------- types


def _grouped(below: st.SearchStrategy[tree.Entry]) -> st.SearchStrategy[tree.Entry]:
    return st.builds(tree.Entry, names, some(below, most=4))


entries = st.recursive(st.builds(tree.Entry, names), _grouped, max_leaves=6)
_bounds = st.one_of(
    st.tuples(st.none(), st.none()),
    st.tuples(numbers, numbers),
    st.tuples(numbers, st.none()),
    st.tuples(st.none(), numbers),
)
number_types = st.builds(
    lambda whole, bounds, unit: tree.NumberType(whole, bounds[0], bounds[1], unit), st.booleans(), _bounds, maybe(names)
)


def _type(*, outline_style: st.SearchStrategy[Any]) -> st.SearchStrategy[tree.TypeExpression]:
    return st.one_of(
        st.just(tree.YesNoType()),
        st.just(tree.DateType()),
        st.just(tree.TextType()),
        number_types,
        st.builds(tree.NamedType, dotted, st.booleans()),
        st.builds(tree.OutlineType, some(entries, most=9), st.booleans(), outline_style),
    )


inline_types = _type(outline_style=st.just("list"))
types = _type(outline_style=st.sampled_from(["list", "block"]))


@st.composite
def _notes(draw: st.DrawFn, owner: type[Any], types: st.SearchStrategy[tree.TypeExpression]) -> Any:  # noqa: ANN401
    """Return a fact or a part with what stands below it; only a question has a cost."""
    asks = draw(maybe(texts))
    cost = draw(maybe(numbers)) if asks else None
    unchangeable = draw(maybe(st.just(tree.Unchangeable())))
    return owner(draw(names), draw(types), asks, draw(maybe(texts)), cost, unchangeable)


things = st.builds(tree.ThingType, some(_notes(tree.Part, types)))

# ---------------------------------------------------------------- items

imports = st.builds(tree.Import, dotted, maybe(names))
incorporations = st.builds(tree.Incorporates, dotted)
type_items = st.builds(tree.TypeItem, names, st.one_of(things, types))
facts = _notes(tree.Fact, inline_types)
_parameters = some(st.builds(tree.Parameter, names, dotted), least=0)
defines = st.builds(tree.Define, names, _parameters, maybe(texts), conditions)
always = st.builds(tree.Always, names, texts, conditions, conditions)
_periods = st.one_of(st.tuples(dates, st.none()), st.tuples(st.none(), dates), st.tuples(dates, dates))
editions = st.builds(
    lambda name, summary, period, title, source: tree.Edition(name, summary, period[0], period[1], title, source),
    names, texts, _periods, maybe(texts), maybe(texts),
)  # fmt: skip
duties = st.builds(tree.Duty, names, texts, maybe(conditions), maybe(conditions))
advice = st.builds(tree.Advice, names, texts)

# ---------------------------------------------------------------- clauses

effects = st.one_of(
    st.builds(tree.Effect, st.sampled_from(["prohibits", "permits"])),
    st.builds(tree.Effect, st.sampled_from(["exempts from", "requires", "recommends"]), some(dotted)),
)
in_force = st.one_of(
    st.builds(tree.InForce, dates, maybe(dates)),
    st.builds(tree.InForce, st.none(), dates),
    st.builds(tree.InForce, editions=some(dotted)),
)
_citations = st.builds(tree.Citation, st.sampled_from(["cites", "words", "reading"]), texts)
_relations = st.one_of(
    st.builds(tree.Relation, st.sampled_from(["despite", "subject to"]), some(dotted), maybe(texts)),
    st.builds(tree.Relation, st.just("under"), some(dotted)),
)
_evidence = st.builds(tree.Evidence, st.sampled_from(["publisher", "quoted", "believed"]))
_optional_lines = (
    maybe(_evidence),
    maybe(in_force),
    maybe(st.builds(tree.When, conditions)),
    maybe(st.builds(tree.When, conditions, st.just(value=True))),
)


@st.composite
def clause_lines(draw: st.DrawFn, *, effect: bool) -> tuple[tree.ClauseLine, ...]:
    """Return the lines of a clause in any order, with an effect or without."""
    lines: list[tree.ClauseLine] = draw(st.lists(_citations | _relations, max_size=3))
    lines += [line for strategy in _optional_lines if (line := draw(strategy)) is not None]
    lines += [draw(effects)] if effect else []
    return tuple(draw(st.permutations(lines)))


clauses = st.builds(tree.Clause, names, texts, clause_lines(effect=True))


@st.composite
def parts(draw: st.DrawFn) -> tree.PartItem:
    """Return a part whose effect is given once for all of its clauses, or once in each."""
    shared = draw(st.booleans())
    clause = st.builds(tree.Clause, names, texts, clause_lines(effect=not shared))
    return tree.PartItem(draw(names), draw(texts), draw(clause_lines(effect=shared)), draw(some(clause, most=2)))


# ---------------------------------------------------------------- examples and scenarios

givens: st.SearchStrategy[tree.Given] = st.one_of(
    st.builds(tree.Like, dotted, maybe(paths)),
    st.builds(tree.GivenIs, paths, some(values, most=1)),
    st.builds(tree.GivenIs, paths, some(values), st.just(value=True)),
    st.builds(tree.GivenAre, paths, some(values, least=0)),
    st.builds(tree.GivenInclude, paths, some(values), st.booleans()),
    st.builds(tree.GivenHolds, paths, st.booleans()),
    st.builds(tree.GivenThere, paths, st.booleans()),
    st.builds(tree.Unknown, paths),
)
examples = st.builds(tree.Example, names, maybe(dotted), some(givens))
expectations: st.SearchStrategy[tree.Expectation] = st.one_of(
    st.builds(tree.ExpectNames, st.sampled_from(["by", "advising", "needing"]), some(dotted), st.booleans()),
    st.builds(tree.ExpectNames, st.sampled_from(["not by", "open on", "against"]), some(dotted)),
    st.builds(tree.ExpectBasis, st.sampled_from(["by default", "outside scope"])),
    st.builds(tree.ExpectLifting, dotted, some(dotted, least=0)),
    st.builds(
        tree.ExpectDuty,
        some(dotted),
        st.sampled_from([None, "fulfilled", "outstanding", "breached"]),
        st.booleans(),
    ),
)
_outcomes = st.sampled_from(["permitted", "prohibited", "undetermined"]).map(tree.Name)
expects = st.builds(
    lambda outcome, more, inline: tree.Expect(outcome, more, min(inline, len(more))),
    _outcomes, some(expectations, least=0), st.integers(0, 1),
)  # fmt: skip
scenarios = st.builds(tree.Scenario, texts, maybe(dates), some(givens), expects)

_statements = st.one_of(
    st.builds(
        tree.OutcomeStatement,
        st.sampled_from(["never", "always"]),
        st.sampled_from(["permitted", "prohibited"]).map(tree.Name),
        maybe(conditions),
    ),
    st.builds(tree.DependsStatement, paths, maybe(conditions)),
    st.builds(tree.ComparesStatement, st.sampled_from(["same outcome as", "stricter than"]), dotted, maybe(conditions)),
)
assertions = st.builds(tree.Assert, names, texts, _statements)

# ---------------------------------------------------------------- files

_shared_items = (imports, type_items, facts, defines, always, examples)
_policy_items = (editions, duties, advice, incorporations, clauses, parts(), scenarios, assertions)


@st.composite
def _policy_headers(draw: st.DrawFn) -> tree.Header:
    lines: list[tree.HeaderLine] = [tree.Otherwise(draw(st.sampled_from(["permitted", "prohibited"]).map(tree.Name)))]
    for kind in ("title", "publisher", "source"):
        lines += [tree.HeaderText(kind, draw(texts))] if draw(st.booleans()) else []
    lines += [tree.Applies(draw(conditions))] if draw(st.booleans()) else []
    lines += [tree.Conflicts(draw(st.sampled_from(["prohibition", "permission"])))] if draw(st.booleans()) else []
    return tree.Header("policy", draw(dotted), tuple(draw(st.permutations(lines))))


def _files(header: st.SearchStrategy[tree.Header], *items: st.SearchStrategy[Any]) -> st.SearchStrategy[tree.File]:
    return st.builds(tree.File, header, some(st.one_of(*items), least=0, most=4))


policies = _files(_policy_headers(), *_shared_items, *_policy_items)
vocabularies = _files(st.builds(tree.Header, st.just("vocabulary"), dotted), *_shared_items)
scenario_files = _files(st.builds(tree.Header, st.just("scenarios"), dotted), imports, examples, scenarios, assertions)
files = st.one_of(policies, vocabularies, scenario_files)

# ---------------------------------------------------------------- sameness


def plain(node: Any) -> Any:  # noqa: ANN401 - any node, tuple or value
    """Return a tree in which everything that the formatter may choose is chosen in one way.

    Two trees say the same when their plain forms are equal: the lines of headers and clauses may
    stand in another order, a list or a chain may have become a block, and an expectation may have
    moved from the line of the outcome to a line of its own. Nothing else may differ.
    """
    if isinstance(node, tuple) and not hasattr(node, "_fields"):
        return tuple(map(plain, node))
    if not attrs.has(type(node)):
        return node
    changed = {f.name: plain(getattr(node, f.name)) for f in attrs.fields(type(node)) if f.eq}
    match node:
        case tree.Group() | tree.OutlineType():
            changed["style"] = "block"
        case tree.Expect():
            changed["inline"] = 0
        case tree.Clause() | tree.PartItem():
            changed["lines"] = in_order(changed["lines"])
        case tree.Header():
            changed["lines"] = tuple(sorted(changed["lines"], key=repr))
    return attrs.evolve(node, **changed)
