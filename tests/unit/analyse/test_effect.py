"""What a draft does to a policy: each fact that is told of it, and what is said where a limit is met."""

import datetime as dt
from typing import Never

import pytest

import policylang
from policylang.analyse import witness
from policylang.analyse.ask import effect_clauses, effect_meetings
from policylang.analyse.ask.effect import Effect
from policylang.analyse.ask.effect_clauses import Covered, Drafted, DraftedClauses
from policylang.analyse.check.meeting import _Search
from policylang.analyse.compare import effect as comparing
from policylang.analyse.compare.diff import NOT_AS_WHOLES, Limits
from policylang.analyse.compare.difference import Case
from policylang.analyse.subject import Kinds
from policylang.diagnostics.errors import InternalError
from policylang.diagram.manager import DiagramTooLargeError
from policylang.semantics.policy import Period

TERMS = """
policy terms
    title "Terms"
    otherwise permitted
    conflicts prohibition prevails

fact age: whole number from 0 to 20
fact paying: yes or no
fact use: one of private, business, other_use

define minor
    "Somebody under age"
    age is at most 17

duty report "Report it"
duty keep "Keep it"
advice think "Think it over"

clause minors
    "No minors"
    prohibits
    when minor

clause partners
    "Partners may"
    permits
    when paying and use is business

clause reports
    "Who pays is reported"
    requires report
    when paying
"""
NEW = '\nclause new\n    "What is new"\n    '


def _effect(after: str, *changed: str, before: str = TERMS, on: str | None = None, **case: object) -> Effect:
    return policylang.loads(before).effect(policylang.loads(after), changed=changed, on=on, case=case)


def _drafted(lines: str, *, on: str | None = None) -> Drafted:
    (found,) = _effect(TERMS + NEW + lines, "new", on=on).drafted
    return found


# ---------------------------------------------------------------- decisions


def test_outcomes_are_told_in_groups_each_with_a_case() -> None:
    """What changes from what to what is told by the clauses, in so many kinds of case, with the smallest one."""
    found = _effect(TERMS + NEW + "prohibits\n    when use is not private\n", "new").difference
    assert found is not None
    assert found.verdict == "stricter"
    assert found.compared == Kinds(4, 12)
    told = [
        (each.before.outcome, each.before.names, each.after.outcome, each.after.names, each.kinds, each.shown.given)
        for each in found.changes
    ]
    assert told == [
        ("permitted", (), "prohibited", ("new",), Kinds(3, 12), ("age is 18", "not paying", "use is business")),
        ("permitted", ("partners",), "prohibited", ("new",), Kinds(1, 12), ("age is 18", "paying", "use is business")),
    ]
    assert found.changes[0].regions is None
    assert found.regrounded == Kinds(4, 12)


def test_a_duty_is_told_that_is_due_elsewhere() -> None:
    """Duties that become due, and those that are no longer, are counted, each with a case."""
    found = _effect(TERMS.replace("requires report", "requires keep"), "reports").difference
    assert found is not None
    assert not found.changes
    told = [
        (each.name, each.gained.affected, each.lost.affected, each.shown and each.shown.given) for each in found.due
    ]
    assert told == [("keep", 4, 0, ("paying",)), ("report", 0, 4, ("paying",))]


def test_advice_is_told_that_is_given_elsewhere() -> None:
    """Advice is told as duties are."""
    found = _effect(TERMS + NEW + "recommends think\n    when minor\n", "new").difference
    assert found is not None
    assert [(each.name, each.gained, each.lost.affected) for each in found.advice] == [("think", Kinds(4, 8), 0)]


def test_a_clause_is_told_that_the_draft_excepts() -> None:
    """A clause that stands elsewhere is told with how much it lost, and in how many kinds of case it stands now."""
    found = _effect(TERMS + NEW + "exempts from minors\n    when age is at most 12\n", "new")
    (moved,) = found.moved
    assert (moved.change.name, moved.change.gained.affected, moved.change.lost) == ("minors", 0, Kinds(4, 12))
    assert moved.stands == Kinds(4, 12)
    assert not found.drafted[0].overlaps.all


