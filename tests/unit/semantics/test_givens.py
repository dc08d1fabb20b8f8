"""Givens put together: later lines replace earlier ones, by the rules of the language's page."""

from policylang.semantics.givens import Givens
from policylang.semantics.knowledge import Members, OneOfThese, Presence
from policylang.semantics.policy import Path

AGE, SET, CAMERA = Path("v.age"), Path("v.functions"), Path("v.camera")
MOUNT = CAMERA.part("mount")


def test_a_later_value_replaces_an_earlier() -> None:
    """A value given twice is the later one, and `forget` takes it back."""
    givens = Givens()
    givens.value(AGE, ["a"])
    givens.value(AGE, ["b", "c"])
    assert givens.known == {AGE: OneOfThese(frozenset({"b", "c"}))}
    givens.forget(AGE)
    assert givens.known == {}


def test_members_are_replaced_one_by_one() -> None:
    """`include` and `do not include` add to what is known of a set; `are` says all of it."""
    givens = Givens()
    givens.include(SET, ["a", "b"])
    givens.include(SET, ["b", "c"], negated=True)
    assert givens.known[SET] == Members(frozenset({"a"}), frozenset({"b", "c"}))
    givens.members(SET, ["d"])
    givens.include(SET, ["e"])
    assert givens.known[SET] == Members(frozenset({"d", "e"}), closed=True)


def test_a_part_makes_its_thing_present() -> None:
    """A part that is given says that the optional thing is there; an absent thing has no parts."""
    givens = Givens([CAMERA])
    givens.value(MOUNT, ["mobile"])
    assert givens.known[CAMERA] == Presence(present=True)
    givens.presence(CAMERA, present=False)
    assert givens.known == {CAMERA: Presence(present=False)}
    givens.value(MOUNT, ["mobile"])
    assert givens.known == {CAMERA: Presence(present=True), MOUNT: OneOfThese(frozenset({"mobile"}))}


def test_a_thing_like_an_example_is_that_and_nothing_else() -> None:
    """What earlier lines said of the thing is dropped, so that no part of another example is left behind."""
    givens = Givens([CAMERA])
    givens.value(MOUNT, ["mobile"])
    givens.value(AGE, ["a"])
    given = OneOfThese(frozenset({"controlled"}))
    givens.add({Path("", ("environment",)): given}, at=CAMERA)
    assert givens.known == {
        AGE: OneOfThese(frozenset({"a"})),
        CAMERA: Presence(present=True),
        CAMERA.part("environment"): given,
    }


def test_an_example_replaces_line_by_line() -> None:
    """An example without a type is like its lines written out."""
    givens = Givens([CAMERA])
    givens.members(SET, ["a", "b"])
    givens.value(MOUNT, ["mobile"])
    givens.add({SET: Members(frozenset({"c"}), frozenset({"a"})), CAMERA: Presence(present=False)})
    assert givens.known == {
        SET: Members(frozenset({"b", "c"}), frozenset({"a"}), closed=True),
        CAMERA: Presence(present=False),
    }
