"""Files of scenarios that lie beside their policy and are named after it: they are found by themselves."""

from pathlib import Path

import pytest

import policylang

POLICY = """policy cloakroom
    title      "Rules of the cloakroom"
    publisher  "The museum"
    otherwise  permitted

fact carries_bag: yes or no
    asks "Does the visitor carry a bag?"

clause bags
    "No bags"
    cites      "Rule 1"
    prohibits
    when carries_bag
"""
SCENARIO = """scenarios for cloakroom

scenario "A visitor with a bag"
    given
        carries_bag
    expect prohibited by bags
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with the policy."""
    (tmp_path / "cloakroom.pol").write_text(POLICY)
    return tmp_path


def checked(folder: Path) -> list[str]:
    """Return the codes of what is wrong with the policy, given by itself."""
    return [each.code for each in policylang.check(folder / "cloakroom.pol")]


def test_without_scenarios_a_policy_is_untested(folder: Path) -> None:
    """What is found below is because of the file beside."""
    assert checked(folder) == ["P0805"]
    assert policylang.test(folder / "cloakroom.pol") == ()


@pytest.mark.parametrize("name", ["cloakroom_scenarios.pol", "cloakroom_bags.pol"])
def test_scenarios_beside_count(folder: Path, name: str) -> None:
    """They are run with the policy, and reach its clauses."""
    (folder / name).write_text(SCENARIO)
    assert checked(folder) == []
    assert [each.scenario.title for each in policylang.test(folder / "cloakroom.pol")] == ["A visitor with a bag"]


def test_each_runs_once(folder: Path) -> None:
    """A file that is given along, or lies in a folder that is given, is not run twice."""
    (folder / "cloakroom_scenarios.pol").write_text(SCENARIO)
    assert len(policylang.test(folder / "cloakroom.pol", folder / "cloakroom_scenarios.pol")) == 1
    assert len(policylang.test(folder)) == 1


def test_a_fault_in_them_is_told(folder: Path) -> None:
    """What is wrong with the file beside is wrong with the tests of the policy."""
    (folder / "cloakroom_scenarios.pol").write_text(SCENARIO.replace("carries_bag", "carries_bags"))
    assert "P0201" in checked(folder)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("other_scenarios.pol", SCENARIO),
        ("cloakrooms.pol", SCENARIO),
        ("cloakroom_scenarios.pol", SCENARIO.replace("for cloakroom", "for other")),
        ("cloakroom_notes.txt", SCENARIO),
    ],
)
def test_other_files_are_left_alone(folder: Path, name: str, text: str) -> None:
    """A file of another name, for another policy or of another kind is not taken for one of its tests."""
    (folder / name).write_text(text)
    assert checked(folder) == ["P0805"]


def test_a_policy_of_the_library_brings_its_scenarios() -> None:
    """A standard policy is tested by its name with all that lies beside it."""
    titles = {each.scenario.title for each in policylang.test("aws.rekognition")}
    own = {each.title for each in policylang.load("aws.rekognition").scenarios}
    assert own < titles
