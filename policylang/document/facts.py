"""The facts that a policy reads, as the questions that have to be answered, with the values of every outline."""

from collections.abc import Iterable, Iterator, Sequence

from policylang.document.markdown import anchor, blocks, code, folded, heading, link, plain, table
from policylang.document.telling import Teller, fact_anchor, outline_anchor
from policylang.document.words import capital, listing, spaced, value
from policylang.semantics.policy import Path
from policylang.semantics.types import Day, Number, OneOf, Outline, SetOf, Slot, Thing, Words, YesNo

FEW_VALUES = 6
"""An outline without groups and with so many values at most is told in a line."""
MANY_VALUES = 20
"""An outline with more names is folded."""


def facts(teller: Teller, read: Sequence[tuple[Path, Slot]]) -> str:
    """Return the section on the facts that the policy reads."""
    if not read:
        return blocks((heading(2, "What has to be known", name="facts"), "Nothing: no decision depends on any fact."))
    said = (
        "These are the questions that a case answers, as far as the policy asks them. What is left out counts as not "
        "known, never as *no*."
    )
    return blocks(
        (
            heading(2, "What has to be known", name="facts"),
            said,
            facts_table(teller, read),
            *outlines_of(slot for _, slot in read),
        )
    )


def facts_table(teller: Teller, read: Iterable[tuple[Path, Slot]]) -> str:
    """Return the table of some facts: the question, what it takes, and by what guidance a human judges it."""
    rows = [
        (
            f"{anchor(fact_anchor(teller.name(path)))}{teller.question(path, whole=True)}",
            code(teller.name(path)),
            takes(slot),
            plain(slot.judged or ""),
        )
        for path, slot in read
    ]
    if any(row[3] for row in rows):
        return table(("Question", "Fact", "Answer", "Judged by a person, by this guidance"), rows)
    return table(("Question", "Fact", "Answer"), [row[:3] for row in rows])


def takes(slot: Slot) -> str:
    """Return what a fact takes, in words."""
    match slot.type:
        case YesNo():
            return "yes or no"
        case OneOf(outline):
            return _values(outline) if is_short(outline) else f"one of the values of {_values(outline)}"
        case SetOf(outline):
            return f"any of {_values(outline) if is_short(outline) else f'the values of {_values(outline)}'}"
        case Number():
            return _number(slot.type)
        case Day():
            return "a date"
        case Words():
            return "a text"
        case Thing(_, parts):
            said = f"what is known of it: {listing([plain(spaced(each)) for each in parts])}"
            return f"whether there is one, and {said}" if slot.optional else said


def _values(outline: Outline) -> str:
    if is_short(outline):
        return plain(listing([spaced(each) for each in outline.leaves], last="or" if len(outline.leaves) > 1 else ""))
    return link(plain(spaced(outline.name.rpartition(".")[2])), f"#{outline_anchor(outline)}")


def _number(type_: Number) -> str:
    said = "a whole number" if type_.whole else "a number"
    unit = f" in {plain(spaced(type_.unit))}" if type_.unit else ""
    if type_.low is not None and type_.high is not None:
        return f"{said} from {value(type_.low)} to {value(type_.high)}{unit}"
    if type_.low is not None:
        return f"{said} of at least {value(type_.low)}{unit}"
    return f"{said} of at most {value(type_.high)}{unit}" if type_.high is not None else f"{said}{unit}"


# ---------------------------------------------------------------- outlines


def is_short(outline: Outline) -> bool:
    """Whether an outline is told in a line: few values, and no groups."""
    return len(outline.under) <= FEW_VALUES and set(outline.children) == {""}


def outlines_of(slots: Iterable[Slot]) -> Iterator[str]:
    """Yield the lists of values of some facts, each outline once, those that are told in a line left out."""
    found: dict[str, Outline] = {}
    for slot in slots:
        if isinstance(slot.type, OneOf | SetOf) and not is_short(slot.type.outline):
            found.setdefault(slot.type.outline.name, slot.type.outline)
    for outline in found.values():
        yield outline_told(outline)


def outline_told(outline: Outline) -> str:
    """Return the values of an outline as a list, groups with what is under them."""
    name = capital(plain(spaced(outline.name.rpartition(".")[2])))
    title = f"{anchor(outline_anchor(outline))}**{name}**: the values, and the groups that they stand in"
    body = "\n".join(_below(outline, "", 0))
    if len(outline.under) <= MANY_VALUES:
        return f"{title}\n\n{body}"
    shown = f"{len(outline.leaves)} values"
    return f"{title}\n\n{folded(shown, body)}"


def _below(outline: Outline, group: str, depth: int) -> Iterator[str]:
    for name in outline.children[group]:
        said = plain(spaced(name))
        yield f"{'  ' * depth}- {said if outline.is_leaf(name) else f'*{said}*'}"
        if not outline.is_leaf(name):
            yield from _below(outline, name, depth + 1)
