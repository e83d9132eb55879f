"""Whoever answers a request: a model behind a wire or in this process, recorded completions, or a task's own rules.

In: a `Request`. Out: a `Completion`, which holds a validated reply or this article's failure. Raises SettingsError
before the first article, StoreError when a completion cannot be kept.
"""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from extractor.cache import CompletionCache
from extractor.models import Completion, Frozen, Request
from extractor.settings import Settings
from extractor.tasks import Task


class Calling(Frozen):
    """Whether completions on disk may answer, and whether anything else may."""

    fresh: bool = False  # no completion on disk is served
    offline: bool = False  # nothing but completions on disk is served
    sample: int = 0  # which of several answers to the same question


class Provider(Protocol):
    """What the pipeline needs of a provider."""

    @property
    def name(self) -> str:
        """What the configuration calls it."""

    @property
    def kind(self) -> str:
        """openai, llama, replay or rules."""

    @property
    def model(self) -> str | None:
        """The model asked for; None where there is none."""

    @property
    def mode(self) -> str | None:
        """How the schema travels: json_schema, tools or json; None where no schema does."""

    @property
    def slowed(self) -> str:
        """In a few words, why calls leave slower than allowed; empty when they do not."""

    @property
    def unpriced(self) -> tuple[str, ...]:
        """The names of those who may be asked and whose price is unknown."""

    async def check(self) -> None:
        """Raise SettingsError if the provider cannot answer anything: no key, wrong address, no such task."""

    async def complete(self, request: Request, calling: Calling) -> Completion:
        """The validated reply to a request, or the failure that took its place. Raises StoreError only."""

    def key_parts(self, request: Request) -> dict[str, str]:
        """What decides the answer to a request, part by part; empty where nothing is cached."""

    def stop(self) -> None:
        """Make no further call: what waits for one gives up with StoppedError, what flies comes home."""

    async def aclose(self) -> None:
        """Release connections."""


def connect(
    name: str, settings: Settings, task: Task, cache: CompletionCache | None, *, online: bool = True
) -> Provider:
    """The provider of a name, with those it falls back on. Nothing is called yet; offline, no key is needed."""
    first = _connected(name, settings, task, cache, online=online)
    others = settings.provider_settings(name).fallback
    if not others:
        return first
    from extractor.providers.chain import Chain

    return Chain([first, *(_connected(other, settings, task, cache, online=online) for other in others)])


def _connected(name: str, chosen: Settings, task: Task, cache: CompletionCache | None, *, online: bool) -> Provider:
    settings = chosen.provider_settings(name)
    if settings.kind == "rules":
        from extractor.providers.rules import RulesProvider

        return RulesProvider(name, task)
    # a second of import time: paid by those who read completions, not by --help
    from extractor.providers.chat import ChatProvider

    if settings.kind == "replay":
        from extractor.providers.recordings import Recordings

        recorded = Recordings.read(name, settings.recordings)
        return ChatProvider(name, settings, task, memory=recorded, wire=None, host=settings.host)
    assert cache is not None  # whoever may call a model keeps what it says
    if settings.kind == "llama":
        from extractor.providers.llama import Llama

        model = Llama(name, settings, chosen.source.parent if chosen.source else Path())
        return ChatProvider(name, settings, task, memory=cache, wire=model, host=model.identity)
    if not online:
        return ChatProvider(name, settings, task, memory=cache, wire=None, host=settings.host)
    from extractor.providers.endpoint import Endpoint

    return ChatProvider(name, settings, task, memory=cache, wire=Endpoint(name, settings), host=settings.host)
