"""How much processor time it takes to score a thousand gold articles, bootstrap and comparison included.

In: the task's gold, each file as often as it takes to make a thousand, and the records of the rules. Out: benchmarks/scoring.md.
Run with `python -m benchmarks.scoring` from the project's root; with `--articles 200` it prints and writes nothing.
"""

from __future__ import annotations

import argparse
import os
import platform
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from extractor import gold, score, tasks
from extractor.articles import read
from extractor.gates import differences, flips, intervals
from extractor.grounding import locate
from extractor.score import Row

ROOT = Path(__file__).parent.parent
FULL = 1000
LIMIT_S = 10.0


def ledgers(count: int) -> tuple[list[Row], float]:
    """The ledger of so many articles, and the seconds its making took; reading and extraction are not counted."""
    task = tasks.load(ROOT, "diplomatic_event")
    golds = gold.load_folder(task.gold_folder, task.record, task.schema_id)
    answered = []
    for one in golds:
        [article] = read([str(one.article)])
        reply = task.baseline(article)
        answered.append((one, article, task.derive(reply, article).model_dump(mode="json"), locate(reply, article)[0]))
    began, rows = time.process_time(), []
    for at in range(count):
        one, article, record, evidence = answered[at % len(answered)]
        copy = one.model_copy(update={"article_id": f"{one.article_id}-{at}"})
        rows += score.ledger(copy, record, evidence, task.record, article.text)
    return rows, time.process_time() - began


def timed(work: Callable[[], object]) -> float:
    """Seconds that it took."""
    began = time.process_time()
    work()
    return time.process_time() - began


def measured(count: int) -> list[tuple[str, float]]:
    """Seconds of each step."""
    rows, ledger_s = ledgers(count)
    return [
        (f"ledger: alignment and comparison ({len(rows):,} rows)", ledger_s),
        ("figures of every field", timed(lambda: score.figures(rows))),
        ("bootstrap intervals, 10,000 draws", timed(lambda: intervals(rows, {}))),
        (
            "paired interval and randomisation against a baseline, 10,000 draws each",
            timed(lambda: differences(rows, rows, {})),
        ),
        ("flips", timed(lambda: flips(rows, rows))),
    ]


def page(count: int, steps: list[tuple[str, float]]) -> str:
    """The table."""
    total = sum(seconds for _, seconds in steps)
    told = "\n".join(f"| {name} | {seconds:.2f} |" for name, seconds in steps)
    return f"""# Scoring

Measured on {datetime.now(UTC):%Y-%m-%d} by `python -m benchmarks.scoring`: {platform.machine()}, {os.cpu_count()} cores, Python
{platform.python_version()}; load before: {os.getloadavg()[0]:.1f}. The machine is shared. {count:,} gold articles: the task's own
gold repeated under other ids, the records those of the rules.

| Step | processor seconds |
|---|---:|
{told}
| **all** | **{total:.2f}** |
"""


def main() -> int:
    """Measure, print, write; exit 1 above the limit."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=FULL)
    count = parser.parse_args().articles
    steps = measured(count)
    text = page(count, steps)
    print(text)
    if count == FULL:
        (ROOT / "benchmarks" / "scoring.md").write_text(text, encoding="utf-8")
    return int(sum(seconds for _, seconds in steps) * FULL / count > LIMIT_S)


if __name__ == "__main__":
    raise SystemExit(main())
