"""What a decision says besides the outcome: lifted and against, what it rests on, and which facts were needed."""

import datetime as dt
from pathlib import Path

import deciding
from deciding import decide, policy, standing

from policylang.evaluate.decide import decide as decide_resolved, sufficient
from policylang.semantics.knowledge import Knowledge

DAY = dt.date(2024, 5, 2)

EXCEPTIONS = """clause x
    "Summary of x"
    cites "1"
    words "the words"
    evidence believed
    reading "x is read so"
    prohibits
    when a

clause y
    "s"
    evidence quoted
    exempts from x
    when b

clause z
    "s"
    evidence publisher
    despite x reading "z goes before x"
    permits
    when c
"""


def test_a_report_carries_what_an_auditor_needs() -> None:
    """Summary, citation, words, evidence and reading stand beside the name."""
    (report,) = decide(EXCEPTIONS, a=True, b=False, c=False).stands
    assert (report.policy, report.name, report.effect, report.certainty) == ("p", "x", "prohibits", "certainly")
    assert (report.summary, report.cites, report.words) == ("Summary of x", ("1",), ("the words",))
    assert (report.evidence, report.readings) == ("believed", ("x is read so",))


def test_an_effect_names_what_it_is_about() -> None:
    """As the policy says it."""
    text = 'duty d "what"\n\nadvice v "what"\n\n'
    text += 'clause x\n    "s"\n    requires d\n\nclause y\n    "s"\n    recommends v\n\n'
    text += 'clause z\n    "s"\n    exempts from x, y\n'
    assert [each.effect for each in decide(text).stands] == ["exempts from x, y"]
    text = text.replace("exempts from x, y", "prohibits")
    assert [each.effect for each in decide(text).stands] == ["requires d", "recommends v", "prohibits"]


def test_what_is_lifted_names_what_can_have_lifted_it() -> None:
    """Certainly or possibly, by each that may stand."""
    (lifted,) = decide(EXCEPTIONS, a=True, b=True).lifted
    assert (lifted.clause.name, lifted.clause.certainty, lifted.by) == ("x", "certainly", ("y", "z"))
    (lifted,) = decide(EXCEPTIONS, a=True, b=False).lifted
    assert (lifted.clause.certainty, lifted.by) == ("possibly", ("z",))


def test_it_rests_on_what_speaks_for_the_outcome_and_on_what_lifts() -> None:
    """The weakest evidence and the readings are those of these clauses, and of exceptions that bit."""
    prohibited = decide(EXCEPTIONS, a=True, b=False, c=False)
    assert (prohibited.weakest_evidence, prohibited.readings) == ("believed", ("x is read so",))
    permitted = decide(EXCEPTIONS, a=True, b=False, c=True)
    assert (permitted.weakest_evidence, permitted.readings) == ("publisher", ("z goes before x",))
    exempted = decide(EXCEPTIONS, a=True, b=True, c=False)
    assert (exempted.weakest_evidence, exempted.readings) == ("quoted", ())
    idle = decide(EXCEPTIONS, a=False, b=True, c=False)
    assert (standing(idle), idle.weakest_evidence) == ({"y": "certainly"}, None)


def test_it_rests_on_the_judgements_that_the_outcome_would_be_lost_without() -> None:
    """A judged fact that changes nothing is no ground."""
    assert decide('clause x\n    "s"\n    prohibits\n    when c\n', c=True).judgements == ("c",)
    assert decide('clause x\n    "s"\n    prohibits\n    when c or a\n', c=True, a=True).judgements == ()
    assert decide('clause x\n    "s"\n    prohibits\n    when c and a\n', c=True).judgements == ()


def test_the_editions_of_the_day_are_named() -> None:
    """Those in which the day lies."""
    text = 'edition one "s" before 2024-05-02\n\nedition two "s" from 2024-05-02\n\n'
    text += 'clause x\n    "s"\n    in force during one\n    prohibits\n'
    assert (decide(text, on="2024-05-01").editions, decide(text, on="2024-05-02").editions) == (("one",), ("two",))


def test_the_same_case_gives_the_same_decision() -> None:
    """A decision is a value."""
    assert decide(EXCEPTIONS, a=True) == decide(EXCEPTIONS, a=True)
    assert decide(EXCEPTIONS, a=True) != decide(EXCEPTIONS, a=True, b=True)


def test_a_sufficient_set_settles_the_outcome_and_nothing_in_it_can_be_dropped() -> None:
    """One reason is enough, and one without a judgement is taken where there is one."""
    text = 'clause x\n    "s"\n    prohibits\n    when any of\n        c and a\n        b\n'
    made = policy(text)
    case = made.knowledge({"c": True, "a": True, "b": True})
    assert sufficient(made.resolved, case, DAY) == ("b",)
    case = made.knowledge({"c": True, "a": True, "b": False})
    assert sufficient(made.resolved, case, DAY) == ("a", "c")


def test_of_an_undetermined_outcome_no_fact_is_a_reason() -> None:
    """To know less would leave it as it is."""
    made = policy('clause x\n    "s"\n    prohibits\n    when a and b\n')
    assert sufficient(made.resolved, made.knowledge({"a": True}), DAY) == ()


def test_an_outcome_that_nothing_can_change_needs_no_fact() -> None:
    """Whatever was given."""
    made = policy('clause x\n    "s"\n    prohibits\n')
    assert sufficient(made.resolved, made.knowledge({"a": True, "c": True}), DAY) == ()


def test_rows_say_what_each_policy_says(tmp_path: Path) -> None:
    """With the clauses, duties and questions of each; names in the whole carry the policy."""
    texts = {
        "one": '    otherwise permitted\n\nclause x\n    "s"\n    prohibits\n    when a\n',
        "two": '    otherwise permitted\n\nclause x\n    "s"\n    prohibits\n    when b and c\n',
        "whole": "    otherwise permitted\n\nincorporates one\nincorporates two\n",
    }
    decision = deciding.together(tmp_path, texts, name="whole").decide({"b": True}, on=DAY)
    assert [(each.policy, each.name) for each in decision.stands] == [("one", "x"), ("two", "x")]
    assert [[question.fact for question in row.open] for row in decision.rows] == [["a"], ["c"]]
    assert {question.fact for question in decision.open} == {"a", "c"}
    assert [row.digest != decision.digest for row in decision.rows] == [True, True]


def test_a_row_has_the_judgements_that_it_rests_on_itself(tmp_path: Path) -> None:
    """What settles one policy need not settle the whole."""
    texts = {
        "one": '    otherwise permitted\n\nclause x\n    "s"\n    prohibits\n    when a\n',
        "two": '    otherwise permitted\n\nclause x\n    "s"\n    prohibits\n    when c\n',
        "whole": "    otherwise permitted\n\nincorporates one\nincorporates two\n",
    }
    decision = deciding.together(tmp_path, texts, name="whole").decide({"a": True, "c": True}, on=DAY)
    assert decision.judgements == ()
    assert [row.judgements for row in decision.rows] == [(), ("c",)]


def test_nothing_has_to_be_known() -> None:
    """A case may be empty."""
    made = policy('clause x\n    "s"\n    prohibits\n')
    assert decide_resolved(made.resolved, Knowledge(), DAY).outcome == "prohibited"
