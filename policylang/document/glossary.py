"""The words of a page: every definition that the policy uses, with its meaning and its condition; what is always so."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from policylang.document.clauses import note
from policylang.document.markdown import blocks, code, heading, link, plain
from policylang.document.material import Material
from policylang.document.outline import judgements, outlined, to_markdown
from policylang.document.telling import Teller, term, word_anchor
from policylang.document.words import listing, sentence, spaced
from policylang.evaluate.residual_tree import bare
from policylang.semantics.module import Definition
from policylang.semantics.policy import All, Always, Any, Condition, Count, Defined, Not
from policylang.semantics.worlds import conditions


class Word(NamedTuple):
    """A definition as the page tells it: with its parameters where it is at hand, else each of its uses."""

    id: str
    meaning: str | None
    definition: Definition | None
    uses: tuple[Defined, ...]


def words_used(material: Material, written: Iterable[Condition]) -> tuple[Word, ...]:
    """Return the definitions that conditions use, and those that they are made of, in the order of their first use."""
    found: dict[str, dict[tuple[object, ...], Defined]] = {}
    for applied in applied_in(written):
        found.setdefault(applied.definition, {}).setdefault(applied.arguments, applied)
    return tuple(
        Word(name, next(iter(uses.values())).meaning, material.definitions.get(name), tuple(uses.values()))
        for name, uses in found.items()
    )


def applied_in(written: Iterable[Condition]) -> Iterator[Defined]:
    """Yield the applied definitions in conditions, and in each other, each condition of one looked into once."""
    seen: set[int] = set()
    todo = list(written)[::-1]
    while todo:
        here = todo.pop()
        match here:
            case Defined():
                yield here
                if id(here.condition) not in seen:
                    seen.add(id(here.condition))
                    todo.append(here.condition)
            case All(inner) | Any(inner) | Count(_, _, inner):
                todo.extend(reversed(inner))
            case Not(inner_one):
                todo.append(inner_one)


def glossary(material: Material, teller: Teller, rules: Sequence[Always]) -> str:
    """Return the section on the words of the policy, and of what is always so; nothing where it uses none."""
    written = conditions([material.policy._replace(always=tuple(rules))])
    found = sorted(words_used(material, written), key=lambda word: term(word.meaning, bare(word.id)).casefold())
    if not found:
        return ""
    said = "Wherever one of these words stands in a condition above, this is what it means."
    entries = [word_told(material, teller, each) for each in found]
    return blocks((heading(2, "The words of this policy", name="words"), said, *entries))


def word_told(material: Material, teller: Teller, word: Word) -> str:
    """Return the entry of a definition."""
    name = bare(word.id)
    return blocks(
        (
            heading(4, plain(term(word.meaning, name)), name=word_anchor(word.id)),
            f"{code(_called(word))}{_where_from(material, word.id)}",
            sentence(plain(word.meaning)) if word.meaning and ": " in word.meaning else "",
            *_conditions(teller, word),
            note(material, f"define.{word.id}"),
        )
    )


def _called(word: Word) -> str:
    name = bare(word.id)
    if word.definition is None or not word.definition.parameters:
        return name
    return f"{name}({', '.join(each.name for each in word.definition.parameters)})"


def _where_from(material: Material, name: str) -> str:
    module = name.rpartition(".")[0]
    if module in ("", material.policy.name):
        return ""
    page = material.pages.get(module)
    return f", from the vocabulary {link(code(module), page) if page else code(module)}"


def _conditions(teller: Teller, word: Word) -> Iterator[str]:
    if word.definition is not None:
        inside = teller.inside(word.definition)
        parameters = word.definition.parameters
        said = listing(
            [f"a {plain(spaced(each.type_id.rpartition('.')[2]))} ({code(each.name)})" for each in parameters]
        )
        beginning = f"Said of {said}. It is so where" if parameters else "It is so where"
        yield to_markdown(outlined(inside, word.definition.condition), beginning=beginning)
        yield judgements(inside, (word.definition.condition,))
        return
    for use in word.uses:
        of = f" of {listing([teller.thing(each) for each in use.arguments])}" if use.arguments else ""
        yield to_markdown(outlined(teller, use.condition), beginning=f"It is so{of} where")
    yield judgements(teller, [use.condition for use in word.uses])


def always(teller: Teller, rules: Sequence[Always]) -> str:
    """Return the section on what cannot be otherwise; nothing where nothing is said of it."""
    if not rules:
        return ""
    said = "These hold in every case; one that breaks them cannot be, and is not decided."
    entries = [rule_told(teller, each) for each in rules]
    return blocks((heading(2, "What cannot be otherwise", name="always"), said, *entries))


def rule_told(teller: Teller, rule: Always) -> str:
    """Return what cannot be otherwise, with the reason."""
    return blocks(
        (
            f"**{sentence(plain(rule.why or spaced(bare(rule.name))))}** {code(bare(rule.name))}",
            to_markdown(outlined(teller, rule.condition), beginning="Where"),
            to_markdown(outlined(teller, rule.consequence), beginning="it is also so that"),
        )
    )