def test_a_changed_definition_moves_the_clauses_that_use_it() -> None:
    """With no clause drafted, the clauses that stand elsewhere are told, and the definition as changed."""
    found = _effect(TERMS.replace("at most 17", "at most 15"), "minor")
    assert not found.drafted
    assert [(each.change.name, each.change.lost.affected) for each in found.moved] == [("minors", 4)]
    assert found.difference is not None
    assert [(each.kind, each.name, each.status) for each in found.difference.names] == [
        ("definition", "minor", "changed")
    ]


def test_a_clause_taken_away_is_told_as_removed() -> None:
    """A clause that is gone stands nowhere now; it is none of the drafted ones."""
    found = _effect(TERMS.partition("\nclause reports")[0], "reports")
    (moved,) = found.moved
    assert (moved.change.name, moved.change.meaning, moved.change.lost.affected, moved.stands) == (
        "reports", "removed", 4, None,
    )  # fmt: skip
    assert not found.drafted


def test_what_cannot_be_any_more_is_counted() -> None:
    """With a new `always` no outcome changes, but some cases cannot be: that is not nothing."""
    line = 'always paid "Business pays"\n    if use is business\n    then paying\n'
    found = _effect(TERMS + "\n" + line, "paid")
    assert found.difference is not None
    assert (found.difference.verdict, found.difference.possible_before) == ("equivalent", Kinds(2, 8))
    assert not found.is_nothing


def test_cases_with_a_new_value_are_told_apart() -> None:
    """What is decided where a fact has a value that it could not have is told; it is a draft of a fact."""
    found = _effect(TERMS.replace("business,", "business, school,"), "use")
    assert found.difference is not None
    assert [(each.said, each.outcome, each.kinds) for each in found.difference.new_values] == [
        ("use is school", "prohibited", Kinds(2, 4)),
        ("use is school", "permitted", Kinds(2, 4)),
    ]


def test_nothing_changes_by_what_decides_nothing() -> None:
    """A duty that nothing requires changes no decision."""
    assert _effect(TERMS + '\nduty idle "Idle"\n', "idle").is_nothing


def test_something_changes_where_an_outcome_is_by_another_clause() -> None:
    """Where every outcome stays and some are by other clauses, the effect is not nothing."""
    found = _effect(TERMS + NEW + "prohibits\n    when minor\n", "new")
    assert found.difference is not None
    assert found.difference.is_nothing
    assert not found.is_nothing


def test_only_given_cases_are_looked_at() -> None:
    """What is given holds of all cases that are counted."""
    (found,) = _effect(TERMS + NEW + "prohibits\n    when use is business\n", "new", paying=True).drafted
    assert found.stands == Kinds(2, 4)
    assert found.conflicts.shown[0].kinds == Kinds(2, 4)


# ---------------------------------------------------------------- drafted clauses


def test_a_clause_that_never_applies_is_said_to() -> None:
    """A clause with lines that contradict each other applies on no day, whatever the case."""
    found = _drafted("prohibits\n    when paying and not paying\n")
    assert (found.never_applies, found.applies, found.case) == (True, Kinds(0, 8), None)


def test_a_clause_out_of_force_is_said_to_be() -> None:
    """On a day before its time a clause applies in no case, but it does not never apply."""
    found = _drafted("prohibits\n    in force from 2030-01-01\n    when paying\n", on="2024-01-01")
    assert (found.in_force, found.never_applies, found.applies) == (False, False, Kinds(0, 8))
    assert [str(each.start) for each in found.times] == ["2030-01-01"]
    assert _drafted("prohibits\n    in force from 2030-01-01\n", on="2031-01-01").in_force


def test_the_day_is_that_of_the_cases() -> None:
    """The cases of a dated policy are told on the day that was asked."""
    found = _drafted("prohibits\n    in force before 2030-01-01\n    when paying\n", on="2024-01-01")
    assert found.times == (Period(None, dt.date(2030, 1, 1)),)
    assert found.case == Case(("paying",), dt.date(2024, 1, 1))
    assert found.conflicts.shown[0].case.day == dt.date(2024, 1, 1)
    assert found.redundant is None


