"""Diagnostics as people read them: the source with the fault underlined, what is wrong, and what to do.

What comes out is pieces of text, each with a role; colour is put on elsewhere, and `plain` joins
them. Whatever comes from a file is made visible first: a control character, a mark that turns the
direction of text, a line of a megabyte reach no terminal as they are.
"""

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from typing import Literal, NamedTuple

from policylang.diagnostics.model import Diagnostic, Edit, Help, Label

Role = Literal[
    "error", "warning", "note", "help", "message",
    "gutter", "place", "source", "primary", "secondary", "added", "removed", "plain",
]  # fmt: skip
Piece = tuple[Role, str]

WIDEST = 120
"""Longer lines are cut around what is underlined."""

_LONGEST_SENTENCE = 600
_MOST_EDITED_LINES = 8
_TAB = "    "
_NEWLINE: Piece = ("plain", "\n")
_MARKS: dict[Role, str] = {"primary": "^", "secondary": "-", "added": "+", "removed": "-"}


class _Mark(NamedTuple):
    """What is underlined in a line, by offsets in the line, and the words that stand there."""

    start: int
    end: int
    role: Role
    text: str = ""


class _Line(NamedTuple):
    """A line of a snippet."""

    line1: int
    text: str
    marks: tuple[_Mark, ...]


# ---------------------------------------------------------------- whole diagnostics


def report(diagnostics: Sequence[Diagnostic]) -> tuple[Piece, ...]:
    """Return all diagnostics, with an empty line after each, and the summary as the last line."""
    pieces: list[Piece] = []
    for diagnostic in diagnostics:
        pieces += [*render(diagnostic), _NEWLINE]
    return (*pieces, ("message", summary(diagnostics)), _NEWLINE)


def render(diagnostic: Diagnostic) -> tuple[Piece, ...]:
    """Return a diagnostic as text with roles; the text ends in a line break."""
    blocks = _blocks(diagnostic)
    edited = [_edited_lines(help_.edit) if help_.edit else () for help_ in diagnostic.helps]
    shown = [line.line1 for _, lines in blocks for line in lines] + [line.line1 for lines in edited for line in lines]
    width = max(len(str(line1)) for line1 in (*shown, 1))
    pieces: list[Piece] = [
        (diagnostic.severity, f"{diagnostic.severity}[{diagnostic.code}]"),
        ("message", f": {sentence(diagnostic.message)}"),
        _NEWLINE,
    ]  # fmt: skip
    for number, (label, lines) in enumerate(blocks):
        pieces += _place(label, width, first=number == 0)
        pieces += _snippet(lines, width, opened=number == 0)
    if shown and (diagnostic.notes or diagnostic.helps):
        pieces += _bar(width)
    pieces += _notes(diagnostic.notes, width)
    for help_, lines in zip(diagnostic.helps, edited, strict=True):
        pieces += _help(help_, lines, width)
    return tuple(pieces)


def plain(pieces: Iterable[Piece]) -> str:
    """Return the text of the pieces, without their roles."""
    return "".join(text for _, text in pieces)


def summary(diagnostics: Iterable[Diagnostic]) -> str:
    """Return how many errors and warnings there are: `2 errors, 1 warning`."""
    counts = {"error": 0, "warning": 0, "note": 0}
    for diagnostic in diagnostics:
        counts[diagnostic.severity] += 1
    counted = [f"{count} {word}{'' if count == 1 else 's'}" for word, count in counts.items() if count]
    return ", ".join(counted) or "no errors, no warnings"


# ---------------------------------------------------------------- text that is safe to show


def visible(text: str) -> str:
    """Return a text with everything that a terminal would obey, turn or hide written out: `<U+202E>`.

    Tabs become four spaces. Letters of any alphabet stay.
    """
    if text.isprintable():
        return text
    return "".join(char if char.isprintable() else _TAB if char == "\t" else f"<U+{ord(char):04X}>" for char in text)


def sentence(text: str) -> str:
    """Return a sentence that is safe to show, its middle left out where it is longer than anybody reads."""
    if len(text) > _LONGEST_SENTENCE:
        text = f"{text[: _LONGEST_SENTENCE // 2]} … {text[-_LONGEST_SENTENCE // 4 :]}"
    return visible(text)


def columns(text: str) -> int:
    """Return how many columns a terminal gives to a `visible` text: wide letters take two, combining marks none."""
    if text.isascii():
        return len(text)
    return sum(_columns_of(char) for char in text)


