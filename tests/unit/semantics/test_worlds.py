"""Cells: of every fact so many values as the policy can tell apart, and answers put together."""

import datetime as dt
from decimal import Decimal

import pytest

import policylang
from policylang.diagnostics.errors import CaseError
from policylang.semantics.knowledge import Knowledge, Known, Members, OneOfThese, Presence
from policylang.semantics.policy import Any, Clause, Path, Policy, Within
from policylang.semantics.types import Fact, Number, Slot
from policylang.semantics.worlds import Answer, Case, Doubt, Variable, World, counted, every, opposite, some

TEXT = """policy p
    otherwise permitted

type party: has
    kind: one of police (city, state), company, person, robot
    tall: yes or no
type camera: has
    on: yes or no
    lens: optional lens
type lens: has
    wide: yes or no

fact kind: one of police (city, state), company, person, robot
fact uses: several of face (verify, identify), audio, text, video
fact age: whole number from 0 to 120
fact share: number
fact born: date
fact note: text
fact camera: optional camera
fact closed: several of one_thing, other_thing

clause x
    "s"
    prohibits
    when any of
        kind is police
        kind is one of state, company
        uses include face
        uses include only audio
        age is at least 18
        share is from 0.5 to 1
        born is before 2000-01-01
        note is "a"
        camera.lens.wide
        closed include only one_thing
        closed include other_thing
"""
DAY = dt.date(2024, 5, 2)


def case(**known: Known) -> Case:
    """Return a case of the policy, of which so much is known."""
    resolved = policylang.loads(TEXT).resolved
    return Case([resolved], Knowledge({path(name): each for name, each in known.items()}), DAY)


def path(text: str) -> Path:
    """Return a path from `camera_lens`."""
    fact, *parts = text.split("_")
    return Path(f"p.{fact}", tuple(parts))


def test_leaves_are_cut_where_tests_tell_them_apart() -> None:
    """`city`, `state`, `company` and the rest; the two that no test names are one cell."""
    assert case().value(path("kind")).order == ("city", "state", "company", "person")


def test_a_group_given_leaves_the_cells_under_it() -> None:
    """Knowledge narrows the cells."""
    assert case(kind=OneOfThese(frozenset({"city", "robot"}))).value(path("kind")).order == ("city", "robot")
    assert case(kind=OneOfThese(frozenset({"person", "robot"}))).value(path("kind")).order == ("person",)


@pytest.mark.parametrize(
    ("name", "cells"),
    [
        ("age", (Decimal(0), Decimal(18))),
        ("share", (Decimal("-0.5"), Decimal("0.5"))),
        ("born", (dt.date(1999, 12, 31), dt.date(2000, 1, 1))),
        ("note", ("a", "a…")),
    ],
)
def test_numbers_dates_and_texts_are_cut_at_the_constants(name: str, cells: tuple[object, ...]) -> None:
    """One value stands for each stretch that every test treats alike."""
    order = case().value(path(name)).order
    assert order == cells
    assert len(order) == 2


def test_where_very_much_is_compared_values_alike_stay_apart() -> None:
    """A thousand bounds of one number are a thousand cuts: more cells than needed, and none too few."""
    bounds = [Within(Path("v.n"), low=Decimal(n)) for n in range(1_000)]
    fact = Fact("v", "n", Slot(Number(whole=False)))
    clause = Clause("x", "s", "prohibits", when=Any(tuple(bounds)))
    large = Case([Policy("p", "permitted", (clause,), facts={"n": fact})], Knowledge(), DAY)
    assert len(large.value(Path("v.n")).order) == 2_001


def test_a_case_that_leaves_no_value_is_refused() -> None:
    """Nothing can be completed from nothing."""
    with pytest.raises(CaseError, match=r"no value is left for `p\.kind`"):
        case(kind=OneOfThese(frozenset())).value(path("kind"))


def test_a_variable_shows_what_it_is() -> None:
    """For whoever debugs the meaning."""
    assert repr(case().value(path("camera_on"))) == "<p.camera.on>"
    assert repr(case().members(path("uses"))["identify"]) == "<p.uses has verify>"


