"""Files resolved: what their names come to mean, and that what is written in parts means what it says."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal

import pytest

from policylang.semantics import policy as p
from policylang.semantics.module import Module
from policylang.semantics.types import Number, OneOf, SetOf, Thing
from policylang.workspace.load import Loaded, Workspace

HEADER = """policy terms
    otherwise permitted

fact ads: yes or no
fact minors: yes or no
fact age: whole number from 0 to 150 in years
fact kind: one of animal (dog, cat), plant
fact kinds: several of dog, cat, mouse
fact born: date

edition first "The first" from 2024-01-01 before 2024-03-01
edition second "The second" from 2024-03-01

duty review "Someone looks at it"

"""


@pytest.fixture
def load() -> Callable[[str], Loaded]:
    """Load a text after the header above."""
    return lambda text: Workspace().load_text(HEADER + text)


def clauses(loaded: Loaded) -> dict[str, p.Clause]:
    """Return the clauses of a policy without errors."""
    assert [each for each in loaded.diagnostics if each.severity == "error"] == []
    assert loaded.module.policy is not None
    return {each.name: each for each in loaded.module.policy.clauses}


def when(load: Callable[[str], Loaded], condition: str) -> p.Condition | None:
    """Return what a condition is resolved to."""
    found = clauses(load(f'clause c\n    "c"\n    cites "1"\n    prohibits\n    when {condition}\n'))
    return found["c"].when


def codes(loaded: Loaded) -> list[str]:
    """Return the codes of what is wrong, warnings left out."""
    return [each.code for each in loaded.diagnostics if each.severity == "error"]


def clause(name: str, *lines: str) -> str:
    """Return the text of a clause with these lines."""
    return "\n".join([f"clause {name}", '    "A summary"', '    cites "1"', *(f"    {line}" for line in lines), ""])


class TestConditions:
    """Tests become tests of leaves, days and numbers; groups are written out."""

    def test_a_group_stands_for_its_leaves(self, load: Callable[[str], Loaded]) -> None:
        """`is animal` holds for a dog and for a cat."""
        condition = when(load, "kind is animal")
        assert condition == p.ValueIn(p.Path("terms.kind"), frozenset({"dog", "cat"}), ("animal",))

    def test_is_not_negates(self, load: Callable[[str], Loaded]) -> None:
        """`is not` is the negation of `is`, so that it holds of what is absent."""
        condition = when(load, "kind is not dog")
        assert condition == p.Not(p.ValueIn(p.Path("terms.kind"), frozenset({"dog"}), ("dog",)))

    @pytest.mark.parametrize(
        ("written", "meant"),
        [
            ("at least 18", {"low": Decimal(18)}),
            ("at most 18", {"high": Decimal(18)}),
            ("more than 18", {"low": Decimal(18), "low_included": False}),
            ("less than 18", {"high": Decimal(18), "high_included": False}),
            ("from 13 to 17", {"low": Decimal(13), "high": Decimal(17)}),
            ("18", {"low": Decimal(18), "high": Decimal(18)}),
        ],
    )
    def test_comparisons_become_bounds(
        self, load: Callable[[str], Loaded], written: str, meant: dict[str, object]
    ) -> None:
        """Each comparison of numbers is an interval with its ends in or out."""
        assert when(load, f"age is {written}") == p.Within(p.Path("terms.age"), **meant)  # type: ignore[arg-type]

    def test_dates_compare_in_words_of_time(self, load: Callable[[str], Loaded]) -> None:
        """`before` leaves the day out, `on or after` takes it in."""
        day = dt.date(2024, 5, 1)
        path = p.Path("terms.born")
        assert when(load, "born is before 2024-05-01") == p.Within(path, high=day, high_included=False)
        assert when(load, "born is on or after 2024-05-01") == p.Within(path, low=day)

    def test_include_all_of_is_each(self, load: Callable[[str], Loaded]) -> None:
        """`include all of` asks for every one; `none of` is the negation of any."""
        path = p.Path("terms.kinds")
        each = tuple(p.Includes(path, frozenset({name}), (name,)) for name in ("dog", "cat"))
        assert when(load, "kinds include all of dog, cat") == p.All(each)
        any_of = p.Includes(path, frozenset({"dog", "cat"}), ("dog", "cat"))
        assert when(load, "kinds include none of dog, cat") == p.Not(any_of)

    def test_definitions_take_arguments(self) -> None:
        """A definition's condition speaks of the argument, and the same application is one object."""
        text = """policy t
    otherwise permitted

type party: has
    kind: one of police, company
fact user: party
fact customer: party

define police (p: party)
    "The police"
    p.kind is police

define anybody (q: party)
    "Police by another name"
    police(q)

clause a
    "a"
    cites "1"
    prohibits
    when any of
        police(user)
        anybody(customer)
        police(user)
"""
        policy = Workspace().load_text(text).module.policy
        assert policy is not None
        condition = policy.clauses[0].when
        assert isinstance(condition, p.Any)
        first, second, third = condition.conditions
        assert isinstance(first, p.Defined)
        assert isinstance(third, p.Defined)
        assert isinstance(second, p.Defined)
        assert first.condition is third.condition
        assert first.condition == p.ValueIn(p.Path("t.user", ("kind",)), frozenset({"police"}), ("police",))
        assert second.condition == p.Defined(
            "t.police",
            (p.Path("t.customer"),),
            p.ValueIn(p.Path("t.customer", ("kind",)), frozenset({"police"}), ("police",)),
            "The police",
        )


