"""A session: policies that are open, a case that is being built, drafts; each input is answered with lines to show.

The one idea: what a person changes is one value, a state, which is never changed itself. An input puts a new one in its
place or leaves it; what goes wrong leaves it, whatever it was; and `undo` goes back.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple, Protocol

from policylang.console.faults import Refusal, apology, told_of
from policylang.console.terminal import width
from policylang.console.words import listing
from policylang.repl.inputs import begins_item, split
from policylang.repl.opened import Drafts, Opened, Read, Version

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from policylang.analyse.given import Given
    from policylang.api import Policy
    from policylang.semantics.decision import Decision


MOST_UNDONE = 1_000
"""So many states are kept to go back to."""


class State(NamedTuple):
    """What a person changes: the policy that is looked at, the lines of the case, the day, each policy's drafts."""

    current: str
    given: tuple[str, ...]
    day: dt.date
    drafts: Mapping[str, Drafts]


class Kept(NamedTuple):
    """What a session comes back to after something that begins anew."""

    opened: Mapping[str, Opened]
    state: State
    before: tuple[State, ...]
    refused: str


class Answer(NamedTuple):
    """What is shown for an input, and whether it was taken; one that was refused changed nothing."""

    text: str
    is_taken: bool = True


class Mode(Protocol):
    """What takes all inputs for a while: an interview, the tour."""

    prompt: str
    """What stands before what is typed; nothing where it is what stands there otherwise."""
    by_line: bool
    """Whether each line is an input, whatever it begins like."""

    @property
    def is_over(self) -> bool:
        """Whether inputs go to the session again."""

    def take(self, text: str) -> Iterable[str]:
        """Return the lines that answer an input."""

    def leave(self) -> None:
        """Give the session back as it is to go on, where it is left before its end."""


