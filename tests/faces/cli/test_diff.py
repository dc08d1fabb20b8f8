"""`policylang diff` and `policylang timeline`: what changed, for people and for programs, and what is refused."""

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from policylang.console import exits

if TYPE_CHECKING:
    from faces.conftest import Run

DATED = "police_and_faces"
MAY = ("--between", "2024-05-01", "2024-05-03")
OLD = """policy terms
    title      "Terms"
    otherwise  permitted

type party: has
    kind: one of police, person
    country: one of us, france

fact operator: party
    asks "Who uses it?"

fact night: yes or no
    asks "At night?"

duty review "It is reviewed"

clause no_police
    "No police in the US"
    cites      "Item 1"
    words      "no police"
    prohibits
    when operator.kind is police and operator.country is us

clause reviewed
    "It is reviewed"
    cites      "Item 2"
    requires review
    when operator.kind is police
"""
NEW = OLD.replace("kind is police and operator.country is us", "country is us and not night").replace(
    "requires review\n    when operator.kind is police", "requires review"
)


@pytest.fixture(autouse=True)
def _files(folder: Path, police_and_faces: str) -> None:
    assert police_and_faces == DATED
    for name, text in (("old", OLD), ("new", NEW)):
        (folder / name).mkdir()
        (folder / name / "terms.pol").write_text(text, encoding="utf-8")


def test_two_versions_of_one_name_are_compared(run: "Run") -> None:
    """Files in two folders that bear one name are two versions; groups, cases, clauses and duties are told."""
    answer = run("diff", "old/terms.pol", "new/terms.pol")
    assert (answer.code, answer.err) == (0, "")
    lines = answer.out.splitlines()
    assert lines[4] == "Incomparable: some cases become prohibited, others no longer are"
    assert "1  not prohibited by default → prohibited by no_police" in lines
    assert "2  prohibited by no_police → not prohibited by default" in lines
    assert '   scenario "prohibited by no_police before, not prohibited by default after"' in lines
    assert "           “no police”" in lines
    assert "What did not change" in lines
    assert "Duties" in lines
    assert "  meaning alone      no_police; stands in 1 (12.5 %) more; stands no more in 1" in lines
    assert max(map(len, lines)) <= 80


def test_the_change_of_may_2024_is_told(run: "Run") -> None:
    """The correction made the code looser for US police without face recognition, whatever the camera."""
    out = run("diff", DATED, *MAY).out
    assert "Looser: some cases are no longer prohibited, and none becomes so" in out
    assert "1  prohibited by us_police_any_use → not prohibited by default" in out
    assert "     not recognition_of_individuals" in out
    assert "the change does not depend on: camera, timing, tracking, subject, oversight," in out
    assert "  in force now       us_police_face_recognition" in out


def test_versions_are_told_by_their_digests_and_dates_by_their_editions(run: "Run") -> None:
    """What is compared stands in the head: digests of versions, editions of dates."""
    assert "  before 2024-05-01, edition first_text, police_and_faces" in run("diff", DATED, *MAY).out
    assert "  before terms, digest " in run("diff", "old/terms.pol", "new/terms.pol").out


def test_json_has_every_field(run: "Run") -> None:
    """JSON tells the same for programs, cases as scenarios included."""
    found = json.loads(run("diff", "old/terms.pol", "new/terms.pol", "--format", "json").out)
    assert found["verdict"] == "incomparable"
    assert found["compared"] == {"affected": 2, "all": 8}
    first = found["changes"][0]
    assert first["after"]["clauses"][0]["cites"] == ["Item 1"]
    assert first["shown"]["scenario"].startswith("scenario ")
    assert {each["name"] for each in found["clauses"]} == {"no_police", "reviewed"}


def test_sarif_stands_at_the_clauses(run: "Run") -> None:
    """Each group is a result at the clause after, or else before, with the other beside it."""
    log = json.loads(run("diff", "old/terms.pol", "new/terms.pol", "--format", "sarif").out)
    results = log["runs"][0]["results"]
    assert [each["ruleId"] for each in results] == ["P0541", "P0541"]
    places = [each["locations"][0]["physicalLocation"] for each in results]
    assert [each["artifactLocation"]["uri"] for each in places] == ["new/terms.pol", "old/terms.pol"]
    assert [each["region"]["startLine"] for each in places] == [17, 17]


