"""The prompt at a terminal, driven as a person drives it: keys go to a pseudo-terminal, and its screen is read."""

import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from terminal_driver import (
    BACK_TAB,
    BACKSPACE,
    CTRL_A,
    CTRL_C,
    CTRL_D,
    CTRL_E,
    CTRL_K,
    CTRL_X,
    DOWN,
    ENTER,
    LEFT,
    TAB,
    UP,
    Terminal,
    pasted,
    repl,
)

from policylang.repl.tour import STEPS

NAME = "police_and_faces"
PROMPT = f"{NAME} 20"
"""How the prompt begins, up to the day."""
CLAUSE = """\
clause no_live_faces
    "Nobody recognises faces live"
    cites "A proposal"
    prohibits
    when all of
        facial_recognition
        timing is live
"""
ENDLESS = """
import itertools, time
from policylang.repl import commands
def endless(session, rest):
    session.change(given=("timing is live",))
    print("begun", flush=True)
    for _ in itertools.count():
        time.sleep(0.01)
        yield "x"
commands.COMMANDS["timeline"] = commands.COMMANDS["timeline"]._replace(run=endless)
"""
"""Has a command take for ever."""
DIRTY = re.compile(rb"\x1b\[[0-9;]*3[0-7]m")
"""A sequence that begins a colour."""

Open = Callable[..., Terminal]


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for what can be made again, so that not every test makes it."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
def open_prompt(folder: Path, police_and_faces: str, cache: Path) -> Iterator[Open]:
    """Open the prompt on the small policy: `open_prompt(EDITOR="vi")`; what it is to wait for is there."""
    home = folder / "home"
    home.mkdir()
    with ExitStack() as opened:

        def open_one(
            *options: str, columns: int = 100, lines: int = 40, before: str = "", **environment: str
        ) -> Terminal:
            found = {"HOME": str(home), "XDG_STATE_HOME": str(home / "state"), "POLICYLANG_CACHE": str(cache)}
            found |= environment
            command = repl(*options, f"{police_and_faces}.pol", before=before)
            terminal = Terminal(command, folder=folder, environment=found, columns=columns, lines=lines)
            opened.enter_context(terminal)
            terminal.wait_for(PROMPT)
            return terminal

        yield open_one


@pytest.fixture
def terminal(open_prompt: Open) -> Terminal:
    """A terminal with the prompt on it."""
    return open_prompt()


def begun(terminal: Terminal) -> str:
    """Return what stands at the last prompt, its further lines included, without what is drawn beside and below."""
    lines = terminal.shown.split("\n")
    first = max(number for number, line in enumerate(lines) if line.startswith(NAME))
    found = [lines[first].split("> ", 1)[-1]]
    for line in lines[first + 1 :]:
        if not (more := re.match(r" *\.\.\. ?(.*)", line)):
            break
        found.append(more[1])
    return "\n".join(
        re.sub(r" +(undetermined|prohibited|permitted|not prohibited)$", "", each).rstrip() for each in found
    )


def wait_until_begun(terminal: Terminal, text: str) -> None:
    """Wait until a text stands at the last prompt, spaces at the ends of its lines left out."""
    terminal.wait_until(lambda: begun(terminal) == text, f"`{text}` does not stand at the prompt")


def wait_for_line(terminal: Terminal, line: str) -> None:
    """Wait until a line stands at the last prompt of the tour."""
    prompt = re.compile(r"azure_openai\*? 20\d\d-\d\d-\d\d> ")
    terminal.wait_until(lambda: line in prompt.split(terminal.shown)[-1], f"`{line}` does not stand at the prompt")


