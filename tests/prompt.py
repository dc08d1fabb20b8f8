"""The prompt in a test: inputs go into a session, what is answered comes out without its colours."""

import datetime as dt
from collections.abc import Mapping

import click

import policylang
from policylang.evaluate.decide import decide
from policylang.repl.session import Session
from policylang.semantics.decision import Decision

DAY = dt.date(2024, 6, 10)

POLICY = """policy rules
    title     "House rules"
    otherwise permitted
    conflicts prohibition prevails

type party: has
    kind: one of police (city, state), company
    sworn: yes or no

fact operator: party
    asks "Who uses it?"
fact camera: yes or no
fact uses: several of faces (verify, identify), sounds
fact age: whole number from 0 to 150
fact since: date
fact note: text

define city_police
    "City police"
    operator.kind is city

example officer: party
    kind is city
    sworn

example ordinary_use
    operator like officer
    not camera
    uses are sounds

# faces are special
clause no_faces
    "No faces"
    cites "1"
    prohibits
    when uses include faces

clause sworn_may
    "Sworn officers may"
    cites "2"
    permits
    despite no_faces
    when operator.sworn

part late
    "In force later"
    cites "3"
    in force from 2025-01-01

    clause no_cameras
        "No cameras"
        prohibits
        when camera

scenario "A company looks at faces"
    on 2024-06-10
    given
        operator.kind is company
        not operator.sworn
        uses are verify
    expect prohibited by no_faces
"""
NO_NOTES = 'clause no_notes\n    "No notes"\n    cites "4"\n    prohibits\n    when note is "secret"'
NO_CITY = 'clause no_city\n    "No city police"\n    cites "5"\n    prohibits\n    when city_police'
FACES_MAY = 'clause no_faces\n    "Faces may"\n    cites "1"\n    permits\n    when uses include faces'
FAULTY = 'clause faulty\n    "Faulty"\n    prohibits\n    when oprator.kind is city'


def typed(session: Session, *inputs: str) -> str:
    """Return what is answered to the last of some inputs, all of which are taken."""
    answer = ""
    for text in inputs:
        found = session.answer(text)
        answer = click.unstyle(found.text)
        assert found.is_taken, f"{text}\n{answer}"
        assert "policylang itself failed" not in answer
    return answer


def refused(session: Session, text: str) -> str:
    """Return what is answered to an input that is refused, and see that it changed nothing."""
    state, current = session.state, session.here
    digest = session.policy.digest
    found = session.answer(text)
    answer = click.unstyle(found.text)
    assert not found.is_taken, f"{text}\n{answer}"
    assert "policylang itself failed" not in answer, answer
    assert session.state == state
    assert session.here is current
    assert session.policy.digest == digest
    return answer


def decides_as_written(session: Session, case: Mapping[str, object]) -> Decision:
    """Return the decision of a session, and see that the text with its drafts, and the reference, decide the same.

    What is open is open for the reference too; in which order it is asked, the compiled policy alone tells.
    """
    text = session.here.with_text(session.drafts).text.text
    fresh = policylang.loads(text, name=session.here.path)
    decision = session.decision()
    assert fresh.digest == session.policy.digest
    assert decision == fresh.decide(case, on=session.day)
    truth = decide(fresh.resolved, session.read.knowledge, session.day)
    assert set(decision.open) == set(truth.open)
    assert decision.replace(open=truth.open) == truth
    return decision
