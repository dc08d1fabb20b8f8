"""No text, however damaged, gets anything but diagnostics or a policy."""

import pytest
from fuzz import GIANTS, Trial


@pytest.fixture(scope="module")
def trial() -> Trial:
    """What takes texts the whole way."""
    return Trial()


@pytest.mark.slow
def test_damaged_texts_come_through(trial: Trial, fuzz_count: int) -> None:
    """Truncated, spliced, garbled: each gives diagnostics or a policy, and none takes over five seconds."""
    gave = {trial.of(number).gave for number in range(fuzz_count)}
    assert gave == {"a policy", "faults of names", "faults of the text", "not text"}


@pytest.mark.slow
@pytest.mark.parametrize("name", GIANTS)
def test_giants_come_through(trial: Trial, name: str) -> None:
    """Ten thousand levels or a megabyte in a line: no recursion error, and no hang."""
    assert trial.of_data(GIANTS[name]().encode(), number=1).gave in {
        "a policy",
        "faults of names",
        "faults of the text",
    }
