"""Damaged texts: each must give diagnostics or a policy, and neither a traceback nor a hang.

`python tests/fuzz.py --n 100000` runs many and prints the slowest; an input is made from its number
alone, so that `--only NUMBER` brings one back. The test suite runs the first two thousand.
"""

import argparse
import contextlib
import re
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from random import Random
from types import FrameType
from typing import NamedTuple

from hypothesis import HealthCheck, Phase, Verbosity, given, settings
from strategies import files, plain

from policylang.diagnostics import text as rendered
from policylang.diagnostics.errors import PolicyError
from policylang.diagnostics.machine import json_lines, sarif
from policylang.diagnostics.model import Diagnostic
from policylang.source import Source
from policylang.syntax import tree
from policylang.syntax.from_text import decode, parse
from policylang.syntax.highlight import roles
from policylang.syntax.rows import comment_text
from policylang.syntax.to_text import format_source, to_text
from policylang.workspace.check import check
from policylang.workspace.load import Workspace

HERE = Path(__file__).parent
LIMIT_S = 5
"""Seconds of processor time after which an input counts as a hang."""

DEEP = 10_000
MEGABYTE = 1_000_000
ONE_GIANT_IN = 2000
ONE_CHECKED_IN = 20
"""Every so many inputs are written to a file and checked as the command does, which takes longer."""

_INPUTS_OF_A_WORKSPACE = 500


class HangError(BaseException):
    """An input took longer than it may; not an `Exception`, so that nothing handles it."""


# ---------------------------------------------------------------- what is damaged


@cache
def seeds() -> tuple[str, ...]:
    """Return the texts to damage: examples, the standard policies, and generated ones."""
    folders = (HERE / "data", HERE.parent / "stdlib_policies")
    found = [path.read_text(encoding="utf-8") for folder in folders for path in sorted(folder.rglob("*.pol*"))]
    chunks = [chunk for text in found for chunk in _chunks(text)]
    return (*chunks, *_generated())


def _chunks(text: str) -> Iterator[str]:
    """Yield a text in pieces of some thousand characters, each with the header."""
    items = re.split(r"\n\n(?=[a-z#])", text)
    for start in range(0, len(items), 8):
        yield "\n\n".join([*items[: 1 if start else 0], *items[start : start + 8], ""])


