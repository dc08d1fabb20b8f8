"""The page of a policy tells all of it, and its links lead somewhere."""

from pathlib import Path
from random import Random

import pages
import pytest
import strategies_policy
import strategies_wide
from hypothesis import HealthCheck, given, settings, strategies as st
from written import Written, written

import policylang
from policylang.analyse.compare.shifts import dates
from policylang.document.glossary import words_used
from policylang.document.markdown import plain
from policylang.document.material import Material, Scenarios, Tried
from policylang.document.page import page
from policylang.document.questions import drawn, questions
from policylang.document.reading import reading
from policylang.document.telling import Teller, fact_anchor, word_anchor
from policylang.document.times import times_told
from policylang.semantics.policy import Policy
from policylang.semantics.worlds import conditions
from policylang.workspace.documents import document, folder_of
from policylang.workspace.load import Workspace


def _page(policy: Policy) -> str:
    text = page(Material(policy)).text
    assert pages.lost(text) == set()
    there = pages.places(text)
    assert len(there) == len(set(there))
    return text


def _tells_all(policy: Policy, text: str) -> None:
    """Clauses, duties, advice, editions, facts and definitions have a place; what clauses say is on the page."""
    there = set(pages.places(text))
    everything = pages.shown(text).casefold()
    teller = Teller(policy)
    for clause in policy.clauses:
        assert f"clause-{clause.name}" in there
        for said in (clause.summary, *clause.cites, *clause.words, *clause.readings):
            assert pages.shown(plain(said)).casefold() in everything
    assert {f"duty-{each.name}" for each in policy.duties} <= there
    assert {f"advice-{each.name}" for each in policy.advice} <= there
    assert {f"edition-{each.name}" for each in policy.editions} <= there
    read = reading(policy)
    assert {fact_anchor(teller.name(path)) for path, _ in read.facts} <= there
    words = words_used(Material(policy), conditions([policy._replace(always=read.always)]))
    assert {word_anchor(word.id) for word in words} <= there
    for pair in policy.exceptions:
        assert f"#clause-{pair.by}" in text


@settings(max_examples=25, suppress_health_check=list(HealthCheck))
@given(strategies_policy.policies())
def test_the_page_of_a_small_policy_tells_all_of_it(policy: Policy) -> None:
    """Whatever the policy, there is a page, with a place for each of its parts; its links have their targets."""
    _tells_all(policy, _page(policy))


@pytest.mark.slow
@settings(max_examples=25, suppress_health_check=list(HealthCheck))
@given(st.integers(0, 2**32))
def test_the_page_of_a_wide_policy_tells_all_of_it(seed: int) -> None:
    """So for policies of all forms: incorporated ones, exceptions in chains, facts of one name in two files."""
    policy = strategies_wide.made(Random(seed)).policy
    _tells_all(policy, _page(policy))


@pytest.mark.slow
@pytest.mark.parametrize("found", written(), ids=lambda found: found.name)
def test_the_pages_of_the_language_have_pages(found: Written) -> None:
    """Every policy of the language's tests has a page that tells all of it, the same each time."""
    text = _page(found.policy)
    _tells_all(found.policy, text)
    assert page(Material(found.policy)).text == text


def test_scenarios_without_their_text_are_told_from_what_is_known() -> None:
    """A scenario of a policy whose file is not at hand is told with its title, its day, its facts and its outcome."""
    policy = policylang.load("microsoft.azure_openai")
    some = tuple(map(Tried, policy.scenarios[:3]))
    text = pages.shown(page(Material(policy.resolved, scenarios=(Scenarios("some", some),))).text)
    for each in some:
        assert each.scenario.title in text
    assert "operator kind: municipal police" in text


def test_the_library_gives_the_page_of_a_policy(tmp_path: Path) -> None:
    """`Policy.page` is the page of the file; of a text, or a compiled policy, it tells what the policy means."""
    policy = policylang.load("microsoft.azure_openai")
    text = policy.page()
    assert pages.lost(text) == set()
    assert "Note of the author" in text
    file = tmp_path / "terms.polc"
    policy.save(file)
    saved = policylang.load_saved(file).page()
    assert pages.lost(saved) == set()
    assert "Note of the author" not in saved
    lines = {line for line in text.splitlines() if line.startswith("#### ")}
    assert {line for line in lines if "clause-" in line} <= set(saved.splitlines())


def test_a_definition_is_told_once_whatever_it_is_applied_to() -> None:
    """Without its file, a definition is told for each thing that it is applied to, under one heading."""
    policy = policylang.load("microsoft.azure_openai").resolved
    text = page(Material(policy)).text
    assert text.count('id="word-policing.us_police_department"') == 1
    assert "It is so of operator where" in text
    assert "It is so of beneficiary where" in text


def test_names_that_markdown_would_obey_are_shown() -> None:
    """Titles, summaries and citations with marks of Markdown are shown as they are written."""
    marks = "A | b *c* _d_ `e` [f](g) <h> & $i$ # j"
    text = policylang.loads(
        "policy odd\n"
        f'    title      "{marks}"\n'
        f'    publisher  "{marks}"\n'
        "    otherwise  permitted\n\n"
        "clause one\n"
        f'    "{marks}"\n'
        f'    cites      "{marks}"\n'
        f'    words      "{marks}"\n'
        f'    reading    "{marks}"\n'
        "    prohibits\n"
    ).page()
    shown = pages.shown(text)
    assert shown.count(marks) == 8
    assert "<h>" not in pages.html(text)
    assert pages.html(text).count("<td>") == 6 * 2 + 1 * 5  # what is on the front, and the clause


def test_what_takes_too_many_steps_is_said() -> None:
    """Dates that were not found, outcomes that were not compared, and trees that are not drawn are said to be so."""
    material = Material(policylang.load("microsoft.azure_openai").resolved)
    assert "Not told: to find the dates takes more steps" in times_told(material, None)
    assert "not decided: it would take too many steps" in times_told(material, dates(material.policy, steps=10))
    found = drawn(material.policy, None)
    assert found.tree is None
    assert found.why_not
    assert f"so it is not shown: {found.why_not}. " in questions(material.policy, found)


def test_facts_of_one_name_are_told_apart_in_a_vocabulary(tmp_path: Path) -> None:
    """A vocabulary whose fact has the name of one that it imports tells its own, and leads to the other's page."""
    (tmp_path / "one.pol").write_text(
        "vocabulary one\n\ntype kind: one of big (huge, vast), small\n\nfact size: kind\n\n"
        'define large\n    "Large"\n    size is big\n',
        encoding="utf-8",
    )
    (tmp_path / "two.pol").write_text(
        'vocabulary two\n\nimport one\n\nfact size: yes or no\n    judged "Look."\n\n'
        'define odd\n    "Odd"\n    large and two.size and one.size is big\n',
        encoding="utf-8",
    )
    found = {each.file: each.text for each in folder_of(Workspace(), [str(tmp_path)])}
    assert "[Large](one.md#word-one.large)" in found["two.md"]
    assert "[**big**](one.md#values-one.kind) (of any kind)" in found["two.md"]
    assert pages.lost(found["two.md"]) == pages.lost(found["one.md"]) == set()
    (alone,) = document(Workspace(), [str(tmp_path / "two.pol")])
    assert "[Large]" not in alone.text
    assert "Large <sub>" in alone.text
