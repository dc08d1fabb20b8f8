"""Lines as a person, a cat or a broken program types them at the prompt: each is answered, and none breaks anything.

`python tests/typed.py --n 10000` answers many and prints the slowest kinds; lines come from a seed and their number of
turn alone. The test suite answers some of them: `POLICYLANG_EXAMPLES` sets how many.
"""

import argparse
import contextlib
import datetime as dt
import io
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from random import Random
from typing import NamedTuple
from unittest import mock

import policylang
from policylang.repl import plain
from policylang.repl.commands import COMMANDS, OTHER_WORDS
from policylang.repl.session import Answer, Session

HERE = Path(__file__).parent
TODAY = dt.date(2024, 6, 10)
FAULTS = ("policylang itself failed", "Traceback (most recent call last)")
"""What no answer says."""

_WORDS = tuple(
    "policy vocabulary clause part scenario example define always edition duty advice import type fact on given expect "
    "prohibits permits requires exempts from when unless if then all of any of none of at least 2 of not and or is is "
    "not is one of are include do not include only during there is a no like unknown are none despite subject to under "
    'in force has one of several of whole number ( ) , ; : . # "x" 2024-01-01 2024-02-30 7 -1 007 1e9 = >= && x a.b _ '
    "A é yes no dk b q ? help every by otherwise permitted prohibited never depends stricter than same as".split()
)
_MARKS = "\u202e\u2066\u200b\u00ad\ufeff\u2028\u0085\x00\x07\x08\x0b\x0c\x1b[31m\x7f\t“”’–\u00a0"
_PATHS = (
    "a.yaml", "a.json", "a.jsonl", "b.yaml --force", "no/such/folder/x.yaml", ".", "..", "/", "", "a" * 300 + ".yaml",
    "\x00.yaml", "x.pol", "x.pol --force", "y.pol.md", "x", "-", "--force", "~", "é.json", "two words.yaml", "x.txt",
    "/dev/null", "a.yaml a.json", '"a.yaml"', "*.yaml", "$HOME", "x.polc", "broken.pol", "other.pol", "not_there.pol",
)  # fmt: skip
LINES = int(os.environ.get("POLICYLANG_EXAMPLES", "540")) * 10 // 3
"""How many lines the test suite tries."""
_ENDS = frozenset(["quit", "exit"])


class Kind(NamedTuple):
    """A kind of lines, and how often it comes beside the others."""

    weight: int
    make: Callable[["Typist"], Iterator[str]]


