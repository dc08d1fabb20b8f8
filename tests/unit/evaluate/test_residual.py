"""What is left of a policy once a case is filled in: the plain cases, and how it reads."""

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import deciding
import pytest

import policylang
from policylang.diagnostics.errors import CaseError
from policylang.evaluate.residual import residual
from policylang.evaluate.residual_text import residual_files
from policylang.semantics.knowledge import Knowledge, Members
from policylang.semantics.policy import Path as FactPath

DAY = dt.date(2024, 5, 2)

FACTS = """
type party: has
    kind: one of police (city, state), company, person
    sworn: yes or no

type camera: has
    mount: one of fixed, mobile (body, dash)
    on: yes or no

fact operator: party
    asks "Who runs it?" cost 3

fact client: party

fact camera: optional camera
    asks "Which camera is it?"

fact uses: several of face (verify, identify), audio, other_use
    asks "What does it do?"

fact age: whole number from 0 to 150 in years
    unchangeable

fact maker: text

fact a: yes or no
    asks "Is it so?"
    judged "In earnest."

fact b: yes or no

fact c: yes or no
"""


def left(
    clauses: str, case: Mapping[str, Any] | None = None, *, header: str = "otherwise permitted", on: dt.date = DAY
) -> str:
    """Return what is left of the policy of some items, as text, without its first lines of comment."""
    policy = deciding.policy(clauses, header=header, facts=FACTS)
    files = residual_files(policy.resolved, policy.knowledge(case or {}), on)
    assert list(files) == ["p.pol"]
    text = files["p.pol"]
    policylang.loads(text)
    return text[text.index("policy p\n") :]


def when(condition: str, case: Mapping[str, Any]) -> str:
    """Return what is left of a condition in a line: of the `when` of a clause."""
    text = left(f'clause x\n    "X"\n    prohibits\n    when {condition}\n', case)
    if "clause x" not in text:
        return "never"
    after = text.partition("clause x\n")[2].partition("prohibits\n")[2]
    return " ".join(after.split()).removeprefix("when ") or "ever"


RULES = """
edition first "First text" from 2024-01-01 before 2024-07-01

define by_police
    "A police force runs it"
    operator.kind is police

duty review "Look again"
    fulfilled when c
    breached when a

clause faces
    "No faces"
    cites      "Section 1"
    words      "no faces"
    evidence   publisher
    reading    "Recognition, not detection"
    in force   during first
    prohibits
    when by_police and uses include face

clause looking
    "Look again at each match"
    requires review
    when uses include any of verify, identify

clause later
    "No sound"
    in force   from 2024-07-01
    prohibits

clause consent
    "Not where it is agreed"
    exempts from faces, later
    when b
"""

RULES_LEFT = """\
# What is left of `p` on 2024-05-02, edition first (First text), once what is known is filled in.
#
# Filled in:
#     operator.kind is police
#     not a (judged)
#     uses include audio
policy p
    title      "House rules"
    otherwise  permitted
    conflicts  prohibition prevails

# Only the values that what is known leaves open.
fact uses: several of face (verify, identify), other_use
    asks "What does it do?"

fact b: yes or no

fact c: yes or no

duty review "Look again"
    fulfilled when c

clause faces
    "No faces"
    cites      "Section 1"
    words      "no faces"
    evidence   publisher
    reading    "Recognition, not detection"
    prohibits
    when uses include face

clause looking
    "Look again at each match"
    requires review
    when uses include any of verify, identify

clause consent
    "Not where it is agreed"
    exempts from faces
    when b
"""


def test_the_whole_text() -> None:
    """The day and what was filled in stand in a comment; then the policy, with the facts that it still asks about."""
    header = 'title "House rules"\notherwise permitted\nconflicts prohibition prevails'
    policy = deciding.policy(RULES, header=header, facts=FACTS)
    knowledge = policy.knowledge({"operator.kind": "police", "a": False, "uses": {"include": ["audio"]}})
    assert residual_files(policy.resolved, knowledge, DAY) == {"p.pol": RULES_LEFT}


