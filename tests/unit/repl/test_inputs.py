"""What is typed, as inputs: lines by themselves, and items with the lines below them."""

import pytest
from prompt import FACES_MAY, NO_NOTES

from policylang.repl.inputs import Reader, begins_item, inputs, is_finished, split


def fed(*lines: str, there: tuple[str, ...] = ()) -> list[str]:
    """Return the inputs that lines are, fed one after the other; `there` are those that name an item that is there."""
    reader = Reader()
    found = [text for line in lines for text in reader.feed(line, is_there=line in there)]
    return [*found, *reader.rest()]


class TestBeginsItem:
    """Whether a line begins an item of a file."""

    @pytest.mark.parametrize(
        "line",
        [
            "clause a", "fact a: yes or no", 'scenario "x"', "policy p", "import words", "define x", "part p",
            "type t: has",
            "example e", 'always a "why"', 'duty d "x"', "incorporates q", "scenarios for p", "assert a",
        ],
    )  # fmt: skip
    def test_by_its_first_word(self, line: str) -> None:
        """A word that items begin with, and something behind it."""
        assert begins_item(line)

    @pytest.mark.parametrize(
        "line",
        [
            "part is whole", "edition include x", "type like that", "clause", "clauses", "clauses x", " clause a", "",
            "why",
            "camera", "clause_a is b", "# clause a", "operator.kind is city",
        ],
    )  # fmt: skip
    def test_a_line_about_a_fact_or_a_command_does_not(self, line: str) -> None:
        """A fact may be called like a word of the language; what is indented begins nothing."""
        assert not begins_item(line)


class TestReader:
    """Lines as they come."""

    def test_a_line_is_an_input(self) -> None:
        """At once, without the spaces behind it; empty lines are none."""
        assert fed("camera  ", "", "not camera", "   ") == ["camera", "not camera"]

    def test_an_item_goes_on_while_lines_are_indented(self) -> None:
        """An empty line ends it, and so does a line at the margin, or the end."""
        lines = NO_NOTES.splitlines()
        assert fed(*lines, "") == [NO_NOTES]
        assert fed(*lines) == [NO_NOTES]
        assert fed(*lines, "why") == [NO_NOTES, "why"]
        assert fed(*lines, *FACES_MAY.splitlines()) == [NO_NOTES, FACES_MAY]

    def test_an_item_is_answered_no_sooner_than_it_ends(self) -> None:
        """What was not ended yet is open."""
        reader = Reader()
        assert list(reader.feed("clause a")) == []
        assert reader.is_open
        assert list(reader.feed("    prohibits")) == []
        assert list(reader.feed("")) == ["clause a\n    prohibits"]
        assert not reader.is_open

    def test_an_import_is_whole_on_its_line(self) -> None:
        """It takes no further line, so that none has to be typed."""
        assert fed("import words", "camera") == ["import words", "camera"]

    def test_a_name_that_is_there_shows_it_unless_lines_follow(self) -> None:
        """Alone it is an input; with lines indented below it, both are an item as well."""
        assert fed("clause a", "", there=("clause a",)) == ["clause a"]
        assert fed("clause a", "    permits", "", there=("clause a",)) == ["clause a", "clause a\n    permits"]
        reader = Reader()
        assert list(reader.feed("clause a", is_there=True, following="    permits")) == []
        assert list(reader.feed("    permits")) == []
        assert list(reader.feed("")) == ["clause a\n    permits"]

    def test_an_indented_line_alone_is_an_input(self) -> None:
        """With nothing that it belongs to, it stands for itself."""
        assert fed("    camera") == ["    camera"]
        assert fed("clause a", "", "    camera", there=("clause a",)) == ["clause a", "    camera"]


class TestPasted:
    """A text that was pasted."""

    def test_items_keep_their_empty_lines_and_comments(self) -> None:
        """Items are cut at the margin, and not at empty lines."""
        part = 'part p\n    "P"\n\n    clause a\n        "A"\n\n        prohibits'
        text = f"# about it\n{part}\n\n\n{NO_NOTES}\n"
        assert list(inputs(text)) == [f"# about it\n{part}", NO_NOTES]

    def test_other_lines_stand_by_themselves(self) -> None:
        """Before and behind items too."""
        assert list(inputs(f"camera\nnot camera\n{NO_NOTES}\nwhy\n")) == ["camera", "not camera", NO_NOTES, "why"]

    def test_nothing_is_none(self) -> None:
        """Neither empty lines nor comments alone are inputs."""
        assert list(inputs("\n\n  \n# only this\n")) == []

    def test_tabs_are_four_columns(self) -> None:
        """As an editor shows them."""
        assert list(inputs("clause a\n\tprohibits")) == ["clause a\n    prohibits"]


def test_what_needs_no_further_line_is_finished() -> None:
    """A line of a case, a command, an import; an item with an empty line behind it."""
    for text in ("camera", "why", "import words", f"{NO_NOTES}\n", "", f"{NO_NOTES}\n\nwhy"):
        assert is_finished(text), text
    for text in (NO_NOTES, "clause a", "camera\nclause a"):
        assert not is_finished(text), text


def test_a_line_is_split_at_its_first_space() -> None:
    """Into its first word and the rest, without the spaces around either."""
    assert split("  find   every prohibited ") == ("find", "every prohibited")
    assert split("why") == ("why", "")
    assert split("") == ("", "")
