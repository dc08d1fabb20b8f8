"""The tour: each of its steps shows what it says, and the session is as it was behind it."""

import click
import pytest
from prompt import DAY

from policylang.repl.plain import Lines, conversation
from policylang.repl.session import Session
from policylang.repl.tour import STEPS

SHOWN = {
    "on 2024-06-10": "Undetermined",
    "service is azure_openai": "open          contents",
    "like ordinary_use": "Not prohibited: no clause prohibits or permits it",
    "operator.kind is municipal_police": "Not prohibited",
    "operator.country is united_states": "Not prohibited",
    "approvals are microsoft": "Not prohibited",
    "functions are identification": "Prohibited, by 1 clause: us_police_face_recognition",
    "why": "operator.country is united_states",
    "clause us_police_face_recognition": '"by or for a police department in the United States"',
    "nearest": "operator.country were canada (now united_states)",
    "what if operator.country is france": "Prohibited → Not prohibited",
    "on 2024-05-02": "Prohibited, by 1 clause: us_police_any_use",
    "undo": "Taken back",
    "unknown operator.country": "To which country does the party belong?",
    "unknown operator": "operator.kind",
    "unknown timing": "timing",
    "unknown camera": "live_mobile_recognition",
    "effect here": "Stricter: 88 of 600 kinds of case",
    "drop": "Dropped: clause no_live_recognition_by_police",
    "find permitted when by_law_enforcement": "There is such a case",
    "prove never permitted when us_police_department(operator)": "Proved",
}
"""For lines of the tour what they show; the two drafts stand apart."""
SLIP = "`realtime` is not in the outline of `timing`"
EFFECT = "not prohibited by default → prohibited by no_live_recognition_by_police"


@pytest.fixture(scope="module")
def steps() -> list[str]:
    """What is shown from the beginning of the tour, and for each Enter after that."""
    return [shown for shown, _ in taken(Session(["microsoft.face_attestation"], DAY), ["tour", *([""] * len(STEPS))])]


def taken(session: Session, lines: list[str]) -> list[tuple[str, bool]]:
    """Return what is shown for some lines, without colours, and whether each was taken."""
    return [(click.unstyle(shown), answer.is_taken) for shown, answer in conversation(session, Lines(lines))]


def test_it_begins_with_its_first_step(steps: list[str]) -> None:
    """What is sent first stands there to be sent."""
    assert f"(1/{len(STEPS)})" in steps[0]
    assert steps[0].rstrip().endswith(STEPS[0].line)


@pytest.mark.parametrize("place", range(len(STEPS)), ids=[step.line.split("\n")[0] for step in STEPS])
def test_each_step_shows_what_it_says(steps: list[str], place: int) -> None:
    """Enter sends the line of the step; what it shows is what the tour goes on from."""
    line, shown = STEPS[place].line, steps[place + 1]
    if "\n" in line:
        assert (SLIP if "realtime" in line else EFFECT) in shown
    else:
        assert SHOWN[line] in shown
    follows = f"({place + 2}/{len(STEPS)})" if place + 1 < len(STEPS) else "That was the tour."
    assert follows in shown


def test_one_line_alone_is_refused(steps: list[str]) -> None:
    """Nothing in the tour goes wrong but the slip that it is about."""
    assert [SLIP in shown for shown in steps].count(True) == 1
    assert sum("error" in shown.split("(")[0] for shown in steps) == 1


def test_the_session_is_as_it_was() -> None:
    """Behind the tour, the policy, the case, the day and the drafts are those from before, and can be undone."""
    session = Session(["microsoft.face_attestation"], DAY)
    session.answer("on 2023-12-01")
    session.answer('clause mine\n    "Mine"\n    prohibits')
    before = session.state, session.opened
    taken(session, ["tour", *([""] * len(STEPS))])
    assert session.mode is None
    assert (session.state, session.opened) == before
    assert session.suggested == ""
    session.answer("undo")
    assert session.drafts == ()


def test_other_lines_are_answered_and_the_step_stays() -> None:
    """Whoever tries something else is answered, and the tour waits."""
    session = Session(["microsoft.face_attestation"], DAY)
    shown = [each for each, _ in taken(session, ["tour", "policy", "nonsense", "", "end", "policy"])]
    assert "78 clauses" in shown[1]
    assert f"(1/{len(STEPS)})" in shown[1]
    assert "is no command" in shown[2]
    assert f"(2/{len(STEPS)})" in shown[3]
    assert "The tour ends here" in shown[4]
    assert "face_attestation" in shown[5]