def test_a_conflict_is_told_with_what_settles_it() -> None:
    """A clause with the other effect that stands in a case with the draft is in conflict; the policy says who wins."""
    found = _drafted("prohibits\n    when paying\n")
    (met,) = found.conflicts.shown
    assert (met.name, met.effect, met.kinds, met.lies) == ("partners", "permits", Kinds(2, 8), "around")
    assert met.case.given == ("paying", "use is business")
    assert met.prevails == "new"


def test_a_conflict_may_be_settled_by_nothing() -> None:
    """Where the policy does not say which effect prevails, nothing settles the conflict."""
    open_terms = TERMS.replace("    conflicts prohibition prevails\n", "")
    before = open_terms.replace("clause minors", "clause minors_only").replace(
        "when minor", "when minor and not paying"
    )
    found = _effect(before + NEW + "prohibits\n    when paying\n", "new", before=before)
    (met,) = found.drafted[0].conflicts.shown
    assert (met.name, met.prevails) == ("partners", None)


@pytest.mark.parametrize(
    ("when", "lies", "kinds"),
    [
        ("age is at most 12", "within", 4),
        ("minor", "the same", 4),
        ("age is at most 18", "around", 4),
        ("paying", "in part", 2),
    ],
)
def test_an_overlap_is_told_with_how_it_lies(when: str, lies: str, kinds: int) -> None:
    """A clause of the same effect overlaps the draft, as a part of it, all of it, or neither."""
    found = _drafted(f"prohibits\n    when {when}\n")
    (met,) = found.overlaps.shown
    assert (met.name, met.lies, met.kinds.affected) == ("minors", lies, kinds)
    assert found.overlaps.left_out == 0


def test_clauses_that_require_other_duties_do_not_overlap() -> None:
    """A clause that requires a duty overlaps another where both require one of the same."""
    assert _drafted("requires keep\n    when paying\n").overlaps.all == 0
    assert _drafted("requires keep, report\n    when paying\n").overlaps.all == 1


def test_a_redundant_draft_is_told_with_what_makes_it_so() -> None:
    """A draft that says what another clause says changes no decision by it."""
    assert _drafted("prohibits\n    when age is at most 12\n").redundant == Covered("new", ("minors",))
    assert _drafted("permits\n    when not paying\n").redundant == Covered("new", ())
    found = _effect(TERMS + NEW + "permits\n    subject to minors\n    when minor\n", "new")
    assert found.drafted[0].redundant == Covered("new", ("minors",), is_lifted=True)


def test_a_draft_makes_a_clause_redundant() -> None:
    """A wider draft makes a clause redundant that mattered before, and one that it lifts wherever that applies."""
    found = _drafted("prohibits\n    when age is at most 18\n")
    assert found.makes_redundant.shown == (Covered("minors", ("new",)),)
    found = _drafted("exempts from minors\n    when age is at most 18\n")
    assert found.makes_redundant.shown == (Covered("minors", ("new",), is_lifted=True),)
    assert found.makes_redundant.left_out == 0


def test_a_part_stands_for_its_clauses() -> None:
    """The name of a part tells of all its clauses; a name of nothing is passed over."""
    part = '\npart more "More"\n    clause one\n        "One"\n        permits\n        when paying\n'
    part += '    clause two\n        "Two"\n        permits\n        when not paying\n'
    found = _effect(TERMS + part, "more", "nothing_of_this_name")
    assert [each.name for each in found.drafted] == ["one", "two"]


def test_many_meetings_are_counted_and_the_first_few_shown() -> None:
    """Of many clauses that a draft meets, those are shown that it meets in the most kinds of case; all are counted."""
    many = "".join(f'\nclause c{n}\n    "C{n}"\n    permits\n    when age is at least {n}\n' for n in range(8))
    found = _effect(TERMS + many + NEW + "prohibits\n", "new", before=TERMS + many).drafted[0]
    assert [each.name for each in found.conflicts.shown] == ["c0", "c1", "c2", "c3", "c4"]
    assert (found.conflicts.all, found.conflicts.left_out) == (9, 4)