def _columns_of(char: str) -> int:
    if unicodedata.category(char) in ("Mn", "Me"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


# ---------------------------------------------------------------- which lines are shown


def _blocks(diagnostic: Diagnostic) -> list[tuple[Label, tuple[_Line, ...]]]:
    """Return the snippets: the primary label with what stands on its lines, then the other labels, joined by line."""
    blocks: list[tuple[Label, dict[int, list[_Mark]]]] = []
    for label in (diagnostic.label, *diagnostic.others):
        role: Role = "secondary" if blocks else "primary"
        marks = _marks(label, role)
        home = next(
            (block for block in blocks if block[0].place.source is label.place.source and set(marks) <= set(block[1])),
            None,
        )
        if home is None:
            blocks.append((label, {line1: [mark] for line1, mark in marks.items()}))
        else:
            for line1, mark in marks.items():
                home[1][line1].append(mark)
    return [
        (
            label,
            tuple(_Line(line1, label.place.source.line(line1), tuple(found)) for line1, found in sorted(lines.items())),
        )
        for label, lines in blocks
    ]


def _marks(label: Label, role: Role) -> dict[int, _Mark]:
    """Return what to underline, by line: of a span over several lines the first and the last, the words at the last."""
    source, span = label.place.source, label.place.span
    if not source.text:
        return {}
    (first, start), (last, end) = source.position(span.start), source.position(max(span.start, span.end))
    if last > first and end == 1:  # the span ends with a line break
        last, end = last - 1, len(source.line(last - 1)) + 1
    if first == last:
        return {first: _Mark(start - 1, max(end, start) - 1, role, label.text)}
    indent = len(source.line(last)) - len(source.line(last).lstrip())
    return {
        first: _Mark(start - 1, max(start, len(source.line(first).rstrip())), role),
        last: _Mark(min(indent, end - 1), end - 1, role, label.text),
    }


def _edited_lines(edit: Edit) -> tuple[_Line, ...]:
    """Return the lines that an edit changes, as they are after it; where it only takes away, as they are before it."""
    source, span = edit.place.source, edit.place.span
    if not edit.replacement:
        return tuple(
            _Line(line1, source.line(line1), (mark._replace(role="removed"),))
            for line1, mark in _marks(Label(edit.place), "removed").items()
        )
    line1 = source.position(span.start).line1
    before = source.text[source.line_starts[line1 - 1] : span.start]
    end = source.position(span.end)
    after = source.line(end.line1)[end.column1 - 1 :]
    lines = []
    start = len(before)
    for number, added in enumerate(edit.replacement.split("\n")):
        head = before if number == 0 else ""
        if added:
            # Marks stand under words; under blanks only where blanks are all there is to add.
            lead = len(added) - len(added.lstrip()) if added.strip() else 0
            mark = _Mark(start + lead, start + len(added.rstrip() or added), "added")
            tail = after if number == edit.replacement.count("\n") else ""
            lines.append(_Line(line1 + number, head + added + tail, (mark,)))
        start = 0
    return tuple(lines[:_MOST_EDITED_LINES])


# ---------------------------------------------------------------- lines with what stands under them


def _place(label: Label, width: int, *, first: bool) -> Iterator[Piece]:
    source, span = label.place.source, label.place.span
    line1, column1 = source.position(span.start)
    yield "gutter", f"{' ' * width}--> " if first else f"{' ' * width} ::: "
    yield "place", f"{sentence(source.name)}:{line1}:{column1}" if source.text else sentence(source.name)
    yield _NEWLINE
    if not source.text and label.text:
        yield from _bar(width)
        yield "gutter", f"{' ' * width} = "
        yield "primary", sentence(label.text)
        yield _NEWLINE


def _notes(notes: Sequence[str], width: int) -> Iterator[Piece]:
    for note in notes:
        first, *others = note.split("\n")
        yield "gutter", f"{' ' * width} = "
        yield "note", "note"
        yield "message", f": {sentence(first)}"
        yield _NEWLINE
        for other in others:
            yield "message", f"{' ' * width}         {sentence(other)}".rstrip()
            yield _NEWLINE


def _help(help_: Help, lines: Sequence[_Line], width: int) -> Iterator[Piece]:
    first, *others = help_.text.split("\n")
    yield "help", "help"
    yield "message", f": {sentence(first)}"
    yield _NEWLINE
    for other in others:
        yield "message", f"      {sentence(other)}".rstrip()
        yield _NEWLINE
    yield from _snippet(lines, width, opened=True)


def _bar(width: int) -> Iterator[Piece]:
    yield "gutter", f"{' ' * width} |"
    yield _NEWLINE


def _snippet(lines: Sequence[_Line], width: int, *, opened: bool) -> Iterator[Piece]:
    """Yield lines with their numbers and what stands under them; dots where lines between are left out."""
    if lines and opened:
        yield from _bar(width)
    before = None
    for line in lines:
        if before is not None and line.line1 > before + 1:
            yield "gutter", "..."
            yield _NEWLINE
        before = line.line1
        for shown, marks in _excerpts(line):
            yield "gutter", f"{line.line1:>{width}} |"
            yield "source", f" {shown}".rstrip()
            yield _NEWLINE
            for row in _under(marks):
                yield "gutter", f"{' ' * width} |"
                yield from _row(row)
                yield _NEWLINE


def _excerpts(line: _Line) -> Iterator[tuple[str, tuple[_Mark, ...]]]:
    """Yield the line as shown, with its marks in columns; a long one again around each mark that is far off."""
    marks = sorted(line.marks, key=lambda mark: mark.role != "primary")
    while marks:
        start, end = _window(line.text, marks[0])
        # The first mark is always inside: it may lie past the line where that ends with carriage returns.
        inside = [mark for mark in marks if mark is marks[0] or start <= mark.start <= end]
        marks = [mark for mark in marks if mark not in inside]
        head, tail = "…" if start > 0 else "", "…" if end < len(line.text) else ""

        def column(offset: int, start: int = start, end: int = end, head: str = head) -> int:
            return len(head) + columns(visible(line.text[start : max(start, min(offset, end))]))

        shown = head + visible(line.text[start:end]) + tail
        yield shown, tuple(mark._replace(start=column(mark.start), end=column(mark.end)) for mark in inside)


def _window(text: str, mark: _Mark) -> tuple[int, int]:
    """Return from where to where a line is shown: whole, or so much of it around a mark as fits."""
    if len(text) <= WIDEST:
        return 0, len(text)
    room = WIDEST - 2
    start = max(0, mark.start - max(room // 4, (room - (mark.end - mark.start)) // 2))
    start = max(0, min(start, len(text) - room))
    return start, min(len(text), start + room)


def _under(marks: Sequence[_Mark]) -> Iterator[list[tuple[int, str, Role]]]:
    """Yield the rows under a line: the marks, with the words of the last one beside them, the other words below."""
    cells = _painted(marks)
    labelled = sorted((mark for mark in marks if mark.text), key=lambda mark: mark.start)
    row = [(start, _MARKS[role] * (end - start), role) for start, end, role in cells]
    if labelled and max(end for _, end, _ in cells) <= max(labelled[-1].end, labelled[-1].start + 1):
        last = labelled.pop()
        row.append((cells[-1][1] + 1, sentence(last.text), last.role))
    yield row
    if labelled:
        yield [(mark.start, "|", mark.role) for mark in _one_each(labelled)]
    while labelled:
        mark = labelled.pop()
        yield [*((left.start, "|", left.role) for left in _one_each(labelled) if left.start < mark.start),
               (mark.start, sentence(mark.text), mark.role)]  # fmt: skip


def _one_each(marks: Sequence[_Mark]) -> list[_Mark]:
    """Return the first mark of each column."""
    return list({mark.start: mark for mark in reversed(marks)}.values())[::-1]


def _painted(marks: Sequence[_Mark]) -> list[tuple[int, int, Role]]:
    """Return the stretches to underline, from left to right; the primary mark hides what it covers."""
    colours: dict[int, Role] = {}
    for mark in sorted(marks, key=lambda mark: mark.role == "primary"):
        for at in range(mark.start, max(mark.end, mark.start + 1)):
            colours[at] = mark.role
    found: list[tuple[int, int, Role]] = []
    for at, role in sorted(colours.items()):
        if found and found[-1][1:] == (at, role):
            found[-1] = (found[-1][0], at + 1, role)
        else:
            found.append((at, at + 1, role))
    return found


def _row(row: Sequence[tuple[int, str, Role]]) -> Iterator[Piece]:
    """Yield texts at their columns, after the space that follows the bar."""
    reached = -1
    for start, text, role in row:
        yield "plain", " " * (start - reached)
        yield role, text
        reached = start + columns(text)
