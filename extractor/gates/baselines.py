"""Baselines: the ledger of an evaluation that was accepted, kept to measure later ones against.

In: a folder evals/<task>/baselines/<name>/. Out: `Baseline`. Refuses (GoldError) a ledger that is damaged, or that was scored by
another major version of the schema.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from extractor.errors import GoldError, StoreError
from extractor.ledger import Row

LEDGER, REPORT, GOLD = "ledger.jsonl", "report.json", "gold.json"


@dataclass(frozen=True)
class Baseline:
    """An accepted evaluation."""

    path: Path
    schema_id: str
    rows: tuple[Row, ...]
    gold: Mapping[str, str] = field(default_factory=dict)  # digest of what gold said of each article, if that is known

    @property
    def articles(self) -> set[str]:
        """The ids of its articles."""
        return {row.article_id for row in self.rows}


def folder_of(root: Path, task: str, provider: str, prompt: str) -> Path:
    """Where the baseline of a provider and prompt lies in a task root."""
    return root / "evals" / task / "baselines" / f"{provider}-{prompt}"


def load(path: Path, schema_id: str) -> Baseline:
    """The baseline in a folder, or beside the ledger or report that was named."""
    folder = path if path.is_dir() else path.parent
    try:
        lines = (folder / LEDGER).read_text(encoding="utf-8").rstrip("\n").split("\n")  # values may hold other breaks
        scored = str(json.loads((folder / REPORT).read_text(encoding="utf-8"))["task"])
        digests = dict(json.loads((folder / GOLD).read_text(encoding="utf-8"))) if (folder / GOLD).is_file() else {}
    except OSError as error:
        raise GoldError(
            f"no baseline in {str(folder)!r} ({error.strerror}): expected {LEDGER} and {REPORT}; "
            "write one with 'extract eval --update-baseline'"
        ) from error
    except (ValueError, TypeError, KeyError) as error:
        raise GoldError(
            f"{str(folder)!r} holds no evaluation of one provider ({type(error).__name__}: {error}); name another folder, "
            "or accept a new baseline with 'extract eval --update-baseline'"
        ) from error
    if scored.partition(".")[0] != schema_id.partition(".")[0]:
        raise GoldError(
            f"the baseline {str(folder)!r} was scored as {scored!r}, this is {schema_id!r}: accept a new one with "
            "'extract eval --update-baseline'"
        )
    rows = tuple(_row(line, at, folder) for at, line in enumerate(lines, 1) if line)
    return Baseline(path=folder, schema_id=scored, rows=rows, gold=digests)


def _row(line: str, at: int, folder: Path) -> Row:
    try:
        return Row.from_json(line)
    except (ValueError, TypeError, KeyError) as error:
        raise GoldError(
            f"{folder / LEDGER}, line {at}: no ledger row ({error}); restore the file, or accept anew"
        ) from error


def save(folder: Path, rows: Sequence[Row], report: Mapping[str, object], gold: Mapping[str, str]) -> None:
    """Write a baseline, each file in one step, so that a stop leaves the old one or the new one."""
    files = {
        LEDGER: "".join(row.to_json() + "\n" for row in rows),
        REPORT: json.dumps(report, indent=2, ensure_ascii=False) + "\n",
        GOLD: json.dumps(gold, indent=2, sort_keys=True) + "\n",
    }
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in files.items():
            temporary = folder / f"{name}.tmp"
            temporary.write_text(text, encoding="utf-8")
            temporary.replace(folder / name)
    except OSError as error:
        raise StoreError(f"cannot write the baseline to {str(folder)!r}: {error.strerror}") from error
