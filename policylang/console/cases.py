"""Cases as files: JSON, YAML and JSON lines, read so that nothing is lost or bent on the way.

Numbers stay exact, a key given twice is refused, and so is whatever is not a case: an answer about a
case that was read wrongly would be worse than none. What the facts mean is for the library to say.
"""

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from decimal import Decimal
from typing import Any, BinaryIO, NoReturn

from policylang.console.faults import Refusal, reason
from policylang.console.targets import STANDARD_INPUT, near_files

Case = Mapping[str, Any]


class UnreadableCaseError(ValueError):
    """A text is not a case; the message says why."""


def read(path: str) -> Case:
    """Return the one case of a file, or of standard input where the path is `-`.

    Raises:
        Refusal: The file cannot be read, or is not a case.
    """
    text = _text(path)
    try:
        return from_yaml(text) if is_yaml(path) else from_json(text)
    except UnreadableCaseError as error:
        raise _refused(path, str(error)) from error


def is_yaml(path: str) -> bool:
    """Whether the name of a file says that it holds YAML."""
    return path.lower().endswith((".yaml", ".yml"))


def is_lines(path: str) -> bool:
    """Whether the name of a file says that it holds JSON lines, a case on each."""
    return path.lower().endswith((".jsonl", ".ndjson"))


def lines(path: str) -> Iterator[bytes]:
    """Yield the lines of a file, or of standard input, one by one, so that a file of any size may be read.

    Raises:
        Refusal: The file cannot be read.
    """
    with _opened(path) as file:
        yield from file


def decoded(line: bytes) -> str:
    """Return the text of some bytes.

    Raises:
        UnreadableCaseError: They are not UTF-8.
    """
    try:
        return line.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableCaseError(f"not UTF-8 text, from byte {error.start + 1} on") from error


def from_json(text: str) -> Case:
    """Return the case in a JSON text, with exact numbers.

    Raises:
        UnreadableCaseError: The text is not JSON, gives a key twice, or is not an object.
    """
    import json

    try:
        value = json.loads(
            text, parse_float=Decimal, parse_constant=_refuse_constant, object_pairs_hook=_without_doubles
        )
    except json.JSONDecodeError as error:
        if not text.strip():
            raise UnreadableCaseError('empty: a case is an object such as {} or {"real_time": true}') from error
        if error.msg == "Extra data":
            raise UnreadableCaseError("more than one case; for a case on each line, add --jsonl") from error
        line = f"line {error.lineno}, " if "\n" in text.strip() else ""
        raise UnreadableCaseError(f"not JSON: {_lower(error.msg)} at {line}column {error.colno}") from error
    except RecursionError as error:
        raise UnreadableCaseError("nested too deeply") from error
    except UnreadableCaseError:
        raise
    except ValueError as error:  # Python reads no more than some thousands of digits
        raise UnreadableCaseError("a number has too many digits") from error
    return _case(value)


def from_yaml(text: str) -> Case:
    """Return the case in a YAML text, with exact numbers; of the rest only what JSON has too, and dates.

    Raises:
        UnreadableCaseError: The text is not YAML, gives a key twice, or is not a mapping.
    """
    try:
        from policylang.console.yaml_cases import load
    except ImportError as error:
        raise UnreadableCaseError("YAML needs one more library: pip install pyyaml") from error
    return _case(load(text))


def _text(path: str) -> str:
    with _opened(path) as file:
        content = file.read()
    try:
        return decoded(content)
    except UnreadableCaseError as error:
        raise _refused(path, str(error)) from error


@contextmanager
def _opened(path: str) -> Iterator[BinaryIO]:
    if path == STANDARD_INPUT:
        yield sys.stdin.buffer
        return
    try:
        file = open(path, "rb")  # noqa: SIM115 - closed below; only opening it is a fault of the command
    except OSError as error:
        helps = near_files(path) if isinstance(error, FileNotFoundError) else []
        raise Refusal(reason(error), code="P0701", helps=helps) from error
    with file:
        yield file


def _refused(path: str, why: str) -> Refusal:
    where = "standard input" if path == STANDARD_INPUT else f"`{path}`"
    return Refusal(f"{where} holds no case: {why}")


def _case(value: object) -> Case:
    if isinstance(value, Mapping):
        return value
    if isinstance(value, list):
        raise UnreadableCaseError("a list, and not one case; for many cases write one on each line of a .jsonl file")
    raise UnreadableCaseError('not a case: a case gives facts their values, as in {"real_time": true}')


def _without_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) < len(pairs):
        seen: set[str] = set()
        double = next(key for key, _ in pairs if key in seen or seen.add(key))  # type: ignore[func-returns-value]
        raise UnreadableCaseError(f"`{double}` is given twice")
    return made


def _refuse_constant(name: str) -> NoReturn:
    raise UnreadableCaseError(f"`{name}` is not a number")


def _lower(message: str) -> str:
    return message[:1].lower() + message[1:]


# ---------------------------------------------------------------- what is given beside the file


def overlaid(case: Case, settings: Mapping[str, Any]) -> Case:
    """Return the case with some facts put in the place of what it says of them, however it says it."""
    for fact in settings:
        case = _without(case, fact)
    return {**case, **settings} if settings else case


def _without(case: Case, fact: str) -> Case:
    left: dict[str, Any] = {}
    for key, value in case.items():
        if key == fact or key.startswith(f"{fact}."):
            continue
        inner = fact.removeprefix(f"{key}.")
        left[key] = _without(value, inner) if inner != fact and isinstance(value, Mapping) else value
    return left
