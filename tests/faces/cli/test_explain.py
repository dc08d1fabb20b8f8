"""`policylang explain`: each code has its page on the terminal."""

from typing import TYPE_CHECKING

import pytest

from policylang.console.markdown import rendered
from policylang.diagnostics.codes import CODES

if TYPE_CHECKING:
    from faces.conftest import Run


@pytest.mark.parametrize("typed", ["P0108", "p0108", "0108", "108", "error[P0108]"])
def test_a_code_is_understood_as_it_is_met(run: "Run", typed: str) -> None:
    """A code may be given in small letters, as a number, or as a message shows it."""
    answer = run("explain", typed)
    assert answer.code == 0
    assert answer.out.startswith("P0108: `and` mixed with `or`\n")


def test_every_code_is_listed(run: "Run") -> None:
    """Without a code, all are listed with their titles, by stage."""
    answer = run("explain")
    assert answer.code == 0
    for code, known in CODES.items():
        assert f"  {code}  {known.title}\n" in answer.out


def test_an_unknown_code(run: "Run") -> None:
    """An unknown code is answered with the near one and its title."""
    answer = run("explain", "P0180")
    assert answer.code == 2
    assert "error: there is no code `P0180`\nhelp: did you mean `P0108`, `and` mixed with `or`?\n" in answer.err
    assert "help: `policylang explain` lists all codes\n" in answer.err
    assert run("explain", "nonsense").code == 2


def test_markdown_on_a_terminal() -> None:
    """Headings stand alone, paragraphs and items are wrapped, code and tables stay as they are."""
    text = (
        "# P0000: a title\n\nA paragraph of **some** words that\nruns over [two](https://example.org) lines.\n\n"
        "## Wrong\n\n```pol\nclause x\n    prohibits\n```\n\n"
        "- one item that is long enough to be wrapped\n- another\n\n"
        "1. first\n\n| a | b |\n|---|---|\n"
    )
    assert rendered(text, columns=40) == (
        "\x1b[1mP0000: a title\x1b[0m\n\nA paragraph of some words that runs over\ntwo (https://example.org) lines.\n\n"
        "\x1b[1mWrong\x1b[0m\n\n    clause x\n        prohibits\n\n"
        "- one item that is long enough to be\n  wrapped\n- another\n\n"
        "1. first\n\n| a | b |\n|---|---|"
    )
