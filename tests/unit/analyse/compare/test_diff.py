"""What changed between two versions: facts with other values or names, clauses that are renamed, duties, and limits."""

import datetime as dt
from collections.abc import Mapping

import pytest

import policylang
from policylang.analyse.compare import clauses_compared, diff as diffing
from policylang.analyse.compare.comparing import Half
from policylang.analyse.compare.difference import ClauseChange, Difference
from policylang.analyse.compare.renaming import RenameError
from policylang.analyse.subject import subject
from policylang.core import from_semantics
from policylang.diagnostics.errors import InternalError
from policylang.diagram.manager import DiagramTooLargeError

HEADER = """
policy {name}
    title "Terms"
    otherwise permitted
"""


def _policy(text: str, *, name: str = "terms") -> policylang.Policy:
    return policylang.loads(HEADER.format(name=name) + text, name=f"{name}.pol")


def _diff(old: str, new: str, rename: Mapping[str, str] | None = None) -> Difference:
    return _policy(old).diff(_policy(new), rename=rename)


def _clause(found: Difference, name: str) -> ClauseChange:
    (clause,) = (each for each in found.clauses if each.name == name)
    return clause


PARTY = """
type party: has
    kind: one of {kinds}
    {country}: one of {countries}

fact {operator}: party
    asks "Who uses it?"

clause no_police
    "No police"
    cites "1"
    prohibits
    when {operator}.kind is police and {operator}.{country} is {us}
"""
OLD_PARTY = {
    "kinds": "police, person",
    "country": "country",
    "countries": "us, france",
    "operator": "operator",
    "us": "us",
}


def _party(**changes: str) -> str:
    return PARTY.format_map({**OLD_PARTY, **changes})


# ---------------------------------------------------------------- facts of other types


def test_a_value_that_is_new_is_told_separately() -> None:
    """Cases with a value that the old version lacks are not compared; what the new version says of them is told."""
    found = _diff(_party(), _party(countries="us, france, spain"))
    assert found.verdict == "equivalent"
    assert found.compared.all == 4
    assert [(each.said, each.outcome, each.kinds, each.regions) for each in found.new_values] == [
        ("operator.country is spain", "permitted", (2, 2), (("operator.country is spain",),))
    ]
    assert [(each.name, each.how) for each in found.names] == [("operator.country", "it can be spain now")]
    assert not found.is_nothing
    assert found.differs


def test_a_value_that_is_gone_is_named_and_not_compared() -> None:
    """What the old version said of a value that is gone is no change of what the new one can be asked."""
    found = _diff(
        _party(), _party(countries="france, spain", us="france"), {"operator.country.us": "operator.country.spain"}
    )
    assert found.verdict == "incomparable"
    found = _diff(_party(countries="us, france, spain"), _party())
    assert found.verdict == "equivalent"
    assert [(each.name, each.how) for each in found.names] == [("operator.country", "it cannot be spain any more")]
    assert found.is_nothing


def test_a_value_that_became_a_group_stands_for_what_is_in_it() -> None:
    """Where `police` is told more finely, what was said of it is compared with what is said of each kind."""
    finer = "police (city_police, state_police), person"
    found = _diff(_party(), _party(kinds=finer))
    assert (found.verdict, found.compared.all) == ("equivalent", 4)
    assert [each.how for each in found.names] == ["`police` is told more finely now: city_police, state_police"]
    narrower = _party(kinds=finer).replace("is police", "is city_police")
    (change,) = _diff(_party(), narrower).changes
    assert change.regions == (("operator.kind is state_police", "operator.country is us"),)
    assert "operator.kind is police\n" in change.shown.scenario_before
    assert "operator.kind is state_police\n" in change.shown.scenario
    (back,) = _diff(narrower, _party()).changes
    assert "operator.kind is state_police\n" in back.shown.scenario_before
    assert "operator.kind is police\n" in back.shown.scenario


NUMBER = """
fact age: {type}
    asks "How old?"

clause minors
    "No minors"
    cites "1"
    prohibits
    when age is less than {limit}
"""


def _number(type_: str, limit: str = "18") -> str:
    return NUMBER.format(type=type_, limit=limit)


