"""The clauses of a policy: a table of all of them, then each with its words, its condition and its exceptions."""

from collections.abc import Iterable, Iterator, Sequence

from policylang.document.markdown import blocks, code, heading, items, link, plain, quotation, table
from policylang.document.material import Material
from policylang.document.outline import judgements, outlined, to_markdown
from policylang.document.questions import clause_tree
from policylang.document.telling import Teller
from policylang.document.words import capital, counted, listing, sentence, spaced, times
from policylang.semantics.policy import Clause, ClauseException, Policy

EVIDENCE = {
    "publisher": "from the publisher's own text, or a dated archive of it",
    "quoted": "from others who quote the document or sum it up",
    "believed": "not checked against any text",
    None: "not stated",
}
_MARKS = {"prohibits": "✗", "permits": "✓", "exempts": "○", "requires": "!", "recommends": "·"}


class Clauses:
    """Tells the clauses of a policy."""

    def __init__(self, material: Material, teller: Teller) -> None:
        self.material = material
        self.policy: Policy = material.policy
        self.teller = teller
        self.by_name = {clause.name: clause for clause in self.policy.clauses}

    # ------------------------------------------------------------ all of them

    def summary(self) -> str:
        """Return the table of all clauses."""
        rows = [
            (
                clause_link(each.name, self.material),
                self._effect_in_short(each),
                plain(each.summary),
                capital(in_force(each)),
                each.evidence or "",
            )
            for each in self.policy.clauses
        ]
        return table(("Clause", "Effect", "What it says", "In force", "Evidence"), rows)

    def _effect_in_short(self, clause: Clause) -> str:
        match clause.effect:
            case "exempts":
                return f"exempts from {listing([clause_link(each, self.material) for each in clause.targets])}"
            case "requires" | "recommends":
                return f"{clause.effect} {listing([target_link(each, clause) for each in clause.targets])}"
            case _:
                return f"**{clause.effect}**"

    def each(self) -> str:
        """Return every clause, in the order of the file, under the headings and parts in which it stands."""
        return blocks(self._each())

    def _each(self) -> Iterator[str]:
        part: str | None = None
        for clause in self.policy.clauses:
            title = self.material.prose.headings.get(clause.name)
            if title:
                yield heading(3, capital(plain(title)))
            if clause.part and clause.part != part:
                yield self._part(clause.part)
            part = clause.part
            yield self.clause(clause)

    def _part(self, name: str) -> str:
        found = self.material.parts.get(name)
        summary = sentence(plain(found.summary)) if found and found.summary else sentence(spaced(name))
        said = f"**Part: {summary}** {code(name)}"
        return blocks((said, note(self.material, f"part.{name}")))

    # ------------------------------------------------------------ one of them

    def clause(self, clause: Clause) -> str:
        """Return a clause: what it says, how it is attested, what it rests on, when it applies, what goes before it."""
        return blocks(
            (
                heading(4, plain(clause.summary), name=clause_anchor(clause.name)),
                self._first_line(clause),
                self._words(clause),
                self._attested(clause),
                self._applies(clause),
                self._judged(clause),
                self._relations(clause),
                clause_tree(self.policy, clause),
                note(self.material, f"clause.{clause.name}"),
            )
        )

    def _first_line(self, clause: Clause) -> str:
        editions = [link(plain(spaced(each)), f"#edition-{each}") for each in clause.editions]
        during = f" ({'edition' if len(editions) == 1 else 'editions'} {listing(editions)})" if editions else ""
        return f"{code(clause.name)} · **{clause.effect}** · in force {in_force(clause)}{during}"

    def _words(self, clause: Clause) -> str:
        if not clause.words:
            return ""
        return quotation("\n\n".join(f"“{plain(each)}”" for each in clause.words))

    def _attested(self, clause: Clause) -> str:
        cites = "; ".join(map(plain, clause.cites)) or "nothing is cited"
        evidence = f"*{clause.evidence}*, that is, {EVIDENCE[clause.evidence]}" if clause.evidence else EVIDENCE[None]
        lines = [f"**Source:** {cites}.", f"**Evidence:** {evidence}."]
        lines += [f"**Reading taken:** {sentence(plain(each))}" for each in clause.readings]
        return items(lines)

    def _applies(self, clause: Clause) -> str:
        beginning = self._beginning(clause)
        parts = [self._asked(clause)]
        if clause.when is None:
            within = " to which the policy applies" if self.policy.applies is not None else ""
            parts.append(f"{beginning} in every case{within}{'.' if clause.unless is None else ','}")
        else:
            parts.append(to_markdown(outlined(self.teller, clause.when), beginning=f"{beginning} where"))
        if clause.unless is not None:
            parts.append(to_markdown(outlined(self.teller, clause.unless), beginning="**unless**"))
        return blocks(parts)

    def _beginning(self, clause: Clause) -> str:
        targets = clause.targets
        match clause.effect:
            case "prohibits":
                return "The use is **prohibited**"
            case "permits":
                return "The use is **permitted**"
            case "exempts":
                verb = "does" if len(targets) == 1 else "do"
                return f"{listing([self._named(each) for each in targets])} {verb} **not apply**"
            case "requires" | "recommends":
                return "This applies"

    def _asked(self, clause: Clause) -> str:
        """Return what a clause requires or recommends."""
        if clause.effect not in ("requires", "recommends"):
            return ""
        asked = "**required**" if clause.effect == "requires" else "**recommended**"
        duties = [self._duty(each, clause) for each in clause.targets]
        return f"{'This is' if len(duties) == 1 else 'These are'} {asked}:\n\n{items(duties)}"

    def _duty(self, name: str, clause: Clause) -> str:
        known = self.policy.duties if clause.effect == "requires" else self.policy.advice
        what = next((each.what for each in known if each.name == name), "")
        return f"{plain(what or capital(spaced(name)))} ({target_link(name, clause)})"

    def _judged(self, clause: Clause) -> str:
        return judgements(self.teller, (clause.when, clause.unless))

    # ------------------------------------------------------------ other clauses

    def _relations(self, clause: Clause) -> str:
        return blocks(
            (
                self._under(clause),
                self._lists("It does not apply where one of these does:", self._over_it(clause.name, {})),
                self._lists("Where both apply, it goes before:", self._below_it(clause)),
            )
        )

    def _lists(self, said: str, lines: Iterable[str]) -> str:
        body = "\n".join(lines)
        return f"{said}\n\n{body}" if body else ""

    def _under(self, clause: Clause) -> str:
        if not clause.under:
            return ""
        return f"It binds only where one of these stands:\n\n{items([self._named(each) for each in clause.under])}"

    def _over_it(self, name: str, told: dict[tuple[ClauseException, ...], str], depth: int = 0) -> Iterator[str]:
        """Yield the clauses that prevail over one, each with those that prevail over it in turn.

        Args:
            name: The clause.
            told: What was told in this list before, and of which clause; it is not told twice.
            depth: How deep the list stands.
        """
        for pair in self._pairs(over=name):
            yield items([self._named(pair.by) + _reading(pair)], depth=depth)
            above = self._pairs(over=pair.by)
            alike = tuple(each._replace(over="") for each in above)
            if alike in told:
                yield items(
                    [f"which in turn does not apply where one of the clauses does that are listed for {told[alike]}"],
                    depth=depth + 1,
                )
            elif above:
                told[alike] = clause_link(pair.by, self.material)
                yield items(["which in turn does not apply where one of these does:"], depth=depth + 1)
                yield from self._over_it(pair.by, told, depth + 2)

    def _below_it(self, clause: Clause) -> Iterator[str]:
        told = clause.targets if clause.effect == "exempts" else ()
        for pair in self._pairs(by=clause.name):
            if pair.over not in told or pair.reading:
                yield items([self._named(pair.over) + _reading(pair)])

    def _pairs(self, *, over: str | None = None, by: str | None = None) -> Sequence[ClauseException]:
        return [each for each in self.policy.exceptions if over in (None, each.over) and by in (None, each.by)]

    def _named(self, name: str) -> str:
        found = self.by_name.get(name)
        shown = clause_link(name, self.material)
        return f"{shown} (“{plain(found.summary)}”)" if found and found.summary else shown


