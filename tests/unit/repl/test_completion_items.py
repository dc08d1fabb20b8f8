"""Completion within items that are being typed: lines of clauses, scenarios and the rest."""

import datetime as dt
from pathlib import Path

import pytest

from policylang.repl.completion import candidates
from policylang.repl.session import Session

FACES = Path(__file__).parents[2] / "data" / "police_and_faces.pol"
CLAUSE = 'clause x\n    "A draft"\n'
SCENARIO = 'scenario "x"\n'
EDITIONS = ["vision_models", "first_text", "corrected"]
DUTIES = ["meaningful_human_oversight", "detection_of_fraud"]


@pytest.fixture(scope="module")
def faces() -> Session:
    """A session about a small policy with editions, exceptions, duties and things; nothing is changed in it."""
    return Session([str(FACES)], dt.date(2024, 6, 10))


def texts(session: Session, text: str) -> list[str]:
    """Return what would be put in the place of what was typed last."""
    return [each.text for each in candidates(session, text)]


class TestItems:
    """Lines of an item that is being typed."""

    @pytest.mark.parametrize(
        "word",
        ["prohibits", "permits", "when", "unless", "despite", "subject to", "cites", "words", "reading", "under",
         "requires", "recommends", "exempts from", "in force during", "in force from", "evidence"],
    )  # fmt: skip
    def test_lines_of_a_clause(self, faces: Session, word: str) -> None:
        """All that a clause can say."""
        assert word in texts(faces, f"{CLAUSE}    ")

    @pytest.mark.parametrize("word", ["despite", "subject to", "exempts from", "under"])
    def test_clauses(self, faces: Session, word: str) -> None:
        """Behind what relates clauses, clauses that are not named yet."""
        found = texts(faces, f"{CLAUSE}    {word} identity, ")
        assert "surveillance" in found
        assert "identity" not in found

    def test_a_clause_does_not_relate_to_itself(self, faces: Session) -> None:
        """Its own name is not offered."""
        assert "identity" not in texts(faces, "clause identity\n    despite ")

    def test_duties_and_advice(self, faces: Session) -> None:
        """Behind `requires` duties; there is no advice."""
        assert texts(faces, f"{CLAUSE}    requires ") == DUTIES
        assert texts(faces, f"{CLAUSE}    recommends ") == []

    def test_editions(self, faces: Session) -> None:
        """Behind `in force during` editions, however it is spaced."""
        assert texts(faces, f"{CLAUSE}    in force  during ") == EDITIONS

    def test_dates(self, faces: Session) -> None:
        """Behind `in force from` days."""
        assert "2024-05-03" in texts(faces, f"{CLAUSE}    in force from ")

    def test_evidence(self, faces: Session) -> None:
        """Three kinds."""
        assert texts(faces, f"{CLAUSE}    evidence ") == ["publisher", "quoted", "believed"]

    def test_conditions_on_the_line(self, faces: Session) -> None:
        """Behind `when` a condition, or what opens a block of them."""
        found = texts(faces, f"{CLAUSE}    when ")
        assert {"operator.kind", "by_law_enforcement", "all of", "not"} <= set(found)

    @pytest.mark.parametrize("above", ["when all of", "unless any of", "when\n        at least 2 of"])
    def test_conditions_in_a_block(self, faces: Session, above: str) -> None:
        """Below what opens one, conditions and their values."""
        inner = " " * (12 if "\n" in above else 8)
        assert "operator.kind" in texts(faces, f"{CLAUSE}    {above}\n{inner}oper")
        assert texts(faces, f"{CLAUSE}    {above}\n{inner}camera.environment is u") == ["uncontrolled"]

    def test_back_at_the_lines_of_the_clause(self, faces: Session) -> None:
        """A line that is indented less belongs to the clause again."""
        assert "unless" in texts(faces, f"{CLAUSE}    when all of\n        timing is live\n    un")

    def test_clauses_of_a_part(self, faces: Session) -> None:
        """A part holds clauses, and these have lines."""
        assert "clause" in texts(faces, "part p\n    cl")
        assert "prohibits" in texts(faces, "part p\n    clause c\n        proh")

    def test_parameters_of_a_definition(self, faces: Session) -> None:
        """In a definition, what it is about and its parts."""
        assert texts(faces, "define d (p: party)\n    p.k")[0] == "p.kind"
        assert "municipal_police" in texts(faces, "define d (p: party)\n    p.kind is muni")

    def test_types(self, faces: Session) -> None:
        """Behind the colon of a fact, types."""
        assert {"yes or no", "one of", "party", "timing"} <= set(texts(faces, "fact f: "))
        assert texts(faces, "define d (p: par") == ["party", "party_kind"]

    def test_lines_of_a_fact(self, faces: Session) -> None:
        """The question and what belongs to it."""
        assert texts(faces, "fact f: yes or no\n    ") == ["asks", "judged", "unchangeable"]

    def test_an_example_of_a_thing(self, faces: Session) -> None:
        """Its lines are about the parts of the thing."""
        assert texts(faces, "example e: camera\n    ") == ["mount", "environment"]
        assert texts(faces, "example e: camera\n    environment is ") == ["controlled", "uncontrolled"]

    def test_an_example_of_a_case(self, faces: Session) -> None:
        """Its lines are those of a case."""
        assert texts(faces, "example e\n    operator.ki") == ["operator.kind"]

    def test_an_always(self, faces: Session) -> None:
        """Two conditions."""
        assert texts(faces, 'always a "b"\n    ') == ["if", "then"]
        assert "operator.kind" in texts(faces, 'always a "b"\n    if oper')

    def test_a_duty(self, faces: Session) -> None:
        """When it is done and when it is broken."""
        assert texts(faces, 'duty d "b"\n    ') == ["fulfilled when", "breached when"]

    def test_an_assertion(self, faces: Session) -> None:
        """A statement."""
        assert "never permitted when" in texts(faces, 'assert a "b"\n    nev')

    def test_imports(self, faces: Session) -> None:
        """Policies that can be incorporated."""
        assert "microsoft.azure_openai" in texts(faces, "incorporates micro")

    def test_no_text_is_completed(self, faces: Session) -> None:
        """Behind a summary nothing is offered."""
        assert texts(faces, 'clause x "oper') == []

    def test_an_empty_line_in_a_paste_ends_nothing(self, faces: Session) -> None:
        """Lines of an item may stand apart."""
        assert "prohibits" in texts(faces, f"{CLAUSE}\n    proh")


