"""The clients that benchmarks/throughput.py compares, each run in a process of its own.

In: a `Load`, as JSON on stdin. Out: seconds, processor time, failures and versions, as JSON on stdout.
"""

# only the standard library up here: a client runs this file in its own process, and langextract's environment lacks our packages
from __future__ import annotations

import asyncio
import json
import resource
import sys
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from functools import cache
from importlib.metadata import version
from pathlib import Path
from time import perf_counter
from typing import Any

ROOT = Path(__file__).parent.parent
IN_FLIGHT = 64
OURS, RAW = "dragoman", "raw openai, aiohttp"


@dataclass(frozen=True)
class Load:
    """What a client gets: where to ask, what to say, where its own files go, and the articles' folder."""

    url: str
    folder: str
    news: str
    system: str  # the built-in task's system message
    example: dict[str, Any]  # an article, and what langextract's model should say of it

    def texts(self) -> list[str]:
        """The articles."""
        return [path.read_text(encoding="utf-8") for path in sorted(Path(self.news).iterdir())]


# ── clients: each brings every article to an answer, and returns how many it failed at ────────────────────────────


@cache
def task() -> Any:
    """The built-in task: a class and a schema, there before the first article like any user's."""
    from extractor import tasks

    return tasks.load(ROOT, "diplomatic_event")


def dragoman(load: Load) -> int:
    """This pipeline: completions kept, quotes located, dates and codes derived, every article in the ledger."""
    from benchmarks.speed import Silent
    from extractor import prompts, providers, run
    from extractor.cache import CompletionCache
    from extractor.job import Job, Plan
    from extractor.models import State
    from extractor.settings import ProviderSettings, Settings
    from extractor.store import RunFolder

    folder, completions = Path(load.folder), CompletionCache(Path(load.folder, "cache"))
    settings = ProviderSettings(kind="openai", base_url=load.url, model="loopback-1", concurrency=IN_FLIGHT)
    chosen = Settings(providers={"bench": settings})
    plan, prompt = Plan(inputs=(load.news,), concurrency=IN_FLIGHT), prompts.load(task().prompt_path)

    async def running() -> int:
        provider = providers.connect("bench", chosen, task(), completions)
        job = Job(plan, task(), prompt, provider, settings, completions, RunFolder(folder / "out"), Silent())
        try:
            counts = (await run.run(job)).counts
        finally:
            await provider.aclose()
        return sum(counts.values()) - counts[State.OK]

    try:
        return asyncio.run(running())
    finally:
        completions.close()


async def asked(load: Load, ask: Callable[[list[dict[str, str]]], Awaitable[bool]]) -> int:
    """The loop around an async client that everybody writes: a semaphore, gather, a look at what failed."""
    slots = asyncio.Semaphore(IN_FLIGHT)

    async def one(text: str) -> bool:
        user = f"Fill in the form for this article.\n\n{text}"
        async with slots:
            return await ask([{"role": "system", "content": load.system}, {"role": "user", "content": user}])

    ended = await asyncio.gather(*map(one, load.texts()), return_exceptions=True)
    return sum(end is not True for end in ended)


def looped(load: Load, *, aiohttp: bool = False) -> int:
    """A loop around instructor, the task's reply its response model: schema sent, reply validated, nothing kept."""
    import instructor
    import openai

    async def loop() -> int:
        transport = openai.DefaultAioHttpClient() if aiohttp else None
        async with openai.AsyncOpenAI(base_url=load.url, api_key="none", http_client=transport) as inner:
            client = instructor.from_openai(inner, mode=instructor.Mode.JSON_SCHEMA)

            async def ask(messages: list[dict[str, str]]) -> bool:
                reply = task().reply
                said = await client.create(model="loopback-1", response_model=reply, messages=messages, temperature=0)
                return isinstance(said, reply)

            return await asked(load, ask)

    return asyncio.run(loop())


def looped_aiohttp(load: Load) -> int:
    """The same on openai's aiohttp transport, which one has to ask for."""
    return looped(load, aiohttp=True)


def raw(load: Load) -> int:
    """The openai client alone on its aiohttp transport, the same schema sent: nothing parsed, checked or kept."""
    import openai

    form = {"type": "json_schema", "json_schema": {"name": "Reply", "schema": task().reply_schema, "strict": True}}

    async def loop() -> int:
        transport = openai.DefaultAioHttpClient()
        async with openai.AsyncOpenAI(base_url=load.url, api_key="none", http_client=transport) as client:

            async def ask(messages: list[dict[str, str]]) -> bool:
                said = await client.chat.completions.create(
                    model="loopback-1", messages=messages, response_format=form, temperature=0
                )
                return bool(said.choices[0].message.content)

            return await asked(load, ask)

    return asyncio.run(loop())


def langextract(load: Load, batch_length: int = IN_FLIGHT) -> int:
    """64 workers on batches of 64, an article one chunk; it aligns the same quoted values that we locate."""
    import langextract as lx

    spans = [
        lx.data.Extraction(extraction_class=kind, extraction_text=span[kind], attributes=span[f"{kind}_attributes"])
        for span in load.example["extractions"]
        for kind in span
        if not kind.endswith("_attributes")
    ]
    texts = load.texts()
    answered = lx.extract(
        [lx.data.Document(text=text) for text in texts],
        prompt_description=load.system,
        examples=[lx.data.ExampleData(text=load.example["text"], extractions=spans)],
        model_id="gpt-4-loopback",
        model_url=load.url,
        api_key="none",
        temperature=0,
        max_char_buffer=100_000,
        batch_length=batch_length,
        max_workers=IN_FLIGHT,
        show_progress=False,
    )
    return len(texts) - sum(any(span.char_interval for span in one.extractions or ()) for one in answered)


def langextract_at_once(load: Load) -> int:
    """The same with all articles in one batch, so that nobody waits for the slowest of a batch."""
    return langextract(load, batch_length=100_000)


CLIENTS: dict[str, tuple[Callable[[Load], int], str]] = {  # and the packages whose versions matter
    OURS: (dragoman, "dragoman openai instructor aiohttp"),
    "instructor": (looped, "instructor openai"),
    "instructor, aiohttp": (looped_aiohttp, "instructor openai aiohttp"),
    "langextract": (langextract, "langextract openai"),
    "langextract, one batch": (langextract_at_once, "langextract openai"),
    RAW: (raw, "openai aiohttp"),
}


def be(name: str) -> None:
    """Be a client: read the load from stdin, do one article for practice, then all; say what that took."""
    work, packages = CLIENTS[name]
    load = Load(**json.load(sys.stdin))
    work(
        replace(load, folder=f"{load.folder}/practice", news=f"{load.folder}/first")
    )  # imports, classes, whatever is made once
    began, cpu = perf_counter(), spent()
    failures = work(load)
    took = {"seconds": perf_counter() - began, "cpu_s": spent() - cpu, "failures": failures}
    sys.stdout.write(json.dumps({**took, "versions": {package: version(package) for package in packages.split()}}))


def spent() -> float:
    """Seconds of processor time of this process and its children."""
    used = [resource.getrusage(whose) for whose in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


if __name__ == "__main__":
    be(sys.argv[1])
