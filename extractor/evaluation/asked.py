"""A provider's answers on gold articles.

In: assembled parts and gold. Out: `Asked`, one line an article, and how long it took. An article that fails is a line too.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from typing import Literal

from extractor import articles
from extractor import gold as golden
from extractor.assemble import Parts
from extractor.errors import GoldError
from extractor.extract import extract
from extractor.gold import Gold
from extractor.job import Watcher
from extractor.lines import stops_run
from extractor.models import Article, Line, State
from extractor.providers import Calling

# no answer, for a reason that is not the model's
OURS = frozenset({State.PENDING, State.TRANSPORT, State.TIMEOUT, State.QUOTA, State.OVER_BUDGET, State.UNREADABLE})


Part = Literal["all", "dev", "held"]  # which gold is scored


@dataclass(frozen=True)
class Asked:
    """What one provider said of each gold article, in the order of the gold."""

    golds: tuple[Gold, ...]
    articles: tuple[Article, ...]
    lines: tuple[Line, ...]
    seconds: float

    @property
    def missing(self) -> tuple[Line, ...]:
        """Articles without an answer, for a reason that is not the model's."""
        return tuple(line for line in self.lines if line.state in OURS)


def golds_of(parts: Parts, folder: Path | None, part: Part = "all") -> list[Gold]:
    """The gold of a folder, else the task's own, or a part of it. Raises GoldError naming file and field."""
    found = golden.load_folder(folder or parts.task.gold_folder, parts.task.record, parts.task.schema_id)
    kept = [gold for gold in found if part in ("all", gold.split.value)]
    if not kept:
        raise GoldError(f"no gold file is marked split {part!r}; there are {len(found)} files: leave --part out")
    return kept


async def ask(parts: Parts, golds: Sequence[Gold], watcher: Watcher, *, offline: bool, sample: int = 0) -> Asked:
    """Ask about every gold article. With `offline` answers come from disk only; `sample` is the index of a repeated question."""
    read = [_article(gold) for gold in golds]
    began = monotonic()
    lines = await answers(parts, read, watcher, Calling(offline=offline, sample=sample))
    return Asked(tuple(golds), tuple(read), lines, monotonic() - began)


async def answers(parts: Parts, read: Sequence[Article], watcher: Watcher, calling: Calling) -> tuple[Line, ...]:
    """One line for each article, in their order."""
    if not calling.offline:
        await parts.provider.check()
    slots = asyncio.Semaphore(parts.provider_settings.concurrency)

    async def one(article: Article) -> Line:
        async with slots:
            line, _ = await extract(article, parts.task, parts.prompt, parts.provider, calling)
            watcher.ended(line)
            if stops_run(line):
                parts.provider.stop()
            return line

    return tuple(await asyncio.gather(*(one(article) for article in read)))


def _article(gold: Gold) -> Article:
    found = next(iter(articles.read([str(gold.article)])))
    if not isinstance(found, Article):
        raise GoldError(f"{gold.path}: its article {gold.article} cannot be read: {found.reason}")
    return found
