"""Findings that an author allows, with the reason beside them."""

from pathlib import Path

import pytest

from policylang.workspace.check import check
from policylang.workspace.load import Workspace

TEXT = """{file}vocabulary v

{before}type camera: has
    mount: one of
{inside}        mobile (worn, dash){after}
        fixed (wall, pole)

type place: has
    kind: one of street (wide, narrow)
"""


def codes(tmp_path: Path, **comments: str) -> list[str]:
    """Return the codes found in a vocabulary of three groups without an `other_` leaf, with comments put in."""
    path = tmp_path / "v.pol"
    path.write_text(TEXT.format(**{name: comments.get(name, "") for name in ("file", "before", "inside", "after")}))
    return [each.code for each in check(Workspace(), [str(path)])]


@pytest.mark.parametrize(
    ("where", "comment", "left"),
    [
        ("file", "# allow P0804: a complete list\n\n", 0),
        ("before", "# allow P0804: a complete list\n", 1),
        ("inside", "        # allow P0804: a complete list\n", 2),
        ("after", "  # allow P0804: a complete list", 2),
    ],
)
def test_how_far_an_allowance_reaches(tmp_path: Path, where: str, comment: str, left: int) -> None:
    """Before the header it covers the file, before an item that item, else a line."""
    assert codes(tmp_path) == ["P0804"] * 3
    assert codes(tmp_path, **{where: comment}) == ["P0804"] * left


def test_a_reason_is_wanted(tmp_path: Path) -> None:
    """Without a reason nothing is allowed, and that is said."""
    assert sorted(codes(tmp_path, after="  # allow P0804")) == ["P0804", "P0804", "P0804", "P0806"]


def test_an_idle_allowance_is_found(tmp_path: Path) -> None:
    """An allowance of what is not there is left over from an earlier day."""
    assert sorted(codes(tmp_path, before="# allow P0801: no clause\n")) == ["P0804", "P0804", "P0804", "P0807"]


# ---------------------------------------------------------------- errors, and what another command finds

DEAD = """{file}policy p
    title      "P"
    otherwise  permitted

fact eats: yes or no
    asks "Does the reader eat?"

fact meal: one of breakfast, lunch, other_meal
    asks "Which meal?"
{always}
{before}clause no_food
    "No breakfast and no lunch"
    cites      "Rule 3"
    prohibits
{inside}    when {when}

{more}clause quiet
    "Nobody eats other meals"
    cites      "Rule 4"
    prohibits
    when meal is other_meal

scenario "A reader dines"
    given
        meal is other_meal
        eats
    expect prohibited by quiet
"""
NEVER = "meal is breakfast and meal is lunch"


def dead(tmp_path: Path, **comments: str) -> list[str]:
    """Return the codes found in a policy with a clause that never applies, with comments put in."""
    path = tmp_path / "p.pol"
    names = ("file", "always", "before", "inside", "more")
    path.write_text(DEAD.format(when=comments.pop("when", NEVER), **{name: comments.get(name, "") for name in names}))
    return sorted(each.code for each in check(Workspace(), [str(path)]))


def test_an_error_that_a_faithful_copy_may_need(tmp_path: Path) -> None:
    """A clause that never applies is allowed beside it, with a reason; not for the whole file."""
    found = dead(tmp_path)
    assert "P0503" in found
    allow = "# allow P0503: the document itself says both\n"
    assert dead(tmp_path, before=allow) == [each for each in found if each != "P0503"]
    assert dead(tmp_path, before="# allow P0503\n") == sorted([*found, "P0806"])
    assert dead(tmp_path, file=allow) == sorted([*found, "P0807"])
    assert dead(tmp_path, more=allow) == sorted([*found, "P0807"])


def test_a_condition_that_an_always_line_rules_out(tmp_path: Path) -> None:
    """The error is allowed as the warning is."""
    always = '\nalways no_lunch "There is no lunch"\n    if meal is lunch\n    then meal is breakfast\n'
    found = dead(tmp_path, always=always, when="any of\n        meal is lunch\n        eats")
    assert "P0507" in found
    comment = "    # allow P0507: the document names it\n"
    left = dead(tmp_path, always=always, when="any of\n        meal is lunch\n        eats", inside=comment)
    assert left == [each for each in found if each != "P0507"]


def test_a_conflict_is_never_allowed(tmp_path: Path) -> None:
    """An error that leaves a case undecided stays, and the allowance is idle."""
    path = tmp_path / "p.pol"
    text = DEAD.format(when="eats", file="", always="", inside="", before="# allow P0501: both are so\n", more="")
    path.write_text(text.replace("    prohibits\n    when eats", "    permits\n    when eats"))
    found = [each.code for each in check(Workspace(), [str(path)])]
    assert {"P0501", "P0807"} <= set(found)


def test_what_mutate_finds_is_not_judged_by_check(tmp_path: Path) -> None:
    """An allowance of a mutant that survives is not idle to `check`, but has to give a reason."""
    found = dead(tmp_path)
    assert dead(tmp_path, inside="    # allow P0542: no scenario can tell\n") == found
    assert dead(tmp_path, inside="    # allow P0542\n") == sorted([*found, "P0806"])
