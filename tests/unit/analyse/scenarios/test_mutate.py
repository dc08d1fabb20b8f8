"""Mutants: what is changed, in which words, and what becomes of them."""

from pathlib import Path

import pytest
from deciding import policy, together

import policylang
from policylang.analyse.scenarios import mutate as module, variant as variants
from policylang.analyse.scenarios.mutants import mutants
from policylang.analyse.scenarios.mutate import mutate
from policylang.analyse.scenarios.survivor import without_scenario
from policylang.core import from_semantics
from policylang.diagram.manager import DiagramTooLargeError

FACTS = """
fact a: yes or no
fact b: yes or no
fact age: whole number from 0 to 120
fact kind: one of
    police
        city
        state
    company
    person
fact uses: several of faces, voices, texts
fact note: text
fact born: date
"""


PAIRS = tuple(enumerate((("a", "age is at least 18"), ("b", "not a"), ("a", "(b or age is less than 3)"))))


def said(condition: str, *more: str) -> list[str]:
    """Return the mutants of a clause with a condition."""
    lines = "".join(f"    {line}\n" for line in more)
    clause = f'clause c\n    "c"\n    prohibits\n    when {condition}\n{lines}'
    return [each.said for each in mutants(policy(clause, facts=FACTS).resolved)]


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ("a", ["`a` as `not a`", "`a` left out"]),
        ("not a", ["`not a` left out", "`not a` as `a`"]),
        (
            "a and b",
            ["`a and b` left out", "`all of` as `any of`", "`a` as `not a`", "`a` left out", "`b` as `not b`",
             "`b` left out"],
        ),
        (
            "age is at least 18",
            ["`age is at least 18` as `not age is at least 18`", "`age is at least 18` left out",
             "`age is at least 18` as `age is more than 18`", "`age is at least 18` as `age is at least 17`",
             "`age is at least 18` as `age is at least 19`"],
        ),
        (
            "age is from 0 to 17",
            ["`age is from 0 to 17` as `not age is from 0 to 17`", "`age is from 0 to 17` left out",
             "`age is from 0 to 17` as `age is more than 0 and at most 17`",
             "`age is from 0 to 17` as `age is from 1 to 17`",
             "`age is from 0 to 17` as `age is at least 0 and less than 17`",
             "`age is from 0 to 17` as `age is from 0 to 16`", "`age is from 0 to 17` as `age is from 0 to 18`"],
        ),
        (
            "born is before 2000-01-01",
            ["`born is before 2000-01-01` as `not born is before 2000-01-01`", "`born is before 2000-01-01` left out",
             "`born is before 2000-01-01` as `born is on or before 2000-01-01`",
             "`born is before 2000-01-01` as `born is before 1999-12-31`",
             "`born is before 2000-01-01` as `born is before 2000-01-02`"],
        ),
        (
            "kind is city",
            ["`kind is city` as `kind is not city`", "`kind is city` left out", "`kind is city` as `kind is police`"],
        ),
        (
            "kind is company",
            ["`kind is company` as `kind is not company`", "`kind is company` left out",
             "`kind is company` as `kind is one of company, person`"],
        ),
        (
            "uses include any of faces, voices",
            ["`uses include any of faces, voices` as `uses include none of faces, voices`",
             "`uses include any of faces, voices` left out",
             "`uses include any of faces, voices` as `uses include voices`",
             "`uses include any of faces, voices` as `uses include faces`"],
        ),
        (
            'note is one of "x", "y"',
            ['`note is one of "x", "y"` as `note is not one of "x", "y"`', '`note is one of "x", "y"` left out',
             '`note is one of "x", "y"` as `note is "y"`', '`note is one of "x", "y"` as `note is "x"`'],
        ),
        (
            "at least 1 of (a; b)",
            ["`at least 1 of (a; b)` left out", "`at least 1 of` as `at least 2 of`",
             "`at least 1 of` as `exactly 1 of`", "`a` as `not a`", "`a` left out", "`b` as `not b`", "`b` left out"],
        ),
    ],
)  # fmt: skip
def test_changes(condition: str, expected: list[str]) -> None:
    """Each condition is turned round, left out, and made to hold of a little more or less."""
    assert said(condition) == expected


def test_an_unless_is_left_out() -> None:
    """As a whole, in words of its own."""
    assert "the `unless` left out: `b` left out" in said("a", "unless b")


