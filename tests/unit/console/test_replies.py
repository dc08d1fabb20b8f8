"""Typed answers, read: which key is meant, and which value of which kind."""

import pytest

import policylang
from policylang.console.choices import Refused, choices, name_typed
from policylang.console.replies import Asked, key_typed, read
from policylang.semantics.knowledge import Known, Members, OneOfThese
from policylang.semantics.types import OneOf

POLICY = policylang.loads("""policy p
    otherwise permitted

type camera: has
    mount: one of worn, drone

fact camera: optional camera
fact kind: one of
    public_body
        police (city_police, state_police, other_police)
        court
    company
    other_party
fact uses: several of faces (verify, identify), sounds, other_use
fact letter: one of b, dk, quit, other_letter
fact years: whole number from 0 to 150 in years
fact share: number from 0 to 1
fact signed: date
fact maker: text
fact agreed: yes or no
""")


def question(fact: str, known: Known | None = None) -> Asked:
    """The question for a fact."""
    return Asked(fact, "", "", None, POLICY.resolved.paths[fact][1], known)


def value(fact: str, text: str, known: Known | None = None) -> object:
    """What a typed answer gives."""
    return read(POLICY.resolved, question(fact, known), text).value


@pytest.mark.parametrize(
    ("fact", "text", "key"),
    [
        ("agreed", "?", "help"),
        ("agreed", "help", "help"),
        ("agreed", " DK ", "unknown"),
        ("agreed", "I don't know", "unknown"),
        ("agreed", "I don\u2019t know", "unknown"),
        ("agreed", "b", "back"),
        ("agreed", "Back", "back"),
        ("agreed", "q", "quit"),
        ("agreed", "y", None),
        ("uses", "?identify", None),
        ("letter", "b", None),
        ("letter", "back", "back"),
        ("letter", "dk", None),
        ("letter", "quit", None),
        ("letter", "q", "quit"),
        ("letter", "don't know", "unknown"),
        ("maker", "back", None),
        ("maker", "b", "back"),
        ("maker", '"b"', None),
    ],
)
def test_keys(fact: str, text: str, key: str | None) -> None:
    """Keys are short and long words; a value of that name goes before a key, and so does a text that is a long word."""
    assert key_typed(question(fact), text) == key


@pytest.mark.parametrize(
    ("fact", "text", "given"),
    [
        ("agreed", "Y", "yes"),
        ("agreed", "no", "no"),
        ("agreed", "perhaps", "perhaps"),
        ("camera", "y", "present"),
        ("camera", "No", "absent"),
        ("camera", "absent", "absent"),
        ("kind", "1", "public_body"),
        ("kind", "3", "other_party"),
        ("kind", "2, 3", ["company", "other_party"]),
        ("kind", "2 3", ["company", "other_party"]),
        ("kind", "police", "police"),
        ("kind", "City Police", "city_police"),
        ("kind", "city-police", "city_police"),
        ("kind", "cou", "court"),
        ("kind", "comp", "company"),
        ("kind", "companie", "companie"),
        ("years", "30", 30),
        ("years", "30 years", 30),
        ("years", "many", "many"),
        ("years", "years", "years"),
        ("signed", "2025-02-30", "2025-02-30"),
        ("maker", "Acme  Inc", "Acme  Inc"),
        ("maker", '"q"', "q"),
        ("maker", '"', '"'),
        ("uses", "1, 3", ["verify", "sounds"]),
        ("uses", "sound, verify", ["verify", "sounds"]),
        ("uses", "none", []),
        ("uses", "None", []),
        ("uses", "faces", ["faces"]),
        ("uses", "?faces", {"include": [], "exclude": ["sounds", "other_use"]}),
        ("uses", "3, ?", {"include": ["sounds"], "exclude": []}),
        ("uses", "sounds, ?4", {"include": ["sounds"], "exclude": ["verify", "identify"]}),
        ("uses", "sounds, ?sounds", ["sounds"]),
    ],
)
def test_values(fact: str, text: str, given: object) -> None:
    """Each kind of fact reads its answers; what fits nothing is handed on for the library to refuse."""
    assert value(fact, text) == given


@pytest.mark.parametrize(
    ("fact", "text", "said"),
    [
        ("agreed", "  ", "nothing was typed"),
        ("agreed", "\x1b[A", "cannot be seen"),
        ("camera", "drone", "`camera` got `drone`; it takes yes where there is one, no where there is none"),
        ("kind", "9", "there is no 9 in the list; its numbers go from 1 to 3"),
        ("kind", "0", "there is no 0"),
        ("kind", "_police", "`_police` could be `city_police`, `state_police`, `other_police`"),
        ("share", "0,5", "written with a point"),
        ("uses", "1, 12", "there is no 12"),
    ],
)
def test_what_is_no_answer(fact: str, text: str, said: str) -> None:
    """What cannot be meant is refused in words."""
    with pytest.raises(Refused, match=said.replace("(", r"\(")):
        value(fact, text)


def test_what_is_known_narrows_what_can_be_meant() -> None:
    """What is ruled out is not meant by a part of a name, and is refused if named; numbers count what is left."""
    left = OneOfThese(frozenset({"city_police", "state_police", "company"}))
    assert [choice.name for choice in question("kind", left).choices] == ["police", "company"]
    assert value("kind", "1", left) == ["city_police", "state_police"]
    assert value("kind", "public_body", left) == ["city_police", "state_police"]
    with pytest.raises(Refused, match="`kind` got `court`, which is ruled out"):
        value("kind", "court", left)
    some = Members(frozenset({"sounds"}), frozenset({"verify"}))
    assert value("uses", "1", some) == ["identify", "sounds"]
    assert value("uses", "none", some) == ["sounds"]
    assert value("uses", "sounds, ?other_use", some) == {"include": ["sounds"], "exclude": ["verify", "identify"]}


def test_a_closed_set_offers_nothing() -> None:
    """Of a set that is known, no member is offered."""
    assert question("uses", Members(frozenset({"sounds"}), closed=True)).choices == ()
    assert question("agreed").choices == ()


def test_choices_pass_over_groups_with_one_way() -> None:
    """Where all that is left lies in one group, what is in it is offered; a group with one way in is that way."""
    slot = POLICY.resolved.paths["kind"][1]
    assert isinstance(slot.type, OneOf)
    outline = slot.type.outline

    def names(*left: str) -> list[str]:
        return [choice.name for choice in choices(outline, frozenset(left))]

    assert names("city_police", "state_police") == ["city_police", "state_police"]
    assert names("city_police", "court") == ["city_police", "court"]
    assert names("city_police", "state_police", "court") == ["police", "court"]
    assert names("city_police", "company") == ["city_police", "company"]


def test_parts_of_names() -> None:
    """A beginning goes before a part, what is shown before the rest; one letter is no part, and many are cut short."""
    names = [f"kind_{number}" for number in range(9)]
    assert name_typed("alpha", ["alphabet", "an_alpha"], shown=[]) == "alphabet"
    assert name_typed("al", ["alone", "alphabet"], shown=["alone"]) == "alone"
    assert name_typed("a", ["alone"], shown=[]) is None
    assert name_typed("nothing", ["alone"], shown=[]) is None
    with pytest.raises(Refused, match="`kind_5` and 3 more"):
        name_typed("kind", names, shown=[])
