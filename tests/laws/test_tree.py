"""The tree that is drawn decides as the policy does: answered for a total case, it ends where the reference decides."""

from hypothesis import HealthCheck, assume, given, settings
from strategies_policy import Question, questions

from policylang.core.domain import NO, YES
from policylang.core.from_semantics import compile_policy
from policylang.diagnostics.errors import CaseError
from policylang.evaluate.branching import Asked, Branching
from policylang.evaluate.chart import Said
from policylang.evaluate.decide import decide
from policylang.evaluate.to_tree import Drawn, draw, in_words, to_tree
from policylang.picture import model
from policylang.semantics.decision import Decision
from policylang.semantics.knowledge import Knowledge
from policylang.semantics.policy import OUTCOME_OF

FULL = settings(max_examples=150, suppress_health_check=list(HealthCheck))
ANY_SIZE = 100_000


def _walked(branching: Branching, left: list[int]) -> Said:
    """Return where a tree ends for a case of which one cell is left of each variable that it asks."""
    node = branching.nodes[branching.root]
    while isinstance(node, Asked):
        cells = left[node.variables[0]].bit_length() - 1
        if len(node.variables) > 1:
            held = [left[each] == 1 << YES for each in node.variables]
            cells = YES if (all(held) if node.all else any(held)) else NO
        assert all(left[each].bit_count() == 1 for each in node.variables), "a part of what is not there is asked"
        to = node.leads(cells)
        assert to is not None, "an answer is missing"
        node = branching.nodes[to]
    return node


def _agrees(said: Said, drawn: Drawn, decision: Decision) -> None:
    assert said.outcome == decision.outcome
    assert said.basis == decision.basis
    names = [(rule.voice.policy.name, rule.clause.name) for rule in map(drawn.program.rules.__getitem__, said.clauses)]
    speaking = [(each.policy, each.name) for each in decision.stands if OUTCOME_OF.get(each.effect) == decision.outcome]
    assert bool(names) == (said.basis in {"clauses", "conflict rule"})
    assert names == (speaking[: len(names)] if names else [])


@given(questions(cases=4, completions=1))
@FULL
def test_a_tree_decides_a_total_case_as_the_reference_does(question: Question) -> None:
    """It ends at the outcome and the basis of the decision, and at the first clause that speaks for it."""
    policy, cases, day = question
    program = compile_policy(policy)
    drawn = None
    for knowledge in cases:
        try:
            decision = decide(policy, knowledge, day)
            drawn = drawn or draw(program, Knowledge({}), day, most=ANY_SIZE)
        except CaseError:
            continue
        _agrees(_walked(drawn.branching, program.domain.left(knowledge, day)), drawn, decision)


@given(questions(cases=2, completions=200))
@FULL
def test_what_is_known_is_not_asked(question: Question) -> None:
    """A tree for a case asks for nothing that is known, and ends in just the outcomes and bases that are possible."""
    policy, cases, day = question
    program = compile_policy(policy)
    for knowledge in cases:
        try:
            decision = decide(policy, knowledge, day)
            drawn = draw(program, knowledge, day, every_clause=True, most=ANY_SIZE)
        except CaseError:
            continue
        ends = [node for node in drawn.branching.nodes.values() if isinstance(node, Said)]
        assert {each.outcome for each in ends} == set(decision.possible)
        assert {each.basis for each in ends} == set(decision.bases)
        left = program.domain.left(knowledge, day)
        for node in drawn.branching.nodes.values():
            if isinstance(node, Asked):
                assert all(left[each].bit_count() > 1 for each in node.variables)
                assert len(node.ways) > 1


@given(questions(cases=1, completions=200))
@FULL
def test_answers_are_told_apart_by_their_words(question: Question) -> None:
    """No two answers to a question have the same words, and each leads to where its cells do."""
    policy, (knowledge, *_), day = question
    program = compile_policy(policy)
    try:
        drawn = draw(program, knowledge, day, most=ANY_SIZE)
    except CaseError:
        assume(False)  # noqa: FBT003 - so hypothesis is told
    nodes = in_words(drawn)
    assert len(to_tree(program, knowledge, day, most=ANY_SIZE).nodes) == len(nodes)
    for key, node in nodes.items():
        asked = drawn.branching.nodes[key]
        assert isinstance(node, model.Question) == isinstance(asked, Asked)
        if isinstance(node, model.Question) and isinstance(asked, Asked):
            assert len({branch.label for branch in node.branches}) == len(node.branches)
            assert sorted(branch.to for branch in node.branches) == sorted(way.to for way in asked.ways)
