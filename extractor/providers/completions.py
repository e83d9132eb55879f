"""What a chat completion says: its words, its bill, and whether it is an answer at all.

In: a completion as it came over the wire, or its JSON. Out: text, tokens, USD. Refuses an answer that declines to be one.
"""

from __future__ import annotations

from typing import Any

from openai.types.chat import ChatCompletion

from extractor.errors import RefusedError
from extractor.models import Usage
from extractor.settings import Price


def accepted(answer: ChatCompletion) -> ChatCompletion:
    """The completion, unless the model or a filter declined to answer. Raises RefusedError."""
    choice = answer.choices[0]
    if choice.message.refusal:
        raise RefusedError(f"the model declined: {choice.message.refusal[:200]}")
    if choice.finish_reason == "content_filter":
        raise RefusedError("a content filter stopped the reply")
    return answer


def words(body: dict[str, Any]) -> str:
    """The JSON that a completion's body holds: a message's text, or the arguments of its tool call."""
    message = body["choices"][0]["message"]
    calls = message.get("tool_calls")
    return str(calls[0]["function"]["arguments"] if calls else message["content"])


def usage_of(answer: ChatCompletion) -> Usage:
    """The tokens a completion was billed for, as the server counted them."""
    said = answer.usage
    if said is None:
        return Usage()
    details = said.prompt_tokens_details
    return Usage(
        input=said.prompt_tokens or 0,
        output=said.completion_tokens or 0,
        cached_input=(details.cached_tokens or 0) if details else 0,
    )


def cost_of(usage: Usage, price: Price | None) -> float | None:
    """What the tokens cost in USD; None where the price is unknown."""
    if price is None:
        return None
    cached_price = price.input if price.cached_input is None else price.cached_input
    full = usage.input - usage.cached_input
    return (full * price.input + usage.cached_input * cached_price + usage.output * price.output) / 1e6