class Typist:
    """Makes lines from random numbers.

    Args:
        random: Where they come from.
        policy: The policy that is open, of which the names are taken.
        text: The text of its file, if it has one.
        own: How its file is called; nothing is written there.
    """

    def __init__(self, random: Random, policy: policylang.Policy, text: str, own: str) -> None:
        self.random = random
        self.own = own
        self.name = policy.name
        self.facts = tuple(policy.facts.values())
        self.clauses = tuple(policy.clauses)
        self.items = tuple(re.split(r"\n\n(?=[a-z])", text)) or ("",)
        self.names = re.findall(r"^(?:example|define|type|duty|edition|part|fact) (\w+)", text, re.MULTILINE) or ["x"]
        self.examples = re.findall(r"^example (\w+)", text, re.MULTILINE) or ["x"]

    def lines(self, count: int) -> Iterator[tuple[str, bytes]]:
        """Yield so many lines or a few more, each with its kind; none leaves, none writes the policy's own file."""
        kinds = tuple(KINDS)
        weights = [KINDS[name].weight for name in kinds]
        made = 0
        while made < count:
            name = self.random.choices(kinds, weights)[0]
            for line in KINDS[name].make(self):
                data = line.encode("utf-8", "surrogateescape")
                if not self._is_left_out(line):
                    yield name, data
                    made += 1

    def _is_left_out(self, line: str) -> bool:
        word, _, rest = line.strip().partition(" ")
        if word == "write":
            path = rest.replace("--force", "").strip()
            return not path or os.path.realpath(path.replace("\x00", "")) == os.path.realpath(self.own)
        return line.strip() in _ENDS

    def _some(self, most: int = 3) -> int:
        return self.random.randint(1, most)

    # ------------------------------------------------------------ what is right

    def test(self) -> str:
        """Return a line about a fact."""
        fact = self.random.choice(self.facts)
        values = list(_names(fact.outline)) if fact.outline else []
        match fact.kind:
            case "yes or no":
                return self.random.choice([fact.name, f"not {fact.name}"])
            case kind if values and kind.startswith("several"):
                members = ", ".join(self.random.sample(values, min(len(values), self._some())))
                form = self.random.choice(["are", "include", "do not include", "are none of"])
                return f"{fact.name} {form} {members}"
            case _ if values:
                chosen = self.random.sample(values, min(len(values), self._some()))
                return f"{fact.name} is {'one of ' if len(chosen) > 1 else ''}{', '.join(chosen)}"
            case _:
                value = self.random.choice(["3", "1.5", "2024-01-01", '"a"', "-1", "1 eur", "0"])
                return self.random.choice(
                    [f"{fact.name} is {value}", f"there is no {fact.name}", f"there is a {fact.name}"]
                )

    def condition(self) -> str:
        """Return a condition, in a line."""
        tests = [self.test().replace(" are ", " include ") for _ in range(self._some())]
        return self.random.choice([" and ", " or "]).join(tests)

    def clause(self) -> list[str]:
        """Return the lines of a clause."""
        name = self.random.choice([f"new_{self.random.randrange(6)}", *self.clauses[:3]])
        effect = self.random.choice(
            ["prohibits", "permits", f"exempts from {self.random.choice(self.clauses or ('x',))}"]
        )
        lines = [f"clause {name}", '    "Something"', f"    {effect}"]
        if self.random.randrange(4):
            lines.append(f"    when {self.condition()}")
        if not self.random.randrange(4):
            lines.append(f"    despite {self.random.choice(self.clauses or ('x',))}")
        if not self.random.randrange(5):
            lines.insert(2, f"    in force from 202{self.random.randrange(9)}-01-01")
        return lines

    def command(self) -> str:
        """Return a command that makes sense."""
        name = self.random.choice
        clause, fact = name(self.clauses or ("x",)), name(self.facts).name
        return name(
            [
                "case", "undo", "undo", "reset", "decide", "why", "nearest", "ask", "drafts", "effect", "accept",
                "drop",
                "edit", "diff", "check", "reload", "clauses", "facts", "tree", "timeline", "test", "policy", "help",
                f"on 2024-0{self._some(9)}-01", "on today", f"unknown {fact}", f"what if {self.test()}",
                f"nearest {fact}",
                f"accept new_{self.random.randrange(6)}", f"drop new_{self.random.randrange(6)}", f"drop {clause}",
                f"edit {clause}", f"without {clause}", f"remove {clause}", 'record "It was so"', f"clauses {fact[:3]}",
                f"clause {clause}", f"facts {fact[:3]}", "test police", f"find {name(['permitted', 'prohibited'])}",
                f"find by {clause}", f"find permitted when {self.condition()}", f"find {self.condition()}",
                f"find every prohibited when {self.condition()}", f"prove never permitted when {self.condition()}",
                f"prove never depends on {fact}", f"loopholes {clause}", "help find", "help P0501", f"fact {fact}",
                "save a.yaml", "load a.yaml", "save b.json --force", "load b.json", "write x.pol",
                "write x.pol --force",
                "use other.pol", "use other", "use broken.pol", "tour",
            ]
        )  # fmt: skip

    # ------------------------------------------------------------ what is wrong

    def mutated(self, text: str) -> str:
        """Return a text with letters or words dropped, doubled, exchanged, put in."""
        for _ in range(self._some()):
            at = self.random.randrange(len(text) + 1)
            match self.random.randrange(6):
                case 0:
                    text = text[:at] + text[at + 1 :]
                case 1:
                    text = text[:at] + self.random.choice(_MARKS + "\"'()[],.;:#`$-_= ") + text[at:]
                case 2:
                    text = text[:at]
                case 3:
                    words = text.split(" ")
                    self.random.shuffle(words)
                    text = " ".join(words)
                case 4:
                    text = f"{text[:at]} {self.random.choice(_WORDS)} {text[at:]}"
                case _:
                    text = text[:at] + text[at:].upper()
        return text.replace("\n", " ")

    def words(self) -> str:
        """Return words of the language, of commands and of the policy in any order."""
        known = (*_WORDS, *COMMANDS, *OTHER_WORDS, *self.names, *self.clauses, *(each.name for each in self.facts))
        return " ".join(self.random.choices(known, k=self.random.randint(1, 9)))


