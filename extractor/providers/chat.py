"""The onion around a chat completion: drafted(cached(retried(paced(create)))).

In: a `Request`. Out: a `Completion` whose reply fits the task's schema. Each layer adds one policy and knows none of the others.
"""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack
from typing import Any, Protocol

from pydantic import BaseModel, ValidationError

from extractor import prices
from extractor.brake import Brake
from extractor.cache import Entry, key_of
from extractor.errors import (
    InvalidOutput,
    NotRecordedError,
    OutputError,
    ProviderError,
    RefusedError,
    RejectedError,
    TransientError,
    TruncatedOutput,
)
from extractor.models import Completion, Request
from extractor.pace import Pace
from extractor.presets import Mode
from extractor.providers import Calling
from extractor.providers.completions import Said, read
from extractor.providers.dialogues import Dialogue
from extractor.providers.drafts import Draft
from extractor.providers.framing import Framing, Notes
from extractor.retry import retried
from extractor.settings import ProviderSettings
from extractor.tasks import Task

_CHARS_PER_TOKEN, _REPLY_TOKENS = 4, 500  # only to keep to tokens per minute until the server has counted


class Memory(Notes, Protocol):
    """Completions by key: the cache, or recordings."""

    def get(self, key: str) -> Entry | None:
        """The entry under a key."""

    def put(self, entry: Entry) -> None:
        """Keep an entry."""


class Wire(Protocol):
    """Whoever makes one call: an endpoint, or a model in this process."""

    async def create(self, params: dict[str, Any]) -> Said:
        """One call. Raises ProviderError."""

    async def check(self) -> None:
        """Raise SettingsError if no call can succeed."""

    async def aclose(self) -> None:
        """Release what is held."""


