"""Put the parts of a command together: settings, task root, task, prompt, cache, provider.

In: what the flags say. Out: `Parts`. Raises UsageError for the first thing that does not fit, before any article is read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from extractor import prompts, providers, settings, tasks
from extractor.cache import CompletionCache
from extractor.prompts import Prompt
from extractor.providers import Provider
from extractor.settings import ProviderSettings, Settings
from extractor.tasks import Task


@dataclass(frozen=True)
class Choice:
    """What the flags of a command choose; None leaves it to extractor.toml."""

    root: Path | None = None
    config: Path | None = None
    task: str | None = None
    prompt: str | None = None
    provider: str | None = None

    def with_prompt(self, version: str) -> Choice:
        """The same choice with another prompt version."""
        return replace(self, prompt=version)


@dataclass(frozen=True)
class Parts:
    """Everything a command works with."""

    root: Path
    settings: Settings
    task: Task
    prompt: Prompt
    cache: CompletionCache | None  # None where nothing is called: the rules need no folder of their own
    provider_settings: ProviderSettings
    provider: Provider


def configured(choice: Choice) -> tuple[Path, Settings]:
    """The task root and the settings in force: a flag, then --config, then the root's extractor.toml, then defaults."""
    root = tasks.find_root(choice.root)
    beside = root / settings.CONFIG_NAME
    loaded = settings.load(choice.config or (beside if beside.is_file() else None))
    flags = {"task": choice.task, "prompt": choice.prompt, "provider": choice.provider}
    return root, loaded.model_copy(update={name: value for name, value in flags.items() if value is not None})


@contextmanager
def assembled(
    choice: Choice,
    *,
    online: bool = True,
    concurrency: int | None = None,
    alone: bool = False,
    vary: Callable[[Task, Prompt], tuple[Task, Prompt]] | None = None,
) -> Iterator[Parts]:
    """The parts of a command, with the cache, if it takes one, open for as long as it runs.

    With `alone` without fallback; `vary` puts the question in another way.
    """
    root, chosen = configured(choice)
    named = chosen.provider_settings(chosen.provider)
    named = named.model_copy(
        update={
            "concurrency": min(concurrency or named.concurrency, named.concurrency),
            "fallback": () if alone else named.fallback,
        }
    )
    chosen = chosen.model_copy(update={"providers": {**chosen.providers, chosen.provider: named}})
    task = tasks.load(root, chosen.task, chosen.prompt)
    prompt = prompts.load(task.prompt_path)
    if vary is not None:
        task, prompt = vary(task, prompt)
    everybody = (chosen.provider_settings(name) for name in (chosen.provider, *named.fallback))
    called = any(one.kind in ("openai", "llama") for one in everybody)
    cache = CompletionCache(settings.cache_folder(chosen)) if called else None
    try:
        provider = providers.connect(chosen.provider, chosen, task, cache, online=online)
        yield Parts(root, chosen, task, prompt, cache, named, provider)
    finally:
        if cache is not None:
            cache.close()
