"""One OpenAI-compatible endpoint: the only code that touches the network.

In: the parameters of one chat completion. Out: what was said. Every failure leaves as one of our typed errors, with no secret
and no server's page in its message.
"""

from __future__ import annotations

import asyncio
import json
import os
from datetime import UTC, datetime
from typing import Any

import httpx2
import openai

from extractor import keys, limits
from extractor.errors import ProviderError, RefusedError, RejectedError, SettingsError, TransientError
from extractor.providers.complaints import Complaint, Kind
from extractor.providers.completions import Said, read
from extractor.settings import ProviderSettings

_PATH = "/chat/completions"
_COMPLAINT = 200  # characters of a server's own sentence that are shown: it may echo the article


class Endpoint:
    """A connection pool to one base URL."""

    def __init__(self, name: str, settings: ProviderSettings) -> None:
        self.name = name
        self._settings = settings
        key, headers = keys.from_environment(name, settings.key_variable()), keys.in_headers(name, settings.headers)
        self._secrets = [
            secret for secret in (key, *headers.values()) if secret and secret not in settings.headers.values()
        ]
        self._client = openai.AsyncOpenAI(
            base_url=settings.endpoint,
            api_key=key or "no-key-needed",
            max_retries=0,  # retry.py owns retries
            timeout=settings.timeout_s,
            default_headers=headers or None,
            http_client=openai.DefaultAioHttpClient(timeout=settings.timeout_s, trust_env=not _loopback(settings)),
        )
        self._written = _Written()

    async def create(self, params: dict[str, Any]) -> Said:
        """One call. Raises TransientError, RejectedError or RefusedError."""
        try:
            # the client's own time-out restarts with every byte; this one bounds the call
            async with asyncio.timeout(self._settings.timeout_s):
                # chat.completions.create() copies and checks the whole schema each time, which costs more than the call
                response = await self._client.post(
                    _PATH, content=self._written.body(params), cast_to=httpx2.Response, options=_JSON
                )
        except TimeoutError as error:
            raise TransientError(f"no answer within {self._settings.timeout_s:g} s", cause="timeout") from error
        except openai.APIStatusError as error:
            raise self._typed(error.response, error.body) from error
        except openai.OpenAIError as error:
            raise _unconnected(error, self._settings.timeout_s) from error
        return self._said(response)

    def _said(self, response: httpx2.Response) -> Said:
        try:
            body = json.loads(response.content)
        except (ValueError, RecursionError) as error:
            raise TransientError(f"{self.name} answered with something that is not JSON") from error
        if isinstance(body, dict) and body.get("error") and not body.get("choices"):  # OpenRouter: a fault inside a 200
            code = str(body["error"].get("code")) if isinstance(body["error"], dict) else ""
            raise self._typed(response, body, int(code) if code.isdigit() else 502)
        return read(body, limits.read(response.headers, datetime.now(UTC)))

    def _typed(self, response: httpx2.Response, body: object, status: int | None = None) -> ProviderError:
        """What a server's error means for the article and for the run."""
        complaint = Complaint.of(status or response.status_code, body)
        told = f"{complaint.status}{self._told(complaint)}"
        match complaint.kind:
            case Kind.KEY:
                variable = self._settings.key_variable() or "api_key_env"
                return RejectedError(f"the key was refused ({complaint.status}): check {variable}", cause="auth")
            case Kind.QUOTA:
                return RejectedError(f"the account's quota is exhausted ({complaint.status})", cause="quota")
            case Kind.FILTER:
                return RefusedError("a content filter declined the article")
            case Kind.REPLY:
                return TransientError(f"the server threw away a reply that did not fit ({told})", cause="invalid")
            case Kind.MODE:
                return RejectedError(f"the server does not take the schema in this mode ({told})", cause="mode")
            case Kind.LENGTH:
                return RejectedError(f"article and prompt do not fit the model ({told})")
            case Kind.MODEL:
                return RejectedError(f"model {self._settings.model!r} is not known there ({told})")
            case _:
                return _by_status(complaint.status, told, limits.retry_after(response.headers, datetime.now(UTC)))

    def _told(self, complaint: Complaint) -> str:
        """A server's own words about a request, cut short, and without a key that it may echo."""
        said = complaint.message
        for secret in self._secrets:
            said = said.replace(secret, "[secret]")
        code = f", {complaint.codes[0]}" if complaint.codes else ""
        return code + (f": {said[:_COMPLAINT]}" if said else "")

    async def check(self) -> None:
        """Knock with an empty request, which no server charges for. Raises SettingsError if nobody useful answers."""
        where = f"provider {self.name!r} at {self._settings.endpoint}"
        try:
            await self._client.post(_PATH, body={}, cast_to=httpx2.Response)
        except openai.APIStatusError as error:
            kind = Complaint.of(error.status_code, error.body).kind
            if kind is Kind.KEY:
                variable = self._settings.key_variable() or "api_key_env"
                raise SettingsError(f"{where} refuses the key ({error.status_code}): check {variable}") from error
            if error.status_code == 404 and kind is not Kind.MODEL:  # the empty request names no model
                raise SettingsError(
                    f"{where} has no {_PATH} (404): check base_url, which usually ends in /v1"
                ) from error
        except openai.APIConnectionError as error:
            raise SettingsError(
                f"{where} cannot be reached: check base_url, and that the server runs. {_root(error)}"
            ) from error
        except openai.OpenAIError:
            return  # it answered, and complained about the empty request as it should

    async def aclose(self) -> None:
        """Close the connections."""
        await self._client.close()


_JSON: Any = {"headers": {"Content-Type": "application/json"}}


class _Written:
    """Parameters as JSON. Schema and system message are the same objects in every call, and written once."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[object, str]] = {}

    def body(self, params: dict[str, Any]) -> bytes:
        fields = [f'"{name}":{self._value(name, value)}' for name, value in params.items() if name != "messages"]
        messages = params["messages"]
        written = [self._value("first message", messages[0]), *(json.dumps(message) for message in messages[1:])]
        return f'{{"messages":[{",".join(written)}],{",".join(fields)}}}'.encode()

    def _value(self, name: str, value: object) -> str:
        held = self._known.get(name)
        if held is None or held[0] is not value:
            held = self._known[name] = (value, json.dumps(value))
        return held[1]


def _unconnected(error: openai.OpenAIError, timeout_s: float) -> TransientError:
    # the aiohttp transport reports a closed connection as a time-out; the innermost cause knows better
    if isinstance(error, openai.APITimeoutError) and isinstance(_innermost(error), TimeoutError):
        return TransientError(f"no answer within {timeout_s:g} s", cause="timeout")
    if isinstance(error, openai.APIConnectionError):
        return TransientError(f"connection failed: {_root(error)}")
    return TransientError(f"unreadable answer ({type(error).__name__})")


def _by_status(status: int, told: str, wait: float | None) -> ProviderError:
    if status == 429:
        return TransientError("too many requests (429)", cause="rate", retry_after=wait)
    if status >= 500 or status in (408, 409):
        return TransientError(f"server error ({status})", retry_after=wait)
    return RejectedError(f"the request was rejected ({told})")


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
    host = settings.host.rsplit(":", 1)[0].strip("[]")
    return host in {"127.0.0.1", "localhost", "::1"} or os.environ.get("NO_PROXY") == "*"
