"""One OpenAI-compatible endpoint: the only code that touches the network.

In: the parameters of one chat completion. Out: the response. Every failure leaves as one of our typed errors, with no
secret and no server's page in its message.
"""

from __future__ import annotations

import asyncio
import os
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

import openai
from openai.types.chat import ChatCompletion

from extractor.errors import ProviderError, RefusedError, RejectedError, SettingsError, TransientError
from extractor.settings import ProviderSettings, api_key

_QUOTA_CODES = {"insufficient_quota", "billing_hard_limit_reached", "account_deactivated"}


class Endpoint:
    """A connection pool to one base URL."""

    def __init__(self, name: str, settings: ProviderSettings) -> None:
        self.name = name
        self._settings = settings
        key = api_key(name, settings)
        self._client = openai.AsyncOpenAI(
            base_url=settings.endpoint,
            api_key=key or "no-key-needed",
            max_retries=0,  # retry.py owns retries
            timeout=settings.timeout_s,
            default_headers=settings.headers or None,
            http_client=openai.DefaultAioHttpClient(timeout=settings.timeout_s, trust_env=not _loopback(settings)),
        )

    async def create(self, **params: Any) -> ChatCompletion:
        """One call. Raises TransientError, RejectedError or RefusedError."""
        try:
            # the client's own time-out restarts with every byte; this one bounds the call
            async with asyncio.timeout(self._settings.timeout_s):
                answer = await self._client.chat.completions.create(
                    **params, extra_body=self._settings.extra_body or None
                )
        except TimeoutError as error:
            raise TransientError(f"no answer within {self._settings.timeout_s:g} s", cause="timeout") from error
        except openai.OpenAIError as error:
            raise _typed(error, self._settings) from error
        except ValueError as error:  # a body that is no JSON
            raise TransientError(f"{self.name} answered with something that is not JSON") from error
        if not isinstance(answer, ChatCompletion) or not answer.choices:
            raise TransientError(f"{self.name} answered without a completion")
        return answer

    async def check(self) -> None:
        """Knock with an empty request, which no server charges for. Raises SettingsError if nobody useful answers."""
        where = f"provider {self.name!r} at {self._settings.endpoint}"
        try:
            await self._client.post("/chat/completions", body={}, cast_to=object, options={"max_retries": 0})
        except (openai.AuthenticationError, openai.PermissionDeniedError) as error:
            variable = self._settings.key_variable() or "api_key_env"
            raise SettingsError(f"{where} refuses the key ({error.status_code}): check {variable}") from error
        except openai.NotFoundError as error:
            if _error_code(error) != "model_not_found":  # the path is right, and the empty request names no model
                raise SettingsError(
                    f"{where} has no /chat/completions (404): check base_url, which usually ends in /v1"
                ) from error
        except openai.APIConnectionError as error:
            raise SettingsError(
                f"{where} cannot be reached: check base_url, and that the server runs. {_root(error)}"
            ) from error
        except (openai.OpenAIError, ValueError):
            return  # it answered, and complained about the empty request as it should

    async def aclose(self) -> None:
        """Close the connections."""
        await self._client.close()


def _typed(error: openai.OpenAIError, settings: ProviderSettings) -> ProviderError:  # noqa: PLR0911  # one line a cause
    # the aiohttp transport reports a closed connection as a time-out; the innermost cause knows better
    if isinstance(error, openai.APITimeoutError) and isinstance(_innermost(error), TimeoutError):
        return TransientError(f"no answer within {settings.timeout_s:g} s", cause="timeout")
    if isinstance(error, openai.APIConnectionError):
        return TransientError(f"connection failed: {_root(error)}")
    if not isinstance(error, openai.APIStatusError):
        return TransientError(f"unreadable answer ({type(error).__name__})")
    status, code = error.status_code, _error_code(error)
    if status in (401, 403):
        return RejectedError(
            f"the key was refused ({status}): check {settings.key_variable() or 'api_key_env'}", cause="auth"
        )
    if code in _QUOTA_CODES or status == 402:
        return RejectedError(f"the account's quota is exhausted ({status})", cause="quota")
    if status == 429:
        return TransientError("too many requests (429)", cause="rate", retry_after=_retry_after(error))
    if status >= 500 or status in (408, 409):
        return TransientError(f"server error ({status})", retry_after=_retry_after(error))
    if code == "content_filter":
        return RefusedError("a content filter declined the article")
    return RejectedError(f"the request was rejected ({status}{f', {code}' if code else ''}){_complaint(error)}")


def _error_code(error: openai.APIStatusError) -> str | None:
    body = error.body if isinstance(error.body, dict) else {}
    inner = body.get("error")
    code = (inner.get("code") or inner.get("type")) if isinstance(inner, dict) else body.get("code")
    return str(code) if code else None


def _complaint(error: openai.APIStatusError) -> str:
    """The server's own sentence about a bad request, cut short: it may echo the article, never the key."""
    body = error.body if isinstance(error.body, dict) else {}
    inner = body.get("error", body)
    message = inner.get("message") if isinstance(inner, dict) else None
    return f": {message[:200]}" if isinstance(message, str) else ""


def _retry_after(error: openai.APIStatusError) -> float | None:
    """The server's pause in seconds, given as a number or as a date."""
    said = error.response.headers.get("retry-after")
    if not said:
        return None
    try:
        return max(0.0, float(said))
    except ValueError:
        pass
    try:
        return max(0.0, (parsedate_to_datetime(said) - datetime.now(UTC)).total_seconds())
    except (TypeError, ValueError):
        return None


def _innermost(error: BaseException) -> BaseException:
    while error.__cause__ is not None:
        error = error.__cause__
    return error


def _root(error: BaseException) -> str:
    """The innermost cause in a few words."""
    cause = _innermost(error)
    return str(cause).splitlines()[0][:200] if str(cause) else type(cause).__name__


def _loopback(settings: ProviderSettings) -> bool:
    """Whether the endpoint is this machine, which a proxy from the environment must not stand in front of."""
    host = settings.endpoint.split("//", 1)[-1].split("/", 1)[0].rsplit(":", 1)[0].strip("[]")
    return host in {"127.0.0.1", "localhost", "::1"} or os.environ.get("NO_PROXY") == "*"
