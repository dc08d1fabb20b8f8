"""Cases read: whatever fits becomes knowledge, whatever does not is refused with what was got and what is taken."""

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pytest

import policylang
from policylang import ABSENT, CaseError
from policylang.evaluate.facts import UNKNOWN, about, from_text, read, share, unknown_example
from policylang.semantics.knowledge import Known, Members, OneOfThese, Presence
from policylang.semantics.policy import Path

TEXT = """policy p
    otherwise permitted

type party: has
    kind: one of police (municipal_police, state_police), company, other_kind
    tall: yes or no
    badge: optional badge
type badge: has
    number: whole number

fact operator: party
fact beneficiary: optional party
fact uses: several of faces (verify, identify), sounds
fact live: yes or no
fact age: whole number from 0 to 120 in years
fact share: number from 0 to 1
fact signed: date
fact note: text
fact state: one of known_state, other_state

example a_company: party
    kind is company
    there is a badge

example nobody
    there is no beneficiary
    uses are sounds

clause x
    "s"
    prohibits
"""


@pytest.fixture(scope="module")
def policy() -> policylang.Policy:
    """Return the policy that all cases are for."""
    return policylang.loads(TEXT)


def told(policy: policylang.Policy, case: Mapping[str, Any], **more: Any) -> dict[str, Known]:  # noqa: ANN401 - what `knowledge` takes
    """Return what a case tells, by the text of its paths."""
    known = policy.knowledge(case, **more).known
    return {policy.resolved.text(path): each for path, each in known.items()}


def one(*values: Any) -> OneOfThese:  # noqa: ANN401 - any value of a fact
    """Return the knowledge that a fact has one of some values."""
    return OneOfThese(frozenset(values))


YES, NO = OneOfThese(frozenset({True})), OneOfThese(frozenset({False}))


@pytest.mark.parametrize(
    ("case", "known"),
    [
        ({}, {}),
        ({"state": "known_state"}, {"state": one("known_state")}),
        ({"state": ["known_state", "other_state"]}, {"state": one("known_state", "other_state")}),
        ({"state": None}, {}),
        ({"live": True}, {"live": YES}),
        ({"live": "no"}, {"live": NO}),
        ({"age": 17}, {"age": one(Decimal(17))}),
        ({"age": Decimal("17.0")}, {"age": one(Decimal(17))}),
        ({"age": (17, 18)}, {"age": one(Decimal(17), Decimal(18))}),
        ({"share": Decimal("0.1")}, {"share": one(Decimal("0.1"))}),
        ({"signed": dt.date(2024, 5, 1)}, {"signed": one(dt.date(2024, 5, 1))}),
        ({"signed": "2024-05-01"}, {"signed": one(dt.date(2024, 5, 1))}),
        ({"note": "a, b"}, {"note": one("a, b")}),
        ({"uses": ["verify", "sounds"]}, {"uses": Members(frozenset({"verify", "sounds"}), closed=True)}),
        ({"uses": {"verify"}}, {"uses": Members(frozenset({"verify"}), closed=True)}),
        ({"uses": []}, {"uses": Members(closed=True)}),
        ({"uses": None}, {}),
        (
            {"uses": {"include": ["sounds"], "exclude": ["faces"]}},
            {"uses": Members(frozenset({"sounds"}), frozenset({"verify", "identify"}))},
        ),
        ({"operator.kind": "police"}, {"operator.kind": one("municipal_police", "state_police")}),
        (
            {"operator": {"kind": "company", "tall": True}},
            {"operator.kind": one("company"), "operator.tall": YES},
        ),
        ({"operator": {}}, {}),
        ({"operator": None}, {}),
        ({"beneficiary": {}}, {"beneficiary": Presence(present=True)}),
        ({"beneficiary": "present"}, {"beneficiary": Presence(present=True)}),
        ({"beneficiary": ABSENT}, {"beneficiary": Presence(present=False)}),
        ({"beneficiary": UNKNOWN}, {}),
        (
            {"beneficiary.badge.number": 7},
            {
                "beneficiary": Presence(present=True),
                "beneficiary.badge": Presence(present=True),
                "beneficiary.badge.number": one(Decimal(7)),
            },
        ),
        (
            {"beneficiary": "present", "beneficiary.tall": False},
            {"beneficiary": Presence(present=True), "beneficiary.tall": NO},
        ),
    ],
    ids=lambda each: None if "frozenset" in str(each) else str(each),  # each process has its own order of a set
)
def test_a_case_is_read(policy: policylang.Policy, case: dict[str, Any], known: dict[str, Known]) -> None:
    """One value, one of several, a group, a set exactly or partly, a thing nested or dotted, or nothing."""
    assert told(policy, case) == known


