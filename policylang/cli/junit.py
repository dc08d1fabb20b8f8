"""Scenarios as JUnit XML, for build servers: a suite for each policy, a case for each scenario."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from policylang.cli.test import Run, clauses, where

if TYPE_CHECKING:
    from collections.abc import Sequence


def as_junit(runs: Sequence[Run]) -> str:
    """Return the results as an XML text."""
    by_policy: dict[str, list[Run]] = {}
    for run in runs:
        by_policy.setdefault(run.scenario.policy, []).append(run)
    root = ET.Element("testsuites", _counts(runs), name="policylang")
    for policy, its_runs in by_policy.items():
        suite = ET.SubElement(root, "testsuite", _counts(its_runs), name=policy)
        for run in its_runs:
            _add_case(suite, run)
    ET.indent(root)
    return ET.tostring(root, encoding="unicode", xml_declaration=True)


def _counts(runs: Sequence[Run]) -> dict[str, str]:
    return {"tests": str(len(runs)), "failures": str(sum(bool(run.failures) for run in runs)), "errors": "0"}


def _add_case(suite: ET.Element, run: Run) -> None:
    scenario = run.scenario
    case = ET.SubElement(suite, "testcase", name=scenario.title, classname=scenario.policy)
    if scenario.place is not None:
        case.set("file", scenario.place.source.name)
        case.set("line", str(scenario.place.source.position(scenario.place.span.start).line1))
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
