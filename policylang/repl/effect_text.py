"""The effect of drafts as a person reads it: what changes in decisions, what the drafted clauses do among others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from policylang.console.diff_text import ground
from policylang.console.terminal import paint, wrapped
from policylang.console.words import counted, figure, listing

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection, Iterator, Sequence

    from policylang.analyse.ask.effect import Effect
    from policylang.analyse.ask.effect_clauses import Covered, Drafted
    from policylang.analyse.ask.effect_meetings import Meetings
    from policylang.analyse.compare.difference import Difference, DueChange
    from policylang.analyse.subject import Kinds
    from policylang.repl.opened import Drafts
    from policylang.repl.session import Session
    from policylang.semantics.policy import Period
    from policylang.syntax.edits import Edit

_MANY = 1_000_000_000
_MOST_CHANGES = 5
_MOST_NAMES = 6
_VERDICTS = {
    "equivalent": ("No outcome changes", "quiet"),
    "stricter": ("Stricter", "prohibited"),
    "looser": ("Looser", "permitted"),
    "incomparable": ("Some cases stricter, others looser", "undetermined"),
}


def effect_lines(session: Session, before: Drafts, edits: Sequence[Edit], *, here: bool = False) -> Iterator[str]:
    """Yield what edits do, told against the policy with other drafts.

    Args:
        session: The session, with the drafts as they are now.
        before: The drafts that there were.
        edits: The edits that are new.
        here: Whether only cases are looked at that are as the case says.
    """
    names = [edit.item.name for edit in edits if edit.item.kind in ("clause", "part") and edit.text is not None]
    was = session.here.version(before).policy
    found = was.effect(session.policy, on=_day(session), changed=names, case=session.given if here else None)
    yield from told(found, session.columns, session.day, said=session.given.facts if here else ())


def _day(session: Session) -> dt.date | None:
    """Return the day that effects are told for: that of the session, where anything depends on the day."""
    from policylang.semantics.from_scenarios import any_dated

    return session.day if any_dated(session.policy.resolved) else None


def told(found: Effect, columns: int, day: dt.date, *, said: Collection[str] = ()) -> Iterator[str]:
    """Yield an effect in lines.

    Args:
        found: The effect.
        columns: How many columns a line may have.
        day: The day that was asked about.
        said: What is given of all cases, and left out of examples.
    """
    return _Writer(columns, day, said).told(found)


def period_text(period: Period) -> str:
    """Return a period in words: `from 2024-05-01 before 2024-05-03`."""
    start, before = period
    said = (f"from {start.isoformat()}" if start else "", f"before {before.isoformat()}" if before else "")
    return " ".join(filter(None, said)) or "always"


class _Writer:
    def __init__(self, columns: int, day: dt.date, said: Collection[str]) -> None:
        self.columns = columns
        self.day = day
        self.said = said

    def told(self, found: Effect) -> Iterator[str]:
        """Yield an effect in lines."""
        if found.is_nothing:
            yield paint("No decision changes.", "quiet")
        elif found.difference is not None:
            yield from self._difference(found.difference)
            yield from self._moved(found)
        for each in found.drafted:
            yield from self._clause(each)
        for said in found.undecided:
            yield from self._line(f"Not decided within the limit: {said}", role="undetermined")

    def _line(self, text: str, *, first: str = "", role: str = "") -> Iterator[str]:
        lines = wrapped(text, first=first, rest=f"{first}  ", columns=self.columns)
        yield from (paint(line, role) if role else line for line in lines)

    def _example(self, given: Sequence[str]) -> Iterator[str]:
        told = ", ".join(each for each in given if each not in self.said) or "whatever else is so"
        lead = "    for example "
        first, *rest = wrapped(told, first=lead, rest="      ", columns=self.columns)
        yield f"    {paint('for example', 'quiet')} {first[len(lead) :]}"
        yield from rest

    # ------------------------------------------------------------ what changes in the decisions

    def _difference(self, found: Difference) -> Iterator[str]:
        if found.verdict is not None:
            said, role = _VERDICTS[found.verdict]
            kinds = f": {_share(found.compared)} get another outcome" if found.changes else ""
            first, *rest = wrapped(f"{said}{kinds}", rest="  ", columns=self.columns)
            yield from (paint(said, role) + first[len(said) :], *rest)
        for change in found.changes[:_MOST_CHANGES]:
            said = f"{ground(change.before)} → {ground(change.after)}: {_share(change.kinds)}"
            yield from self._line(said, first="  ")
            yield from self._example(change.shown.given)
        if len(found.changes) > _MOST_CHANGES:
            yield f"  and {len(found.changes) - _MOST_CHANGES} more ways"
        if found.regrounded.affected:
            yield from self._line(f"The same outcome by other clauses: {_share(found.regrounded)}")
        for each in found.due:
            yield from self._due(each)
        yield from self._possible(found)

    def _due(self, each: DueChange) -> Iterator[str]:
        for said, kinds in (
            ("is due in", each.gained),
            ("is due no more in", each.lost),
            ("is fulfilled or breached otherwise in", each.restated),
        ):
            if kinds.affected:
                yield from self._line(f"{each.name} {said} {_share(kinds)}", first="  ")
                if each.shown is not None:
                    yield from self._example(each.shown.given)

    def _possible(self, found: Difference) -> Iterator[str]:
        for said, kinds in (
            ("cannot be any more", found.possible_before),
            ("can be that could not", found.possible_after),
        ):
            if kinds.affected:
                noun = "kind" if kinds.affected == 1 else "kinds"
                yield from self._line(f"{figure(kinds.affected)} {noun} of case {said}")
        for new in found.new_values:
            yield from self._line(f"New: {new.said}: {_share(new.kinds)} {new.outcome}")

    def _moved(self, found: Effect) -> Iterator[str]:
        names = [each.change.name for each in found.moved if each.change.meaning in ("changed", "not compared")]
        if names:
            more = [f"{len(names) - _MOST_NAMES} more"] if len(names) > _MOST_NAMES else []
            yield from self._line(f"Stand in other cases than before: {listing([*names[:_MOST_NAMES], *more])}")

    # ------------------------------------------------------------ the drafted clauses

    def _clause(self, each: Drafted) -> Iterator[str]:
        if not each.in_force:
            times = listing([period_text(period) for period in each.times])
            said = f"{each.name} is not in force on {self.day.isoformat()}: {times}"
            yield from self._line(said, role="warning")
            return
        if each.never_applies:
            yield from self._line(f"{each.name} never applies, whatever the case", role="warning")
            return
        if each.stands is not None:
            yield from self._line(f"{each.name} stands in {_share(each.stands)}")
        yield from self._conflicts(each.conflicts)
        yield from self._overlaps(each.overlaps)
        if each.redundant is not None:
            yield from self._line(f"{each.name} changes no decision: {_because(each.redundant)}", role="warning")
        if each.makes_redundant.all:
            shown = [found.name for found in each.makes_redundant.shown]
            more = [f"{each.makes_redundant.left_out} more"] if each.makes_redundant.left_out else []
            verb = "changes" if each.makes_redundant.all == 1 else "change"
            yield from self._line(f"By it {listing([*shown, *more])} {verb} no decision any more", role="warning")

    def _conflicts(self, found: Meetings) -> Iterator[str]:
        if not found.all:
            return
        yield paint(f"Conflicts with {counted(found.all, 'clause')}", "prohibited")
        for each in found.shown:
            settled = (
                f"; {each.prevails} prevails" if each.prevails is not None else ", and nothing says which prevails"
            )
            yield from self._line(f"{each.name} ({each.effect}): {_share(each.kinds)}{settled}", first="  ")
            yield from self._example(each.case.given)
        if found.left_out:
            yield f"  and {found.left_out} more"

    def _overlaps(self, found: Meetings) -> Iterator[str]:
        if found.all:
            names = [f"{each.name}{_LIES[each.lies]}" for each in found.shown]
            more = [f"{found.left_out} more"] if found.left_out else []
            yield from self._line(f"Overlaps with {counted(found.all, 'clause')}: {listing([*names, *more])}")


_LIES = {
    "the same": " (just the same cases)",
    "within": " (which holds all its cases)",
    "around": " (all cases of which it holds)",
    "in part": "",
}


def _share(kinds: Kinds) -> str:
    """Return in how many kinds of case something is so; of very many, the part alone."""
    if kinds.all > _MANY:
        return f"{kinds.share} of the kinds of case"
    return f"{kinds.affected:,} of {kinds.all:,} kinds of case ({kinds.share})"


def _because(found: Covered) -> str:
    if found.is_lifted:
        return f"where it applies, {listing(found.by)} prevail{'s' if len(found.by) == 1 else ''} over it"
    return f"{listing(found.by)} see{'s' if len(found.by) == 1 else ''} to it" if found.by else "it is so anyway"
