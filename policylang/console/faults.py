"""What a command says when it cannot do its work, and the exit code it leaves with.

A fault of the policy, the case or the command is told in the form of a diagnostic, with exit code 2. Anything
else is our own fault: a short apology, exit code 3, and the traceback only where POLICYLANG_DEBUG asks for it.
"""

import os
import re
import sys
from collections.abc import Iterable
from contextlib import suppress
from typing import TYPE_CHECKING

import click

from policylang.console import exits
from policylang.console.terminal import complain, complaint, paint, say

if TYPE_CHECKING:
    from policylang.diagnostics.errors import PolicyError


class Refusal(click.ClickException):
    """The command cannot be carried out as it was given; the message says why, the helps what to do."""

    exit_code = exits.WRONG_USE

    def __init__(self, message: str, *, helps: Iterable[str] = (), code: str | None = None) -> None:
        super().__init__(message)
        self.helps = tuple(helps)
        self.code = code


def report(error: Exception) -> int:
    """Print what went wrong and return the exit code for it."""
    if isinstance(error, BrokenPipeError):
        _leave_quietly()
        return exits.PIPE_CLOSED
    if isinstance(error, click.ClickException) and not isinstance(error, Refusal):
        _report_usage(error)
        return exits.WRONG_USE
    told = told_of(error)
    if told is None:
        return _apologise(error)
    say(told, error=True)
    return exits.WRONG_USE


def told_of(error: Exception) -> str | None:
    """Return in words what is wrong with the policy, the case or the command; nothing where the fault is our own."""
    from policylang.diagnostics import errors

    match error:
        case Refusal():
            return complaint(error.message, helps=error.helps, code=error.code)
        case OSError():
            return complaint(reason(error))
        case errors.CaseError():
            return "\n".join(complaint(str(fault), code=fault.code) for fault in error.faults)
        case errors.PolicyError():
            return _of_policy(error)
        case errors.TooLargeError():
            return complaint(str(error), helps=error.helps)
        case errors.ArtifactError():
            return complaint(str(error))
        case _:
            return None


def reason(error: OSError) -> str:
    """Return in words why a file could not be read or written."""
    why = (error.strerror or str(error) or type(error).__name__).lower()
    return f"cannot open `{error.filename}`: {why}" if error.filename else why


def _report_usage(error: click.ClickException) -> None:
    context = getattr(error, "ctx", None)
    near = getattr(error, "possibilities", None) or ()
    said = getattr(error, "message", "") if near else error.format_message()
    helps = [f"did you mean {' or '.join(f'`{name}`' for name in near)}?"] if near else []
    if context is not None:
        helps.append(f"`{context.command_path} --help` shows what it takes")
    complain(_sentence(said), helps=helps)


def _sentence(message: str) -> str:
    """Return a message of click in the form of ours: lower case, no full stop, names in backticks."""
    message = re.sub(r"'([^']+)'", r"`\1`", message.strip().rstrip("."))
    return message[:1].lower() + message[1:]


def _of_policy(error: "PolicyError") -> str:
    """Return the diagnostics of a policy that cannot be used, or the bare message where it has none."""
    if not error.diagnostics:
        return complaint(str(error))
    from policylang.console.findings import as_text, has_place
    from policylang.diagnostics.text import summary

    total = f"\n\n{summary(error.diagnostics)}" if any(map(has_place, error.diagnostics)) else ""
    return as_text(error.diagnostics) + total


def _apologise(error: Exception) -> int:
    say(apology(error), error=True)
    return exits.OUR_FAULT


def apology(error: Exception) -> str:
    """Return what is said of a fault of our own; with the traceback where POLICYLANG_DEBUG asks for it."""
    trace = ""
    if os.environ.get("POLICYLANG_DEBUG"):
        import traceback

        trace = "".join(traceback.format_exception(error)) + "\n"
    kind = type(error).__name__
    return (
        f"{trace}{paint('sorry', 'error')}: policylang itself failed ({kind}).\n"
        "This is a fault of the program, not of your policy or case. "
        "Please report it, with the command and the files that led here, on the project's issue page.\n"
        "POLICYLANG_DEBUG=1 before the same command prints the details that help to find it."
    )


def _leave_quietly() -> None:
    """Point standard output at nothing, so that the last flush of a closed pipe stays silent."""
    with suppress(OSError, ValueError, AttributeError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