@pytest.mark.parametrize(
    ("condition", "case", "expected"),
    [
        ("a and b and c", {"a": True}, "b and c"),
        ("a and b", {"a": False}, "never"),
        ("a or b", {"a": True}, "ever"),
        ("not a", {"a": False}, "ever"),
        ("at least 2 of (a; b; c)", {"a": True}, "b or c"),
        ("at least 2 of (a; b; c)", {"a": False}, "b and c"),
        ("exactly 1 of (a; b; c)", {"a": True}, "none of b c"),
        ("exactly 2 of (a; b; c)", {}, "exactly 2 of a b c"),
        ("none of (a; b and c)", {"a": False}, "none of b and c"),
        ("operator.kind is one of city, company", {"operator.kind": ["city", "state"]}, "operator.kind is city"),
        ("operator.kind is police", {"operator.kind": ["city", "state"]}, "ever"),
        ("operator.kind is not company", {"operator.kind": "police"}, "ever"),
        ("age is at least 18", {"age": [17, 30]}, "age is at least 18"),
        ("age is one of 3, 17", {"age": 17}, "ever"),
        ("age is not one of 3, 17", {}, "age is not one of 3, 17"),
        ("none of (age is at least 18; a)", {"a": False}, "age is less than 18"),
        ('maker is one of "A", "B", "C"', {"maker": ["B", "D"]}, 'maker is "B"'),
    ],
)
def test_tests_and_groups(condition: str, case: Mapping[str, Any], expected: str) -> None:
    """A test that is settled folds through the groups around it; one that is partly known is narrowed."""
    assert when(condition, case) == expected


@pytest.mark.parametrize(
    ("condition", "known", "expected"),
    [
        ("uses include face", {"include": ["verify"]}, "ever"),
        ("uses include face", {"exclude": ["verify"]}, "uses include face"),
        ("uses include any of audio, face", {"exclude": ["face"]}, "uses include audio"),
        ("uses include none of audio, face", {"exclude": ["audio"]}, "uses include none of face"),
        ("uses include all of audio, verify, identify", {"include": ["verify"]}, "uses include all of audio, identify"),
        ("uses include only face, audio", {"include": ["other_use"]}, "never"),
        ("uses include only face", {"include": ["verify"]}, "uses include none of audio, other_use"),
        ("uses include only face", {"exclude": ["audio", "other_use"]}, "uses include face"),
        ("uses include only face", {"exclude": ["audio"]}, "uses include only face"),
    ],
)
def test_sets(condition: str, known: Mapping[str, Any], expected: str) -> None:
    """A set is asked about for the members of which nothing is known."""
    assert when(condition, {"uses": known}) == expected


@pytest.mark.parametrize(
    ("condition", "case", "expected"),
    [
        ("camera.on", {"camera": "absent"}, "never"),
        ("camera.mount is not body", {"camera": "absent"}, "ever"),
        ("there is a camera", {"camera.on": True}, "ever"),
        ("there is a camera and camera.on", {"camera": "present"}, "camera.on"),
        ("camera.mount is one of fixed, mobile", {}, "there is a camera"),
        ("camera.mount is not one of fixed, mobile", {}, "there is no camera"),
        ("not camera.on", {}, "not camera.on"),
    ],
)
def test_things_that_may_be_absent(condition: str, case: Mapping[str, Any], expected: str) -> None:
    """Of an absent thing every test is false; who tells of a part tells that the thing is there."""
    assert when(condition, case) == expected


def test_a_thing_keeps_its_open_parts() -> None:
    """A thing that is surely there is optional no more; of its parts those are left that are open and asked about."""
    text = left('clause x\n    "X"\n    prohibits\n    when camera.on and camera.mount is body\n', {"camera.on": True})
    assert "type camera: has\n    mount: one of fixed, mobile (body, dash)\n" in text
    assert "fact camera: camera\n" in text


def test_questions_costs_and_guidance_are_kept() -> None:
    """A fact keeps what is asked, what that costs, what is to be judged, and that it is unchangeable."""
    text = left('clause x\n    "X"\n    prohibits\n    when a and operator.sworn and age is less than 18\n')
    assert 'fact a: yes or no\n    asks "Is it so?"\n    judged "In earnest."\n' in text
    assert 'fact operator: party\n    asks "Who runs it?" cost 3\n' in text
    assert "fact age: whole number from 0 to 150 in years\n    unchangeable\n" in text


def test_one_member_of_a_set() -> None:
    """A set of which one member is open is still a set: its one value stands in a group."""
    text = left(
        'clause x\n    "X"\n    prohibits\n    when uses include audio\n', {"uses": {"exclude": ["face", "other_use"]}}
    )
    assert "fact uses: several of left_open (audio)\n" in text


def test_what_was_filled_in_is_told_in_the_words_of_a_scenario() -> None:
    """The comment says each kind of given as a scenario does; what says nothing is left out."""
    policy = deciding.policy("", facts=FACTS)
    case = {
        "age": 1,
        "maker": ["B", "A"],
        "operator.kind": ["city", "state", "company"],
        "client.sworn": False,
        "camera": "absent",
        "uses": {"include": ["verify"], "exclude": ["audio"]},
        "b": [True, False],
    }
    text = residual_files(policy.resolved, policy.knowledge(case), DAY)["p.pol"]
    assert sorted(line.removeprefix("#     ") for line in text.splitlines() if line.startswith("#  ")) == [
        "age is 1",
        'maker is one of "A", "B"',
        "not client.sworn",
        "operator.kind is one of police, company",
        "there is no camera",
        "uses do not include audio",
        "uses include verify",
    ]


