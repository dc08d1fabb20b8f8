"""What is told of a draft: what it changes in the decisions, which clauses it meets, what it leaves idle.

The numbers were counted by hand: where a policy asks about three facts, there are eight kinds of case.
"""

from pathlib import Path

import click
import pytest
from prompt import DAY, refused, typed

from policylang.repl.session import Session

SMALL = """policy small
    otherwise permitted
{conflicts}
fact a: yes or no
fact b: yes or no
fact c: yes or no

duty report "Report it"
    fulfilled when c

clause no_a
    "No a"
    cites "1"
    prohibits
    when a
"""
SETTLED = "    conflicts permission prevails\n"


def clause(effect: str, *lines: str, name: str = "new") -> str:
    """Return the text of a drafted clause."""
    return "\n    ".join([f"clause {name}", '"New"', 'cites "2"', effect, *lines])


@pytest.fixture
def small(folder: Path) -> Session:
    """A session about the small policy, which says nothing of conflicts."""
    return opened(folder, "")


@pytest.fixture
def settled(folder: Path) -> Session:
    """A session about the same policy, in which permissions prevail."""
    return opened(folder, SETTLED)


def opened(folder: Path, conflicts: str) -> Session:
    """Return a session about the small policy."""
    (folder / "small.pol").write_text(SMALL.format(conflicts=conflicts), encoding="utf-8")
    return Session(["small.pol"], DAY)


def lines(session: Session, *inputs: str) -> list[str]:
    """Return the lines that are answered to the last of some inputs."""
    return [line.strip() for line in typed(session, *inputs).split("\n")]


class TestDecisions:
    """What changes in the decisions."""

    def test_stricter(self, small: Session) -> None:
        """A prohibition of b bars the two of eight kinds in which b is so and a is not; one of them is shown."""
        told = lines(small, clause("prohibits", "when b"))
        assert "Stricter: 2 of 8 kinds of case (25 %) get another outcome" in told
        assert "not prohibited by default → prohibited by new: 2 of 8 kinds of case (25 %)" in told
        assert "for example not a, b" in told
        assert "new stands in 4 of 8 kinds of case (50 %)" in told

    def test_looser(self, settled: Session) -> None:
        """A permission that prevails opens two of the four kinds that were barred."""
        told = lines(settled, clause("permits", "when b"))
        assert "Looser: 2 of 8 kinds of case (25 %) get another outcome" in told

    def test_both(self, small: Session) -> None:
        """A clause in the place of another bars some kinds and opens others."""
        told = lines(small, clause("prohibits", "when b", name="no_a"))
        assert "Some cases stricter, others looser: 4 of 8 kinds of case (50 %) get another" in told[1]
        assert any(line.startswith("prohibited by no_a → not prohibited by default: 2 of 8") for line in told)

    def test_other_grounds(self, small: Session) -> None:
        """Where the outcome stays and other clauses stand, that is told as well."""
        told = lines(small, clause("prohibits", "when all of", "    a", "    b"))
        assert "No outcome changes" in told
        assert "The same outcome by other clauses: 2 of 8 kinds of case (25 %)" in told

    def test_a_duty(self, small: Session) -> None:
        """A duty is told with where it is due."""
        told = lines(small, clause("requires report", "when b"))
        assert "report is due in 4 of 8 kinds of case (50 %)" in told

    def test_what_cannot_be_any_more(self, small: Session) -> None:
        """A line of `always` rules cases out."""
        told = lines(small, 'always b_with_a "why"\n    if b\n    then a')
        assert "2 kinds of case cannot be any more" in told

    def test_clauses_that_stand_elsewhere(self, small: Session) -> None:
        """A draft that lifts another clause says so, and an exception changes the outcome."""
        told = lines(small, clause("exempts from no_a", "when b"))
        assert "Looser: 2 of 8 kinds of case (25 %) get another outcome" in told
        assert "Stand in other cases than before: no_a" in told

    def test_nothing(self, small: Session) -> None:
        """A fact that no clause asks about changes no decision."""
        assert "No decision changes." in lines(small, "fact d: yes or no")

    def test_of_a_scenario_there_is_none(self, small: Session) -> None:
        """A scenario is run, and has no effect."""
        told = typed(
            small, 'scenario "b is let through"\n    given\n        b\n        not a\n    expect permitted by default'
        )
        assert "decision" not in told
        assert "1 scenario passed" in told