# ---------------------------------------------------------------- limits


def test_outcomes_that_are_too_large_are_said_to_be(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where outcomes cannot be compared within the limit, that is said, and the effect is not nothing."""
    monkeypatch.setattr(comparing, "LIMITS", Limits(nodes=0, steps=0, parts=8))
    found = _effect(TERMS + NEW + "prohibits\n    when age is at most 3 and paying\n", "new")
    assert found.difference is not None
    assert found.difference.verdict is None
    assert NOT_AS_WHOLES in found.undecided
    assert not found.is_nothing


def _too_large(*_: object, **__: object) -> Never:
    raise DiagramTooLargeError


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("_where", "where `new` applies and stands"),
        ("_redundant", "whether `new` changes a decision"),
        ("_idle", "which clauses `new` makes redundant"),
    ],
)
def test_what_is_not_decided_of_a_draft_is_said(question: str, said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a question about a drafted clause takes too many steps, it is named and nothing is guessed."""
    monkeypatch.setattr(DraftedClauses, question, _too_large)
    found = _effect(TERMS + NEW + "prohibits\n    when age is at most 12\n", "new")
    assert found.undecided == (said,)
    assert (found.drafted[0].applies is None) == (question == "_where")
    assert (found.drafted[0].redundant is None) == (question != "_idle")


def test_a_clause_of_which_it_is_not_known_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where it is not known of one clause whether the draft makes it redundant, that clause is named."""
    monkeypatch.setattr(DraftedClauses, "_mattered", _too_large)
    found = _effect(TERMS + NEW + "prohibits\n    when age is at most 18\n", "new")
    assert found.undecided == (
        "whether `minors` changes a decision with the draft",
        "whether `partners` changes a decision with the draft",
    )
    assert found.drafted[0].makes_redundant.all == 0


def test_of_very_many_clauses_it_is_said_that_not_all_are_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of more clauses than are tried it is said how many are not."""
    monkeypatch.setattr(effect_clauses, "MOST_TRIED", 1)
    found = _effect(TERMS + NEW + "prohibits\n", "new")
    assert found.undecided == ("whether `new` makes 2 more clauses redundant",)


def test_meetings_that_are_not_decided_are_said(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where it is not known which clauses a draft meets, that is said; the same of those that are left open."""
    lines = TERMS + NEW + "prohibits\n    when paying\n"
    with monkeypatch.context() as patch:
        patch.setattr(effect_meetings, "meetings", _too_large)
        assert _effect(lines, "new").undecided == ("which clauses `new` stands together with",)
    with monkeypatch.context() as patch:
        patch.setattr(_Search, "candidates", lambda *_: (0, 0b111))
        patch.setattr(_Search, "checked", lambda *_: (0, 0b111))
        assert _effect(lines, "new").undecided == ("whether `new` stands together with `minors` and `partners`",)
    monkeypatch.setattr(effect_meetings, "_lies", _too_large)
    found = _effect(lines, "new")
    assert found.undecided == (
        "in which cases `new` stands together with `partners`",
        "in which cases `new` stands together with `minors`",
    )
    assert (found.drafted[0].conflicts.all, found.drafted[0].conflicts.shown) == (1, ())


def test_where_it_is_not_known_which_cases_can_be_nothing_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the cases that are possible nothing is compared, and that is said."""
    monkeypatch.setattr(comparing, "prepared", _too_large)
    found = _effect(TERMS + NEW + "prohibits\n", "new")
    assert found == Effect(None, undecided=("which cases are possible: what cannot be otherwise is too large",))
    assert not found.is_nothing


def test_a_finding_that_the_reference_does_not_confirm_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    """A clause that is said to stand, or never to apply, and does not so by the reference, is never shown."""
    with monkeypatch.context() as patch:
        patch.setattr(witness, "stands", lambda *_: False)
        with pytest.raises(InternalError, match="does not confirm"):
            _drafted("requires keep\n    when paying\n")
    monkeypatch.setattr(effect_clauses, "says", lambda *_: True)
    with pytest.raises(InternalError, match="never applies"):
        _drafted("prohibits\n    when paying and not paying\n")
