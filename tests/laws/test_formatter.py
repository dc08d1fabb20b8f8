"""The formatter: one form, nothing lost, and what stood beside something still stands beside it."""

import random
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import Verbosity, given, settings, strategies as st
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
    try:
        return format_source(Source(name, text))
    except PolicyError as fault:
        messages = "\n".join(found.message for found in fault.diagnostics)
        raise AssertionError(f"{messages}\n{text}") from fault


def _parsed(text: str) -> tree.File:
    file, diagnostics = parse(Source("generated.pol", text))
    assert [found.message for found in diagnostics if found.severity == "error"] == [], text
    return file


def _comments(file: tree.File) -> Counter[str]:
    return Counter(map(comment_text, file.comments))


def _untidy(text: str, seed: int) -> str:
    """Return a text with comments, blank lines, other indentation and line breaks in parentheses thrown in."""
    chance = random.Random(seed)
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


def _clause(*lines: str) -> str:
    return "\n".join(["policy p", "    otherwise  permitted", "", "clause c", '    "Summary"', *lines, ""])


def _values(first: int, after: int) -> str:
    return ", ".join(f"a_value_{number}" for number in range(first, after))


FACTS = {
    "lines move with their comments": (
        _clause("    when x  # b", "    # why", "    # indeed", "    prohibits  # a", "    # end"),
        _clause("    # why", "    # indeed", "    prohibits  # a", "    when x  # b", "    # end"),
    ),
    "words stay with the citation that they follow": (
        _clause('    words "a"', "    prohibits", '    cites "1"', '    words "b"', '    cites "2"'),
        _clause(
            '    words      "a"', '    cites      "1"', '    words      "b"', '    cites      "2"', "    prohibits",
        ),
    ),
    "words follow the only citation": (
        _clause("    prohibits", '    words "a"', '    cites "1"'),
        _clause('    cites      "1"', '    words      "a"', "    prohibits"),
    ),
    "a comment at the end of a block stays in it": (
        _clause("    prohibits", "    when all of", "        x", "        y", "       # x", "    # y", "# z"),
        _clause("    prohibits", "    when all of", "        x", "        y", "    # x", "    # y", "# z"),
    ),
    "comments within parentheses go before the line": (
        _clause("    prohibits", "    when (x  # one", "        # two", "        or y) and z  # three"),
        _clause("    prohibits", "    # one", "    # two", "    when (x or y) and z  # three"),
    ),
    "parentheses stay only where they are needed": (
        _clause("    prohibits", "    when ((x) or (any of ((y); (z and (w)))))"),
        _clause("    prohibits", "    when x or any of (y; z and w)"),
    ),
    "comments get a space, rulers none": (
        _clause("    prohibits  #a", "    #!b", "    #### c", "    #--------", "    #", "    #   d   "),
        _clause("    prohibits  # a", "    #!b", "    #### c", "    #--------", "    #", "    #   d"),
    ),
    "neighbouring strings become one where they fit": (
        _clause('    words "a" "b"', '        "c"', "    prohibits"),
        _clause('    words      "a b c"', "    prohibits"),
    ),
    "long strings are broken at single spaces": (
        _clause("    prohibits", f'    words "{"nine  chars " * 9}"'),
        _clause(
            f'    words      "{"nine  chars " * 6}nine  chars"',
            f'               "{"nine  chars " * 2}"'.replace('""', '"'),
            "    prohibits",
        ),
    ),
    "a long chain becomes a block": (
        _clause("    prohibits", f"    when {' and '.join(['a_rather_long_name'] * 5)}  # all"),
        _clause("    prohibits", "    when all of  # all", *["        a_rather_long_name"] * 5),
    ),
    "blank lines are one between items and none in clauses": (
        "policy p\n\n\n    otherwise permitted\nclause c\n\n    'S'\n\n    prohibits\n".replace("'", '"'),
        _clause("    prohibits").replace("Summary", "S"),
    ),
    "short items may stand close together": (
        'policy p\n    otherwise permitted\nimport a\nimport b\n\n\nduty d "x"\nadvice e "y"\n',
        'policy p\n    otherwise  permitted\n\nimport a\nimport b\n\nduty d "x"\nadvice e "y"\n',
    ),
    "values of an outline stay on their lines": (
        "vocabulary v\n\ntype t: one of\n  a, b (c, d)\n  e\n     f\n     g,h\n",
        "vocabulary v\n\ntype t: one of\n    a, b (c, d)\n    e\n        f\n        g, h\n",
    ),
    "a long outline becomes a block": (
        f'vocabulary v\n\nfact f: one of {_values(0, 12)}  # c\n    asks "x"\n',
        f'vocabulary v\n\nfact f: one of  # c\n    {_values(0, 8)}\n    {_values(8, 12)}\n    asks "x"\n',
    ),
}  # fmt: skip
"""What the formatter does, by what it is: a text and its canonical form."""


@pytest.mark.parametrize("fact", FACTS)
def test_the_form(fact: str) -> None:
    """Each of these is so."""
    before, after = FACTS[fact]
    assert _format(before) == after
    assert _format(after) == after


LITERATE = """\
# Prose,  with `code` and trailing blanks··

```pol
policy p
  otherwise permitted
# at the end of the first block
```
1. a clause

~~~~ pol
clause c
  'Summary'
  when x # why
  prohibits

     # below
~~~~

```python
clause  c
```

```pol
  cites 'A'
  under d
# no more
```
""".translate(str.maketrans("'·", '" '))


def test_literate_files_keep_their_prose() -> None:
    """The blocks are formatted, each in its place; nothing moves from one to another."""
    expected = (
        LITERATE.replace("  otherwise permitted", "    otherwise  permitted")
        .replace('  "Summary"\n  when x # why\n  prohibits\n', '    "Summary"\n    prohibits\n    when x  # why\n')
        .replace("     # below", "    # below")
        .replace('  cites "A"\n  under d', '    cites      "A"\n    under d')
    )
    assert _format(LITERATE, name="p.pol.md") == expected
    assert _format(expected, name="p.pol.md") == expected


def test_literate_files_with_carriage_returns() -> None:
    """A document with CRLF comes out with line feeds, the prose as well."""
    name = "p.pol.md"
    assert _format(LITERATE.replace("\n", "\r\n"), name=name) == _format(LITERATE, name=name)


def test_a_text_with_errors_is_not_formatted() -> None:
    """What cannot be read is left alone, and the diagnostics say why."""
    with pytest.raises(PolicyError) as caught:
        format_source(Source("p.pol", "policy p\n    otherwise permitted\n\nclause\n"))
    assert caught.value.diagnostics