def test_numbers_out_of_the_old_bounds_are_told_separately() -> None:
    """Where the bounds grew, what lies between the old ones is compared, and the rest is told by itself."""
    found = _diff(_number("whole number from 10 to 99"), _number("whole number from 0 to 120"))
    assert found.verdict == "equivalent"
    assert {(each.said, each.outcome, each.regions) for each in found.new_values} == {
        ("age is not 10 to 99", "prohibited", (("age is less than 10",),)),
        ("age is not 10 to 99", "permitted", (("age is at least 100",),)),
    }
    assert [each.how for each in found.names] == ["it takes 0 to 120 now, and took 10 to 99"]


def test_numbers_out_of_the_new_bounds_are_left_out() -> None:
    """Where the bounds shrank, nothing is said of what cannot be given any more."""
    found = _diff(_number("number"), _number("number from 0 to 1000"))
    assert (found.verdict, found.new_values) == ("equivalent", ())
    assert [each.how for each in found.names] == ["it takes 0 to 1000 now, and took any number"]


def test_whole_numbers_are_compared_where_fractions_came() -> None:
    """Where one version takes fractions, whole numbers are compared, and that is said."""
    found = _diff(_number("whole number"), _number("number", limit="18.5"))
    (change,) = found.changes
    assert change.regions == (("age is 18",),)
    assert [each.how for each in found.names] == ["it takes fractions too now; compared are whole numbers"]


SET = """
fact goals: several of {goals}
    asks "What for?"

clause only_search
    "Only to search"
    cites "1"
    prohibits
    unless goals include only search
"""


def test_a_member_that_is_new_is_told_separately() -> None:
    """Sets without the new member are compared, those with it are told by themselves."""
    found = _diff(SET.format(goals="search, sort"), SET.format(goals="search, sort, track"))
    assert (found.verdict, found.compared.all) == ("equivalent", 4)
    assert [(each.said, each.outcome, each.kinds) for each in found.new_values] == [
        ("goals include track", "prohibited", (4, 4))
    ]


CAMERA = """
type camera: has
    mobile: yes or no

fact camera: {camera}
    asks "Which camera?"

clause no_mobile
    "No mobile cameras"
    cites "1"
    prohibits
    unless not camera.mobile
"""


def test_a_thing_that_can_be_absent_now_is_compared_where_it_is_there() -> None:
    """That a thing is absent could not be told before; what the new version says of it is told."""
    found = _diff(CAMERA.format(camera="camera"), CAMERA.format(camera="optional camera"))
    assert found.verdict == "equivalent"
    assert [(each.said, each.outcome) for each in found.new_values] == [("there is no camera", "permitted")]
    back = _diff(CAMERA.format(camera="optional camera"), CAMERA.format(camera="camera"))
    assert (back.verdict, back.new_values) == ("equivalent", ())
    assert [each.how for each in back.names] == ["it cannot be absent any more"]


def test_a_fact_of_another_kind_is_two_facts() -> None:
    """A fact that was a number and is yes or no is removed and added, and neither says anything of the other."""
    text = _number("whole number", "18").replace("age is less than 18", "age")
    found = _diff(_number("whole number"), text.replace("age: whole number", "age: yes or no"))
    assert [(each.name, each.status) for each in found.names] == [("age", "added"), ("age", "removed")]
    assert found.verdict == "incomparable"
    assert {each.regions for each in found.changes} == {
        (("not age", "age (before) is less than 18"),),
        (("age", "age (before) is at least 18"),),
    }


def test_a_fact_of_one_version_alone_does_not_matter_to_the_other() -> None:
    """The case that shows a change tells it to the version that asks for it, and the other's scenario leaves it out."""
    extra = (
        '\nfact night: yes or no\n\nclause at_night\n    "Not at night"\n    cites "2"\n    prohibits\n    when night\n'
    )
    (change,) = _diff(_number("whole number"), _number("whole number") + extra).changes
    assert change.regions == (("age is at least 18", "night"),)
    assert "night\n" in change.shown.scenario
    assert "night" not in change.shown.scenario_before.partition("\n")[2]


# ---------------------------------------------------------------- names


