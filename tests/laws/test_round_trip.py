"""What is printed reads back as what it was."""

from hypothesis import Verbosity, given, settings, strategies as st
from strategies import (
    clauses,
    conditions,
    examples,
    facts,
    files,
    parts,
    plain,
    policies,
    scenarios,
    type_items,
    vocabularies,
)  # fmt: skip

from policylang.source import Source
from policylang.syntax import tree
from policylang.syntax.from_text import parse
from policylang.syntax.to_text import to_text

_VOCABULARY = tree.Header("vocabulary", tree.Name("words"))
_POLICY = tree.Header("policy", tree.Name("rules"), (tree.Otherwise(tree.Name("permitted")),))

QUIET = settings(verbosity=Verbosity.quiet)
"""What fails is shown as text by the assertion; the tree that it came from takes minutes to print."""
HALF = settings(QUIET, max_examples=settings().max_examples // 2)


def _reads_back(file: tree.File) -> None:
    text = to_text(file)
    again, diagnostics = parse(Source("generated.pol", text))
    assert [f"{found.code} {found.message}" for found in diagnostics] == [], text
    assert plain(again) == plain(file), text


@QUIET
@given(files)
def test_files_read_back(file: tree.File) -> None:
    """A file of any kind, printed, reads back equal and without a diagnostic."""
    _reads_back(file)


@QUIET
@given(st.one_of(type_items, facts))
def test_types_read_back(item: tree.Item) -> None:
    """A type or a fact reads back equal."""
    _reads_back(tree.File(_VOCABULARY, (item,)))


@QUIET
@given(conditions)
def test_conditions_read_back(condition: tree.Condition) -> None:
    """A condition of any shape reads back equal."""
    _reads_back(tree.File(_VOCABULARY, (tree.Define(tree.Name("d"), (), tree.Text("meaning"), condition),)))


@QUIET
@given(st.one_of(clauses, parts(), examples, scenarios))
def test_clauses_and_scenarios_read_back(item: tree.Item) -> None:
    """A clause, a part, an example or a scenario reads back equal."""
    _reads_back(tree.File(_POLICY, (item,)))


@HALF
@given(st.one_of(policies, vocabularies))
def test_spans_of_the_printed_text_lie_where_the_names_stand(file: tree.File) -> None:
    """Every name of a tree that was read spans its own letters in the text."""
    source = Source("generated.pol", to_text(file))
    again, _ = parse(source)
    for node in tree.walk(again):
        if isinstance(node, tree.Name):
            assert source.at(node.span) == node.text
