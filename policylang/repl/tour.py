"""The tour: the prompt shown on a standard policy, a line at a time that the person sends or changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from policylang.console.terminal import paint, wrapped

if TYPE_CHECKING:
    from collections.abc import Iterator

    from policylang.repl.session import Session

POLICY = "microsoft.azure_openai"
_KEYS = "Enter sends the line; send any other as you like; `end` leaves the tour"


class Step(NamedTuple):
    """What is told, and the line that shows it."""

    text: str
    line: str


_CLAUSE = """clause no_live_recognition_by_police
    "No law enforcement may recognise faces live, on whatever camera, wherever"
    cites "A proposal, June 2024"
    prohibits
    when all of
        by_law_enforcement
        facial_recognition
        timing is real_time"""

_TOLD = (
    """The policy is the code of conduct of Azure OpenAI, with the items on police and faces that people argued about in
    May 2024. Its text changed several times, so cases are decided on a day.""",
    """A case is built line by line, as in a scenario. After each line stands the outcome, what is open, and
    what to ask next.""",
    "An example says what is so in an ordinary use of the service: nothing out of the way. Later lines go first.",
    "Now somebody uses it: the police department of a city.",
    "Where the police belong is another fact.",
    "Microsoft has approved the use, which lifts the item on identity.",
    "And what does the system do? It matches faces against a list.",
    "The outcome names the clauses that it is by. `why` tells the facts that it rests on.",
    "Any clause can be looked at: its text, the exceptions to it, and what it prohibits of cases like this one.",
    "`nearest` tells what would have to be otherwise, for another outcome.",
    "`what if` tries a line, and leaves the case as it is.",
    "The text of 1 May 2024 was withdrawn after two days. What did it say of this case?",
    "`undo` takes back what was changed last, of whatever kind.",
    "What is not known is left open: it is told what can still change the outcome.",
    "Back again.",
    """Now a draft: a clause is typed or pasted, an empty line ends it, and it is checked as in a file. This one is to
    close what the code leaves open, cameras that stand in controlled places. It has a slip.""",
    """Nothing changed, and the error says what to write. With the word mended, the draft is in effect, and what it does
    is told: how many kinds of case it changes, with one of them; which clauses it meets; what becomes of scenarios.""",
    """The case is one of very many. `effect here` tells the same of cases like it alone, once we leave open who uses
    the service, on which camera, and when.""",
    "And when the images are looked at.",
    "And the camera.",
    "Now, of cases like this one:",
    "`accept` would keep the draft, `write FILE` would put it into a file. Here it goes again.",
    "Questions are answered exactly, for all cases that are as the case says. Which one is let through? The smallest:",
    "A statement about all of them is proved, or refuted by a case.",
)
_LINES = (
    "on 2024-06-10",
    "service is azure_openai",
    "like ordinary_use",
    "operator.kind is municipal_police",
    "operator.country is united_states",
    "approvals are microsoft",
    "functions are identification",
    "why",
    "clause us_police_face_recognition",
    "nearest",
    "what if operator.country is france",
    "on 2024-05-02",
    "undo",
    "unknown operator.country",
    "undo",
    _CLAUSE.replace("real_time", "realtime"),
    _CLAUSE,
    "unknown operator",
    "unknown timing",
    "unknown camera",
    "effect here",
    "drop",
    "find permitted when by_law_enforcement",
    "prove never permitted when us_police_department(operator)",
)
STEPS = tuple(Step(" ".join(text.split()), line) for text, line in zip(_TOLD, _LINES, strict=True))
"""The steps of the tour."""


class Tour:
    """A tour that takes the inputs of a session; what there was comes back at its end."""

    prompt = ""
    by_line = False

    def __init__(self, session: Session) -> None:
        self.session = session
        self._kept = session.kept()
        self.place = 0
        session.look_at_alone(POLICY)

    @property
    def is_over(self) -> bool:
        """Whether it has come to its end."""
        return self.place >= len(STEPS)

    def opening(self) -> Iterator[str]:
        """Yield what it begins with."""
        yield paint(f"A tour of the prompt, in {len(STEPS)} steps", "strong")
        yield from self._line(_KEYS)
        yield from self._step()

    def take(self, text: str) -> Iterator[str]:
        """Yield what is shown for an input; where it is the line of the step, the next step."""
        if text.strip() in ("end", "quit", "exit"):
            self.place = len(STEPS)
            yield from self._end("The tour ends here.")
            return
        step = STEPS[self.place]
        line = text if text.strip() else step.line
        if not text.strip():
            yield paint(f"> {line}".replace("\n", "\n  "), "strong")
        if line.strip() == step.line:
            self.place += 1
        answer = self.session.answered_within(line)
        if answer.text:
            yield answer.text
        if self.is_over:
            yield from self._end("That was the tour. `help` lists all that can be typed.")
        else:
            yield from self._step()

    def leave(self) -> None:
        """Give the session back as it was."""
        self.session.restore(self._kept)

    def _step(self) -> Iterator[str]:
        step = STEPS[self.place]
        yield ""
        yield from self._line(f"({self.place + 1}/{len(STEPS)}) {step.text}")
        yield from (f"    {line}" for line in step.line.splitlines())
        self.session.suggested = f"{step.line}\n" if "\n" in step.line else step.line  # an empty line ends an item

    def _end(self, said: str) -> Iterator[str]:
        self.leave()
        yield ""
        yield from self._line(f"{said} The session is as it was before.")

    def _line(self, text: str) -> Iterator[str]:
        return (paint(line, "help") for line in wrapped(text, columns=self.session.columns))
