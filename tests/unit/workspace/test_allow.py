"""Warnings that an author allows, with the reason beside them."""

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