def test_saved_policies_are_compared(run: "Run") -> None:
    """A saved policy is a version as good as a file; where there is no text, a result stands at the file."""
    assert run("compile", "old/terms.pol", "-o", "old.polc").code == 0
    assert run("diff", "old.polc", "old/terms.pol", "--exit-code").code == 0
    log = json.loads(run("diff", "new/terms.pol", "old.polc", "--format", "sarif").out)
    uris = {each["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for each in log["runs"][0]["results"]}
    assert uris == {"new/terms.pol", "old.polc"}


def test_the_exit_code_tells_whether_decisions_change(run: "Run") -> None:
    """With --exit-code, 1 says that some decision changes and 0 that none does; without it, 0."""
    changed = run("diff", "old/terms.pol", "new/terms.pol", "--exit-code")
    assert (changed.code, changed.err) == (exits.FINDINGS, "note[P0541]: decisions change from one side to the other\n")
    assert run("diff", "old/terms.pol", "new/terms.pol").code == 0
    assert run("diff", DATED, DATED, "--exit-code").code == 0


def test_what_was_not_compared_is_told_by_the_exit_code(run: "Run", monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a limit was met and no change was found, that is an answer of its own."""
    monkeypatch.setattr("policylang.analyse.compare.diff.MOST_STEPS", 0)
    monkeypatch.setattr("policylang.core.from_semantics.MOST_NODES_A_VERDICT", 0)
    answer = run("diff", "old/terms.pol", "old/terms.pol", "--exit-code")
    assert answer.code == exits.UNDECIDED
    assert "Not decided within the limit" in answer.out


def test_a_renamed_fact_is_the_same(run: "Run", folder: Path) -> None:
    """With --rename, a fact under another name is the same fact."""
    text = OLD.replace("operator", "party_in_charge").replace("country: one of us", "country: one of united_states")
    (folder / "renamed.pol").write_text(
        text.replace("is us", "is united_states").replace("policy terms", "policy renamed")
    )
    renames = (
        "--rename",
        "operator=party_in_charge",
        "--rename",
        "operator.country.us=party_in_charge.country.united_states",
    )
    assert run("diff", "old/terms.pol", "renamed.pol", "--exit-code", *renames).code == 0
    assert run("diff", "old/terms.pol", "renamed.pol", "--exit-code").code == 1


def test_all_shows_every_group_and_region(run: "Run", folder: Path) -> None:
    """Long lists are cut short, and --all shows them whole."""
    facts = "".join(f'fact f{n}: yes or no\n    asks "F{n}?"\n\n' for n in range(20))
    clauses = "".join(f'clause c{n}\n    "C{n}"\n    cites "{n}"\n    prohibits\n    when f{n}\n\n' for n in range(20))
    head = 'policy wide\n    title "W"\n    otherwise permitted\n\n'
    (folder / "wide.pol").write_text(head + facts + clauses)
    (folder / "narrow.pol").write_text(head.replace("wide", "narrow") + facts)
    few = run("diff", "narrow.pol", "wide.pol").out
    assert "  added              c15" in few
    assert "and 4 more (--all shows them)" in few
    assert "the first of those that stand" in few
    assert "  added              c19" in run("diff", "narrow.pol", "wide.pol", "--all").out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("old/terms.pol",), "one version is compared with nothing"),
        (("old/terms.pol", "new/terms.pol", *MAY), "`--between` compares two dates of one policy, and two are given"),
        (("old/terms.pol", *MAY, "--on", "2024-05-01"), "`--on` goes with two versions, not with `--between`"),
        (("old/terms.pol", *MAY, "--rename", "a=b"), "`--rename` goes with two versions, not with `--between`"),
        (("old/terms.pol", "nwe/terms.pol"), "there is no file `nwe/terms.pol`"),
        (("old/terms.pol", "--between", "soon", "2024-05-01"), "the date of the decision got 'soon'"),
        (
            ("old/terms.pol", "new/terms.pol", "--rename", "nigth=night"),
            "the old version has no fact, part or value `nigth`",
        ),
        (("old/terms.pol", "new/terms.pol", "--rename", "night"), "`--rename night` is no OLD=NEW"),
        (
            ("old/terms.pol", "new/terms.pol", "--rename", "night=a", "--rename", "night=b"),
            "`night` is renamed twice",
        ),
    ],
)
def test_what_cannot_be_compared_is_refused(run: "Run", arguments: tuple[str, ...], said: str) -> None:
    """Each mistake is answered in a sentence, with exit code 2."""
    answer = run("diff", *arguments)
    assert (answer.code, answer.out) == (exits.WRONG_USE, "")
    assert said in answer.err


# ---------------------------------------------------------------- timeline


def test_the_timeline_is_a_picture_with_what_each_date_changes(run: "Run") -> None:
    """Bars for the clauses, and below them each date with its verdict and its groups."""
    answer = run("timeline", DATED)
    assert (answer.code, answer.err) == (0, "")
    lines = answer.out.splitlines()
    assert "us_police_any_use           ···············████████████························" in lines
    assert any(line.startswith("3  2024-05-03, edition corrected: looser, 3,304,800 of") for line in lines)
    assert "   ends: us_police_any_use" in lines
    assert max(map(len, lines)) <= 80


def test_the_timeline_as_json_and_as_a_picture(run: "Run") -> None:
    """JSON has the whole difference of each date; SVG is a document of its own."""
    found = json.loads(run("timeline", DATED, "--format", "json").out)
    assert [each["day"] for each in found["turns"]] == ["2023-12-01", "2024-05-01", "2024-05-03", "2024-09-06"]
    assert found["turns"][2]["difference"]["verdict"] == "looser"
    assert run("timeline", DATED, "--format", "svg").out.startswith("<svg ")


def test_a_policy_without_dates_has_a_short_timeline(run: "Run") -> None:
    """Where nothing depends on the date, that is all there is to say."""
    assert run("timeline", "old/terms.pol").out == "Terms\nNothing in it depends on the date.\n"


def test_dates_that_change_little_are_told_as_such(run: "Run", folder: Path) -> None:
    """A date on which other clauses stand, or nothing changes, is told without an outcome."""
    text = OLD.replace('    cites      "Item 2"', '    cites      "Item 2"\n    in force from 2024-01-01')
    text = text.replace("fact night", 'edition spring "Spring" from 2024-03-01\n\nfact night')
    (folder / "dated.pol").write_text(text.replace("policy terms", "policy dated"))
    out = run("timeline", "dated.pol").out
    assert "1  2024-01-01: no outcome changes; other clauses stand, or other duties are due" in out
    assert "2  2024-03-01, edition spring: no decision changes" in out
