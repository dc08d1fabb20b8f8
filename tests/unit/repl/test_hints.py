"""The line of hint below the prompt, and the indentation of the line that follows."""

import datetime as dt
from pathlib import Path

import pytest

from policylang.repl.commands import COMMANDS
from policylang.repl.hints import NOTHING_TYPED, hint
from policylang.repl.item_lines import indentation
from policylang.repl.opening import opening_lines
from policylang.repl.session import Session

FACES = Path(__file__).parents[2] / "data" / "police_and_faces.pol"
CLAUSE = 'clause x\n    "A draft"\n'


@pytest.fixture(scope="module")
def faces() -> Session:
    """A session about a small policy with editions, exceptions, duties and things; nothing is changed in it."""
    return Session([str(FACES)], dt.date(2024, 6, 10))


class TestHints:
    """What is told of what stands at the cursor."""

    def test_nothing_typed(self, faces: Session) -> None:
        """How to go on."""
        assert hint(faces, "") == hint(faces, "  ") == NOTHING_TYPED

    def test_a_fact(self, faces: Session) -> None:
        """Its question, and what it takes."""
        assert hint(faces, "camera.mount") == "camera.mount: How is the camera mounted? one of mobile, stationary"

    def test_a_fact_while_its_value_is_typed(self, faces: Session) -> None:
        """It stays until something else is named."""
        assert hint(faces, "camera.mount is dash, hand") == hint(faces, "camera.mount")

    def test_the_last_of_several_names(self, faces: Session) -> None:
        """The one at the cursor."""
        assert hint(faces, "find when camera.mount is dash and operator.kind").startswith("operator.kind:")

    @pytest.mark.parametrize("command", sorted(COMMANDS))
    def test_a_command(self, faces: Session, command: str) -> None:
        """Each tells its usage and what it does."""
        usage = COMMANDS[command].usage
        assert hint(faces, command) == f"{usage}: {COMMANDS[command].what}" or command == "on"

    def test_the_day(self, faces: Session) -> None:
        """`on` tells which day it is."""
        assert hint(faces, "on").endswith("it is 2024-06-10")

    def test_another_word_for_a_command(self, faces: Session) -> None:
        """`exit` is told as `quit`."""
        assert hint(faces, "exit") == hint(faces, "quit")

    def test_a_clause(self, faces: Session) -> None:
        """Its effect and its summary."""
        assert hint(faces, "loopholes surveillance").startswith("surveillance: prohibits: No ongoing surveillance")

    def test_a_definition(self, faces: Session) -> None:
        """Its meaning."""
        meaning = faces.version.names.terms["us_police_department"]["police_and_faces"].meaning  # type: ignore[union-attr]
        assert meaning
        assert hint(faces, "find when us_police_department(") == f"us_police_department: {meaning}"

    def test_an_edition(self, faces: Session) -> None:
        """Its summary."""
        assert hint(faces, "find when during first_text") == "first_text: Text of 1 May 2024, withdrawn"

    def test_a_duty(self, faces: Session) -> None:
        """What must be done."""
        assert hint(faces, f"{CLAUSE}    requires detection_of_fraud").startswith("detection_of_fraud: Spot")

    def test_a_line_of_a_clause(self, faces: Session) -> None:
        """What its word says."""
        assert hint(faces, f"{CLAUSE}    despite ") == "despite: it prevails over these clauses"

    def test_a_blank_line_of_a_clause(self, faces: Session) -> None:
        """Which lines there can be."""
        said = hint(faces, f"{CLAUSE}    ")
        assert said.startswith("clause: prohibits, permits, exempts from, ")
        assert said.endswith("an empty line ends it")

    def test_a_blank_line_of_a_block(self, faces: Session) -> None:
        """Conditions."""
        assert hint(faces, f"{CLAUSE}    when all of\n        ").startswith("clause: conditions, one on each line")

    def test_no_name_within_a_text(self, faces: Session) -> None:
        """Words in quotes and behind `#` name nothing."""
        assert "How is" not in hint(faces, 'clause x "camera.mount')
        assert "How is" not in hint(faces, f"{CLAUSE}    prohibits # camera.mount")

    def test_nothing_known(self, faces: Session) -> None:
        """Of what is nothing, nothing is told."""
        assert hint(faces, "nothing_known") == ""

    def test_one_line(self, faces: Session) -> None:
        """No hint breaks the line or steers the terminal, whatever is typed."""
        for text in ("camera.mount", "\x1b[2J", "a\u202eb", f"{CLAUSE}    words \x07"):
            assert hint(faces, text).isprintable()

    def test_an_interview(self, session: Session) -> None:
        """The fact that is asked for, and the keys."""
        session.answer("ask")
        assert "dk where you do not know" in hint(session, "anything")


class TestIndentation:
    """How deep the next line begins."""

    @pytest.mark.parametrize(
        "line",
        [
            "clause x",
            'clause x "so"',
            "define d (p: party)",
            'scenario "a"',
            "fact f: one of",
            "type t: has",
            'duty d "b"',
        ],
    )
    def test_below_the_first_line(self, line: str) -> None:
        """One step."""
        assert indentation(line) == "    "

    @pytest.mark.parametrize(
        "words",
        ["when all of", "unless any of", "none of", "at least 2 of", "exactly 1 of", "not all of", "when", "given",
         "expect prohibited", "expect permitted by default", "if", "then", "applies when", "clause c"],
    )  # fmt: skip
    def test_below_what_opens_a_block(self, words: str) -> None:
        """One step more."""
        assert indentation(f"    {words}") == "        "

    @pytest.mark.parametrize(
        "words", ["prohibits", "when timing is live", "despite identity", 'cites "all of"', "given timing is live"]
    )
    def test_below_others(self, words: str) -> None:
        """As deep as the line above."""
        assert indentation(f"        {words}") == "        "


class TestOpening:
    """What a session opens with."""

    def test_which_policy_it_is(self, faces: Session) -> None:
        """Its title, how much is in it, the day."""
        title, sizes, _ = opening_lines(faces)
        assert "Code of Conduct for Azure OpenAI Service" in title
        assert sizes == "10 clauses, 20 facts, 3 editions, on 2024-06-10"

    def test_how_to_go_on(self, faces: Session) -> None:
        """`help` and `tour` are named."""
        said = "\n".join(opening_lines(faces))
        assert "`help`" in said
        assert "`tour`" in said

    def test_others_that_are_open(self) -> None:
        """They are named too."""
        session = Session([str(FACES), "microsoft.azure_openai"], dt.date(2024, 6, 10))
        assert "also open: microsoft.azure_openai" in " ".join(opening_lines(session))
