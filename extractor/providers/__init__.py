"""Whoever answers a request: a model behind a wire, recorded completions, or a task's own rules.

In: a `Request`. Out: a `Completion`, which holds a validated reply or this article's failure. Raises SettingsError
before the first article, StoreError when a completion cannot be kept.
"""

from __future__ import annotations

from typing import Protocol

from extractor.cache import CompletionCache
from extractor.models import Completion, Frozen, Request
from extractor.settings import ProviderSettings
from extractor.tasks import Task


class Calling(Frozen):
    """Whether completions on disk may answer, and whether anything else may."""

    fresh: bool = False  # no completion on disk is served
    offline: bool = False  # nothing but completions on disk is served


class Provider(Protocol):
    """What the pipeline needs of a provider."""

    @property
    def name(self) -> str:
        """What the configuration calls it."""

    @property
    def kind(self) -> str:
        """openai, replay or rules."""

    @property
    def model(self) -> str | None:
        """The model asked for; None where there is none."""

    async def check(self) -> None:
        """Raise SettingsError if the provider cannot answer anything: no key, wrong address, no such task."""

    async def complete(self, request: Request, calling: Calling) -> Completion:
        """The validated reply to a request, or the failure that took its place. Raises StoreError only."""

    def key_parts(self, request: Request) -> dict[str, str]:
        """What decides the answer to a request, part by part; empty where nothing is cached."""

    async def aclose(self) -> None:
        """Release connections."""


def connect(
    name: str, settings: ProviderSettings, task: Task, cache: CompletionCache | None, *, online: bool = True
) -> Provider:
    """The provider that a settings table describes. Nothing is called yet; offline, no key is needed."""
    if settings.kind == "rules":
        from extractor.providers.rules import RulesProvider

        return RulesProvider(name, task)
    # a second of import time: paid by those who read completions, not by --help
    from extractor.providers.chat import ChatProvider

    if settings.kind == "replay":
        from extractor.providers.recordings import Recordings

        return ChatProvider(name, settings, task, memory=Recordings.read(name, settings.recordings), endpoint=None)
    assert cache is not None  # whoever may call a model keeps what it says
    if not online:
        return ChatProvider(name, settings, task, memory=cache, endpoint=None)
    from extractor.providers.endpoint import Endpoint

    return ChatProvider(name, settings, task, memory=cache, endpoint=Endpoint(name, settings))
