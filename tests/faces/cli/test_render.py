"""How decisions read where that is hard to bring about; the common situations are in `transcripts/decide.txt`."""

import datetime as dt
from decimal import Decimal

import click
import pytest

import policylang
from policylang.console.render import decision_page
from policylang.console.table import rows_table
from policylang.console.words import headline, how_to_set, listing, verdict
from policylang.evaluate.known import sentences
from policylang.semantics.decision import ClauseReport, Decision, DutyReport, Question

CLAUSE = ClauseReport("p", "no_drones", "prohibits", "No drones", "certainly")
POSSIBLE = ClauseReport("p", "no_drones", "prohibits", "No drones", "possibly")
POSSIBLE_TOO = ClauseReport("p", "no_boats", "prohibits", "No boats", "possibly")
PERMIT = ClauseReport("p", "schools", "permits", "Schools may", "certainly")
DECISION = Decision(
    policy="p",
    digest="0" * 64,
    on=dt.date(2025, 6, 1),
    outcome="prohibited",
    bases=("clauses",),
    possible=("prohibited",),
)
BARE = "policy p\n    otherwise permitted\n"


def decision(**changes: object) -> Decision:
    """Return a decision with some of its fields changed."""
    return DECISION.replace(**changes)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"stands": (CLAUSE,)}, "Prohibited, by 1 clause"),
        (
            {"stands": (CLAUSE, ClauseReport("p", "no_boats", "prohibits", "No boats", "certainly"))},
            "Prohibited, by 2 clauses",
        ),
        (
            {"stands": (POSSIBLE, POSSIBLE_TOO)},
            "Prohibited, by one or more of 2 clauses, depending on what is not known",
        ),
        (
            {"stands": (CLAUSE,), "bases": ("clauses", "conflict rule")},
            "Prohibited, by 1 clause; where a permission stands too, prohibition prevails",
        ),
        (
            {"stands": (POSSIBLE,), "bases": ("clauses", "default")},
            "Prohibited, whatever is not known: by clauses or by default",
        ),
        ({"bases": ("conflict rule",)}, "Prohibited: clauses stand on both sides, and prohibition prevails"),
        (
            {"bases": ("default",)},
            "Prohibited: no clause prohibits or permits it, and the policy otherwise prohibits",
        ),
        ({"outcome": "permitted", "stands": (PERMIT,)}, "Permitted, by 1 clause"),
        (
            {"outcome": "permitted", "bases": ("conflict rule",)},
            "Permitted: clauses stand on both sides, and permission prevails",
        ),
        (
            {"outcome": "permitted", "bases": ("default",)},
            "Not prohibited: no clause prohibits or permits it, and the policy otherwise permits",
        ),
        (
            {"outcome": "permitted", "bases": ("clauses", "default")},
            "Not prohibited, whatever is not known: by clauses or by default",
        ),
        (
            {"outcome": "permitted", "bases": ("default", "outside scope")},
            "Not prohibited, whatever is not known: by default or outside its scope",
        ),
        (
            {"outcome": "permitted", "bases": ("outside scope",)},
            "Not prohibited: the policy does not apply to this case",
        ),
        (
            {"outcome": "undetermined", "possible": ("permitted", "prohibited"), "stands": (POSSIBLE,)},
            "Undetermined: prohibited or not, depending on what is not known",
        ),
        (
            {"outcome": "undetermined", "possible": ("permitted", "prohibited"), "stands": (PERMIT,)},
            "Undetermined: permitted or prohibited, depending on what is not known",
        ),
        (
            {"outcome": "undetermined", "possible": ("permitted", "prohibited"), "limit": "9 readings"},
            "Undetermined: a limit was met before every possibility was tried (9 readings)",
        ),
    ],
)
def test_the_answer_in_a_sentence(changes: dict[str, object], said: str) -> None:
    """The first line says the outcome and its basis; a use that no clause grants is never called permitted."""
    assert "".join(headline(decision(**changes))) == said


def test_a_permission_that_nobody_granted() -> None:
    """Only clauses, and the rule that lets them prevail, permit; all else is not prohibited."""
    assert verdict(decision(outcome="permitted", bases=("clauses", "conflict rule"))) == "permitted"
    assert verdict(decision(outcome="permitted", bases=("clauses", "default"))) == "not prohibited"
    assert verdict(decision(outcome="permitted", bases=("outside scope",))) == "not prohibited"


