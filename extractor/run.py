"""Many articles: a queue, a budget, a resume, a clean stop. No barrier between one article and the next.

In: inputs and a provider. Out: a run folder in which every input stands in exactly one state. Raises UsageError before the
first article; after it, what goes wrong becomes a state or an early stop.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from time import monotonic

from extractor import errors, prices
from extractor.around import interrupts, one_error, seldom_collecting
from extractor.articles.beside import reading
from extractor.budget import Budget
from extractor.cache import CompletionCache
from extractor.extract import extract
from extractor.job import Job, Result
from extractor.lines import stops_run, unreached, unreadable
from extractor.manifest import manifest
from extractor.models import Article, Line, State, Unreadable
from extractor.store import Trace, input_key

LISTING_S = 20.0  # after a stop, how long to list what was not reached


async def run(job: Job) -> Result:
    """Bring every input to a state. Ctrl-C stops dispatching, lets what is in flight finish, and writes everything."""
    if job.plan.budget_usd is not None and job.provider.unpriced:
        unpriced = ", ".join(map(repr, job.provider.unpriced))
        raise errors.SettingsError(f"--budget needs a price for {unpriced}: {prices.ADVICE}")
    with reading(job.plan.inputs, job.plan.columns, job.plan.limit) as articles:  # a wrong path ends it here
        if not job.plan.calling.offline:
            await job.provider.check()
        return await _filled(job, articles)


async def _filled(job: Job, articles: Iterator[Article | Unreadable]) -> Result:
    """Take the folder, bring every article to a state, leave the manifest."""
    job.folder.open(job.identity, fresh=job.plan.calling.fresh)
    result, started = Result(job.folder.counts, stopped="not ended"), monotonic()
    begun = datetime.now(UTC)
    try:
        job.folder.write_manifest(manifest(job, result, begun))  # what stands here if the process is killed
        result.stopped = None
        with seldom_collecting():
            await _Queue(job, result).drain(articles)
    finally:
        result.counts, result.wall_s = job.folder.counts, monotonic() - started
        try:
            job.folder.write_manifest(manifest(job, result, begun))
        finally:
            job.folder.close()
    return result


class _Queue:
    """The work of one run: a reader, and as many workers as calls may be in flight."""

    def __init__(self, job: Job, result: Result) -> None:
        self._job = job
        self._result = result
        self._budget = Budget(job.plan.budget_usd)
        self._rest = State.PENDING  # the state of what is not reached
        self._listed_by = 0.0

    @property
    def _workers(self) -> int:
        """Twice as many articles as calls: while one waits for its back-off or is written down, another one calls."""
        return 2 * self._job.plan.concurrency

    async def drain(self, articles: Iterator[Article | Unreadable]) -> None:
        queue: asyncio.Queue[Article | Unreadable | None] = asyncio.Queue(maxsize=self._workers)
        with interrupts(self._stop), one_error():
            async with asyncio.TaskGroup() as workers:
                for _ in range(self._workers):
                    workers.create_task(self._work(queue))
                await self._feed(queue, articles)
        if not any(state.unfinished for state in self._job.folder.counts):
            self._result.stopped = None  # the reason to stop came with the last article

    async def _feed(
        self, queue: asyncio.Queue[Article | Unreadable | None], articles: Iterator[Article | Unreadable]
    ) -> None:
        async for found in _read_ahead(articles, may_block="-" in self._job.plan.inputs):
            if self._already(found):
                continue
            if self._result.stopped:
                self._leave(found)
                if monotonic() > self._listed_by:
                    self._result.listed = False
                    break
            else:
                await queue.put(found)
                await asyncio.sleep(0)  # nobody waits until the queue is full
        for _ in range(self._workers):
            await queue.put(None)

    def _stop(self, why: str, rest: State = State.PENDING) -> None:
        """Dispatch nothing more.

        What is not reached goes into the ledger, as far as listing it takes no longer than a person waits.
        """
        if self._result.stopped is None:
            self._result.stopped, self._rest = why, rest
            self._job.provider.stop()
            self._listed_by = monotonic() + LISTING_S

    async def _work(self, queue: asyncio.Queue[Article | Unreadable | None]) -> None:
        while (found := await queue.get()) is not None:
            await asyncio.sleep(0)  # rules never wait; signals and progress need their turn
            if self._result.stopped:
                self._leave(found)
                continue
            try:
                async with self._budget.article():
                    await self._end(found)
            except errors.BudgetExceeded as error:
                self._stop(str(error), State.OVER_BUDGET)
                self._leave(found)
            except errors.StoreError as error:
                self._stop(str(error))
                self._leave(found)

    async def _end(self, found: Article | Unreadable) -> None:
        job = self._job
        if isinstance(found, Unreadable):
            self._append(unreadable(found, job.task, job.prompt, job.provider), None)
            return
        calling = job.plan.calling
        if job.plan.retry_failed and self._failed_before(found):
            calling = calling.model_copy(update={"fresh": True})  # the completion on disk is what failed
        line, trace = await extract(found, job.task, job.prompt, job.provider, calling)
        if line.error and line.error.type == "StoppedError":
            line = line.model_copy(update={"state": self._rest})
        self._count(line, trace)
        self._append(line, trace.model_copy(update={"changed": self._changed(trace)}))

    def _append(self, line: Line, trace: Trace | None) -> None:
        self._job.folder.append(line, trace)
        self._job.watcher.ended(line)

    def _count(self, line: Line, trace: Trace) -> None:
        result = self._result
        result.quoted.update(found.status for found in line.evidence)
        result.warned.update(warning.code for warning in line.warnings)
        result.calls += line.attempts
        result.cached += line.cached
        result.bill += trace.bill
        if line.provider != self._job.provider.name:
            result.answered_by[line.provider] += 1
        if line.model:
            result.models.add(line.model)
        if line.cost_usd is None or result.cost_usd is None:
            result.cost_usd = None
        else:
            result.cost_usd += line.cost_usd
        if line.error and stops_run(line):
            self._stop(line.error.message)
        self._budget.spend(line.cost_usd, line.attempts)

    # ── resume ────────────────────────────────────────────────────────────────────────────────────────────────────

    def _already(self, found: Article | Unreadable) -> bool:
        """Whether an earlier run of the folder ended this input in a state that stands."""
        held = self._job.folder.done.get(input_key(found.path, found.article_id))
        if held is None or held[0] != found.article_id:
            return False
        state = held[1]
        stands = state.ended_well if self._job.plan.retry_failed else not state.unfinished
        if stands:
            self._result.kept += 1
            self._job.watcher.kept()
        return stands

    def _failed_before(self, found: Article) -> bool:
        held = self._job.folder.done.get(input_key(found.path, found.article_id))
        return held is not None and not held[1].ended_well and not held[1].unfinished

    def _changed(self, trace: Trace) -> tuple[str, ...]:
        """For a completion that was not in the cache: the parts of its key that an earlier one for this article had otherwise."""
        cache = self._job.cache
        return () if cache is None or trace.cached or trace.key is None else self._compared(cache, trace)

    def _compared(self, cache: CompletionCache, trace: Trace) -> tuple[str, ...]:
        before = cache.before(trace.article_id, trace.key or "")
        if before is None:
            return ()
        return tuple(part for part, value in trace.key_parts.items() if before.parts.get(part) != value)

    # ── what is not reached ───────────────────────────────────────────────────────────────────────────────────────

    def _leave(self, found: Article | Unreadable) -> None:
        held = self._job.folder.done.get(input_key(found.path, found.article_id))
        if held is not None and held[0] == found.article_id:
            return  # what is known of it stays
        job = self._job
        parts = (job.task, job.prompt, job.provider)
        if isinstance(found, Unreadable):
            line = unreadable(found, *parts)
        else:
            line = unreached(found, *parts, self._rest, self._result.stopped or "not reached")
        # a full disk may be why we stopped; the manifest's counts still say what is written
        with contextlib.suppress(errors.StoreError):
            job.folder.append(line)


async def _read_ahead(
    articles: Iterator[Article | Unreadable], *, may_block: bool
) -> AsyncIterator[Article | Unreadable]:
    """The articles one by one; in a thread only where reading may wait for somebody.

    Reading a file is work for the processor, and a second thread would only fight with this one for it.
    """
    while True:
        taken = await asyncio.to_thread(next, articles, None) if may_block else next(articles, None)
        if taken is None:
            return
        yield taken