def test_one_of_a_few_numbers() -> None:
    """Of which few values a number has one, an `always` line says."""
    text = left('clause x\n    "X"\n    prohibits\n    when age is at least 18\n', {"age": [17, 30]})
    always = 'always known_age "What is known of it"\n    if during any_day\n    then age is one of 17, 30\n'
    assert always in text


def test_outside_its_scope_a_policy_is_silent() -> None:
    """A scope that the case is outside of is one that no day is inside of; nothing else is left."""
    text = left('clause x\n    "X"\n    prohibits\n', {"a": False}, header="applies when a\notherwise prohibited")
    assert text == (
        "policy p\n"
        "    applies    when during no_day\n"
        "    otherwise  prohibited\n"
        "\n"
        'edition no_day "No day lies in it: what asks for it does not hold" before 0001-01-01\n'
    )
    assert policylang.loads(text).decide(on=DAY).basis == "outside scope"


def test_a_scope_that_is_certain_is_left_out() -> None:
    """A policy that surely applies has no line `applies`."""
    assert "applies" not in left("", {"a": True}, header="applies when a\notherwise permitted")


def test_duties_that_are_settled_keep_their_state() -> None:
    """A duty that is fulfilled, or surely is not, stays so: no fact is asked, and the state is not unknown."""
    items = 'duty d "Do"\n    fulfilled when a\n\nclause x\n    "X"\n    requires d\n'
    assert "    fulfilled when during any_day\n" in left(items, {"a": True})
    assert "    fulfilled when during no_day\n" in left(items, {"a": False})
    assert policylang.loads(left(items, {"a": False})).decide(on=DAY).duties[0].state == "outstanding"


def test_what_nothing_refers_to_drops_out() -> None:
    """With a clause go those that are only under it, and the duties and the advice that only they call for."""
    items = """
duty d "Do"
advice v "Think"
clause x
    "X"
    permits
    when a
clause y
    "Y"
    requires d
    under x
clause z
    "Z"
    recommends v
    unless b
clause w
    "W"
    prohibits
    despite x reading "so it is meant"
"""
    assert left(items, {"a": False, "b": True}) == (
        'policy p\n    otherwise  permitted\n\nclause w\n    "W"\n    prohibits\n'
    )


def test_exceptions_keep_their_readings() -> None:
    """An exception is written where it prevails, with the interpretation that it rests on."""
    items = """
clause x
    "X"
    prohibits
    subject to y reading "the special goes before the general"
clause y
    "Y"
    permits
    when a
"""
    assert '    despite x reading "the special goes before the general"\n    when a\n' in left(items)


def test_an_exemption_from_nothing_names_a_clause() -> None:
    """Who decides sees that the exemption stands, so it is left, and the clause that it names does not apply."""
    items = """
clause x
    "X"
    prohibits
    when a
clause y
    "Y"
    exempts from x
    when b
"""
    policy = deciding.policy(items, facts=FACTS)
    text = left(items, {"a": False})
    assert "# It cannot apply any more, and stands here because an exemption names it.\nclause x\n" in text
    assert deciding.standing(policylang.loads(text).decide({"b": True}, on=DAY)) == {"y": "certainly"}
    assert deciding.standing(policy.decide({"a": False, "b": True}, on=DAY)) == {"y": "certainly"}


def test_always_lines() -> None:
    """Lines that are settled drop out, and those that bear on nothing that is asked; the others are narrowed."""
    items = """
always one "Never both"
    if a
    then not b
always two "Never alone"
    if c
    then operator.sworn
clause x
    "X"
    prohibits
    when b
"""
    assert "always" not in left(items, {"a": False})
    assert 'always one "Never both"\n    if b\n    then during no_day\n' in left(items, {"a": True})
    assert "always two" not in left(items)


def test_definitions() -> None:
    """A definition used once stands in its place; one used twice keeps its name and meaning."""
    items = """
define sworn (p: party)
    "A sworn officer"
    p.kind is police and p.sworn
clause x
    "X"
    prohibits
    when sworn(operator) or a
clause y
    "Y"
    permits
    when sworn(operator) and sworn(client)
"""
    text = left(items, {"operator.kind": "city"})
    assert 'define sworn_operator\n    "A sworn officer"\n    operator.sworn\n' in text
    assert "    when sworn_operator or a\n" in text
    assert "    when sworn_operator and client.kind is police and client.sworn\n" in text