def test_an_exception_is_left_out() -> None:
    """Each pair by itself."""
    clauses = (
        'clause c\n    "c"\n    prohibits\n    when a\n\nclause d\n    "d"\n    exempts from c\n    when b\n'
        '\nscenario "lifted"\n    given\n        a\n        b\n    expect permitted\n'
    )
    found = policy(clauses, facts=FACTS).mutants()
    (fate,) = (each for each in found.fates if each.mutant.exception)
    assert (fate.mutant.said, fate.mutant.where) == ("the exception of `c` by `d` left out", "clause c")
    assert (fate.state, fate.by) == ("noticed", "lifted")


def test_a_definition_is_changed_once() -> None:
    """Wherever it is used, with whatever arguments."""
    clauses = (
        'define grown_up\n    "Grown up"\n    age is at least 18\n\n'
        'clause c\n    "c"\n    prohibits\n    when grown_up\n\n'
        'clause d\n    "d"\n    permits\n    when all of\n        a\n        not grown_up\n'
    )
    resolved = policy(clauses, facts=FACTS, header="otherwise permitted\nconflicts prohibition prevails").resolved
    (found,) = (each for each in mutants(resolved) if each.said.endswith("more than 18`"))
    assert found.where == "definition grown_up"
    assert [(owner.name, owner.field) for owner in found.owners] == [("c", "when"), ("d", "when")]


def test_what_decides_alike_is_not_counted() -> None:
    """A mutant that changes nothing in any case is told apart; the same change made twice is one."""
    clauses = 'clause c\n    "c"\n    prohibits\n    when all of\n        a\n        a or b\n'
    found = policy(clauses, facts=FACTS).mutants()
    assert "`a or b` left out" in [each.mutant.said for each in found.of_state("equivalent")]
    assert found.alike > 0
    assert found.counted == len(found.of_state("survived"))
    assert found.score == 0


def test_a_survivor_has_the_scenario_that_notices_it() -> None:
    """Pasted, it passes, and the mutant is noticed by it."""
    text = (
        "policy p\n    otherwise permitted\n\nfact age: whole number from 0 to 120\n\n"
        'clause c\n    "c"\n    prohibits\n    when age is less than 18\n\n'
        'scenario "a child"\n    given\n        age is 10\n    expect prohibited\n'
    )
    found = policylang.loads(text, name="p.pol").mutants()
    survivors = found.of_state("survived")
    assert "`age is less than 18` as `age is at most 18`" in [each.mutant.said for each in survivors]
    more = "\n".join(dict.fromkeys(each.scenario.text for each in survivors if each.scenario))
    again = policylang.loads(f"{text}\n{more}", name="p.pol")
    assert all(result.passed for result in again.test())
    assert again.mutants().score == 100


def test_the_state_of_a_duty_counts() -> None:
    """A mutant of what fulfils a duty is noticed by the state that a scenario expects."""
    text = (
        'duty d "what"\n    fulfilled when a\n\nclause c\n    "c"\n    requires d\n\n'
        'scenario "open"\n    given\n        not a\n    expect permitted\n        requiring d{state}\n'
    )
    blind = policy(text.format(state=""), facts=FACTS).mutants()
    seeing = policy(text.format(state=" outstanding"), facts=FACTS).mutants()
    assert (blind.noticed, blind.counted) == (0, 2)
    assert (seeing.noticed, seeing.counted) == (2, 2)
    assert all(each.scenario for each in blind.of_state("survived"))


def test_a_scenario_that_fails_is_left_out() -> None:
    """What the policy does not do cannot guard it."""
    text = (
        'clause c\n    "c"\n    prohibits\n    when a\n\nscenario "wrong"\n    given\n        a\n    expect permitted\n'
    )
    found = policy(text, facts=FACTS).mutants()
    assert (found.scenarios, found.failing, found.noticed) == (0, ("wrong",), 0)


def test_what_is_not_looked_at_is_said() -> None:
    """Beyond so many mutants the others are counted, and not called noticed."""
    resolved = policy('clause c\n    "c"\n    prohibits\n    when a and b\n', facts=FACTS).resolved
    assert mutate(resolved, (), most=2).left == 4


