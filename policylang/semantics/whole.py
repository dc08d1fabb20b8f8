"""A policy with all that it incorporates: which voices are decided together, as a whole and for each row of it."""

import datetime as dt
from collections.abc import Iterator
from typing import NamedTuple

from policylang.semantics.policy import Policy
from policylang.semantics.reference import Voice, family


class Whole(NamedTuple):
    """A policy on a day with all that it incorporates: voices decided together, its own first; a whole for each row."""

    voices: tuple[Voice, ...]
    rows: tuple["Whole", ...]

    @property
    def everybody(self) -> Iterator[Voice]:
        """The voices of the whole and of its rows."""
        yield from self.voices
        for row in self.rows:
            yield from row.everybody

    @property
    def everything(self) -> Iterator["Whole"]:
        """The whole and its rows, each before its own rows."""
        yield self
        for row in self.rows:
            yield from row.everything


def whole_of(policy: Policy, day: dt.date | None) -> Whole:
    """Return a policy on a day with whatever it incorporates."""
    return _with_rows(family(policy, day), day)


def _with_rows(voices: tuple[Voice, ...], day: dt.date | None) -> Whole:
    incorporated = {each.name: each for each in voices[0].policy.incorporated}.values()
    return Whole(voices, tuple(_with_rows(_row(each, voices, day), day) for each in incorporated))


def _row(policy: Policy, voices: tuple[Voice, ...], day: dt.date | None) -> tuple[Voice, ...]:
    """Return the voices of an incorporated policy: those of the whole, unless others there incorporate them too."""
    alone = family(policy, day, around=voices[:1])
    names = {each.policy.name for each in alone}
    same = {voice.policy.name: voice for voice in voices if voice.policy.name in names}
    elsewhere = (
        around
        for name, voice in same.items()
        for around in voice.incorporated_by
        if around.policy.name not in names and not (name == policy.name and around is voices[0])
    )
    return alone if any(elsewhere) else tuple(same[each.policy.name] for each in alone)