@pytest.mark.parametrize(
    ("case", "code", "said"),
    [
        ({"stat": "known_state"}, "P0601", "`p` has no fact `stat`; did you mean `state`?"),
        ({"operator.knd": "company"}, "P0601", "`operator` has no part `knd`; did you mean `operator.kind`?"),
        ({"operator": {"knd": "company"}}, "P0601", "`operator` has no part `knd`; did you mean `operator.kind`?"),
        ({"state.more": 1}, "P0601", "`p` has no fact `state.more`; did you mean `state`?"),
        ({1: 1}, "P0601", "a fact is named by text, and this is 1"),
        (
            {"operator.kind": "municpal_police"},
            "P0602",
            "`operator.kind` got `municpal_police`, which is not in its outline; did you mean `municipal_police`?",
        ),
        (
            {"operator.kind": "robot"},
            "P0602",
            "`operator.kind` got `robot`, which is not in its outline; it takes one of police, company, other_kind",
        ),
        (
            {"uses": ["faces"]},
            "P0602",
            "`uses` got the group `faces`, and a set holds values: which of verify, identify?",
        ),
        ({"uses": {"include": ["faces"]}}, "P0602", "`uses` got the group `faces`"),
        ({"uses": "sounds"}, "P0603", "`uses` got 'sounds'; it takes a list of its members"),
        ({"uses": {"includes": []}}, "P0603", "it takes a list of members, or"),
        ({"uses": [1]}, "P0603", "`uses` got 1"),
        ({"state": []}, "P0603", "`state` got no value at all; it takes one of known_state, other_state"),
        ({"state": True}, "P0603", "`state` got True; it takes one of known_state, other_state"),
        ({"state": {"known_state": 1}}, "P0603", "`state` got {'known_state': 1}"),
        ({"live": 1}, "P0603", "`live` got 1; it takes yes or no"),
        ({"live": "perhaps"}, "P0603", "`live` got 'perhaps'; it takes yes or no"),
        ({"age": True}, "P0603", "`age` got True; it takes a whole number from 0 to 120 in years"),
        ({"age": "17"}, "P0603", "`age` got '17'; it takes a whole number from 0 to 120 in years"),
        ({"age": Decimal("NaN")}, "P0603", "`age` got NaN; it takes a whole number from 0 to 120 in years"),
        ({"age": Decimal("-Infinity")}, "P0603", "`age` got -Infinity"),
        ({"age": Decimal("1.5")}, "P0604", "`age` got 1.5; it takes a whole number from 0 to 120 in years"),
        ({"age": 121}, "P0604", "`age` got 121; it takes a whole number from 0 to 120 in years"),
        ({"age": 10**9999}, "P0604", "`age` got a number of very many digits"),
        ({"age": Decimal("1E+99999")}, "P0604", "`age` got 1E+99999"),
        (
            {"share": 0.1},
            "P0607",
            '`share` got the float 0.1, which is not exact; give an int, or a Decimal such as Decimal("0.1")',
        ),
        ({"age": float("nan")}, "P0607", "`age` got the float nan"),
        ({"signed": "2024-02-30"}, "P0606", "`signed` got '2024-02-30'; it takes a date such as 2024-05-10"),
        ({"signed": "2024-2-3"}, "P0606", "`signed` got '2024-2-3'"),
        ({"signed": "20240203"}, "P0606", "`signed` got '20240203'"),
        ({"signed": "2024-W05-1"}, "P0606", "`signed` got '2024-W05-1'"),
        ({"signed": dt.datetime(2024, 5, 1)}, "P0606", "and a time of day is no day"),  # noqa: DTZ001 - that is the fault
        ({"signed": 20240501}, "P0606", "`signed` got 20240501"),
        ({"note": 1}, "P0603", "`note` got 1; it takes a text"),
        ({"note": dt.date(2024, 5, 1)}, "P0603", "`note` got 2024-05-01; it takes a text"),
        ({"operator": "company"}, "P0603", "`operator` got 'company'; it takes a mapping of its parts"),
        ({"operator": ABSENT}, "P0603", "`operator` got 'absent'; it takes a mapping of its parts"),
        ({"beneficiary": None}, "P0603", "`beneficiary` got nothing, which could mean absent or unknown"),
        ({"beneficiary": False}, "P0603", 'it takes a mapping of its parts, "absent" or "present"'),
        (
            {"uses": {"include": ["sounds"], "exclude": ["sounds"]}},
            "P0608",
            "`uses` both includes and excludes `sounds`",
        ),
        (
            {"beneficiary": ABSENT, "beneficiary.tall": True},
            "P0608",
            "`beneficiary.tall` is given, and `beneficiary` is absent",
        ),
        ({"operator": {"kind": "company"}, "operator.kind": "police"}, "P0608", "`operator.kind` is given twice"),
        ({"beneficiary.badge": ABSENT, "beneficiary": {"badge": {}}}, "P0608", "`beneficiary.badge` is given twice"),
    ],
    ids=lambda given: given if isinstance(given, str) else "",
)
def test_a_faulty_case_is_refused(policy: policylang.Policy, case: dict[Any, Any], code: str, said: str) -> None:
    """The fact, what it got, what it takes, and the near miss; never an unknown."""
    with pytest.raises(CaseError) as error:
        policy.knowledge(case)
    assert error.value.code == code
    assert said in str(error.value)
    assert len(error.value.faults) == 1


