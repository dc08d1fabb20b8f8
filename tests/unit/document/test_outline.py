"""Conditions in words lose nothing: the outline, read back, is the condition."""

import re
from random import Random

import pages
import pytest
import strategies_policy
import strategies_wide
from hypothesis import given, settings, strategies as st

from policylang.document.markdown import code
from policylang.document.outline import Outlined, label, letters, outlined, roman, to_markdown
from policylang.document.telling import Teller, Told
from policylang.semantics.policy import All, Any, Condition, Count, Defined, Not, Policy, ValueIn, Within
from policylang.semantics.question import condition, facts_of
from policylang.semantics.worlds import conditions


def _told(outline: Outlined) -> list[Told]:
    return [outline] if isinstance(outline, Told) else [told for each in outline.items for told in _told(each)]


def _expected(written: Condition, teller: Teller) -> Condition:
    """The condition, with definitions as nothing but their names, and intervals as a file writes them."""
    match written:
        case All() | Any() | Count():
            return written._replace(conditions=tuple(_expected(each, teller) for each in written.conditions))
        case Not(Not(inner)):
            return Not(_expected(Not(inner), teller))
        case Not(inner) if _is_compared_as_text(inner):
            return _named(written, teller)
        case Not(inner):
            return Not(_expected(inner, teller))
        case _:
            return _named(written, teller) if _is_compared_as_text(written) else written


def _is_compared_as_text(written: Condition) -> bool:
    """Whether it cannot be read back by itself: a definition, an interval, a value with a reserved name."""
    return isinstance(written, Defined | Within) or (isinstance(written, ValueIn) and "all" in written.named)


def _named(written: Condition, teller: Teller) -> Condition:
    return Defined(teller.written(written), (), All(()))


def _check(policy: Policy) -> None:
    teller = Teller(policy)
    names = facts_of(policy)
    for written in conditions([policy]):
        outline = outlined(teller, written)
        marked = _marked(written, teller)

        def read(text: str, marked: frozenset[str] = marked) -> Condition:
            return Defined(text, (), All(())) if text in marked else condition(text, policy, names)

        assert pages.told_by(outline, read) == _expected(written, teller)
        page = to_markdown(outline, beginning="It is so where")
        lines = [line for line in page.splitlines() if "<sub>" in line]
        assert len(lines) == len(_told(outline))
        assert all(code(told.written) in line for told, line in zip(_told(outline), lines, strict=True))


def _marked(written: Condition, teller: Teller) -> frozenset[str]:
    """How those tests are written that are compared as text."""
    found: set[str] = set()
    todo = [written]
    while todo:
        match todo.pop():
            case All(inner) | Any(inner) | Count(_, _, inner):
                todo += inner
            case Not(inner_one):
                todo.append(inner_one)
            case each if _is_compared_as_text(each):
                found |= {teller.written(each), teller.written(Not(each))}
    return frozenset(found)


@settings(max_examples=60)
@given(strategies_policy.policies())
def test_outlines_of_small_policies_lose_nothing(policy: Policy) -> None:
    """Read back, every outline is its condition, with all its groups, and each line shows one test."""
    _check(policy)


@settings(max_examples=40)
@given(st.integers(0, 2**32))
def test_outlines_of_wide_policies_lose_nothing(seed: int) -> None:
    """So for policies with things three deep, facts of one name, editions and definitions with arguments."""
    _check(strategies_wide.made(Random(seed)).policy)


@pytest.mark.parametrize(
    ("place", "depth", "said"),
    [(0, 0, "a"), (25, 0, "z"), (26, 0, "aa"), (701, 0, "zz"), (3, 1, "iv"), (1, 2, "B"), (4, 3, "5"), (2, 4, "c")],
)
def test_items_are_called_as_lawyers_call_them(place: int, depth: int, said: str) -> None:
    """Letters, Roman numerals, capitals and numbers follow each other as the outline gets deeper."""
    assert label(place, depth) == said


def test_roman_numerals_and_letters_are_all_different() -> None:
    """No two items beside each other are called alike, however many there are."""
    assert len({letters(n) for n in range(2000)}) == len({roman(n) for n in range(1, 2001)}) == 2000
    assert [roman(n) for n in (1, 4, 9, 14, 40, 1994)] == ["i", "iv", "ix", "xiv", "xl", "mcmxciv"]
    assert all(re.fullmatch("[ivxlcdm]+", roman(n)) for n in range(1, 200))