def _reading(pair: ClauseException) -> str:
    return f". Reading taken: {sentence(plain(pair.reading))}" if pair.reading else ""


def in_force(clause: Clause) -> str:
    """Return when a clause is in force."""
    return times(clause.times) if clause.times else "whenever the policy applies"


def note(material: Material, name: str) -> str:
    """Return what a comment above an item says, set apart as the author's."""
    text = material.prose.notes.get(name, "")
    return quotation(f"*Note of the author:* {text}") if text else ""


def clause_anchor(name: str) -> str:
    """Return where a page tells of a clause."""
    return f"clause-{name}"


def clause_link(name: str, material: Material) -> str:
    """Return the name of a clause, with a link to where it is told: here, or on the page of an incorporated policy."""
    if any(clause.name == name for clause in material.policy.clauses):
        return link(code(name), f"#{clause_anchor(name)}")
    policy, _, clause = name.rpartition(".")
    page = material.pages.get(policy)
    return link(code(name), f"{page}#{clause_anchor(clause)}") if page else code(name)


def target_link(name: str, clause: Clause) -> str:
    """Return the name of a duty or of advice that a clause has, with a link to where it is told."""
    return link(code(name), f"#{'duty' if clause.effect == 'requires' else 'advice'}-{name}")


def evidence_in_figures(policy: Policy) -> str:
    """Return how many clauses are attested how well: `3 from the publisher's own text, 9 quoted`."""
    found = {level: sum(each.evidence == level for each in policy.clauses) for level in EVIDENCE}
    said = [f"{counted(count, 'clause')}: {EVIDENCE[level]}" for level, count in found.items() if count]
    return "; ".join(said)
