"""A difference as a person reads it: the verdict first, each group of changes with a case, then what did not change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from policylang.console.terminal import paint, wrapped
from policylang.console.words import counted, figure, listing

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from policylang.analyse.compare.difference import (
        Change,
        ClauseChange,
        Difference,
        DueChange,
        Ground,
        Regions,
        Side,
    )
    from policylang.analyse.subject import Kinds
    from policylang.semantics.decision import ClauseReport

FEW = 8
"""So many regions, or clauses, are shown where not all are asked for."""
_VERDICTS = {
    "equivalent": ("Equivalent", "every case has the outcome that it had", "permitted"),
    "stricter": ("Stricter", "some cases become prohibited, and none stops being so", "prohibited"),
    "looser": ("Looser", "some cases are no longer prohibited, and none becomes so", "permitted"),
    "incomparable": ("Incomparable", "some cases become prohibited, others no longer are", "undetermined"),
}
_WORDS = {
    "summary": "summary", "cites": "citation", "words": "words", "evidence": "evidence", "readings": "readings",
    "effect": "effect",
}  # fmt: skip


def as_text(found: Difference, columns: int, *, every: bool = False) -> Iterator[str]:
    """Yield a difference in lines.

    Args:
        found: The difference.
        columns: How many columns a line may have.
        every: Whether all regions and all clauses are shown.
    """
    writer = _Writer(columns, every=every)
    yield from writer.sides(found)
    yield ""
    yield from writer.verdict(found)
    for number, change in enumerate(found.changes, 1):
        yield ""
        yield from writer.change(change, number)
    for lines in (
        writer.new_values(found),
        writer.unchanged(found),
        writer.due(found),
        writer.clauses(found),
        writer.names(found),
        writer.undecided(found),
    ):
        told = list(lines)
        if told:
            yield ""
            yield from told


class _Writer:
    def __init__(self, columns: int, *, every: bool) -> None:
        self.columns = columns
        self.every = every

    def _wrapped(self, text: str, *, first: str = "", rest: str | None = None) -> list[str]:
        return wrapped(text, first=first, rest=rest, columns=self.columns)

    def _painted(self, text: str, role: str, *, first: str) -> Iterator[str]:
        """Yield a text in lines, in the colour of its role."""
        for number, line in enumerate(self._wrapped(text, first=first)):
            lead = first if number == 0 else " " * len(first)
            yield lead + paint(line[len(lead) :], role)

    # ------------------------------------------------------------ the head

    def sides(self, found: Difference) -> Iterator[str]:
        """Yield what is compared."""
        before, after = found.before, found.after
        yield from self._wrapped(after.title or after.policy)
        for lead, side in (("before", before), ("after", after)):
            yield from self._wrapped(_side(side), first=f"  {lead.ljust(7)}")
        if found.given.lines:
            yield from self._wrapped(found.given.text, first=f"  {'given'.ljust(7)}")

    def verdict(self, found: Difference) -> Iterator[str]:
        """Yield the verdict, and in how many kinds of case the outcome changes."""
        if found.verdict is None:
            yield f"{paint('Not compared as wholes', 'undetermined')}: the outcomes are too large"
            return
        name, said, role = _VERDICTS[found.verdict]
        first, *rest = self._wrapped(f"{name}: {said}")
        yield from (paint(name, role) + first.removeprefix(name), *rest)
        if found.verdict == "equivalent":
            yield from self._wrapped(f"All {figure(found.compared.all)} kinds of case were compared.")
        else:
            yield from self._wrapped(f"The outcome changes in {share(found.compared)}.")
        if found.possible_before.affected:
            yield from self._wrapped(f"{figure(found.possible_before.affected)} kinds of case can no longer be.")
        if found.possible_after.affected:
            yield from self._wrapped(f"{figure(found.possible_after.affected)} kinds of case can be that could not.")

    # ------------------------------------------------------------ what changes

    def change(self, change: Change, number: int) -> Iterator[str]:
        """Yield a group of changes: what it is by, where it is, a case, and the clauses."""
        lead = f"{number}  "
        said = f"{ground(change.before)} → {ground(change.after)}"
        yield from self._painted(said, "strong", first=lead)
        inside = " " * len(lead)
        yield from self._wrapped(f"{share(change.kinds, short=True)} of the kinds of case", first=inside)
        yield from self._regions(change.regions, change.within, inside)
        yield ""
        yield f"{inside}{paint('For example:', 'quiet')}"
        yield ""
        yield from (f"{inside}{line}".rstrip() for line in change.shown.scenario.rstrip("\n").split("\n"))
        yield from self._before_alone(change, inside)
        for when, by in (("before", change.before), ("after", change.after)):
            for report in by.clauses:
                yield ""
                yield from self._clause(when, by.name(report), report, inside)

    def _before_alone(self, change: Change, inside: str) -> Iterator[str]:
        """Yield what the case says that only the version before asks."""
        told = {line.strip() for line in change.shown.scenario.split("\n")}
        asked = {line.strip() for line in change.shown.scenario_before.split("\n")}
        alone = [each for each in change.shown.given if each in asked and each not in told]
        if alone:
            yield from self._wrapped(f"and before: {', '.join(alone)}", first=inside)

    def _regions(self, regions: Regions | None, within: Sequence[str], inside: str) -> Iterator[str]:
        if regions is None:
            yield f"{inside}more regions than can be told{', all of them where' if within else ''}"
            yield from (f"{inside}  {line}" for line in within)
            return
        shown = regions if self.every else regions[:FEW]
        for number, region in enumerate(shown):
            yield f"{inside}{'where' if number == 0 else 'or where'}"
            for sentence in region or ("whatever is so",):
                yield from self._wrapped(sentence, first=f"{inside}  ")
        if len(shown) < len(regions):
            yield f"{inside}and in {len(regions) - len(shown)} more regions (--all shows them)"

    def _clause(self, when: str, name: str, report: ClauseReport, inside: str) -> Iterator[str]:
        lead = f"{inside}{when.ljust(6)}  "
        rest = " " * len(lead)
        yield f"{lead}{paint(name, 'name')}"
        yield from self._wrapped(report.summary, first=rest)
        for words in report.words:
            yield from self._wrapped(f"“{words}”", first=rest)
        for cite in report.cites:
            yield from self._painted(cite, "quiet", first=rest)

    def new_values(self, found: Difference) -> Iterator[str]:
        """Yield what is decided where a fact has a value that it could not have before."""
        if found.new_values:
            yield paint("Cases that the version before could not tell", "strong")
        for each in found.new_values:
            said = f"{each.said}: {_outcome(each.outcome)} in {share(each.kinds)}"
            yield from self._wrapped(said, first="  ")
            yield from self._regions(each.regions, (), "    ")

    # ------------------------------------------------------------ what stays

    def unchanged(self, found: Difference) -> Iterator[str]:
        """Yield what did not change."""
        told = [*self._stays(found), *self._other_grounds(found), *self._same_clauses(found)]
        if told:
            yield paint("What did not change", "strong")
            yield from told

    def _stays(self, found: Difference) -> Iterator[str]:
        for stay in found.stays if found.changes else ():
            said = f"{_outcome(stay.outcome)} before and after: {share(stay.kinds)}"
            yield from self._wrapped(said, first="  ")
            if stay.regions is not None:
                yield from self._regions(stay.regions, (), "    ")
        if found.indifferent:
            said = f"the change does not depend on: {', '.join(found.indifferent)}"
            yield from self._wrapped(said, first="  ", rest="    ")

    def _other_grounds(self, found: Difference) -> Iterator[str]:
        if not found.regrounded.affected:
            return
        yield from self._wrapped(f"the same outcome, by other clauses: {share(found.regrounded)}", first="  ")
        grounds = found.other_grounds
        if grounds is None:
            yield "    in more ways than can be told"
            return
        for each in grounds if self.every else grounds[:FEW]:
            said = f"{ground(each.before)} → {_by(each.after)}: {share(each.kinds, short=True)}"
            yield from self._wrapped(said, first="    ", rest="      ")
        if not self.every and len(grounds) > FEW:
            yield f"    and in {len(grounds) - FEW} more ways (--all shows them)"

    def _same_clauses(self, found: Difference) -> Iterator[str]:
        same = [each.name for each in found.clauses if each.meaning == "same"]
        if same:
            yield from self._list(f"{counted(len(same), 'clause')} of both, standing in the same cases:", same)

    def _list(self, lead: str, names: Sequence[str]) -> Iterator[str]:
        shown = names if self.every or len(names) <= 2 * FEW else names[: 2 * FEW]
        more = f" and {len(names) - len(shown)} more (--all shows them)" if len(shown) < len(names) else ""
        yield from self._wrapped(f"{lead} {', '.join(shown)}{more}", first="  ", rest="    ")

    # ------------------------------------------------------------ duties, clauses, names

    def due(self, found: Difference) -> Iterator[str]:
        """Yield the duties and the advice that are due in other cases."""
        for title, changes in (("Duties", found.duties), ("Advice", found.advice)):
            if changes:
                yield paint(title, "strong")
            for each in changes:
                yield from self._due(each)

    def _due(self, change: DueChange) -> Iterator[str]:
        yield f"  {paint(change.name, 'name')}"
        yield from self._wrapped(change.what, first="    ")
        for said, kinds, regions in (
            ("due now, and was not", change.gained, change.gained_in),
            ("no longer due", change.lost, change.lost_in),
        ):
            if kinds.affected:
                yield from self._wrapped(f"{said}: {share(kinds)}", first="    ")
                yield from self._regions(regions, (), "      ")
        if change.restated.affected:
            yield from self._wrapped(f"fulfilled or breached otherwise: {share(change.restated)}", first="    ")

    def clauses(self, found: Difference) -> Iterator[str]:
        """Yield the clauses that changed, by how."""
        came, went = (
            ("added", "removed") if found.before.day in (None, found.after.day) else ("in force now", "no longer")
        )
        groups = (
            (came, [each for each in found.clauses if each.meaning == "added"]),
            (went, [each for each in found.clauses if each.meaning == "removed"]),
            ("meaning and words", [each for each in found.clauses if each.meaning == "changed" and each.words]),
            ("meaning alone", [each for each in found.clauses if each.meaning == "changed" and not each.words]),
            ("words alone", [each for each in found.clauses if each.meaning == "same" and each.words]),
            ("name", [each for each in found.clauses if each.called_before]),
            ("not compared", [each for each in found.clauses if each.meaning == "not compared"]),
        )
        if any(changes for _, changes in groups):
            yield paint("Clauses", "strong")
        for lead, changes in groups:
            shown = changes if self.every else changes[: 2 * FEW]
            for each in shown:
                yield from self._wrapped(_clause_said(each), first=f"  {lead.ljust(17)}  ")
            if len(shown) < len(changes):
                yield f"  {' ' * 17}  and {len(changes) - len(shown)} more (--all shows them)"

    def names(self, found: Difference) -> Iterator[str]:
        """Yield what else was added, removed or changed."""
        if found.names or found.header:
            yield paint("Facts, definitions, duties and the header", "strong")
        for line, was, now in found.header:
            yield from self._wrapped(f"{line}: {was or 'nothing'} → {now or 'nothing'}", first="  ", rest="    ")
        for each in found.names:
            how = f": {each.how}" if each.how else ""
            yield from self._wrapped(f"{each.kind} {each.name} {each.status}{how}", first="  ", rest="    ")

    def undecided(self, found: Difference) -> Iterator[str]:
        """Yield what was not decided."""
        if found.undecided:
            yield paint("Not decided within the limit", "strong")
        for each in found.undecided:
            yield from self._wrapped(each, first="  ", rest="    ")


# ---------------------------------------------------------------- phrases


def share(kinds: Kinds, *, short: bool = False) -> str:
    """Return in how many kinds of case something is so: `12 of 480 kinds of case (2.5 %)`."""
    if short:
        return f"{figure(kinds.affected)} ({kinds.share})"
    return f"{figure(kinds.affected)} of {figure(kinds.all)} kinds of case ({kinds.share})"


def _side(side: Side) -> str:
    said = [side.policy, f"digest {side.digest[:12]}"]
    if side.day is not None:
        said = [side.day.isoformat(), *([f"edition {side.edition}"] if side.edition else []), side.policy]
    return ", ".join(said)


def _outcome(outcome: str) -> str:
    return "prohibited" if outcome == "prohibited" else "not prohibited"


def ground(found: Ground) -> str:
    """Return an outcome with what it is by: `prohibited by no_faces`, `not prohibited by default`."""
    granted = found.outcome == "permitted" and found.basis in ("clauses", "conflict rule")
    return f"{'permitted' if granted else _outcome(found.outcome)} {_by(found)}"


def _by(ground: Ground) -> str:
    names = listing(ground.names)
    match ground.basis:
        case "default":
            return "by default"
        case "outside scope":
            return "outside the scope"
        case "conflict rule":
            return f"by the conflict rule, for {names}" if names else "by the conflict rule"
        case _ if ground.and_more:
            return f"by {names}, the first of those that stand" if names else "by clauses"
        case _:
            return f"by {names}"


def _clause_said(change: ClauseChange) -> str:
    said = [change.name]
    if change.called_before:
        said.append(f"was called {change.called_before}")
    if change.words:
        said.append(f"other {listing([_WORDS[each] for each in change.words])}")
    if change.meaning == "changed" and change.own == "same":
        said.append("applies in the same cases by itself, and stands in others: its exceptions changed")
    if change.gained.affected:
        said.append(
            f"stands in {share(change.gained, short=True)} more"
            if change.before
            else f"stands in {share(change.gained, short=True)}"
        )
    if change.lost.affected:
        said.append(f"stands no more in {share(change.lost, short=True)}")
    return "; ".join(said)