def _names(outline: Mapping[str, object]) -> Iterator[str]:
    for name, below in outline.items():
        yield name
        if isinstance(below, Mapping):
            yield from _names(below)


# ---------------------------------------------------------------- the kinds of lines


def _cases(typist: Typist) -> Iterator[str]:
    yield typist.random.choice(["", "", "", "given "]) + typist.test()


def _likes(typist: Typist) -> Iterator[str]:
    example = typist.random.choice(typist.examples)
    yield typist.random.choice([f"like {example}", f"operator like {example}", f"like {example[:-1]}"])


def _commands(typist: Typist) -> Iterator[str]:
    yield typist.command()


def _odd_commands(typist: Typist) -> Iterator[str]:
    word = typist.random.choice([*COMMANDS, *OTHER_WORDS])
    behind = (
        typist.words,
        typist.test,
        lambda: typist.random.choice(_PATHS),
        lambda: "x" * 500,
        lambda: '"',
        lambda: "(",
    )
    yield f"{word} {typist.random.choice(behind)()}"


def _files(typist: Typist) -> Iterator[str]:
    yield f"{typist.random.choice(['write', 'save', 'load', 'use', 'edit', 'write'])} {typist.random.choice(_PATHS)}"


def _mutated(typist: Typist) -> Iterator[str]:
    yield typist.mutated(typist.random.choice([typist.command, typist.test, typist.condition])())


def _clauses(typist: Typist) -> Iterator[str]:
    yield from typist.clause()
    yield ""


def _odd_clauses(typist: Typist) -> Iterator[str]:
    lines = typist.clause()
    at = typist.random.randrange(len(lines))
    match typist.random.randrange(6):
        case 0:
            lines = lines[:at]
        case 1:
            lines = lines[at:]
        case 2:
            lines[at] = typist.mutated(lines[at])
        case 3:
            lines[at] = " " * typist.random.choice([0, 1, 2, 8]) + lines[at].strip()
        case 4:
            lines.insert(at, typist.random.choice(["", "# a comment", "\t", "    # deeper", typist.words()]))
        case _:
            typist.random.shuffle(lines)
    yield from lines
    if typist.random.randrange(3):
        yield ""


def _items(typist: Typist) -> Iterator[str]:
    lines = typist.random.choice(typist.items).split("\n")
    if typist.random.randrange(2):
        at = typist.random.randrange(len(lines))
        lines[at] = typist.mutated(lines[at])
    yield from lines
    if typist.random.randrange(4):
        yield ""


def _small_items(typist: Typist) -> Iterator[str]:
    number = typist.random.randrange(3)
    yield from typist.random.choice(
        [
            [f"fact new_fact_{number}: yes or no"], [f"fact amount_{number}: number from 0 to 10"],
            [f"define new_word_{number}", '    "A word"', f"    {typist.condition()}"], [f"import {typist.words()}"],
            [f'duty new_duty_{number} "Do it"'], ["part p", '    "Part"', "    prohibits",
            *[f"    {each}" for each in typist.clause()]],
            ['scenario "New"', "    on 2024-06-10", f"    given {typist.test()}", "    expect permitted"],
            ["assert new_assert", '    "why"', "    never permitted"], [f"edition e_{number} from 2024-01-01"],
            ["always a_1", '    "why"', f"    if {typist.test()}", f"    then {typist.test()}"],
            ["example new_example", f"    {typist.test()}"], ["incorporates other"], ["import other"],
            ["policy police_and_faces", "    otherwise prohibited"], ["policy other_name", "    otherwise permitted"],
            ["type t: has", "    x: yes or no"], ["fact"], ["clause"], ["clause x y z"], ["scenario"], ['scenario "'],
        ]
    )  # fmt: skip
    yield ""


def _back(typist: Typist) -> Iterator[str]:
    yield from ("q", "end", f"use {typist.name}")


def _shuffled(typist: Typist) -> Iterator[str]:
    yield typist.words()


def _indented(typist: Typist) -> Iterator[str]:
    yield " " * typist.random.choice([1, 2, 4, 8]) + typist.random.choice([typist.words(), typist.test(), "when", "#"])


