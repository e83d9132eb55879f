"""What an evaluation leaves on disk.

In: scored evaluations. Out: records.jsonl, ledger.jsonl, report.json in a folder; each is replaced in one step.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from extractor.errors import StoreError, UsageError
from extractor.evaluation.report import Matrix, Report
from extractor.evaluation.scored import Scored
from extractor.store import MANIFEST

RECORDS, LEDGER, REPORT = "records.jsonl", "ledger.jsonl", "report.json"


def ready(folder: Path) -> None:
    """Raises UsageError, before anything is asked, for a folder that cannot be written to or that a run's records are in."""
    if (folder / MANIFEST).is_file():
        raise UsageError(f"{str(folder)!r} holds a run, whose records would be lost: name another folder with --out")
    try:
        put(folder, {".tmp": ""})
        (folder / ".tmp").unlink()
    except StoreError as error:
        raise UsageError(str(error)) from error


def clear(folder: Path) -> None:
    """Take away what an evaluation of one provider left where now a matrix is."""
    for name in (RECORDS, LEDGER):
        (folder / name).unlink(missing_ok=True)


def write(folder: Path, scored: Scored, report: Report) -> None:
    """The answers, the ledger and the figures of one evaluation."""
    lines = (line.model_dump_json(by_alias=True) + "\n" for line in scored.asked.lines)
    put(
        folder,
        {
            RECORDS: "".join(lines),
            LEDGER: "".join(row.to_json() + "\n" for row in scored.rows),
            REPORT: text_of(report),
        },
    )


def text_of(report: Report | Matrix) -> str:
    """The content of report.json."""
    return report.model_dump_json(by_alias=True, indent=2) + "\n"


def put(folder: Path, files: Mapping[str, str]) -> None:
    """Write files into a folder, each whole or not at all. Raises StoreError naming the folder."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in files.items():
            temporary = folder / f"{name}.tmp"
            temporary.write_text(text, encoding="utf-8")
            temporary.replace(folder / name)
    except OSError as error:
        raise StoreError(
            f"cannot write to {str(folder)!r}: {error.strerror}. Name another folder with --out"
        ) from error
