"""What a server's answers say of its limits: how much is left, when there is more, how long to wait.

In: response headers. Out: `Limits`, and seconds to wait. Refused, as if it had not been sent: whatever is no number, negative,
not finite, or further away than any vendor's quota lasts.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from extractor.models import Frozen


class Limits(Frozen):
    """What is left until a reset. None: the server did not say."""

    remaining_requests: int | None = None
    remaining_tokens: int | None = None
    reset_requests_s: float | None = None  # seconds from now, never negative
    reset_tokens_s: float | None = None


@dataclass(slots=True)
class Quota:
    """What a server said is left, until its reset; the cost of what began after it said so is taken off."""

    begun: int = 0  # the cost of all calls ever begun
    left: float = math.inf
    until: float = -math.inf  # on the caller's clock

    def opens(self, cost: int) -> float:
        """The moment from which a call of this cost may begin."""
        return self.until if max(cost, 1) > self.left else -math.inf

    def take(self, cost: int) -> None:
        """Take a call off that begins; with a negative cost, give it back."""
        self.begun += cost
        self.left -= cost

    def told(self, remaining: int | None, until: float, begun: int) -> None:
        """Learn what was left when so much had begun. None: the answer said nothing, and what was known stands."""
        if remaining is not None:
            self.left, self.until = remaining - (self.begun - begun), until


# What is left, and when it is whole again, as the vendors name it:
# OpenAI      https://platform.openai.com/docs/guides/rate-limits: "1s", "6m0s"
# Azure       https://learn.microsoft.com/en-us/azure/foundry-classic/openai/how-to/quota: seconds; -1 where it does not know
# Groq        https://console.groq.com/docs/rate-limits: requests of the day, tokens of the minute, "2m59.56s"
# Anthropic   https://platform.claude.com/docs/en/api/rate-limits: RFC 3339; -tokens- is the scarcer of its input and output
# Cerebras    https://inference-docs.cerebras.ai/support/rate-limits: seconds with a fraction
# Mistral     https://docs.mistral.ai/deployment/ai-studio/tier: no reset; the names are those that it sends in 2026
# OpenRouter  https://openrouter.ai/docs/api_reference/limits: with errors only, milliseconds since 1970
# Together    https://docs.together.ai/docs/rate-limits: OpenRouter's names, seconds
# others      https://datatracker.ietf.org/doc/draft-ietf-httpapi-ratelimit-headers/06/: seconds
_REQUESTS = (
    ("x-ratelimit-remaining-requests", "x-ratelimit-reset-requests"),
    ("anthropic-ratelimit-requests-remaining", "anthropic-ratelimit-requests-reset"),
    ("x-ratelimit-remaining-req-minute", "x-ratelimit-reset-req-minute"),
    ("x-ratelimit-remaining-requests-minute", "x-ratelimit-reset-requests-minute"),
    ("x-ratelimit-remaining", "x-ratelimit-reset"),
    ("ratelimit-remaining", "ratelimit-reset"),
)
_TOKENS = (
    ("x-ratelimit-remaining-tokens", "x-ratelimit-reset-tokens"),
    ("anthropic-ratelimit-tokens-remaining", "anthropic-ratelimit-tokens-reset"),
    ("anthropic-ratelimit-input-tokens-remaining", "anthropic-ratelimit-input-tokens-reset"),
    ("anthropic-ratelimit-output-tokens-remaining", "anthropic-ratelimit-output-tokens-reset"),
    ("x-ratelimit-remaining-tokens-minute", "x-ratelimit-reset-tokens-minute"),
)

_MONTH_S = 31 * 86_400.0  # no vendor's quota lasts longer
_SINCE_1970 = 1e9  # so many seconds are a date, not a wait
_SINCE_1970_MS = 1e11
_MOST_DIGITS = 12
_PART = r"(\d+(?:\.\d+)?)(d|h|ms|m|s|[uµ]s|ns)"
_DURATION = re.compile(f"(?:{_PART})+", re.ASCII)
_PARTS = re.compile(_PART, re.ASCII)
_UNITS = {"d": 86_400.0, "h": 3_600.0, "m": 60.0, "s": 1.0, "ms": 1e-3, "us": 1e-6, "µs": 1e-6, "ns": 1e-9}


def read(headers: Mapping[str, str], now: datetime) -> Limits | None:
    """The limits that an answer's headers tell, None if they tell none; of several the scarcest. `now` knows its time zone.

    >>> read({"x-ratelimit-remaining-requests": "59", "x-ratelimit-reset-requests": "1m0.5s"}, datetime.now(UTC))
    Limits(remaining_requests=59, remaining_tokens=None, reset_requests_s=60.5, reset_tokens_s=None)
    """
    said = {name.lower(): value for name, value in headers.items() if "ratelimit" in name.lower()}
    if not said:
        return None
    requests, requests_s = _scarcest(said, _REQUESTS, now)
    tokens, tokens_s = _scarcest(said, _TOKENS, now)
    if requests is None and tokens is None:
        return None
    return Limits(
        remaining_requests=requests, remaining_tokens=tokens, reset_requests_s=requests_s, reset_tokens_s=tokens_s
    )


def retry_after(headers: Mapping[str, str], now: datetime) -> float | None:
    """How many seconds to wait before the same call is made again, None if the server does not say. Milliseconds win.

    >>> retry_after({"retry-after": "20"}, datetime.now(UTC)), retry_after({"retry-after-ms": "250"}, datetime.now(UTC))
    (20.0, 0.25)
    """
    told = ((name.lower().removeprefix("llm_provider-"), headers[name]) for name in headers)  # LiteLLM renames it
    said = {name: value for name, value in told if name.startswith("retry-after")}
    exact = _number(said.get("retry-after-ms", ""))
    if exact is not None and exact / 1000 <= _MONTH_S:
        return exact / 1000
    return _seconds(said.get("retry-after", ""), now)


def _scarcest(
    said: Mapping[str, str], names: tuple[tuple[str, str], ...], now: datetime
) -> tuple[int | None, float | None]:
    """The smallest quota told under these names, with its reset."""
    told = [(left, pair) for pair in names if (left := _count(said.get(pair[0], ""))) is not None]
    if not told:
        return None, None
    left, (remaining, reset) = min(told)
    if reset in said:
        return left, _seconds(said[reset], now)
    # a quota of the minute is whole again within a minute, whether or not the server says when
    return left, 60.0 if remaining.endswith("-minute") else None


def _count(said: str) -> int | None:
    said = said.strip()
    return int(said) if said.isascii() and said.isdigit() and len(said) <= _MOST_DIGITS else None


def _number(said: str) -> float | None:
    try:
        number = float(said)
    except ValueError:
        return None
    return number if number >= 0 else None  # not so for NaN; infinity is beyond every bound


def _seconds(said: str, now: datetime) -> float | None:
    """The wait that a header means: seconds, a duration as Go writes it, or a moment in any of the usual forms."""
    said = said.strip()
    wait = _number(said)
    if wait is not None and wait >= _SINCE_1970:
        wait = max(0.0, (wait / 1000 if wait >= _SINCE_1970_MS else wait) - now.timestamp())
    elif wait is None and _DURATION.fullmatch(said):
        wait = sum(float(number) * _UNITS[unit] for number, unit in _PARTS.findall(said))
    elif wait is None and (moment := _moment(said)) is not None:
        wait = max(0.0, (moment - now).total_seconds())
    return wait if wait is not None and wait <= _MONTH_S else None


def _moment(said: str) -> datetime | None:
    """A moment as RFC 3339 or HTTP writes it; UTC where it names no zone."""
    for form in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            moment = form(said)
        except (ValueError, TypeError, OverflowError, IndexError):
            continue
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return None