def test_without_a_diagram_of_the_outcome(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the outcome is too large for one, cases are looked for clause by clause; what is not found is undecided."""
    clauses = "".join(f'clause c{n}\n    "c"\n    prohibits\n    when {one} and {two}\n\n' for n, (one, two) in PAIRS)
    text = f'{clauses}scenario "both"\n    given\n        a\n        b\n        age is 30\n    expect prohibited\n'
    resolved = policy(text, facts=FACTS)
    exact = {each.mutant.said + each.mutant.where: each.state for each in resolved.mutants().fates}
    monkeypatch.setattr(from_semantics, "MOST_NODES_A_VERDICT", 0)
    found = resolved.mutants()
    states = {each.mutant.said + each.mutant.where: each.state for each in found.fates}
    assert set(states.values()) > {"survived"}
    assert "equivalent" not in states.values()
    assert all(exact[key] == state for key, state in states.items() if state == "survived")
    assert all(each.scenario is not None for each in found.of_state("survived"))


WIDE = 'clause c\n    "c"\n    prohibits\n    when a and age is at least 18 and uses include faces\n'


def test_what_is_too_large_is_undecided(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where no diagram of a mutant can be made, nothing is said of it; it is neither noticed nor counted."""
    monkeypatch.setattr(module, "_MOST_STEPS", 0)
    found = policy(WIDE, facts=FACTS).mutants()
    assert found.of_state("undecided") == found.fates
    assert (found.counted, found.score) == (0, 100)


def test_a_survivor_without_a_scenario_within_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    """It survives all the same, and it is said why no scenario is shown."""

    def noticing(_: object) -> None:
        raise DiagramTooLargeError

    monkeypatch.setattr(module._Tried, "noticing", noticing)
    found = policy(WIDE, facts=FACTS).mutants().of_state("survived")
    assert found
    assert {without_scenario(each) for each in found} == {
        "a scenario that would notice it was not found within the limit"
    }


def test_a_survivor_that_no_expectation_can_tell(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is said that there is no such scenario."""
    monkeypatch.setattr(module._Tried, "noticing", lambda _: None)
    found = policy(WIDE, facts=FACTS).mutants().of_state("survived")
    assert found
    assert {without_scenario(each) for each in found} == {"no expectation of a scenario can tell it"}


def test_an_outcome_that_becomes_too_large(monkeypatch: pytest.MonkeyPatch) -> None:
    """The mutants whose outcome has no diagram are noticed or survive as they would with one."""
    two = "".join(f'clause c{n}\n    "c"\n    prohibits\n    when {one} and {two}\n\n' for n, (one, two) in PAIRS)
    resolved = policy(two, facts=FACTS)
    exact = {each.mutant.said + each.mutant.where: each.state for each in resolved.mutants().fates}

    def verdict(*_: object) -> None:
        raise DiagramTooLargeError

    monkeypatch.setattr(variants, "verdict", verdict)
    states = {each.mutant.said + each.mutant.where: each.state for each in resolved.mutants().fates}
    assert states.keys() == exact.keys()
    assert all(exact[key] == state for key, state in states.items() if state != "undecided")
    assert "survived" in states.values()


def test_the_scope_of_a_policy_that_incorporates(tmp_path: Path) -> None:
    """Its change reaches the clauses of the other as well: they speak where the policy does."""
    texts = {
        "one": '    title "One"\n    applies when a\n    otherwise permitted\n\nincorporates two\n',
        "two": '    title "Two"\n    otherwise permitted\n\nclause c\n    "c"\n    prohibits\n    when b\n',
    }
    found = together(tmp_path, texts, name="one")
    fates = found.mutants().fates
    assert {each.mutant.where for each in fates} == {"the scope"}
    assert {each.state for each in fates} == {"survived"}
    assert all(each.scenario for each in fates)


def test_the_standard_policy() -> None:
    """Its scope, definitions, clauses, duties and exceptions are all changed; its scenarios notice all of it."""
    policy = policylang.load("microsoft.azure_openai").resolved
    kinds = {each.where.partition(" ")[0] for each in mutants(policy)}
    assert kinds == {"the", "definition", "clause", "duty"}
    assert any(each.exception is not None for each in mutants(policy))
    tried = [each.scenario for each in policylang.test("microsoft.azure_openai")]
    found = mutate(policy, tried, most=60)
    assert found.noticed == found.counted
    assert found.noticed > 40
    assert not found.of_state("undecided")
