"""How long the rules take for an article, and how fast a run is that finds its completions on disk.

In: the seed articles and generated ones. Out: benchmarks/speed.md. Run with `python -m benchmarks.speed` from the project's root.
Absolute times are those of one machine on one day; the share of a bare read of the cache is what can be compared.
"""

from __future__ import annotations

import asyncio
import json
import os
import platform
import shutil
import statistics
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter, process_time

from extractor import articles, prompts, providers, run, tasks
from extractor.cache import CompletionCache
from extractor.job import Job, Plan, Result
from extractor.models import Article
from extractor.providers import Calling
from extractor.settings import ProviderSettings, Settings
from extractor.store import RunFolder
from tests.loopback import completion, serving

ROOT = Path(__file__).parent.parent
SEEDS = ROOT / "seeds" / "diplomatic_event" / "articles"
COUNT = 10_000
PEOPLE = [
    ("Norway", "Ingrid Halvorsen"),
    ("Kenya", "Peter Otieno"),
    ("Chile", "Tomas Arriagada"),
    ("Portugal", "Duarte Figueira"),
]
FILLER = (
    "The two sides have worked together for decades in fisheries, research and education, and their parliaments exchange "
    "delegations every year. Observers see the contact as routine. "
)


def news(number: int, length: int = 1200) -> str:
    """An invented article: a call on a Monday, and words around it."""
    (host, caller), (other, called) = PEOPLE[number % 4], PEOPLE[(number + 1) % 4]
    lead = (
        f"{host}, {other} ministers talk by phone, round {number}\n\nOSLO, 4 March 2019 (NordPress) – {host}'s Foreign Minister "
        f"{caller} spoke by telephone with {other}'s Foreign Minister {called} on Monday, "
        f"the ministry said in statement {number}.\n\nThe ministers discussed trade and energy. "
    )
    return lead + FILLER * (max(0, length - len(lead)) // len(FILLER))


def reply_to(number: int) -> str:
    """What a model would say of it."""
    (host, caller), (other, called) = PEOPLE[number % 4], PEOPLE[(number + 1) % 4]
    topic = "The ministers discussed trade and energy."
    people = [
        {
            "name": name,
            "title": "Foreign Minister",
            "level": "foreign_minister",
            "country": country,
            "role": "participant",
        }
        for country, name in ((host, caller), (other, called))
    ]
    event = {
        "quote": f"{host}'s Foreign Minister {caller} spoke by telephone with {other}'s Foreign Minister {called} on Monday",
        "is_main": True, "event_type": "call", "realis": "actual", "channel": "phone", "date_text": "on Monday",
        "location": None, "frame": None, "participants": people,
        "topics": [{"quote": topic, "theme": "trade_investment"}, {"quote": topic, "theme": "energy"}],
        "subjects": [], "statements": [], "outcomes": [], "duration_minutes": None,
        "attribution": {"kind": "official_release", "cited": ["the ministry"]},
    }  # fmt: skip
    return json.dumps({"events": [event], "no_event_reason": None, "milestones": []})


def rules() -> list[str]:
    """Milliseconds for layout and rules, article by article."""
    task = tasks.load(ROOT, "diplomatic_event")
    assert task.baseline is not None
    with tempfile.TemporaryDirectory() as folder:
        long = Path(folder) / "5000 characters, generated.txt"
        long.write_text(news(1, 5000), encoding="utf-8")
        rows = []
        for path in [*sorted(SEEDS.iterdir()), long]:
            [article] = articles.read([str(path)])
            assert isinstance(article, Article)
            task.baseline(article)
            read = timed(lambda path=path: list(articles.read([str(path)])))
            ruled = timed(lambda article=article: task.baseline(article))
            rows.append(f"| {path.stem} | {len(article.text):,} | {read:.2f} | {ruled:.2f} |")
    return ["| article | characters | read and laid out, ms | rules, ms |", "|---|---:|---:|---:|", *rows]


def timed(call, rounds: int = 40) -> float:
    """The median in milliseconds."""
    times = []
    for _ in range(rounds):
        began = perf_counter()
        call()
        times.append((perf_counter() - began) * 1000)
    return statistics.median(times)


class Silent:
    """Nobody watches."""

    def ended(self, line) -> None:
        """An input ended."""

    def kept(self) -> None:
        """An input had ended."""


def one_run(folder: Path, out: str, url: str) -> Result:
    """A run over the generated articles."""
    task = tasks.load(ROOT, "diplomatic_event")
    settings = ProviderSettings(kind="openai", base_url=url, model="loopback-1", concurrency=16)
    cache = CompletionCache(folder / "cache")

    async def running() -> Result:
        provider = providers.connect("bench", Settings(providers={"bench": settings}), task, cache)
        plan = Plan(inputs=(str(folder / "news"),), concurrency=16, calling=Calling())
        prompt = prompts.load(task.prompt_path)
        job = Job(plan, task, prompt, provider, settings, cache, RunFolder(folder / out), Silent())
        try:
            return await run.run(job)
        finally:
            await provider.aclose()

    try:
        return asyncio.run(running())
    finally:
        cache.close()


def warm() -> list[str]:
    """Articles a second: asked, answered from the cache into a new folder, and continued in the same folder."""
    folder = Path(tempfile.mkdtemp())
    (folder / "news").mkdir()
    for number in range(COUNT):
        (folder / "news" / f"{number:05d}.txt").write_text(news(number), encoding="utf-8")

    def script(asked, _number):
        return completion(reply_to(int(asked["messages"][1]["content"].split("round ")[1].split()[0])))

    try:
        with serving(script) as server:
            rows = []
            for name, out in (
                ("asked over loopback, no latency", "cold"),
                ("answered from the cache, new folder", "warm"),
                ("same command again, same folder", "warm"),
            ):
                calls, spent = len(server.requests), process_time()
                result = one_run(folder, out, server.url)
                spent = process_time() - spent
                assert result.exit_code == 0, result
                done = sum(result.counts.values())
                made, rate = len(server.requests) - calls, done / result.wall_s
                rows.append(
                    f"| {name} | {done:,} | {made:,} | {result.wall_s:.2f} | {rate:,.0f} | {spent / done * 1000:.2f} |"
                )
    finally:
        shutil.rmtree(folder)
    head = "| run | articles | calls | seconds | articles/s | CPU of the run's process, ms an article |"
    return [head, "|---|---:|---:|---:|---:|---:|", *rows]


def main() -> None:
    """Measure and write the table."""
    machine = f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    lines = [
        "# Speed",
        "",
        f"Measured on {datetime.now(UTC):%Y-%m-%d} by `make bench`: {machine}. The machine is shared; times move by a third.",
        "",
        "## Rules",
        "",
        "Medians of 40 readings in one process, tables loaded.",
        "",
        *rules(),
        "",
        "## Rerun from the cache",
        "",
        f"{COUNT:,} generated articles of 1,200 characters, the built-in task, quotes located, dates and codes computed,",
        "records, traces and manifest written. One process.",
        "",
        *warm(),
        "",
    ]
    text = "\n".join(lines)
    (ROOT / "benchmarks" / "speed.md").write_text(text, encoding="utf-8")
    sys.stdout.write(text)


if __name__ == "__main__":
    main()
