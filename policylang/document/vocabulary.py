"""The page of a vocabulary: the facts, words, values and examples that policies share."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from policylang.document.facts import facts_table, is_short, outline_told
from policylang.document.from_files import Written, prose
from policylang.document.glossary import Word, rule_told, word_told
from policylang.document.index import foot
from policylang.document.markdown import anchor, blocks, code, contents, heading, items, plain, quotation
from policylang.document.material import Material
from policylang.document.scenarios import known
from policylang.document.telling import Elsewhere, Teller
from policylang.document.words import capital, spaced
from policylang.semantics.module import Module
from policylang.semantics.policy import Path, Policy
from policylang.semantics.types import Fact, OneOf, Outline, SetOf, Slot, Thing


class Vocabulary(NamedTuple):
    """A vocabulary as its page tells it."""

    module: Module
    material: Material
    teller: Teller


def vocabulary_page(written: Written, pages: Mapping[str, str]) -> str:
    """Return the page of a vocabulary.

    Args:
        written: Its file.
        pages: Where the pages of other files lie, by name.
    """
    module, file = written
    modules = tuple(module.closure())
    facts = {fact.id: fact for one in modules for fact in one.facts.values()}
    definitions = {each.id: each for one in modules for each in one.definitions.values()}
    nobody = Policy(module.name, "permitted", (), facts=_named(facts))
    material = Material(nobody, definitions, prose=prose(module, file), pages=pages)
    teller = Teller(nobody, definitions, elsewhere=Elsewhere(module.name, pages))
    told = Vocabulary(module, material, teller)
    sections = (_facts(told), _values(told), _words(told), _always(told), _examples(told))
    top = quotation(f"*Note of the author:* {material.prose.top}") if material.prose.top else ""
    said = f"A vocabulary: what policies share that say `import {module.name}`. It decides nothing by itself."
    made = foot(f"from {code(module.name)}")
    title = heading(1, f"Vocabulary: {plain(spaced(module.name))}")
    return f"{blocks((title, said, top, contents(sections), *sections, made))}\n"


def _named(facts: Mapping[str, Fact]) -> dict[str, Fact]:
    """Return facts by their bare names, and those of one name by their qualified ones."""
    often: dict[str, int] = {}
    for fact in facts.values():
        often[fact.name] = often.get(fact.name, 0) + 1
    return {fact.name if often[fact.name] == 1 else fact.id: fact for fact in facts.values()}


def _section(title: str, name: str, body: str) -> str:
    return blocks((heading(2, title, name=name), body)) if body else ""


def _facts(told: Vocabulary) -> str:
    rows = [row for fact in told.module.facts.values() for row in _given(Path(fact.id), fact.slot)]
    return _section("Facts", "facts", facts_table(told.teller, rows) if rows else "")


def _given(path: Path, slot: Slot) -> Iterator[tuple[Path, Slot]]:
    """Yield what a case gives of a fact: of a thing its parts, and whether it is there where it may not be."""
    if slot.optional or not isinstance(slot.type, Thing):
        yield path, slot
    if isinstance(slot.type, Thing):
        for name, part in slot.type.parts.items():
            yield from _given(path.part(name), part)


def _values(told: Vocabulary) -> str:
    found = {outline.name: outline for outline in _outlines(told.module) if not is_short(outline)}
    return _section("Values", "values", blocks(map(outline_told, found.values())))


def _outlines(module: Module) -> Iterator[Outline]:
    """Yield the outlines that a file declares, and those that its facts take."""
    slots = [Slot(each.type) for each in module.types.values()] + [each.slot for each in module.facts.values()]
    while slots:
        here = slots.pop(0)
        if isinstance(here.type, Thing):
            slots += here.type.parts.values()
        elif isinstance(here.type, OneOf | SetOf):
            yield here.type.outline


def _words(told: Vocabulary) -> str:
    words = [Word(each.id, each.meaning, each, ()) for each in told.module.definitions.values()]
    return _section("Words", "words", blocks(word_told(told.material, told.teller, each) for each in words))


def _always(told: Vocabulary) -> str:
    return _section(
        "What cannot be otherwise", "always", blocks(rule_told(told.teller, each) for each in told.module.always)
    )


def _examples(told: Vocabulary) -> str:
    lines = []
    for name, found in told.module.examples.items():
        kind = f", a {plain(spaced(found.example.type.rpartition('.')[2]))}" if found.example.type else ""
        given = "; ".join(known(told.teller, found.example.given.known)) or "nothing is known"
        lines.append(f"{anchor(f'example-{name}')}**{capital(plain(spaced(name)))}** {code(name)}{kind}: {given}")
    return _section("Examples", "examples", items(lines))
