"""`policylang mutate`: which small changes of a policy no scenario notices."""

import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from faces.conftest import Run

FILES = Path(__file__).parent / "files"


@pytest.fixture(autouse=True)
def _files(folder: Path) -> None:
    shutil.copytree(FILES, folder, dirs_exist_ok=True)


def test_all_are_noticed(run: "Run") -> None:
    """The share, how many decide every case alike, and which; exit code 0."""
    answer = run("mutate", "hours.pol")
    assert (answer.code, answer.err) == (0, "")
    assert answer.out == (
        "hours: 2 of 2 mutants noticed (100 %), by 1 scenario\n"
        "  2 more decide every case as the policy does\n"
        "\n"
        "Not counted: outcome, duties and advice are those of the policy in every case\n"
        "\n"
        "  clause by_day\n"
        "    `not at_night` left out\n"
        "      hours.pol:12:10\n"
        "\n"
        "  clause by_night\n"
        "    `at_night` left out\n"
        "      hours.pol:18:10\n"
    )


def test_survivors(run: "Run") -> None:
    """Each is shown with its place, and below them the scenarios that would notice them; exit code 1."""
    answer = run("mutate", "cameras.pol")
    assert answer.code == 1
    assert "\nNo scenario notices\n" in answer.out
    shown = "    `retention is more than 365` as `retention is at least 365`\n      cameras.pol:39:10\n"
    assert shown in answer.out
    assert "\n# notices: `retention is more than 365` as `retention is at least 365`\nscenario " in answer.out


def test_what_would_notice_them_can_be_pasted(run: "Run", folder: Path) -> None:
    """With the scenarios shown, every mutant is noticed."""
    (found,) = json.loads(run("mutate", "cameras.pol", "--format", "json").out)
    assert found["noticed"] < found["counted"]
    assert {each["state"] for each in found["mutants"]} == {"noticed", "survived", "equivalent"}
    texts = dict.fromkeys(each["scenario"] for each in found["mutants"] if each["scenario"])
    with (folder / "cameras.pol").open("a", encoding="utf-8") as file:
        file.write("\n" + "\n".join(texts))
    (again,) = json.loads(run("mutate", "cameras.pol", "--format", "json").out)
    assert again["noticed"] == again["counted"] == found["counted"]
    assert run("mutate", "cameras.pol").code == 0


def test_scenarios_of_another_file(run: "Run") -> None:
    """A file of scenarios names its policy; scenarios that the policy fails are left out, and that is said."""
    answer = run("mutate", "failing.pol")
    assert "2 scenarios left out, which the policy itself fails: " in " ".join(answer.out.split())
    assert answer.out.startswith("cameras: ")


def test_nothing_to_change(run: "Run") -> None:
    """A vocabulary is no policy, a file with errors none yet, and a name that is not there is none."""
    answer = run("mutate", "places.pol")
    assert (answer.code, answer.out) == (2, "")
    assert answer.err.startswith("error: there is no policy in `places.pol`\n")
    assert run("mutate", "flawed.pol").code == 2
    assert run("mutate", "nowhere").code == 2
    assert run("mutate").code == 2
