"""The material of a page from files: the module of the policy, its text with the comments, and files of scenarios."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from policylang.document.markdown import prose as in_markdown
from policylang.document.material import Finding, Material, Part, Prose, Scenarios, Tried
from policylang.semantics.module import Module, ResolvedExample
from policylang.semantics.policy import Policy
from policylang.source import Source
from policylang.syntax import tree

_HEADING = re.compile(r"^#+\s*(?:-{3,}|={3,}|#{3,})\s*(?P<text>.*?)\s*[-=#]*\s*$")
_ALLOW = re.compile(r"^#\s*allow\s+P\d{4}\b")

Written = tuple[Module, tree.File]
"""A file as a module, and as the tree that it came from."""


def material(
    policy: Policy,
    written: Written,
    *,
    tried: Sequence[Written] = (),
    findings: tuple[Finding, ...] = (),
    pages: Mapping[str, str] | None = None,
) -> Material:
    """Return what the page of a policy is written from.

    Args:
        policy: The policy.
        written: Its file.
        tried: Files with scenarios for it, itself left out.
        findings: What analysis finds in it.
        pages: Where the pages of other policies and vocabularies lie, by name.
    """
    module, file = written
    everything = (written, *tried)
    modules = tuple(module.closure())
    return Material(
        policy,
        {each.id: each for one in modules for each in one.definitions.values()},
        _examples(one for one, _ in everything),
        {each.name.text: _part(each) for each in file.items if isinstance(each, tree.PartItem)},
        tuple(group for each in everything for group in _scenarios(policy, each)),
        findings,
        tuple(each for one, _ in everything for each in one.asserts if each.policy == policy.name),
        prose(module, file),
        pages or {},
    )


def _examples(modules: Iterable[Module]) -> dict[str, ResolvedExample]:
    """Return the examples that files declare or import, by their bare names."""
    return {name: each for one in modules for file in one.closure() for name, each in file.examples.items()}


def _part(item: tree.PartItem) -> Part:
    return Part(item.name.text, item.summary.value if item.summary else None)


# ---------------------------------------------------------------- comments


def prose(module: Module, file: tree.File) -> Prose:
    """Return what the comments of a file say, by what they stand above."""
    source = module.source
    comments = [_Comment(source, each) for each in file.comments if each.own_line]
    notes, headings = {}, {}
    for name, item in _items(module.name, file.items):
        line1 = source.position(item.span.start).line1
        above = _above(comments, line1)
        text = _text(above)
        if text:
            notes[name] = text
        if name.startswith("clause."):
            headings[name.removeprefix("clause.")] = _heading_over(comments, line1)
    start = source.position(file.header.span.start).line1 if file.header else 1
    return Prose(_text(_above(comments, start)), notes, _where_new(headings))


class _Comment:
    """A comment on a line of its own."""

    def __init__(self, source: Source, comment: tree.Comment) -> None:
        self.line1 = source.position(comment.span.start).line1
        written = comment.text.lstrip("#")
        self.text = written.strip()
        self.is_indented = written.startswith("  ")
        found = _HEADING.match(comment.text)
        self.heading = found["text"] if found else None
        self.is_shown = self.heading is None and not _ALLOW.match(comment.text)


def _items(module: str, found: Iterable[object]) -> Iterator[tuple[str, "tree.Item"]]:
    """Yield the items of a file that pages tell, by kind and name."""
    for item in found:
        match item:
            case tree.Define(name=name):
                yield f"define.{module}.{name.text}", item
            case tree.PartItem(name=name):
                yield f"part.{name.text}", item
                yield from _items(module, item.clauses)
            case tree.Clause(name=name):
                yield f"clause.{name.text}", item
            case tree.Duty(name=name):
                yield f"duty.{name.text}", item
            case tree.Advice(name=name):
                yield f"advice.{name.text}", item
            case tree.Edition(name=name):
                yield f"edition.{name.text}", item


def _above(comments: Sequence[_Comment], line1: int) -> list[_Comment]:
    """Return the comments that stand right above a line, with nothing between."""
    by_line = {each.line1: each for each in comments}
    found: list[_Comment] = []
    while (line1 := line1 - 1) in by_line:
        found.append(by_line[line1])
    return found[::-1]


def _text(comments: Iterable[_Comment]) -> str:
    """Return what comments say; an empty one parts paragraphs, an indented one keeps its line."""
    paragraphs: list[list[str]] = [[]]
    for each in comments:
        if not each.is_shown:
            continue
        if each.text:
            between = "\n" if each.is_indented else " "
            paragraphs[-1].append(f"{between if paragraphs[-1] else ''}{each.text}")
        else:
            paragraphs.append([])
    return "\n\n".join(in_markdown("".join(lines)) for lines in paragraphs if lines)


def _heading_over(comments: Iterable[_Comment], line1: int) -> str:
    over = [each.heading for each in comments if each.heading is not None and each.line1 < line1]
    return next((text for text in reversed(over) if text), "")


def _where_new(headings: Mapping[str, str]) -> dict[str, str]:
    found, last = {}, ""
    for clause, text in headings.items():
        if text != last:
            found[clause] = last = text
    return found


# ---------------------------------------------------------------- scenarios


def _scenarios(policy: Policy, written: Written) -> Iterator[Scenarios]:
    """Yield the scenarios of a file that are for a policy, by the headings under which they stand."""
    module, file = written
    comments = [_Comment(module.source, each) for each in file.comments if each.own_line]
    lines = {item.title.span.start: item for item in file.items if isinstance(item, tree.Scenario)}
    groups: dict[str, list[Tried]] = {}
    for scenario in module.scenarios:
        if scenario.policy != policy.name or scenario.place is None:
            continue
        item = _item_at(lines, scenario.place.span.start)
        line1 = module.source.position(scenario.place.span.start).line1
        title = _heading_over(comments, line1) or f"Scenarios of {_file_name(module)}"
        groups.setdefault(title, []).append(Tried(scenario, item.givens if item else None))
    yield from (Scenarios(title.removeprefix("scenarios: "), tuple(found)) for title, found in groups.items())


def _item_at(items: Mapping[int, tree.Scenario], start: int) -> tree.Scenario | None:
    return items.get(start) or next((each for each in items.values() if each.span.start == start), None)


def _file_name(module: Module) -> str:
    return module.source.name.replace("\\", "/").rpartition("/")[2]
