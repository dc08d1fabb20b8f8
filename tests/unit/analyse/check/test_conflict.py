"""Conflicts: what is told of them, and that what is offered settles them."""

import pytest
from unit.analyse.finding import analysed, edited, found, large, sides, written

import policylang
from policylang.analyse.check import conflict, meeting
from policylang.analyse.check.conflict import conflict_findings, conflicts
from policylang.diagnostics.text import plain, render

TWO = written(
    """
clause ban
    "No a"
    prohibits
    when a

clause grant
    "b may"
    permits
    when b
"""
)
PART = written(
    """
part bans "What is not allowed"
    prohibits
    in force from 2024-05-01

    clause ban
        "No a"
        when any of
            a
            c

    clause other_ban
        "No c"
        # nothing else
        cites "2"

clause grant
    "b may"
    permits
"""
)


@pytest.mark.parametrize("text", [TWO, PART, TWO.replace("\n", "\r\n")], ids=["clauses", "a part", "other line breaks"])
def test_each_mend_settles_the_conflict(text: str) -> None:
    """Each line that is offered can be inserted as it is, and then the two do not meet unsettled any more."""
    (first, *_) = found(text, "P0501")
    before = conflicts(analysed(text)).pairs
    assert len(first.helps) == 4
    for help_ in first.helps:
        mended = edited(text, help_.edit)
        after = found(mended, "P0501")
        settled = found(mended, "P0502")
        assert bool(settled) == ("conflicts" in help_.edit.replacement if help_.edit else False)
        assert sum(len(each.others) for each in conflicts(analysed(mended)).shown) < before or not after


def test_the_scenario_can_be_pasted() -> None:
    """The case is a scenario that loads with the policy and passes as long as nothing is mended."""
    (fault,) = found(TWO, "P0501")
    scenario = fault.notes[-1].removeprefix("as a scenario:\n")
    results = policylang.loads(f"{TWO}\n{scenario}\n").test()
    assert [each.passed for each in results] == [True]
    assert "expect prohibited" in scenario


def test_a_mend_that_would_close_a_circle_is_not_offered() -> None:
    """Where it depends on one clause whether the other stands, only the other direction is offered."""
    text = written(
        """
clause lifter
    "Lifts the ban"
    exempts from ban
    under grant
    when a and c

clause ban
    "No a"
    prohibits
    when a

clause grant
    "b may"
    permits
    when b
"""
    )
    (fault,) = found(text, "P0501")
    lines = [help_.edit.replacement.strip() for help_ in fault.helps if help_.edit]
    assert lines == ["despite ban", "conflicts  prohibition prevails", "conflicts  permission prevails"]


def test_one_clause_against_many_is_told_once() -> None:
    """The clause that meets the most is told with all of them, those beyond the first by name."""
    grants = "\n".join(f'clause grant_{n}\n    "May {n}"\n    permits\n    when age is {n}\n' for n in range(12))
    text = written(f'clause ban\n    "No a"\n    prohibits\n    when a\n\n{grants}')
    (fault,) = found(text, "P0501")
    assert fault.message.startswith("`ban` and 12 other clauses decide the same cases differently")
    assert "`grant_1`, `grant_2`, `grant_3`, `grant_4`, `grant_5`, `grant_6` and 5 more" in fault.notes[-2]
    assert len(fault.helps) == 2, "a line with twelve names is not offered"


def test_more_than_are_shown_are_counted() -> None:
    """Where many clauses meet many, some are shown and the others counted."""
    lines = [f'clause ban_{n}\n    "No {n}"\n    prohibits\n    when age is at least {n}\n' for n in range(60)]
    lines += [f'clause may_{n}\n    "May {n}"\n    permits\n    when age is at most {n}\n' for n in range(60)]
    about = analysed(written("\n".join(lines)))
    made = conflicts(about, most=3)
    assert made.pairs == 60 * 61 // 2
    assert made.left_out == made.pairs - sum(len(each.others) for each in made.shown)
    (note,) = (each for each in conflict_findings(about) if each.code == "P0404")
    assert note.message.endswith("more pairs of clauses are in conflict; not shown here")


def test_a_conflict_that_is_settled_is_a_note() -> None:
    """With a line `conflicts` it is told which of the two prevails."""
    (note,) = found(TWO.replace("permitted\n", "permitted\n    conflicts  permission prevails\n", 1), "P0502")
    assert note.severity == "note"
    assert (note.label.text, note.others[0].text) == ("prohibits it, and yields", "permits it, and prevails")
    assert not note.helps


