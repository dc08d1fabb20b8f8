"""The standard policies: they check, pass, are formatted, and say where everything they state comes from."""

import datetime as dt
from pathlib import Path

import pytest
from standard import FILES, ROOT, policies, shown

import policylang
from policylang import Policy
from policylang.evaluate.scenarios import ScenarioResult
from policylang.source import Source
from policylang.syntax.to_text import format_source

MOST_WORDS = 15
"""What the documents say is quoted in short phrases; summaries are ours."""

MOST_ALIKE = 4
"""Words that a summary may share with a quotation in a row."""

QUOTING_NOTHING = {"microsoft.police_and_face_recognition"}
"""It incorporates other policies, and has no clause of its own."""


@pytest.fixture(scope="module", params=list(policies()))
def policy(request: pytest.FixtureRequest) -> Policy:
    """Each standard policy, loaded by its name as any caller loads it."""
    return policylang.load(request.param)


@pytest.fixture(scope="module")
def results() -> tuple[ScenarioResult, ...]:
    """The scenarios of all the standard policies, run once."""
    return policylang.test(str(ROOT))


def changes(policy: Policy) -> set[dt.date]:
    """Return the days on which an edition begins or ends, or a clause comes into force, or is in force no more."""
    periods = [edition.period for edition in policy.editions]
    periods += [period for clause in policy.clauses.values() for period in clause.times]
    return {day for period in periods for day in (period.start, period.before) if day is not None}


def test_the_folder_is_found() -> None:
    """The tests below look at something."""
    assert {"microsoft/azure_openai.pol", "vocabulary/parties.pol"} <= {shown(file) for file in FILES}
    assert list(policies()) == [
        "anthropic.usage_policy",
        "aws.rekognition",
        "clearview.settlement",
        "eu.ai_act",
        "github.copilot_extensions",
        "google.generative_ai",
        "meta.model_api",
        "microsoft.azure_documentation",
        "microsoft.azure_face",
        "microsoft.azure_openai",
        "microsoft.face_attestation",
        "microsoft.police_and_face_recognition",
        "microsoft.services_agreement",
        "openai.usage_policies",
    ]


def test_everything_checks() -> None:
    """Neither error nor warning is left: what is meant otherwise is allowed in the file, with its reason.

    Nor is anything left undecided: all notes are about clauses that overlap, and about conflicts that a policy settles.
    """
    found = [each for each in policylang.check(str(ROOT)) if each.code not in {"P0502", "P0504"}]
    assert [f"{each.code} {each.message}" for each in found] == []
    assert {each.severity for each in policylang.check(str(ROOT))} == {"note"}


def test_every_scenario_passes(results: tuple[ScenarioResult, ...]) -> None:
    """Each scenario of the standard policies gets what it expects."""
    assert len(results) > 1_500
    assert [result.scenario.title for result in results if not result.passed] == []


def test_scenarios_have_titles_of_their_own(results: tuple[ScenarioResult, ...]) -> None:
    """A failure is found by its policy and its title, so no two scenarios of a policy share one."""
    titles = [(result.scenario.policy, result.scenario.title) for result in results]
    assert len(titles) == len(set(titles))


@pytest.mark.parametrize("file", FILES, ids=shown)
def test_files_are_formatted(file: Path) -> None:
    """Each file is in the canonical form."""
    source = Source(shown(file), file.read_text(encoding="utf-8"))
    assert format_source(source) == source.text


@pytest.mark.parametrize("file", [file for file in FILES if not file.stem.endswith("_scenarios")], ids=shown)
def test_files_are_listed_in_the_readme(file: Path) -> None:
    """The README of the folder names each policy and each vocabulary."""
    assert f"`{shown(file)}`" in (ROOT / "README.md").read_text(encoding="utf-8")


def test_policies_say_what_they_encode(policy: Policy) -> None:
    """Each policy names its document and the publisher, and the place where it is found if it is a document."""
    assert policy.title
    assert policy.publisher
    assert policy.source or policy.name in QUOTING_NOTHING


def test_clauses_say_where_they_come_from(policy: Policy) -> None:
    """Each clause has a summary, a citation, and a mark of evidence."""
    bare = [
        name for name, clause in policy.clauses.items() if not (clause.summary and clause.cites and clause.evidence)
    ]
    assert bare == []


def test_no_policy_speaks_before_its_first_text(policy: Policy) -> None:
    """Each clause has a time in force, or the policy is silent on days before its editions."""
    undated = [name for name, clause in policy.clauses.items() if not clause.times]
    assert undated == [] or policy.decide({}, on="1999-12-31").bases == ("outside scope",)


def test_quotations_are_short(policy: Policy) -> None:
    """No more than a phrase of a document is quoted."""
    words = [words for clause in policy.clauses.values() for words in clause.words]
    assert [each for each in words if len(each.split()) > MOST_WORDS] == []


def test_summaries_are_not_quotations(policy: Policy) -> None:
    """A summary is written in our own words: it holds no quoted phrase of more than a few words."""
    copied = [
        clause.name
        for clause in policy.clauses.values()
        for words in clause.words
        if len(words.split()) > MOST_ALIKE and words.casefold() in clause.summary.casefold()
    ]
    assert copied == []


def test_facts_have_questions(policy: Policy) -> None:
    """Whatever a case can give can be asked for in a sentence."""
    assert [path for path, fact in policy.facts.items() if not fact.asks] == []


def test_each_change_is_tried_on_both_sides(policy: Policy, results: tuple[ScenarioResult, ...]) -> None:
    """For each day on which something comes in or goes out, there are scenarios on that day and on the day before."""
    tried = {result.scenario.on for result in results if result.scenario.policy == policy.name}
    wanted = {day - dt.timedelta(days=back) for day in changes(policy) for back in (0, 1)}
    assert wanted - tried == set()


def test_ordinary_use_leaves_only_the_service_open(policy: Policy) -> None:
    """The example settles each fact there is to know, and leaves the service to the case; what may be absent is."""
    given = {policy.resolved.text(path) for path in policy.knowledge({}, like="ordinary_use").known}
    absent = {path for path, fact in policy.facts.items() if fact.optional}
    left = {path for path in policy.facts if path.partition(".")[0] not in absent} - given
    assert (left, absent) == ({"service"}, absent & given)


def test_each_clause_is_tried_on_both_sides(policy: Policy, results: tuple[ScenarioResult, ...]) -> None:
    """Each clause certainly applies in one scenario and, if it has a condition, does not in another while in force."""
    heard = [result for result in results if result.scenario.policy == policy.name]
    heard = [result for result in heard if result.decision.basis != "outside scope"]
    for name, clause in policy.clauses.items():
        here = [_state(result, name) for result in heard if clause.in_force(result.decision.on)]
        assert "certainly" in here, name
        assert "not" in here or clause.when is None, name


def _state(result: ScenarioResult, clause: str) -> str:
    seen = [*result.decision.stands, *(each.clause for each in result.decision.lifted)]
    return next((each.certainty for each in seen if each.name == clause), "not")