def test_renamed_facts_parts_and_values_are_the_same() -> None:
    """With all renames given, a policy under other names is equivalent, and its clauses stand in the same cases."""
    names = {
        "operator": "party",
        "operator.country": "party.state",
        "operator.country.us": "party.state.united_states",
    }
    new = _party(operator="party", country="state", countries="united_states, france", us="united_states")
    found = _diff(_party(), new, names)
    assert (found.verdict, found.compared.all) == ("equivalent", 4)
    assert {each.meaning for each in found.clauses} == {"same"}
    assert {(each.name, each.how) for each in found.names} == {
        ("party", "it was called `operator`"),
        ("party.state", "it was called `operator.country`"),
        ("party.state", "`us` is called `united_states` now"),
    }
    assert _diff(_party(), new).compared.all == 16


def test_a_value_is_renamed_wherever_its_type_is() -> None:
    """A type's name in a rename stands for every fact and part of the type."""
    text = "\ntype country: one of {us}, france\nfact a: country\nfact b: country\n{clause}"
    clause = 'clause ban\n    "No"\n    cites "1"\n    prohibits\n    when a is {us} and b is {us}\n'
    old, new = ((text + "").format(us=us, clause=clause.format(us=us)) for us in ("us", "united_states"))
    assert _diff(old, new, {"country.us": "country.united_states"}).compared == (0, 4)


def test_a_part_can_move_to_another_thing() -> None:
    """A part that is part of another thing now is the same part."""
    old = "\ntype thing: has\n    kind: one of a, b\n    big: yes or no\nfact x: thing\n" + _prohibits(
        "x.kind is a and x.big"
    )
    new = "\ntype other: has\n    kind: one of a, b\nfact y: other\nfact big: yes or no\n" + _prohibits(
        "y.kind is a and big"
    )
    found = _diff(old, new, {"x.kind": "y.kind", "x.big": "big"})
    assert (found.verdict, found.compared.all) == ("equivalent", 4)


def _prohibits(condition: str) -> str:
    return f'\nclause ban\n    "No"\n    cites "1"\n    prohibits\n    when {condition}\n'


@pytest.mark.parametrize(
    ("rename", "said", "helps"),
    [
        (
            {"operater": "operator"},
            "the old version has no fact, part or value `operater`",
            ("did you mean `operator`?",),
        ),
        ({"operator": "party"}, "the new version has no fact `party`", ()),
        (
            {"operator.kind": "operator.kin"},
            "the new version has no fact `operator.kin`",
            ("did you mean `operator.kind`?",),
        ),
        ({"operator.kind.police": "x.polic"}, "the new version has no value `x.polic`", ("did you mean `police`?",)),
        ({"operator": "operator.kind"}, "`operator` cannot be `operator.kind`: they are of different kinds", ()),
        ({"zzz": "y"}, "the old version has no fact, part or value `zzz`", ("give a fact, a part, or FACT.VALUE",)),
    ],
)
def test_a_name_that_is_not_there_is_refused(rename: dict[str, str], said: str, helps: tuple[str, ...]) -> None:
    """A rename names what the versions have, and things of one kind."""
    with pytest.raises(RenameError) as caught:
        _diff(_party(), _party(), rename)
    assert (str(caught.value), caught.value.helps) == (said, helps)


def test_a_part_of_what_can_be_absent_moves_with_its_thing_alone() -> None:
    """Out of an optional thing a part cannot be taken: where the thing is absent, it would be so of nothing."""
    new = "\nfact mobile: yes or no\n" + _prohibits("mobile")
    with pytest.raises(RenameError, match="is a part of something that can be absent"):
        _diff(CAMERA.format(camera="optional camera"), new, {"camera.mobile": "mobile"})


def test_facts_of_a_policy_with_another_name_are_the_same() -> None:
    """Two versions that bear different names declare the same facts where cases give them under the same names."""
    old, new = _policy(_number("whole number"), name="one"), _policy(_number("whole number", "16"), name="two")
    found = old.diff(new)
    (change,) = found.changes
    assert change.regions == (("age is from 16 to 17",),)
    assert ("name", "one", "two") in found.header


# ---------------------------------------------------------------- clauses and duties

CLAUSES = """
fact a: yes or no
fact b: yes or no

duty review "Somebody reviews it"
    fulfilled when b

advice care "Take care"

define either
    "One of the two"
    a or b

clause no_a
    "No a"
    cites "1"
    prohibits
    when a

clause reviewed
    "It is reviewed"
    cites "2"
    requires review
    when either

clause careful
    "With care"
    cites "3"
    recommends care
    when a

clause allowed
    "With b it is allowed"
    cites "4"
    exempts from no_a
    when b and a
"""