class TestParts:
    """A part means what it would mean with its lines written into each clause."""

    PART = """part uses
    "Uses"
    cites "Section 2"
    in force during first
    prohibits
    when ads
    clause young
        "a"
        cites "item 1"
        when minors
        unless age is at least 13
    clause plain
        "b"
"""

    def test_conditions_are_joined(self, load: Callable[[str], Loaded]) -> None:
        """The `when` of part and clause must both hold."""
        found = clauses(load(self.PART))
        ads, minors = p.Yes(p.Path("terms.ads")), p.Yes(p.Path("terms.minors"))
        assert found["young"].when == p.All((ads, minors))
        assert found["plain"].when == ads

    def test_citations_effect_and_dates_are_shared(self, load: Callable[[str], Loaded]) -> None:
        """Citations accumulate, the effect and the time are those of the part."""
        found = clauses(load(self.PART))
        assert found["young"].cites == ("Section 2", "item 1")
        assert found["plain"].effect == "prohibits"
        assert found["plain"].times == (p.Period(dt.date(2024, 1, 1), dt.date(2024, 3, 1)),)
        assert found["plain"].part == "uses"

    def test_times_meet(self, load: Callable[[str], Loaded]) -> None:
        """A clause of a part is in force while both are; a clause that never is, is refused."""
        text = self.PART + '    clause late\n        "c"\n        in force from 2024-02-01\n'
        assert clauses(load(text))["late"].times == (p.Period(dt.date(2024, 2, 1), dt.date(2024, 3, 1)),)
        assert codes(load(text.replace("from 2024-02-01", "from 2024-03-01"))) == ["P0305"]

    def test_one_effect_between_the_two(self, load: Callable[[str], Loaded]) -> None:
        """An effect in part and clause is one too many, and none at all one too few."""
        assert codes(load(self.PART + '    clause two\n        "c"\n        permits\n')) == ["P0111"]
        assert codes(load(self.PART.replace("    prohibits\n", ""))) == ["P0111", "P0111"]

    def test_its_name_stands_for_its_clauses(self, load: Callable[[str], Loaded]) -> None:
        """`despite uses` prevails over each clause of the part."""
        loaded = load(self.PART + clause("free", "permits", "despite uses"))
        assert loaded.module.policy is not None
        assert [(each.by, each.over) for each in loaded.module.policy.exceptions] == [
            ("free", "young"),
            ("free", "plain"),
        ]


class TestExceptions:
    """Three spellings, one relation."""

    def test_both_sides_may_say_it(self, load: Callable[[str], Loaded]) -> None:
        """`despite` in one and `subject to` in the other are one exception, with the reading that either gives."""
        loaded = load(
            clause("a", "prohibits", "subject to b") + clause("b", "permits", 'despite a reading "Our reading"')
        )
        assert loaded.module.policy is not None
        assert loaded.module.policy.exceptions == (p.ClauseException("b", "a", "Our reading"),)

    def test_exempts_is_an_exception(self, load: Callable[[str], Loaded]) -> None:
        """A clause that exempts from another prevails over it."""
        loaded = load(clause("a", "prohibits") + clause("b", "exempts from a", "when ads"))
        assert loaded.module.policy is not None
        assert [(each.by, each.over) for each in loaded.module.policy.exceptions] == [("b", "a")]

    @pytest.mark.parametrize(
        ("first", "second", "code"),
        [
            (("prohibits", "despite b"), ("prohibits", "despite a"), "P0207"),
            (("prohibits", "under b"), ("prohibits", "subject to a"), "P0207"),
            (("prohibits", "despite b"), ("permits", "despite a"), "P0207"),
            (("prohibits",), ("requires review", "despite a"), "P0310"),
            (("prohibits", "subject to a"), ("permits",), "P0310"),
            (("prohibits", "in force during first"), ("permits", "in force during second", "despite a"), "P0310"),
            (("prohibits",), ("permits", "despite c"), "P0201"),
            (("prohibits",), ("permits", "despite other.a"), "P0212"),
        ],
    )
    def test_what_cannot_be(
        self, load: Callable[[str], Loaded], first: tuple[str, ...], second: tuple[str, ...], code: str
    ) -> None:
        """Circles, exceptions that cannot bite, and clauses that are not there are refused."""
        found = codes(load(clause("a", *first) + clause("b", *second)))
        assert set(found) == {code}


class TestModules:
    """Names come in bare, once."""

    def test_types_are_nominal(self, load: Callable[[str], Loaded]) -> None:
        """A fact's outline, set and number are what was declared."""
        module: Module = load("").module
        kind, kinds, age = (module.facts[name].slot.type for name in ("kind", "kinds", "age"))
        assert isinstance(kind, OneOf)
        assert kind.outline.leaves == ("dog", "cat", "plant")
        assert isinstance(kinds, SetOf)
        assert isinstance(age, Number)
        assert (age.low, age.high, age.unit) == (Decimal(0), Decimal(150), "years")

    def test_one_type_for_many_facts(self) -> None:
        """Two facts of a named type have the very same type."""
        text = (
            "vocabulary v\n\ntype place: has\n    country: one of france, spain\nfact home: place\nfact away: place\n"
        )
        module = Workspace().load_text(text).module
        assert module.facts["home"].slot.type is module.facts["away"].slot.type
        assert isinstance(module.facts["home"].slot.type, Thing)

    def test_the_digest_is_of_the_meaning(self, load: Callable[[str], Loaded]) -> None:
        """Comments and layout leave the digest; a condition, a citation or an imported fact change it."""
        text = clause("a", "prohibits", "when ads and minors")
        digest = load(text).module.policy.digest  # type: ignore[union-attr]
        same = load("# a comment\n" + text.replace("when ads", "when   ads")).module.policy
        assert same is not None
        assert same.digest == digest
        for changed in (text.replace("and", "or"), text.replace('"1"', '"2"'), text + "fact more: yes or no\n"):
            other = load(changed).module.policy
            assert other is not None
            assert other.digest != digest
