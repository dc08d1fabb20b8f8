"""Facts, values and tests told as a question with its answer: "What kind of party is it? company".

A question is the one that the policy's files ask; where they ask none, it is the name of the fact in words. Each test
carries the form in which a policy file writes it too, so that nothing depends on how well it is told.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from policylang.document.markdown import link, plain
from policylang.document.words import capital, listing, period, spaced, value
from policylang.evaluate.labels import value_text
from policylang.evaluate.residual_tree import Named, Tree, bare
from policylang.semantics.module import Definition, Parameter
from policylang.semantics.policy import (
    Condition,
    Defined,
    Edition,
    Includes,
    IncludesOnly,
    InEdition,
    Not,
    Path,
    Policy,
    Present,
    Test,
    TextIn,
    ValueIn,
    Within,
    Yes,
)
from policylang.semantics.types import Number, OneOf, Outline, SetOf, Slot, Thing
from policylang.syntax.to_text_conditions import inline

NO_DEFINITIONS: Mapping[str, Definition] = {}


class Told(NamedTuple):
    """A test or an applied definition in words, as Markdown, and as a policy file writes it."""

    said: str
    written: str


class Teller:
    """Tells what a policy is made of.

    Args:
        policy: The policy, with the facts that can be asked about.
        definitions: Definitions by their ids, where they are at hand: what they mean and take.
        parameters: Where a definition is told, its parameters.
        elsewhere: Where a page tells only what one file declares: that file, and the pages of the others by name.
    """

    def __init__(
        self,
        policy: Policy,
        definitions: Mapping[str, Definition] = NO_DEFINITIONS,
        parameters: Sequence[Parameter] = (),
        *,
        elsewhere: "Elsewhere | None" = None,
    ) -> None:
        self.policy = policy
        self.definitions = definitions
        self.elsewhere = elsewhere
        self._parameters = {f"?{each.name}": each for each in parameters}
        own = {key: each.name for key, each in self._parameters.items()}
        names = {**{fact.id: name for name, fact in policy.facts.items()}, **own}
        self._tree = Tree(Named(names, _Calls(self), {}))
        self._names = names

    def inside(self, definition: Definition) -> "Teller":
        """Return what tells the condition of a definition, in which its parameters can be named."""
        return Teller(self.policy, self.definitions, definition.parameters, elsewhere=self.elsewhere)

    # ------------------------------------------------------------ places

    def leading(self, text: str, name: str, place: str) -> str:
        """Return a text as a link to where something is told; as it is, where it is told nowhere.

        Args:
            text: The text, as Markdown.
            name: The qualified name of what is told.
            place: What the place is called on the page that tells it.
        """
        if self.elsewhere is None or name.startswith(f"{self.elsewhere.module}."):
            return link(text, f"#{place}")
        pages = self.elsewhere.pages
        page = next((pages[module] for module in sorted(pages, key=len)[::-1] if name.startswith(f"{module}.")), None)
        return link(text, f"{page}#{place}") if page else text

    def asked(self, path: Path) -> str:
        """Return the question of a fact as a link to where the fact is told."""
        said = self.question(path)
        return said if path.fact in self._parameters else self.leading(said, path.fact, fact_anchor(self.name(path)))

    # ------------------------------------------------------------ facts

    def name(self, path: Path) -> str:
        """Return a path as a policy file writes it: `operator.kind`."""
        return ".".join((self._names[path.fact], *path.parts))

    def slot(self, path: Path) -> Slot:
        """Return what a path takes."""
        parameter = self._parameters.get(path.fact)
        if parameter is None:
            return self.policy.slot(path)
        slot = parameter.slot
        for part in path.parts:
            assert isinstance(slot.type, Thing)  # noqa: S101 - only things have parts
            slot = slot.type.parts[part]
        return slot

    def question(self, path: Path, *, whole: bool = False) -> str:
        """Return what is asked of a fact, with the thing that it is a part of: `Operator: What kind of party is it?`.

        Args:
            path: The fact or part.
            whole: Whether what is added to the question is told too.
        """
        names = self._in_words(path)
        asks = self.slot(path).asks
        around = asks or self._asked_around(path)
        things = capital(self._things(names[:-1] if asks else names))
        if around is None:
            return plain(things)
        asked = around if whole else first_question(around)
        return plain(f"{things}: {asked}" if things else asked)

    def _asked_around(self, path: Path) -> str | None:
        """Return the question of the nearest thing around a part that has one: with it the part is asked for."""
        if path.fact in self._parameters:
            return None
        return next((slot.asks for slot in self.policy.around(path) if slot.asks), None)

    def thing(self, path: Path) -> str:
        """Return a thing, or whatever a definition is applied to, in a word or two: `operator`."""
        return plain(self._things(self._in_words(path)))

    def _in_words(self, path: Path) -> tuple[str, ...]:
        """Return the names of a path; a parameter is called by its type, where it alone has that."""
        parameter = self._parameters.get(path.fact)
        if parameter is None:
            return (self._names[path.fact].rpartition(".")[2], *path.parts)
        alike = sum(each.type_id == parameter.type_id for each in self._parameters.values())
        kind = parameter.type_id.rpartition(".")[2]
        return (f"the {kind}" if alike == 1 else f"the {kind} {parameter.name}", *path.parts)

    def _things(self, names: Iterable[str]) -> str:
        return ", ".join(map(spaced, names))

    def judged(self, path: Path) -> str | None:
        """Return by what guidance a human judges a fact, if one does."""
        return self.slot(path).judged

    # ------------------------------------------------------------ conditions

    def written(self, condition: Condition) -> str:
        """Return a condition in one line, as a policy file writes it."""
        return inline(self._tree.condition(condition))

    def test(self, test: Test | InEdition, *, negated: bool = False) -> Told:
        """Return a test, or that it does not hold, as a question and its answer."""
        written = self.written(Not(test) if negated else test)
        if isinstance(test, InEdition):
            return Told(self._edition(test, negated=negated), written)
        said = f"{self.question(test.path)} {self._answer(test, negated=negated)}"
        return Told(f"{said}{self._mark(test.path)}", written)

    def defined(self, applied: Defined, *, negated: bool = False) -> Told:
        """Return an applied definition, or that it does not hold, by its meaning, with a link to what it is."""
        said = self.leading(plain(self.term(applied)), applied.definition, word_anchor(applied.definition))
        things = capital(listing([self.thing(each) for each in applied.arguments]))
        said = f"{things}: {said}" if things else said
        return Told(f"**Not:** {said}" if negated else said, self.written(Not(applied) if negated else applied))

    def term(self, applied: Defined) -> str:
        """Return what a definition is called in words: its meaning up to the first colon, or its name."""
        return term(applied.meaning, bare(applied.definition))

    def call(self, applied: Defined) -> str:
        """Return an applied definition as a policy file writes it."""
        arguments = ", ".join(map(self.name, applied.arguments))
        return f"{bare(applied.definition)}({arguments})" if arguments else bare(applied.definition)

    def _edition(self, test: InEdition, *, negated: bool) -> str:
        lies = "does not lie" if negated else "lies"
        name = plain(spaced(test.edition))
        return f"The date {lies} in the edition **{name}** ({period(test.period)})"

    def _mark(self, path: Path) -> str:
        if self.judged(path) is None:
            return ""
        if path.fact in self._parameters:
            return " *(judged)*"
        return f" *({self.leading('judged', path.fact, fact_anchor(self.name(path)))})*"

    def _answer(self, test: Test, *, negated: bool) -> str:
        slot = self.slot(test.path)
        match test:
            case Yes():
                return "**no**" if negated else "**yes**"
            case Present():
                return "**there is none**" if negated else "**there is one**"
            case TextIn(texts=texts):
                shown = listing([f"**{plain(value_text(each))}**" for each in sorted(texts)], last="or")
                return f"anything but {shown}" if negated else shown
            case Within():
                return f"**{'not ' if negated else ''}{plain(bounds(test, slot))}**"
            case ValueIn(named=named):
                shown = listing(self._values(slot, named), last="or")
                return f"anything but {shown}" if negated else shown
            case Includes(named=named):
                return _included(self._values(slot, named), negated=negated)
            case IncludesOnly(named=named):
                return _only(self._values(slot, named), negated=negated)

    def _values(self, slot: Slot, named: Iterable[str]) -> list[str]:
        assert isinstance(slot.type, OneOf | SetOf)  # noqa: S101 - only these have values by name
        return [self.value(slot.type.outline, name) for name in named]

    def value(self, outline: Outline, name: str) -> str:
        """Return a value of an outline in words; a group leads to the list of what is under it."""
        said = f"**{plain(spaced(name))}**"
        if outline.is_leaf(name):
            return said
        return f"{self.leading(said, outline.name, outline_anchor(outline))} (of any kind)"


class Elsewhere(NamedTuple):
    """The file that a page tells of, and where the pages of other files lie, by their names."""

    module: str
    pages: Mapping[str, str]


class _Calls(Mapping[Defined, str]):
    """What an applied definition is called: its name, with the arguments."""

    def __init__(self, teller: Teller) -> None:
        self.teller = teller

    def __getitem__(self, applied: Defined) -> str:
        return self.teller.call(applied)

    def __iter__(self) -> Iterator[Defined]:
        return iter(())

    def __len__(self) -> int:
        return 0


# ---------------------------------------------------------------- answers


def _included(shown: Sequence[str], *, negated: bool) -> str:
    if negated:
        return f"not {shown[0]}" if len(shown) == 1 else f"none of {listing(shown)}"
    return f"{shown[0]}, perhaps with others" if len(shown) == 1 else f"at least one of {listing(shown)}"


def _only(shown: Sequence[str], *, negated: bool) -> str:
    if negated:
        return f"nothing at all, or something besides {listing(shown)}"
    return f"{shown[0]} and nothing else" if len(shown) == 1 else f"one or more of {listing(shown)}, and nothing else"


def bounds(test: Within, slot: Slot) -> str:
    """Return the bounds of a number or a date in words: `at least 18 years`, `before 1 May 2024`."""
    unit = slot.type.unit if isinstance(slot.type, Number) else None
    low = None if test.low is None else value(test.low, unit)
    high = None if test.high is None else value(test.high, unit)
    is_number = isinstance(slot.type, Number)
    if low is None:
        at_most = ("at most", "less than") if is_number else ("on or before", "before")
        return f"{at_most[not test.high_included]} {high}"
    if high is None:
        at_least = ("at least", "more than") if is_number else ("on or after", "after")
        return f"{at_least[not test.low_included]} {low}"
    if test.low == test.high:
        return f"exactly {low}" if is_number else f"on {low}"
    below, above = test._replace(high=None, high_included=True), test._replace(low=None, low_included=True)
    return f"{bounds(below, slot)} and {bounds(above, slot)}"


# ---------------------------------------------------------------- names of places on the page


def fact_anchor(name: str) -> str:
    """Return where a page tells of a fact."""
    return f"fact-{name}"


def outline_anchor(outline: Outline) -> str:
    """Return where a page lists the values of an outline."""
    return f"values-{outline.name}"


def word_anchor(definition: str) -> str:
    """Return where a page tells of a definition, by its id."""
    return f"word-{definition}"


def edition_told(edition: Edition) -> str:
    """Return an edition in words: what it is, or its name."""
    return plain(edition.summary or spaced(edition.name))


def term(meaning: str | None, name: str) -> str:
    """Return what something is called in words: its meaning up to the first colon, or its name."""
    return (meaning or "").partition(": ")[0] or capital(spaced(name))


def first_question(text: str) -> str:
    """Return a question without what is added to it."""
    question, mark, _ = text.partition("?")
    return question + mark