def _bytes(typist: Typist) -> Iterator[str]:
    data = typist.random.randbytes(typist.random.randint(1, 60)).replace(b"\n", b" ")
    yield data.decode("utf-8", "surrogateescape")


def _letters(typist: Typist) -> Iterator[str]:
    codes = (typist.random.choice([0x7F, 0x2FF, 0x3000, 0xD7FF, 0x10FFFF]) for _ in range(typist.random.randint(1, 40)))
    letters = (chr(typist.random.randrange(most)) for most in codes)
    yield "".join(each for each in letters if each != "\n" and not "\ud800" <= each <= "\udfff")


def _marks(typist: Typist) -> Iterator[str]:
    yield "".join(typist.random.choices(f"{_MARKS}\"\"''()()[]{{}},.;:#`\\/ ab", k=typist.random.randint(1, 30)))


def _long(typist: Typist) -> Iterator[str]:
    size = typist.random.choice([500, 5_000, 20_000])
    fact = typist.random.choice(typist.facts).name
    yield typist.random.choice(
        [
            "a" * size, "(" * size, '"' * size, "not " * (size // 4), f"{fact} is " + "x, " * (size // 10),
            f"find {'(' * size}{fact}", "find " + f"{fact} and " * (size // 50) + fact, f'record "{"é" * size}"',
            "clause " + "c" * size, f"facts {'f' * size}", "." * size, f"{fact}.{'a.' * (size // 10)}",
            "help " * (size // 10),
            "clauses " + "\x1b[31m" * (size // 10), f"what if {'what if ' * (size // 10)}",
        ]
    )  # fmt: skip


def _answers(typist: Typist) -> Iterator[str]:
    yield typist.random.choice(
        ["y", "n", "dk", "b", "q", "?", "1", "2, 3", "none", "1, ?2", "99", "yes", '"q"', "1.", "q"]
    )
    if not typist.random.randrange(3):
        yield "q"


KINDS: Mapping[str, Kind] = {
    "lines of the case": Kind(14, _cases),
    "examples": Kind(3, _likes),
    "commands": Kind(18, _commands),
    "commands with odd words": Kind(14, _odd_commands),
    "files": Kind(5, _files),
    "damaged lines": Kind(14, _mutated),
    "clauses": Kind(1, _clauses),
    "damaged clauses": Kind(2, _odd_clauses),
    "items of the file": Kind(1, _items),
    "small items": Kind(2, _small_items),
    "words": Kind(8, _shuffled),
    "back to the policy": Kind(4, _back),
    "indented lines": Kind(3, _indented),
    "bytes": Kind(4, _bytes),
    "letters": Kind(4, _letters),
    "marks": Kind(4, _marks),
    "long lines": Kind(1, _long),
    "answers": Kind(6, _answers),
}
"""The kinds of lines."""


# ---------------------------------------------------------------- answered


Record = Callable[[str, object], None]
"""Takes a figure that is to be seen."""


class Slow(NamedTuple):
    """An input that took long: how long, of which kind, what it was."""

    seconds: float
    text: str


class Came(NamedTuple):
    """What came of many lines."""

    lines: int
    refused: int
    out: str
    slow: tuple[Slow, ...]
    session: Session

    def faults(self) -> tuple[str, ...]:
        """Return where the program failed: the inputs, with what was said."""
        blocks = self.out.split("\n\n")
        return tuple(block for block in blocks if any(fault in block for fault in FAULTS))

    def said(self) -> str:
        """Return in a line how many there were, and which took longest."""
        slowest = self.slow[0]
        return (
            f"{self.lines:,} lines typed, {len(self.slow):,} inputs, {self.refused:,} refused; "
            f"the slowest {slowest.seconds:.1f} s: {slowest.text[:60]!r}"
        )


def prepared(folder: Path, target: str) -> str:
    """Put the files that lines speak of into an empty folder; return the target to open."""
    shutil.copy(HERE / "data" / "police_and_faces.pol", folder)
    (folder / "other.pol").write_text(
        "policy other\n    otherwise permitted\n\nfact a: yes or no\n\n", encoding="utf-8"
    )
    (folder / "broken.pol").write_text("policy broken\n    otherwise maybe\n\nclause\n", encoding="utf-8")
    return target


def lines_for(target: str, *, seed: object, count: int) -> bytes:
    """Return lines to be typed about a policy in the current folder, as one text."""
    policy = policylang.load(target)
    located = Session([target], TODAY).here
    text = located.drafting.source.text
    typist = Typist(Random(f"typed {seed}"), policy, text, located.path)
    return b"".join(line + b"\n" for _, line in typist.lines(count))


def answered(target: str, typed: bytes) -> Came:
    """Answer lines as the command does without a terminal."""
    session = Session([target], TODAY)
    out = io.StringIO()
    slow: list[Slow] = []
    refused = 0
    answer = session.answer

    def timed(text: str) -> Answer:
        nonlocal refused
        start = time.process_time()
        found = answer(text)
        slow.append(Slow(time.process_time() - start, text))
        refused += not found.is_taken
        return found

    stdin = io.TextIOWrapper(io.BytesIO(typed))
    with (
        mock.patch.object(sys, "stdin", stdin),
        contextlib.redirect_stdout(out),
        mock.patch.object(session, "answer", timed),
    ):
        plain.converse(session)
    return Came(typed.count(b"\n"), refused, out.getvalue(), tuple(sorted(slow, reverse=True)), session)


def checked(folder: Path, target: str, *, seed: str, count: int) -> Came:
    """Return what came of so many lines about a policy, once it was seen that they broke nothing.

    Args:
        folder: An empty folder, which is the current one.
        target: The policy.
        seed: Where the lines come from.
        count: How many.
    """
    target = prepared(folder, target)
    policy = policylang.load(target)
    own = Path(target)
    before = own.read_bytes() if own.exists() else b""
    came = answered(target, lines_for(target, seed=seed, count=count))
    assert not came.faults(), came.faults()[0]
    assert len(came.slow) > count // 2
    assert (own.read_bytes() if own.exists() else b"") == before
    assert policylang.load(target).digest == policy.digest
    session = came.session
    while session.mode is not None:
        session.leave_mode()
    session.answer(f"use {policy.name}")
    for draft in session.drafts[::-1]:
        session.answer(f"drop {draft.name}")
    session.answer("drop")
    assert session.drafts == ()
    assert session.policy.digest == policy.digest
    return came


def through_the_pipe(target: str, typed: bytes) -> str:
    """Return what the command prints that reads lines from a pipe."""
    command = [sys.executable, "-m", "policylang", "repl", target]
    done = subprocess.run(command, input=typed, capture_output=True, check=False)
    assert done.returncode in (0, 1), done.returncode
    assert not done.stderr, done.stderr[-2000:]
    return done.stdout.decode("utf-8", "replace")


# ---------------------------------------------------------------- the run


def tell(came: Came) -> Iterator[str]:
    """Yield the lines that say what came of many lines, what took longest, and where the program failed."""
    faults = came.faults()
    total = sum(each.seconds for each in came.slow)
    yield f"{came.said()}; {len(faults):,} faults"
    yield f"{total:.1f} s of answering, {1000 * total / max(len(came.slow), 1):.1f} ms an input"
    by_word: dict[str, float] = {}
    for each in came.slow:
        word, *_ = each.text.split(maxsplit=1) or [""]
        by_word[word[:20]] = by_word.get(word[:20], 0.0) + each.seconds
    most = sorted(by_word.items(), key=lambda each: -each[1])[:12]
    yield f"most of it: {', '.join(f'{word} {seconds:.1f} s' for word, seconds in most)}"
    yield from (f"  {each.seconds:6.2f} s  {each.text[:100]!r}" for each in came.slow[:15])
    yield from (f"FAULT {fault[-1500:]}" for fault in faults[:40])


def main() -> int:
    """Answer as many lines as are asked for; return 1 where the program failed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--n", type=int, default=10_000, help="how many lines (10000)")
    parser.add_argument("--seed", default="0", help="where they come from (0)")
    parser.add_argument("--target", default="police_and_faces.pol", help="the policy (police_and_faces.pol)")
    parser.add_argument("--out", type=Path, help="where to keep what was said")
    chosen = parser.parse_args()
    out = chosen.out.absolute() if chosen.out else None
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
        target = prepared(Path(folder), chosen.target)
        came = answered(target, lines_for(target, seed=chosen.seed, count=chosen.n))
    if out:
        out.write_text(came.out, encoding="utf-8", errors="replace")
    for line in tell(came):
        print(line)  # noqa: T201
    return min(len(came.faults()), 1)


if __name__ == "__main__":
    sys.exit(main())
