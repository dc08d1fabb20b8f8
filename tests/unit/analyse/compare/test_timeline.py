"""The dates on which a policy changes, told apart by what they change, and their picture."""

import datetime as dt
import xml.etree.ElementTree as ET

import policylang
from policylang.picture.bars import Chart, Mark, Row, runs
from policylang.picture.bars_to_svg import bars_to_svg
from policylang.picture.bars_to_text import bars_to_text

DATED = """
policy terms
    title "Terms"
    otherwise permitted

fact a: yes or no
fact b: yes or no

clause always_there
    "Not with a"
    cites "1"
    prohibits
    when a

clause the_same
    "The same again"
    cites "2"
    in force from 2024-02-01
    prohibits
    when a

clause never_alone
    "What cannot be"
    cites "3"
    in force from 2024-03-01
    prohibits
    when a and not a

clause more
    "Not with b"
    cites "4"
    in force from 2024-04-01 before 2024-05-01
    prohibits
    when b
"""


def _policy(text: str) -> policylang.Policy:
    return policylang.loads(text, name="terms.pol")


def test_each_date_is_told_with_what_it_changes() -> None:
    """A date changes outcomes, or other clauses alone, or nothing."""
    found = _policy(DATED.replace("when a and not a", "when a and b")).timeline()
    told = [
        (turn.day.isoformat(), turn.effect, turn.difference.verdict, turn.begins, turn.ends) for turn in found.turns
    ]
    assert told == [
        ("2024-02-01", "grounds", "equivalent", ("the_same",), ()),
        ("2024-03-01", "grounds", "equivalent", ("never_alone",), ()),
        ("2024-04-01", "outcomes", "stricter", ("more",), ()),
        ("2024-05-01", "outcomes", "looser", (), ("more",)),
    ]
    assert [span.in_force for span in found.spans][:2] == [(True,) * 5, (False, True, True, True, True)]


def test_an_edition_alone_changes_nothing() -> None:
    """The beginning of an edition is a date on which no decision changes."""
    text = DATED.partition("clause the_same")[0]
    found = _policy(text.replace("fact a", 'edition one_text "The first" from 2024-01-01\n\nfact a')).timeline()
    assert [(turn.day, turn.effect, turn.editions) for turn in found.turns] == [
        (dt.date(2024, 1, 1), "nothing", ("one_text",))
    ]
    assert found.chart.rows == ()


def test_a_policy_without_dates_has_no_turns() -> None:
    """Where nothing depends on the date, that is what the picture says."""
    found = _policy(DATED.partition("clause the_same")[0]).timeline()
    assert found.turns == ()
    assert found.chart.subtitle == "Nothing in it depends on the date"


def test_the_standard_policy_over_time_for_a_use_that_is_ordinary_but_for_what_it_does_and_who_does_it() -> None:
    """On four dates outcomes change: stricter, stricter, looser, and stricter."""
    given = {"service": "azure_openai", "functions": None, "operator": "unknown"}
    found = policylang.load("microsoft.azure_openai").timeline(case=given, like="ordinary_use")
    changing = [(turn.day.isoformat(), turn.difference.verdict) for turn in found.turns if turn.effect == "outcomes"]
    assert changing == [
        ("2023-12-01", "stricter"),
        ("2024-05-01", "stricter"),
        ("2024-05-03", "looser"),
        ("2024-09-06", "stricter"),
    ]


# ---------------------------------------------------------------- pictures

CHART = Chart(
    "A <title>",
    "Under it",
    (Mark("2024-01-01", "stricter", "strong"), Mark("2024-02-01", "no change", "none")),
    (
        Row("first", "prohibits", "prohibited", (True, False, True)),
        Row("second", "permits", "permitted", (False, True, False)),
    ),
    (("strong", "something changes"), ("weak", "little changes"), ("none", "nothing changes")),
    (("prohibited", "prohibits"), ("permitted", "permits"), ("plain", "other")),
)


def test_runs_are_bars_that_follow_each_other() -> None:
    """Bars next to each other are one run, with where it begins and what follows it."""
    assert runs((True, True, False, True)) == ((0, 2), (3, 4))
    assert runs((False,)) == ()


def test_text_has_a_line_for_each_row() -> None:
    """Each row is a line of bars and gaps under the dates; signs that are not there are not explained."""
    assert bars_to_text(CHART).splitlines() == [
        "A <title>",
        "Under it",
        "",
        "           2024-01-01  2024-02-01",
        "           ▲           ·",
        "first   ███············████████████",
        "second  ···████████████············",
        "",
        "█ in force",
        "▲ something changes",
        "· nothing changes",
    ]


def test_numbers_stand_for_dates_that_do_not_fit() -> None:
    """In a narrow window columns are narrower, and numbers stand over them."""
    lines = bars_to_text(CHART, width=26).splitlines()
    assert lines[3].split() == ["1", "2"]
    assert max(map(len, lines)) <= 26


def test_svg_is_well_formed_and_says_what_it_shows() -> None:
    """The picture is XML with a title and a description, a bar for each run, and open ends in pieces."""
    root = ET.fromstring(bars_to_svg(CHART))  # noqa: S314 - our own
    space = "{http://www.w3.org/2000/svg}"
    title, text = root.findall(f"{space}title")[0], root.findall(f"{space}desc")[0]
    assert title.text == "A <title>"
    assert "2024-01-01: stricter" in (text.text or "")
    bars = [each for each in root.iter(f"{space}rect") if each.get("class", "").startswith("tl-bar-prohibited")]
    assert len(bars) == 2 + 4 + 1  # two runs, two open ends of two pieces each, and the legend
    words = {each.text for each in root.iter(f"{space}text")}
    assert {"first", "second", "2024-01-01", "something changes", "prohibits"} <= words
    assert "little changes" not in words