def _generated() -> list[str]:
    texts: list[str] = []

    @settings(
        max_examples=40, derandomize=True, database=None, deadline=None, phases=[Phase.generate],
        verbosity=Verbosity.quiet, suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(files)
    def collect(file: tree.File) -> None:
        texts.append(to_text(file))

    collect()
    return texts


_WORDS = tuple(
    "policy vocabulary clause part scenario example define always edition duty advice import type fact on given expect "
    "prohibits permits requires exempts from when unless if then all of any of none of at least 2 of not and or is is "
    "not is one of include include only during there is a like unknown are none despite subject to under in force has "
    'one of several of whole number ( ) , ; : . " # "x" 2024-01-01 2024-02-30 7 -1 007 1e9 = >= && x a.b _ A é'.split(),
)
_LOOKALIKES = str.maketrans("aeiopc-\"', ", "аеіорс–“’，\u00a0")
_MARKS = "\u202e\u202d\u2066\u2069\u200b\u200e\u00ad\ufeff\u2028\u0085\x0b\x0c\x00\x07\x1b\x7f"
_TOKEN = re.compile(r'"[^"\n]*"|\w+|\s+|.', re.DOTALL)

Damage = Callable[[Random, str], str]


def _truncated(chance: Random, text: str) -> str:
    return text[: chance.randrange(len(text) + 1)]


def _beheaded(chance: Random, text: str) -> str:
    return text[chance.randrange(len(text) + 1) :]


def _spliced(chance: Random, text: str) -> str:
    other = chance.choice(seeds())
    return text[: chance.randrange(len(text) + 1)] + other[chance.randrange(len(other) + 1) :]


def _lines(chance: Random, text: str) -> str:
    """Delete, repeat, exchange, shift or join lines."""
    lines = text.split("\n")
    for _ in range(chance.randint(1, 3)):
        at, to = chance.randrange(len(lines)), chance.randrange(len(lines))
        match chance.randrange(6):
            case 0 if len(lines) > 1:
                del lines[at]
            case 1:
                lines.insert(to, lines[at])
            case 2:
                lines[at], lines[to] = lines[to], lines[at]
            case 3:
                lines[at] = " " * chance.choice([1, 2, 3, 4, 8]) + lines[at]
            case 4:
                lines[at] = lines[at][chance.randint(1, 4) :]
            case 5:
                lines[at : at + 2] = [" ".join(lines[at : at + 2])]
    return "\n".join(lines)


def _tokens(chance: Random, text: str) -> str:
    """Delete, repeat, exchange or insert words."""
    tokens = _TOKEN.findall(text) or [""]
    for _ in range(chance.randint(1, 4)):
        at, to = chance.randrange(len(tokens)), chance.randrange(len(tokens))
        match chance.randrange(4):
            case 0:
                tokens[at] = ""
            case 1:
                tokens.insert(to, tokens[at])
            case 2:
                tokens[at], tokens[to] = tokens[to], tokens[at]
            case 3:
                tokens.insert(at, f" {chance.choice(_WORDS)} ")
    return "".join(tokens)


def _names(chance: Random, text: str) -> str:
    """Put names of the text in the place of others, which the parser does not mind."""
    pieces = list(roles(text))
    places = [at for at, (role, _) in enumerate(pieces) if role == "name"]
    for _ in range(chance.randint(1, 6) if places else 0):
        pieces[chance.choice(places)] = pieces[chance.choice(places)]
    return "".join(piece for _, piece in pieces)


def _items(chance: Random, text: str) -> str:
    """Delete, repeat or exchange items, the header among them."""
    items = text.split("\n\n")
    for _ in range(chance.randint(1, 3)):
        at, to = chance.randrange(len(items)), chance.randrange(len(items))
        match chance.randrange(3):
            case 0 if len(items) > 1:
                del items[at]
            case 1:
                items.insert(to, items[at])
            case _:
                items[at], items[to] = items[to], items[at]
    return "\n\n".join(items)


def _characters(chance: Random, text: str) -> str:
    """Replace or insert characters: look-alikes, marks of direction, capitals, control characters."""
    for _ in range(chance.randint(1, 5)):
        at = chance.randrange(len(text) + 1)
        match chance.randrange(5):
            case 0:
                text = text[:at] + text[at : at + 8].translate(_LOOKALIKES) + text[at + 8 :]
            case 1:
                text = text[:at] + chance.choice(_MARKS) + text[at:]
            case 2:
                text = text[:at] + text[at : at + 6].upper() + text[at + 6 :]
            case 3:
                text = text[:at] + chr(chance.choice([chance.randrange(128), chance.randrange(0x2FFF)])) + text[at:]
            case 4:
                text = text[:at] + chance.choice('"()[]{}#,;:\\-.') + text[at + chance.randint(0, 1) :]
    return text


def _breaks(chance: Random, text: str) -> str:
    """Use other line breaks, tabs, or no quotation marks."""
    match chance.randrange(5):
        case 0:
            return text.replace("\n", "\r\n")
        case 1:
            return text.replace("\n", "\r", chance.randint(1, 9))
        case 2:
            return text.replace("    ", "\t", chance.choice([1, 5, 10**6]))
        case 3:
            return text.replace('"', "", chance.randint(1, 3))
        case _:
            return re.sub(r"[0-9]+", lambda found: found[0] * chance.choice([1, 9, 3000]), text, count=2)


_DAMAGES: tuple[Damage, ...] = (
    _truncated, _beheaded, _spliced, _items, _lines, _lines, _tokens, _tokens,
    _names, _names, _names, _characters, _breaks,
)  # fmt: skip


def _as_bytes(chance: Random, text: str) -> bytes:
    """Return a text as a file holds it, at times with bytes that are no text."""
    data = text.encode("utf-8", "surrogatepass")
    at = chance.randrange(len(data) + 1)
    match chance.randrange(60):
        case 0:
            return data[:at] + chance.randbytes(chance.randint(1, 9)) + data[at:]
        case 1:
            return b"\xef\xbb\xbf" + data
        case 2:
            return text.encode("utf-16", "surrogatepass")
        case 3:
            return data[:at] + b"\xed\xa0\x80" + data[at:]
        case 4:
            return chance.randbytes(chance.randint(0, 200))
        case _:
            return data


# ---------------------------------------------------------------- what is too large

_CLAUSE = 'policy p\n    otherwise permitted\n\nclause c\n    "s"\n    prohibits\n    when '
_TYPE = "vocabulary v\n\ntype t: one of"


def _indented(first: str, line: str, last: str = "x") -> str:
    return first + "".join(f"\n{' ' * depth}{line}" for depth in range(8, DEEP + 8)) + f"\n{' ' * (DEEP + 9)}{last}\n"


GIANTS: dict[str, Callable[[], str]] = {
    "parentheses": lambda: _CLAUSE + "(" * DEEP + "x" + ")" * DEEP + "\n",
    "open parentheses": lambda: _CLAUSE + "(" * DEEP + "\n",
    "closed parentheses": lambda: _CLAUSE + ")" * DEEP + "\n",
    "parentheses over lines": lambda: _CLAUSE + "(\n        " * DEEP + "x" + "\n        )" * DEEP + "\n",
    "lists": lambda: _CLAUSE + "any of (" * DEEP + "x" + ")" * DEEP + "\n",
    "nots": lambda: _CLAUSE + "not " * DEEP + "x\n",
    "not and parentheses": lambda: _CLAUSE + "not (" * DEEP + "x" + ")" * DEEP + "\n",
    "outline in parentheses": lambda: _TYPE + " a (" * DEEP + "x" + ")" * DEEP + "\n",
    "indented blocks": lambda: _indented(_CLAUSE + "all of", "any of"),
    "indented outline": lambda: _indented(_TYPE, "g"),
    "indented clauses": lambda: _indented(_CLAUSE + "x", "clause c"),
    "indented texts": lambda: _indented('policy p\n    otherwise permitted\n    title "a"', '"a"'),
    "falling indentation": lambda: _CLAUSE + "x" + "".join(f"\n{' ' * (DEEP - n)}y" for n in range(DEEP)) + "\n",
    "a line of one name": lambda: _CLAUSE + "a" * MEGABYTE + "\n",
    "a line of blanks": lambda: _CLAUSE + " " * MEGABYTE + "x\n",
    "a line of dots": lambda: _CLAUSE + "a." * (MEGABYTE // 2) + "a\n",
    "a line of digits": lambda: _CLAUSE + "x is " + "9" * MEGABYTE + "\n",
    "a line of one number": lambda: _CLAUSE + "x is 0." + "1" * MEGABYTE + "\n",
    "a line of one string": lambda: _CLAUSE + 'x is "' + "a b" * (MEGABYTE // 3) + '"\n',
    "a line of strings": lambda: 'policy p\n    title "a"' + ' "b c"' * (MEGABYTE // 6) + "\n    otherwise permitted\n",
    "a line of backslashes": lambda: _CLAUSE + 'x is "' + "\\" * MEGABYTE + '"\n',
    "an open string": lambda: _CLAUSE + 'x is "' + "a " * (MEGABYTE // 2) + "\n",
    "quotation marks": lambda: _CLAUSE + '"' * MEGABYTE + "\n",
    "a comment": lambda: "# " + "x " * (MEGABYTE // 2) + "\n" + _CLAUSE + "x\n",
    "a chain": lambda: _CLAUSE + "x and " * (MEGABYTE // 6) + "x\n",
    "a mixed chain": lambda: _CLAUSE + "x and y or " * (MEGABYTE // 11) + "x\n",
    "a list of values": lambda: _CLAUSE + "x is one of " + "a, " * (MEGABYTE // 3) + "a\n",
    "a list of conditions": lambda: _CLAUSE + "any of (" + "x; " * (MEGABYTE // 3) + "x)\n",
    "names without commas": lambda: _CLAUSE + "a " * (MEGABYTE // 2) + "\n",
    "commas": lambda: _CLAUSE + "," * MEGABYTE + "\n",
    "an outline": lambda: _TYPE + " " + ", ".join(f"a{n}" for n in range(MEGABYTE // 9)) + "\n",
    "look-alikes": lambda: _CLAUSE + "а" * (MEGABYTE // 4) + "\n",
    "marks of direction": lambda: _CLAUSE + "\u202ex " * (MEGABYTE // 4) + "\n",
    "capitals": lambda: "POLICY P\n" * (MEGABYTE // 9),
    "tabs": lambda: "\t" * MEGABYTE + "x\n",
    "empty lines": lambda: "\n" * MEGABYTE,
    "carriage returns": lambda: "\r" * MEGABYTE,
    "nothing but NUL": lambda: "\0" * MEGABYTE,
    "fences": lambda: "```pol\n" * (MEGABYTE // 7),
    "faults": lambda: _CLAUSE + "x\n" + "clause\n" * (MEGABYTE // 7),
    "duplicates": lambda: "policy p\n    otherwise permitted\n\n" + 'advice a "x"\n' * 20_000,
    "whens": lambda: _CLAUSE + "x\n    when y" * 20_000 + "\n",
}  # fmt: skip
"""Texts that are too deep or too long, by what they are made of."""


# ---------------------------------------------------------------- what is done with it


class Tried(NamedTuple):
    """An input that came through: what it gave, how long it took, how large it was."""

    number: int
    gave: str
    seconds: float
    size: int
    damage: str


def damaged(number: int) -> tuple[str, bytes]:
    """Return the input of a number, and what was done to it."""
    chance = Random(number)
    if number % ONE_GIANT_IN == ONE_GIANT_IN - 1:
        name = chance.choice(list(GIANTS))
        return name, GIANTS[name]().encode()
    text = chance.choice(seeds())
    chosen = chance.choices(_DAMAGES, k=chance.choice([1, 1, 1, 2, 3]))
    for damage in chosen:
        text = damage(chance, text)
    return " + ".join(damage.__name__.strip("_") for damage in chosen), _as_bytes(chance, text)


class Trial:
    """Takes texts the whole way: decoded, parsed, resolved, rendered, and formatted."""

    def __init__(self) -> None:
        self._workspace = Workspace([str(HERE / "data")])
        self._uses = 0
        seeds()
        self.of_data(b"policy p\n    otherwise permitted\n", number=1)  # the tables of the grammar are loaded

    def of(self, number: int) -> Tried:
        """Try the input of a number.

        Raises:
            HangError: It took longer than the limit.
            Exception: Whatever it fell over.
        """
        damage, data = damaged(number)
        return self.of_data(data, number=number, damage=damage)

    def of_data(self, data: bytes, *, number: int = 0, damage: str = "") -> Tried:
        """Try an input; `number` decides by what name the text goes and whether it is checked from a file."""
        name = "damaged.pol.md" if number % 7 == 0 else "damaged.pol"
        start = time.perf_counter()
        source, faults = decode(data, name)
        if faults:
            _render(faults)
            return Tried(number, "not text", time.perf_counter() - start, len(data), damage)
        with _limited():
            found = self._resolved(source)
            _render(found)
        gave = "faults of names" if _has_errors(found) else "a policy"
        try:
            with _limited():
                once = format_source(source)
        except PolicyError:
            gave = "faults of the text"
        else:
            _see_nothing_lost(source, once)
        assert gave != "faults of the text" or _has_errors(found), "refused by the formatter alone"
        if number % ONE_CHECKED_IN == 0:
            with _limited():
                _check_as_file(data, name)
        return Tried(number, gave, time.perf_counter() - start, len(data), damage)

    def _resolved(self, source: Source) -> tuple[Diagnostic, ...]:
        self._uses += 1
        if self._uses % _INPUTS_OF_A_WORKSPACE == 0:
            self._workspace = Workspace([str(HERE / "data")])
        return self._workspace.load_text(source.text, name=source.name, folder=str(HERE)).diagnostics


def _has_errors(diagnostics: tuple[Diagnostic, ...]) -> bool:
    return any(found.severity == "error" for found in diagnostics)


def _check_as_file(data: bytes, name: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(data)
        _render(check(Workspace([str(HERE / "data")]), [str(path)]))


def _render(diagnostics: tuple[Diagnostic, ...]) -> None:
    rendered.plain(rendered.report(diagnostics))
    json_lines(diagnostics)
    sarif(diagnostics)


def _see_nothing_lost(source: Source, formatted: str) -> None:
    """See that a formatted text says what the source says, and stays as it is."""
    if len(formatted) > MEGABYTE // 4:
        return
    once = Source(source.name, formatted)
    before, after = parse(source)[0], parse(once)[0]
    assert format_source(once) == formatted, "formatting twice is not formatting once"
    assert plain(after) == plain(before), "formatting changes what the text says"
    comments = [Counter(map(comment_text, file.comments)) for file in (before, after)]
    assert comments[0] == comments[1], "formatting loses a comment"
    assert "".join(text for _, text in roles(source.text)) == source.text


@contextlib.contextmanager
def _limited() -> Iterator[None]:
    """Raise in what is done within, once it has taken too long."""
    if not hasattr(signal, "setitimer"):
        yield
        return
    before = signal.signal(signal.SIGPROF, _stop)
    signal.setitimer(signal.ITIMER_PROF, LIMIT_S)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def _stop(_signal: int, _frame: FrameType | None) -> None:
    raise HangError(f"over {LIMIT_S} s")


# ---------------------------------------------------------------- the long run


def _run(numbers: range, seconds: float) -> int:
    """Try the inputs of some numbers, print what came of them, and return how many fell over."""
    trial = Trial()
    gave: Counter[str] = Counter()
    slowest: list[Tried] = []
    start = time.perf_counter()
    size = 0
    for number in numbers:
        try:
            tried = trial.of(number)
        except (Exception, HangError) as fault:  # noqa: BLE001 - whatever it is, it is what is looked for
            gave["a fall"] += 1
            print(f"{number}: {type(fault).__name__}: {str(fault)[:200]} [{damaged(number)[0]}]")  # noqa: T201
            continue
        gave[tried.gave] += 1
        size += tried.size
        slowest = sorted([*slowest, tried], key=lambda one: -one.seconds)[:10]
        if time.perf_counter() - start > seconds:
            break
    _tell(gave, slowest, size, time.perf_counter() - start)
    return gave["a fall"]


def _tell(gave: Counter[str], slowest: list[Tried], size: int, seconds: float) -> None:
    count = sum(gave.values())
    shares = ", ".join(f"{what} {many} ({many / count:.1%})" for what, many in gave.most_common())
    print(f"{count} inputs, {size / 1e6:.1f} MB in {seconds:.0f} s: {count / seconds:.0f} a second")  # noqa: T201
    print(shares)  # noqa: T201
    for one in slowest:
        print(f"{one.seconds:6.2f} s  {one.size:>9} bytes  --only {one.number}  {one.damage}: {one.gave}")  # noqa: T201


def _main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--n", type=int, default=2000, help="how many inputs")
    parser.add_argument("--start", type=int, default=0, help="the number of the first")
    parser.add_argument("--seconds", type=float, default=float("inf"), help="stop after so long")
    parser.add_argument("--only", type=int, help="print the input of this number, and try it")
    chosen = parser.parse_args()
    if chosen.only is None:
        return min(_run(range(chosen.start, chosen.start + chosen.n), chosen.seconds), 1)
    sys.stdout.buffer.write(damaged(chosen.only)[1][:10_000] + b"\n")
    print(Trial().of(chosen.only))  # noqa: T201
    return 0


if __name__ == "__main__":
    sys.exit(_main())