class TestOpening:
    """How it opens, and how it is left."""

    def test_what_it_opens_with(self, terminal: Terminal) -> None:
        """Which policy it is, how much is in it, and how to go on."""
        terminal.wait_for("Code of Conduct for Azure OpenAI Service")
        terminal.wait_for("10 clauses, 20 facts, 3 editions")
        terminal.wait_for("`help` lists what can be typed, `tour` shows around")

    def test_left_at_an_empty_line(self, terminal: Terminal) -> None:
        """Ctrl-D leaves, without a word."""
        terminal.send(CTRL_D)
        assert terminal.wait_for_end() == 0
        assert "Not written" not in terminal.text

    def test_left_by_a_word(self, terminal: Terminal) -> None:
        """`quit` does as well."""
        terminal.send("quit", ENTER)
        assert terminal.wait_for_end() == 0

    def test_what_was_not_written_is_told(self, terminal: Terminal) -> None:
        """Leaving says which drafts are lost."""
        terminal.send(pasted(CLAUSE), ENTER)
        terminal.wait_for("Draft clause no_live_faces, new")
        terminal.wait_for(f"{NAME}* 20")
        terminal.send(CTRL_D)
        assert terminal.wait_for_end() == 0
        assert "Not written: clause no_live_faces" in terminal.text

    def test_not_left_where_something_is_typed(self, terminal: Terminal) -> None:
        """Ctrl-D at the end of a line does nothing."""
        terminal.type("timing")
        terminal.send(CTRL_D, " is live", ENTER)
        terminal.wait_for("Undetermined")

    def test_a_policy_that_is_not_there(self, folder: Path) -> None:
        """Nothing opens, and what is wrong is told."""
        with Terminal(repl("nowhere.pol"), folder=folder, environment={"HOME": str(folder)}) as terminal:
            assert terminal.wait_for_end() == 2
            assert "there is no file `nowhere.pol`" in terminal.text


class TestCompletion:
    """What completes what is typed."""

    def test_while_typing(self, terminal: Terminal) -> None:
        """A fact is offered with its question, and Tab puts it there."""
        terminal.type("operator.ki")
        terminal.wait_for("operator.kind What kind of party is it?")
        terminal.send(TAB)
        wait_until_begun(terminal, "operator.kind")

    def test_values_of_the_fact(self, terminal: Terminal) -> None:
        """After `is` its values alone; a part of a name is enough."""
        terminal.type("operator.kind is munic")
        terminal.wait_for("municipal_police in state_or_local_police")
        terminal.send(TAB)
        wait_until_begun(terminal, "operator.kind is municipal_police")
        terminal.send(ENTER)
        terminal.wait_for("may prohibit")

    def test_several_are_chosen_from_a_menu(self, terminal: Terminal) -> None:
        """Arrows go through it; Enter closes it and sends nothing."""
        terminal.type("camera.environment is ")
        terminal.wait_for("uncontrolled")
        terminal.send(DOWN)
        wait_until_begun_with_menu(terminal, "camera.environment is controlled")
        terminal.send(DOWN)
        wait_until_begun_with_menu(terminal, "camera.environment is uncontrolled")
        terminal.send(ENTER, " ", BACKSPACE, ENTER)
        terminal.wait_for("may prohibit")
        assert "error" not in terminal.text

    def test_tab_goes_through_the_menu(self, terminal: Terminal) -> None:
        """As the arrow does, and back."""
        terminal.type("camera.environment is ")
        terminal.wait_for("uncontrolled")
        terminal.send(TAB)
        wait_until_begun_with_menu(terminal, "camera.environment is controlled")
        terminal.send(TAB)
        wait_until_begun_with_menu(terminal, "camera.environment is uncontrolled")
        terminal.send(BACK_TAB)
        wait_until_begun_with_menu(terminal, "camera.environment is controlled")

    def test_what_is_common_is_put_there(self, terminal: Terminal) -> None:
        """Tab goes as far as all go together."""
        terminal.type("benef")
        terminal.send(TAB)
        wait_until_begun_with_menu(terminal, "beneficiary")

    def test_as_fast_as_a_person_types(self, terminal: Terminal) -> None:
        """Keys that come in one go do the same."""
        terminal.send(f"timing{TAB} is retro{TAB}{ENTER}")
        terminal.wait_for("timing is retrospective")
        terminal.wait_for("may prohibit")


def wait_until_begun_with_menu(terminal: Terminal, line: str) -> None:
    """Wait until a line stands at the last prompt, whatever is drawn behind and below it."""
    terminal.wait_until(lambda: begun(terminal).split("\n")[0] == line, f"`{line}` does not stand at the prompt")


