"""Diagnostics for programs: every documented key of the JSON lines, and the structure that SARIF 2.1.0 asks for."""

import json
from pathlib import Path

import jsonschema

from policylang.diagnostics.codes import CODES, Code
from policylang.diagnostics.machine import as_object, json_lines, sarif
from policylang.diagnostics.model import Diagnostic, Edit, Help, Label
from policylang.source import Place, Source, Span

PAGES = Path(__file__).parents[3] / "docs" / "codes"
SOURCE = Source("terms of 2024/a.pol", "when eats or drinks\n\u2028and talks\n")
OTHER = Source("/srv/b.pol", "fact eats: yes or no\n")
MIXED = Diagnostic(
    "P0108",
    "`and` mixed with `or`",
    Label(Place(SOURCE, Span(10, 12)), "one"),
    (Label(Place(SOURCE, Span(21, 24)), "the other"), Label(Place(OTHER, Span(5, 9)))),
    ("a note",),
    (Help("say which", Edit(Place(SOURCE, Span(5, 30)), "any of")), Help("or think again")),
)
UNCITED = Diagnostic("P0801", "no citation", Label(Place(OTHER, Span(0, 4))), severity="warning")

TEXT = {"type": "object", "required": ["text"], "properties": {"text": {"type": "string", "minLength": 1}}}
REGION = {
    "type": "object",
    "required": ["startLine", "startColumn", "endLine", "endColumn"],
    "additionalProperties": False,
    "patternProperties": {".": {"type": "integer", "minimum": 1}},
}
ARTIFACT = {
    "type": "object",
    "required": ["uri"],
    "additionalProperties": False,
    "properties": {"uri": {"type": "string", "pattern": "^[A-Za-z0-9._~!$&'()*+,;=:@%/-]+$"}},
}
LOCATION = {
    "type": "object",
    "required": ["physicalLocation"],
    "additionalProperties": False,
    "properties": {
        "id": {"type": "integer", "minimum": 1},
        "message": TEXT,
        "physicalLocation": {
            "type": "object",
            "required": ["artifactLocation", "region"],
            "additionalProperties": False,
            "properties": {"artifactLocation": ARTIFACT, "region": REGION},
        },
    },
}
SUPPRESSION = {
    "type": "object",
    "required": ["kind"],
    "additionalProperties": False,
    "properties": {"kind": {"enum": ["inSource", "external"]}, "justification": {"type": "string"}},
}
FIX = {
    "type": "object",
    "required": ["artifactChanges", "description"],
    "additionalProperties": False,
    "properties": {
        "description": TEXT,
        "artifactChanges": {
            "type": "array",
            "minItems": 1,
            "items": {
                "type": "object",
                "required": ["artifactLocation", "replacements"],
                "additionalProperties": False,
                "properties": {
                    "artifactLocation": ARTIFACT,
                    "replacements": {
                        "type": "array",
                        "minItems": 1,
                        "items": {
                            "type": "object",
                            "required": ["deletedRegion"],
                            "additionalProperties": False,
                            "properties": {"deletedRegion": REGION, "insertedContent": {"required": ["text"]}},
                        },
                    },
                },
            },
        },
    },
}
LEVEL = {"enum": ["none", "note", "warning", "error"]}
RULE = {
    "type": "object",
    "required": ["id", "shortDescription"],
    "additionalProperties": False,
    "properties": {
        "id": {"type": "string"},
        "shortDescription": TEXT,
        "fullDescription": TEXT,
        "help": {"type": "object", "required": ["text", "markdown"]},
        "defaultConfiguration": {"type": "object", "properties": {"level": LEVEL}},
    },
}
RESULT = {
    "type": "object",
    "required": ["message", "ruleId", "ruleIndex", "level", "locations"],
    "additionalProperties": False,
    "properties": {
        "ruleId": {"type": "string"},
        "ruleIndex": {"type": "integer", "minimum": 0},
        "level": LEVEL,
        "message": TEXT,
        "locations": {"type": "array", "minItems": 1, "maxItems": 1, "items": LOCATION},
        "relatedLocations": {"type": "array", "uniqueItems": True, "items": LOCATION},
        "fixes": {"type": "array", "uniqueItems": True, "items": FIX},
        "suppressions": {"type": "array", "uniqueItems": True, "items": SUPPRESSION},
    },
}
SARIF = {
    "type": "object",
    "required": ["$schema", "version", "runs"],
    "additionalProperties": False,
    "properties": {
        "$schema": {"type": "string", "format": "uri"},
        "version": {"const": "2.1.0"},
        "runs": {
            "type": "array",
            "minItems": 1,
            "maxItems": 1,
            "items": {
                "type": "object",
                "required": ["tool", "results"],
                "additionalProperties": False,
                "properties": {
                    "columnKind": {"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
                    "results": {"type": "array", "items": RESULT},
                    "tool": {
                        "type": "object",
                        "required": ["driver"],
                        "properties": {
                            "driver": {
                                "type": "object",
                                "required": ["name", "rules"],
                                "additionalProperties": False,
                                "properties": {
                                    "name": {"const": "policylang"},
                                    "version": {"type": "string"},
                                    "rules": {"type": "array", "uniqueItems": True, "items": RULE},
                                },
                            }
                        },
                    },
                },
            },
        },
    },
}
"""What the SARIF 2.1.0 schema says of the properties that are written, and that no others are."""


def test_a_json_line_has_every_key_that_is_documented() -> None:
    """Code, severity, message, place, labels, notes and helps with their edits."""
    assert as_object(MIXED) == {
        "code": "P0108",
        "severity": "error",
        "message": "`and` mixed with `or`",
        **place(SOURCE.name, (1, 11), (1, 13)),
        "labels": [
            {"text": "one", "primary": True, **place(SOURCE.name, (1, 11), (1, 13))},
            {"text": "the other", "primary": False, **place(SOURCE.name, (2, 2), (2, 5))},
            {"text": "", "primary": False, **place("/srv/b.pol", (1, 6), (1, 10))},
        ],
        "notes": ["a note"],
        "helps": [
            {"text": "say which", "edit": {"replacement": "any of", **place(SOURCE.name, (1, 6), (2, 11))}},
            {"text": "or think again", "edit": None},
        ],
    }


def place(file: str, start: tuple[int, int], end: tuple[int, int]) -> dict[str, object]:
    """Return the five keys of a place."""
    return {"file": file, "line": start[0], "column": start[1], "end_line": end[0], "end_column": end[1]}


def test_there_is_one_line_for_each() -> None:
    """Each line is an object; the whole is ASCII, whatever the files hold."""
    strange = Diagnostic("P0201", "unknown name `\u2028\u202e\ud800`", MIXED.label)
    lines = json_lines([MIXED, UNCITED, strange])
    assert lines.isascii()
    assert [json.loads(line)["code"] for line in lines.splitlines()] == ["P0108", "P0801", "P0201"]
    assert json_lines([]) == ""


def test_sarif_has_the_structure_of_its_schema() -> None:
    """One run with rules, results, related places and fixes; and an empty one."""
    pages = {code: (PAGES / f"{code}.md").read_text(encoding="utf-8") for code in CODES}
    for found in ([MIXED, UNCITED, MIXED], []):
        log = json.loads(sarif(found, pages=pages, version="1.2.3"))
        jsonschema.validate(log, SARIF)
        assert len(log["runs"][0]["results"]) == len(found)


def test_sarif_rules_come_from_the_pages() -> None:
    """A rule is there once, has the title of the registry, the page as help, and results point to it."""
    page = (PAGES / "P0108.md").read_text(encoding="utf-8")
    run = json.loads(sarif([UNCITED, MIXED, MIXED], pages={"P0108": page}))["runs"][0]
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == ["P0108", "P0801"]
    assert rules[0]["shortDescription"]["text"] == CODES["P0108"].title
    assert rules[0]["fullDescription"]["text"] == "One line joins conditions with `and` and with `or`."
    assert rules[0]["help"]["markdown"] == page
    assert rules[1]["defaultConfiguration"]["level"] == "warning"
    assert "help" not in rules[1]
    assert [result["ruleIndex"] for result in run["results"]] == [1, 0, 0]


def test_sarif_rules_without_a_code() -> None:
    """A rule that is no code is known by what is given of it, beside those that are codes."""
    found = Diagnostic("find", "a case", Label(Place(OTHER, Span(0, 4))), severity="note")
    log = json.loads(sarif([found, MIXED], rules={"find": Code("note", "cases that are as wanted")}))
    jsonschema.validate(log, SARIF)
    rules = log["runs"][0]["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == ["P0108", "find"]
    assert rules[1]["shortDescription"]["text"] == "cases that are as wanted"
    assert rules[1]["defaultConfiguration"]["level"] == "note"
    assert [result["ruleIndex"] for result in log["runs"][0]["results"]] == [1, 0]


def test_sarif_results_that_are_allowed() -> None:
    """They follow the others, suppressed in the text with the reason; their rule is declared as well."""
    log = json.loads(sarif([MIXED], allowed=[(UNCITED, "our own rule")]))
    jsonschema.validate(log, SARIF)
    first, second = log["runs"][0]["results"]
    assert "suppressions" not in first
    assert second["ruleId"] == UNCITED.code
    assert second["suppressions"] == [{"kind": "inSource", "justification": "our own rule"}]
    assert [rule["id"] for rule in log["runs"][0]["tool"]["driver"]["rules"]] == ["P0108", "P0801"]


def test_sarif_results_hold_places_notes_and_fixes() -> None:
    """Places are quoted URIs; notes and helps are in the message; an edit is a fix."""
    result = json.loads(sarif([MIXED]))["runs"][0]["results"][0]
    where = result["locations"][0]["physicalLocation"]
    assert where["artifactLocation"]["uri"] == "terms%20of%202024/a.pol"
    assert where["region"] == {"startLine": 1, "startColumn": 11, "endLine": 1, "endColumn": 13}
    assert result["relatedLocations"][1]["physicalLocation"]["artifactLocation"]["uri"] == "file:///srv/b.pol"
    assert result["message"]["text"].splitlines() == [
        MIXED.message,
        "note: a note",
        "help: say which",
        "help: or think again",
    ]
    assert len(result["fixes"]) == 1
    replacement = result["fixes"][0]["artifactChanges"][0]["replacements"][0]
    assert replacement["insertedContent"]["text"] == "any of"
    assert replacement["deletedRegion"]["endLine"] == 2