def test_members_are_told_apart_as_leaves_are() -> None:
    """`verify` and `identify` are asked for together, so they are one member; so are those that nothing names."""
    members = case().members(path("uses"))
    assert members["verify"] is members["identify"]
    assert members["text"] is members["video"]
    assert len(set(members.values())) == 3


def test_there_is_no_anything_else_where_all_are_named() -> None:
    """Members that the policy never names count as one more, if there are any."""
    assert len(set(case().members(path("closed")).values())) == 2


@pytest.mark.parametrize(
    ("known", "leaf", "left"),
    [
        (Members(), "verify", {True, False}),
        (Members(included=frozenset({"identify"})), "verify", {True}),
        (Members(excluded=frozenset({"identify"})), "verify", {True, False}),
        (Members(excluded=frozenset({"identify", "verify"})), "verify", {False}),
        (Members(included=frozenset({"audio"}), closed=True), "verify", {False}),
        (Members(included=frozenset({"video"}), closed=True), "text", {True}),
    ],
)
def test_what_is_known_of_members_is_known_of_those_told_alike(known: Members, leaf: str, left: set[bool]) -> None:
    """One known in puts them in; all known out keep them out."""
    assert case(uses=known).members(path("uses"))[leaf].cells == left


def test_who_tells_a_part_tells_that_the_thing_is_there() -> None:
    """Presence follows from what is known below, unless the thing is said to be absent."""
    assert case().presence(path("camera")).cells == {True, False}
    assert case(camera_on=OneOfThese(frozenset({True}))).presence(path("camera")).cells == {True}
    assert case(camera_lens=Presence(present=False)).presence(path("camera")).cells == {True}
    assert case(camera=Presence(present=False)).presence(path("camera")).cells == {False}


def test_presences_are_asked_from_the_outside_in() -> None:
    """A test of a part of a part depends on both being there."""
    things = case().things(path("camera_lens_wide"))
    assert [thing.path for thing in things] == [path("camera"), path("camera_lens")]


def test_a_narrower_world_keeps_what_is_settled() -> None:
    """What holds of all completions holds of some of them; what was in doubt is asked again."""
    start = World(case())
    variable = start.case.value(path("kind"))
    start.answers = {"settled": True, "open": Doubt(variable, frozenset(), frozenset())}
    start.case.steps_left = 100
    narrower = start.where(variable, frozenset({"city"}))
    assert narrower.answers == {"settled": True}
    assert narrower.left(variable) == {"city"}
    assert start.left(variable) == variable.cells


V = Variable(Path("f"), (True, False))
DOUBT = Doubt(V, frozenset({True}), frozenset({False}))


@pytest.mark.parametrize(
    ("answers", "all_hold", "one_holds"),
    [
        ((), True, False),
        ((True, True), True, True),
        ((True, False), False, True),
        ((DOUBT, False), False, DOUBT),
        ((DOUBT, True), DOUBT, True),
        ((DOUBT,), DOUBT, DOUBT),
    ],
)
def test_one_answer_can_decide_whatever_is_in_doubt(
    answers: tuple[Answer, ...], all_hold: Answer, one_holds: Answer
) -> None:
    """A no settles `every`, a yes settles `some`."""
    assert every(answers) == all_hold
    assert some(answers) == one_holds


@pytest.mark.parametrize(
    ("answers", "number", "exactly", "expected"),
    [
        ((True, True, False), 2, False, True),
        ((True, True, True), 2, True, False),
        ((True, False, False), 2, False, False),
        ((True, DOUBT, False), 2, False, DOUBT),
        ((True, True, DOUBT), 2, False, True),
        ((True, True, DOUBT), 2, True, DOUBT),
        ((True, False, False), 1, True, True),
    ],
)
def test_counts_are_settled_as_early_as_they_can_be(
    answers: tuple[Answer, ...],
    number: int,
    exactly: bool,  # noqa: FBT001
    expected: Answer,
) -> None:
    """At least, or exactly, so many: what is in doubt matters only where it can tip the count."""
    assert counted(answers, number, exactly=exactly) == expected


def test_the_opposite_of_a_doubt_has_its_sides_exchanged() -> None:
    """The side that helps becomes the side that does not."""
    assert opposite(DOUBT) == Doubt(V, frozenset({False}), frozenset({True}))
    assert opposite(answer=True) is False
