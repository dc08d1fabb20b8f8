"""The prompt as prompt_toolkit has it: what it completes with, how it colours, what its keys do, what it remembers."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from prompt_toolkit.application.current import get_app
from prompt_toolkit.completion import CompleteEvent, Completer, Completion, get_common_complete_suffix
from prompt_toolkit.enums import DEFAULT_BUFFER
from prompt_toolkit.filters import Condition, completion_is_selected, has_completions, has_focus, is_done
from prompt_toolkit.history import FileHistory, History, InMemoryHistory
from prompt_toolkit.key_binding import KeyBindings
from prompt_toolkit.keys import Keys
from prompt_toolkit.lexers import Lexer
from prompt_toolkit.styles import Style

from policylang.repl.completion import candidates
from policylang.repl.item_lines import STEP, indentation
from policylang.syntax.highlight import roles

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Callable, Iterable
    from threading import Lock

    from prompt_toolkit.buffer import Buffer
    from prompt_toolkit.document import Document
    from prompt_toolkit.formatted_text import StyleAndTextTuples
    from prompt_toolkit.key_binding import KeyPressEvent

    from policylang.repl.session import Session

STYLE = Style(
    [
        # As `looks.COLOURS` and the roles of `console.terminal` say.
        ("keyword", "bold"),
        ("string", "ansigreen"),
        ("number", "ansicyan"),
        ("comment", "ansibrightblack"),
        ("prohibited", "ansired bold"),
        ("permitted", "ansigreen bold"),
        ("undetermined", "ansiyellow bold"),
        ("news", "ansiyellow bold"),
        ("prompt", "ansicyan"),
        ("quiet", "ansibrightblack"),
        ("bottom-toolbar", "noreverse ansibrightblack"),
    ]
)
"""What the roles look like at the prompt."""

_SECRET = 0o700


class Completing(Completer):
    """Completes what is typed in a session; while `lock` is held by another thread, it waits."""

    def __init__(self, session: Session, lock: Lock) -> None:
        self.session = session
        self.lock = lock

    def get_completions(self, document: Document, complete_event: CompleteEvent) -> Iterable[Completion]:
        """Yield what could stand at the cursor; unasked, nothing where nothing is typed on the line."""
        text = document.text_before_cursor
        if not complete_event.completion_requested and not document.current_line_before_cursor.strip():
            return
        try:
            with self.lock:
                found = candidates(self.session, text)
        except Exception:  # noqa: BLE001 - what cannot be completed is typed; what is wrong, the answer tells
            return
        for each in found:
            yield Completion(each.text, each.start - len(text), display_meta=each.what)


class Colouring(Lexer):
    """Colours what is typed as text of the language."""

    def __init__(self) -> None:
        self._text = ""
        self._lines: list[StyleAndTextTuples] = [[]]

    def lex_document(self, document: Document) -> Callable[[int], StyleAndTextTuples]:
        """Return what gives the stretches of each line."""
        if document.text != self._text:
            self._text = document.text
            self._lines = _coloured(document.text)
        lines = self._lines
        return lambda number: lines[number] if number < len(lines) else []


def _coloured(text: str) -> list[StyleAndTextTuples]:
    lines: list[StyleAndTextTuples] = [[]]
    for role, stretch in roles(text):
        first, *others = stretch.split("\n")
        lines[-1].append((f"class:{role}", first))
        lines.extend([(f"class:{role}", each)] for each in others)
    return lines


# ---------------------------------------------------------------- what was typed before


class _KeptHistory(FileHistory):
    """What was typed before, kept in a file; where the file cannot be read or written, only as long as this lasts."""

    def load_history_strings(self) -> Iterable[str]:
        """Return what was typed before, the last first."""
        try:
            return super().load_history_strings()
        except OSError:
            return ()

    def store_string(self, string: str) -> None:
        """Keep what was typed."""
        try:
            super().store_string(string)
        except OSError:
            return


def history() -> History:
    """Return what was typed in sessions before; where no file can hold it, nothing."""
    folder = os.environ.get("XDG_STATE_HOME") or os.path.join(os.path.expanduser("~"), ".local", "state")
    if not os.path.isabs(folder):
        return InMemoryHistory()
    folder = os.path.join(folder, "policylang")
    try:
        os.makedirs(folder, _SECRET, exist_ok=True)
    except OSError:
        return InMemoryHistory()
    return _KeptHistory(os.path.join(folder, "history"))


# ---------------------------------------------------------------- keys


@Condition
def _is_blank_before() -> bool:
    """Whether nothing but spaces stands before the cursor, on a line that is not the first."""
    document = get_app().current_buffer.document
    return document.cursor_position_row > 0 and not document.current_line_before_cursor.strip()


@Condition
def _is_indented() -> bool:
    return bool(get_app().current_buffer.document.current_line_before_cursor)


def keys(is_finished: Callable[[str], bool]) -> KeyBindings:
    """Return what the keys do that do not do here what they do everywhere.

    Args:
        is_finished: Whether a text needs no further line.
    """
    bindings = KeyBindings()
    here = has_focus(DEFAULT_BUFFER) & ~is_done

    def enter(event: KeyPressEvent) -> None:
        buffer = event.current_buffer
        document = buffer.document
        is_last = document.cursor_position_row == document.line_count - 1
        if is_last and is_finished(buffer.text):
            _take(buffer)
        else:
            buffer.insert_text(f"\n{indentation(document.current_line_before_cursor)}")

    bindings.add("enter", filter=here & ~completion_is_selected)(enter)
    bindings.add("enter", filter=here & completion_is_selected)(_close_menu)
    bindings.add("escape", "enter", filter=here)(lambda event: _take(event.current_buffer))
    bindings.add("tab", filter=here & _is_blank_before & ~has_completions)(_indent)
    bindings.add("tab", filter=here & ~_is_blank_before & ~completion_is_selected)(_complete)
    bindings.add("s-tab", filter=here & _is_blank_before & ~has_completions)(_dedent)
    bindings.add("backspace", filter=here & _is_blank_before & _is_indented)(_dedent)
    bindings.add(Keys.BracketedPaste, filter=here)(_paste)
    bindings.add("c-x", "c-e", filter=here)(_edit)
    return bindings


def _take(buffer: Buffer) -> None:
    """Take what is at the prompt as an input, without empty lines at its end."""
    buffer.complete_state = None
    buffer.text = buffer.text.rstrip()
    buffer.validate_and_handle()


def _close_menu(event: KeyPressEvent) -> None:
    event.current_buffer.complete_state = None


def _complete(event: KeyPressEvent) -> None:
    """Put what could stand at the cursor there, as far as it is one; else show what could, or choose the first."""
    buffer = event.current_buffer
    asked = CompleteEvent(completion_requested=True)
    found = list(buffer.completer.get_completions(buffer.document, asked))
    common = get_common_complete_suffix(buffer.document, found)
    if len(found) == 1:
        buffer.complete_state = None
        buffer.apply_completion(found[0])
        if not buffer.document.text_after_cursor and not found[0].text.endswith(("(", '"', "/")):
            buffer.insert_text(" ")
    elif common:
        buffer.insert_text(common)
    elif buffer.complete_state is not None:
        buffer.complete_next()
    else:
        buffer.start_completion()


def _indent(event: KeyPressEvent) -> None:
    column = event.current_buffer.document.cursor_position_col
    event.current_buffer.insert_text(" " * (len(STEP) - column % len(STEP)))


def _dedent(event: KeyPressEvent) -> None:
    column = event.current_buffer.document.cursor_position_col
    event.current_buffer.delete_before_cursor((column - 1) % len(STEP) + 1 if column else 0)


def _paste(event: KeyPressEvent) -> None:
    event.current_buffer.insert_text(_as_lines(event.data))


def _as_lines(text: str) -> str:
    """Return a text that comes from elsewhere with the ends of lines and the spaces that the language knows."""
    return text.replace("\r\n", "\n").replace("\r", "\n").expandtabs(len(STEP))


def _edit(event: KeyPressEvent) -> None:
    """Open what is at the prompt in the editor; what comes back changed is taken."""
    buffer = event.current_buffer
    before = buffer.text

    def back(task: asyncio.Task[None]) -> None:
        if not task.cancelled() and task.exception() is None and buffer.text != before:
            buffer.text = _as_lines(buffer.text)
            _take(buffer)

    buffer.open_in_editor().add_done_callback(back)