def test_a_case_is_a_mapping(policy: policylang.Policy) -> None:
    """Anything else is refused as a whole."""
    with pytest.raises(CaseError, match="a case is a mapping from facts to values"):
        read(policy.resolved, [("live", True)])  # type: ignore[arg-type]


def test_all_faults_of_a_case_are_told_at_once(policy: policylang.Policy) -> None:
    """One error, that holds one for each."""
    with pytest.raises(CaseError) as error:
        policy.knowledge({"age": 0.5, "stat": 1, "operator": {"kind": "robot", "tall": 2}})
    assert [(fault.code, fault.fact) for fault in error.value.faults] == [
        ("P0601", "stat"), ("P0607", "age"), ("P0602", "operator.kind"), ("P0603", "operator.tall"),
    ]  # fmt: skip
    assert all(str(fault) in str(error.value) for fault in error.value.faults)


# ---------------------------------------------------------------- on top of examples


def test_a_case_lies_on_top_of_the_examples_it_is_like(policy: policylang.Policy) -> None:
    """What the case gives replaces what the example says, fact by fact."""
    assert told(policy, {}, like="nobody") == {
        "beneficiary": Presence(present=False),
        "uses": Members(frozenset({"sounds"}), closed=True),
    }
    assert told(policy, {"uses": [], "beneficiary.tall": True}, like="nobody") == {
        "beneficiary": Presence(present=True),
        "beneficiary.tall": YES,
        "uses": Members(closed=True),
    }


def test_an_absent_thing_loses_the_parts_that_an_example_gave(policy: policylang.Policy) -> None:
    """And one of which nothing is known any more loses its presence too."""
    given = told(policy, {}, like="beneficiary=a_company")
    assert set(given) == {"beneficiary", "beneficiary.kind", "beneficiary.badge"}
    assert told(policy, {"beneficiary": ABSENT}, like="beneficiary=a_company") == {
        "beneficiary": Presence(present=False)
    }
    assert told(policy, {"beneficiary": UNKNOWN}, like="beneficiary=a_company") == {}


