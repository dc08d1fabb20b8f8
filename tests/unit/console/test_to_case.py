"""Cases written out: what `--case` reads again tells the same."""

import datetime as dt
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import policylang
from policylang.console.cases import from_json, from_yaml, read
from policylang.console.faults import Refusal
from policylang.console.to_case import as_json, as_yaml, facts_of, must_be_writable, nested, save

POLICY = policylang.loads("""policy p
    otherwise permitted

type lens: has
    long: yes or no

type camera: has
    mount: one of moving (worn, drone), fixed
    lens: optional lens

type party: has
    kind: one of police, other_party

fact camera: optional camera
fact operator: party
fact uses: several of faces (verify, identify), sounds
fact age: whole number
fact share: number
fact signed: date
fact maker: text
fact agreed: yes or no
""")
CASES: list[dict[str, Any]] = [
    {},
    {"camera": "absent"},
    {"camera": "present"},
    {"camera.mount": "fixed", "camera.lens": "present"},
    {"camera.lens.long": False, "camera.mount": "moving", "operator.kind": "police"},
    {"camera": {"mount": ["worn", "fixed"], "lens": "absent"}},
    {"uses": ["verify", "sounds"]},
    {"uses": []},
    {"uses": {"include": ["verify"], "exclude": ["sounds"]}},
    {"uses": {"exclude": ["faces"]}},
    {"age": 12, "share": Decimal("0.10"), "signed": dt.date(2025, 2, 28), "agreed": True},
    {"age": [30, 4], "agreed": [True, False], "signed": ["2025-02-28", "2024-02-29"]},
    {"age": Decimal("1e30"), "share": Decimal("-1e-30")},
    {"age": Decimal("1e5000"), "share": Decimal("12345678901234567890.12345678901234567890")},
    *({"maker": text} for text in ("yes", "null", "2025-01-01", "1.5", "~", "", 'a "b"', "a: b # c", "- é 🎥")),
    *({"maker": text} for text in ("a\nb", "\x85\u2028\x7f", "0x1F", "1:30", "=", "\ud800", " x ")),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_case_is_read_again_as_it_was(case: dict[str, Any]) -> None:
    """Whatever a case tells is told by what is written, nested or not, as JSON and as YAML."""
    knowledge = POLICY.knowledge(case)
    facts = facts_of(POLICY.resolved, knowledge)
    assert POLICY.knowledge(facts) == knowledge
    written = nested(POLICY.resolved, facts)
    assert POLICY.knowledge(written) == knowledge
    assert POLICY.knowledge(from_json(as_json(written))) == knowledge
    assert POLICY.knowledge(from_yaml(as_yaml(written))) == knowledge


def test_how_a_case_reads() -> None:
    """Parts stand under their things, groups under their names, and numbers without needless digits."""
    case = {"camera.lens.long": True, "camera.mount": ["worn", "drone"], "uses": ["sounds"], "age": Decimal("12.0")}
    written = nested(POLICY.resolved, facts_of(POLICY.resolved, POLICY.knowledge(case)))
    assert as_json(written) == (
        '{\n  "camera": {\n    "lens": {\n      "long": true\n    },\n    "mount": "moving"\n  },\n'
        '  "uses": ["sounds"],\n  "age": 12\n}'
    )
    assert as_yaml(written) == "camera:\n  lens:\n    long: true\n  mount: moving\nuses:\n- sounds\nage: 12\n"


def test_every_scenario_is_decided_alike_when_written() -> None:
    """The case of each scenario of a standard policy, written and read, gives the same decision."""
    policy = policylang.load("microsoft.azure_openai")
    for name in ("ordinary_use", "operator=us_city_police", "camera=body_camera_on_patrol"):
        knowledge = policy.knowledge(like=name)
        case = nested(policy.resolved, facts_of(policy.resolved, knowledge))
        assert policy.decide(case, on="2024-06-10") == policy.decide(like=name, on="2024-06-10")


def test_where_a_case_can_be_saved(tmp_path: Path) -> None:
    """A file that is there, a folder, a folder that is not there and another kind of file are refused beforehand."""
    there = tmp_path / "case.json"
    must_be_writable(str(there), overwrites=False)
    there.write_text("{}", encoding="utf-8")
    must_be_writable(str(there), overwrites=True)
    (tmp_path / "folder.json").mkdir()
    for path, overwrites, said in (
        (there, False, "is there already"),
        (tmp_path / "folder.json", True, "is a folder"),
        (tmp_path / "none" / "case.yml", False, "there is no folder"),
        (tmp_path / "case.jsonl", False, "cannot be saved as"),
    ):
        with pytest.raises(Refusal, match=said):
            must_be_writable(str(path), overwrites=overwrites)


def test_saving(tmp_path: Path) -> None:
    """A case is written as its name says; a file that came in between is not overwritten, unless that was asked for."""
    for name in ("case.json", "case.YAML"):
        path = str(tmp_path / name)
        save(path, {"age": 12}, overwrites=False)
        assert read(path) == {"age": 12}
        with pytest.raises(Refusal, match="the case is not saved: cannot open"):
            save(path, {"age": 13}, overwrites=False)
        save(path, {"age": 14}, overwrites=True)
        assert read(path) == {"age": 14}