class Session:
    """A session.

    Args:
        targets: The policies to open: files or names; without one, an empty policy begins.
        today: The day that `on today` says.
        on: The day on which cases are decided until another is said; today where left out.

    Raises:
        PolicyError: There is no such policy, or it has errors.
    """

    def __init__(self, targets: Sequence[str], today: dt.date, *, on: dt.date | None = None) -> None:
        opened = [Opened(target) for target in targets] or [Opened(None)]
        self.opened: Mapping[str, Opened] = {each.name: each for each in opened}
        for each in opened:
            if each is not self.opened[each.name]:
                raise Refusal(f"{each.path} and {self.opened[each.name].path} are both called `{each.name}`")
        self.today = today
        self.state = State(opened[0].name, (), on or today, {})
        self._before: list[State] = []
        self._modes: list[Mode] = []
        self.refused = ""
        """The text of the draft that was refused last, so that it can be mended."""
        self.suggested = ""
        """What is put at the prompt for the person to change, once."""
        self.is_over = False
        self._told_changed: tuple[str, ...] = ()

    # ------------------------------------------------------------ what is looked at

    @property
    def here(self) -> Opened:
        """The policy that is looked at."""
        return self.opened[self.state.current]

    @property
    def drafts(self) -> Drafts:
        """The drafts of the policy that is looked at."""
        return self.state.drafts.get(self.state.current, ())

    @property
    def version(self) -> Version:
        """The policy that is looked at, with its drafts."""
        return self.here.version(self.drafts)

    @property
    def policy(self) -> Policy:
        """The policy that is looked at, with its drafts."""
        return self.version.policy

    @property
    def read(self) -> Read:
        """What is known of the case in the policy that is looked at."""
        return self.version.read(self.state.given)

    @property
    def given(self) -> Given:
        """What is given of all cases that a question about the policy looks at: what the case says."""
        from policylang.analyse.given import Given

        read = self.read
        unread = {line for line, _ in read.unread}
        return Given(read.knowledge, facts=tuple(line for line in self.state.given if line not in unread))

    @property
    def day(self) -> dt.date:
        """The day on which cases are decided."""
        return self.state.day

    def decision(self) -> Decision:
        """Return what the policy says of the case.

        Raises:
            CaseError: The case cannot be.
        """
        return self.version.decided(self.state.given, self.day)

    @property
    def drafted(self) -> frozenset[str]:
        """The names of the clauses that are drafts and are not accepted."""
        return frozenset(each.edit.item.name for each in self.drafts if not each.accepted)

    @property
    def columns(self) -> int:
        """How many columns a line may have."""
        return width()

    @property
    def prompt(self) -> str:
        """What stands before what is typed: the policy and the day; a star where a draft is not accepted."""
        if self.mode is not None and self.mode.prompt:
            return self.mode.prompt
        star = "*" if any(not each.accepted for each in self.drafts) else ""
        return f"{self.state.current.rpartition('.')[2]}{star} {self.day.isoformat()}> "

    @property
    def mode(self) -> Mode | None:
        """What takes inputs now, if anything but the session does."""
        return self._modes[-1] if self._modes else None

    def enter(self, mode: Mode) -> None:
        """Have something take inputs until it is over."""
        self._modes.append(mode)

    def leave_mode(self) -> None:
        """Have the session take inputs again, whatever took them last."""
        if self._modes:
            self._modes.pop().leave()

    # ------------------------------------------------------------ put aside and taken up again

    def kept(self) -> Kept:
        """Return what is open and what was changed, to come back to."""
        return Kept(self.opened, self.state, tuple(self._before), self.refused)

    def restore(self, kept: Kept) -> None:
        """Have again what was kept."""
        self.opened, self.state, self.refused = kept.opened, kept.state, kept.refused
        self._before = list(kept.before)
        self.suggested = ""

    def look_at_alone(self, target: str) -> None:
        """Have nothing but one policy open, and nothing given of any case.

        Raises:
            PolicyError: There is no such policy.
        """
        opened = Opened(target)
        self.opened = {opened.name: opened}
        self.state = State(opened.name, (), self.today, {})
        self._before = []

    # ------------------------------------------------------------ what changes

    def change(self, **changed: object) -> None:
        """Put another state in the place of this one, which can be gone back to."""
        after = self.state._replace(**changed)  # type: ignore[arg-type]  # fields of it
        if after != self.state:
            self._before = [*self._before[-MOST_UNDONE:], self.state]
            self.state = after

    def draft(self, drafts: Drafts) -> None:
        """Have other drafts of the policy that is looked at."""
        self.change(drafts={**self.state.drafts, self.state.current: drafts})

    def undo(self) -> State | None:
        """Go back to the state before; return the one that there was, if there is one to go back to."""
        if not self._before:
            return None
        undone, self.state = self.state, self._before.pop()
        return undone

    def reopen(self, name: str, opened: Opened, drafts: Drafts) -> None:
        """Have a policy as it was written in the place of another; there is no going back behind that."""
        known = ((opened.name, opened) if each == name else (each, kept) for each, kept in self.opened.items())
        self.opened = dict(known)
        others = {each: found for each, found in self.state.drafts.items() if each != name}
        self.state = self.state._replace(current=opened.name, drafts={**others, opened.name: drafts})
        self._before = []

    # ------------------------------------------------------------ inputs

    def answer(self, text: str) -> Answer:
        """Return what is shown for an input; what goes wrong is told, and changes nothing.

        Raises:
            KeyboardInterrupt: It was stopped, and changes nothing.
        """
        return self._safely(self._answered(text))

    def answered_within(self, text: str) -> Answer:
        """Return the same for an input that a mode hands on to the session.

        Raises:
            KeyboardInterrupt: It was stopped, and changes nothing.
        """
        return self._safely(self.taken(text))

    def _safely(self, lines: Iterator[str]) -> Answer:
        state, kept = self.state, len(self._before)
        try:
            return Answer("\n".join(lines))
        except BaseException as error:
            self.state = state
            del self._before[kept:]
            if not isinstance(error, Exception):
                raise
            return Answer(told_of(error) or apology(error), is_taken=False)

    def _answered(self, text: str) -> Iterator[str]:
        mode = self.mode
        if mode is not None:
            yield from mode.take(text)
            if mode.is_over and mode in self._modes:
                self._modes.remove(mode)
            return
        yield from self.taken(text)

    def taken(self, text: str) -> Iterator[str]:
        """Yield what is shown for an input that nothing else takes.

        Raises:
            PolicylangError: It has faults.
            Refusal: It cannot be done.
        """
        from policylang.repl import commands

        if not text.strip() or text.lstrip().startswith("#"):
            return
        yield from commands.answered(self, text)

    def names_item(self, text: str) -> bool:
        """Whether a text names an item that there is, alone: that shows it."""
        from policylang.repl.items import named

        return begins_item(text) and "\n" not in text.strip() and named(self, text) is not None

    def news(self) -> str:
        """Return that the file on disk has changed, the first time that it is seen; else nothing."""
        changed = self.here.changed
        new, self._told_changed = set(changed).difference(self._told_changed), changed
        if not new:
            return ""
        have = "has" if len(changed) == 1 else "have"
        it = "it" if len(changed) == 1 else "them"
        names = listing([path if path == self.here.path else os.path.relpath(path) for path in changed])
        return f"{names} {have} changed on disk; `reload` reads {it} again, and the case and the drafts stay"


def need(rest: str, usage: str) -> str:
    """Return what follows a command.

    Raises:
        Refusal: Nothing does.
    """
    if not rest:
        raise Refusal(f"`{split(usage).word}` needs more", helps=(f"write `{usage}`",))
    return rest


def nothing_after(rest: str, command: str) -> None:
    """Refuse words behind a command that takes none.

    Raises:
        Refusal: There are some.
    """
    if rest:
        raise Refusal(f"`{command}` takes nothing behind it", helps=(f"write `{command}` alone",))
