"""How text reaches the terminal: colour by role, width, wrapping, and nothing that could steer the terminal.

Renderers colour freely; colour is taken out again at the very end, in `say`, wherever it is not wanted:
off a terminal, under NO_COLOR, with --no-color.
"""

import os
import sys
from collections.abc import Callable, Iterable, Mapping
from functools import partial

import click

WIDEST = 100
NARROWEST = 40
DEFAULT_WIDTH = 80

ROLES: Mapping[str, Callable[[str], str]] = {
    "error": partial(click.style, fg="red", bold=True),
    "warning": partial(click.style, fg="yellow", bold=True),
    "note": partial(click.style, fg="cyan", bold=True),
    "help": partial(click.style, fg="green", bold=True),
    "prohibited": partial(click.style, fg="red", bold=True),
    "permitted": partial(click.style, fg="green", bold=True),
    "undetermined": partial(click.style, fg="yellow", bold=True),
    "message": partial(click.style, bold=True),
    "gutter": partial(click.style, fg="blue"),
    "place": partial(click.style, fg="blue"),
    "primary": partial(click.style, fg="red", bold=True),
    "secondary": partial(click.style, fg="blue"),
    "strong": partial(click.style, bold=True),
    "name": partial(click.style, fg="cyan"),
    "added": partial(click.style, fg="green"),
    "removed": partial(click.style, fg="red"),
    "quiet": partial(click.style, dim=True),
}
"""What each role looks like. Text of a role that is not named here stays plain."""


def paint(text: str, role: str) -> str:
    """Return the text in the colour of its role."""
    look = ROLES.get(role)
    return look(text) if look and text else text


def printable(text: str) -> str:
    """Return the text with every character that could steer a terminal, or turn the direction of text, written out."""
    if text.isprintable():
        return text
    from policylang.diagnostics.text import visible

    return visible(text)


def wanted_colour() -> bool | None:
    """Whether colour was asked for (True) or refused (False); None leaves it to whether the output is a terminal."""
    context = click.get_current_context(silent=True)
    if context is not None and context.color is not None:
        return context.color
    return False if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb" else None


def say(text: str, *, error: bool = False, newline: bool = True) -> None:
    """Print the text: to standard output or to standard error, with or without its colours."""
    click.echo(text, err=error, nl=newline, color=wanted_colour())


def as_json(data: object, *, indent: int | None = None) -> str:
    """Return data as JSON; letters of any alphabet stand as they are where the output can take them."""
    import json

    takes_all = (getattr(sys.stdout, "encoding", None) or "").lower().replace("-", "") == "utf8"
    return json.dumps(data, indent=indent, ensure_ascii=not takes_all)


def complaint(message: str, *, code: str | None = None, helps: Iterable[str] = ()) -> str:
    """Return an error that has no place in a file, in the form of those that have one."""
    label = f"error[{code}]" if code else "error"
    lines = [f"{paint(label, 'error')}: {printable(message)}"]
    return "\n".join([*lines, *(f"{paint('help', 'help')}: {printable(help_)}" for help_ in helps)])


def complain(message: str, *, code: str | None = None, helps: Iterable[str] = ()) -> None:
    """Print an error that has no place in a file."""
    say(complaint(message, code=code, helps=helps), error=True)


def width() -> int:
    """Return how many columns there are to write in: those of the terminal, within reason; 80 where there is none."""
    return max(NARROWEST, min(WIDEST, _columns() or DEFAULT_WIDTH))


def _columns() -> int:
    """Return the columns that COLUMNS says, or that the terminal has; 0 where neither is known."""
    said = os.environ.get("COLUMNS", "")
    if said.isdecimal():
        return int(said[:6])
    try:
        return os.get_terminal_size(sys.stdout.fileno()).columns
    except (OSError, ValueError, AttributeError):
        return 0


def wrapped(text: str, *, first: str = "", rest: str | None = None, columns: int) -> list[str]:
    """Return the text in lines of at most so many columns; words longer than a line stand out rather than break.

    Args:
        text: The text; its own line breaks and runs of spaces count as one space.
        first: What stands before the first line.
        rest: What stands before each further line; as many spaces as `first` has where it is left out.
        columns: The number of columns, what stands before included.
    """
    from textwrap import wrap

    indent = " " * len(first) if rest is None else rest
    lines = wrap(
        printable(" ".join(text.split())),
        width=max(columns, len(indent) + 20),
        initial_indent=first,
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
    )
    return lines or [first.rstrip()]


def is_terminal(*, error: bool = False) -> bool:
    """Whether standard output (or standard error) is a terminal."""
    stream = sys.stderr if error else sys.stdout
    return stream is not None and stream.isatty()


def is_interactive() -> bool:
    """Whether a person types at a terminal and reads there what is answered."""
    return sys.stdin is not None and sys.stdin.isatty() and is_terminal()
