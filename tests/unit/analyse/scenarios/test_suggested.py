"""Suggested scenarios: what they look like, and that few of them do."""

from pathlib import Path

import policylang
from policylang.analyse.scenarios.coverage import coverage

POLICE_AND_FACES = Path(__file__).parents[3] / "data" / "police_and_faces.pol"
TEXT = """\
policy rules
    otherwise permitted

fact minor: yes or no
fact age: whole number from 0 to 120
fact approved: yes or no

duty keep_records "Keep records"
    fulfilled when approved

clause adults
    "Adults only"
    in force from 2024-05-01
    prohibits
    when age is less than 18

clause approval
    "Unless approved"
    in force from 2024-05-01
    exempts from adults
    when approved

clause records
    "Records are kept"
    in force from 2024-05-01
    requires keep_records
    when minor
"""


def test_a_suggested_scenario() -> None:
    """It asks to be confirmed, says what it shows, and expects what the policy says of its clauses."""
    found = policylang.loads(TEXT, name="rules.pol").missing_scenarios()
    (lifted,) = (each for each in found.scenarios if "adults is lifted by approval" in each.shows)
    assert "# confirm: the policy says permitted by default; is that what the document means?\n" in lifted.text
    assert "# shows: " in lifted.text
    assert "    expect permitted\n        by default\n" in lifted.text
    assert "        lifting adults by approval\n" in lifted.text


def test_a_duty_is_expected_of_the_clause_that_requires_it() -> None:
    """A clause that requires something is told by its duty, one that does not apply by `not by`."""
    found = policylang.loads(TEXT, name="rules.pol").missing_scenarios()
    texts = {said: each.text for each in found.scenarios for said in each.shows}
    assert "requiring keep_records" in texts["records stands"]
    assert "not by records" in texts["records does not apply, only because this fails: minor"]


def test_they_are_few_and_enough() -> None:
    """Pasted, they pass and reach all that can be reached, with fewer scenarios than points."""
    rules = policylang.loads(TEXT, name="rules.pol")
    found = rules.missing_scenarios()
    pasted = policylang.loads(f"{TEXT}\n{found.text}", name="rules.pol")
    assert all(result.passed for result in pasted.test())
    assert not pasted.coverage().of_state("missing")
    assert len(found.scenarios) < len(rules.coverage().of_state("missing"))
    assert pasted.missing_scenarios().scenarios == ()


def test_titles_are_new() -> None:
    """A title that is taken gets a number."""
    rules = policylang.loads(TEXT, name="rules.pol")
    title = rules.missing_scenarios().scenarios[0].scenario.title
    other = policylang.loads(f'{TEXT}\nscenario "{title}"\n    on 2020-01-01\n    expect permitted\n', name="rules.pol")
    assert other.missing_scenarios().scenarios[0].scenario.title == f"{title} (2)"


def test_a_policy_of_ten_clauses_without_its_scenarios() -> None:
    """Two dozen scenarios are enough to reach all that there is to reach of it."""
    policy = policylang.load(POLICE_AND_FACES)
    found = policy.missing_scenarios(())
    assert len(found.scenarios) <= 24
    reached = coverage(policy.resolved, [each.scenario for each in found.scenarios])
    assert reached.of_state("missing") == ()
    assert reached.figures().all > 2 * len(found.scenarios)
