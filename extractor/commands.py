"""What each command does, once its flags are parsed.

In: a choice of parts and what is wished. Out: a result for the exit code, and files. Raises UsageError.
"""

from __future__ import annotations

import json
from pathlib import Path

from rich.console import Console

from extractor import (
    articles,
    checkup,
    dryrun,
    origin,
    prompts,
    releases,
    report,
    settings,
    store,
    tasks,
    weights,
)
from extractor import gold as golden
from extractor import run as running
from extractor.articles import Columns
from extractor.assemble import Choice, assembled, configured
from extractor.cache import CompletionCache
from extractor.errors import SettingsError, UsageError
from extractor.estimate import Estimate
from extractor.job import Job, Plan, Result
from extractor.models import Frozen
from extractor.progress import Fetching, Live
from extractor.providers import Calling
from extractor.store import RunFolder


class RunWish(Frozen):
    """What the flags of `extract run` ask for."""

    inputs: tuple[str, ...]
    out: Path
    limit: int | None = None
    concurrency: int | None = None
    budget: float | None = None
    retry_failed: bool = False
    fresh: bool = False
    offline: bool = False
    text: str | None = None
    date: str | None = None
    id: str | None = None
    url: str | None = None

    @property
    def columns(self) -> Columns:
        """The columns named by flags."""
        return Columns(text=self.text, date=self.date, id=self.id, url=self.url)


async def run(choice: Choice, wish: RunWish, console: Console, *, again: str) -> Result:
    """Extract, show progress, print a summary."""
    _refuse_contradictions(choice, wish)
    listing = articles.inputs_of(wish.inputs)
    _say_skipped(console, listing)
    total = _expected(listing, wish)
    with (
        assembled(choice, online=not wish.offline, concurrency=wish.concurrency) as parts,
        Live(console, total, slowed=lambda: parts.provider.slowed) as live,
    ):
        job = Job(
            plan=Plan(
                inputs=wish.inputs,
                columns=wish.columns,
                limit=wish.limit,
                concurrency=parts.provider_settings.concurrency,
                budget_usd=wish.budget,
                retry_failed=wish.retry_failed,
                calling=Calling(fresh=wish.fresh, offline=wish.offline),
            ),
            task=parts.task,
            prompt=parts.prompt,
            provider=parts.provider,
            settings=parts.provider_settings,
            cache=parts.cache,
            folder=RunFolder(wish.out),
            watcher=live,
        )
        try:
            result = await running.run(job)
        finally:
            await parts.provider.aclose()
    called = parts.provider.kind != "rules"
    report.summary(
        console, store.first_lines(wish.out, report.SHOWN), result, wish.out, model_called=called, again=again
    )
    return result


def _refuse_contradictions(choice: Choice, wish: RunWish) -> None:
    _, chosen = configured(choice)
    replays = chosen.provider_settings(chosen.provider).kind == "replay"
    if wish.fresh and (wish.offline or replays):
        other = "--offline" if wish.offline else f"provider {chosen.provider!r}"
        raise UsageError(f"--fresh serves no completion that is on disk and {other} serves nothing else: choose one")
    if wish.retry_failed and wish.offline:
        raise UsageError("--retry-failed asks again and --offline forbids asking: choose one")


def _expected(listing: articles.Listing, wish: RunWish) -> int | None:
    """How many inputs there are, where that is known before reading."""
    total = listing.total
    return total if total is None or wish.limit is None else min(total, wish.limit)


def _say_skipped(console: Console, listing: articles.Listing) -> None:
    if listing.skipped:
        endings = sorted({Path(name).suffix or "no ending" for name in listing.skipped})
        console.print(
            f"{len(listing.skipped)} files are no articles and are left out ({', '.join(endings)})", highlight=False
        )


def dry_run(choice: Choice, wish: RunWish, console: Console) -> Estimate:
    """Render every request, send none, and say what a run would call and cost."""
    with assembled(choice, online=False) as parts, console.status("weighing the requests"):
        told = dryrun.dry_run(parts, articles.read(wish.inputs, wish.columns, limit=wish.limit))
    report.estimated(console, told)
    return told


def why(choice: Choice, folder: Path, article: str, console: Console) -> None:
    """Print where one record came from, and whether a run now would ask again."""
    line = origin.find(store.read_lines(folder), article, folder)
    trace = next((t for t in store.read_traces(folder) if (t.path, t.article_id) == (line.path, line.article_id)), None)
    report.explain(console, line, trace, origin.now(choice, line, trace))


# ── tasks and cache ───────────────────────────────────────────────────────────────────────────────────────────────


def task_shown(choice: Choice, *, as_json: bool) -> str:
    """The JSON Schema of the reply, or a short description with the prompt's text."""
    root, chosen = configured(choice)
    task = tasks.load(root, chosen.task, chosen.prompt)
    if as_json:
        return json.dumps(task.reply_schema, indent=2, ensure_ascii=False)
    prompt = prompts.load(task.prompt_path)
    return (
        f"{task.schema_id}  {task.schema_path}\nprompt {prompt.version}  {task.prompt_path}\n"
        f"{prompt.notes}\nexamples: {'; '.join(example.name for example in prompt.examples)}\n"
    )


def task_problems(root: Path | None, name: str | None) -> list[str]:
    """Everything wrong with the tasks of a root, one sentence each."""
    where = tasks.find_root(root)
    found: list[str] = []
    for task_name in [name] if name else tasks.names(where):
        found += releases.lock_problems(where, task_name)
        for version in tasks.prompt_versions(where, task_name):
            task = tasks.load(where, task_name, version)
            gold_ids = golden.article_ids(task.gold_folder)
            found += prompts.problems(prompts.load(task.prompt_path), task.reply, gold_ids)
    return found


def export_completions(choice: Choice, folder: Path, to: Path) -> int:
    """Write the completions that a run's records came from, re-asks included, as recordings."""
    _, chosen = configured(choice)
    cache = CompletionCache(settings.cache_folder(chosen))
    try:
        keys = [trace.key for trace in store.read_traces(folder) if trace.key]
        entries = {entry.key: entry for key in keys for entry in cache.of_dialogue(key)}
    finally:
        cache.close()
    if not entries:
        raise UsageError(f"{str(folder)!r} holds no completions that are in the cache: run it with a model first")
    to.parent.mkdir(parents=True, exist_ok=True)
    to.write_text("".join(entry.model_dump_json() + "\n" for entry in entries.values()), encoding="utf-8")
    return len(entries)


# ── providers and models ──────────────────────────────────────────────────────────────────────────────────────────


def providers_listed(choice: Choice) -> checkup.Listing:
    """The configured providers, and the presets there are."""
    _, chosen = configured(choice)
    return checkup.listed(chosen)


async def provider_checked(choice: Choice, say: checkup.Say) -> checkup.Report:
    """Try one provider, without those it falls back on, on one article."""
    try:
        with assembled(choice, alone=True) as parts:
            try:
                return await checkup.checked(parts, say)
            finally:
                await parts.provider.aclose()
    except SettingsError as error:
        return checkup.unready(error, say)


def model_pulled(name: str, console: Console) -> Path:
    """Fetch a model's weights, with a bar, and check them."""
    with Fetching(console, name) as bar:
        return weights.pull(name, weights.models_folder(), bar.moved)
