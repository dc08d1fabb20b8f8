"""What can still change the outcome, and what to ask first."""

import datetime as dt

import pytest
from deciding import decide

import policylang
from policylang.evaluate.decide import decide as decide_resolved
from policylang.semantics.knowledge import Knowledge

THINGS = """policy p
    otherwise permitted

type camera: has
    mount: one of body, dash, fixed
    lens: optional lens
type lens: has
    wide: yes or no

fact camera: optional camera
fact uses: several of faces, sounds, texts
fact a: yes or no

"""


def asked(text: str, **case: object) -> list[str]:
    """Return the open facts, in the order in which they should be asked for."""
    return [each.fact for each in policylang.loads(THINGS + text).decide(case, on="2024-05-02").open]


def clause(name: str, condition: str, *, effect: str = "prohibits") -> str:
    """Return a clause."""
    return f'clause {name}\n    "s"\n    {effect}\n    when {condition}\n\n'


def test_a_fact_is_open_that_can_change_the_outcome() -> None:
    """Both facts of a conjunction are, as long as neither rules it out."""
    text = clause("x", "a and b")
    assert {each.fact for each in decide(text).open} == {"a", "b"}
    assert {each.fact for each in decide(text, a=True).open} == {"b"}
    assert decide(text, a=False).open == ()


def test_a_fact_that_some_clause_reads_is_not_always_open() -> None:
    """Where another clause prohibits whenever this one does, the fact it asks for besides changes nothing."""
    assert [each.fact for each in decide(clause("x", "a") + clause("y", "a and b")).open] == ["a"]


def test_a_fact_that_only_a_duty_reads_is_not_open() -> None:
    """Duties never change an outcome."""
    text = 'duty d "what"\n    fulfilled when b\n\nclause y\n    "s"\n    requires d\n    when c\n\n' + clause("x", "a")
    assert [each.fact for each in decide(text).open] == ["a"]


def test_a_fact_that_decides_an_exception_is_open() -> None:
    """What lifts the clause matters as much as what makes it apply."""
    text = clause("x", "a") + clause("y", "b", effect="exempts from x")
    assert {each.fact for each in decide(text).open} == {"a", "b"}


def test_what_always_ties_to_an_open_fact_is_open() -> None:
    """To know `b` is to know `a`: either settles it."""
    text = 'always tie "s"\n    if b\n    then a\n\nalways back "s"\n    if a\n    then b\n\n' + clause("x", "a")
    assert {each.fact for each in decide(text).open} == {"a", "b"}


def test_what_always_settles_is_not_open() -> None:
    """Nobody is asked what cannot be otherwise."""
    text = 'always tie "s"\n    if a\n    then b\n\n' + clause("x", "b and c")
    assert [each.fact for each in decide(text, a=True).open] == ["c"]


def test_a_set_is_one_question() -> None:
    """However many of its members matter."""
    assert asked(clause("x", "uses include any of faces, sounds")) == ["uses"]
    assert asked(clause("x", "uses include only texts")) == ["uses"]
    assert asked(clause("x", "uses include faces"), uses={"exclude": ["faces"]}) == []


def test_whether_a_thing_is_there_comes_with_its_parts() -> None:
    """The thing is asked for before its part, and is known to be there when a part is given."""
    text = clause("x", "camera.lens.wide")
    assert asked(text) == ["camera", "camera.lens", "camera.lens.wide"]
    assert asked(text, camera={"mount": "body"}) == ["camera.lens", "camera.lens.wide"]
    assert asked(text, camera="absent") == []


def test_a_thing_comes_with_a_part_that_is_open_by_an_always_alone() -> None:
    """A wide lens would settle it, so whether there is a lens is asked before."""
    text = 'always wide "s"\n    if camera.lens.wide\n    then a\n\n' + clause("x", "a")
    assert set(asked(text)) == {"a", "camera", "camera.lens", "camera.lens.wide"}


def test_a_part_is_not_open_where_only_the_presence_matters() -> None:
    """A fact that is read elsewhere does not become open by that."""
    text = clause("x", "there is a camera") + clause("y", "camera.mount is body")
    assert asked(text) == ["camera"]


def test_the_fact_that_settles_most_is_asked_for_first() -> None:
    """The one whose answers leave, on average, the fewest clauses in doubt."""
    text = clause("x", "a and b") + clause("y", "a and c")
    first, *others = [each.fact for each in decide(text).open]
    assert (first, set(others)) == ("a", {"b", "c"})


def test_of_equals_what_nobody_has_to_judge_goes_first() -> None:
    """`c` is judged."""
    assert [each.fact for each in decide(clause("x", "c and b")).open] == ["b", "c"]


def test_a_question_says_what_to_ask_and_what_it_takes() -> None:
    """With the guidance where a human has to judge."""
    (question,) = decide(clause("x", "c")).open
    assert (question.fact, question.takes, question.judged) == ("c", "yes or no", "Is it so?")


def test_a_part_without_a_question_has_that_of_its_thing() -> None:
    """Who asks for `operator.kind` asks who the operator is."""
    text = "policy p\n    otherwise permitted\n\ntype party: has\n    tall: yes or no\n\nfact operator: party\n"
    text += '    asks "Who is it?"\n\n' + clause("x", "operator.tall")
    (question,) = policylang.loads(text).decide(on="2024-05-02").open
    assert (question.fact, question.asks) == ("operator.tall", "Who is it?")


@pytest.mark.parametrize("case", [{"a": True}, {"b": False, "a": False}])
def test_nothing_is_open_where_the_outcome_is_settled(case: dict[str, bool]) -> None:
    """However much is unknown besides."""
    assert decide(clause("x", "a") + clause("y", "b and c"), case).open == ()


def test_of_very_many_facts_bound_to_one_another_all_are_open_and_a_limit_is_met() -> None:
    """Beyond a number of combinations the answer is no longer exact, and the decision says so."""
    names = [f"m{n}" for n in range(10)]
    text = f"policy p\n    otherwise permitted\n\nfact uses: several of {', '.join(names)}\n\n"
    text += 'always one "s"\n    if uses include only ' + ", ".join(names[:-1]) + "\n    then uses include m0\n\n"
    text += "".join(clause(f"c_{name}", f"uses include {name}") for name in names)
    made = policylang.loads(text).resolved
    for limit in (50_000, 10_000_000):
        decision = decide_resolved(made, Knowledge(), dt.date(2024, 5, 2), limit=limit)
        assert [each.fact for each in decision.open] == ["uses"]
        assert decision.limit is not None
