"""Scenarios and assertions as JUnit XML, for build servers: a suite for each policy, a case for each of them."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from policylang.cli.coverage import properties
from policylang.console.runs import Run, clauses, where

if TYPE_CHECKING:
    from collections.abc import Sequence

    from policylang.analyse.scenarios.coverage import Coverage


def as_junit(runs: Sequence[Run], coverages: Sequence[Coverage] = ()) -> str:
    """Return the results as an XML text, with what scenarios reach as properties of their policies."""
    reached = {each.policy: each for each in coverages}
    by_policy: dict[str, list[Run]] = {}
    for run in runs:
        by_policy.setdefault(run.policy, []).append(run)
    root = ET.Element("testsuites", _counts(runs), name="policylang")
    for policy, its_runs in by_policy.items():
        suite = ET.SubElement(root, "testsuite", _counts(its_runs), name=policy)
        if policy in reached:
            found = ET.SubElement(suite, "properties")
            for name, value in properties(reached[policy]):
                ET.SubElement(found, "property", name=name, value=value)
        for run in its_runs:
            _add_case(suite, run)
    ET.indent(root)
    return ET.tostring(root, encoding="unicode", xml_declaration=True)


def _counts(runs: Sequence[Run]) -> dict[str, str]:
    return {"tests": str(len(runs)), "failures": str(sum(bool(run.failures) for run in runs)), "errors": "0"}


def _add_case(suite: ET.Element, run: Run) -> None:
    case = ET.SubElement(suite, "testcase", name=run.title, classname=run.policy)
    if run.place is not None:
        case.set("file", run.place.source.name)
        case.set("line", str(run.place.source.position(run.place.span.start).line1))
    if run.failures:
        first = run.failures[0]
        failure = ET.SubElement(
            case, "failure", type="expectation", message=f"expected {first.expected}, got {first.got}"
        )
        failure.text = "\n".join(_details(run))


def _details(run: Run) -> list[str]:
    lines = []
    for failure in run.failures:
        lines += [f"{where(failure.place)}", f"  expected  {failure.expected}", f"  got       {failure.got}"]
    lines += [f"{label}: {text}" for label, text in (clauses(run.decision) if run.decision else ())]
    return lines
