"""A run's manifest: what was read with what, and how it ended.

In: a job and its result. Out: the content of manifest.json, whose names are a contract (docs/records.md).
"""

from __future__ import annotations

import platform
from datetime import datetime
from importlib.metadata import version
from typing import Any

from extractor.job import Job, Result
from extractor.models import EvidenceStatus, State


def manifest(job: Job, result: Result, begun: datetime) -> dict[str, Any]:
    """The manifest of a run that ended, however it ended."""
    hashes = job.task.hashes
    return {
        "began": begun.isoformat(timespec="seconds"),
        "wall_s": round(result.wall_s, 3),
        "complete": result.stopped is None and not any(s.unfinished for s in result.counts),
        "stopped": result.stopped,
        "identity": job.identity,
        "task": job.task.name,
        "schema": {"id": job.task.schema_id, "sha256": hashes["schema"]},
        "prompt": {"version": job.prompt.version, "sha256": hashes["prompt"]},
        "provider": {
            "name": job.provider.name,
            "kind": job.provider.kind,
            "model": job.provider.model,
            "endpoint": None if job.provider.kind == "rules" else job.settings.endpoint,
            "model_called": job.provider.kind != "rules",
        },
        "models": sorted(result.models),
        "counts": {state.value: result.counts.get(state, 0) for state in State},
        "inputs_total": sum(result.counts.values()),
        "inputs_listed": result.listed,
        "this_run": {
            "kept": result.kept,
            "from_cache": result.cached,
            "calls": result.calls,
            "usage": result.bill.paid.model_dump(),
            "tokens": result.bill.model_dump(),
            "fallback": dict(result.answered_by),
            "cost_usd": result.cost_usd,
            "quotes": {status.value: result.quoted[status] for status in EvidenceStatus},
            "warnings": dict(result.warned.most_common()),
        },
        "versions": {
            "python": platform.python_version(),
            **{n: version(n) for n in ("dragoman", "openai", "instructor", "pydantic", "genai-prices")},
        },
        "inputs": [
            {"path": key, "article_id": article_id, "state": state.value}
            for key, (article_id, state) in job.folder.done.items()
        ],
    }
