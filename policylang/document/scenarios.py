"""Scenarios as a reader tells them: what is so, on which day, and what the policy is expected to say of it."""

from collections.abc import Iterable, Iterator, Mapping

from policylang.document.clauses import clause_link
from policylang.document.markdown import anchor, blocks, code, folded, heading, items, link, plain
from policylang.document.material import Material, Scenarios, Tried
from policylang.document.telling import Teller
from policylang.document.words import capital, counted, day, listing, spaced, value
from policylang.evaluate.labels import value_text
from policylang.semantics.knowledge import Known, Members, OneOfThese, Presence, Scalar
from policylang.semantics.policy import Path
from policylang.semantics.scenario import Expectation
from policylang.syntax import tree

FEW = 12
"""So many scenarios at most are shown without being folded."""

_OUTCOMES = {"prohibited": "**prohibited**", "undetermined": "**not settled** by what is known"}
_FIRST = {"by": " ", "by default": ", since ", "outside scope": ", since "}
"""Expectations that say what an outcome is by, and what stands between the two."""


def scenarios(material: Material, teller: Teller) -> str:
    """Return the section on scenarios, with the examples that they are like; nothing where there are none."""
    groups = [each for each in material.scenarios if each.tried]
    if not groups:
        return ""
    count = sum(len(each.tried) for each in groups)
    said = (
        f"{counted(count, 'case')} on which the author has said what is expected; `policylang test` holds the policy "
        "to them. What is not told of a case counts as not known."
    )
    writer = _Writer(material, teller)
    told = [writer.group(each, is_folded=count > FEW) for each in groups]
    return blocks((heading(2, "Scenarios", name="scenarios"), said, *told, writer.examples(groups)))