def test_conditions_are_named_in_the_second_line() -> None:
    """A permitted use with duties that are not fulfilled says at once which, and their states."""
    duties = (
        DutyReport("p", "review", "Review it", "outstanding", "certainly", ("c",)),
        DutyReport("p", "notice", "Tell them", "fulfilled", "certainly", ("c",)),
        DutyReport("p", "training", "Train them", "breached", "certainly", ("c",)),
    )
    made = decision(outcome="permitted", bases=("default",), duties=duties)
    page = decision_page(made, policylang.loads(BARE), columns=80)
    assert "On condition of 2 duties: review (outstanding), training (breached)\n" in click.unstyle(page)


def test_a_limit_that_changed_no_outcome() -> None:
    """Where a limit was met beside a settled outcome, the page says that something may be lacking."""
    page = decision_page(decision(stands=(CLAUSE,), limit="9 readings"), policylang.loads(BARE), columns=80)
    assert "A limit was met (9 readings): what is said below" in page


@pytest.mark.parametrize(
    ("takes", "said"),
    [
        ("yes or no", "--set x=yes or =no"),
        ("a date", "--set x=YYYY-MM-DD"),
        ("several of a, b", "--set x=VALUE,VALUE or =none"),
        ("one of a, b", "--set x=VALUE"),
    ],
)
def test_how_a_question_is_answered(takes: str, said: str) -> None:
    """A question shows the option that answers it."""
    assert how_to_set(Question("x", "", takes)) == said


def test_names_in_a_sentence() -> None:
    """Names are listed as a sentence lists them."""
    assert [listing(names) for names in ((), ("a",), ("a", "b"), ("a", "b", "c"))] == ["", "a", "a and b", "a, b and c"]


def test_a_table_that_does_not_fit_is_stacked() -> None:
    """Where the names are too long for the window, each row has its policy and outcome, and the rest below."""
    policy = "publisher.a_policy_with_a_long_name"
    long = ClauseReport(policy, "a_clause_with_a_rather_long_name", "prohibits", "Not this", "certainly")
    made = decision(policy=policy, stands=(long,), open=(Question("operator.kind", "", ""),))
    lines = [click.unstyle(line) for line in rows_table((made, decision(stands=(POSSIBLE,))), columns=60)]
    assert lines == [
        "policy                               outcome",
        "publisher.a_policy_with_a_long_name  prohibited",
        "    by      a_clause_with_a_rather_long_name",
        "    open    operator.kind",
        "p                                    prohibited",
        "    by      no_drones?",
        "",
        "? depending on what is not known",
    ]


VOCABULARY = """
fact thing: optional stuff

type stuff: has
    kind: one of
        big (huge, giant)
        small

fact flag: yes or no
    judged "A person says so."

fact kinds: several of a, b, c

fact size: number from 0 to 1000

fact day: date

fact said: text
"""


@pytest.mark.parametrize(
    ("case", "said"),
    [
        ({"flag": True}, ["flag (judged)"]),
        ({"flag": False}, ["not flag (judged)"]),
        ({"thing": "absent"}, ["there is no thing"]),
        ({"thing": "present"}, ["there is a thing"]),
        ({"thing.kind": "huge"}, ["thing.kind is huge"]),
        ({"thing.kind": "big"}, ["thing.kind is big"]),
        ({"thing.kind": ["big", "small"]}, ["thing.kind is one of big, small"]),
        ({"thing.kind": ["small", "giant"]}, ["thing.kind is one of giant, small"]),
        ({"kinds": ["c", "a"]}, ["kinds are a, c"]),
        ({"kinds": []}, ["kinds are none"]),
        ({"kinds": {"include": ["a"], "exclude": ["c"]}}, ["kinds include a", "kinds do not include c"]),
        ({"size": Decimal("1E+2")}, ["size is 100"]),
        ({"size": [2, 1]}, ["size is one of 1, 2"]),
        ({"day": "2025-06-01"}, ["day is 2025-06-01"]),
        ({"said": "so"}, ['said is "so"']),
    ],
)
def test_what_is_known_in_sentences(case: dict[str, object], said: list[str]) -> None:
    """A given fact reads as a scenario would give it, a whole group by its name."""
    policy = policylang.loads(BARE + VOCABULARY)
    knowledge = policy.knowledge(case)
    assert list(sentences(policy.resolved, knowledge, case)) == said
    assert list(sentences(policy.resolved, knowledge, ())) == []
