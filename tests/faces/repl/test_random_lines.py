"""Many lines at random about a policy of one's own: each is answered, and the policy stays what it was."""

from pathlib import Path

import pytest
import typed


@pytest.mark.slow
def test_lines_at_random_break_nothing(folder: Path, record_property: typed.Record) -> None:
    """No answer says that the program failed; the file stays, and without its drafts the policy is the same."""
    came = typed.checked(folder, "police_and_faces.pol", seed="files", count=typed.LINES * 3 // 4)
    record_property("said", came.said())


def test_lines_at_random_through_a_process(folder: Path) -> None:
    """So it is where the command reads them from a pipe: it ends as it should, and says nothing beside."""
    target = typed.prepared(folder, "police_and_faces.pol")
    before = (folder / target).read_bytes()
    said = typed.through_the_pipe(target, typed.lines_for(target, seed="pipe", count=150))
    assert said.count("police_and_faces") > 50
    assert not any(fault in said for fault in typed.FAULTS)
    assert (folder / target).read_bytes() == before
