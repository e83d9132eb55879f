"""What a chat completion says: its words, its bill, and whether it is an answer at all.

In: a response's JSON as it came over the wire. Out: `Said`. Refuses what is no completion, and an answer that declines to be one.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, Field, TypeAdapter, ValidationError

from extractor.errors import RefusedError, TransientError, TruncatedOutput
from extractor.limits import Limits
from extractor.models import Usage

# what servers call the three ways in which a reply ends otherwise than by itself
_CUT = frozenset({"length", "max_tokens", "model_length"})
_FILTERED = frozenset({"content_filter", "safety", "recitation", "blocklist", "prohibited_content", "spii"})
_BROKEN = frozenset({"error"})


class _Function(BaseModel):
    arguments: str | dict[str, Any] | None = None


class _ToolCall(BaseModel):
    function: _Function = _Function()


class _Part(BaseModel):
    text: str = ""


class _Moved(BaseModel):
    refusal: str | None = None


class _Message(BaseModel):
    content: str | list[_Part] | None = None
    refusal: str | None = None
    provider_specific_fields: _Moved | None = None  # where LiteLLM's proxy puts the refusal
    tool_calls: list[_ToolCall] | None = None

    @property
    def declined(self) -> str | None:
        """The model's words of refusal."""
        return self.refusal or (self.provider_specific_fields.refusal if self.provider_specific_fields else None)


class _Choice(BaseModel):
    message: _Message
    finish_reason: str | None = None


class _Cached(BaseModel):
    cached_tokens: int | None = None


class _Usage(BaseModel):
    prompt_tokens: int | None = None
    completion_tokens: int | None = None
    total_tokens: int | None = None
    prompt_tokens_details: _Cached | None = None
    cost: float | None = None  # OpenRouter: what it charged


class _Completion(BaseModel):
    model: str | None = None
    choices: list[_Choice] = Field(min_length=1)
    usage: _Usage | None = None


_completion = TypeAdapter(_Completion)


@dataclass(frozen=True)
class Said:
    """One completion, read."""

    body: dict[str, Any]  # as it came
    words: str  # the message's text, or the arguments of its tool call
    ended: str  # stop, length, content_filter or refusal
    refusal: str | None
    model: str | None
    usage: Usage
    charged: float | None = None  # USD, by the few servers that say so
    limits: Limits | None = None  # what the server said is left of its limits

    def accepted(self, max_tokens: int) -> Said:
        """The completion, if it is a whole answer. Raises RefusedError or TruncatedOutput."""
        if self.ended == "refusal":
            raise RefusedError(f"the model declined: {(self.refusal or '')[:200]}")
        if self.ended == "content_filter":
            raise RefusedError("a content filter stopped the reply")
        if self.ended == "length":
            raise TruncatedOutput(f"the reply was cut at {max_tokens} tokens: raise max_tokens")
        return self


def read(body: object, limits: Limits | None = None) -> Said:
    """A response's JSON as a completion. Raises TransientError for one that holds none."""
    try:
        completion = _completion.validate_python(body)
    except ValidationError as error:
        raise TransientError("the server answered without a completion") from error
    assert isinstance(body, dict)  # it was read as a completion
    choice = completion.choices[0]
    reason = (choice.finish_reason or "stop").lower()
    if reason in _BROKEN:
        raise TransientError("the server broke off the reply")
    return Said(
        body=body,
        words=_words(choice.message),
        ended=_ended(reason, choice.message),
        refusal=choice.message.declined,
        model=completion.model,
        usage=_usage(completion.usage),
        charged=completion.usage.cost if completion.usage else None,
        limits=limits,
    )


def _ended(reason: str, message: _Message) -> str:
    if message.declined:
        return "refusal"
    if reason in _FILTERED:
        return "content_filter"
    return "length" if reason in _CUT else "stop"


def _words(message: _Message) -> str:
    if message.tool_calls:
        arguments = message.tool_calls[0].function.arguments
        return arguments if isinstance(arguments, str) else json.dumps(arguments)
    if isinstance(message.content, list):
        return "".join(part.text for part in message.content)
    return message.content or ""


def _usage(said: _Usage | None) -> Usage:
    """The tokens a completion was billed for, as the server counted them.

    Thoughts are output. Gemini and xAI count them in the total only.
    """
    if said is None:
        return Usage()
    details, asked = said.prompt_tokens_details, said.prompt_tokens or 0
    return Usage(
        input=asked,
        output=max(said.completion_tokens or 0, (said.total_tokens or 0) - asked),
        cached_input=(details.cached_tokens or 0) if details else 0,
    )
