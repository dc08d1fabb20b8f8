"""Whatever is typed at the prompt, in whatever order: it decides as the text with its drafts does, and the reference.

`POLICYLANG_EXAMPLES` sets how many sessions are tried.
"""

import os

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st
from prompt import DAY, FACES_MAY, FAULTY, NO_CITY, NO_NOTES, POLICY, decides_as_written

import policylang
from policylang.console.to_case import facts_of, nested
from policylang.repl.session import Session

EXAMPLES = int(os.environ.get("POLICYLANG_EXAMPLES", "400")) // 20
LINES = (
    "operator.kind is city", "operator.kind is company", "operator.sworn", "not operator.sworn", "camera", "not camera",
    "uses are verify", "uses are none", "uses include sounds", "age is 17", 'note is "secret"', "unknown operator",
    "operator like officer", "like ordinary_use", "on 2025-01-01", "on 2024-06-10", "reset", "undo", "undo", "undo",
    "reload",
    NO_NOTES, NO_CITY, FACES_MAY, FAULTY, "remove sworn_may", "remove no_cameras", "accept", "accept no_notes", "drop",
    "drop no_notes", "drop no_faces", 'record "It was so"', "why", "diff", "test", "nonsense",
    "operator.kind is nobody",
)  # fmt: skip
"""What a person may type, in whatever order."""
FEW = settings(max_examples=EXAMPLES, suppress_health_check=list(HealthCheck), deadline=None)


@pytest.mark.slow
@FEW
@given(st.lists(st.sampled_from(LINES), min_size=1, max_size=12))
def test_whatever_is_typed_it_decides_as_it_is_written(
    tmp_path_factory: pytest.TempPathFactory, inputs: list[str]
) -> None:
    """The decision is that of the text with its drafts, and that of the reference, after each input.

    What is refused changes nothing, the file stays as it is, and `undo` leads back to the beginning.
    """
    path = tmp_path_factory.mktemp("session") / "rules.pol"
    path.write_text(POLICY, encoding="utf-8")
    session = Session([str(path)], DAY)
    for text in inputs:
        state = session.state
        answer = session.answer(text)
        assert "policylang itself failed" not in answer.text
        assert answer.is_taken or session.state == state
        decides_as_written(session, _as_case(session))
    assert path.read_text(encoding="utf-8") == POLICY
    while session.answer("undo").is_taken:
        pass
    assert session.state.given == ()
    assert session.policy.digest == policylang.loads(POLICY).digest


def _as_case(session: Session) -> dict[str, object]:
    """Return what is known, as a caller of the library would give it."""
    policy = session.policy.resolved
    return dict(nested(policy, facts_of(policy, session.read.knowledge)))
