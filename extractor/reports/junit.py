"""Evaluations as JUnit XML, which continuous integration systems show as test results.

In: `Report`s. Out: one testsuite an evaluation, one testcase a gate, pins among them. An incomplete evaluation is an error, so that
no build is green for want of gates. Characters that XML forbids are left out.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from xml.etree import ElementTree as ET

from extractor.evaluation.report import FlipRow, GateResult, Report
from extractor.gates import Kind, Verdict
from extractor.reports import values
from extractor.reports.standing import flips_of

FLIPS = 20  # of a failed field, named in its failure
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def junit_xml(reports: Sequence[Report]) -> str:
    """The document, with its XML declaration."""
    suites = [_suite(report) for report in reports]
    root = ET.Element("testsuites", {"name": "extract eval", **_totals(suites)})
    root.extend(suites)
    ET.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n"


def _suite(report: Report) -> ET.Element:
    cases = [_case(report, gate) for gate in report.gates]
    if not report.complete:
        cases.append(_incomplete(report))
    counts = {
        "tests": str(len(cases)),
        "failures": str(sum(case.find("failure") is not None for case in cases)),
        "errors": str(sum(case.find("error") is not None for case in cases)),
        "skipped": "0",
        "time": f"{report.seconds:.3f}",
    }
    suite = ET.Element("testsuite", {"name": _legal(f"extract eval {report.name}"), **counts})
    properties = ET.SubElement(suite, "properties")
    for name, value in _facts(report).items():
        ET.SubElement(properties, "property", {"name": name, "value": _legal(value)})
    suite.extend(cases)
    return suite


def _facts(report: Report) -> dict[str, str]:
    return {
        "task": report.task,
        "prompt": report.prompt,
        "provider": report.provider,
        "model": report.model or "",
        "articles": str(report.articles),
        "headline": values.rate(report.headline),
        "headline_95": values.bounds(report.intervals.get("headline")),
        "baseline": report.baseline or "",
        "cost_usd": "unknown" if report.cost_usd is None else str(report.cost_usd),
    }


def _case(report: Report, gate: GateResult) -> ET.Element:
    case = _testcase(report, gate.kind, gate.name)
    if gate.verdict == Verdict.FAILED:
        failure = ET.SubElement(case, "failure", {"message": _legal(gate.message), "type": _legal(gate.kind)})
        failure.text = _legal("\n".join([gate.message, *_lost(report, gate)]))
    elif gate.verdict == Verdict.WARNING:
        ET.SubElement(case, "system-out").text = _legal(f"warning: {gate.message}")
    return case


def _incomplete(report: Report) -> ET.Element:
    case = _testcase(report, Kind.COVERAGE.value, "answers")
    states = ", ".join(f"{count} {state}" for state, count in sorted(report.states.items()))
    message = f"incomplete, so no score: of {report.articles} articles {states}"
    ET.SubElement(case, "error", {"message": _legal(message), "type": "incomplete"}).text = _legal(message)
    return case


def _testcase(report: Report, kind: str, name: str) -> ET.Element:
    """A case whose place in a tree of classes is evaluation, then rule; a dot inside a name would be one more level."""
    owner = report.name.replace(".", "_")
    return ET.Element("testcase", {"classname": _legal(f"{owner}.{kind}"), "name": _legal(name), "time": "0"})


def _lost(report: Report, gate: GateResult) -> list[str]:
    """The slots behind a fall, for who reads the log and not the page."""
    lost = [flip for flip in flips_of(report) if flip.lost and gate.name in (flip.path, "headline")]
    if gate.kind != Kind.REGRESSION:
        return []
    more = [f"and {len(lost) - FLIPS} more"] if len(lost) > FLIPS else []
    return [*(_told(flip) for flip in lost[:FLIPS]), *more]


def _told(flip: FlipRow) -> str:
    place = f"{flip.article_id} {flip.slot or flip.path}"
    return f"{place}: gold {values.shown(flip.gold)}, was {values.shown(flip.before)}, is {values.shown(flip.after)}"


def _totals(suites: Sequence[ET.Element]) -> dict[str, str]:
    names = ("tests", "failures", "errors", "skipped")
    counts = {name: str(sum(int(suite.get(name, "0")) for suite in suites)) for name in names}
    return {**counts, "time": f"{sum(float(suite.get('time', '0')) for suite in suites):.3f}"}


def _legal(text: str) -> str:
    return _FORBIDDEN.sub("", text)