class TestAround:
    """What stands around the line."""

    def test_a_hint(self, terminal: Terminal) -> None:
        """Below stands the question of the fact at the cursor."""
        terminal.type("camera.mount")
        terminal.wait_for("camera.mount: How is the camera mounted? one of mobile, stationary")

    def test_a_hint_of_a_command(self, terminal: Terminal) -> None:
        """Below stands how it is used."""
        terminal.type("loopholes ")
        terminal.wait_for("loopholes CLAUSE: show what escapes a clause by one fact")

    def test_a_long_hint_ends_at_the_edge(self, open_prompt: Open) -> None:
        """It says that it goes on."""
        terminal = open_prompt(columns=60)
        terminal.type("timing")
        terminal.wait_for("timing: How soon after the capture")
        assert terminal.shown.endswith("…")

    def test_the_outcome(self, terminal: Terminal) -> None:
        """At the right stands the outcome of the case as it is."""
        terminal.wait_until(lambda: "> " in terminal.shown and "undetermined" in terminal.shown, "no outcome")
        terminal.send("service is other_service", ENTER)
        terminal.wait_until(
            lambda: re.search(r"> +permitted|> +not prohibited", terminal.shown) is not None, "no outcome"
        )

    def test_the_file_has_changed(self, terminal: Terminal, folder: Path) -> None:
        """It is told though nothing is typed, and no longer once it is read again."""
        with (folder / f"{NAME}.pol").open("a", encoding="utf-8") as file:
            file.write("\n# changed\n")
        terminal.wait_for(f"{NAME}.pol has changed on disk; `reload` reads it again")
        terminal.send("reload", ENTER)
        terminal.wait_for("Read again")
        terminal.wait_for("Tab completes")
        assert not terminal.shown.endswith("stay")

    def test_the_file_is_as_it_was_again(self, terminal: Terminal, folder: Path) -> None:
        """What is told of it is so."""
        path = folder / f"{NAME}.pol"
        data = path.read_bytes()
        path.write_bytes(data + b"\n# changed\n")
        terminal.wait_for("has changed on disk")
        path.write_bytes(data)
        terminal.wait_for("Tab completes")
        assert "has changed on disk" not in terminal.shown


class TestItems:
    """Items over several lines."""

    def test_typed(self, terminal: Terminal) -> None:
        """Each line begins as deep as it belongs; an empty one ends the item."""
        typed: list[str] = []
        for line in CLAUSE.splitlines():
            typed.append(line)
            terminal.send(line.strip())
            wait_until_begun(terminal, "\n".join(typed))
            terminal.send(ENTER)
        wait_until_begun(terminal, CLAUSE)
        terminal.send(ENTER)
        terminal.wait_for("Draft clause no_live_faces, new")

    def test_tab_goes_deeper_and_back(self, terminal: Terminal) -> None:
        """Where nothing stands before the cursor on a further line."""
        terminal.send("clause c", ENTER, TAB, "a")
        wait_until_begun(terminal, "clause c\n        a")
        terminal.send(BACKSPACE, BACK_TAB, BACKSPACE, "b")
        wait_until_begun(terminal, "clause c\nb")

    def test_pasted(self, terminal: Terminal) -> None:
        """Several in one go, tabs and all, are one input, and nothing is sent before Enter."""
        several = 'duty d "To be done"\n\nclause c "Do it"\n\tcites "So"\n\trequires d\n'
        terminal.send(pasted(several))
        wait_until_begun(terminal, several.replace("\t", "    "))
        terminal.send(ENTER)
        terminal.wait_for("Draft duty d, new")
        terminal.wait_for("Draft clause c, new")

    def test_lines_of_a_case_pasted(self, terminal: Terminal) -> None:
        """They are taken one after the other."""
        terminal.send(pasted("timing is live\r\nservice is azure_openai\r\n"), ENTER)
        terminal.wait_for("undetermined")
        terminal.send("case", ENTER)
        terminal.wait_for("timing is live service is azure_openai")

    def test_a_name_alone_shows_the_item(self, terminal: Terminal) -> None:
        """One that is there is shown, and no line is waited for."""
        terminal.send("duty detection_of_fraud", ENTER)
        terminal.wait_for("Spot fraudulent users")

    def test_a_fault_and_its_mend(self, terminal: Terminal) -> None:
        """What was refused comes back by `edit`, is changed, and is taken."""
        terminal.send(pasted(CLAUSE.replace("is live", "is livee")), ENTER)
        terminal.wait_for("`livee` is not in the outline of `timing`")
        terminal.send("edit", ENTER)
        wait_until_begun(terminal, CLAUSE.replace("is live", "is livee").rstrip())
        terminal.send(BACKSPACE, ENTER, ENTER)
        terminal.wait_for("Draft clause no_live_faces, new")

    def test_a_line_in_the_middle(self, terminal: Terminal) -> None:
        """Enter in the middle makes a further line there."""
        terminal.send("clause c", ENTER, "prohibits", UP, CTRL_E, ENTER, '"So"')
        wait_until_begun(terminal, 'clause c\n    "So"\n    prohibits')