@pytest.mark.parametrize(
    "line", ["despite ban", "subject to ban"], ids=["the permission prevails", "the prohibition prevails"]
)
def test_an_exception_leaves_no_conflict(line: str) -> None:
    """Where one prevails over the other they do not stand together."""
    text = TWO.replace("    permits\n", f"    permits\n    {line}\n")
    assert not found(text, "P0501")


def test_what_cannot_be_is_no_conflict() -> None:
    """Two clauses that meet only against an `always` are at peace."""
    assert not found(f'{TWO}\nalways apart "so it is"\n    if a\n    then not b\n', "P0501")


def test_what_is_too_large_is_said() -> None:
    """Pairs that cannot be put together within the limits are named, and the others decided."""
    pairs = f'clause pairs\n    "A pair"\n    permits\n    when {large("x", "y")}'
    about = analysed("\n".join((TWO, sides("x", "y"), pairs)))
    found_ = list(conflict_findings(about))
    assert [each.code for each in found_] == ["P0501", "P0509"]
    assert found_[1].message == "not decided: whether `ban` can stand together with `pairs`"


def test_where_the_limits_leave_much_open_it_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    """Beyond so many pairs nothing is looked at by itself; what is not listed is counted."""
    lines = [f'clause ban_{n}\n    "No {n}"\n    prohibits\n    when a and age is {n}\n' for n in range(52)]
    lines += ['clause may\n    "May"\n    permits\n    when b\n', 'always apart "why"\n    if a\n    then not b\n']
    monkeypatch.setattr(meeting, "MOST_CHECKED", 0)
    said = [each.message for each in conflict_findings(analysed(written("\n".join(lines))))]
    assert len(said) == 51
    assert said[0] == "not decided: whether `ban_0` can stand together with `may`"
    assert said[-1] == "not decided: whether 2 more pairs of clauses can stand together"


def test_among_very_many_pairs_prohibitions_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the clause that meets the most would take long to find, each prohibition comes with all that it meets."""
    lines = [f'clause ban_{n}\n    "No {n}"\n    prohibits\n    when age is at least {n}\n' for n in range(3)]
    lines += [f'clause may_{n}\n    "May {n}"\n    permits\n    when age is at most {n}\n' for n in range(3)]
    monkeypatch.setattr(conflict, "MOST_TURNED", 0)
    shown = conflicts(analysed(written("\n".join(lines)))).shown
    assert [(each.clause.name, len(each.others)) for each in shown] == [("ban_0", 3), ("ban_1", 2), ("ban_2", 1)]


def test_against_very_many_the_share_is_not_told() -> None:
    """To count the cases in which a clause meets any of hundreds would take longer than it is worth."""
    grants = "\n".join(f'clause may_{n}\n    "May {n}"\n    permits\n    when age is {n}\n' for n in range(101))
    (shown,) = conflicts(analysed(written(f'clause ban\n    "No a"\n    prohibits\n    when a\n\n{grants}'))).shown
    assert shown.affected is None


def test_where_it_is_not_known_what_can_be_nothing_is_decided() -> None:
    """A line of `always` that is too large leaves everything open, and each pass says so once."""
    always = f'always pairs "why"\n    if a\n    then {large("x", "y")}'
    text = "\n".join((TWO, "    despite ban", sides("x", "y"), always))
    assert [each.message for each in found(text, "P0509")] == [
        "not decided: which clauses stand together, since it is not known which cases are possible",
        "not decided: which clauses can apply, since it is not known which cases are possible",
        "not decided: which exceptions bite, since it is not known which cases are possible",
    ]


def test_how_it_reads() -> None:
    """The message shows both clauses, what they say, a case, how often it is so, and what would settle it."""
    (fault,) = found(TWO, "P0501")
    assert plain(render(fault)).startswith(
        """\
error[P0501]: two clauses decide the same case differently, and the policy does not say which prevails
  --> p.pol:10:8
   |
10 | clause ban
   |        ^^^ prohibits it
   ::: p.pol:15:8
15 | clause grant
   |        ----- permits it
   |
   = note: `ban` says: "No a"
           `grant` says: "b may"
   = note: for example: a, b
   = note: the two meet in 1 of 4 kinds of case (25 %)
   = note: as a scenario:
"""
    )
