"""Many lines at random about a standard policy: each is answered, and no file of the library changes."""

from pathlib import Path

import pytest
import typed
from standard import FILES


@pytest.mark.slow
def test_lines_at_random_break_nothing(folder: Path, record_property: typed.Record) -> None:
    """No answer says that the program failed; the library's files stay, and without its drafts so does the policy."""
    before = [path.read_bytes() for path in FILES]
    came = typed.checked(folder, "microsoft.azure_openai", seed="standard", count=typed.LINES // 4)
    record_property("said", came.said())
    assert [path.read_bytes() for path in FILES] == before
