"""`Policy.findings`: what is found about all cases of a policy, wherever its text is."""

import pickle
from pathlib import Path

import pytest

import policylang

RULES = """policy rules
    otherwise  permitted

fact eats: yes or no
fact drinks: yes or no

clause no_food
    "No food"
    cites      "1"
    prohibits
    when eats

clause no_meals
    "No meals"
    cites      "2"
    prohibits
    when eats and drinks
"""


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file with a clause that another covers; what is read is kept in a folder of the test's own."""
    monkeypatch.setenv("POLICYLANG_CACHE", str(tmp_path / "kept"))
    path = tmp_path / "rules.pol"
    path.write_text(RULES, encoding="utf-8")
    return path


def _told(policy: policylang.Policy) -> list[tuple[str, str, str]]:
    places = [(each.code, each.label.place) for each in policy.findings()]
    return [(code, place.source.name, place.source.at(place.span)) for code, place in places]


def test_the_same_is_found_as_by_check(file: Path) -> None:
    """The covered clause is found by both, and by `check` what is wrong with the text as well."""
    found = policylang.load(file).findings()
    assert [(each.code, each.label.place.source.at(each.label.place.span)) for each in found] == [("P0504", "no_meals")]
    of_check = [(each.code, each.message, each.notes, each.label) for each in policylang.check(file)]
    (mine,) = found
    assert any(
        (code, message, notes, label.place.span) == (mine.code, mine.message, mine.notes, mine.label.place.span)
        for code, message, notes, label in of_check
    )


def test_places_are_there_whether_it_was_kept_or_pickled(file: Path) -> None:
    """A policy that was kept between runs has no places; its text is read again."""
    first, kept = policylang.load(file), policylang.load(file)
    assert first.resolved.place is not None
    assert kept.resolved.place is None
    expected = [("P0504", str(file), "no_meals")]
    assert _told(first) == _told(kept) == expected
    again = pickle.loads(pickle.dumps(kept))  # noqa: S301 - what is pickled here is read here
    kept.decide({}, on="2024-01-01")
    decided = pickle.loads(pickle.dumps(kept))  # noqa: S301 - as above
    assert _told(again) == _told(decided) == expected


def test_a_text_has_places_of_its_own() -> None:
    """Of a text that was given, they are in that text."""
    assert _told(policylang.loads(RULES, name="given.pol")) == [("P0504", "given.pol", "no_meals")]


def test_a_saved_policy_has_no_text(file: Path, tmp_path: Path) -> None:
    """That is said, rather than findings shown nowhere."""
    policylang.load(file).save(tmp_path / "rules.polc")
    with pytest.raises(policylang.PolicyError, match="`rules` was saved without its text"):
        policylang.load(tmp_path / "rules.polc").findings()


def test_a_text_that_changed_is_not_taken_for_the_policy(file: Path) -> None:
    """A file that means something else by now, or is gone, is an error; a comment changes nothing."""
    policylang.load(file)
    kept = policylang.load(file)
    file.write_text(f"# a comment\n{RULES}", encoding="utf-8")
    assert _told(kept) == [("P0504", str(file), "no_meals")]
    file.write_text(RULES.replace("eats and drinks", "drinks"), encoding="utf-8")
    with pytest.raises(policylang.PolicyError, match="says something else by now; load `rules` again"):
        kept.findings()
    file.unlink()
    with pytest.raises(policylang.PolicyError):
        kept.findings()