def test_words_and_meaning_are_told_apart() -> None:
    """A clause whose text alone changed, and one whose meaning alone did, are told as such."""
    found = _diff(CLAUSES, CLAUSES.replace('"No a"', '"Never a"').replace("a or b", "a and b"))
    words, meaning = _clause(found, "no_a"), _clause(found, "reviewed")
    assert (words.meaning, words.words, words.is_same) == ("same", ("summary",), False)
    assert (meaning.meaning, meaning.words, meaning.lost) == ("changed", (), (2, 4))
    assert [(each.name, each.how) for each in found.names] == [("either", "it holds in other cases")]


def test_a_clause_under_another_name_is_recognised() -> None:
    """A clause that stands in the same cases with the same effect, alone in that, is told to have another name."""
    found = _diff(CLAUSES, CLAUSES.replace("clause no_a", "clause never_a").replace("from no_a", "from never_a"))
    clause = _clause(found, "never_a")
    assert (clause.called_before, clause.meaning, clause.words) == ("no_a", "same", ())
    assert found.other_grounds == ()
    assert found.is_nothing


def test_a_change_of_exceptions_alone_is_told_as_such() -> None:
    """A clause that is no longer excepted applies as before by itself, and stands in more cases."""
    found = _diff(CLAUSES, CLAUSES.replace("exempts from no_a", "exempts from no_b") + CLAUSES_MORE)
    clause = _clause(found, "no_a")
    assert (clause.meaning, clause.own, clause.gained) == ("changed", "same", (1, 4))


CLAUSES_MORE = '\nclause no_b\n    "No b"\n    cites "5"\n    prohibits\n    when b and a\n'


def test_duties_and_advice_are_told_with_a_case() -> None:
    """A duty due in fewer cases, and advice in more, are told with where, and shown."""
    new = CLAUSES.replace("    requires review\n    when either", "    requires review\n    when a")
    new = new.replace("recommends care\n    when a", "recommends care\n    when either")
    found = _diff(CLAUSES, new)
    (duty,), (advice,) = found.duties, found.advice
    assert (duty.name, duty.lost, duty.gained, duty.gained_in) == ("review", (1, 4), (0, 0), ())
    assert duty.lost_in is not None
    assert len(duty.lost_in) == 1
    assert duty.shown is not None
    assert "b\n" in duty.shown.scenario
    assert (advice.name, advice.gained, advice.lost_in) == ("care", (1, 4), ())
    assert found.verdict == "equivalent"
    assert not found.is_nothing


def test_a_duty_fulfilled_otherwise_is_told() -> None:
    """A duty that is due as before, and fulfilled in other cases, is told."""
    (duty,) = _diff(CLAUSES, CLAUSES.replace("fulfilled when b", "fulfilled when a")).duties
    assert (duty.gained.affected, duty.lost.affected, duty.restated) == (0, 0, (2, 4))
    assert duty.shown is None


def test_what_is_declared_is_told() -> None:
    """Duties, advice, definitions and lines of the header that were added, removed or changed are named."""
    new = CLAUSES.replace("Somebody reviews it", "A person reviews it").replace("either", "one_of_both")
    found = _policy(CLAUSES).diff(
        policylang.loads(HEADER.format(name="terms").replace('"Terms"', '"New terms"') + new, name="terms.pol")
    )
    assert {(each.kind, each.name, each.status) for each in found.names} == {
        ("duty", "review", "changed"),
        ("definition", "one_of_both", "added"),
        ("definition", "either", "removed"),
    }
    assert found.header == (("title", "Terms", "New terms"),)


ALWAYS = '\nalways so "It is so"\n    if a\n    then not b\n'


def test_cases_that_can_no_longer_be_are_counted() -> None:
    """Where a line of `always` came, cases that it rules out are not compared, and are counted."""
    found = _diff(CLAUSES, CLAUSES.replace("clause allowed", "clause allowed_b") + ALWAYS)
    assert (found.compared.all, found.possible_before, found.possible_after.affected) == (3, (1, 4), 0)
    assert found.differs


# ---------------------------------------------------------------- what is shown


