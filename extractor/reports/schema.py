"""The JSON Schema of report.json, published as docs/report.schema.json.

In: nothing. Out: the schema of a `Report` or a `Matrix`, as they are written. To publish it anew:
`python -m extractor.reports.schema > docs/report.schema.json`.
"""

from __future__ import annotations

import json
import sys
from typing import Any

from pydantic import TypeAdapter

from extractor.evaluation.report import Matrix, Report

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def report_schema() -> dict[str, Any]:
    """The schema: one evaluation, or several with a leaderboard."""
    told: TypeAdapter[Report | Matrix] = TypeAdapter(Report | Matrix)
    made = told.json_schema(mode="serialization", by_alias=True)
    head = {"$schema": DIALECT, "title": "report.json", "description": "What `extract eval` writes."}
    return {**head, **made}


def schema_text() -> str:
    """The content of the published file."""
    return json.dumps(report_schema(), indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    sys.stdout.write(schema_text())
