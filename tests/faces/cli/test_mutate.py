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
    assert "\nwarning[P0542]: no scenario notices\n" in answer.out
    shown = "    `retention is more than 365` as `retention is at least 365`\n      cameras.pol:39:10\n"
    assert shown in answer.out
    assert "\n# notices: `retention is more than 365` as `retention is at least 365`\nscenario " in answer.out


def test_what_would_notice_them_can_be_pasted(run: "Run", folder: Path) -> None:
    """With the scenarios shown, every mutant is noticed."""
    (found,) = json.loads(run("mutate", "cameras.pol", "--format", "json").out)["policies"]
    assert found["noticed"] < found["counted"]
    assert {each["state"] for each in found["mutants"]} == {"noticed", "survived", "equivalent"}
    texts = dict.fromkeys(each["scenario"] for each in found["mutants"] if each["scenario"])
    with (folder / "cameras.pol").open("a", encoding="utf-8") as file:
        file.write("\n" + "\n".join(texts))
    (again,) = json.loads(run("mutate", "cameras.pol", "--format", "json").out)["policies"]
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


# ---------------------------------------------------------------- survivors with a stated reason

ROOM = """policy room
    title      "Rules of the room"
    otherwise  permitted

fact age: whole number from 0 to 150
    asks "How old is the reader?"

clause children
    "Children stay outside"
    cites      "Rule 3"
    prohibits{allow}
    when age is less than 16

scenario "A reader of 15"
    given
        age is 15
    expect prohibited
"""
ALLOW = "\n    # allow P0542: whether the day itself counts, the document leaves open"


def test_a_survivor_with_a_stated_reason(run: "Run", folder: Path) -> None:
    """It is listed with the reason and counted apart, with no scenario for it; exit code 0."""
    (folder / "room.pol").write_text(ROOM.format(allow=ALLOW), encoding="utf-8")
    answer = run("mutate", "room.pol")
    assert (answer.code, answer.err) == (0, "")
    assert answer.out == (
        "room: 2 of 4 mutants noticed (50 %), by 1 scenario\n"
        "  2 survive with a stated reason, 0 without one\n"
        "  1 more means the same as another\n"
        "\n"
        "No scenario notices, with a stated reason\n"
        "\n"
        "  clause children\n"
        "    `age is less than 16` left out\n"
        "    `age is less than 16` as `age is at most 16`\n"
        "      reason: whether the day itself counts, the document leaves open\n"
    )
    assert run("check", "room.pol").code == 0


def test_survivors_with_and_without_a_reason_for_programs(run: "Run", folder: Path) -> None:
    """JSON gives the reason of each, and the figures of each policy and of all."""
    (folder / "room.pol").write_text(ROOM.format(allow=ALLOW), encoding="utf-8")
    found = json.loads(run("mutate", "room.pol", "cameras.pol", "--format", "json").out)
    first, second = found["policies"]
    reasons = {each["said"]: each["reason"] for each in first["mutants"]}
    assert reasons["`age is less than 16` as `age is at most 16`"] == ALLOW.partition(": ")[2]
    assert reasons["`age is less than 16` as `age is less than 15`"] is None
    assert (first["allowed"], first["survived"], second["allowed"]) == (2, 0, 0)
    assert found["total"]["noticed"] == first["noticed"] + second["noticed"]
    assert found["total"]["survived"] == second["survived"] > 0
    assert found["idle"] == []


def test_a_reason_that_is_none(run: "Run", folder: Path) -> None:
    """Without a reason the survivors stay, and `check` says why."""
    (folder / "room.pol").write_text(ROOM.format(allow="\n    # allow P0542"), encoding="utf-8")
    answer = run("mutate", "room.pol")
    assert (answer.code, "warning[P0542]: no scenario notices" in answer.out) == (1, True)
    assert run("check", "room.pol").out.startswith("warning[P0806]: `allow P0542` gives no reason")


def test_an_allowance_of_no_survivor(run: "Run", folder: Path) -> None:
    """It is told, in each format, and all else being well it is what makes the exit code 1."""
    text = (
        ROOM.format(allow=ALLOW)
        + """
scenario "A reader of 16"
    given
        age is 16
    expect permitted
"""
    )
    (folder / "room.pol").write_text(text, encoding="utf-8")
    answer = run("mutate", "room.pol")
    assert answer.code == 1
    assert answer.out.startswith("room: 4 of 4 mutants noticed (100 %), by 2 scenarios\n")
    assert "\nwarning[P0807]: `allow P0542` allows nothing: there is no such finding here\n" in answer.out
    (idle,) = json.loads(run("mutate", "room.pol", "--format", "json").out)["idle"]
    assert (idle["code"], idle["line"]) == ("P0807", 12)


def test_a_folder(run: "Run", folder: Path) -> None:
    """Every policy in it is changed, with the scenarios of all files, and below them stands the sum."""
    rooms = folder / "rooms"
    rooms.mkdir()
    (rooms / "room.pol").write_text(ROOM.format(allow=ALLOW), encoding="utf-8")
    (rooms / "hours.pol").write_text((folder / "hours.pol").read_text("utf-8"), encoding="utf-8")
    answer = run("mutate", "rooms")
    assert answer.code == 0
    assert answer.out.startswith("hours: 2 of 2 mutants noticed")
    assert "\n\nroom: 2 of 4 mutants noticed (50 %), by 1 scenario\n" in answer.out
    assert " ".join(answer.out.split()).endswith(
        "in all 2 policies together: 4 of 6 mutants noticed (66.6 %); 2 survive with a stated reason, 0 without one"
    )


def test_a_definition_that_policies_share(run: "Run", folder: Path) -> None:
    """A change of it is noticed where scenarios of any of the policies notice it, and that is said."""
    shared = folder / "shared"
    shared.mkdir()
    (shared / "ages.pol").write_text(AGES, encoding="utf-8")
    for name, ages in (("hall", (15, 16, 17)), ("room", (3,))):
        outcomes = {age: "prohibited" if age < 16 else "permitted" for age in ages}
        scenarios = "".join(
            f'\nscenario "{age}"\n    given\n        age is {age}\n    expect {outcome}\n'
            for age, outcome in outcomes.items()
        )
        (shared / f"{name}.pol").write_text(SHARING.format(name=name) + scenarios, encoding="utf-8")
    alone = run("mutate", "shared/room.pol")
    assert (alone.code, "2 of 4 mutants noticed" in alone.out) == (1, False)
    both = run("mutate", "shared")
    assert "by scenarios of another policy, since the definition is shared" in " ".join(both.out.split())
    assert "definition child" not in both.out
    found = json.loads(run("mutate", "shared", "--format", "json").out)["policies"]
    assert {each["by_policy"] for each in found[1]["mutants"]} == {None, "hall"}
    assert {each["by_policy"] for each in found[0]["mutants"]} == {None}


AGES = """vocabulary ages

fact age: whole number from 0 to 150
    asks "How old is the reader?"

define child
    "A child"
    age is less than 16
"""
SHARING = """policy {name}
    title      "Rules of the {name}"
    otherwise  permitted

import ages

clause children
    "Children stay outside"
    cites      "Rule 3"
    prohibits
    when child
"""
