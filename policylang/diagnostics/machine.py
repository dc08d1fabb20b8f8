"""Diagnostics as programs read them: JSON lines, and SARIF 2.1.0 for code hosts and editors.

A JSON line is one object with these keys, always all of them:

- `code`, `severity` (`error`, `warning`, `note`), `message`;
- `file`, `line`, `column`, `end_line`, `end_column`: the primary place. Lines and columns count from
  1, columns in characters (Unicode code points); the end is the place after the last character;
- `labels`: objects of `text`, `primary` and a place (the same five keys), the primary first;
- `notes`: texts;
- `helps`: objects of `text` and `edit`: null, or an object of `replacement` and a place.

The text is ASCII (other characters are escaped), so that no terminal and no line reader stumbles.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from urllib.parse import quote

from policylang.diagnostics.codes import CODES, Code
from policylang.diagnostics.model import Diagnostic, Edit, Help, Label
from policylang.source import Place

SARIF_VERSION = "2.1.0"
SARIF_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


# ---------------------------------------------------------------- JSON lines


def json_lines(diagnostics: Iterable[Diagnostic]) -> str:
    """Return one JSON object a line, in the order of the diagnostics."""
    return "".join(f"{json.dumps(as_object(diagnostic))}\n" for diagnostic in diagnostics)


def as_object(diagnostic: Diagnostic) -> dict[str, object]:
    """Return a diagnostic as the JSON object that this module describes."""
    return {
        "code": diagnostic.code,
        "severity": diagnostic.severity,
        "message": diagnostic.message,
        **_place(diagnostic.label.place),
        "labels": [
            _label(diagnostic.label, primary=True),
            *(_label(other, primary=False) for other in diagnostic.others),
        ],
        "notes": list(diagnostic.notes),
        "helps": [{"text": each.text, "edit": _edit(each.edit) if each.edit else None} for each in diagnostic.helps],
    }


def _place(place: Place) -> dict[str, object]:
    start, end = place.source.position(place.span.start), place.source.position(place.span.end)
    return {
        "file": place.source.name,
        "line": start.line1,
        "column": start.column1,
        "end_line": end.line1,
        "end_column": end.column1,
    }


def _label(label: Label, *, primary: bool) -> dict[str, object]:
    return {"text": label.text, "primary": primary, **_place(label.place)}


def _edit(edit: Edit) -> dict[str, object]:
    return {"replacement": edit.replacement, **_place(edit.place)}


# ---------------------------------------------------------------- SARIF


def sarif(
    diagnostics: Sequence[Diagnostic],
    *,
    pages: Mapping[str, str] | None = None,
    rules: Mapping[str, Code] | None = None,
    allowed: Sequence[tuple[Diagnostic, str]] = (),
    version: str = "",
) -> str:
    """Return a SARIF log of one run, as JSON.

    Args:
        diagnostics: What was found.
        pages: The page of each code, as Markdown, where it is at hand; the rules take their help from it.
        rules: What is known of rules that are no codes, by the name that stands in the place of a code.
        allowed: What was found and is allowed in the text, each with the reason: results that are suppressed.
        version: The version of policylang.
    """
    codes = sorted({each.code for each in (*diagnostics, *(each for each, _ in allowed))})
    known = {**CODES, **(rules or {})}
    driver: dict[str, object] = {
        "name": "policylang",
        "rules": [_rule(code, known[code], (pages or {}).get(code)) for code in codes],
    }
    if version:
        driver["version"] = version
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [
            *(_result(each, codes.index(each.code)) for each in diagnostics),
            *({**_result(each, codes.index(each.code)), **_suppressed(reason)} for each, reason in allowed),
        ],
    }
    return json.dumps({"$schema": SARIF_SCHEMA, "version": SARIF_VERSION, "runs": [run]}, indent=2) + "\n"


def _rule(code: str, known: Code, page: str | None) -> dict[str, object]:
    rule: dict[str, object] = {
        "id": code,
        "shortDescription": {"text": known.title},
        "defaultConfiguration": {"level": known.severity},
    }
    if page:
        rule["fullDescription"] = {"text": _first_paragraph(page)}
        rule["help"] = {"text": page, "markdown": page}
    return rule


def _first_paragraph(page: str) -> str:
    """Return the first paragraph below the headings of a page, on one line."""
    paragraphs = (" ".join(paragraph.split()) for paragraph in page.split("\n\n"))
    return next((paragraph for paragraph in paragraphs if paragraph and not paragraph.startswith("#")), "")


def _result(diagnostic: Diagnostic, rule_index: int) -> dict[str, object]:
    notes = [f"note: {note}" for note in diagnostic.notes] + [f"help: {each.text}" for each in diagnostic.helps]
    result: dict[str, object] = {
        "ruleId": diagnostic.code,
        "ruleIndex": rule_index,
        "level": diagnostic.severity,
        "message": {"text": "\n".join([diagnostic.message, *notes])},
        "locations": [_location(diagnostic.label)],
    }
    if diagnostic.others:
        result["relatedLocations"] = [
            _location(label, number=number) for number, label in enumerate(diagnostic.others, start=1)
        ]
    fixes = [_fix(each, each.edit) for each in diagnostic.helps if each.edit]
    if fixes:
        result["fixes"] = fixes
    return result


def _suppressed(reason: str) -> dict[str, object]:
    return {"suppressions": [{"kind": "inSource", "justification": reason}]}


def _location(label: Label, *, number: int = 0) -> dict[str, object]:
    location: dict[str, object] = {
        "physicalLocation": {"artifactLocation": _artifact(label.place), "region": _region(label.place)},
    }
    if number:
        location["id"] = number
    if label.text:
        location["message"] = {"text": label.text}
    return location


def _fix(help_: Help, edit: Edit) -> dict[str, object]:
    replacement = {"deletedRegion": _region(edit.place), "insertedContent": {"text": edit.replacement}}
    return {
        "description": {"text": help_.text},
        "artifactChanges": [{"artifactLocation": _artifact(edit.place), "replacements": [replacement]}],
    }


def _artifact(place: Place) -> dict[str, str]:
    name = place.source.name.replace("\\", "/")
    quoted = quote(name, errors="replace")
    return {"uri": f"file://{quoted}" if name.startswith("/") else quoted}


def _region(place: Place) -> dict[str, int]:
    start, end = place.source.position(place.span.start), place.source.position(place.span.end)
    return {"startLine": start.line1, "startColumn": start.column1, "endLine": end.line1, "endColumn": end.column1}
