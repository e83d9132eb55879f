"""A provider's answers on gold articles.

In: assembled parts and gold. Out: `Asked`, one line an article, and how long it took. An article that fails is a line too.
Refuses (GoldError) gold whose file is not read as the text that was annotated.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from typing import Literal

from extractor import articles
from extractor import gold as golden
from extractor.assemble import Parts
from extractor.errors import GoldError, StoreError
from extractor.extract import extract
from extractor.gold import Gold
from extractor.job import Watcher
from extractor.lines import stops_run
from extractor.models import Article, Line, State
from extractor.providers import Calling

# no answer, for a reason that is not the model's
OURS = frozenset({State.PENDING, State.TRANSPORT, State.TIMEOUT, State.QUOTA, State.OVER_BUDGET, State.UNREADABLE})

Part = Literal["all", "dev", "held"]  # which gold is scored


class Incomplete(StoreError):
    """Articles have no answer, for a reason that is not the model's; the answers that came are on disk."""


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


def refuse_unanswered(lines: Iterable[Line], name: str) -> None:
    """Raise Incomplete if an article has no answer for a reason of ours, with the first of the reasons."""
    missing = [line for line in lines if line.state in OURS]
    if missing:
        reason = missing[0].error.message if missing[0].error else missing[0].state.value
        raise Incomplete(f"{name}: {len(missing)} articles have no answer ({reason})")


def golds_of(parts: Parts, folder: Path | None, part: Part = "all") -> list[Gold]:
    """The gold of a folder, else the task's own, or a part of it. Raises GoldError naming file and field."""
    found = golden.load_folder(folder or parts.task.gold_folder, parts.task.record, parts.task.schema_id)
    kept = [gold for gold in found if part in ("all", gold.split.value)]
    if not kept:
        raise GoldError(f"no gold file is marked split {part!r}; there are {len(found)} files: leave --part out")
    return kept


async def ask(parts: Parts, golds: Sequence[Gold], watcher: Watcher, *, offline: bool, sample: int = 0) -> Asked:
    """Ask about every gold article. With `offline` answers come from disk only; `sample` is the index of a repeated question."""
    read = [article_of(gold) for gold in golds]
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
            await asyncio.sleep(0)  # rules never wait; Ctrl-C and progress need their turn
            line, _ = await extract(article, parts.task, parts.prompt, parts.provider, calling)
            watcher.ended(line)
            if stops_run(line):
                parts.provider.stop()
            return line

    return tuple(await asyncio.gather(*(one(article) for article in read)))


def article_of(gold: Gold) -> Article:
    """The article that a gold file annotates, as a run would read it. Raises GoldError if that is another text."""
    found, *more = articles.read([str(gold.article)])
    if not isinstance(found, Article):
        raise GoldError(f"{gold.path}: its article {gold.article} cannot be read: {found.reason}")
    if more or found.article_id != gold.article_id:
        raise GoldError(
            f"{gold.path}: {gold.article.name} is not read letter for letter, as an article of gold must be: save its text "
            "as a .txt file and annotate that"
        )
    return found