class _Writer:
    """Tells scenarios and examples."""

    def __init__(self, material: Material, teller: Teller) -> None:
        self.material = material
        self.teller = teller
        self.policy = material.policy

    def group(self, group: Scenarios, *, is_folded: bool) -> str:
        """Return scenarios that belong together, under their title."""
        body = items(self._tried(each) for each in group.tried)
        if is_folded:
            return folded(f"{capital(group.title)} ({counted(len(group.tried), 'scenario')})", body)
        return blocks((f"**{plain(capital(group.title))}**", body))

    def _tried(self, tried: Tried) -> str:
        scenario = tried.scenario
        date = f" *On {day(scenario.on)}.*" if scenario.on else ""
        given = self._lines(tried.given) if tried.given is not None else known(self.teller, scenario.given.known)
        lines = [f"**{plain(scenario.title)}**{date}"]
        lines += [f"Given: {'; '.join(given) or 'nothing is known'}."]
        lines += [f"Expected: {self._expected(tried)}."]
        return "<br>\n".join(lines)

    # ------------------------------------------------------------ what is given

    def _lines(self, given: Iterable[tree.Given]) -> list[str]:
        return [self._line(each) for each in given]

    def _line(self, line: tree.Given) -> str:
        if isinstance(line, tree.Like):
            example = self._example(line.example.text)
            return f"{self._fact(line.path)} like {example}" if line.path else f"like {example}"
        name = self._fact(line.path)
        match line:
            case tree.GivenIs(values=values):
                return f"{name}: {listing([self._value(each) for each in values], last='or')}"
            case tree.GivenAre(values=values):
                return f"{name}: {listing([self._value(each) for each in values]) or '*none*'}"
            case tree.GivenInclude(values=values, negated=negated):
                shown = listing([self._value(each) for each in values])
                return f"{name}: {f'without {shown}' if negated else f'{shown}, perhaps with others'}"
            case tree.GivenHolds(negated=negated):
                return f"{name}: {'no' if negated else 'yes'}"
            case tree.GivenThere(negated=negated):
                return f"{name}: {'there is none' if negated else 'there is one'}"
            case tree.Unknown():
                return f"{name}: not known"

    def _fact(self, path: tree.Path) -> str:
        return f"*{plain(' '.join(map(spaced, path.names)))}*"

    def _value(self, written: tree.Value) -> str:
        if isinstance(written, tree.Name):
            return plain(spaced(written.text))
        return plain(value(written.value)) if not isinstance(written, tree.Text) else plain(value_text(written.value))

    def _example(self, name: str) -> str:
        short = name.rpartition(".")[2]
        return (
            link(plain(spaced(short)), f"#example-{short}") if short in self.material.examples else plain(spaced(short))
        )

    # ------------------------------------------------------------ what is expected

    def _expected(self, tried: Tried) -> str:
        scenario = tried.scenario
        bases = {each.kind for each in scenario.expectations}
        granted = not {"by default", "outside scope"} & bases
        outcome = _OUTCOMES.get(scenario.outcome) or ("**permitted**" if granted else "**not prohibited**")
        first = [each for each in scenario.expectations if each.kind in _FIRST]
        rest = [each for each in scenario.expectations if each.kind not in _FIRST]
        by = " and ".join(self._expectation(each) for each in first)
        return "; ".join((f"{outcome}{_FIRST[first[0].kind] if first else ''}{by}", *map(self._expectation, rest)))

    def _expectation(self, each: Expectation) -> str:
        clauses = listing([self._clause(name) for name in each.names])
        only = " and by nothing else" if each.only else ""
        match each.kind:
            case "by default":
                return "no clause settles it"
            case "outside scope":
                return "the policy does not apply"
            case "by" | "not by":
                return f"{each.kind} {clauses}{only}"
            case "open on":
                return f"it is open whether {clauses} {'stands' if len(each.names) == 1 else 'stand'}"
            case "against":
                return f"against {clauses}"
            case "lifting":
                by = f" by {listing([self._clause(name) for name in each.by])}" if each.by else ""
                return f"{clauses} {'is' if len(each.names) == 1 else 'are'} lifted{by}"
            case "needing":
                facts = listing([code(name) for name in each.names])
                return f"to settle it, one has to know {facts}{' alone' if each.only else ''}"
            case "requiring" | "advising":
                verb = "required" if each.kind == "requiring" else "recommended"
                said = listing([self._duty(name, each.kind) for name in each.names])
                state = f", {'which is' if len(each.names) == 1 else 'all'} {each.state}" if each.state else ""
                return f"{verb}: {said}{' and nothing else' if each.only else ''}{state}"

    def _clause(self, name: str) -> str:
        return clause_link(name, self.material)

    def _duty(self, name: str, kind: str) -> str:
        known = self.policy.duties if kind == "requiring" else self.policy.advice
        anchored = "duty" if kind == "requiring" else "advice"
        return link(code(name), f"#{anchored}-{name}") if any(each.name == name for each in known) else code(name)

    # ------------------------------------------------------------ examples

    def examples(self, groups: Iterable[Scenarios]) -> str:
        """Return what each example says that a scenario is like, folded."""
        lines = [self._example_told(name) for name in self._examples_used(groups)]
        if not lines:
            return ""
        title = "Examples that the scenarios are like"
        return folded(title, items(lines))

    def _examples_used(self, groups: Iterable[Scenarios]) -> Iterator[str]:
        named: dict[str, None] = {}
        for group in groups:
            for tried in group.tried:
                for line in tried.given or ():
                    if isinstance(line, tree.Like):
                        named.setdefault(line.example.text.rpartition(".")[2])
        yield from (name for name in self.material.examples if name in named)

    def _example_told(self, name: str) -> str:
        found = self.material.examples[name]
        kind = f", a {plain(spaced(found.example.type.rpartition('.')[2]))}" if found.example.type else ""
        given = "; ".join(known(self.teller, found.example.given.known))
        return f"{anchor(f'example-{name}')}**{plain(spaced(name))}**{kind}: {given or 'nothing is known'}"


def known(teller: Teller, told: Mapping[Path, Known]) -> list[str]:
    """Return what is known, fact by fact, in a few words each; paths of an example of a thing begin at its parts."""
    return [f"*{_path(teller, path)}*: {_is(each)}" for path, each in told.items()]


def _path(teller: Teller, path: Path) -> str:
    own = teller.name(path) if path.fact else ".".join(path.parts)
    return plain(spaced(own.replace(".", " ")))


def _is(known: Known) -> str:
    match known:
        case Presence(present):
            return "there is one" if present else "there is none"
        case OneOfThese(values):
            return listing([_scalar(each) for each in sorted(values, key=str)], last="or")
        case Members(included, excluded, closed):
            inside = listing([plain(spaced(each)) for each in sorted(included)])
            if closed:
                return inside or "none"
            outside = listing([plain(spaced(each)) for each in sorted(excluded)])
            told = (inside and f"{inside}, perhaps with others", outside and f"without {outside}")
            return ", ".join(filter(None, told))


def _scalar(each: Scalar) -> str:
    if isinstance(each, bool):
        return "yes" if each else "no"
    return plain(spaced(each)) if isinstance(each, str) else plain(value(each))
