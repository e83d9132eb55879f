"""What an evaluation leaves for people and for other programs to read.

In: scored evaluations with their reports. Out: Markdown, JUnit XML and one HTML page, as text; nothing is written here.
"""

from __future__ import annotations

from collections.abc import Sequence

from extractor.evaluation import matrix_of
from extractor.reports.junit import junit_xml
from extractor.reports.markdown import report_md
from extractor.reports.page import Entry, report_html

__all__ = ["Entry", "junit_xml", "report_html", "report_md", "texts"]

MARKDOWN, JUNIT, PAGE = "report.md", "junit.xml", "report.html"


def texts(entries: Sequence[Entry]) -> dict[str, str]:
    """The content of each file, by its name."""
    reports = [entry.report for entry in entries]
    return {
        MARKDOWN: report_md(reports[0] if len(reports) == 1 else matrix_of(reports)),
        JUNIT: junit_xml(reports),
        PAGE: report_html(entries),
    }