class TestControl:
    """Ctrl-C, the editor, what was typed before."""

    def test_a_line_is_dropped(self, terminal: Terminal) -> None:
        """Ctrl-C drops what is typed, and says nothing."""
        terminal.type("clause c")
        terminal.send(ENTER, CTRL_C)
        wait_until_begun(terminal, "")
        terminal.send("drafts", ENTER)
        terminal.wait_for("There are no drafts")

    def test_an_answer_is_stopped(self, open_prompt: Open) -> None:
        """Ctrl-C ends an answer that takes long; nothing has changed, and the session goes on."""
        terminal = open_prompt(before=ENDLESS)
        terminal.send("timeline", ENTER)
        terminal.wait_for("begun")
        terminal.send(CTRL_C)
        terminal.wait_for("Stopped.")
        terminal.send("case", ENTER)
        terminal.wait_for("nothing given")

    def test_the_tour_is_left(self, terminal: Terminal) -> None:
        """What there was before is there again: the policy, and its outcome at the right."""
        terminal.send("service is other_service", ENTER)
        terminal.wait_for("> not prohibited")
        terminal.send("tour", ENTER)
        terminal.wait_for("azure_openai 20")
        terminal.send(CTRL_C)
        back = re.compile(rf"azure_openai 20.*\n{PROMPT}\S+ +not prohibited", re.DOTALL)
        terminal.wait_until(lambda: back.search(terminal.shown) is not None, "the session is not back")

    def test_the_tour_from_start_to_end(self, terminal: Terminal) -> None:
        """Each line stands at the prompt, Enter sends it, and behind the last the session is as it was."""
        terminal.send("service is other_service", ENTER)
        terminal.wait_for("> not prohibited")
        terminal.send("tour", ENTER)
        for number, step in enumerate(STEPS, 1):
            terminal.wait_for(f"({number}/{len(STEPS)})")
            wait_for_line(terminal, step.line.rsplit("\n", 1)[-1].strip())
            terminal.send(ENTER)
        terminal.wait_for("That was the tour.")
        terminal.wait_until(lambda: PROMPT in terminal.shown.rsplit("That was", 1)[-1], "the session is not back")

    def test_an_interview_is_left(self, terminal: Terminal) -> None:
        """Ctrl-C leaves what takes the answers, and not the session."""
        terminal.send("ask", ENTER)
        terminal.wait_for("answer>")
        terminal.send(CTRL_C)
        terminal.wait_until(lambda: terminal.shown.split("answer>")[-1].count(PROMPT) == 1, "no prompt")
        terminal.send("timing is live", ENTER)
        terminal.wait_for("may prohibit")

    def test_an_interview(self, terminal: Terminal) -> None:
        """Answers are completed, and become the case."""
        terminal.send("ask", ENTER)
        terminal.wait_for("answer>")
        terminal.type("other_serv")
        terminal.wait_for("other_service")
        terminal.send(TAB, ENTER)
        terminal.wait_for("service is other_service")

    def test_the_editor(self, open_prompt: Open, folder: Path) -> None:
        """Ctrl-X Ctrl-E opens what is typed in it; what comes back changed is taken."""
        editor = folder / "editor.sh"
        editor.write_text(f'#!/bin/sh\ncp "$1" seen\ncat > "$1" <<\'END\'\n{CLAUSE}END\n', encoding="utf-8")
        editor.chmod(0o755)
        terminal = open_prompt(EDITOR=str(editor))
        terminal.type("clause no_live_faces")
        terminal.send(CTRL_X, "\x05")
        terminal.wait_for("Draft clause no_live_faces, new")
        assert (folder / "seen").read_text(encoding="utf-8") == "clause no_live_faces"

    def test_an_editor_that_changes_nothing(self, open_prompt: Open) -> None:
        """The text stays at the prompt."""
        terminal = open_prompt(EDITOR="true")
        terminal.type("timing is live")
        terminal.send(CTRL_X, "\x05", " ")
        wait_until_begun(terminal, "timing is live")
        terminal.send(ENTER)
        terminal.wait_for("may prohibit")

    def test_what_was_typed_before(self, open_prompt: Open) -> None:
        """A later session knows it, items as a whole."""
        first = open_prompt()
        first.send("timing is live", ENTER)
        first.wait_for("may prohibit")
        first.send(pasted(CLAUSE), ENTER)
        first.wait_for("Draft clause no_live_faces, new")
        first.wait_for(f"{NAME}* 20")
        first.send(CTRL_D)
        assert first.wait_for_end() == 0
        second = open_prompt()
        second.send(UP)
        wait_until_begun(second, CLAUSE.rstrip())
        second.send(*[UP] * CLAUSE.count("\n"))
        wait_until_begun(second, "timing is live")

    def test_nowhere_to_keep_it(self, open_prompt: Open, folder: Path) -> None:
        """Where there is no such folder and can be none, nothing is said of it."""
        (folder / "file").write_text("", encoding="utf-8")
        terminal = open_prompt(XDG_STATE_HOME=str(folder / "file"))
        terminal.send("timing is live", ENTER)
        terminal.wait_for("may prohibit")
        terminal.send(UP)
        wait_until_begun(terminal, "timing is live")

    def test_edited_within_the_line(self, terminal: Terminal) -> None:
        """The keys of a line are those that shells have."""
        terminal.send("is live", CTRL_A, "timing ", CTRL_E, LEFT, CTRL_K, "e", ENTER)
        terminal.wait_for("timing is live")
        terminal.wait_for("may prohibit")


