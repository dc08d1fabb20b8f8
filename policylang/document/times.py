"""The dates on which a policy changes, as a table: what begins and ends on each, and what that does to outcomes."""

from collections import Counter
from collections.abc import Iterator, Sequence

from policylang.analyse.compare.shifts import Date, Shift, Side
from policylang.document.clauses import clause_link
from policylang.document.markdown import anchor, blocks, code, folded, heading, items, link, plain, table
from policylang.document.material import Material
from policylang.document.telling import edition_told
from policylang.document.words import counted, day, listing, period
from policylang.semantics.policy import OUTCOMES, Policy

_SAID = (
    "Between these dates, and before the first of them, no decision depends on the date. *Stricter*: some cases become "
    "prohibited, and none ceases to be. *Looser*: some cease to be prohibited, and none becomes so. *Both ways*: some "
    "become prohibited, and others cease to be."
)
_STRICTER, _LOOSER, _BOTH = "**stricter**", "**looser**", "**both ways**"
_NOTHING = "no outcome"
_NOT_DECIDED = "not decided: it would take too many steps"
_BASES = {"default": "no clause settles it", "outside scope": "the policy does not apply"}


def editions(policy: Policy) -> str:
    """Return the table of editions; nothing where there are none."""
    rows = [
        (
            f"{anchor(edition_anchor(each.name))}{code(each.name)}",
            "; ".join((edition_told(each), *(plain(more) for more in (each.title, each.source) if more))),
            period(each.period),
        )
        for each in policy.editions
    ]
    return table(("Edition", "What it is", "In force"), rows) if rows else ""


def edition_anchor(name: str) -> str:
    """Return where a page tells of an edition."""
    return f"edition-{name}"


def times_told(material: Material, found: Sequence[Date] | None) -> str:
    """Return the section on the dates on which the policy changes; on none, where they took too many steps to find."""
    title = heading(2, "When it changes", name="times")
    if found is None:
        return blocks((title, "Not told: to find the dates takes more steps than are taken for a page."))
    if not found:
        return blocks((title, "Nothing in this policy depends on the date."))
    teller = _Dates(material)
    head = ("From", "Changes", "Edition", "Begins", "Ends")
    rows = [teller.row(each) for each in found]
    return blocks((title, _SAID, table(head, rows), teller.examples(found)))


class _Dates:
    """Tells dates, with links to clauses."""

    def __init__(self, material: Material) -> None:
        self.material = material

    def row(self, date: Date) -> tuple[str, ...]:
        """Return the row of a date."""
        return (
            day(date.day),
            _changes(date),
            listing([link(code(each), f"#{edition_anchor(each)}") for each in date.editions]),
            self._clauses(date.begins),
            self._clauses(date.ends),
        )

    def examples(self, dates: Sequence[Date]) -> str:
        """Return a case for each way in which outcomes change, folded."""
        lines = [line for date in dates for line in self._shifts(date)]
        return folded("A case for each of these changes", items(lines)) if lines else ""

    def _shifts(self, date: Date) -> Iterator[str]:
        for shift in date.shifts or ():
            sides = f"{self._side(shift.before)} before, {self._side(shift.after)} from then on"
            yield f"**{day(date.day)}**: {sides}. {_case(shift)}"

    def _side(self, side: Side) -> str:
        by = listing([self._clause(each) for each in side.clauses])
        if by:
            return f"{side.outcome} by {by}"
        outcome = "not prohibited" if side.outcome == OUTCOMES[0] else side.outcome
        return f"{outcome} ({_BASES.get(side.basis, side.basis)})"

    def _clauses(self, names: Sequence[str]) -> str:
        """Return clauses as they stand in a cell: those of the policy itself by name, of others how many there are."""
        own = [name for name in names if "." not in name]
        others = Counter(name.rpartition(".")[0] for name in names if "." in name)
        told = [self._clause(name) for name in own]
        told += [f"{counted(count, 'clause')} of {self._policy(name)}" for name, count in others.items()]
        return ", ".join(told)

    def _policy(self, name: str) -> str:
        page = self.material.pages.get(name)
        return link(code(name), f"{page}#times") if page else code(name)

    def _clause(self, name: str) -> str:
        return clause_link(name, self.material)


def _changes(date: Date) -> str:
    if date.shifts is None:
        return _NOT_DECIDED
    ways = {OUTCOMES.index(each.after.outcome) > OUTCOMES.index(each.before.outcome) for each in date.shifts}
    if len(ways) > 1:
        return _BOTH
    return _NOTHING if not ways else _STRICTER if True in ways else _LOOSER


def _case(shift: Shift) -> str:
    """Return a case: what is so in it, and of which sets only some values are known not to be in them."""
    lacking = [line.partition(_LACKS)[0] for line in shift.given if _LACKS in line]
    told = [code(line) for line in shift.given if _LACKS not in line]
    if lacking:
        told.append(f"certain values are not in {listing([code(each) for each in lacking])}")
    return f"For example where {'; '.join(told)}." if told else "For example in whatever case."


_LACKS = " do not include "