def test_facts_of_one_name(tmp_path: Path) -> None:
    """Facts that a case tells apart by their files have names of their own in the shared vocabulary."""
    for name in ("q", "r"):
        clause = f'clause x\n    "X"\n    prohibits\n    when flag and not other_{name}\n'
        facts = f"fact flag: yes or no\nfact other_{name}: yes or no\n"
        (tmp_path / f"{name}.pol").write_text(
            f"policy {name}\n    otherwise permitted\n{facts}{clause}", encoding="utf-8"
        )
    (tmp_path / "p.pol").write_text("policy p\n    otherwise permitted\nincorporates q\nincorporates r\n", "utf-8")
    policy = policylang.load(tmp_path / "p.pol")
    files = residual_files(policy.resolved, policy.knowledge({"other_q": False}), DAY)
    assert list(files) == ["p.pol", "q.pol", "r.pol", "open_facts.pol"]
    assert "# The fact `q.flag` of the policy.\nfact q_flag: yes or no\n" in files["open_facts.pol"]
    assert "\nimport open_facts\n" in files["q.pol"]
    assert files["q.pol"].endswith("    prohibits\n    when q_flag\n")
    assert "import" not in files["p.pol"].replace("incorporates", "")


def test_a_policy_without_clauses_left_still_says_otherwise(tmp_path: Path) -> None:
    """A policy that incorporates another keeps a clause: without one it would gather, and not say `otherwise`."""
    (tmp_path / "q.pol").write_text("policy q\n    otherwise permitted\n", encoding="utf-8")
    text = 'policy p\n    otherwise prohibited\nincorporates q\nfact a: yes or no\nclause x\n    "X"\n    permits\n'
    (tmp_path / "p.pol").write_text(f"{text}    when a\n", encoding="utf-8")
    policy = policylang.load(tmp_path / "p.pol")
    files = residual_files(policy.resolved, policy.knowledge({"a": False}), DAY)
    assert files["p.pol"].endswith(
        "# It cannot apply any more; without a clause of its own the policy would not say `otherwise`.\n"
        'clause x\n    "X"\n    permits\n    when during no_day\n'
    )
    (tmp_path / "left").mkdir()
    for name, written in files.items():
        (tmp_path / "left" / name).write_text(written, encoding="utf-8")
    assert policylang.load(tmp_path / "left" / "p.pol").decide(on=DAY).outcome == "prohibited"


def test_a_case_that_cannot_be_is_refused() -> None:
    """Nothing is left of a policy for a case that an `always` line excludes."""
    policy = deciding.policy('always ab "So it is"\n    if a\n    then b\n')
    with pytest.raises(CaseError) as refusal:
        residual(policy.resolved, policy.knowledge({"a": True, "b": False}), DAY)
    assert refusal.value.code == "P0605"


def test_ids_of_facts_are_kept() -> None:
    """What is left of a policy, as a value, takes knowledge about the facts of the policy."""
    policy = deciding.policy('clause x\n    "X"\n    prohibits\n    when uses include audio\n', facts=FACTS)
    part = residual(policy.resolved, Knowledge({FactPath("p.uses"): Members(frozenset({"verify"}))}), DAY)
    assert list(part.by_id) == ["p.uses"]
    assert residual(part, Knowledge(), DAY) == part


def test_the_code_of_conduct_for_a_city_police_force() -> None:
    """Of the standard policy, on a day after the correction, nothing is asked of the operator; it decides as before."""
    policy = policylang.load("microsoft.azure_openai")
    day = dt.date(2024, 6, 10)
    knowledge = policy.knowledge(like="operator=us_city_police")
    ((name, text),) = residual_files(policy.resolved, knowledge, day).items()
    part = policylang.loads(text, name=name)
    assert name == "microsoft/azure_openai.pol"
    assert list(part.clauses) == [
        "inconsistent_use", "modified_filters", "harm_in_older_texts", "minors", "prohibited_content",
        "consequential_decisions", "deception", "erotic_or_romantic_chatbots", "persona_of_a_real_person", "identity",
        "microsoft_approval", "unlawful_pursuit_in_older_texts", "us_police_face_recognition",
        "live_mobile_recognition", "human_oversight", "fraudulent_users", "technical_limits", "tests",
        "feedback_channels", "further_mitigations",
    ]  # fmt: skip
    assert "    prohibits\n    when facial_recognition\n" in text
    assert "operator" not in part.facts
    assert "beneficiary" not in part.facts
    case = {"service": "azure_openai", "functions": ["identification"], "approvals": ["microsoft"]}
    one = policy.decide(case, on=day, like="operator=us_city_police")
    other = part.decide(case, on=day)
    assert (one.outcome, deciding.standing(one)) == (other.outcome, deciding.standing(other))
    assert [each.fact for each in one.open] == [each.fact for each in other.open]
