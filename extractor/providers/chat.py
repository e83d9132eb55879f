"""The onion around a chat completion: instructor(cached(retried(paced(create)))).

In: a `Request`. Out: a `Completion` whose reply fits the task's schema. Each layer adds one policy and knows none of the others.
"""

from __future__ import annotations

import asyncio
import logging
from typing import Any, Protocol

from instructor.core import IncompleteOutputException, InstructorRetryException, retry_async
from instructor.mode import Mode
from instructor.utils.providers import Provider as Vendor
from instructor.v2.core.registry import mode_registry
from openai.types.chat import ChatCompletion
from pydantic import BaseModel, ValidationError

from extractor.cache import Entry, canonical, digest, key_of, key_parts
from extractor.errors import (
    ExtractorError,
    InvalidOutput,
    NotRecordedError,
    OutputError,
    ProviderError,
    TransientError,
    TruncatedOutput,
)
from extractor.models import Completion, Request, Usage
from extractor.pace import Pace
from extractor.providers import Calling
from extractor.providers.completions import accepted, cost_of, usage_of, words
from extractor.providers.endpoint import Endpoint
from extractor.retry import Tries, retried
from extractor.settings import ProviderSettings
from extractor.tasks import Task

# what goes wrong is in the record; instructor would print whole requests
logging.getLogger("instructor").setLevel(logging.CRITICAL + 1)

_IN_OTHER_PARTS = frozenset({"messages", "model", "response_format", "tools", "tool_choice"})
_MODES = {"json_schema": Mode.JSON_SCHEMA, "tools": Mode.TOOLS, "json": Mode.JSON}


class Memory(Protocol):
    """Completions by key: the cache, or recordings."""

    def get(self, key: str) -> Entry | None:
        """The entry under a key."""

    def put(self, entry: Entry) -> None:
        """Keep an entry."""


class _Dialogue:
    """What one article's calls came to."""

    def __init__(self, request: Request, calling: Calling, budget: int) -> None:
        self.request = request
        self.calling = calling
        self.tries = Tries(budget)
        self.usage = Usage()
        self.key: str | None = None
        self.parts: dict[str, str] = {}
        self.model: str | None = None
        self.called = False


