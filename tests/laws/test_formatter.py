"""The formatter: one form, nothing lost, and what stood beside something still stands beside it."""

import random
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import Verbosity, given, settings
from hypothesis import strategies as st
from strategies import files, plain

from policylang.diagnostics.errors import PolicyError
from policylang.source import Source
from policylang.syntax import tree
from policylang.syntax.from_text import parse
from policylang.syntax.highlight import roles
from policylang.syntax.rows import comment_text
from policylang.syntax.to_text import format_source, to_text

DATA = Path(__file__).parents[1] / "data"
CANONICAL = sorted(DATA.glob("*.pol"))
QUIET = settings(verbosity=Verbosity.quiet)
"""What fails is shown as text by the assertion; the tree that it came from takes minutes to print."""
HALF = settings(QUIET, max_examples=settings().max_examples // 2)


def _format(text: str, *, name: str = "generated.pol") -> str:
    return format_source(Source(name, text))


def _parsed(text: str) -> tree.File:
    file, diagnostics = parse(Source("generated.pol", text))
    assert [found.message for found in diagnostics if found.severity == "error"] == [], text
    return file


def _comments(file: tree.File) -> Counter[str]:
    return Counter(map(comment_text, file.comments))


def _untidy(text: str, seed: int) -> str:
    """Return a text with comments, blank lines, other indentation and line breaks in parentheses thrown in."""
    chance = random.Random(seed)  # noqa: S311 - no secret
    step = chance.choice([1, 2, 4, 7])
    numbers = iter(range(10**6))
    lines: list[str] = []

    def comment() -> str:
        return chance.choice(["# {}", "#{}", "#   {}", "#! {}", "## {}", "#### {} ####"]).format(next(numbers))

    for line in text.splitlines():
        code = line.lstrip(" ")
        indent = (len(line) - len(code)) // 4 * step
        while chance.random() < 0.2:
            lines.append(chance.choice(["", "   ", " " * chance.choice([0, indent, indent + 3, 40]) + comment()]))
        deeper = "\n" + " " * (indent + chance.choice([1, 4, 9]))
        breaks = [*[""] * 3, deeper, f"  {comment()}{deeper}", f"\n{comment()}{deeper}"]
        pieces = (piece + (chance.choice(breaks) if piece == "(" else "") for _, piece in roles(code))
        lines.append(" " * indent + "".join(pieces) + chance.choice(["", "", "  ", f" {comment()}"]))
    return "\n".join([*lines, *chance.choice([[], ["", comment()], ["  " + comment()]]), ""])


@st.composite
def untidy(draw: st.DrawFn) -> str:
    """Return the text of a generated file, written by somebody in a hurry."""
    return _untidy(to_text(draw(files)), draw(st.integers(0, 2**32)))


@QUIET
@given(untidy())
def test_formatting_twice_is_formatting_once(text: str) -> None:
    """The formatter changes nothing in what it has formatted."""
    once = _format(text)
    assert _format(once) == once, text


@QUIET
@given(untidy())
def test_the_formatted_text_says_the_same(text: str) -> None:
    """Formatting keeps the tree, up to the order of lines, and every comment."""
    before, after = _parsed(text), _parsed(_format(text))
    assert plain(after) == plain(before), text
    assert _comments(after) == _comments(before), text


@HALF
@given(files)
def test_what_is_printed_is_formatted(file: tree.File) -> None:
    """The printer and the formatter know one form."""
    text = to_text(file)
    assert _format(text) == text


@HALF
@given(untidy(), st.sampled_from(["\r\n", "\n"]))
def test_line_breaks_come_out_plain(text: str, line_break: str) -> None:
    """Carriage returns and a byte order mark are taken out, and nothing else changes with them."""
    data = ("\ufeff" + text.replace("\n", line_break)).encode()
    source = Source("generated.pol", data.decode("utf-8-sig"))
    assert format_source(source) == _format(text), text


@pytest.mark.parametrize("path", CANONICAL, ids=lambda path: path.name)
def test_canonical_files_stay_as_they_are(path: Path) -> None:
    """A file in canonical form comes out letter by letter."""
    text = path.read_text(encoding="utf-8")
    assert _format(text, name=path.name) == text


@pytest.mark.parametrize("path", CANONICAL, ids=lambda path: path.name)
def test_a_comment_may_stand_on_every_line(path: Path) -> None:
    """A comment above each line, and one at the end of each, are where they belong."""
    bare = _format("".join(text for role, text in roles(path.read_text(encoding="utf-8")) if role != "comment"))
    lines = []
    code = bare.splitlines()
    for number, (above, line, below) in enumerate(zip(["", *code], code, [*code[1:], ""], strict=False)):
        margin = line[: len(line) - len(line.lstrip())]
        lines += [f"{margin}# above {number}"] if line and not _goes_on(above, line) else []
        lines.append(f"{line}  # beside {number}" if line and not _goes_on(line, below) else line)
    text = "\n".join([*lines, ""])
    assert _format(text) == text


def _goes_on(above: str, below: str) -> bool:
    """Return whether a quotation goes on from one line to the next."""
    return above.endswith('"') and below.lstrip().startswith('"')


def test_a_text_with_errors_is_not_formatted() -> None:
    """What cannot be read is left alone, and the diagnostics say why."""
    with pytest.raises(PolicyError) as caught:
        _format("policy p\n    otherwise permitted\n\nclause\n")
    assert caught.value.diagnostics
