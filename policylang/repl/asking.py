"""The interview at the prompt: answers go to the question that was asked, and what was answered becomes the case."""

from __future__ import annotations

from typing import TYPE_CHECKING

from policylang.console.ask import Conversation
from policylang.console.interview import Interview
from policylang.console.to_case import facts_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from policylang.repl.session import Session


class Asking:
    """An interview that takes the inputs of a session until it is over.

    Raises:
        CaseError: The case cannot be.
    """

    prompt = "answer> "
    by_line = True

    def __init__(self, session: Session) -> None:
        self.session = session
        facts = facts_of(session.policy.resolved, session.read.knowledge)
        self.interview = Interview(session.policy, session.day, facts)
        self.talk = Conversation(self.interview)

    @property
    def is_over(self) -> bool:
        """Whether nothing is asked any more."""
        return self.talk.is_over

    def opening(self) -> Iterator[str]:
        """Yield the first question."""
        yield from self.talk.opening()

    def take(self, text: str) -> Iterator[str]:
        """Yield what is said to an answer; once the interview is over, the outcome."""
        yield from self.talk.take(text.strip())
        if self.is_over:
            yield from self._end()

    def leave(self) -> None:
        """Keep what was answered as the case."""
        self._keep()

    def _end(self) -> Iterator[str]:
        """Make what was answered the case, and yield the outcome."""
        from policylang.repl.case import told

        self._keep()
        yield ""
        yield from told(self.session)

    def _keep(self) -> None:
        from policylang.analyse.given import lines_of

        session = self.session
        if self.interview.count:
            knowledge = session.policy.knowledge(self.interview.facts)
            session.change(given=tuple(lines_of(session.policy.resolved, knowledge.known)))