class ChatProvider:
    """A model behind an OpenAI-compatible wire, or the recorded completions of one."""

    def __init__(
        self, name: str, settings: ProviderSettings, task: Task, *, memory: Memory, endpoint: Endpoint | None
    ) -> None:
        self.name = name
        self.kind = settings.kind
        self.model = settings.model
        self._settings = settings
        self._task = task
        self._memory = memory
        self._endpoint = endpoint
        self._flights: dict[str, asyncio.Lock] = {}  # by key: calls under way
        self._pace = Pace(settings.concurrency, settings.requests_per_minute)
        self._mode = _MODES[settings.mode]
        self._handlers = mode_registry.get_handlers(Vendor.OPENAI, self._mode)
        self._canonical: dict[int, str] = {}  # by token limit: the decoding parameters as canonical JSON
        self._schema_digest = digest(task.reply_schema)
        self._prepared: tuple[str, dict[str, Any], str] | None = None  # (system, parameters, system with schema)

    async def check(self) -> None:
        """Knock at the endpoint, if there is one."""
        if self._endpoint is not None:
            await self._endpoint.check()

    async def complete(self, request: Request, calling: Calling) -> Completion:
        """The reply; a truncated one is asked for again with twice the room, once."""
        dialogue = _Dialogue(request, calling, self._settings.attempts)
        if (known := self._recalled(dialogue)) is not None:
            return self._completion(known, dialogue, None)
        try:
            try:
                reply = await self._validated(dialogue, self._settings.max_tokens, last=False)
            except TruncatedOutput:
                reply = await self._validated(dialogue, self._settings.max_tokens * 2, last=True)
        except (ProviderError, OutputError) as error:
            return self._completion(None, dialogue, error)
        return self._completion(reply, dialogue, None)

    def key_parts(self, request: Request) -> dict[str, str]:
        """The parts of the key of an article's first call."""
        return self._parts(self._parameters(request, self._settings.max_tokens), request)

    async def aclose(self) -> None:
        """Close the connections."""
        if self._endpoint is not None:
            await self._endpoint.aclose()

    # ── recalled: the short way for what is on disk and fits ──────────────────────────────────────────────────────

    def _recalled(self, dialogue: _Dialogue) -> BaseModel | None:
        """The reply of a first completion on disk, without the machinery that a call and its re-asks need."""
        if dialogue.calling.fresh:
            return None
        parts = self.key_parts(dialogue.request)
        key = key_of(parts)
        entry = self._memory.get(key)
        if entry is None or not entry.served:
            return None
        try:
            reply = self._task.reply.model_validate_json(words(entry.body))
        except (ValidationError, LookupError, TypeError):
            return None  # what needs mending is read again, and mended, the long way
        dialogue.key, dialogue.parts, dialogue.model = key, parts, entry.body.get("model")
        dialogue.tries.note("cached")
        return reply

    # ── instructor: schema in, validation and re-ask out ──────────────────────────────────────────────────────────

    async def _validated(self, dialogue: _Dialogue, max_tokens: int, *, last: bool) -> BaseModel:
        params = self._parameters(dialogue.request, max_tokens)
        asked = len(params["messages"])

        async def create(**call: Any) -> ChatCompletion:
            call["messages"] = _without_history(call["messages"], asked)
            return await self._cached(call, dialogue, last=last)

        try:
            reply = await retry_async(
                create, self._task.reply, (), params, max_retries=self._settings.reasks, mode=self._mode, strict=False
            )
            assert reply is not None  # a reply model was given
            return reply  # noqa: TRY300
        except IncompleteOutputException as error:
            raise TruncatedOutput(f"the reply was cut at {max_tokens} tokens: raise max_tokens") from error
        except InstructorRetryException as error:
            cause = error.__cause__
            if isinstance(cause, ExtractorError):
                raise cause from cause.__cause__
            raise InvalidOutput(_first_line(cause)) from None  # its text holds the whole request

    def _parameters(self, request: Request, max_tokens: int) -> dict[str, Any]:
        """The call's parameters. The schema is prepared once, since instructor spends milliseconds on it every time."""
        messages = [message.model_dump() for message in request.messages]
        if self._prepared is None or self._prepared[0] != messages[0]["content"]:
            self._prepared = self._prepare(messages[0]["content"])
        _, shared, system = self._prepared
        # instructor changes the message list of a re-ask in place
        fresh = [{**messages[0], "content": system}, *messages[1:]]
        return {**shared, "messages": fresh, self._settings.limit_name: max_tokens}

    def _prepare(self, system: str) -> tuple[str, dict[str, Any], str]:
        settings = self._settings
        given: dict[str, Any] = {"messages": [{"role": "system", "content": system}], "model": settings.model}
        if settings.temperature != "default":
            given["temperature"] = settings.temperature
        _, prepared = self._handlers.request_handler(response_model=self._task.reply, kwargs=given)
        if settings.strict and settings.mode == "json_schema":
            prepared["response_format"]["json_schema"]["strict"] = True
        messages = prepared.pop("messages")
        return system, prepared, str(messages[0]["content"])

    # ── cached: a completion is on disk before anything reads it ──────────────────────────────────────────────────

    async def _cached(self, params: dict[str, Any], dialogue: _Dialogue, *, last: bool) -> ChatCompletion:
        dialogue.parts = self._parts(params, dialogue.request)
        dialogue.key = key_of(dialogue.parts)
        # two inputs with one text ask at the same moment: the second waits for the first one's completion
        async with self._flights.setdefault(dialogue.key, asyncio.Lock()):
            try:
                answer = self._remembered(dialogue, last=last) or await self._called(params, dialogue)
            finally:
                self._flights.pop(dialogue.key, None)
        dialogue.model = answer.model or dialogue.model
        return accepted(answer)

    def _remembered(self, dialogue: _Dialogue, *, last: bool) -> ChatCompletion | None:
        entry = None if dialogue.calling.fresh else self._memory.get(dialogue.key or "")
        if entry is None:
            return None
        if entry.finish_reason == "length" and not last:
            raise TruncatedOutput("cut when it was asked for before")  # known: go straight to the larger limit
        if not entry.served:
            return None
        dialogue.tries.note("cached")
        return ChatCompletion.construct(**entry.body)

    async def _called(self, params: dict[str, Any], dialogue: _Dialogue) -> ChatCompletion:
        endpoint = self._endpoint
        if endpoint is None or dialogue.calling.offline:
            where = "in the recordings" if self.kind == "replay" else "in the cache, and --offline forbids calling"
            raise NotRecordedError(f"no completion for this request is {where} (key {(dialogue.key or '')[:12]})")

        async def paced() -> ChatCompletion:
            async with self._pace.slot():
                try:
                    return await endpoint.create(**params)
                except TransientError as error:
                    if error.cause == "rate" and error.retry_after:
                        self._pace.hold(error.retry_after)
                    raise

        dialogue.called = True
        answer = await retried(paced, dialogue.tries)
        dialogue.usage += usage_of(answer)
        reason = "refusal" if answer.choices[0].message.refusal else answer.choices[0].finish_reason
        self._memory.put(
            Entry(
                key=dialogue.key or "",
                parts=dialogue.parts,
                article_id=dialogue.request.article.article_id,
                finish_reason=reason,
                body=answer.model_dump(mode="json", exclude_unset=True),
            )
        )
        dialogue.tries.note("ok" if reason in ("stop", "tool_calls") else reason)
        return answer

    def _parts(self, params: dict[str, Any], request: Request) -> dict[str, str]:
        return key_parts(
            params["messages"],
            self._schema_digest,
            self._decoding(params),
            model=str(self._settings.model),
            host=_host(self._settings.endpoint),
            sample=request.sample,
        )

    def _decoding(self, params: dict[str, Any]) -> str:
        """What steers decoding besides messages and schema, as canonical JSON."""
        settings, limit = self._settings, params[self._settings.limit_name]
        if limit not in self._canonical:  # nothing else differs from call to call
            apart = {name: value for name, value in params.items() if name not in _IN_OTHER_PARTS}
            shared = {"mode": settings.mode, "strict": settings.strict, **settings.extra_body}
            self._canonical[limit] = canonical({**apart, **shared})
        return self._canonical[limit]

    def _completion(self, reply: BaseModel | None, dialogue: _Dialogue, failure: ExtractorError | None) -> Completion:
        return Completion(
            reply=reply,
            failure=failure,
            model=dialogue.model,
            key=dialogue.key,
            key_parts=dialogue.parts,
            usage=dialogue.usage,
            cost_usd=cost_of(dialogue.usage, self._settings.price) if dialogue.called else 0.0,
            cached=not dialogue.called and reply is not None,
            attempts=tuple(dialogue.tries.log),
        )


def _without_history(messages: list[dict[str, Any]], asked: int) -> list[dict[str, Any]]:
    """The original messages and only the newest exchange after them: a re-ask never grows."""
    later = messages[asked:]
    newest = max((i for i, message in enumerate(later) if message["role"] == "assistant"), default=0)
    return messages[:asked] + later[newest:]


def _host(url: str) -> str:
    return url.split("//", 1)[-1].split("/", 1)[0]


def _first_line(error: BaseException | None) -> str:
    """The first two lines of a validation error: which field, and what is wrong with it."""
    lines = str(error).splitlines() if error else []
    return " ".join(line.strip() for line in lines[:3])[:300] or "the reply does not fit the schema"