class TestColours:
    """Colours, and terminals without."""

    def test_colours(self, terminal: Terminal) -> None:
        """At a terminal that has them there are some."""
        terminal.send("timing is live", ENTER)
        terminal.wait_for("may prohibit")
        assert DIRTY.search(terminal.raw)

    @pytest.mark.parametrize("way", ["NO_COLOR", "--no-color"])
    def test_none_where_none_are_wanted(self, open_prompt: Open, way: str) -> None:
        """Neither in what is typed nor in what is answered."""
        terminal = open_prompt(way) if way.startswith("-") else open_prompt(**{way: "1"})
        terminal.send("camera.mount is mobile", ENTER)
        terminal.wait_for("may prohibit")
        assert not DIRTY.search(terminal.raw)

    def test_a_terminal_that_can_only_print(self, open_prompt: Open) -> None:
        """Lines are read as they are, items too."""
        terminal = open_prompt(TERM="dumb")
        terminal.send(*(f"{line}\r" for line in CLAUSE.splitlines()), ENTER)
        terminal.wait_for("Draft clause no_live_faces, new")
        assert b"\x1b[" not in terminal.raw
        terminal.send(CTRL_D)
        assert terminal.wait_for_end() == 0
        assert "Not written: clause no_live_faces" in terminal.text


class TestSafety:
    """What cannot be good is told, and the session goes on."""

    def test_the_file_is_gone(self, terminal: Terminal, folder: Path) -> None:
        """It is told, and the policy stays as it was read."""
        shutil.move(folder / f"{NAME}.pol", folder / "elsewhere.pol")
        terminal.wait_for("has changed on disk")
        terminal.send("timing is live", ENTER)
        terminal.wait_for("may prohibit")

    def test_nothing_typed(self, terminal: Terminal) -> None:
        """Enter alone begins a further line, and says nothing."""
        terminal.send(ENTER, ENTER, "policy", ENTER)
        terminal.wait_for("digest")
        assert "error" not in terminal.text