class ChatProvider:
    """A model that completes chats, or the recorded completions of one."""

    def __init__(
        self, name: str, settings: ProviderSettings, task: Task, *, memory: Memory, wire: Wire | None, host: str
    ) -> None:
        self.name = name
        self.kind = settings.kind
        self.model = settings.model
        self.pace = Pace(settings.concurrency, settings.requests_per_minute, settings.tokens_per_minute)
        self._settings = settings
        self._task = task
        self._memory = memory
        self._wire = wire
        self._framing = Framing(settings, task, memory, host)
        self._tariff = prices.tariff_of(settings)
        self._brake = Brake()
        self._turn = asyncio.Lock()
        self._flights: dict[str, asyncio.Lock] = {}  # by key: calls under way

    @property
    def mode(self) -> Mode:
        """How the schema travels."""
        return self._framing.mode

    @property
    def slowed(self) -> str:
        """In a few words, why calls leave slower than allowed; empty when they do not."""
        held = self.pace.held_s
        if held >= 1:
            return f"pauses {held:.0f} s, as the server asked"
        return f"slowed to {self.pace.window} in flight" if self.pace.window < self._settings.concurrency else ""

    @property
    def unpriced(self) -> tuple[str, ...]:
        """This provider's name, if its price is unknown."""
        return () if self._tariff.known else (self.name,)

    async def check(self) -> None:
        """Knock at the endpoint, if there is one."""
        if self._wire is not None:
            await self._wire.check()

    async def complete(self, request: Request, calling: Calling) -> Completion:
        """The reply, or the failure that took its place."""
        if calling.fresh:
            self._framing.probe()
        dialogue = Dialogue(request, calling, self._settings.attempts, self._settings.max_tokens)
        try:
            reply = self._recalled(dialogue) or await self._asked(dialogue)
        except (ProviderError, OutputError) as error:
            return dialogue.ended(None, error)
        return dialogue.ended(reply)

    def key_parts(self, request: Request) -> dict[str, str]:
        """The parts of the key of an article's first call."""
        return self._framing.parts(self._framing.parameters(request, self._settings.max_tokens), request)

    def stop(self) -> None:
        """Make no further call: what waits for one gives up, what flies comes home."""
        self._brake.pull()

    async def aclose(self) -> None:
        """Release the connections."""
        if self._wire is not None:
            await self._wire.aclose()

    # ── recalled: the short way for what is on disk and fits ──────────────────────────────────────────────────────

    def _recalled(self, dialogue: Dialogue) -> BaseModel | None:
        """The reply of a first completion on disk, without the machinery that a call and its re-asks need."""
        if dialogue.calling.fresh:
            return None
        parts = self.key_parts(dialogue.request)
        entry = self._memory.get(key := key_of(parts))
        if entry is None or not entry.served:
            return None
        try:
            said = read(entry.body)
            reply = self._task.reply.model_validate_json(said.words)
        except (ValidationError, TransientError):
            return None  # what needs mending is read again, and mended, the long way
        dialogue.asks(key, parts)
        dialogue.served(said)
        return reply

    # ── drafted: a reply that fits, asked for with more room, in a plainer mode, or with what was wrong ───────────

    async def _asked(self, dialogue: Dialogue) -> BaseModel:
        """The reply: a cut one is asked for with more room, once; a rejected mode gives way to the next."""
        while True:
            mode = self.mode
            try:
                return await self._drafted(dialogue)
            except TruncatedOutput:
                if dialogue.grown:
                    raise
                dialogue.grow()
            except RejectedError as error:
                if error.cause != "mode" or not self._framing.gave_way(mode):
                    raise

    async def _drafted(self, dialogue: Dialogue) -> BaseModel:
        """The reply, its faults asked about again; what fits of it, if the rest never does."""
        original = params = self._framing.parameters(dialogue.request, dialogue.max_tokens)
        draft = Draft(self._task.reply)
        try:
            for _ in range(self._settings.reasks + 1):
                said = await self._answer(params, dialogue, reask=params is not original)
                if (reply := draft.take(said.words)) is not None:
                    return reply
                params = self._framing.reasked(original, said, draft.complaint)
            raise InvalidOutput(draft.problem)
        except (OutputError, TransientError, RefusedError) as error:
            cut = isinstance(error, TruncatedOutput) and not dialogue.grown
            if cut or (kept := draft.salvaged()) is None:
                raise
            dialogue.left_out = draft.left_out
            return kept

    # ── cached: a completion is on disk before anything reads it ──────────────────────────────────────────────────

    async def _answer(self, params: dict[str, Any], dialogue: Dialogue, *, reask: bool) -> Said:
        parts = self._framing.parts(params, dialogue.request)
        dialogue.asks(key := key_of(parts), parts)
        # two inputs with one text ask at the same moment: the second waits for the first one's completion
        async with self._flights.setdefault(key, asyncio.Lock()):
            try:
                said = self._remembered(key, dialogue)
                if said is None:
                    said = await self._called(params, dialogue)
                    self._memory.put(dialogue.entry(said))
                    dialogue.paid(said, self._tariff, reask=reask)
                    self._framing.answered()
                    await self._yield_to_calls()
            finally:
                self._flights.pop(key, None)
        return said.accepted(dialogue.max_tokens)

    def _remembered(self, key: str, dialogue: Dialogue) -> Said | None:
        entry = None if dialogue.calling.fresh else self._memory.get(key)
        if entry is None:
            return None
        if entry.finish_reason == "length" and not dialogue.grown:
            raise TruncatedOutput("cut when it was asked for before")  # known: go straight to the larger limit
        if not entry.served:
            return None
        said = read(entry.body)
        dialogue.served(said)
        return said

    async def _yield_to_calls(self) -> None:
        """Let calls leave and replies come in before this reply is read, which is a millisecond of work, one at a time."""
        async with self._turn:
            await asyncio.sleep(0)

    # ── retried, paced: as often as the article's budget allows, as fast as the server takes it ───────────────────

    async def _called(self, params: dict[str, Any], dialogue: Dialogue) -> Said:
        wire = self._wire
        if wire is None or dialogue.calling.offline:
            where = "in the recordings" if self.kind == "replay" else "in the cache, and --offline forbids calling"
            raise NotRecordedError(f"no completion for this request is {where} (key {(dialogue.key or '')[:12]})")
        return await retried(lambda: self._paced(wire, params), dialogue.tries, brake=self._brake)

    async def _paced(self, wire: Wire, params: dict[str, Any]) -> Said:
        async with AsyncExitStack() as stack:
            with self._brake.waiting():
                ticket = await stack.enter_async_context(self.pace.slot(self._expected_tokens(params)))
            try:
                said = await wire.create(params)
            except TransientError as error:
                if error.cause == "rate":
                    self.pace.throttled(ticket, error.retry_after)
                raise
            self.pace.succeeded(ticket)
            if used := said.usage.input + said.usage.output:  # else the estimate stands
                self.pace.spent(ticket, used)
            if said.limits is not None:
                self.pace.told(said.limits, ticket)
            return said

    @staticmethod
    def _expected_tokens(params: dict[str, Any]) -> int:
        return sum(len(str(message["content"])) for message in params["messages"]) // _CHARS_PER_TOKEN + _REPLY_TOKENS
