"""Run a provider over gold and score what it says.

In: assembled parts and a gold folder. Out: an `Outcome`, with ledger.jsonl, records.jsonl and report.json on disk. An article
that failed for the model's fault counts as lost; one that failed for ours leaves the evaluation incomplete, without a score.
"""

from __future__ import annotations

import asyncio
import json
import tomllib
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from extractor import articles, score
from extractor import gold as golden
from extractor.assemble import Parts
from extractor.errors import GoldError, StoreError, TaskError
from extractor.extract import extract
from extractor.gold import Gold
from extractor.job import Watcher
from extractor.lines import stops_run
from extractor.models import Article, Line, State
from extractor.providers import Calling

# no answer, for a reason that is not the model's
OURS = frozenset({State.PENDING, State.TRANSPORT, State.TIMEOUT, State.QUOTA, State.OVER_BUDGET, State.UNREADABLE})


@dataclass(frozen=True)
class Outcome:
    """One evaluation."""

    report: dict[str, Any]
    by_field: dict[str, score.Figures]
    missing: tuple[Line, ...]  # articles without an answer, for a reason that is not the model's
    folder: Path

    @property
    def exit_code(self) -> int:
        """0 scored, 3 incomplete; 1 is kept for gates."""
        return 3 if self.missing else 0


async def evaluate(parts: Parts, gold_folder: Path, out: Path, watcher: Watcher, *, offline: bool) -> Outcome:
    """Score a provider on every gold article. Raises GoldError naming file and field before anything is called."""
    golds = golden.load_folder(gold_folder, parts.task.record, parts.task.schema_id)
    read = [_article(gold) for gold in golds]
    weights = _weights(parts)
    if not offline:
        await parts.provider.check()
    slots = asyncio.Semaphore(parts.provider_settings.concurrency)

    async def one(article: Article) -> Line:
        async with slots:
            line, _ = await extract(article, parts.task, parts.prompt, parts.provider, Calling(offline=offline))
            watcher.ended(line)
            if stops_run(line):
                parts.provider.stop()
            return line

    lines = await asyncio.gather(*(one(article) for article in read))
    missing = tuple(line for line in lines if line.state in OURS)
    rows = [] if missing else _ledger(parts, golds, read, lines)
    by_field = score.figures(rows)
    report = _report(parts, lines, rows, by_field, weights)
    _write(out, lines, rows, report)
    return Outcome(report, by_field, missing, out)


def _article(gold: Gold) -> Article:
    found = next(iter(articles.read([str(gold.article)])))
    if not isinstance(found, Article):
        raise GoldError(f"{gold.path}: its article {gold.article} cannot be read: {found.reason}")
    return found


def _ledger(parts: Parts, golds: Sequence[Gold], read: Sequence[Article], lines: Sequence[Line]) -> list[score.Row]:
    rows: list[score.Row] = []
    for gold, article, line in zip(golds, read, lines, strict=True):
        predicted = line.record if line.state.ended_well else None
        rows += score.ledger(gold, predicted, line.evidence, parts.task.record, article.text)
    return rows


def _weights(parts: Parts) -> dict[str, float]:
    """The task's weights by field, from evals/<task>/scoring.toml; a field it does not name weighs 1."""
    path = parts.root / "evals" / parts.task.name / "scoring.toml"
    if not path.is_file():
        return {}
    try:
        weights = tomllib.loads(path.read_text(encoding="utf-8")).get("weights", {})
        return {str(name): float(weight) for name, weight in weights.items()}
    except (tomllib.TOMLDecodeError, TypeError, ValueError) as error:
        raise TaskError(f"{path}: {error}; expected a table [weights] of field = number") from error


def _report(
    parts: Parts,
    lines: Sequence[Line],
    rows: Sequence[score.Row],
    by_field: dict[str, score.Figures],
    weights: dict[str, float],
) -> dict[str, Any]:
    costs = [line.cost_usd for line in lines]
    return {
        "task": parts.task.schema_id,
        "prompt": parts.prompt.version,
        "provider": parts.provider.name,
        "model": parts.provider.model,
        "model_called": parts.provider.kind != "rules",
        "articles": len(lines),
        "states": dict(Counter(line.state.value for line in lines)),
        "complete": bool(rows),
        "headline": score.headline(by_field, weights) if rows else None,
        "micro_f": score.micro(rows).f if rows else None,
        "per_article_mean": score.per_article_mean(rows),
        "exact_articles": score.exact_article_rate(rows),
        "grounded_f": score.grounded_f(rows) if rows else None,
        "invention_rate": score.invention_rate(rows),
        "events_or_none": asdict(score.detection(rows, "events"))
        if "events" in parts.task.record.model_fields
        else None,
        "cost_usd": None if None in costs else sum(cost for cost in costs if cost is not None),
        "weights": weights,
        "undefined": score.undefined(by_field),
        "objects": {path: _counted(one) for path, one in score.found(rows).items()},
        "fields": {path: _counted(one) for path, one in by_field.items()},
    }


def _counted(one: score.Figures) -> dict[str, Any]:
    counts = {"POS": one.pos, "COR": one.cor, "PAR": one.par, "INC": one.inc, "MIS": one.mis, "SPU": one.spu}
    rates = {"P": one.precision, "R": one.recall, "F": one.f, "abstention": one.abstention}
    return {**counts, "NUL": one.nul, "NSC": one.nsc, **rates, "gates": one.gates}


def _write(out: Path, lines: Sequence[Line], rows: Sequence[score.Row], report: dict[str, Any]) -> None:
    files = {
        "records.jsonl": "".join(line.model_dump_json(by_alias=True) + "\n" for line in lines),
        "ledger.jsonl": "".join(row.to_json() + "\n" for row in rows),
        "report.json": json.dumps(report, indent=2, ensure_ascii=False) + "\n",
    }
    try:
        out.mkdir(parents=True, exist_ok=True)
        for name, text in files.items():
            temporary = out / f"{name}.tmp"
            temporary.write_text(text, encoding="utf-8")
            temporary.replace(out / name)
    except OSError as error:
        raise StoreError(f"cannot write to {str(out)!r}: {error.strerror}. Name another folder with --out") from error