class TestClauses:
    """What a drafted clause does among the others."""

    def test_a_conflict_that_nothing_settles_is_told(self, small: Session) -> None:
        """With a case, and that nothing says which prevails."""
        told = lines(small, clause("permits", "when b"))
        at = told.index("Conflicts with 1 clause")
        assert told[at + 1] == "no_a (prohibits): 2 of 8 kinds of case (25 %), and nothing says which prevails"
        assert told[at + 2] == "for example a, b"

    def test_a_conflict_that_the_header_settles(self, settled: Session) -> None:
        """It is told who prevails."""
        assert any(line.endswith("; new prevails") for line in lines(settled, clause("permits", "when b")))

    def test_none_where_the_draft_says_who_prevails(self, small: Session) -> None:
        """`despite` settles it."""
        assert "Conflicts" not in typed(small, clause("permits", "despite no_a", "when b"))

    @pytest.mark.parametrize(
        ("condition", "lies"),
        [
            ("when a", "no_a (just the same cases)"),
            ("when all of\n        a\n        b", "no_a (which holds all its cases)"),
            ("", "no_a (all cases of which it holds)"),
            ("when b", "no_a"),
        ],
    )
    def test_an_overlap(self, small: Session, condition: str, lies: str) -> None:
        """It is told how the cases of the two lie to each other."""
        assert f"Overlaps with 1 clause: {lies}" in lines(small, clause("prohibits", *filter(None, [condition])))

    def test_redundant(self, small: Session) -> None:
        """A draft that another clause covers changes nothing, and the clause that sees to it is named."""
        told = lines(small, clause("prohibits", "when all of", "    a", "    b"))
        assert "new changes no decision: no_a sees to it" in told

    def test_redundant_by_the_default(self, small: Session) -> None:
        """A permission where nothing else speaks is so anyway."""
        told = lines(small, clause("permits", "when all of", "    b", "    not a"))
        assert "new changes no decision: it is so anyway" in told

    def test_makes_another_redundant(self, small: Session) -> None:
        """A wider draft leaves a clause with nothing to do."""
        told = lines(small, clause("prohibits", "when any of", "    a", "    b"))
        assert "By it no_a changes no decision any more" in told

    def test_never_applies(self, small: Session) -> None:
        """A draft whose conditions contradict each other."""
        told = lines(small, clause("prohibits", "when all of", "    a", "    not a"))
        assert "new never applies, whatever the case" in told

    def test_not_in_force(self, small: Session) -> None:
        """A draft for another time changes nothing on the day, and says when it does."""
        told = lines(small, clause("in force from 2030-01-01", "prohibits", "when b"))
        assert "new is not in force on 2024-06-10: from 2030-01-01" in told
        typed(small, "on 2030-01-01")
        assert "Stricter: 2 of 8 kinds of case (25 %) get another outcome" in lines(small, "effect")


class TestQuestions:
    """Effects that are asked for."""

    def test_of_all_drafts_together(self, small: Session) -> None:
        """Against the file: what a second draft takes back, is not told."""
        first, second = clause("prohibits", "when b"), clause("prohibits", "when all of", "    b", "    c")
        assert "Stricter: 1 of 8 kinds of case (12.5 %) get another outcome" in lines(small, first, second, "effect")

    def test_of_cases_like_this_one(self, small: Session) -> None:
        """Only these are counted, and what they have in common is not told again."""
        told = lines(small, "not a", "c", clause("prohibits", "when b"), "effect here")
        assert "Stricter: 1 of 2 kinds of case (50 %) get another outcome" in told
        assert "for example b" in told

    def test_without_a_clause(self, small: Session) -> None:
        """What would change is told, and nothing does; of b nothing is asked here, so that there are four kinds."""
        state = small.state
        assert "Looser: 2 of 4 kinds of case (50 %) get another outcome" in lines(small, "without no_a")
        assert small.state == state

    def test_without_one_that_is_not_there(self, small: Session) -> None:
        """A slip is told."""
        assert "did you mean `no_a`?" in refused(small, "without no_aa")

    def test_scenarios_without_it(self, small: Session) -> None:
        """Those that would fail are told."""
        typed(small, 'scenario "a is barred"\n    given\n        a\n    expect prohibited by no_a')
        told = lines(small, "without no_a")
        assert "Scenarios: 0 of 1 scenario pass; 1 fails by this" in told

    def test_the_case_as_it_is(self, small: Session) -> None:
        """Where its outcome changes by a draft, and by what is dropped."""
        assert "The case as it is: Undetermined → Prohibited" in lines(small, "b", clause("prohibits", "when b"))
        assert "The case as it is: Prohibited → Undetermined" in lines(small, "drop")


class TestImpossible:
    """A draft by which the case cannot be any more."""

    ALWAYS = 'always b_with_a "why"\n    if a\n    then b'

    def test_it_is_told_and_nothing_is_lost(self, small: Session) -> None:
        """The draft is taken, the case stays, and what needs a case that can be is refused with the reason."""
        assert any("it breaks `small.b_with_a`" in line for line in lines(small, "a", "not b", self.ALWAYS))
        assert small.state.given == ("a", "not b")
        assert "it breaks `small.b_with_a` (why)" in refused(small, "why")
        assert "it breaks" in typed(small, "case")

    def test_there_is_a_way_out(self, small: Session) -> None:
        """Another line, or the draft dropped, or all taken back."""
        typed(small, "a", "not b", self.ALWAYS)
        assert "Prohibited" in typed(small, "b")
        assert "it breaks" in typed(small, "undo")
        assert "Prohibited" in typed(small, "drop", "case")

    def test_a_line_by_which_no_case_can_be_is_refused(self, small: Session) -> None:
        """The case stays as it was."""
        typed(small, self.ALWAYS, "a")
        assert "it breaks" in refused(small, "not b")
        assert small.state.given == ("a",)


def test_colours_tell_the_direction(small: Session) -> None:
    """What gets stricter is marked like a prohibition."""
    told = small.answer(clause("prohibits", "when b")).text
    assert click.style("Stricter", fg="red", bold=True) in told
