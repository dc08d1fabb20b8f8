"""Exceptions that change nothing."""

from unit.analyse.finding import analysed, found, large, sides, written

from policylang.analyse.check.exception import idle_exceptions

BASE = """
clause base
    "The rule"
    prohibits
    when a

clause lifts
    "Lifts it"
    exempts from base
    when b
"""


def test_clauses_that_never_meet_are_an_error() -> None:
    """What keeps them apart is marked, and a case shows the one without the other."""
    text = written(f'{BASE}\nclause apart\n    "Apart"\n    exempts from base\n    when c and not a\n')
    (error,) = found(text, "P0310")
    assert error.message == "`apart` and `base` never meet: in no case does the one stand where the other applies"
    assert [label.place.source.at(label.place.span) for label in error.others] == ["a", "a"]
    assert error.notes == ("for example: a: here `base` applies, and `apart` does not stand",)


def test_a_clause_that_is_always_lifted_never_bites() -> None:
    """A clause excepts nothing where it does not stand itself; the one that lifts it is marked."""
    text = written(
        f"""
{BASE}
clause again
    "Applies, and never stands"
    permits
    despite base
    subject to lifts
    when b and c
"""
    )
    (error,) = found(text, "P0310")
    assert error.message.startswith("`again` and `base` never meet")
    assert "prevails over `again`" in [label.text for label in error.others]


def test_an_exception_within_another_is_a_warning_that_names_it() -> None:
    """Where it lifts, the other lifts already; those that are not needed for that are not named."""
    text = written(
        f"""
{BASE}
clause elsewhere
    "Elsewhere"
    exempts from base
    when age is at least 100

clause within
    "Within"
    exempts from base
    when b and c
"""
    )
    (warning,) = found(text, "P0505")
    assert warning.message == "`within` meets `base` only where `lifts` lifts it already"
    assert warning.notes == ("for example: a, b, c: here `within` stands, and so does `lifts`",)
    assert [label.text for label in warning.others] == ["lifts `base` as well"]


def test_of_two_that_are_alike_the_later_is_told() -> None:
    """Either could go, and not both: one is told, so that all that are told can be taken out."""
    text = written(f'{BASE}\nclause again\n    "Again"\n    exempts from base\n    when b\n')
    idle = idle_exceptions(analysed(text))
    assert [(pair.by, covering) for pair, covering in idle.covered] == [("again", ("lifts",))]


def test_several_may_be_needed_to_cover_one() -> None:
    """All of those are named that cover it together."""
    text = written(
        f"""
{BASE}
clause otherwise_too
    "Otherwise too"
    exempts from base
    when not b and c

clause within
    "Within"
    exempts from base
    when c
"""
    )
    (warning,) = found(text, "P0505")
    assert warning.message == "`within` meets `base` only where `lifts` or `otherwise_too` lifts it already"


def test_exceptions_of_dead_clauses_are_passed_over() -> None:
    """That the clause never applies is said; that its exception does nothing follows."""
    text = written(f'{BASE}\nclause never\n    "Never"\n    exempts from base\n    when c and not c\n')
    assert len(found(text, "P0503")) == 1
    assert not found(text, "P0310")


def test_an_exception_that_is_too_large_is_said() -> None:
    """Whether it bites is not decided; the others are."""
    pairs = f'clause pairs\n    "Pairs"\n    exempts from base\n    when {large("x", "y")}'
    (note,) = [
        each
        for each in found("\n".join((written(BASE), sides("x", "y"), pairs)), "P0509")
        if "exceptions" in each.message
    ]
    assert note.message == "not decided: whether these exceptions bite: `pairs over base`"


def test_more_than_are_shown_are_counted() -> None:
    """Of many idle exceptions some are shown and the others counted."""
    lines = [
        f'clause apart_{n}\n    "Apart"\n    exempts from base\n    when not a and age is {n}\n' for n in range(51)
    ]
    text = written("\n".join((BASE, *lines)))
    assert len(found(text, "P0310")) == 50
    assert [each.message for each in found(text, "P0404")] == ["1 more exception changes nothing; not shown here"]