def test_each_scenario_passes_in_the_file_that_it_is_for() -> None:
    """The case of a group, pasted into either version, is decided there as it says."""
    old, new = _party(countries="us, france, spain"), _party(kinds="police (city, state), person", us="france")
    found = _diff(old, new)
    assert {len(found.changes), found.verdict} == {2, "incomparable"}
    for change in found.changes:
        for text, scenario in ((old, change.shown.scenario_before), (new, change.shown.scenario)):
            (result,) = _policy(f"{text}\n{scenario}").test()
            assert result.passed


def test_many_groups_are_told_by_their_first_clause() -> None:
    """Where the sets of clauses are too many, groups go by the first that stands, and cover the same cases."""
    facts = "".join(f"fact f{n}: yes or no\n" for n in range(8))
    clauses = "".join(_prohibits(f"f{n}").replace("clause ban", f"clause no_{n}") for n in range(8))
    found = _diff(f"\n{facts}", f"\n{facts}{clauses}")
    assert [each.after.clauses[0].name for each in found.changes] == [f"no_{n}" for n in range(8)]
    assert all(each.after.and_more for each in found.changes)
    assert sum(each.kinds.affected for each in found.changes) == found.compared.affected == 255


def test_what_the_reference_does_not_confirm_is_never_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    """A finding that a replay refutes is a fault of the program."""
    monkeypatch.setattr(diffing, "is_by", lambda _ground, _keys: lambda _decision: False)
    with pytest.raises(InternalError, match="does not confirm"):
        _diff(_number("whole number"), _number("whole number", "16"))


# ---------------------------------------------------------------- limits


def test_outcomes_that_are_too_large_are_said_not_to_be_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the limit is met, clauses are compared one by one, and it is said that outcomes were not."""

    def too_large(_half: Half, _area: int) -> int:
        raise DiagramTooLargeError

    monkeypatch.setattr(Half, "verdict_within", too_large)
    found = _diff(CLAUSES, CLAUSES.replace("prohibits\n    when a", "prohibits\n    when b"))
    assert (found.verdict, found.changes, found.undecided) == (None, (), (diffing.NOT_AS_WHOLES,))
    assert (_clause(found, "no_a").meaning, _clause(found, "no_a").gained) == ("changed", (1, 4))
    assert _clause(found, "reviewed").meaning == "same"
    assert not found.is_nothing


def test_outcomes_too_large_as_wholes_are_compared_where_something_moved(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the outcome of all cases has no diagram, that of the cases which a changed clause reaches may have one."""
    monkeypatch.setattr(from_semantics, "MOST_NODES_A_VERDICT", 0)
    found = _diff(CLAUSES, CLAUSES.replace("prohibits\n    when a", "prohibits\n    when b"))
    assert [(each.after.outcome, each.kinds) for each in found.changes] == [
        ("prohibited", (1, 4)),
        ("permitted", (1, 4)),
    ]
    assert (found.stays, found.indifferent) == ((), None)
    assert len(found.undecided) == 1


def test_clauses_that_are_too_large_are_compared_as_they_are_written(monkeypatch: pytest.MonkeyPatch) -> None:
    """A clause without a diagram is the same where it is written the same, and else not compared."""
    monkeypatch.setattr(diffing, "MOST_STEPS", 0)
    found = _diff(_number("whole number"), _number("whole number", "16"))
    assert found.verdict is None
    assert found.undecided


def test_regions_that_are_too_many_give_way_to_what_they_have_in_common(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where regions are too many to tell, it is told what is so in all of them."""
    monkeypatch.setattr(clauses_compared.said_regions, "__kwdefaults__", {"most": 1})
    facts = "".join(f"fact {each}: yes or no\n" for each in "abcd")
    (change,) = _diff(f"\n{facts}", f"\n{facts}{_prohibits('at least 2 of (a; b; c) and d')}").changes
    assert change.regions is None
    assert change.within == ("d",)


def test_confirming_needs_a_case() -> None:
    """That nothing shows a change would be a fault of the program."""
    comparison = diffing.between(subject(_policy(CLAUSES).resolved), dt.date(2024, 1, 1), dt.date(2024, 1, 2))
    with pytest.raises(InternalError):
        comparison.confirming.confirm(0, lambda _: True, lambda _: True)