class TestScenarios:
    """Lines of a scenario that is being typed."""

    def test_lines(self, faces: Session) -> None:
        """A day, a case, an expectation."""
        assert texts(faces, f"{SCENARIO}    ") == ["on", "given", "expect"]

    def test_the_case(self, faces: Session) -> None:
        """On the line of `given` and below it."""
        assert texts(faces, f"{SCENARIO}    given operator.ki") == ["operator.kind"]
        assert texts(faces, f"{SCENARIO}    given\n        camera.environment is ") == ["controlled", "uncontrolled"]

    def test_the_outcome(self, faces: Session) -> None:
        """Three of them."""
        assert texts(faces, f"{SCENARIO}    expect ") == ["permitted", "prohibited", "undetermined"]

    def test_expectations(self, faces: Session) -> None:
        """Behind the outcome or below it."""
        below = texts(faces, f"{SCENARIO}    expect permitted\n        ")
        assert {"by", "by only", "not by", "open on", "by default", "lifting", "requiring", "needing"} <= set(below)
        assert texts(faces, f"{SCENARIO}    expect permitted ") == below

    @pytest.mark.parametrize(
        ("line", "wanted"),
        [
            ("by only ", "identity"),
            ("open on ", "identity"),
            ("lifting ", "identity"),
            ("lifting identity ", "by"),
            ("lifting identity by ", "microsoft_approval"),
            ("requiring ", "detection_of_fraud"),
            ("requiring detection_of_fraud ", "fulfilled"),
            ("needing ", "operator.kind"),
        ],
    )
    def test_what_is_expected(self, faces: Session, line: str, wanted: str) -> None:
        """Clauses, duties with their state, facts."""
        assert wanted in texts(faces, f"{SCENARIO}    expect permitted\n        {line}")
