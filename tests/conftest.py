"""What all tests share: the profiles of hypothesis, the options, and a header that says which copy is tested.

Tests may run in several processes (`pytest -n auto`). The tests of a file stay together, so that what they share is
made once; what they write lies in folders of their own.
"""

import os

import hypothesis
import pytest

import policylang

hypothesis.settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True)
hypothesis.settings.register_profile("local", deadline=None)
hypothesis.settings.register_profile("nightly", deadline=None, max_examples=2000, print_blob=True)
hypothesis.settings.register_profile("quick", deadline=None, max_examples=20)
hypothesis.settings.load_profile("ci" if os.environ.get("CI") else "local")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options of this suite."""
    parser.addoption("--bless", action="store_true", help="write what is seen as what is expected")
    parser.addoption("--fuzz", type=int, default=2000, metavar="N", help="how many damaged texts to try (2000)")


@pytest.hookimpl(tryfirst=True)
def pytest_cmdline_main(config: pytest.Config) -> None:
    """Let one process do all where expectations are rewritten: some are pages to which several files write."""
    if config.getoption("--bless"):
        config.option.numprocesses = 0


def pytest_report_header() -> str:
    """Say which copy of the library is tested."""
    return f"policylang: {policylang.__version__} in {os.path.dirname(policylang.__file__)}"


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Write what tests recorded as `said`: a figure that is to be seen though nothing failed."""
    for outcome in ("passed", "failed"):
        for report in terminalreporter.getreports(outcome):
            for name, value in report.user_properties:
                if name == "said":
                    terminalreporter.write_line(str(value))


@pytest.fixture
def bless(request: pytest.FixtureRequest) -> bool:
    """Whether expectations are to be rewritten."""
    return bool(request.config.getoption("--bless"))


@pytest.fixture
def fuzz_count(request: pytest.FixtureRequest) -> int:
    """How many damaged texts to try."""
    return int(request.config.getoption("--fuzz"))
