"""Types as text: an outline in a line or as a block, a thing with its parts.

Which values of a block stand together on a line is the author's choice; spans tell.
"""

from collections.abc import Sequence

from policylang.source import Span
from policylang.syntax import tree
from policylang.syntax.rows import NO_ORIGIN, STEP, WIDTH, Origin, Row
from policylang.syntax.to_text_words import quotation, value


def typed_row(label: str, kind: tree.TypeExpression, indent: int, *, span: Span, origin: Origin) -> Row:
    """Return the row of something with a type, the parts or the outline of the type below it.

    Args:
        label: What stands before the type, the space included (`fact camera: `).
        kind: The type.
        indent: The column, from 0, in which the line starts.
        span: Where the line starts in the source.
        origin: Where the type was read from.
    """
    match kind:
        case tree.ThingType(parts):
            below = tuple(_part(part, indent + STEP, origin) for part in parts)
            return Row((f"{label}has",), span, below)
        case tree.OutlineType(entries) if kind.style == "block" or _is_too_long(label, kind, indent):
            below = tuple(_outline(entries, indent + STEP, origin))
            return Row((f"{label}{_manner(kind)}",), span, below)
        case _:
            return Row((label + inline_type(kind),), span.to(kind.span))


def notes(owner: tree.Fact | tree.Part, indent: int) -> tuple[Row, ...]:
    """Return the rows below a fact or a part: its question with the cost, the guidance, and that it is unchangeable."""
    rows = []
    if owner.asks is not None:
        cost = f" cost {value(owner.cost)}" if owner.cost else ""
        span = owner.asks.span.to(owner.cost.span) if owner.cost else owner.asks.span
        rows.append(_note("asks ", owner.asks, indent, span=span, ending=cost))
    if owner.judged is not None:
        rows.append(_note("judged ", owner.judged, indent, span=owner.judged.span))
    if owner.unchangeable is not None:
        rows.append(Row(("unchangeable",), owner.unchangeable.span, gap="none"))
    return tuple(rows)


def _note(label: str, text: tree.Text, indent: int, *, span: Span, ending: str = "") -> Row:
    return Row(quotation(label, text.value, indent, hanging=len(label), ending=ending), span, gap="none")


def inline_type(kind: tree.TypeExpression) -> str:
    """Return a type in one line."""
    match kind:
        case tree.OutlineType(entries):
            return f"{_manner(kind)} {', '.join(map(_entry, entries))}"
        case tree.NumberType():
            return _number_type(kind)
        case tree.NamedType(name, optional):
            return f"optional {name.text}" if optional else name.text
        case tree.YesNoType():
            return "yes or no"
        case tree.DateType():
            return "date"
        case tree.TextType():
            return "text"
        case tree.ThingType(parts):
            return f"has {', '.join(part.name.text for part in parts)}"


def _is_too_long(label: str, kind: tree.OutlineType, indent: int) -> bool:
    return len(kind.entries) > 1 and indent + len(label) + len(inline_type(kind)) > WIDTH


def _manner(kind: tree.OutlineType) -> str:
    return "several of" if kind.several else "one of"


def _number_type(kind: tree.NumberType) -> str:
    words = ["whole number" if kind.whole else "number"]
    match kind.low, kind.high:
        case tree.Number() as low, tree.Number() as high:
            words.append(f"from {value(low)} to {value(high)}")
        case tree.Number() as low, None:
            words.append(f"at least {value(low)}")
        case None, tree.Number() as high:
            words.append(f"at most {value(high)}")
    if kind.unit is not None:
        words.append(f"in {kind.unit.text}")
    return " ".join(words)


def _part(part: tree.Part, indent: int, origin: Origin) -> Row:
    row = typed_row(f"{part.name.text}: ", part.type, indent, span=part.name.span, origin=origin)
    below = notes(part, indent + STEP)
    return Row(row.lines, row.span, (*row.rows, *below), row.gap)


def _entry(entry: tree.Entry) -> str:
    if not entry.entries:
        return entry.name.text
    return f"{entry.name.text} ({', '.join(map(_entry, entry.entries))})"


def _outline(entries: Sequence[tree.Entry], indent: int, origin: Origin) -> list[Row]:
    """Return the lines of an outline: as the author broke them, as far as they fit."""
    lines: list[list[tree.Entry]] = []
    for entry in entries:
        together = lines and origin is not NO_ORIGIN and _line_end(origin, lines[-1][-1]) == _line_start(origin, entry)
        if together and _is_inline(entry, indent, origin) and _fits([*lines[-1], entry], indent):
            lines[-1].append(entry)
        else:
            lines.append([entry])
    return [_outline_row(line, indent, origin) for line in lines]


def _outline_row(line: list[tree.Entry], indent: int, origin: Origin) -> Row:
    first, last = line[0], line[-1]
    if len(line) > 1 or _is_inline(first, indent, origin):
        return Row((", ".join(map(_entry, line)),), first.name.span.to(_end(last)))
    return Row((first.name.text,), first.name.span, tuple(_outline(first.entries, indent + STEP, origin)))


def _is_inline(entry: tree.Entry, indent: int, origin: Origin) -> bool:
    """Return whether what stands under an entry is printed behind it, in parentheses."""
    if not entry.entries:
        return True
    if not _fits([entry], indent):
        return False
    if origin is NO_ORIGIN:
        return not any(below.entries for below in entry.entries)
    return _line_start(origin, entry) == _line_start(origin, entry.entries[0])


def _fits(line: list[tree.Entry], indent: int) -> bool:
    return indent + len(", ".join(map(_entry, line))) <= WIDTH


def _line_start(origin: Origin, entry: tree.Entry) -> int:
    return origin.line1(entry.name.span)


def _line_end(origin: Origin, entry: tree.Entry) -> int:
    return origin.line1(_end(entry))


def _end(entry: tree.Entry) -> Span:
    while entry.entries:
        entry = entry.entries[-1]
    return entry.name.span
