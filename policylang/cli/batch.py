"""Many cases, a line each: decided one by one as they are read, and answered line by line.

The answer to a line stands in the same line of the output: a decision, an error where the line is faulty, an
empty line for an empty line. So nothing is lost, whatever is wrong with one of them.
"""

import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from policylang.cli.progress import progress, size_of
from policylang.console import cases, exits
from policylang.console.faults import report
from policylang.console.terminal import as_json, complain, say
from policylang.console.words import counted
from policylang.diagnostics.errors import CaseError, TooLargeError

if TYPE_CHECKING:
    from policylang.api import Policy


class _Run:
    """What the lines have in common, and how many were faulty so far."""

    def __init__(
        self, policies: "tuple[Policy, ...]", *, on: dt.date, like: tuple[str, ...], settings: Mapping[str, Any]
    ) -> None:
        self.policies = policies
        self.on = on
        self.like = like
        self.settings = settings
        self.faulty = 0
        self.our_fault: Exception | None = None

    def answer(self, line: bytes, number: int) -> object:
        """Return what is written for a line: a decision, or one for each policy, or an error."""
        from policylang.api import decide_each
        from policylang.evaluate.to_json import to_json

        try:
            case = cases.overlaid(cases.from_json(cases.decoded(line)), self.settings)
            decisions = decide_each(self.policies, case, on=self.on, like=self.like)
        except cases.UnreadableCaseError as error:
            return self._error(number, {"message": str(error)})
        except CaseError as error:
            faults = [{"code": fault.code, "fact": fault.fact, "message": str(fault)} for fault in error.faults]
            return self._error(number, {"message": str(error), "faults": faults})
        except TooLargeError as error:
            return self._error(number, {"message": str(error)})
        except Exception as error:  # noqa: BLE001 - our own fault with one case takes nothing from the others
            self.our_fault = error
            return self._error(number, {"message": f"policylang itself failed ({type(error).__name__})"})
        objects = [to_json(decision) for decision in decisions]
        return objects[0] if len(objects) == 1 else objects

    def _error(self, number: int, said: dict[str, object]) -> dict[str, object]:
        self.faulty += 1
        return {"error": {"line": number, **said}}


def decide_lines(
    policies: "tuple[Policy, ...]", path: str, *, on: dt.date, like: tuple[str, ...], settings: Mapping[str, Any]
) -> int:
    """Write a line for each line of a file, and return the exit code.

    Args:
        policies: What to decide under; with several, a line holds a list, in their order.
        path: The file, or `-` for standard input.
        on: The date of every decision.
        like: Examples that every case is like.
        settings: Facts put in the place of what each case says of them.
    """
    for policy in policies:
        policy.knowledge(like=like)  # an unknown example is a fault of the command, and not of every line
    run = _Run(policies, on=on, like=like, settings=settings)
    total = 0
    with progress(size_of(path)) as advance:
        for number, line in enumerate(cases.lines(path), start=1):
            if line.strip():
                total += 1
                say(as_json(run.answer(line, number)))
            else:
                say("")
            advance(len(line))
    if run.faulty:
        complain(f"{run.faulty} of {counted(total, 'case')} could not be decided; each has an `error` in its line")
    if run.our_fault is not None:
        return report(run.our_fault)
    return exits.FINDINGS if run.faulty else exits.CLEAN