def test_nothing_takes_back_what_an_example_gave(policy: policylang.Policy) -> None:
    """A fact, a part, or all parts of a thing."""
    assert "uses" not in told(policy, {"uses": None}, like="nobody")
    assert set(told(policy, {"operator.kind": None}, like="operator=a_company")) == {"operator.badge"}
    assert told(policy, {"operator": None}, like="operator=a_company") == {}


def test_the_later_example_goes_before(policy: policylang.Policy) -> None:
    """Examples are put on top of one another in their order."""
    assert told(policy, {}, like=("beneficiary=a_company", "nobody"))["beneficiary"] == Presence(present=False)
    assert told(policy, {}, like=("nobody", "beneficiary=a_company"))["beneficiary"] == Presence(present=True)


@pytest.mark.parametrize(
    ("like", "said"),
    [
        ("nobdy", "there is no example `nobdy`; did you mean `nobody`?"),
        ("a_company", "`a_company` describes one `party`; say which, as in `operator=a_company`"),
        ("live=a_company", "`a_company` is no example of what `live` is"),
        ("oprator=a_company", "`p` has no fact `oprator`; did you mean `operator`?"),
        ("operator=nobody", "`nobody` is no example of what `operator` is"),
    ],
)
def test_an_example_has_to_be_there_and_to_fit(policy: policylang.Policy, like: str, said: str) -> None:
    """An example of a thing names the thing that it describes."""
    with pytest.raises(CaseError) as error:
        policy.knowledge(like=like)
    assert said in str(error.value)


def test_an_example_of_a_thing_describes_the_thing_that_is_named(policy: policylang.Policy) -> None:
    """With its path."""
    example = policy.examples["a_company"]
    assert about(policy.resolved, "a_company", example, "operator") == (example, Path("p.operator"))
    assert str(unknown_example("x", ["y"])) == "there is no example `x`"


# ---------------------------------------------------------------- text


@pytest.mark.parametrize(
    ("fact", "text", "value"),
    [
        ("operator.kind", "company", "company"),
        ("operator.kind", "company, police", ["company", "police"]),
        ("state", "unknown", None),
        ("operator.kind", "unknown", None),
        ("uses", "verify,sounds", ["verify", "sounds"]),
        ("uses", "none", []),
        ("uses", "unknown", None),
        ("live", "yes", "yes"),
        ("live", "unknown", None),
        ("age", "17", Decimal(17)),
        ("age", "17, 18", [Decimal(17), Decimal(18)]),
        ("age", "old", "old"),
        ("signed", "2024-05-01", "2024-05-01"),
        ("note", "a, b", "a, b"),
        ("note", "unknown", "unknown"),
        ("beneficiary", "absent", ABSENT),
        ("beneficiary", "present", "present"),
        ("beneficiary", "unknown", UNKNOWN),
        ("operator", "unknown", None),
    ],
)
def test_text_means_the_value_that_a_case_would_give(
    policy: policylang.Policy, fact: str, text: str, value: object
) -> None:
    """As the command line takes it; what does not fit is left for `read` to refuse."""
    assert from_text(policy.resolved, fact, text) == value


def test_text_for_a_fact_that_is_not_there_is_refused(policy: policylang.Policy) -> None:
    """With the near miss."""
    with pytest.raises(CaseError, match="did you mean `live`"):
        from_text(policy.resolved, "liv", "yes")


# ---------------------------------------------------------------- several policies

OTHER = """policy q
    otherwise permitted

fact live: yes or no
fact lost: yes or no

clause x
    "s"
    prohibits
    when live and lost
"""


def test_each_of_several_policies_takes_what_it_knows(policy: policylang.Policy) -> None:
    """A fact that none of them knows is refused."""
    both = (policy.resolved, policylang.loads(OTHER).resolved)
    assert share(both, {"live": True, "lost": False, "age": 1}) == (
        {"live": True, "age": 1},
        {"live": True, "lost": False},
    )
    with pytest.raises(CaseError, match="no policy asked has a fact `lst`; did you mean `lost`") as error:
        share(both, {"lst": True, "agee": 1})
    assert len(error.value.faults) == 2
